//! A server from start to stop.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use pulse_protocol::link::ServerLink;
use pulse_protocol::{RefusalCode, ServerIdentity};
use quinn::{Endpoint, VarInt};
use rustls_pki_types::UnixTime;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::accept::{self, BindError, Face};
use crate::config::Config;
use crate::context::Services;
use crate::expiry;
use crate::health;
use crate::keys::{KeyError, ServerKey};
use crate::limits;
use crate::metrics::Metrics;
use crate::policy::Policy;
use crate::presence::{Connections, Presence};
use crate::rate_limit::RateLimits;
use crate::reset_key::ResetKey;
use crate::store::Store;
use crate::tls::{Certificate, TlsError};

/// Between two rounds of the metrics' housekeeping.
const UPKEEP_INTERVAL: Duration = Duration::from_secs(5);

/// A server that can be started.
pub struct Server;

/// A server that runs. Dropping it stops nothing; [`Running::shutdown`] does.
pub struct Running {
    endpoint: Endpoint,
    services: Arc<Services>,
    tasks: Vec<JoinHandle<()>>,
    stopping: watch::Sender<bool>,
    /// What newcomers are shown.
    face: watch::Sender<Arc<Face>>,
    config: Config,
    local_addr: SocketAddr,
    metrics_addr: Option<SocketAddr>,
    link: ServerLink,
}

/// Why a server did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The address is taken.
    #[error(transparent)]
    Bind(#[from] BindError),
    /// The certificate cannot be read, or is no good.
    #[error(transparent)]
    Tls(#[from] TlsError),
    /// The server's key cannot be read.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// The metrics' address is taken.
    #[error("cannot listen for metrics on {0}: {1}")]
    Metrics(SocketAddr, std::io::Error),
}

impl Server {
    /// Starts on the runtime of the caller, with the certificate and keys of the configuration.
    pub async fn start(config: Config, store: Store) -> Result<Running, StartError> {
        Self::start_with(config, store, Metrics::new()).await
    }

    /// The same with metrics that the store counts into as well.
    pub async fn start_with(
        config: Config,
        store: Store,
        metrics: Metrics,
    ) -> Result<Running, StartError> {
        let certificate = Certificate::load(&config.certificate, &config.key)?;
        let key = ServerKey::load(&config.data_dir)?;
        let face = watch::Sender::new(Arc::new(Face::new(&certificate)?));
        let endpoint = accept::bind(
            config.listen,
            &face.borrow(),
            ResetKey::of(&key),
            metrics.garbage.clone(),
        )?;
        let local_addr = endpoint
            .local_addr()
            .map_err(|error| BindError::Socket(config.listen, error))?;
        let store = Arc::new(store);
        let services = Arc::new(Services {
            mailboxes: Arc::clone(&store) as _,
            directory: store,
            presence: Presence::default(),
            connections: Connections::default(),
            rates: RateLimits::new(|rate| config.allowance(rate), config.limit_loopback),
            policy: Policy::new(
                config.registration,
                config.registration_difficulty,
                config.stamp_difficulty,
                *key.as_bytes(),
            ),
            metrics,
        });
        let (stopping, stopped) = watch::channel(false);
        let metrics_addr = match config.metrics_listen {
            Some(listen) => Some(
                health::serve(listen, Arc::clone(&services), stopped)
                    .await
                    .map_err(|error| StartError::Metrics(listen, error))?,
            ),
            None => None,
        };
        let tasks = vec![
            tokio::spawn(accept::run(
                endpoint.clone(),
                Arc::clone(&services),
                face.subscribe(),
                config.connections_max,
            )),
            tokio::spawn(expiry::run(Arc::clone(&services))),
            tokio::spawn(upkeep(Arc::clone(&services))),
        ];
        Ok(Running {
            link: link(&config, local_addr, certificate.identity()),
            endpoint,
            services,
            tasks,
            stopping,
            face,
            config,
            local_addr,
            metrics_addr,
        })
    }
}

/// What people are given to reach this server.
pub(crate) fn link(config: &Config, local: SocketAddr, identity: ServerIdentity) -> ServerLink {
    ServerLink {
        host: config.public_host.clone(),
        port: config.public_port.unwrap_or(local.port()),
        fingerprint: config.is_pinned.then_some(identity),
    }
}

impl Running {
    /// Where QUIC listens.
    pub fn local_addr(&self) -> SocketAddr {
        self.local_addr
    }

    /// Where metrics are read.
    pub fn metrics_addr(&self) -> Option<SocketAddr> {
        self.metrics_addr
    }

    /// Which server newcomers are shown.
    pub fn server_identity(&self) -> ServerIdentity {
        self.face.borrow().identity
    }

    /// Reads the certificate and its key again, and shows them to whoever connects from now on. Who is connected notices nothing.
    ///
    /// # Errors
    /// When devices would not take it, or it cannot be read: then the old one stays.
    pub fn renew_certificate(&self) -> Result<(), TlsError> {
        let certificate = Certificate::load(&self.config.certificate, &self.config.key)?;
        match self.config.is_pinned {
            true if certificate.identity() != self.server_identity() => {
                return Err(TlsError::AnotherKey);
            }
            true => {}
            false => certificate.check_for(&self.config.public_host, UnixTime::now())?,
        }
        let renewed = self.face.borrow().with(&certificate)?;
        self.face.send_replace(Arc::new(renewed));
        Ok(())
    }

    /// What people are given.
    pub fn link(&self) -> &ServerLink {
        &self.link
    }

    /// The services, for tests that look inside.
    pub fn services(&self) -> &Arc<Services> {
        &self.services
    }

    /// Stops: no new connections, a goodbye to all that are open, and everything that was accepted is durable.
    pub async fn shutdown(self) {
        self.stopping.send_replace(true);
        self.endpoint.set_server_config(None);
        self.services
            .connections
            .dismiss_all(RefusalCode::ShuttingDown);
        let ended = self.services.connections.ended();
        let _late = tokio::time::timeout(limits::SHUTDOWN_TIMEOUT, ended).await;
        let code = VarInt::from_u32(RefusalCode::ShuttingDown.number());
        self.endpoint.close(code, b"the server is stopping");
        let _late = tokio::time::timeout(limits::GOODBYE_TIMEOUT, self.endpoint.wait_idle()).await;
        for task in self.tasks {
            task.abort();
        }
    }
}

async fn upkeep(services: Arc<Services>) {
    let mut interval = tokio::time::interval(UPKEEP_INTERVAL);
    loop {
        interval.tick().await;
        services.metrics.upkeep();
        let open = services.connections.count();
        services.metrics.connections_open.set(open as f64);
    }
}
