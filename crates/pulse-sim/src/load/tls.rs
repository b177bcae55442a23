//! TLS as a Pulse client does it, over QUIC that is set for thousands of connections.

use std::sync::Arc;
use std::time::Duration;

use pulse_client::transport::quic::pinned_config;
use pulse_protocol::ServerIdentity;
use quinn::crypto::rustls::QuicClientConfig;
use quinn::{AckFrequencyConfig, TransportConfig, VarInt};

use super::LoadError;

/// The configuration for connections to the server of this key.
pub(super) fn client_config(identity: ServerIdentity) -> Result<quinn::ClientConfig, LoadError> {
    let tls = pinned_config(identity).map_err(|_| LoadError::Tls)?;
    let quic = QuicClientConfig::try_from(tls).map_err(|_| LoadError::Tls)?;
    let mut config = quinn::ClientConfig::new(Arc::new(quic));
    config.transport_config(Arc::new(transport()));
    Ok(config)
}

fn transport() -> TransportConfig {
    let mut transport = TransportConfig::default();
    transport.max_concurrent_bidi_streams(VarInt::from_u32(0));
    transport.max_concurrent_uni_streams(VarInt::from_u32(0));
    transport.datagram_receive_buffer_size(None);
    transport.ack_frequency_config(Some(AckFrequencyConfig::default()));
    transport.keep_alive_interval(Some(Duration::from_secs(10)));
    transport
}
