//! Processes die without a warning.

use crate::stage::Stage;

#[test]
fn a_listener_goes_on_through_the_death_of_the_server() {
    let mut stage = Stage::new();
    let (alice, bob) = stage.friends();
    let listener = bob.listen(&[]);
    assert_eq!(listener.texts(1), ["Hello Bob"]);
    alice.ok(&["send", &bob.id, "before"]);
    assert_eq!(listener.texts(1), ["before"]);
    stage.server.kill();
    assert_eq!(
        alice
            .run(&["send", &bob.id, "meanwhile", "--timeout", "0.2"])
            .code,
        Some(75)
    );
    stage.server.start();
    alice.ok(&["send", &bob.id, "after"]);
    assert_eq!(listener.texts(2), ["meanwhile", "after"]);
}

#[test]
fn what_the_server_accepted_survives_its_death() {
    let mut stage = Stage::new();
    let (alice, bob) = stage.friends();
    for text in ["one", "two", "three"] {
        alice.ok(&["send", &bob.id, text]);
    }
    stage.server.kill();
    stage.server.start();
    bob.ok(&["sync"]);
    assert_eq!(bob.texts(&alice)[2..], ["one", "two", "three"]);
}

#[test]
fn a_killed_listener_loses_nothing() {
    let stage = Stage::new();
    let (alice, bob) = stage.friends();
    let listener = bob.listen(&[]);
    listener.texts(1);
    alice.ok(&["send", &bob.id, "one"]);
    assert_eq!(listener.texts(1), ["one"]);
    listener.kill();
    alice.ok(&["send", &bob.id, "two"]);
    bob.ok(&["sync"]);
    assert_eq!(bob.texts(&alice)[2..], ["one", "two"]);
}

#[cfg(unix)]
#[test]
fn a_listener_ends_in_order_when_it_is_asked_to() {
    let stage = Stage::new();
    let (alice, bob) = stage.friends();
    for (signal, text) in [(libc::SIGTERM, "terminate"), (libc::SIGINT, "interrupt")] {
        alice.ok(&["send", &bob.id, text]);
        // Asked for more than comes: whoever ends it knows that.
        let listener = bob.listen(&["--count", "9", "--timeout", "3600"]);
        // It shows something, so it is past its start.
        listener.next();
        listener.signal(signal);
        assert_eq!(listener.finish(), Some(0));
    }
}
