//! What the people of the world want, and when: they register, find each other and talk.

use std::collections::BTreeMap;
use std::time::Duration;

use pulse_engine::{
    AccountSummary, Command, CommandError, CommandId, ContactState, ContentId, ConversationId,
    Engine, EngineError, Event, MemoryStore, MessageId, MessageStatus,
};
use pulse_protocol::link::ServerLink;
use pulse_protocol::{AccountId, Timestamp};
use rand_chacha::ChaCha20Rng;

use super::course::{Course, Upheaval};
use super::faults::{below, chance};

/// Who lives in the world. Long names, so that finding them where they must not be is no accident.
pub(super) const NAMES: [&str; 2] = ["Alice of the seeded world", "Bob of the seeded world"];

/// Messages of one person.
const MESSAGES_MAX: u64 = 12;

/// Messages of a burst: more than fit one sealed message.
const BURST_MAX: u64 = 80;

/// How long somebody waits at most before trying again what was refused, or looking again for what is not there yet.
const PATIENCE_MAX: Duration = Duration::from_secs(10 * 60);

/// The plans of everybody.
pub(super) struct Script {
    people: Vec<Person>,
    /// How long somebody waits before trying again.
    patience: Duration,
}

struct Person {
    errands: Vec<Errand>,
    account: Option<AccountId>,
    /// Messages of this person may have failed since they last looked.
    looks_for_failures: bool,
}

/// One wish and how far it got.
struct Errand {
    id: CommandId,
    wish: Wish,
    not_before: Timestamp,
    state: ErrandState,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum ErrandState {
    Waits,
    /// Handed to the engine of the present process.
    Asked,
    Done,
}

enum Wish {
    Register {
        server: ServerLink,
    },
    /// Add the other by link, once they have one.
    Add,
    /// Let the other in, once they ask.
    Accept,
    /// Say something, once they are a contact.
    Say {
        content: ContentId,
        text: String,
    },
    /// Read what has come so far.
    Read,
    /// Begin or cease to write.
    Type {
        active: bool,
    },
    /// Block the other, once they are a contact.
    Block,
    Unblock,
    /// Try again what failed while the other was blocked.
    Retry {
        message: MessageId,
    },
}

/// What a client should do now.
#[derive(Default)]
pub(super) struct Due {
    pub(super) commands: Vec<(CommandId, Command)>,
    /// When to look again, if nothing happens before.
    pub(super) again_at: Option<Timestamp>,
}

impl Script {
    pub(super) fn draw(
        rng: &mut ChaCha20Rng,
        server: &ServerLink,
        begin: Timestamp,
        course: &Course,
    ) -> Script {
        // In a third of the worlds both add each other, so that both begin at once.
        let both_add = chance(rng, 333);
        let people = (0..NAMES.len()).map(|person| {
            let adds = person == 0 || both_add;
            let mut wishes = vec![(
                0,
                Wish::Register {
                    server: server.clone(),
                },
            )];
            wishes.push((0, if adds { Wish::Add } else { Wish::Accept }));
            wishes.extend(conversation(rng, course, person));
            // Said in the order of their times, and numbered in the order in which they are said.
            wishes.sort_by_key(|(at, _)| *at);
            let mut errands: Vec<Errand> = wishes
                .into_iter()
                .map(|(at, wish)| Errand::new(rng, wish, begin.plus(Duration::from_millis(at))))
                .collect();
            number_in_order(&mut errands, person);
            Person {
                errands,
                account: None,
                looks_for_failures: false,
            }
        });
        Script {
            people: people.collect(),
            patience: (course.trouble / 50).min(PATIENCE_MAX),
        }
    }

    /// What must never be seen on a wire or on the server's disk.
    pub(super) fn needles(&self) -> Vec<Vec<u8>> {
        let names = NAMES.iter().map(|name| name.as_bytes().to_vec());
        names
            .chain([b"the needle in the haystack".to_vec()])
            .collect()
    }

    /// The texts of a person in the order in which they were said.
    pub(super) fn texts(&self, person: usize) -> Vec<&str> {
        let errands = self
            .people
            .get(person)
            .map(|person| person.errands.as_slice());
        let says = errands
            .unwrap_or_default()
            .iter()
            .filter_map(|errand| match &errand.wish {
                Wish::Say { text, .. } => Some(text.as_str()),
                _ => None,
            });
        says.collect()
    }

    /// Whether a person had to try a message again by hand.
    pub(super) fn tried_again(&self, person: usize, id: MessageId) -> bool {
        let errands = self.people.get(person).map(|person| &person.errands);
        let is_it =
            |errand: &Errand| matches!(errand.wish, Wish::Retry { message } if message == id);
        errands.is_some_and(|errands| errands.iter().any(is_it))
    }

    /// The store did not take a command: it is given again later, under the same id.
    pub(super) fn refused(&mut self, person: usize, id: CommandId, now: Timestamp) {
        let again_at = now.plus(self.patience);
        if let Some(errand) = self.errand(person, id) {
            errand.state = ErrandState::Waits;
            errand.not_before = again_at;
        }
    }

    fn errand(&mut self, person: usize, id: CommandId) -> Option<&mut Errand> {
        let person = self.people.get_mut(person)?;
        person.errands.iter_mut().find(|errand| errand.id == id)
    }

    pub(super) fn account(&self, person: usize) -> Option<AccountId> {
        self.people.get(person).and_then(|person| person.account)
    }

    /// The process died: what was asked and not answered is asked again, under the same id.
    pub(super) fn restarted(&mut self, person: usize) {
        if let Some(person) = self.people.get_mut(person) {
            person.looks_for_failures = true;
            for errand in &mut person.errands {
                if errand.state == ErrandState::Asked {
                    errand.state = ErrandState::Waits;
                }
            }
        }
    }

    /// What a person wants of their client now: the first wish that is not fulfilled, when its time has come and what it
    /// needs is there. A wish waits for the ones before it, as a person does.
    pub(super) fn due(
        &mut self,
        person: usize,
        now: Timestamp,
        mut stores: Vec<&mut MemoryStore>,
        rng: &mut ChaCha20Rng,
    ) -> Result<Due, EngineError> {
        let mut accounts = Vec::new();
        for store in &mut stores {
            accounts
                .push(Engine::account(&mut store.begin())?.filter(|account| account.registered));
        }
        for (person, account) in self.people.iter_mut().zip(&accounts) {
            person.account = account.as_ref().map(|account| account.account);
        }
        let other = accounts.get(1 - person).cloned().flatten();
        let (Some(found), Some(store)) = (self.people.get_mut(person), stores.get(person)) else {
            return Ok(Due::default());
        };
        found.look_for_failures(store, now, rng);
        let is_open = |errand: &&mut Errand| errand.state != ErrandState::Done;
        let Some(errand) = found.errands.iter_mut().find(is_open) else {
            return Ok(Due::default());
        };
        if errand.state == ErrandState::Asked {
            return Ok(Due::default());
        }
        if errand.not_before > now {
            return Ok(Due::at(errand.not_before));
        }
        let contacts = store.contacts().into_iter();
        let contacts: BTreeMap<_, _> = contacts.map(|row| (row.account, row.state)).collect();
        let newest = match errand.wish {
            Wish::Read => newest(store),
            _ => None,
        };
        let wish = &errand.wish;
        match wish.command(other.as_ref(), &contacts, newest, person) {
            Some(command) => {
                errand.state = ErrandState::Asked;
                Ok(Due {
                    commands: vec![(errand.id, command)],
                    again_at: None,
                })
            }
            // Not possible yet: what it needs comes with a later turn, of this client or of the other one.
            None => Ok(Due::at(now.plus(self.patience))),
        }
    }

    /// An event of a client. An error is a command that ended as it never should.
    pub(super) fn told(
        &mut self,
        person: usize,
        event: Event,
        now: Timestamp,
    ) -> Result<(), String> {
        let (id, result) = match event {
            Event::CommandDone { id, result } => (id, result),
            Event::MessageChanged {
                status: MessageStatus::Failed(_),
                ..
            } => {
                if let Some(person) = self.people.get_mut(person) {
                    person.looks_for_failures = true;
                }
                return Ok(());
            }
            _ => return Ok(()),
        };
        let again_at = now.plus(self.patience);
        let Some(errand) = self.errand(person, id) else {
            return Ok(());
        };
        match result {
            // Done before: the answer to the first time was lost.
            Ok(_) | Err(CommandError::AlreadyRegistered | CommandError::NotFailed) => {
                errand.state = ErrandState::Done;
            }
            Err(CommandError::Disconnected | CommandError::Busy | CommandError::Refused(_)) => {
                errand.state = ErrandState::Waits;
                errand.not_before = again_at;
            }
            Err(error) => return Err(format!("a command ended with: {error}")),
        }
        Ok(())
    }

    /// Everything was done, and nothing had to be done that nobody should have to do.
    pub(super) fn is_done(&self, upheaval: Upheaval) -> Result<(), String> {
        for (index, person) in self.people.iter().enumerate() {
            let is_retry = |errand: &Errand| matches!(errand.wish, Wish::Retry { .. });
            if upheaval != Upheaval::Block && person.errands.iter().any(is_retry) {
                return Err(format!("a message of person {index} failed"));
            }
            let open = person
                .errands
                .iter()
                .find(|errand| errand.state != ErrandState::Done);
            if let Some(errand) = open {
                let state = if errand.state == ErrandState::Asked {
                    "never answered"
                } else {
                    "never possible"
                };
                return Err(format!(
                    "person {index} could not {}: {state}",
                    errand.wish.name()
                ));
            }
        }
        Ok(())
    }
}

impl Person {
    /// Whatever failed is tried again when everything else is done.
    fn look_for_failures(&mut self, store: &MemoryStore, now: Timestamp, rng: &mut ChaCha20Rng) {
        let is_open = |errand: &Errand| errand.state != ErrandState::Done;
        if !self.looks_for_failures || self.errands.iter().any(is_open) {
            return;
        }
        self.looks_for_failures = false;
        let failed = store.arrivals().into_iter();
        let failed = failed
            .filter(|row| row.outgoing && matches!(row.status, MessageStatus::Failed(_)))
            .map(|row| Errand::new(rng, Wish::Retry { message: row.id }, now));
        self.errands.extend(failed);
    }
}

impl Errand {
    fn new(rng: &mut ChaCha20Rng, wish: Wish, not_before: Timestamp) -> Errand {
        Errand {
            id: CommandId::random(rng),
            wish,
            not_before,
            state: ErrandState::Waits,
        }
    }
}

impl Due {
    fn at(again_at: Timestamp) -> Due {
        Due {
            commands: Vec::new(),
            again_at: Some(again_at),
        }
    }
}

/// What a person says, reads and does while things go wrong, with its moments.
fn conversation(rng: &mut ChaCha20Rng, course: &Course, person: usize) -> Vec<(u64, Wish)> {
    let during = course.trouble.as_millis() as u64;
    let mut wishes = Vec::new();
    for _ in 0..1 + below(rng, MESSAGES_MAX) {
        let at = below(rng, during);
        // Now and then a whole burst, faster than any network: it leaves in batches.
        let burst = if chance(rng, 60) {
            below(rng, BURST_MAX)
        } else {
            0
        };
        for _ in 0..1 + burst {
            let content = ContentId::random(rng);
            let text = String::new();
            wishes.push((at, Wish::Say { content, text }));
        }
        if chance(rng, 200) {
            wishes.push((at + 500, Wish::Read));
        }
        if chance(rng, 200) {
            wishes.push((at.saturating_sub(1_000), Wish::Type { active: true }));
        }
    }
    wishes.push((during + 1_000, Wish::Read));
    if course.upheaval == Upheaval::Block && course.whom == person {
        let [from, to] = course.upheaval_at.map(|at| at.as_millis() as u64);
        // Nobody writes to somebody they have blocked: that is said right before.
        for (at, _) in &mut wishes {
            if (from..=to).contains(at) {
                *at = from;
            }
        }
        // Whoever has said nothing yet is nobody's contact.
        let is_said = |(_, wish): &&mut (u64, Wish)| matches!(wish, Wish::Say { .. });
        let first = wishes.iter_mut().filter(is_said).min_by_key(|(at, _)| *at);
        if let Some((at, _)) = first {
            *at = from.min(*at);
        }
        // All that the other says may come meanwhile, and then there is nothing to read.
        wishes.retain(|(at, wish)| *at <= from || !matches!(wish, Wish::Read));
        wishes.extend([(from, Wish::Block), (to, Wish::Unblock)]);
    }
    wishes
}

/// The last message of the other to have come.
fn newest(store: &MemoryStore) -> Option<MessageId> {
    let arrivals = store.arrivals().into_iter();
    arrivals.rev().find(|row| !row.outgoing).map(|row| row.id)
}

/// The numbers in the texts follow the order of the wishes.
fn number_in_order(errands: &mut [Errand], person: usize) {
    let says = errands
        .iter_mut()
        .filter_map(|errand| match &mut errand.wish {
            Wish::Say { text, .. } => Some(text),
            _ => None,
        });
    for (number, text) in says.enumerate() {
        *text = format!("message {number} of person {person}: the needle in the haystack");
    }
}

impl Wish {
    fn name(&self) -> &'static str {
        match self {
            Wish::Register { .. } => "register",
            Wish::Add => "add the other",
            Wish::Accept => "accept the other",
            Wish::Say { .. } => "say something",
            Wish::Read => "read",
            Wish::Type { .. } => "type",
            Wish::Block => "block the other",
            Wish::Unblock => "take the block back",
            Wish::Retry { .. } => "try a message again",
        }
    }

    /// The command, or nothing when what it needs is not there yet.
    fn command(
        &self,
        other: Option<&AccountSummary>,
        contacts: &BTreeMap<AccountId, ContactState>,
        newest: Option<MessageId>,
        person: usize,
    ) -> Option<Command> {
        if let Wish::Register { server } = self {
            let name = NAMES.get(person).copied().unwrap_or_default().to_owned();
            return Some(Command::Register {
                server: server.clone(),
                name,
                invite: None,
            });
        }
        let other = other?;
        let state = contacts.get(&other.account);
        let conversation = ConversationId::direct(other.account);
        match self {
            Wish::Register { .. } => None,
            Wish::Add => Some(Command::AddContact {
                link: other.contact_link.clone(),
                name: None,
            }),
            Wish::Accept => match state? {
                ContactState::Requested | ContactState::Accepted => Some(Command::AcceptContact {
                    account: other.account,
                }),
                ContactState::Added | ContactState::Blocked => None,
            },
            Wish::Say { content, text } => {
                state?;
                Some(Command::SendText {
                    conversation,
                    content: *content,
                    text: text.clone(),
                })
            }
            Wish::Type { active } => {
                state?;
                Some(Command::SetTyping {
                    conversation,
                    active: *active,
                })
            }
            Wish::Read => Some(Command::MarkRead {
                conversation,
                through: newest?,
            }),
            Wish::Block => match state? {
                ContactState::Accepted | ContactState::Blocked => Some(Command::BlockContact {
                    account: other.account,
                }),
                ContactState::Added | ContactState::Requested => None,
            },
            Wish::Unblock => Some(Command::UnblockContact {
                account: other.account,
            }),
            Wish::Retry { message } => Some(Command::RetryMessage { message: *message }),
        }
    }
}

/// What the proofs that the rules can fail need.
#[cfg(test)]
impl Script {
    /// As if a person had said the second thing first.
    pub(super) fn swap_first_texts(&mut self, person: usize) {
        let errands = &mut self.people[person].errands;
        let says: Vec<usize> = (0..errands.len())
            .filter(|index| matches!(errands[*index].wish, Wish::Say { .. }))
            .collect();
        errands.swap(says[0], says[1]);
    }

    /// As if whoever answers commands had forgotten who asked.
    pub(super) fn forget_errands(&mut self, person: usize) {
        for errand in &mut self.people[person].errands {
            errand.state = ErrandState::Asked;
        }
    }
}
