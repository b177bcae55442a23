//! Peers that do not behave: a refusal or a closed connection, a counter, and others untouched.

use std::net::UdpSocket;

use bytes::Bytes;
use pulse_protocol::frame::{
    Authenticate, ClientBody, FetchManifest, Hello, Permission, ServerBody,
};
use pulse_protocol::{
    AccountId, DeliveryToken, Lane, ManifestPosition, RefusalCode, VersionRange, limits,
};

use super::client::{Connection, Person, dial_alpn};
use super::house::House;

/// Somebody else, who must not notice.
async fn still_serves(house: &House) {
    let mut other = house.connect(Lane::Identified).await;
    Person::new(999).register(&mut other).await;
}

#[tokio::test]
async fn garbage_datagrams_are_ignored() {
    let house = House::open().await;
    let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
    for seed in 0..2_000_u32 {
        let length = (seed as usize * 7) % 1_400;
        let garbage: Vec<u8> = (0..length as u32)
            .map(|at| (seed.wrapping_mul(2_654_435_761).wrapping_add(at * 97) >> 13) as u8)
            .collect();
        socket
            .send_to(&garbage, house.running.local_addr())
            .unwrap();
    }
    still_serves(&house).await;
    // Half of it looks like the first packet of a connection in a version that nobody speaks.
    assert!(house.count("pulse_datagrams_garbage_total") > 100);
}

#[tokio::test]
async fn another_alpn_gets_no_connection() {
    let house = House::open().await;
    let server = house.running.server_identity();
    let refused = dial_alpn(house.running.local_addr(), server, b"h3").await;
    assert!(refused.is_err());
    house
        .wait_for("pulse_closed_total{reason=\"handshake\"}", 1)
        .await;
    still_serves(&house).await;
}

#[tokio::test]
async fn another_version_is_refused_and_closed() {
    let house = House::open().await;
    let mut connection = house.dial().await;
    let hello = Hello {
        version_min: 7,
        version_max: 9,
        lane: Lane::Anonymous,
        capabilities: 0,
    };
    let refused = connection.ask(ClientBody::Hello(hello)).await.unwrap_err();
    assert_eq!(refused.code, RefusalCode::Version);
    assert_eq!(connection.closed().await, RefusalCode::Version);
    assert_eq!(house.count("pulse_refused_total{code=\"303\"}"), 1);
}

async fn send_raw(house: &House, bytes: &[u8]) -> Connection {
    let mut connection = house.connect(Lane::Anonymous).await;
    let _closed = connection.send.write_all(bytes).await;
    connection
}

#[tokio::test]
async fn frames_that_are_none_end_the_connection() {
    let house = House::open().await;
    let mut too_large = send_raw(&house, &[0xff; 64]).await;
    assert_eq!(too_large.closed().await, RefusalCode::FrameTooLarge);
    let mut malformed = send_raw(&house, &[0, 0, 0, 5, 0xff, 0xff, 0xff, 0xff, 0xff]).await;
    assert_eq!(malformed.closed().await, RefusalCode::Malformed);
    // Truncated: the peer goes in the middle of a frame.
    let mut truncated = send_raw(&house, &[0, 0, 1, 0, 8, 1]).await;
    truncated.send.finish().unwrap();
    house
        .wait_for("pulse_closed_total{reason=\"peer\"}", 1)
        .await;
    assert_eq!(
        house.count("pulse_closed_total{reason=\"frame_too_large\"}"),
        1
    );
    assert_eq!(house.count("pulse_closed_total{reason=\"malformed\"}"), 1);
    still_serves(&house).await;
}

/// The stream's window is smaller than a frame may be.
#[tokio::test]
async fn a_frame_longer_than_the_window_goes_through() {
    let house = House::open().await;
    let length = limits::FRAME_BYTES_MAX;
    assert!(length > pulse_server::limits::STREAM_WINDOW_BYTES as usize);
    // Request 77, and a field that no version has, as long as a frame may be.
    let mut frame = u32::try_from(length).unwrap().to_be_bytes().to_vec();
    let inside = length - 2 - 2 - 3;
    frame.extend([0x08, 77, 0xc2, 0x0c]);
    frame.extend(
        [0, 7, 14].map(|shift| (inside >> shift) as u8 & 0x7f | if shift < 14 { 0x80 } else { 0 }),
    );
    frame.resize(4 + length, 0);
    let mut connection = send_raw(&house, &frame).await;
    let answer = connection.next().await.unwrap();
    assert_eq!(answer.request, 77);
}

/// Who asks for another's devices by name would tell whom they write to.
#[tokio::test]
async fn others_manifests_are_refused_on_the_identified_lane() {
    let house = House::open().await;
    let (mut alice, mut bob) = (Person::new(1), Person::new(2));
    let mut connection = house.connect(Lane::Identified).await;
    alice.register(&mut connection).await;
    let mut other = house.connect(Lane::Identified).await;
    bob.register(&mut other).await;
    let fetch = |person: &Person| {
        ClientBody::FetchManifest(FetchManifest {
            account: person.account(),
            held: None,
        })
    };
    let refused = connection.ask(fetch(&bob)).await.unwrap_err();
    assert_eq!(refused.code, RefusalCode::WrongLane);
    assert!(connection.ask(fetch(&alice)).await.is_ok());
    let mut anonymous = house.connect(Lane::Anonymous).await;
    assert!(anonymous.ask(fetch(&bob)).await.is_ok());
}

#[tokio::test]
async fn an_unknown_request_is_refused_by_its_number() {
    let house = House::open().await;
    // Request 77 with field 200, which no version has.
    let frame = [0, 0, 0, 5, 0x08, 77, 0xc2, 0x0c, 0];
    let mut connection = send_raw(&house, &frame).await;
    let answer = connection.next().await.unwrap();
    assert_eq!(answer.request, 77);
    let is_unknown = matches!(answer.body, ServerBody::Refused(refusal) if refusal.code == RefusalCode::UnknownFrame);
    assert!(is_unknown);
    assert_eq!(house.count("pulse_refused_total{code=\"301\"}"), 1);
}

/// The attack: a signature collected on one connection is used on another, or Eve's own in Bob's name.
#[tokio::test]
async fn a_signature_of_another_connection_or_key_is_worth_nothing() {
    let house = House::open().await;
    let mut bob = Person::new(1);
    let mut first = house.connect(Lane::Identified).await;
    bob.register(&mut first).await;

    let mut second = house.connect(Lane::Identified).await;
    let replayed = bob.authentication(&first);
    let refused = second.ask(replayed).await.unwrap_err();
    assert_eq!(refused.code, RefusalCode::BadSignature);
    assert_eq!(second.closed().await, RefusalCode::BadSignature);

    let mut third = house.connect(Lane::Identified).await;
    let mut forged = bob.authentication(&third);
    if let ClientBody::Authenticate(forged) = &mut forged {
        let transcript = third.transcript(bob.account(), bob.device);
        forged.signature = transcript.sign(&Person::new(2).signing);
    }
    let refused = third.ask(forged).await.unwrap_err();
    assert_eq!(refused.code, RefusalCode::BadSignature);
    // Bob's own connection was not replaced by either.
    assert!(first.ask(ClientBody::CountPrekeys).await.is_ok());
}

/// A client that speaks a newer version, too, signs what it offers before it knows what the server takes. The attack: the range
/// that was signed is not the one that was offered.
#[tokio::test]
async fn a_client_of_two_versions_authenticates_with_a_server_of_one() {
    let house = House::open().await;
    let mut bob = Person::new(1);
    let mut first = house.connect(Lane::Identified).await;
    bob.register(&mut first).await;

    let versions = |max| VersionRange { min: 1, max };
    for (signed, is_good) in [(versions(2), true), (versions(1), false)] {
        let mut connection = house.dial().await;
        let hello = Hello {
            version_min: 1,
            version_max: 2,
            lane: Lane::Identified,
            capabilities: 0,
        };
        let welcome = connection.ask(ClientBody::Hello(hello)).await;
        assert!(matches!(welcome, Ok(ServerBody::Welcome(welcome)) if welcome.version == 1));
        let (account, device) = (bob.account(), bob.device);
        let transcript = connection.transcript_of(signed, account, device);
        let proof = Authenticate {
            account,
            device,
            signature: transcript.sign(&bob.signing),
        };
        let answer = connection.ask(ClientBody::Authenticate(proof)).await;
        match answer {
            Ok(ServerBody::Authenticated(_)) => assert!(is_good),
            Err(refused) => {
                assert!(!is_good);
                assert_eq!(refused.code, RefusalCode::BadSignature);
            }
            other => panic!("{other:?}"),
        }
    }
}

#[tokio::test]
async fn hello_is_said_once_and_first() {
    let house = House::open().await;
    let mut silent = house.dial().await;
    let refused = silent.ask(ClientBody::CountPrekeys).await.unwrap_err();
    assert_eq!(refused.code, RefusalCode::WrongState);
    assert_eq!(silent.closed().await, RefusalCode::WrongState);

    let mut twice = house.connect(Lane::Anonymous).await;
    let hello = Hello {
        version_min: 1,
        version_max: 1,
        lane: Lane::Identified,
        capabilities: 0,
    };
    let refused = twice.ask(ClientBody::Hello(hello)).await.unwrap_err();
    assert_eq!(refused.code, RefusalCode::WrongState);
    let refused = twice.ask(ClientBody::CountPrekeys).await.unwrap_err();
    assert_eq!(refused.code, RefusalCode::WrongLane);
}

#[tokio::test]
async fn a_submission_needs_a_recipient_a_token_and_the_newest_devices() {
    let house = House::open().await;
    let mut bob = Person::new(1);
    let mut device = house.connect(Lane::Identified).await;
    bob.register(&mut device).await;
    let mut anyone = house.connect(Lane::Anonymous).await;
    let good = bob.envelope(1, b"hello");

    let mut unknown = good.clone();
    unknown.recipient = AccountId::from_bytes([7; 32]);
    let mut bad_token = good.clone();
    bad_token.permission = Permission::DeliveryToken(DeliveryToken::from_bytes([0xee; 16]));
    let mut stale = good.clone();
    stale.position = ManifestPosition {
        generation: 1,
        version: 9,
    };
    let mut wrong_devices = good.clone();
    wrong_devices.envelopes[0].device = pulse_protocol::DeviceId::new(4_242);
    let mut wrong_lane = good.clone();
    wrong_lane.permission = Permission::OwnAccount;
    for (submit, code) in [
        (unknown, RefusalCode::UnknownRecipient),
        (bad_token, RefusalCode::BadToken),
        (stale, RefusalCode::StaleManifest),
        (wrong_devices, RefusalCode::WrongDevices),
        (wrong_lane, RefusalCode::WrongLane),
    ] {
        let refused = anyone.ask(ClientBody::Submit(submit)).await.unwrap_err();
        assert_eq!(refused.code, code);
        assert_eq!(
            refused.manifests.is_some(),
            code == RefusalCode::StaleManifest
        );
    }
    assert!(anyone.ask(ClientBody::Submit(good)).await.is_ok());
}

#[tokio::test]
async fn a_full_mailbox_is_refused_for_now() {
    let house = House::with("", "mailbox_envelopes = 2").await;
    let mut bob = Person::new(1);
    let mut device = house.connect(Lane::Identified).await;
    bob.register(&mut device).await;
    let mut anyone = house.connect(Lane::Anonymous).await;
    for id in 1..=2 {
        let accepted = anyone.ask(ClientBody::Submit(bob.envelope(id, b"x"))).await;
        assert!(accepted.is_ok());
    }
    let refused = anyone.ask(ClientBody::Submit(bob.envelope(3, b"x"))).await;
    let refused = refused.unwrap_err();
    assert_eq!(refused.code, RefusalCode::MailboxFull);
    assert!(refused.retry_after_ms > 0);
    assert_eq!(house.count("pulse_refused_total{code=\"102\"}"), 1);
    still_serves(&house).await;
}

#[tokio::test]
async fn a_flood_of_nonsense_is_cut_off_and_of_submissions_slowed() {
    let limits =
        "limit_loopback = true\n[limits.rates.submit_from_network]\nper_second = 1\nburst = 5";
    let house = House::with("", limits).await;
    let mut bob = Person::new(1);
    let mut device = house.connect(Lane::Identified).await;
    bob.register(&mut device).await;

    let mut flood = house.connect(Lane::Anonymous).await;
    for id in 0..20 {
        flood.tell(ClientBody::Submit(bob.envelope(id, b"x"))).await;
    }
    let mut limited = 0;
    for _ in 0..20 {
        if let ServerBody::Refused(refusal) = flood.next().await.unwrap().body {
            assert_eq!(refusal.code, RefusalCode::RateLimited);
            assert!(refusal.retry_after_ms > 0);
            limited += 1;
        }
    }
    assert!((14..=15).contains(&limited), "{limited}");

    for _ in 0..1_000 {
        flood.tell(ClientBody::CountPrekeys).await;
    }
    assert_eq!(flood.closed().await, RefusalCode::RateLimited);
    house
        .wait_for("pulse_closed_total{reason=\"faults\"}", 1)
        .await;
    assert!(device.ask(ClientBody::CountPrekeys).await.is_ok());
}

#[tokio::test]
async fn connections_of_a_flooding_network_are_turned_away() {
    let limits = "limit_loopback = true\n[limits.rates.connect]\nper_second = 0.001\nburst = 3";
    let house = House::with("store = \"memory\"", limits).await;
    let mut early = house.connect(Lane::Anonymous).await;
    let server = house.running.server_identity();
    let mut refused = 0;
    for _ in 0..6 {
        let dialled = Connection::dial(house.running.local_addr(), server).await;
        refused += usize::from(dialled.is_err());
    }
    assert_eq!(refused, 4);
    house
        .wait_for("pulse_closed_total{reason=\"turned_away\"}", 4)
        .await;
    let bytes = Bytes::from_static(&[0, 0, 0, 0]);
    early.send.write_all(&bytes).await.unwrap();
}
