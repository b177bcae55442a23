//! TLS: 1.3 alone, aws-lc-rs, X25519MLKEM768 first, ALPN `pulse/1`, no 0-RTT.

use std::path::Path;
use std::sync::Arc;

use pulse_protocol::{ALPN, ServerIdentity};
use quinn::crypto::rustls::QuicServerConfig;
use rustls::crypto::{CryptoProvider, aws_lc_rs};
use rustls::server::NoServerSessionStorage;
use rustls::sign::CertifiedKey;
use rustls_pki_types::pem::PemObject;
use rustls_pki_types::{CertificateDer, PrivateKeyDer};

/// A certificate chain and its key.
pub struct Certificate {
    certified: Arc<CertifiedKey>,
    identity: ServerIdentity,
}

/// Why a certificate cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// A file cannot be read as PEM.
    #[error("{what} {path}: {source}")]
    Pem {
        /// Which file.
        what: &'static str,
        /// Where.
        path: String,
        /// Why.
        source: rustls_pki_types::pem::Error,
    },
    /// The chain has no certificate.
    #[error("{0} holds no certificate")]
    Empty(String),
    /// The key and the certificate are no pair, or of a kind that is not supported.
    #[error("the certificate and its key cannot be used: {0}")]
    Unusable(rustls::Error),
    /// Making one failed.
    #[error("cannot make a certificate: {0}")]
    Make(#[from] rcgen::Error),
}

impl Certificate {
    /// Reads a chain and a key, self-signed by `init` or from a certificate authority.
    pub fn load(chain: &Path, key: &Path) -> Result<Self, TlsError> {
        let certificates = CertificateDer::pem_file_iter(chain)
            .and_then(|certificates| certificates.collect::<Result<Vec<_>, _>>())
            .map_err(|source| pem_error("certificate", chain, source))?;
        if certificates.is_empty() {
            return Err(TlsError::Empty(chain.display().to_string()));
        }
        let key =
            PrivateKeyDer::from_pem_file(key).map_err(|source| pem_error("key", key, source))?;
        Self::new(certificates, key)
    }

    /// A chain and its key.
    pub fn new(
        chain: Vec<CertificateDer<'static>>,
        key: PrivateKeyDer<'static>,
    ) -> Result<Self, TlsError> {
        let certified =
            CertifiedKey::from_der(chain, key, &provider()).map_err(TlsError::Unusable)?;
        let no_key = || TlsError::Unusable(rustls::Error::General("no public key".into()));
        let identity = certified
            .key
            .public_key()
            .map(|info| ServerIdentity::of_public_key_info(&info))
            .ok_or_else(no_key)?;
        Ok(Self {
            certified: Arc::new(certified),
            identity,
        })
    }

    /// Which server this makes us.
    pub fn identity(&self) -> ServerIdentity {
        self.identity
    }

    /// The TLS side of the endpoint.
    pub(crate) fn quic(&self) -> Result<QuicServerConfig, TlsError> {
        let mut config = rustls::ServerConfig::builder_with_provider(Arc::new(provider()))
            .with_protocol_versions(&[&rustls::version::TLS13])
            .map_err(TlsError::Unusable)?
            .with_no_client_auth()
            .with_cert_resolver(Arc::new(rustls::sign::SingleCertAndKey::from(Arc::clone(
                &self.certified,
            ))));
        config.alpn_protocols = vec![ALPN.to_vec()];
        // Clients never resume: a ticket would join two of their connections. So none is made, and no session kept.
        config.session_storage = Arc::new(NoServerSessionStorage {});
        config.send_tls13_tickets = 0;
        config.max_early_data_size = 0;
        QuicServerConfig::try_from(config).map_err(|_| {
            TlsError::Unusable(rustls::Error::General("no cipher suite for QUIC".into()))
        })
    }
}

/// A fresh key and a self-signed certificate for a host, as PEM: (certificate, key).
pub fn self_signed(host: &str) -> Result<(String, String), TlsError> {
    let key = rcgen::KeyPair::generate_for(&rcgen::PKCS_ECDSA_P256_SHA256)?;
    let mut params = rcgen::CertificateParams::new(vec![host.to_owned()])?;
    params.distinguished_name = rcgen::DistinguishedName::new();
    params
        .distinguished_name
        .push(rcgen::DnType::CommonName, "Pulse server");
    // Clients pin the key; a date that passes would only lock them out.
    params.not_before = rcgen::date_time_ymd(2020, 1, 1);
    params.not_after = rcgen::date_time_ymd(2120, 1, 1);
    let certificate = params.self_signed(&key)?;
    Ok((certificate.pem(), key.serialize_pem()))
}

fn pem_error(what: &'static str, path: &Path, source: rustls_pki_types::pem::Error) -> TlsError {
    TlsError::Pem {
        what,
        path: path.display().to_string(),
        source,
    }
}

/// The one crypto provider, with the post-quantum key exchange first.
fn provider() -> CryptoProvider {
    CryptoProvider {
        kx_groups: vec![
            aws_lc_rs::kx_group::X25519MLKEM768,
            aws_lc_rs::kx_group::X25519,
            aws_lc_rs::kx_group::SECP256R1,
        ],
        ..aws_lc_rs::default_provider()
    }
}
