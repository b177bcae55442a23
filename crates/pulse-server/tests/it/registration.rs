//! Who gets in, and at what price.

use pulse_protocol::frame::{ClientBody, FetchBundles, ServerBody};
use pulse_protocol::{Day, Lane, RefusalCode};
use pulse_server::invite;
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;

use super::client::Person;
use super::house::House;

#[tokio::test]
async fn a_registered_device_can_be_written_to() {
    let house = House::with("store = \"memory\"", "").await;
    let mut alice = Person::new(1);
    let mut device = house.connect(Lane::Identified).await;
    alice.register(&mut device).await;
    let mut anyone = house.connect(Lane::Anonymous).await;
    let fetch = FetchBundles {
        account: alice.account(),
        devices: vec![alice.device],
    };
    let fetched = anyone.ask(ClientBody::FetchBundles(fetch)).await;
    let Ok(ServerBody::Bundles(bundles)) = fetched else {
        panic!("no bundles but {fetched:?}");
    };
    let key = &alice.signing.public();
    let bundle = &bundles.bundles[0];
    for prekey in [&bundle.signed, &bundle.kem] {
        prekey.verify(&alice.account(), alice.device, key).unwrap();
    }
    assert!(bundle.one_time.is_some());
}

/// The attack: one solved challenge or one invite for many accounts, or an old, made-up or missing one.
#[tokio::test]
async fn a_challenge_is_good_for_one_account() {
    let house = House::open().await;
    let mut alice = Person::new(2);
    let mut first = house.connect(Lane::Identified).await;
    let registration = alice.registration(&mut first, None).await;
    assert!(first.ask(registration.clone()).await.is_ok());

    // Replayed on another connection: the possession signature is of the first one.
    let mut second = house.connect(Lane::Identified).await;
    let refused = second.ask(registration.clone()).await.unwrap_err();
    assert_eq!(refused.code, RefusalCode::BadSignature);
    assert_eq!(second.closed().await, RefusalCode::BadSignature);

    // Somebody else with Alice's challenge.
    let mut eve = Person::new(3);
    let mut third = house.connect(Lane::Identified).await;
    let mut stolen = eve.registration(&mut third, None).await;
    if let (ClientBody::Register(stolen), ClientBody::Register(alices)) =
        (&mut stolen, registration)
    {
        stolen.challenge = alices.challenge;
        stolen.nonce = alices.nonce;
    }
    let refused = third.ask(stolen).await.unwrap_err();
    assert_eq!(refused.code, RefusalCode::BadProofOfWork);
}

#[tokio::test]
async fn invites_are_good_once_and_not_for_ever() {
    let house = House::with("registration = \"invite\"", "").await;
    let mut rng = ChaCha20Rng::seed_from_u64(5);
    let mut tries = Vec::new();
    let today = Day(40_000);
    let good = invite::make(house.key.as_bytes(), today, &mut rng);
    tries.push((None, Err(RefusalCode::BadInvite)));
    tries.push((Some("nonsense".to_owned()), Err(RefusalCode::BadInvite)));
    let expired = invite::make(house.key.as_bytes(), Day(1), &mut rng);
    tries.push((Some(expired), Err(RefusalCode::InviteExpired)));
    tries.push((Some(good.clone()), Ok(())));
    tries.push((Some(good), Err(RefusalCode::BadInvite)));
    for (number, (invite, expected)) in tries.into_iter().enumerate() {
        let mut person = Person::new(10 + number as u64);
        let mut connection = house.connect(Lane::Identified).await;
        let registration = person.registration(&mut connection, invite).await;
        let answer = connection.ask(registration).await;
        let answer = answer.map(|_| ()).map_err(|refusal| refusal.code);
        assert_eq!(answer, expected, "try {number}");
    }
}

#[tokio::test]
async fn a_closed_server_takes_nobody() {
    let house = House::with("registration = \"closed\"", "").await;
    let mut connection = house.connect(Lane::Identified).await;
    let registration = Person::new(1).registration(&mut connection, None).await;
    let refused = connection.ask(registration).await.unwrap_err();
    assert_eq!(refused.code, RefusalCode::RegistrationClosed);
}
