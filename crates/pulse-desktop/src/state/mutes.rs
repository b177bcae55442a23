//! Conversations that are muted: no notification, and nothing for the tray to count.

use std::collections::BTreeMap;
use std::time::Duration;

use pulse_client::{ConversationId, Mute, Timestamp};

use super::AppState;
use crate::effect::Effect;
use crate::request::Request;

/// How long somebody wants to hear nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MuteLength {
    /// One hour: a meeting.
    Hour,
    /// Eight: a night, a day at work.
    EightHours,
    /// Seven days.
    Week,
    /// Until it is taken back.
    Always,
}

impl MuteLength {
    /// All, in the order in which they are offered.
    pub const ALL: [Self; 4] = [Self::Hour, Self::EightHours, Self::Week, Self::Always];

    /// In hours; `None` for always.
    pub fn hours(self) -> Option<u32> {
        match self {
            Self::Hour => Some(1),
            Self::EightHours => Some(8),
            Self::Week => Some(7 * 24),
            Self::Always => None,
        }
    }

    fn begun_at(self, now: Timestamp) -> Mute {
        const HOUR: Duration = Duration::from_secs(60 * 60);
        match self.hours() {
            Some(hours) => Mute::Until(now.plus(HOUR * hours)),
            None => Mute::Always,
        }
    }
}

impl AppState {
    /// Whether nothing is announced of a conversation.
    pub fn is_muted(&self, conversation: ConversationId) -> bool {
        self.mute_of(conversation).is_some()
    }

    /// How long nothing is announced of a conversation; `None` when it is.
    pub fn mute_of(&self, conversation: ConversationId) -> Option<Mute> {
        let mute = self.chats.muted.get(&conversation).copied();
        mute.filter(|mute| mute.holds(self.now))
    }

    pub(super) fn mute(&mut self, conversation: ConversationId, lasts: MuteLength) -> Vec<Effect> {
        let mut effects = self.close_overlay();
        effects.push(Effect::Ask(Request::SetMute {
            conversation,
            mute: Some(lasts.begun_at(self.now)),
        }));
        effects
    }

    /// The client told all that are muted.
    pub(super) fn mutes_told(&mut self, mutes: BTreeMap<ConversationId, Mute>) -> Vec<Effect> {
        self.chats.muted = mutes;
        self.chats.muted.retain(|_, mute| mute.holds(self.now));
        self.tell_unread()
    }

    /// Ends those whose time is over: what is unread there counts again.
    pub(super) fn end_mutes(&mut self) -> Vec<Effect> {
        if self.mute_ends_at().is_none_or(|end| self.now < end) {
            return Vec::new();
        }
        self.chats.muted.retain(|_, mute| mute.holds(self.now));
        self.tell_unread()
    }

    /// When the next one ends by itself.
    pub(super) fn mute_ends_at(&self) -> Option<Timestamp> {
        let ends = self.chats.muted.values().filter_map(|mute| match mute {
            Mute::Until(end) => Some(*end),
            Mute::Always => None,
        });
        ends.min()
    }
}
