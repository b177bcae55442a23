//! The acts of the demo, in order.

use std::time::Duration;

use serde_json::Value;

use super::{Cast, wire};
use crate::failure::{Failure, Outcome};
use crate::stage::{Listener, Person, Stage, field};

/// Between two lines of a listener nothing in the demo takes this long on any machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// A server comes into being.
pub(super) fn a_server(cast: &mut Cast) -> Outcome {
    cast.narrator
        .chapter("A server, with its own key and an embedded store");
    cast.narrator.types(
        "host",
        "pulse-server init --host 127.0.0.1 && pulse-server serve",
    );
    cast.server.start()?;
    cast.narrator.sees("host", cast.server.link());
    Ok(())
}

/// Alice and Bob register.
pub(super) fn two_people(cast: &mut Cast) -> Outcome {
    cast.narrator
        .chapter("Alice and Bob make accounts; a little proof of work keeps floods out");
    let link = wire::link(cast);
    for person in [&mut cast.alice, &mut cast.bob] {
        cast.narrator.types(
            &person.name,
            &format!("pulse register --server LINK --name {}", person.name),
        );
        person.register(&link)?;
        cast.narrator.sees(
            &person.name,
            &format!("Welcome. My id is {}…", start(&person.id)),
        );
    }
    Ok(())
}

/// Alice adds Bob by his link; he sees a request and accepts.
pub(super) fn a_request(cast: &mut Cast) -> Outcome {
    cast.narrator.chapter(
        "Alice adds Bob by the link he gave her; a stranger's first message waits for consent",
    );
    let (alice, bob) = (&cast.alice, &cast.bob);
    cast.narrator
        .types("Alice", "pulse contact add LINK --name Bob");
    alice.must(&["contact", "add", &bob.link, "--name", "Bob"])?;
    let first = "Hi Bob, this is Alice. Is this really end-to-end encrypted?";
    send(cast, &cast.alice, "Bob", first)?;
    cast.texts.push(first.to_owned());
    cast.bob.must(&["sync"])?;
    cast.narrator.types("Bob", "pulse contacts");
    let contacts = cast.bob.must(&["contacts"])?.objects;
    let request = contacts
        .iter()
        .find(|contact| contact["state"] == "requested")
        .ok_or_else(|| Failure::new("Bob did not get Alice's request"))?;
    cast.narrator.sees(
        "Bob",
        &format!("{} wants to write to you", field(request, "name")),
    );
    cast.narrator.types("Bob", "pulse contact accept Alice");
    cast.bob.must(&["contact", "accept", &cast.alice.id])?;
    cast.narrator.types("Bob", "pulse listen --count 1");
    let (code, heard) = cast
        .bob
        .listen(&["--count", "1", "--timeout", "30"])?
        .wait()?;
    shows(cast, "Bob", &heard);
    expect(
        code == Some(0) && texts(&heard) == [first],
        "Bob reads Alice's first message",
    )
}

/// They talk, each with a listener open.
pub(super) fn a_conversation(cast: &mut Cast) -> Outcome {
    cast.narrator.chapter(
        "They talk; Bob listens meanwhile, and each message is on his screen as soon as it is sent",
    );
    let listener = cast.bob.listen(&[])?;
    let lines = [
        (
            "Alice",
            "The server sees envelopes: whom they are for, never what is inside.",
        ),
        ("Bob", "And not even who sent them. Nice."),
        (
            "Alice",
            "PQXDH with ML-KEM-1024, the Double Ratchet, AES-256-GCM.",
        ),
        ("Bob", "Grüße, 你好, مرحبا, 👋"),
    ];
    for (who, text) in lines {
        let (person, to) = if who == "Alice" {
            (&cast.alice, "Bob")
        } else {
            (&cast.bob, "Alice")
        };
        send(cast, person, to, text)?;
        cast.texts.push(text.to_owned());
    }
    let heard = wait_for(&listener, 2)?;
    shows(cast, "Bob", &heard);
    listener.end()?;
    cast.narrator.types("Alice", "pulse listen --count 2");
    let (code, heard) = cast
        .alice
        .listen(&["--count", "2", "--timeout", "30"])?
        .wait()?;
    shows(cast, "Alice", &heard);
    expect(code == Some(0), "Alice reads Bob's answers")
}

/// Alice writes while no program of Bob's runs.
pub(super) fn bob_is_away(cast: &mut Cast) -> Outcome {
    cast.narrator
        .chapter("Bob is away; the server keeps his envelopes until he has them");
    let sent: Vec<String> = (1..=3)
        .map(|n| format!("While you were away, {n} of 3"))
        .collect();
    for text in &sent {
        send(cast, &cast.alice, "Bob", text)?;
    }
    cast.texts.extend(sent.iter().cloned());
    cast.narrator.types("Bob", "pulse listen --count 3");
    let (code, heard) = cast
        .bob
        .listen(&["--count", "3", "--timeout", "30"])?
        .wait()?;
    shows(cast, "Bob", &heard);
    expect(
        code == Some(0) && texts(&heard) == sent,
        "Bob gets all three, in order",
    )
}

/// SIGKILL in the middle of a conversation.
pub(super) fn the_server_is_killed(cast: &mut Cast) -> Outcome {
    cast.narrator
        .chapter("The server is killed in the middle (SIGKILL: no goodbye, no last write)");
    let listener = cast.bob.listen(&[])?;
    let sent: Vec<String> = (1..=6)
        .map(|n| format!("Through the crash, {n} of 6"))
        .collect();
    for text in &sent[..3] {
        send(cast, &cast.alice, "Bob", text)?;
    }
    cast.narrator.types("host", "kill -9 $(pidof pulse-server)");
    cast.server.kill()?;
    for text in &sent[3..] {
        cast.narrator
            .types("Alice", &format!("pulse send Bob \"{text}\" --timeout 0.5"));
        let said = cast.alice.run(&["send", "Bob", text, "--timeout", "0.5"])?;
        expect(
            said.code == Some(75),
            "a send without a server says \"queued\" (exit 75)",
        )?;
    }
    cast.narrator.sees(
        "Alice",
        "Queued: it goes out by itself when the server is back.",
    );
    cast.narrator.types("host", "pulse-server serve");
    cast.server.start()?;
    cast.narrator.types("Alice", "pulse sync");
    cast.alice.must(&["sync"])?;
    let heard = wait_for(&listener, sent.len())?;
    shows(cast, "Bob", &heard);
    listener.end()?;
    cast.texts.extend(sent.iter().cloned());
    expect(
        texts(&heard) == sent,
        "Bob's listener, open all the time, gets all six once and in order",
    )
}

/// Both histories are the same, and hold every text once.
pub(super) fn once_and_in_order(cast: &Cast) -> Outcome {
    let of_alice = cast.alice.history(&cast.bob)?;
    let of_bob = cast.bob.history(&cast.alice)?;
    let ids = |rows: &[Value]| rows.iter().map(|row| field(row, "id")).collect::<Vec<_>>();
    let same = ids(&of_alice) == ids(&of_bob);
    cast.narrator.say("");
    cast.narrator.types("both", "pulse history");
    let shown: Vec<&Value> = of_alice
        .iter()
        .filter(|row| row.get("kind").is_none())
        .collect();
    let texts: Vec<String> = shown.iter().map(|row| field(row, "text")).collect();
    if !same || texts != cast.texts {
        return Err(Failure::new(format!(
            "the histories are not what was sent.\nsent:  {:#?}\nAlice: {texts:#?}\nBob:   {:#?}",
            cast.texts,
            self::texts(&of_bob)
        )));
    }
    cast.narrator.check(&format!(
        "{} messages: each there once, in the same order on both sides",
        texts.len()
    ));
    Ok(())
}

/// How to go on from here.
pub(super) fn how_to_join(cast: &mut Cast, stage: &Stage, keep: bool) {
    cast.narrator.chapter("Your turn");
    let pulse = stage.program("pulse");
    let pulse = pulse.display();
    if keep && let Some(pid) = cast.server.keep() {
        let link = cast.server.link();
        cast.narrator.say(&format!(
            "The server runs on (process {pid}, port {}). Join it:",
            cast.server.port()
        ));
        cast.narrator.say("");
        cast.narrator
            .say(&format!("  {pulse} register --server '{link}' --name You"));
        cast.narrator.say(&format!(
            "  {pulse} contact add '{}' --name Alice",
            wire::untapped(cast, &cast.alice.link)
        ));
        cast.narrator.say(&format!("  {pulse} send Alice 'Hello!'"));
        cast.narrator.say("");
        cast.narrator.say(&format!(
            "Everything is in {}. To end it: kill {pid}",
            stage.folder().display()
        ));
    } else {
        cast.narrator
            .say("`cargo xtask demo --keep` leaves the server running and says how to join it.");
        cast.narrator
            .say("README.md shows how to run one for you and your friends.");
    }
    println!("\nDone in {:.1} s.", cast.narrator.seconds());
}

fn send(cast: &Cast, person: &Person, to: &str, text: &str) -> Outcome {
    cast.narrator
        .types(&person.name, &format!("pulse send {to} \"{text}\""));
    person.must(&["send", to, text]).map(drop)
}

fn shows(cast: &Cast, who: &str, heard: &[Value]) {
    for text in texts(heard) {
        cast.narrator.sees(who, &text);
    }
}

fn texts(objects: &[Value]) -> Vec<String> {
    objects
        .iter()
        .filter(|object| object["event"] == "message")
        .map(|message| field(message, "text"))
        .collect()
}

/// Waits until a listener has shown so many messages.
fn wait_for(listener: &Listener, count: usize) -> Outcome<Vec<Value>> {
    let mut heard = Vec::new();
    while texts(&heard).len() < count {
        let Some((_, object)) = listener.next(PATIENCE) else {
            return Err(Failure::new(format!(
                "of {count} messages only {} came",
                texts(&heard).len()
            )));
        };
        heard.push(object);
    }
    Ok(heard)
}

fn expect(condition: bool, what: &str) -> Outcome {
    if condition {
        Ok(())
    } else {
        Err(Failure::new(format!(
            "this should be so, and is not: {what}"
        )))
    }
}

fn start(id: &str) -> String {
    id.chars().take(8).collect()
}
