//! How a field of the wire becomes a field that needs no second look.

use core::fmt;

use bytes::Bytes;
use pulse_crypto::keys::{AccountId, DeviceId, RootPublicKey};

use crate::ManifestPosition;
use crate::limits::{PROOF_OF_WORK_BITS_MAX, SEALED_BYTES_MAX};

/// The schema's name of a field that was missing or not acceptable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Invalid(pub(crate) &'static str);

/// A type whose values have been checked, and the message it travels as.
pub(crate) trait Checked: Sized {
    /// The generated message.
    type Wire;

    /// Checks every field.
    fn check(wire: Self::Wire) -> Result<Self, Invalid>;

    /// The message to encode.
    fn to_wire(&self) -> Self::Wire;
}

/// Stands for bytes in a `Debug` output: how many, not which.
pub(crate) struct Opaque(pub(crate) usize);

impl fmt::Debug for Opaque {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<{} bytes>", self.0)
    }
}

pub(crate) fn copied(bytes: &[u8]) -> Bytes {
    Bytes::copy_from_slice(bytes)
}

pub(crate) fn array<const N: usize>(bytes: &[u8], field: &'static str) -> Result<[u8; N], Invalid> {
    bytes.try_into().map_err(|_| Invalid(field))
}

pub(crate) fn at_most(bytes: Bytes, max: usize, field: &'static str) -> Result<Bytes, Invalid> {
    if bytes.len() > max {
        return Err(Invalid(field));
    }
    Ok(bytes)
}

pub(crate) fn account(bytes: &[u8], field: &'static str) -> Result<AccountId, Invalid> {
    array(bytes, field).map(AccountId::from_bytes)
}

/// Zero means "no device" and is never one.
pub(crate) fn device(number: u32, field: &'static str) -> Result<DeviceId, Invalid> {
    if number == 0 {
        return Err(Invalid(field));
    }
    Ok(DeviceId::new(number))
}

pub(crate) fn root_key(bytes: &[u8], field: &'static str) -> Result<RootPublicKey, Invalid> {
    RootPublicKey::from_bytes(array(bytes, field)?).map_err(|_| Invalid(field))
}

/// Both numbers count from 1.
pub(crate) fn position(
    generation: u32,
    version: u32,
    field: &'static str,
) -> Result<ManifestPosition, Invalid> {
    if generation == 0 || version == 0 {
        return Err(Invalid(field));
    }
    Ok(ManifestPosition {
        generation,
        version,
    })
}

pub(crate) fn difficulty(bits: u32, field: &'static str) -> Result<u8, Invalid> {
    u8::try_from(bits)
        .ok()
        .filter(|bits| *bits <= PROOF_OF_WORK_BITS_MAX)
        .ok_or(Invalid(field))
}

pub(crate) fn sealed(bytes: Bytes, field: &'static str) -> Result<Bytes, Invalid> {
    if bytes.is_empty() {
        return Err(Invalid(field));
    }
    at_most(bytes, SEALED_BYTES_MAX, field)
}

/// Lists are bounded by a handful, so comparing all pairs is quicker than sorting a copy.
pub(crate) fn all_different<'a, T: PartialEq + 'a>(
    items: impl Iterator<Item = &'a T> + Clone,
    field: &'static str,
) -> Result<(), Invalid> {
    let mut rest = items;
    while let Some(item) = rest.next() {
        if rest.clone().any(|other| other == item) {
            return Err(Invalid(field));
        }
    }
    Ok(())
}
