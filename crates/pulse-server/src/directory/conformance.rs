//! What every implementation of [`Directory`] does, as plain functions; each store runs them all.

use pulse_crypto::keys::{Capabilities, IdentityKey, RootKey, SigningKey};
use pulse_crypto::prekeys::SecretPrekey;
use pulse_crypto::secret::Secret;
use pulse_protocol::bundle::{Prekey, PrekeyId, PrekeyKind};
use pulse_protocol::manifest::{self, Device, VerifiedManifest};
use pulse_protocol::{AccountId, Day, DeviceId, Incarnation, ManifestPosition};
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;

use crate::directory::{Directory, Registration};
use crate::mailboxes::{MailboxId, Mailboxes as _, UsedKey};
use crate::store::{Store, StoreError};

/// Somebody with keys.
struct Person {
    root: RootKey,
    signing: SigningKey,
    manifest: VerifiedManifest,
    device: MailboxId,
    rng: ChaCha20Rng,
}

const DEVICE: DeviceId = DeviceId::new(1);

impl Person {
    fn new(seed: u8) -> Self {
        let mut rng = ChaCha20Rng::seed_from_u64(u64::from(seed));
        let root = RootKey::from_seed(Secret::from_bytes([seed; 32]));
        let signing = SigningKey::random(&mut rng);
        let first = manifest::first(&root, &[device(1, &signing)], Day(1));
        let manifest = manifest::verify_first(&first).unwrap();
        let device = MailboxId {
            account: *manifest.account(),
            device: DEVICE,
        };
        Self {
            root,
            signing,
            manifest,
            device,
            rng,
        }
    }

    fn account(&self) -> AccountId {
        self.device.account
    }

    fn prekey(&mut self, kind: PrekeyKind, id: u32) -> Prekey {
        let id = PrekeyId::new(id);
        let (account, key) = (self.account(), &self.signing);
        let made = SecretPrekey::generate(kind, id, 1, &account, DEVICE, key, &mut self.rng);
        made.1
    }

    fn registration(&mut self, used: u8) -> Registration {
        let prekeys = vec![
            self.prekey(PrekeyKind::Signed, 1),
            self.prekey(PrekeyKind::KemLastResort, 1),
            self.prekey(PrekeyKind::OneTime, 1),
            self.prekey(PrekeyKind::OneTime, 2),
            self.prekey(PrekeyKind::KemOneTime, 1),
        ];
        Registration {
            manifest: self.manifest.clone(),
            device: DEVICE,
            prekeys,
            token: ([seed_of(used); 32], 1),
            used: Some(UsedKey {
                key: [used; 16],
                until: Day(9),
            }),
        }
    }
}

fn seed_of(used: u8) -> u8 {
    used.wrapping_add(1)
}

fn device(id: u32, signing: &SigningKey) -> Device {
    Device {
        id: DeviceId::new(id),
        signing: signing.public(),
        identity: IdentityKey::from_bytes(Secret::from_bytes([id as u8; 32])).public(),
        capabilities: Capabilities {
            suite_max: 1,
            flags: 0,
        },
    }
}

/// All of it, over one store.
pub(crate) async fn all(store: &dyn Directory) {
    an_account_is_made_once(store).await;
    a_token_is_used_once(store).await;
    a_one_time_key_is_handed_out_once(store).await;
    a_manifest_is_compared_and_swapped(store).await;
    the_newest_delivery_token_stays(store).await;
}

async fn an_account_is_made_once(store: &dyn Directory) {
    let mut alice = Person::new(1);
    assert!(store.account(alice.account()).await.unwrap().is_none());
    let chain = store.manifests(alice.account(), None).await.unwrap();
    assert!(chain.is_none());
    let registration = alice.registration(1);
    store.register_account(registration.clone()).await.unwrap();
    let account = store.account(alice.account()).await.unwrap().unwrap();
    assert_eq!(account.manifest, alice.manifest);
    assert_eq!(account.token_counter, 1);
    // The same again is a retry, even with another token; another first manifest is somebody else's try.
    store.register_account(registration.clone()).await.unwrap();
    let other = manifest::first(&alice.root, &[device(2, &alice.signing)], Day(1));
    let other = Registration {
        manifest: manifest::verify_first(&other).unwrap(),
        used: None,
        ..registration
    };
    let refused = store.register_account(other).await;
    assert_eq!(refused, Err(StoreError::Exists));
}

async fn a_token_is_used_once(store: &dyn Directory) {
    let mut bob = Person::new(2);
    let mut eve = Person::new(3);
    store.register_account(bob.registration(2)).await.unwrap();
    let refused = store.register_account(eve.registration(2)).await;
    assert_eq!(refused, Err(StoreError::Used));
    assert!(store.account(eve.account()).await.unwrap().is_none());
}

async fn a_one_time_key_is_handed_out_once(store: &dyn Directory) {
    let mut carol = Person::new(4);
    store.register_account(carol.registration(4)).await.unwrap();
    let take = |spend| store.take_bundles(carol.account(), vec![DEVICE], spend);
    let spared = take(false).await.unwrap().remove(0);
    assert!(spared.one_time.is_none());
    // Asked for at once, as by two strangers: the group they share must not hand one key to both.
    let (first, second, third) = (take(true), take(true), take(true));
    let one_time = |bundles: Vec<pulse_protocol::bundle::PrekeyBundle>| {
        let bundle = bundles.into_iter().next().unwrap();
        (bundle.one_time.map(|key| key.id.get()), bundle.kem.kind)
    };
    let first = one_time(first.await.unwrap());
    let second = one_time(second.await.unwrap());
    let third = one_time(third.await.unwrap());
    assert_eq!(first, (Some(1), PrekeyKind::KemOneTime));
    assert_eq!(second, (Some(2), PrekeyKind::KemLastResort));
    assert_eq!(third, (None, PrekeyKind::KemLastResort));

    let counts = store.prekey_counts(carol.device).await.unwrap();
    assert_eq!((counts.one_time, counts.kem_one_time), (0, 0));
    let fresh = vec![
        carol.prekey(PrekeyKind::Signed, 2),
        carol.prekey(PrekeyKind::OneTime, 3),
    ];
    let counts = store.add_prekeys(carol.device, fresh).await.unwrap();
    assert_eq!((counts.one_time, counts.signed_id), (1, 2));
    let bundle = store
        .take_bundles(carol.account(), vec![DEVICE], true)
        .await
        .unwrap()
        .remove(0);
    assert_eq!(bundle.signed.id.get(), 2);
    let nobody = MailboxId {
        device: DeviceId::new(77),
        ..carol.device
    };
    let refused = store.add_prekeys(nobody, Vec::new()).await;
    assert_eq!(refused, Err(StoreError::Unknown));
}

async fn a_manifest_is_compared_and_swapped(store: &dyn Directory) {
    let mut dave = Person::new(5);
    store.register_account(dave.registration(5)).await.unwrap();
    let second = SigningKey::random(&mut dave.rng);
    let devices = [device(1, &dave.signing), device(2, &second)];
    let signer = (DEVICE, &dave.signing);
    let next = manifest::next(&dave.manifest, signer, &devices, Day(2));
    let next = manifest::verify_successor(&dave.manifest, &next).unwrap();
    let other = manifest::next(&dave.manifest, signer, &devices[..1], Day(2));
    let other = manifest::verify_successor(&dave.manifest, &other).unwrap();
    let first = ManifestPosition::FIRST;
    let (won, lost) = (
        store.publish_manifest(next.clone(), first),
        store.publish_manifest(other, first),
    );
    assert_eq!(won.await, Ok(()));
    assert_eq!(lost.await, Err(StoreError::Conflict));
    let retry = store.publish_manifest(next.clone(), first).await;
    assert_eq!(retry, Ok(()));
    let held = store.account(dave.account()).await.unwrap().unwrap();
    assert_eq!(held.manifest, next);

    let chain = |since| store.manifests(dave.account(), since);
    let whole = chain(None).await.unwrap().unwrap();
    assert_eq!(whole.0.len(), 2);
    let rest = chain(Some(first)).await.unwrap().unwrap();
    assert_eq!(rest.0, [next.signed().clone()]);
    let none = chain(Some(next.position())).await.unwrap().unwrap();
    assert!(none.0.is_empty());
    let verified = manifest::verify_chain(&dave.account(), None, &whole).unwrap();
    assert_eq!(verified, next);

    // A recovery forgets the generation before and the devices it does not list.
    let recovered = manifest::recover(&next, &dave.root, &[device(3, &second)], Day(3));
    let recovered = manifest::verify_successor(&next, &recovered).unwrap();
    let published = store.publish_manifest(recovered.clone(), next.position());
    published.await.unwrap();
    let whole = store.manifests(dave.account(), Some(first)).await.unwrap();
    assert_eq!(whole.unwrap().0, [recovered.signed().clone()]);
    let bundles = store.take_bundles(dave.account(), vec![DEVICE], true).await;
    assert!(
        bundles.unwrap().is_empty(),
        "its prekeys went with the device"
    );
}

/// In the same transaction: a crash in between would leave a mailbox that nobody ever empties.
pub(crate) async fn a_removed_device_loses_its_mailbox(store: &Store) {
    let mut dave = Person::new(55);
    store.register_account(dave.registration(55)).await.unwrap();
    let second = SigningKey::random(&mut dave.rng);
    let devices = [device(1, &dave.signing), device(2, &second)];
    let signer = (DEVICE, &dave.signing);
    let both = manifest::next(&dave.manifest, signer, &devices, Day(2));
    let both = manifest::verify_successor(&dave.manifest, &both).unwrap();
    let first = ManifestPosition::FIRST;
    store.publish_manifest(both.clone(), first).await.unwrap();
    let of = |number| MailboxId {
        device: DeviceId::new(number),
        ..dave.device
    };
    let open = |number, incarnation| store.open(of(number), Incarnation::new(incarnation));
    for number in [1, 2] {
        open(number, 7).await.unwrap();
    }
    let one = manifest::next(&both, signer, &devices[..1], Day(3));
    let one = manifest::verify_successor(&both, &one).unwrap();
    store.publish_manifest(one, both.position()).await.unwrap();
    assert_eq!(open(1, 8).await.unwrap().incarnation, Incarnation::new(7));
    assert_eq!(open(2, 8).await.unwrap().incarnation, Incarnation::new(8));
}

async fn the_newest_delivery_token_stays(store: &dyn Directory) {
    let mut erin = Person::new(6);
    store.register_account(erin.registration(6)).await.unwrap();
    let set = |byte, counter| store.set_delivery_token(erin.device, [byte; 32], counter);
    set(9, 3).await.unwrap();
    set(8, 2).await.unwrap();
    let account = store.account(erin.account()).await.unwrap().unwrap();
    assert_eq!((account.token_hash, account.token_counter), ([9; 32], 3));
    let removed = MailboxId {
        device: DeviceId::new(77),
        ..erin.device
    };
    let refused = store.set_delivery_token(removed, [7; 32], 9).await;
    assert_eq!(refused, Err(StoreError::Unknown));
}
