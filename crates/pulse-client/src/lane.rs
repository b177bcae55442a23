//! A connection at work: frames out of the driver onto the wire, frames off the wire into the driver.

use bytes::Bytes;
use pulse_protocol::codec::{self, FrameBuffer};
use pulse_protocol::{ClientFrame, DecodeError, Lane, limits as wire};
use tokio::io::{AsyncRead, AsyncReadExt};
use tokio::sync::mpsc;
use tokio::time::timeout;

use crate::driver::{Closed, Epoch, Outside, Queue};
use crate::limits::{FLUSH_TIMEOUT, READ_BYTES, WRITE_FRAMES_MAX};
use crate::transport::Writer;

/// Where the frames of one connection go.
#[derive(Clone, Copy)]
pub(crate) struct Incoming<'a> {
    pub(crate) lane: Lane,
    pub(crate) epoch: Epoch,
    pub(crate) queue: &'a Queue,
}

/// Works until the server is gone, speaks nonsense, or the driver lets go of its sender; in the last case what was sent
/// before still leaves.
pub(crate) async fn run(
    incoming: Incoming<'_>,
    mut reader: Box<dyn AsyncRead + Send + Unpin>,
    mut writer: Box<dyn Writer>,
    mut frames: mpsc::Receiver<ClientFrame>,
) {
    let is_done = tokio::select! {
        () = incoming.read(&mut reader) => false,
        is_done = write(writer.as_mut(), &mut frames) => is_done,
    };
    if is_done {
        let _ = timeout(FLUSH_TIMEOUT, writer.close()).await;
    }
}

/// True when everything was written and no more will come; false when the connection takes nothing any more.
async fn write(writer: &mut dyn Writer, frames: &mut mpsc::Receiver<ClientFrame>) -> bool {
    let mut batch = Vec::with_capacity(WRITE_FRAMES_MAX);
    let mut bytes = Vec::new();
    while frames.recv_many(&mut batch, WRITE_FRAMES_MAX).await > 0 {
        bytes.clear();
        for frame in batch.drain(..) {
            codec::encode_client(&frame, &mut bytes);
        }
        if writer.write(&bytes).await.is_err() {
            return false;
        }
    }
    true
}

/// Why a connection is not read any further.
enum Ended {
    /// The driver takes nothing any more.
    Gone,
    /// What came is not a frame; what follows cannot be trusted to begin at the right byte.
    Nonsense,
}

impl Incoming<'_> {
    async fn read(self, reader: &mut (dyn AsyncRead + Send + Unpin)) {
        let mut buffer = FrameBuffer::new(wire::FRAME_BYTES_MAX);
        let mut bytes = vec![0; READ_BYTES];
        loop {
            let count = match reader.read(&mut bytes).await {
                Ok(0) | Err(_) => return,
                Ok(count) => count,
            };
            let read = bytes.get(..count).unwrap_or_default();
            match self.take(&mut buffer, read).await {
                Ok(()) => {}
                // The driver is ending: what it still sends must leave before the connection closes.
                Err(Ended::Gone) => std::future::pending().await,
                Err(Ended::Nonsense) => {
                    tracing::warn!(lane = ?self.lane, "the server sent something that is no frame");
                    return;
                }
            }
        }
    }

    /// All frames that are complete with `bytes`.
    async fn take(self, buffer: &mut FrameBuffer, mut bytes: &[u8]) -> Result<(), Ended> {
        loop {
            bytes = buffer.extend(bytes);
            while let Some(frame) = buffer.next().map_err(|_| Ended::Nonsense)? {
                self.bring(frame).await?;
            }
            if bytes.is_empty() {
                return Ok(());
            }
        }
    }

    async fn bring(self, frame: Bytes) -> Result<(), Ended> {
        let frame = match codec::decode_server(frame) {
            Ok(frame) => frame,
            // A newer server may say things that this client does not need to understand.
            Err(DecodeError::UnknownFrame { .. }) => return Ok(()),
            Err(_) => return Err(Ended::Nonsense),
        };
        let Self { lane, epoch, queue } = self;
        queue
            .bring(Outside::Frame { lane, epoch, frame })
            .await
            .map_err(|Closed| Ended::Gone)
    }
}
