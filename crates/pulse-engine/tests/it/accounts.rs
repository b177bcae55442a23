//! An account: its registration, its phrase, its prekeys.

use std::time::Duration;

use pulse_engine::{
    Command, CommandError, CommandOutput, ConnectionState, Engine, Event, MessageStatus, Room,
    SecretText, StoreTx,
};
use pulse_protocol::link::ServerLink;
use pulse_protocol::{Lane, RegistrationPolicy};

use super::server::Account;
use super::world::{World, server_link};

#[test]
fn a_registration_survives_a_crash_at_every_step() {
    for crash_after in 0..12 {
        let mut world = World::new();
        let alice = world.device();
        let command = Command::Register {
            server: server_link(),
            name: "Alice".into(),
            invite: None,
        };
        world.command_unanswered(alice, command);
        world.step(crash_after);
        world.restart(alice);
        world.run();
        world.note_account(alice);
        assert_eq!(world.server.accounts.len(), 1, "crash after {crash_after}");
        let bob = world.join("Bob");
        world.befriend(alice, bob);
        world.send(bob, alice, "you made it");
        world.run();
        assert_eq!(
            world.texts(alice, bob),
            ["hello", "you made it"],
            "crash after {crash_after}"
        );
    }
}

/// A disk that is full when the server's answer comes: whoever waits for the registration is told once it is stored.
#[test]
fn a_registration_is_answered_whatever_turn_is_taken_back() {
    for fails_after in 0..9 {
        let mut world = World::new();
        let alice = world.device();
        let command = Command::Register {
            server: server_link(),
            name: "Alice".into(),
            invite: None,
        };
        world.command_unanswered(alice, command);
        world.step(fails_after);
        world.fails_once = true;
        world.run();
        let answers = world.count_events(alice, "CommandDone");
        assert_eq!(answers, 1, "a turn failed after {fails_after}");
    }
}

/// The server was put back from a copy that was made before Alice's account.
fn forget(world: &mut World, who: usize) -> Account {
    let account = take_away(world, who);
    for mailbox in world.server.mailboxes.values_mut() {
        mailbox.incarnation += 77;
        mailbox.last = 0;
        mailbox.waiting.clear();
        mailbox.ids.clear();
    }
    account
}

/// Another server answers in the place of the one that has Alice's account, which stays as it is.
fn take_away(world: &mut World, who: usize) -> Account {
    world.disconnect(who);
    let account = world.clients[who].account;
    world.server.accounts.remove(&account).unwrap()
}

/// The codes with which connections were refused, in their order.
fn refused_with(world: &World, who: usize) -> Vec<u32> {
    let events = world.clients[who].events.iter();
    let refused = events.filter_map(|event| match event {
        Event::Connection {
            state: ConnectionState::Refused(refusal),
            ..
        } => Some(refusal.code),
        _ => None,
    });
    refused.collect()
}

#[test]
fn an_account_that_the_server_forgot_registers_again_and_loses_nothing() {
    let (mut world, bob, alice) = World::friends();
    world.disconnect(bob);
    let lost = world.send(alice, bob, "on its way");
    world.run();
    forget(&mut world, alice);
    world.connect(alice);
    world.run();
    assert_eq!(world.count_events(alice, "Notice"), 1);
    world.connect(bob);
    world.run();
    assert_eq!(world.texts(bob, alice), ["hello", "on its way"]);
    assert_eq!(world.status(alice, lost), MessageStatus::Delivered);
    world.send(bob, alice, "there you are");
    world.run();
    assert_eq!(world.texts(alice, bob).len(), 3);
}

#[test]
fn a_forgotten_account_needs_an_invite_where_newcomers_do() {
    let (mut world, alice, bob) = World::friends();
    forget(&mut world, alice);
    world.server.policy = Some(RegistrationPolicy::Invite);
    world.connect(alice);
    world.run();
    let account = world.clients[alice].account;
    assert!(!world.server.accounts.contains_key(&account));
    assert_eq!(refused_with(&world, alice), [403]);
    let queued = world.send(alice, bob, "again");
    world.run();
    assert_eq!(world.status(alice, queued), MessageStatus::Pending);
    let bad = world.register(alice, "Alice", Some("bad"));
    assert!(matches!(bad, Some(Err(CommandError::Refused(refusal))) if refusal.code == 408));
    assert_eq!(world.count_events(alice, "Notice"), 0);
    // A program that has just begun has not heard yet that the account is not known.
    world.restart(alice);
    let result = world.register(alice, "Alice", Some("good"));
    assert!(matches!(result, Some(Ok(CommandOutput::Registered { .. }))));
    assert_eq!(world.count_events(alice, "Notice"), 1);
    world.restart(bob);
    world.run();
    assert_eq!(world.texts(bob, alice), ["hello", "again"]);
}

/// How another server keeps an account from being registered with it.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Denial {
    Closed,
    WantsInvite,
    StringsAlong,
}

/// The attack: another server in the place of the right one, for a single connection, says that it does not know the account.
/// The device lives on with the right one, with no command and nothing lost.
#[test]
fn a_false_word_that_an_account_is_unknown_ends_with_its_server() {
    let denials = [Denial::Closed, Denial::WantsInvite, Denial::StringsAlong];
    for (denial, restarts) in denials
        .into_iter()
        .flat_map(|denial| [(denial, false), (denial, true)])
    {
        let (mut world, alice, bob) = World::friends();
        world.disconnect(alice);
        world.send(bob, alice, "while you were away");
        world.run();
        let kept = take_away(&mut world, alice);
        world.server.policy = match denial {
            Denial::Closed => Some(RegistrationPolicy::Closed),
            Denial::WantsInvite => Some(RegistrationPolicy::Invite),
            Denial::StringsAlong => None,
        };
        world.clients[alice].is_lazy = denial == Denial::StringsAlong;
        world.connect(alice);
        world.run();
        let id = world.send(alice, bob, "are you there?");
        // Longer than the mailbox is waited for.
        world.pass(Duration::from_secs(60));
        let case = format!("{denial:?}, restarts: {restarts}");
        assert_eq!(world.status(alice, id), MessageStatus::Pending, "{case}");
        let told = match denial {
            Denial::StringsAlong => vec![],
            _ => vec![403],
        };
        assert_eq!(refused_with(&world, alice), told, "{case}");

        world.disconnect(alice);
        world.server.policy = Some(RegistrationPolicy::Closed);
        world
            .server
            .accounts
            .insert(world.clients[alice].account, kept);
        if restarts {
            world.restart(alice);
        }
        world.connect(alice);
        world.run();
        assert_eq!(world.status(alice, id), MessageStatus::Delivered, "{case}");
        let texts = ["hello", "while you were away", "are you there?"];
        let mut heard = world.texts(alice, bob);
        heard.sort_by_key(|text| texts.iter().position(|of| of == text));
        assert_eq!(heard, texts, "{case}");
        assert_eq!(world.count_events(alice, "Notice"), 0, "{case}");
        let result = world.register(alice, "Alice", None);
        assert_eq!(result, Some(Err(CommandError::AlreadyRegistered)), "{case}");
    }
}

/// Somebody mistypes the server while theirs does not know the account, or a server that lies hopes for it: what everybody looks for
/// elsewhere must not be bound to a place from which no command leads back. The name, which contacts know, stays as well.
#[test]
fn an_account_that_its_server_forgot_is_not_bound_to_another_one() {
    let (mut world, alice, _) = World::friends();
    forget(&mut world, alice);
    world.server.policy = Some(RegistrationPolicy::Closed);
    world.connect(alice);
    world.run();
    assert_eq!(refused_with(&world, alice), [403]);
    let elsewhere = Command::Register {
        server: ServerLink {
            host: "typo.example".into(),
            ..server_link()
        },
        name: "Alice".into(),
        invite: Some("good".into()),
    };
    let refused = world.command(alice, elsewhere).unwrap_err();
    assert_eq!(refused, CommandError::AlreadyRegistered);
    world.restart(alice);
    world.run();
    world.server.policy = Some(RegistrationPolicy::Invite);
    let result = world.register(alice, "Somebody", Some("good"));
    assert!(matches!(result, Some(Ok(CommandOutput::Registered { .. }))));
    let mut tx = world.clients[alice].store.begin();
    let summary = Engine::account(&mut tx).unwrap().unwrap();
    assert_eq!(summary.name, "Alice");
    assert_eq!(Engine::server(&mut tx).unwrap(), Some(server_link()));
}

/// The operator has put the accounts back meanwhile: whoever asks to be registered again is answered.
#[test]
fn whoever_registers_again_is_answered_when_the_server_knows_them_after_all() {
    let (mut world, alice, _) = World::friends();
    world.disconnect(alice);
    world.server.denies_accounts = true;
    world.server.policy = Some(RegistrationPolicy::Closed);
    world.connect(alice);
    world.run();
    assert_eq!(refused_with(&world, alice), [403]);
    world.server.denies_accounts = false;
    let before = world.server.registrations;
    let result = world.register(alice, "Alice", None);
    assert!(matches!(result, Some(Ok(CommandOutput::Registered { .. }))));
    assert_eq!(world.server.registrations, before);
}

/// An invite for an account that the server knows after all: it is answered once the server has said so, and changes nothing.
#[test]
fn an_invite_for_an_account_that_is_known_is_not_needed() {
    let (mut world, alice, _) = World::friends();
    world.restart(alice);
    let elsewhere = Command::Register {
        server: ServerLink {
            host: "elsewhere.example".into(),
            ..server_link()
        },
        name: "Alice".into(),
        invite: Some("good".into()),
    };
    let refused = world.command(alice, elsewhere).unwrap_err();
    assert_eq!(refused, CommandError::AlreadyRegistered);
    let before = world.server.registrations;
    let result = world.register(alice, "Alice", Some("good"));
    assert!(matches!(result, Some(Ok(CommandOutput::Registered { .. }))));
    assert_eq!(world.server.registrations, before);
    let result = world.register(alice, "Alice", Some("good"));
    assert_eq!(result, Some(Err(CommandError::AlreadyRegistered)));
}

/// A home in which an older version wrote that the account was refused, after it had been registered.
#[test]
fn a_home_that_an_older_version_switched_off_proves_itself_again() {
    let mut world = World::new();
    let alice = world.device();
    world.server.policy = Some(RegistrationPolicy::Closed);
    world.register(alice, "Alice", None);
    let stored = |world: &mut World| {
        let mut tx = world.clients[alice].store.begin();
        tx.get(Room::Account, b"self").unwrap().unwrap()
    };
    let refused = stored(&mut world);
    world.server.policy = None;
    world.register(alice, "Alice", None).unwrap().unwrap();
    let registered = stored(&mut world);
    let differing = refused.iter().zip(&registered).filter(|(a, b)| a != b);
    assert_eq!(differing.count(), 1, "only the phase");
    world.server.policy = Some(RegistrationPolicy::Closed);
    let mut tx = world.clients[alice].store.begin();
    tx.put(Room::Account, b"self", &refused).unwrap();
    tx.commit();
    world.restart(alice);
    world.run();
    world.note_account(alice);
    world.server.policy = None;
    let bob = world.join("Bob");
    world.befriend(alice, bob);
}

/// The attack: a server that knows the account when it registers and not when it proves itself, to make it work without end.
#[test]
fn a_server_that_forgets_again_and_again_is_not_worked_for() {
    let (mut world, alice, _) = World::friends();
    world.disconnect(alice);
    world.server.denies_accounts = true;
    let before = world.server.registrations;
    world.connect(alice);
    world.step(500);
    assert_eq!(world.server.registrations - before, 1);
    world.server.denies_accounts = false;
    world.restart(alice);
    world.run();
    let result = world.register(alice, "Alice", None);
    assert_eq!(result, Some(Err(CommandError::AlreadyRegistered)));
}

/// The attack: a server that finds every challenge too old, to make a device work without end that is registered already. What it is
/// worked for after a few times comes after pauses that grow, whatever happens to the connections.
#[test]
fn a_server_whose_challenges_are_always_too_old_is_not_worked_for() {
    let (mut world, alice, _) = World::friends();
    world.disconnect(alice);
    world.server.denies_accounts = true;
    world.server.expires_challenges = true;
    let before = world.server.registrations;
    world.connect(alice);
    world.step(500);
    for _ in 0..10 {
        world.disconnect(alice);
        world.connect(alice);
        world.step(500);
    }
    let works = world.server.registrations - before;
    assert!((1..=4).contains(&works), "{works} works");
    for _ in 0..60 {
        world.pass(Duration::from_secs(60));
    }
    let works = world.server.registrations - before;
    assert!((10..=25).contains(&works), "{works} works in an hour");
    world.server.denies_accounts = false;
    world.disconnect(alice);
    world.connect(alice);
    world.run();
    let result = world.register(alice, "Alice", None);
    assert_eq!(result, Some(Err(CommandError::AlreadyRegistered)));
}

/// How a server that says of a known account that it does not know it answers the work that was done for it.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Thanks {
    /// It ends the connection.
    None,
    /// It registers the account, and forgets it.
    Forgets,
    /// It registers the account, lets it prove itself once, and forgets it.
    KnowsOnce,
}

/// The attack: a server has a device work for it without end, by never answering what was solved, or by forgetting what it answered.
/// After a few times the work comes after pauses that grow, whatever it says in between.
#[test]
fn a_server_that_lets_work_be_done_for_nothing_gets_less_and_less_of_it() {
    for thanks in [Thanks::None, Thanks::Forgets, Thanks::KnowsOnce] {
        let (mut world, alice, _) = World::friends();
        let account = world.clients[alice].account;
        world.server.keeps_registrations_back = thanks == Thanks::None;
        let round = |world: &mut World| {
            world.disconnect(alice);
            world.server.accounts.remove(&account);
            world.connect(alice);
            world.step(500);
            if thanks == Thanks::KnowsOnce {
                world.disconnect(alice);
                world.connect(alice);
                world.step(500);
            }
        };
        let before = world.server.registrations;
        for _ in 0..10 {
            round(&mut world);
        }
        let works = world.server.registrations - before;
        assert!((1..=4).contains(&works), "{thanks:?}: {works} works");
        for _ in 0..30 {
            world.pass(Duration::from_secs(120));
            round(&mut world);
        }
        let works = world.server.registrations - before;
        assert!((10..=25).contains(&works), "{thanks:?}: {works} in an hour");
    }
}

/// After three connections that were lost: the fourth work takes longer than the pause that it earned, and is not begun anew.
#[test]
fn work_that_takes_longer_than_its_pause_goes_on() {
    let mut world = World::new();
    let alice = world.device();
    world.clients[alice].is_lazy = true;
    let command = Command::Register {
        server: server_link(),
        name: "Alice".into(),
        invite: None,
    };
    world.command_unanswered(alice, command);
    world.run();
    for _ in 0..3 {
        world.disconnect(alice);
        world.connect(alice);
        world.run();
    }
    let before = world.server.registration_starts;
    assert_eq!(before, 4);
    for _ in 0..10 {
        world.pass(Duration::from_secs(60));
    }
    assert_eq!(world.server.registration_starts, before);
}

/// A server that takes a version nobody offered is not listened to, on either lane: the person hears of it, the connection ends.
#[test]
fn a_version_that_was_not_offered_ends_the_connection() {
    let (mut world, alice, bob) = World::friends();
    for lane in [Lane::Identified, Lane::Anonymous] {
        for version in [0, 2] {
            world.disconnect(alice);
            world.clients[alice].events.clear();
            world.server.takes_version = Some(version);
            world.clients[alice].online = true;
            world.connect_lane(alice, lane);
            world.run();
            let refused = world.clients[alice].events.iter().any(|event| {
                matches!(event, Event::Connection { lane: of, state: ConnectionState::Refused(refusal) }
                    if *of == lane && refusal.code == 303)
            });
            assert!(refused, "{lane:?} {version}");
        }
    }
    // The connections after those are in order.
    world.connect(alice);
    world.run();
    world.send(alice, bob, "in a common language");
    world.run();
    assert_eq!(
        world.texts(bob, alice).last().unwrap(),
        "in a common language"
    );
}

#[test]
fn an_invite_opens_a_door_that_is_not_open_to_all() {
    let mut world = World::new();
    world.server.policy = Some(RegistrationPolicy::Invite);
    let alice = world.device();
    let code = |result| match result {
        Some(Err(CommandError::Refused(refusal))) => refusal.code,
        other => panic!("{other:?}"),
    };
    assert_eq!(code(world.register(alice, "Alice", None)), 408);
    assert_eq!(code(world.register(alice, "Alice", Some("bad"))), 408);
    assert!(matches!(
        world.register(alice, "Alice", Some("good")),
        Some(Ok(CommandOutput::Registered { .. }))
    ));
    assert_eq!(
        world.register(alice, "Alice", None),
        Some(Err(CommandError::AlreadyRegistered))
    );
    world.server.policy = Some(RegistrationPolicy::Closed);
    let bob = world.device();
    assert_eq!(code(world.register(bob, "Bob", Some("good"))), 410);
}

#[test]
fn the_phrase_is_shown_until_it_is_proven() {
    let (mut world, alice, _) = World::pair();
    let Ok(CommandOutput::Phrase(words)) = world.command(alice, Command::RevealPhrase) else {
        panic!("no phrase");
    };
    let mut wrong: Vec<&str> = words.reveal().split(' ').collect();
    wrong[4] = if wrong[4] == "abandon" {
        "ability"
    } else {
        "abandon"
    };
    let wrong = SecretText::new(wrong.join(" "));
    let refused = world
        .command(alice, Command::ConfirmPhrase { words: wrong })
        .unwrap_err();
    assert_eq!(refused, CommandError::WrongPhrase { position: Some(5) });
    world
        .command(alice, Command::ConfirmPhrase { words })
        .unwrap();
    assert_eq!(
        world.command(alice, Command::RevealPhrase).unwrap_err(),
        CommandError::PhraseGone
    );
}

#[test]
fn prekeys_are_refilled_and_rotated() {
    let (mut world, alice, _) = World::pair();
    let (account, device) = (world.clients[alice].account, world.clients[alice].device);
    let counts = |world: &World| world.server.prekey_counts(account, device);
    assert_eq!(
        (counts(&world).one_time, counts(&world).kem_one_time),
        (100, 100)
    );
    let signed = counts(&world).signed_id;
    world.pass(Duration::from_secs(3 * 24 * 3600));
    assert_ne!(
        counts(&world).signed_id,
        signed,
        "the signed prekey is rotated"
    );
    for _ in 0..80 {
        world.server.take_bundle(account, device);
    }
    assert_eq!(counts(&world).one_time, 20);
    world.restart(alice);
    world.run();
    assert_eq!(
        (counts(&world).one_time, counts(&world).kem_one_time),
        (100, 100)
    );
}

/// A server that names an old signed prekey as the current one, day after day, keeps its private half alive no longer.
#[test]
fn a_server_cannot_keep_an_old_prekey_alive() {
    let (mut world, alice, _) = World::pair();
    let (account, device) = (world.clients[alice].account, world.clients[alice].device);
    let old = world.server.prekey_counts(account, device).signed_id;
    let has_old = |world: &World| {
        let records = world.clients[alice].store.records();
        records
            .filter(|(room, ..)| *room == Room::Prekeys)
            .any(|(_, key, _)| key.ends_with(&old.to_be_bytes()))
    };
    for day in 0..36 {
        world.server.claims_signed = Some(old);
        world.pass(Duration::from_secs(24 * 3600));
        world.restart(alice);
        world.run();
        assert!(has_old(&world) || day > 30, "day {day}");
    }
    assert!(
        !has_old(&world),
        "31 days after its first replacement it is gone"
    );
}
