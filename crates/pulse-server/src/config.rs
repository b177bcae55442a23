//! The configuration: raw TOML once, then checked values only. A wrong one is refused with the key and the reason.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use pulse_protocol::RegistrationPolicy;
use pulse_protocol::limits::{PORT_DEFAULT, PROOF_OF_WORK_BITS_MAX};
use pulse_protocol::link::ServerLink;
use serde::Deserialize;

use crate::limits::{self, StoreLimits};
use crate::rate_limit::{Allowance, Rate};

/// The name of the file in a server's directory.
pub const FILE_NAME: &str = "pulse.toml";

/// The name that links carry when nobody has chosen one.
pub const PUBLIC_HOST_DEFAULT: &str = "localhost";

/// A checked configuration.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where QUIC listens; port 0 takes a free one.
    pub listen: SocketAddr,
    /// The name that links carry.
    pub public_host: String,
    /// The port that links carry; the one that was bound when there is none.
    pub public_port: Option<u16>,
    /// Where the store and the keys are.
    pub data_dir: PathBuf,
    /// The certificate chain, PEM.
    pub certificate: PathBuf,
    /// Its key, PEM.
    pub key: PathBuf,
    /// Whether the certificate is self-signed, so that links must carry the fingerprint.
    pub is_pinned: bool,
    /// Who may register.
    pub registration: RegistrationPolicy,
    /// Where metrics are read, on this machine only.
    pub metrics_listen: Option<SocketAddr>,
    /// Where data is kept.
    pub store: StoreKind,
    /// Bounds of the store.
    pub store_limits: StoreLimits,
    /// Leading zero bits of a registration's proof of work.
    pub registration_difficulty: u8,
    /// Leading zero bits of a stranger's stamp.
    pub stamp_difficulty: u8,
    /// Allowances that differ from the defaults.
    pub rates: BTreeMap<Rate, Allowance>,
    /// Whether this machine itself is limited like any network.
    pub limit_loopback: bool,
    /// All connections.
    pub connections_max: usize,
}

/// Where a server keeps its data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum StoreKind {
    /// In its directory.
    Embedded,
    /// Nowhere: everything is gone when it stops.
    Memory,
}

/// Why a configuration is refused.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// There is none.
    #[error("there is no server here: {path} is missing. `pulse-server init --dir DIR` makes one")]
    Missing {
        /// Which file.
        path: String,
    },
    /// The file cannot be read.
    #[error("cannot read {path}: {source}")]
    Read {
        /// Which file.
        path: String,
        /// Why.
        source: std::io::Error,
    },
    /// It is not TOML, or has a key that is not known.
    #[error("{path}: {reason}")]
    Syntax {
        /// Which file.
        path: String,
        /// Where and what.
        reason: String,
    },
    /// A value makes no sense.
    #[error("{key}: {reason}")]
    Value {
        /// Which.
        key: String,
        /// Why.
        reason: String,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    listen: Option<String>,
    public_host: Option<String>,
    public_port: Option<u16>,
    data_dir: Option<PathBuf>,
    certificate: Option<PathBuf>,
    key: Option<PathBuf>,
    registration: Option<RegistrationPolicy>,
    metrics_listen: Option<String>,
    store: Option<StoreKind>,
    #[serde(default)]
    limits: RawLimits,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawLimits {
    mailbox_envelopes: Option<u32>,
    mailbox_bytes: Option<u64>,
    mailbox_requests: Option<u32>,
    reserve_bytes: Option<u64>,
    registration_difficulty: Option<u8>,
    stamp_difficulty: Option<u8>,
    connections: Option<usize>,
    limit_loopback: Option<bool>,
    #[serde(default)]
    rates: BTreeMap<String, RawAllowance>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawAllowance {
    per_second: f64,
    burst: f64,
}

impl Config {
    /// Reads and checks a file. Relative paths in it are relative to the file.
    pub fn load(path: &Path) -> Result<Self, ConfigError> {
        let text = std::fs::read_to_string(path).map_err(|source| {
            let path = path.display().to_string();
            match source.kind() {
                std::io::ErrorKind::NotFound => ConfigError::Missing { path },
                _ => ConfigError::Read { path, source },
            }
        })?;
        let dir = path.parent().unwrap_or(Path::new("."));
        Self::parse(&text, dir).map_err(|error| match error {
            ConfigError::Syntax { reason, .. } => ConfigError::Syntax {
                path: path.display().to_string(),
                reason,
            },
            error => error,
        })
    }

    /// Checks the text of a configuration for a server in `dir`.
    pub fn parse(text: &str, dir: &Path) -> Result<Self, ConfigError> {
        let raw: Raw = toml::from_str(text).map_err(|error| ConfigError::Syntax {
            path: FILE_NAME.to_owned(),
            reason: error.to_string(),
        })?;
        raw.check(dir)
    }

    /// An allowance, as configured or by default.
    pub fn allowance(&self, rate: Rate) -> Allowance {
        let configured = self.rates.get(&rate).copied();
        configured.unwrap_or_else(|| rate.default_allowance())
    }
}

impl Raw {
    fn check(self, dir: &Path) -> Result<Config, ConfigError> {
        let listen = self
            .listen
            .unwrap_or_else(|| format!("0.0.0.0:{PORT_DEFAULT}"));
        let public_host = self
            .public_host
            .unwrap_or_else(|| PUBLIC_HOST_DEFAULT.to_owned());
        let public_host = host("public_host", public_host)?;
        let is_pinned = self.certificate.is_none();
        if is_pinned != self.key.is_none() {
            return Err(value("key", "certificate and key come together"));
        }
        let data_dir = dir.join(self.data_dir.unwrap_or_default());
        let beside = |path: Option<PathBuf>, name: &str| match path {
            Some(path) => dir.join(path),
            None => data_dir.join(name),
        };
        Ok(Config {
            listen: address("listen", &listen)?,
            public_host,
            public_port: self.public_port,
            certificate: beside(self.certificate, "certificate.pem"),
            key: beside(self.key, "key.pem"),
            data_dir,
            is_pinned,
            registration: self.registration.unwrap_or(RegistrationPolicy::Invite),
            metrics_listen: metrics_listen(self.metrics_listen)?,
            store: self.store.unwrap_or(StoreKind::Embedded),
            store_limits: self.limits.store()?,
            registration_difficulty: difficulty(
                "limits.registration_difficulty",
                self.limits.registration_difficulty,
            )?,
            stamp_difficulty: difficulty("limits.stamp_difficulty", self.limits.stamp_difficulty)?,
            limit_loopback: self.limits.limit_loopback.unwrap_or(false),
            connections_max: self.limits.connections.unwrap_or(limits::CONNECTIONS_MAX),
            rates: rates(self.limits.rates)?,
        })
    }
}

impl RawLimits {
    fn store(&self) -> Result<StoreLimits, ConfigError> {
        let default = StoreLimits::default();
        let checked = StoreLimits {
            mailbox_envelopes: self.mailbox_envelopes.unwrap_or(default.mailbox_envelopes),
            mailbox_bytes: self.mailbox_bytes.unwrap_or(default.mailbox_bytes),
            mailbox_requests: self.mailbox_requests.unwrap_or(default.mailbox_requests),
            reserve_bytes: self.reserve_bytes.unwrap_or(default.reserve_bytes),
        };
        if checked.mailbox_envelopes == 0 || checked.mailbox_bytes == 0 {
            return Err(value(
                "limits.mailbox_envelopes",
                "a mailbox must hold something",
            ));
        }
        Ok(checked)
    }
}

fn metrics_listen(text: Option<String>) -> Result<Option<SocketAddr>, ConfigError> {
    let text = text.unwrap_or_else(|| "127.0.0.1:9857".to_owned());
    if text == "off" {
        return Ok(None);
    }
    let address = address("metrics_listen", &text)?;
    match address.ip().is_loopback() {
        true => Ok(Some(address)),
        false => Err(value(
            "metrics_listen",
            "only an address of this machine: metrics are not for the world",
        )),
    }
}

/// A host as a link carries it, and as whoever gets the link reads it.
fn host(key: &str, host: String) -> Result<String, ConfigError> {
    let link = ServerLink {
        host,
        port: PORT_DEFAULT,
        fingerprint: None,
    };
    let read: Result<ServerLink, _> = link.to_string().parse();
    read.map(|link| link.host).map_err(|_| {
        let what = "a host name or an address, as chat.example.org, 192.0.2.1 or 2001:db8::1: without port and brackets";
        value(key, what)
    })
}

fn address(key: &str, text: &str) -> Result<SocketAddr, ConfigError> {
    text.parse()
        .map_err(|_| value(key, "an address with a port, as 0.0.0.0:7857 or [::]:7857"))
}

fn difficulty(key: &str, bits: Option<u8>) -> Result<u8, ConfigError> {
    let bits = bits.unwrap_or(limits::DIFFICULTY_DEFAULT);
    let most = PROOF_OF_WORK_BITS_MAX - limits::DIFFICULTY_LOAD_BITS_MAX;
    match bits <= most {
        true => Ok(bits),
        false => Err(value(
            key,
            &format!("at most {most} bits: phones have to do it"),
        )),
    }
}

fn rates(raw: BTreeMap<String, RawAllowance>) -> Result<BTreeMap<Rate, Allowance>, ConfigError> {
    let mut rates = BTreeMap::new();
    for (name, raw) in raw {
        let key = format!("limits.rates.{name}");
        let rate = Rate::ALL
            .into_iter()
            .find(|rate| rate.name() == name)
            .ok_or_else(|| value(&key, "there is no such rate"))?;
        let is_sane = raw.per_second >= 0.0 && raw.burst >= 1.0 && raw.burst.is_finite();
        if !is_sane || !raw.per_second.is_finite() {
            return Err(value(&key, "per_second from 0 (no limit), burst from 1"));
        }
        rates.insert(
            rate,
            Allowance {
                per_second: raw.per_second,
                burst: raw.burst,
            },
        );
    }
    Ok(rates)
}

fn value(key: &str, reason: &str) -> ConfigError {
    ConfigError::Value {
        key: key.to_owned(),
        reason: reason.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(text: &str) -> String {
        let error = Config::parse(text, Path::new("/srv/pulse")).unwrap_err();
        error.to_string()
    }

    #[test]
    fn an_empty_file_is_a_whole_configuration() {
        let config = Config::parse("", Path::new("/srv/pulse")).unwrap();
        assert_eq!(config.listen.port(), PORT_DEFAULT);
        assert_eq!(config.registration, RegistrationPolicy::Invite);
        assert_eq!(config.store, StoreKind::Embedded);
        assert_eq!(config.certificate, Path::new("/srv/pulse/certificate.pem"));
        assert!(config.is_pinned);
        assert!(config.metrics_listen.is_some());
    }

    #[test]
    fn a_wrong_value_is_named() {
        assert!(refused("listen = \"7857\"").contains("listen"));
        assert!(refused("metrics_listen = \"0.0.0.0:1\"").contains("metrics_listen"));
        assert!(refused("key = \"a.pem\"").contains("come together"));
        assert!(refused("[limits]\nstamp_difficulty = 60").contains("stamp_difficulty"));
        assert!(refused("[limits.rates.nap]\nper_second = 1\nburst = 1").contains("nap"));
        assert!(refused("colour = \"red\"").contains("colour"));
        for host in [
            "",
            "a b",
            "chat.example.org:7857",
            "[::1]",
            "chat.example.org/x",
            "1.2.3.999",
            "x#y",
        ] {
            let text = refused(&format!("public_host = \"{host}\""));
            assert!(text.contains("public_host"), "{text}");
        }
        assert!(refused("registration = \"maybe\"").contains("registration"));
    }

    #[test]
    fn a_rate_can_be_changed() {
        let text = "[limits.rates.connect]\nper_second = 0\nburst = 1";
        let config = Config::parse(text, Path::new(".")).unwrap();
        assert_eq!(config.allowance(Rate::Connect).per_second, 0.0);
        let untouched = config.allowance(Rate::Register);
        assert_eq!(untouched, Rate::Register.default_allowance());
    }
}
