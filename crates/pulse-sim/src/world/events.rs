//! What befalls the world once or twice: lost sessions, a server that is put back, full disks, clocks that are set.

use std::time::Duration;

use pulse_engine::{ContactState, EngineError};
use pulse_protocol::Timestamp;
use rand_core::Rng;

use super::client::Fate;
use super::course::{Course, Jump, Upheaval};
use super::faults::{Faults, delay};
use super::{BEGIN, Broken, Extra, Happening, World};

const HOUR: Duration = Duration::from_secs(60 * 60);
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

impl World {
    /// Plans all that befalls this world.
    pub(super) fn plan_course(&mut self) {
        let Course {
            trouble,
            upheaval,
            upheaval_at: [first, second],
            ..
        } = self.course;
        self.plan(trouble, Happening::Peace);
        match upheaval {
            Upheaval::LosesSessions => self.plan(first, Happening::LoseSessions),
            Upheaval::Restore => {
                self.plan(first, Happening::Backup);
                self.plan(second, Happening::Restore);
            }
            // The script sees to it.
            Upheaval::Block | Upheaval::None => {}
        }
        if let Some((at, lasts)) = self.course.server_full {
            self.plan(at, Happening::ServerFull(true));
            self.plan(at + lasts, Happening::ServerFull(false));
        }
        for jump in self.course.jumps.clone() {
            self.plan_jump(&jump);
        }
        self.summary.days = self.course.days();
        self.plan(DAY, Happening::Expire);
    }

    fn plan_jump(&mut self, jump: &Jump) {
        let by_ms = i64::try_from(jump.by.as_millis()).unwrap_or_default();
        let client = jump.client;
        self.plan(jump.at, Happening::Jump { client, by_ms });
        if self.extras.contains(&Extra::ClockBack) {
            let by_ms = -by_ms;
            let at = jump.at + jump.back_after;
            self.plan(at, Happening::Jump { client, by_ms });
        }
    }

    /// From now on nothing goes wrong: whoever is away comes back, and there is room on all disks.
    pub(super) fn make_peace(&mut self) {
        self.say(|| "from now on nothing goes wrong".into());
        self.is_peace = true;
        self.faults = Faults::NONE;
        self.server.set_full(false);
        let now = self.now;
        for client in 0..self.clients.len() {
            self.plan(Duration::ZERO, Happening::StartClient(client));
            let Some(found) = self.clients.get_mut(client) else {
                continue;
            };
            found.full_until = now;
            let life = found.life;
            self.plan(Duration::ZERO, Happening::Turn { client, life });
        }
    }

    /// A client loses all its sessions. What then cannot be opened has to be repaired.
    pub(super) fn lose_sessions(&mut self) -> Result<(), Broken> {
        // Before both are contacts a repair is nobody's right.
        if !self.are_contacts() {
            self.plan_again(Happening::LoseSessions);
            return Ok(());
        }
        let client = self.course.whom;
        let name = self.name(client);
        self.say(|| format!("{name}: loses all sessions"));
        self.summary.lost_sessions += 1;
        if self.is_alive(client) {
            self.kill_client(client, Fate::DiesBeforeCommit);
        }
        if let Some(found) = self.clients.get_mut(client) {
            found.lose_sessions().map_err(EngineError::from)?;
        }
        Ok(())
    }

    /// Somebody makes a copy of the server's store. Not before both are registered: an account that the copy does not know has to
    /// register again, which is no client's own decision.
    pub(super) fn back_up(&mut self) {
        let is_registered = |person| self.script.account(person).is_some();
        if !(0..self.clients.len()).all(is_registered) {
            return self.plan_again(Happening::Backup);
        }
        self.say(|| "server: is copied".into());
        self.copy = Some(self.server.copy());
    }

    /// The server's store is lost, and the copy put back in its place.
    pub(super) fn restore(&mut self) -> Result<(), Broken> {
        let Some(copy) = self.copy.take() else {
            self.plan_again(Happening::Restore);
            return Ok(());
        };
        self.kill_server()?;
        self.say(|| "server: is put back from the copy".into());
        self.summary.restores += 1;
        let random = self.rng.next_u64();
        self.server.put_back(&copy, random)
    }

    pub(super) fn fill_server(&mut self, is_full: bool) {
        if self.is_peace {
            return;
        }
        self.say(|| format!("server: the disk is full: {is_full}"));
        self.summary.server_full += u64::from(is_full);
        self.server.set_full(is_full);
    }

    /// Somebody sets a client's clock. A program that waits for a moment finds it come, or further away.
    pub(super) fn jump(&mut self, client: usize, by_ms: i64) {
        // Far from the server's day no stamp is taken: only who has the other's token may be days ahead.
        let is_far = Duration::from_millis(by_ms.unsigned_abs()) > super::course::SMALL_JUMP;
        if is_far && !self.are_contacts() {
            return;
        }
        let is_back = by_ms < 0;
        if is_back && !self.is_ahead {
            return;
        }
        self.is_ahead = !is_back;
        let name = self.name(client);
        self.say(|| format!("{name}: the clock jumps by {} s", by_ms / 1_000));
        self.summary.clock_jumps += 1;
        let Some(found) = self.clients.get_mut(client) else {
            return;
        };
        let wake_at = found.jump(by_ms);
        self.plan_wake(client, wake_at);
    }

    /// The server's daily look at what is too old.
    pub(super) fn expire(&mut self) {
        let now = self.now;
        self.server.expire(now);
        if now < self.end() {
            self.plan(DAY, Happening::Expire);
        }
    }

    /// When things have gone wrong, what was left of it has come to rest, and the quiet was watched.
    pub(super) fn end(&self) -> Timestamp {
        let Course {
            trouble, settle, ..
        } = self.course;
        BEGIN.plus(trouble).plus(settle).plus(super::QUIET)
    }

    /// What could not happen yet happens a little later.
    fn plan_again(&mut self, what: Happening) {
        let longest = (self.course.trouble / 20).min(HOUR);
        let pause = Duration::from_secs(1) + delay(&mut self.rng, longest.as_millis() as u64);
        self.plan(pause, what);
    }

    fn are_contacts(&self) -> bool {
        self.clients.iter().all(|client| {
            let contacts = client.store.contacts();
            contacts
                .iter()
                .any(|row| row.state == ContactState::Accepted)
        })
    }
}
