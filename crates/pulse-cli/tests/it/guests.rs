//! Several processes on one home.

use std::collections::BTreeSet;

use crate::stage::{Said, Stage};

#[test]
fn a_hundred_sends_beside_a_listener_on_one_home() {
    let stage = Stage::new();
    let (alice, bob) = stage.friends();
    let listener = alice.listen(&[]);
    assert_eq!(listener.texts(1), ["Hello Alice"]);
    let spawn = |n| {
        let text = format!("parallel {n}");
        alice
            .command(&["send", &bob.id, &text, "--timeout", "60"])
            .spawn()
            .unwrap()
    };
    let sends: Vec<_> = (0..100).map(spawn).collect();
    let mut ids = BTreeSet::new();
    for send in sends {
        let said = Said::from(send.wait_with_output().unwrap());
        assert_eq!(said.code, Some(0), "{said:?}");
        ids.insert(said.object()["id"].as_str().unwrap().to_owned());
    }
    assert_eq!(ids.len(), 100);
    bob.ok(&["send", &alice.id, "I see them all"]);
    assert_eq!(listener.texts(1), ["I see them all"]);
    bob.ok(&["sync"]);
    let received = bob.texts(&alice);
    let parallel: Vec<&String> = received
        .iter()
        .filter(|text| text.starts_with("para"))
        .collect();
    assert_eq!(parallel.len(), 100);
    assert_eq!(parallel.iter().collect::<BTreeSet<_>>().len(), 100);
    assert_eq!(alice.texts(&bob), received);
}

#[test]
fn when_the_owner_dies_the_guests_go_on() {
    let stage = Stage::new();
    let (alice, bob) = stage.friends();
    let owner = alice.listen(&[]);
    assert_eq!(owner.texts(1), ["Hello Alice"]);
    let status = alice.ok(&["status"]).object();
    assert_eq!(status["owner"], false);
    let first = alice.history(&bob)[1]["id"].as_str().unwrap().to_owned();
    bob.ok(&["send", &alice.id, "to the owner"]);
    assert_eq!(owner.texts(1), ["to the owner"]);
    let guest = alice.listen(&["--since", &first]);
    assert_eq!(guest.texts(1), ["to the owner"]);
    owner.kill();
    bob.ok(&["send", &alice.id, "to the guest"]);
    assert_eq!(guest.texts(1), ["to the guest"]);
    alice.ok(&["send", &bob.id, "still here"]);
}

#[cfg(unix)]
#[test]
fn an_owner_that_is_suspended_is_said_to_be_in_the_way() {
    let stage = Stage::new();
    let (alice, bob) = stage.friends();
    let owner = alice.listen(&[]);
    assert_eq!(owner.texts(1), ["Hello Alice"]);
    owner.suspend();
    let send = alice.start(&["send", &bob.id, "in vain"]);
    assert_eq!(send.finish(), Some(73));
    owner.signal(libc::SIGCONT);
    alice.ok(&["send", &bob.id, "heard"]);
    assert_eq!(alice.texts(&bob)[2..], ["heard"]);
}
