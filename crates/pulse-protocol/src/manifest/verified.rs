//! A manifest whose signature, place and account have been checked.

use core::fmt;

use bytes::Bytes;
use prost::Message;
use pulse_crypto::keys::{AccountId, DeviceId, RootPublicKey};

use super::body::Body;
use super::{Device, ManifestError, SignedManifest};
use crate::codec::fields::Checked;
use crate::codec::{SIGNED_MANIFEST, check_shape};
use crate::{Day, ManifestPosition, wire};

/// Made by [`verify_chain`](super::verify_chain) and its siblings alone, or read back from where one was stored.
#[derive(Clone, PartialEq, Eq)]
pub struct VerifiedManifest {
    pub(super) signed: SignedManifest,
    pub(super) body: Body,
    pub(super) hash: [u8; 32],
}

impl VerifiedManifest {
    pub(super) fn new(signed: SignedManifest, body: Body) -> Self {
        let hash = signed.hash();
        Self { signed, body, hash }
    }

    /// Whose devices these are.
    pub const fn account(&self) -> &AccountId {
        &self.body.account
    }

    /// The manifest's place in the account's history.
    pub const fn position(&self) -> ManifestPosition {
        self.body.position
    }

    /// How the next manifest and every sealed message name it.
    pub const fn hash(&self) -> &[u8; 32] {
        &self.hash
    }

    /// The hash of the manifest before, if it names one.
    pub const fn previous_hash(&self) -> Option<&[u8; 32]> {
        self.body.previous_hash.as_ref()
    }

    /// The day it was signed, as the signer said.
    pub const fn day(&self) -> Day {
        self.body.day
    }

    /// The account's devices: at least one, in the order of the manifest.
    pub fn devices(&self) -> &[Device] {
        &self.body.devices
    }

    /// The device with this number.
    pub fn device(&self, id: DeviceId) -> Option<&Device> {
        self.body.devices.iter().find(|device| device.id == id)
    }

    /// The account's root keys.
    pub fn root_keys(&self) -> &[RootPublicKey] {
        &self.body.root_keys
    }

    /// The signed bytes, to be handed on as they are.
    pub const fn signed(&self) -> &SignedManifest {
        &self.signed
    }

    /// For a store that nobody else writes.
    pub fn encode(&self) -> Vec<u8> {
        self.signed.to_wire().encode_to_vec()
    }

    /// Reads back what [`encode`](Self::encode) wrote. The signature is *not* verified again: for the own store alone, never
    /// for bytes that came from somebody.
    pub fn decode_stored(bytes: &[u8]) -> Result<Self, ManifestError> {
        check_shape(bytes, &SIGNED_MANIFEST).map_err(|_| ManifestError::Malformed)?;
        let wire = wire::SignedManifest::decode(Bytes::copy_from_slice(bytes))
            .map_err(|_| ManifestError::Malformed)?;
        let signed = SignedManifest::check(wire).map_err(|_| ManifestError::Malformed)?;
        let body = Body::parse(&signed.body)?;
        Ok(Self::new(signed, body))
    }
}

impl fmt::Debug for VerifiedManifest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("VerifiedManifest")
            .field("account", self.account())
            .field("position", &self.position())
            .field("devices", &self.devices().len())
            .finish_non_exhaustive()
    }
}
