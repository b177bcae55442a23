//! What is being written: drafts that are kept, and telling the other side that we write.

use std::collections::BTreeMap;

use pulse_client::{ConversationId, Timestamp};

use super::AppState;
use crate::effect::Effect;
use crate::limits::{DRAFT_SAVED_AFTER, TYPING_ENDS_AFTER, TYPING_REPEATED_AFTER};
use crate::request::Request;

/// What others and the store have to learn of the composer.
#[derive(Clone, Debug, Default)]
pub struct Composing {
    /// Drafts that changed and are not kept yet, and when they will be.
    unsaved: BTreeMap<ConversationId, Timestamp>,
    /// The conversation whose other side believes that we write.
    told: Option<Told>,
}

#[derive(Clone, Copy, Debug)]
struct Told {
    conversation: ConversationId,
    said_at: Timestamp,
    edited_at: Timestamp,
}

impl Composing {
    /// A conversation is gone.
    pub(super) fn forget(&mut self, conversation: ConversationId) {
        self.unsaved.remove(&conversation);
        self.told.take_if(|told| told.conversation == conversation);
    }

    /// When something is due.
    pub(super) fn due(&self) -> Option<Timestamp> {
        let saved = self.unsaved.values().min().copied();
        let ends = self.told.map(|told| told.edited_at.plus(TYPING_ENDS_AFTER));
        saved.into_iter().chain(ends).min()
    }
}

impl AppState {
    /// The text in a composer changed.
    pub(super) fn edit_draft(&mut self, conversation: ConversationId, text: String) -> Vec<Effect> {
        if self.draft(conversation) == text {
            return Vec::new();
        }
        let is_empty = text.trim().is_empty();
        self.drafts.insert(conversation, text);
        self.composing
            .unsaved
            .entry(conversation)
            .or_insert(self.now.plus(DRAFT_SAVED_AFTER));
        if is_empty {
            self.end_typing()
        } else {
            self.typed(conversation)
        }
    }

    /// Sends what is in a composer. It comes back when it could not be sent.
    pub(super) fn send_draft(&mut self, conversation: ConversationId) -> Vec<Effect> {
        let text = self.draft(conversation).trim().to_owned();
        if text.is_empty() {
            return Vec::new();
        }
        // A message says that we ceased to write, so nothing is told besides.
        self.composing.forget(conversation);
        self.drafts.insert(conversation, String::new());
        if let Some(timeline) = &mut self.timeline
            && timeline.conversation == conversation
        {
            timeline.first_unread = None;
        }
        let mut effects = vec![
            Effect::Ask(Request::Send { conversation, text }),
            Effect::Ask(Request::SetDraft {
                conversation,
                text: String::new(),
            }),
        ];
        effects.extend(self.unmark(conversation));
        effects
    }

    /// A text that was not sent comes back into its composer, before what was written since.
    pub(super) fn restore_draft(
        &mut self,
        conversation: ConversationId,
        text: &str,
    ) -> Vec<Effect> {
        let since = self.draft(conversation);
        let whole = if since.trim().is_empty() {
            text.to_owned()
        } else {
            format!("{text}\n{since}")
        };
        self.drafts.insert(conversation, whole.clone());
        self.composing.unsaved.remove(&conversation);
        vec![Effect::Ask(Request::SetDraft {
            conversation,
            text: whole,
        })]
    }

    /// The composer is left: its draft is kept now, and nobody believes any longer that we write.
    pub(super) fn rest_composer(&mut self) -> Vec<Effect> {
        let mut effects = self.end_typing();
        effects.extend(self.save_drafts(|_| true));
        effects
    }

    /// Keeps drafts and ends typing as they fall due.
    pub(super) fn compose_due(&mut self) -> Vec<Effect> {
        let now = self.now;
        let mut effects = self.save_drafts(|due| due <= now);
        let has_ceased = self
            .composing
            .told
            .is_some_and(|told| told.edited_at.plus(TYPING_ENDS_AFTER) <= now);
        if has_ceased {
            effects.extend(self.end_typing());
        }
        effects
    }

    /// Keeps the drafts of which the list has not said that they are kept: what was written while the home was lost reached no store.
    pub(super) fn save_lost_drafts(&mut self) -> Vec<Effect> {
        self.composing.unsaved.clear();
        let kept = |id| self.chat(id).and_then(|chat| chat.draft.as_deref());
        let drafts = self.drafts.iter();
        drafts
            .filter(|(conversation, text)| kept(**conversation).unwrap_or_default() != *text)
            .map(|(conversation, text)| {
                Effect::Ask(Request::SetDraft {
                    conversation: *conversation,
                    text: text.clone(),
                })
            })
            .collect()
    }

    fn save_drafts(&mut self, is_due: impl Fn(Timestamp) -> bool) -> Vec<Effect> {
        let saved: Vec<_> = self
            .composing
            .unsaved
            .iter()
            .filter(|(_, due)| is_due(**due))
            .map(|(conversation, _)| *conversation)
            .collect();
        saved
            .into_iter()
            .map(|conversation| {
                self.composing.unsaved.remove(&conversation);
                let text = self.draft(conversation).to_owned();
                Effect::Ask(Request::SetDraft { conversation, text })
            })
            .collect()
    }

    fn typed(&mut self, conversation: ConversationId) -> Vec<Effect> {
        if !self.settings.typing {
            return Vec::new();
        }
        let now = self.now;
        if let Some(told) = &mut self.composing.told
            && told.conversation == conversation
        {
            told.edited_at = now;
            if now < told.said_at.plus(TYPING_REPEATED_AFTER) {
                return Vec::new();
            }
        }
        let mut effects = Vec::new();
        if self
            .composing
            .told
            .is_some_and(|told| told.conversation != conversation)
        {
            effects.extend(self.end_typing());
        }
        self.composing.told = Some(Told {
            conversation,
            said_at: now,
            edited_at: now,
        });
        effects.push(Effect::Ask(Request::SetTyping {
            conversation,
            active: true,
        }));
        effects
    }

    fn end_typing(&mut self) -> Vec<Effect> {
        self.composing.told.take().map_or_else(Vec::new, |told| {
            vec![Effect::Ask(Request::SetTyping {
                conversation: told.conversation,
                active: false,
            })]
        })
    }
}
