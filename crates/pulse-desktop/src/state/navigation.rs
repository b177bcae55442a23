//! From page to page, and back.

use pulse_client::ConversationId;

use super::{AppState, LockChange, Overlay, PhraseProof, Route, SettingsPage, Timeline};
use crate::effect::Effect;
use crate::limits::{RECENT_CONVERSATIONS_MAX, TRAIL_MAX};
use crate::request::Request;

impl AppState {
    /// Shows a page; `Back` will lead to where we are now.
    pub(super) fn go(&mut self, route: Route) -> Vec<Effect> {
        self.overlay = None;
        self.pending_link = None;
        if route == self.route {
            return Vec::new();
        }
        let mut effects = self.leave_page();
        if route == Route::Chats {
            self.trail.clear();
        } else {
            // A page that is on the trail already is gone back to, so that the trail never has loops.
            match self.trail.iter().position(|it| *it == route) {
                Some(place) => self.trail.truncate(place),
                None => self.trail.push(self.route),
            }
            let surplus = self.trail.len().saturating_sub(TRAIL_MAX);
            self.trail.drain(..surplus);
            effects.extend(self.clear_filter());
        }
        self.route = route;
        effects.extend(self.entered());
        effects
    }

    /// One step back: an overlay, the question about a link, a page, and at the end the open conversation, which leaves the list.
    pub(super) fn back(&mut self) -> Vec<Effect> {
        if self.overlay.take().is_some() {
            return Vec::new();
        }
        if self.pending_link.take().is_some() {
            self.forget_page_error();
            return Vec::new();
        }
        if self.route == Route::Chats {
            return self.close_conversation();
        }
        self.previous_page()
    }

    /// When the last request was answered, its page has nothing more to say.
    pub(super) fn leave_answered_requests(&mut self) -> Vec<Effect> {
        if self.route == Route::Requests && self.chats.requests().next().is_none() {
            return self.previous_page();
        }
        Vec::new()
    }

    fn previous_page(&mut self) -> Vec<Effect> {
        let mut effects = self.leave_page();
        self.route = self.trail.pop().unwrap_or_default();
        effects.extend(self.entered());
        effects
    }

    /// Shows a conversation and puts the cursor into its composer. One that was about to go away stays: whoever looks for it may
    /// have deleted it by mistake, and whoever writes in it must not see that deleted a moment later.
    pub(super) fn show_conversation(&mut self, conversation: ConversationId) -> Vec<Effect> {
        let mut effects = self.take_back(conversation);
        effects.extend(self.go(Route::Chats));
        if self.open_conversation() != Some(conversation) {
            effects.extend(self.rest_composer());
            effects.extend(self.end_find());
            self.forget_left();
            self.seen_told = None;
            self.timeline = Some(Timeline::new(conversation, 0, None));
            self.recent.retain(|it| *it != conversation);
            self.recent.insert(0, conversation);
            self.recent.truncate(RECENT_CONVERSATIONS_MAX);
            effects.push(Effect::Ask(Request::OpenConversation(conversation)));
        }
        effects.extend(self.unmark(conversation));
        effects.push(Effect::Unnotify(conversation));
        effects.push(Effect::FocusComposer);
        effects
    }

    /// Back to the bare list.
    pub(super) fn close_conversation(&mut self) -> Vec<Effect> {
        let mut effects = self.rest_composer();
        effects.extend(self.end_find());
        self.timeline = None;
        self.seen_told = None;
        effects
    }

    /// The next conversation of the list, or the previous one; from none, the first or the last.
    pub(super) fn step_conversation(&mut self, forward: bool) -> Vec<Effect> {
        let shown: Vec<_> = self.chats.shown().map(|chat| chat.id).collect();
        let here = self
            .open_conversation()
            .and_then(|open| shown.iter().position(|id| *id == open));
        let wanted = match (here, forward) {
            (Some(place), true) => place.checked_add(1),
            (Some(place), false) => place.checked_sub(1),
            (None, true) => Some(0),
            (None, false) => shown.len().checked_sub(1),
        };
        match wanted.and_then(|place| shown.get(place)) {
            Some(conversation) => self.show_conversation(*conversation),
            None => Vec::new(),
        }
    }

    /// Lays something over the page; the same again takes it away.
    pub(super) fn open_overlay(&mut self, overlay: Overlay) -> Vec<Effect> {
        self.overlay = match self.overlay.take() {
            Some(open) if open == overlay => None,
            _ => Some(overlay),
        };
        Vec::new()
    }

    /// Takes the overlay away; the keyboard goes back to the composer.
    pub(super) fn close_overlay(&mut self) -> Vec<Effect> {
        let was_open = self.overlay.take().is_some();
        if was_open && self.route == Route::Chats && self.timeline.is_some() {
            return vec![Effect::FocusComposer];
        }
        Vec::new()
    }

    /// What belonged to the page that is left.
    fn leave_page(&mut self) -> Vec<Effect> {
        self.look_away();
        self.forget_page_error();
        self.scanned = None;
        self.phrase = None;
        self.lock.change = LockChange::None;
        if self.lock.proof == PhraseProof::Refused {
            self.lock.proof = PhraseProof::None;
        }
        if self.route != Route::Chats {
            return Vec::new();
        }
        let mut effects = self.rest_composer();
        effects.extend(self.end_find());
        effects
    }

    fn entered(&mut self) -> Vec<Effect> {
        match self.route {
            Route::Settings(SettingsPage::Storage) => vec![Effect::Ask(Request::Storage)],
            Route::Chats if self.timeline.is_some() => vec![Effect::FocusComposer],
            _ => Vec::new(),
        }
    }
}
