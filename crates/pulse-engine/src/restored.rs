//! A server that was put back from a copy: what it has accepted since may be lost on the way.
//!
//! What nobody confirmed leaves again, in its order and under its content ids, so that who has it already sees nothing of it, and
//! what was said since waits behind it. What no row shows is never confirmed: of that, the last profile that somebody was told
//! leaves again, and the receipts and the requests of the last days. The count of what was sent again bounds a server that goes
//! back for ever.

use std::collections::BTreeMap;

use pulse_crypto::keys::AccountId;
use pulse_protocol::EnvelopeId;

use crate::limits::{RESENT_MAX, UNCONFIRMED_DAYS, UNCONFIRMED_MAX, UNSHOWN_MAX};
use crate::outbox::{self, Kept, Queued, SentEnvelope, What};
use crate::turn::Turn;
use crate::{Body, ContactState, Content, EngineError, MessageStatus, repair, trust};

/// When something was said, to whom, and which it is: what no row shows before what one does, since it introduces it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    at: u64,
    account: AccountId,
    is_shown: bool,
    id: [u8; 16],
}

/// Something that may be lost.
struct Lost {
    kept: Kept,
    /// The envelopes it was in, one for each device, and its number in each.
    within: Vec<(EnvelopeId, usize)>,
}

/// By time, so that of too many the oldest go, whosever they are.
#[derive(Default)]
struct Unconfirmed {
    shown: BTreeMap<Place, Lost>,
    unshown: BTreeMap<Place, Lost>,
    /// The last profile that each account was told.
    profiles: BTreeMap<AccountId, (Place, Lost)>,
}

/// Sends again what nobody confirmed.
pub(crate) fn server_went_back(turn: &mut Turn<'_>) -> Result<(), EngineError> {
    let mut unconfirmed = Unconfirmed::default();
    let mut after: Option<Vec<u8>> = None;
    loop {
        let page = outbox::sent_envelopes(turn, after.as_deref())?;
        let Some((last, _)) = page.last() else {
            break;
        };
        after = Some(last.clone());
        for (_, id) in page {
            match outbox::sent_envelope(turn, id)? {
                Some(sent) if is_still_to_arrive(turn, sent.account)? => {
                    gather(turn, id, &sent, &mut unconfirmed)?;
                }
                _ => {}
            }
        }
    }
    let mut again: BTreeMap<AccountId, Vec<Queued>> = BTreeMap::new();
    for (place, lost) in unconfirmed.in_order() {
        if let Some(queued) = repair::queued_again(turn, &lost.kept)? {
            count(turn, &lost)?;
            again.entry(place.account).or_default().push(queued);
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
    sent: &SentEnvelope,
    unconfirmed: &mut Unconfirmed,
) -> Result<(), EngineError> {
    let is_late = turn.day().saturating_since(sent.day) <= UNCONFIRMED_DAYS;
    for (number, kept) in sent.contents.iter().enumerate() {
        let within = (id, number);
        let may_leave = kept.resent < RESENT_MAX;
        match &kept.what {
            What::Row(message) if may_leave => {
                if let Some(row) = turn.tx.message(*message)?
                    && row.status == MessageStatus::Sent
                {
                    let place = Place {
                        at: row.sort_at,
                        account: sent.account,
                        is_shown: true,
                        id: *message.as_bytes(),
                    };
                    note(&mut unconfirmed.shown, UNCONFIRMED_MAX, place, kept, within);
                }
            }
            What::Row(_) => {}
            What::Bytes(bytes) => {
                let Ok(content) = Content::decode(bytes) else {
                    continue;
                };
                let place = Place {
                    at: content.sent_at.as_millis(),
                    account: sent.account,
                    is_shown: false,
                    id: *content.id.as_bytes(),
                };
                match content.body {
                    Body::Profile(_) | Body::Introduction(_) => {
                        unconfirmed.note_profile(place, kept, within);
                    }
                    Body::Receipt(_) | Body::ResendRequest(_) if is_late && may_leave => {
                        note(&mut unconfirmed.unshown, UNSHOWN_MAX, place, kept, within);
                    }
                    _ => {}
                }
            }
        }
    }
    Ok(())
}

/// Notes one of at most so many; the oldest of too many goes.
fn note(
    among: &mut BTreeMap<Place, Lost>,
    max: usize,
    place: Place,
    kept: &Kept,
    within: (EnvelopeId, usize),
) {
    let lost = among.entry(place).or_insert_with(|| Lost::of(kept));
    lost.within.push(within);
    while among.len() > max {
        among.pop_first();
    }
}

impl Lost {
    fn of(kept: &Kept) -> Lost {
        Lost {
            kept: kept.clone(),
            within: Vec::new(),
        }
    }
}

impl Unconfirmed {
    /// One that was sent again too often is still the last one: none of before takes its place.
    fn note_profile(&mut self, place: Place, kept: &Kept, within: (EnvelopeId, usize)) {
        let (at, lost) = self
            .profiles
            .entry(place.account)
            .or_insert_with(|| (place, Lost::of(kept)));
        if *at < place {
            (*at, *lost) = (place, Lost::of(kept));
        }
        if *at == place {
            lost.kept.resent = lost.kept.resent.max(kept.resent);
            lost.within.push(within);
        }
    }

    fn in_order(self) -> BTreeMap<Place, Lost> {
        let profiles = self.profiles.into_values();
        let mut all = self.shown;
        all.extend(self.unshown);
        all.extend(profiles.filter(|(_, lost)| lost.kept.resent < RESENT_MAX));
        all
    }
}

/// It leaves once more: the envelopes that it was in remember it.
fn count(turn: &mut Turn<'_>, lost: &Lost) -> Result<(), EngineError> {
    for (id, number) in &lost.within {
        let Some(mut sent) = outbox::sent_envelope(turn, *id)? else {
            continue;
        };
        if let Some(kept) = sent.contents.get_mut(*number) {
            kept.resent += 1;
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
