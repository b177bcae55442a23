//! Who is writing. Never stored, believed for a few seconds, told only to accepted contacts.

use pulse_crypto::keys::AccountId;
use pulse_protocol::Timestamp;

use crate::engine::CommandResult;
use crate::limits::{SENT_AT_AHEAD_MAX, TYPING_LASTS};
use crate::turn::Turn;
use crate::{
    Body, CommandError, CommandOutput, ContactState, Content, ContentId, ConversationId,
    EngineError, Event, outbox, privacy,
};

/// `SetTyping`. Worthless after a moment, so it does not wait for a connection.
pub(crate) fn set(
    turn: &mut Turn<'_>,
    conversation: ConversationId,
    active: bool,
) -> Result<CommandResult, EngineError> {
    let Some(account) = conversation.account() else {
        return Ok(Err(CommandError::UnknownContact));
    };
    match turn.tx.contact(account)? {
        None => return Ok(Err(CommandError::UnknownContact)),
        Some(contact) if contact.state != ContactState::Accepted => {
            return Ok(Ok(CommandOutput::None));
        }
        Some(_) => {}
    }
    let is_told = privacy::load(turn.tx)?.typing;
    if !is_told || !turn.live.is_ready(pulse_protocol::Lane::Anonymous) {
        return Ok(Ok(CommandOutput::None));
    }
    let content = Content {
        id: ContentId::random(turn.rng),
        sent_at: turn.now,
        body: Body::Typing { active },
    };
    let expires = turn.now.plus(TYPING_LASTS);
    outbox::enqueue_until(turn, account, &content, expires)?;
    outbox::pump(turn, account)?;
    Ok(Ok(CommandOutput::None))
}

/// A contact says that they began or ceased to write, at a time of theirs. What waited for us, or was held back on the way, says
/// nothing about now; a clock of theirs that is a few minutes behind does not matter.
pub(crate) fn heard(
    turn: &mut Turn<'_>,
    account: AccountId,
    active: bool,
    sent_at: Timestamp,
) -> Result<(), EngineError> {
    let believed_until = sent_at.plus(TYPING_LASTS).plus(SENT_AT_AHEAD_MAX);
    let is_of_now = turn.live.caught_up && believed_until > turn.now;
    match active && !is_of_now {
        true => Ok(()),
        false => received(turn, account, active),
    }
}

/// A contact began or ceased to write. Not shown to whoever does not tell it either.
pub(crate) fn received(
    turn: &mut Turn<'_>,
    account: AccountId,
    active: bool,
) -> Result<(), EngineError> {
    if active && !privacy::load(turn.tx)?.typing {
        return Ok(());
    }
    let was_active = match active {
        true => turn
            .live
            .typing
            .insert(account, turn.now.plus(TYPING_LASTS))
            .is_some(),
        false => turn.live.typing.remove(&account).is_some(),
    };
    if was_active != active {
        tell(turn, account, active);
    }
    Ok(())
}

/// Nobody is shown to write any more.
pub(crate) fn forget_all(turn: &mut Turn<'_>) {
    for account in std::mem::take(&mut turn.live.typing).into_keys() {
        tell(turn, account, false);
    }
}

/// Nobody writes for ever.
pub(crate) fn expire(turn: &mut Turn<'_>) {
    let now = turn.now;
    let ended: Vec<_> = turn
        .live
        .typing
        .iter()
        .filter(|(_, until)| **until <= now)
        .map(|(account, _)| *account)
        .collect();
    for account in ended {
        turn.live.typing.remove(&account);
        tell(turn, account, false);
    }
}

fn tell(turn: &mut Turn<'_>, account: AccountId, active: bool) {
    let conversation = ConversationId::direct(account);
    turn.tell(Event::Typing {
        conversation,
        account,
        active,
    });
}
