//! Two people who have never used Pulse, from the welcome to a conversation that survives a crash.

use super::desk::Desk;

#[test]
fn two_people_meet_talk_and_survive_a_crash() {
    let desk = Desk::set("story");
    let server = desk.server();
    let mut alice = desk.person("Alice");
    let mut bob = desk.person("Bob");

    alice.starts();
    desk.picture("1-welcome");
    alice.registers(&server);
    bob.starts();
    bob.registers(&server);
    desk.picture("2-registered");

    bob.adds_by_pasted_link_of(&alice);
    bob.writes("Hello Alice, this is Bob");
    alice.accepts("Bob");
    alice.opens("Bob");
    alice.sees("Hello Alice, this is Bob");
    desk.picture("3-accepted");

    alice.writes("Hello Bob!");
    bob.sees("Hello Bob!");
    bob.writes("How do you do?");
    alice.sees("How do you do?");
    alice.sees_status_of("Hello Bob!", "Read");
    desk.picture("4-talking");

    alice.verifies(&bob);
    desk.picture("5-verified");

    alice.is_killed();
    bob.writes("Are you still there?");
    alice.starts();
    alice.unlocks();
    alice.opens("Bob");
    for text in [
        "Hello Alice, this is Bob",
        "Hello Bob!",
        "How do you do?",
        "Are you still there?",
    ] {
        alice.sees_once(text);
    }
    alice.writes("Back again");
    bob.sees("Back again");
    bob.sees_status_of("Are you still there?", "Read");
    desk.picture("6-after-the-crash");

    alice.begins_to_write("to be continued");
    alice.is_asked_to_end();
    alice.starts();
    alice.unlocks();
    alice.opens("Bob");
    alice.has_written("to be continued");
}
