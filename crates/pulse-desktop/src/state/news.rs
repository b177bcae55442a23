//! What arrives: notifications, the number of unread messages, and what was seen.

use std::collections::BTreeMap;

use pulse_client::{ContactState, ConversationId, MessageId, MessageRow, RowKind};

use super::{AppState, NotificationContent};
use crate::effect::{Effect, NotificationText};
use crate::limits::NOTIFICATION_CHARS_MAX;
use crate::request::Request;
use crate::rich_text;

impl AppState {
    /// Messages arrived: one notification for each conversation, about its newest, unless the person is looking at it.
    pub(super) fn arrived(&mut self, mut rows: Vec<MessageRow>) -> Vec<Effect> {
        rows.retain(|row| !row.outgoing);
        let mut effects = self.keep_conversations(rows.iter().map(|row| row.conversation));
        if self.settings.notifications {
            effects.extend(self.notify(rows));
        }
        effects
    }

    fn notify(&self, rows: Vec<MessageRow>) -> Vec<Effect> {
        let mut newest: BTreeMap<ConversationId, (MessageRow, u32)> = BTreeMap::new();
        for row in rows {
            let count = newest.get(&row.conversation).map_or(0, |(_, count)| *count);
            newest.insert(row.conversation, (row, count + 1));
        }
        newest
            .into_iter()
            .filter(|(conversation, _)| {
                !self.is_watching(*conversation) && !self.is_muted(*conversation)
            })
            .filter_map(|(conversation, (row, count))| {
                let content = self.notification(&row, count)?;
                Some(Effect::Notify {
                    conversation,
                    content,
                })
            })
            .collect()
    }

    /// What may be shown of a message. Nothing of a stranger's text, nothing at all of a blocked person.
    fn notification(&self, row: &MessageRow, arrived: u32) -> Option<NotificationText> {
        let chat = self.chat(row.conversation);
        let state = chat.map(|chat| chat.state);
        if state == Some(ContactState::Blocked) {
            return None;
        }
        // Who has no line in the list is a stranger too.
        let is_request = matches!(state, None | Some(ContactState::Requested));
        let shown = if self.lock.locked {
            NotificationContent::Nothing
        } else {
            self.settings.notification_content
        };
        let name = chat
            .filter(|_| shown != NotificationContent::Nothing)
            .map(|chat| chat.name.clone());
        let has_text = row.kind == RowKind::Text && !is_request;
        let text = (shown == NotificationContent::NameAndText && has_text)
            .then(|| rich_text::plain(&row.text))
            .map(|text| text.chars().take(NOTIFICATION_CHARS_MAX).collect());
        Some(NotificationText {
            name,
            text,
            is_request,
            unread: chat.map_or(0, |chat| chat.unread).max(arrived),
        })
    }

    /// Everything up to a message was on the screen. Counts only for somebody who can look: the window has the keyboard and is
    /// not locked. Told once.
    pub(super) fn seen(&mut self, conversation: ConversationId, through: MessageId) -> Vec<Effect> {
        let told = Some((conversation, through));
        if !self.is_watching(conversation) || self.seen_told == told {
            return Vec::new();
        }
        self.seen_told = told;
        vec![
            Effect::Ask(Request::MarkRead {
                conversation,
                through,
            }),
            Effect::Unnotify(conversation),
        ]
    }

    /// An answer from a notification. Whoever answers has read.
    pub(super) fn reply(&mut self, conversation: ConversationId, text: String) -> Vec<Effect> {
        if text.trim().is_empty() {
            return Vec::new();
        }
        let mut effects = self.mark_read(conversation);
        effects.push(Effect::Ask(Request::Send { conversation, text }));
        effects
    }

    /// Everything in a conversation was read in its notification, or counts as read all the same.
    pub(super) fn mark_read(&mut self, conversation: ConversationId) -> Vec<Effect> {
        let newest = self.chat(conversation).and_then(|chat| chat.last.as_ref());
        let mut effects = vec![Effect::Unnotify(conversation)];
        effects.extend(self.unmark(conversation));
        if let Some(newest) = newest {
            effects.push(Effect::Ask(Request::MarkRead {
                conversation,
                through: newest.id,
            }));
        }
        effects
    }

    /// Somebody wants to come back to a conversation. It is said to nobody: what was read stays read for whoever wrote it.
    pub(super) fn mark_unread(&self, conversation: ConversationId) -> Vec<Effect> {
        vec![Effect::Ask(Request::SetUnreadMark {
            conversation,
            marked: true,
        })]
    }

    /// They came back.
    pub(super) fn unmark(&self, conversation: ConversationId) -> Option<Effect> {
        self.is_marked_unread(conversation)
            .then_some(Effect::Ask(Request::SetUnreadMark {
                conversation,
                marked: false,
            }))
    }

    /// Tells the tray and the title when the number of unread messages changed.
    pub(super) fn tell_unread(&mut self) -> Vec<Effect> {
        let unread = self.unread();
        if unread == self.unread_told {
            return Vec::new();
        }
        self.unread_told = unread;
        vec![Effect::Unread(unread)]
    }

    /// Call before the open conversation is no longer looked at. What was read is new no more; the marker stands above the
    /// first that was not, so that it is found when somebody looks again.
    pub(super) fn look_away(&mut self) {
        let Some(conversation) = self.open_conversation() else {
            return;
        };
        if !self.is_watching(conversation) {
            return;
        }
        let is_read = self.chat(conversation).is_none_or(|chat| chat.unread == 0);
        let told = self.seen_told.filter(|(told, _)| *told == conversation);
        if let Some(timeline) = &mut self.timeline {
            timeline.first_unread = if is_read {
                None
            } else {
                timeline.first_unseen(told.map(|(_, through)| through))
            };
        }
    }

    /// A new row of the open conversation. The marker of new messages stands above the first that came while nobody looked.
    pub(super) fn row_added(&mut self, row: MessageRow, position: usize, total: usize) {
        if !row.outgoing {
            self.typing.remove(&row.conversation);
        }
        let watching = self.is_watching(row.conversation);
        if let Some(timeline) = &mut self.timeline
            && timeline.conversation == row.conversation
        {
            let is_newest = position + 1 == total;
            if is_newest && let Some(find) = &mut self.find {
                find.notice(&row);
            }
            let is_first_unseen = !row.outgoing && !watching && timeline.first_unread.is_none();
            timeline.insert(position, row, total);
            if is_first_unseen {
                timeline.first_unread = Some(position);
            }
        }
    }
}
