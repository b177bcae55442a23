//! Manifests that were replaced, as long as a handshake may still name them.
//!
//! A first message names the manifests of both sides as its sender knew them when it began. It waits in a queue and at the server while
//! devices come and go and programs are renewed, and is still to be read: so what a device could do is looked up in the
//! manifest that the message names, not in the one of today. A manifest that nobody here ever saw proves nothing.
//!
//! A recovery ends this: what the older generation's manifests say may have been said by a thief.

use pulse_crypto::keys::{AccountId, Capabilities, DeviceId};
use pulse_protocol::manifest::VerifiedManifest;
use serde::{Deserialize, Serialize};

use crate::limits::{PAST_MANIFEST_DAYS, PAST_MANIFESTS_MAX};
use crate::turn::{Record, Turn, key};
use crate::{EngineError, Room};

/// What is kept of one.
#[derive(Serialize, Deserialize)]
struct Past {
    hash: [u8; 32],
    /// The day on which it was seen to be replaced.
    replaced: u32,
    devices: Vec<(u32, Capabilities)>,
}

/// Those of an account, oldest first.
#[derive(Default, Serialize, Deserialize)]
struct PastRecord(Vec<Past>);

impl Record for PastRecord {
    const NAME: &'static str = "past manifests";
}

impl Past {
    fn of(manifest: &VerifiedManifest, replaced: u32) -> Past {
        let devices = manifest.devices().iter();
        Past {
            hash: *manifest.hash(),
            replaced,
            devices: devices
                .map(|device| (device.id.get(), device.capabilities))
                .collect(),
        }
    }
}

/// Notes what `newer` replaces: the manifest held before, and those of the chain between.
pub(crate) fn replaced<'a>(
    turn: &mut Turn<'_>,
    older: impl Iterator<Item = &'a VerifiedManifest>,
    newer: &VerifiedManifest,
) -> Result<(), EngineError> {
    let account = *newer.account();
    let generation = newer.position().generation;
    let older: Vec<_> = older
        .filter(|manifest| manifest.hash() != newer.hash())
        .collect();
    if older.is_empty() {
        return Ok(());
    }
    let is_recovery = older
        .iter()
        .any(|manifest| manifest.position().generation < generation);
    let PastRecord(mut past) = match is_recovery {
        true => PastRecord::default(),
        false => load(turn, account)?,
    };
    let today = turn.day().get();
    past.retain(|past| today.saturating_sub(past.replaced) <= PAST_MANIFEST_DAYS);
    for manifest in older {
        let is_known = past.iter().any(|past| past.hash == *manifest.hash());
        if manifest.position().generation == generation && !is_known {
            past.push(Past::of(manifest, today));
        }
    }
    let too_many = past.len().saturating_sub(PAST_MANIFESTS_MAX);
    past.drain(..too_many);
    turn.save(Room::Devices, &past_key(account), &PastRecord(past))
}

/// What a device can do by the manifest with this hash: `current`, or one that it replaced. `None` when no such manifest was seen,
/// or it does not list the device.
pub(crate) fn capabilities(
    turn: &mut Turn<'_>,
    current: &VerifiedManifest,
    device: DeviceId,
    hash: &[u8; 32],
) -> Result<Option<Capabilities>, EngineError> {
    if current.hash() == hash {
        return Ok(current.device(device).map(|device| device.capabilities));
    }
    let PastRecord(past) = load(turn, *current.account())?;
    let named = past.iter().find(|past| past.hash == *hash);
    let listed = named.and_then(|past| past.devices.iter().find(|(id, _)| *id == device.get()));
    Ok(listed.map(|(_, capabilities)| *capabilities))
}

/// Forgets those of an account that is nobody to us.
pub(crate) fn forget(turn: &mut Turn<'_>, account: AccountId) -> Result<(), EngineError> {
    turn.erase(Room::Devices, &past_key(account))
}

fn load(turn: &mut Turn<'_>, account: AccountId) -> Result<PastRecord, EngineError> {
    let past = turn.load(Room::Devices, &past_key(account))?;
    Ok(past.unwrap_or_default())
}

fn past_key(account: AccountId) -> Vec<u8> {
    key(&[account.as_bytes(), b"past"])
}
