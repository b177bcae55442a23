//! Whose devices are whose: the manifests of this account and of everybody we talk with (PROTOCOL section 1).
//!
//! A manifest is believed for what it proves: a chain of signatures from the account id, or from the manifest held before.
//! Peers' manifests are fetched on the anonymous lane, our own on the identified one. A newer one replaces the older for
//! good; another one in the same place is a fork.

use std::sync::Arc;

use pulse_crypto::keys::{AccountId, RootKey, RootPublicKey};
use pulse_protocol::frame::FetchManifest;
use pulse_protocol::manifest::{
    self, Device, ManifestChain, ManifestError, SignedManifest, Signer, VerifiedManifest,
};
use pulse_protocol::refusal::{Refusal, RefusalCode};
use pulse_protocol::{ClientBody, Lane, ManifestPosition, Timestamp};
use serde::{Deserialize, Serialize};

use pulse_crypto::keys::Capabilities;

use crate::account::Own;
use crate::limits::{CHAIN_BYTES_IN_SEAL_MAX, MANIFEST_AGE_MAX, MANIFESTS_IN_MEMORY_MAX};
use crate::live::Pending;
use crate::seal::Freshness;
use crate::turn::{Record, Turn, key};
use crate::{EngineError, Event, Room, inbox, outbox, trust};

/// A manifest as it is stored.
#[derive(Serialize, Deserialize)]
struct ManifestRecord {
    manifest: Vec<u8>,
    /// When the server last said that there is nothing newer.
    checked_at: Timestamp,
}

impl Record for ManifestRecord {
    const NAME: &'static str = "manifest";
}

/// The own chain from the newest root-signed manifest on, oldest first; it travels in first messages.
#[derive(Serialize, Deserialize)]
struct ChainRecord(Vec<u8>);

impl Record for ChainRecord {
    const NAME: &'static str = "manifest chain";
}

/// A manifest in memory.
#[derive(Clone)]
pub(crate) struct HeldManifest {
    pub(crate) manifest: Arc<VerifiedManifest>,
    checked_at: Timestamp,
}

impl HeldManifest {
    /// Whether the server was asked within seven days.
    pub(crate) fn is_fresh(&self, now: Timestamp) -> bool {
        now.saturating_since(self.checked_at) <= MANIFEST_AGE_MAX
    }
}

/// What a chain brought.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Learned {
    /// It is newer than what was held, or the first.
    Newer,
    /// Nothing new.
    Nothing,
    /// Another manifest in the place of the one held.
    Fork,
    /// It does not prove what it says.
    Invalid,
}

/// The first manifest of a new account: this device alone, signed by the root key.
pub(crate) fn create_own(
    turn: &mut Turn<'_>,
    root: &RootKey,
    own: &Own,
) -> Result<(), EngineError> {
    let device = Device {
        id: own.device,
        signing: own.signing.public(),
        identity: own.identity.public(),
        capabilities: Capabilities::CURRENT,
    };
    let chain = ManifestChain(vec![manifest::first(root, &[device], turn.day())]);
    match learn(turn, own.account, &chain)? {
        Learned::Newer => Ok(()),
        _ => Err(EngineError::Bug("a first manifest that does not verify")),
    }
}

/// The root key that the own manifest names.
pub(crate) fn own_root_key(
    turn: &mut Turn<'_>,
    account: AccountId,
) -> Result<RootPublicKey, EngineError> {
    let held = held(turn, account)?.ok_or(EngineError::Bug("an account without its manifest"))?;
    held.manifest
        .root_keys()
        .first()
        .copied()
        .ok_or(EngineError::Bug("a manifest without root keys"))
}

/// The manifest to register with.
pub(crate) fn own_first_manifest(
    turn: &mut Turn<'_>,
    account: AccountId,
) -> Result<SignedManifest, EngineError> {
    let held = held(turn, account)?.ok_or(EngineError::Bug("an account without its manifest"))?;
    Ok(held.manifest.signed().clone())
}

/// Our own chain as it travels beside a handshake; `None` when it is too long for that, and the peer fetches it.
pub(crate) fn own_chain(
    turn: &mut Turn<'_>,
    account: AccountId,
) -> Result<Option<Vec<u8>>, EngineError> {
    let Some(ChainRecord(chain)) = turn.load(Room::Devices, &chain_key(account))? else {
        return Ok(None);
    };
    Ok((chain.len() <= CHAIN_BYTES_IN_SEAL_MAX).then_some(chain))
}

/// A chain as it came beside a handshake.
pub(crate) fn decode_chain(bytes: &[u8]) -> Option<ManifestChain> {
    ManifestChain::decode(bytes).ok()
}

/// The manifest held of an account.
pub(crate) fn held(
    turn: &mut Turn<'_>,
    account: AccountId,
) -> Result<Option<HeldManifest>, EngineError> {
    if let Some(held) = turn.live.manifests.get(&account) {
        return Ok(Some(held.clone()));
    }
    let Some(record) = turn.load::<ManifestRecord>(Room::Devices, account.as_bytes())? else {
        return Ok(None);
    };
    let manifest = VerifiedManifest::decode_stored(&record.manifest)
        .map_err(|_| EngineError::Record(ManifestRecord::NAME))?;
    let held = HeldManifest {
        manifest: Arc::new(manifest),
        checked_at: record.checked_at,
    };
    remember(turn, account, held.clone());
    Ok(Some(held))
}

fn remember(turn: &mut Turn<'_>, account: AccountId, held: HeldManifest) {
    if turn.live.manifests.len() >= MANIFESTS_IN_MEMORY_MAX {
        turn.live.manifests.clear();
    }
    turn.live.manifests.insert(account, held);
}

/// The manifest of a peer, when it may be used for sending: held, and checked within seven days. Otherwise asks for it.
pub(crate) fn usable(
    turn: &mut Turn<'_>,
    account: AccountId,
) -> Result<Option<Arc<VerifiedManifest>>, EngineError> {
    if let Some(held) = held(turn, account)?
        && held.is_fresh(turn.now)
    {
        return Ok(Some(held.manifest));
    }
    fetch(turn, account)?;
    Ok(None)
}

/// How we know somebody's manifest, as it travels in the seal.
pub(crate) fn freshness(manifest: &VerifiedManifest) -> Freshness {
    let mut hash = [0; 8];
    hash.copy_from_slice(&manifest.hash()[..8]);
    Freshness {
        position: manifest.position(),
        hash,
    }
}

/// Asks the server for whatever is newer than what we hold. Nothing happens while an answer is awaited or the lane is down.
pub(crate) fn fetch(turn: &mut Turn<'_>, account: AccountId) -> Result<(), EngineError> {
    let is_own = turn.own()?.is_some_and(|own| own.account == account);
    let lane = if is_own {
        Lane::Identified
    } else {
        Lane::Anonymous
    };
    let pending = Pending::FetchManifest(account);
    if !turn.live.is_ready(lane) || turn.live.is_pending(pending) {
        return Ok(());
    }
    let held = held(turn, account)?.map(|held| held.manifest.position());
    let body = ClientBody::FetchManifest(FetchManifest { account, held });
    turn.request(lane, pending, body);
    Ok(())
}

/// The answer to [`fetch`]: an empty chain says that we hold the newest.
pub(crate) fn fetched(
    turn: &mut Turn<'_>,
    account: AccountId,
    chain: &ManifestChain,
) -> Result<(), EngineError> {
    let learned = learn(turn, account, chain)?;
    if learned != Learned::Invalid {
        mark_checked(turn, account)?;
    }
    match learned {
        // The rest of a chain that is longer than one answer.
        Learned::Newer if chain.0.len() > 1 => fetch(turn, account)?,
        _ => inbox::manifest_answered(turn, account)?,
    }
    if learned == Learned::Invalid || held(turn, account)?.is_none() {
        outbox::rest(turn, account, None)?;
    }
    outbox::pump(turn, account)
}

/// The server does not give the manifest.
pub(crate) fn fetch_refused(
    turn: &mut Turn<'_>,
    account: AccountId,
    refusal: &Refusal,
) -> Result<(), EngineError> {
    if refusal.code.is_later() {
        inbox::manifest_delayed(turn, account, refusal)?;
        return outbox::rest(turn, account, Some(refusal));
    }
    if refusal.code == RefusalCode::UnknownRecipient {
        outbox::fail_all(turn, account, refusal.code)?;
    } else {
        outbox::rest(turn, account, Some(refusal))?;
    }
    inbox::manifest_answered(turn, account)
}

/// Takes in a chain, wherever it came from.
pub(crate) fn learn(
    turn: &mut Turn<'_>,
    account: AccountId,
    chain: &ManifestChain,
) -> Result<Learned, EngineError> {
    if chain.0.is_empty() {
        return Ok(Learned::Nothing);
    }
    let held = held(turn, account)?;
    let before = held.as_ref().map(|held| held.manifest.as_ref());
    match manifest::verify_chain(&account, before, chain) {
        Ok(newer) if before.is_none() && is_below_floor(turn, account, &newer)? => {
            Ok(Learned::Invalid)
        }
        Ok(newer) if before.is_none_or(|before| newer.position() > before.position()) => {
            adopt(turn, account, before, newer, chain)?;
            Ok(Learned::Newer)
        }
        Ok(_) => Ok(Learned::Nothing),
        Err(ManifestError::Fork { .. }) => {
            trust::forked(turn, account)?;
            Ok(Learned::Fork)
        }
        Err(_) => Ok(Learned::Invalid),
    }
}

/// Forgets the manifest of an account that is nobody to us.
pub(crate) fn forget(turn: &mut Turn<'_>, account: AccountId) -> Result<(), EngineError> {
    turn.live.manifests.remove(&account);
    turn.erase(Room::Devices, account.as_bytes())
}

/// The person has looked at a fork and goes on: whatever the server shows now is taken, but nothing of an older generation,
/// which a recovery has ended.
pub(crate) fn start_over(turn: &mut Turn<'_>, account: AccountId) -> Result<(), EngineError> {
    if let Some(held) = held(turn, account)? {
        let floor = Floor(held.manifest.position().generation);
        turn.save(Room::Devices, &floor_key(account), &floor)?;
    }
    forget(turn, account)
}

/// The generation below which nothing of an account is believed any more.
#[derive(Serialize, Deserialize)]
struct Floor(u32);

impl Record for Floor {
    const NAME: &'static str = "manifest floor";
}

fn floor_key(account: AccountId) -> Vec<u8> {
    key(&[account.as_bytes(), b"floor"])
}

fn is_below_floor(
    turn: &mut Turn<'_>,
    account: AccountId,
    newer: &VerifiedManifest,
) -> Result<bool, EngineError> {
    let floor: Option<Floor> = turn.load(Room::Devices, &floor_key(account))?;
    Ok(floor.is_some_and(|Floor(generation)| newer.position().generation < generation))
}

fn adopt(
    turn: &mut Turn<'_>,
    account: AccountId,
    before: Option<&VerifiedManifest>,
    newer: VerifiedManifest,
    chain: &ManifestChain,
) -> Result<(), EngineError> {
    match turn.own()? {
        Some(own) if own.account == account => own_changed(turn, &own, before, &newer, chain)?,
        _ => trust::devices_changed(turn, account, before, &newer)?,
    }
    // What replaced an unknown one was found just now; what replaced a known one still has to be checked in its time.
    let checked_at = match before {
        None => turn.now,
        Some(_) => turn
            .live
            .manifests
            .get(&account)
            .map_or(turn.now, |held| held.checked_at),
    };
    store(
        turn,
        account,
        HeldManifest {
            manifest: Arc::new(newer),
            checked_at,
        },
    )
}

fn store(turn: &mut Turn<'_>, account: AccountId, held: HeldManifest) -> Result<(), EngineError> {
    let record = ManifestRecord {
        manifest: held.manifest.encode(),
        checked_at: held.checked_at,
    };
    turn.save(Room::Devices, account.as_bytes(), &record)?;
    remember(turn, account, held);
    Ok(())
}

fn mark_checked(turn: &mut Turn<'_>, account: AccountId) -> Result<(), EngineError> {
    match held(turn, account)? {
        Some(held) => {
            let checked_at = turn.now;
            store(turn, account, HeldManifest { checked_at, ..held })
        }
        None => Ok(()),
    }
}

/// The next send to this account asks the server first: somebody knows of a newer manifest.
pub(crate) fn suspect(turn: &mut Turn<'_>, account: AccountId) -> Result<(), EngineError> {
    match held(turn, account)? {
        Some(held) => {
            let checked_at = Timestamp::default();
            store(turn, account, HeldManifest { checked_at, ..held })?;
            fetch(turn, account)
        }
        None => Ok(()),
    }
}

/// Compares the own manifest with what the server says at connect.
pub(crate) fn compare_own(
    turn: &mut Turn<'_>,
    position: ManifestPosition,
    hash: &[u8; 32],
) -> Result<(), EngineError> {
    let Some(own) = turn.own()? else {
        return Ok(());
    };
    let Some(held) = held(turn, own.account)? else {
        return fetch(turn, own.account);
    };
    if position == held.manifest.position() && hash != held.manifest.hash() {
        turn.tell(Event::OwnDevicesForked);
    }
    if position > held.manifest.position() {
        return fetch(turn, own.account);
    }
    mark_checked(turn, own.account)
}

/// The own account's devices changed. One that this device does not know may be a thief's.
fn own_changed(
    turn: &mut Turn<'_>,
    own: &Own,
    before: Option<&VerifiedManifest>,
    newer: &VerifiedManifest,
    chain: &ManifestChain,
) -> Result<(), EngineError> {
    for device in newer.devices() {
        // A device that was just linked knows nobody yet and alarms nobody.
        let is_known = device.id == own.device
            || before.is_none()
            || before.is_some_and(|before| before.device(device.id).is_some());
        if !is_known {
            turn.tell(Event::OwnDeviceUnknown { device: device.id });
        }
    }
    if newer.device(own.device).is_none() {
        turn.tell(Event::OwnDeviceRemoved);
    }
    let stored = turn.load(Room::Devices, &chain_key(own.account))?;
    let mut manifests = match stored {
        Some(ChainRecord(stored)) => {
            ManifestChain::decode(&stored)
                .map_err(|_| EngineError::Record(ChainRecord::NAME))?
                .0
        }
        None => Vec::new(),
    };
    for signed in &chain.0 {
        if signed.signer == Signer::Root {
            manifests.clear();
        }
        manifests.push(signed.clone());
    }
    let stored = ChainRecord(ManifestChain(manifests).encode());
    turn.save(Room::Devices, &chain_key(own.account), &stored)
}

fn chain_key(account: AccountId) -> Vec<u8> {
    key(&[account.as_bytes(), b"chain"])
}
