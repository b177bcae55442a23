//! A device as its account's manifest lists it.

use pulse_crypto::keys::{Capabilities, DeviceId, IdentityPublicKey, SigningPublicKey};

use crate::codec::fields::{self, Checked, Invalid};
use crate::wire;

/// A device's number, its public keys and what it can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Device {
    /// Unique within the account.
    pub id: DeviceId,
    /// Ed25519: signs prekeys, logins, and the account's next manifest.
    pub signing: SigningPublicKey,
    /// X25519: the party to handshakes and seals.
    pub identity: IdentityPublicKey,
    /// The best suite it speaks, and flags.
    pub capabilities: Capabilities,
}

impl Checked for Device {
    type Wire = wire::DeviceEntry;

    fn check(wire: wire::DeviceEntry) -> Result<Self, Invalid> {
        let signing = fields::array(&wire.signing_key, "device.signing_key")?;
        let identity = fields::array(&wire.identity_key, "device.identity_key")?;
        Ok(Self {
            id: fields::device(wire.device, "device.device")?,
            signing: SigningPublicKey::from_bytes(signing)
                .map_err(|_| Invalid("device.signing_key"))?,
            identity: IdentityPublicKey::from_bytes(identity)
                .map_err(|_| Invalid("device.identity_key"))?,
            capabilities: Capabilities {
                suite_max: u16::try_from(wire.suite_max)
                    .ok()
                    .filter(|suite| *suite >= 1)
                    .ok_or(Invalid("device.suite_max"))?,
                flags: wire.flags,
            },
        })
    }

    fn to_wire(&self) -> wire::DeviceEntry {
        wire::DeviceEntry {
            device: self.id.get(),
            signing_key: fields::copied(self.signing.as_bytes()),
            identity_key: fields::copied(self.identity.as_bytes()),
            suite_max: self.capabilities.suite_max.into(),
            flags: self.capabilities.flags,
        }
    }
}
