//! What a person can ask of the engine.

use std::fmt;

use pulse_crypto::keys::AccountId;
use pulse_protocol::link::{ContactLink, ServerLink};
use serde::{Deserialize, Serialize};

use crate::{ContentId, ConversationId, MessageId, Mute, Privacy, SecretText};

/// One wish. Each is answered by exactly one [`crate::Event::CommandDone`]: `Register` when the server has confirmed or
/// refused, all others within the same turn.
#[derive(Clone, Serialize, Deserialize)]
pub enum Command {
    /// Make an account here and register it.
    Register {
        /// Where.
        server: ServerLink,
        /// The name that contacts will see.
        name: String,
        /// The invite, when the server asks for one.
        invite: Option<String>,
    },
    /// Add somebody by their link. Our first message to them travels the request lane until they answer.
    AddContact {
        /// Their contact link.
        link: ContactLink,
        /// What we call them; without it, their own name is shown as soon as it is known.
        name: Option<String>,
    },
    /// Let a stranger who wrote to us in: they get our name and our delivery token.
    AcceptContact {
        /// Who.
        account: AccountId,
    },
    /// Hear nothing of this account any more.
    BlockContact {
        /// Who.
        account: AccountId,
    },
    /// Take a block back: they are to us what they were before it.
    UnblockContact {
        /// Who.
        account: AccountId,
    },
    /// Forget somebody and the conversation with them. Should they write again, they are a stranger who asks.
    RemoveContact {
        /// Who.
        account: AccountId,
    },
    /// Call somebody by a name of our own; an empty one goes back to theirs.
    RenameContact {
        /// Who.
        account: AccountId,
        /// The new name.
        name: String,
    },
    /// Send a text. Idempotent: the same content id again changes nothing and gives the same answer.
    SendText {
        /// To whom.
        conversation: ConversationId,
        /// A fresh random id, chosen by the caller.
        content: ContentId,
        /// What to say.
        text: String,
    },
    /// Try a failed message again.
    RetryMessage {
        /// Which one.
        message: MessageId,
    },
    /// Take a row away, on this device alone. One that still waits to be sent does not leave, unless it is on its way.
    DeleteMessage {
        /// Which one.
        message: MessageId,
    },
    /// Take a conversation away, on this device alone: its rows, its place in the list, its draft. The contact stays.
    DeleteConversation {
        /// Which one.
        conversation: ConversationId,
    },
    /// Keep what is written and not sent yet; an empty text removes it.
    SetDraft {
        /// Where.
        conversation: ConversationId,
        /// What is written so far.
        text: String,
    },
    /// Everything up to this message was seen.
    MarkRead {
        /// Where.
        conversation: ConversationId,
        /// The newest message that was seen.
        through: MessageId,
    },
    /// We began or ceased to write.
    SetTyping {
        /// Where.
        conversation: ConversationId,
        /// Whether we are writing.
        active: bool,
    },
    /// The safety numbers were compared by the people themselves.
    ConfirmSafetyNumber {
        /// With whom.
        account: AccountId,
        /// False takes the confirmation back.
        confirmed: bool,
    },
    /// We saw that their devices changed, were recovered or forked, and go on all the same.
    AcceptIdentityChange {
        /// Whose.
        account: AccountId,
    },
    /// Show the 24 words.
    RevealPhrase,
    /// Prove that the words were written down. On success the root key is erased from this device.
    ConfirmPhrase {
        /// The words.
        words: SecretText,
    },
    /// Change the name that contacts see.
    SetName {
        /// The new name.
        name: String,
    },
    /// Choose what contacts are told about us, and so what we are shown of theirs.
    SetPrivacy {
        /// The choice.
        privacy: Privacy,
    },
    /// Announce nothing of a conversation for a while, on this device alone. Its messages arrive and are counted as ever.
    SetMute {
        /// Which one.
        conversation: ConversationId,
        /// How long; `None` ends it.
        mute: Option<Mute>,
    },
    /// Mark a conversation as unread, to come back to it, or take the mark away; on this device alone. `MarkRead` takes it away too.
    SetUnreadMark {
        /// Which one.
        conversation: ConversationId,
        /// Whether it is to have the mark.
        marked: bool,
    },
}

impl Command {
    /// The command's name, which is all a log may say about it.
    pub fn name(&self) -> &'static str {
        match self {
            Command::Register { .. } => "Register",
            Command::AddContact { .. } => "AddContact",
            Command::AcceptContact { .. } => "AcceptContact",
            Command::BlockContact { .. } => "BlockContact",
            Command::UnblockContact { .. } => "UnblockContact",
            Command::RemoveContact { .. } => "RemoveContact",
            Command::RenameContact { .. } => "RenameContact",
            Command::SendText { .. } => "SendText",
            Command::RetryMessage { .. } => "RetryMessage",
            Command::DeleteMessage { .. } => "DeleteMessage",
            Command::DeleteConversation { .. } => "DeleteConversation",
            Command::SetDraft { .. } => "SetDraft",
            Command::MarkRead { .. } => "MarkRead",
            Command::SetTyping { .. } => "SetTyping",
            Command::ConfirmSafetyNumber { .. } => "ConfirmSafetyNumber",
            Command::AcceptIdentityChange { .. } => "AcceptIdentityChange",
            Command::RevealPhrase => "RevealPhrase",
            Command::ConfirmPhrase { .. } => "ConfirmPhrase",
            Command::SetName { .. } => "SetName",
            Command::SetPrivacy { .. } => "SetPrivacy",
            Command::SetMute { .. } => "SetMute",
            Command::SetUnreadMark { .. } => "SetUnreadMark",
        }
    }
}

impl fmt::Debug for Command {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
