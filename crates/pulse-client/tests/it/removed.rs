//! A device that was removed from its account while it was away.

use pulse_client::{ClientError, Command, CommandError, CommandOutput, Event, Home, HomeOptions};
use pulse_crypto::keys::{Capabilities, DeviceId, IdentityKey, SigningKey};
use pulse_crypto::phrase::RecoveryPhrase;
use pulse_crypto::secret::Secret;
use pulse_protocol::Day;
use pulse_protocol::manifest::{self, Device};

use super::world::{PATIENCE, World, conversation_with, introduce, next, texts};

#[tokio::test(flavor = "multi_thread")]
async fn it_hears_so_from_the_list_that_the_server_shows_and_keeps_what_it_has() {
    let world = World::new().await;
    let (alice, bob) = (world.person("alice").await, world.person("bob").await);
    introduce(&alice, &bob).await;
    let to_bob = conversation_with(&bob);
    let account = alice.view().account().unwrap().unwrap().account;
    let phrase = alice.command(Command::RevealPhrase).await.unwrap();
    let CommandOutput::Phrase(words) = phrase else {
        panic!("no phrase");
    };
    let root = RecoveryPhrase::parse(words.reveal()).unwrap().root_key();
    alice.shutdown().await.unwrap();

    // Somebody who has the phrase recovers the account with another device.
    let other = Device {
        id: DeviceId::new(7),
        signing: SigningKey::from_seed(Secret::from_bytes([2; 32])).public(),
        identity: IdentityKey::from_bytes(Secret::from_bytes([2; 32])).public(),
        capabilities: Capabilities::CURRENT,
    };
    let directory = &world.services().directory;
    let before = directory.account(account).await.unwrap().unwrap();
    let signed = manifest::recover(&before.manifest, &root, &[other], Day(1));
    let after = manifest::verify_successor(&before.manifest, &signed).unwrap();
    let published = directory.publish_manifest(after, before.manifest.position());
    published.await.unwrap();

    let alice = Home::open(HomeOptions {
        connect: false,
        ..world.options("alice")
    })
    .await
    .unwrap();
    let mut events = alice.events();
    let refused = alice.sync(PATIENCE).await.unwrap_err();
    let ClientError::Command(CommandError::Refused(refusal)) = refused else {
        panic!("{refused:?}");
    };
    assert_eq!(refusal.code, 404);
    next(&mut events, "removal", |event| {
        matches!(event, Event::OwnDeviceRemoved).then_some(())
    })
    .await;
    assert_eq!(texts(&alice, to_bob), ["may I come in?"]);
    alice.shutdown().await.unwrap();
}
