//! Opening one envelope: seal, manifest, session. Nothing is changed before the seal has shown who sent it.

use pulse_crypto::keys::AccountId;
use pulse_crypto::sealed::{self, RecipientAddress, SenderAddress};
use pulse_protocol::DeviceId;
use pulse_protocol::frame::Deliver;
use pulse_protocol::manifest::{Device, VerifiedManifest};

use super::apply;
use super::lookups::{self, Claim};
use crate::account::Own;
use crate::outbox::{pair_key, sender_position};
use crate::seal::{Freshness, Inner};
use crate::sessions::{self, Decrypted};
use crate::turn::Turn;
use crate::{ContactState, EngineError, Event, RowKind, devices, repair, requests, trust};

/// What came of an envelope.
pub(super) enum Opened {
    Done,
    /// Dropped for this reason, which is counted.
    Dropped(&'static str),
    /// Waits for the manifest of this account.
    Waits(AccountId),
}

/// `answered`: whose manifest the server was asked for, when this delivery waited. The sender's is asked for first, then our own.
pub(super) fn open(
    turn: &mut Turn<'_>,
    own: &Own,
    deliver: &Deliver,
    answered: Option<AccountId>,
) -> Result<Opened, EngineError> {
    let to = RecipientAddress {
        account: own.account,
        device: own.device,
        identity: own.identity.public(),
    };
    let Ok(outer) = sealed::open_outer(&to, &own.identity, &deliver.sealed) else {
        return Ok(Opened::Dropped("seal"));
    };
    let sender = *outer.sender();
    turn.live.opening_from = Some((sender.account, sender.device));
    if let Some(reason) = refused_at_sight(turn, own, &sender)? {
        return Ok(Opened::Dropped(reason));
    }
    let Some(pair) = pair_key(turn, own, sender.identity)? else {
        return Ok(Opened::Dropped("seal"));
    };
    let Ok(plaintext) = outer.open_inner(&pair) else {
        return Ok(Opened::Dropped("seal"));
    };
    let Some(inner) = Inner::parse(&plaintext) else {
        return Ok(Opened::Dropped("malformed"));
    };
    let claim = Claim::Made(deliver.lane);
    match believe(turn, &sender, &inner, claim, answered.is_some())? {
        Belief::Unknown => Ok(Opened::Waits(sender.account)),
        Belief::NotListed => {
            if answered.is_some() {
                lookups::note_fruitless(turn, sender.account, claim)?;
            }
            Ok(Opened::Dropped("device not listed"))
        }
        Belief::Listed(device) => {
            if answered == Some(sender.account) && is_ahead(turn, &sender)? {
                lookups::note_fruitless(turn, sender.account, claim)?;
            }
            if must_learn_own(turn, own, &sender, &inner, answered)? {
                return Ok(Opened::Waits(own.account));
            }
            compare_own(turn, own, sender.account, inner.recipient)?;
            decrypt(turn, own, deliver, &sender, &device, &inner)
        }
    }
}

/// Whether a sender speaks of a newer manifest of its own than anybody has shown.
fn is_ahead(turn: &mut Turn<'_>, sender: &SenderAddress) -> Result<bool, EngineError> {
    let held = devices::held(turn, sender.account)?;
    Ok(held.is_none_or(|held| sender_position(sender) > held.manifest.position()))
}

/// Whether a handshake was begun with a list of our devices that may be newer than ours: then the server is asked for ours before it is
/// judged.
fn must_learn_own(
    turn: &mut Turn<'_>,
    own: &Own,
    sender: &SenderAddress,
    inner: &Inner<'_>,
    answered: Option<AccountId>,
) -> Result<bool, EngineError> {
    let held = devices::held(turn, own.account)?;
    let is_newer = held.is_none_or(|held| inner.recipient.position > held.manifest.position());
    if inner.header.is_none() || !is_newer {
        return Ok(false);
    }
    if answered == Some(own.account) {
        lookups::note_fruitless(turn, sender.account, Claim::Proven)?;
        return Ok(false);
    }
    lookups::may_wait(turn, sender.account, Claim::Proven)
}

/// What needs no decryption to be refused.
fn refused_at_sight(
    turn: &mut Turn<'_>,
    own: &Own,
    sender: &SenderAddress,
) -> Result<Option<&'static str>, EngineError> {
    if sender.account == own.account && sender.device == own.device {
        return Ok(Some("own device"));
    }
    match devices::held(turn, sender.account)? {
        Some(held) => {
            let is_hopeless = sender_position(sender) <= held.manifest.position()
                && listed(&held.manifest, sender).is_none();
            Ok(is_hopeless.then_some("device not listed"))
        }
        None => {
            let is_stranger = turn.tx.contact(sender.account)?.is_none();
            Ok((is_stranger && requests::is_full(turn)?).then_some("too many requests"))
        }
    }
}

/// Whether the newest known manifest lists the device that made the seal.
enum Belief {
    Listed(Device),
    NotListed,
    /// The sender speaks of a newer manifest than ours, or ours was not compared for a week; the server was not asked yet.
    Unknown,
}

fn believe(
    turn: &mut Turn<'_>,
    sender: &SenderAddress,
    inner: &Inner<'_>,
    claim: Claim,
    is_answered: bool,
) -> Result<Belief, EngineError> {
    let claimed = Freshness {
        position: sender_position(sender),
        hash: sender.manifest_hash,
    };
    let mut held = devices::held(turn, sender.account)?;
    let is_newer = |held: &Option<devices::HeldManifest>| {
        held.as_ref()
            .is_none_or(|held| claimed.position > held.manifest.position())
    };
    if is_newer(&held)
        && let Some(chain) = inner.chain.and_then(devices::decode_chain)
    {
        devices::learn(turn, sender.account, &chain)?;
        held = devices::held(turn, sender.account)?;
    }
    let is_unsure = is_newer(&held) || held.as_ref().is_some_and(|held| !held.is_fresh(turn.now));
    if is_unsure && !is_answered && lookups::may_wait(turn, sender.account, claim)? {
        return Ok(Belief::Unknown);
    }
    let Some(held) = held else {
        return Ok(Belief::NotListed);
    };
    // Only a device that the account itself lists may say that the account speaks with two tongues: anybody can claim a
    // name and a number.
    let Some(device) = listed(&held.manifest, sender).copied() else {
        return Ok(Belief::NotListed);
    };
    let known = devices::freshness(&held.manifest);
    if claimed.position == known.position && claimed.hash != known.hash {
        trust::forked(turn, sender.account)?;
    }
    Ok(Belief::Listed(device))
}

fn listed<'a>(manifest: &'a VerifiedManifest, sender: &SenderAddress) -> Option<&'a Device> {
    manifest
        .device(sender.device)
        .filter(|device| device.identity == sender.identity)
}

/// What the sender knows of our devices: a newer list than ours, or another one in its place. A stranger's word is nothing.
fn compare_own(
    turn: &mut Turn<'_>,
    own: &Own,
    sender: AccountId,
    theirs: Freshness,
) -> Result<(), EngineError> {
    if !is_heard(turn, own, sender)? {
        return Ok(());
    }
    let Some(held) = devices::held(turn, own.account)? else {
        return Ok(());
    };
    let ours = devices::freshness(&held.manifest);
    if theirs.position > ours.position {
        devices::fetch_own(turn, own.account)?;
    } else if theirs.position == ours.position && theirs.hash != ours.hash {
        tell_own_fork(turn, own.account)?;
    }
    Ok(())
}

/// Whether somebody's word about our devices counts.
fn is_heard(turn: &mut Turn<'_>, own: &Own, sender: AccountId) -> Result<bool, EngineError> {
    let contact = turn.tx.contact(sender)?;
    let is_accepted = contact.is_some_and(|contact| contact.state == ContactState::Accepted);
    Ok(is_accepted || sender == own.account)
}

fn tell_own_fork(turn: &mut Turn<'_>, own: AccountId) -> Result<(), EngineError> {
    if turn.live.own_fork_told {
        return Ok(());
    }
    turn.live.own_fork_told = true;
    // Theirs is one word; the server's own is asked for, and stops what is sent.
    devices::fetch_own(turn, own)?;
    turn.tell(Event::OwnDevicesForked);
    Ok(())
}

fn decrypt(
    turn: &mut Turn<'_>,
    own: &Own,
    deliver: &Deliver,
    sender: &SenderAddress,
    device: &Device,
    inner: &Inner<'_>,
) -> Result<Opened, EngineError> {
    let peer = (sender.account, device);
    match sessions::decrypt(turn, own, peer, inner.header, inner.message)? {
        Decrypted::Plaintext(plaintext) => apply::contents(turn, own, peer, &plaintext),
        Decrypted::Refused(reason) => Ok(Opened::Dropped(reason)),
        Decrypted::Foreign => {
            if is_heard(turn, own, sender.account)? {
                tell_own_fork(turn, own.account)?;
            }
            repair::unreadable(turn, sender.account, device.id, deliver.id)?;
            Ok(Opened::Dropped("foreign manifest"))
        }
        Decrypted::Parted(reason) => {
            if reason == sessions::USED {
                trust::cloned(turn, sender.account)?;
            }
            repair::unreadable(turn, sender.account, device.id, deliver.id)?;
            Ok(Opened::Dropped(reason))
        }
    }
}

/// The line that stands for an envelope which failed again and again, if its sender is somebody we know.
pub(super) fn unreadable_row(
    turn: &mut Turn<'_>,
    own: &Own,
    deliver: &Deliver,
    sender: Option<(AccountId, DeviceId)>,
) -> Result<(), EngineError> {
    let Some(sender) = sender else {
        return Ok(());
    };
    let raw = deliver.id.as_bytes();
    apply::unnamed(turn, own, sender, RowKind::Unreadable, raw)
}
