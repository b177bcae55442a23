//! Accounts in memory: each submission looks at its recipient's manifest and token hash.

use std::num::NonZeroUsize;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use lru::LruCache;
use parking_lot::Mutex;
use pulse_protocol::AccountId;

use crate::directory::Account;
use crate::limits;

/// The accounts asked for last.
pub(crate) struct AccountCache {
    accounts: Mutex<LruCache<AccountId, Arc<Account>>>,
    /// Counts changes of any account. What was read before one is not kept after it.
    changes: AtomicU64,
}

impl AccountCache {
    pub(crate) fn new() -> Self {
        let accounts = NonZeroUsize::new(limits::ACCOUNTS_CACHED_MAX).unwrap_or(NonZeroUsize::MIN);
        Self {
            accounts: Mutex::new(LruCache::new(accounts)),
            changes: AtomicU64::new(0),
        }
    }

    pub(crate) fn find(&self, account: &AccountId) -> Option<Arc<Account>> {
        self.accounts.lock().get(account).cloned()
    }

    /// To be read before the disk is.
    pub(crate) fn changes(&self) -> u64 {
        self.changes.load(Ordering::SeqCst)
    }

    pub(crate) fn keep(&self, account: AccountId, found: &Arc<Account>, seen: u64) {
        let mut accounts = self.accounts.lock();
        if self.changes() == seen {
            accounts.put(account, Arc::clone(found));
        }
    }

    pub(crate) fn forget(&self, account: &AccountId) {
        let mut accounts = self.accounts.lock();
        self.changes.fetch_add(1, Ordering::SeqCst);
        accounts.pop(account);
    }
}
