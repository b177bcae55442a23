//! What a server keeps for an account: manifests, prekeys, the hash of the delivery token.

use core::fmt;

use pulse_crypto::keys::{AccountId, DeviceId};

use crate::bundle::{PrekeyBundle, PublicPrekey};
use crate::codec::fields::{self, Checked, Invalid, Opaque};
use crate::limits::{DEVICES_PER_ACCOUNT_MAX, PREKEYS_PER_UPLOAD_MAX};
use crate::{Day, ManifestPosition, wire};

/// A manifest was published.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ManifestPublished;

/// The delivery token's hash was stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DeliveryTokenSet;

/// Prekeys of the speaking device: new one-time keys beside those the server has, or a signed or last-resort key in place of
/// the one it has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UploadPrekeys {
    /// In any order; at most [`PREKEYS_PER_UPLOAD_MAX`].
    pub prekeys: Vec<PublicPrekey>,
}

impl Checked for UploadPrekeys {
    type Wire = wire::UploadPrekeys;

    fn check(wire: wire::UploadPrekeys) -> Result<Self, Invalid> {
        if wire.prekeys.len() > PREKEYS_PER_UPLOAD_MAX {
            return Err(Invalid("upload_prekeys.prekeys"));
        }
        let prekeys = wire.prekeys.into_iter().map(PublicPrekey::check);
        Ok(Self {
            prekeys: prekeys.collect::<Result<_, _>>()?,
        })
    }

    fn to_wire(&self) -> wire::UploadPrekeys {
        wire::UploadPrekeys {
            prekeys: self.prekeys.iter().map(Checked::to_wire).collect(),
        }
    }
}

/// What the server has left of a device's prekeys.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct PrekeyCounts {
    /// One-time X25519 keys.
    pub one_time: u32,
    /// One-time ML-KEM keys.
    pub kem_one_time: u32,
    /// The day the signed prekey was made.
    pub signed_day: Day,
    /// The day the last-resort ML-KEM key was made.
    pub last_resort_day: Day,
    /// The signed prekey's id; 0 when there is none.
    pub signed_id: u32,
    /// The last-resort key's id; 0 when there is none.
    pub last_resort_id: u32,
}

impl Checked for PrekeyCounts {
    type Wire = wire::PrekeyCounts;

    fn check(wire: wire::PrekeyCounts) -> Result<Self, Invalid> {
        Ok(Self {
            one_time: wire.one_time,
            kem_one_time: wire.kem_one_time,
            signed_day: Day(wire.signed_day),
            last_resort_day: Day(wire.last_resort_day),
            signed_id: wire.signed_id,
            last_resort_id: wire.last_resort_id,
        })
    }

    fn to_wire(&self) -> wire::PrekeyCounts {
        wire::PrekeyCounts {
            one_time: self.one_time,
            kem_one_time: self.kem_one_time,
            signed_day: self.signed_day.get(),
            last_resort_day: self.last_resort_day.get(),
            signed_id: self.signed_id,
            last_resort_id: self.last_resort_id,
        }
    }
}

/// The hash of the account's delivery token, and which token of the profile key it is.
#[derive(Clone, PartialEq, Eq)]
pub struct SetDeliveryToken {
    /// Made by [`DeliveryToken::hash`](crate::DeliveryToken::hash).
    pub hash: [u8; 32],
    /// From 1; grows with each new token, and the server keeps the one with the highest.
    pub counter: u32,
}

impl Checked for SetDeliveryToken {
    type Wire = wire::SetDeliveryToken;

    fn check(wire: wire::SetDeliveryToken) -> Result<Self, Invalid> {
        Ok(Self {
            hash: fields::array(&wire.hash, "set_delivery_token.hash")?,
            counter: wire.counter,
        })
    }

    fn to_wire(&self) -> wire::SetDeliveryToken {
        wire::SetDeliveryToken {
            hash: fields::copied(&self.hash),
            counter: self.counter,
        }
    }
}

impl fmt::Debug for SetDeliveryToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SetDeliveryToken")
            .field("hash", &Opaque(self.hash.len()))
            .field("counter", &self.counter)
            .finish()
    }
}

/// Asks for an account's manifests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FetchManifest {
    /// Whose.
    pub account: AccountId,
    /// The newest one the asker holds; the answer begins after it, or at the newest root-signed one.
    pub held: Option<ManifestPosition>,
}

impl Checked for FetchManifest {
    type Wire = wire::FetchManifest;

    fn check(wire: wire::FetchManifest) -> Result<Self, Invalid> {
        let held = match (wire.generation, wire.version) {
            (0, 0) => None,
            (generation, version) => Some(fields::position(
                generation,
                version,
                "fetch_manifest.generation",
            )?),
        };
        Ok(Self {
            account: fields::account(&wire.account, "fetch_manifest.account")?,
            held,
        })
    }

    fn to_wire(&self) -> wire::FetchManifest {
        wire::FetchManifest {
            account: fields::copied(self.account.as_bytes()),
            generation: self.held.map_or(0, |held| held.generation),
            version: self.held.map_or(0, |held| held.version),
        }
    }
}

/// Asks for one prekey bundle for each of these devices.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FetchBundles {
    /// Whose devices.
    pub account: AccountId,
    /// Which; at least one, none twice.
    pub devices: Vec<DeviceId>,
}

impl Checked for FetchBundles {
    type Wire = wire::FetchBundles;

    fn check(wire: wire::FetchBundles) -> Result<Self, Invalid> {
        let count = wire.devices.len();
        let ids = wire.devices.into_iter();
        let devices = if (1..=DEVICES_PER_ACCOUNT_MAX).contains(&count) {
            ids.map(|id| fields::device(id, "fetch_bundles.devices"))
                .collect::<Result<Vec<_>, _>>()?
        } else {
            return Err(Invalid("fetch_bundles.devices"));
        };
        fields::all_different(devices.iter(), "fetch_bundles.devices")?;
        Ok(Self {
            account: fields::account(&wire.account, "fetch_bundles.account")?,
            devices,
        })
    }

    fn to_wire(&self) -> wire::FetchBundles {
        wire::FetchBundles {
            account: fields::copied(self.account.as_bytes()),
            devices: self.devices.iter().map(|device| device.get()).collect(),
        }
    }
}

/// The bundles that were asked for, each one-time key handed out this once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bundles {
    /// In the order asked; a device that has no prekeys yet is left out.
    pub bundles: Vec<PrekeyBundle>,
}

impl Checked for Bundles {
    type Wire = wire::Bundles;

    fn check(wire: wire::Bundles) -> Result<Self, Invalid> {
        if wire.bundles.len() > DEVICES_PER_ACCOUNT_MAX {
            return Err(Invalid("bundles.bundles"));
        }
        let bundles = wire.bundles.into_iter().map(PrekeyBundle::check);
        let bundles = bundles.collect::<Result<Vec<_>, _>>()?;
        fields::all_different(
            bundles.iter().map(|bundle| &bundle.device),
            "bundles.device",
        )?;
        Ok(Self { bundles })
    }

    fn to_wire(&self) -> wire::Bundles {
        wire::Bundles {
            bundles: self.bundles.iter().map(PrekeyBundle::to_wire).collect(),
        }
    }
}
