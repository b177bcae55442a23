//! A device that its account does not list any more is shown the list that says so.

use pulse_crypto::keys::{Capabilities, IdentityKey, SigningKey};
use pulse_crypto::secret::Secret;
use pulse_protocol::manifest::{self, Device};
use pulse_protocol::{Day, DeviceId, Lane, Refusal, RefusalCode};

use super::client::Person;
use super::house::House;

/// Somebody whose account lists another device since.
async fn removed(house: &House) -> Person {
    let mut person = Person::new(1);
    person
        .register(&mut house.connect(Lane::Identified).await)
        .await;
    let other = Device {
        id: DeviceId::new(person.device.get() ^ 1),
        signing: SigningKey::from_seed(Secret::from_bytes([2; 32])).public(),
        identity: IdentityKey::from_bytes(Secret::from_bytes([2; 32])).public(),
        capabilities: Capabilities::CURRENT,
    };
    let held = &person.manifest;
    let signed = manifest::next(held, (person.device, &person.signing), &[other], Day(1));
    let next = manifest::verify_successor(held, &signed).unwrap();
    let directory = &house.running.services().directory;
    let published = directory.publish_manifest(next, held.position());
    published.await.unwrap();
    person
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
