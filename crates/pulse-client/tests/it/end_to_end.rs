//! Two clients and a real server: the whole way.

use std::time::Duration;

use pulse_client::{
    Client, ClientError, CommandError, ConnectionState, Event, EventStream, Home, KeychainChoice,
    Lane, LaneState, MessageStatus, OpenError, ResolveError,
};
use pulse_protocol::ServerIdentity;
use tokio::time::timeout;

use super::world::{PATIENCE, World, conversation_with, introduce, next, next_text, texts};

#[tokio::test(flavor = "multi_thread")]
async fn two_people_talk_and_go_on_after_the_server_was_away() {
    let mut world = World::new().await;
    let alice = world.person("alice").await;
    let bob = world.person("bob").await;
    introduce(&alice, &bob).await;

    let (to_alice, to_bob) = (conversation_with(&alice), conversation_with(&bob));
    let (mut at_alice, mut at_bob) = (alice.events(), bob.events());
    for round in 0..5 {
        let sent = alice
            .send_text(to_bob, &format!("question {round}"))
            .await
            .unwrap();
        let status = alice.wait_sent(sent, PATIENCE).await.unwrap();
        assert!(status != MessageStatus::Pending);
        assert_eq!(next_text(&mut at_bob).await.id, sent);
        let reply = bob
            .send_text(to_alice, &format!("answer {round}"))
            .await
            .unwrap();
        assert_eq!(next_text(&mut at_alice).await.id, reply);
    }

    world.stop_server().await;
    let waiting = alice
        .send_text(to_bob, "are you still there?")
        .await
        .unwrap();
    assert_eq!(
        alice.wait_sent(waiting, Duration::ZERO).await.unwrap(),
        MessageStatus::Pending
    );
    assert_eq!(alice.view().pending_count().unwrap(), 1);
    world.start_server().await;
    assert_eq!(next_text(&mut at_bob).await.id, waiting);
    next(&mut at_alice, "receipt", |event| match event {
        Event::MessageChanged {
            id,
            status: MessageStatus::Delivered,
            ..
        } if id == waiting => Some(()),
        _ => None,
    })
    .await;

    let said = texts(&alice, to_bob);
    assert_eq!(said, texts(&bob, to_alice));
    assert_eq!(said.len(), 12);
    alice.shutdown().await.unwrap();
    bob.shutdown().await.unwrap();
    world.stop_server().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_sent_to_somebody_away_waits_for_them() {
    let world = World::new().await;
    let alice = world.person("alice").await;
    let bob = world.person("bob").await;
    introduce(&alice, &bob).await;
    let (to_alice, to_bob) = (conversation_with(&alice), conversation_with(&bob));
    bob.shutdown().await.unwrap();

    for number in 0..20 {
        alice
            .send_text(to_bob, &format!("line {number}"))
            .await
            .unwrap();
    }
    let report = timeout(PATIENCE, alice.sync(PATIENCE))
        .await
        .unwrap()
        .unwrap();
    assert!(report.is_caught_up && report.queued == 0, "{report:?}");

    let bob = Home::open(world.options("bob")).await.unwrap();
    let report = timeout(PATIENCE, bob.sync(PATIENCE))
        .await
        .unwrap()
        .unwrap();
    assert!(report.is_caught_up && report.received == 20, "{report:?}");
    let expected: Vec<_> = (0..20).map(|number| format!("line {number}")).collect();
    let said = texts(&bob, to_alice);
    assert_eq!(said[said.len() - 20..], expected);

    // The same in the order of arrival, and page by page.
    let view = bob.view();
    let all = view.since(None, 1000).unwrap();
    let arrived: Vec<_> = all.iter().map(|row| row.text.clone()).collect();
    assert_eq!(arrived[arrived.len() - 20..], expected);
    let half = all[all.len() / 2].id;
    assert_eq!(
        view.since(Some(half), 1000).unwrap().len(),
        all.len() - all.len() / 2 - 1
    );
    let last = view.history(to_alice, 3, None).unwrap();
    let before = view.history(to_alice, 3, Some(last[0].id)).unwrap();
    assert_eq!(before[2].text, "line 16");

    let at_alice = alice.view();
    let found = at_alice.resolve("bob").unwrap();
    assert_eq!(found.account, to_bob.account().unwrap());
    assert_eq!(at_alice.resolve(&found.account.to_string()).unwrap(), found);
    assert_eq!(at_alice.resolve("Bo"), Err(ResolveError::Unknown));

    let status = bob.status().await.unwrap();
    assert_eq!(status.identified, LaneState::Connected);
    assert!(status.store_bytes > 0);
    assert!(status.clock_skew_ms.unwrap().abs() < 60_000);
}

#[tokio::test(flavor = "multi_thread")]
async fn another_fingerprint_is_told_at_once_and_the_right_link_still_works() {
    let world = World::new().await;
    let client = Home::open(world.options("alice")).await.unwrap();
    let mut link = world.link();
    link.fingerprint = Some(ServerIdentity::from_bytes([9; 32]));
    let refused = timeout(PATIENCE, client.register(link, "alice", None))
        .await
        .unwrap();
    assert!(
        matches!(refused, Err(ClientError::WrongFingerprint { .. })),
        "{refused:?}"
    );
    timeout(PATIENCE, client.register(world.link(), "alice", None))
        .await
        .unwrap()
        .unwrap();
    let again = client.register(world.link(), "alice", None).await;
    assert_eq!(
        again,
        Err(ClientError::Command(CommandError::AlreadyRegistered))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_is_not_there_is_unreachable() {
    let mut world = World::new().await;
    world.stop_server().await;
    let client = Home::open(world.options("alice")).await.unwrap();
    let refused = timeout(PATIENCE, client.register(world.link(), "alice", None))
        .await
        .unwrap();
    assert!(
        matches!(refused, Err(ClientError::Unreachable { .. })),
        "{refused:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_home_opens_with_its_key_alone() {
    let world = World::new().await;
    world.person("alice").await.shutdown().await.unwrap();
    assert!(Home::exists(&world.home("alice")));
    assert!(!Home::exists(&world.home("nobody")));
    let mut options = world.options("alice");
    options.keychain =
        KeychainChoice::Memory(pulse_client::keychain::StoreKey::from_bytes([4; 32]));
    assert!(matches!(
        Home::open(options.clone()).await,
        Err(OpenError::WrongKey)
    ));
    options.keychain = KeychainChoice::KeyFile(world.home("alice").join("no.key"));
    let missing = Home::open(options).await;
    assert!(matches!(
        missing,
        Err(OpenError::KeychainUnavailable { .. })
    ));
    let alice = Home::open(world.options("alice")).await.unwrap();
    assert_eq!(alice.view().account().unwrap().unwrap().name, "alice");
}

/// The next state of the connection that says who we are.
async fn next_state(events: &mut EventStream) -> ConnectionState {
    next(events, "state of a connection", |event| match event {
        Event::Connection {
            lane: Lane::Identified,
            state,
        } => Some(state),
        _ => None,
    })
    .await
}

async fn connected(client: &Client) {
    let mut events = client.events();
    while client.status().await.unwrap().identified != LaneState::Connected {
        next_state(&mut events).await;
    }
}

/// Somebody has copied a home and uses both copies: without an end to it, each would throw the other out for ever.
#[tokio::test(flavor = "multi_thread")]
async fn a_home_whose_copy_is_opened_gives_way_to_it() {
    let world = World::new().await;
    world.person("alice").await.shutdown().await.unwrap();
    std::fs::create_dir(world.home("copy")).unwrap();
    for file in std::fs::read_dir(world.home("alice")).unwrap() {
        let file = file.unwrap();
        std::fs::copy(file.path(), world.home("copy").join(file.file_name())).unwrap();
    }
    let first = Home::open(world.options("alice")).await.unwrap();
    connected(&first).await;
    let mut at_first = first.events();
    let second = Home::open(world.options("copy")).await.unwrap();
    assert_eq!(next_state(&mut at_first).await, ConnectionState::Replaced);
    // It ends, and is not begun again.
    assert_eq!(next_state(&mut at_first).await, ConnectionState::Offline);
    let status = first.status().await.unwrap();
    assert_eq!(status.identified, LaneState::Replaced);
    connected(&second).await;
}
