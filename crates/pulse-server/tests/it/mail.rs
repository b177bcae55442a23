//! Mail on its way: accepted, delivered, acknowledged, once and in order.

use pulse_protocol::frame::{Acknowledge, ClientBody, ServerBody};
use pulse_protocol::{Incarnation, Lane, RefusalCode, Seq};

use super::client::{Person, attach};
use super::house::House;

#[tokio::test]
async fn mail_waits_is_delivered_in_order_and_goes_when_acknowledged() {
    let house = House::open().await;
    let mut bob = Person::new(1);
    let mut device = house.connect(Lane::Identified).await;
    bob.register(&mut device).await;
    drop(device);

    let mut anyone = house.connect(Lane::Anonymous).await;
    for id in 1..=3 {
        let accepted = anyone.ask(ClientBody::Submit(bob.envelope(id, b"waits")));
        assert!(matches!(accepted.await, Ok(ServerBody::Accepted(_))));
    }
    let mut device = house.connect(Lane::Identified).await;
    bob.authenticate(&mut device).await;
    let attached = attach(&mut device, None).await;
    assert_eq!(attached.last_seq.get(), 3);
    for seq in 1..=3 {
        let deliver = device.delivery().await;
        assert_eq!(
            (deliver.seq.get(), &deliver.sealed[..]),
            (seq, &b"waits"[..])
        );
    }
    let caught_up = device.next().await.unwrap().body;
    assert!(matches!(caught_up, ServerBody::CaughtUp(_)));

    // Live, many in flight, then a retry of one of them, which is accepted and not delivered again.
    for id in 4..=60 {
        anyone
            .tell(ClientBody::Submit(bob.envelope(id, b"live")))
            .await;
    }
    let retry = anyone.ask(ClientBody::Submit(bob.envelope(60, b"live")));
    assert!(matches!(retry.await, Ok(ServerBody::Accepted(_))));
    for seq in 4..=60 {
        let deliver = device.delivery().await;
        assert_eq!(deliver.seq.get(), seq);
        assert_eq!(deliver.id.as_bytes(), &[seq as u8; 16]);
    }
    let last = anyone.ask(ClientBody::Submit(bob.envelope(61, b"last")));
    assert!(last.await.is_ok());
    assert_eq!(device.delivery().await.seq.get(), 61);

    // More than was handed out is clamped; what is left comes to the next connection.
    let acknowledge = Acknowledge {
        incarnation: attached.incarnation,
        through: Seq::new(60),
    };
    device.tell(ClientBody::Acknowledge(acknowledge)).await;
    assert!(device.ask(ClientBody::CountPrekeys).await.is_ok());
    drop(device);
    let mut device = house.connect(Lane::Identified).await;
    bob.authenticate(&mut device).await;
    attach(&mut device, None).await;
    assert_eq!(device.delivery().await.seq.get(), 61);
    house.running.shutdown().await;
}

/// A store that was put back from a copy without a word numbers mail again from where it was. A device that had more shows it.
#[tokio::test]
async fn a_device_that_had_more_mail_than_the_store_is_counted() {
    const COUNTER: &str = "pulse_store_behind_total";
    let house = House::open().await;
    let mut bob = Person::new(1);
    let mut device = house.connect(Lane::Identified).await;
    let incarnation = bob.register(&mut device).await.incarnation;
    let mut anyone = house.connect(Lane::Anonymous).await;
    let sent = anyone.ask(ClientBody::Submit(bob.envelope(1, b"here")));
    assert!(sent.await.is_ok());
    let other = Incarnation::new(incarnation.get() ^ 1);
    for (cursor, count) in [
        ((incarnation, 1), 0),
        ((other, 9), 0),
        ((incarnation, 2), 1),
        ((incarnation, 3), 2),
    ] {
        let mut device = house.connect(Lane::Identified).await;
        bob.authenticate(&mut device).await;
        attach(&mut device, Some(cursor)).await;
        assert_eq!(house.count(COUNTER), count, "{cursor:?}");
    }
}

#[tokio::test]
async fn a_backlog_larger_than_the_window_comes_as_it_is_acknowledged() {
    let house = House::open().await;
    let mut bob = Person::new(2);
    let mut device = house.connect(Lane::Identified).await;
    bob.register(&mut device).await;
    let mut anyone = house.connect(Lane::Anonymous).await;
    for number in 0..600_u32 {
        let mut submit = bob.envelope(0, b"many");
        let mut id = [0; 16];
        id[..4].copy_from_slice(&number.to_be_bytes());
        submit.envelopes[0].id = pulse_protocol::EnvelopeId::from_bytes(id);
        anyone.tell(ClientBody::Submit(submit)).await;
    }
    for _ in 0..600 {
        let accepted = anyone.next().await.unwrap().body;
        assert!(matches!(accepted, ServerBody::Accepted(_)), "{accepted:?}");
    }
    let attached = attach(&mut device, None).await;
    for seq in 1..=600 {
        assert_eq!(device.delivery().await.seq.get(), seq);
        if seq % 100 == 0 {
            let acknowledge = Acknowledge {
                incarnation: attached.incarnation,
                through: Seq::new(seq),
            };
            device.tell(ClientBody::Acknowledge(acknowledge)).await;
        }
    }
}

#[tokio::test]
async fn the_newest_connection_wins_and_the_old_one_is_told() {
    let house = House::open().await;
    let mut bob = Person::new(3);
    let mut old = house.connect(Lane::Identified).await;
    bob.register(&mut old).await;
    let mut new = house.connect(Lane::Identified).await;
    bob.authenticate(&mut new).await;
    let goodbye = old.next().await.unwrap().body;
    let ServerBody::Goodbye(refusal) = goodbye else {
        panic!("no goodbye but {goodbye:?}");
    };
    assert_eq!(refusal.code, RefusalCode::Replaced);
    assert_eq!(old.closed().await, RefusalCode::Replaced);
    assert!(new.ask(ClientBody::CountPrekeys).await.is_ok());
    house
        .wait_for("pulse_closed_total{reason=\"replaced\"}", 1)
        .await;
}

#[tokio::test]
async fn a_stopping_server_says_goodbye() {
    let house = House::open().await;
    let mut anyone = house.connect(Lane::Anonymous).await;
    let shutdown = tokio::spawn(house.running.shutdown());
    let goodbye = anyone.next().await.unwrap().body;
    assert!(
        matches!(goodbye, ServerBody::Goodbye(refusal) if refusal.code == RefusalCode::ShuttingDown)
    );
    shutdown.await.unwrap();
}
