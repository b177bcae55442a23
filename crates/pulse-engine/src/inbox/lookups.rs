//! How often mail waits for a look at its sender's devices that then turns out to be for nothing.
//!
//! Whoever may write here can claim any account and any version, and each claim stops the mailbox for a question to the
//! server. Honest mail seldom needs one (a first message brings its chain, a removed device falls silent), so after a few
//! that found no such device the rest of that sender is judged by what is known.

use std::collections::VecDeque;

use pulse_crypto::keys::AccountId;
use pulse_protocol::Timestamp;

use crate::limits::{FRUITLESS_LOOKUPS_MAX, FRUITLESS_LOOKUPS_WITHIN};
use crate::turn::Turn;
use crate::{EngineError, clock};

/// The last fruitless ones of a sender; all strangers are one.
pub(crate) type Fruitless = VecDeque<Timestamp>;

/// Whether mail of this account may wait for a look once more.
pub(super) fn may_wait(turn: &mut Turn<'_>, account: AccountId) -> Result<bool, EngineError> {
    let sender = known(turn, account)?;
    let now = turn.now;
    let Some(past) = turn.live.fruitless.get_mut(&sender) else {
        return Ok(true);
    };
    past.retain(|at| clock::age(*at, now).is_some_and(|age| age < FRUITLESS_LOOKUPS_WITHIN));
    Ok(past.len() < FRUITLESS_LOOKUPS_MAX)
}

/// A look found no such device.
pub(super) fn note_fruitless(turn: &mut Turn<'_>, account: AccountId) -> Result<(), EngineError> {
    let sender = known(turn, account)?;
    let now = turn.now;
    let past = turn.live.fruitless.entry(sender).or_default();
    past.push_back(now);
    while past.len() > FRUITLESS_LOOKUPS_MAX {
        past.pop_front();
    }
    Ok(())
}

/// The account, when it is somebody to us: one contact's claims do not use up another's looks, and made-up accounts share theirs.
fn known(turn: &mut Turn<'_>, account: AccountId) -> Result<Option<AccountId>, EngineError> {
    Ok(turn.tx.contact(account)?.map(|_| account))
}
