//! Drafts on their way to the store: the first change at once, the others together.

use std::collections::BTreeMap;
use std::mem;

use pulse_client::ConversationId;
use tokio::time::Instant;

use crate::limits::DRAFT_SAVED_AFTER;

/// What was written and is not kept yet.
#[derive(Default)]
pub(super) struct Drafts {
    waiting: BTreeMap<ConversationId, String>,
    /// When what waits is kept; nothing is kept before.
    due: Option<Instant>,
}

impl Drafts {
    /// A draft changed. Returns it when it is to be kept now.
    pub(super) fn change(
        &mut self,
        now: Instant,
        conversation: ConversationId,
        text: String,
    ) -> Option<(ConversationId, String)> {
        if self.due.is_none() {
            self.due = Some(now + DRAFT_SAVED_AFTER);
            return Some((conversation, text));
        }
        self.waiting.insert(conversation, text);
        None
    }

    /// When [`Self::take_due`] is to be called.
    pub(super) const fn due(&self) -> Option<Instant> {
        self.due
    }

    /// What is to be kept now. While something was, the next is collected again.
    pub(super) fn take_due(&mut self, now: Instant) -> BTreeMap<ConversationId, String> {
        let waiting = mem::take(&mut self.waiting);
        self.due = (!waiting.is_empty()).then(|| now + DRAFT_SAVED_AFTER);
        waiting
    }

    /// What was written in a conversation and not kept yet.
    pub(super) fn of(&self, conversation: ConversationId) -> Option<&str> {
        self.waiting.get(&conversation).map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use pulse_client::AccountId;

    use super::*;

    #[test]
    fn a_sentence_is_kept_in_few_steps_and_its_end_is_not_lost() {
        let here = ConversationId::direct(AccountId::from_bytes([1; 32]));
        let mut drafts = Drafts::default();
        let now = Instant::now();
        assert!(drafts.change(now, here, "h".into()).is_some());
        for text in ["he", "hel", "hell", "hello"] {
            assert!(drafts.change(now, here, text.into()).is_none());
        }
        assert_eq!(drafts.of(here), Some("hello"));
        let due = drafts.due().unwrap();
        assert_eq!(due, now + DRAFT_SAVED_AFTER);
        let kept = drafts.take_due(due);
        assert_eq!(kept.get(&here).map(String::as_str), Some("hello"));
        assert!(drafts.due().is_some(), "the next change waits again");
        assert!(drafts.take_due(due).is_empty());
        assert!(drafts.due().is_none(), "then nothing wakes anybody");
    }
}
