//! The name of a message's key: what a test compares to see whether a key, or a position of a chain, was used twice.

use core::fmt;

use crate::hash;
use crate::labels;
use crate::ratchet::chain_key::ChainSecret;
use crate::ratchet::message::{Message, R_LEN};
use crate::ratchet::message_key::MessageKey;
use crate::ratchet::{RatchetError, SecretKind, Session};

/// Hashes of what one message was encrypted with. Equal names are equal keys; a name tells nothing of its key, and only who
/// holds the session, and so the key, can make it.
#[doc(hidden)]
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct KeyName {
    position: [u8; 32],
    key: [u8; 32],
}

impl KeyName {
    /// Names the position: its chain secret, from which each message there takes its key.
    pub const fn position(&self) -> &[u8; 32] {
        &self.position
    }

    /// Names the key and the nonce of the body.
    pub const fn key(&self) -> &[u8; 32] {
        &self.key
    }

    fn of(secret: &ChainSecret, r: &[u8; R_LEN]) -> Self {
        let material = MessageKey::material(&[(SecretKind::Chain, secret)], r);
        let name = |what: &[u8], of: &[u8]| hash::labelled(labels::RATCHET_KEY_NAME, &[what, of]);
        Self {
            position: name(b"position", secret.as_bytes()),
            key: name(b"key and nonce", material.as_bytes()),
        }
    }
}

impl fmt::Debug for KeyName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("KeyName(…)")
    }
}

impl Session {
    /// The name of the key that opens a message of the peer, with the proof that it does open it. The session stays as it is.
    ///
    /// # Errors
    /// As [`decrypt`](Self::decrypt).
    #[doc(hidden)]
    pub fn key_name(&self, message: &[u8]) -> Result<KeyName, RatchetError> {
        let message = Message::parse(message)?;
        let secret = self.secret_of(&message)?;
        self.open_body(&message, &secret)?;
        Ok(KeyName::of(&secret, &message.r))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ratchet::session::tests::{Pair, pair};

    const TODAY: u32 = 20_000;

    #[test]
    fn every_message_has_a_key_and_a_position_of_its_own() {
        let Pair {
            mut alice,
            mut bob,
            mut rng,
        } = pair();
        let mut names = std::collections::BTreeSet::new();
        let mut count = 0;
        for turn in 0..4 {
            let (from, to) = match turn % 2 {
                0 => (&mut alice, &mut bob),
                _ => (&mut bob, &mut alice),
            };
            let messages: Vec<_> = (0..5)
                .map(|_| from.encrypt(b"text", &mut rng).unwrap())
                .collect();
            // The last first: the others are then found among the skipped, and one stays for the past chains.
            for message in messages.iter().rev().take(4) {
                let before = to.encode();
                let name = to.key_name(message).unwrap();
                assert_eq!(to.encode(), before);
                to.decrypt(message, TODAY).unwrap();
                count += names.insert(*name.position()) as u32 + names.insert(*name.key()) as u32;
                assert_eq!(to.key_name(message), Err(RatchetError::Used));
            }
        }
        assert_eq!(count, 4 * 4 * 2);
    }

    /// What a checker must see: a state that was used, put back, and used again.
    #[test]
    fn a_cloned_state_shows_by_the_position() {
        let Pair {
            mut alice,
            bob,
            mut rng,
        } = pair();
        let mut clone = Session::decode(&alice.encode()).unwrap();
        let [one, other] =
            [&mut alice, &mut clone].map(|session| session.encrypt(b"text", &mut rng).unwrap());
        let [one, other] = [one, other].map(|message| bob.key_name(&message).unwrap());
        assert_eq!(one.position(), other.position());
        assert_ne!(one.key(), other.key(), "R keeps even these keys apart");
    }

    /// A name says that a message opens, so whatever `decrypt` refuses has none: here what a cloned state sends on, on chains and
    /// to positions that its peer has left.
    #[test]
    fn what_a_fork_sends_has_no_name_where_it_does_not_open() {
        let Pair {
            mut alice,
            mut bob,
            mut rng,
        } = pair();
        let first = alice.encrypt(b"first", &mut rng).unwrap();
        bob.decrypt(&first, TODAY).unwrap();
        let mut sent = Vec::new();
        for _ in 0..3 {
            let mut clone = Session::decode(&alice.encode()).unwrap();
            let answer = bob.encrypt(b"answer", &mut rng).unwrap();
            for session in [&mut alice, &mut clone] {
                session.decrypt(&answer, TODAY).unwrap();
                for _ in 0..3 {
                    sent.push(session.encrypt(b"text", &mut rng).unwrap());
                }
            }
            // Bob follows one of the two, after he has seen where the other would have led.
            for message in sent.iter().rev() {
                let opened = Session::decode(&bob.encode())
                    .unwrap()
                    .decrypt(message, TODAY);
                assert_eq!(bob.key_name(message).err(), opened.err());
            }
            bob.decrypt(&sent[sent.len() - 6], TODAY).unwrap();
            for message in &sent {
                let opened = Session::decode(&bob.encode())
                    .unwrap()
                    .decrypt(message, TODAY);
                assert_eq!(bob.key_name(message).err(), opened.err());
            }
        }
    }

    #[test]
    fn a_forged_message_has_no_name() {
        let Pair {
            mut alice,
            bob,
            mut rng,
        } = pair();
        let mut message = alice.encrypt(b"text", &mut rng).unwrap();
        if let Some(last) = message.last_mut() {
            *last ^= 1;
        }
        assert_eq!(bob.key_name(&message), Err(RatchetError::Authentication));
    }
}
