//! What appears on the screen, and what scripts read.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader};

use serde_json::Value;

use crate::stage::{PATIENCE, Person, Said, Stage};

/// The keys that `docs/cli.md` promises for a message.
const MESSAGE: &[&str] = &[
    "event",
    "id",
    "conversation",
    "from",
    "text",
    "sent_at",
    "status",
];

fn keys(object: &Value) -> BTreeSet<&str> {
    object
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect()
}

fn set<'a>(keys: &[&'a str]) -> BTreeSet<&'a str> {
    keys.iter().copied().collect()
}

fn for_people(person: &Person, arguments: &[&str]) -> Said {
    person.human(arguments).output().unwrap().into()
}

#[test]
fn a_log_in_a_file_has_no_colour() {
    let stage = Stage::new();
    let eve = stage.stranger("Eve");
    let file = stage.path("log");
    // Something that is worth a line: the server cannot show that it is the one of the link.
    let (half, _) = stage.server.link.split_once("#s=").unwrap();
    let mut register = eve.human(&["register", "--server", half, "--name", "Eve"]);
    register.env("PULSE_LOG", "debug").env_remove("NO_COLOR");
    register.env("TERM", "xterm-256color");
    register.stderr(std::fs::File::create(&file).unwrap());
    assert_eq!(register.status().unwrap().code(), Some(69));
    let log = std::fs::read_to_string(file).unwrap();
    assert!(log.contains("DEBUG"), "no log: {log}");
    assert!(!log.contains('\u{1b}'), "{log}");
}

#[test]
fn a_message_looks_the_same_everywhere() {
    let stage = Stage::new();
    let (alice, bob) = stage.friends();
    let sent = alice.ok(&["send", &bob.id, "keys"]).object();
    assert_eq!(keys(&sent), set(MESSAGE));
    assert_eq!(sent["event"], "message");
    assert_eq!(sent["from"], alice.id.as_str());
    assert_eq!(sent["conversation"], bob.id.as_str());
    assert_eq!(sent["id"].as_str().unwrap().len(), 32);
    assert!(sent["sent_at"].as_u64().unwrap() > 1_700_000_000_000);
    let heard = bob
        .ok(&["listen", "--count", "2", "--timeout", "60"])
        .objects();
    assert_eq!(keys(&heard[1]), set(MESSAGE));
    assert_eq!(heard[1]["id"], sent["id"]);
    assert_eq!(heard[1]["sent_at"], sent["sent_at"]);
    assert_eq!(heard[1]["from"], alice.id.as_str());
    assert_eq!(heard[1]["conversation"], alice.id.as_str());
    for row in bob.history(&alice) {
        assert_eq!(keys(&row), set(MESSAGE));
    }
    let found = bob.ok(&["search", "keys"]).object();
    assert_eq!(keys(&found), set(MESSAGE));
    assert_eq!(found["id"], sent["id"]);
}

#[test]
fn objects_have_the_keys_that_are_promised() {
    let stage = Stage::new();
    let (alice, bob) = stage.friends();
    let promised: [(&[&str], &[&str]); 6] = [
        (
            &["whoami"],
            &[
                "event",
                "account",
                "name",
                "server",
                "contact_link",
                "phrase_confirmed",
                "registered",
            ],
        ),
        (
            &["contacts"],
            &[
                "event",
                "account",
                "name",
                "their_name",
                "state",
                "verified",
                "compared",
                "identity",
                "added_at",
            ],
        ),
        (
            &["conversations"],
            &[
                "event",
                "conversation",
                "name",
                "unread",
                "last_at",
                "last_message",
            ],
        ),
        (
            &["sync"],
            &["event", "sent", "received", "queued", "held", "caught_up"],
        ),
        (
            &["verify", &bob.id],
            &[
                "event",
                "account",
                "name",
                "safety_number",
                "verified",
                "compared",
            ],
        ),
        (
            &["status"],
            &[
                "event",
                "account",
                "registered",
                "server",
                "connected",
                "queued",
                "store_bytes",
                "owner",
                "clock_skew_ms",
                "held",
            ],
        ),
    ];
    for (verb, expected) in promised {
        assert_eq!(keys(&alice.ok(verb).object()), set(expected), "{verb:?}");
    }
}

#[test]
fn what_others_wrote_cannot_command_the_terminal() {
    const ATTACK: &str = "\u{1b}[2Jgone \u{202e}evil\u{9b}31m";
    let stage = Stage::new();
    let (alice, bob) = stage.friends();
    alice.ok(&["send", &bob.id, ATTACK]);
    let heard = for_people(&bob, &["listen", "--count", "2", "--timeout", "60"]);
    let shown = for_people(&bob, &["history", &alice.id]);
    let listed = for_people(&bob, &["conversations"]);
    let found = for_people(&bob, &["search", "evil"]);
    let json = bob.ok(&["history", &alice.id]);
    for said in [&heard, &shown, &listed, &found, &json] {
        assert!(said.output.contains("evil"), "{said:?}");
        for forbidden in ['\u{1b}', '\u{202e}', '\u{9b}'] {
            assert!(!said.output.contains(forbidden), "{said:?}");
        }
    }
    assert_eq!(json.objects().last().unwrap()["text"], ATTACK);
}

#[test]
fn output_for_people_is_aligned_and_plain_in_a_pipe() {
    let stage = Stage::new();
    let (alice, bob) = stage.friends();
    assert_eq!(
        for_people(&alice, &["send", &bob.id, "seen?"]).output,
        "Sent to Bob.\n"
    );
    let expected = "just now  You  Hello Bob\n\
                    just now  Bob  Hello Alice\n\
                    just now  You  seen?  (sent)\n";
    assert_eq!(for_people(&alice, &["history", "bob"]).output, expected);
    let expected = format!("Bob  contact  by their link  {}\n", bob.id);
    assert_eq!(for_people(&alice, &["contacts"]).output, expected);
    let whoami = for_people(&alice, &["whoami"]).output;
    assert!(
        whoami.starts_with("Name      Alice\nId        "),
        "{whoami}"
    );
    assert!(!whoami.contains('█'), "a QR code in a pipe");
    assert!(for_people(&alice, &["whoami", "--qr"]).output.contains('█'));
}

#[test]
fn a_reader_that_goes_away_ends_it_quietly() {
    let stage = Stage::new();
    let (alice, bob) = stage.friends();
    // First without another line: nothing is left that the listener could fail to write.
    for is_written_to in [false, true] {
        alice.ok(&["send", &bob.id, "the last line"]);
        let mut listener = bob.human(&["listen"]).spawn().unwrap();
        let mut lines = BufReader::new(listener.stdout.take().unwrap()).lines();
        while !lines.next().unwrap().unwrap().contains("the last line") {}
        drop(lines);
        if is_written_to {
            alice.ok(&["send", &bob.id, "into nothing"]);
        }
        let (ended, end) = std::sync::mpsc::channel();
        let waiting = std::thread::spawn(move || ended.send(listener.wait_with_output()));
        let output = end.recv_timeout(PATIENCE).expect("it does not end");
        let said = Said::from(output.unwrap());
        assert_eq!(said.code, Some(0), "{said:?}");
        assert_eq!(said.errors, "");
        waiting.join().unwrap().unwrap();
    }
}

#[test]
fn the_phrase_is_shown_and_given_back_once() {
    let stage = Stage::new();
    let alice = stage.person("Alice");
    let said = alice.run_with_input(&["phrase"], "");
    assert_eq!(said.code, Some(65), "nothing was given back");
    let phrase = said.object()["phrase"].as_str().unwrap().to_owned();
    assert_eq!(phrase.split(' ').count(), 24);
    let said = alice.run_with_input(&["phrase"], "abandon ability able\n");
    assert_eq!(said.code, Some(65), "wrong words");
    let said = alice.run_with_input(&["phrase"], &format!("{phrase}\n"));
    assert_eq!(said.code, Some(0), "{said:?}");
    assert_eq!(said.objects()[1]["event"], "phrase_confirmed");
    assert_eq!(alice.ok(&["whoami"]).object()["phrase_confirmed"], true);
    alice.fails(65, &["phrase"]);
}

#[cfg(target_os = "linux")]
#[test]
fn an_output_that_takes_nothing_is_said_to_be_full() {
    let stage = Stage::new();
    let alice = stage.person("Alice");
    for arguments in [&["whoami"][..], &["status"]] {
        let mut command = alice.command(arguments);
        let full = std::fs::File::options().write(true).open("/dev/full");
        let said: Said = command.stdout(full.unwrap()).output().unwrap().into();
        assert_eq!(said.code, Some(74), "{said:?}");
    }
}
