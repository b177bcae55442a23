//! Without a server, messages wait at home.

use serde_json::Value;

use crate::stage::{Said, Stage};

#[test]
fn a_message_without_a_server_is_queued_and_leaves_with_sync() {
    let mut stage = Stage::new();
    let (alice, bob) = stage.friends();
    stage.server.kill();
    let said = alice.run(&["send", &bob.id, "later", "--timeout", "0.5"]);
    assert_eq!(said.code, Some(75), "{said:?}");
    assert_eq!(said.object()["status"], "queued");
    let error: Value = serde_json::from_str(said.errors.trim()).unwrap();
    assert_eq!(error["exit"], 75);
    stage.server.start();
    let report = alice.ok(&["sync"]).object();
    assert_eq!(report["queued"], 0);
    assert_eq!(report["sent"], 1);
    bob.ok(&["sync"]);
    assert_eq!(bob.texts(&alice).last().unwrap(), "later");
}

#[test]
fn queued_messages_leave_in_the_order_in_which_they_were_written() {
    let mut stage = Stage::new();
    let (alice, bob) = stage.friends();
    stage.server.kill();
    let sent: Vec<String> = (0..5).map(|n| format!("queued {n}")).collect();
    for text in &sent {
        assert_eq!(
            alice.run(&["send", &bob.id, text, "--timeout", "0"]).code,
            Some(75)
        );
    }
    stage.server.start();
    alice.ok(&["send", &bob.id, "and now"]);
    alice.ok(&["sync"]);
    bob.ok(&["sync"]);
    let texts = bob.texts(&alice);
    assert_eq!(texts[2..7], sent);
    assert_eq!(texts[7..], ["and now"]);
}

#[test]
fn a_message_that_nobody_waits_for_is_written_and_says_so() {
    let mut stage = Stage::new();
    let (alice, bob) = stage.friends();
    stage.server.kill();
    let at_once = ["send", &bob.id, "no hurry", "--timeout", "0"];
    let said: Said = alice.human(&at_once).output().unwrap().into();
    assert_eq!(said.code, Some(75), "{said:?}");
    assert!(
        said.errors.contains("is written, and was not waited for"),
        "{said:?}"
    );
    assert!(said.errors.contains("queued"), "{said:?}");
    let waited = ["send", &bob.id, "some hurry", "--timeout", "0.5"];
    let said: Said = alice.human(&waited).output().unwrap().into();
    assert_eq!(said.code, Some(75), "{said:?}");
    assert!(
        said.errors.contains("did not take the message in time"),
        "{said:?}"
    );
}

#[test]
fn a_sync_without_a_server_says_that_it_is_out_of_reach() {
    let mut stage = Stage::new();
    let alice = stage.person("Alice");
    stage.server.kill();
    alice.fails(69, &["sync", "--timeout", "1"]);
    let said = alice.run(&["status", "--timeout", "0.5"]);
    assert_eq!(said.code, Some(69));
    assert_eq!(said.object()["connected"], false);
}

#[test]
fn what_is_stored_can_be_read_without_a_server() {
    let mut stage = Stage::new();
    let (alice, bob) = stage.friends();
    stage.server.kill();
    assert_eq!(alice.texts(&bob), ["Hello Bob", "Hello Alice"]);
    for verb in ["whoami", "contacts", "conversations"] {
        alice.ok(&[verb]);
    }
    alice.ok(&["verify", &bob.id]);
}
