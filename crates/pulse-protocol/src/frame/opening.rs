//! How a connection begins: hello, and the proof of who speaks.

use core::fmt;

use pulse_crypto::keys::{AccountId, DeviceId, SIGNATURE_LEN};

use super::PrekeyCounts;
use crate::codec::fields::{self, Checked, Invalid, Opaque};
use crate::{Lane, ManifestPosition, RegistrationPolicy, Timestamp, VersionRange, wire};

/// The first frame of every connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hello {
    /// The oldest protocol version the client speaks.
    pub version_min: u32,
    /// The newest one; not below `version_min`.
    pub version_max: u32,
    /// What the connection is for.
    pub lane: Lane,
    /// Bits with a meaning of their own, none assigned yet.
    pub capabilities: u32,
}

impl Hello {
    /// What it offers, as authentications on its connection sign it.
    pub const fn versions(&self) -> VersionRange {
        VersionRange {
            min: self.version_min,
            max: self.version_max,
        }
    }
}

impl Checked for Hello {
    type Wire = wire::Hello;

    fn check(wire: wire::Hello) -> Result<Self, Invalid> {
        if wire.version_min > wire.version_max {
            return Err(Invalid("hello.version_min"));
        }
        Ok(Self {
            version_min: wire.version_min,
            version_max: wire.version_max,
            lane: Lane::from_number(wire.lane).ok_or(Invalid("hello.lane"))?,
            capabilities: wire.capabilities,
        })
    }

    fn to_wire(&self) -> wire::Hello {
        wire::Hello {
            version_min: self.version_min,
            version_max: self.version_max,
            lane: self.lane.number(),
            capabilities: self.capabilities,
        }
    }
}

/// The server's answer to a hello it can work with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Welcome {
    /// The version both will speak from here on.
    pub version: u32,
    /// Leading zero bits asked of a stranger's stamp.
    pub stamp_difficulty: u8,
    /// The server's clock, to show a skew; never used for security.
    pub server_time: Timestamp,
    /// Who may register here.
    pub policy: RegistrationPolicy,
}

impl Checked for Welcome {
    type Wire = wire::Welcome;

    fn check(wire: wire::Welcome) -> Result<Self, Invalid> {
        Ok(Self {
            version: wire.version,
            stamp_difficulty: fields::difficulty(
                wire.stamp_difficulty,
                "welcome.stamp_difficulty",
            )?,
            server_time: Timestamp::from_millis(wire.server_time_ms),
            policy: RegistrationPolicy::from_number(wire.policy)
                .ok_or(Invalid("welcome.policy"))?,
        })
    }

    fn to_wire(&self) -> wire::Welcome {
        wire::Welcome {
            version: self.version,
            stamp_difficulty: self.stamp_difficulty.into(),
            server_time_ms: self.server_time.as_millis(),
            policy: self.policy.number(),
        }
    }
}

/// A device's proof that it is who it says, bound to this TLS connection: see [`auth`](crate::auth).
#[derive(Clone, PartialEq, Eq)]
pub struct Authenticate {
    /// Whose device.
    pub account: AccountId,
    /// Which device.
    pub device: DeviceId,
    /// Made by [`AuthTranscript::sign`](crate::auth::AuthTranscript::sign).
    pub signature: [u8; SIGNATURE_LEN],
}

impl Checked for Authenticate {
    type Wire = wire::Authenticate;

    fn check(wire: wire::Authenticate) -> Result<Self, Invalid> {
        Ok(Self {
            account: fields::account(&wire.account, "authenticate.account")?,
            device: fields::device(wire.device, "authenticate.device")?,
            signature: fields::array(&wire.signature, "authenticate.signature")?,
        })
    }

    fn to_wire(&self) -> wire::Authenticate {
        wire::Authenticate {
            account: fields::copied(self.account.as_bytes()),
            device: self.device.get(),
            signature: fields::copied(&self.signature),
        }
    }
}

impl fmt::Debug for Authenticate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Authenticate")
            .field("account", &self.account)
            .field("device", &self.device)
            .field("signature", &Opaque(self.signature.len()))
            .finish()
    }
}

/// The device is known. What the server holds for it, so that one round trip tells a device whether anything is to be done.
#[derive(Clone, PartialEq, Eq)]
pub struct Authenticated {
    /// The device's prekeys at the server.
    pub prekeys: PrekeyCounts,
    /// The account's newest manifest at the server: its place.
    pub position: ManifestPosition,
    /// The same manifest's hash. Another one than the device holds means a device it may not know.
    pub manifest_hash: [u8; 32],
    /// The counter of the delivery token whose hash the server holds; 0 when there is none.
    pub token_counter: u32,
}

impl Checked for Authenticated {
    type Wire = wire::Authenticated;

    fn check(wire: wire::Authenticated) -> Result<Self, Invalid> {
        let prekeys = wire.prekeys.ok_or(Invalid("authenticated.prekeys"))?;
        Ok(Self {
            prekeys: PrekeyCounts::check(prekeys)?,
            position: fields::position(wire.generation, wire.version, "authenticated.generation")?,
            manifest_hash: fields::array(&wire.manifest_hash, "authenticated.manifest_hash")?,
            token_counter: wire.token_counter,
        })
    }

    fn to_wire(&self) -> wire::Authenticated {
        wire::Authenticated {
            prekeys: Some(self.prekeys.to_wire()),
            generation: self.position.generation,
            version: self.position.version,
            manifest_hash: fields::copied(&self.manifest_hash),
            token_counter: self.token_counter,
        }
    }
}

impl fmt::Debug for Authenticated {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Authenticated")
            .field("prekeys", &self.prekeys)
            .field("position", &self.position)
            .field("manifest_hash", &Opaque(self.manifest_hash.len()))
            .field("token_counter", &self.token_counter)
            .finish()
    }
}
