//! What a contact's devices doing something unexpected means to the person (PROTOCOL section 1, "what a contact sees").
//!
//! | happened | shown | verified | sending |
//! |---|---|---|---|
//! | a device came or went | `DevicesChanged` | stays | goes on |
//! | recovered from the phrase | `Recovered` | cleared | goes on, nothing is re-sent until the person goes on |
//! | two manifests in one place | `Forked` | cleared | stops until the person decides |
//! | two of our own in one place | a notice | stays | stops, to everybody, until they agree |
//! | this device left our own | a notice | stays | stops, to everybody |

use pulse_crypto::keys::AccountId;
use pulse_protocol::manifest::VerifiedManifest;
use serde::{Deserialize, Serialize};

use crate::engine::CommandResult;
use crate::turn::{self, Record, Turn};
use crate::{
    CommandError, CommandOutput, ContactChange, ContactState, EngineError, Event, IdentityState,
    Notice, Room, StoreTx, contacts, devices, outbox, repair,
};

/// A newer manifest of a peer is about to replace the one held.
pub(crate) fn devices_changed(
    turn: &mut Turn<'_>,
    account: AccountId,
    before: Option<&VerifiedManifest>,
    newer: &VerifiedManifest,
) -> Result<(), EngineError> {
    // The first one seen is believed for its chain; there is nothing to compare it with.
    let Some(before) = before else {
        return Ok(());
    };
    let Some(mut contact) = turn.tx.contact(account)? else {
        return Ok(());
    };
    let change = if newer.position().generation > before.position().generation {
        contact.identity = contact.identity.max(IdentityState::Recovered);
        contact.verified = false;
        contact.compared = false;
        ContactChange::Recovered
    } else if is_same_devices(before, newer) {
        return Ok(());
    } else {
        contact.identity = contact.identity.max(IdentityState::DevicesChanged);
        ContactChange::DevicesChanged
    };
    turn.tx.put_contact(&contact)?;
    turn.tell(Event::ContactChanged { account, change });
    Ok(())
}

fn is_same_devices(before: &VerifiedManifest, newer: &VerifiedManifest) -> bool {
    before.devices().len() == newer.devices().len()
        && newer.devices().iter().all(|device| {
            before.device(device.id).is_some_and(|known| {
                known.identity == device.identity && known.signing == device.signing
            })
        })
}

/// Two manifests exist in one place: somebody speaks with two tongues, and the person must decide.
pub(crate) fn forked(turn: &mut Turn<'_>, account: AccountId) -> Result<(), EngineError> {
    if turn.own()?.is_some_and(|own| own.account == account) {
        return own_forked(turn);
    }
    let Some(mut contact) = turn.tx.contact(account)? else {
        return Ok(());
    };
    if contact.identity == IdentityState::Forked {
        return Ok(());
    }
    contact.identity = IdentityState::Forked;
    contact.verified = false;
    contact.compared = false;
    turn.tx.put_contact(&contact)?;
    turn.tell(Event::ContactChanged {
        account,
        change: ContactChange::Forked,
    });
    Ok(())
}

/// The server, or another device of ours, has another list of our devices in the place of the one this device knows. Nothing is
/// sent until the server shows the list that is known here, or one that follows it: a thief who may add a device reads along.
pub(crate) fn own_forked(turn: &mut Turn<'_>) -> Result<(), EngineError> {
    keep_own_forked(turn, true)?;
    if !std::mem::replace(&mut turn.live.own_forked, true) {
        turn.tell(Event::OwnDevicesForked);
    }
    Ok(())
}

/// The server shows the list that is known here, or one that follows it. That is told, unless the list lacks this device, from which
/// nothing leaves then.
pub(crate) fn own_agrees(turn: &mut Turn<'_>, is_listed: bool) -> Result<(), EngineError> {
    turn.live.own_forked = false;
    if is_own_forked(turn.tx)? {
        keep_own_forked(turn, false)?;
        if is_listed {
            turn.tell(Event::OwnDevicesAgree);
        }
    }
    Ok(())
}

/// Whether the server showed two lists when it was last asked, and has not shown that they are one since. Stored: a restart, and a
/// server that keeps its list back afterwards, let nothing leave.
pub(crate) fn is_own_forked(tx: &mut dyn StoreTx) -> Result<bool, EngineError> {
    let stored = turn::load::<OwnForked>(tx, Room::Settings, OWN_FORKED)?;
    Ok(stored.unwrap_or_default().0)
}

fn keep_own_forked(turn: &mut Turn<'_>, is_forked: bool) -> Result<(), EngineError> {
    if is_own_forked(turn.tx)? != is_forked {
        turn.save(Room::Settings, OWN_FORKED, &OwnForked(is_forked))?;
    }
    Ok(())
}

const OWN_FORKED: &[u8] = b"own devices forked";

#[derive(Default, Serialize, Deserialize)]
struct OwnForked(bool);

impl Record for OwnForked {
    const NAME: &'static str = "own devices forked";
}

/// A device of this account sealed two messages with one key: its state was copied, by a backup that was put back or by a thief.
/// Said once while the program runs; the repair that follows goes on without the copied keys.
pub(crate) fn cloned(turn: &mut Turn<'_>, account: AccountId) -> Result<(), EngineError> {
    let is_own = turn.own()?.is_some_and(|own| own.account == account);
    let contact = turn.tx.contact(account)?;
    let notice = match contact.filter(|contact| contact.state == ContactState::Accepted) {
        Some(_) => Notice::ContactCloned { account },
        None if is_own => Notice::OwnDeviceCloned,
        // A stranger's words about themselves are nothing.
        None => return Ok(()),
    };
    if turn.live.clones_told.insert(account) {
        turn.tell(Event::Notice(notice));
    }
    Ok(())
}

/// Whether nothing may be sent to this account until the person has decided.
pub(crate) fn is_stopped(turn: &mut Turn<'_>, account: AccountId) -> Result<bool, EngineError> {
    let contact = turn.tx.contact(account)?;
    let is_forked = contact.is_some_and(|contact| contact.identity == IdentityState::Forked);
    Ok(is_forked || is_own_forked(turn.tx)? || devices::is_removed(turn)?)
}

/// Whether messages from before may be sent again to the devices of now.
pub(crate) fn may_resend(turn: &mut Turn<'_>, account: AccountId) -> Result<bool, EngineError> {
    if turn.own()?.is_some_and(|own| own.account == account) {
        return Ok(true);
    }
    Ok(turn
        .tx
        .contact(account)?
        .is_some_and(|contact| contact.identity < IdentityState::Recovered))
}

/// `AcceptIdentityChange`: the person has looked and goes on. After a fork the newest manifest of the server is taken.
pub(crate) fn accept_change(
    turn: &mut Turn<'_>,
    account: AccountId,
) -> Result<CommandResult, EngineError> {
    let Some(mut contact) = turn.tx.contact(account)? else {
        return Ok(Err(CommandError::UnknownContact));
    };
    let was_forked = contact.identity == IdentityState::Forked;
    contact.identity = IdentityState::Unchanged;
    turn.tx.put_contact(&contact)?;
    turn.tell(Event::ContactChanged {
        account,
        change: ContactChange::IdentityAccepted,
    });
    if was_forked {
        devices::start_over(turn, account)?;
    }
    repair::answer_asked(turn, account)?;
    turn.live.resting.remove(&account);
    outbox::pump(turn, account)?;
    Ok(Ok(CommandOutput::None))
}

/// `ConfirmSafetyNumber`.
pub(crate) fn confirm(
    turn: &mut Turn<'_>,
    account: AccountId,
    confirmed: bool,
) -> Result<CommandResult, EngineError> {
    let Some(mut contact) = turn.tx.contact(account)? else {
        return Ok(Err(CommandError::UnknownContact));
    };
    contact.verified = confirmed;
    contact.compared = confirmed;
    turn.tx.put_contact(&contact)?;
    contacts::changed(turn, account, ContactChange::Verified);
    Ok(Ok(CommandOutput::None))
}
