//! Two windows talk, lose the server, and go on.

use std::time::Instant;

use pulse_client::{
    AccountSummary, ContactState, ConversationId, HeldReason, MessageId, MessageRow, MessageStatus,
    Mute,
};
use pulse_desktop::limits::BATCH_EVERY;
use pulse_desktop::{ChatSummary, ConnectionHealth, Known, Request, Update};

use super::stage::{Stage, Window};

fn chats(window: &Window, what: &str, wanted: impl Fn(&ChatSummary) -> bool) -> ChatSummary {
    window.next(what, |update| match update {
        Update::Conversations(all) => all.into_iter().find(&wanted),
        _ => None,
    })
}

fn open(window: &Window, conversation: ConversationId) -> (usize, String) {
    window.ask(Request::OpenConversation(conversation));
    window.next("conversation", |update| match update {
        Update::ConversationOpened { total, draft, .. } => Some((total, draft)),
        _ => None,
    })
}

fn added(window: &Window) -> (MessageRow, usize, usize) {
    window.next("row", |update| match update {
        Update::RowAdded {
            row,
            position,
            total,
        } => Some((row, position, total)),
        Update::RowsMoved { .. } => panic!("one row is told by itself"),
        _ => None,
    })
}

fn status(window: &Window, wanted: MessageStatus) {
    window.next("status", |update| match update {
        Update::RowStatus { status, .. } if status == wanted => Some(()),
        _ => None,
    });
}

fn send(window: &Window, conversation: ConversationId, text: &str) {
    window.ask(Request::Send {
        conversation,
        text: text.into(),
    });
}

/// Alice and Bob with an account each, and what each calls the conversation with the other.
struct Pair {
    alice: Window,
    bob: Window,
    with_bob: ConversationId,
    with_alice: ConversationId,
    bob_account: AccountSummary,
}

fn pair(stage: &Stage) -> Pair {
    let (alice, alice_account) = stage.person("Alice");
    let (bob, bob_account) = stage.person("Bob");
    Pair {
        alice,
        bob,
        with_bob: ConversationId::direct(bob_account.account),
        with_alice: ConversationId::direct(alice_account.account),
        bob_account,
    }
}

#[test]
fn two_windows_meet_talk_lose_the_server_and_go_on() {
    let mut stage = Stage::new();
    let Pair {
        alice,
        bob,
        with_bob,
        with_alice,
        bob_account,
    } = pair(&stage);

    alice.ask(Request::AddContact {
        link: bob_account.contact_link,
        name: Some("Bob".into()),
    });
    alice.next("contact", |update| {
        matches!(update, Update::ContactAdded(_)).then_some(())
    });
    assert_eq!(open(&alice, with_bob), (0, String::new()));
    send(&alice, with_bob, "may I\ncome in?");
    let (row, position, total) = added(&alice);
    assert_eq!(
        (row.text.as_str(), position, total),
        ("may I\ncome in?", 0, 1)
    );

    let request = chats(&bob, "request", |chat| chat.last.is_some());
    assert_eq!(request.state, ContactState::Requested);
    assert_eq!((request.name.as_str(), request.unread), ("Alice", 1));
    assert_eq!(request.last.unwrap().preview, "may I come in?");
    let arrived = bob.next("arrival", |update| match update {
        Update::Arrived(rows) => Some(rows),
        _ => None,
    });
    assert_eq!(arrived.len(), 1);
    bob.ask(Request::OpenConversation(with_alice));
    bob.next("unread", |update| match update {
        Update::ConversationOpened { first_unread, .. } => {
            assert_eq!(first_unread, Some(0));
            Some(())
        }
        _ => None,
    });
    let rows = bob.next("rows", |update| match update {
        Update::Rows { rows, first: 0, .. } => Some(rows),
        _ => None,
    });
    assert_eq!(rows.len(), 1);
    bob.ask(Request::Accept(row.sender));
    status(&alice, MessageStatus::Delivered);
    bob.ask(Request::MarkRead {
        conversation: with_alice,
        through: rows[0].id,
    });
    status(&alice, MessageStatus::Read);

    bob.ask(Request::SetTyping {
        conversation: with_alice,
        active: true,
    });
    alice.next("typing", |update| match update {
        Update::Typing { active: true, .. } => Some(()),
        _ => None,
    });
    send(&bob, with_alice, "you may");
    let (row, position, total) = added(&alice);
    assert_eq!((row.text.as_str(), position, total), ("you may", 1, 2));

    stage.stop_server();
    alice.next("loss", |update| match update {
        Update::Connection(ConnectionHealth::Waiting { .. }) => Some(()),
        _ => None,
    });
    send(&alice, with_bob, "are you there?");
    added(&alice);
    stage.start_server();
    // In whatever order they are told.
    let (mut is_connected, mut is_delivered) = (false, false);
    alice.next("connection and delivery", |update| {
        match update {
            Update::Connection(health) => is_connected = health == ConnectionHealth::Connected,
            Update::RowStatus { status, .. } => is_delivered |= status == MessageStatus::Delivered,
            _ => {}
        }
        (is_connected && is_delivered).then_some(())
    });
    let last = chats(&bob, "message", |chat| {
        let last = chat.last.as_ref();
        last.is_some_and(|last| last.preview == "are you there?")
    });
    assert_eq!(last.state, ContactState::Accepted);

    alice.ask(Request::Storage);
    let messages = alice.next("size", |update| match update {
        Update::Storage { messages, .. } => Some(messages),
        _ => None,
    });
    assert_eq!(messages, 3);
    alice.ask(Request::DeleteMessage(row.id));
    alice.next("fewer rows", |update| match update {
        Update::RowsMoved { total: 2, .. } => Some(()),
        _ => None,
    });
    alice.close();

    // The newest goes: the line shows the one before it, and at the next start too.
    bob.ask(Request::DeleteMessage(last.last.unwrap().id));
    let shows = |text: &'static str| {
        move |chat: &ChatSummary| {
            let last = chat.last.as_ref();
            last.is_some_and(|last| last.preview == text)
        }
    };
    chats(&bob, "the one before", shows("you may"));
    let key = bob.key_file();
    let bob = Window::open(&bob.close());
    bob.ask(Request::Open(key));
    chats(&bob, "the one before at the next start", shows("you may"));
    bob.close();
}

#[test]
fn what_was_asked_last_is_kept_and_read_at_the_next_start() {
    let stage = Stage::new();
    let Pair {
        alice,
        bob,
        with_bob,
        bob_account,
        ..
    } = pair(&stage);
    alice.ask(Request::AddContact {
        link: bob_account.contact_link,
        name: None,
    });
    alice.next("contact", |update| {
        matches!(update, Update::ContactAdded(_)).then_some(())
    });
    let draft = |text: &str| Request::SetDraft {
        conversation: with_bob,
        text: text.into(),
    };
    alice.ask(draft("h"));
    alice.ask(draft("half a thought"));
    send(&alice, with_bob, "last words");
    let key = alice.key_file();
    let home = alice.close();

    let alice = Window::open(&home);
    alice.ask(Request::Open(key));
    let Update::Opened { account, .. } = alice.first() else {
        panic!("the home is opened first");
    };
    assert_eq!(account.unwrap().name, "Alice");
    let chat = chats(&alice, "list", |_| true);
    assert_eq!(chat.draft.as_deref(), Some("half a thought"));
    assert_eq!(chat.last.unwrap().preview, "last words");
    assert_eq!(open(&alice, with_bob), (1, "half a thought".to_owned()));
    alice.close();
    bob.close();
}

#[test]
fn a_burst_is_told_in_few_words() {
    const TEXTS: usize = 600;
    let mut stage = Stage::new();
    let Pair {
        alice,
        bob,
        with_bob,
        bob_account,
        ..
    } = pair(&stage);
    stage.stop_server();
    alice.ask(Request::AddContact {
        link: bob_account.contact_link,
        name: None,
    });
    assert_eq!(open(&alice, with_bob).0, 0);
    let began = Instant::now();
    for number in 0..TEXTS {
        send(&alice, with_bob, &format!("line {number}"));
    }
    let mut told = 0;
    let mut known = 0;
    alice.next("last row", |update| {
        told += 1;
        match update {
            Update::RowAdded {
                position, total, ..
            } => {
                assert_eq!((position, total), (known, known + 1));
                known = total;
            }
            Update::RowsMoved { total, .. } => known = total,
            _ => {}
        }
        (known == TEXTS).then_some(())
    });
    // Each text makes two events, and a turn tells at most a screenful of rows beside a handful of other things.
    let turns = 2 + began.elapsed().as_millis() / BATCH_EVERY.as_millis();
    assert!(
        (told as u128) < turns * 72,
        "{told} updates in {turns} turns"
    );
    alice.ask(Request::Rows {
        conversation: with_bob,
        first: 512,
        limit: 128,
    });
    let rows = alice.next("rows", |update| match update {
        Update::Rows { rows, .. } => Some(rows),
        _ => None,
    });
    assert_eq!(rows.len(), TEXTS - 512);
    assert_eq!(rows[0].text, "line 512");
    alice.close();
    bob.close();
}

/// The disk of the server is full: that is no word about this device, and not that nobody answers.
#[test]
fn a_server_without_room_is_told() {
    let stage = Stage::new();
    let Pair {
        alice,
        bob,
        with_bob,
        bob_account,
        ..
    } = pair(&stage);
    alice.ask(Request::AddContact {
        link: bob_account.contact_link,
        name: None,
    });
    alice.next("contact", |update| {
        matches!(update, Update::ContactAdded(_)).then_some(())
    });
    open(&alice, with_bob);
    send(&alice, with_bob, "hello");
    added(&alice);
    status(&alice, MessageStatus::Sent);
    stage.disk.set_full(true);
    send(&alice, with_bob, "is there room?");
    alice.next("health", |update| {
        matches!(update, Update::Connection(ConnectionHealth::ServerFull)).then_some(())
    });
    alice.close();
    bob.close();
}

/// As many messages as may wait for an answer.
const UNANSWERED_MAX: usize = 100;

#[test]
fn why_messages_wait_is_told_with_the_conversation_they_wait_in() {
    let stage = Stage::new();
    let Pair {
        alice,
        bob,
        with_bob,
        with_alice,
        bob_account,
    } = pair(&stage);
    alice.ask(Request::AddContact {
        link: bob_account.contact_link,
        name: None,
    });
    alice.next("contact", |update| {
        matches!(update, Update::ContactAdded(_)).then_some(())
    });
    open(&alice, with_bob);
    let held = |window: &Window| {
        window.next("reason", |update| match update {
            Update::Held { reason, .. } => Some(reason),
            _ => None,
        })
    };
    // Whoever showed it before with a reason must hear that there is none.
    assert_eq!(held(&alice), None);
    for number in 0..=UNANSWERED_MAX {
        send(&alice, with_bob, &number.to_string());
    }
    assert_eq!(held(&alice), Some(HeldReason::Unanswered));
    chats(&bob, "request", |chat| chat.unread > 0);
    bob.ask(Request::Accept(with_alice.account().unwrap()));
    assert_eq!(held(&alice), None);
    alice.close();
    bob.close();
}

/// Somebody deletes a conversation, and a message comes that the window is not told of in time.
#[test]
fn what_nobody_was_told_of_is_not_deleted() {
    let stage = Stage::new();
    let Pair {
        alice,
        bob,
        with_bob,
        with_alice,
        bob_account,
    } = pair(&stage);
    alice.ask(Request::AddContact {
        link: bob_account.contact_link,
        name: None,
    });
    send(&alice, with_bob, "wait!");
    let request = chats(&bob, "request", |chat| chat.unread == 1);
    let account = with_alice.account().unwrap();
    let unaware = Known::default();
    for deletion in [
        Request::DeleteConversation {
            conversation: with_alice,
            known: unaware,
        },
        Request::RemoveContact {
            account,
            known: unaware,
        },
    ] {
        bob.ask(deletion);
        let line = chats(&bob, "list", |chat| chat.id == with_alice);
        assert_eq!(line.unread, 1);
        bob.next("word", |update| match update {
            Update::ConversationKept(conversation) => {
                assert_eq!(conversation, with_alice);
                Some(())
            }
            _ => None,
        });
    }
    bob.ask(Request::DeleteConversation {
        conversation: with_alice,
        known: request.known(),
    });
    bob.next("empty list", |update| match update {
        Update::Conversations(all) => all.is_empty().then_some(()),
        _ => None,
    });
    alice.close();
    bob.close();
}

/// What was not deleted is shown again, instead of being gone from the window alone.
#[test]
fn a_deletion_that_fails_is_followed_by_what_is_there() {
    let stage = Stage::new();
    let Pair {
        alice,
        bob,
        with_bob,
        bob_account,
        ..
    } = pair(&stage);
    let deletions = [
        Request::RemoveContact {
            account: bob_account.account,
            known: Known::default(),
        },
        Request::DeleteMessage(MessageId::from_bytes([7; 16])),
    ];
    for deletion in deletions {
        // Everything that was told before.
        alice.ask(Request::Storage);
        alice.next("size", |update| {
            matches!(update, Update::Storage { .. }).then_some(())
        });
        alice.ask(deletion);
        alice.next("failure", |update| {
            matches!(update, Update::Failed { .. }).then_some(())
        });
        let (mut list, mut contacts) = (false, false);
        alice.next("list and contacts", |update| {
            list |= matches!(update, Update::Conversations(_));
            contacts |= matches!(update, Update::Contacts(_));
            (list && contacts).then_some(())
        });
    }
    assert_eq!(open(&alice, with_bob).0, 0);
    alice.close();
    bob.close();
}

#[test]
fn a_mute_and_a_mark_are_kept_in_the_store_of_the_home_alone() {
    let stage = Stage::new();
    let Pair {
        alice,
        bob,
        with_bob,
        bob_account,
        ..
    } = pair(&stage);
    alice.ask(Request::AddContact {
        link: bob_account.contact_link,
        name: None,
    });
    alice.next("contact", |update| {
        matches!(update, Update::ContactAdded(_)).then_some(())
    });
    let mute = Some(Mute::Always);
    alice.ask(Request::SetMute {
        conversation: with_bob,
        mute,
    });
    let muted = |window: &Window| {
        window.next("mutes", |update| match update {
            Update::Mutes(mutes) if !mutes.is_empty() => Some(mutes),
            _ => None,
        })
    };
    assert_eq!(muted(&alice).get(&with_bob), mute.as_ref());
    send(&alice, with_bob, "hello");
    alice.ask(Request::SetUnreadMark {
        conversation: with_bob,
        marked: true,
    });
    let marked = |window: &Window| {
        window.next("marks", |update| match update {
            Update::UnreadMarks(marks) if !marks.is_empty() => Some(marks),
            _ => None,
        })
    };
    assert!(marked(&alice).contains(&with_bob));
    let home = alice.close();
    let alice = Window::open(&home);
    alice.ask(Request::Open(alice.key_file()));
    assert_eq!(muted(&alice).get(&with_bob), mute.as_ref());
    assert!(marked(&alice).contains(&with_bob));
    let home = alice.close();
    bob.close();
    // Whoever finds the home must not read in it whom somebody mutes or marks.
    let id = bob_account.account.to_string();
    for entry in std::fs::read_dir(home).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            let bytes = std::fs::read(&path).unwrap();
            let found = |part: &[u8]| bytes.windows(part.len()).any(|it| it == part);
            assert!(!found(id.as_bytes()), "{path:?}");
            assert!(!found(with_bob.as_bytes()), "{path:?}");
        }
    }
}
