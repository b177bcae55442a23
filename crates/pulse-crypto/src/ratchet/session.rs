//! A session: the state of the Double Ratchet between two devices.

use crate::CryptoRng;
use crate::limits::{CHAIN_MESSAGES_MAX, PLAINTEXT_LEN_MAX};
use crate::primitives::aes_256_gcm::TAG_LEN;
use crate::ratchet::chains::{ReceivingChain, Sending, SendingChain};
use crate::ratchet::header::Header;
use crate::ratchet::message::{AssociatedData, PREFIX_LEN, R_LEN, prefix};
use crate::ratchet::message_key::MessageKey;
use crate::ratchet::past_chains::PastChains;
use crate::ratchet::root_key::RootStep;
use crate::ratchet::{
    HeaderKey, RatchetError, RatchetKey, RatchetPublicKey, RootKey, SecretKind, SessionId,
};
use crate::secret::wiped_by_parts;

/// One end of a conversation between two devices, made by [`initiate`](crate::handshake::initiate) or
/// [`respond`](crate::handshake::respond).
///
/// Whoever holds it stores [`encode`](Session::encode)'s bytes after each call that succeeded and before its
/// result is used: a message that leaves before the state is durable could be followed by another at
/// the same position. A call that fails leaves the session exactly as it was.
pub struct Session {
    pub(super) id: SessionId,
    pub(super) is_initiator: bool,
    pub(super) has_received: bool,
    pub(super) root_key: RootKey,
    pub(super) sending: Sending,
    /// The header key of our next chain.
    pub(super) next_sending_header_key: HeaderKey,
    /// The length of our chain before the one that is open or due.
    pub(super) previous_n: u32,
    pub(super) receiving: Option<ReceivingChain>,
    /// The header key of the peer's next chain.
    pub(super) next_receiving_header_key: HeaderKey,
    pub(super) past: PastChains,
}

/// The secrets with which a handshake begins a session.
pub(crate) struct InitialSecrets {
    /// `SK`.
    pub(crate) root_key: RootKey,
    /// `HK_A`: of the headers of the initiator's first chain.
    pub(crate) initiator_header_key: HeaderKey,
    /// `NHK_B`: of the headers of the responder's first chain.
    pub(crate) responder_header_key: HeaderKey,
}

impl Session {
    /// The initiator's end. It may send at once: its first DH step is with the responder's signed prekey.
    ///
    /// # Errors
    /// [`RatchetError::Malformed`] when that prekey is of small order.
    pub(crate) fn begin_as_initiator(
        id: SessionId,
        secrets: InitialSecrets,
        responder_key: &RatchetPublicKey,
        rng: &mut dyn CryptoRng,
    ) -> Result<Self, RatchetError> {
        let ratchet_key = RatchetKey::random(rng);
        let step = secrets.root_key.step(&ratchet_key.agree(responder_key)?);
        Ok(Self {
            id,
            is_initiator: true,
            has_received: false,
            root_key: step.root_key,
            sending: Sending::Active(SendingChain {
                ratchet_key,
                header_key: secrets.initiator_header_key,
                chain_key: step.chain_key,
                n: 0,
            }),
            next_sending_header_key: step.next_header_key,
            previous_n: 0,
            receiving: None,
            next_receiving_header_key: secrets.responder_header_key,
            past: PastChains::default(),
        })
    }

    /// The responder's end. It sends once it has received; its ratchet key is its signed prekey.
    pub(crate) fn begin_as_responder(
        id: SessionId,
        secrets: InitialSecrets,
        signed_prekey: RatchetKey,
    ) -> Self {
        Self {
            id,
            is_initiator: false,
            has_received: false,
            root_key: secrets.root_key,
            sending: Sending::Waiting(signed_prekey),
            next_sending_header_key: secrets.responder_header_key,
            previous_n: 0,
            receiving: None,
            next_receiving_header_key: secrets.initiator_header_key,
            past: PastChains::default(),
        }
    }

    /// The session's id, the same on both sides.
    pub const fn id(&self) -> SessionId {
        self.id
    }

    /// Whether this side began it.
    pub const fn is_initiator(&self) -> bool {
        self.is_initiator
    }

    /// Whether anything was decrypted in it. Until then an initiator repeats the handshake beside each message.
    pub const fn has_received(&self) -> bool {
        self.has_received
    }

    /// Encrypts one message: `format ‖ suite ‖ R ‖ length ‖ sealed header ‖ body` (`docs/crypto.md`, "Message").
    ///
    /// Draws 32 bytes from `rng` for a new ratchet key when the conversation has turned round, then 12 for `R`.
    ///
    /// # Errors
    /// [`RatchetError::CannotSendYet`], [`RatchetError::ChainExhausted`], or [`RatchetError::Malformed`] for a plaintext
    /// beyond [`PLAINTEXT_LEN_MAX`].
    pub fn encrypt(
        &mut self,
        plaintext: &[u8],
        rng: &mut dyn CryptoRng,
    ) -> Result<Vec<u8>, RatchetError> {
        if plaintext.len() > PLAINTEXT_LEN_MAX {
            return Err(RatchetError::Malformed);
        }
        if matches!(self.sending, Sending::Due) {
            self.open_sending_chain(rng)?;
        }
        let Sending::Active(chain) = &mut self.sending else {
            return Err(RatchetError::CannotSendYet);
        };
        if chain.n >= CHAIN_MESSAGES_MAX {
            return Err(RatchetError::ChainExhausted);
        }
        let (next_chain_key, secret) = chain.chain_key.step();
        let mut r = [0; R_LEN];
        rng.fill_bytes(&mut r);

        let header = Header::classical(*chain.ratchet_key.public(), chain.n, self.previous_n);
        let sealed_header_len = HeaderKey::sealed_len(&header);
        let prefix = prefix(&r, sealed_header_len);
        let associated_data = AssociatedData::new(&self.id, &prefix);
        let sealed_header = chain
            .header_key
            .seal(&r, associated_data.as_bytes(), &header);

        let mut message =
            Vec::with_capacity(PREFIX_LEN + sealed_header_len + plaintext.len() + TAG_LEN);
        message.extend_from_slice(&prefix);
        message.extend_from_slice(sealed_header.as_bytes());
        let associated_data = AssociatedData::new(&self.id, &message);
        let message_key = MessageKey::derive(&[(SecretKind::Chain, &secret)], &r);
        message_key.seal(associated_data.as_bytes(), plaintext, &mut message);

        chain.chain_key = next_chain_key;
        chain.n += 1;
        Ok(message)
    }

    /// Drops the keys of missing messages that are 31 days old on `day`.
    pub fn expire_skipped(&mut self, day: u32) {
        self.past.expire(day);
        if let Some(chain) = &mut self.receiving {
            chain.skipped.expire(day);
        }
    }

    /// The sending half of a DH step.
    fn open_sending_chain(&mut self, rng: &mut dyn CryptoRng) -> Result<(), RatchetError> {
        let peer = self
            .receiving
            .as_ref()
            .ok_or(RatchetError::CannotSendYet)?
            .ratchet_key;
        let ratchet_key = RatchetKey::random(rng);
        let RootStep {
            root_key,
            chain_key,
            next_header_key,
        } = self.root_key.step(&ratchet_key.agree(&peer)?);
        let header_key = std::mem::replace(&mut self.next_sending_header_key, next_header_key);
        self.root_key = root_key;
        self.sending = Sending::Active(SendingChain {
            ratchet_key,
            header_key,
            chain_key,
            n: 0,
        });
        Ok(())
    }
}

wiped_by_parts!(
    Session,
    wiped: [
        root_key,
        sending,
        next_sending_header_key,
        receiving,
        next_receiving_header_key,
        past
    ],
    others: [id, is_initiator, has_received, previous_n]
);

impl std::fmt::Debug for Session {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Session(…)")
    }
}

#[cfg(test)]
pub(super) mod tests {
    use rand_chacha::ChaCha20Rng;
    use rand_chacha::rand_core::SeedableRng;

    use super::*;
    use crate::secret::Secret;

    pub(in crate::ratchet) struct Pair {
        pub(in crate::ratchet) alice: Session,
        pub(in crate::ratchet) bob: Session,
        pub(in crate::ratchet) rng: ChaCha20Rng,
    }

    /// Both ends as a handshake leaves them.
    pub(in crate::ratchet) fn pair() -> Pair {
        let mut rng = ChaCha20Rng::seed_from_u64(1);
        let secrets = || InitialSecrets {
            root_key: RootKey::new(Secret::from_bytes([1; 32])),
            initiator_header_key: HeaderKey::new(Secret::from_bytes([2; 32])),
            responder_header_key: HeaderKey::new(Secret::from_bytes([3; 32])),
        };
        let prekey = RatchetKey::random(&mut rng);
        let id = SessionId::from_bytes([4; 32]);
        Pair {
            alice: Session::begin_as_initiator(id, secrets(), prekey.public(), &mut rng).unwrap(),
            bob: Session::begin_as_responder(id, secrets(), prekey),
            rng,
        }
    }

    #[test]
    fn a_chain_ends() {
        let Pair {
            mut alice, mut rng, ..
        } = pair();
        if let Sending::Active(chain) = &mut alice.sending {
            chain.n = CHAIN_MESSAGES_MAX - 1;
        }
        assert!(alice.encrypt(b"the last", &mut rng).is_ok());
        let before = alice.encode();
        assert_eq!(
            alice.encrypt(b"one more", &mut rng).err(),
            Some(RatchetError::ChainExhausted)
        );
        assert_eq!(alice.encode(), before);
    }

    #[test]
    fn a_plaintext_has_a_bound() {
        let Pair {
            mut alice, mut rng, ..
        } = pair();
        let before = alice.encode();
        let text = vec![0; PLAINTEXT_LEN_MAX + 1];
        assert_eq!(
            alice.encrypt(&text, &mut rng).err(),
            Some(RatchetError::Malformed)
        );
        assert_eq!(alice.encode(), before);
        assert!(alice.encrypt(&text[1..], &mut rng).is_ok());
    }
}
