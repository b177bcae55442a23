//! QUIC with TLS 1.3: one connection and one stream per lane, each from a socket of its own.

mod addresses;
mod silence;
mod tls;

use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::ops::RangeInclusive;
use std::sync::Arc;

use async_trait::async_trait;
use pulse_engine::ChannelBinding;
use pulse_protocol::auth::{EXPORTER_LABEL, TransportKind};
use pulse_protocol::{Lane, ServerIdentity, ServerLink};
use quinn::crypto::rustls::QuicClientConfig;
use quinn::{ConnectionError, Endpoint, SendStream, TransportErrorCode, VarInt};

use self::silence::Silence;
pub use self::tls::pinned_config;
use self::tls::{Checked, ServerTrust};
use super::{ConnectError, Connection, Transport, Writer};
use crate::limits::{CONNECT_TIMEOUT, IDLE_TIMEOUT, KEEP_ALIVE};

/// The application code of a connection that we close because we are done with it.
const CLOSED: VarInt = VarInt::from_u32(0);

/// TLS alert 120: no common application protocol (RFC 7301).
const NO_APPLICATION_PROTOCOL: u8 = 120;

/// TLS alerts 42 to 49: what can be wrong with a certificate (RFC 8446, section 6).
const CERTIFICATE_ALERTS: RangeInclusive<u8> = 42..=49;

/// Connects over UDP.
pub struct QuicTransport {
    trust: ServerTrust,
}

impl QuicTransport {
    /// A transport that trusts servers by the fingerprint in their link, or else as this system trusts certificates.
    pub fn new() -> Self {
        Self {
            trust: ServerTrust::new(),
        }
    }
}

impl Default for QuicTransport {
    fn default() -> Self {
        Self::new()
    }
}

#[async_trait]
impl Transport for QuicTransport {
    async fn connect(&self, _lane: Lane, server: &ServerLink) -> Result<Connection, ConnectError> {
        // The configuration is made anew for each connection, so no ticket can join two of them.
        let checked = self.trust.checked(server)?;
        let config = client_config(&checked)?;
        let addresses = addresses::resolve(&server.host, server.port).await?;
        let attempt = |address| connect_to(address, server.host.clone(), config.clone());
        match tokio::time::timeout(CONNECT_TIMEOUT, addresses::race(addresses, attempt)).await {
            Ok(Ok((endpoint, connection))) => open_stream(endpoint, connection).await,
            Ok(Err(_)) if checked.has_seen_another_key() => Err(ConnectError::WrongFingerprint),
            Ok(Err(error)) => Err(error),
            Err(_) => Err(ConnectError::NoAnswer),
        }
    }
}

async fn connect_to(
    address: SocketAddr,
    host: String,
    config: quinn::ClientConfig,
) -> Result<(Endpoint, quinn::Connection), ConnectError> {
    let any: SocketAddr = match address {
        SocketAddr::V4(_) => (Ipv4Addr::UNSPECIFIED, 0).into(),
        SocketAddr::V6(_) => (Ipv6Addr::UNSPECIFIED, 0).into(),
    };
    let network = |error: &dyn std::fmt::Display| ConnectError::Network(error.to_string());
    let endpoint = Endpoint::client(any).map_err(|error| network(&error))?;
    let connecting = endpoint
        .connect_with(config, address, &host)
        .map_err(|error| network(&error))?;
    let connection = connecting.await.map_err(|error| explain(&error))?;
    Ok((endpoint, connection))
}

async fn open_stream(
    endpoint: Endpoint,
    connection: quinn::Connection,
) -> Result<Connection, ConnectError> {
    let binding = channel_binding(&connection)?;
    let (sender, reader) = connection
        .open_bi()
        .await
        .map_err(|error| explain(&error))?;
    let silence = Silence::watch(&connection);
    let writer = QuicWriter {
        sender,
        connection,
        silence,
        _endpoint: endpoint,
    };
    Ok(Connection {
        binding,
        reader: Box::new(reader),
        writer: Box::new(writer),
    })
}

/// What ties a signature to this connection and this server (RFC 9266; in TLS 1.3 an empty context is no context).
fn channel_binding(connection: &quinn::Connection) -> Result<ChannelBinding, ConnectError> {
    let mut exporter = [0; 32];
    connection
        .export_keying_material(&mut exporter, EXPORTER_LABEL, b"")
        .map_err(|_| ConnectError::NotPulse)?;
    let server = server_identity(connection).ok_or(ConnectError::NotPulse)?;
    Ok(ChannelBinding {
        exporter,
        server,
        transport: TransportKind::Quic,
    })
}

fn server_identity(connection: &quinn::Connection) -> Option<ServerIdentity> {
    let identity = connection.peer_identity()?;
    let chain = identity
        .downcast::<Vec<rustls_pki_types::CertificateDer<'static>>>()
        .ok()?;
    tls::identity_of(chain.first()?)
}

fn client_config(checked: &Checked) -> Result<quinn::ClientConfig, ConnectError> {
    let crypto = QuicClientConfig::try_from(checked.config())
        .map_err(|error| ConnectError::Network(error.to_string()))?;
    let mut config = quinn::ClientConfig::new(Arc::new(crypto));
    config.transport_config(Arc::new(transport_config()));
    Ok(config)
}

fn transport_config() -> quinn::TransportConfig {
    let mut transport = quinn::TransportConfig::default();
    transport
        .keep_alive_interval(Some(KEEP_ALIVE))
        .max_idle_timeout(IDLE_TIMEOUT.try_into().ok())
        // The server opens no streams and sends no datagrams.
        .max_concurrent_bidi_streams(VarInt::from_u32(0))
        .max_concurrent_uni_streams(VarInt::from_u32(0))
        .datagram_receive_buffer_size(None);
    transport
}

/// A failed attempt in words. Whether the server's key was another one is told by the verifier, not by this.
fn explain(error: &ConnectionError) -> ConnectError {
    let (code, reason) = match error {
        ConnectionError::VersionMismatch => return ConnectError::NotPulse,
        ConnectionError::TransportError(error) => (error.code, error.reason.clone()),
        ConnectionError::ConnectionClosed(close) => (
            close.error_code,
            String::from_utf8_lossy(&close.reason).into_owned(),
        ),
        _ => return ConnectError::NoAnswer,
    };
    if code == TransportErrorCode::crypto(NO_APPLICATION_PROTOCOL) {
        ConnectError::NotPulse
    } else if CERTIFICATE_ALERTS
        .into_iter()
        .any(|alert| code == TransportErrorCode::crypto(alert))
    {
        ConnectError::Certificate(reason)
    } else {
        ConnectError::NoAnswer
    }
}

struct QuicWriter {
    sender: SendStream,
    connection: quinn::Connection,
    silence: Silence,
    // The socket lives as long as the connection.
    _endpoint: Endpoint,
}

#[async_trait]
impl Writer for QuicWriter {
    async fn write(&mut self, bytes: &[u8]) -> std::io::Result<()> {
        self.silence.wrote(&self.connection);
        self.sender
            .write_all(bytes)
            .await
            .map_err(std::io::Error::from)
    }

    async fn close(&mut self) {
        if self.sender.finish().is_ok() {
            // Ends when the server has acknowledged everything, or has closed the connection itself.
            let _ = self.sender.stopped().await;
        }
        self.connection.close(CLOSED, b"");
    }
}

impl Drop for QuicWriter {
    fn drop(&mut self) {
        self.connection.close(CLOSED, b"");
    }
}
