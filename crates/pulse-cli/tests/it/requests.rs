//! Strangers ask, and are let in or not.

use std::time::Duration;

use pulse_client::{ConversationId, Home, HomeOptions, KeychainChoice, Role};
use tokio::runtime::Runtime;

use crate::stage::{Person, Said, Stage, texts};

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
fn who_waits_already_is_announced_when_listening_begins() {
    let stage = Stage::new();
    let (alice, bob) = (stage.person("Alice"), stage.person("Bob"));
    alice.ok(&["contact", "add", &bob.link]);
    alice.ok(&["send", &bob.id, "May I?"]);
    bob.ok(&["sync"]);
    for _ in 0..2 {
        let request = bob.listen(&[]).next();
        assert_eq!(request["event"], "request");
        assert_eq!(request["from"], alice.id.as_str());
    }
    bob.ok(&["contact", "accept", &alice.id]);
    assert_eq!(bob.listen(&[]).texts(1), ["May I?"]);
}

/// The attack: a name that is a command for the shell of whoever pastes what `pulse` proposes.
#[test]
fn nothing_that_somebody_chose_stands_in_a_command_to_paste() {
    let stage = Stage::new();
    let bob = stage.person("Bob");
    let mut mallory = stage.stranger("$(touch pwned)`id`");
    mallory.home = stage.path("mallory");
    mallory.key_file = stage.path("mallory.key");
    mallory.register(&stage.server.link);
    mallory.ok(&["contact", "add", &bob.link]);
    mallory.ok(&["send", &bob.id, "Hi"]);
    bob.ok(&["sync"]);
    let said: Said = bob
        .human(&["contact", "add", &mallory.link])
        .output()
        .unwrap()
        .into();
    let proposed = said.output.split_once("pulse send").unwrap().1;
    assert!(proposed.contains(&mallory.id), "{said:?}");
    assert!(!proposed.contains("touch"), "{said:?}");
}

/// Sends as many messages as may wait for an answer, in one process.
fn say_everything(who: &Person, to: &Person) {
    let options = HomeOptions {
        dir: who.home.clone(),
        keychain: KeychainChoice::KeyFile(who.key_file.clone()),
        role: Role::Owner,
        connect: true,
    };
    let conversation = ConversationId::direct(to.id.parse().unwrap());
    Runtime::new().unwrap().block_on(async {
        let client = Home::open(options).await.unwrap();
        let mut last = None;
        for number in 1..=100 {
            let text = format!("message {number}");
            last = Some(client.send_text(conversation, &text).await.unwrap());
        }
        let patience = Duration::from_secs(60);
        client.wait_sent(last.unwrap(), patience).await.unwrap();
        client.shutdown().await.unwrap();
    });
}

#[test]
fn what_waits_for_an_answer_says_so_and_leaves_with_it() {
    let stage = Stage::new();
    let (alice, bob) = (stage.person("Alice"), stage.person("Bob"));
    alice.ok(&["contact", "add", &bob.link, "--name", "Bob"]);
    say_everything(&alice, &bob);
    let status = alice.ok(&["status"]).object();
    assert_eq!(status["held"], 0);
    assert!(status.get("reason").is_none(), "{status}");

    let one_more = ["send", &bob.id, "one more", "--timeout", "2"];
    let said = alice.run(&one_more);
    assert_eq!(said.code, Some(75), "{said:?}");
    assert_eq!(said.object()["reason"], "unanswered");
    assert!(said.errors.contains("has not answered yet"), "{said:?}");
    let said: Said = alice.human(&one_more).output().unwrap().into();
    assert_eq!(said.code, Some(75), "{said:?}");
    assert!(said.errors.contains("Bob has not answered yet"), "{said:?}");
    assert!(said.errors.contains("once they accept you"), "{said:?}");

    let rows = alice.history(&bob);
    let reasons: Vec<_> = rows.iter().map(|row| row["reason"].as_str()).collect();
    assert!(reasons[..100].iter().all(Option::is_none), "{reasons:?}");
    assert_eq!(reasons[100..], [Some("unanswered"); 2]);
    let said: Said = alice.human(&["history", &bob.id]).output().unwrap().into();
    let newest = said.output.lines().last().unwrap();
    assert!(
        newest.ends_with("(queued: they have not answered yet)"),
        "{newest}"
    );

    let said = alice.run(&["status"]);
    let status = said.object();
    assert_eq!(
        (&status["held"], &status["reason"]),
        (&2.into(), &"unanswered".into())
    );
    let said: Said = alice.human(&["status"]).output().unwrap().into();
    assert!(said.output.contains("2 until Bob answers"), "{said:?}");

    // A sync has nothing to wait for, and nothing went wrong.
    let sync = alice.start(&["sync", "--timeout", "1e9"]);
    let report = sync.next();
    assert_eq!(sync.finish(), Some(0));
    assert_eq!((&report["queued"], &report["held"]), (&2.into(), &2.into()));
    let said: Said = alice.human(&["sync"]).output().unwrap().into();
    assert!(said.errors.contains("2 until Bob answers"), "{said:?}");

    bob.ok(&["sync"]);
    bob.ok(&["contact", "accept", &alice.id]);
    bob.ok(&["sync"]);
    alice.ok(&["sync"]);
    let rows = alice.history(&bob);
    assert!(rows.iter().all(|row| row["reason"].is_null()), "{rows:?}");
    assert!(rows.iter().all(|row| row["status"] != "queued"), "{rows:?}");
    assert_eq!(alice.ok(&["status"]).object()["held"], 0);
}

/// A block is not taken back by a verb that says nothing of it.
#[test]
fn somebody_blocked_is_not_let_in_by_accepting_them() {
    let stage = Stage::new();
    let (alice, bob) = stage.friends();
    bob.ok(&["contact", "block", "alice"]);
    let error = bob.fails(65, &["contact", "accept", "alice"]);
    let (text, hint) = (error["text"].as_str(), error["hint"].as_str());
    assert!(text.unwrap().contains("blocked"), "{error}");
    assert!(hint.unwrap().contains("pulse contact unblock"), "{error}");
    let contacts = bob.ok(&["contacts"]).object();
    assert_eq!(contacts["state"], "blocked");
    // Whoever adds them by their link has them in mind, and is told.
    let added: Said = bob
        .human(&["contact", "add", &alice.link])
        .output()
        .unwrap()
        .into();
    assert!(added.output.contains("not blocked any more"), "{added:?}");
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
    // Alice added Bob by his link, which says who he is; only Bob has compared.
    assert_eq!(
        (&here["verified"], &here["compared"]),
        (&true.into(), &false.into())
    );
    assert_eq!(
        (&there["verified"], &there["compared"]),
        (&true.into(), &true.into())
    );
    let contact = bob.ok(&["contacts"]).object();
    assert_eq!(
        (&contact["verified"], &contact["compared"]),
        (&true.into(), &true.into())
    );
}
