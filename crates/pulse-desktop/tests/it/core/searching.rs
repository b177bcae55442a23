//! Messages are looked for in a real store.

use pulse_client::{ConversationId, MessageId, Search, SearchQuery};
use pulse_desktop::{Found, Hits, MessageHit, Request, SearchKind, Update};

use super::stage::{Stage, Window};

fn query(typed: &str) -> SearchQuery {
    SearchQuery::new(typed).unwrap()
}

fn found(window: &Window, kind: SearchKind, number: u64, search: Search) -> Found {
    window.ask(Request::Search {
        kind,
        number,
        search,
    });
    window.next("result", |update| match update {
        Update::Found {
            number: told,
            found,
            ..
        } if told == number => Some(found.unwrap()),
        _ => None,
    })
}

fn lines(window: &Window, number: u64, typed: &str) -> Vec<MessageHit> {
    let found = found(window, SearchKind::List, number, Search::new(query(typed)));
    assert!(found.more.is_none());
    let Hits::Lines(lines) = found.hits else {
        panic!("lines were asked for");
    };
    lines
}

fn places(window: &Window, number: u64, typed: &str, with: ConversationId) -> Vec<MessageId> {
    let search = Search::within(query(typed), with);
    let found = found(window, SearchKind::Conversation, number, search);
    let Hits::Places(places) = found.hits else {
        panic!("places were asked for");
    };
    places
}

#[test]
fn both_sides_find_a_message_and_where_it_stands() {
    let stage = Stage::new();
    let (alice, alice_account) = stage.person("Alice");
    let (bob, bob_account) = stage.person("Bob");
    let with_bob = ConversationId::direct(bob_account.account);
    let with_alice = ConversationId::direct(alice_account.account);
    alice.ask(Request::AddContact {
        link: bob_account.contact_link,
        name: None,
    });
    alice.next("contact", |update| {
        matches!(update, Update::ContactAdded(_)).then_some(())
    });
    alice.ask(Request::OpenConversation(with_bob));
    for text in ["The *Café* opens at nine", "see you there", "which cafe?"] {
        alice.ask(Request::Send {
            conversation: with_bob,
            text: text.into(),
        });
    }
    alice.next("third row", |update| match update {
        Update::RowAdded { total: 3, .. } | Update::RowsMoved { total: 3, .. } => Some(()),
        _ => None,
    });
    let hits = lines(&alice, 1, "cafe");
    let shown: Vec<&str> = hits.iter().map(|hit| hit.line.as_str()).collect();
    assert_eq!(shown, ["which cafe?", "The Café opens at nine"]);
    assert_eq!(&hits[1].line[hits[1].marks[0].clone()], "Café");
    assert!(hits.iter().all(|hit| hit.outgoing));
    let ids: Vec<_> = hits.iter().map(|hit| hit.id).collect();
    assert_eq!(places(&alice, 2, "CAFÉ", with_bob), ids);
    assert!(places(&alice, 3, "cafe", with_alice).is_empty());

    alice.ask(Request::Locate {
        conversation: with_bob,
        message: hits[0].id,
    });
    let mut is_there = false;
    let position = alice.next("place", |update| match update {
        Update::Rows { rows, .. } => {
            is_there |= rows.iter().any(|row| row.id == hits[0].id);
            None
        }
        Update::Located {
            message, position, ..
        } => {
            assert!(is_there && message == hits[0].id);
            Some(position)
        }
        _ => None,
    });
    assert_eq!(position, 2);

    // What a stranger wrote is found once they are let in.
    bob.next("request", |update| match update {
        Update::Conversations(all) => all.iter().any(|chat| chat.unread == 3).then_some(()),
        _ => None,
    });
    assert!(lines(&bob, 1, "cafe").is_empty());
    bob.ask(Request::Accept(alice_account.account));
    bob.next("contact", |update| match update {
        Update::Conversations(all) => {
            let accepted = pulse_client::ContactState::Accepted;
            all.iter().any(|chat| chat.state == accepted).then_some(())
        }
        _ => None,
    });
    assert_eq!(lines(&bob, 2, "cafe").len(), 2);
    // The list does not show who is blocked.
    bob.ask(Request::Block(alice_account.account));
    bob.next("block", |update| match update {
        Update::Conversations(all) => {
            let blocked = pulse_client::ContactState::Blocked;
            all.iter().any(|chat| chat.state == blocked).then_some(())
        }
        _ => None,
    });
    assert!(lines(&bob, 3, "cafe").is_empty());
    alice.close();
    bob.close();
}
