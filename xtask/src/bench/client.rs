//! What a person waits for: `pulse send` from start to exit, and `pulse listen` showing what the server accepted.

use std::time::{Duration, Instant};

use super::counters::Counter;
use super::desktop;
use super::figure::Figure;
use super::samples::Samples;
use crate::config::Config;
use crate::failure::{Failure, Outcome};
use crate::stage::{Keyring, Listener, Person, Server, Stage, field};

/// Timed sends, after a few that warm the caches up.
const SENDS: usize = 50;
const WARM_UP: usize = 5;

/// Timed deliveries.
const DELIVERIES: usize = 100;

/// Where the key of a home is, and what the figures of sending with it are called: median and p95.
struct KeyPlace {
    names: [&'static str; 2],
    titles: [&'static str; 2],
}

const KEY_FILE: &KeyPlace = &KeyPlace {
    names: ["client.send_median_ms", "client.send_p95_ms"],
    titles: [
        "pulse send, start to exit, key file, median",
        "pulse send, start to exit, key file, p95",
    ],
};

const SECRET_SERVICE: &KeyPlace = &KeyPlace {
    names: [
        "client.send_secret_service_median_ms",
        "client.send_secret_service_p95_ms",
    ],
    titles: [
        "pulse send, start to exit, secret service, median",
        "pulse send, start to exit, secret service, p95",
    ],
};

/// Timed searches, each through everything.
const SEARCHES: usize = 10;

/// What has not happened by then will not.
const TIMEOUT: Duration = Duration::from_secs(10);

/// What the server counts when an envelope is on its disk.
const ACCEPTED: &str = "pulse_envelopes_accepted_total";

pub(super) fn measure(config: &Config) -> Outcome<Vec<Figure>> {
    let stage = Stage::set_released(config, "bench-client")?;
    let mut server = Server::init(&stage, true)?;
    server.start()?;
    let [alice, bob] = Person::acquainted(&stage, &server)?;
    let mut figures = sends(&alice, &bob, KEY_FILE)?;
    figures.extend(deliveries(&server, &alice, &bob)?);
    let mut erin = Person::new(&stage, "Erin");
    erin.register(server.link())?;
    desktop::fill(config, &erin)?;
    figures.push(searches(&erin)?);
    if let Some(keyring) = Keyring::start(config, &stage)? {
        let carol = Person::with_keyring(&stage, "Carol", &keyring);
        let [carol, dave] = Person::make_acquainted([carol, Person::new(&stage, "Dave")], &server)?;
        figures.extend(sends(&carol, &dave, SECRET_SERVICE)?);
    } else {
        println!("No GNOME Keyring is installed: `pulse send` with it is not measured.");
    }
    Ok(figures)
}

/// Nobody else has the home open: each send opens the store, connects, and closes all again.
fn sends(from: &Person, to: &Person, key: &KeyPlace) -> Outcome<Vec<Figure>> {
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
        Figure::new(key.names[0], key.titles[0], samples.quantile_ms(0.5), "ms").at_most(100.0),
        Figure::new(key.names[1], key.titles[1], samples.quantile_ms(0.95), "ms"),
    ])
}

/// Bob listens. The server's counter tells when it accepted, a pipe when Bob was shown the line.
fn deliveries(server: &Server, alice: &Person, bob: &Person) -> Outcome<Vec<Figure>> {
    bob.must(&["sync"])?;
    let listener = bob.listen(&[])?;
    let mut counter = Counter::connect(server.metrics(), ACCEPTED)?;
    let (mut after_accepted, mut whole) = (Samples::default(), Samples::default());
    for index in 0..WARM_UP + DELIVERIES {
        let text = format!("delivery {index}");
        let before = counter.quiet()?;
        let begun = Instant::now();
        let mut sending = alice.spawn(&["send", &bob.id, &text])?;
        let accepted = counter.moment_of_change(before, TIMEOUT)?;
        let shown = hears(&listener, &text)?;
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

/// A word that nobody wrote: every text is read and compared.
fn searches(person: &Person) -> Outcome<Figure> {
    let mut samples = Samples::default();
    for _ in 0..SEARCHES {
        let begun = Instant::now();
        let found = person.must(&["search", "nowhere"])?;
        samples.add(begun.elapsed());
        if !found.objects.is_empty() {
            return Err(Failure::new("a word was found that nobody wrote"));
        }
    }
    Ok(Figure::new(
        "client.search_median_ms",
        format!(
            "pulse search through {} messages, start to exit, nothing found, median",
            desktop::MESSAGES
        ),
        samples.quantile_ms(0.5),
        "ms",
    ))
}

fn signed_ms(from: Instant, to: Instant) -> f64 {
    let forward = to.saturating_duration_since(from).as_secs_f64();
    let backward = from.saturating_duration_since(to).as_secs_f64();
    (forward - backward) * 1e3
}

/// When the line with this text came out of the pipe.
fn hears(listener: &Listener, text: &str) -> Outcome<Instant> {
    loop {
        let (at, object) = listener
            .next(TIMEOUT)
            .ok_or_else(|| Failure::new("pulse listen shows nothing"))?;
        if field(&object, "text") == text {
            return Ok(at);
        }
    }
}
