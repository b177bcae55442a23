//! Receiving: which chain a message is on, and what it changes once it is authentic.
//!
//! Everything is computed beside the state; the state changes after the body has opened, by assignments that cannot fail.

use zeroize::Zeroizing;

use crate::limits::{CHAIN_MESSAGES_MAX, SKIPPED_MAX};
use crate::ratchet::chain_key::{Advance, ChainKey, ChainSecret};
use crate::ratchet::chains::{ReceivingChain, Sending};
use crate::ratchet::header::Header;
use crate::ratchet::message::Message;
use crate::ratchet::message_key::MessageKey;
use crate::ratchet::past_chains::PastChain;
use crate::ratchet::skipped_keys::SkippedKeys;
use crate::ratchet::{HeaderKey, RatchetError, SecretKind, Session, SessionId};
use crate::secret::Secret;

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

    /// The secret of a message's position, whether the chain stands there, passed it, or begins with it. Refuses what
    /// [`decrypt`](Self::decrypt) refuses, a forked sender included.
    pub(super) fn secret_of(&self, message: &Message<'_>) -> Result<ChainSecret, RatchetError> {
        let at = |chain_key: &ChainKey, from: u32, to: u32| {
            let advance = chain_key.advance(from, to)?;
            Ok(advance.chain_key.step().1)
        };
        match self.open_header(message)? {
            Opened::Current(header) => {
                let chain = self
                    .receiving
                    .as_ref()
                    .ok_or(RatchetError::NotForThisSession)?;
                if header.ratchet_key != chain.ratchet_key {
                    return Err(RatchetError::Used);
                }
                match header.n < chain.n {
                    true => chain.skipped.find(header.n).cloned(),
                    false => at(&chain.chain_key, chain.n, header.n),
                }
            }
            Opened::Next(header) => {
                let ratchet_key = self.sending.ratchet_key().ok_or(RatchetError::Used)?;
                self.rest_of_current(header.previous_n)?;
                let step = self.root_key.step(&ratchet_key.agree(&header.ratchet_key)?);
                at(&step.chain_key, 0, header.n)
            }
            Opened::Past(index, header) => {
                let chain = self.past.as_slice().get(index);
                let chain = chain.ok_or(RatchetError::NotForThisSession)?;
                if header.ratchet_key != chain.ratchet_key || header.n >= chain.length {
                    return Err(RatchetError::Used);
                }
                chain.skipped.find(header.n).cloned()
            }
        }
    }

    /// Opens the body with the secret of its position, and changes nothing.
    pub(super) fn open_body(
        &self,
        message: &Message<'_>,
        secret: &ChainSecret,
    ) -> Result<Zeroizing<Vec<u8>>, RatchetError> {
        open_body(&self.id, message, secret)
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

pub(super) fn open_body(
    id: &SessionId,
    message: &Message<'_>,
    secret: &Secret<32>,
) -> Result<Zeroizing<Vec<u8>>, RatchetError> {
    let associated_data = message.body_associated_data(id);
    MessageKey::derive(&[(SecretKind::Chain, secret)], &message.r)
        .open(associated_data.as_bytes(), message.body)
}

/// What a peer could do who has the keys and writes headers that no honest device writes.
#[cfg(test)]
mod tests {
    use super::*;
    use crate::ratchet::message::{AssociatedData, R_LEN, prefix};
    use crate::ratchet::session::tests::{Pair, pair};
    use crate::ratchet::{RatchetKey, RatchetPublicKey};

    const TODAY: u32 = 20_000;

    /// Alice's next message, with a header that `change` made worse; the body is as it should be for position 0.
    fn forge(alice: &Session, change: impl FnOnce(&mut Header)) -> Vec<u8> {
        let Sending::Active(chain) = &alice.sending else {
            panic!("alice has a chain");
        };
        let mut header = Header::classical(*chain.ratchet_key.public(), chain.n, alice.previous_n);
        change(&mut header);
        let r = [7; R_LEN];
        let mut message = prefix(&r, HeaderKey::sealed_len(&header)).to_vec();
        let associated_data = AssociatedData::new(&alice.id, &message);
        let sealed = chain
            .header_key
            .seal(&r, associated_data.as_bytes(), &header);
        message.extend_from_slice(sealed.as_bytes());
        let associated_data = AssociatedData::new(&alice.id, &message);
        let (_, secret) = chain.chain_key.step();
        MessageKey::derive(&[(SecretKind::Chain, &secret)], &r).seal(
            associated_data.as_bytes(),
            b"text",
            &mut message,
        );
        message
    }

    #[track_caller]
    fn assert_refused(bob: &mut Session, message: &[u8], error: RatchetError) {
        let before = bob.encode();
        assert_eq!(bob.decrypt(message, TODAY).err(), Some(error));
        assert_eq!(bob.encode(), before);
    }

    #[test]
    fn what_forge_makes_opens_when_nothing_is_changed() {
        let Pair { alice, mut bob, .. } = pair();
        assert!(bob.decrypt(&forge(&alice, |_| ()), TODAY).is_ok());
    }

    #[test]
    fn post_quantum_fields_are_refused_without_a_post_quantum_ratchet() {
        let Pair { alice, mut bob, .. } = pair();
        let message = forge(&alice, |header| header.pq_epoch = 1);
        assert_refused(&mut bob, &message, RatchetError::Malformed);
        let message = forge(&alice, |header| header.pq_n = 1);
        assert_refused(&mut bob, &message, RatchetError::Malformed);
    }

    #[test]
    fn positions_no_chain_reaches_are_refused() {
        let Pair { alice, mut bob, .. } = pair();
        for n in [CHAIN_MESSAGES_MAX, u32::MAX] {
            let message = forge(&alice, |header| header.n = n);
            assert_refused(&mut bob, &message, RatchetError::Malformed);
        }
        let message = forge(&alice, |header| header.n = CHAIN_MESSAGES_MAX - 1);
        assert_refused(&mut bob, &message, RatchetError::TooFarAhead);
    }

    #[test]
    fn a_first_chain_has_none_before_it() {
        let Pair { alice, mut bob, .. } = pair();
        let message = forge(&alice, |header| header.previous_n = 1);
        assert_refused(&mut bob, &message, RatchetError::Malformed);
    }

    #[test]
    fn ratchet_keys_of_small_order_are_refused() {
        let Pair { alice, mut bob, .. } = pair();
        for small in [0, 1] {
            let mut key = [0; 32];
            key[0] = small;
            let message = forge(&alice, |header| {
                header.ratchet_key = RatchetPublicKey::from_bytes(key)
            });
            assert_refused(&mut bob, &message, RatchetError::Malformed);
        }
    }

    #[test]
    fn another_ratchet_key_on_an_open_chain_is_a_fork() {
        let Pair {
            mut alice,
            mut bob,
            mut rng,
        } = pair();
        let first = alice.encrypt(b"first", &mut rng).unwrap();
        bob.decrypt(&first, TODAY).unwrap();
        let other = *RatchetKey::random(&mut rng).public();
        let message = forge(&alice, |header| header.ratchet_key = other);
        assert_refused(&mut bob, &message, RatchetError::Used);
        assert!(bob.decrypt(&forge(&alice, |_| ()), TODAY).is_ok());
    }
}
