//! A device that its account does not list any more is shown the list that says so.

use pulse_crypto::keys::{Capabilities, IdentityKey, SigningKey};
use pulse_crypto::secret::Secret;
use pulse_protocol::manifest::{self, Device, VerifiedManifest};
use pulse_protocol::{Day, DeviceId, Lane, Refusal, RefusalCode};

use super::client::Person;
use super::house::House;

/// Somebody whose account lists another device since.
async fn removed(house: &House) -> Person {
    let mut person = Person::new(1);
    person
        .register(&mut house.connect(Lane::Identified).await)
        .await;
    let (other, _) = other_device(&person);
    let next = next(&person.manifest, (person.device, &person.signing), &[other]);
    publish(house, &next, &person.manifest).await;
    person
}

fn other_device(person: &Person) -> (Device, SigningKey) {
    let signing = SigningKey::from_seed(Secret::from_bytes([2; 32]));
    let device = Device {
        id: DeviceId::new(person.device.get() ^ 1),
        signing: signing.public(),
        identity: IdentityKey::from_bytes(Secret::from_bytes([2; 32])).public(),
        capabilities: Capabilities::CURRENT,
    };
    (device, signing)
}

fn next(
    held: &VerifiedManifest,
    signer: (DeviceId, &SigningKey),
    devices: &[Device],
) -> VerifiedManifest {
    let signed = manifest::next(held, signer, devices, Day(1));
    manifest::verify_successor(held, &signed).unwrap()
}

async fn publish(house: &House, next: &VerifiedManifest, held: &VerifiedManifest) {
    let directory = &house.running.services().directory;
    let published = directory.publish_manifest(next.clone(), held.position());
    published.await.unwrap();
}

async fn refusal(house: &House, person: &Person) -> Refusal {
    let mut connection = house.connect(Lane::Identified).await;
    let authentication = person.authentication(&connection);
    connection.ask(authentication).await.unwrap_err()
}

#[tokio::test]
async fn the_list_that_does_not_name_a_device_is_shown_to_it() {
    let house = House::with("store = \"memory\"", "").await;
    let person = removed(&house).await;
    let refusal = refusal(&house, &person).await;
    assert_eq!(refusal.code, RefusalCode::DeviceRemoved);
    let chain = refusal.manifests.unwrap();
    let verified = manifest::verify_each(&person.account(), Some(&person.manifest), &chain);
    let newest = verified.unwrap().pop().unwrap();
    assert!(newest.device(person.device).is_none());
}

/// A list has changed more often than one answer holds, before the device was removed and afterwards.
#[tokio::test]
async fn a_removal_is_shown_however_often_the_list_has_changed() {
    let house = House::with("store = \"memory\"", "").await;
    let mut person = Person::new(1);
    person
        .register(&mut house.connect(Lane::Identified).await)
        .await;
    let (other, signing) = other_device(&person);
    let own = person.manifest.devices().to_vec();
    let both = [own.clone(), vec![other]].concat();
    let mut listed = vec![person.manifest.clone()];
    let mut newest = person.manifest.clone();
    for version in 2..=200 {
        let by_own = (person.device, &person.signing);
        let by_other = (other.id, &signing);
        let changed = match version {
            ..=70 => next(&newest, by_own, [&both, &own][version % 2]),
            _ => next(&newest, by_other, std::slice::from_ref(&other)),
        };
        publish(&house, &changed, &newest).await;
        newest = changed;
        match version {
            ..=70 => listed.push(newest.clone()),
            71 | 72 | 134 | 135 | 136 | 200 => {
                // It holds one of the 64 before: the last one, or one that is older.
                for held in listed.iter().skip(6).step_by(9) {
                    person.manifest = held.clone();
                    assert!(is_shown_its_removal(&house, &person).await, "{version}");
                }
            }
            _ => {}
        }
    }
}

async fn is_shown_its_removal(house: &House, person: &Person) -> bool {
    let chain = refusal(house, person).await.manifests.unwrap();
    let verified = manifest::verify_each(&person.account(), Some(&person.manifest), &chain);
    let newest = verified.ok().and_then(|mut verified| verified.pop());
    newest.is_some_and(|newest| newest.device(person.device).is_none())
}

/// The attack: a network has long lists sent to it by naming devices that are not there, where fetches of lists are counted.
#[tokio::test]
async fn lists_that_go_with_refusals_count_like_those_that_are_fetched() {
    let rates = "limit_loopback = true\n[limits.rates.fetch_from_network]\nper_second = 0.000001\nburst = 2\n";
    let house = House::with("store = \"memory\"", rates).await;
    let person = removed(&house).await;
    for has_list in [true, true, false] {
        let refusal = refusal(&house, &person).await;
        assert_eq!(refusal.code, RefusalCode::DeviceRemoved);
        assert_eq!(refusal.manifests.is_some(), has_list);
    }
}
