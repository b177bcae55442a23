//! A session: the state of the Double Ratchet between two devices.

use zeroize::Zeroizing;

use crate::CryptoRng;
use crate::limits::{CHAIN_MESSAGES_MAX, PLAINTEXT_LEN_MAX, SKIPPED_MAX};
use crate::primitives::aes_256_gcm::TAG_LEN;
use crate::ratchet::chain_key::{Advance, ChainSecret};
use crate::ratchet::chains::{ReceivingChain, Sending, SendingChain};
use crate::ratchet::header::Header;
use crate::ratchet::message::{AssociatedData, Message, PREFIX_LEN, R_LEN, prefix};
use crate::ratchet::message_key::MessageKey;
use crate::ratchet::past_chains::{PastChain, PastChains};
use crate::ratchet::root_key::RootStep;
use crate::ratchet::skipped_keys::SkippedKeys;
use crate::ratchet::{
    HeaderKey, RatchetError, RatchetKey, RatchetPublicKey, RootKey, SecretKind, SessionId,
};
use crate::secret::Secret;

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

/// Whose header key opened a header.
enum Opened {
    /// That of the open receiving chain.
    Current(Header),
    /// That of the peer's next chain: the conversation turned round.
    Next(Header),
    /// That of the past chain with this index.
    Past(usize, Header),
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

    /// Decrypts one message. `day` (days since 1970) dates the keys of messages found missing.
    ///
    /// # Errors
    /// Every [`RatchetError`] but the two of sending; the state is then as before.
    pub fn decrypt(
        &mut self,
        message: &[u8],
        day: u32,
    ) -> Result<Zeroizing<Vec<u8>>, RatchetError> {
        let message = Message::parse(message)?;
        let plaintext = match self.open_header(&message)? {
            Opened::Current(header) => self.decrypt_current(&message, &header, day),
            Opened::Next(header) => self.decrypt_next(&message, &header, day),
            Opened::Past(index, header) => self.decrypt_past(&message, &header, index),
        }?;
        self.has_received = true;
        Ok(plaintext)
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

    /// Tries the header keys in the order of their likelihood: at most two and one for each past chain.
    fn open_header(&self, message: &Message<'_>) -> Result<Opened, RatchetError> {
        let associated_data = message.header_associated_data(&self.id);
        let open = |key: &HeaderKey| {
            key.open(
                &message.r,
                associated_data.as_bytes(),
                message.sealed_header,
            )
        };

        let current = self
            .receiving
            .as_ref()
            .and_then(|chain| open(&chain.header_key))
            .map(Opened::Current);
        let opened = current
            .or_else(|| open(&self.next_receiving_header_key).map(Opened::Next))
            .or_else(|| {
                let mut chains = self.past.as_slice().iter().enumerate();
                chains
                    .find_map(|(index, chain)| Some(Opened::Past(index, open(&chain.header_key)?)))
            })
            .ok_or(RatchetError::NotForThisSession)?;
        let (Opened::Current(header) | Opened::Next(header) | Opened::Past(_, header)) = &opened;
        // This session's kinds have no post-quantum ratchet (only a new handshake could add one), and no
        // chain is longer than an honest peer makes it.
        if !header.is_classical()
            || header.n >= CHAIN_MESSAGES_MAX
            || header.previous_n > CHAIN_MESSAGES_MAX
        {
            return Err(RatchetError::Malformed);
        }
        Ok(opened)
    }

    fn decrypt_current(
        &mut self,
        message: &Message<'_>,
        header: &Header,
        day: u32,
    ) -> Result<Zeroizing<Vec<u8>>, RatchetError> {
        let chain = self
            .receiving
            .as_mut()
            .ok_or(RatchetError::NotForThisSession)?;
        if header.ratchet_key != chain.ratchet_key {
            return Err(RatchetError::Used); // two chains begun from one state
        }
        if header.n < chain.n {
            let plaintext = open_body(&self.id, message, chain.skipped.find(header.n)?)?;
            chain.skipped.remove(header.n);
            return Ok(plaintext);
        }
        let Advance { skipped, chain_key } = chain.chain_key.advance(chain.n, header.n)?;
        let (next_chain_key, secret) = chain_key.step();
        let plaintext = open_body(&self.id, message, &secret)?;

        chain.chain_key = next_chain_key;
        chain.n = header.n + 1;
        if !skipped.is_empty() {
            chain.skipped.insert(skipped, day);
            self.bound_skipped();
        }
        Ok(plaintext)
    }

    fn decrypt_next(
        &mut self,
        message: &Message<'_>,
        header: &Header,
        day: u32,
    ) -> Result<Zeroizing<Vec<u8>>, RatchetError> {
        // While our own step is due, the peer has no key for its next chain: nobody honest is here then.
        let ratchet_key = self.sending.ratchet_key().ok_or(RatchetError::Used)?;
        let missing = self.rest_of_current(header.previous_n)?;
        let step = self.root_key.step(&ratchet_key.agree(&header.ratchet_key)?);
        let Advance { skipped, chain_key } = step.chain_key.advance(0, header.n)?;
        let (next_chain_key, secret) = chain_key.step();
        let plaintext = open_body(&self.id, message, &secret)?;

        let header_key =
            std::mem::replace(&mut self.next_receiving_header_key, step.next_header_key);
        let mut chain = ReceivingChain {
            ratchet_key: header.ratchet_key,
            header_key,
            chain_key: next_chain_key,
            n: header.n + 1,
            skipped: SkippedKeys::default(),
        };
        chain.skipped.insert(skipped, day);
        if let Some(left) = self.receiving.replace(chain) {
            self.leave_behind(left, header.previous_n, missing, day);
        }
        self.root_key = step.root_key;
        self.previous_n = self.sending.length().unwrap_or(0);
        self.sending = Sending::Due;
        self.bound_skipped();
        Ok(plaintext)
    }

    fn decrypt_past(
        &mut self,
        message: &Message<'_>,
        header: &Header,
        index: usize,
    ) -> Result<Zeroizing<Vec<u8>>, RatchetError> {
        let chain = self
            .past
            .get_mut(index)
            .ok_or(RatchetError::NotForThisSession)?;
        if header.ratchet_key != chain.ratchet_key || header.n >= chain.length {
            return Err(RatchetError::Used); // the peer closed this chain; a clone of it goes on
        }
        let plaintext = open_body(&self.id, message, chain.skipped.find(header.n)?)?;
        chain.skipped.remove(header.n);
        self.past.prune();
        Ok(plaintext)
    }

    /// The secrets still missing of the open receiving chain, which the peer says it closed at `length`.
    fn rest_of_current(&self, length: u32) -> Result<Vec<(u32, ChainSecret)>, RatchetError> {
        match &self.receiving {
            // It never sent a chain before this one.
            None if length > 0 => Err(RatchetError::Malformed),
            None => Ok(Vec::new()),
            // It says it sent fewer than we have: another copy of it sent the rest.
            Some(chain) if length < chain.n => Err(RatchetError::Used),
            Some(chain) => Ok(chain.chain_key.advance(chain.n, length)?.skipped),
        }
    }

    fn leave_behind(
        &mut self,
        chain: ReceivingChain,
        length: u32,
        missing: Vec<(u32, ChainSecret)>,
        day: u32,
    ) {
        let ReceivingChain {
            ratchet_key,
            header_key,
            mut skipped,
            ..
        } = chain;
        skipped.insert(missing, day);
        self.past.push(PastChain {
            ratchet_key,
            header_key,
            length,
            day,
            skipped,
        });
    }

    /// Holds the bound on all skipped keys together. The oldest go: a peer whose messages get lost can
    /// then still be heard.
    fn bound_skipped(&mut self) {
        let current = self
            .receiving
            .as_ref()
            .map_or(0, |chain| chain.skipped.len());
        let excess = (current + self.past.skipped_len()).saturating_sub(SKIPPED_MAX);
        if excess > 0 {
            let dropped = self.past.drop_oldest(excess);
            if let Some(chain) = &mut self.receiving {
                chain.skipped.drop_lowest(excess - dropped);
            }
        }
    }
}

impl std::fmt::Debug for Session {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Session(…)")
    }
}

fn open_body(
    id: &SessionId,
    message: &Message<'_>,
    secret: &Secret<32>,
) -> Result<Zeroizing<Vec<u8>>, RatchetError> {
    let associated_data = message.body_associated_data(id);
    MessageKey::derive(&[(SecretKind::Chain, secret)], &message.r)
        .open(associated_data.as_bytes(), message.body)
}
