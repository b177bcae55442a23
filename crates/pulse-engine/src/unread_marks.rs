//! Conversations that were marked as unread by hand, to come back to. On this device alone, and kept in its encrypted store: a list of
//! them says whom somebody knows. Nobody is told; a read receipt that has left stays true.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::engine::CommandResult;
use crate::turn::{self, Record, Turn};
use crate::{CommandError, CommandOutput, ConversationId, EngineError, Event, Room, StoreTx};

const KEY: &[u8] = b"unread marks";

/// As many as there are conversations at most.
#[derive(Default, Serialize, Deserialize)]
struct Stored(BTreeSet<ConversationId>);

impl Record for Stored {
    const NAME: &'static str = "unread marks";
}

/// All that are marked.
pub(crate) fn load(tx: &mut dyn StoreTx) -> Result<BTreeSet<ConversationId>, EngineError> {
    let stored = turn::load::<Stored>(tx, Room::Settings, KEY)?;
    Ok(stored.unwrap_or_default().0)
}

/// `SetUnreadMark`.
pub(crate) fn set(
    turn: &mut Turn<'_>,
    conversation: ConversationId,
    marked: bool,
) -> Result<CommandResult, EngineError> {
    if marked && turn.tx.conversation(conversation)?.is_none() {
        return Ok(Err(CommandError::UnknownContact));
    }
    change(turn, conversation, marked)?;
    Ok(Ok(CommandOutput::None))
}

/// The conversation was read, or is gone.
pub(crate) fn forget(turn: &mut Turn<'_>, conversation: ConversationId) -> Result<(), EngineError> {
    change(turn, conversation, false)
}

fn change(
    turn: &mut Turn<'_>,
    conversation: ConversationId,
    marked: bool,
) -> Result<(), EngineError> {
    let mut marks = load(turn.tx)?;
    let is_changed = match marked {
        true => marks.insert(conversation),
        false => marks.remove(&conversation),
    };
    if is_changed {
        turn.save(Room::Settings, KEY, &Stored(marks))?;
        turn.tell(Event::UnreadMarkChanged { conversation });
    }
    Ok(())
}
