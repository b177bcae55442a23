//! Looking for words in what was written.

use serde_json::Value;

use crate::stage::{Person, Said, Stage, texts};

fn found(person: &Person, arguments: &[&str]) -> Vec<Value> {
    person.ok(&[&["search"], arguments].concat()).objects()
}

#[test]
fn both_sides_find_a_message_by_its_words() {
    let stage = Stage::new();
    let (alice, bob) = stage.friends();
    alice.ok(&["send", &bob.id, "Das Café öffnet später"]);
    bob.ok(&["sync"]);
    bob.ok(&["send", &alice.id, "Which cafe?"]);
    alice.ok(&["sync"]);
    let both = ["Das Café öffnet später", "Which cafe?"];
    for person in [&alice, &bob] {
        assert_eq!(texts(&found(person, &["CAFE"])), both);
        assert_eq!(texts(&found(person, &["offnet café"])), [both[0]]);
        assert_eq!(texts(&found(person, &["cafe", "--limit", "1"])), [both[1]]);
        assert!(found(person, &["afe"]).is_empty());
        assert!(found(person, &["tea"]).is_empty());
    }
    // The same objects as in the history.
    let history = alice.history(&bob);
    assert_eq!(found(&alice, &["cafe"]), history[history.len() - 2..]);
}

#[test]
fn a_search_keeps_to_one_conversation_when_asked_to() {
    let stage = Stage::new();
    let (alice, _) = stage.friends();
    let carol = stage.person("Carol");
    alice.ok(&["contact", "add", &carol.link, "--name", "Carol"]);
    alice.ok(&["send", &carol.id, "Hello Carol"]);
    let all = ["Hello Bob", "Hello Alice", "Hello Carol"];
    assert_eq!(texts(&found(&alice, &["hello"])), all);
    assert_eq!(texts(&found(&alice, &["hello", "--in", "bob"])), all[..2]);
    assert_eq!(
        texts(&found(&alice, &["hello", "--in", &carol.id])),
        all[2..]
    );
    let human = |arguments: &[&str]| -> String {
        let said: Said = alice.human(arguments).output().unwrap().into();
        assert_eq!(said.code, Some(0), "{said:?}");
        said.output
    };
    assert_eq!(
        human(&["search", "hello"]),
        "just now  You to Bob    Hello Bob\n\
         just now  Bob           Hello Alice\n\
         just now  You to Carol  Hello Carol\n"
    );
    assert_eq!(
        human(&["search", "alice", "--in", "bob"]),
        "just now  Bob  Hello Alice\n"
    );
    assert_eq!(human(&["search", "goodbye"]), "No messages found.\n");
}

/// A stranger writes words that are often looked for, to stand among what is found before anybody has let them in.
#[test]
fn what_strangers_wrote_is_not_found_unasked() {
    let stage = Stage::new();
    let (alice, bob) = (stage.person("Alice"), stage.person("Bob"));
    bob.ok(&["contact", "add", &alice.link]);
    bob.ok(&["send", &alice.id, "hello from a stranger"]);
    alice.ok(&["sync"]);
    assert!(found(&alice, &["hello"]).is_empty());
    assert_eq!(found(&alice, &["hello", "--in", &bob.id]).len(), 1);
    alice.ok(&["contact", "accept", &bob.id]);
    assert_eq!(texts(&found(&alice, &["hello"])), ["hello from a stranger"]);
    alice.ok(&["contact", "block", &bob.id]);
    assert!(found(&alice, &["hello"]).is_empty());
    let asked = found(&alice, &["hello", "--in", &bob.id]);
    assert_eq!(texts(&asked), ["hello from a stranger"]);
}

#[test]
fn a_guest_finds_what_the_owner_of_the_home_fetched() {
    let stage = Stage::new();
    let (alice, bob) = stage.friends();
    let owner = bob.listen(&[]);
    assert_eq!(owner.texts(1), ["Hello Bob"]);
    alice.ok(&["send", &bob.id, "for the owner"]);
    assert_eq!(owner.texts(1), ["for the owner"]);
    assert_eq!(bob.ok(&["status"]).object()["owner"], false);
    assert_eq!(texts(&found(&bob, &["owner"])), ["for the owner"]);
}

#[test]
fn what_cannot_be_looked_for_is_bad_data_and_is_not_repeated() {
    let stage = Stage::new();
    let (alice, _) = stage.friends();
    alice.fails(65, &["search", " "]);
    let long = "word".repeat(100);
    let error = alice.fails(65, &["search", &long]);
    assert!(!error.to_string().contains("word"), "{error}");
    alice.fails(65, &["search", "hello", "--in", "nobody"]);
    let mut command = alice.command(&["search", "hello"]);
    let said: Said = command.env("PULSE_LOG", "trace").output().unwrap().into();
    assert_eq!(said.code, Some(0), "{said:?}");
    assert!(!said.errors.contains("hello"), "{said:?}");
}
