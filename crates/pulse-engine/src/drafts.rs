//! What is written and not sent yet: one text per conversation, on this device alone.

use crate::engine::CommandResult;
use crate::limits::TEXT_BYTES_MAX;
use crate::turn::Turn;
use crate::{CommandError, CommandOutput, ConversationId, EngineError, Event};

/// `SetDraft`; an empty text removes it.
pub(crate) fn set(
    turn: &mut Turn<'_>,
    conversation: ConversationId,
    text: &str,
) -> Result<CommandResult, EngineError> {
    if text.len() > TEXT_BYTES_MAX {
        return Ok(Err(CommandError::TextTooLong {
            max: TEXT_BYTES_MAX as u32,
        }));
    }
    let is_known = match conversation.account() {
        Some(account) => turn.tx.contact(account)?.is_some(),
        None => false,
    };
    if !is_known {
        return Ok(Err(CommandError::UnknownContact));
    }
    if turn.tx.draft(conversation)?.as_deref().unwrap_or_default() != text {
        turn.tx.put_draft(conversation, text)?;
        turn.tell(Event::DraftChanged { conversation });
    }
    Ok(Ok(CommandOutput::None))
}
