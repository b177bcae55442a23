//! Manifests as they travel: the exact signed bytes, who signed them, and the root keys the account id commits to.

use core::fmt;

use bytes::Bytes;
use prost::Message;
use pulse_crypto::keys::{
    AccountId, DeviceId, RootKey, RootPublicKey, SIGNATURE_LEN, SigningKey, Suite,
};
use pulse_crypto::{hash, labels};

use super::body::{self, Body};
use super::{Device, ManifestError, VerifiedManifest};
use crate::codec::fields::{self, Checked, Invalid, Opaque};
use crate::codec::{MANIFEST_CHAIN, check_shape};
use crate::limits::{
    MANIFEST_BODY_BYTES_MAX, MANIFEST_CHAIN_BYTES_MAX, MANIFESTS_PER_CHAIN_MAX, ROOT_KEYS_MAX,
};
use crate::{Day, ManifestPosition, wire};

/// A manifest that claims to be signed. Nothing in its body is looked at before it is verified.
#[derive(Clone, PartialEq, Eq)]
pub struct SignedManifest {
    /// The exact bytes that were signed; never encoded again.
    pub body: Bytes,
    /// Whose signature it is.
    pub signer: Signer,
    /// Over `label ‖ body`, with a label of its own for root keys and for devices.
    pub signature: [u8; SIGNATURE_LEN],
    /// The account's root keys. Self-certifying: their hash is the account id.
    pub root_keys: Vec<RootPublicKey>,
}

/// Who signed a manifest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signer {
    /// The account's first root key.
    Root,
    /// A device that the manifest before lists.
    Device(DeviceId),
}

impl SignedManifest {
    /// The account whose root keys these are.
    pub fn account(&self) -> AccountId {
        AccountId::of_root_keys(Suite::ONE, &self.root_keys)
    }

    /// How the next manifest, and everybody else, names this one: the labelled SHA-256 of its body.
    pub fn hash(&self) -> [u8; 32] {
        hash::labelled(labels::MANIFEST_HASH, &[&self.body])
    }

    /// Bytes this takes within a chain, not less than it really does.
    fn encoded_len_max(&self) -> usize {
        const FRAMING: usize = 128;
        self.body.len() + SIGNATURE_LEN + ROOT_KEYS_MAX * 34 + FRAMING
    }

    fn by_root(body: &Body, root: &RootKey) -> Self {
        let bytes = body.encode();
        Self {
            signature: root.sign(labels::MANIFEST_BY_ROOT, &[&bytes]),
            signer: Signer::Root,
            root_keys: body.root_keys.clone(),
            body: bytes,
        }
    }

    fn by_device(body: &Body, device: DeviceId, key: &SigningKey) -> Self {
        let bytes = body.encode();
        Self {
            signature: key.sign(labels::MANIFEST_BY_DEVICE, &[&bytes]),
            signer: Signer::Device(device),
            root_keys: body.root_keys.clone(),
            body: bytes,
        }
    }
}

/// The first manifest of an account, at registration.
pub fn first(root: &RootKey, devices: &[Device], day: Day) -> SignedManifest {
    let body = Body {
        devices: devices.to_vec(),
        ..body_by_root(root, ManifestPosition::FIRST, None, day)
    };
    SignedManifest::by_root(&body, root)
}

/// The manifest after `held`, signed by a device that `held` lists.
pub fn next(
    held: &VerifiedManifest,
    signer: (DeviceId, &SigningKey),
    devices: &[Device],
    day: Day,
) -> SignedManifest {
    let position = held.position();
    let body = Body {
        account: *held.account(),
        root_keys: held.root_keys().to_vec(),
        position: ManifestPosition {
            generation: position.generation,
            version: position.version.saturating_add(1),
        },
        previous_hash: Some(*held.hash()),
        day,
        devices: devices.to_vec(),
    };
    SignedManifest::by_device(&body, signer.0, signer.1)
}

/// Takes the account back with its root key: a new generation that beats whatever a stolen device signs.
pub fn recover(
    held: &VerifiedManifest,
    root: &RootKey,
    devices: &[Device],
    day: Day,
) -> SignedManifest {
    let generation = held.position().generation.saturating_add(1);
    recovery(generation, Some(*held.hash()), root, devices, day)
}

/// As [`recover`], when no server has the account's manifests any more: `generation` has to be above every one that was
/// ever used.
pub fn recover_blind(
    generation: u32,
    root: &RootKey,
    devices: &[Device],
    day: Day,
) -> SignedManifest {
    recovery(generation, None, root, devices, day)
}

fn recovery(
    generation: u32,
    previous_hash: Option<[u8; 32]>,
    root: &RootKey,
    devices: &[Device],
    day: Day,
) -> SignedManifest {
    let position = ManifestPosition {
        generation,
        version: 1,
    };
    let body = Body {
        devices: devices.to_vec(),
        ..body_by_root(root, position, previous_hash, day)
    };
    SignedManifest::by_root(&body, root)
}

fn body_by_root(
    root: &RootKey,
    position: ManifestPosition,
    previous_hash: Option<[u8; 32]>,
    day: Day,
) -> Body {
    let root_keys = vec![root.public()];
    Body {
        account: AccountId::of_root_keys(Suite::ONE, &root_keys),
        root_keys,
        position,
        previous_hash,
        day,
        devices: Vec::new(),
    }
}

impl Checked for SignedManifest {
    type Wire = wire::SignedManifest;

    fn check(wire: wire::SignedManifest) -> Result<Self, Invalid> {
        if wire.body.is_empty() {
            return Err(Invalid("signed_manifest.body"));
        }
        Ok(Self {
            body: fields::at_most(wire.body, MANIFEST_BODY_BYTES_MAX, "signed_manifest.body")?,
            signer: match wire.signer {
                0 => Signer::Root,
                device => Signer::Device(DeviceId::new(device)),
            },
            signature: fields::array(&wire.signature, "signed_manifest.signature")?,
            root_keys: body::root_keys(&wire.root_keys, "signed_manifest.root_keys")?,
        })
    }

    fn to_wire(&self) -> wire::SignedManifest {
        wire::SignedManifest {
            body: self.body.clone(),
            signer: match self.signer {
                Signer::Root => 0,
                Signer::Device(device) => device.get(),
            },
            signature: fields::copied(&self.signature),
            root_keys: (self.root_keys.iter())
                .map(|key| fields::copied(key.as_bytes()))
                .collect(),
        }
    }
}

impl fmt::Debug for SignedManifest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SignedManifest")
            .field("body", &Opaque(self.body.len()))
            .field("signer", &self.signer)
            .finish_non_exhaustive()
    }
}

/// Manifests of one account, newest last, each following the one before.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ManifestChain(pub Vec<SignedManifest>);

impl ManifestChain {
    /// As many from the beginning as fit one frame. Whoever gets a chain that ends early asks again from its end.
    pub fn fitting(manifests: impl IntoIterator<Item = SignedManifest>) -> Self {
        let mut bytes = 0;
        let fits = |manifest: &SignedManifest| {
            bytes += manifest.encoded_len_max();
            bytes <= MANIFEST_CHAIN_BYTES_MAX
        };
        let manifests = manifests.into_iter().take(MANIFESTS_PER_CHAIN_MAX);
        Self(manifests.take_while(fits).collect())
    }

    /// The chain as bytes, for a first message's seal and for a store: the protobuf of a frame's chain.
    pub fn encode(&self) -> Vec<u8> {
        self.to_wire().encode_to_vec()
    }

    /// The inverse of [`encode`](Self::encode). Like a chain from a frame it is checked for its shape and still proves nothing.
    ///
    /// # Errors
    /// [`ManifestError::Malformed`].
    pub fn decode(bytes: &[u8]) -> Result<Self, ManifestError> {
        check_shape(bytes, &MANIFEST_CHAIN).map_err(|_| ManifestError::Malformed)?;
        let wire = wire::ManifestChain::decode(Bytes::copy_from_slice(bytes))
            .map_err(|_| ManifestError::Malformed)?;
        Self::check(wire).map_err(|_| ManifestError::Malformed)
    }
}

impl Checked for ManifestChain {
    type Wire = wire::ManifestChain;

    fn check(wire: wire::ManifestChain) -> Result<Self, Invalid> {
        if wire.manifests.len() > MANIFESTS_PER_CHAIN_MAX {
            return Err(Invalid("manifest_chain.manifests"));
        }
        let manifests = wire.manifests.into_iter().map(SignedManifest::check);
        let manifests = manifests.collect::<Result<Vec<_>, _>>()?;
        let bytes: usize = manifests.iter().map(SignedManifest::encoded_len_max).sum();
        if bytes > MANIFEST_CHAIN_BYTES_MAX {
            return Err(Invalid("manifest_chain.manifests"));
        }
        Ok(Self(manifests))
    }

    fn to_wire(&self) -> wire::ManifestChain {
        wire::ManifestChain {
            manifests: self.0.iter().map(SignedManifest::to_wire).collect(),
        }
    }
}
