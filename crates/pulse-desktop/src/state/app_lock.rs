//! The app lock: after a time without touch the window is covered until its passphrase is typed.

use pulse_client::Timestamp;

use super::problems::said;
use super::{AppState, LockTimeout, Phase, Route, SettingsPage};
use crate::action::Hidden;
use crate::effect::Effect;
use crate::request::Request;

/// How the lock is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AppLock {
    /// Whether there is a passphrase to lock with: one of its own, or the home's.
    pub available: bool,
    /// Whether the app has a passphrase of its own.
    pub own: bool,
    /// Whether the home's passphrase opens the window too.
    pub by_home: bool,
    /// Whether the window is covered.
    pub locked: bool,
    /// Whether a passphrase is being checked.
    pub checking: bool,
    /// Whether the last one was wrong.
    pub wrong: bool,
    /// How far a change of the passphrase is.
    pub change: LockChange,
    /// How far the question for the passphrase is before the recovery phrase is shown.
    pub proof: PhraseProof,
    /// When somebody last touched the window.
    pub touched_at: Timestamp,
}

/// Whoever wants to see the recovery phrase proves first that the window is theirs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PhraseProof {
    /// Nothing was typed for it.
    #[default]
    None,
    /// A passphrase is being checked.
    Asked,
    /// It was wrong.
    Refused,
}

/// A change of the passphrase: it takes a moment, and asks for the present one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LockChange {
    /// None is going on.
    #[default]
    None,
    /// It was asked for.
    Asked,
    /// What was given is not the present passphrase.
    Refused,
}

impl AppState {
    /// Covers the window, or leads to where a passphrase for that can be set. Where the phrase is shown or asked back, it is
    /// forgotten: behind the lock is the everyday page.
    pub(super) fn lock(&mut self) -> Vec<Effect> {
        if self.is_usable() && !self.lock.available {
            let mut effects = self.tell("toast-no-app-lock", &[]);
            effects.extend(self.go(Route::Settings(SettingsPage::Privacy)));
            return effects;
        }
        if !self.can_lock() {
            return Vec::new();
        }
        self.look_away();
        let mut effects = self.rest_composer();
        if matches!(self.phase, Phase::FirstRun(_)) {
            effects.extend(self.enter_home());
        }
        effects.extend(self.clear_filter());
        effects.extend(self.end_find());
        self.forget_left();
        self.phrase = None;
        self.overlay = None;
        self.lock.locked = true;
        self.lock.wrong = false;
        self.lock.checking = false;
        effects
    }

    /// The session was locked, or sleeps: a window that can be locked is, however long it may be left alone otherwise.
    pub(super) fn screen_locked(&mut self) -> Vec<Effect> {
        if self.can_lock() {
            self.lock()
        } else {
            Vec::new()
        }
    }

    /// Checks what was typed on the lock screen. One passphrase is checked at a time, so that every answer has one question.
    pub(super) fn unlock_app(&mut self, passphrase: Hidden) -> Vec<Effect> {
        let is_busy = self.lock.checking || self.lock.proof == PhraseProof::Asked;
        if !self.lock.locked || is_busy || passphrase.0.is_empty() {
            return Vec::new();
        }
        self.lock.checking = true;
        self.lock.wrong = false;
        vec![Effect::Ask(Request::CheckAppLock(passphrase))]
    }

    /// Asks for the phrase, where a passphrase is set with that: an open window that was left alone does not show it.
    pub(super) fn reveal_phrase(&mut self, passphrase: Option<Hidden>) -> Vec<Effect> {
        if !self.lock.available {
            return vec![Effect::Ask(Request::RevealPhrase)];
        }
        let Some(passphrase) = passphrase.filter(|typed| !typed.0.is_empty()) else {
            return Vec::new();
        };
        if self.lock.checking || self.lock.proof == PhraseProof::Asked {
            return Vec::new();
        }
        self.lock.proof = PhraseProof::Asked;
        vec![Effect::Ask(Request::CheckAppLock(passphrase))]
    }

    /// The answer to [`AppState::reveal_phrase`]. It unlocks nothing, and shows nothing to whoever went elsewhere or locked.
    fn proved(&mut self, right: bool) -> Vec<Effect> {
        let is_here = self.is_usable() && self.route == Route::Settings(SettingsPage::Phrase);
        self.lock.proof = match right || !is_here {
            true => PhraseProof::None,
            false => PhraseProof::Refused,
        };
        if right && is_here {
            vec![Effect::Ask(Request::RevealPhrase)]
        } else {
            Vec::new()
        }
    }

    /// A passphrase was checked: on the lock screen, or before the phrase is shown.
    pub(super) fn app_unlocked(&mut self, right: bool) -> Vec<Effect> {
        if self.lock.proof == PhraseProof::Asked {
            return self.proved(right);
        }
        self.lock.checking = false;
        self.lock.wrong = !right;
        if !right || !self.lock.locked {
            return Vec::new();
        }
        self.lock.locked = false;
        self.lock.touched_at = self.now;
        match self.open_conversation() {
            Some(_) if self.route == Route::Chats => vec![Effect::FocusComposer],
            _ => Vec::new(),
        }
    }

    /// Sets, changes or removes the passphrase. Whether the present one is right is not the window's to say.
    pub(super) fn change_app_lock(
        &mut self,
        present: Option<Hidden>,
        new: Option<Hidden>,
    ) -> Vec<Effect> {
        if self.lock.change == LockChange::Asked {
            return Vec::new();
        }
        self.lock.change = LockChange::Asked;
        vec![Effect::Ask(Request::SetAppLock { present, new })]
    }

    /// Neither right nor wrong: the passphrase could not be checked or kept. The one of before counts.
    pub(super) fn app_lock_failed(&mut self) -> Vec<Effect> {
        self.lock.checking = false;
        self.lock.proof = PhraseProof::None;
        self.lock.change = LockChange::None;
        self.problem(said("error-passphrase-kept"))
    }

    /// Whether a passphrase for the lock alone exists now.
    pub(super) fn app_lock_changed(&mut self, own: bool) -> Vec<Effect> {
        let was_set = self.lock.available;
        self.lock.change = LockChange::None;
        self.lock.own = own;
        self.lock.available = own || self.lock.by_home;
        self.lock.touched_at = self.now;
        if !self.lock.available {
            self.lock.locked = false;
        }
        let key = match (was_set, self.lock.available) {
            (true, true) => "toast-app-lock-changed",
            (false, true) => "toast-app-lock-set",
            (_, false) => "toast-app-lock-removed",
        };
        let mut effects = self.tell(key, &[]);
        if !was_set && self.lock.available && self.settings.lock_timeout == LockTimeout::Never {
            // Whoever sets a passphrase expects a lock that locks.
            self.settings.lock_timeout = LockTimeout::FifteenMinutes;
            effects.push(self.save_settings());
        }
        effects
    }

    /// Somebody moved the pointer or pressed a key: the lock's time begins anew.
    pub fn touched(&mut self) {
        self.lock.touched_at = self.now;
    }

    /// When the window locks itself if nobody touches it.
    pub(super) fn locks_at(&self) -> Option<Timestamp> {
        let after_ms = self.settings.lock_timeout.after_ms()?;
        self.can_lock().then(|| {
            self.lock
                .touched_at
                .plus(std::time::Duration::from_millis(after_ms))
        })
    }
}
