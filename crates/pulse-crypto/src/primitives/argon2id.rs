//! Argon2id version 1.3 (RFC 9106), by RustCrypto.

use argon2::{Algorithm, Argon2, Params, Version};

use super::Refused;
use crate::secret::Secret;

/// A 32-byte key from a passphrase. Refused if the parameters are outside what RFC 9106 allows.
pub(crate) fn derive(
    passphrase: &[u8],
    salt: &[u8],
    memory_kib: u32,
    passes: u32,
    lanes: u32,
) -> Result<Secret<32>, Refused> {
    let params = Params::new(memory_kib, passes, lanes, Some(32)).map_err(|_| Refused)?;
    let mut key = Secret::zeroed();
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(passphrase, salt, key.as_mut_bytes())
        .map_err(|_| Refused)?;
    Ok(key)
}
