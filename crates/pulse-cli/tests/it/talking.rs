//! Two people talk.

use std::io::{BufRead, BufReader};

use serde_json::Value;

use crate::stage::{Said, Stage, texts};

#[test]
fn two_people_talk_and_have_the_same_history() {
    let stage = Stage::new();
    let (alice, bob) = stage.friends();
    alice.ok(&["send", &bob.id, "How are you?"]);
    bob.ok(&["sync"]);
    bob.ok(&["send", &alice.id, "Fine. 👋 Und dir, Jörg?"]);
    alice.ok(&["sync"]);
    let expected = [
        "Hello Bob",
        "Hello Alice",
        "How are you?",
        "Fine. 👋 Und dir, Jörg?",
    ];
    assert_eq!(alice.texts(&bob), expected);
    assert_eq!(bob.texts(&alice), expected);
    let ids = |rows: Vec<Value>| rows.iter().map(|row| row["id"].clone()).collect::<Vec<_>>();
    assert_eq!(ids(alice.history(&bob)), ids(bob.history(&alice)));
}

#[test]
fn what_was_sent_while_somebody_is_away_waits_for_them_in_order() {
    let stage = Stage::new();
    let (alice, bob) = stage.friends();
    bob.ok(&["listen", "--count", "1"]);
    let sent: Vec<String> = (0..10).map(|n| format!("message {n}")).collect();
    for text in &sent {
        alice.ok(&["send", &bob.id, text]);
    }
    let heard = bob
        .ok(&["listen", "--count", "10", "--timeout", "60"])
        .objects();
    assert_eq!(texts(&heard), sent);
}

#[test]
fn a_listener_shows_what_another_command_fetched_and_shows_it_once() {
    let stage = Stage::new();
    let (alice, bob) = stage.friends();
    bob.ok(&["listen", "--count", "1"]);
    alice.ok(&["send", &bob.id, "one"]);
    bob.ok(&["sync"]);
    let heard = bob
        .ok(&["listen", "--count", "1", "--timeout", "60"])
        .objects();
    assert_eq!(texts(&heard), ["one"]);
    alice.ok(&["send", &bob.id, "two"]);
    let heard = bob
        .ok(&["listen", "--count", "1", "--timeout", "60"])
        .objects();
    assert_eq!(texts(&heard), ["two"]);
}

#[test]
fn since_shows_everything_after_a_message_again() {
    let stage = Stage::new();
    let (alice, bob) = stage.friends();
    bob.ok(&["listen", "--count", "1"]);
    for text in ["one", "two", "three"] {
        alice.ok(&["send", &bob.id, text]);
    }
    let first = bob
        .ok(&["listen", "--count", "3", "--timeout", "60"])
        .objects();
    let since = first[0]["id"].as_str().unwrap();
    let again = bob
        .ok(&[
            "listen",
            "--since",
            since,
            "--count",
            "2",
            "--timeout",
            "60",
        ])
        .objects();
    assert_eq!(texts(&again), ["two", "three"]);
    bob.fails(
        65,
        &["listen", "--since", &"0".repeat(32), "--timeout", "1"],
    );
}

#[test]
fn the_sender_learns_that_a_message_arrived_and_was_read() {
    let stage = Stage::new();
    let (alice, bob) = stage.friends();
    let sent = alice.ok(&["send", &bob.id, "Did you see this?"]).object();
    bob.ok(&["sync"]);
    alice.ok(&["sync"]);
    let status = |rows: Vec<Value>| {
        let row = rows.iter().find(|row| row["id"] == sent["id"]);
        row.unwrap()["status"].clone()
    };
    assert_eq!(status(alice.history(&bob)), "delivered");
    bob.ok(&["listen", "--count", "2", "--timeout", "60"]);
    bob.ok(&["sync"]);
    alice.ok(&["sync"]);
    assert_eq!(status(alice.history(&bob)), "read");
}

#[test]
fn a_text_comes_from_standard_input() {
    let stage = Stage::new();
    let (alice, bob) = stage.friends();
    let said = alice.run_with_input(&["send", &bob.id], "two\nlines\n");
    assert_eq!(said.code, Some(0), "{said:?}");
    assert_eq!(said.object()["text"], "two\nlines");
    let said = alice.run_with_input(&["send", &bob.id, "-"], "from a pipe");
    assert_eq!(said.object()["text"], "from a pipe");
    let said = alice.run_with_input(&["send", &bob.id], "");
    assert_eq!(said.code, Some(65), "{said:?}");
}

#[test]
fn when_both_add_each_other_nobody_has_to_accept() {
    let stage = Stage::new();
    let (alice, bob) = (stage.person("Alice"), stage.person("Bob"));
    alice.ok(&["contact", "add", &bob.link, "--name", "Bobby"]);
    bob.ok(&["contact", "add", &alice.link]);
    alice.ok(&["send", "bobby", "hi"]);
    let heard = bob
        .ok(&["listen", "--count", "1", "--timeout", "60"])
        .objects();
    assert_eq!(texts(&heard), ["hi"]);
    bob.ok(&["send", &alice.id, "hi yourself"]);
    let heard = alice
        .ok(&["listen", "--count", "1", "--timeout", "60"])
        .objects();
    assert_eq!(texts(&heard), ["hi yourself"]);
}

#[test]
fn a_listener_without_a_server_says_so_and_goes_on_when_it_is_there() {
    let mut stage = Stage::new();
    let (alice, bob) = stage.friends();
    bob.ok(&["sync"]);
    stage.server.kill();
    let mut listen = bob.human(&["listen", "--count", "2", "--timeout", "60"]);
    let mut listener = listen.spawn().unwrap();
    let mut notes = BufReader::new(listener.stderr.take().unwrap()).lines();
    let mut next = || notes.next().unwrap().unwrap();
    assert_eq!(
        next(),
        "The server does not answer. Waiting for it; what is stored here is shown."
    );
    stage.server.start();
    assert_eq!(next(), "The server is back.");
    alice.ok(&["send", &bob.id, "welcome back"]);
    let output = listener.wait_with_output().unwrap();
    let shown = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(0), "{shown}");
    assert!(
        shown.contains("Hello Bob") && shown.contains("welcome back"),
        "{shown}"
    );
}

#[test]
fn whoever_listens_sees_when_a_message_was_written() {
    let stage = Stage::new();
    let (_alice, bob) = stage.friends();
    let listen = ["listen", "--count", "1", "--timeout", "60"];
    let said: Said = bob.human(&listen).output().unwrap().into();
    assert_eq!(said.output, "just now  Alice  Hello Bob\n", "{said:?}");
}
