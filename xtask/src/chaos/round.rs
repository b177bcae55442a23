//! One round: some people send, somebody is killed meanwhile, and who was needed is started again.

use std::fmt;
use std::process::Child;
use std::thread::sleep;
use std::time::Duration;

use super::verdict::{Reported, Sent};
use super::{Chaos, message_id};
use crate::failure::{Failure, Outcome};
use crate::stage::Said;

/// The kill comes at some moment of this: a send takes some tens of milliseconds, starting up included, and several at once
/// more. Every other round the moment is early, when most happens.
const KILL_WITHIN_US: u64 = 120_000;
const KILL_EARLY_WITHIN_US: u64 = 30_000;

/// A killed server stays away for up to this.
const SERVER_AWAY_MS_MAX: u64 = 400;

/// How long a send waits for the server: most longer than it stays away, some hardly at all, so that they report "queued".
const PATIENT_S: &str = "10";
const IMPATIENT_S: &str = "0.03";

/// Sends of one person at once, at most.
const SENDS_MAX: u64 = 4;

/// What was killed how often.
#[derive(Default)]
pub(super) struct Tally {
    servers: u32,
    listeners: u32,
    senders: u32,
    owners: u32,
}

impl fmt::Display for Tally {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "Killed: {} servers, {} listeners, {} senders that were guests, {} that owned the home.",
            self.servers, self.listeners, self.senders, self.owners
        )
    }
}

/// A `pulse send` that runs.
struct Sending {
    side: usize,
    text: String,
    child: Child,
    /// Whether nobody else had the home open when it started.
    is_owner: bool,
    is_killed: bool,
}

enum Victim {
    Server,
    Listener(usize),
    Sender(usize),
}

impl Chaos {
    pub(super) fn round(&mut self, number: u64) -> Outcome {
        if !self.server.is_running() {
            self.server.start()?;
        }
        for side in 0..self.people.len() {
            self.seat(side)?;
        }
        let mut sends = self.sends(number)?;
        let victim = self.victim(&sends);
        let within = if self.random.once_in(2) {
            KILL_EARLY_WITHIN_US
        } else {
            KILL_WITHIN_US
        };
        sleep(Duration::from_micros(self.random.below(within)));
        self.kill(victim, &mut sends)?;
        for sending in sends {
            self.collect(number, sending)?;
        }
        Ok(())
    }

    /// Three rounds in four somebody has a listener open; a killed one is started again, an open one may be left open.
    fn seat(&mut self, side: usize) -> Outcome {
        let wanted = !self.random.once_in(4);
        if wanted && self.listeners[side].is_none() {
            self.listeners[side] = Some(self.people[side].listen(&[])?);
        }
        if !wanted && let Some(listener) = self.listeners[side].take() {
            listener.end()?;
        }
        Ok(())
    }

    /// One of them sends, or both.
    fn sends(&mut self, round: u64) -> Outcome<Vec<Sending>> {
        let first = usize::from(self.random.once_in(2));
        let both = self.random.once_in(3);
        let mut sends = Vec::new();
        for side in [first, 1 - first].into_iter().take(1 + usize::from(both)) {
            for index in 0..=self.random.below(SENDS_MAX) {
                let text = format!("round {round} of {}, {index}", self.people[side].name);
                let to = &self.people[1 - side].id;
                let timeout = if self.random.once_in(4) {
                    IMPATIENT_S
                } else {
                    PATIENT_S
                };
                let child = self.people[side].spawn(&["send", to, &text, "--timeout", timeout])?;
                let is_owner = index == 0 && self.listeners[side].is_none();
                sends.push(Sending {
                    side,
                    text,
                    child,
                    is_owner,
                    is_killed: false,
                });
            }
        }
        Ok(sends)
    }

    /// A kind first, so that servers and listeners die as often as the many senders.
    fn victim(&mut self, sends: &[Sending]) -> Victim {
        let seated: Vec<usize> = (0..2)
            .filter(|side| self.listeners[*side].is_some())
            .collect();
        match self.random.below(4) {
            0 => Victim::Server,
            1 if !seated.is_empty() => Victim::Listener(seated[self.random.index(seated.len())]),
            _ => Victim::Sender(self.random.index(sends.len())),
        }
    }

    fn kill(&mut self, victim: Victim, sends: &mut [Sending]) -> Outcome {
        match victim {
            Victim::Server => {
                self.server.kill()?;
                self.tally.servers += 1;
                sleep(Duration::from_millis(self.random.below(SERVER_AWAY_MS_MAX)));
                self.server.start()
            }
            Victim::Listener(side) => {
                self.tally.listeners += 1;
                self.listeners[side]
                    .take()
                    .map_or(Ok(()), |listener| listener.kill())
            }
            Victim::Sender(index) => {
                let sending = &mut sends[index];
                sending.child.kill()?;
                sending.is_killed = true;
                let count = if sending.is_owner {
                    &mut self.tally.owners
                } else {
                    &mut self.tally.senders
                };
                *count += 1;
                Ok(())
            }
        }
    }

    fn collect(&mut self, round: u64, sending: Sending) -> Outcome {
        let said = Said::of(&sending.child.wait_with_output()?);
        let reported = match said.code {
            Some(0) => Reported::Accepted,
            Some(75) => Reported::Queued,
            None if sending.is_killed => Reported::Nothing,
            code => {
                return Err(Failure::new(format!(
                    "in round {round} a send that nobody killed ended with {code:?}: {}",
                    said.errors
                )));
            }
        };
        self.sent.push(Sent {
            side: sending.side,
            round,
            text: sending.text,
            reported,
            id: message_id(&said.objects),
        });
        Ok(())
    }
}
