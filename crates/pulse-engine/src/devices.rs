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
use crate::purpose::{self, Purpose};
use crate::seal::Freshness;
use crate::turn::{self, Record, Turn, key};
use crate::{
    EngineError, Event, Room, StoreTx, account, clock, inbox, outbox, past_manifests, trust,
};

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

impl ManifestRecord {
    fn open(&self) -> Result<VerifiedManifest, EngineError> {
        VerifiedManifest::decode_stored(&self.manifest).map_err(|_| EngineError::Record(Self::NAME))
    }
}

/// The own chain from the first version of its generation on, oldest first; it travels in first messages. Written when a second
/// manifest follows the first.
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
        clock::age(self.checked_at, now).is_some_and(|age| age <= MANIFEST_AGE_MAX)
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

/// The manifest to register with: the account's first, which lists this device alone. `None` when there are others, or a
/// recovery came between: an account like that is not this device's to make.
pub(crate) fn own_first_manifest(
    turn: &mut Turn<'_>,
    own: &Own,
) -> Result<Option<SignedManifest>, EngineError> {
    let first = own_manifests(turn, own.account)?.into_iter().next();
    Ok(first.filter(|signed| {
        manifest::verify_first(signed)
            .is_ok_and(|first| matches!(first.devices(), [device] if device.id == own.device))
    }))
}

/// Our own chain as it travels beside a handshake; `None` when it is too long for that, and the peer fetches it.
pub(crate) fn own_chain(
    turn: &mut Turn<'_>,
    account: AccountId,
) -> Result<Option<Vec<u8>>, EngineError> {
    let chain = ManifestChain(own_manifests(turn, account)?);
    let bytes = (!chain.0.is_empty()).then(|| chain.encode());
    Ok(bytes.filter(|bytes| bytes.len() <= CHAIN_BYTES_IN_SEAL_MAX))
}

/// Our own manifests from the newest root-signed one on, oldest first.
fn own_manifests(
    turn: &mut Turn<'_>,
    account: AccountId,
) -> Result<Vec<SignedManifest>, EngineError> {
    if let Some(ChainRecord(chain)) = turn.load(Room::Devices, &chain_key(account))? {
        let chain =
            ManifestChain::decode(&chain).map_err(|_| EngineError::Record(ChainRecord::NAME))?;
        return Ok(chain.0);
    }
    // Nothing followed the first one yet.
    let held = held(turn, account)?.map(|held| held.manifest.signed().clone());
    Ok(held
        .filter(|signed| signed.signer == Signer::Root)
        .into_iter()
        .collect())
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
    let held = HeldManifest {
        manifest: Arc::new(record.open()?),
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
    fetch(turn, account, Purpose::Outgoing)?;
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

/// Asks the server for whatever is newer than what we hold. Nothing happens while an answer is awaited, the lane is down, or its
/// connection is for something else.
pub(crate) fn fetch(
    turn: &mut Turn<'_>,
    account: AccountId,
    purpose: Purpose,
) -> Result<(), EngineError> {
    if lane_about(turn, account)? == Lane::Identified {
        return fetch_own(turn, account);
    }
    if !may_ask(turn, Lane::Anonymous, account) || !purpose::claim(turn, purpose) {
        return Ok(());
    }
    ask(turn, Lane::Anonymous, account)
}

/// Asks the server for whatever is newer than what we hold of our own devices, on the lane that says who we are.
pub(crate) fn fetch_own(turn: &mut Turn<'_>, own: AccountId) -> Result<(), EngineError> {
    match may_ask(turn, Lane::Identified, own) {
        true => ask(turn, Lane::Identified, own),
        false => Ok(()),
    }
}

fn may_ask(turn: &Turn<'_>, lane: Lane, account: AccountId) -> bool {
    turn.live.is_ready(lane) && !turn.live.is_pending(Pending::FetchManifest(account))
}

fn lane_about(turn: &mut Turn<'_>, account: AccountId) -> Result<Lane, EngineError> {
    let is_own = turn.own()?.is_some_and(|own| own.account == account);
    Ok(match is_own {
        true => Lane::Identified,
        false => Lane::Anonymous,
    })
}

fn ask(turn: &mut Turn<'_>, lane: Lane, account: AccountId) -> Result<(), EngineError> {
    let pending = Pending::FetchManifest(account);
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
        // The rest of a chain that is longer than one answer, from where its beginning came.
        Learned::Newer if chain.0.len() > 1 => {
            let lane = lane_about(turn, account)?;
            ask(turn, lane, account)?;
        }
        _ => inbox::manifest_answered(turn, account)?,
    }
    if learned == Learned::Invalid || held(turn, account)?.is_none() {
        outbox::rest(turn, account, None)?;
    }
    pump_after(turn, account)
}

/// What waited for the manifest of an account may leave; for our own, everything did.
fn pump_after(turn: &mut Turn<'_>, account: AccountId) -> Result<(), EngineError> {
    match turn.own()?.is_some_and(|own| own.account == account) {
        true => outbox::pump_all(turn),
        false => outbox::pump(turn, account),
    }
}

/// The server does not give the manifest.
pub(crate) fn fetch_refused(
    turn: &mut Turn<'_>,
    account: AccountId,
    refusal: &Refusal,
) -> Result<(), EngineError> {
    if refusal.code.is_later() {
        inbox::manifest_delayed(turn, account, refusal)?;
        outbox::rest(turn, account, Some(refusal))?;
        return pump_after(turn, account);
    }
    if refusal.code == RefusalCode::UnknownRecipient {
        outbox::fail_all(turn, account, refusal.code)?;
    } else {
        outbox::rest(turn, account, Some(refusal))?;
    }
    inbox::manifest_answered(turn, account)?;
    pump_after(turn, account)
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
    let mut verified = match manifest::verify_each(&account, before, chain) {
        Ok(verified) => verified,
        Err(ManifestError::Fork { .. }) => {
            trust::forked(turn, account)?;
            return Ok(Learned::Fork);
        }
        Err(_) => return Ok(Learned::Invalid),
    };
    let Some(newer) = verified.pop() else {
        return Ok(Learned::Nothing);
    };
    if before.is_none() && is_below_floor(turn, account, &newer)? {
        return Ok(Learned::Invalid);
    }
    if before.is_some_and(|before| newer.position() <= before.position()) {
        return Ok(Learned::Nothing);
    }
    past_manifests::replaced(turn, before.into_iter().chain(&verified), &newer)?;
    adopt(turn, account, before, newer, &verified)?;
    Ok(Learned::Newer)
}

/// Forgets the manifest of an account that is nobody to us.
pub(crate) fn forget(turn: &mut Turn<'_>, account: AccountId) -> Result<(), EngineError> {
    past_manifests::forget(turn, account)?;
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
    between: &[VerifiedManifest],
) -> Result<(), EngineError> {
    match turn.own()? {
        Some(own) if own.account == account => own_changed(turn, &own, before, &newer, between)?,
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
            fetch(turn, account, Purpose::Outgoing)
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
        return fetch_own(turn, own.account);
    };
    if position == held.manifest.position() && hash != held.manifest.hash() {
        return trust::own_forked(turn);
    }
    if position > held.manifest.position() {
        return fetch_own(turn, own.account);
    }
    trust::own_agrees(turn, true)?;
    if position < held.manifest.position() {
        return publish_after(turn, hash, position.generation);
    }
    mark_checked(turn, own.account)
}

/// The server's list of our devices is older than ours, as after it was put back from a copy: tells it the manifest that follows
/// the one it has, if that is known here. Others would not find our newest device, or still find one that was removed.
fn publish_after(turn: &mut Turn<'_>, hash: &[u8; 32], generation: u32) -> Result<(), EngineError> {
    let Some(own) = turn.own()? else {
        return Ok(());
    };
    let is_of_before = held(turn, own.account)?
        .is_some_and(|held| held.manifest.position().generation > generation);
    let manifests = own_manifests(turn, own.account)?;
    let known = manifests.iter().position(|signed| signed.hash() == *hash);
    let next = match known {
        Some(known) => manifests.get(known + 1),
        // A recovery follows whatever was before it.
        None => manifests.first().filter(|_| is_of_before),
    };
    if let Some(next) = next {
        let pending = Pending::PublishManifest(next.hash());
        let body = ClientBody::PublishManifest(next.clone());
        turn.request(Lane::Identified, pending, body);
    }
    Ok(())
}

/// The server has the first of our manifests and no other.
pub(crate) fn publish_rest(turn: &mut Turn<'_>) -> Result<(), EngineError> {
    let Some(own) = turn.own()? else {
        return Ok(());
    };
    match own_first_manifest(turn, &own)? {
        Some(first) => published(turn, &first.hash()),
        None => Ok(()),
    }
}

/// The server has this manifest of ours: the next one follows, until it has all.
pub(crate) fn published(turn: &mut Turn<'_>, hash: &[u8; 32]) -> Result<(), EngineError> {
    publish_after(turn, hash, u32::MAX)
}

/// The server has another manifest than the one we thought, and shows it. Anything else is tried again at the next connect.
pub(crate) fn publish_refused(turn: &mut Turn<'_>, refusal: &Refusal) -> Result<(), EngineError> {
    if let (Some(own), Some(chain)) = (turn.own()?, &refusal.manifests) {
        learn(turn, own.account, chain)?;
    }
    Ok(())
}

/// The server does not let this device in, since the account lists it no more, and shows that list. Its word alone counts for nothing
/// beyond the connection: a list that holds is signed by the account's keys, follows the one that is held here, and is not the server's to
/// make. Nothing of what is stored is touched either way.
pub(crate) fn refused_as_removed(
    turn: &mut Turn<'_>,
    refusal: &Refusal,
) -> Result<(), EngineError> {
    let Some(own) = turn.own()? else {
        return Ok(());
    };
    if let Some(chain) = &refusal.manifests {
        learn(turn, own.account, chain)?;
    }
    if is_removed(turn)? {
        tell_removed(turn);
    }
    Ok(())
}

/// Whether the list of our devices that is held here does not name this one. What it would send nobody listens to: others look it up
/// in the same list.
pub(crate) fn is_removed(turn: &mut Turn<'_>) -> Result<bool, EngineError> {
    let Some(own) = turn.own()? else {
        return Ok(false);
    };
    let held = held(turn, own.account)?;
    Ok(held.is_some_and(|held| held.manifest.device(own.device).is_none()))
}

/// The same for those who only look at the store.
pub(crate) fn is_stored_as_removed(tx: &mut dyn StoreTx) -> Result<bool, EngineError> {
    let Some(own) = account::load(tx)? else {
        return Ok(false);
    };
    let key = own.account.as_bytes();
    let Some(record) = turn::load::<ManifestRecord>(tx, Room::Devices, key)? else {
        return Ok(false);
    };
    Ok(record.open()?.device(own.device).is_none())
}

/// Said once while the program runs.
fn tell_removed(turn: &mut Turn<'_>) {
    if !std::mem::replace(&mut turn.live.own_removed_told, true) {
        turn.tell(Event::OwnDeviceRemoved);
    }
}

/// The own account's devices changed. One that this device does not know may be a thief's.
fn own_changed(
    turn: &mut Turn<'_>,
    own: &Own,
    before: Option<&VerifiedManifest>,
    newer: &VerifiedManifest,
    between: &[VerifiedManifest],
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
    let is_listed = newer.device(own.device).is_some();
    if !is_listed {
        tell_removed(turn);
    }
    trust::own_agrees(turn, is_listed)?;
    let mut manifests = own_manifests(turn, own.account)?;
    for manifest in between.iter().chain([newer]) {
        if manifest.position().version == 1 {
            manifests.clear();
        }
        manifests.push(manifest.signed().clone());
    }
    // A chain this long is fetched and not sent along, so that its end is not missed here.
    let stored = ChainRecord(ManifestChain::fitting(manifests).encode());
    turn.save(Room::Devices, &chain_key(own.account), &stored)
}

fn chain_key(account: AccountId) -> Vec<u8> {
    key(&[account.as_bytes(), b"chain"])
}
