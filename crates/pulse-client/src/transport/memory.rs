//! A transport inside one process: pipes instead of a network, for tests of everything above it.

use async_trait::async_trait;
use pulse_engine::ChannelBinding;
use pulse_protocol::auth::TransportKind;
use pulse_protocol::{Lane, ServerIdentity, ServerLink};
use tokio::io::{AsyncWriteExt, DuplexStream, ReadHalf, WriteHalf, duplex, split};
use tokio::sync::mpsc;

use super::{ConnectError, Connection, Transport, Writer};

/// Bytes a pipe holds before its writer waits.
const PIPE_BYTES: usize = 256 * 1024;

/// Connects to whoever holds the matching [`MemoryListener`].
pub struct MemoryTransport {
    accepted: mpsc::UnboundedSender<Accepted>,
}

/// Where the connections of a [`MemoryTransport`] arrive.
pub struct MemoryListener {
    accepted: mpsc::UnboundedReceiver<Accepted>,
}

/// The server's end of a connection. Dropping it breaks the connection.
pub struct Accepted {
    /// The lane the client connected for.
    pub lane: Lane,
    /// What the client signs.
    pub binding: ChannelBinding,
    /// Frames both ways.
    pub stream: DuplexStream,
}

/// A transport and the place where its connections arrive. Dropping the listener makes the server unreachable.
pub fn memory() -> (MemoryTransport, MemoryListener) {
    let (sender, receiver) = mpsc::unbounded_channel();
    (
        MemoryTransport { accepted: sender },
        MemoryListener { accepted: receiver },
    )
}

impl MemoryListener {
    /// The next connection; `None` when the transport is gone.
    pub async fn accept(&mut self) -> Option<Accepted> {
        self.accepted.recv().await
    }
}

#[async_trait]
impl Transport for MemoryTransport {
    async fn connect(&self, lane: Lane, _server: &ServerLink) -> Result<Connection, ConnectError> {
        let (ours, theirs) = duplex(PIPE_BYTES);
        let exporter =
            *pulse_crypto::secret::Secret::<32>::random(&mut crate::random::system_rng())
                .as_bytes();
        let binding = ChannelBinding {
            exporter,
            server: ServerIdentity::from_bytes([0; 32]),
            transport: TransportKind::Quic,
        };
        self.accepted
            .send(Accepted {
                lane,
                binding,
                stream: theirs,
            })
            .map_err(|_| ConnectError::NoAnswer)?;
        let (reader, writer): (ReadHalf<_>, WriteHalf<_>) = split(ours);
        Ok(Connection {
            binding,
            reader: Box::new(reader),
            writer: Box::new(MemoryWriter { pipe: writer }),
        })
    }
}

struct MemoryWriter {
    pipe: WriteHalf<DuplexStream>,
}

#[async_trait]
impl Writer for MemoryWriter {
    async fn write(&mut self, bytes: &[u8]) -> std::io::Result<()> {
        self.pipe.write_all(bytes).await
    }

    async fn close(&mut self) {
        let _ = self.pipe.shutdown().await;
    }
}
