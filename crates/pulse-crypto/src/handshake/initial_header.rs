//! The initial header: what a responder needs to find the session that a first message belongs to.

use crate::handshake::HandshakeError;
use crate::keys::{Capabilities, FORMAT_V1, Suite};
use crate::prekeys::{PrekeyId, PrekeyKind};
use crate::primitives::ml_kem::CIPHERTEXT_LEN;

/// The initiator's part of a handshake, sent inside the seal beside every message until an answer arrives.
///
/// Nothing in it is believed: manifests and capabilities are held against what the responder looks up, everything else enters
/// the transcript, so that a changed one gives a session that opens nothing.
#[derive(Clone, PartialEq, Eq)]
pub struct InitialHeader {
    pub(super) suite: Suite,
    pub(super) initiator_capabilities: Capabilities,
    pub(super) responder_capabilities: Capabilities,
    pub(super) initiator_manifest_hash: [u8; 32],
    pub(super) responder_manifest_hash: [u8; 32],
    pub(super) signed_prekey: PrekeyId,
    pub(super) one_time_prekey: Option<PrekeyId>,
    pub(super) kem_prekey: (PrekeyKind, PrekeyId),
    pub(super) ephemeral: [u8; 32],
    pub(super) kem_ciphertext: Box<[u8; CIPHERTEXT_LEN]>,
}

impl InitialHeader {
    /// Bytes of an encoded header.
    pub const LEN: usize =
        1 + 2 + 2 * Capabilities::LEN + 2 * 32 + 4 + (1 + 4) + (1 + 4) + 32 + CIPHERTEXT_LEN;

    /// What the initiator's manifest says its device can do.
    pub const fn initiator_capabilities(&self) -> Capabilities {
        self.initiator_capabilities
    }

    /// What the responder's manifest said, as the initiator knew it.
    pub const fn responder_capabilities(&self) -> Capabilities {
        self.responder_capabilities
    }

    /// The hash of the initiator's manifest at the time.
    pub const fn initiator_manifest_hash(&self) -> &[u8; 32] {
        &self.initiator_manifest_hash
    }

    /// The hash of the responder's manifest as the initiator knew it; the responder may have a newer one by now.
    pub const fn responder_manifest_hash(&self) -> &[u8; 32] {
        &self.responder_manifest_hash
    }

    /// The responder's signed prekey.
    pub const fn signed_prekey(&self) -> PrekeyId {
        self.signed_prekey
    }

    /// The responder's one-time prekey, unless its stock was empty.
    pub const fn one_time_prekey(&self) -> Option<PrekeyId> {
        self.one_time_prekey
    }

    /// The responder's KEM prekey, one-time or last-resort.
    pub const fn kem_prekey(&self) -> (PrekeyKind, PrekeyId) {
        self.kem_prekey
    }

    /// The initiator's ephemeral key. A responder accepts each once.
    pub const fn ephemeral(&self) -> &[u8; 32] {
        &self.ephemeral
    }

    /// The header's bytes (`docs/crypto.md`, "Initial header").
    pub fn encode(&self) -> Vec<u8> {
        let (kem_kind, kem_id) = self.kem_prekey;
        let mut out = Vec::with_capacity(Self::LEN);
        out.push(FORMAT_V1);
        out.extend_from_slice(&self.suite.to_be_bytes());
        out.extend_from_slice(&self.initiator_capabilities.encode());
        out.extend_from_slice(&self.responder_capabilities.encode());
        out.extend_from_slice(&self.initiator_manifest_hash);
        out.extend_from_slice(&self.responder_manifest_hash);
        out.extend_from_slice(&self.signed_prekey.get().to_be_bytes());
        out.push(u8::from(self.one_time_prekey.is_some()));
        out.extend_from_slice(&self.one_time_prekey.map_or(0, PrekeyId::get).to_be_bytes());
        out.push(kem_kind as u8);
        out.extend_from_slice(&kem_id.get().to_be_bytes());
        out.extend_from_slice(&self.ephemeral);
        out.extend_from_slice(self.kem_ciphertext.as_slice());
        out
    }

    /// Reads a header; exactly one encoding is accepted.
    ///
    /// # Errors
    /// [`HandshakeError::UnknownFormat`] or [`HandshakeError::Malformed`].
    pub fn decode(bytes: &[u8]) -> Result<Self, HandshakeError> {
        let mut reader = Reader(bytes);
        if reader.array()? != [FORMAT_V1] {
            return Err(HandshakeError::UnknownFormat);
        }
        let header = Self {
            suite: Suite::try_from(u16::from_be_bytes(reader.array()?))
                .map_err(|_| HandshakeError::UnknownFormat)?,
            initiator_capabilities: Capabilities::decode(&reader.array()?),
            responder_capabilities: Capabilities::decode(&reader.array()?),
            initiator_manifest_hash: reader.array()?,
            responder_manifest_hash: reader.array()?,
            signed_prekey: reader.id()?,
            one_time_prekey: match (reader.array()?, reader.id()?) {
                ([0], id) if id.get() == 0 => None,
                ([1], id) => Some(id),
                _ => return Err(HandshakeError::Malformed),
            },
            kem_prekey: match reader.array()? {
                [kind] if kind == PrekeyKind::KemOneTime as u8 => {
                    (PrekeyKind::KemOneTime, reader.id()?)
                }
                [kind] if kind == PrekeyKind::KemLastResort as u8 => {
                    (PrekeyKind::KemLastResort, reader.id()?)
                }
                _ => return Err(HandshakeError::Malformed),
            },
            ephemeral: reader.array()?,
            kem_ciphertext: Box::new(reader.array()?),
        };
        if reader.0.is_empty() {
            Ok(header)
        } else {
            Err(HandshakeError::Malformed)
        }
    }
}

impl std::fmt::Debug for InitialHeader {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("InitialHeader(…)")
    }
}

/// What is left to read.
struct Reader<'a>(&'a [u8]);

impl Reader<'_> {
    fn array<const N: usize>(&mut self) -> Result<[u8; N], HandshakeError> {
        let (array, rest) = self
            .0
            .split_first_chunk::<N>()
            .ok_or(HandshakeError::Malformed)?;
        self.0 = rest;
        Ok(*array)
    }

    fn id(&mut self) -> Result<PrekeyId, HandshakeError> {
        self.array()
            .map(|bytes| PrekeyId::new(u32::from_be_bytes(bytes)))
    }
}
