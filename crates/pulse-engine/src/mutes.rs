//! Conversations of which nothing is announced. On this device alone, and kept in its encrypted store: a list of those whom somebody
//! mutes says whom they know. Nobody is told.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::engine::CommandResult;
use crate::turn::{self, Record, Turn};
use crate::{CommandError, CommandOutput, ConversationId, EngineError, Event, Mute, Room, StoreTx};

const KEY: &[u8] = b"mutes";

/// As many as there are contacts at most.
#[derive(Default, Serialize, Deserialize)]
struct Stored(BTreeMap<ConversationId, Mute>);

impl Record for Stored {
    const NAME: &'static str = "mutes";
}

/// All that were chosen. Some may have ended by themselves.
pub(crate) fn load(tx: &mut dyn StoreTx) -> Result<BTreeMap<ConversationId, Mute>, EngineError> {
    let stored = turn::load::<Stored>(tx, Room::Settings, KEY)?;
    Ok(stored.unwrap_or_default().0)
}

/// `SetMute`; `None` ends one.
pub(crate) fn set(
    turn: &mut Turn<'_>,
    conversation: ConversationId,
    mute: Option<Mute>,
) -> Result<CommandResult, EngineError> {
    let is_known = match conversation.account() {
        Some(account) => turn.tx.contact(account)?.is_some(),
        None => false,
    };
    if !is_known {
        return Ok(Err(CommandError::UnknownContact));
    }
    change(turn, conversation, mute)?;
    Ok(Ok(CommandOutput::None))
}

/// A contact is gone: should they come back, they are heard.
pub(crate) fn forget(turn: &mut Turn<'_>, conversation: ConversationId) -> Result<(), EngineError> {
    change(turn, conversation, None)
}

/// Those that ended by themselves go with the next change.
fn change(
    turn: &mut Turn<'_>,
    conversation: ConversationId,
    mute: Option<Mute>,
) -> Result<(), EngineError> {
    let before = load(turn.tx)?;
    let now = turn.now;
    let mut mutes = before.clone();
    mutes.retain(|_, mute| mute.holds(now));
    match mute {
        Some(mute) => mutes.insert(conversation, mute),
        None => mutes.remove(&conversation),
    };
    if mutes.get(&conversation) != before.get(&conversation) {
        turn.tell(Event::MuteChanged { conversation });
    }
    if mutes != before {
        turn.save(Room::Settings, KEY, &Stored(mutes))?;
    }
    Ok(())
}
