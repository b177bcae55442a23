//! What follows from what the client's thread told.

use pulse_client::{AccountSummary, WorkPurpose};

use super::names::namesakes;
use super::problems::of_store;
use super::{AppState, FirstRun, FirstRunStep, LockChange, Phase, Storage};
use crate::effect::Effect;
use crate::limits::MARKED_LASTS;
use crate::request::Request;
use crate::update::{OpenTrouble, Update};

impl AppState {
    /// Takes in what changed and says what the world has to do.
    pub fn apply(&mut self, update: Update) -> Vec<Effect> {
        match update {
            Update::NoHome => {
                self.phase = Phase::FirstRun(FirstRun {
                    has_home: self.given.is_some(),
                    ..FirstRun::default()
                });
                self.take_server_link();
                Vec::new()
            }
            Update::NoKeychain => {
                if let Phase::FirstRun(first_run) = &mut self.phase {
                    first_run.without_keychain();
                }
                Vec::new()
            }
            Update::NeedsPassphrase { wrong } => {
                self.phase = Phase::Unlock {
                    wrong,
                    opening: false,
                };
                Vec::new()
            }
            Update::OpenFailed(trouble) => self.open_failed(trouble),
            Update::Opened {
                account,
                read_receipts,
                typing,
                app_lock,
                passphrase,
            } => {
                self.settings.read_receipts = read_receipts;
                self.settings.typing = typing;
                self.lock.own = app_lock;
                self.lock.by_home = passphrase;
                self.lock.available = app_lock || passphrase;
                self.opened(account)
            }
            Update::Account(account) => {
                self.account = Some(account);
                Vec::new()
            }
            Update::Conversations(all) => {
                let had_requests = self.chats.requests().next().is_some();
                let written_to = self.written_to(&all);
                self.chats.all = all;
                self.chats.loaded = true;
                self.note_people();
                let mut effects = self.keep_conversations(written_to.into_iter());
                effects.extend(self.tell_unread());
                if had_requests {
                    effects.extend(self.leave_answered_requests());
                }
                effects
            }
            Update::Contacts(contacts) => {
                self.namesakes = namesakes(&contacts);
                self.contacts = contacts;
                self.note_people();
                Vec::new()
            }
            Update::ConversationKept(conversation) => self.tell_kept(conversation),
            Update::ConversationOpened {
                conversation,
                total,
                first_unread,
                draft,
            } => {
                self.drafts.entry(conversation).or_insert(draft);
                if let Some(timeline) = &mut self.timeline
                    && timeline.conversation == conversation
                {
                    timeline.first_unread = first_unread;
                    timeline.moved(total);
                }
                Vec::new()
            }
            Update::Rows {
                conversation,
                first,
                rows,
                total,
            } => self.on_timeline(conversation, |timeline| timeline.fill(first, rows, total)),
            Update::RowAdded {
                row,
                position,
                total,
            } => {
                self.row_added(row, position, total);
                Vec::new()
            }
            Update::RowStatus {
                conversation,
                id,
                status,
            } => self.on_timeline(conversation, |timeline| {
                timeline.set_status(id, status);
            }),
            Update::RowsMoved {
                conversation,
                total,
                first_unread,
            } => {
                let is_watching = self.is_watching(conversation);
                self.on_timeline(conversation, |timeline| {
                    if timeline.first_unread.is_some() || !is_watching {
                        timeline.first_unread = first_unread;
                    }
                    timeline.moved(total);
                })
            }
            Update::Held {
                conversation,
                reason,
            } => self.on_timeline(conversation, |timeline| timeline.held = reason),
            Update::Arrived(rows) => self.arrived(rows),
            Update::Typing {
                conversation,
                active,
            } => {
                if active && self.settings.typing {
                    self.typing.insert(conversation, self.now);
                } else {
                    self.typing.remove(&conversation);
                }
                Vec::new()
            }
            Update::Connection(health) => {
                self.connection = health;
                Vec::new()
            }
            Update::CaughtUp => Vec::new(),
            Update::Working { purpose, fraction } => {
                if purpose == WorkPurpose::Registration
                    && let Phase::FirstRun(first_run) = &mut self.phase
                    && let Some(registering) = &mut first_run.registering
                {
                    registering.fraction = fraction;
                }
                Vec::new()
            }
            Update::Registered(account) => {
                self.account = Some(account);
                self.registered()
            }
            Update::ContactAdded(account) => {
                self.pending_link = None;
                self.forget_page_error();
                self.show_conversation(pulse_client::ConversationId::direct(account))
            }
            Update::Phrase(phrase) => self.phrase_told(&phrase),
            Update::PhraseConfirmed => self.phrase_confirmed(),
            Update::Failed { wish, error } => {
                if let Phase::FirstRun(first_run) = &mut self.phase {
                    first_run.checking = false;
                }
                self.failed(wish, &error)
            }
            Update::AppLockChanged { set } => self.app_lock_changed(set),
            Update::AppLockKept => {
                self.lock.change = LockChange::Refused;
                Vec::new()
            }
            Update::ServerTried { server, error } => {
                self.server_tried(&server, error.as_ref());
                Vec::new()
            }
            Update::AppUnlocked { right } => self.app_unlocked(right),
            Update::Storage { bytes, messages } => {
                self.storage = Some(Storage { bytes, messages });
                Vec::new()
            }
            Update::Alarm(alarm) => self.alarm(alarm),
            Update::Notice(notice) => self.notice(&notice),
            Update::ClockIsOff { skew_ms } => {
                let key = if skew_ms > 0 {
                    "toast-clock-behind"
                } else {
                    "toast-clock-ahead"
                };
                let minutes = (skew_ms.unsigned_abs() / 60_000).to_string();
                self.tell(key, &[("minutes", &minutes)])
            }
            Update::StoreProblem(problem) => self.problem(of_store(&problem)),
            Update::Closed => {
                self.phase = Phase::Closing;
                vec![Effect::Quit]
            }
            Update::Mutes(mutes) => self.mutes_told(mutes),
            Update::UnreadMarks(marked) => {
                self.chats.marked = marked;
                self.tell_unread()
            }
            Update::Found {
                kind,
                number,
                found,
            } => self.found_messages(kind, number, found),
            Update::Located {
                conversation,
                message,
                position,
            } => {
                let until = self.now.plus(MARKED_LASTS);
                self.on_timeline(conversation, |timeline| {
                    timeline.jump_to(message, position, until);
                })
            }
        }
    }

    /// The home is open: everyday, or the rest of a registration that was not finished.
    fn opened(&mut self, account: Option<AccountSummary>) -> Vec<Effect> {
        let is_registering = matches!(
            &self.phase,
            Phase::FirstRun(first_run) if first_run.step >= FirstRunStep::Creating
        );
        self.account = account;
        if is_registering {
            return Vec::new();
        }
        if self.account.is_none() {
            self.phase = Phase::FirstRun(FirstRun {
                has_home: true,
                ..FirstRun::default()
            });
            self.take_server_link();
            return Vec::new();
        }
        // Who typed the home's passphrase just now need not type another one; a file that holds it was not typed.
        let was_typed = matches!(self.phase, Phase::Unlock { .. });
        let is_covered = self.lock.own || (self.lock.locked && self.lock.available);
        self.lock.locked = is_covered && !was_typed;
        let mut effects = match self.lock.locked {
            true => {
                self.forget_left();
                [self.clear_filter(), self.end_find()].concat()
            }
            false => Vec::new(),
        };
        effects.extend(self.enter_home());
        // A home that was lost and is back: the client knows nothing of what this window shows.
        let open = self.open_conversation();
        effects.extend(open.map(|open| Effect::Ask(Request::OpenConversation(open))));
        effects.extend(self.search_again());
        effects.extend(self.save_lost_drafts());
        // What was said to be seen may have gone with the home: it is said again.
        self.seen_told = None;
        effects
    }

    fn open_failed(&mut self, trouble: OpenTrouble) -> Vec<Effect> {
        match (&mut self.phase, &trouble) {
            // A new home without a keychain can still be made, with a passphrase.
            (Phase::FirstRun(first_run), OpenTrouble::Keychain { .. })
                if first_run.registering.is_some() =>
            {
                first_run.registering = None;
                first_run.step = FirstRunStep::Protect;
                first_run.without_keychain();
                first_run.error = None;
            }
            _ => {
                self.phase = Phase::Trouble(trouble);
                self.lose_searches();
                self.time_toasts();
            }
        }
        Vec::new()
    }

    fn on_timeline(
        &mut self,
        conversation: pulse_client::ConversationId,
        change: impl FnOnce(&mut super::Timeline),
    ) -> Vec<Effect> {
        if let Some(timeline) = &mut self.timeline
            && timeline.conversation == conversation
        {
            change(timeline);
        }
        Vec::new()
    }
}
