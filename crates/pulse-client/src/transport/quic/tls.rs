//! Whom we trust to be the server: the key in its link, or what this system trusts.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use pulse_crypto::hash;
use pulse_protocol::{ALPN, ServerIdentity, ServerLink};
use rustls::client::Resumption;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::aws_lc_rs::{default_provider, kx_group};
use rustls::crypto::{CryptoProvider, verify_tls13_signature};
use rustls::server::ParsedCertificate;
use rustls::{
    CertificateError, ClientConfig, DigitallySignedStruct, Error, SignatureScheme, version,
};
use rustls_pki_types::{CertificateDer, ServerName, UnixTime};

use crate::transport::ConnectError;

/// Makes the TLS configuration for one connection to one server.
pub(super) struct ServerTrust {
    provider: Arc<CryptoProvider>,
    /// Reading the system's certificates takes a while, and most servers are known by their fingerprint.
    platform: OnceLock<Arc<rustls_platform_verifier::Verifier>>,
}

/// A configuration that lets only the right server in, and remembers when another one answered.
pub(super) struct Checked {
    config: Arc<ClientConfig>,
    has_seen_another_key: Arc<AtomicBool>,
}

/// How a Pulse client speaks TLS with the server of this key, and with no other: for programs that speak to servers without a
/// [`QuicTransport`](super::QuicTransport), such as those that measure them.
///
/// # Errors
/// When the cryptography offers no TLS 1.3, which is a mistake in how the program was built.
pub fn pinned_config(server: ServerIdentity) -> Result<ClientConfig, ConnectError> {
    let provider = Arc::new(provider());
    let verifier = PinnedKey::new(server, &provider);
    config(provider, Arc::new(verifier))
}

impl ServerTrust {
    pub(super) fn new() -> Self {
        Self {
            provider: Arc::new(provider()),
            platform: OnceLock::new(),
        }
    }

    pub(super) fn checked(&self, server: &ServerLink) -> Result<Checked, ConnectError> {
        let mut has_seen_another_key = Arc::default();
        let verifier: Arc<dyn ServerCertVerifier> = match server.fingerprint {
            Some(expected) => {
                let pinned = PinnedKey::new(expected, &self.provider);
                has_seen_another_key = Arc::clone(&pinned.has_seen_another_key);
                Arc::new(pinned)
            }
            None => self.platform()?,
        };
        Ok(Checked {
            config: Arc::new(config(Arc::clone(&self.provider), verifier)?),
            has_seen_another_key,
        })
    }

    fn platform(&self) -> Result<Arc<rustls_platform_verifier::Verifier>, ConnectError> {
        if let Some(verifier) = self.platform.get() {
            return Ok(Arc::clone(verifier));
        }
        let verifier = rustls_platform_verifier::Verifier::new(Arc::clone(&self.provider))
            .map_err(|error| ConnectError::Certificate(error.to_string()))?;
        Ok(Arc::clone(self.platform.get_or_init(|| Arc::new(verifier))))
    }
}

impl Checked {
    pub(super) fn config(&self) -> Arc<ClientConfig> {
        Arc::clone(&self.config)
    }

    /// Whether a server answered whose key is not the expected one.
    pub(super) fn has_seen_another_key(&self) -> bool {
        self.has_seen_another_key.load(Ordering::Acquire)
    }
}

fn provider() -> CryptoProvider {
    CryptoProvider {
        // Post-quantum first; the others for servers behind something older.
        kx_groups: vec![
            kx_group::X25519MLKEM768,
            kx_group::X25519,
            kx_group::SECP256R1,
        ],
        ..default_provider()
    }
}

fn config(
    provider: Arc<CryptoProvider>,
    verifier: Arc<dyn ServerCertVerifier>,
) -> Result<ClientConfig, ConnectError> {
    let mut config = ClientConfig::builder_with_provider(provider)
        .with_protocol_versions(&[&version::TLS13])
        .map_err(|error| ConnectError::Network(error.to_string()))?
        .dangerous()
        .with_custom_certificate_verifier(verifier)
        .with_no_client_auth();
    config.alpn_protocols = vec![ALPN.to_vec()];
    // A ticket would tell the server that two anonymous connections are the same person's.
    config.resumption = Resumption::disabled();
    Ok(config)
}

/// The identity of the server with this certificate; `None` when it is none.
pub(super) fn identity_of(certificate: &CertificateDer<'_>) -> Option<ServerIdentity> {
    let parsed = ParsedCertificate::try_from(certificate).ok()?;
    Some(ServerIdentity::of_public_key_info(
        &parsed.subject_public_key_info(),
    ))
}

/// Trusts one public key and nothing else: no name, no date, no authority. The link brought the key.
#[derive(Debug)]
struct PinnedKey {
    expected: ServerIdentity,
    provider: Arc<CryptoProvider>,
    has_seen_another_key: Arc<AtomicBool>,
}

impl PinnedKey {
    fn new(expected: ServerIdentity, provider: &Arc<CryptoProvider>) -> Self {
        Self {
            expected,
            provider: Arc::clone(provider),
            has_seen_another_key: Arc::default(),
        }
    }
}

impl ServerCertVerifier for PinnedKey {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        _intermediates: &[CertificateDer<'_>],
        _server_name: &ServerName<'_>,
        _ocsp_response: &[u8],
        _now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let found = identity_of(end_entity)
            .ok_or(Error::InvalidCertificate(CertificateError::BadEncoding))?;
        if hash::eq_constant_time(found.as_bytes(), self.expected.as_bytes()) {
            Ok(ServerCertVerified::assertion())
        } else {
            self.has_seen_another_key.store(true, Ordering::Release);
            Err(Error::InvalidCertificate(
                CertificateError::ApplicationVerificationFailure,
            ))
        }
    }

    fn verify_tls12_signature(
        &self,
        _message: &[u8],
        _cert: &CertificateDer<'_>,
        _dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        Err(Error::General("TLS 1.2 is not offered".into()))
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls13_signature(
            message,
            cert,
            dss,
            &self.provider.signature_verification_algorithms,
        )
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider
            .signature_verification_algorithms
            .supported_schemes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whoever measures a server asks it for the same work as people's clients do.
    #[test]
    fn one_key_is_trusted_with_post_quantum_first() {
        let config = pinned_config(ServerIdentity::from_bytes([1; 32])).unwrap();
        let groups = &config.crypto_provider().kx_groups;
        let names: Vec<_> = groups
            .iter()
            .map(|group| format!("{:?}", group.name()))
            .collect();
        assert_eq!(names, ["X25519MLKEM768", "X25519", "secp256r1"]);
        assert_eq!(config.alpn_protocols, [ALPN.to_vec()]);
    }
}
