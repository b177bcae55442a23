//! The cold seam: accounts, their manifests, their devices' prekeys. Verbs, each one atomic.

pub(crate) mod cache;
#[cfg(test)]
pub(crate) mod conformance;
pub(crate) mod rules;

use std::sync::Arc;

use pulse_protocol::bundle::{Prekey, PrekeyBundle};
use pulse_protocol::frame::PrekeyCounts;
use pulse_protocol::manifest::{ManifestChain, VerifiedManifest};
use pulse_protocol::{AccountId, DeviceId, ManifestPosition};

use crate::mailboxes::rules::MailboxIndex;
use crate::mailboxes::{self, MailboxId, UsedKey};
use crate::store::transaction::Transaction;
use crate::store::{Pending, Store, StoreError, disk};

/// Bytes of a write to the directory while it waits: a full upload of prekeys is the largest.
const WRITE_BYTES: usize = 256 * 1024;

/// Bytes of a bundle's write while it waits, for each device: a key that goes and a count that changes.
const TAKE_BYTES: usize = 512;

/// What the server knows of an account for each request about it.
#[derive(Clone, Debug)]
pub struct Account {
    /// The newest manifest, verified.
    pub manifest: VerifiedManifest,
    /// Hash of the delivery token that contacts show.
    pub token_hash: [u8; 32],
    /// Which of the account's tokens that is.
    pub token_counter: u32,
}

/// A new account with its first device. Everything in it is verified.
#[derive(Clone, Debug)]
pub struct Registration {
    /// Generation 1, version 1.
    pub manifest: VerifiedManifest,
    /// The manifest's only device.
    pub device: DeviceId,
    /// Its prekeys.
    pub prekeys: Vec<Prekey>,
    /// Hash and counter of its delivery token.
    pub token: (/* hash */ [u8; 32], /* counter */ u32),
    /// The challenge or invite that it uses up.
    pub used: Option<UsedKey>,
}

/// The directory of a server. Answers to writes come after the sync that covers them.
pub trait Directory: Send + Sync {
    /// Makes an account, using up its challenge or invite in the same transaction. The same registration again is a retry
    /// and changes nothing; another one fails with `Exists`, a used token with `Used`.
    fn register_account(&self, registration: Registration) -> Pending<()>;

    /// An account, usually from memory.
    fn account(&self, account: AccountId) -> Pending<Option<Arc<Account>>>;

    /// Replaces the newest manifest if it is still the one at `expected`; prekeys and mailboxes of removed devices go with it. The
    /// same manifest again is a retry. Fails with `Conflict`.
    fn publish_manifest(
        &self,
        manifest: VerifiedManifest,
        expected: ManifestPosition,
    ) -> Pending<()>;

    /// The chain after a position that is in it, or else from the first manifest of its generation, which is root-signed; as much
    /// as one answer holds. Empty: the asker holds the newest. `None`: no such account.
    fn manifests(
        &self,
        account: AccountId,
        since: Option<ManifestPosition>,
    ) -> Pending<Option<ManifestChain>>;

    /// What shows a device that its account lists it no more: the manifest that removed it, after as many from before it as one answer
    /// holds. Where none of this generation lists it, the first ones of that. `None`: no such account.
    fn removal(&self, device: MailboxId) -> Pending<Option<ManifestChain>>;

    /// Adds verified prekeys; signed and last-resort keys replace the ones before. Fails with `PrekeysFull`.
    fn add_prekeys(&self, device: MailboxId, prekeys: Vec<Prekey>) -> Pending<PrekeyCounts>;

    /// A device's stock.
    fn prekey_counts(&self, device: MailboxId) -> Pending<PrekeyCounts>;

    /// One bundle for each of the devices that has prekeys. Each one-time key is handed out at most once, and none when
    /// `spend` is false.
    fn take_bundles(
        &self,
        account: AccountId,
        devices: Vec<DeviceId>,
        spend: bool,
    ) -> Pending<Vec<PrekeyBundle>>;

    /// Sets the hash of the account's delivery token for one of its devices, unless a newer one is set.
    fn set_delivery_token(&self, device: MailboxId, hash: [u8; 32], counter: u32) -> Pending<()>;
}

impl Directory for Store {
    fn register_account(&self, registration: Registration) -> Pending<()> {
        let account = *registration.manifest.account();
        self.change_account(account, move |tx, _| rules::register(tx, &registration))
    }

    fn account(&self, account: AccountId) -> Pending<Option<Arc<Account>>> {
        if let Some(known) = self.accounts.find(&account) {
            return Pending::ready(Ok(Some(known)));
        }
        let accounts = Arc::clone(&self.accounts);
        disk::read(&*self.disk, move |tables| {
            let seen = accounts.changes();
            let found = rules::account(tables, &account)?.map(Arc::new);
            if let Some(found) = &found {
                accounts.keep(account, found, seen);
            }
            Ok(found)
        })
    }

    fn publish_manifest(
        &self,
        manifest: VerifiedManifest,
        expected: ManifestPosition,
    ) -> Pending<()> {
        let account = *manifest.account();
        self.change_account(account, move |tx, index| {
            let removed = rules::publish(tx, &manifest, expected)?;
            for device in removed {
                mailboxes::rules::delete(tx, index, MailboxId { account, device })?;
            }
            Ok(())
        })
    }

    fn manifests(
        &self,
        account: AccountId,
        since: Option<ManifestPosition>,
    ) -> Pending<Option<ManifestChain>> {
        disk::read(&*self.disk, move |tables| {
            rules::manifests(tables, &account, since)
        })
    }

    fn removal(&self, device: MailboxId) -> Pending<Option<ManifestChain>> {
        disk::read(&*self.disk, move |tables| rules::removal(tables, &device))
    }

    fn add_prekeys(&self, device: MailboxId, prekeys: Vec<Prekey>) -> Pending<PrekeyCounts> {
        disk::write(&*self.disk, WRITE_BYTES, false, move |tx, _| {
            rules::add_prekeys(tx, device, &prekeys)
        })
    }

    fn prekey_counts(&self, device: MailboxId) -> Pending<PrekeyCounts> {
        disk::read(&*self.disk, move |tables| {
            rules::prekey_counts(tables, &device)
        })
    }

    fn take_bundles(
        &self,
        account: AccountId,
        devices: Vec<DeviceId>,
        spend: bool,
    ) -> Pending<Vec<PrekeyBundle>> {
        let size = devices.len() * TAKE_BYTES;
        disk::write(&*self.disk, size, true, move |tx, _| {
            rules::take_bundles(tx, &account, &devices, spend)
        })
    }

    fn set_delivery_token(&self, device: MailboxId, hash: [u8; 32], counter: u32) -> Pending<()> {
        self.change_account(device.account, move |tx, _| {
            rules::set_delivery_token(tx, &device, hash, counter)
        })
    }
}

impl Store {
    /// A write after which the account in memory is an old one. It is forgotten once the write is durable: a read that began
    /// before may still have seen the old one, and its result is not kept.
    fn change_account<F>(&self, account: AccountId, work: F) -> Pending<()>
    where
        F: FnOnce(&mut Transaction<'_>, &mut MailboxIndex) -> Result<(), StoreError>
            + Send
            + 'static,
    {
        let accounts = Arc::clone(&self.accounts);
        disk::write_then(&*self.disk, WRITE_BYTES, false, work, move || {
            accounts.forget(&account)
        })
    }
}
