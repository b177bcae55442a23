//! How frames travel: a connection is a pair of byte streams and what binds a signature to it.
//!
//! One connection per [`Lane`], with nothing shared between the two: no socket, no ticket, no connection id.

pub mod memory;
pub mod quic;

use async_trait::async_trait;
use pulse_engine::ChannelBinding;
use pulse_protocol::{Lane, ServerLink};
use serde::{Deserialize, Serialize};
use tokio::io::AsyncRead;

/// A way to reach a server.
#[async_trait]
pub trait Transport: Send + Sync {
    /// Sets up one connection, its handshake complete and the server's key checked. Dropping the future gives it up.
    async fn connect(&self, lane: Lane, server: &ServerLink) -> Result<Connection, ConnectError>;
}

/// One connection to a server, up and checked.
pub struct Connection {
    /// What a device signs to prove that it is at the end of this connection.
    pub binding: ChannelBinding,
    /// What the server sends.
    pub reader: Box<dyn AsyncRead + Send + Unpin>,
    /// What goes to the server.
    pub writer: Box<dyn Writer>,
}

/// The sending half of a connection.
#[async_trait]
pub trait Writer: Send {
    /// Hands bytes to the connection; waits while the server takes no more.
    async fn write(&mut self, bytes: &[u8]) -> std::io::Result<()>;

    /// Sees to it that what was written has left, then closes the connection. The caller bounds the wait; dropping the
    /// writer closes at once.
    async fn close(&mut self);
}

/// Why there is no connection.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum ConnectError {
    /// The server's key is not the one in its link. Trying again does not help, and nothing was said to it.
    #[error("the server has another key than its link says")]
    WrongFingerprint,
    /// No certificate authority that this system trusts vouches for the server.
    #[error("the server's certificate is not trusted here: {0}")]
    Certificate(String),
    /// What answers speaks no `pulse/1`.
    #[error("what answers there is not a Pulse server of this version")]
    NotPulse,
    /// The name has no address.
    #[error("the name of the server is not known")]
    UnknownHost,
    /// Nobody answers.
    #[error("nobody answers")]
    NoAnswer,
    /// The connection was up, and is gone.
    #[error("the connection was lost")]
    Lost,
    /// This machine does not let us try: no network, no permission.
    #[error("the network cannot be used: {0}")]
    Network(String),
}

impl ConnectError {
    /// Whether waiting cannot mend it: a person has to do something first.
    pub const fn is_final(&self) -> bool {
        matches!(self, Self::WrongFingerprint)
    }
}
