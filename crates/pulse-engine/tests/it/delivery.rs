//! Mail that waits, comes late, or comes twice.

use std::time::Duration;

use pulse_engine::{ChannelBinding, Command, Event, Input, MessageStatus};
use pulse_protocol::auth::TransportKind;
use pulse_protocol::refusal::RefusalCode;
use pulse_protocol::{ClientBody, Lane, MailLane, ServerIdentity};

use super::world::World;

#[test]
fn ten_thousand_contents_that_waited_leave_in_batches() {
    let (mut world, alice, bob) = World::friends();
    world.disconnect(alice);
    let before = world.server.submits.len();
    let texts: Vec<String> = (0..10_000).map(|number| format!("line {number}")).collect();
    for text in &texts {
        world.send(alice, bob, text);
    }
    world.connect(alice);
    world.run();
    assert_eq!(world.texts(bob, alice)[1..], texts);
    let to_bob = world.server.submits[before..]
        .iter()
        .filter(|(to, _)| *to == world.clients[bob].account)
        .count();
    assert!((313..=320).contains(&to_bob), "{to_bob} submissions");
    let delivered = world
        .history(alice, bob)
        .iter()
        .filter(|row| row.status == MessageStatus::Delivered)
        .count();
    assert_eq!(delivered, 10_001);
    assert!(
        world.clients[alice]
            .events
            .iter()
            .any(|event| matches!(event, Event::QueueDrained))
    );
}

#[test]
fn mail_waits_for_who_is_away_and_comes_once_whatever_dies() {
    let (mut world, alice, bob) = World::friends();
    world.disconnect(bob);
    for number in 0..10 {
        world.send(alice, bob, &format!("while you were out {number}"));
        world.run();
    }
    assert_eq!(world.texts(bob, alice).len(), 1);
    world.connect(bob);
    // The process dies after a few of them, again and again.
    for _ in 0..8 {
        world.step(4);
        world.restart(bob);
    }
    world.run();
    assert_eq!(world.texts(bob, alice).len(), 11);
    assert!(world.count_events(bob, "CaughtUp") > 0);
    let mailbox = &world.server.mailboxes[&(world.clients[bob].account, world.clients[bob].device)];
    assert!(mailbox.waiting.is_empty(), "everything is acknowledged");
}

#[test]
fn a_lost_answer_is_followed_by_the_same_bytes_and_shown_once() {
    let (mut world, alice, bob) = World::friends();
    let envelopes = world.server.envelopes.len();
    world.server.loses_answers = true;
    let message = world.send(alice, bob, "did you get this?");
    world.run();
    assert_eq!(
        world.status(alice, message),
        MessageStatus::Delivered,
        "the receipt overtakes the answer"
    );
    world.restart(alice);
    world.server.loses_answers = false;
    world.restart(bob);
    world.run();
    assert_eq!(
        world.status(alice, message),
        MessageStatus::Delivered,
        "the answer does not take it back"
    );
    assert_eq!(world.texts(bob, alice), ["hello", "did you get this?"]);
    let to_bob = world.clients[bob].account;
    let again = world.server.envelopes[envelopes..]
        .iter()
        .filter(|(to, ..)| *to == to_bob)
        .count();
    assert_eq!(again, 1, "the server knew the envelope");
}

#[test]
fn a_restored_server_delivers_again_and_nothing_is_shown_twice() {
    let (mut world, alice, bob) = World::friends();
    world.send(alice, bob, "one");
    world.send(alice, bob, "two");
    world.run();
    // The backup was made before the acknowledgements, and has another incarnation.
    let (account, device) = (world.clients[bob].account, world.clients[bob].device);
    let sent: Vec<_> = world
        .server
        .envelopes
        .iter()
        .filter(|sent| sent.0 == account)
        .cloned()
        .collect();
    world.disconnect(bob);
    let mailbox = world.server.mailboxes.get_mut(&(account, device)).unwrap();
    mailbox.incarnation += 77;
    mailbox.last = 0;
    mailbox.ids.clear();
    for (_, _, id, sealed) in &sent {
        world.server.append(
            account,
            device,
            *id,
            sealed.clone(),
            MailLane::Contact,
            &mut Vec::new(),
        );
    }
    world.connect(bob);
    world.run();
    assert_eq!(world.texts(bob, alice), ["hello", "one", "two"]);
    assert_eq!(world.dropped(bob, "duplicate"), sent.len() as u64);
    world.send(alice, bob, "three");
    world.run();
    assert_eq!(world.texts(bob, alice), ["hello", "one", "two", "three"]);
}

/// Puts the server back to where it held no mail.
pub(crate) fn go_back(world: &mut World) {
    for mailbox in world.server.mailboxes.values_mut() {
        mailbox.incarnation += 77;
        mailbox.last = 0;
        mailbox.waiting.clear();
        mailbox.ids.clear();
    }
}

#[test]
fn what_a_restored_server_lost_is_sent_again_in_its_order() {
    let (mut world, alice, bob) = World::friends();
    world.disconnect(bob);
    let lost = ["one", "two", "three"].map(|text| {
        let message = world.send(alice, bob, text);
        world.run();
        message
    });
    world.disconnect(alice);
    go_back(&mut world);
    world.connect(alice);
    world.run();
    world.connect(bob);
    world.run();
    assert_eq!(world.texts(bob, alice), ["hello", "one", "two", "three"]);
    assert_eq!(
        world.dropped(bob, "content known"),
        0,
        "what had arrived stays"
    );
    for message in lost {
        assert_eq!(world.status(alice, message), MessageStatus::Delivered);
    }
}

#[test]
fn what_was_said_while_a_server_was_put_back_leaves_after_what_it_lost() {
    let (mut world, alice, bob) = World::friends();
    world.disconnect(bob);
    for text in ["one", "two"] {
        world.send(alice, bob, text);
        world.run();
    }
    world.disconnect(alice);
    go_back(&mut world);
    world.send(alice, bob, "three");
    world.connect(alice);
    world.run();
    world.connect(bob);
    world.run();
    let texts: Vec<_> = world.clients[bob].store.arrivals();
    let texts: Vec<_> = texts.iter().map(|row| row.text.as_str()).collect();
    assert_eq!(texts, ["hello", "one", "two", "three"]);
    assert_eq!(world.texts(bob, alice), ["hello", "one", "two", "three"]);
}

/// What was sealed and refused before the server went back waits behind what it lost, too.
#[test]
fn a_submission_that_waited_is_sealed_behind_what_a_restored_server_lost() {
    let (mut world, alice, bob) = World::friends();
    world.disconnect(bob);
    world.send(alice, bob, "one");
    world.run();
    world
        .server
        .refuse_submits
        .push_back(Some(RefusalCode::Busy));
    world.send(alice, bob, "two");
    world.run();
    world.disconnect(alice);
    go_back(&mut world);
    world.pass(Duration::from_secs(10));
    world.connect(alice);
    world.run();
    world.connect(bob);
    world.run();
    assert_eq!(world.texts(bob, alice), ["hello", "one", "two"]);
}

/// The attack: a server that was put back while a submission is on its way whose first content was deleted. What it lost leaves
/// again in front, and the answer to the submission is not taken for an answer to that.
#[test]
fn what_a_restored_server_lost_is_not_taken_for_what_is_on_its_way() {
    let (mut world, alice, bob) = World::friends();
    world.disconnect(bob);
    let lost = world.send(alice, bob, "lost");
    world.run();
    world.disconnect_lane(alice, Lane::Anonymous);
    world.run();
    let deleted = world.send(alice, bob, "deleted");
    let kept = world.send(alice, bob, "kept");
    // Both leave in one submission, and its answer stays away for now.
    world.connect_lane(alice, Lane::Anonymous);
    world.server.holds_answers = true;
    world.run();
    assert_eq!(world.status(alice, kept), MessageStatus::Pending);
    let delete = Command::DeleteMessage { message: deleted };
    world.command(alice, delete).unwrap();

    world.disconnect_lane(alice, Lane::Identified);
    go_back(&mut world);
    world.connect_lane(alice, Lane::Identified);
    world.run();
    world.server.holds_answers = false;
    let held = std::mem::take(&mut world.server.held_answers);
    world.deliver(held);
    world.run();
    world.connect(bob);
    world.run();
    assert_eq!(world.status(alice, lost), MessageStatus::Delivered);
    assert!(world.texts(bob, alice).contains(&"lost".to_owned()));
}

/// A server that greets and never tells what became of the mailbox, or does not know the account: others are written to all the same.
#[test]
fn a_mailbox_that_says_nothing_holds_messages_for_seconds() {
    let (mut world, alice, bob) = World::friends();
    world.disconnect(alice);
    world.server.keeps_mailboxes_back = true;
    world.connect(alice);
    let message = world.send(alice, bob, "patience");
    world.run();
    assert_eq!(world.status(alice, message), MessageStatus::Pending);
    world.pass(Duration::from_secs(11));
    assert_eq!(world.status(alice, message), MessageStatus::Sent);
    assert_eq!(world.texts(bob, alice), ["hello", "patience"]);
}

/// What no row shows is lost with a server, too: that a message was read, a new name, who it was that wrote.
#[test]
fn receipts_and_profiles_that_a_restored_server_lost_leave_again() {
    let (mut world, alice, bob) = World::friends();
    let read = world.send(alice, bob, "read this");
    world.run();
    world.disconnect(alice);
    let conversation = world.conversation(alice);
    let mark_read = Command::MarkRead {
        conversation,
        through: read,
    };
    world.command(bob, mark_read).unwrap();
    let name = "Robert".to_owned();
    world.command(bob, Command::SetName { name }).unwrap();
    world.run();
    let carol = world.join("Carol");
    world.add(bob, carol);
    world.disconnect(carol);
    world.send(bob, carol, "it is me");
    world.run();
    world.disconnect(bob);
    go_back(&mut world);
    for who in [bob, alice, carol] {
        world.connect(who);
        world.run();
    }
    assert_eq!(world.status(alice, read), MessageStatus::Read);
    assert_eq!(world.contact(alice, bob).unwrap().name, "Robert");
    assert_eq!(world.contact(carol, bob).unwrap().name, "Robert");
    assert_eq!(world.texts(carol, bob), ["it is me"]);
}

/// More than may leave again at once, to two people: the oldest stay behind, whosever they are, and may still be asked for.
#[test]
fn of_too_much_that_a_restored_server_lost_the_newest_leaves_again() {
    let (mut world, alice, bob) = World::friends();
    let carol = world.join("Carol");
    world.befriend(alice, carol);
    let (mut to_bob, mut to_carol) = (Vec::new(), Vec::new());
    world.disconnect(bob);
    world.disconnect(carol);
    for number in 0..600 {
        to_bob.push(world.send(alice, bob, &format!("{number}")));
        to_carol.push(world.send(alice, carol, &format!("{number}")));
    }
    world.run();
    world.disconnect(alice);
    go_back(&mut world);
    world.connect(alice);
    world.run();
    world.connect(bob);
    world.connect(carol);
    world.run();
    for (who, sent) in [(bob, to_bob), (carol, to_carol)] {
        assert_eq!(world.texts(who, alice).len(), 501);
        assert_eq!(world.texts(who, alice)[1], "100");
        assert_eq!(world.status(alice, sent[99]), MessageStatus::Sent);
        assert_eq!(world.status(alice, sent[100]), MessageStatus::Delivered);
    }
    // What stayed behind has spent no try: it leaves the next time.
    world.disconnect(alice);
    world.disconnect(bob);
    world.disconnect(carol);
    go_back(&mut world);
    for who in [alice, bob, carol] {
        world.connect(who);
    }
    world.run();
    assert_eq!(world.texts(bob, alice).len(), 601);
    assert_eq!(world.texts(carol, alice).len(), 601);
}

/// The attack: a server that says at every connection that it was put back, to make a device send without end.
#[test]
fn a_server_that_goes_back_again_and_again_is_not_served_without_end() {
    let (mut world, alice, bob) = World::friends();
    world.disconnect(bob);
    world.send(alice, bob, "one");
    world.run();
    let to_bob = world.clients[bob].account;
    let count = |world: &World| {
        let envelopes = world.server.envelopes.iter();
        envelopes.filter(|(to, ..)| *to == to_bob).count()
    };
    let before = count(&world);
    for _ in 0..20 {
        world.disconnect(alice);
        go_back(&mut world);
        world.connect(alice);
        world.run();
    }
    assert_eq!(
        count(&world) - before,
        2,
        "as often as anything is sent again"
    );
}

#[test]
fn nothing_wakes_a_client_that_is_offline_again_and_again() {
    let (mut world, alice, bob) = World::friends();
    world
        .server
        .refuse_submits
        .push_back(Some(RefusalCode::Busy));
    world.send(alice, bob, "later");
    world.run();
    world.disconnect(alice);
    world.pass(Duration::from_secs(60));
    let wake_at = world.clients[alice].wake_at.unwrap();
    assert!(wake_at > world.now, "a past wake-up would spin the driver");
    world.connect(alice);
    world.run();
    assert_eq!(world.texts(bob, alice), ["hello", "later"]);
}

/// What is written leaves when the mailbox is attached; so that this takes no round trip more, attaching does not wait for the answer
/// to who we are.
#[test]
fn a_device_attaches_in_its_first_flight() {
    let (mut world, alice, _) = World::friends();
    world.disconnect(alice);
    let binding = ChannelBinding {
        exporter: [200; 32],
        server: ServerIdentity::from_bytes([9; 32]),
        transport: TransportKind::Quic,
    };
    let client = &mut world.clients[alice];
    let mut tx = client.store.begin();
    let connected = Input::Connected {
        lane: Lane::Identified,
        binding,
    };
    let effects = client
        .engine
        .handle(connected, &mut tx, world.now, &mut client.rng)
        .unwrap();
    let bodies: Vec<_> = effects
        .frames
        .iter()
        .map(|(_, frame)| &frame.body)
        .collect();
    assert!(matches!(
        bodies[..],
        [
            ClientBody::Hello(_),
            ClientBody::Authenticate(_),
            ClientBody::Attach(_)
        ]
    ));
}
