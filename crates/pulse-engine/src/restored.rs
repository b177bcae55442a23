//! A server that was put back from a copy: what it has accepted since may be lost on the way.
//!
//! What nobody confirmed leaves again, in its order and under its content ids, so that who has it already sees nothing of it, and
//! what was said since waits behind it. The count of what was sent again bounds a server that goes back for ever.

use std::collections::BTreeMap;

use pulse_crypto::keys::AccountId;
use pulse_protocol::EnvelopeId;

use crate::limits::{RESENT_MAX, UNCONFIRMED_MAX};
use crate::outbox::{self, Kept, Queued, What};
use crate::turn::Turn;
use crate::{ContactState, EngineError, MessageId, MessageStatus, repair, trust};

/// By time, so that of too many the oldest go, whosever they are.
type Unconfirmed = BTreeMap<(u64, AccountId, MessageId), Lost>;

/// Something that may be lost.
struct Lost {
    kept: Kept,
    /// The envelopes it was in, one for each device.
    envelopes: Vec<EnvelopeId>,
}

/// Sends again what nobody confirmed.
pub(crate) fn server_went_back(turn: &mut Turn<'_>) -> Result<(), EngineError> {
    let mut unconfirmed = Unconfirmed::new();
    let mut after: Option<Vec<u8>> = None;
    loop {
        let page = outbox::sent_envelopes(turn, after.as_deref())?;
        let Some((last, _)) = page.last() else {
            break;
        };
        after = Some(last.clone());
        for (_, envelope) in page {
            gather(turn, envelope, &mut unconfirmed)?;
        }
    }
    let mut again: BTreeMap<AccountId, Vec<Queued>> = BTreeMap::new();
    for ((_, account, message), lost) in unconfirmed {
        if let Some(queued) = repair::queued_again(turn, &lost.kept)? {
            count(turn, message, &lost.envelopes)?;
            again.entry(account).or_default().push(queued);
        }
    }
    for (account, contents) in again {
        outbox::enqueue_first(turn, account, &contents)?;
    }
    Ok(())
}

/// Notes what of an envelope nobody confirmed.
fn gather(
    turn: &mut Turn<'_>,
    id: EnvelopeId,
    unconfirmed: &mut Unconfirmed,
) -> Result<(), EngineError> {
    let Some(sent) = outbox::sent_envelope(turn, id)? else {
        return Ok(());
    };
    if !is_still_to_arrive(turn, sent.account)? {
        return Ok(());
    }
    for kept in &sent.contents {
        let What::Row(message) = kept.what else {
            continue;
        };
        let Some(row) = turn.tx.message(message)? else {
            continue;
        };
        if row.status == MessageStatus::Sent && kept.resent < RESENT_MAX {
            let place = (row.sort_at, sent.account, message);
            let lost = unconfirmed.entry(place).or_insert_with(|| Lost {
                kept: kept.clone(),
                envelopes: Vec::new(),
            });
            lost.envelopes.push(id);
        }
        while unconfirmed.len() > UNCONFIRMED_MAX {
            unconfirmed.pop_first();
        }
    }
    Ok(())
}

/// A message leaves once more: the envelopes that it was in remember it.
fn count(
    turn: &mut Turn<'_>,
    message: MessageId,
    envelopes: &[EnvelopeId],
) -> Result<(), EngineError> {
    for id in envelopes {
        let Some(mut sent) = outbox::sent_envelope(turn, *id)? else {
            continue;
        };
        for kept in &mut sent.contents {
            if matches!(kept.what, What::Row(of) if of == message) {
                kept.resent += 1;
            }
        }
        outbox::save_sent_envelope(turn, *id, &sent)?;
    }
    Ok(())
}

/// Whether somebody is written to at all, whose keys may be trusted with what was for them.
fn is_still_to_arrive(turn: &mut Turn<'_>, account: AccountId) -> Result<bool, EngineError> {
    let contact = turn.tx.contact(account)?;
    let is_written_to = contact.is_some_and(|contact| {
        matches!(contact.state, ContactState::Added | ContactState::Accepted)
    });
    Ok(is_written_to && trust::may_resend(turn, account)?)
}
