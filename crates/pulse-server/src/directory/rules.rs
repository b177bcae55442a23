//! The rules of the directory, over any disk. Each verb checks first and writes last.

use std::ops::ControlFlow;

use bytes::Bytes;
use pulse_protocol::bundle::{Prekey, PrekeyBundle, PrekeyId, PrekeyKind};
use pulse_protocol::frame::PrekeyCounts;
use pulse_protocol::limits::{MANIFESTS_PER_CHAIN_MAX, ONE_TIME_PREKEYS_MAX};
use pulse_protocol::manifest::{ManifestChain, ManifestError, VerifiedManifest};
use pulse_protocol::{AccountId, Day, DeviceId, ManifestPosition};
use serde::{Deserialize, Serialize};

use crate::directory::{Account, Registration};
use crate::mailboxes::MailboxId;
use crate::mailboxes::rules::{decode_mailbox_key, is_used, keys, mailbox_key};
use crate::store::transaction::{Tables, Transaction};
use crate::store::{StoreError, Table, table};

#[derive(Serialize, Deserialize)]
struct AccountRow {
    manifest: Vec<u8>,
    token_hash: [u8; 32],
    token_counter: u32,
}

/// The stock of a device, counted, so that a connect does not read a hundred KEM keys.
#[derive(Clone, Copy, Default, Serialize, Deserialize)]
struct StockRow {
    one_time: u32,
    kem_one_time: u32,
    signed_id: u32,
    signed_day: u32,
    last_resort_id: u32,
    last_resort_day: u32,
}

#[derive(Serialize, Deserialize)]
struct PrekeyRow {
    day: u32,
    public: Vec<u8>,
    signature: Option<Vec<u8>>,
}

pub(crate) fn register(
    tx: &mut Transaction<'_>,
    registration: &Registration,
) -> Result<(), StoreError> {
    let manifest = &registration.manifest;
    if let Some(held) = account(tx, manifest.account())? {
        return match held.manifest.hash() == manifest.hash() {
            true => Ok(()),
            false => Err(StoreError::Exists),
        };
    }
    if let Some(used) = registration.used {
        if is_used(tx, &used.key)? {
            return Err(StoreError::Used);
        }
        let until = Bytes::copy_from_slice(&used.until.to_be_bytes());
        tx.put(Table::Used, &used.key, until);
    }
    let (token_hash, token_counter) = registration.token;
    write_account(tx, manifest, token_hash, token_counter)?;
    write_manifest(tx, manifest);
    let device = MailboxId {
        account: *manifest.account(),
        device: registration.device,
    };
    write_prekeys(tx, &device, StockRow::default(), &registration.prekeys)?;
    Ok(())
}

pub(crate) fn account(
    tables: &dyn Tables,
    account: &AccountId,
) -> Result<Option<Account>, StoreError> {
    let Some(row) = tables.get(Table::Accounts, account.as_bytes())? else {
        return Ok(None);
    };
    let row: AccountRow = table::decode(&row)?;
    let manifest =
        VerifiedManifest::decode_stored(&row.manifest).map_err(|_| StoreError::Corrupt)?;
    Ok(Some(Account {
        manifest,
        token_hash: row.token_hash,
        token_counter: row.token_counter,
    }))
}

pub(crate) fn publish(
    tx: &mut Transaction<'_>,
    manifest: &VerifiedManifest,
    expected: ManifestPosition,
) -> Result<Vec<DeviceId>, StoreError> {
    let held = account(tx, manifest.account())?.ok_or(StoreError::Unknown)?;
    if held.manifest.hash() == manifest.hash() {
        return Ok(Vec::new());
    }
    if held.manifest.position() != expected {
        return Err(StoreError::Conflict);
    }
    if manifest.position().generation > expected.generation {
        let prefix = *manifest.account().as_bytes();
        for key in keys(tx, Table::Manifests, &prefix, &prefix, usize::MAX)? {
            tx.remove(Table::Manifests, &key);
        }
    }
    let before = held.manifest.devices().iter().map(|device| device.id);
    let removed: Vec<_> = before.filter(|id| manifest.device(*id).is_none()).collect();
    for device in &removed {
        forget_device(tx, *manifest.account(), *device)?;
    }
    write_account(tx, manifest, held.token_hash, held.token_counter)?;
    write_manifest(tx, manifest);
    Ok(removed)
}

pub(crate) fn manifests(
    tables: &dyn Tables,
    account: &AccountId,
    since: Option<ManifestPosition>,
) -> Result<Option<ManifestChain>, StoreError> {
    if tables.get(Table::Accounts, account.as_bytes())?.is_none() {
        return Ok(None);
    }
    let prefix = account.as_bytes();
    // A generation may have any number of versions: what one answer reads stays what one answer holds.
    let mut from = prefix.to_vec();
    if let Some(since) = since {
        let held = manifest_key(account, since);
        if tables.get(Table::Manifests, &held)?.is_some() {
            from = held.to_vec();
            from.push(0);
        }
    }
    let mut rows = Vec::new();
    tables.range(Table::Manifests, prefix, &from, &mut |_, value| {
        rows.push(Bytes::copy_from_slice(value));
        match rows.len() < MANIFESTS_PER_CHAIN_MAX {
            true => ControlFlow::Continue(()),
            false => ControlFlow::Break(()),
        }
    })?;
    let chain = rows
        .iter()
        .map(|row| Ok(VerifiedManifest::decode_stored(row)?.signed().clone()))
        .collect::<Result<Vec<_>, ManifestError>>()
        .map_err(|_| StoreError::Corrupt)?;
    Ok(Some(ManifestChain::fitting(chain)))
}

/// Ends with the manifest that removed the device, so that all which is left to read of a long generation does not hide it.
pub(crate) fn removal(
    tables: &dyn Tables,
    device: &MailboxId,
) -> Result<Option<ManifestChain>, StoreError> {
    let Some(held) = account(tables, &device.account)? else {
        return Ok(None);
    };
    let newest = held.manifest.position();
    let Some(version) = version_of_removal(tables, device, newest)? else {
        return manifests(tables, &device.account, None);
    };
    let mut newest_first = Vec::new();
    for version in (1..=version).rev().take(MANIFESTS_PER_CHAIN_MAX) {
        let position = ManifestPosition { version, ..newest };
        let found = manifest_at(tables, &device.account, position)?;
        newest_first.push(found.ok_or(StoreError::Corrupt)?.signed().clone());
    }
    let ManifestChain(mut chain) = ManifestChain::fitting(newest_first);
    chain.reverse();
    Ok(Some(ManifestChain(chain)))
}

/// The version of this generation that no longer lists a device which the one before it lists. It is looked for from the newest versions
/// and the oldest on, as many of each as a chain holds: what one refusal reads stays bounded, however long the generation is.
fn version_of_removal(
    tables: &dyn Tables,
    device: &MailboxId,
    newest: ManifestPosition,
) -> Result<Option<u32>, StoreError> {
    let lists = |version| -> Result<bool, StoreError> {
        let position = ManifestPosition { version, ..newest };
        let found = manifest_at(tables, &device.account, position)?;
        Ok(found.is_some_and(|manifest| manifest.device(device.device).is_some()))
    };
    let last = (1..newest.version).rev().take(MANIFESTS_PER_CHAIN_MAX);
    let first = (1..last.clone().min().unwrap_or(1)).take(MANIFESTS_PER_CHAIN_MAX);
    let mut listed = None;
    for version in last.chain(first) {
        if lists(version)? {
            listed = Some(version);
            break;
        }
    }
    let Some(mut listed) = listed else {
        return Ok(None);
    };
    let mut removed = newest.version;
    while removed - listed > 1 {
        let between = listed + (removed - listed) / 2;
        match lists(between)? {
            true => listed = between,
            false => removed = between,
        }
    }
    Ok(Some(removed))
}

fn manifest_at(
    tables: &dyn Tables,
    account: &AccountId,
    position: ManifestPosition,
) -> Result<Option<VerifiedManifest>, StoreError> {
    let row = tables.get(Table::Manifests, &manifest_key(account, position))?;
    let manifest = row.map(|row| VerifiedManifest::decode_stored(&row));
    manifest.transpose().map_err(|_| StoreError::Corrupt)
}

pub(crate) fn add_prekeys(
    tx: &mut Transaction<'_>,
    device: MailboxId,
    prekeys: &[Prekey],
) -> Result<PrekeyCounts, StoreError> {
    let held = account(tx, &device.account)?.ok_or(StoreError::Unknown)?;
    if held.manifest.device(device.device).is_none() {
        return Err(StoreError::Unknown);
    }
    let stock = stock(tx, &device)?;
    write_prekeys(tx, &device, stock, prekeys).map(StockRow::counts)
}

pub(crate) fn prekey_counts(
    tables: &dyn Tables,
    device: &MailboxId,
) -> Result<PrekeyCounts, StoreError> {
    Ok(stock(tables, device)?.counts())
}

pub(crate) fn take_bundles(
    tx: &mut Transaction<'_>,
    account: &AccountId,
    devices: &[DeviceId],
    spend: bool,
) -> Result<Vec<PrekeyBundle>, StoreError> {
    let mut bundles = Vec::with_capacity(devices.len());
    for device in devices {
        let device = MailboxId {
            account: *account,
            device: *device,
        };
        bundles.extend(take_bundle(tx, &device, spend)?);
    }
    Ok(bundles)
}

pub(crate) fn set_delivery_token(
    tx: &mut Transaction<'_>,
    device: &MailboxId,
    hash: [u8; 32],
    counter: u32,
) -> Result<(), StoreError> {
    let held = account(tx, &device.account)?.ok_or(StoreError::Unknown)?;
    if held.manifest.device(device.device).is_none() {
        return Err(StoreError::Unknown);
    }
    if counter < held.token_counter {
        return Ok(());
    }
    write_account(tx, &held.manifest, hash, counter)
}

fn take_bundle(
    tx: &mut Transaction<'_>,
    device: &MailboxId,
    spend: bool,
) -> Result<Option<PrekeyBundle>, StoreError> {
    let mut stock = stock(tx, device)?;
    let Some(signed) = first_prekey(tx, device, PrekeyKind::Signed)? else {
        return Ok(None);
    };
    let Some(last_resort) = first_prekey(tx, device, PrekeyKind::KemLastResort)? else {
        return Ok(None);
    };
    let mut one_time = None;
    let mut kem = last_resort;
    if spend {
        one_time = first_prekey(tx, device, PrekeyKind::OneTime)?;
        if let Some(spent) = &one_time {
            tx.remove(Table::Prekeys, &prekey_key(device, spent));
            stock.one_time = stock.one_time.saturating_sub(1);
        }
        if let Some(spent) = first_prekey(tx, device, PrekeyKind::KemOneTime)? {
            tx.remove(Table::Prekeys, &prekey_key(device, &spent));
            stock.kem_one_time = stock.kem_one_time.saturating_sub(1);
            kem = spent;
        }
        tx.put(Table::Devices, &mailbox_key(device), table::encode(&stock)?);
    }
    Ok(Some(PrekeyBundle {
        device: device.device,
        signed,
        one_time,
        kem,
    }))
}

/// Writes prekeys and the stock they leave, which is returned.
fn write_prekeys(
    tx: &mut Transaction<'_>,
    device: &MailboxId,
    mut stock: StockRow,
    prekeys: &[Prekey],
) -> Result<StockRow, StoreError> {
    let mut fresh = Vec::with_capacity(prekeys.len());
    for prekey in prekeys {
        let key = prekey_key(device, prekey);
        let is_known = tx.get(Table::Prekeys, &key)?.is_some();
        match prekey.kind {
            PrekeyKind::OneTime if !is_known => stock.one_time += 1,
            PrekeyKind::KemOneTime if !is_known => stock.kem_one_time += 1,
            PrekeyKind::OneTime | PrekeyKind::KemOneTime => {}
            PrekeyKind::Signed => {
                stock.signed_id = prekey.id.get();
                stock.signed_day = prekey.day;
            }
            PrekeyKind::KemLastResort => {
                stock.last_resort_id = prekey.id.get();
                stock.last_resort_day = prekey.day;
            }
        }
        fresh.push((key, prekey));
    }
    let most = ONE_TIME_PREKEYS_MAX as u32;
    if stock.one_time > most || stock.kem_one_time > most {
        return Err(StoreError::PrekeysFull);
    }
    for (key, prekey) in fresh {
        let row = PrekeyRow {
            day: prekey.day,
            public: prekey.public.clone(),
            signature: prekey.signature.map(|signature| signature.to_vec()),
        };
        tx.put(Table::Prekeys, &key, table::encode(&row)?);
    }
    tx.put(Table::Devices, &mailbox_key(device), table::encode(&stock)?);
    for kind in [PrekeyKind::Signed, PrekeyKind::KemLastResort] {
        forget_replaced(tx, device, kind, &stock)?;
    }
    Ok(stock)
}

/// Signed and last-resort prekeys are kept once: the newest upload is the one handed out.
fn forget_replaced(
    tx: &mut Transaction<'_>,
    device: &MailboxId,
    kind: PrekeyKind,
    stock: &StockRow,
) -> Result<(), StoreError> {
    let newest = match kind {
        PrekeyKind::Signed => stock.signed_id,
        _ => stock.last_resort_id,
    };
    let prefix = prekey_prefix(device, kind);
    for key in keys(tx, Table::Prekeys, &prefix, &prefix, usize::MAX)? {
        if !key.ends_with(&newest.to_be_bytes()) {
            tx.remove(Table::Prekeys, &key);
        }
    }
    Ok(())
}

/// Devices that brought prekeys, from a key on.
pub(crate) fn stocked_devices(
    tables: &dyn Tables,
    from: &[u8],
    count_max: usize,
) -> Result<Vec<MailboxId>, StoreError> {
    let found = keys(tables, Table::Devices, &[], from, count_max)?;
    let device = |key: &Vec<u8>| decode_mailbox_key(key).ok_or(StoreError::Corrupt);
    found.iter().map(device).collect()
}

/// Drops the one-time prekeys of a device, because some may have been handed out before; returns how many there were.
pub(crate) fn drop_one_time_prekeys(
    tx: &mut Transaction<'_>,
    device: &MailboxId,
) -> Result<u64, StoreError> {
    let mut dropped = 0;
    for kind in [PrekeyKind::OneTime, PrekeyKind::KemOneTime] {
        let prefix = prekey_prefix(device, kind);
        for key in keys(tx, Table::Prekeys, &prefix, &prefix, usize::MAX)? {
            tx.remove(Table::Prekeys, &key);
            dropped += 1;
        }
    }
    let mut left = stock(tx, device)?;
    (left.one_time, left.kem_one_time) = (0, 0);
    tx.put(Table::Devices, &mailbox_key(device), table::encode(&left)?);
    Ok(dropped)
}

fn forget_device(
    tx: &mut Transaction<'_>,
    account: AccountId,
    device: DeviceId,
) -> Result<(), StoreError> {
    let prefix = mailbox_key(&MailboxId { account, device });
    for table in [Table::Prekeys, Table::Devices] {
        for key in keys(tx, table, &prefix, &prefix, usize::MAX)? {
            tx.remove(table, &key);
        }
    }
    Ok(())
}

fn stock(tables: &dyn Tables, device: &MailboxId) -> Result<StockRow, StoreError> {
    match tables.get(Table::Devices, &mailbox_key(device))? {
        Some(row) => table::decode(&row),
        None => Ok(StockRow::default()),
    }
}

impl StockRow {
    fn counts(self) -> PrekeyCounts {
        PrekeyCounts {
            one_time: self.one_time,
            kem_one_time: self.kem_one_time,
            signed_day: Day(self.signed_day),
            last_resort_day: Day(self.last_resort_day),
            signed_id: self.signed_id,
            last_resort_id: self.last_resort_id,
        }
    }
}

/// The prekey with the lowest id: the oldest of the stock.
fn first_prekey(
    tx: &Transaction<'_>,
    device: &MailboxId,
    kind: PrekeyKind,
) -> Result<Option<Prekey>, StoreError> {
    let mut found = None;
    let prefix = prekey_prefix(device, kind);
    tx.range(Table::Prekeys, &prefix, &prefix, &mut |key, value| {
        found = Some((key.to_vec(), Bytes::copy_from_slice(value)));
        ControlFlow::Break(())
    })?;
    let Some((key, row)) = found else {
        return Ok(None);
    };
    let id = key.last_chunk::<4>().ok_or(StoreError::Corrupt)?;
    let row: PrekeyRow = table::decode(&row)?;
    let signature = row.signature.map(TryInto::try_into).transpose();
    Ok(Some(Prekey {
        kind,
        id: PrekeyId::new(u32::from_be_bytes(*id)),
        day: row.day,
        public: row.public,
        signature: signature.map_err(|_| StoreError::Corrupt)?,
    }))
}

fn write_account(
    tx: &mut Transaction<'_>,
    manifest: &VerifiedManifest,
    token_hash: [u8; 32],
    token_counter: u32,
) -> Result<(), StoreError> {
    let row = AccountRow {
        manifest: manifest.encode(),
        token_hash,
        token_counter,
    };
    let key = *manifest.account().as_bytes();
    tx.put(Table::Accounts, &key, table::encode(&row)?);
    Ok(())
}

/// Manifests are stored as they travel: the exact signed bytes.
fn write_manifest(tx: &mut Transaction<'_>, manifest: &VerifiedManifest) {
    let key = manifest_key(manifest.account(), manifest.position());
    tx.put(Table::Manifests, &key, Bytes::from(manifest.encode()));
}

/// Account ‖ generation ‖ version: in the order of the chain. Of older generations nothing is kept, so the first of an account
/// is root-signed.
fn manifest_key(account: &AccountId, position: ManifestPosition) -> [u8; 32 + 4 + 4] {
    let mut key = [0; 32 + 4 + 4];
    let (prefix, place) = key.split_at_mut(32);
    let (generation, version) = place.split_at_mut(4);
    prefix.copy_from_slice(account.as_bytes());
    generation.copy_from_slice(&position.generation.to_be_bytes());
    version.copy_from_slice(&position.version.to_be_bytes());
    key
}

fn prekey_prefix(device: &MailboxId, kind: PrekeyKind) -> Vec<u8> {
    let mut key = mailbox_key(device).to_vec();
    key.push(kind.number());
    key
}

fn prekey_key(device: &MailboxId, prekey: &Prekey) -> Vec<u8> {
    let mut key = prekey_prefix(device, prekey.kind);
    key.extend_from_slice(&prekey.id.get().to_be_bytes());
    key
}
