//! What a guest and the owner of a home say to each other: the engine's own commands and events, each frame a length
//! (`u32`, big-endian) and postcard.

use std::io;
use std::time::Duration;

use pulse_engine::{Command, CommandId, CommandOutput, Event};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use zeroize::Zeroizing;

use crate::error::ClientError;
use crate::limits::GUEST_FRAME_BYTES_MAX;
use crate::status::{Status, SyncReport};

/// Both sides speak the same, or do not speak: owner and guest are programs of one user on one machine.
pub(crate) const VERSION: u32 = 5;

/// From a guest.
#[derive(Serialize, Deserialize)]
pub(crate) enum ToOwner {
    /// The first frame.
    Hello {
        version: u32,
        /// Whether the guest wants the network: an owner that stayed offline connects then.
        online: bool,
    },
    /// Something to be answered.
    Ask { call: u64, ask: Ask },
}

/// From the owner.
#[derive(Serialize, Deserialize)]
pub(crate) enum ToGuest {
    /// To `Hello`: the home is open.
    Welcome,
    /// To `Hello`: another version of Pulse owns this home.
    OtherVersion { version: u32 },
    /// To an `Ask`.
    Answer {
        call: u64,
        answer: Result<Answer, ClientError>,
    },
    /// Something changed.
    Event(Event),
    /// The owner ends; somebody else may own the home in a moment.
    Closing,
    /// To `Hello`, again and again until the home is open: somebody is at work on it.
    Opening,
    /// The owner is there and has nothing to tell. One that is suspended does not say it.
    Here,
}

/// What can be asked of an owner, by its own process too.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) enum Ask {
    /// A command. The same id again is the same command.
    Command { id: CommandId, command: Command },
    /// Send what is queued, fetch what waits.
    Sync { timeout: Duration },
    /// How it stands.
    Status,
    /// Connect now instead of waiting on; answered like `Status`.
    Reconnect,
}

/// The answers.
#[derive(Serialize, Deserialize)]
pub(crate) enum Answer {
    Command(CommandOutput),
    Sync(SyncReport),
    Status(Box<Status>),
}

/// Reads one frame; `None` at the end of the stream.
pub(crate) async fn read<T: DeserializeOwned>(
    stream: &mut (impl AsyncRead + Unpin),
) -> io::Result<Option<T>> {
    let length = match stream.read_u32().await {
        Ok(length) => length as usize,
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
        Err(error) => return Err(error),
    };
    if length > GUEST_FRAME_BYTES_MAX {
        return Err(io::Error::new(
            io::ErrorKind::InvalidData,
            "a frame is too large",
        ));
    }
    let mut bytes = Zeroizing::new(vec![0; length]);
    stream.read_exact(&mut bytes).await?;
    postcard::from_bytes(&bytes)
        .map(Some)
        .map_err(|_| io::Error::new(io::ErrorKind::InvalidData, "a frame cannot be read"))
}

/// Writes one frame.
pub(crate) async fn write<T: Serialize + Sync>(
    stream: &mut (impl AsyncWrite + Unpin),
    frame: &T,
) -> io::Result<()> {
    // Frames may carry the recovery phrase, so the buffer is wiped.
    let mut bytes = postcard::to_extend(frame, vec![0; 4])
        .map(Zeroizing::new)
        .map_err(|_| io::Error::new(io::ErrorKind::InvalidData, "a frame cannot be written"))?;
    let length = bytes.len() - 4;
    if length > GUEST_FRAME_BYTES_MAX {
        return Err(io::Error::new(
            io::ErrorKind::InvalidData,
            "a frame is too large",
        ));
    }
    let prefix = u32::try_from(length).unwrap_or(u32::MAX).to_be_bytes();
    if let Some(place) = bytes.get_mut(..4) {
        place.copy_from_slice(&prefix);
    }
    stream.write_all(&bytes).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn frames_cross_a_pipe_and_large_ones_are_refused() {
        let (mut ours, mut theirs) = tokio::io::duplex(64 * 1024);
        write(
            &mut ours,
            &ToOwner::Hello {
                version: VERSION,
                online: true,
            },
        )
        .await
        .unwrap();
        write(
            &mut ours,
            &ToOwner::Ask {
                call: 3,
                ask: Ask::Status,
            },
        )
        .await
        .unwrap();
        let hello = read::<ToOwner>(&mut theirs).await.unwrap();
        assert!(matches!(
            hello,
            Some(ToOwner::Hello {
                version: VERSION,
                online: true
            })
        ));
        let ask = read::<ToOwner>(&mut theirs).await.unwrap();
        assert!(matches!(
            ask,
            Some(ToOwner::Ask {
                call: 3,
                ask: Ask::Status
            })
        ));

        ours.write_u32(u32::MAX).await.unwrap();
        assert!(read::<ToOwner>(&mut theirs).await.is_err());
        drop(ours);
        assert!(read::<ToOwner>(&mut theirs).await.unwrap().is_none());
    }

    #[tokio::test]
    async fn garbage_is_an_error_and_no_panic() {
        for garbage in [&b""[..], b"\xff\xff\xff\xff\xff", b"\x01\xff"] {
            let (mut ours, mut theirs) = tokio::io::duplex(64);
            ours.write_u32(garbage.len() as u32).await.unwrap();
            ours.write_all(garbage).await.unwrap();
            assert!(read::<ToOwner>(&mut theirs).await.is_err());
        }
    }
}
