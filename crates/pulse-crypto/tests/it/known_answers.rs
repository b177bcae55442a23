//! The frozen answers of the second model, `tests/vectors/second_model.py`: every byte both make must be the same.

#![expect(
    clippy::disallowed_methods,
    reason = "the answers are in files; the library itself reads none"
)]

use std::path::PathBuf;
use std::process::Command;

use pulse_crypto::attachment::Encryptor;
use pulse_crypto::handshake::{InitialHeader, LocalParty, RemoteParty, initiate, respond};
use pulse_crypto::hash;
use pulse_crypto::keys::{AccountId, Capabilities, DeviceId, IdentityKey, SigningKey};
use pulse_crypto::prekeys::{
    BundleSecrets, PrekeyBundle, PrekeyId, PrekeyKind, PublicPrekey, SecretPrekey,
};
use pulse_crypto::ratchet::{RatchetError, Session};
use pulse_crypto::sealed::{PairKey, RecipientAddress, SenderAddress, open_outer, seal};
use pulse_crypto::secret::Secret;
use serde_json::Value;

use super::script::Script;

const FILES: [&str; 5] = [
    "handshake.json",
    "ratchet.json",
    "forgetting.json",
    "seal.json",
    "wire.json",
];

#[test]
fn the_second_model_still_makes_these_answers() {
    let output = Command::new("python3")
        .arg(vectors().join("second_model.py"))
        .arg("--check")
        .output()
        .expect("python3 runs the second model; install it");
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success(),
        "{said}{}",
        String::from_utf8_lossy(&output.stderr)
    );
    for name in FILES {
        let hash = hex(&hash::sha256(&[
            &std::fs::read(vectors().join(name)).unwrap()
        ]));
        assert!(
            said.contains(&format!("{hash}  {name}  same")),
            "{name}: {said}"
        );
    }
}

#[test]
fn handshakes() {
    let cases = read("handshake.json");
    assert_eq!(cases.as_array().unwrap().len(), 2);
    for case in cases.as_array().unwrap() {
        let (a, b) = (
            Device::new(&case["initiator"]),
            Device::new(&case["responder"]),
        );
        let day = number(&case["day"]);
        let (signed, signed_public) = b.prekey(&case["signed_prekey"], day);
        let (kem, kem_public) = b.prekey(&case["kem_prekey"], day);
        let one_time = &case["one_time_prekey"];
        let one_time = (!one_time.is_null()).then(|| b.prekey(one_time, day));
        let (one_time, one_time_public) = one_time.unzip();
        let bundle = PrekeyBundle {
            signed: signed_public,
            one_time: one_time_public,
            kem: kem_public,
        };

        let mut script = Script::new(bytes(&case["randomness"]));
        let (session, header) =
            initiate(&a.local(), &b.remote(), &bundle, day, &mut script).unwrap();
        script.assert_used_up();
        assert_eq!(hex(&header.encode()), case["header"]);
        assert_eq!(header.encode().len(), InitialHeader::LEN);
        assert_eq!(hex(session.id().as_bytes()), case["session_id"]);
        assert_eq!(hex(&session.encode()), case["initiator_state"]);

        let header = InitialHeader::decode(&bytes(&case["header"])).unwrap();
        let secrets = BundleSecrets {
            signed,
            one_time,
            kem,
        };
        let answer = respond(&b.local(), &a.remote(), &header, &secrets).unwrap();
        assert_eq!(hex(&answer.encode()), case["responder_state"]);
    }
}

#[test]
fn a_conversation() {
    let file = read("ratchet.json");
    let day = number(&file["day"]);
    let mut alice = Session::decode(&bytes(&file["start"]["alice"])).unwrap();
    let mut bob = Session::decode(&bytes(&file["start"]["bob"])).unwrap();
    let steps = file["steps"].as_array().unwrap();
    assert!(steps.len() > 150);
    for (index, step) in steps.iter().enumerate() {
        let session = if step["who"] == "alice" {
            &mut alice
        } else {
            &mut bob
        };
        if step["do"] == "encrypt" {
            let mut script = Script::new(bytes(&step["randomness"]));
            let message = session
                .encrypt(&bytes(&step["plaintext"]), &mut script)
                .unwrap();
            script.assert_used_up();
            assert_eq!(hex(&message), step["message"], "step {index}");
        } else {
            let plaintext = session.decrypt(&bytes(&step["message"]), day).unwrap();
            assert_eq!(hex(&plaintext), step["plaintext"], "step {index}");
        }
        let state_hash = hex(&hash::sha256(&[&session.encode()]));
        assert_eq!(state_hash, step["state_hash"], "step {index}");
    }
    assert_eq!(hex(&alice.encode()), file["end"]["alice"]);
    assert_eq!(hex(&bob.encode()), file["end"]["bob"]);
}

/// Missing messages that are given up: what is stored then has positions below which a key may have been dropped.
#[test]
fn a_conversation_that_forgets() {
    let file = read("forgetting.json");
    let mut alice = Session::decode(&bytes(&file["start"]["alice"])).unwrap();
    let mut bob = Session::decode(&bytes(&file["start"]["bob"])).unwrap();
    let mut refused = 0;
    for (index, step) in file["steps"].as_array().unwrap().iter().enumerate() {
        let session = if step["who"] == "alice" {
            &mut alice
        } else {
            &mut bob
        };
        let day = number(&step["day"]);
        match step["do"].as_str().unwrap() {
            "encrypt" => {
                let mut script = Script::new(bytes(&step["randomness"]));
                let plaintext = bytes(&step["plaintext"]);
                let message = session.encrypt(&plaintext, &mut script).unwrap();
                assert_eq!(hex(&message), step["message"], "step {index}");
            }
            "decrypt" => {
                let plaintext = session.decrypt(&bytes(&step["message"]), day).unwrap();
                assert_eq!(hex(&plaintext), step["plaintext"], "step {index}");
            }
            "expire" => session.expire_skipped(day),
            "refuse" => {
                let error = match step["error"].as_str().unwrap() {
                    "too old" => RatchetError::TooOld,
                    "used" => RatchetError::Used,
                    "not for this session" => RatchetError::NotForThisSession,
                    other => panic!("{other}"),
                };
                let result = session.decrypt(&bytes(&step["message"]), day);
                assert_eq!(result.err(), Some(error), "step {index}");
                refused += 1;
            }
            other => panic!("{other}"),
        }
        let state_hash = hex(&hash::sha256(&[&session.encode()]));
        assert_eq!(state_hash, step["state_hash"], "step {index}");
    }
    assert_eq!(refused, 7);
    assert_eq!(hex(&alice.encode()), file["end"]["alice"]);
    assert_eq!(hex(&bob.encode()), file["end"]["bob"]);
}

/// Chunks, the digest over them, and what an upload remembers of them, which is stored.
#[test]
fn an_attachment() {
    let case = &read("wire.json")["attachment"];
    let size = number(&case["size"]) as usize;
    let content: Vec<u8> = (0..size).map(|n| (7 * n + n / 256) as u8).collect();
    let key = Secret::from_bytes(bytes(&case["key"]).try_into().unwrap());
    let mut encryptor = Encryptor::new(key, size as u64).unwrap();
    let mut last_chunk = Vec::new();
    for (chunk, hash) in content
        .chunks(65_536)
        .zip(case["hashes"].as_array().unwrap())
    {
        let encrypted = encryptor.encrypt_chunk(chunk).unwrap();
        assert_eq!(hex(encrypted.hash.as_bytes()), *hash);
        last_chunk = encrypted.bytes;
    }
    assert_eq!(hex(&last_chunk), case["last_chunk"]);
    assert_eq!(hex(&encryptor.finish().unwrap()), case["digest"]);
}

#[test]
fn seals() {
    for case in read("seal.json").as_array().unwrap() {
        let (from, to) = (
            Device::new(&case["sender"]),
            Device::new(&case["recipient"]),
        );
        let pair = PairKey::agree(&from.identity, &to.identity.public()).unwrap();
        assert_eq!(hex(&pair.encode()[3..]), case["pair_key"]);

        let (manifest_hash, _) = from.manifest_hash.split_first_chunk().unwrap();
        let sender = SenderAddress {
            account: from.account,
            device: from.device,
            identity: from.identity.public(),
            generation: number(&case["generation"]),
            version: number(&case["version"]),
            manifest_hash: *manifest_hash,
        };
        let recipient = RecipientAddress {
            account: to.account,
            device: to.device,
            identity: to.identity.public(),
        };
        let plaintext = bytes(&case["plaintext"]);
        let mut script = Script::new(bytes(&case["randomness"]));
        let sealed = seal(&sender, &pair, &recipient, &plaintext, &mut script).unwrap();
        assert_eq!(hex(&sealed), case["sealed"]);

        let sealed = bytes(&case["sealed"]);
        let opened = open_outer(&recipient, &to.identity, &sealed).unwrap();
        assert!(*opened.sender() == sender);
        assert_eq!(*opened.open_inner(&pair).unwrap(), plaintext);
    }
}

/// A device of the files.
struct Device {
    account: AccountId,
    device: DeviceId,
    identity: IdentityKey,
    signing: SigningKey,
    manifest_hash: [u8; 32],
    capabilities: Capabilities,
}

impl Device {
    fn new(value: &Value) -> Self {
        let device = Self {
            account: AccountId::from_bytes(array(&value["account"])),
            device: DeviceId::new(number(&value["device"])),
            identity: IdentityKey::from_bytes(Secret::from_bytes(array(&value["identity_secret"]))),
            signing: SigningKey::from_seed(Secret::from_bytes(array(&value["signing_seed"]))),
            manifest_hash: array(&value["manifest_hash"]),
            capabilities: Capabilities {
                suite_max: number(&value["suite_max"]).try_into().unwrap(),
                flags: number(&value["flags"]),
            },
        };
        assert_eq!(hex(device.identity.public().as_bytes()), value["identity"]);
        assert_eq!(hex(device.signing.public().as_bytes()), value["signing"]);
        device
    }

    fn local(&self) -> LocalParty<'_> {
        LocalParty {
            account: self.account,
            device: self.device,
            identity: &self.identity,
            signing: self.signing.public(),
            manifest_hash: self.manifest_hash,
            capabilities: self.capabilities,
        }
    }

    fn remote(&self) -> RemoteParty {
        RemoteParty {
            account: self.account,
            device: self.device,
            identity: self.identity.public(),
            signing: self.signing.public(),
            manifest_hash: self.manifest_hash,
            capabilities: self.capabilities,
        }
    }

    fn prekey(&self, value: &Value, day: u32) -> (SecretPrekey, PublicPrekey) {
        let kind = PrekeyKind::try_from(number(&value["kind"]) as u8).unwrap();
        let id = PrekeyId::new(number(&value["id"]));
        let mut script = Script::new(bytes(&value["secret"]));
        let (secret, public) = SecretPrekey::generate(
            kind,
            id,
            day,
            &self.account,
            self.device,
            &self.signing,
            &mut script,
        );
        assert_eq!(hex(&public.public), value["public"]);
        assert_eq!(
            public.signature.map(|signature| hex(&signature)).as_deref(),
            value["signature"].as_str()
        );
        (secret, public)
    }
}

fn vectors() -> PathBuf {
    PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR").unwrap()).join("tests/vectors")
}

fn read(name: &str) -> Value {
    serde_json::from_slice(&std::fs::read(vectors().join(name)).unwrap()).unwrap()
}

fn number(value: &Value) -> u32 {
    value.as_u64().unwrap().try_into().unwrap()
}

fn bytes(value: &Value) -> Vec<u8> {
    let text = value.as_str().unwrap();
    let byte = |start| u8::from_str_radix(&text[start..start + 2], 16).unwrap();
    (0..text.len()).step_by(2).map(byte).collect()
}

fn array<const N: usize>(value: &Value) -> [u8; N] {
    bytes(value).try_into().unwrap()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
