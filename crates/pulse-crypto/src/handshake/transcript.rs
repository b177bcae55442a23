//! The transcript: everything both sides must agree about, as bytes that can be read in one way only.

use crate::hash;
use crate::keys::{
    AccountId, Capabilities, DeviceId, FORMAT_V1, IdentityPublicKey, SigningPublicKey, Suite,
};
use crate::labels;
use crate::prekeys::{PrekeyId, PrekeyKind};
use crate::ratchet::{KINDS, SessionId};

/// What is agreed about, in the order of the bytes (`docs/crypto.md`, "Transcript").
pub(super) struct Transcript<'a> {
    pub(super) suite: Suite,
    pub(super) initiator: Party,
    pub(super) responder: Party,
    pub(super) signed_prekey: Prekey<'a>,
    pub(super) one_time_prekey: Option<Prekey<'a>>,
    pub(super) kem_prekey: Prekey<'a>,
    pub(super) ephemeral: &'a [u8; 32],
    pub(super) kem_ciphertext: &'a [u8],
}

/// One side.
pub(super) struct Party {
    pub(super) account: AccountId,
    pub(super) device: DeviceId,
    pub(super) identity: IdentityPublicKey,
    pub(super) signing: SigningPublicKey,
    pub(super) manifest_hash: [u8; 32],
    pub(super) capabilities: Capabilities,
}

/// One prekey of the responder.
pub(super) struct Prekey<'a> {
    pub(super) kind: PrekeyKind,
    pub(super) id: PrekeyId,
    pub(super) public: &'a [u8],
}

impl Transcript<'_> {
    /// The session's id: the transcript's hash.
    pub(super) fn session_id(&self) -> SessionId {
        SessionId::from_bytes(hash::labelled(
            labels::HANDSHAKE_TRANSCRIPT,
            &[&self.encode()],
        ))
    }

    /// All lengths are fixed by what precedes, except those that are written; so two transcripts never
    /// have the same bytes.
    fn encode(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(4_096);
        out.push(FORMAT_V1);
        out.extend_from_slice(&self.suite.to_be_bytes());
        out.push(KINDS.len() as u8);
        out.extend(KINDS.map(|kind| kind as u8));
        self.initiator.encode(&mut out);
        self.responder.encode(&mut out);
        self.signed_prekey.encode(&mut out);
        match &self.one_time_prekey {
            Some(prekey) => prekey.encode(&mut out),
            None => out.push(0), // no kind is 0
        }
        self.kem_prekey.encode(&mut out);
        out.extend_from_slice(self.ephemeral);
        put_with_length(&mut out, self.kem_ciphertext);
        out
    }
}

impl Party {
    fn encode(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.capabilities.encode());
        out.extend_from_slice(self.account.as_bytes());
        out.extend_from_slice(&self.manifest_hash);
        out.extend_from_slice(&self.device.to_be_bytes());
        out.extend_from_slice(self.identity.as_bytes());
        out.extend_from_slice(self.signing.as_bytes());
    }
}

impl Prekey<'_> {
    fn encode(&self, out: &mut Vec<u8>) {
        out.push(self.kind as u8);
        out.extend_from_slice(&self.id.get().to_be_bytes());
        put_with_length(out, self.public);
    }
}

fn put_with_length(out: &mut Vec<u8>, bytes: &[u8]) {
    out.extend_from_slice(&(bytes.len() as u32).to_be_bytes());
    out.extend_from_slice(bytes);
}
