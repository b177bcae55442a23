//! What happens because time passed.

use std::time::Duration;

use pulse_client::Timestamp;

use super::{AppState, Timeline};
use crate::effect::Effect;
use crate::limits::TYPING_BELIEVED;

impl AppState {
    /// Time is now `now`: toasts end, drafts are kept, typing is no longer believed, mutes and
    /// marks end, the window locks itself.
    pub fn tick(&mut self, now: Timestamp) -> Vec<Effect> {
        self.now = now;
        let mut effects = self.end_toasts();
        effects.extend(self.compose_due());
        self.typing
            .retain(|_, since| now < since.plus(TYPING_BELIEVED));
        effects.extend(self.end_mutes());
        if let Some(timeline) = &mut self.timeline {
            timeline.end_mark(now);
        }
        if self.locks_at().is_some_and(|at| at <= now) {
            effects.extend(self.lock());
        }
        effects
    }

    /// How long nothing happens by itself; `None` when nothing ever will.
    pub fn due_in(&self) -> Option<Duration> {
        let toasts = self.toasts.shown.iter().filter_map(|toast| toast.until);
        let typing = self
            .typing
            .values()
            .map(|since| since.plus(TYPING_BELIEVED));
        toasts
            .chain(typing)
            .chain(self.composing.due())
            .chain(self.locks_at())
            .chain(self.mute_ends_at())
            .chain(self.timeline.as_ref().and_then(Timeline::mark_ends_at))
            .min()
            .map(|due| due.saturating_since(self.now))
    }

    /// The window got the keyboard, or lost it.
    pub fn focus(&mut self, focused: bool) -> Vec<Effect> {
        if self.focused == focused {
            return Vec::new();
        }
        if !focused {
            self.look_away();
        }
        self.focused = focused;
        if !focused {
            return self.rest_composer();
        }
        match self.open_conversation() {
            Some(conversation) if self.is_watching(conversation) => {
                vec![Effect::Unnotify(conversation)]
            }
            _ => Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::ToastKind;

    #[test]
    fn nothing_is_due_in_an_idle_state() {
        assert_eq!(AppState::default().due_in(), None);
    }

    #[test]
    fn a_toast_is_due_and_then_gone() {
        let mut state = AppState::default();
        state.tick(Timestamp::from_millis(1_000));
        assert!(state.toast(ToastKind::Copied).is_empty());
        let due = state.due_in().unwrap_or_default();
        assert!(due > Duration::ZERO);
        state.tick(state.now.plus(due));
        assert!(state.toasts.shown.is_empty());
        assert_eq!(state.due_in(), None);
    }
}
