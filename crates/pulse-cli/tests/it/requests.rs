//! Strangers ask, and are let in or not.

use crate::stage::{Stage, texts};

#[test]
fn a_strangers_message_waits_until_they_are_accepted() {
    let stage = Stage::new();
    let (alice, bob) = (stage.person("Alice"), stage.person("Bob"));
    alice.ok(&["contact", "add", &bob.link]);
    alice.ok(&["send", &bob.id, "May I?"]);
    let listener = bob.listen(&[]);
    let request = listener.next();
    assert_eq!(request["event"], "request");
    assert_eq!(request["from"], alice.id.as_str());
    bob.fails(65, &["send", &alice.id, "not yet"]);
    let contact = bob.ok(&["contact", "accept", &alice.id]).object();
    assert_eq!(contact["state"], "accepted");
    assert_eq!(listener.texts(1), ["May I?"]);
    bob.ok(&["send", &alice.id, "You may."]);
    let heard = alice
        .ok(&["listen", "--count", "1", "--timeout", "60"])
        .objects();
    assert_eq!(texts(&heard), ["You may."]);
}

#[test]
fn a_blocked_contact_is_not_heard_and_can_be_taken_back() {
    let stage = Stage::new();
    let (alice, bob) = stage.friends();
    let contact = bob.ok(&["contact", "block", "alice"]).object();
    assert_eq!(contact["state"], "blocked");
    bob.fails(65, &["send", "alice", "blocked"]);
    alice.ok(&["send", &bob.id, "Hello?"]);
    bob.ok(&["sync"]);
    assert!(!bob.texts(&alice).contains(&"Hello?".to_owned()));
    let contact = bob.ok(&["contact", "unblock", &alice.id]).object();
    assert_eq!(contact["state"], "accepted");
    bob.ok(&["send", "alice", "Here I am again"]);
    let heard = alice
        .ok(&["listen", "--count", "2", "--timeout", "60"])
        .objects();
    assert_eq!(texts(&heard), ["Hello Alice", "Here I am again"]);
}

#[test]
fn names_are_ours_to_give_and_two_of_one_name_are_told_apart() {
    let stage = Stage::new();
    let (alice, bob, other) = (
        stage.person("Alice"),
        stage.person("Bob"),
        stage.person("Bo"),
    );
    alice.ok(&["contact", "add", &bob.link, "--name", "Bob"]);
    alice.ok(&["contact", "add", &other.link, "--name", "bob"]);
    let error = alice.fails(65, &["send", "BOB", "which one?"]);
    let hint = error["hint"].as_str().unwrap();
    assert!(hint.contains(&bob.id) && hint.contains(&other.id), "{hint}");
    alice.ok(&["contact", "rename", &other.id, "Robert"]);
    alice.ok(&["send", "bob", "you"]);
    alice.ok(&["verify", "robert"]);
}

#[test]
fn the_safety_number_is_the_same_on_both_sides() {
    let stage = Stage::new();
    let (alice, bob) = stage.friends();
    let here = alice.ok(&["verify", &bob.id]).object();
    let there = bob.ok(&["verify", &alice.id, "--confirm"]).object();
    assert_eq!(here["safety_number"], there["safety_number"]);
    assert_eq!(
        here["safety_number"].as_str().unwrap().split(' ').count(),
        12
    );
    assert_eq!(there["verified"], true);
    assert_eq!(bob.ok(&["contacts"]).object()["verified"], true);
}
