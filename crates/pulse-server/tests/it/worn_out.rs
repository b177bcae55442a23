//! What was good once and is shown again.

use pulse_protocol::frame::{ClientBody, Permission, ServerBody, Stamp, Submit};
use pulse_protocol::proof_of_work::{self, Puzzle};
use pulse_protocol::{Day, EnvelopeId, Lane, RefusalCode};

use super::client::Person;
use super::house::House;

fn stamped(person: &Person, day: Day, number: u8, envelope: u8) -> Submit {
    let request_id = [number; 16];
    let puzzle = Puzzle::for_stamp(&person.account(), day, &request_id, 2);
    let stamp = Stamp {
        day,
        request_id,
        nonce: proof_of_work::search(&puzzle, 0, u64::MAX).unwrap(),
        difficulty: 2,
    };
    let mut submit = person.envelope(0, b"sealed");
    submit.envelopes[0].id = EnvelopeId::from_bytes([envelope; 16]);
    submit.permission = Permission::Stamp(stamp);
    submit
}

#[tokio::test]
async fn one_stamp_does_not_use_up_what_all_strangers_may_say() {
    let house = House::open().await;
    let mut identified = house.connect(Lane::Identified).await;
    let mut person = Person::new(1);
    person.register(&mut identified).await;
    let mut stranger = house.dial().await;
    let day = stranger.hello(Lane::Anonymous).await.server_time.day();
    // More than the fifty that are let in at once.
    for envelope in 0..60 {
        let submit = ClientBody::Submit(stamped(&person, day, 1, envelope));
        match stranger.ask(submit).await {
            Ok(ServerBody::Accepted(_)) => assert_eq!(envelope, 0),
            Err(refusal) => assert_eq!(refusal.code, RefusalCode::StampStale),
            other => panic!("{other:?}"),
        }
    }
    let honest = ClientBody::Submit(stamped(&person, day, 2, 200));
    let accepted = stranger.ask(honest).await;
    assert!(
        matches!(accepted, Ok(ServerBody::Accepted(_))),
        "{accepted:?}"
    );
}
