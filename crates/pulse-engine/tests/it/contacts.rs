//! Contacts: how they begin, what they are called, and what a block does.

use pulse_engine::{Command, CommandError, ContactState, ContentId, MessageStatus, StoreTx};
use pulse_protocol::MailLane;
use pulse_protocol::link::ServerLink;

use super::attacks::send_raw;
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

/// A window shows a request and marks it as read before the person decides.
#[test]
fn what_was_read_before_its_sender_was_let_in_is_receipted_then() {
    let (mut world, alice, bob) = World::pair();
    world.add(alice, bob);
    let first = world.send(alice, bob, "hello, it is me");
    let second = world.send(alice, bob, "still here");
    world.run();
    let conversation = world.conversation(alice);
    let through = first;
    world
        .command(
            bob,
            Command::MarkRead {
                conversation,
                through,
            },
        )
        .unwrap();
    world.run();
    assert_eq!(world.server.submits.len(), 1, "nothing goes back yet");
    assert_eq!(world.status(alice, first), MessageStatus::Sent);

    let account = world.clients[alice].account;
    world
        .command(bob, Command::AcceptContact { account })
        .unwrap();
    world.run();
    assert_eq!(world.status(alice, first), MessageStatus::Read);
    assert_eq!(world.status(alice, second), MessageStatus::Delivered);
}

/// Whoever was blocked instead is told nothing, then or later.
#[test]
fn a_stranger_who_was_read_and_blocked_hears_of_nothing() {
    let (mut world, alice, bob) = World::pair();
    world.add(alice, bob);
    let first = world.send(alice, bob, "hello");
    world.run();
    let (conversation, through) = (world.conversation(alice), first);
    let read = Command::MarkRead {
        conversation,
        through,
    };
    world.command(bob, read).unwrap();
    let account = world.clients[alice].account;
    for command in [
        Command::BlockContact { account },
        Command::UnblockContact { account },
        Command::AcceptContact { account },
    ] {
        world.command(bob, command).unwrap();
        world.run();
    }
    assert_eq!(world.state(bob, alice), ContactState::Accepted);
    assert_eq!(world.status(alice, first), MessageStatus::Sent);
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

/// What the server lost leaves again although a hundred have left, and counts no more than before.
#[test]
fn what_is_sent_again_to_who_has_not_answered_counts_once() {
    let (mut world, alice, bob) = World::pair();
    world.disconnect(bob);
    world.add(alice, bob);
    let sent: Vec<_> = (0..101)
        .map(|number| world.send(alice, bob, &format!("please {number:03}")))
        .collect();
    world.run();
    world.disconnect(alice);
    super::delivery::go_back(&mut world);
    world.connect(alice);
    world.run();
    world.connect(bob);
    world.run();
    assert_eq!(world.texts(bob, alice).len(), 100);
    assert_eq!(world.status(alice, sent[100]), MessageStatus::Pending);

    let account = world.clients[alice].account;
    world
        .command(bob, Command::AcceptContact { account })
        .unwrap();
    world.run();
    assert_eq!(world.status(alice, sent[100]), MessageStatus::Delivered);
}

/// Whoever answered, was removed and is added anew is written to like anybody else.
#[test]
fn an_answer_ends_the_count_for_good() {
    let (mut world, alice, bob) = World::pair();
    world.add(alice, bob);
    for number in 0..100 {
        world.send(alice, bob, &format!("please {number:03}"));
    }
    world.run();
    let account = world.clients[alice].account;
    world
        .command(bob, Command::AcceptContact { account })
        .unwrap();
    world.run();
    let account = world.clients[bob].account;
    let block = Command::BlockContact { account };
    world.command(alice, block).unwrap();
    world.run();
    world.add(alice, bob);
    assert_eq!(world.state(alice, bob), ContactState::Added);
    let again = world.send(alice, bob, "me again");
    world.run();
    assert_eq!(world.status(alice, again), MessageStatus::Delivered);
}

/// The attack: a sender who does not keep to it (its contact row says that it was answered), with whatever makes a row: texts, what
/// is no content, and more once the first were read. They are cut off at a hundred all the same.
#[test]
fn a_stranger_may_say_so_much_and_no_more() {
    let (mut world, alice, bob) = World::pair();
    world.add(alice, bob);
    let mut row = world.contact(alice, bob).unwrap();
    row.state = ContactState::Accepted;
    let mut tx = world.clients[alice].store.begin();
    tx.put_contact(&row).unwrap();
    tx.commit();
    for number in 0..70 {
        world.send(alice, bob, &format!("please {number}"));
    }
    world.run();
    let read_all = |world: &mut World| {
        let conversation = world.conversation(alice);
        let through = world.history(bob, alice).last().unwrap().id;
        let read = Command::MarkRead {
            conversation,
            through,
        };
        world.command(bob, read).unwrap();
    };
    read_all(&mut world);
    for number in 0..40 {
        send_raw(&mut world, alice, bob, &[0xff, number]);
    }
    assert_eq!(world.history(bob, alice).len(), 100);
    assert_eq!(world.dropped(bob, "request full"), 10);
    read_all(&mut world);
    for number in 70..90 {
        world.send(alice, bob, &format!("please {number}"));
        send_raw(&mut world, alice, bob, &[0xff, number]);
    }
    world.run();
    assert_eq!(world.history(bob, alice).len(), 100);
    assert_eq!(world.dropped(bob, "request full"), 50);

    let account = world.clients[alice].account;
    world
        .command(bob, Command::AcceptContact { account })
        .unwrap();
    world.run();
    let heard = world.send(alice, bob, "thank you");
    world.run();
    assert_eq!(world.status(alice, heard), MessageStatus::Delivered);
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
