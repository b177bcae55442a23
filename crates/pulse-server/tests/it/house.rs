//! A server for one test.

use std::sync::Arc;
use std::time::Duration;

use pulse_server::config::Config;
use pulse_server::keys::ServerKey;
use pulse_server::metrics::Metrics;
use pulse_server::store::{EmbeddedDisk, Store, embedded};
use pulse_server::{Running, Server, tls};
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;
use tempfile::TempDir;
use tokio::time::timeout;

use super::client::Connection;
use pulse_protocol::Lane;

/// A running server and its directory.
pub(super) struct House {
    pub(super) running: Running,
    pub(super) key: ServerKey,
    _dir: TempDir,
}

impl House {
    /// Hardly any work to register, mail in memory.
    pub(super) async fn open() -> Self {
        Self::with("", "").await
    }

    /// Further lines of the configuration: before its tables, and in `[limits]`.
    pub(super) async fn with(top: &str, limits: &str) -> Self {
        let dir = TempDir::new().unwrap();
        let (certificate, key) = tls::self_signed("localhost").unwrap();
        let secret = ServerKey::random(&mut ChaCha20Rng::seed_from_u64(1));
        for (name, text) in [
            ("certificate.pem", certificate.as_str()),
            ("key.pem", &key),
            ("server.secret", &secret.to_text()),
        ] {
            std::fs::write(dir.path().join(name), text).unwrap();
        }
        let registration = match top.contains("registration") {
            true => "",
            false => "registration = \"open\"\n",
        };
        let text = format!(
            "listen = \"127.0.0.1:0\"\nmetrics_listen = \"127.0.0.1:0\"\n{registration}{top}\n\
             [limits]\nregistration_difficulty = 2\nstamp_difficulty = 2\n{limits}\n"
        );
        let config = Config::parse(&text, dir.path()).unwrap();
        let metrics = Metrics::new();
        let store = match top.contains("memory") {
            true => Store::ephemeral(config.store_limits),
            false => {
                let path = dir.path().join("store");
                embedded::create(&path).unwrap();
                let disk =
                    EmbeddedDisk::open(&path, config.store_limits, metrics.store.clone()).unwrap();
                Store::embedded(Arc::new(disk))
            }
        };
        let running = Server::start_with(config, store, metrics).await.unwrap();
        Self {
            running,
            key: secret,
            _dir: dir,
        }
    }

    /// A connection that has said hello.
    pub(super) async fn connect(&self, lane: Lane) -> Connection {
        let mut connection = self.dial().await;
        connection.hello(lane).await;
        connection
    }

    /// A connection that has said nothing.
    pub(super) async fn dial(&self) -> Connection {
        let server = self.running.server_identity();
        Connection::dial(self.running.local_addr(), server)
            .await
            .unwrap()
    }

    /// The value of a counter, with its labels as Prometheus writes them.
    pub(super) fn count(&self, name: &str) -> u64 {
        let text = self.running.services().metrics.render();
        let line = text
            .lines()
            .find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
        line.unwrap_or_else(|| panic!("no counter {name}"))
            .parse()
            .unwrap()
    }

    /// Waits until a counter of ended connections reaches a value.
    pub(super) async fn wait_for(&self, name: &str, least: u64) {
        let services = Arc::clone(self.running.services());
        let reached = async {
            loop {
                // Asked for before the look: an end between the two is not missed.
                let closing = services.metrics.closing();
                if self.count(name) >= least {
                    return;
                }
                closing.await;
            }
        };
        let late = format!("{name} did not reach {least}");
        timeout(Duration::from_secs(20), reached)
            .await
            .expect(&late);
    }
}
