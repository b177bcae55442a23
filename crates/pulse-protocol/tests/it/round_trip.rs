//! Whatever can be said comes out as it went in, however the stream is cut.

use bytes::Bytes;
use proptest::collection::vec;
use proptest::prelude::*;
use pulse_crypto::keys::{AccountId, DeviceId};
use pulse_protocol::bundle::{PrekeyBundle, PrekeyId, PrekeyKind, PublicPrekey};
use pulse_protocol::codec::{self, DecodeError, FrameBuffer};
use pulse_protocol::frame::{
    Acknowledge, Attach, Attached, Authenticate, Authenticated, Bundles, CaughtUp, Deliver,
    Envelope, FetchBundles, FetchManifest, Hello, Permission, PrekeyCounts, Registered,
    RegistrationTerms, SetDeliveryToken, Stamp, Submit, UploadPrekeys, Welcome,
};
use pulse_protocol::limits::{
    DEVICES_PER_ACCOUNT_MAX, FRAME_BYTES_MAX, PREKEYS_PER_UPLOAD_MAX, PROOF_OF_WORK_BITS_MAX,
    SEALED_BYTES_PER_SUBMIT_MAX, sealed_bytes_max,
};
use pulse_protocol::{
    ClientBody, ClientFrame, Day, DeliveryToken, EnvelopeId, Incarnation, Lane, MailLane,
    ManifestChain, ManifestPosition, Refusal, RefusalCode, RegistrationPolicy, Seq, ServerBody,
    ServerFrame, Timestamp,
};

use super::examples;

fn account() -> impl Strategy<Value = AccountId> {
    any::<[u8; 32]>().prop_map(AccountId::from_bytes)
}

fn device() -> impl Strategy<Value = DeviceId> {
    (1..=u32::MAX).prop_map(DeviceId::new)
}

fn devices() -> impl Strategy<Value = Vec<DeviceId>> {
    proptest::collection::btree_set(device(), 1..=DEVICES_PER_ACCOUNT_MAX)
        .prop_map(|set| set.into_iter().collect())
}

fn position() -> impl Strategy<Value = ManifestPosition> {
    (1..=u32::MAX, 1..=u32::MAX).prop_map(|(generation, version)| ManifestPosition {
        generation,
        version,
    })
}

fn signature() -> impl Strategy<Value = [u8; 64]> {
    any::<[[u8; 32]; 2]>().prop_map(|halves| {
        let mut signature = [0; 64];
        signature.copy_from_slice(&halves.concat());
        signature
    })
}

fn some_bytes(min: usize, max: usize) -> impl Strategy<Value = Bytes> {
    vec(any::<u8>(), min..=max).prop_map(Bytes::from)
}

fn incarnation() -> impl Strategy<Value = Incarnation> {
    any::<u64>().prop_map(Incarnation::new)
}

fn seq() -> impl Strategy<Value = Seq> {
    any::<u64>().prop_map(Seq::new)
}

fn envelope_id() -> impl Strategy<Value = EnvelopeId> {
    any::<[u8; 16]>().prop_map(EnvelopeId::from_bytes)
}

fn prekey(kinds: &'static [PrekeyKind]) -> impl Strategy<Value = PublicPrekey> {
    let kind = proptest::sample::select(kinds);
    (kind, 1..=u32::MAX, any::<u32>(), any::<u8>(), signature()).prop_map(
        |(kind, id, day, byte, signature)| PublicPrekey {
            kind,
            id: PrekeyId::new(id),
            day,
            public: vec![byte; kind.public_len()],
            signature: kind.is_signed().then_some(signature),
        },
    )
}

const ALL_KINDS: &[PrekeyKind] = &[
    PrekeyKind::Signed,
    PrekeyKind::OneTime,
    PrekeyKind::KemOneTime,
    PrekeyKind::KemLastResort,
];

fn bundle() -> impl Strategy<Value = PrekeyBundle> {
    (
        prekey(&[PrekeyKind::Signed]),
        proptest::option::of(prekey(&[PrekeyKind::OneTime])),
        prekey(&[PrekeyKind::KemOneTime, PrekeyKind::KemLastResort]),
    )
        .prop_map(|(signed, one_time, kem)| PrekeyBundle {
            device: DeviceId::new(1),
            signed,
            one_time,
            kem,
        })
}

fn permission() -> impl Strategy<Value = Permission> {
    prop_oneof![
        any::<[u8; 16]>()
            .prop_map(|token| Permission::DeliveryToken(DeliveryToken::from_bytes(token))),
        (
            any::<u32>(),
            any::<[u8; 16]>(),
            any::<u64>(),
            0..=PROOF_OF_WORK_BITS_MAX
        )
            .prop_map(
                |(day, request_id, nonce, difficulty)| Permission::Stamp(Stamp {
                    day: Day(day),
                    request_id,
                    nonce,
                    difficulty,
                })
            ),
        Just(Permission::OwnAccount),
    ]
}

fn submit() -> impl Strategy<Value = Submit> {
    let envelopes = devices().prop_flat_map(|devices| {
        let count = devices.len();
        let ids = proptest::collection::btree_set(envelope_id(), count);
        (Just(devices), ids, vec(some_bytes(1, 600), count))
    });
    (account(), position(), envelopes, permission()).prop_map(
        |(recipient, position, (devices, ids, sealed), permission)| Submit {
            recipient,
            position,
            envelopes: (devices.into_iter().zip(ids).zip(sealed))
                .map(|((device, id), sealed)| Envelope { device, id, sealed })
                .collect(),
            permission,
        },
    )
}

fn client_body() -> impl Strategy<Value = ClientBody> {
    let examples: Vec<ClientBody> = (examples::client().into_iter())
        .map(|(_, body)| body)
        .collect();
    prop_oneof![
        proptest::sample::select(examples),
        (any::<u32>(), any::<u32>(), any::<bool>(), any::<u32>()).prop_map(
            |(one, other, is_identified, capabilities)| ClientBody::Hello(Hello {
                version_min: one.min(other),
                version_max: one.max(other),
                lane: if is_identified {
                    Lane::Identified
                } else {
                    Lane::Anonymous
                },
                capabilities,
            })
        ),
        (account(), device(), signature()).prop_map(|(account, device, signature)| {
            ClientBody::Authenticate(Authenticate {
                account,
                device,
                signature,
            })
        }),
        vec(prekey(ALL_KINDS), 0..8)
            .prop_map(|prekeys| ClientBody::UploadPrekeys(UploadPrekeys { prekeys })),
        (any::<[u8; 32]>(), any::<u32>()).prop_map(|(hash, counter)| {
            ClientBody::SetDeliveryToken(SetDeliveryToken { hash, counter })
        }),
        (incarnation(), seq())
            .prop_map(|(incarnation, seq)| ClientBody::Attach(Attach { incarnation, seq })),
        (incarnation(), seq()).prop_map(|(incarnation, through)| {
            ClientBody::Acknowledge(Acknowledge {
                incarnation,
                through,
            })
        }),
        (account(), proptest::option::of(position())).prop_map(|(account, held)| {
            ClientBody::FetchManifest(FetchManifest { account, held })
        }),
        (account(), devices()).prop_map(|(account, devices)| {
            ClientBody::FetchBundles(FetchBundles { account, devices })
        }),
        submit().prop_map(ClientBody::Submit),
    ]
}

fn refusal() -> impl Strategy<Value = Refusal> {
    let manifests = prop_oneof![Just(None), Just(Some(examples::chain()))];
    (0_u32..700, "[ -~äß✓]{0,100}", 0_u32..86_400_000, manifests).prop_map(
        |(code, text, retry_after_ms, manifests)| Refusal {
            code: RefusalCode::from_number(code),
            text,
            retry_after_ms,
            manifests,
        },
    )
}

fn server_body() -> impl Strategy<Value = ServerBody> {
    let examples: Vec<ServerBody> = (examples::server().into_iter())
        .map(|(_, body)| body)
        .collect();
    let policy = proptest::sample::select(vec![
        RegistrationPolicy::Open,
        RegistrationPolicy::Invite,
        RegistrationPolicy::Closed,
    ]);
    let counts = any::<[u32; 6]>().prop_map(|[one_time, kem_one_time, a, b, c, d]| PrekeyCounts {
        one_time,
        kem_one_time,
        signed_day: Day(a),
        last_resort_day: Day(b),
        signed_id: c,
        last_resort_id: d,
    });
    let bits = 0..=PROOF_OF_WORK_BITS_MAX;
    let lane = (1_u32..=3).prop_map(|number| MailLane::from_number(number).unwrap());
    prop_oneof![
        proptest::sample::select(examples),
        (any::<u32>(), bits.clone(), any::<u64>(), policy.clone()).prop_map(
            |(version, stamp_difficulty, millis, policy)| ServerBody::Welcome(Welcome {
                version,
                stamp_difficulty,
                server_time: Timestamp::from_millis(millis),
                policy,
            })
        ),
        (counts, position(), any::<[u8; 32]>(), any::<u32>()).prop_map(
            |(prekeys, position, manifest_hash, token_counter)| {
                ServerBody::Authenticated(Authenticated {
                    prekeys,
                    position,
                    manifest_hash,
                    token_counter,
                })
            }
        ),
        (policy, some_bytes(0, 256), bits).prop_map(|(policy, challenge, difficulty)| {
            ServerBody::RegistrationTerms(RegistrationTerms {
                policy,
                challenge,
                difficulty,
            })
        }),
        incarnation().prop_map(|incarnation| ServerBody::Registered(Registered { incarnation })),
        (incarnation(), seq()).prop_map(|(incarnation, last_seq)| {
            ServerBody::Attached(Attached {
                incarnation,
                last_seq,
            })
        }),
        (
            incarnation(),
            1..=u64::MAX,
            envelope_id(),
            some_bytes(1, 2_000),
            lane
        )
            .prop_map(|(incarnation, seq, id, sealed, lane)| ServerBody::Deliver(
                Deliver {
                    incarnation,
                    seq: Seq::new(seq),
                    id,
                    sealed,
                    lane,
                }
            )),
        (incarnation(), seq()).prop_map(|(incarnation, through)| {
            ServerBody::CaughtUp(CaughtUp {
                incarnation,
                through,
            })
        }),
        vec(bundle(), 0..4).prop_map(|mut bundles| {
            for (number, bundle) in (1..).zip(&mut bundles) {
                bundle.device = DeviceId::new(number);
            }
            ServerBody::Bundles(Bundles { bundles })
        }),
        refusal().prop_map(ServerBody::Refused),
        refusal().prop_map(|refusal| ServerBody::Goodbye(Refusal {
            manifests: None,
            ..refusal
        })),
    ]
}

fn client_frame() -> impl Strategy<Value = ClientFrame> {
    (1..=u64::MAX, client_body()).prop_map(|(request, body)| ClientFrame { request, body })
}

fn server_frame() -> impl Strategy<Value = ServerFrame> {
    (any::<u64>(), server_body()).prop_map(|(request, body)| ServerFrame { request, body })
}

/// Feeds the stream in chunks of these sizes, over and over, and takes every frame out.
fn cut(stream: &[u8], sizes: &[usize]) -> Result<Vec<Bytes>, DecodeError> {
    let mut buffer = FrameBuffer::new(FRAME_BYTES_MAX);
    let mut frames = Vec::new();
    let mut sizes = sizes.iter().cycle();
    let mut left = stream;
    while !left.is_empty() {
        let (chunk, behind) = left.split_at((*sizes.next().unwrap()).min(left.len()));
        left = behind;
        let mut rest = chunk;
        while !rest.is_empty() {
            rest = buffer.extend(rest);
            while let Some(frame) = buffer.next()? {
                frames.push(frame);
            }
        }
    }
    Ok(frames)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn client_frames(frames in vec(client_frame(), 1..4), sizes in vec(1_usize..5_000, 1..5)) {
        let mut stream = Vec::new();
        for frame in &frames {
            codec::encode_client(frame, &mut stream);
        }
        let decoded: Result<Vec<_>, _> =
            cut(&stream, &sizes).unwrap().into_iter().map(codec::decode_client).collect();
        prop_assert_eq!(decoded.unwrap(), frames);
    }

    #[test]
    fn server_frames(frames in vec(server_frame(), 1..4), sizes in vec(1_usize..5_000, 1..5)) {
        let mut stream = Vec::new();
        for frame in &frames {
            codec::encode_server(frame, &mut stream);
        }
        let decoded: Result<Vec<_>, _> =
            cut(&stream, &sizes).unwrap().into_iter().map(codec::decode_server).collect();
        prop_assert_eq!(decoded.unwrap(), frames);
    }
}

fn framed_client(body: ClientBody) -> Vec<u8> {
    let mut bytes = Vec::new();
    codec::encode_client(&ClientFrame { request: 1, body }, &mut bytes);
    bytes
}

#[test]
fn frames_that_keep_the_limits_fit_a_frame() {
    let prekeys = vec![examples::prekey(PrekeyKind::KemOneTime); PREKEYS_PER_UPLOAD_MAX / 2];
    let mut all = prekeys;
    all.resize(PREKEYS_PER_UPLOAD_MAX, examples::prekey(PrekeyKind::Signed));
    let upload = framed_client(ClientBody::UploadPrekeys(UploadPrekeys { prekeys: all }));
    assert!(upload.len() <= FRAME_BYTES_MAX, "{}", upload.len());

    for count in 1..=DEVICES_PER_ACCOUNT_MAX {
        let envelopes = (1..=count).map(|number| Envelope {
            device: DeviceId::new(u32::MAX - number as u32),
            id: EnvelopeId::from_bytes([number as u8; 16]),
            sealed: vec![7; sealed_bytes_max(count)].into(),
        });
        let submit = framed_client(ClientBody::Submit(Submit {
            recipient: AccountId::from_bytes([1; 32]),
            position: ManifestPosition {
                generation: u32::MAX,
                version: u32::MAX,
            },
            envelopes: envelopes.collect(),
            permission: Permission::Stamp(Stamp {
                day: Day(u32::MAX),
                request_id: [0xff; 16],
                nonce: u64::MAX,
                difficulty: 28,
            }),
        }));
        assert!(submit.len() <= FRAME_BYTES_MAX, "{count}: {}", submit.len());
        codec::decode_client(Bytes::from(submit).slice(4..)).unwrap();
    }
}

/// A frame has room for a little more than a submission or a chain may have; that room is for what goes around them.
#[test]
fn what_fits_a_frame_and_is_over_its_own_limit_is_refused() {
    let submit = |sealed: usize| {
        let envelopes = (1..=4_u8).map(|number| Envelope {
            device: DeviceId::new(number.into()),
            id: EnvelopeId::from_bytes([number; 16]),
            sealed: vec![7; sealed / 4].into(),
        });
        let framed = framed_client(ClientBody::Submit(Submit {
            recipient: AccountId::from_bytes([1; 32]),
            position: ManifestPosition::FIRST,
            envelopes: envelopes.collect(),
            permission: Permission::OwnAccount,
        }));
        assert!(framed.len() <= FRAME_BYTES_MAX);
        codec::decode_client(Bytes::from(framed).slice(4..))
    };
    assert!(submit(SEALED_BYTES_PER_SUBMIT_MAX).is_ok());
    assert_eq!(
        submit(SEALED_BYTES_PER_SUBMIT_MAX + 4),
        Err(DecodeError::Field {
            request: 1,
            field: "submit.envelopes"
        })
    );

    let mut large = examples::chain().0.remove(0);
    large.body = vec![7; 4096].into();
    let mut chain = ManifestChain::fitting(core::iter::repeat_n(large.clone(), 64));
    assert!(ManifestChain::decode(&chain.encode()).is_ok());
    chain.0.push(large);
    assert!(chain.0.len() < 64);
    assert!(ManifestChain::decode(&chain.encode()).is_err());
}

#[test]
fn a_chain_is_cut_to_fit_a_refusal() {
    let mut large = examples::chain().0.remove(0);
    large.body = vec![7; 4096].into();
    let chain = ManifestChain::fitting(core::iter::repeat_n(large, 1_000));
    assert!(chain.0.len() > 50);
    let refusal = Refusal::new(RefusalCode::StaleManifest)
        .with_text("x".repeat(512))
        .with_manifests(chain);
    let mut bytes = Vec::new();
    let body = ServerBody::Refused(refusal);
    codec::encode_server(
        &ServerFrame {
            request: u64::MAX,
            body,
        },
        &mut bytes,
    );
    assert!(bytes.len() <= FRAME_BYTES_MAX, "{}", bytes.len());
    codec::decode_server(Bytes::from(bytes).slice(4..)).unwrap();
}

#[test]
fn sealed_bytes_are_not_copied() {
    let (_, body) = (examples::client().into_iter())
        .find(|(name, _)| *name == "submit_contact")
        .unwrap();
    let frame = Bytes::from(framed_client(body)).slice(4..);
    let range = frame.as_ptr_range();
    let ClientBody::Submit(submit) = codec::decode_client(frame.clone()).unwrap().body else {
        panic!("a submission");
    };
    for envelope in submit.envelopes {
        assert!(range.contains(&envelope.sealed.as_ptr()));
    }
}

#[test]
fn refusals_name_the_request() {
    // Request 5 with a body of a later version: field 99.
    let later = Bytes::from_static(&[0x08, 5, 0x9a, 0x06, 0]);
    let error = codec::decode_client(later).unwrap_err();
    assert_eq!(error, DecodeError::UnknownFrame { request: 5 });
    assert_eq!(error.code(), RefusalCode::UnknownFrame);
    // Request 5, a hello without a lane.
    let hello = Bytes::from_static(&[0x08, 5, 0x12, 0]);
    let error = codec::decode_client(hello).unwrap_err();
    assert_eq!(
        error,
        DecodeError::Field {
            request: 5,
            field: "hello.lane"
        }
    );
    assert_eq!(error.request(), Some(5));
    // A request without a number could not be answered.
    let nameless = Bytes::from_static(&[0x42, 0]);
    assert_eq!(
        codec::decode_client(nameless),
        Err(DecodeError::Field {
            request: 0,
            field: "request"
        })
    );
    assert_eq!(
        codec::decode_client(vec![0; FRAME_BYTES_MAX + 1].into()),
        Err(DecodeError::TooLarge)
    );
    assert_eq!(
        codec::decode_client(Bytes::from_static(&[0xff; 20])),
        Err(DecodeError::Malformed)
    );
}

#[test]
fn nothing_secret_prints() {
    for (_, body) in examples::client() {
        let text = format!("{body:?}");
        for secret in ["222, 222", "an-invite", "sealed for", "81, 81", "29, 29"] {
            assert!(!text.contains(secret), "{text}");
        }
    }
    for (_, body) in examples::server() {
        let text = format!("{body:?}");
        assert!(
            !text.contains("sealed for") && !text.contains("115, 101"),
            "{text}"
        );
    }
}
