//! Who seals, and for whom.

use crate::keys::{AccountId, DeviceId, IdentityPublicKey};
use crate::sealed::SealError;

/// The sender, as the outer layer carries it: what the recipient needs to look up the sender's manifest and to notice a newer
/// one. It is a claim until the inner layer has opened and the manifest lists this device with this key.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct SenderAddress {
    /// The sender's account.
    pub account: AccountId,
    /// The sender's device.
    pub device: DeviceId,
    /// That device's identity key.
    pub identity: IdentityPublicKey,
    /// The generation of the sender's newest manifest.
    pub generation: u32,
    /// Its version.
    pub version: u32,
    /// The first 8 bytes of its hash.
    pub manifest_hash: [u8; 8],
}

/// The recipient: one device.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct RecipientAddress {
    /// The recipient's account.
    pub account: AccountId,
    /// The recipient's device.
    pub device: DeviceId,
    /// That device's identity key.
    pub identity: IdentityPublicKey,
}

impl SenderAddress {
    /// Bytes of an encoded address.
    pub(crate) const LEN: usize = 32 + 4 + 32 + 4 + 4 + 8;

    pub(crate) fn encode(&self) -> [u8; Self::LEN] {
        let mut out = [0; Self::LEN];
        let fields: [&[u8]; 6] = [
            self.account.as_bytes(),
            &self.device.to_be_bytes(),
            self.identity.as_bytes(),
            &self.generation.to_be_bytes(),
            &self.version.to_be_bytes(),
            &self.manifest_hash,
        ];
        out.iter_mut()
            .zip(fields.into_iter().flatten())
            .for_each(|(byte, field)| *byte = *field);
        out
    }

    pub(super) fn decode(bytes: &[u8; Self::LEN]) -> Result<Self, SealError> {
        let mut reader = Reader(bytes);
        Ok(Self {
            account: AccountId::from_bytes(reader.array()?),
            device: DeviceId::new(u32::from_be_bytes(reader.array()?)),
            identity: IdentityPublicKey::from_bytes(reader.array()?).map_err(|_| SealError::Key)?,
            generation: u32::from_be_bytes(reader.array()?),
            version: u32::from_be_bytes(reader.array()?),
            manifest_hash: reader.array()?,
        })
    }
}

impl std::fmt::Debug for SenderAddress {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SenderAddress(…)")
    }
}

impl std::fmt::Debug for RecipientAddress {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("RecipientAddress(…)")
    }
}

/// What is left to read.
struct Reader<'a>(&'a [u8]);

impl Reader<'_> {
    fn array<const N: usize>(&mut self) -> Result<[u8; N], SealError> {
        let (array, rest) = self
            .0
            .split_first_chunk::<N>()
            .ok_or(SealError::Malformed)?;
        self.0 = rest;
        Ok(*array)
    }
}
