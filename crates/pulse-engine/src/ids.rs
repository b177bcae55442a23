//! The names of things: conversations, contents, messages, commands and pieces of work.

use std::fmt;
use std::str::FromStr;

use pulse_crypto::keys::{AccountId, DeviceId};
use pulse_crypto::{hash, labels};
use rand_core::CryptoRng;
use serde::{Deserialize, Serialize};

/// A conversation as this device keys it: opaque 32 bytes.
///
/// Between two people it is the other one's account id, so each side has its own name for the same conversation; what
/// both sides must agree on is built from the pair, see [`MessageId::of`]. Groups will bring ids of their own.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ConversationId(AccountId);

impl ConversationId {
    /// The conversation with one other person.
    pub fn direct(peer: AccountId) -> ConversationId {
        ConversationId(peer)
    }

    /// Takes back what [`ConversationId::as_bytes`] gave, as a store does.
    pub fn from_bytes(bytes: [u8; 32]) -> ConversationId {
        ConversationId(AccountId::from_bytes(bytes))
    }

    /// The bytes a store keys the conversation by.
    pub fn as_bytes(&self) -> &[u8; 32] {
        self.0.as_bytes()
    }

    /// The other person, when the conversation is between two. All are, until groups exist.
    pub fn account(&self) -> Option<AccountId> {
        Some(self.0)
    }
}

impl fmt::Display for ConversationId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for ConversationId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// What the sender calls a content, 16 random bytes that exist only inside the ciphertext (PROTOCOL section 4).
///
/// It counts together with the sender's account, device and the conversation; alone it says nothing.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ContentId([u8; 16]);

/// What this device and everybody in the conversation call a message: see [`MessageId::of`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct MessageId([u8; 16]);

impl MessageId {
    /// The first 16 bytes of a labelled hash over sender account, sender device, the pair of accounts in ascending
    /// order, and the content id. Both sides compute the same one, whichever of them is `a`.
    ///
    /// Nobody can make a message that collides with another sender's, since the sender is authenticated and hashed.
    pub fn of(
        sender: AccountId,
        device: DeviceId,
        a: AccountId,
        b: AccountId,
        content: ContentId,
    ) -> MessageId {
        let (low, high) = if a <= b { (a, b) } else { (b, a) };
        let digest = hash::labelled(
            labels::MESSAGE_ID,
            &[
                sender.as_bytes(),
                &device.get().to_be_bytes(),
                low.as_bytes(),
                high.as_bytes(),
                content.as_bytes(),
            ],
        );
        let mut id = [0; 16];
        id.copy_from_slice(&digest[..16]);
        MessageId(id)
    }
}

/// What the caller of a command calls it. Every command gets exactly one `CommandDone` with this id.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct CommandId([u8; 16]);

/// The 16-byte ids share their shape: bytes, random, hexadecimal.
macro_rules! sixteen_bytes {
    ($name:ident) => {
        impl $name {
            /// Wraps the bytes of an id that came from somewhere else.
            pub fn from_bytes(bytes: [u8; 16]) -> $name {
                $name(bytes)
            }

            /// The id's bytes.
            pub fn as_bytes(&self) -> &[u8; 16] {
                &self.0
            }

            /// A fresh id from the caller's randomness.
            pub fn random(rng: &mut dyn CryptoRng) -> $name {
                let mut bytes = [0; 16];
                rng.fill_bytes(&mut bytes);
                $name(bytes)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({self})", stringify!($name))
            }
        }

        impl FromStr for $name {
            type Err = IdError;

            fn from_str(text: &str) -> Result<$name, IdError> {
                parse_hex(text).map($name)
            }
        }
    };
}

sixteen_bytes!(ContentId);
sixteen_bytes!(MessageId);
sixteen_bytes!(CommandId);

/// A piece of work the engine gave away, such as a proof of work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct WorkId(pub u64);

/// The text is no id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an id: an id is 32 hexadecimal digits")]
pub struct IdError;

fn parse_hex(text: &str) -> Result<[u8; 16], IdError> {
    let digits = text.as_bytes();
    if digits.len() != 32 {
        return Err(IdError);
    }
    let mut bytes = [0; 16];
    for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
        let mut value = 0;
        for digit in pair {
            let digit = (*digit as char).to_digit(16).ok_or(IdError)?;
            value = value * 16 + digit as u8;
        }
        *byte = value;
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn account(byte: u8) -> AccountId {
        AccountId::from_bytes([byte; 32])
    }

    #[test]
    fn a_message_has_the_same_id_on_both_sides_and_another_from_another_sender() {
        let content = ContentId::from_bytes([7; 16]);
        let device = DeviceId::new(5);
        let here = MessageId::of(account(1), device, account(1), account(2), content);
        let there = MessageId::of(account(1), device, account(2), account(1), content);
        assert_eq!(here, there);
        for other in [
            MessageId::of(account(2), device, account(1), account(2), content),
            MessageId::of(
                account(1),
                DeviceId::new(6),
                account(1),
                account(2),
                content,
            ),
            MessageId::of(account(1), device, account(1), account(3), content),
            MessageId::of(
                account(1),
                device,
                account(1),
                account(2),
                ContentId::from_bytes([8; 16]),
            ),
        ] {
            assert_ne!(here, other);
        }
    }

    #[test]
    fn ids_survive_their_text() {
        let id = MessageId::from_bytes([0xa5; 16]);
        assert_eq!(id.to_string().parse(), Ok(id));
        assert_eq!("a5".parse::<MessageId>(), Err(IdError));
        assert_eq!("zz".repeat(16).parse::<MessageId>(), Err(IdError));
    }
}
