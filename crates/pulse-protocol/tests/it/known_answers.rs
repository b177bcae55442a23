//! What is signed, derived or hashed for a server, held to the bytes that a second model in Python made from `docs/wire.md`
//! (`crates/pulse-crypto/tests/vectors/second_model.py`; the tests there run it).

use data_encoding::HEXLOWER;
use pulse_crypto::keys::SigningKey;
use pulse_crypto::secret::Secret;
use pulse_protocol::auth::{AuthTranscript, TransportKind};
use pulse_protocol::proof_of_work::Puzzle;
use pulse_protocol::{AccountId, Day, DeliveryToken, DeviceId, ServerIdentity, VersionRange};
use serde_json::Value;

fn cases() -> Value {
    serde_json::from_str(include_str!(
        "../../../pulse-crypto/tests/vectors/wire.json"
    ))
    .unwrap()
}

fn bytes(value: &Value) -> Vec<u8> {
    HEXLOWER.decode(value.as_str().unwrap().as_bytes()).unwrap()
}

fn array<const N: usize>(value: &Value) -> [u8; N] {
    bytes(value).try_into().unwrap()
}

fn number<T: TryFrom<u64>>(value: &Value) -> T {
    value.as_u64().unwrap().try_into().ok().unwrap()
}

#[test]
fn an_authentication() {
    let case = &cases()["authentication"];
    let transcript = AuthTranscript::new(
        VersionRange {
            min: number(&case["version_min"]),
            max: number(&case["version_max"]),
        },
        TransportKind::Quic,
        ServerIdentity::from_bytes(array(&case["server"])),
        AccountId::from_bytes(array(&case["account"])),
        DeviceId::new(number(&case["device"])),
        array(&case["exporter"]),
    );
    let key = SigningKey::from_seed(Secret::from_bytes(array(&case["seed"])));
    assert_eq!(transcript.sign(&key), array(&case["over_quic"]));
}

#[test]
fn puzzles() {
    let case = &cases()["registration_work"];
    let puzzle = Puzzle::for_registration(&bytes(&case["challenge"]), number(&case["difficulty"]));
    assert_eq!(puzzle.prefix, array(&case["prefix"]));

    let case = &cases()["stamp"];
    let puzzle = Puzzle::for_stamp(
        &AccountId::from_bytes(array(&case["recipient"])),
        Day(number(&case["day"])),
        &array(&case["request_id"]),
        number(&case["difficulty"]),
    );
    assert_eq!(puzzle.prefix, array(&case["prefix"]));
}

#[test]
fn a_delivery_token() {
    let case = &cases()["delivery_token"];
    let profile_key = Secret::from_bytes(array(&case["profile_key"]));
    let token = DeliveryToken::from_profile_key(&profile_key, number(&case["counter"]));
    assert_eq!(token.as_bytes(), &array(&case["token"]));
    assert_eq!(token.hash(), array(&case["hash"]));
}
