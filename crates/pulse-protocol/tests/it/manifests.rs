//! The chain of manifests under attack: by a server, by a stolen device, by somebody else's keys.

use std::slice::from_ref;

use bytes::Bytes;
use prost::Message;
use pulse_crypto::keys::{DeviceId, RootKey};
use pulse_crypto::labels;
use pulse_protocol::limits::DEVICES_PER_ACCOUNT_MAX;
use pulse_protocol::manifest::{
    Device, ManifestError, Signer, VerifiedManifest, first, next, recover, recover_blind,
    verify_chain, verify_first, verify_successor,
};
use pulse_protocol::{Day, ManifestChain, ManifestPosition, SignedManifest, wire};

use super::people::{account, device, root, signing};

const DAY: Day = Day(20_000);

/// An account whose manifests are signed by device 1 unless it says otherwise.
struct Alice {
    root: RootKey,
    chain: Vec<SignedManifest>,
    newest: VerifiedManifest,
}

impl Alice {
    fn new() -> Self {
        let root = root(1);
        let signed = first(&root, &[device(1)], DAY);
        let newest = verify_first(&signed).unwrap();
        Self {
            root,
            chain: vec![signed],
            newest,
        }
    }

    fn publish(&mut self, signed: SignedManifest) {
        self.newest = verify_successor(&self.newest, &signed).unwrap();
        self.chain.push(signed);
    }

    fn devices(&mut self, numbers: &[u8]) -> VerifiedManifest {
        let signed = by_device(&self.newest, 1, &devices(numbers));
        self.publish(signed);
        self.newest.clone()
    }

    fn verify(
        &self,
        held: Option<&VerifiedManifest>,
        chain: &[SignedManifest],
    ) -> Result<VerifiedManifest, ManifestError> {
        verify_chain(&account(&self.root), held, &ManifestChain(chain.to_vec()))
    }
}

fn devices(numbers: &[u8]) -> Vec<Device> {
    numbers.iter().map(|number| device(*number)).collect()
}

fn by_device(held: &VerifiedManifest, number: u8, devices: &[Device]) -> SignedManifest {
    let id = DeviceId::new(number.into());
    next(held, (id, &signing(number)), devices, DAY)
}

/// Changes the body and signs it well, as somebody who has the key can.
fn forge(
    signed: &SignedManifest,
    signer: Signer,
    change: impl FnOnce(&mut wire::Manifest),
) -> SignedManifest {
    let mut body = wire::Manifest::decode(signed.body.clone()).unwrap();
    change(&mut body);
    resign(signed, signer, body.encode_to_vec().into())
}

fn resign(signed: &SignedManifest, signer: Signer, body: Bytes) -> SignedManifest {
    let signature = match signer {
        Signer::Root => root(1).sign(labels::MANIFEST_BY_ROOT, &[&body]),
        Signer::Device(id) => {
            let number = u8::try_from(id.get()).unwrap();
            signing(number).sign(labels::MANIFEST_BY_DEVICE, &[&body])
        }
    };
    SignedManifest {
        body,
        signer,
        signature,
        root_keys: signed.root_keys.clone(),
    }
}

const fn at(generation: u32, version: u32) -> ManifestPosition {
    ManifestPosition {
        generation,
        version,
    }
}

#[test]
fn a_chain_is_followed_from_the_root_and_from_what_is_held() {
    let mut alice = Alice::new();
    let second = alice.devices(&[1, 2]);
    let third = alice.devices(&[1, 2, 3]);

    let newest = alice.verify(None, &alice.chain).unwrap();
    assert_eq!(newest, third);
    assert_eq!(newest.position(), at(1, 3));
    assert_eq!(newest.devices().len(), 3);
    assert_eq!(newest.device(DeviceId::new(3)), Some(&device(3)));
    assert_eq!(newest.device(DeviceId::new(9)), None);

    assert_eq!(
        alice.verify(Some(&second), &alice.chain[2..]),
        Ok(third.clone())
    );
    assert_eq!(
        alice.verify(Some(&second), &alice.chain),
        Ok(third.clone()),
        "all of it again"
    );
    assert_eq!(
        alice.verify(Some(&third), &[]),
        Ok(third.clone()),
        "nothing new"
    );
    assert_eq!(alice.verify(Some(&third), &alice.chain), Ok(third));
    assert_eq!(alice.verify(None, &[]), Err(ManifestError::Length));
}

/// A server that does not know what a device holds shows it the newest of a long chain.
#[test]
fn a_chain_that_begins_before_what_is_held_counts_from_there_on() {
    let mut alice = Alice::new();
    alice.devices(&[1, 2]);
    let third = alice.devices(&[1, 2, 3]);
    let fourth = alice.devices(&[1, 3]);
    let by_third = by_device(&fourth, 3, &devices(&[3]));
    alice.publish(by_third);
    let newest = alice.newest.clone();
    for held in [&third, &fourth, &newest] {
        let found = alice.verify(Some(held), &alice.chain[1..]);
        assert_eq!(found.as_ref(), Ok(&newest));
    }
    // What is held is signed, not what came before it: that proves nothing, and does no harm.
    let strange = first(&root(66), &[device(66)], DAY);
    let mut chain = alice.chain[1..].to_vec();
    chain[0].signature = strange.signature;
    assert_eq!(alice.verify(Some(&third), &chain), Ok(newest.clone()));
    assert_eq!(
        alice.verify(None, &alice.chain[1..]),
        Err(ManifestError::Gap)
    );

    // The attack: an end that does not follow, or goes by another way around what is held.
    let other = by_device(&third, 1, &devices(&[1, 2]));
    let fork = [&alice.chain[1..4], from_ref(&other)].concat();
    assert!(alice.verify(Some(&fourth), &fork).is_err());
    let around = [&alice.chain[1..3], from_ref(&other)].concat();
    assert!(alice.verify(Some(&fourth), &around).is_err());
    let gap = [&alice.chain[1..3], &alice.chain[4..]].concat();
    assert_eq!(alice.verify(Some(&third), &gap), Err(ManifestError::Gap));
}

#[test]
fn a_device_that_was_added_may_sign_and_one_that_was_removed_may_not() {
    let mut alice = Alice::new();
    let both = alice.devices(&[1, 2]);
    let by_second = by_device(&both, 2, &devices(&[1, 2, 3]));
    assert!(alice.verify(Some(&both), &[by_second]).is_ok());

    let removed = alice.devices(&[1]);
    let by_removed = by_device(&removed, 2, &devices(&[1, 2]));
    assert_eq!(
        alice.verify(Some(&removed), from_ref(&by_removed)),
        Err(ManifestError::UnlistedSigner)
    );
    assert_eq!(
        verify_successor(&removed, &by_removed),
        Err(ManifestError::UnlistedSigner)
    );
}

#[test]
fn a_server_cannot_add_a_device() {
    let mut alice = Alice::new();
    let held = alice.newest.clone();
    // With a key of its own, under a listed number.
    let id = DeviceId::new(1);
    let by_server = next(&held, (id, &signing(66)), &devices(&[1, 66]), DAY);
    assert_eq!(
        alice.verify(Some(&held), &[by_server]),
        Err(ManifestError::BadSignature)
    );
    // With a device that adds itself.
    let by_itself = by_device(&held, 66, &devices(&[1, 66]));
    assert_eq!(
        alice.verify(Some(&held), &[by_itself]),
        Err(ManifestError::UnlistedSigner)
    );
    // With root keys of its own.
    let own_root = first(&root(66), &[device(66)], DAY);
    assert_eq!(
        alice.verify(None, from_ref(&own_root)),
        Err(ManifestError::WrongAccount)
    );
    // With Alice's root keys beside a body signed by another.
    let honest = alice.chain[0].clone();
    let mixed = SignedManifest {
        root_keys: honest.root_keys.clone(),
        ..own_root
    };
    assert_eq!(
        alice.verify(None, &[mixed]),
        Err(ManifestError::BadSignature)
    );
    // By altering any byte of an honest one.
    let honest = {
        alice.devices(&[1, 2]);
        alice.chain[1].clone()
    };
    for index in 0..honest.body.len() {
        let mut altered = honest.clone();
        let mut body = honest.body.to_vec();
        body[index] ^= 1;
        altered.body = body.into();
        assert_eq!(
            alice.verify(Some(&held), &[altered]),
            Err(ManifestError::BadSignature),
            "byte {index}"
        );
    }
}

#[test]
fn a_signature_for_one_role_is_none_for_the_other() {
    let mut alice = Alice::new();
    let held = alice.newest.clone();
    alice.devices(&[1, 2]);
    let claimed_root = SignedManifest {
        signer: Signer::Root,
        ..alice.chain[1].clone()
    };
    assert_eq!(
        alice.verify(Some(&held), &[claimed_root]),
        Err(ManifestError::BadSignature)
    );

    // Even when the very same key is root key and device key, as here: the labels differ.
    assert_eq!(alice.root.public().as_bytes(), device(1).signing.as_bytes());
    let as_root = recover(&held, &alice.root, &devices(&[1]), DAY);
    let as_device = SignedManifest {
        signer: Signer::Device(DeviceId::new(1)),
        ..as_root
    };
    assert_eq!(
        alice.verify(Some(&held), &[as_device]),
        Err(ManifestError::BadSignature)
    );
}

#[test]
fn a_version_cannot_be_left_out() {
    let mut alice = Alice::new();
    let held = alice.newest.clone();
    alice.devices(&[1, 2]);
    alice.devices(&[1, 2, 3]);
    let skipping = [alice.chain[0].clone(), alice.chain[2].clone()];
    assert_eq!(alice.verify(None, &skipping), Err(ManifestError::Gap));
    assert_eq!(
        alice.verify(Some(&held), &alice.chain[2..]),
        Err(ManifestError::Gap)
    );
    assert_eq!(
        verify_successor(&held, &alice.chain[2]),
        Err(ManifestError::Gap)
    );
    assert_eq!(
        alice.verify(None, &alice.chain[1..]),
        Err(ManifestError::Gap),
        "no root in it"
    );
    // Not even the root key skips a version within a generation.
    let by_root = forge(&alice.chain[2], Signer::Root, |_| ());
    assert_eq!(
        alice.verify(Some(&held), &[by_root]),
        Err(ManifestError::Gap)
    );
}

#[test]
fn an_old_manifest_is_not_shown_again() {
    let mut alice = Alice::new();
    let first = alice.newest.clone();
    alice.devices(&[1, 2]);
    let newest = alice.devices(&[1]);
    assert_eq!(
        alice.verify(Some(&newest), &alice.chain[..1]),
        Err(ManifestError::Rollback)
    );
    assert_eq!(
        alice.verify(Some(&newest), &alice.chain[..2]),
        Err(ManifestError::Rollback)
    );
    assert_eq!(
        alice.verify(Some(&newest), &alice.chain[1..2]),
        Err(ManifestError::Rollback)
    );
    assert_eq!(
        verify_successor(&newest, &alice.chain[1]),
        Err(ManifestError::Rollback)
    );
    assert_eq!(
        verify_successor(&newest, first.signed()),
        Err(ManifestError::Rollback)
    );
}

#[test]
fn two_manifests_at_one_place_are_a_fork() {
    let mut alice = Alice::new();
    let start = alice.newest.clone();
    let for_bob = by_device(&start, 1, &devices(&[1, 2]));
    let for_carol = by_device(&start, 1, &devices(&[1, 3]));
    let fork = Err(ManifestError::Fork { position: at(1, 2) });

    alice.publish(for_bob.clone());
    let held = alice.newest.clone();
    assert_eq!(alice.verify(Some(&held), from_ref(&for_carol)), fork);
    assert_eq!(
        alice.verify(Some(&held), &[start.signed().clone(), for_carol.clone()]),
        fork
    );
    assert_eq!(verify_successor(&held, &for_carol), fork);

    // A longer chain that passes the place of what is held by another way.
    let other = verify_successor(&start, &for_carol).unwrap();
    let longer = by_device(&other, 1, &devices(&[1]));
    let around = [start.signed().clone(), for_carol, longer.clone()];
    assert_eq!(alice.verify(Some(&held), &around), fork);
    assert_eq!(
        alice.verify(Some(&held), &[longer]),
        fork,
        "its last manifest alone"
    );
}

#[test]
fn a_removed_device_cannot_fork_unnoticed() {
    let mut alice = Alice::new();
    let both = alice.devices(&[1, 2]);
    // Device 2 is stolen; Alice removes it, the thief removes Alice.
    let by_thief = by_device(&both, 2, &devices(&[2]));
    let removed = alice.devices(&[1]);
    let told_all = [
        alice.chain[0].clone(),
        alice.chain[1].clone(),
        by_thief.clone(),
    ];
    let fork = Err(ManifestError::Fork { position: at(1, 3) });
    assert_eq!(alice.verify(Some(&removed), &told_all), fork);
    assert!(alice.verify(Some(&removed), &[by_thief]).is_err());
}

#[test]
fn a_recovery_beats_everything_before_it() {
    let mut alice = Alice::new();
    alice.devices(&[1, 2]);
    let before = alice.newest.clone();
    // The thief goes on for a while.
    let mut stolen = before.clone();
    for _ in 0..5 {
        let signed = by_device(&stolen, 2, &devices(&[2]));
        stolen = verify_successor(&stolen, &signed).unwrap();
    }
    let recovery = recover(&before, &alice.root, &[device(7)], DAY);
    for held in [None, Some(&before), Some(&stolen)] {
        let recovered = alice.verify(held, from_ref(&recovery)).unwrap();
        assert_eq!(recovered.position(), at(2, 1));
        assert_eq!(recovered.devices(), [device(7)]);
    }
    let recovered = verify_successor(&stolen, &recovery).unwrap();

    // And nothing of before is believed again.
    let by_thief = by_device(&stolen, 2, &devices(&[2]));
    assert_eq!(
        alice.verify(Some(&recovered), from_ref(&by_thief)),
        Err(ManifestError::UnlistedSigner)
    );
    assert_eq!(
        verify_successor(&recovered, &by_thief),
        Err(ManifestError::UnlistedSigner)
    );
    assert_eq!(
        alice.verify(Some(&recovered), &alice.chain),
        Err(ManifestError::Rollback)
    );

    // In the middle of a chain as well.
    let whole = [alice.chain.clone(), vec![recovery.clone()]].concat();
    assert_eq!(alice.verify(None, &whole), Ok(recovered.clone()));
    let other = recover(&before, &alice.root, &[device(8)], DAY);
    let fork = Err(ManifestError::Fork { position: at(2, 1) });
    assert_eq!(
        alice.verify(Some(&recovered), &[other]),
        fork,
        "two recoveries"
    );
}

#[test]
fn only_the_root_key_recovers() {
    let alice = Alice::new();
    let held = alice.newest.clone();
    let recovery = recover(&held, &alice.root, &[device(1)], DAY);
    let by_device = forge(&recovery, Signer::Device(DeviceId::new(1)), |_| ());
    assert_eq!(
        alice.verify(Some(&held), &[by_device]),
        Err(ManifestError::UnlistedSigner)
    );
    let by_device = forge(&recovery, Signer::Device(DeviceId::new(1)), |body| {
        body.version = 2
    });
    assert_eq!(
        alice.verify(Some(&held), &[by_device]),
        Err(ManifestError::UnlistedSigner)
    );
    let by_other = recover(&held, &root(2), &[device(1)], DAY);
    assert_eq!(
        alice.verify(Some(&held), &[by_other]),
        Err(ManifestError::WrongAccount)
    );
}

#[test]
fn a_client_may_miss_generations_and_a_server_publishes_each() {
    let alice = Alice::new();
    let held = alice.newest.clone();
    let far = recover_blind(5, &alice.root, &[device(7)], DAY);
    assert_eq!(
        alice
            .verify(Some(&held), from_ref(&far))
            .unwrap()
            .position(),
        at(5, 1)
    );
    assert_eq!(verify_successor(&held, &far), Err(ManifestError::Gap));
    assert_eq!(verify_first(&far), Err(ManifestError::Gap));
}

/// A recovery begins a generation. A later version of one, though the root key signed it, has versions before it, among which a fork
/// could hide.
#[test]
fn a_generation_is_entered_by_its_first_version_only() {
    let alice = Alice::new();
    let held = alice.newest.clone();
    let recovery = recover(&held, &alice.root, &[device(7)], DAY);
    let later = forge(&recovery, Signer::Root, |body| body.version = 2);
    let gap = Err(ManifestError::Gap);
    assert_eq!(alice.verify(None, from_ref(&later)), gap);
    assert_eq!(alice.verify(Some(&held), from_ref(&later)), gap);
    let after = [alice.chain[0].clone(), later.clone()];
    assert_eq!(alice.verify(None, &after), gap);
    assert_eq!(verify_successor(&held, &later), gap);
    assert!(alice.verify(Some(&held), from_ref(&recovery)).is_ok());
}

#[test]
fn the_root_key_may_sign_the_next_version_too() {
    let mut alice = Alice::new();
    let held = alice.newest.clone();
    alice.devices(&[1, 2]);
    let by_root = forge(&alice.chain[1], Signer::Root, |_| ());
    assert_eq!(
        verify_successor(&held, &by_root).unwrap().position(),
        at(1, 2)
    );
    assert!(alice.verify(Some(&held), from_ref(&by_root)).is_ok());
    let stray = forge(&by_root, Signer::Root, |body| {
        body.previous_hash = vec![9; 32].into()
    });
    let fork = Err(ManifestError::Fork { position: at(1, 1) });
    assert_eq!(alice.verify(Some(&held), &[stray]), fork);
}

#[test]
fn a_publication_can_be_retried() {
    let mut alice = Alice::new();
    let newest = alice.devices(&[1, 2]);
    assert_eq!(
        verify_successor(&newest, &alice.chain[1]),
        Ok(newest.clone())
    );
}

/// Bodies that their signer should not have signed.
#[test]
fn a_body_that_contradicts_itself_is_refused() {
    type Change = fn(&mut wire::Manifest);
    let alice = Alice::new();
    let signed = &alice.chain[0];
    let cases: [(&str, Change); 14] = [
        ("a number twice", |body| {
            let mut again = entry(2);
            again.device = 1;
            body.devices.push(again);
        }),
        ("a signing key twice", |body| {
            let mut again = entry(2);
            again.signing_key = body.devices[0].signing_key.clone();
            body.devices.push(again);
        }),
        ("an identity key twice", |body| {
            let mut again = entry(2);
            again.identity_key = body.devices[0].identity_key.clone();
            body.devices.push(again);
        }),
        ("no device", |body| body.devices.clear()),
        ("device number zero", |body| body.devices[0].device = 0),
        ("no suite", |body| body.devices[0].suite_max = 0),
        ("a suite of 17 bits", |body| {
            body.devices[0].suite_max = 1 << 16
        }),
        ("a zero identity key", |body| {
            body.devices[0].identity_key = vec![0; 32].into();
        }),
        ("a short signing key", |body| {
            body.devices[0].signing_key = vec![1; 31].into();
        }),
        ("another account", |body| body.account = vec![1; 32].into()),
        ("other root keys", |body| {
            body.root_keys = vec![root(2).public().as_bytes().to_vec().into()];
        }),
        ("generation zero", |body| body.generation = 0),
        ("version zero", |body| body.version = 0),
        ("something before the first", |body| {
            body.previous_hash = vec![1; 32].into()
        }),
    ];
    for (name, change) in cases {
        let forged = forge(signed, Signer::Root, change);
        assert_eq!(
            verify_first(&forged),
            Err(ManifestError::Malformed),
            "{name}"
        );
    }
    let too_many = (1..=DEVICES_PER_ACCOUNT_MAX as u8 + 1)
        .map(device)
        .collect::<Vec<_>>();
    let fits = first(&root(1), &too_many[1..], DAY);
    assert_eq!(
        verify_first(&fits).unwrap().devices().len(),
        DEVICES_PER_ACCOUNT_MAX
    );
    let signed = first(&root(1), &too_many, DAY);
    assert_eq!(verify_first(&signed), Err(ManifestError::Malformed));

    let garbage = resign(&signed, Signer::Root, Bytes::from_static(&[0xff; 40]));
    assert_eq!(verify_first(&garbage), Err(ManifestError::Malformed));
}

#[test]
fn a_newer_format_is_told_from_a_broken_one() {
    let alice = Alice::new();
    for change in [
        (|body: &mut wire::Manifest| body.format = 2) as fn(&mut wire::Manifest),
        |body| body.suite = 2,
    ] {
        let newer = forge(&alice.chain[0], Signer::Root, change);
        assert_eq!(verify_first(&newer), Err(ManifestError::UnknownFormat));
    }
}

#[test]
fn what_is_stored_comes_back() {
    let mut alice = Alice::new();
    let newest = alice.devices(&[1, 2]);
    assert_eq!(
        VerifiedManifest::decode_stored(&newest.encode()),
        Ok(newest.clone())
    );
    let cut = &newest.encode()[..60];
    assert_eq!(
        VerifiedManifest::decode_stored(cut),
        Err(ManifestError::Malformed)
    );
}

#[test]
fn a_manifest_of_one_account_is_none_of_another() {
    let alice = Alice::new();
    let bob = first(&root(2), &[device(2)], DAY);
    let held = verify_first(&bob).unwrap();
    assert_eq!(
        alice.verify(Some(&held), &alice.chain),
        Err(ManifestError::WrongAccount)
    );
    assert_eq!(
        verify_successor(&held, &alice.chain[0]),
        Err(ManifestError::WrongAccount)
    );
}

fn entry(number: u8) -> wire::DeviceEntry {
    let signed = first(&root(1), &[device(number)], DAY);
    wire::Manifest::decode(signed.body)
        .unwrap()
        .devices
        .remove(0)
}

#[test]
fn a_siblings_number_does_not_get_other_keys() {
    // A thief with the key of device 1 puts a machine of his own in the place of device 2: sessions, and what was sent to device
    // 2 and is asked for again, go by its number.
    let mut alice = Alice::new();
    let held = alice.devices(&[1, 2]);
    for change in [
        |thief: &mut Device| thief.identity = device(9).identity,
        |thief: &mut Device| thief.signing = device(9).signing,
    ] {
        let mut changed = devices(&[1, 2]);
        change(&mut changed[1]);
        let signed = by_device(&held, 1, &changed);
        let refused = Err(ManifestError::Malformed);
        assert_eq!(verify_successor(&held, &signed), refused);
        assert_eq!(alice.verify(Some(&held), from_ref(&signed)), refused);
        let chain = [alice.chain.clone(), vec![signed]].concat();
        assert_eq!(alice.verify(None, &chain), refused);
    }
    // What it can do may change.
    let mut newer = devices(&[1, 2]);
    newer[1].capabilities.flags = 1;
    let signed = by_device(&held, 1, &newer);
    assert!(verify_successor(&held, &signed).is_ok());
}
