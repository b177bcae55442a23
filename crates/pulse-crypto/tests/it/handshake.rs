//! The handshake, and what somebody between the two devices could try.

use pulse_crypto::handshake::{
    HandshakeError, InitialHeader, LocalParty, RemoteParty, initiate, respond,
};
use pulse_crypto::keys::{AccountId, Capabilities, DeviceId};
use pulse_crypto::prekeys::{PrekeyBundle, PrekeyId};
use pulse_crypto::ratchet::{RatchetError, Session};
use rand_chacha::ChaCha20Rng;

use super::people::{Person, TODAY, deliver, rng};

struct Meeting {
    alice: Person,
    bob: Person,
    rng: ChaCha20Rng,
}

impl Meeting {
    fn new(seed: u64) -> Self {
        let mut rng = rng(seed);
        let (alice, bob) = (Person::new(&mut rng), Person::new(&mut rng));
        Self { alice, bob, rng }
    }

    fn initiate(
        &mut self,
        bundle: &PrekeyBundle,
    ) -> Result<(Session, InitialHeader), HandshakeError> {
        initiate(
            &self.alice.local(),
            &self.bob.remote(),
            bundle,
            TODAY,
            &mut self.rng,
        )
    }
}

#[test]
fn with_and_without_one_time_prekeys() {
    for with_one_time in [true, false] {
        let mut meeting = Meeting::new(1);
        let (secrets, bundle) = meeting.bob.bundle(with_one_time, &mut meeting.rng);
        let (mut session, header) = meeting.initiate(&bundle).unwrap();
        assert_eq!(header.one_time_prekey().is_some(), with_one_time);
        assert_eq!(header.signed_prekey(), bundle.signed.id);
        assert_eq!(header.kem_prekey(), (bundle.kem.kind, bundle.kem.id));
        assert_eq!(
            header.initiator_manifest_hash(),
            &meeting.alice.manifest_hash
        );
        assert_eq!(header.responder_manifest_hash(), &meeting.bob.manifest_hash);

        let mut answer = respond(
            &meeting.bob.local(),
            &meeting.alice.remote(),
            &header,
            &secrets,
        )
        .unwrap();
        assert_eq!(session.id(), answer.id());
        deliver(&mut session, &mut answer, b"first", &mut meeting.rng);
        deliver(&mut answer, &mut session, b"answer", &mut meeting.rng);
    }
}

/// The responder's devices have changed since the initiator looked: it answers as the manifest shows it that the header names.
#[test]
fn a_responder_answers_by_the_manifest_that_is_named() {
    let mut meeting = Meeting::new(2);
    let (secrets, bundle) = meeting.bob.bundle(true, &mut meeting.rng);
    let (mut session, header) = meeting.initiate(&bundle).unwrap();
    let mut newer = meeting.bob.local();
    newer.manifest_hash = [9; 32];
    newer.capabilities.flags = 1;
    let refused = respond(&newer, &meeting.alice.remote(), &header, &secrets).err();
    assert_eq!(refused, Some(HandshakeError::Mismatch));

    let named = meeting.bob.local();
    assert_eq!(header.responder_manifest_hash(), &named.manifest_hash);
    let mut answer = respond(&named, &meeting.alice.remote(), &header, &secrets).unwrap();
    deliver(&mut session, &mut answer, b"first", &mut meeting.rng);
}

/// A flipped bit anywhere in the header: refused, or a session that opens nothing.
#[test]
fn each_bit_of_the_header_counts() {
    let mut meeting = Meeting::new(3);
    let (secrets, bundle) = meeting.bob.bundle(true, &mut meeting.rng);
    let (mut session, header) = meeting.initiate(&bundle).unwrap();
    let message = session.encrypt(b"text", &mut meeting.rng).unwrap();
    let encoded = header.encode();
    let (mut refused, mut deaf) = (0, 0);
    // All bits before the KEM ciphertext, and some of it.
    let start_of_ciphertext = (encoded.len() - 1568) * 8;
    let bits =
        (0..start_of_ciphertext).chain((start_of_ciphertext..encoded.len() * 8).step_by(101));
    for bit in bits {
        let mut damaged = encoded.clone();
        damaged[bit / 8] ^= 1 << (bit % 8);
        let answer = InitialHeader::decode(&damaged).and_then(|header| {
            respond(
                &meeting.bob.local(),
                &meeting.alice.remote(),
                &header,
                &secrets,
            )
        });
        match answer {
            Err(_) => refused += 1,
            Ok(mut answer) => {
                assert_ne!(answer.id(), session.id(), "bit {bit} is in no transcript");
                assert_eq!(
                    answer.decrypt(&message, TODAY).err(),
                    Some(RatchetError::NotForThisSession)
                );
                deaf += 1;
            }
        }
    }
    assert!(refused > 20 && deaf > 200, "{refused} {deaf}");
    for len in 0..encoded.len() {
        assert!(InitialHeader::decode(&encoded[..len]).is_err());
    }
    assert!(InitialHeader::decode(&[encoded, vec![0]].concat()).is_err());
}

/// Each side believes something else of the other: no common session, whatever it is.
#[test]
fn a_difference_in_what_is_believed_gives_no_session() {
    let mut meeting = Meeting::new(4);
    let (secrets, bundle) = meeting.bob.bundle(true, &mut meeting.rng);
    let (mut session, header) = meeting.initiate(&bundle).unwrap();
    let message = session.encrypt(b"text", &mut meeting.rng).unwrap();
    let mallory = Person::new(&mut meeting.rng);
    let alice = meeting.alice.remote();
    let beliefs = [
        RemoteParty {
            account: mallory.account,
            ..alice.clone()
        },
        RemoteParty {
            device: DeviceId::new(alice.device.get() ^ 1),
            ..alice.clone()
        },
        RemoteParty {
            identity: mallory.identity.public(),
            ..alice.clone()
        },
        RemoteParty {
            signing: mallory.signing.public(),
            ..alice.clone()
        },
    ];
    for belief in beliefs {
        let mut answer = respond(&meeting.bob.local(), &belief, &header, &secrets).unwrap();
        assert_eq!(
            answer.decrypt(&message, TODAY).err(),
            Some(RatchetError::NotForThisSession)
        );
    }
    let mut local = meeting.bob.local();
    local.account = AccountId::from_bytes([1; 32]);
    let mut answer = respond(&local, &alice, &header, &secrets).unwrap();
    assert_eq!(
        answer.decrypt(&message, TODAY).err(),
        Some(RatchetError::NotForThisSession)
    );

    // What the header itself says of manifests and capabilities is held against what the responder looked up.
    let capabilities = Capabilities {
        flags: 1,
        ..alice.capabilities
    };
    let remote = [
        RemoteParty {
            manifest_hash: [7; 32],
            ..alice.clone()
        },
        RemoteParty {
            capabilities,
            ..alice.clone()
        },
    ];
    for remote in remote {
        let refused = respond(&meeting.bob.local(), &remote, &header, &secrets).err();
        assert_eq!(refused, Some(HandshakeError::Mismatch));
    }
    let changes: [fn(&mut LocalParty<'_>); 2] = [
        |local| local.manifest_hash = [7; 32],
        |local| local.capabilities.flags = 1,
    ];
    for change in changes {
        let mut local = meeting.bob.local();
        change(&mut local);
        let refused = respond(&local, &alice, &header, &secrets).err();
        assert_eq!(refused, Some(HandshakeError::Mismatch));
    }
    let mut answer = respond(&meeting.bob.local(), &alice, &header, &secrets).unwrap();
    assert!(answer.decrypt(&message, TODAY).is_ok());
}

/// The server hands out keys of its own, somebody else's keys, or keys of another kind.
#[test]
fn a_bundle_that_is_not_the_devices_own_is_refused() {
    let mut meeting = Meeting::new(5);
    let mallory = Person::new(&mut meeting.rng);
    let (_, bundle) = meeting.bob.bundle(true, &mut meeting.rng);
    let (_, foreign) = mallory.bundle(true, &mut meeting.rng);
    let (_, other) = meeting.bob.bundle(false, &mut meeting.rng);

    let mut refused = vec![
        foreign.clone(),
        PrekeyBundle {
            signed: foreign.signed.clone(),
            ..bundle.clone()
        },
        PrekeyBundle {
            kem: foreign.kem.clone(),
            ..bundle.clone()
        },
        PrekeyBundle {
            kem: bundle.signed.clone(),
            ..bundle.clone()
        },
        PrekeyBundle {
            signed: bundle.kem.clone(),
            ..bundle.clone()
        },
        PrekeyBundle {
            one_time: Some(bundle.signed.clone()),
            ..bundle.clone()
        },
    ];
    let mut changed = bundle.clone();
    changed.signed.public[0] ^= 1;
    refused.push(changed);
    let mut changed = bundle.clone();
    changed.kem.public[700] ^= 1;
    refused.push(changed);
    let mut changed = bundle.clone();
    changed.kem.id = PrekeyId::new(1);
    refused.push(changed);
    let mut changed = bundle.clone();
    changed.signed.signature = None;
    refused.push(changed);
    let mut changed = bundle.clone();
    changed.one_time.as_mut().unwrap().public = vec![0; 32];
    refused.push(changed);
    for (index, bundle) in refused.iter().enumerate() {
        assert_eq!(
            meeting.initiate(bundle).err(),
            Some(HandshakeError::Bundle),
            "{index}"
        );
    }
    assert!(meeting.initiate(&bundle).is_ok());
    assert!(
        meeting
            .initiate(&PrekeyBundle {
                kem: other.kem,
                ..bundle
            })
            .is_ok()
    );
}

/// The responder is given other prekeys than the header names.
#[test]
fn other_prekeys_than_named_are_refused() {
    let mut meeting = Meeting::new(6);
    let (with, bundle) = meeting.bob.bundle(true, &mut meeting.rng);
    let (without, last_resort) = meeting.bob.bundle(false, &mut meeting.rng);
    let (_, header) = meeting.initiate(&bundle).unwrap();
    let (_, other_header) = meeting.initiate(&last_resort).unwrap();
    let (local, remote) = (meeting.bob.local(), meeting.alice.remote());
    assert_eq!(
        respond(&local, &remote, &header, &without).err(),
        Some(HandshakeError::Mismatch)
    );
    assert_eq!(
        respond(&local, &remote, &other_header, &with).err(),
        Some(HandshakeError::Mismatch)
    );
    assert!(respond(&local, &remote, &header, &with).is_ok());
    assert!(respond(&local, &remote, &other_header, &without).is_ok());
}

/// Nobody is talked down: a header that contradicts a manifest both sides hold, and a device that has no common suite.
#[test]
fn capabilities_are_what_the_manifests_say() {
    let mut meeting = Meeting::new(7);
    let (secrets, bundle) = meeting.bob.bundle(true, &mut meeting.rng);
    let (_, header) = meeting.initiate(&bundle).unwrap();
    let mut alice = meeting.alice.remote();
    alice.capabilities.flags ^= 1;
    let refused = respond(&meeting.bob.local(), &alice, &header, &secrets).err();
    assert_eq!(refused, Some(HandshakeError::Mismatch));

    let mut none = meeting.bob.remote();
    none.capabilities = Capabilities {
        suite_max: 0,
        flags: 0,
    };
    let refused = initiate(
        &meeting.alice.local(),
        &none,
        &bundle,
        TODAY,
        &mut meeting.rng,
    )
    .err();
    assert_eq!(refused, Some(HandshakeError::Suite));
}

/// A peer that knows more than we do still gets a session of the suite that both know.
#[test]
fn a_newer_peer_is_welcome() {
    let mut meeting = Meeting::new(8);
    let (secrets, bundle) = meeting.bob.bundle(true, &mut meeting.rng);
    let capabilities = Capabilities {
        suite_max: 9,
        flags: 3,
    };
    let remote = RemoteParty {
        capabilities,
        ..meeting.bob.remote()
    };
    let (mut session, header) = initiate(
        &meeting.alice.local(),
        &remote,
        &bundle,
        TODAY,
        &mut meeting.rng,
    )
    .unwrap();
    let mut local = meeting.bob.local();
    local.capabilities = capabilities;
    let mut answer = respond(&local, &meeting.alice.remote(), &header, &secrets).unwrap();
    deliver(&mut session, &mut answer, b"first", &mut meeting.rng);
}
