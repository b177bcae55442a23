//! One connection of one lane: dial, say hello, ask and be answered.

use std::net::SocketAddr;

use bytes::{Buf, Bytes};
use pulse_protocol::auth::{self, TransportKind};
use pulse_protocol::codec::{self, FrameBuffer};
use pulse_protocol::frame::Hello;
use pulse_protocol::link::ServerLink;
use pulse_protocol::refusal::Refusal;
use pulse_protocol::{
    ClientBody, ClientFrame, Lane, ServerBody, ServerFrame, ServerIdentity, VersionRange, limits,
};
use quinn::{Connection, Endpoint, RecvStream, SendStream};

use super::tls;

/// Why a run ended early.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// A local file or socket.
    #[error("{0}")]
    Io(#[from] std::io::Error),
    /// TLS could not be configured here.
    #[error("TLS cannot be set up")]
    Tls,
    /// The link has no fingerprint.
    #[error("the link names no server key (#s=…); the load generator accepts no other proof")]
    NoFingerprint,
    /// Nobody answers there.
    #[error("cannot connect to the server: {0}")]
    Unreachable(String),
    /// The connection ended in the middle.
    #[error("the server closed the connection: {0}")]
    Closed(String),
    /// What the server said is no frame.
    #[error("the server sent bytes that are no frame")]
    Frame,
    /// The server answered something else.
    #[error("the server answered {0} with something else")]
    Unexpected(&'static str),
    /// The server said no.
    #[error("the server refused {what}: {text} (code {code}); is the server configured for load?")]
    Refused {
        /// What was asked.
        what: &'static str,
        /// The refusal's number.
        code: u32,
        /// The refusal's sentence.
        text: String,
    },
    /// The file holds too few invites.
    #[error("no invite is left for another account")]
    NoInvite,
    /// The proof of work has no solution in reach.
    #[error("the server asks for more work than a load generator does")]
    TooMuchWork,
}

impl LoadError {
    pub(super) fn refused(what: &'static str, refusal: Refusal) -> LoadError {
        LoadError::Refused {
            what,
            code: refusal.code.number(),
            text: refusal.text,
        }
    }
}

/// Opens connections to one server.
pub(super) struct Dialer {
    endpoint: Endpoint,
    host: String,
    address: SocketAddr,
    identity: ServerIdentity,
}

impl Dialer {
    pub(super) async fn new(link: &ServerLink) -> Result<Dialer, LoadError> {
        let identity = link.fingerprint.ok_or(LoadError::NoFingerprint)?;
        let mut found = tokio::net::lookup_host((link.host.as_str(), link.port)).await?;
        let address = found
            .next()
            .ok_or_else(|| LoadError::Unreachable(link.host.clone()))?;
        let local: SocketAddr = match address {
            SocketAddr::V4(_) => ([0, 0, 0, 0], 0).into(),
            SocketAddr::V6(_) => ([0u16; 8], 0).into(),
        };
        let mut endpoint = Endpoint::client(local)?;
        endpoint.set_default_client_config(tls::client_config(identity)?);
        Ok(Dialer {
            endpoint,
            host: link.host.clone(),
            address,
            identity,
        })
    }

    /// A connection that has exchanged hellos.
    pub(super) async fn dial(&self, lane: Lane) -> Result<Wire, LoadError> {
        let connecting = self
            .endpoint
            .connect(self.address, &self.host)
            .map_err(|error| LoadError::Unreachable(error.to_string()))?;
        let connection = connecting
            .await
            .map_err(|error| LoadError::Unreachable(error.to_string()))?;
        let mut exporter = [0; 32];
        connection
            .export_keying_material(&mut exporter, auth::EXPORTER_LABEL, b"")
            .map_err(|_| LoadError::Tls)?;
        let (send, recv) = connection.open_bi().await.map_err(closed)?;
        let reader = Reader {
            recv,
            buffer: FrameBuffer::new(limits::FRAME_BYTES_MAX),
            chunk: Bytes::new(),
        };
        let mut wire = Wire {
            connection,
            send,
            reader,
            request: 0,
            exporter,
            identity: self.identity,
        };
        let hello = Hello {
            version_min: VersionRange::CURRENT.min,
            version_max: VersionRange::CURRENT.max,
            lane,
            capabilities: 0,
        };
        match wire.ask("Hello", ClientBody::Hello(hello)).await? {
            ServerBody::Welcome(_) => Ok(wire),
            _ => Err(LoadError::Unexpected("Hello")),
        }
    }
}

/// A connection with its control stream.
pub(super) struct Wire {
    pub(super) connection: Connection,
    pub(super) send: SendStream,
    pub(super) reader: Reader,
    request: u64,
    exporter: [u8; 32],
    identity: ServerIdentity,
}

impl Wire {
    /// What a device signs to be known on this connection.
    pub(super) fn binding(&self) -> (ServerIdentity, TransportKind, [u8; 32]) {
        (self.identity, TransportKind::Quic, self.exporter)
    }

    /// Sends a request and waits for its reply; what is pushed meanwhile is dropped.
    pub(super) async fn ask(
        &mut self,
        what: &'static str,
        body: ClientBody,
    ) -> Result<ServerBody, LoadError> {
        self.request += 1;
        let mut bytes = Vec::new();
        codec::encode_client(
            &ClientFrame {
                request: self.request,
                body,
            },
            &mut bytes,
        );
        write(&mut self.send, bytes.into()).await?;
        loop {
            let ServerFrame { request, body } = self.reader.next().await?;
            match body {
                ServerBody::Refused(refusal) => return Err(LoadError::refused(what, refusal)),
                ServerBody::Goodbye(refusal) => return Err(LoadError::refused(what, refusal)),
                body if request == self.request => return Ok(body),
                _ => {}
            }
        }
    }
}

/// Takes frames off a stream.
pub(super) struct Reader {
    recv: RecvStream,
    buffer: FrameBuffer,
    /// Read, and not yet in the buffer.
    chunk: Bytes,
}

impl Reader {
    /// The next frame, waiting for it.
    pub(super) async fn next(&mut self) -> Result<ServerFrame, LoadError> {
        loop {
            if let Some(frame) = self.buffered()? {
                return Ok(frame);
            }
            self.fill().await?;
        }
    }

    /// A frame that is here already.
    pub(super) fn buffered(&mut self) -> Result<Option<ServerFrame>, LoadError> {
        loop {
            if let Some(bytes) = self.buffer.next().map_err(|_| LoadError::Frame)? {
                return codec::decode_server(bytes)
                    .map(Some)
                    .map_err(|_| LoadError::Frame);
            }
            if self.chunk.is_empty() {
                return Ok(None);
            }
            let rest = self.buffer.extend(&self.chunk).len();
            self.chunk.advance(self.chunk.len() - rest);
        }
    }

    /// Waits for more bytes.
    pub(super) async fn fill(&mut self) -> Result<(), LoadError> {
        let chunk = self.recv.read_chunk(64 * 1024, true).await;
        let chunk = chunk.map_err(|error| LoadError::Closed(error.to_string()))?;
        self.chunk = chunk
            .ok_or_else(|| LoadError::Closed("end of stream".into()))?
            .bytes;
        Ok(())
    }
}

/// Writes everything, however long the server takes to read it.
pub(super) async fn write(send: &mut SendStream, bytes: Bytes) -> Result<(), LoadError> {
    send.write_chunk(bytes)
        .await
        .map_err(|error| LoadError::Closed(error.to_string()))
}

fn closed(error: quinn::ConnectionError) -> LoadError {
    LoadError::Closed(error.to_string())
}
