//! A server with a certificate that an authority has signed, and a client that trusts authorities.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;

use pulse_protocol::ALPN;
use pulse_server::config::Config;
use pulse_server::keys::ServerKey;
use pulse_server::limits::StoreLimits;
use pulse_server::store::Store;
use pulse_server::{Running, Server};
use quinn::crypto::rustls::QuicClientConfig;
use quinn::{ClientConfig, ConnectionError, Endpoint};
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;
use rcgen::{
    BasicConstraints, CertificateParams, DistinguishedName, DnType, IsCa, Issuer, KeyPair,
};
use rustls::RootCertStore;
use rustls::crypto::aws_lc_rs;
use rustls_pki_types::CertificateDer;
use tempfile::TempDir;

/// Somebody who signs.
struct Authority {
    params: CertificateParams,
    key: KeyPair,
}

impl Authority {
    fn new(name: &str) -> Self {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.distinguished_name = DistinguishedName::new();
        params.distinguished_name.push(DnType::CommonName, name);
        let key = KeyPair::generate().unwrap();
        Self { params, key }
    }

    fn certificate(&self) -> CertificateDer<'static> {
        let signed = self.params.self_signed(&self.key).unwrap();
        signed.der().clone()
    }

    /// PEM of what is signed for a name or for another authority.
    fn sign(&self, params: &CertificateParams, key: &KeyPair) -> String {
        let issuer = Issuer::from_params(&self.params, &self.key);
        params.signed_by(key, &issuer).unwrap().pem()
    }
}

/// A server whose certificate is signed by an authority that the root has signed.
async fn serve(dir: &Path, root: &Authority) -> Running {
    let between = Authority::new("Between");
    let key = KeyPair::generate().unwrap();
    let named = CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
    let chain = between.sign(&named, &key) + &root.sign(&between.params, &between.key);
    let secret = ServerKey::random(&mut ChaCha20Rng::seed_from_u64(1));
    for (name, text) in [
        ("chain.pem", chain.as_str()),
        ("chain.key", &key.serialize_pem()),
        ("server.secret", &secret.to_text()),
    ] {
        std::fs::write(dir.join(name), text).unwrap();
    }
    let text = "listen = \"127.0.0.1:0\"\nmetrics_listen = \"off\"\nstore = \"memory\"\n\
                certificate = \"chain.pem\"\nkey = \"chain.key\"\n";
    let config = Config::parse(text, dir).unwrap();
    let store = Store::ephemeral(StoreLimits::default());
    Server::start(config, store).await.unwrap()
}

/// Connects as a device does whose link has no fingerprint.
async fn connect(to: SocketAddr, name: &str, trusted: &Authority) -> Result<(), ConnectionError> {
    let mut roots = RootCertStore::empty();
    roots.add(trusted.certificate()).unwrap();
    let provider = Arc::new(aws_lc_rs::default_provider());
    let mut tls = rustls::ClientConfig::builder_with_provider(provider)
        .with_protocol_versions(&[&rustls::version::TLS13])
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    tls.alpn_protocols = vec![ALPN.to_vec()];
    let config = ClientConfig::new(Arc::new(QuicClientConfig::try_from(tls).unwrap()));
    let mut endpoint = Endpoint::client(([127, 0, 0, 1], 0).into()).unwrap();
    endpoint.set_default_client_config(config);
    endpoint.connect(to, name).unwrap().await.map(drop)
}

/// The attack: another server in the place of this one, with a certificate of its own.
#[tokio::test]
async fn a_signed_certificate_is_taken_for_its_name_by_whoever_trusts_the_root() {
    let dir = TempDir::new().unwrap();
    let (root, stranger) = (Authority::new("Root"), Authority::new("Stranger"));
    let server = serve(dir.path(), &root).await;
    let address = server.local_addr();
    assert!(server.link().fingerprint.is_none());
    connect(address, "localhost", &root).await.unwrap();
    assert!(connect(address, "chat.example.org", &root).await.is_err());
    assert!(connect(address, "localhost", &stranger).await.is_err());
    server.shutdown().await;
}
