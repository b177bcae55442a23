//! The owner's side of the local socket: one task per guest.

use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use interprocess::local_socket::tokio::prelude::*;
use interprocess::local_socket::tokio::{Listener, Stream};
use tokio::io::{AsyncRead, AsyncWriteExt, BufReader, BufWriter};
use tokio::sync::{Semaphore, mpsc};
use tokio::task::JoinSet;

use super::protocol::{self, ToGuest, ToOwner, VERSION};
use crate::events::EventStream;
use crate::home::HomePaths;
use crate::limits::{GUEST_REQUESTS_MAX, GUEST_RETRY_PAUSE, GUESTS_MAX};
use crate::local_socket;
use crate::owner::Service;
use crate::stop::{Stop, Stopped};

/// A socket that guests can connect to before anybody serves them: they wait, and see it close if the owner never starts.
pub(crate) struct Door {
    listener: Listener,
    path: PathBuf,
    home: PathBuf,
}

impl Door {
    /// Opens the door of a home. Only for the holder of its lock.
    pub(crate) fn open(paths: &HomePaths) -> io::Result<Self> {
        let path = paths.socket()?;
        Ok(Self {
            listener: local_socket::listener(&path)?.create_tokio()?,
            path,
            home: paths.dir().to_owned(),
        })
    }

    /// Serves guests until [`Guests::close`].
    pub(crate) fn serve(self, service: Arc<Service>) -> Guests {
        let stop = Stop::new();
        let Self {
            listener,
            path,
            home,
        } = self;
        let task = tokio::spawn(accept(listener, home, service, stop.listen()));
        Guests { stop, task, path }
    }
}

/// The guests of an owner.
pub(crate) struct Guests {
    stop: Stop,
    task: tokio::task::JoinHandle<()>,
    path: PathBuf,
}

impl Guests {
    /// Lets nobody in any more and tells everybody that the owner ends.
    pub(crate) async fn close(self) {
        if let Err(error) = local_socket::remove(&self.path) {
            tracing::warn!(%error, "the owner's socket could not be removed");
        }
        self.stop.stop();
        let _ = self.task.await;
    }
}

async fn accept(listener: Listener, home: PathBuf, service: Arc<Service>, mut stop: Stopped) {
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
                let (service, stop) = (Arc::clone(&service), stop.clone());
                guests.spawn(async move {
                    serve(&stream, service, stop).await;
                    drop(place);
                });
            }
            Ok(_) => tracing::warn!("another user tried to connect to this home"),
            Err(error) => {
                tracing::debug!(%error, "a guest did not come in");
                tokio::select! {
                    () = stop.stopped() => break,
                    () = tokio::time::sleep(GUEST_RETRY_PAUSE) => {}
                }
            }
        }
    }
    while guests.join_next().await.is_some() {}
}

/// One guest, from its hello to its end or ours.
async fn serve(stream: &Stream, service: Arc<Service>, mut stop: Stopped) {
    // Events from here on: the guest reads the state after it is welcome.
    let events = service.listen();
    let mut reader = BufReader::new(stream);
    let (answers, outbox) = mpsc::channel(GUEST_REQUESTS_MAX);
    let hello = tokio::select! {
        hello = protocol::read(&mut reader) => hello,
        () = stop.stopped() => return,
    };
    if greet(stream, hello, &service).await {
        tokio::select! {
            () = listen(&mut reader, service, answers) => {}
            _ = talk(stream, outbox, events, stop) => {}
        }
    }
}

async fn greet(stream: &Stream, hello: io::Result<Option<ToOwner>>, service: &Service) -> bool {
    let (reply, is_welcome) = match hello {
        Ok(Some(ToOwner::Hello {
            version: VERSION,
            online,
        })) => {
            if online {
                service.go_online();
            }
            (ToGuest::Welcome, true)
        }
        Ok(Some(ToOwner::Hello { .. })) => (ToGuest::OtherVersion { version: VERSION }, false),
        _ => return false,
    };
    let mut writer = stream;
    protocol::write(&mut writer, &reply).await.is_ok() && is_welcome
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

/// Sends answers and events; at the end, that it is the end.
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
        };
        protocol::write(&mut writer, &frame).await?;
        writer.flush().await?;
        if matches!(frame, ToGuest::Closing) {
            return Ok(());
        }
    }
}
