//! What changed since the window was last told: events, counted together until they are read.

use std::collections::{BTreeMap, BTreeSet};

use pulse_client::{
    ContactChange, ConversationId, Event, Lane, MessageId, MessageRow, MessageStatus, Notice,
    StoreError, WorkPurpose,
};

use crate::limits::{
    ARRIVED_MAX, CONVERSATIONS_READ_ALONE_MAX, ROWS_TOLD_ALONE_MAX, TOASTS_SHOWN_MAX,
};
use crate::state::AccountAlarm;

/// Bounded, however long nobody reads it: what is too much is told as "read again".
#[derive(Default)]
pub(super) struct Batch {
    /// Everything may have changed.
    pub(super) is_all: bool,
    /// Conversations that were to be deleted and are not.
    pub(super) kept: BTreeSet<ConversationId>,
    /// The list, or some lines of it.
    pub(super) list: Lines,
    pub(super) contacts: bool,
    pub(super) account: bool,
    pub(super) connection: bool,
    pub(super) caught_up: bool,
    /// What holds messages may be another thing than before.
    pub(super) held: bool,
    /// What happened to the own devices.
    pub(super) alarms: BTreeSet<AccountAlarm>,
    /// What else a person should know of.
    pub(super) notices: Vec<Notice>,
    /// New rows of the open conversation.
    pub(super) added: Vec<MessageRow>,
    /// Positions in the open conversation are not what they were.
    pub(super) is_moved: bool,
    /// Statuses of rows of the open conversation.
    pub(super) statuses: BTreeMap<MessageId, MessageStatus>,
    /// What others said, newest last.
    pub(super) arrived: Vec<MessageRow>,
    pub(super) typing: BTreeMap<ConversationId, bool>,
    pub(super) working: Option<(WorkPurpose, Option<f32>)>,
    pub(super) store_problem: Option<StoreError>,
    pub(super) mutes: bool,
    pub(super) unread_marks: bool,
}

/// Lines of the list of conversations.
#[derive(Default, PartialEq, Eq, Debug)]
pub(super) enum Lines {
    #[default]
    None,
    Some(BTreeSet<ConversationId>),
    All,
}

impl Lines {
    fn add(&mut self, conversation: ConversationId) {
        match self {
            Self::None => *self = Self::Some(BTreeSet::from([conversation])),
            Self::Some(lines) if lines.len() < CONVERSATIONS_READ_ALONE_MAX => {
                lines.insert(conversation);
            }
            Self::Some(lines) if lines.contains(&conversation) => {}
            Self::Some(_) => *self = Self::All,
            Self::All => {}
        }
    }
}

impl Batch {
    /// Everything is to be told.
    pub(super) fn all() -> Self {
        let mut batch = Self::default();
        batch.read_all();
        batch
    }

    /// Whether nothing changed.
    pub(super) fn is_empty(&self) -> bool {
        !self.is_all
            && self.kept.is_empty()
            && self.list == Lines::None
            && !self.contacts
            && !self.account
            && !self.connection
            && !self.caught_up
            && !self.held
            && self.alarms.is_empty()
            && self.notices.is_empty()
            && !self.is_moved
            && self.added.is_empty()
            && self.statuses.is_empty()
            && self.arrived.is_empty()
            && self.typing.is_empty()
            && self.working.is_none()
            && self.store_problem.is_none()
            && !self.mutes
            && !self.unread_marks
    }

    /// Everything is to be told anew.
    pub(super) fn read_all(&mut self) {
        self.is_all = true;
        self.list = Lines::All;
        self.contacts = true;
        self.account = true;
        self.connection = true;
        self.mutes = true;
        self.unread_marks = true;
        self.move_rows();
    }

    fn move_rows(&mut self) {
        self.is_moved = true;
        self.added.clear();
        self.statuses.clear();
    }

    /// The window shows another conversation: what was collected of the last one is of no use.
    pub(super) fn forget_rows(&mut self) {
        self.is_moved = false;
        self.added.clear();
        self.statuses.clear();
    }

    /// Notes an event, while the window shows `open`.
    pub(super) fn note(&mut self, event: Event, open: Option<ConversationId>) {
        match event {
            Event::MessageAdded { row } => self.note_row(row, open),
            Event::MessageChanged {
                id,
                conversation,
                status,
            } => {
                self.list.add(conversation);
                if open == Some(conversation) && !self.is_moved {
                    self.statuses.insert(id, status);
                    if self.statuses.len() > ROWS_TOLD_ALONE_MAX {
                        self.move_rows();
                    }
                }
            }
            Event::MessageRemoved { id, conversation } => {
                self.list.add(conversation);
                self.arrived.retain(|row| row.id != id);
                if open == Some(conversation) {
                    self.move_rows();
                }
            }
            Event::ConversationRemoved { conversation } => {
                self.list = Lines::All;
                self.arrived.retain(|row| row.conversation != conversation);
                if open == Some(conversation) {
                    self.move_rows();
                }
            }
            Event::ConversationChanged { conversation } | Event::DraftChanged { conversation } => {
                self.list.add(conversation);
            }
            Event::ContactChanged { account, change } => {
                self.contacts = true;
                match change {
                    ContactChange::Removed => self.list = Lines::All,
                    _ => self.list.add(ConversationId::direct(account)),
                }
            }
            Event::Typing {
                conversation,
                active,
                ..
            } => {
                self.typing.insert(conversation, active);
            }
            Event::Connection { lane, .. } => {
                self.connection = true;
                // A registration that an earlier start began may end with any connection.
                self.account |= lane == Lane::Identified;
            }
            // What the server does not take, and that it took it.
            Event::PutOff { .. } | Event::QueueDrained => self.connection = true,
            Event::CaughtUp => {
                self.caught_up = true;
                self.account = true;
                self.connection = true;
            }
            Event::OwnDeviceUnknown { .. } => {
                self.alarms.insert(AccountAlarm::DeviceAdded);
            }
            Event::OwnDevicesForked => {
                self.alarms.insert(AccountAlarm::DevicesForked);
                self.held = true;
            }
            Event::OwnDevicesAgree => self.held = true,
            Event::OwnDeviceRemoved => {
                self.alarms.insert(AccountAlarm::DeviceRemoved);
                self.held = true;
            }
            Event::StoreProblem { problem } => self.store_problem = Some(problem),
            Event::Notice(Notice::OwnDeviceCloned) => {
                self.alarms.insert(AccountAlarm::DeviceCloned);
            }
            Event::Notice(notice) => {
                // More at once would not be seen.
                if self.notices.len() < TOASTS_SHOWN_MAX {
                    self.notices.push(notice);
                }
            }
            Event::Working {
                purpose, fraction, ..
            } => self.working = Some((purpose, fraction)),
            Event::Resync => self.read_all(),
            Event::MuteChanged { .. } => self.mutes = true,
            Event::UnreadMarkChanged { .. } => self.unread_marks = true,
            Event::CommandDone { .. } | Event::PrivacyChanged { .. } => {}
        }
    }

    fn note_row(&mut self, row: MessageRow, open: Option<ConversationId>) {
        self.list.add(row.conversation);
        if !row.outgoing {
            if self.arrived.len() == ARRIVED_MAX {
                self.arrived.remove(0);
            }
            self.arrived.push(row.clone());
        }
        if open == Some(row.conversation) && !self.is_moved {
            self.added.push(row);
            if self.added.len() > ROWS_TOLD_ALONE_MAX {
                self.move_rows();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use pulse_client::{AccountId, ContentId, DeviceId, RowKind, Timestamp};

    use super::*;

    fn conversation(number: u8) -> ConversationId {
        ConversationId::direct(AccountId::from_bytes([number; 32]))
    }

    fn added(with: u8, number: u32) -> Event {
        let mut id = [0; 16];
        id[..4].copy_from_slice(&number.to_be_bytes());
        Event::MessageAdded {
            row: MessageRow {
                id: MessageId::from_bytes(id),
                conversation: conversation(with),
                sender: AccountId::from_bytes([with; 32]),
                sender_device: DeviceId::new(1),
                content_id: ContentId::from_bytes(id),
                kind: RowKind::Text,
                text: String::new(),
                raw: Vec::new(),
                sent_at: Timestamp::default(),
                received_at: Timestamp::default(),
                sort_at: number.into(),
                status: MessageStatus::Received,
                outgoing: false,
            },
        }
    }

    #[test]
    fn a_burst_is_collected_in_a_bounded_way() {
        let mut batch = Batch::default();
        assert!(batch.is_empty());
        for number in 0..10_000 {
            batch.note(added((number % 100) as u8, number), Some(conversation(1)));
        }
        assert_eq!(batch.list, Lines::All);
        assert!(batch.is_moved && batch.added.is_empty());
        assert_eq!(batch.arrived.len(), ARRIVED_MAX);
        let newest = batch.arrived.last().map(|row| row.sort_at);
        assert_eq!(newest, Some(9_999));
    }

    #[test]
    fn only_rows_of_the_open_conversation_are_told_one_by_one() {
        let mut batch = Batch::default();
        batch.note(added(1, 1), Some(conversation(1)));
        batch.note(added(2, 2), Some(conversation(1)));
        assert_eq!(batch.added.len(), 1);
        assert_eq!(batch.arrived.len(), 2);
        assert!(!batch.is_moved);
        batch.forget_rows();
        assert!(batch.added.is_empty());
        assert!(!batch.is_empty());
    }

    /// What is told of a burst is not all of it: the list must be read for whoever wrote first.
    #[test]
    fn a_line_is_read_anew_though_its_message_is_not_told() {
        let mut batch = Batch::default();
        batch.note(added(1, 0), None);
        for number in 1..=ARRIVED_MAX as u32 {
            batch.note(added(2, number), None);
        }
        let told = batch.arrived.iter().map(|row| row.conversation);
        assert_eq!(BTreeSet::from_iter(told), BTreeSet::from([conversation(2)]));
        let lines = BTreeSet::from([conversation(1), conversation(2)]);
        assert_eq!(batch.list, Lines::Some(lines));
    }

    #[test]
    fn what_was_removed_meanwhile_did_not_arrive() {
        let mut batch = Batch::default();
        let Event::MessageAdded { row } = added(1, 1) else {
            unreachable!()
        };
        let (id, conversation) = (row.id, row.conversation);
        batch.note(Event::MessageAdded { row }, None);
        batch.note(Event::MessageRemoved { id, conversation }, None);
        assert!(batch.arrived.is_empty());
    }
}
