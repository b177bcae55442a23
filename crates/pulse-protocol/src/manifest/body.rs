//! What a manifest says. Parsed only after its signature has been verified.

use bytes::Bytes;
use prost::Message;
use pulse_crypto::keys::{AccountId, FORMAT_V1, RootPublicKey, Suite};

use super::{Device, ManifestError};
use crate::codec::fields::{self, Checked, Invalid};
use crate::codec::{MANIFEST, check_shape};
use crate::limits::{DEVICES_PER_ACCOUNT_MAX, ROOT_KEYS_MAX};
use crate::{Day, ManifestPosition, wire};

#[derive(Clone, PartialEq, Eq)]
pub(super) struct Body {
    pub(super) account: AccountId,
    pub(super) root_keys: Vec<RootPublicKey>,
    pub(super) position: ManifestPosition,
    pub(super) previous_hash: Option<[u8; 32]>,
    pub(super) day: Day,
    pub(super) devices: Vec<Device>,
}

impl Body {
    /// The exact bytes that are signed.
    pub(super) fn encode(&self) -> Bytes {
        let wire = wire::Manifest {
            format: FORMAT_V1.into(),
            suite: Suite::ONE.get().into(),
            account: fields::copied(self.account.as_bytes()),
            root_keys: (self.root_keys.iter())
                .map(|key| fields::copied(key.as_bytes()))
                .collect(),
            generation: self.position.generation,
            version: self.position.version,
            previous_hash: (self.previous_hash)
                .map(|hash| fields::copied(&hash))
                .unwrap_or_default(),
            day: self.day.get(),
            devices: self.devices.iter().map(Device::to_wire).collect(),
        };
        wire.encode_to_vec().into()
    }

    pub(super) fn parse(bytes: &Bytes) -> Result<Self, ManifestError> {
        check_shape(bytes, &MANIFEST).map_err(|_| ManifestError::Malformed)?;
        let wire = wire::Manifest::decode(bytes.clone()).map_err(|_| ManifestError::Malformed)?;
        if wire.format != u32::from(FORMAT_V1) || wire.suite != u32::from(Suite::ONE.get()) {
            return Err(ManifestError::UnknownFormat);
        }
        Self::check(wire).map_err(|Invalid(_)| ManifestError::Malformed)
    }

    fn check(wire: wire::Manifest) -> Result<Self, Invalid> {
        let position = fields::position(wire.generation, wire.version, "manifest.generation")?;
        let previous_hash = match wire.previous_hash.len() {
            0 => None,
            _ => Some(fields::array(
                &wire.previous_hash,
                "manifest.previous_hash",
            )?),
        };
        // Nothing is before the first manifest, and something is before every version but a generation's first.
        let names_previous = previous_hash.is_some();
        if (position == ManifestPosition::FIRST && names_previous)
            || (position.version > 1 && !names_previous)
        {
            return Err(Invalid("manifest.previous_hash"));
        }
        Ok(Self {
            account: fields::account(&wire.account, "manifest.account")?,
            root_keys: root_keys(&wire.root_keys, "manifest.root_keys")?,
            position,
            previous_hash,
            day: Day(wire.day),
            devices: devices(wire.devices)?,
        })
    }
}

pub(super) fn root_keys(
    wire: &[Bytes],
    field: &'static str,
) -> Result<Vec<RootPublicKey>, Invalid> {
    if !(1..=ROOT_KEYS_MAX).contains(&wire.len()) {
        return Err(Invalid(field));
    }
    wire.iter()
        .map(|key| fields::root_key(key, field))
        .collect()
}

/// No number twice, so that "the device with this number" is one; no key twice, so that a signature names one device.
fn devices(wire: Vec<wire::DeviceEntry>) -> Result<Vec<Device>, Invalid> {
    const FIELD: &str = "manifest.devices";
    if !(1..=DEVICES_PER_ACCOUNT_MAX).contains(&wire.len()) {
        return Err(Invalid(FIELD));
    }
    let devices = wire.into_iter().map(Device::check);
    let devices = devices.collect::<Result<Vec<_>, _>>()?;
    fields::all_different(devices.iter().map(|device| &device.id), FIELD)?;
    fields::all_different(devices.iter().map(|device| &device.signing), FIELD)?;
    fields::all_different(devices.iter().map(|device| &device.identity), FIELD)?;
    Ok(devices)
}
