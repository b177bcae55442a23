//! From the agreements and the transcript to the secrets a session begins with.

use crate::labels;
use crate::primitives::hkdf;
use crate::ratchet::{HeaderKey, InitialSecrets, RootKey, SessionId};
use crate::secret::Secret;

/// `F` of X3DH and PQXDH: 32 bytes that are no X25519 public key, before the agreements.
const F: [u8; 32] = [0xff; 32];

/// The outputs of the agreements, by the names of the specification.
pub(super) struct Agreements {
    pub(super) dh1: Secret<32>,
    pub(super) dh2: Secret<32>,
    pub(super) dh3: Secret<32>,
    pub(super) dh4: Option<Secret<32>>,
    pub(super) kem: Secret<32>,
}

impl Agreements {
    /// `SK ‖ HK_A ‖ NHK_B`. Whether DH4 is there is part of the transcript, whose hash is the session's id.
    pub(super) fn session_keys(&self, id: &SessionId) -> InitialSecrets {
        let dh4: &[u8] = self.dh4.as_ref().map_or(&[], |secret| secret.as_bytes());
        let input: [&[u8]; 6] = [
            &F,
            self.dh1.as_bytes(),
            self.dh2.as_bytes(),
            self.dh3.as_bytes(),
            dh4,
            self.kem.as_bytes(),
        ];
        let info = [labels::HANDSHAKE_KEYS.as_bytes(), id.as_bytes()];
        let [root_key, initiator_header_key, responder_header_key] =
            hkdf::derive::<96>(&[0; 32], &input, &info).split_in_three();
        InitialSecrets {
            root_key: RootKey::new(root_key),
            initiator_header_key: HeaderKey::new(initiator_header_key),
            responder_header_key: HeaderKey::new(responder_header_key),
        }
    }
}
