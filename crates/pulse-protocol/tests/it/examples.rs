//! One example of each frame.

use bytes::Bytes;
use pulse_crypto::keys::{AccountId, DeviceId};
use pulse_protocol::bundle::{PrekeyBundle, PrekeyId, PrekeyKind, PublicPrekey};
use pulse_protocol::frame::{
    Accepted, Acknowledge, Attach, Attached, Authenticate, Authenticated, Bundles, CaughtUp,
    Deliver, DeliveryTokenSet, Envelope, FetchBundles, FetchManifest, Hello, ManifestPublished,
    Permission, PrekeyCounts, Register, Registered, RegistrationStart, RegistrationTerms,
    SetDeliveryToken, Stamp, Submit, UploadPrekeys, Welcome,
};
use pulse_protocol::{
    ClientBody, Day, DeliveryToken, EnvelopeId, Incarnation, Lane, MailLane, ManifestChain,
    ManifestPosition, Refusal, RefusalCode, RegistrationPolicy, Seq, ServerBody, SignedManifest,
    Timestamp, manifest,
};

use super::people::{device, root, signing};

const DAY: Day = Day(20_000);
const INCARNATION: Incarnation = Incarnation::new(0x0102_0304_0506_0708);
const ALICE: AccountId = AccountId::from_bytes([0xa1; 32]);

pub(crate) fn client() -> Vec<(&'static str, ClientBody)> {
    vec![
        (
            "hello",
            ClientBody::Hello(Hello {
                version_min: 1,
                version_max: 2,
                lane: Lane::Anonymous,
                capabilities: 3,
            }),
        ),
        (
            "authenticate",
            ClientBody::Authenticate(Authenticate {
                account: ALICE,
                device: DeviceId::new(7),
                signature: [0x51; 64],
            }),
        ),
        (
            "registration_start",
            ClientBody::RegistrationStart(RegistrationStart {
                root_key: root(1).public(),
            }),
        ),
        ("register", ClientBody::Register(Box::new(register()))),
        (
            "publish_manifest",
            ClientBody::PublishManifest(chain().0.remove(1)),
        ),
        ("upload_prekeys", ClientBody::UploadPrekeys(upload())),
        ("count_prekeys", ClientBody::CountPrekeys),
        (
            "set_delivery_token",
            ClientBody::SetDeliveryToken(delivery_token()),
        ),
        (
            "attach",
            ClientBody::Attach(Attach {
                incarnation: INCARNATION,
                seq: Seq::new(41),
            }),
        ),
        (
            "acknowledge",
            ClientBody::Acknowledge(Acknowledge {
                incarnation: INCARNATION,
                through: Seq::new(42),
            }),
        ),
        (
            "fetch_manifest",
            ClientBody::FetchManifest(FetchManifest {
                account: ALICE,
                held: Some(ManifestPosition {
                    generation: 2,
                    version: 300,
                }),
            }),
        ),
        (
            "fetch_bundles",
            ClientBody::FetchBundles(FetchBundles {
                account: ALICE,
                devices: vec![DeviceId::new(7), DeviceId::new(u32::MAX)],
            }),
        ),
        (
            "submit_contact",
            ClientBody::Submit(submit(Permission::DeliveryToken(
                DeliveryToken::from_bytes([0xde; 16]),
            ))),
        ),
        (
            "submit_request",
            ClientBody::Submit(submit(Permission::Stamp(Stamp {
                day: DAY,
                request_id: [0x1d; 16],
                nonce: 123_456_789,
                difficulty: 22,
            }))),
        ),
        (
            "submit_own",
            ClientBody::Submit(submit(Permission::OwnAccount)),
        ),
    ]
}

pub(crate) fn server() -> Vec<(&'static str, ServerBody)> {
    vec![
        (
            "welcome",
            ServerBody::Welcome(Welcome {
                version: 1,
                stamp_difficulty: 22,
                server_time: Timestamp::from_millis(1_728_000_000_123),
                policy: RegistrationPolicy::Invite,
            }),
        ),
        (
            "authenticated",
            ServerBody::Authenticated(Authenticated {
                prekeys: counts(),
                position: ManifestPosition::FIRST,
                manifest_hash: [0x4a; 32],
                token_counter: 3,
            }),
        ),
        (
            "registration_terms",
            ServerBody::RegistrationTerms(RegistrationTerms {
                policy: RegistrationPolicy::Open,
                challenge: Bytes::from_static(&[0xc4; 60]),
                difficulty: 20,
            }),
        ),
        (
            "registered",
            ServerBody::Registered(Registered {
                incarnation: INCARNATION,
            }),
        ),
        (
            "manifest_published",
            ServerBody::ManifestPublished(ManifestPublished),
        ),
        ("prekey_counts", ServerBody::PrekeyCounts(counts())),
        (
            "delivery_token_set",
            ServerBody::DeliveryTokenSet(DeliveryTokenSet),
        ),
        (
            "attached",
            ServerBody::Attached(Attached {
                incarnation: INCARNATION,
                last_seq: Seq::new(50),
            }),
        ),
        (
            "deliver",
            ServerBody::Deliver(Deliver {
                incarnation: INCARNATION,
                seq: Seq::new(43),
                id: EnvelopeId::from_bytes([0x1d; 16]),
                sealed: Bytes::from_static(b"sealed for this device"),
                lane: MailLane::Contact,
            }),
        ),
        (
            "caught_up",
            ServerBody::CaughtUp(CaughtUp {
                incarnation: INCARNATION,
                through: Seq::new(50),
            }),
        ),
        ("manifest_chain", ServerBody::ManifestChain(chain())),
        (
            "bundles",
            ServerBody::Bundles(Bundles {
                bundles: vec![
                    bundle(7, Some(PrekeyKind::OneTime), PrekeyKind::KemOneTime),
                    bundle(8, None, PrekeyKind::KemLastResort),
                ],
            }),
        ),
        ("accepted", ServerBody::Accepted(Accepted)),
        (
            "refused",
            ServerBody::Refused(Refusal::new(RefusalCode::RateLimited).with_retry_after_ms(1_500)),
        ),
        (
            "refused_stale",
            ServerBody::Refused(Refusal::new(RefusalCode::StaleManifest).with_manifests(chain())),
        ),
        (
            "goodbye",
            ServerBody::Goodbye(Refusal::new(RefusalCode::Replaced)),
        ),
    ]
}

/// Two manifests: the first of an account, and one that adds a device.
pub(crate) fn chain() -> ManifestChain {
    let first = first_manifest();
    let held = manifest::verify_first(&first).unwrap();
    let signer = signing(1);
    let devices = [device(1), device(2)];
    let second = manifest::next(&held, (DeviceId::new(1), &signer), &devices, DAY.plus(1));
    ManifestChain(vec![first, second])
}

fn first_manifest() -> SignedManifest {
    manifest::first(&root(1), &[device(1)], DAY)
}

fn register() -> Register {
    Register {
        manifest: first_manifest(),
        challenge: Bytes::from_static(&[0xc4; 60]),
        nonce: 987_654,
        invite: Some("an-invite".to_owned()),
        prekeys: upload(),
        delivery_token: delivery_token(),
        possession: [0x90; 64],
    }
}

fn delivery_token() -> SetDeliveryToken {
    SetDeliveryToken {
        hash: [0x7a; 32],
        counter: 1,
    }
}

fn upload() -> UploadPrekeys {
    let kinds = [
        PrekeyKind::Signed,
        PrekeyKind::OneTime,
        PrekeyKind::KemOneTime,
        PrekeyKind::KemLastResort,
    ];
    UploadPrekeys {
        prekeys: kinds.map(prekey).to_vec(),
    }
}

/// Of the right shape; whether it verifies is not the codec's business.
pub(crate) fn prekey(kind: PrekeyKind) -> PublicPrekey {
    PublicPrekey {
        kind,
        id: PrekeyId::new(u32::from(kind.number()) + 1000),
        day: DAY.get(),
        public: vec![kind.number(); kind.public_len()],
        signature: kind.is_signed().then_some([0x51; 64]),
    }
}

fn bundle(number: u32, one_time: Option<PrekeyKind>, kem: PrekeyKind) -> PrekeyBundle {
    PrekeyBundle {
        device: DeviceId::new(number),
        signed: prekey(PrekeyKind::Signed),
        one_time: one_time.map(prekey),
        kem: prekey(kem),
    }
}

fn counts() -> PrekeyCounts {
    PrekeyCounts {
        one_time: 99,
        kem_one_time: 24,
        signed_day: DAY,
        last_resort_day: DAY.plus(1),
        signed_id: 3,
        last_resort_id: 4,
    }
}

fn submit(permission: Permission) -> Submit {
    let envelope = |device, id, sealed| Envelope {
        device: DeviceId::new(device),
        id: EnvelopeId::from_bytes([id; 16]),
        sealed: Bytes::from_static(sealed),
    };
    Submit {
        recipient: ALICE,
        position: ManifestPosition {
            generation: 1,
            version: 2,
        },
        envelopes: vec![
            envelope(7, 1, b"sealed for the first device"),
            envelope(8, 2, b"sealed for the second device"),
        ],
        permission,
    }
}
