//! The owner's side of the local socket: one task per guest.

use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use interprocess::local_socket::tokio::prelude::*;
use interprocess::local_socket::tokio::{Listener, Stream};
use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt, BufReader, BufWriter};
use tokio::sync::{Semaphore, mpsc, watch};
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

use super::protocol::{self, ToGuest, ToOwner, VERSION};
use crate::events::EventStream;
use crate::home::HomePaths;
use crate::limits::{
    GUEST_REQUESTS_MAX, GUEST_RETRY_PAUSE, GUEST_WRITE_MAX, GUESTS_MAX, OPENING_TOLD_EVERY,
    OWNER_SAYS_EVERY,
};
use crate::local_socket;
use crate::owner::Service;
use crate::stop::{Stop, Stopped};

/// A socket that guests can connect to while the store is opened: they are told so, and see it close if the owner never starts.
pub(crate) struct Door {
    service: watch::Sender<Option<Arc<Service>>>,
    stop: Stop,
    task: tokio::task::JoinHandle<()>,
    path: PathBuf,
}

impl Door {
    /// Opens the door of a home. Only for the holder of its lock.
    pub(crate) fn open(paths: &HomePaths) -> io::Result<Self> {
        let path = paths.socket()?;
        let listener = local_socket::listener(&path)?.create_tokio()?;
        let (service, ready) = watch::channel(None);
        let stop = Stop::new();
        let home = paths.dir().to_owned();
        Ok(Self {
            task: tokio::spawn(accept(listener, home, ready, stop.listen())),
            service,
            stop,
            path,
        })
    }

    /// Serves guests until [`Guests::close`].
    pub(crate) fn serve(self, service: Arc<Service>) -> Guests {
        self.service.send_replace(Some(service));
        Guests { door: self }
    }
}

/// The owner's service, once the store is open.
type Ready = watch::Receiver<Option<Arc<Service>>>;

/// The guests of an owner.
pub(crate) struct Guests {
    door: Door,
}

impl Guests {
    /// Lets nobody in any more and tells everybody that the owner ends.
    pub(crate) async fn close(self) {
        let Door {
            service,
            stop,
            task,
            path,
        } = self.door;
        if let Err(error) = local_socket::remove(&path) {
            tracing::warn!(%error, "the owner's socket could not be removed");
        }
        stop.stop();
        let _ = task.await;
        drop(service);
    }
}

async fn accept(listener: Listener, home: PathBuf, ready: Ready, mut stop: Stopped) {
    let places = Arc::new(Semaphore::new(GUESTS_MAX));
    let mut guests = JoinSet::new();
    loop {
        let Ok(place) = Arc::clone(&places).acquire_owned().await else {
            break;
        };
        let accepted = tokio::select! {
            () = stop.stopped() => break,
            accepted = listener.accept() => accepted,
        };
        // Those that have left need no place in the set.
        while guests.try_join_next().is_some() {}
        match accepted {
            Ok(stream) if local_socket::is_same_user(&stream, &home) => {
                let (ready, stop) = (ready.clone(), stop.clone());
                guests.spawn(async move {
                    serve(&stream, ready, stop).await;
                    drop(place);
                });
            }
            Ok(_) => tracing::warn!("another user tried to connect to this home"),
            Err(error) => {
                tracing::debug!(%error, "a guest did not come in");
                tokio::select! {
                    () = stop.stopped() => break,
                    () = sleep(GUEST_RETRY_PAUSE) => {}
                }
            }
        }
    }
    while guests.join_next().await.is_some() {}
}

/// One guest, from its hello to its end or ours.
async fn serve(stream: &Stream, ready: Ready, mut stop: Stopped) {
    let mut reader = BufReader::new(stream);
    let service = tokio::select! {
        greeted = greet(stream, &mut reader, ready) => greeted,
        () = stop.stopped() => return,
    };
    let Ok(Some(service)) = service else { return };
    // Events from here on: the guest reads the state after it is welcome.
    let events = service.listen();
    if say(&mut BufWriter::new(stream), &ToGuest::Welcome)
        .await
        .is_ok()
    {
        let (answers, outbox) = mpsc::channel(GUEST_REQUESTS_MAX);
        tokio::select! {
            () = listen(&mut reader, service, answers) => {}
            _ = talk(stream, outbox, events, stop) => {}
        }
    }
}

/// Hears the guest's hello and waits with it until the store is open. `None` for a guest that cannot come in, and when the store
/// does not open.
async fn greet(
    stream: &Stream,
    reader: &mut (impl AsyncRead + Unpin),
    mut ready: Ready,
) -> io::Result<Option<Arc<Service>>> {
    let mut writer = BufWriter::new(stream);
    let is_online = match protocol::read(reader).await? {
        Some(ToOwner::Hello {
            version: VERSION,
            online,
        }) => online,
        Some(ToOwner::Hello { .. }) => {
            let other = ToGuest::OtherVersion { version: VERSION };
            return say(&mut writer, &other).await.map(|()| None);
        }
        _ => return Ok(None),
    };
    loop {
        let opened = timeout(OPENING_TOLD_EVERY, ready.wait_for(Option::is_some)).await;
        // What `wait_for` gives locks the channel.
        let opened = opened.map(|opened| opened.ok().and_then(|service| service.clone()));
        let Ok(service) = opened else {
            say(&mut writer, &ToGuest::Opening).await?;
            continue;
        };
        if let (true, Some(service)) = (is_online, &service) {
            service.go_online();
        }
        return Ok(service);
    }
}

/// Says one thing, to a guest that takes it within [`GUEST_WRITE_MAX`].
async fn say(writer: &mut (impl AsyncWrite + Unpin), frame: &ToGuest) -> io::Result<()> {
    let saying = async {
        protocol::write(writer, frame).await?;
        writer.flush().await
    };
    timeout(GUEST_WRITE_MAX, saying).await?
}

/// Takes requests in their order; each is answered when it is done.
async fn listen(
    reader: &mut (impl AsyncRead + Unpin),
    service: Arc<Service>,
    answers: mpsc::Sender<ToGuest>,
) {
    let places = Arc::new(Semaphore::new(GUEST_REQUESTS_MAX));
    let mut running = JoinSet::new();
    while let Ok(Some(ToOwner::Ask { call, ask })) = protocol::read(reader).await {
        let Ok(place) = Arc::clone(&places).acquire_owned().await else {
            return;
        };
        while running.try_join_next().is_some() {}
        let answer = service.accept(ask).await;
        let answers = answers.clone();
        running.spawn(async move {
            let answer = answer.await;
            let _ = answers.send(ToGuest::Answer { call, answer }).await;
            drop(place);
        });
    }
}

/// Sends answers and events, or now and then that we are there; at the end, that it is the end.
async fn talk(
    stream: &Stream,
    mut outbox: mpsc::Receiver<ToGuest>,
    mut events: EventStream,
    mut stop: Stopped,
) -> io::Result<()> {
    let mut writer = BufWriter::new(stream);
    loop {
        let frame = tokio::select! {
            biased;
            Some(answer) = outbox.recv() => answer,
            Some(event) = events.next() => ToGuest::Event(event),
            () = stop.stopped() => ToGuest::Closing,
            () = sleep(OWNER_SAYS_EVERY) => ToGuest::Here,
        };
        say(&mut writer, &frame).await?;
        if matches!(frame, ToGuest::Closing) {
            return Ok(());
        }
    }
}
