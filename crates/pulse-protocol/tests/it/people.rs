//! Accounts and devices to talk about, the same in every run.

use pulse_crypto::keys::{
    AccountId, Capabilities, DeviceId, IdentityKey, RootKey, SigningKey, Suite,
};
use pulse_crypto::secret::Secret;
use pulse_protocol::manifest::Device;

pub(crate) fn root(seed: u8) -> RootKey {
    RootKey::from_seed(Secret::from_bytes([seed; 32]))
}

pub(crate) fn account(root: &RootKey) -> AccountId {
    AccountId::of_root_keys(Suite::ONE, &[root.public()])
}

pub(crate) fn signing(seed: u8) -> SigningKey {
    SigningKey::from_seed(Secret::from_bytes([seed; 32]))
}

/// The device with this number, whose signing key is `signing(number)`.
pub(crate) fn device(number: u8) -> Device {
    Device {
        id: DeviceId::new(number.into()),
        signing: signing(number).public(),
        identity: IdentityKey::from_bytes(Secret::from_bytes([number; 32])).public(),
        capabilities: Capabilities {
            suite_max: 1,
            flags: 0,
        },
    }
}
