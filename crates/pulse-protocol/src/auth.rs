//! What a device signs to prove who it is, on one connection and no other.
//!
//! The value comes out of the TLS handshake (RFC 9266 channel binding), so a signature that somebody relays, replays or
//! collected as another server is worth nothing: the other connection has another value.

use core::fmt;

use pulse_crypto::keys::{
    AccountId, DeviceId, KeyError, SIGNATURE_LEN, SigningKey, SigningPublicKey,
};
use pulse_crypto::labels;

use crate::{ServerIdentity, VersionRange};

/// The label of the TLS exporter (RFC 9266), with an empty context and 32 bytes of output.
pub const EXPORTER_LABEL: &[u8] = b"EXPORTER-Channel-Binding";

/// Bytes of the exporter's value.
pub const EXPORTER_LEN: usize = 32;

/// What carries the frames.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TransportKind {
    /// QUIC with TLS 1.3.
    Quic,
    /// TLS 1.3 over TCP.
    Tcp,
}

impl TransportKind {
    /// The number under the signature.
    pub const fn number(self) -> u8 {
        match self {
            Self::Quic => 1,
            Self::Tcp => 2,
        }
    }
}

/// Everything a signature of `Authenticate` and `Register` is over. Each side fills it in from what *it* sees.
#[derive(Clone, PartialEq, Eq)]
pub struct AuthTranscript {
    /// What the connection's `Hello` offered: both sides know it when the signature is made, in the same flight. Which version
    /// comes of it follows from this and from what the server speaks.
    pub versions: VersionRange,
    /// What this side knows the connection to run over.
    pub transport: TransportKind,
    /// Client: of the certificate it was shown. Server: its own.
    pub server: ServerIdentity,
    /// Who speaks.
    pub account: AccountId,
    /// With which device.
    pub device: DeviceId,
    /// Of the finished TLS handshake: [`EXPORTER_LABEL`], never the early exporter.
    pub exporter: [u8; EXPORTER_LEN],
}

impl AuthTranscript {
    /// The transcript of a connection whose `Hello` offered these versions.
    pub const fn new(
        versions: VersionRange,
        transport: TransportKind,
        server: ServerIdentity,
        account: AccountId,
        device: DeviceId,
        exporter: [u8; EXPORTER_LEN],
    ) -> Self {
        Self {
            versions,
            transport,
            server,
            account,
            device,
            exporter,
        }
    }

    /// The device's proof.
    pub fn sign(&self, key: &SigningKey) -> [u8; SIGNATURE_LEN] {
        self.with_parts(|parts| key.sign(labels::AUTHENTICATE, parts))
    }

    /// Checks a proof against the key that the account's manifest has for the device.
    pub fn verify(
        &self,
        key: &SigningPublicKey,
        signature: &[u8; SIGNATURE_LEN],
    ) -> Result<(), KeyError> {
        self.with_parts(|parts| key.verify(labels::AUTHENTICATE, parts, signature))
    }

    fn with_parts<T>(&self, run: impl FnOnce(&[&[u8]]) -> T) -> T {
        run(&[
            &self.versions.min.to_be_bytes(),
            &self.versions.max.to_be_bytes(),
            &[self.transport.number()],
            self.server.as_bytes(),
            self.account.as_bytes(),
            &self.device.to_be_bytes(),
            &self.exporter,
        ])
    }
}

impl fmt::Debug for AuthTranscript {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AuthTranscript")
            .field("versions", &self.versions)
            .field("transport", &self.transport)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use pulse_crypto::secret::Secret;

    use super::*;

    fn transcript() -> AuthTranscript {
        AuthTranscript::new(
            VersionRange { min: 1, max: 2 },
            TransportKind::Quic,
            ServerIdentity::from_bytes([1; 32]),
            AccountId::from_bytes([2; 32]),
            DeviceId::new(3),
            [4; 32],
        )
    }

    #[test]
    fn a_signature_is_good_for_one_connection_of_one_device_to_one_server() {
        let key = SigningKey::from_seed(Secret::from_bytes([7; 32]));
        let signature = transcript().sign(&key);
        assert_eq!(transcript().verify(&key.public(), &signature), Ok(()));

        let another = |change: fn(&mut AuthTranscript)| {
            let mut transcript = transcript();
            change(&mut transcript);
            transcript.verify(&key.public(), &signature)
        };
        let refused = Err(KeyError::InvalidSignature);
        assert_eq!(
            another(|it| it.exporter = [5; 32]),
            refused,
            "another connection"
        );
        assert_eq!(
            another(|it| it.server = ServerIdentity::from_bytes([9; 32])),
            refused,
            "relayed by another server"
        );
        assert_eq!(
            another(|it| it.versions.max = 1),
            refused,
            "the newer version was taken out of the hello"
        );
        assert_eq!(another(|it| it.versions.min = 0), refused, "an older one");
        assert_eq!(
            another(|it| it.transport = TransportKind::Tcp),
            refused,
            "another transport"
        );
        assert_eq!(
            another(|it| it.device = DeviceId::new(4)),
            refused,
            "another device"
        );
        assert_eq!(
            another(|it| it.account = AccountId::from_bytes([3; 32])),
            refused,
            "another account"
        );
    }

    #[test]
    fn another_devices_key_or_another_purpose_is_refused() {
        let key = SigningKey::from_seed(Secret::from_bytes([7; 32]));
        let other = SigningKey::from_seed(Secret::from_bytes([8; 32]));
        let signature = transcript().sign(&key);
        assert!(transcript().verify(&other.public(), &signature).is_err());

        let other_purpose = transcript().with_parts(|parts| key.sign(labels::PREKEY, parts));
        assert!(transcript().verify(&key.public(), &other_purpose).is_err());
    }
}
