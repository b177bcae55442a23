//! Clients start, take turns, perform what a committed turn asked for, and die.

use std::time::Duration;

use pulse_engine::{ContactState, Effects, EngineError, Event, Input};
use pulse_protocol::{Timestamp, proof_of_work};

use super::client::{Client, Fate};
use super::faults::{chance, delay};
use super::{Broken, Happening, World};

impl World {
    pub(super) fn start_client(&mut self, client: usize) -> Result<(), Broken> {
        if self.is_alive(client) {
            return Ok(());
        }
        let name = self.name(client);
        self.say(|| format!("{name}: starts"));
        let Some(started) = self.clients.get_mut(client) else {
            return Ok(());
        };
        started.start()?;
        let (life, connects) = (started.life, started.server.is_some());
        self.plan(Duration::ZERO, Happening::Turn { client, life });
        if connects {
            self.redial(client);
        }
        self.script.restarted(client);
        self.plan(Duration::from_millis(1), Happening::Script(client));
        Ok(())
    }

    pub(super) fn lose_sessions(&mut self, client: usize) -> Result<(), Broken> {
        // Before both are contacts a repair is nobody's right.
        let are_contacts = self.clients.iter().all(|client| {
            let contacts = client.store.contacts();
            contacts
                .iter()
                .any(|row| row.state == ContactState::Accepted)
        });
        if !are_contacts {
            self.plan(Duration::from_secs(2), Happening::LoseSessions(client));
            return Ok(());
        }
        let name = self.name(client);
        self.say(|| format!("{name}: loses all sessions"));
        if self.is_alive(client) {
            self.kill_client(client, Fate::DiesBeforeCommit);
        }
        let Some(found) = self.clients.get_mut(client) else {
            return Ok(());
        };
        found.lose_sessions().map_err(EngineError::from)?;
        Ok(())
    }

    pub(super) fn follow_script(&mut self, client: usize) -> Result<(), Broken> {
        if !self.is_alive(client) {
            return Ok(());
        }
        let stores: Vec<_> = self
            .clients
            .iter_mut()
            .map(|client| &mut client.store)
            .collect();
        let due = self.script.due(client, self.now, stores)?;
        for (id, command) in due.commands {
            let name = self.name(client);
            self.say(|| format!("{name}: {command:?} {id}"));
            self.input(client, Input::Command { id, command });
        }
        if let Some(at) = due.again_at {
            self.schedule.plan(at, Happening::Script(client));
        }
        Ok(())
    }

    pub(super) fn input(&mut self, client: usize, input: Input) {
        let pause = delay(&mut self.rng, 3);
        if let Some(found) = self
            .clients
            .get_mut(client)
            .filter(|client| client.is_alive())
        {
            let life = found.life;
            if found.push(input) {
                self.plan(pause, Happening::Turn { client, life });
            }
        }
    }

    pub(super) fn turn(&mut self, client: usize) -> Result<(), Broken> {
        let fate = match () {
            () if chance(&mut self.rng, self.faults.crash_before_commit) => Fate::DiesBeforeCommit,
            () if chance(&mut self.rng, self.faults.crash_after_commit) => Fate::DiesAfterCommit,
            () => Fate::Performed,
        };
        let now = self.now;
        let Some(found) = self.clients.get_mut(client) else {
            return Ok(());
        };
        let effects = found.turn(now, fate)?;
        let (life, has_waiting) = (found.life, found.has_waiting());
        if fate != Fate::DiesBeforeCommit {
            self.checks.committed(client, &found.store)?;
        }
        match effects {
            Some(effects) => {
                if has_waiting {
                    self.plan(Duration::ZERO, Happening::Turn { client, life });
                }
                self.perform(client, effects)
            }
            None => {
                self.kill_client(client, fate);
                Ok(())
            }
        }
    }

    pub(super) fn kill_client(&mut self, client: usize, fate: Fate) {
        let name = self.name(client);
        self.say(|| format!("{name}: {fate:?}"));
        self.summary.client_crashes += 1;
        let links = self
            .clients
            .get_mut(client)
            .map(Client::die)
            .unwrap_or_default();
        for link in links {
            self.cut(link);
        }
        let is_long = chance(&mut self.rng, self.faults.long_death);
        let pause = delay(&mut self.rng, if is_long { 60_000 } else { 3_000 });
        self.plan(pause, Happening::StartClient(client));
    }

    /// Performs what a committed turn asked for.
    pub(super) fn perform(&mut self, client: usize, effects: Effects) -> Result<(), Broken> {
        for (lane, frame) in effects.frames {
            self.send_to_server(client, lane, &frame)?;
        }
        for event in effects.events {
            self.tell(client, event)?;
        }
        for work in effects.work {
            let found = proof_of_work::search(&work.puzzle, 0, 1 << 24);
            let nonce =
                found.ok_or_else(|| Broken("a puzzle is too hard for this world".into()))?;
            let life = self.life(client);
            let took = delay(&mut self.rng, 2_000);
            self.plan(
                took,
                Happening::Solved {
                    client,
                    life,
                    work: work.id,
                    nonce,
                },
            );
        }
        for lane in effects.close {
            if let Some(link) = self
                .clients
                .get(client)
                .and_then(|client| client.link(lane))
            {
                self.cut(link);
            }
        }
        let Some(found) = self.clients.get_mut(client) else {
            return Ok(());
        };
        if effects.connect.is_some() {
            found.server = effects.connect;
            self.redial(client);
        }
        self.plan_wake(client, effects.wake_at);
        self.plan(Duration::ZERO, Happening::Script(client));
        Ok(())
    }

    pub(super) fn tell(&mut self, client: usize, event: Event) -> Result<(), Broken> {
        let name = self.name(client);
        self.say(|| format!("{name}: {event:?}"));
        self.checks.told(client, &event)?;
        self.script.told(client, event, self.now).map_err(Broken)
    }

    pub(super) fn plan_wake(&mut self, client: usize, at: Option<Timestamp>) {
        let Some(found) = self.clients.get_mut(client) else {
            return;
        };
        found.wake_at = at;
        let life = found.life;
        if let Some(at) = at {
            self.schedule
                .plan(at.max(self.now), Happening::Wake { client, life, at });
        }
    }

    pub(super) fn wake(&mut self, client: usize, at: Timestamp) {
        let Some(found) = self.clients.get_mut(client) else {
            return;
        };
        // A later turn may have asked for another moment instead.
        if found.wake_at != Some(at) {
            return;
        }
        found.wake_at = None;
        if self.is_watched() {
            self.quiet_wakes += 1;
        }
        self.input(client, Input::Tick);
    }
}
