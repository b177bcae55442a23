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

#[cfg(test)]
mod tests {
    use hex_literal::hex;

    use super::*;

    /// From the reference implementation's own tests: 64 MiB, 2 passes, 1 lane.
    #[test]
    fn reference_implementation() {
        let key = derive(b"password", b"somesalt", 65_536, 2, 1).unwrap();
        assert_eq!(
            key.as_bytes(),
            &hex!("09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7")
        );
    }

    #[test]
    fn impossible_parameters_are_refused() {
        assert_eq!(derive(b"password", b"somesalt", 7, 1, 1), Err(Refused));
        assert_eq!(derive(b"password", b"somesalt", 8, 0, 1), Err(Refused));
        assert_eq!(derive(b"password", b"short", 8, 1, 1), Err(Refused));
    }
}
