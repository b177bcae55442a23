//! What one account can make the server keep and read for whoever asks, and how much a peer may say before it has said hello.

use pulse_crypto::keys::{Capabilities, IdentityKey, SigningKey};
use pulse_crypto::secret::Secret;
use pulse_protocol::codec;
use pulse_protocol::frame::{ClientBody, ClientFrame, FetchManifest, ServerBody};
use pulse_protocol::limits::{FRAME_BYTES_MAX, HELLO_FRAME_BYTES_MAX, MANIFESTS_PER_CHAIN_MAX};
use pulse_protocol::manifest::{self, Device, VerifiedManifest};
use pulse_protocol::{AccountId, Day, DeviceId, Lane, ManifestChain, RefusalCode};

use pulse_server::limits::OUTBOUND_BYTES_MAX;

use super::client::{Connection, Person};
use super::house::House;

/// A device of nobody's, to make a manifest long.
fn filler(number: u8) -> Device {
    Device {
        id: DeviceId::new(u32::from(number) + 1),
        signing: SigningKey::from_seed(Secret::from_bytes([number; 32])).public(),
        identity: IdentityKey::from_bytes(Secret::from_bytes([number; 32])).public(),
        capabilities: Capabilities {
            suite_max: 1,
            flags: 0,
        },
    }
}

/// The person's next manifest: the same devices with other flags.
fn next(person: &Person, held: &VerifiedManifest, flags: u32) -> VerifiedManifest {
    let mut devices = vec![held.devices()[0]];
    devices.extend((1..16).map(filler));
    devices[0].capabilities.flags = flags;
    let signed = manifest::next(held, (person.device, &person.signing), &devices, Day(1));
    manifest::verify_successor(held, &signed).unwrap()
}

/// An account with `count` long manifests after its first.
async fn hoarder(house: &House, count: u32) -> (Person, VerifiedManifest) {
    let mut connection = house.connect(Lane::Identified).await;
    let mut person = Person::new(1);
    person.register(&mut connection).await;
    let directory = &house.running.services().directory;
    let mut newest = person.manifest.clone();
    for flags in 0..count {
        let manifest = next(&person, &newest, flags);
        let published = directory.publish_manifest(manifest.clone(), newest.position());
        published.await.unwrap();
        newest = manifest;
    }
    (person, newest)
}

fn question(account: AccountId, held: Option<&VerifiedManifest>) -> ClientBody {
    ClientBody::FetchManifest(FetchManifest {
        account,
        held: held.map(VerifiedManifest::position),
    })
}

async fn fetch(connection: &mut Connection, question: ClientBody) -> ManifestChain {
    match connection.ask(question).await {
        Ok(ServerBody::ManifestChain(chain)) => chain,
        other => panic!("no chain but {other:?}"),
    }
}

#[tokio::test]
async fn many_manifests_come_in_pieces_that_lead_to_the_newest() {
    let house = House::with("store = \"memory\"", "").await;
    let (person, newest) = hoarder(&house, 150).await;
    let mut asker = house.connect(Lane::Anonymous).await;
    let mut held: Option<VerifiedManifest> = None;
    let mut pieces = Vec::new();
    loop {
        let chain = fetch(&mut asker, question(person.account(), held.as_ref())).await;
        pieces.push(chain.0.len());
        if chain.0.is_empty() {
            break;
        }
        let account = person.account();
        held = Some(manifest::verify_chain(&account, held.as_ref(), &chain).unwrap());
    }
    assert_eq!(held, Some(newest));
    assert_eq!(pieces, [MANIFESTS_PER_CHAIN_MAX, 64, 23, 0]);
}

/// The attack: questions of fifty bytes, twenty-odd to a packet, each with an answer of a hundred kilobytes, from somebody who
/// reads none of them until all are asked.
#[tokio::test]
async fn who_asks_much_and_reads_nothing_fills_no_memory() {
    const QUESTIONS: u64 = 200;
    let house = House::with("store = \"memory\"", "").await;
    let (person, _) = hoarder(&house, 70).await;
    let mut asker = house.connect(Lane::Anonymous).await;
    let mut bytes = Vec::new();
    for request in 100..100 + QUESTIONS {
        let body = question(person.account(), None);
        codec::encode_client(&ClientFrame { request, body }, &mut bytes);
    }
    asker.send.write_all(&bytes).await.unwrap();
    for request in 100..100 + QUESTIONS {
        let answer = asker.next().await.unwrap();
        assert_eq!(answer.request, request, "all are answered, in their order");
        assert!(matches!(answer.body, ServerBody::ManifestChain(_)));
    }
    let most = house.count("pulse_outbound_bytes_most");
    assert!(most > OUTBOUND_BYTES_MAX as u64 / 2, "{most} is no flood");
    let bound = (OUTBOUND_BYTES_MAX + FRAME_BYTES_MAX) as u64;
    assert!(most <= bound, "{most} bytes waited, more than {bound}");
}

#[tokio::test]
async fn manifests_cannot_be_published_without_end() {
    let house = House::with("store = \"memory\"", "").await;
    let mut connection = house.connect(Lane::Identified).await;
    let mut person = Person::new(1);
    person.register(&mut connection).await;
    let mut held = person.manifest.clone();
    let mut published = 0;
    let refusal = loop {
        let manifest = next(&person, &held, published);
        let body = ClientBody::PublishManifest(manifest.signed().clone());
        match connection.ask(body).await {
            Ok(_) => (published, held) = (published + 1, manifest),
            Err(refusal) => break refusal,
        }
        assert!(published < 100, "a hundred in a breath");
    };
    assert_eq!(refusal.code, RefusalCode::RateLimited);
    assert!(published >= 16, "a household's devices at once");
}

#[tokio::test]
async fn whoever_has_not_said_hello_says_nothing_long() {
    let house = House::open().await;
    let mut connection = house.dial().await;
    let length = u32::try_from(HELLO_FRAME_BYTES_MAX + 1).unwrap();
    connection
        .send
        .write_all(&length.to_be_bytes())
        .await
        .unwrap();
    assert_eq!(connection.closed().await, RefusalCode::FrameTooLarge);
}
