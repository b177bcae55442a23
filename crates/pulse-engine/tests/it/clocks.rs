//! A clock that was years ahead for a while: what was written then says nothing for the years to come.

use std::time::Duration;

use pulse_engine::Input;
use pulse_protocol::refusal::RefusalCode;
use pulse_protocol::{MailLane, Timestamp};

use super::repair::lose_sessions;
use super::world::World;

const DAY: Duration = Duration::from_secs(24 * 60 * 60);
const YEARS: Duration = Duration::from_secs(3 * 365 * 24 * 60 * 60);

/// The clock goes years ahead, everybody comes and does something, and it goes back.
fn years_ahead(world: &mut World, something: impl FnOnce(&mut World)) -> Timestamp {
    let right = world.now;
    world.now = right.plus(YEARS);
    for who in 0..world.clients.len() {
        world.restart(who);
    }
    world.run();
    something(world);
    world.run();
    world.now = right.plus(Duration::from_secs(60));
    right
}

fn everybody_returns(world: &mut World) {
    for who in 0..world.clients.len() {
        world.restart(who);
    }
    world.run();
}

#[test]
fn prekeys_rotate_after_the_clock_was_ahead() {
    let (mut world, alice, _) = World::friends();
    let (account, device) = (world.clients[alice].account, world.clients[alice].device);
    years_ahead(&mut world, |_| {});
    let signed = |world: &World| world.server.prekey_counts(account, device).signed_id;
    let before = signed(&world);
    everybody_returns(&mut world);
    assert_ne!(signed(&world), before, "its day is not to be believed");
    let before = signed(&world);
    world.pass(DAY);
    assert_eq!(signed(&world), before);
    world.pass(DAY * 2);
    assert_ne!(signed(&world), before, "and on it goes");
}

#[test]
fn a_manifest_that_was_checked_in_the_future_is_checked_now() {
    let (mut world, alice, bob) = World::friends();
    years_ahead(&mut world, |world| {
        world.send(alice, bob, "from the future");
    });
    everybody_returns(&mut world);
    let before = world.server.fetched.len();
    world.send(alice, bob, "from now");
    world.run();
    let account = world.clients[bob].account;
    assert!(world.server.fetched[before..].contains(&account));
    let before = world.server.fetched.len();
    world.send(alice, bob, "and again");
    world.run();
    assert_eq!(world.server.fetched.len(), before, "once is enough");
}

#[test]
fn a_token_that_was_refused_in_the_future_is_shown_now() {
    let (mut world, alice, bob) = World::friends();
    years_ahead(&mut world, |world| {
        let refuse = &mut world.server.refuse_submits;
        refuse.push_back(Some(RefusalCode::BadToken));
        world.send(alice, bob, "with a stamp");
    });
    let account = world.clients[bob].account;
    let lane = |world: &World| {
        let mut submits = world.server.submits.iter().rev();
        submits.find(|submit| submit.0 == account).unwrap().1
    };
    assert_eq!(lane(&world), MailLane::Request);
    everybody_returns(&mut world);
    world.send(alice, bob, "with the token");
    world.run();
    assert_eq!(lane(&world), MailLane::Contact);
}

#[test]
fn a_repair_of_the_future_does_not_keep_the_next_one_waiting() {
    let (mut world, alice, bob) = World::friends();
    years_ahead(&mut world, |world| {
        lose_sessions(world, bob);
        world.send(alice, bob, "late, not never");
    });
    everybody_returns(&mut world);
    lose_sessions(&mut world, bob);
    world.send(alice, bob, "on time");
    world.run();
    assert!(world.texts(bob, alice).contains(&"on time".to_owned()));
}

#[test]
fn words_of_the_future_do_not_draw_later_ones_after_them() {
    let (mut world, alice, bob) = World::friends();
    let right = years_ahead(&mut world, |world| {
        world.send(alice, bob, "from the future");
    });
    everybody_returns(&mut world);
    world.is_frozen = true;
    world.send(alice, bob, "from now");
    world.send(alice, bob, "and after it");
    world.run();
    for (of, with) in [(alice, bob), (bob, alice)] {
        let rows = world.history(of, with);
        let said: Vec<_> = rows.iter().map(|row| row.text.as_str()).collect();
        assert_eq!(
            said,
            ["hello", "from now", "and after it", "from the future"]
        );
        assert!(rows[2].sort_at < right.plus(DAY).as_millis());
    }
}

/// A pause that was begun before the clock was set back, without a restart between.
#[test]
fn a_pause_ends_when_the_clock_is_set_back() {
    let (mut world, alice, bob) = World::friends();
    let right = world.now;
    world.now = right.plus(YEARS);
    world.turn(alice, Input::Tick);
    world.run();
    world
        .server
        .refuse_submits
        .push_back(Some(RefusalCode::Busy));
    world.send(alice, bob, "after the pause");
    world.run();
    assert!(world.clients[alice].wake_at.unwrap() > world.now);
    world.now = right;
    world.turn(alice, Input::Tick);
    world.run();
    assert_eq!(world.texts(bob, alice), ["hello", "after the pause"]);
    let soon = world.now.plus(Duration::from_secs(2 * 60 * 60));
    assert!(world.clients[alice].wake_at.unwrap() < soon);
}
