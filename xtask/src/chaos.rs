//! `cargo xtask chaos`: kills a random process with SIGKILL at a random moment, many times, and then asks both histories.
//!
//! Nothing that `send` reported as accepted (exit 0) or queued (75) may be lost, nothing may be there twice, and what
//! one person sent must stand in the same order on both sides. The seed decides who talks, who dies and when; the
//! scheduler of the system adds its own.

mod round;
mod verdict;

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde_json::Value;

use crate::config::Config;
use crate::failure::{Failure, Outcome};
use crate::stage::{Listener, Person, Random, Server, Stage, field};
use verdict::Sent;

pub(crate) const SUMMARY: &str =
    "kill random processes during a conversation (--rounds N, --seed S)";

/// Rounds when nobody says how many.
const ROUNDS: u64 = 200;

/// Rounds of `cargo xtask ci`.
const ROUNDS_SHORT: u64 = 20;

/// Attempts to bring everything home in the end, each with 30 s of its own.
const SETTLE_ATTEMPTS: u32 = 6;

/// A conversation with a murderer in it.
struct Chaos {
    random: Random,
    server: Server,
    people: [Person; 2],
    listeners: [Option<Listener>; 2],
    sent: Vec<Sent>,
    tally: round::Tally,
}

pub(crate) fn run(config: &Config, arguments: &[String]) -> Outcome {
    let (rounds, seed) = options(arguments)?;
    play(config, rounds, seed)
}

/// The short run of `cargo xtask ci`, with another seed every time: it is printed.
pub(crate) fn short(config: &Config) -> Outcome {
    play(config, ROUNDS_SHORT, seed_of_the_moment())
}

fn play(config: &Config, rounds: u64, seed: u64) -> Outcome {
    let mut stage = Stage::set(config, "chaos")?;
    println!("Chaos: {rounds} rounds with seed {seed}");
    let outcome = Chaos::begin(&stage, seed).and_then(|mut chaos| chaos.play(rounds));
    outcome.map_err(|failure| {
        stage.keep();
        let folder = stage.folder().display();
        Failure::new(format!(
            "{failure}\nEverything is kept in {folder}. To play it again: cargo xtask chaos --rounds {rounds} --seed {seed}"
        ))
    })
}

impl Chaos {
    /// Two people who have each other as contacts.
    fn begin(stage: &Stage, seed: u64) -> Outcome<Self> {
        let mut server = Server::init(stage, true)?;
        server.start()?;
        let people = Person::acquainted(stage, &server)?;
        Ok(Self {
            random: Random::new(seed),
            server,
            people,
            listeners: [None, None],
            sent: Vec::new(),
            tally: round::Tally::default(),
        })
    }

    fn play(&mut self, rounds: u64) -> Outcome {
        for round in 1..=rounds {
            self.round(round)?;
            if round % 20 == 0 || round == rounds {
                println!("  {round:>4} rounds, {} messages", self.sent.len());
            }
        }
        self.settle()?;
        let [alice, bob] = &self.people;
        let histories = [alice.history(bob)?, bob.history(alice)?];
        let ids = [alice.id.as_str(), bob.id.as_str()];
        let findings = verdict::judge(&self.sent, ids, &histories);
        println!("{}", self.tally);
        println!("{}", verdict::summary(&self.sent));
        Failure::unless_empty("the histories are not what was reported", &findings)?;
        println!("Nothing lost, nothing doubled, order kept.");
        Ok(())
    }

    /// Everybody comes home: what is queued is sent, what waits is fetched.
    fn settle(&mut self) -> Outcome {
        for listener in &mut self.listeners {
            if let Some(listener) = listener.take() {
                listener.kill()?;
            }
        }
        if !self.server.is_running() {
            self.server.start()?;
        }
        let mut quiet = 0;
        for _ in 0..SETTLE_ATTEMPTS {
            let mut moved = false;
            for person in &self.people {
                let said = person.run(&["sync", "--timeout", "30"])?;
                let report = said.objects.first().cloned().unwrap_or(Value::Null);
                moved |= said.code != Some(0) || report["received"] != 0 || report["sent"] != 0;
            }
            quiet = if moved { 0 } else { quiet + 1 };
            if quiet == 2 {
                return Ok(());
            }
        }
        Err(Failure::new(
            "it does not become quiet: something is sent or received in every sync",
        ))
    }
}

fn options(arguments: &[String]) -> Outcome<(u64, u64)> {
    let (mut rounds, mut seed) = (ROUNDS, seed_of_the_moment());
    let mut rest = arguments.iter();
    while let Some(flag) = rest.next() {
        let number = rest.next().and_then(|text| text.parse().ok());
        match (flag.as_str(), number) {
            ("--rounds", Some(number)) => rounds = number,
            ("--seed", Some(number)) => seed = number,
            _ => return Err(Failure::new("chaos takes --rounds N and --seed S")),
        }
    }
    Ok((rounds, seed))
}

fn seed_of_the_moment() -> u64 {
    let since_epoch = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or(Duration::ZERO);
    u64::from(since_epoch.subsec_nanos()) ^ since_epoch.as_secs()
}

/// The message of an answer, when there is one.
fn message_id(objects: &[Value]) -> Option<String> {
    objects
        .iter()
        .find(|object| object["event"] == "message")
        .map(|message| field(message, "id"))
}
