//! Two people with a device each, and what the tests do with them.

use pulse_crypto::CryptoRng;
use pulse_crypto::handshake::{InitialHeader, LocalParty, RemoteParty, initiate, respond};
use pulse_crypto::keys::{
    AccountId, Capabilities, DeviceId, IdentityKey, RootKey, SigningKey, Suite,
};
use pulse_crypto::prekeys::{BundleSecrets, PrekeyBundle, PrekeyId, PrekeyKind, SecretPrekey};
use pulse_crypto::ratchet::Session;
use pulse_crypto::sealed::{RecipientAddress, SenderAddress};
use pulse_crypto::secret::Secret;
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;

/// The day on which everything happens, in days since 1970.
pub(crate) const TODAY: u32 = 20_000;

pub(crate) fn rng(seed: u64) -> ChaCha20Rng {
    ChaCha20Rng::seed_from_u64(seed)
}

/// A person's one device.
pub(crate) struct Person {
    pub(crate) account: AccountId,
    pub(crate) device: DeviceId,
    pub(crate) identity: IdentityKey,
    pub(crate) signing: SigningKey,
    pub(crate) manifest_hash: [u8; 32],
}

impl Person {
    pub(crate) fn new(rng: &mut dyn CryptoRng) -> Self {
        let root = RootKey::from_seed(Secret::random(rng));
        let mut manifest_hash = [0; 32];
        rng.fill_bytes(&mut manifest_hash);
        Self {
            account: AccountId::of_root_keys(Suite::ONE, &[root.public()]),
            device: DeviceId::random(rng),
            identity: IdentityKey::random(rng),
            signing: SigningKey::random(rng),
            manifest_hash,
        }
    }

    /// As it takes part in a handshake.
    pub(crate) fn local(&self) -> LocalParty<'_> {
        LocalParty {
            account: self.account,
            device: self.device,
            identity: &self.identity,
            signing: self.signing.public(),
            manifest_hash: self.manifest_hash,
            capabilities: Capabilities::CURRENT,
        }
    }

    /// As others see it.
    pub(crate) fn remote(&self) -> RemoteParty {
        RemoteParty {
            account: self.account,
            device: self.device,
            identity: self.identity.public(),
            signing: self.signing.public(),
            manifest_hash: self.manifest_hash,
            capabilities: Capabilities::CURRENT,
        }
    }

    pub(crate) fn as_sender(&self) -> SenderAddress {
        let (hash, _) = self.manifest_hash.split_first_chunk().unwrap();
        SenderAddress {
            account: self.account,
            device: self.device,
            identity: self.identity.public(),
            generation: 1,
            version: 3,
            manifest_hash: *hash,
        }
    }

    pub(crate) fn as_recipient(&self) -> RecipientAddress {
        RecipientAddress {
            account: self.account,
            device: self.device,
            identity: self.identity.public(),
        }
    }

    /// What the server hands out for this device, with the private halves.
    pub(crate) fn bundle(
        &self,
        with_one_time: bool,
        rng: &mut dyn CryptoRng,
    ) -> (BundleSecrets, PrekeyBundle) {
        let kem = if with_one_time {
            PrekeyKind::KemOneTime
        } else {
            PrekeyKind::KemLastResort
        };
        let (signed, signed_public) = self.prekey(PrekeyKind::Signed, 11, rng);
        let one_time = with_one_time.then(|| self.prekey(PrekeyKind::OneTime, 12, rng));
        let (kem, kem_public) = self.prekey(kem, 13, rng);
        let (one_time, one_time_public) = one_time.unzip();
        (
            BundleSecrets {
                signed,
                one_time,
                kem,
            },
            PrekeyBundle {
                signed: signed_public,
                one_time: one_time_public,
                kem: kem_public,
            },
        )
    }

    fn prekey(
        &self,
        kind: PrekeyKind,
        id: u32,
        rng: &mut dyn CryptoRng,
    ) -> (SecretPrekey, pulse_crypto::prekeys::PublicPrekey) {
        let id = PrekeyId::new(id);
        SecretPrekey::generate(
            kind,
            id,
            TODAY,
            &self.account,
            self.device,
            &self.signing,
            rng,
        )
    }
}

/// Both ends of a session after a handshake, before any message.
pub(crate) struct Pair {
    pub(crate) alice: Session,
    pub(crate) bob: Session,
}

impl Pair {
    pub(crate) fn new(seed: u64) -> Self {
        let mut rng = rng(seed);
        let (alice, bob) = (Person::new(&mut rng), Person::new(&mut rng));
        Self::between(&alice, &bob, &mut rng)
    }

    pub(crate) fn between(alice: &Person, bob: &Person, rng: &mut dyn CryptoRng) -> Self {
        let (secrets, bundle) = bob.bundle(true, rng);
        let (session, header) =
            initiate(&alice.local(), &bob.remote(), &bundle, TODAY, rng).unwrap();
        let header = InitialHeader::decode(&header.encode()).unwrap();
        let answer = respond(&bob.local(), &alice.remote(), &header, &secrets).unwrap();
        Self {
            alice: session,
            bob: answer,
        }
    }

    /// A pair that has talked both ways, so that both may send.
    pub(crate) fn talking(seed: u64) -> Self {
        let mut pair = Self::new(seed);
        let mut rng = rng(seed ^ 0xffff);
        deliver(&mut pair.alice, &mut pair.bob, b"hello", &mut rng);
        deliver(&mut pair.bob, &mut pair.alice, b"hello to you", &mut rng);
        pair
    }
}

/// One message from one end to the other.
pub(crate) fn deliver(from: &mut Session, to: &mut Session, text: &[u8], rng: &mut dyn CryptoRng) {
    let message = from.encrypt(text, rng).unwrap();
    assert_eq!(to.decrypt(&message, TODAY).unwrap().as_slice(), text);
}

/// The same state a second time, as an attacker who copied the store has it.
pub(crate) fn copy(session: &Session) -> Session {
    Session::decode(&session.encode()).unwrap()
}
