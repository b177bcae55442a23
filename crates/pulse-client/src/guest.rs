//! A guest: a process that finds the home owned by another one and speaks through it.
//!
//! Everything a guest asks carries an id of its own, so that it can be asked again of the next owner when this one ends:
//! whoever is first to the lock becomes the owner, and the others become its guests.

mod listener;
pub(crate) mod protocol;

use std::io;
use std::pin::pin;

use interprocess::local_socket::tokio::Stream;
use interprocess::local_socket::tokio::prelude::*;
use tokio::io::{AsyncRead, AsyncWriteExt, BufReader, BufWriter};
use tokio::sync::mpsc;
use tokio::time::timeout;

use self::protocol::{Ask, ToGuest, ToOwner, VERSION};
use crate::calls::Calls;
use crate::error::ClientError;
use crate::events::Hub;
use crate::home::HomePaths;
use crate::limits::OWNER_ANSWER_MAX;
use crate::local_socket;

pub(crate) use listener::{Door, Guests};

/// A connection to the owner, welcome there.
pub(crate) struct Guest {
    stream: Stream,
}

/// What came of knocking.
pub(crate) enum Knocked {
    /// Come in.
    Welcome(Guest),
    /// Nobody answers: the owner is starting, or gone.
    Nobody,
    /// The owner is a program that speaks another version.
    OtherVersion(u32),
    /// The owner listens and says nothing: it is suspended, most likely. The system takes connections for it all the same.
    Silent,
}

impl Guest {
    /// Knocks at the owner's door.
    pub(crate) async fn knock(paths: &HomePaths, online: bool) -> io::Result<Knocked> {
        let path = paths.socket()?;
        let Ok(stream) = Stream::connect(local_socket::name(&path)?).await else {
            return Ok(Knocked::Nobody);
        };
        if !local_socket::is_same_user(&stream, paths.dir()) {
            let what = "the owner's socket belongs to another user";
            return Err(io::Error::new(io::ErrorKind::PermissionDenied, what));
        }
        let mut half = &stream;
        let hello = ToOwner::Hello {
            version: VERSION,
            online,
        };
        if protocol::write(&mut half, &hello).await.is_err() {
            return Ok(Knocked::Nobody);
        }
        loop {
            let said = timeout(OWNER_ANSWER_MAX, protocol::read(&mut half)).await;
            return Ok(match said {
                // However long that takes, as a large store does that a new version changes.
                Ok(Ok(Some(ToGuest::Opening))) => continue,
                Ok(Ok(Some(ToGuest::Welcome))) => Knocked::Welcome(Self { stream }),
                Ok(Ok(Some(ToGuest::OtherVersion { version }))) => Knocked::OtherVersion(version),
                Ok(_) => Knocked::Nobody,
                Err(_elapsed) => Knocked::Silent,
            });
        }
    }

    /// Carries calls to the owner, and its answers and events back, until it ends or falls silent.
    pub(crate) async fn serve(
        self,
        calls: &Calls,
        line: mpsc::UnboundedReceiver<(u64, Ask)>,
        hub: &Hub,
    ) -> Left {
        tokio::select! {
            _ = ask(&self.stream, line) => Left::Ended,
            left = hear(&self.stream, calls, hub) => left,
        }
    }
}

/// How a guest's stay with an owner ended.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Left {
    /// The owner is gone, or going.
    Ended,
    /// It holds the home and says nothing any more.
    Silent,
}

async fn ask(stream: &Stream, mut line: mpsc::UnboundedReceiver<(u64, Ask)>) -> io::Result<()> {
    let mut writer = BufWriter::new(stream);
    while let Some((call, ask)) = line.recv().await {
        protocol::write(&mut writer, &ToOwner::Ask { call, ask }).await?;
        writer.flush().await?;
    }
    Ok(())
}

async fn hear(stream: &Stream, calls: &Calls, hub: &Hub) -> Left {
    let mut reader = BufReader::new(stream);
    loop {
        let frame = match said(&mut reader).await {
            Ok(Some(frame)) => frame,
            Ok(None) => return Left::Ended,
            Err(left) => return left,
        };
        match frame {
            // The owner ended in the middle of it: the next owner is asked again.
            ToGuest::Answer {
                answer: Err(ClientError::Closed),
                ..
            } => {}
            ToGuest::Answer { call, answer } => calls.answer(call, answer),
            ToGuest::Event(event) => hub.tell(event),
            ToGuest::Closing => return Left::Ended,
            ToGuest::Welcome | ToGuest::OtherVersion { .. } | ToGuest::Opening | ToGuest::Here => {}
        }
    }
}

/// What the owner says next, `None` at its end. One that says nothing for [`OWNER_ANSWER_MAX`] is [`Left::Silent`]. That time is waited
/// in two halves: when it was this process that was suspended, the first is over at once, and what came meanwhile is heard in the second.
async fn said(reader: &mut (impl AsyncRead + Unpin)) -> Result<Option<ToGuest>, Left> {
    let mut reading = pin!(protocol::read(reader));
    for _ in 0..2 {
        if let Ok(said) = timeout(OWNER_ANSWER_MAX / 2, &mut reading).await {
            return Ok(said.ok().flatten());
        }
    }
    Err(Left::Silent)
}
