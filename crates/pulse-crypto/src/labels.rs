//! Every domain-separation label of Pulse, in one place.
//!
//! A label says what a hash, a signature or a derived key is for, so that bytes made for one purpose are worthless for any
//! other. All begin with "Pulse v1 "; a test proves that none is a prefix of another, which makes `label ‖ parts` injective.

use crate::hash::Label;

macro_rules! labels {
    ($($(#[$doc:meta])* $name:ident = $text:literal;)*) => {
        $($(#[$doc])* pub const $name: Label = Label::new($text);)*

        /// All of them, for the test of this file and the table in `docs/crypto.md`.
        #[cfg(test)]
        const ALL: &[(&str, Label)] = &[$((stringify!($name), $name)),*];
    };
}

labels! {
    // accounts, devices, the phrase
    /// Hash: account id from the root keys.
    ACCOUNT_ID = "Pulse v1 account id";
    /// KDF: account root key from the recovery phrase.
    ROOT_KEY = "Pulse v1 root key from phrase";
    /// KDF: backup key from the recovery phrase.
    BACKUP_KEY = "Pulse v1 backup key from phrase";
    /// Hash: one iteration chain of the safety number.
    SAFETY_NUMBER = "Pulse v1 safety number";
    /// Hash: the key of a local store, kept beside it to tell a wrong key from a damaged store.
    STORE_KEY_CHECK = "Pulse v1 store key check";
    /// AEAD associated data: a key wrapped under a passphrase.
    VAULT = "Pulse v1 vault";

    // manifests, prekeys, authentication
    /// Signature: device manifest by a device that the previous manifest lists.
    MANIFEST_BY_DEVICE = "Pulse v1 manifest by device";
    /// Signature: device manifest by the account root key.
    MANIFEST_BY_ROOT = "Pulse v1 manifest by root";
    /// Hash: a manifest, as the next one and every sealed message name it.
    MANIFEST_HASH = "Pulse v1 manifest hash";
    /// Signature: a signed X25519 prekey or any ML-KEM prekey.
    PREKEY = "Pulse v1 prekey";
    /// Signature: authentication of a device to a server, bound to the TLS exporter.
    AUTHENTICATE = "Pulse v1 authenticate";
    /// MAC: the server's registration challenge.
    CHALLENGE = "Pulse v1 authentic challenge";
    /// Hash: what a server remembers of a used registration challenge.
    USED_CHALLENGE = "Pulse v1 registration challenge";
    /// MAC: an invite to register.
    INVITE = "Pulse v1 authentic invite";
    /// Hash: what a server remembers of a used invite.
    USED_INVITE = "Pulse v1 invite";
    /// MAC: a server's key for stateless resets of QUIC connections, from the server's own key.
    STATELESS_RESET = "Pulse v1 stateless reset";
    /// Hash: what a server remembers of a used stamp.
    STAMP = "Pulse v1 used stamp";
    /// Hash: proof of work over a challenge or a stranger's submission.
    WORK = "Pulse v1 work";
    /// KDF: delivery token from the profile key.
    DELIVERY_TOKEN = "Pulse v1 delivery token";
    /// Hash: delivery token as the server keeps it.
    DELIVERY_TOKEN_HASH = "Pulse v1 hash of delivery token";

    // one to one
    /// Hash: PQXDH transcript, which becomes the session id.
    HANDSHAKE_TRANSCRIPT = "Pulse v1 handshake transcript";
    /// KDF: SK ‖ HK_A ‖ NHK_B of PQXDH.
    HANDSHAKE_KEYS = "Pulse v1 handshake keys";
    /// KDF: root key step of the Double Ratchet.
    RATCHET_ROOT = "Pulse v1 ratchet root";
    /// KDF: next chain key.
    RATCHET_CHAIN = "Pulse v1 ratchet chain";
    /// KDF: the secret of one message from a chain key.
    RATCHET_MESSAGE = "Pulse v1 ratchet message secret";
    /// KDF: body key and nonce from a message's secrets and its R.
    RATCHET_BODY = "Pulse v1 ratchet body";
    /// Hash: the name of a message's key, for tests that look for one used twice.
    RATCHET_KEY_NAME = "Pulse v1 name of a message key";
    /// KDF: outer key of the seal.
    SEAL_OUTER = "Pulse v1 seal outer";
    /// KDF: inner key of the seal.
    SEAL_INNER = "Pulse v1 seal inner";
    /// KDF: the part of the inner key that is cached per pair of identity keys.
    SEAL_PAIR = "Pulse v1 seal pair";

    // content
    /// Hash: message id from sender, conversation and content id, the same on both sides.
    MESSAGE_ID = "Pulse v1 message id";
    /// Hash: the id of a content that this version cannot name.
    UNNAMED_CONTENT = "Pulse v1 unnamed content";
    /// Hash: the id under which a second content with a used content id is shown.
    CONFLICTING_CONTENT = "Pulse v1 conflicting content";
    /// Hash: what an inbox remembers of an envelope, to know it again under another id.
    ACCEPTED_ENVELOPE = "Pulse v1 accepted envelope";

    // attachments
    /// Hash: digest of an encrypted attachment.
    ATTACHMENT_DIGEST = "Pulse v1 attachment digest";
    /// Hash: a plaintext chunk, recorded so that a resumed upload never encrypts other bytes under a used nonce.
    ATTACHMENT_CHUNK = "Pulse v1 attachment chunk";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_label_is_a_prefix_of_another() {
        for (index, (name, label)) in ALL.iter().enumerate() {
            assert!(
                label.as_bytes().starts_with(b"Pulse v1 "),
                "{name} has another beginning"
            );
            assert!(label.as_bytes().is_ascii(), "{name} is not ASCII");
            for (other_index, (other_name, other)) in ALL.iter().enumerate() {
                let is_prefix =
                    index != other_index && other.as_bytes().starts_with(label.as_bytes());
                assert!(!is_prefix, "{name} is a prefix of {other_name}");
            }
        }
    }

    #[test]
    fn every_label_is_in_the_documentation() {
        let page = include_str!("../../../docs/crypto.md");
        for (name, label) in ALL {
            let row = format!("\n| {} | ", core::str::from_utf8(label.as_bytes()).unwrap());
            assert!(
                page.contains(&row),
                "{name} is missing in the table of docs/crypto.md"
            );
        }
    }
}
