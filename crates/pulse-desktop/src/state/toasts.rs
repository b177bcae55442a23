//! Short messages at the edge of the window; some can be undone while they are there.

use std::collections::BTreeMap;
use std::time::Duration;

use pulse_client::{AccountId, ConversationId, MessageId, Timestamp};

use super::last_shown::Earlier;
use super::names::namesakes;
use super::{AppState, Find, Phase, Route};
use crate::effect::Effect;
use crate::limits::{
    PROBLEM_LASTS, TOAST_HELD, TOAST_LASTS, TOASTS_SHOWN_MAX, UNDO_ALL_LASTS, UNDO_LASTS,
};
use crate::request::Request;
use crate::update::{ChatSummary, Known};

/// Which toast.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct ToastId(pub u64);

/// What a toast tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ToastKind {
    /// Something is in the clipboard.
    Copied,
    /// A sentence: a key of the texts and what belongs into it.
    Info {
        /// The key.
        key: String,
        /// Names and values.
        values: Vec<(String, String)>,
    },
    /// Something was not done: a key of the texts and what belongs into it.
    Problem {
        /// The key.
        key: String,
        /// Names and values.
        values: Vec<(String, String)>,
    },
    /// A message goes away when the toast does.
    MessageDeleted(MessageId),
    /// A conversation goes away when the toast does.
    ConversationDeleted(ConversationId),
    /// Somebody was blocked.
    Blocked(AccountId),
    /// A contact goes away when the toast does, and the conversation with them.
    ContactRemoved(AccountId),
    /// Nothing opened a link; instead of an undo it can be copied.
    LinkNotOpened(String),
}

/// One of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Toast {
    /// Which.
    pub id: ToastId,
    /// What it tells.
    pub kind: ToastKind,
    /// When it goes by itself. `None` while its time does not run: there is no room for it, or no home in which that could be done
    /// which it tells of.
    pub until: Option<Timestamp>,
}

/// Those that are shown, oldest first.
#[derive(Clone, Debug, Default)]
pub struct Toasts {
    /// They. Those that can be taken back may be more than are drawn at once.
    pub shown: Vec<Toast>,
    /// The id of the next.
    pub next: u64,
    /// For each message that goes away with its toast, the rows that stand before it, the newest of them first.
    pub(super) earlier: BTreeMap<MessageId, Vec<Earlier>>,
    /// Where somebody was when they deleted the conversation that was open, until they are elsewhere.
    pub(super) left: Option<Left>,
}

/// A conversation that was open when it was deleted.
#[derive(Clone, Debug)]
pub(super) struct Left {
    conversation: ConversationId,
    /// What was looked for in it.
    pub(super) find: Option<Find>,
}

impl Toasts {
    /// Those that there is room for, the newest first.
    pub fn drawn(&self) -> impl Iterator<Item = &Toast> {
        self.shown.iter().rev().take(TOASTS_SHOWN_MAX)
    }

    /// How many of the oldest there is no room for.
    fn undrawn(&self) -> usize {
        self.shown.len().saturating_sub(TOASTS_SHOWN_MAX)
    }

    /// The messages that go away with their toasts.
    pub(super) fn going(&self) -> impl Iterator<Item = MessageId> {
        self.shown.iter().filter_map(|toast| match toast.kind {
            ToastKind::MessageDeleted(message) => Some(message),
            _ => None,
        })
    }
}

impl ToastKind {
    /// Whether something can be done about it while it is there: taken back, as nearly always.
    pub fn can_undo(&self) -> bool {
        matches!(
            self,
            Self::MessageDeleted(_)
                | Self::ConversationDeleted(_)
                | Self::Blocked(_)
                | Self::ContactRemoved(_)
                | Self::LinkNotOpened(_)
        )
    }

    /// The conversation that goes away with it.
    fn leaves(&self) -> Option<ConversationId> {
        match self {
            Self::ConversationDeleted(conversation) => Some(*conversation),
            Self::ContactRemoved(account) => Some(ConversationId::direct(*account)),
            _ => None,
        }
    }

    /// Whether something is done in the home when it goes.
    fn ends_in_home(&self) -> bool {
        matches!(
            self,
            Self::MessageDeleted(_) | Self::ConversationDeleted(_) | Self::ContactRemoved(_)
        )
    }

    fn lasts(&self) -> Duration {
        match self {
            Self::ConversationDeleted(_) | Self::ContactRemoved(_) => UNDO_ALL_LASTS,
            _ if self.can_undo() => UNDO_LASTS,
            Self::Problem { .. } => PROBLEM_LASTS,
            _ => TOAST_LASTS,
        }
    }
}

impl AppState {
    /// Says something.
    pub(super) fn tell(&mut self, key: &str, values: &[(&str, &str)]) -> Vec<Effect> {
        self.toast(ToastKind::Info {
            key: key.to_owned(),
            values: owned(values),
        })
    }

    /// Shows a toast. The same sentence is not shown twice; when there are too many, the oldest that only tells something ends at
    /// once. What can be taken back stays for as long as that was promised, however much is told meanwhile.
    pub(super) fn toast(&mut self, kind: ToastKind) -> Vec<Effect> {
        let undrawn = self.toasts.undrawn();
        let shown = &mut self.toasts.shown;
        match shown.iter().position(|toast| toast.kind == kind) {
            // There is room for it again as the newest.
            Some(same) if same < undrawn => drop(shown.remove(same)),
            Some(same) => {
                if let Some(same) = shown.get_mut(same) {
                    same.until = None;
                }
                self.time_toasts();
                return Vec::new();
            }
            None => {}
        }
        self.toasts.next += 1;
        let id = ToastId(self.toasts.next);
        let shown = &mut self.toasts.shown;
        let surplus = (shown.len() + 1).saturating_sub(TOASTS_SHOWN_MAX);
        let tells = |toast: &Toast| !toast.kind.can_undo();
        let said: Vec<_> = shown.iter().filter(|toast| tells(toast)).collect();
        let ended: Vec<_> = said.iter().take(surplus).map(|toast| toast.id).collect();
        shown.retain(|toast| !ended.contains(&toast.id));
        shown.push(Toast {
            id,
            kind,
            until: None,
        });
        self.time_toasts();
        Vec::new()
    }

    /// Lets the time run of the toasts that are seen, all of it from when they are, and of no others: whoever deletes much has the
    /// whole time for each, also for those that give way to newer ones. Call it after there are others, or the home is open or lost.
    pub(super) fn time_toasts(&mut self) {
        let has_home = self.has_home();
        let undrawn = self.toasts.undrawn();
        for (place, toast) in self.toasts.shown.iter_mut().enumerate() {
            let is_done = has_home || !toast.kind.ends_in_home();
            let lasts = self.now.plus(toast.kind.lasts());
            let runs = is_done && place >= undrawn;
            toast.until = runs.then(|| toast.until.unwrap_or(lasts));
        }
    }

    /// Whether what ends can be done: a home that was lost does nothing until it is open again.
    fn has_home(&self) -> bool {
        matches!(self.phase, Phase::Home)
    }

    /// Takes back what a toast tells of.
    pub(super) fn undo(&mut self, id: ToastId) -> Vec<Effect> {
        match self.take_toast(id).map(|toast| toast.kind) {
            Some(ToastKind::Blocked(account)) => vec![Effect::Ask(Request::Unblock(account))],
            Some(kind @ (ToastKind::ConversationDeleted(_) | ToastKind::ContactRemoved(_))) => {
                let mut effects = self.take_back_with(&kind);
                effects.extend(
                    kind.leaves()
                        .map(|it| self.return_to(it))
                        .unwrap_or_default(),
                );
                effects
            }
            Some(ToastKind::LinkNotOpened(link)) => self.copy(link),
            Some(ToastKind::MessageDeleted(message)) => {
                // It was never away: its toast is taken, that is nearly all.
                self.toasts.earlier.remove(&message);
                self.bring_back_place(message);
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    /// Takes back that a conversation goes away, or the contact with it.
    pub(super) fn take_back(&mut self, conversation: ConversationId) -> Vec<Effect> {
        let mut shown = self.toasts.shown.iter();
        let toast = shown.find(|toast| toast.kind.leaves() == Some(conversation));
        let toast = toast.map(|toast| toast.id);
        match toast.and_then(|toast| self.take_toast(toast)) {
            Some(toast) => self.take_back_with(&toast.kind),
            None => Vec::new(),
        }
    }

    fn take_back_with(&mut self, kind: &ToastKind) -> Vec<Effect> {
        if let Some(conversation) = kind.leaves() {
            self.chats.leaving.remove(&conversation);
        }
        self.tell_unread()
    }

    /// Whoever was in a conversation when they deleted it is there again, with what they looked for, unless they are elsewhere now.
    fn return_to(&mut self, conversation: ConversationId) -> Vec<Effect> {
        let is_at_list = self.timeline.is_none() && self.route == Route::Chats;
        let left = self.toasts.left.take();
        let left = left.filter(|left| left.conversation == conversation && is_at_list);
        let Some(left) = left else {
            return Vec::new();
        };
        let mut effects = self.show_conversation(conversation);
        if let Some(find) = left.find {
            effects.extend(self.find_as_before(find));
        }
        effects
    }

    /// Whoever is elsewhere is not taken back to where they were.
    pub(super) fn forget_left(&mut self) {
        self.toasts.left = None;
    }

    /// Takes a toast away; what it tells of is done. Where that is not possible it stays, and can be taken back, until it is.
    pub(super) fn dismiss(&mut self, id: ToastId) -> Vec<Effect> {
        let has_home = self.has_home();
        let waits = |toast: &Toast| toast.id == id && toast.kind.ends_in_home() && !has_home;
        if self.toasts.shown.iter().any(waits) {
            return Vec::new();
        }
        self.take_toast(id)
            .map_or_else(Vec::new, |toast| self.ended(toast))
    }

    /// Ends the toasts whose time is over.
    pub(super) fn end_toasts(&mut self) -> Vec<Effect> {
        let now = self.now;
        let ended: Vec<_> = self
            .toasts
            .shown
            .extract_if(.., |toast| toast.until.is_some_and(|until| until <= now))
            .collect();
        self.time_toasts();
        ended
            .into_iter()
            .flat_map(|toast| self.ended(toast))
            .collect()
    }

    /// Does at once what waited for the end of its toast: the program closes.
    pub(super) fn end_all_toasts(&mut self) -> Vec<Effect> {
        let ended = std::mem::take(&mut self.toasts.shown);
        ended
            .into_iter()
            .flat_map(|toast| self.ended(toast))
            .collect()
    }

    /// A message goes away with its toast.
    pub(super) fn delete_message(&mut self, message: MessageId) -> Vec<Effect> {
        self.note_earlier(message);
        self.leave_place(message);
        self.toast(ToastKind::MessageDeleted(message))
    }

    /// A conversation leaves the list now and the store with its toast.
    pub(super) fn delete_conversation(&mut self, conversation: ConversationId) -> Vec<Effect> {
        let mut effects = self.hide_conversation(conversation);
        effects.extend(self.toast(ToastKind::ConversationDeleted(conversation)));
        effects
    }

    /// A contact and the conversation with them leave the lists now and the store with the toast.
    pub(super) fn remove_contact(&mut self, account: AccountId) -> Vec<Effect> {
        let conversation = ConversationId::direct(account);
        let mut effects = self.hide_conversation(conversation);
        // Whoever deleted the conversation before wants no less now.
        let deleted = ToastKind::ConversationDeleted(conversation);
        self.toasts.shown.retain(|toast| toast.kind != deleted);
        effects.extend(self.toast(ToastKind::ContactRemoved(account)));
        effects
    }

    fn hide_conversation(&mut self, conversation: ConversationId) -> Vec<Effect> {
        let mut effects = self.end_newest_deletions(conversation);
        if self.open_conversation() == Some(conversation) {
            let find = self.find.clone();
            effects.extend(self.close_conversation());
            self.toasts.left = Some(Left { conversation, find });
        }
        let is_its_page = match self.route {
            Route::Contact(account) | Route::SafetyNumber(account) => {
                ConversationId::direct(account) == conversation
            }
            _ => false,
        };
        if is_its_page {
            effects.extend(self.go(Route::Chats));
        }
        self.chats.leaving.insert(conversation);
        effects.extend(self.tell_unread());
        effects.extend(self.leave_answered_requests());
        effects.push(Effect::Unnotify(conversation));
        effects
    }

    /// Deletes for good what was just deleted at the end of a conversation that is about to go: how far it was known would
    /// be less than the store has until then, and it would be kept for a message that nobody missed.
    fn end_newest_deletions(&mut self, conversation: ConversationId) -> Vec<Effect> {
        let mut effects = Vec::new();
        loop {
            let newest = self.known(conversation).last;
            let ends = |kind: &ToastKind| matches!(kind, ToastKind::MessageDeleted(message) if Some(*message) == newest);
            let mut shown = self.toasts.shown.iter();
            let Some(toast) = shown.find(|toast| ends(&toast.kind)) else {
                return effects;
            };
            let id = toast.id;
            let toast = self.take_toast(id);
            effects.extend(toast.map_or_else(Vec::new, |toast| self.ended(toast)));
        }
    }

    /// Somebody wrote into conversations that are about to go away. What was deleted did not hold that: they stay.
    pub(super) fn keep_conversations(
        &mut self,
        written_to: impl Iterator<Item = ConversationId>,
    ) -> Vec<Effect> {
        let mut effects = Vec::new();
        for conversation in written_to {
            if !self.chats.leaving.remove(&conversation) {
                continue;
            }
            let leaves = |toast: &Toast| toast.kind.leaves() == Some(conversation);
            self.toasts.shown.retain(|toast| !leaves(toast));
            self.time_toasts();
            self.forget_left();
            effects.extend(self.tell_kept(conversation));
            effects.extend(self.tell_unread());
        }
        effects
    }

    /// Says that a conversation is still there.
    pub(super) fn tell_kept(&mut self, conversation: ConversationId) -> Vec<Effect> {
        let name = self.chat_or_contact(conversation);
        let name = name.map_or_else(String::new, |chat| chat.name.clone());
        self.tell("toast-conversation-kept", &[("name", name.as_str())])
    }

    /// Which of the conversations that are about to go away the new list tells more of than the present one. It tells of every
    /// message; `Arrived` only of some of a burst.
    pub(super) fn written_to(&self, all: &[ChatSummary]) -> Vec<ConversationId> {
        let is_leaving = |chat: &&ChatSummary| self.chats.leaving.contains(&chat.id);
        all.iter()
            .filter(is_leaving)
            .filter(|chat| chat.is_written_since(self.known(chat.id)))
            .map(|chat| chat.id)
            .collect()
    }

    /// How far a conversation was told of.
    fn known(&self, conversation: ConversationId) -> Known {
        self.chat(conversation)
            .map(ChatSummary::known)
            .unwrap_or_default()
    }

    /// Blocks at once; the toast offers to take it back.
    pub(super) fn block(&mut self, account: AccountId) -> Vec<Effect> {
        let conversation = ConversationId::direct(account);
        let mut effects = vec![
            Effect::Ask(Request::Block(account)),
            Effect::Unnotify(conversation),
        ];
        effects.extend(self.toast(ToastKind::Blocked(account)));
        effects
    }

    /// Somebody is at them: none goes at once.
    pub(super) fn hold_toasts(&mut self) {
        let least = self.now.plus(TOAST_HELD);
        for toast in &mut self.toasts.shown {
            toast.until = toast.until.map(|until| until.max(least));
        }
    }

    fn take_toast(&mut self, id: ToastId) -> Option<Toast> {
        let place = self.toasts.shown.iter().position(|toast| toast.id == id)?;
        let toast = self.toasts.shown.remove(place);
        self.time_toasts();
        Some(toast)
    }

    fn ended(&mut self, toast: Toast) -> Vec<Effect> {
        match toast.kind {
            ToastKind::MessageDeleted(message) => {
                if let Some(timeline) = &mut self.timeline {
                    timeline.delete(message);
                }
                self.forget_last(message);
                self.forget_place(message);
                self.forget_hits(|hit| hit.id == message);
                vec![Effect::Ask(Request::DeleteMessage(message))]
            }
            ToastKind::ConversationDeleted(conversation) => {
                let known = self.forget_conversation(conversation);
                vec![Effect::Ask(Request::DeleteConversation {
                    conversation,
                    known,
                })]
            }
            ToastKind::ContactRemoved(account) => {
                let known = self.forget_conversation(ConversationId::direct(account));
                self.contacts.retain(|contact| contact.account != account);
                self.namesakes = namesakes(&self.contacts);
                self.note_people();
                vec![Effect::Ask(Request::RemoveContact { account, known })]
            }
            _ => Vec::new(),
        }
    }

    /// The line goes here and not with the client's word: one that comes later is of what was written since.
    /// Says how far it was known.
    fn forget_conversation(&mut self, conversation: ConversationId) -> Known {
        let known = self.known(conversation);
        let left = &mut self.toasts.left;
        left.take_if(|left| left.conversation == conversation);
        self.drafts.remove(&conversation);
        self.composing.forget(conversation);
        self.forget_hits(|hit| hit.conversation == conversation);
        self.chats.all.retain(|chat| chat.id != conversation);
        self.note_people();
        self.chats.leaving.remove(&conversation);
        known
    }
}

fn owned(values: &[(&str, &str)]) -> Vec<(String, String)> {
    values
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect()
}
