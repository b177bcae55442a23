//! An open home: its client, what changed in it, and what the window knows of it.

use std::collections::BTreeSet;

use futures_util::FutureExt;
use pulse_client::{
    AccountSummary, AppLock, Client, ClientError, ContactState, ConversationId, EventStream,
    HeldReason, Home, Lane, LaneState, MessageId, Protection as MadeWith, Status, StoreError, View,
};
use tokio::time::{Instant, timeout};

use super::batch::{Batch, Lines};
use super::drafts::Drafts;
use super::opening::OpenHome;
use super::told::Told;
use super::{CoreOptions, health, reads};
use crate::limits::{
    BATCH_EVERY, BATCH_FIRST, BATCH_RETRY, CLOCK_SKEW_TOLD, CLOSE_TIMEOUT, EVENTS_AT_ONCE_MAX,
};
use crate::{ChatSummary, ConnectionHealth, Known, Outage, Protection, Update, Wish};

pub(super) struct Session {
    pub(super) client: Client,
    pub(super) view: View,
    /// With what it was opened or made.
    pub(super) protection: Protection,
    pub(super) drafts: Drafts,
    events: EventStream,
    batch: Batch,
    /// When the batch is told.
    due: Option<Instant>,
    told_at: Option<Instant>,
    open: Option<Open>,
    list: Vec<ChatSummary>,
    account: Option<AccountSummary>,
    health: Option<ConnectionHealth>,
    /// Why there was no connection the last time, until there is one.
    outage: Option<Outage>,
    is_caught_up: bool,
    /// A question about the connection is on its way.
    is_asking: bool,
    is_clock_told: bool,
}

/// The conversation that the window shows.
struct Open {
    conversation: ConversationId,
    /// How many rows the window knows of.
    total: usize,
    /// What it was told that holds what waits.
    held: Option<HeldReason>,
}

impl Session {
    /// Begins to listen. The window is told of everything in the first turn.
    pub(super) fn new((client, events): OpenHome, protection: Protection) -> Self {
        let view = client.view();
        Self {
            client,
            view,
            protection,
            drafts: Drafts::default(),
            events,
            batch: Batch::all(),
            due: None,
            told_at: None,
            open: None,
            list: Vec::new(),
            account: None,
            health: None,
            outage: None,
            is_caught_up: false,
            is_asking: false,
            is_clock_told: false,
        }
    }

    /// The first word about an open home.
    pub(super) fn opened(&mut self, options: &CoreOptions) -> Result<Update, StoreError> {
        let privacy = self.view.privacy()?;
        self.account = self.registered()?;
        let passphrase = Home::protection(&options.home) == Some(MadeWith::Passphrase);
        Ok(Update::Opened {
            account: self.account.clone(),
            read_receipts: privacy.read_receipts,
            typing: privacy.typing,
            app_lock: !passphrase && AppLock::new(&options.home).is_set(),
            passphrase,
        })
    }

    /// The account, once the server knows it.
    pub(super) fn registered(&self) -> Result<Option<AccountSummary>, StoreError> {
        Ok(self.view.account()?.filter(|account| account.registered))
    }

    /// Waits for events and notes all that are there; false when the client is closed.
    pub(super) async fn listen(&mut self) -> bool {
        let Some(first) = self.events.next().await else {
            return false;
        };
        let mut event = Some(first);
        for _ in 0..EVENTS_AT_ONCE_MAX {
            let Some(next) = event else { break };
            self.note(next);
            event = self.events.next().now_or_never().flatten();
        }
        if let Some(event) = event {
            self.note(event);
        }
        true
    }

    fn note(&mut self, event: pulse_client::Event) {
        use pulse_client::{ConnectionState, Event};
        match &event {
            Event::CaughtUp => self.is_caught_up = true,
            Event::Connection {
                lane: Lane::Identified,
                state,
            } if *state != ConnectionState::Connected => self.is_caught_up = false,
            _ => {}
        }
        let open = self.open.as_ref().map(|open| open.conversation);
        self.batch.note(event, open);
    }

    /// When [`Self::tell`] is to be called; `None` while there is nothing to tell.
    pub(super) fn due(&mut self, told: &Told) -> Option<Instant> {
        if self.batch.is_empty() && !told.is_waiting() {
            return None;
        }
        let due = *self.due.get_or_insert_with(|| {
            let soon = Instant::now() + BATCH_FIRST;
            self.told_at.map_or(soon, |at| soon.max(at + BATCH_EVERY))
        });
        Some(due)
    }

    /// Tells what changed, unless the window has not taken what it was told before.
    pub(super) fn tell(&mut self, told: &mut Told) {
        let now = Instant::now();
        if !told.is_heard() {
            self.due = Some(now + BATCH_RETRY);
            return;
        }
        self.due = None;
        self.told_at = Some(now);
        let batch = std::mem::take(&mut self.batch);
        if let Err(error) = self.tell_batch(batch, told) {
            tracing::warn!(%error, "the store could not be read");
            told.tell(Update::Failed {
                wish: Wish::Other,
                error: ClientError::Store(error),
            });
        }
    }

    fn tell_batch(&mut self, batch: Batch, told: &mut Told) -> Result<(), StoreError> {
        // Before what it leads to: an account that is made is the last word of its making.
        if let Some((purpose, fraction)) = batch.working {
            told.tell(Update::Working { purpose, fraction });
        }
        if batch.account {
            self.tell_account(told)?;
        }
        // Before the list: what is muted is not counted, what is marked is.
        if batch.mutes {
            told.tell(Update::Mutes(self.view.mutes()?));
        }
        if batch.unread_marks {
            told.tell(Update::UnreadMarks(self.view.unread_marks()?));
        }
        if reads::update_list(&self.view, &mut self.list, &batch.list)? || batch.is_all {
            told.tell(Update::Conversations(self.list.clone()));
        }
        if batch.contacts {
            told.tell(Update::Contacts(self.view.contacts()?));
        }
        for conversation in batch.kept {
            told.tell(Update::ConversationKept(conversation));
        }
        self.tell_rows(batch.is_moved, batch.added, told)?;
        if batch.is_all || batch.held || batch.list != Lines::None {
            self.tell_held(told)?;
        }
        if let Some(open) = &self.open {
            let conversation = open.conversation;
            for (id, status) in batch.statuses {
                told.tell(Update::RowStatus {
                    conversation,
                    id,
                    status,
                });
            }
        }
        for (conversation, active) in batch.typing {
            told.tell(Update::Typing {
                conversation,
                active,
            });
        }
        if !batch.arrived.is_empty() {
            told.tell(Update::Arrived(batch.arrived));
        }
        if batch.caught_up {
            told.tell(Update::CaughtUp);
        }
        for alarm in batch.alarms {
            told.tell(Update::Alarm(alarm));
        }
        for notice in batch.notices {
            told.tell(Update::Notice(notice));
        }
        if let Some(problem) = batch.store_problem {
            told.tell(Update::StoreProblem(problem));
        }
        self.is_asking |= batch.connection;
        Ok(())
    }

    /// Whether the client is to be asked how its connections are.
    pub(super) fn take_question(&mut self) -> bool {
        std::mem::take(&mut self.is_asking)
    }

    fn tell_account(&mut self, told: &mut Told) -> Result<(), StoreError> {
        let account = self.registered()?;
        if account == self.account {
            return Ok(());
        }
        let had_one = self.account.is_some();
        self.account.clone_from(&account);
        if let Some(account) = account {
            told.tell(match had_one {
                true => Update::Account(account),
                false => Update::Registered(account),
            });
        }
        Ok(())
    }

    fn tell_rows(
        &mut self,
        is_moved: bool,
        added: Vec<pulse_client::MessageRow>,
        told: &mut Told,
    ) -> Result<(), StoreError> {
        let Some(open) = &mut self.open else {
            return Ok(());
        };
        let conversation = open.conversation;
        if is_moved {
            open.total = reads::count(&self.view, conversation)?;
            let total = open.total;
            told.tell(Update::RowsMoved {
                conversation,
                total,
                first_unread: reads::first_unread(&self.view, conversation)?,
            });
        } else if !added.is_empty() {
            let (updates, total) = reads::added(&self.view, conversation, added, open.total)?;
            open.total = total;
            for update in updates {
                told.tell(update);
            }
        }
        Ok(())
    }

    /// Why messages wait in the open conversation, when that changed.
    fn tell_held(&mut self, told: &mut Told) -> Result<(), StoreError> {
        let Some(open) = &mut self.open else {
            return Ok(());
        };
        let conversation = open.conversation;
        let reason = self.view.held(conversation)?;
        if std::mem::replace(&mut open.held, reason) != reason {
            told.tell(Update::Held {
                conversation,
                reason,
            });
        }
        Ok(())
    }

    /// The window shows this conversation from now on.
    pub(super) fn open(
        &mut self,
        conversation: ConversationId,
        told: &mut Told,
    ) -> Result<(), StoreError> {
        let draft = self.drafts.of(conversation);
        let (updates, total) = reads::opened(&self.view, conversation, draft)?;
        self.open = Some(Open {
            conversation,
            total,
            held: None,
        });
        self.batch.forget_rows();
        for update in updates {
            told.tell(update);
        }
        let reason = self.view.held(conversation)?;
        if let Some(open) = &mut self.open {
            open.held = reason;
        }
        // Also when there is none: the window may show the conversation from before the home was lost.
        told.tell(Update::Held {
            conversation,
            reason,
        });
        Ok(())
    }

    /// The window asks for rows.
    pub(super) fn rows(
        &mut self,
        conversation: ConversationId,
        first: usize,
        limit: usize,
        told: &mut Told,
    ) -> Result<(), StoreError> {
        let update = reads::rows(&self.view, conversation, first, limit)?;
        if let (Some(open), Update::Rows { total, .. }) = (&mut self.open, &update)
            && open.conversation == conversation
        {
            open.total = *total;
        }
        told.tell(update);
        Ok(())
    }

    /// The window shows something else than the store holds.
    pub(super) fn tell_all(&mut self) {
        self.batch.read_all();
    }

    /// Whether there is more in a conversation than was known to whoever deletes it: it stays then, and is told anew.
    pub(super) fn keeps(
        &mut self,
        conversation: ConversationId,
        known: Known,
    ) -> Result<bool, StoreError> {
        let is_kept =
            reads::line(&self.view, conversation)?.is_some_and(|line| line.is_written_since(known));
        if is_kept {
            self.batch.read_all();
            self.batch.kept.insert(conversation);
        }
        Ok(is_kept)
    }

    /// The window asks where a message of the open conversation stands.
    pub(super) fn locate(
        &mut self,
        conversation: ConversationId,
        message: MessageId,
        told: &mut Told,
    ) -> Result<(), StoreError> {
        let Some(open) = &mut self.open else {
            return Ok(());
        };
        if open.conversation != conversation {
            return Ok(());
        }
        let (updates, total) = reads::located(&self.view, conversation, message)?;
        open.total = total;
        for update in updates {
            told.tell(update);
        }
        Ok(())
    }

    /// Where strangers wrote who wait for an answer, or people who are blocked: the list does not show them, nor does a search find
    /// what they wrote.
    pub(super) fn unshown(&self) -> BTreeSet<ConversationId> {
        let unshown = self
            .list
            .iter()
            .filter(|chat| matches!(chat.state, ContactState::Requested | ContactState::Blocked));
        unshown.map(|chat| chat.id).collect()
    }

    /// The own account may have changed by what was asked. It is told with what happened before it, and after that.
    pub(super) fn account_changed(&mut self) {
        self.batch.account = true;
    }

    /// How the connections are now.
    pub(super) fn connection(&mut self, status: &Status, told: &mut Told) {
        // A guest is told of the mailbox only when it fills; until then its owner has read it.
        let is_caught_up = self.is_caught_up
            || (status.role == pulse_client::CurrentRole::Guest
                && status.identified == LaneState::Connected);
        if let Some(skew_ms) = status.clock_skew_ms.filter(|_| !self.is_clock_told)
            && skew_ms.unsigned_abs() >= CLOCK_SKEW_TOLD.as_millis() as u64
        {
            self.is_clock_told = true;
            told.tell(Update::ClockIsOff { skew_ms });
        }
        let health = health::after(&mut self.outage, health::of(status, is_caught_up));
        if self.health.as_ref() != Some(&health) {
            self.health = Some(health.clone());
            told.tell(Update::Connection(health));
        }
    }
}

/// Closes a client; what does not end is left to the end of the process.
pub(super) async fn close(client: Client) {
    match timeout(CLOSE_TIMEOUT, client.shutdown()).await {
        Ok(Ok(())) => {}
        Ok(Err(error)) => tracing::warn!(%error, "the home was not closed in order"),
        Err(_) => tracing::warn!("the home takes too long to close"),
    }
}
