//! The seeded world: real engines over memory stores, the real server's handlers over a disk with a write cache, and a
//! network that delays, stalls and cuts. One seed decides everything; a seed that fails is the whole bug report.
//!
//! ```text
//! script ─► Client: inputs ─► turn (one transaction) ─► effects ─► Network ─► Server: handlers, one future at a time
//!              ▲   crash before or after the commit        frames, late or never        crash: unsynced writes are lost
//!              └───────────────────────────────────────────────────────────────────────────┘
//! ```

mod checks;
mod client;
mod connections;
mod faults;
mod network;
mod schedule;
mod script;
mod server;
mod turns;

use std::time::Duration;

use pulse_engine::{EngineError, Input, WorkId};
use pulse_protocol::{Lane, Timestamp};
use rand_chacha::ChaCha20Rng;
use rand_core::{Rng, SeedableRng};

use checks::Checks;
use client::Client;
use faults::{Faults, chance, delay};
use network::{LinkId, Network, Way};
use schedule::Schedule;
use script::Script;
use server::{Said, Server};

/// The world begins on a morning in 2026.
const BEGIN: Timestamp = Timestamp::from_millis(1_790_000_000_000);

/// How long things go wrong.
const TROUBLE: Duration = Duration::from_secs(90);

/// How long the world then has to become quiet (a repair may wait for an hour), and how long it is watched being quiet.
const SETTLE: Duration = Duration::from_secs(3 * 60 * 60);
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
}

/// What a world that held looked like.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Messages sent and shown.
    pub messages: u64,
    /// Frames that arrived, both ways.
    pub frames: u64,
    /// Connections cut.
    pub cuts: u64,
    /// Processes of clients killed.
    pub client_crashes: u64,
    /// Times the server lost power.
    pub server_crashes: u64,
    /// Submissions that the server got more than once.
    pub retries: u64,
    /// Message keys that were seen in use, each once.
    pub keys: u64,
}

impl Summary {
    /// Adds another world's.
    pub fn add(&mut self, other: &Summary) {
        self.messages += other.messages;
        self.frames += other.frames;
        self.cuts += other.cuts;
        self.client_crashes += other.client_crashes;
        self.server_crashes += other.server_crashes;
        self.retries += other.retries;
        self.keys += other.keys;
    }
}

impl std::fmt::Display for Summary {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "{} messages in {} frames, {} cuts, {} client crashes, {} server crashes, {} retries, {} message keys",
            self.messages,
            self.frames,
            self.cuts,
            self.client_crashes,
            self.server_crashes,
            self.retries,
            self.keys
        )
    }
}

/// A rule that did not hold.
#[derive(Debug, thiserror::Error)]
#[error("seed {seed}: {what} (at {at_ms} ms); replay with: pulse-world --seed {seed} --trace")]
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
    let outcome = world.live();
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
    StartServer,
    /// A client loses all its sessions, as after a damaged store: repair has to bring back what then cannot be opened.
    LoseSessions(usize),
    /// From now on nothing goes wrong.
    Peace,
}

struct World {
    now: Timestamp,
    rng: ChaCha20Rng,
    schedule: Schedule<Happening>,
    faults: Faults,
    network: Network,
    server: Server,
    server_life: u64,
    sync_planned: bool,
    clients: Vec<Client>,
    script: Script,
    checks: Checks,
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
        let script = Script::draw(&mut rng, &server.link(), BEGIN, TROUBLE);
        World {
            now: BEGIN,
            schedule: Schedule::new(),
            faults,
            network: Network::default(),
            server,
            server_life: 0,
            sync_planned: false,
            clients,
            checks: Checks::new(script.needles()),
            script,
            summary: Summary::default(),
            trace: options.trace,
            quiet_frames: 0,
            quiet_submissions: 0,
            quiet_wakes: 0,
            rng,
        }
    }

    fn live(&mut self) -> Result<(), Broken> {
        let faults = self.faults;
        self.say(|| format!("{faults:?}"));
        self.plan(TROUBLE, Happening::Peace);
        for client in 0..self.clients.len() {
            self.plan(Duration::ZERO, Happening::StartClient(client));
        }
        if self.script.loses_sessions() {
            let client = usize::from(chance(&mut self.rng, 500));
            let at = delay(&mut self.rng, TROUBLE.as_millis() as u64);
            self.plan(at, Happening::LoseSessions(client));
        }
        let end = BEGIN.plus(TROUBLE).plus(SETTLE).plus(QUIET);
        let mut happenings = 0;
        while let Some((at, happening)) = self.schedule.next() {
            if at > end {
                break;
            }
            self.now = at;
            self.happen(happening)?;
            self.run_server()?;
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
                let count = self.server.sync();
                self.say(|| format!("server: {count} writes are durable"));
                Ok(())
            }
            Happening::StartClient(client) => self.start_client(client),
            Happening::StartServer => {
                self.say(|| "server: starts".into());
                self.server.start();
                Ok(())
            }
            Happening::LoseSessions(client) => self.lose_sessions(client),
            Happening::Peace => {
                self.say(|| "from now on nothing goes wrong".into());
                self.faults = Faults::NONE;
                Ok(())
            }
            // Planned by a process that has died since.
            Happening::Turn { .. }
            | Happening::Wake { .. }
            | Happening::Dial { .. }
            | Happening::Solved { .. }
            | Happening::Sync { .. } => Ok(()),
        }
    }

    // ---- the server ----

    /// Lets the server do all it can at this moment, one ready future at a time.
    fn run_server(&mut self) -> Result<(), Broken> {
        while let Some((link, said)) = self.server.step(self.now, &mut self.rng) {
            match said {
                Said::Frame(bytes) => {
                    self.checks.said_by_server(&bytes)?;
                    self.send(link, Way::ToClient, bytes);
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

    fn kill_server(&mut self) {
        self.say(|| "server: loses power".into());
        self.summary.server_crashes += 1;
        self.server_life += 1;
        self.sync_planned = false;
        self.server.crash();
        for link in self.network.open_links() {
            self.cut(link);
        }
        let pause = delay(&mut self.rng, 5_000);
        self.plan(pause, Happening::StartServer);
    }

    // ---- the end ----

    fn judge(&mut self) -> Result<(), Broken> {
        self.script.is_done().map_err(Broken)?;
        let stores: Vec<_> = self.clients.iter().map(|client| &client.store).collect();
        self.summary.messages = self.checks.histories(&self.script, &stores)?;
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
        self.now > BEGIN.plus(TROUBLE).plus(SETTLE)
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
