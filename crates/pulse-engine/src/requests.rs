//! Strangers who write to us wait until the person lets them in. Until then they get nothing from us: no receipt, no
//! typing, no profile, no repair.

use pulse_crypto::keys::AccountId;
use serde::{Deserialize, Serialize};

use crate::engine::CommandResult;
use crate::limits::{NOBODIES_MAX, REQUEST_MESSAGES_MAX, REQUESTS_MAX, UNSEEN_PER_SCAN_MAX};
use crate::turn::{Record, Turn, key};
use crate::{
    CommandError, CommandOutput, ContactChange, ContactRow, ContactState, ContentId,
    ConversationId, EngineError, Room, contacts, devices, outbox, receipts, sessions, tokens,
};

/// Keys of `Room::Requests`: `nobody ‖ account`, since when.
const NOBODY: &[u8] = b"nobody";

/// Keys of `Room::Requests`: `blocked ‖ account`, the number of the state before the block, 0 for nobody.
const BLOCKED: &[u8] = b"blocked";

/// How many rows a stranger has filled since they became a request, whatever of them was read or deleted since. Keys of
/// `Room::Requests`: `said ‖ account`.
#[derive(Default, Serialize, Deserialize)]
struct Said(u32);

impl Record for Said {
    const NAME: &'static str = "request";
}

/// Whether there are so many strangers waiting that one more is not let in.
pub(crate) fn is_full(turn: &mut Turn<'_>) -> Result<bool, EngineError> {
    let waiting = contacts::all(turn)?
        .iter()
        .filter(|contact| contact.state == ContactState::Requested)
        .count();
    Ok(waiting >= REQUESTS_MAX)
}

/// A stranger wrote. `None` when too many wait already.
pub(crate) fn begin(
    turn: &mut Turn<'_>,
    account: AccountId,
) -> Result<Option<ContactRow>, EngineError> {
    if is_full(turn)? {
        return Ok(None);
    }
    let contact = contacts::new(turn, account, ContactState::Requested);
    turn.tx.put_contact(&contact)?;
    contacts::ensure_conversation(turn, account)?;
    contacts::changed(turn, account, ContactChange::Requested);
    Ok(Some(contact))
}

/// Whether a stranger has filled what a request may hold.
pub(crate) fn has_said_enough(
    turn: &mut Turn<'_>,
    contact: &ContactRow,
) -> Result<bool, EngineError> {
    if contact.state != ContactState::Requested {
        return Ok(false);
    }
    let Said(rows) = turn
        .load(Room::Requests, &said_key(contact.account))?
        .unwrap_or_default();
    if rows as usize >= REQUEST_MESSAGES_MAX {
        return Ok(true);
    }
    // Homes of before did not count: there, what was not read is known.
    let conversation = ConversationId::direct(contact.account);
    let end = (u64::MAX, ContentId::from_bytes([0xff; 16]));
    let unseen = turn.tx.unseen(conversation, end, REQUEST_MESSAGES_MAX)?;
    Ok(unseen.len() >= REQUEST_MESSAGES_MAX)
}

/// A row of somebody's was stored. Those of strangers are counted.
pub(crate) fn note_said(turn: &mut Turn<'_>, contact: &ContactRow) -> Result<(), EngineError> {
    if contact.state != ContactState::Requested {
        return Ok(());
    }
    let key = said_key(contact.account);
    let Said(rows) = turn.load(Room::Requests, &key)?.unwrap_or_default();
    turn.save(Room::Requests, &key, &Said(rows.saturating_add(1)))
}

/// Somebody is a stranger no more, or the person took away all that they had said.
pub(crate) fn forget_said(turn: &mut Turn<'_>, account: AccountId) -> Result<(), EngineError> {
    turn.erase(Room::Requests, &said_key(account))
}

fn said_key(account: AccountId) -> Vec<u8> {
    key(&[b"said", account.as_bytes()])
}

/// An envelope of somebody who is nobody to us was opened, and nothing in it made them a request: receipts for another
/// device of ours, say. Its sessions are kept, in case they say something; those of the oldest such accounts go.
pub(crate) fn note_nobody(turn: &mut Turn<'_>, account: AccountId) -> Result<(), EngineError> {
    let since = turn.now.as_millis().to_be_bytes();
    turn.tx
        .put(Room::Requests, &nobody_key(account.as_bytes()), &since)?;
    let nobodies = turn
        .tx
        .scan(Room::Requests, NOBODY, None, NOBODIES_MAX + 1)?;
    if nobodies.len() <= NOBODIES_MAX {
        return Ok(());
    }
    let oldest = nobodies.into_iter().min_by(|(_, a), (_, b)| a.cmp(b));
    let Some((key, _)) = oldest else {
        return Ok(());
    };
    turn.erase(Room::Requests, &key)?;
    let id = key.get(NOBODY.len()..).and_then(|id| id.try_into().ok());
    forget_unknown(
        turn,
        AccountId::from_bytes(id.ok_or(EngineError::Record("request"))?),
    )
}

/// Whatever was learned of an account of which nothing was ever opened, or not for long, goes: its name was only claimed.
pub(crate) fn forget_unknown(turn: &mut Turn<'_>, account: AccountId) -> Result<(), EngineError> {
    let is_noted = turn
        .tx
        .get(Room::Requests, &nobody_key(account.as_bytes()))?
        .is_some();
    if is_noted || turn.tx.contact(account)?.is_some() {
        return Ok(());
    }
    devices::forget(turn, account)?;
    sessions::forget(turn, account)
}

fn nobody_key(account: &[u8]) -> Vec<u8> {
    key(&[NOBODY, account])
}

/// `AcceptContact`; a blocked contact is let in again.
pub(crate) fn accept(
    turn: &mut Turn<'_>,
    account: AccountId,
) -> Result<CommandResult, EngineError> {
    let Some(contact) = turn.tx.contact(account)? else {
        return Ok(Err(CommandError::UnknownContact));
    };
    match contact.state {
        ContactState::Accepted | ContactState::Added => {}
        ContactState::Requested | ContactState::Blocked => accept_row(turn, contact)?,
    }
    Ok(Ok(CommandOutput::None))
}

/// Remembers what somebody was before a block; a second block changes nothing.
pub(crate) fn note_block(
    turn: &mut Turn<'_>,
    account: AccountId,
    before: Option<ContactState>,
) -> Result<(), EngineError> {
    if before == Some(ContactState::Blocked) {
        return Ok(());
    }
    let number = before.map_or(0, ContactState::number);
    let key = key(&[BLOCKED, account.as_bytes()]);
    Ok(turn.tx.put(Room::Requests, &key, &[number])?)
}

/// A block ended in another way than by [`unblock`].
pub(crate) fn forget_block(turn: &mut Turn<'_>, account: AccountId) -> Result<(), EngineError> {
    turn.erase(Room::Requests, &key(&[BLOCKED, account.as_bytes()]))
}

/// `UnblockContact`: back to what they were. Whoever was let in is told our new token and hears from us again.
pub(crate) fn unblock(
    turn: &mut Turn<'_>,
    account: AccountId,
) -> Result<CommandResult, EngineError> {
    let Some(mut contact) = turn.tx.contact(account)? else {
        return Ok(Err(CommandError::UnknownContact));
    };
    if contact.state != ContactState::Blocked {
        return Ok(Ok(CommandOutput::None));
    }
    let noted = turn
        .tx
        .get(Room::Requests, &key(&[BLOCKED, account.as_bytes()]))?;
    forget_block(turn, account)?;
    match noted.as_deref() {
        Some([0]) => turn.tx.remove_contact(account)?,
        // Blocks of homes that did not note it yet: they wait for an answer, which promises them nothing.
        noted => {
            let number = noted.and_then(|noted| noted.first().copied());
            contact.state = number
                .and_then(ContactState::from_number)
                .unwrap_or(ContactState::Requested);
            turn.tx.put_contact(&contact)?;
        }
    }
    contacts::changed(turn, account, ContactChange::Unblocked);
    if contact.state == ContactState::Accepted {
        tokens::offer_profile(turn, account)?;
        outbox::pump(turn, account)?;
    }
    Ok(Ok(CommandOutput::None))
}

/// Lets somebody in: they get our profile, and receipts for what they wrote so far.
pub(crate) fn accept_row(turn: &mut Turn<'_>, mut contact: ContactRow) -> Result<(), EngineError> {
    let account = contact.account;
    contact.state = ContactState::Accepted;
    turn.tx.put_contact(&contact)?;
    forget_block(turn, account)?;
    forget_said(turn, account)?;
    contacts::changed(turn, account, ContactChange::Accepted);
    tokens::offer_profile(turn, account)?;
    // What arrived was noted then; homes of before note it only now, as far as it was not read.
    let conversation = ConversationId::direct(account);
    if let Some(last) = turn.tx.last_message(conversation)? {
        let through = (last.sort_at, last.content_id);
        for message in turn.tx.unseen(conversation, through, UNSEEN_PER_SCAN_MAX)? {
            receipts::delivered(turn, account, message)?;
        }
    }
    outbox::activate(turn, account)?;
    outbox::pump(turn, account)
}
