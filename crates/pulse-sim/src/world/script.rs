//! What the people of the world want, and when: they register, find each other and talk.

use std::collections::BTreeMap;
use std::time::Duration;

use pulse_engine::{
    AccountSummary, Command, CommandError, CommandId, ContactState, ContentId, ConversationId,
    Engine, EngineError, Event, MemoryStore, MessageId,
};
use pulse_protocol::link::ServerLink;
use pulse_protocol::{AccountId, Timestamp};
use rand_chacha::ChaCha20Rng;

use super::faults::{below, chance};

/// Who lives in the world. Long names, so that finding them where they must not be is no accident.
pub(super) const NAMES: [&str; 2] = ["Alice of the seeded world", "Bob of the seeded world"];

/// Messages of one person.
const MESSAGES_MAX: u64 = 12;

/// Messages of a burst: more than fit one sealed message.
const BURST_MAX: u64 = 80;

/// How long somebody waits before trying a refused command again.
const PATIENCE: Duration = Duration::from_secs(2);

/// The plans of everybody.
pub(super) struct Script {
    people: Vec<Person>,
    loses_sessions: bool,
}

struct Person {
    errands: Vec<Errand>,
    account: Option<AccountId>,
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
        during: Duration,
    ) -> Script {
        // In a third of the worlds both add each other, so that both begin at once.
        let both_add = chance(rng, 333);
        let count = NAMES.len();
        let people = (0..count).map(|person| {
            let adds = person == 0 || both_add;
            let mut wishes = vec![(
                0,
                Wish::Register {
                    server: server.clone(),
                },
            )];
            wishes.push((0, if adds { Wish::Add } else { Wish::Accept }));
            for _ in 0..1 + below(rng, MESSAGES_MAX) {
                let at = below(rng, during.as_millis() as u64);
                // Now and then a whole burst, faster than any network: it leaves in batches.
                let burst = if chance(rng, 60) {
                    below(rng, BURST_MAX)
                } else {
                    0
                };
                for _ in 0..1 + burst {
                    let content = ContentId::random(rng);
                    wishes.push((
                        at,
                        Wish::Say {
                            content,
                            text: String::new(),
                        },
                    ));
                }
                if chance(rng, 200) {
                    wishes.push((at + 500, Wish::Read));
                }
                if chance(rng, 200) {
                    wishes.push((at.saturating_sub(1_000), Wish::Type { active: true }));
                }
            }
            wishes.push((during.as_millis() as u64 + 1_000, Wish::Read));
            // Said in the order of their times, and numbered in the order in which they are said.
            wishes.sort_by_key(|(at, _)| *at);
            let mut errands: Vec<Errand> = wishes
                .into_iter()
                .map(|(at, wish)| Errand {
                    id: CommandId::random(rng),
                    wish,
                    not_before: begin.plus(Duration::from_millis(at)),
                    state: ErrandState::Waits,
                })
                .collect();
            number_in_order(&mut errands, person);
            Person {
                errands,
                account: None,
            }
        });
        let people = people.collect();
        Script {
            people,
            loses_sessions: chance(rng, 150),
        }
    }

    /// Whether somebody loses their sessions in this world. What is repaired comes late, so order is not asked for then.
    pub(super) fn loses_sessions(&self) -> bool {
        self.loses_sessions
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

    pub(super) fn account(&self, person: usize) -> Option<AccountId> {
        self.people.get(person).and_then(|person| person.account)
    }

    /// The process died: what was asked and not answered is asked again, under the same id.
    pub(super) fn restarted(&mut self, person: usize) {
        if let Some(person) = self.people.get_mut(person) {
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
        stores: Vec<&mut MemoryStore>,
    ) -> Result<Due, EngineError> {
        let mut accounts = Vec::new();
        let mut contacts = BTreeMap::new();
        let mut newest = None;
        for (index, store) in stores.into_iter().enumerate() {
            if index == person {
                contacts = store
                    .contacts()
                    .into_iter()
                    .map(|row| (row.account, row.state))
                    .collect();
                newest = store
                    .arrivals()
                    .into_iter()
                    .rfind(|row| !row.outgoing)
                    .map(|row| row.id);
            }
            accounts
                .push(Engine::account(&mut store.begin())?.filter(|account| account.registered));
        }
        let other = accounts.get(1 - person).cloned().flatten();
        let Some(found) = self.people.get_mut(person) else {
            return Ok(Due::default());
        };
        found.account = accounts
            .get(person)
            .cloned()
            .flatten()
            .map(|account| account.account);
        let Some(errand) = found
            .errands
            .iter_mut()
            .find(|errand| errand.state != ErrandState::Done)
        else {
            return Ok(Due::default());
        };
        if errand.state == ErrandState::Asked {
            return Ok(Due::default());
        }
        if errand.not_before > now {
            return Ok(Due {
                commands: Vec::new(),
                again_at: Some(errand.not_before),
            });
        }
        match errand
            .wish
            .command(other.as_ref(), &contacts, newest, person)
        {
            Some(command) => {
                errand.state = ErrandState::Asked;
                Ok(Due {
                    commands: vec![(errand.id, command)],
                    again_at: None,
                })
            }
            // Not possible yet: what it needs comes with a later turn, of this client or of the other one.
            None => Ok(Due {
                commands: Vec::new(),
                again_at: Some(now.plus(PATIENCE)),
            }),
        }
    }

    /// An event of a client. An error is a command that ended as it never should.
    pub(super) fn told(
        &mut self,
        person: usize,
        event: Event,
        now: Timestamp,
    ) -> Result<(), String> {
        let Event::CommandDone { id, result } = event else {
            return Ok(());
        };
        let errands = self
            .people
            .get_mut(person)
            .map(|person| person.errands.as_mut_slice());
        let Some(errand) = errands
            .unwrap_or_default()
            .iter_mut()
            .find(|errand| errand.id == id)
        else {
            return Ok(());
        };
        match result {
            Ok(_) | Err(CommandError::AlreadyRegistered) => errand.state = ErrandState::Done,
            Err(CommandError::Disconnected | CommandError::Busy | CommandError::Refused(_)) => {
                errand.state = ErrandState::Waits;
                errand.not_before = now.plus(PATIENCE);
            }
            Err(error) => return Err(format!("a command ended with: {error}")),
        }
        Ok(())
    }

    pub(super) fn is_done(&self) -> Result<(), String> {
        for (index, person) in self.people.iter().enumerate() {
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
        }
    }
}
