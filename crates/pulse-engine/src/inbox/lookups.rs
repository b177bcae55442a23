//! How often mail waits for a look at its sender's devices that then turns out to be for nothing.
//!
//! Whoever may write here can claim any account and any version, and each claim stops the mailbox for a question to the
//! server. Honest mail seldom needs one (a first message brings its chain, a removed device falls silent), so after a few
//! that found nothing the rest of that sender is judged by what is known.
//!
//! A claim is not the claimed account's word. What came with our delivery token is counted apart from what came with a stamp, as
//! a stranger's does, and what a listed device has sealed apart from both: nobody's inventions use up those looks.

use std::collections::VecDeque;

use pulse_crypto::keys::AccountId;
use pulse_protocol::{MailLane, Timestamp};

use crate::limits::{FRUITLESS_LOOKUPS_MAX, FRUITLESS_LOOKUPS_WITHIN};
use crate::turn::Turn;
use crate::{EngineError, clock};

/// The last fruitless ones of a sender.
pub(crate) type Fruitless = VecDeque<Timestamp>;

/// Whose looks are counted together: those of an account that is somebody to us, one contact's claims do not use up another's; or of
/// all strangers, made-up accounts share theirs.
pub(crate) type Counted = (Option<AccountId>, Claim);

/// Who says that mail is of an account.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Claim {
    /// A seal alone, which whoever may write on this lane can make.
    Made(MailLane),
    /// A device that the account lists.
    Proven,
}

/// Whether mail of this account may wait for a look once more.
pub(super) fn may_wait(
    turn: &mut Turn<'_>,
    account: AccountId,
    claim: Claim,
) -> Result<bool, EngineError> {
    let counted = counted(turn, account, claim)?;
    let now = turn.now;
    let Some(past) = turn.live.fruitless.get_mut(&counted) else {
        return Ok(true);
    };
    past.retain(|at| clock::age(*at, now).is_some_and(|age| age < FRUITLESS_LOOKUPS_WITHIN));
    Ok(past.len() < FRUITLESS_LOOKUPS_MAX)
}

/// A look found no such device, or not the list that was spoken of.
pub(super) fn note_fruitless(
    turn: &mut Turn<'_>,
    account: AccountId,
    claim: Claim,
) -> Result<(), EngineError> {
    let counted = counted(turn, account, claim)?;
    let now = turn.now;
    let past = turn.live.fruitless.entry(counted).or_default();
    past.push_back(now);
    while past.len() > FRUITLESS_LOOKUPS_MAX {
        past.pop_front();
    }
    Ok(())
}

fn counted(turn: &mut Turn<'_>, account: AccountId, claim: Claim) -> Result<Counted, EngineError> {
    let known = turn.tx.contact(account)?.map(|_| account);
    Ok((known, claim))
}
