//! Two people, from the first key to the ten-thousandth message.

use std::time::Duration;

use pulse_engine::{
    Command, CommandError, CommandOutput, ContactState, Content, ContentId, Event, MessageStatus,
    Room, RowKind, SecretText, StoreTx,
};
use pulse_protocol::link::ServerLink;
use pulse_protocol::refusal::RefusalCode;
use pulse_protocol::{MailLane, RegistrationPolicy};

use super::world::{World, server_link};

#[test]
fn a_strangers_first_message_is_a_request_and_accepting_it_opens_the_conversation() {
    let (mut world, alice, bob) = World::pair();
    world.add(alice, bob);
    assert_eq!(world.state(alice, bob), ContactState::Added);
    let first = world.send(alice, bob, "hello, it is me");
    world.run();

    assert_eq!(
        world.status(alice, first),
        MessageStatus::Sent,
        "a request gives no receipt"
    );
    assert_eq!(world.state(bob, alice), ContactState::Requested);
    assert_eq!(world.contact(bob, alice).unwrap().name, "Alice");
    assert_eq!(world.texts(bob, alice), ["hello, it is me"]);
    assert_eq!(world.server.submits.len(), 1, "nothing goes back");
    assert_eq!(world.server.submits[0].1, MailLane::Request);
    let (content, conversation) = (ContentId::from_bytes([1; 16]), world.conversation(alice));
    let refused = world.command(
        bob,
        Command::SendText {
            conversation,
            content,
            text: "too early".into(),
        },
    );
    assert_eq!(refused.unwrap_err(), CommandError::NotAccepted);

    let account = world.clients[alice].account;
    world
        .command(bob, Command::AcceptContact { account })
        .unwrap();
    world.run();
    assert_eq!(world.state(bob, alice), ContactState::Accepted);
    assert_eq!(
        world.state(alice, bob),
        ContactState::Accepted,
        "the answer makes them contacts"
    );
    assert_eq!(world.contact(alice, bob).unwrap().name, "Bob");
    assert_eq!(
        world.status(alice, first),
        MessageStatus::Delivered,
        "what waited is receipted"
    );

    let answer = world.send(bob, alice, "so it is");
    world.run();
    assert_eq!(world.status(bob, answer), MessageStatus::Delivered);
    let second = world.send(alice, bob, "good");
    world.run();
    assert_eq!(world.status(alice, second), MessageStatus::Delivered);
    let strangers = world
        .server
        .submits
        .iter()
        .filter(|(_, lane)| *lane == MailLane::Request)
        .count();
    assert_eq!(strangers, 1, "contacts need no stamp");
    for who in [(alice, bob), (bob, alice)] {
        assert_eq!(
            world.texts(who.0, who.1),
            ["hello, it is me", "so it is", "good"]
        );
    }
}

#[test]
fn words_keep_their_order_even_when_the_clock_stands_still_or_goes_back() {
    let (mut world, alice, bob) = World::friends();
    let mut said = vec!["hello".to_owned()];
    world.is_frozen = true;
    for number in 0..100 {
        if number == 50 {
            world.now = pulse_protocol::Timestamp::from_millis(world.now.as_millis() - 3_600_000);
        }
        let text = format!("line {number}");
        world.send(alice, bob, &text);
        said.push(text);
        if number % 7 == 0 {
            world.run();
        }
    }
    world.run();
    assert_eq!(world.texts(bob, alice), said);
    assert_eq!(world.texts(alice, bob), said);
}

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
fn go_back(world: &mut World) {
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
fn the_same_send_again_changes_nothing() {
    let (mut world, alice, bob) = World::friends();
    let (content, conversation) = (ContentId::from_bytes([5; 16]), world.conversation(bob));
    let command = Command::SendText {
        conversation,
        content,
        text: "once".into(),
    };
    let first = world.command(alice, command.clone()).unwrap();
    world.run();
    assert_eq!(world.command(alice, command).unwrap(), first);
    world.run();
    assert_eq!(world.texts(bob, alice), ["hello", "once"]);
}

#[test]
fn reading_is_told_to_the_sender() {
    let (mut world, alice, bob) = World::friends();
    let first = world.send(alice, bob, "one");
    let last = world.send(alice, bob, "two");
    world.run();
    let unread = |world: &World| world.clients[bob].store.conversations()[0].unread;
    assert_eq!(unread(&world), 3);
    let conversation = world.conversation(alice);
    world
        .command(
            bob,
            Command::MarkRead {
                conversation,
                through: first,
            },
        )
        .unwrap();
    world.run();
    assert_eq!(unread(&world), 1);
    assert_eq!(world.status(alice, first), MessageStatus::Read);
    assert_eq!(world.status(alice, last), MessageStatus::Delivered);
    assert_eq!(world.status(bob, first), MessageStatus::Seen);
}

#[test]
fn typing_is_shown_for_a_moment_and_stored_nowhere() {
    let (mut world, alice, bob) = World::friends();
    let rows = world.history(bob, alice).len();
    let conversation = world.conversation(bob);
    world
        .command(
            alice,
            Command::SetTyping {
                conversation,
                active: true,
            },
        )
        .unwrap();
    world.run();
    let typing = |world: &World| {
        world.clients[bob]
            .events
            .iter()
            .rev()
            .find_map(|event| match event {
                Event::Typing { active, .. } => Some(*active),
                _ => None,
            })
    };
    assert_eq!(typing(&world), Some(true));
    world.pass(Duration::from_secs(11));
    assert_eq!(typing(&world), Some(false));
    assert_eq!(world.history(bob, alice).len(), rows);

    // Said while nobody hears it, it is gone.
    world.disconnect(alice);
    world
        .command(
            alice,
            Command::SetTyping {
                conversation,
                active: true,
            },
        )
        .unwrap();
    world.connect(alice);
    world.run();
    assert_eq!(typing(&world), Some(false));
}

#[test]
fn refusals_delay_or_fail_and_block_nobody() {
    let (mut world, alice, bob) = World::friends();
    world
        .server
        .refuse_submits
        .push_back(Some(RefusalCode::Busy));
    let delayed = world.send(alice, bob, "later");
    world.run();
    assert_eq!(world.status(alice, delayed), MessageStatus::Pending);
    let behind = world.send(alice, bob, "behind it");
    world.run();
    assert_eq!(
        world.status(alice, behind),
        MessageStatus::Pending,
        "the order holds"
    );
    world.pass(Duration::from_secs(3));
    assert_eq!(world.status(alice, behind), MessageStatus::Delivered);
    assert_eq!(world.texts(bob, alice), ["hello", "later", "behind it"]);

    world
        .server
        .refuse_submits
        .push_back(Some(RefusalCode::FrameTooLarge));
    let failed = world.send(alice, bob, "never");
    let next = world.send(alice, bob, "next");
    world.run();
    assert_eq!(world.status(alice, failed), MessageStatus::Failed(302));
    assert_eq!(world.status(alice, next), MessageStatus::Delivered);
    world
        .command(alice, Command::RetryMessage { message: failed })
        .unwrap();
    world.run();
    assert_eq!(world.status(alice, failed), MessageStatus::Delivered);
    assert_eq!(
        world
            .command(alice, Command::RetryMessage { message: failed })
            .unwrap_err(),
        CommandError::NotFailed
    );
}

#[test]
fn what_a_newer_pulse_says_is_kept() {
    let (mut world, alice, bob) = World::friends();
    // A version that knows kind 30 says it; this one forwards the bytes it is given.
    let id = [7; 16];
    let newer = [&[8, 1, 18, 16][..], &id, &[0xf2, 1, 0]].concat();
    assert_eq!(
        Content::decode(&newer).unwrap().body,
        pulse_engine::Body::Newer
    );
    super::attacks::send_raw(&mut world, alice, bob, &newer);
    let row = world.history(bob, alice).pop().unwrap();
    assert_eq!((row.kind, row.raw), (RowKind::NeedsNewer, newer));
}

#[test]
fn links_to_elsewhere_and_to_oneself_are_refused_by_name() {
    let (mut world, alice, bob) = World::pair();
    let mut link = world.link(bob);
    link.server = ServerLink {
        host: "elsewhere.example".into(),
        ..server_link()
    };
    let refused = world
        .command(alice, Command::AddContact { link, name: None })
        .unwrap_err();
    assert_eq!(
        refused,
        CommandError::WrongServer {
            host: "elsewhere.example".into()
        }
    );
    let link = world.link(alice);
    let refused = world
        .command(alice, Command::AddContact { link, name: None })
        .unwrap_err();
    assert_eq!(refused, CommandError::OwnLink);
}

#[test]
fn somebody_the_server_does_not_know_gets_nothing_and_the_row_says_so() {
    let (mut world, alice, bob) = World::pair();
    let account = world.clients[bob].account;
    world.server.accounts.remove(&account);
    world.add(alice, bob);
    let message = world.send(alice, bob, "anybody there?");
    world.run();
    assert_eq!(world.status(alice, message), MessageStatus::Failed(402));
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
fn two_who_begin_at_once_end_on_one_session() {
    let (mut world, alice, bob) = World::pair();
    world.add(alice, bob);
    world.add(bob, alice);
    world.send(alice, bob, "from Alice");
    world.send(bob, alice, "from Bob");
    world.run();
    assert_eq!(world.state(alice, bob), ContactState::Accepted);
    assert_eq!(world.state(bob, alice), ContactState::Accepted);
    for round in 0..3 {
        world.send(alice, bob, &format!("a{round}"));
        world.send(bob, alice, &format!("b{round}"));
        world.run();
    }
    let mut texts = world.texts(alice, bob);
    let mut mirrored = world.texts(bob, alice);
    texts.sort();
    mirrored.sort();
    assert_eq!(texts, mirrored);
    assert_eq!(texts.len(), 8);
    for who in [alice, bob] {
        for reason in [
            "no session",
            "used",
            "unauthentic",
            "handshake",
            "malformed",
            "seal",
        ] {
            assert_eq!(world.dropped(who, reason), 0, "{reason}");
        }
        let delivered = world.clients[who]
            .store
            .arrivals()
            .iter()
            .filter(|row| row.outgoing)
            .all(|row| row.status == MessageStatus::Delivered);
        assert!(delivered);
    }
}

#[test]
fn a_blocked_contact_is_heard_no_more_and_loses_our_token() {
    let (mut world, alice, bob) = World::friends();
    let account = world.clients[alice].account;
    world
        .command(bob, Command::BlockContact { account })
        .unwrap();
    world.run();
    let message = world.send(alice, bob, "are you there?");
    world.run();
    assert_eq!(world.status(alice, message), MessageStatus::Sent);
    assert_eq!(
        world.server.submits.last().unwrap().1,
        MailLane::Request,
        "the token is of no use any more"
    );
    assert_eq!(world.texts(bob, alice), ["hello"]);
    assert_eq!(world.dropped(bob, "blocked"), 1);

    world
        .command(bob, Command::AcceptContact { account })
        .unwrap();
    world.run();
    let message = world.send(alice, bob, "again");
    world.run();
    assert_eq!(world.status(alice, message), MessageStatus::Delivered);
    assert_eq!(
        world
            .server
            .submits
            .iter()
            .rev()
            .find(|(to, _)| *to == world.clients[bob].account)
            .unwrap()
            .1,
        MailLane::Contact
    );
}

#[test]
fn a_new_name_reaches_the_contacts() {
    let (mut world, alice, bob) = World::friends();
    world
        .command(
            alice,
            Command::SetName {
                name: "Alicia".into(),
            },
        )
        .unwrap();
    world.run();
    assert_eq!(world.contact(bob, alice).unwrap().name, "Alicia");
    let account = world.clients[alice].account;
    world
        .command(
            bob,
            Command::RenameContact {
                account,
                name: "Al".into(),
            },
        )
        .unwrap();
    assert_eq!(world.contact(bob, alice).unwrap().name, "Al");
    let refused = world
        .command(
            alice,
            Command::SetName {
                name: "a\nb".into(),
            },
        )
        .unwrap_err();
    assert!(matches!(refused, CommandError::NameInvalid { .. }));
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

#[test]
fn what_a_stranger_says_beyond_a_hundred_waits_until_they_are_answered() {
    let (mut world, alice, bob) = World::pair();
    world.add(alice, bob);
    let sent: Vec<_> = (0..130)
        .map(|number| world.send(alice, bob, &format!("please {number:03}")))
        .collect();
    world.run();
    world.restart(alice);
    world.run();
    assert_eq!(world.texts(bob, alice).len(), 100);
    assert_eq!(world.dropped(bob, "request full"), 0);
    // Nobody is told "sent" of what nobody would keep.
    assert_eq!(world.status(alice, sent[99]), MessageStatus::Sent);
    assert_eq!(world.status(alice, sent[100]), MessageStatus::Pending);

    let account = world.clients[alice].account;
    world
        .command(bob, Command::AcceptContact { account })
        .unwrap();
    world.run();
    let said: Vec<_> = (0..130)
        .map(|number| format!("please {number:03}"))
        .collect();
    assert_eq!(world.texts(bob, alice), said);
    assert_eq!(world.status(alice, sent[129]), MessageStatus::Delivered);
}

/// A sender who does not keep to it (its contact row says that it was answered) is cut off at a hundred all the same.
#[test]
fn a_stranger_may_say_so_much_and_no_more() {
    let (mut world, alice, bob) = World::pair();
    world.add(alice, bob);
    let mut row = world.contact(alice, bob).unwrap();
    row.state = ContactState::Accepted;
    let mut tx = world.clients[alice].store.begin();
    tx.put_contact(&row).unwrap();
    tx.commit();
    for number in 0..130 {
        world.send(alice, bob, &format!("please {number}"));
    }
    world.run();
    assert_eq!(world.texts(bob, alice).len(), 100);
    assert_eq!(world.dropped(bob, "request full"), 30);
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
