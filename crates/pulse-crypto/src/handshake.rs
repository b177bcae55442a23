//! The handshake: PQXDH, by which two devices that never met agree on a session while one of them is away.
//!
//! ```text
//!   initiator                                                    responder
//!   ephemeral key, KEM ciphertext                                bundle (signed, one-time and KEM prekey)
//!        DH1 = identity  × signed prekey
//!        DH2 = ephemeral × identity
//!        DH3 = ephemeral × signed prekey
//!        DH4 = ephemeral × one-time prekey, when the bundle has one
//!        SS  = the secret in the KEM ciphertext
//!   SK ‖ HK_A ‖ NHK_B = HKDF(DH1 ‖ DH2 ‖ DH3 ‖ DH4 ‖ SS, hash of the transcript)
//! ```
//!
//! The specification is "The PQXDH Key Agreement Protocol"; the bytes are in `docs/crypto.md`, sections
//! "Transcript", "Initial header" and "Session keys". Everything both sides believe about each other is in the
//! transcript, so a difference (in an account id or a key) gives different keys, never a session under a misunderstanding. Of
//! manifests and capabilities the header says what the initiator believes: the responder looks both manifests up by their hashes and
//! is refused ([`HandshakeError::Mismatch`]) unless the header says what they say.
//!
//! ```
//! # use pulse_crypto::handshake::*;
//! # use pulse_crypto::keys::*;
//! # use pulse_crypto::prekeys::*;
//! # use pulse_crypto::secret::Secret;
//! # use rand_chacha::{ChaCha20Rng, rand_core::SeedableRng};
//! # struct Device { account: AccountId, id: DeviceId, identity: IdentityKey, signing: SigningKey }
//! # impl Device {
//! #     fn new(rng: &mut ChaCha20Rng) -> Self {
//! #         let root = RootKey::from_seed(Secret::random(rng));
//! #         let account = AccountId::of_root_keys(Suite::ONE, &[root.public()]);
//! #         Self { account, id: DeviceId::random(rng), identity: IdentityKey::random(rng), signing: SigningKey::random(rng) }
//! #     }
//! #     fn local(&self) -> LocalParty<'_> {
//! #         LocalParty { account: self.account, device: self.id, identity: &self.identity, signing: self.signing.public(), manifest_hash: [0; 32], capabilities: Capabilities::CURRENT }
//! #     }
//! #     fn remote(&self) -> RemoteParty {
//! #         RemoteParty { account: self.account, device: self.id, identity: self.identity.public(), signing: self.signing.public(), manifest_hash: [0; 32], capabilities: Capabilities::CURRENT }
//! #     }
//! #     fn prekey(&self, kind: PrekeyKind, rng: &mut ChaCha20Rng) -> (SecretPrekey, PublicPrekey) {
//! #         SecretPrekey::generate(kind, PrekeyId::new(1), 20_000, &self.account, self.id, &self.signing, rng)
//! #     }
//! # }
//! # let rng = &mut ChaCha20Rng::seed_from_u64(1);
//! # let (alice, bob) = (Device::new(rng), Device::new(rng));
//! # let (signed, signed_public) = bob.prekey(PrekeyKind::Signed, rng);
//! # let (kem, kem_public) = bob.prekey(PrekeyKind::KemLastResort, rng);
//! # let bundle = PrekeyBundle { signed: signed_public, one_time: None, kem: kem_public };
//! # let secrets = BundleSecrets { signed, one_time: None, kem };
//! // Alice has fetched Bob's bundle, and sends the header with her first message.
//! let (mut session, header) = initiate(&alice.local(), &bob.remote(), &bundle, 20_000, rng)?;
//! let message = session.encrypt(b"hello", rng)?;
//!
//! // Bob looks up the prekeys that the header names.
//! let mut answer = respond(&bob.local(), &alice.remote(), &header, &secrets)?;
//! assert_eq!(answer.decrypt(&message, 20_000)?.as_slice(), b"hello");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod initial_header;
mod initiate;
mod respond;
mod session_keys;
mod transcript;

use thiserror::Error;

use crate::keys::{
    AccountId, Capabilities, DeviceId, IdentityKey, IdentityPublicKey, KeyError, SigningPublicKey,
    Suite,
};
use crate::prekeys::PrekeyError;
use crate::ratchet::RatchetError;

pub use initial_header::InitialHeader;
pub use initiate::initiate;
pub use respond::respond;

/// Our side of a handshake.
#[derive(Debug)]
pub struct LocalParty<'a> {
    /// Our account.
    pub account: AccountId,
    /// Our device.
    pub device: DeviceId,
    /// Our device's identity key.
    pub identity: &'a IdentityKey,
    /// The public half of our device's signing key.
    pub signing: SigningPublicKey,
    /// The hash of our manifest. An initiator's is its newest one; a responder's is the one that the [`InitialHeader`] names, if it
    /// is one that this account had.
    pub manifest_hash: [u8; 32],
    /// What our device can do, as *that* manifest says, whatever this version could do beyond.
    pub capabilities: Capabilities,
}

/// The other side of a handshake, as its verified manifest shows it.
#[derive(Debug, Clone)]
pub struct RemoteParty {
    /// Its account.
    pub account: AccountId,
    /// Its device.
    pub device: DeviceId,
    /// That device's identity key.
    pub identity: IdentityPublicKey,
    /// That device's signing key, under which its prekeys are verified.
    pub signing: SigningPublicKey,
    /// The hash of the manifest that lists it; for a responder, the one that the [`InitialHeader`] names.
    pub manifest_hash: [u8; 32],
    /// What the device can do, as that manifest says.
    pub capabilities: Capabilities,
}

/// Why a handshake did not happen. None leaves anything behind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum HandshakeError {
    /// The bytes are not an initial header.
    #[error("malformed initial header")]
    Malformed,
    /// A format byte or suite that this version does not know.
    #[error("unknown format or suite")]
    UnknownFormat,
    /// The suite is not the best one both devices name: somebody tried to talk the pair down.
    #[error("not the best common suite")]
    Suite,
    /// A prekey of the bundle is of the wrong kind or shape, from the future, or its signature does not hold.
    #[error("bundle refused")]
    Bundle,
    /// The header names other prekeys or manifests than the ones given, or says of a manifest what it does not say.
    #[error("header and keys disagree")]
    Mismatch,
    /// A public key that no honest device has: an agreement came out as zero.
    #[error("unusable public key")]
    Key,
}

impl From<PrekeyError> for HandshakeError {
    fn from(_: PrekeyError) -> Self {
        Self::Bundle
    }
}

impl From<KeyError> for HandshakeError {
    fn from(_: KeyError) -> Self {
        Self::Key
    }
}

impl From<RatchetError> for HandshakeError {
    fn from(_: RatchetError) -> Self {
        Self::Key
    }
}

/// The best suite that both devices name and this version knows.
fn best_suite(ours: Capabilities, theirs: Capabilities) -> Result<Suite, HandshakeError> {
    let best = ours
        .suite_max
        .min(theirs.suite_max)
        .min(Capabilities::CURRENT.suite_max);
    Suite::try_from(best).map_err(|_| HandshakeError::Suite)
}
