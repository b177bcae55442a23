//! The smallest client: one connection, and a person with one device.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use pulse_crypto::keys::{Capabilities, IdentityKey, RootKey, SigningKey};
use pulse_crypto::prekeys::{PrekeyId, PrekeyKind, SecretPrekey};
use pulse_crypto::secret::Secret;
use pulse_protocol::auth::{AuthTranscript, EXPORTER_LABEL, TransportKind};
use pulse_protocol::codec::{self, FrameBuffer};
use pulse_protocol::frame::*;
use pulse_protocol::limits::FRAME_BYTES_MAX;
use pulse_protocol::manifest::{self, Device, VerifiedManifest};
use pulse_protocol::proof_of_work::{self, Puzzle};
use pulse_protocol::{
    ALPN, AccountId, Day, DeliveryToken, DeviceId, EnvelopeId, Incarnation, Lane, Refusal,
    RefusalCode, Seq, ServerIdentity, VersionRange,
};
use quinn::crypto::rustls::QuicClientConfig;
use quinn::{ClientConfig, Endpoint, RecvStream, SendStream};
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, aws_lc_rs, verify_tls13_signature};
use rustls::server::ParsedCertificate;
use rustls::{CertificateError, DigitallySignedStruct, Error, SignatureScheme};
use rustls_pki_types::{CertificateDer, ServerName, UnixTime};

pub(super) struct Connection {
    pub(super) quic: quinn::Connection,
    pub(super) send: SendStream,
    recv: RecvStream,
    input: FrameBuffer,
    server: ServerIdentity,
    next_request: u64,
    _endpoint: Endpoint,
}

impl Connection {
    pub(super) async fn dial(
        to: SocketAddr,
        server: ServerIdentity,
    ) -> Result<Self, quinn::ConnectionError> {
        let (endpoint, quic) = dial_alpn(to, server, ALPN).await?;
        let (send, recv) = quic.open_bi().await?;
        Ok(Self {
            quic,
            send,
            recv,
            input: FrameBuffer::new(FRAME_BYTES_MAX),
            server,
            next_request: 1,
            _endpoint: endpoint,
        })
    }

    pub(super) async fn hello(&mut self, lane: Lane) -> Welcome {
        let hello = Hello {
            version_min: 1,
            version_max: 1,
            lane,
            capabilities: 0,
        };
        match self.ask(ClientBody::Hello(hello)).await {
            Ok(ServerBody::Welcome(welcome)) => welcome,
            other => panic!("no welcome but {other:?}"),
        }
    }

    /// Sends a request and waits for its answer; others may come before.
    pub(super) async fn ask(&mut self, body: ClientBody) -> Result<ServerBody, Refusal> {
        let request = self.tell(body).await;
        loop {
            let frame = self.next().await.expect("the connection ended");
            match frame.body {
                ServerBody::Refused(refusal) if frame.request == request => return Err(refusal),
                body if frame.request == request => return Ok(body),
                _ => {}
            }
        }
    }

    /// Sends a request.
    pub(super) async fn tell(&mut self, body: ClientBody) -> u64 {
        let request = self.next_request;
        self.next_request += 1;
        let mut bytes = Vec::new();
        codec::encode_client(&ClientFrame { request, body }, &mut bytes);
        let _closed = self.send.write_all(&bytes).await;
        request
    }

    /// The next frame; `None` when the connection has ended.
    pub(super) async fn next(&mut self) -> Option<ServerFrame> {
        loop {
            if let Some(frame) = self.input.next().unwrap() {
                return Some(codec::decode_server(frame).unwrap());
            }
            let read = self.recv.read_chunk(self.input.room(), true);
            let read = tokio::time::timeout(Duration::from_secs(20), read).await;
            let chunk = read.expect("the server is silent").ok()??;
            assert!(self.input.extend(&chunk.bytes).is_empty());
        }
    }

    /// The next delivery.
    pub(super) async fn delivery(&mut self) -> Deliver {
        loop {
            match self.next().await.expect("the connection ended").body {
                ServerBody::Deliver(deliver) => return deliver,
                ServerBody::CaughtUp(_) => {}
                other => panic!("no delivery but {other:?}"),
            }
        }
    }

    /// The code that the server closes with.
    pub(super) async fn closed(&mut self) -> RefusalCode {
        while self.next().await.is_some() {}
        match self.quic.closed().await {
            quinn::ConnectionError::ApplicationClosed(close) => {
                let code = u32::try_from(close.error_code.into_inner()).unwrap();
                RefusalCode::from_number(code)
            }
            other => panic!("not closed by the server but {other:?}"),
        }
    }

    pub(super) fn transcript(&self, account: AccountId, device: DeviceId) -> AuthTranscript {
        self.transcript_of(VersionRange::CURRENT, account, device)
    }

    /// What is signed after a hello that offers these versions.
    pub(super) fn transcript_of(
        &self,
        versions: VersionRange,
        account: AccountId,
        device: DeviceId,
    ) -> AuthTranscript {
        let mut exporter = [0; 32];
        self.quic
            .export_keying_material(&mut exporter, EXPORTER_LABEL, b"")
            .unwrap();
        AuthTranscript::new(
            versions,
            TransportKind::Quic,
            self.server,
            account,
            device,
            exporter,
        )
    }
}

/// Somebody with one device.
pub(super) struct Person {
    root: RootKey,
    pub(super) signing: SigningKey,
    pub(super) manifest: VerifiedManifest,
    pub(super) device: DeviceId,
    pub(super) token: DeliveryToken,
    rng: ChaCha20Rng,
}

impl Person {
    pub(super) fn new(seed: u64) -> Self {
        let mut rng = ChaCha20Rng::seed_from_u64(seed);
        let root = RootKey::from_seed(Secret::random(&mut rng));
        let signing = SigningKey::random(&mut rng);
        let device = DeviceId::random(&mut rng);
        let listed = Device {
            id: device,
            signing: signing.public(),
            identity: IdentityKey::random(&mut rng).public(),
            capabilities: Capabilities {
                suite_max: 1,
                flags: 0,
            },
        };
        let first = manifest::first(&root, &[listed], Day(1));
        Self {
            manifest: manifest::verify_first(&first).unwrap(),
            token: DeliveryToken::from_bytes([seed as u8; 16]),
            root,
            signing,
            device,
            rng,
        }
    }

    pub(super) fn account(&self) -> AccountId {
        *self.manifest.account()
    }

    /// Registers on a fresh identified connection, which then is this device's.
    pub(super) async fn register(&mut self, connection: &mut Connection) -> Registered {
        let request = self.registration(connection, None).await;
        match connection.ask(request).await {
            Ok(ServerBody::Registered(registered)) => registered,
            other => panic!("not registered but {other:?}"),
        }
    }

    /// A registration that meets the terms.
    pub(super) async fn registration(
        &mut self,
        connection: &mut Connection,
        invite: Option<String>,
    ) -> ClientBody {
        let start = RegistrationStart {
            root_key: self.root.public(),
        };
        let terms = connection.ask(ClientBody::RegistrationStart(start)).await;
        let Ok(ServerBody::RegistrationTerms(terms)) = terms else {
            panic!("no terms but {terms:?}");
        };
        let puzzle = Puzzle::for_registration(&terms.challenge, terms.difficulty);
        let (account, device) = (self.account(), self.device);
        let mut prekeys = Vec::new();
        for (kind, id) in [
            (PrekeyKind::Signed, 1),
            (PrekeyKind::KemLastResort, 1),
            (PrekeyKind::OneTime, 1),
        ] {
            let id = PrekeyId::new(id);
            let (key, rng) = (&self.signing, &mut self.rng);
            prekeys.push(SecretPrekey::generate(kind, id, 1, &account, device, key, rng).1);
        }
        ClientBody::Register(Box::new(Register {
            manifest: self.manifest.signed().clone(),
            challenge: terms.challenge,
            nonce: proof_of_work::search(&puzzle, 0, u64::MAX).unwrap(),
            invite,
            prekeys: UploadPrekeys { prekeys },
            delivery_token: SetDeliveryToken {
                hash: self.token.hash(),
                counter: 1,
            },
            possession: connection.transcript(account, device).sign(&self.signing),
        }))
    }

    pub(super) fn authentication(&self, connection: &Connection) -> ClientBody {
        let (account, device) = (self.account(), self.device);
        let transcript = connection.transcript(account, device);
        ClientBody::Authenticate(Authenticate {
            account,
            device,
            signature: transcript.sign(&self.signing),
        })
    }

    pub(super) async fn authenticate(&self, connection: &mut Connection) {
        let authenticated = connection.ask(self.authentication(connection)).await;
        assert!(matches!(authenticated, Ok(ServerBody::Authenticated(_))));
    }

    /// An envelope for this person from a contact.
    pub(super) fn envelope(&self, id: u8, sealed: &'static [u8]) -> Submit {
        Submit {
            recipient: self.account(),
            position: self.manifest.position(),
            envelopes: vec![Envelope {
                device: self.device,
                id: EnvelopeId::from_bytes([id; 16]),
                sealed: Bytes::from_static(sealed),
            }],
            permission: Permission::DeliveryToken(self.token.clone()),
        }
    }
}

pub(super) async fn attach(
    connection: &mut Connection,
    cursor: Option<(Incarnation, u64)>,
) -> Attached {
    let (incarnation, seq) = cursor.unwrap_or((Incarnation::new(0), 0));
    let attach = Attach {
        incarnation,
        seq: Seq::new(seq),
    };
    match connection.ask(ClientBody::Attach(attach)).await {
        Ok(ServerBody::Attached(attached)) => attached,
        other => panic!("not attached but {other:?}"),
    }
}

pub(super) async fn dial_alpn(
    to: SocketAddr,
    server: ServerIdentity,
    alpn: &[u8],
) -> Result<(Endpoint, quinn::Connection), quinn::ConnectionError> {
    let provider = Arc::new(aws_lc_rs::default_provider());
    let mut tls = rustls::ClientConfig::builder_with_provider(Arc::clone(&provider))
        .with_protocol_versions(&[&rustls::version::TLS13])
        .unwrap()
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(Pinned { server, provider }))
        .with_no_client_auth();
    tls.alpn_protocols = vec![alpn.to_vec()];
    let config = ClientConfig::new(Arc::new(QuicClientConfig::try_from(tls).unwrap()));
    let mut endpoint = Endpoint::client(([127, 0, 0, 1], 0).into()).unwrap();
    endpoint.set_default_client_config(config);
    let quic = endpoint.connect(to, "localhost").unwrap().await?;
    Ok((endpoint, quic))
}

#[derive(Debug)]
struct Pinned {
    server: ServerIdentity,
    provider: Arc<CryptoProvider>,
}

impl ServerCertVerifier for Pinned {
    fn verify_server_cert(
        &self,
        certificate: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let key = ParsedCertificate::try_from(certificate)?.subject_public_key_info();
        match ServerIdentity::of_public_key_info(&key) == self.server {
            true => Ok(ServerCertVerified::assertion()),
            false => Err(CertificateError::ApplicationVerificationFailure.into()),
        }
    }

    fn verify_tls12_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        Err(Error::General("TLS 1.3 alone".into()))
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let algorithms = &self.provider.signature_verification_algorithms;
        verify_tls13_signature(message, certificate, signature, algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        let algorithms = &self.provider.signature_verification_algorithms;
        algorithms.supported_schemes()
    }
}
