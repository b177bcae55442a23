//! A delivery token that contacts know and the server does not, or not yet: it must not make strangers of them for good.

use std::time::Duration;

use pulse_engine::{Command, MessageStatus};
use pulse_protocol::MailLane;
use pulse_protocol::refusal::RefusalCode;

use super::world::World;

#[test]
fn two_blocked_at_once_leave_the_third_a_contact() {
    let (mut world, alice, bob) = World::friends();
    for name in ["Carol", "Dave"] {
        let pest = world.join(name);
        world.befriend(alice, pest);
    }
    for pest in [2, 3] {
        let account = world.clients[pest].account;
        world
            .command(alice, Command::BlockContact { account })
            .unwrap();
    }
    world.run();
    world.send(bob, alice, "still friends");
    world.run();
    let account = world.clients[alice].account;
    let submits = world.server.submits.iter().rev();
    let lanes: Vec<_> = submits.filter(|submit| submit.0 == account).collect();
    assert_eq!(lanes[0].1, MailLane::Contact);
}

/// The one who was blocked shows the old token until the server has the new one: it is told again soon, not at the next connect.
#[test]
fn a_new_token_that_the_server_could_not_take_is_told_again() {
    for (code, wait) in [
        (RefusalCode::StoreUnavailable, Duration::from_secs(60)),
        (RefusalCode::UnknownFrame, Duration::from_secs(61 * 60)),
    ] {
        let (mut world, alice, bob) = World::friends();
        let pest = world.join("Carol");
        world.befriend(alice, pest);
        world.server.refuse_tokens.push_back(code);
        let account = world.clients[pest].account;
        world
            .command(alice, Command::BlockContact { account })
            .unwrap();
        world.run();
        let account = world.clients[alice].account;
        let lane_of_last = |world: &mut World, from: usize| {
            world.send(from, alice, "hello?");
            world.run();
            let mut submits = world.server.submits.iter().rev();
            submits.find(|submit| submit.0 == account).unwrap().1
        };
        assert_eq!(lane_of_last(&mut world, pest), MailLane::Contact);
        world.pass(wait);
        assert_eq!(lane_of_last(&mut world, pest), MailLane::Request);
        assert_eq!(lane_of_last(&mut world, bob), MailLane::Contact);
    }
}

#[test]
fn a_token_that_was_shown_too_early_is_shown_again_later() {
    let (mut world, alice, bob) = World::friends();
    world
        .server
        .refuse_submits
        .push_back(Some(RefusalCode::BadToken));
    world.send(bob, alice, "with a stamp");
    world.run();
    let account = world.clients[alice].account;
    let lane_of_last = |world: &World| {
        let submits = world.server.submits.iter().rev();
        submits
            .filter(|submit| submit.0 == account)
            .map(|submit| submit.1)
            .next()
    };
    assert_eq!(lane_of_last(&world), Some(MailLane::Request));
    world.pass(Duration::from_secs(61 * 60));
    world.send(bob, alice, "with the token");
    world.run();
    assert_eq!(lane_of_last(&world), Some(MailLane::Contact));
}

/// Whoever lost our token stands in line with strangers, for weeks if there is no room, with a new stamp every day.
#[test]
fn stamps_of_many_days_fail_no_message() {
    let (mut world, alice, bob) = World::friends();
    let account = world.clients[alice].account;
    world
        .command(bob, Command::BlockContact { account })
        .unwrap();
    world.run();
    world.server.checks_stamp_days = true;
    // The token is refused; then the stamp is good, and there is no room.
    let full = Some(RefusalCode::RequestsFull);
    world.server.refuse_submits.extend([None, full]);
    let message = world.send(alice, bob, "is there room?");
    world.run();
    for day in 0..12 {
        // First the stamp of yesterday is refused.
        world.server.refuse_submits.extend([None, None, full]);
        world.pass(Duration::from_secs(24 * 60 * 60));
        assert!(world.server.refuse_submits.is_empty());
        let status = world.status(alice, message);
        assert_eq!(status, MessageStatus::Pending, "day {day}");
    }
    world.pass(Duration::from_secs(24 * 60 * 60));
    assert_eq!(world.status(alice, message), MessageStatus::Sent);
    assert_eq!(world.dropped(bob, "blocked"), 1);
}

/// A server that takes no stamp at all is believed in the end.
#[test]
fn a_server_that_takes_no_stamp_fails_the_message() {
    let (mut world, alice, bob) = World::pair();
    world.add(alice, bob);
    let refuse = &mut world.server.refuse_submits;
    refuse.extend([Some(RefusalCode::BadStamp); 4]);
    let message = world.send(alice, bob, "please");
    world.run();
    let code = RefusalCode::BadStamp.number();
    assert_eq!(world.status(alice, message), MessageStatus::Failed(code));
}

#[test]
fn a_stamp_that_nobody_makes_is_asked_for_again() {
    let (mut world, alice, bob) = World::pair();
    world.add(alice, bob);
    world.clients[alice].is_lazy = true;
    world.send(alice, bob, "patience");
    world.run();
    assert_eq!(world.texts(bob, alice), [""; 0]);
    world.clients[alice].is_lazy = false;
    world.pass(Duration::from_secs(61 * 60));
    assert_eq!(world.texts(bob, alice), ["patience"]);
}
