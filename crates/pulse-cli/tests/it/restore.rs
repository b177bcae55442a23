//! A server that is put back from a copy: nothing is shown twice, and what the copy does not hold is sent again.

use crate::stage::{Said, Stage};

#[test]
fn a_server_that_was_put_back_goes_on_where_its_people_are() {
    let mut stage = Stage::new();
    let (alice, bob) = stage.friends();
    alice.ok(&["send", &bob.id, "in the copy"]);
    stage.server.kill();
    let copy = stage.path("copy");
    stage.server.copy_to(&copy);
    stage.server.start();

    // Life goes on: what the copy holds is fetched, and there is mail that it does not hold.
    bob.ok(&["sync"]);
    bob.ok(&["send", &alice.id, "fetched before the disk died"]);
    alice.ok(&["sync"]);
    for text in ["lost with the disk", "this one too"] {
        alice.ok(&["send", &bob.id, text]);
    }
    let said = stage.server.restore();
    assert_eq!(said.code, Some(73), "not under a running server: {said:?}");
    assert!(said.errors.contains("in use"), "{said:?}");

    stage.server.kill();
    stage.server.put_back(&copy);
    let said: Said = stage.server.restore();
    assert_eq!(said.code, Some(0), "{said:?}");
    let line = said
        .output
        .lines()
        .find(|line| line.starts_with("restored: "));
    let line = line.unwrap_or_else(|| panic!("{said:?}"));
    assert!(
        line.contains("2 accounts; 2 mailboxes begin anew"),
        "{line}"
    );
    stage.server.start();

    // Whoever comes first finds less than there was; the other sends it again.
    bob.ok(&["sync"]);
    alice.ok(&["sync"]);
    bob.ok(&["sync"]);
    let all = [
        "Hello Bob",
        "Hello Alice",
        "in the copy",
        "fetched before the disk died",
        "lost with the disk",
        "this one too",
    ];
    assert_eq!(bob.texts(&alice), all);
    assert_eq!(alice.texts(&bob), all);

    alice.ok(&["sync"]);
    let status = |row: &serde_json::Value| row["status"].as_str().unwrap().to_owned();
    let sent = alice.history(&bob);
    let mine = sent.iter().filter(|row| row["from"] == alice.id.as_str());
    assert!(mine.map(status).all(|status| status != "sent"), "{sent:?}");

    // And the mailboxes take new mail, both ways.
    alice.ok(&["send", &bob.id, "after"]);
    bob.ok(&["send", &alice.id, "and back"]);
    alice.ok(&["sync"]);
    bob.ok(&["sync"]);
    let all = [&all[..], &["after", "and back"]].concat();
    assert_eq!(bob.texts(&alice), all);
    assert_eq!(alice.texts(&bob), all);
}

#[test]
fn people_who_meet_after_a_restore_use_no_prekey_twice() {
    let mut stage = Stage::new();
    let (bob, alice, eve) = (
        stage.person("Bob"),
        stage.person("Alice"),
        stage.person("Eve"),
    );
    stage.server.kill();
    let copy = stage.path("copy");
    stage.server.copy_to(&copy);
    stage.server.start();
    // Alice uses up a prekey that the copy still holds, and Bob forgets it.
    alice.ok(&["contact", "add", &bob.link]);
    alice.ok(&["send", &bob.id, "Hello Bob"]);
    bob.ok(&["sync"]);
    stage.server.kill();
    stage.server.put_back(&copy);
    let said = stage.server.restore();
    assert!(!said.output.contains(" 0 one-time prekeys"), "{said:?}");
    stage.server.start();
    eve.ok(&["contact", "add", &bob.link]);
    eve.ok(&["send", &bob.id, "Hello from Eve"]);
    bob.ok(&["sync"]);
    assert_eq!(bob.texts(&eve), ["Hello from Eve"]);
}
