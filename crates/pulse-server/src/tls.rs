//! TLS: 1.3 alone, aws-lc-rs, X25519MLKEM768 first, ALPN `pulse/1`, no 0-RTT.

use std::path::Path;
use std::sync::Arc;

use pulse_protocol::{ALPN, ServerIdentity};
use quinn::crypto::rustls::QuicServerConfig;
use rustls::client::{verify_server_cert_signed_by_trust_anchor, verify_server_name};
use rustls::crypto::{CryptoProvider, aws_lc_rs};
use rustls::server::{NoServerSessionStorage, ParsedCertificate};
use rustls::sign::CertifiedKey;
use rustls::{CertificateError, Error, RootCertStore};
use rustls_pki_types::pem::{self, PemObject};
use rustls_pki_types::{CertificateDer, PrivateKeyDer, ServerName, UnixTime};

/// A certificate chain and its key.
pub struct Certificate {
    certified: Arc<CertifiedKey>,
    identity: ServerIdentity,
}

/// Why a certificate cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// A file cannot be read as PEM.
    #[error("{}", pem_words(what, path, source))]
    Pem {
        /// Which file.
        what: &'static str,
        /// Where.
        path: String,
        /// Why.
        source: pem::Error,
    },
    /// The chain has no certificate.
    #[error("{0} holds no certificate")]
    Empty(String),
    /// The key and the certificate are no pair, or of a kind that is not supported.
    #[error("the certificate and its key cannot be used: {}", key_words(.0))]
    Unusable(rustls::Error),
    /// Nobody would take it for this server's.
    #[error("devices will refuse the certificate for {0}: {1}")]
    Refused(String, rustls::Error),
    /// Another key than that of the links.
    #[error(
        "the key is another one than the links of this server carry, and devices refuse it: put the old `key.pem` and \
         `certificate.pem` back. No device that has an account here can be told another key yet; docs/server.md says what that \
         means when the old one is lost"
    )]
    AnotherKey,
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

    /// What devices will say of it that know the server by this name and not by its key: not in its time, not of this name, or not
    /// signed by what follows it. Whether they trust the last of the chain, they know.
    pub(crate) fn check_for(&self, host: &str, at: UnixTime) -> Result<(), TlsError> {
        let refused = |error| TlsError::Refused(host.to_owned(), error);
        let no_name = |_| refused(CertificateError::NotValidForName.into());
        let name = ServerName::try_from(host).map_err(no_name)?;
        let Some((end, issuers)) = self.certified.cert.split_first() else {
            return Ok(());
        };
        let mut roots = RootCertStore::empty();
        roots
            .add(issuers.last().unwrap_or(end).clone())
            .map_err(refused)?;
        let end = ParsedCertificate::try_from(end).map_err(refused)?;
        let provider = provider();
        let algorithms = provider.signature_verification_algorithms.all;
        match verify_server_cert_signed_by_trust_anchor(&end, &roots, issuers, at, algorithms) {
            // Its issuer may be one that devices trust.
            Err(Error::InvalidCertificate(CertificateError::UnknownIssuer))
                if issuers.is_empty() => {}
            verified => verified.map_err(refused)?,
        }
        verify_server_name(&end, &name).map_err(refused)
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

fn pem_error(what: &'static str, path: &Path, source: pem::Error) -> TlsError {
    TlsError::Pem {
        what,
        path: path.display().to_string(),
        source,
    }
}

/// Never a line of the file: it may be one of a key.
fn pem_words(what: &str, path: &str, error: &pem::Error) -> String {
    match error {
        pem::Error::Io(error) => format!("cannot read the {what} {path}: {error}"),
        pem::Error::NoItemsFound => {
            format!("{path} holds no {what} in the PEM format: put it back from a copy")
        }
        _ => format!("{path} is not whole, as a {what} in the PEM format: put it back from a copy"),
    }
}

fn key_words(error: &Error) -> String {
    match error {
        Error::InconsistentKeys(_) => {
            "the key is that of another certificate. Put both files back from one copy".to_owned()
        }
        error => error.to_string(),
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

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use rcgen::{
        BasicConstraints, CertificateParams, DistinguishedName, DnType, IsCa, Issuer, KeyPair,
        date_time_ymd,
    };

    use super::*;

    const DAY: u64 = 24 * 3_600;
    /// The first day of 2030.
    const IN_2030: u64 = 21_915 * DAY;

    fn at(seconds: u64) -> UnixTime {
        UnixTime::since_unix_epoch(Duration::from_secs(seconds))
    }

    /// A certificate for a host, good throughout 2030, and the authority that signed it.
    fn signed(host: &str) -> (CertificateDer<'static>, CertificateDer<'static>, KeyPair) {
        let authority_key = KeyPair::generate().unwrap();
        let mut authority = CertificateParams::new(Vec::new()).unwrap();
        authority.distinguished_name = DistinguishedName::new();
        authority
            .distinguished_name
            .push(DnType::CommonName, "Authority");
        authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let root = authority.self_signed(&authority_key).unwrap();
        let key = KeyPair::generate().unwrap();
        let mut params = CertificateParams::new(vec![host.to_owned()]).unwrap();
        params.not_before = date_time_ymd(2030, 1, 1);
        params.not_after = date_time_ymd(2031, 1, 1);
        let issuer = Issuer::from_params(&authority, &authority_key);
        let end = params.signed_by(&key, &issuer).unwrap();
        (end.der().clone(), root.der().clone(), key)
    }

    fn certificate(chain: Vec<CertificateDer<'static>>, key: &KeyPair) -> Certificate {
        let key = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
        Certificate::new(chain, key).unwrap()
    }

    fn refusal(certificate: &Certificate, host: &str, at: UnixTime) -> String {
        certificate.check_for(host, at).unwrap_err().to_string()
    }

    #[test]
    fn what_devices_would_refuse_is_told_beforehand() {
        let (end, root, key) = signed("chat.example.org");
        let whole = certificate(vec![end.clone(), root], &key);
        let alone = certificate(vec![end.clone()], &key);
        for certificate in [&whole, &alone] {
            certificate
                .check_for("chat.example.org", at(IN_2030 + DAY))
                .unwrap();
            let expired = refusal(certificate, "chat.example.org", at(IN_2030 + 366 * DAY));
            assert!(expired.contains("expired"), "{expired}");
            let early = refusal(certificate, "chat.example.org", at(IN_2030 - DAY));
            assert!(early.contains("not valid yet"), "{early}");
            let other = refusal(certificate, "chat.example.com", at(IN_2030 + DAY));
            assert!(other.contains("chat.example.com"), "{other}");
        }
        let (_, stranger, _) = signed("chat.example.org");
        let wrong = certificate(vec![end, stranger], &key);
        refusal(&wrong, "chat.example.org", at(IN_2030 + DAY));
    }
}
