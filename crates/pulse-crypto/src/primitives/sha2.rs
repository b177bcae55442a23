//! SHA-256 and SHA-512 (FIPS 180-4), by RustCrypto.

use sha2::{Digest, Sha512};

use crate::secret::wiped_by_parts;

/// SHA-256 of a stream.
#[derive(Clone, Default)]
pub(crate) struct Sha256(sha2::Sha256);

// The last bytes that were hashed stay in the state until more come: a key, perhaps.
wiped_by_parts!(Sha256, wiped: [0], others: []);

impl Sha256 {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    pub(crate) fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    pub(crate) fn finish(self) -> [u8; 32] {
        self.0.finalize().into()
    }
}

/// SHA-256 of the plain concatenation of `parts`.
pub(crate) fn sha256(parts: &[&[u8]]) -> [u8; 32] {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update(part);
    }
    hasher.finish()
}

/// SHA-512 of the plain concatenation of `parts`.
pub(crate) fn sha512(parts: &[&[u8]]) -> [u8; 64] {
    let mut hasher = Sha512::new();
    for part in parts {
        hasher.update(part);
    }
    hasher.finalize().into()
}

#[cfg(test)]
mod tests {
    use hex_literal::hex;

    use super::*;

    /// FIPS 180-2, appendices B.1 and C.1.
    #[test]
    fn fips_180() {
        let digest = hex!("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert_eq!(sha256(&[b"a", b"", b"bc"]), digest);
        assert_eq!(
            sha512(&[b"ab", b"c"]),
            hex!(
                "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f"
            )
        );
    }
}
