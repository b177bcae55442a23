//! The store: mailboxes and directory over one disk.
//!
//! ```text
//! handlers ─► Mailboxes, Directory      verbs, each one atomic
//!               └─ Store                the rules, written once (mailboxes/rules.rs, directory/rules.rs)
//!                    └─ Disk            memory.rs, or embedded.rs: fjall with group commit
//! ```

pub(crate) mod disk;
pub mod embedded;

pub mod memory;
pub mod restore;
pub(crate) mod table;
pub(crate) mod transaction;
mod writer;

use std::sync::Arc;

use crate::directory::cache::AccountCache;
use crate::limits::StoreLimits;

pub use disk::Pending;

pub use embedded::{EmbeddedDisk, OpenError};
pub use memory::{DiskCopy, MemoryDisk, SyncMode};
pub use table::Table;

/// Why the store did not do as it was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// The mailbox holds all it may.
    #[error("the mailbox is full")]
    MailboxFull,
    /// The mailbox holds all the requests it may.
    #[error("too many requests wait in the mailbox")]
    RequestsFull,
    /// The challenge, invite or stamp was used before.
    #[error("used before")]
    Used,
    /// The account is there already, with another first manifest.
    #[error("the account exists")]
    Exists,
    /// There is no such account or device.
    #[error("no such account or device")]
    Unknown,
    /// Somebody else published a manifest first.
    #[error("another manifest was published first")]
    Conflict,
    /// The stock of one-time prekeys is full.
    #[error("the stock of prekeys is full")]
    PrekeysFull,
    /// More waits for the disk than memory should hold.
    #[error("too much waits for the disk")]
    Busy,
    /// The disk is full or failed; nothing was written.
    #[error("the disk is full or failing")]
    Unavailable,
    /// The answer is not known: the store stopped before it came.
    #[error("the store stopped")]
    Lost,
    /// A row does not parse.
    #[error("the store is damaged")]
    Corrupt,
}

/// Mailboxes and directory over one disk.
#[derive(Clone)]
pub struct Store {
    pub(crate) disk: Arc<dyn disk::Disk>,
    pub(crate) accounts: Arc<AccountCache>,
}

impl Store {
    /// A store in memory. Keep the disk to sync or crash it.
    pub fn in_memory(disk: Arc<MemoryDisk>) -> Self {
        Self::over(disk)
    }

    /// A store in memory that is durable at once, which for memory means nothing.
    pub fn ephemeral(limits: StoreLimits) -> Self {
        Self::over(Arc::new(MemoryDisk::new(SyncMode::Immediate, limits)))
    }

    /// A store in one directory. Keep the disk to close it.
    pub fn embedded(disk: Arc<EmbeddedDisk>) -> Self {
        Self::over(disk)
    }

    fn over(disk: Arc<dyn disk::Disk>) -> Self {
        Self {
            disk,
            accounts: Arc::new(AccountCache::new()),
        }
    }
}
