//! The QUIC endpoint: who gets in, and how much of the server a newcomer may take before it has proved anything.

use std::net::{SocketAddr, UdpSocket};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use metrics::Counter;
use pulse_protocol::ServerIdentity;
use quinn::{
    AckFrequencyConfig, Endpoint, EndpointConfig, IdleTimeout, Incoming, MtuDiscoveryConfig,
    Runtime as _, ServerConfig, TokioRuntime, TransportConfig, VarInt,
};
use socket2::{Domain, Protocol, Socket, Type};
use tokio::sync::watch;
use tokio::time::timeout;

use crate::connection::{self, now};
use crate::context::Services;
use crate::limits;
use crate::presence::Connections;
use crate::rate_limit::{Network, Rate, RateLimits};
use crate::reset_key::{RandomIds, ResetKey};
use crate::socket;
use crate::tls::{Certificate, TlsError};

/// What a newcomer is shown: a certificate, and which server that makes us.
pub(crate) struct Face {
    config: Arc<ServerConfig>,
    pub(crate) identity: ServerIdentity,
}

impl Face {
    pub(crate) fn new(certificate: &Certificate) -> Result<Self, TlsError> {
        let mut config = ServerConfig::with_crypto(Arc::new(certificate.quic()?));
        config.transport_config(Arc::new(transport()));
        config.max_incoming(limits::HANDSHAKES_MAX);
        config.incoming_buffer_size(16 * 1024);
        config.incoming_buffer_size_total(16 * 1024 * 1024);
        Ok(Self {
            config: Arc::new(config),
            identity: certificate.identity(),
        })
    }

    /// The same with another certificate. What newcomers were given to prove their address with stays good.
    pub(crate) fn with(&self, certificate: &Certificate) -> Result<Self, TlsError> {
        let mut config = ServerConfig::clone(&self.config);
        config.crypto = Arc::new(certificate.quic()?);
        Ok(Self {
            config: Arc::new(config),
            identity: certificate.identity(),
        })
    }
}

/// Opens the endpoint.
pub(crate) fn bind(
    listen: SocketAddr,
    face: &Face,
    reset: ResetKey,
    garbage: Counter,
) -> Result<Endpoint, BindError> {
    let config = ServerConfig::clone(&face.config);
    let runtime = Arc::new(TokioRuntime);
    let failed = |error| BindError::Socket(listen, error);
    let opened = open_socket(listen).and_then(|socket| runtime.wrap_udp_socket(socket));
    let socket = socket::wrap(opened.map_err(failed)?, garbage);
    let mut endpoint = EndpointConfig::new(Arc::new(reset));
    endpoint.cid_generator(|| Box::new(RandomIds));
    // We speak one version; `socket` tells by it what is no packet at all.
    endpoint.supported_versions(vec![socket::QUIC_VERSION]);
    Endpoint::new_with_abstract_socket(endpoint, Some(config), socket, runtime).map_err(failed)
}

/// Why the endpoint did not open.
#[derive(Debug, thiserror::Error)]
pub enum BindError {
    /// The address is taken, or not ours.
    #[error("cannot listen on {0}: {1}")]
    Socket(SocketAddr, std::io::Error),
}

fn open_socket(listen: SocketAddr) -> std::io::Result<UdpSocket> {
    let socket = Socket::new(
        Domain::for_address(listen),
        Type::DGRAM,
        Some(Protocol::UDP),
    )?;
    if listen.is_ipv6() {
        socket.set_only_v6(false)?;
    }
    // One socket carries all connections: room for a burst of each. The kernel gives what it allows.
    let _smaller = socket.set_recv_buffer_size(8 * 1024 * 1024);
    let _smaller = socket.set_send_buffer_size(8 * 1024 * 1024);
    socket.bind(&listen.into())?;
    Ok(socket.into())
}

fn transport() -> TransportConfig {
    let mut transport = TransportConfig::default();
    transport
        // The control stream. Each further one would cost memory in every idle connection.
        .max_concurrent_bidi_streams(VarInt::from_u32(1))
        .max_concurrent_uni_streams(VarInt::from_u32(0))
        .stream_receive_window(VarInt::from_u32(limits::STREAM_WINDOW_BYTES))
        .receive_window(VarInt::from_u32(limits::STREAM_WINDOW_BYTES))
        .send_window(limits::SEND_WINDOW_BYTES)
        .datagram_receive_buffer_size(None)
        .max_idle_timeout(IdleTimeout::try_from(limits::IDLE_TIMEOUT).ok())
        .ack_frequency_config(Some(AckFrequencyConfig::default()));
    let mut mtu = MtuDiscoveryConfig::default();
    // Once after the handshake; an idle phone is not woken for it again.
    mtu.interval(Duration::from_secs(24 * 3_600));
    transport.mtu_discovery_config(Some(mtu));
    transport
}

/// Accepts connections until the endpoint is closed. Each is shown the face of the moment, and keeps it.
pub(crate) async fn run(
    endpoint: Endpoint,
    services: Arc<Services>,
    faces: watch::Receiver<Arc<Face>>,
    connections_max: usize,
) {
    let handshakes = Arc::new(AtomicUsize::new(0));
    while let Some(incoming) = endpoint.accept().await {
        services.metrics.connections.increment(1);
        let busy = handshakes.load(Ordering::Relaxed);
        let newcomer = Newcomer::of(&incoming);
        match admit(
            &newcomer,
            &services.rates,
            &services.connections,
            busy,
            connections_max,
        ) {
            Verdict::Accept => {
                let services = Arc::clone(&services);
                let handshakes = Arc::clone(&handshakes);
                handshakes.fetch_add(1, Ordering::Relaxed);
                let face = Arc::clone(&faces.borrow());
                tokio::spawn(accept(incoming, face, services, handshakes));
            }
            Verdict::Retry => {
                let _not_again = incoming.retry();
            }
            Verdict::Refuse => {
                services.metrics.closed("turned_away");
                incoming.refuse();
            }
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verdict {
    Accept,
    /// Prove the address first: no state is kept meanwhile.
    Retry,
    Refuse,
}

/// A first packet, as far as it counts who sent it.
struct Newcomer {
    network: Network,
    /// The address may be anybody's: it was not proved, and can be.
    is_unproved: bool,
}

impl Newcomer {
    fn of(incoming: &Incoming) -> Self {
        Self {
            network: Network::of(incoming.remote_address().ip()),
            is_unproved: !incoming.remote_address_validated() && incoming.may_retry(),
        }
    }
}

/// Packets under invented addresses take half of what the networks of these addresses may have, and never the other half: from there
/// on an address is proved before it counts.
fn admit(
    newcomer: &Newcomer,
    rates: &RateLimits,
    connections: &Connections,
    handshakes: usize,
    connections_max: usize,
) -> Verdict {
    let (network, now) = (&newcomer.network, now());
    let is_under_pressure = handshakes >= limits::HANDSHAKES_MAX / 2
        || rates.is_half_empty(Rate::Connect, network, now);
    if is_under_pressure && newcomer.is_unproved {
        return Verdict::Retry;
    }
    let is_full = handshakes >= limits::HANDSHAKES_MAX
        || connections.count() >= connections_max
        || (rates.is_limited(network) && !connections.has_room(network));
    let is_too_often = || rates.check_network(Rate::Connect, network, now).is_err();
    match is_full || is_too_often() {
        true => Verdict::Refuse,
        false => Verdict::Accept,
    }
}

async fn accept(
    incoming: Incoming,
    face: Arc<Face>,
    services: Arc<Services>,
    handshakes: Arc<AtomicUsize>,
) {
    let identity = face.identity;
    let handshake = async {
        let connecting = incoming.accept_with(Arc::clone(&face.config))?;
        connecting.await
    };
    let shaken = timeout(limits::HANDSHAKE_TIMEOUT, handshake).await;
    handshakes.fetch_sub(1, Ordering::Relaxed);
    match shaken {
        // A task of its own, so that what the handshake needed is given back.
        Ok(Ok(connection)) => drop(tokio::spawn(connection::serve(
            connection, identity, services,
        ))),
        Ok(Err(_)) => services.metrics.closed("handshake"),
        Err(_) => services.metrics.closed("handshake_timeout"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The attack: first packets under addresses of a network that is to be locked out, more than it may send. Whoever is there
    /// and can prove its address comes in all the same.
    #[test]
    fn packets_under_invented_addresses_lock_no_network_out() {
        let rates = RateLimits::new(Rate::default_allowance, false);
        let connections = Connections::default();
        let judge = |is_unproved| {
            let network = Network::of([192, 0, 2, 1].into());
            let newcomer = Newcomer {
                network,
                is_unproved,
            };
            admit(&newcomer, &rates, &connections, 0, limits::CONNECTIONS_MAX)
        };
        assert_eq!(
            judge(true),
            Verdict::Accept,
            "a calm server asks for no proof"
        );
        for _ in 0..5_000 {
            assert_ne!(judge(true), Verdict::Refuse);
        }
        assert_eq!(judge(true), Verdict::Retry);
        for _ in 0..100 {
            assert_eq!(judge(false), Verdict::Accept);
        }
        while judge(false) == Verdict::Accept {}
        assert_eq!(judge(false), Verdict::Refuse, "who is there is counted");
    }
}
