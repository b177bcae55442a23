//! Why messages of ours wait although the server takes mail: what only a person can end.

use pulse_crypto::keys::AccountId;

use super::unanswered;
use crate::{ContactState, EngineError, HeldReason, IdentityState, StoreTx, devices, trust};

/// What holds everything that waits for an account; nothing while only the server is waited for.
pub(crate) fn reason(
    tx: &mut dyn StoreTx,
    account: AccountId,
) -> Result<Option<HeldReason>, EngineError> {
    let Some(contact) = tx.contact(account)? else {
        return Ok(None);
    };
    if devices::is_stored_as_removed(tx)? {
        return Ok(Some(HeldReason::Removed));
    }
    if trust::is_own_forked(tx)? {
        return Ok(Some(HeldReason::OwnForked));
    }
    if contact.identity == IdentityState::Forked {
        return Ok(Some(HeldReason::Forked));
    }
    let is_full = contact.state == ContactState::Added && unanswered::is_full(tx, account)?;
    Ok(is_full.then_some(HeldReason::Unanswered))
}
