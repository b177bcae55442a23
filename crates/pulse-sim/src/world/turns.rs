//! Clients start, take turns, perform what a committed turn asked for, and die.

use std::time::Duration;

use pulse_engine::{CommandId, ContactState, Effects, Engine, Event, Input};
use pulse_protocol::{Timestamp, proof_of_work};

use super::client::{Client, Fate, Turned};
use super::faults::{below, chance, delay};
use super::trail::State;
use super::{Broken, Extra, Happening, World};

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

    pub(super) fn follow_script(&mut self, client: usize) -> Result<(), Broken> {
        if !self.is_alive(client) {
            return Ok(());
        }
        let stores: Vec<_> = self
            .clients
            .iter_mut()
            .map(|client| &mut client.store)
            .collect();
        let due = self.script.due(client, self.now, stores, &mut self.rng)?;
        for (id, command) in due.commands {
            let name = self.name(client);
            self.say(|| format!("{name}: {command:?} {id}"));
            self.input(client, Input::Command { id, command });
        }
        let planned = self.script_at.get(&client).copied();
        let planned = planned.filter(|planned| *planned > self.now);
        if let Some(at) = due.again_at
            && planned.is_none_or(|planned| at < planned)
        {
            self.script_at.insert(client, at);
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
        let fate = self.draw_fate(client);
        let now = self.now;
        let Some(found) = self
            .clients
            .get_mut(client)
            .filter(|found| found.has_work())
        else {
            return Ok(());
        };
        let effects = match found.turn(now, fate)? {
            Turned::Committed(effects) => effects,
            Turned::Refused(commands) => {
                self.turn_refused(client, commands);
                return Ok(());
            }
            Turned::Lost => {
                self.kill_client(client, fate);
                return Ok(());
            }
        };
        let (life, has_waiting) = (found.life, found.has_waiting());
        self.checks.committed(client, &found.store)?;
        self.follow_trail(client, &effects)?;
        if fate == Fate::DiesAfterCommit {
            self.kill_client(client, fate);
            return Ok(());
        }
        if has_waiting {
            self.plan(Duration::ZERO, Happening::Turn { client, life });
        }
        self.perform(client, effects)
    }

    fn draw_fate(&mut self, client: usize) -> Fate {
        let Some(found) = self.clients.get(client) else {
            return Fate::Performed;
        };
        let (full_until, inputs) = (found.full_until, found.waiting_count() as u64);
        if chance(&mut self.rng, self.faults.crash_before_commit) {
            return Fate::DiesBeforeCommit;
        }
        let is_full = full_until > self.now || chance(&mut self.rng, self.faults.disk_full);
        let may_be_full = self.script.account(client).is_some()
            || self.extras.contains(&Extra::FullWhileRegistering);
        if is_full && may_be_full {
            let after = below(&mut self.rng, inputs + 1);
            return Fate::DiskFull {
                after: usize::try_from(after).unwrap_or_default(),
            };
        }
        match chance(&mut self.rng, self.faults.crash_after_commit) {
            true => Fate::DiesAfterCommit,
            false => Fate::Performed,
        }
    }

    /// The store refused a turn. It is tried again when there is room.
    fn turn_refused(&mut self, client: usize, commands: Vec<CommandId>) {
        let longest = self.course.full_max().as_millis() as u64;
        let lasts = delay(&mut self.rng, longest);
        let now = self.now;
        let Some(found) = self.clients.get_mut(client) else {
            return;
        };
        if found.full_until <= now {
            found.full_until = now.plus(lasts);
        }
        let (life, until) = (found.life, found.full_until);
        self.schedule.plan(until, Happening::Turn { client, life });
        self.summary.refused_turns += 1;
        let name = self.name(client);
        self.say(|| format!("{name}: the disk is full"));
        for id in commands {
            self.script.refused(client, id, now);
        }
        self.plan(Duration::ZERO, Happening::Script(client));
    }

    /// Notes what became of the envelopes that a turn was about.
    fn follow_trail(&mut self, client: usize, effects: &Effects) -> Result<(), Broken> {
        let Some(found) = self.clients.get_mut(client) else {
            return Ok(());
        };
        let contacts = found.store.contacts();
        let state = State {
            parted: Engine::dropped(&mut found.store.begin(), "no session")?,
            is_blocking: contacts
                .iter()
                .any(|contact| contact.state == ContactState::Blocked),
        };
        self.trail.committed(client, effects, state);
        Ok(())
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
        let longest = match chance(&mut self.rng, self.faults.long_death) {
            true => self.course.away_max(),
            false => Duration::from_secs(3),
        };
        let pause = delay(&mut self.rng, longest.as_millis() as u64);
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
        for lane in effects.close.into_iter().chain(effects.renew) {
            if let Some(link) = self
                .clients
                .get(client)
                .and_then(|client| client.link(lane))
            {
                self.cut(link);
            }
        }
        let forgotten = self.clients.get_mut(client).map(Client::take_forgotten);
        for link in forgotten.unwrap_or_default() {
            self.cut(link);
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
