//! A delivery token that contacts know and the server does not, or not yet: it must not make strangers of them for good.

use std::time::Duration;

use pulse_engine::Command;
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
