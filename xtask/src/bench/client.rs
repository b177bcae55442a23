//! What a person waits for: `pulse send` from start to exit, and `pulse listen` showing what the server accepted.

use std::io::{BufRead, BufReader};
use std::process::{Child, ChildStdout};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::{Duration, Instant};

use super::counters::Counter;
use super::figure::Figure;
use super::samples::Samples;
use crate::config::Config;
use crate::failure::{Failure, Outcome};
use crate::stage::{Person, Server, Stage};

/// Timed sends, after a few that warm the caches up.
const SENDS: usize = 50;
const WARM_UP: usize = 5;

/// Timed deliveries.
const DELIVERIES: usize = 100;

/// What has not happened by then will not.
const TIMEOUT: Duration = Duration::from_secs(10);

/// What the server counts when an envelope is on its disk.
const ACCEPTED: &str = "pulse_envelopes_accepted_total";

pub(super) fn measure(config: &Config) -> Outcome<Vec<Figure>> {
    let stage = Stage::set_released(config, "bench-client")?;
    let mut server = Server::init(&stage, true)?;
    server.start()?;
    let [alice, bob] = acquainted(&stage, &server)?;
    let mut figures = sends(&alice, &bob)?;
    figures.extend(deliveries(&server, &alice, &bob)?);
    Ok(figures)
}

/// Two people who have each other as contacts.
fn acquainted(stage: &Stage, server: &Server) -> Outcome<[Person; 2]> {
    let mut people = [Person::new(stage, "Alice"), Person::new(stage, "Bob")];
    for person in &mut people {
        person.register(server.link())?;
    }
    let [alice, bob] = &people;
    alice.must(&["contact", "add", &bob.link])?;
    alice.must(&["send", &bob.id, "hello"])?;
    bob.must(&["sync"])?;
    bob.must(&["contact", "accept", &alice.id])?;
    bob.must(&["send", &alice.id, "hello"])?;
    alice.must(&["sync"])?;
    Ok(people)
}

/// Nobody else has the home open: each send opens the store, connects, and closes all again.
fn sends(from: &Person, to: &Person) -> Outcome<Vec<Figure>> {
    let mut samples = Samples::default();
    for index in 0..WARM_UP + SENDS {
        let text = format!("message {index}");
        let begun = Instant::now();
        from.must(&["send", &to.id, &text])?;
        if index >= WARM_UP {
            samples.add(begun.elapsed());
        }
    }
    println!("{} sends", samples.len());
    Ok(vec![
        Figure::new(
            "client.send_median_ms",
            "pulse send, start to exit, key file, median",
            samples.quantile_ms(0.5),
            "ms",
        )
        .at_most(100.0),
        Figure::new(
            "client.send_p95_ms",
            "pulse send, start to exit, key file, p95",
            samples.quantile_ms(0.95),
            "ms",
        ),
    ])
}

/// Bob listens. The server's counter tells when it accepted, a pipe when Bob was shown the line.
fn deliveries(server: &Server, alice: &Person, bob: &Person) -> Outcome<Vec<Figure>> {
    bob.must(&["sync"])?;
    let ear = Ear::open(bob)?;
    let mut counter = Counter::connect(server.metrics(), ACCEPTED)?;
    let (mut after_accepted, mut whole) = (Samples::default(), Samples::default());
    for index in 0..WARM_UP + DELIVERIES {
        let text = format!("delivery {index}");
        let before = counter.quiet()?;
        let begun = Instant::now();
        let mut sending = alice.spawn(&["send", &bob.id, &text])?;
        let accepted = counter.moment_of_change(before, TIMEOUT)?;
        let shown = ear.hears(&text)?;
        if !sending.wait()?.success() {
            return Err(Failure::new("a send failed while its delivery was timed"));
        }
        if index >= WARM_UP {
            after_accepted.add_ms(signed_ms(accepted, shown));
            whole.add(shown.saturating_duration_since(begun));
        }
    }
    println!("{} deliveries", after_accepted.len());
    Ok(vec![
        Figure::new(
            "client.listen_median_ms",
            "accepted by the server to shown by pulse listen, median",
            after_accepted.quantile_ms(0.5),
            "ms",
        )
        .at_most(10.0),
        Figure::new(
            "client.listen_p95_ms",
            "accepted by the server to shown by pulse listen, p95",
            after_accepted.quantile_ms(0.95),
            "ms",
        ),
        Figure::new(
            "client.send_to_shown_median_ms",
            "start of pulse send to shown by pulse listen, median",
            whole.quantile_ms(0.5),
            "ms",
        ),
    ])
}

fn signed_ms(from: Instant, to: Instant) -> f64 {
    let forward = to.saturating_duration_since(from).as_secs_f64();
    let backward = from.saturating_duration_since(to).as_secs_f64();
    (forward - backward) * 1e3
}

/// A `pulse listen` whose lines are timed as they come out of the pipe.
struct Ear {
    child: Child,
    lines: Receiver<(Instant, String)>,
}

impl Ear {
    fn open(person: &Person) -> Outcome<Self> {
        let mut child = person.spawn(&["listen"])?;
        let output = child.stdout.take();
        let output = output.ok_or_else(|| Failure::new("listen has no output"))?;
        let (sender, lines) = mpsc::channel();
        thread::spawn(move || relay(output, &sender));
        Ok(Self { child, lines })
    }

    /// When the line with this text came.
    fn hears(&self, text: &str) -> Outcome<Instant> {
        let quoted = format!("\"text\":\"{text}\"");
        loop {
            let (at, line) = self
                .lines
                .recv_timeout(TIMEOUT)
                .map_err(|_| Failure::new(format!("listen does not show {text:?}")))?;
            if line.contains(&quoted) {
                return Ok(at);
            }
        }
    }
}

impl Drop for Ear {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn relay(output: ChildStdout, sender: &mpsc::Sender<(Instant, String)>) {
    for line in BufReader::new(output).lines() {
        let at = Instant::now();
        let Ok(line) = line else { return };
        if sender.send((at, line)).is_err() {
            return;
        }
    }
}
