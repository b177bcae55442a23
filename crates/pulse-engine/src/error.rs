//! What can go wrong: for the owner of the engine ([`EngineError`]) and for the person ([`CommandError`]).

use pulse_protocol::refusal::Refusal;
use serde::{Deserialize, Serialize};

use crate::StoreError;

/// A turn failed and must be rolled back. A peer's bad input is never an error; it is an effect.
#[derive(Debug, thiserror::Error)]
pub enum EngineError {
    /// The store did not do what it was asked.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A record of the named kind does not decode: the store is damaged, or written by something else.
    #[error("a stored record cannot be read: {0}")]
    Record(&'static str),
    /// The engine contradicts itself. A bug; the sentence names the place, never a person or a text.
    #[error("the engine is in a state it should not be in: {0}")]
    Bug(&'static str),
}

/// Why a command was not done, in words a person understands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum CommandError {
    /// There is an account here already.
    #[error("this home already has an account")]
    AlreadyRegistered,
    /// There is no account here yet.
    #[error("this home has no account yet; register first")]
    NotRegistered,
    /// The server said no.
    #[error("the server refused: {0}")]
    Refused(RefusalInfo),
    /// The link leads to another server than ours.
    #[error("this link leads to {host}, and this account lives on another server")]
    WrongServer {
        /// The other server's host.
        host: String,
    },
    /// The link leads to our server's name, and names another key than ours has.
    #[error(
        "this link names another key for the server at {host} than the one this account lives on has: somebody may have changed it. \
         Ask for it again, over a way you trust"
    )]
    OtherServerKey {
        /// The server's host.
        host: String,
    },
    /// Nobody of this id is among the contacts.
    #[error("there is no such contact")]
    UnknownContact,
    /// A stranger waits for an answer; accept them first.
    #[error("this person has written to you and is not accepted yet; accept them first")]
    NotAccepted,
    /// The contact is blocked.
    #[error("this contact is blocked: nothing is sent to them, and nothing heard of them")]
    Blocked,
    /// The link is one's own.
    #[error("this is your own link; give it to others")]
    OwnLink,
    /// The text is too long.
    #[error("this text is too long; a message holds {max} bytes")]
    TextTooLong {
        /// The limit in bytes of UTF-8.
        max: u32,
    },
    /// There is nothing in the text.
    #[error("there is nothing to send")]
    EmptyText,
    /// The message is not known.
    #[error("there is no such message")]
    UnknownMessage,
    /// Only a failed message can be tried again.
    #[error("this message has not failed")]
    NotFailed,
    /// The words are not the phrase of this account.
    #[error("these are not the 24 words of this account{}", at_word(.position))]
    WrongPhrase {
        /// The first word that cannot be right, counted from 1, when one word is to blame.
        position: Option<u8>,
    },
    /// The phrase was confirmed before and is no longer on this device.
    #[error("the phrase was confirmed and is no longer kept on this device")]
    PhraseGone,
    /// The contact's identity changed; look at it and decide first.
    #[error(
        "the identity of this contact has changed; compare the safety number and accept the change first"
    )]
    IdentityChanged,
    /// The name is empty, too long, or has characters that do not print.
    #[error("this name cannot be used; a name has 1 to {max} bytes and no control characters")]
    NameInvalid {
        /// The limit in bytes of UTF-8.
        max: u32,
    },
    /// The connection went away before the server answered.
    #[error("the connection was lost before the server answered")]
    Disconnected,
    /// The same command runs already.
    #[error("this is being done already")]
    Busy,
}

fn at_word(position: &Option<u8>) -> String {
    position.map_or_else(String::new, |position| {
        format!("; word {position} is wrong")
    })
}

/// A refusal as it crosses the local socket.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{text} (code {code})")]
pub struct RefusalInfo {
    /// The stable number, see `docs/wire.md`.
    pub code: u32,
    /// The server's sentence.
    pub text: String,
    /// When to try again; 0 when that would not help.
    pub retry_after_ms: u32,
}

impl From<&Refusal> for RefusalInfo {
    fn from(refusal: &Refusal) -> RefusalInfo {
        RefusalInfo {
            code: refusal.code.number(),
            text: refusal.text.clone(),
            retry_after_ms: refusal.retry_after_ms,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_are_sentences() {
        assert_eq!(
            CommandError::WrongPhrase { position: Some(3) }.to_string(),
            "these are not the 24 words of this account; word 3 is wrong"
        );
        assert_eq!(
            CommandError::WrongPhrase { position: None }.to_string(),
            "these are not the 24 words of this account"
        );
        let refusal = RefusalInfo {
            code: 408,
            text: "this invite was used".into(),
            retry_after_ms: 0,
        };
        assert_eq!(
            CommandError::Refused(refusal).to_string(),
            "the server refused: this invite was used (code 408)"
        );
    }
}
