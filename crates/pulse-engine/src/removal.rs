//! What a person takes away from this device: a row, a conversation, a contact.
//!
//! The ids of removed rows are remembered, so that a sender who never heard of their arrival and sends them again does not
//! bring them back. Nobody else is told.

use std::time::Duration;

use pulse_crypto::keys::AccountId;
use pulse_protocol::Timestamp;
use pulse_protocol::refusal::RefusalCode;

use crate::engine::CommandResult;
use crate::limits::REMOVED_DAYS;
use crate::turn::Turn;
use crate::{
    CommandError, CommandOutput, ContactChange, ContactState, ConversationId, EngineError, Event,
    MessageId, MessageStatus, contacts, mutes, outbox, repair, requests, tokens, unread_marks,
};

/// `DeleteMessage`. One of ours that waits unsealed does not leave any more; one that is sealed may.
pub(crate) fn message(turn: &mut Turn<'_>, id: MessageId) -> Result<CommandResult, EngineError> {
    let Some(row) = turn.tx.message(id)? else {
        return Ok(Err(CommandError::UnknownMessage));
    };
    let conversation = row.conversation;
    if let (true, Some(account)) = (row.outgoing, conversation.account()) {
        outbox::withdraw(turn, account, Some(id))?;
    }
    turn.tx.remove_message(id, turn.now)?;
    turn.tell(Event::MessageRemoved { id, conversation });
    if let Some(mut summary) = turn.tx.conversation(conversation)? {
        let was_unseen = row.status == MessageStatus::Received && !row.outgoing;
        summary.unread = summary.unread.saturating_sub(u32::from(was_unseen));
        if summary.last_message == Some(id) {
            let last = turn.tx.last_message(conversation)?;
            summary.last_message = last.as_ref().map(|last| last.id);
            if let Some(last) = last {
                summary.last_at = Timestamp::from_millis(last.sort_at);
            }
        }
        turn.tx.put_conversation(&summary)?;
        turn.tell(Event::ConversationChanged { conversation });
    }
    Ok(Ok(CommandOutput::None))
}

/// `DeleteConversation`. Whoever is in it stays what they are to us; what they write next begins it anew.
pub(crate) fn conversation(
    turn: &mut Turn<'_>,
    conversation: ConversationId,
) -> Result<CommandResult, EngineError> {
    if let Some(account) = conversation.account() {
        outbox::withdraw(turn, account, None)?;
        requests::forget_said(turn, account)?;
    }
    turn.tx.remove_messages(conversation, turn.now)?;
    turn.tx.put_draft(conversation, "")?;
    turn.tx.remove_conversation(conversation)?;
    unread_marks::forget(turn, conversation)?;
    turn.tell(Event::ConversationRemoved { conversation });
    Ok(Ok(CommandOutput::None))
}

/// `RemoveContact`. What waits for them is not sent, and our token changes: they are a stranger, and so are we to them.
pub(crate) fn contact(
    turn: &mut Turn<'_>,
    account: AccountId,
) -> Result<CommandResult, EngineError> {
    let Some(contact) = turn.tx.contact(account)? else {
        return Ok(Err(CommandError::UnknownContact));
    };
    let removed = conversation(turn, ConversationId::direct(account))?;
    outbox::fail_all(turn, account, RefusalCode::Other(0))?;
    outbox::forget_unanswered(turn, account)?;
    repair::forget_asked(turn, account)?;
    requests::forget_block(turn, account)?;
    turn.live.typing.remove(&account);
    turn.tx.remove_contact(account)?;
    tokens::not_told(turn, account)?;
    // After the row is gone, so that they are not told the new one.
    if matches!(contact.state, ContactState::Accepted | ContactState::Added) {
        tokens::rotate(turn)?;
    }
    // Their sessions are kept like those of anybody who may yet say something, and go with them.
    requests::note_nobody(turn, account)?;
    mutes::forget(turn, ConversationId::direct(account))?;
    contacts::changed(turn, account, ContactChange::Removed);
    Ok(removed)
}

/// Forgets removed rows that nobody can send again.
pub(crate) fn expire(turn: &mut Turn<'_>) -> Result<(), EngineError> {
    let kept = Duration::from_secs(u64::from(REMOVED_DAYS) * 24 * 60 * 60);
    let kept = u64::try_from(kept.as_millis()).unwrap_or(u64::MAX);
    let before = turn.now.as_millis().saturating_sub(kept);
    Ok(turn.tx.forget_removed(Timestamp::from_millis(before))?)
}
