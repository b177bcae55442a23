//! The seeded world: real engines over memory stores, the real server's handlers over a disk with a write cache, and a
//! network that delays, stalls, cuts and repeats. One seed decides everything; a seed that fails is the whole bug report.
//!
//! ```text
//! script ─► Client: inputs ─► turn (one transaction) ─► effects ─► Network ─► Server: handlers, one future at a time
//!              ▲   crash before or after the commit        frames, late or never        crash: unsynced writes are lost
//!              └───────────────────────────────────────────────────────────────────────────┘
//! ```

mod checks;
mod client;
mod connections;
mod course;
mod events;
mod faults;
mod histories;
mod needles;
mod network;
mod schedule;
mod script;
mod server;
mod summary;
mod trail;
mod turns;

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use bytes::Bytes;
use pulse_engine::{Engine, EngineError, Input, WorkId};
use pulse_protocol::{EnvelopeId, Lane, Timestamp};
use pulse_server::store::DiskCopy;
use rand_chacha::ChaCha20Rng;
use rand_core::{Rng, SeedableRng};

use checks::Checks;
use client::Client;
use course::Course;
use faults::{Faults, delay};
use network::{LinkId, Network, Way};
use schedule::Schedule;
use script::Script;
use server::{Said, Server};
use trail::Trail;

pub use summary::Summary;

/// The world begins on a morning in 2026.
const BEGIN: Timestamp = Timestamp::from_millis(1_790_000_000_000);

/// How long the world is watched being quiet.
const QUIET: Duration = Duration::from_secs(60 * 60);

/// Wake-ups a client may ask for in an hour in which nothing happens, and frames it may exchange: it looks after its
/// prekeys once in a while. Nothing is submitted.
const QUIET_WAKES_MAX: u64 = 5;
const QUIET_FRAMES_MAX: u64 = 4;

/// Happenings after which a world is stuck in a loop: ordinary ones have a few thousand.
const HAPPENINGS_MAX: u64 = 400_000;

/// Told what happens, a line each.
pub type Trace = Box<dyn FnMut(&str)>;

/// How a world is run.
#[derive(Default)]
pub struct WorldOptions {
    /// What happens is told here, when somebody wants to know.
    pub trace: Option<Trace>,
    /// What befalls it beside everything else.
    pub extras: Vec<Extra>,
}

/// What is known to break rules, and is left out unless somebody asks for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Extra {
    /// A clock that was set forward is set right again. The engine waits for moments that it took down while its clock was ahead.
    ClockBack,
    /// A client's disk is full while it registers. When the turn that ends the registration is taken back, the engine forgets who
    /// waits for the answer, and never tells them.
    FullWhileRegistering,
}

/// A rule that did not hold.
#[derive(Debug, thiserror::Error)]
#[error(
    "seed {seed}: {what} (at {at_ms} ms); replay with: cargo xtask world --seed {seed} --trace"
)]
pub struct Failure {
    /// The world's seed.
    pub seed: u64,
    /// When in the world's time, since its beginning.
    pub at_ms: u64,
    /// Which rule.
    pub what: String,
}

/// Runs the world of a seed to its end: two people register, find each other and talk, while things go wrong; then nothing
/// goes wrong any more, and everything must have arrived once and in order, and the world be quiet.
///
/// # Errors
/// The rule that did not hold, with the seed that shows it.
pub fn run(seed: u64, options: WorldOptions) -> Result<Summary, Failure> {
    let mut world = World::new(seed, options);
    let outcome = world.live(&mut |_| {});
    let at_ms = world.now.saturating_since(BEGIN).as_millis() as u64;
    outcome.map(|()| world.summary).map_err(|what| Failure {
        seed,
        at_ms,
        what: what.0,
    })
}

/// What went against a rule, in words.
struct Broken(String);

impl From<EngineError> for Broken {
    fn from(error: EngineError) -> Broken {
        Broken(format!("an engine failed: {error}"))
    }
}

/// What can happen.
enum Happening {
    /// A client looks whether its script has something to do.
    Script(usize),
    /// A client takes what waits and makes a turn of it.
    Turn { client: usize, life: u64 },
    /// The engine asked to be woken.
    Wake {
        client: usize,
        life: u64,
        at: Timestamp,
    },
    /// A client dials.
    Dial {
        client: usize,
        life: u64,
        lane: Lane,
    },
    /// The connection is up at both ends.
    Opened(LinkId),
    /// A frame arrives.
    Arrival { link: LinkId, way: Way },
    /// An end finds out that its connection is gone.
    Notice { link: LinkId, way: Way },
    /// A puzzle is solved.
    Solved {
        client: usize,
        life: u64,
        work: WorkId,
        nonce: u64,
    },
    /// The server's disk syncs.
    Sync { life: u64 },
    /// A dead client starts again.
    StartClient(usize),
    /// The dead server starts again.
    StartServer { life: u64 },
    /// Somebody else submits a copy of a submission.
    Copy { frame: Bytes, is_renamed: bool },
    /// A client loses all its sessions, as after a damaged store: repair has to bring back what then cannot be opened.
    LoseSessions,
    /// The server's store is copied.
    Backup,
    /// It is put back from the copy.
    Restore,
    /// The server's disk is full, or not any more.
    ServerFull(bool),
    /// A client's clock is set.
    Jump { client: usize, by_ms: i64 },
    /// The server looks for what is too old.
    Expire,
    /// From now on nothing goes wrong.
    Peace,
}

struct World {
    now: Timestamp,
    rng: ChaCha20Rng,
    schedule: Schedule<Happening>,
    faults: Faults,
    course: Course,
    extras: Vec<Extra>,
    is_peace: bool,
    /// Somebody's clock was set forward.
    is_ahead: bool,
    network: Network,
    server: Server,
    /// A copy of the server's store.
    copy: Option<DiskCopy>,
    server_life: u64,
    sync_planned: bool,
    clients: Vec<Client>,
    script: Script,
    /// When each client looks into its script next.
    script_at: BTreeMap<usize, Timestamp>,
    checks: Checks,
    trail: Trail,
    /// Envelopes that reached the server.
    submitted: BTreeSet<EnvelopeId>,
    summary: Summary,
    trace: Option<Trace>,
    quiet_frames: u64,
    quiet_submissions: u64,
    quiet_wakes: u64,
}

impl World {
    fn new(seed: u64, options: WorldOptions) -> World {
        let mut rng = ChaCha20Rng::seed_from_u64(seed);
        let faults = Faults::draw(&mut rng);
        let clients = script::NAMES
            .iter()
            .map(|name| Client::new(name, fork(&mut rng)))
            .collect();
        let server = Server::new(fork(&mut rng));
        let course = Course::draw(&mut rng);
        let script = Script::draw(&mut rng, &server.link(), BEGIN, &course);
        World {
            now: BEGIN,
            schedule: Schedule::new(),
            faults,
            course,
            extras: options.extras,
            is_peace: false,
            is_ahead: false,
            network: Network::default(),
            server,
            copy: None,
            server_life: 0,
            sync_planned: false,
            clients,
            checks: Checks::new(script.needles()),
            trail: Trail::default(),
            submitted: BTreeSet::new(),
            script,
            script_at: BTreeMap::new(),
            summary: Summary::default(),
            trace: options.trace,
            quiet_frames: 0,
            quiet_submissions: 0,
            quiet_wakes: 0,
            rng,
        }
    }

    /// From the beginning to the end. `meddle` is called after each happening.
    fn live(&mut self, meddle: &mut dyn FnMut(&mut World)) -> Result<(), Broken> {
        let (faults, course) = (self.faults, self.course.clone());
        self.say(|| format!("{faults:?}\n{course:?}"));
        self.plan_course();
        for client in 0..self.clients.len() {
            self.plan(Duration::ZERO, Happening::StartClient(client));
        }
        let end = self.end();
        let mut happenings = 0;
        while let Some((at, happening)) = self.schedule.next() {
            if at > end {
                break;
            }
            self.now = at;
            self.happen(happening)?;
            self.run_server()?;
            meddle(self);
            happenings += 1;
            if happenings > HAPPENINGS_MAX {
                return Err(Broken("the world never comes to rest".into()));
            }
        }
        self.judge()
    }

    fn happen(&mut self, happening: Happening) -> Result<(), Broken> {
        match happening {
            Happening::Script(client) => self.follow_script(client),
            Happening::Turn { client, life } if self.lives(client, life) => self.turn(client),
            Happening::Wake { client, life, at } if self.lives(client, life) => {
                self.wake(client, at);
                Ok(())
            }
            Happening::Dial { client, life, lane } if self.lives(client, life) => {
                self.dial(client, lane);
                Ok(())
            }
            Happening::Solved {
                client,
                life,
                work,
                nonce,
            } if self.lives(client, life) => {
                self.input(client, Input::Solved { work, nonce });
                Ok(())
            }
            Happening::Opened(link) => {
                self.opened(link);
                Ok(())
            }
            Happening::Arrival { link, way } => self.arrive(link, way),
            Happening::Notice { link, way } => {
                self.notice(link, way);
                Ok(())
            }
            Happening::Sync { life } if life == self.server_life => {
                self.sync_planned = false;
                self.look_at_writes()?;
                let count = self.server.sync();
                self.say(|| format!("server: {count} writes are durable"));
                Ok(())
            }
            Happening::StartClient(client) => self.start_client(client),
            Happening::StartServer { life } if life == self.server_life => {
                self.say(|| "server: starts".into());
                self.server.start();
                Ok(())
            }
            Happening::Peace => {
                self.make_peace();
                Ok(())
            }
            Happening::Copy { frame, is_renamed } => self.submit_copy(frame, is_renamed),
            Happening::LoseSessions => self.lose_sessions(),
            Happening::Backup => {
                self.back_up();
                Ok(())
            }
            Happening::Restore => self.restore(),
            Happening::ServerFull(is_full) => {
                self.fill_server(is_full);
                Ok(())
            }
            Happening::Jump { client, by_ms } => {
                self.jump(client, by_ms);
                Ok(())
            }
            Happening::Expire => {
                self.expire();
                Ok(())
            }
            // Planned by a process that has died since.
            Happening::Turn { .. }
            | Happening::Wake { .. }
            | Happening::Dial { .. }
            | Happening::Solved { .. }
            | Happening::Sync { .. }
            | Happening::StartServer { .. } => Ok(()),
        }
    }

    // ---- the server ----

    /// Lets the server do all it can at this moment, one ready future at a time.
    fn run_server(&mut self) -> Result<(), Broken> {
        while let Some((link, said)) = self.server.step(self.now, &mut self.rng) {
            match said {
                Said::Frame(bytes) => {
                    self.checks.said_by_server(&bytes)?;
                    self.send(link, Way::ToClient, (bytes, Vec::new()));
                }
                Said::Close => self.cut(link),
            }
        }
        if self.server.has_unsynced() && !self.sync_planned {
            self.sync_planned = true;
            let pause = delay(&mut self.rng, self.faults.sync_delay_ms);
            self.plan(
                pause,
                Happening::Sync {
                    life: self.server_life,
                },
            );
        }
        Ok(())
    }

    /// What is about to be durable, or is lost with the power and may be on the disk all the same, is nothing readable. Every row
    /// is looked at when it is written, so none ever was there, for however short a time.
    fn look_at_writes(&mut self) -> Result<(), Broken> {
        let rows = self.server.unsynced_rows();
        self.summary.rows += rows.len() as u64;
        self.checks.disk(&rows)
    }

    fn kill_server(&mut self) -> Result<(), Broken> {
        self.look_at_writes()?;
        self.say(|| "server: loses power".into());
        self.summary.server_crashes += 1;
        self.server_life += 1;
        self.sync_planned = false;
        self.server.crash();
        for link in self.network.open_links() {
            self.cut(link);
        }
        let pause = delay(&mut self.rng, 5_000);
        let life = self.server_life;
        self.plan(pause, Happening::StartServer { life });
        Ok(())
    }

    // ---- the end ----

    fn judge(&mut self) -> Result<(), Broken> {
        let upheaval = self.course.upheaval;
        self.script.is_done(upheaval).map_err(Broken)?;
        for client in &mut self.clients {
            self.summary.recognised += Engine::dropped(&mut client.store.begin(), "duplicate")?;
        }
        let stores: Vec<_> = self.clients.iter().map(|client| &client.store).collect();
        let tally = histories::judge(&self.script, &self.trail, upheaval, &stores)?;
        self.summary.messages = tally.messages;
        self.summary.late = tally.late;
        self.summary.unseen = tally.unseen;
        self.summary.blocks = u64::from(upheaval == course::Upheaval::Block);
        self.summary.overtaken = self.network.overtaken;
        self.checks.disk(&self.server.dump())?;
        let clients = self.clients.len() as u64;
        match () {
            () if self.quiet_submissions > 0 => Err(Broken(
                "something is still submitted long after all was said".into(),
            )),
            () if self.quiet_frames > QUIET_FRAMES_MAX * clients => Err(Broken(format!(
                "{} frames in a quiet hour",
                self.quiet_frames
            ))),
            () if self.quiet_wakes > QUIET_WAKES_MAX * clients => Err(Broken(format!(
                "{} wake-ups in a quiet hour",
                self.quiet_wakes
            ))),
            () => Ok(()),
        }
    }

    /// The hour in which the world must be quiet.
    fn is_watched(&self) -> bool {
        self.now.plus(QUIET) > self.end()
    }

    // ---- small things ----

    fn plan(&mut self, pause: Duration, what: Happening) {
        self.schedule.plan(self.now.plus(pause), what);
    }

    fn lives(&self, client: usize, life: u64) -> bool {
        self.clients
            .get(client)
            .is_some_and(|client| client.is_alive() && client.life == life)
    }

    fn is_alive(&self, client: usize) -> bool {
        self.clients.get(client).is_some_and(Client::is_alive)
    }

    fn life(&self, client: usize) -> u64 {
        self.clients.get(client).map_or(0, |client| client.life)
    }

    fn name(&self, client: usize) -> &'static str {
        self.clients
            .get(client)
            .map_or("nobody", |client| client.name)
    }

    fn say(&mut self, line: impl FnOnce() -> String) {
        if let Some(trace) = &mut self.trace {
            let at = self.now.saturating_since(BEGIN);
            trace(&format!("{:>10.3} {}", at.as_secs_f64(), line()));
        }
    }
}

/// Randomness of its own for a part of the world, so that one part's use does not shift another's.
fn fork(rng: &mut ChaCha20Rng) -> ChaCha20Rng {
    let mut seed = [0; 32];
    rng.fill_bytes(&mut seed);
    ChaCha20Rng::from_seed(seed)
}

#[cfg(test)]
mod tests;
