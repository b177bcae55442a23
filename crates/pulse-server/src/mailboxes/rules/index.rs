//! The states of the newest mailboxes in memory, so that a verb need not read envelopes to know what it may do.

use std::collections::VecDeque;
use std::num::NonZeroUsize;
use std::ops::ControlFlow;

use lru::LruCache;
use pulse_protocol::{Day, MailLane};

use super::row::{self, MailboxRow};
use crate::limits::{self, StoreLimits};
use crate::mailboxes::MailboxId;
use crate::mailboxes::life::Life;
use crate::store::transaction::{Tables, Transaction};
use crate::store::{StoreError, Table};

/// The newest mailboxes' states, as the group of verbs that runs left them.
pub(crate) struct MailboxIndex {
    states: LruCache<MailboxId, State>,
    pub(super) limits: StoreLimits,
    /// The store's life, once it was asked for: it never changes while the store is open.
    life: Option<Life>,
}

impl MailboxIndex {
    pub(crate) fn new(limits: StoreLimits) -> Self {
        let states = NonZeroUsize::new(limits::MAILBOX_STATES_MAX).unwrap_or(NonZeroUsize::MIN);
        Self {
            states: LruCache::new(states),
            limits,
            life: None,
        }
    }

    /// After a group that did not become durable: what is on disk counts.
    pub(crate) fn forget(&mut self) {
        self.states.clear();
    }

    /// Which life the store's mailboxes are in.
    pub(super) fn life(&mut self, tx: &Transaction<'_>) -> Result<Life, StoreError> {
        match self.life {
            Some(life) => Ok(life),
            None => Ok(*self.life.insert(Life::read(tx)?)),
        }
    }

    /// Brings a mailbox's state into memory. `false`: there is no such mailbox.
    pub(super) fn load(
        &mut self,
        tx: &Transaction<'_>,
        mailbox: MailboxId,
    ) -> Result<bool, StoreError> {
        if self.states.get(&mailbox).is_some() {
            return Ok(true);
        }
        let Some(state) = State::read(tx, mailbox)? else {
            return Ok(false);
        };
        self.states.put(mailbox, state);
        Ok(true)
    }

    pub(super) fn state(&mut self, mailbox: &MailboxId) -> Result<&mut State, StoreError> {
        self.states.get_mut(mailbox).ok_or(StoreError::Corrupt)
    }

    pub(super) fn put(&mut self, mailbox: MailboxId, state: State) {
        self.states.put(mailbox, state);
    }

    pub(super) fn remove(&mut self, mailbox: &MailboxId) {
        self.states.pop(mailbox);
    }
}

/// What is known of a mailbox without reading its envelopes.
pub(super) struct State {
    pub(super) row: MailboxRow,
    /// One entry for each envelope from `acknowledged + 1` to `last_seq`.
    pending: VecDeque<PendingEnvelope>,
    pub(super) mail: u32,
    pub(super) mail_bytes: u64,
    pub(super) requests: u32,
}

#[derive(Clone, Copy)]
pub(super) struct PendingEnvelope {
    pub(super) size: u32,
    pub(super) day: u32,
    pub(super) lane: MailLane,
}

impl State {
    pub(super) fn empty(row: MailboxRow) -> Self {
        Self {
            row,
            pending: VecDeque::new(),
            mail: 0,
            mail_bytes: 0,
            requests: 0,
        }
    }

    pub(super) fn read(
        tables: &dyn Tables,
        mailbox: MailboxId,
    ) -> Result<Option<Self>, StoreError> {
        let Some(row) = row::read(tables, &mailbox)? else {
            return Ok(None);
        };
        let prefix = row::life_key(row.incarnation);
        let mut state = Self::empty(row);
        let mut damaged = false;
        let mut last = state.row.acknowledged;
        tables.range(Table::Envelopes, &prefix, &prefix, &mut |key, value| {
            let Some((seq, pending)) = row::decode_pending(key, value) else {
                damaged = true;
                return ControlFlow::Break(());
            };
            damaged |= seq != last + 1;
            last = seq;
            state.push(pending);
            ControlFlow::Continue(())
        })?;
        state.row.last_seq = state.row.last_seq.max(last);
        match damaged {
            true => Err(StoreError::Corrupt),
            false => Ok(Some(state)),
        }
    }

    pub(super) fn push(&mut self, envelope: PendingEnvelope) {
        match envelope.lane {
            MailLane::Request => self.requests += 1,
            MailLane::Contact | MailLane::Own => {
                self.mail += 1;
                self.mail_bytes += u64::from(envelope.size);
            }
        }
        self.pending.push_back(envelope);
    }

    fn pop(&mut self) {
        match self.pending.pop_front() {
            Some(PendingEnvelope {
                lane: MailLane::Request,
                ..
            }) => self.requests -= 1,
            Some(PendingEnvelope { size, .. }) => {
                self.mail -= 1;
                self.mail_bytes -= u64::from(size);
            }
            None => {}
        }
    }

    /// Lets go of the `count` oldest envelopes.
    pub(super) fn release(
        &mut self,
        tx: &mut Transaction<'_>,
        mailbox: &MailboxId,
        count: u64,
        today: Day,
    ) -> Result<(), StoreError> {
        for _ in 0..count {
            self.row.acknowledged += 1;
            self.pop();
            tx.remove(
                Table::Envelopes,
                &row::envelope_key(self.row.incarnation, self.row.acknowledged),
            );
        }
        let through = self.row.acknowledged;
        match self.row.by_day.last_mut() {
            Some((day, last)) if *day >= today.get() => *last = through,
            _ => self.row.by_day.push((today.get(), through)),
        }
        row::write(tx, mailbox, &self.row)
    }

    pub(super) fn count_older_than(&self, today: Day) -> u64 {
        let is_old = |envelope: &&PendingEnvelope| {
            today.get().saturating_sub(envelope.day) > limits::ENVELOPE_DAYS_MAX
        };
        self.pending.iter().take_while(is_old).count() as u64
    }
}
