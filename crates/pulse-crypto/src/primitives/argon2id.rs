//! Argon2id version 1.3 (RFC 9106), by RustCrypto.

use argon2::{Algorithm, Argon2, Block, Params, Version};
use zeroize::Zeroize;

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
    let mut memory = Memory::new(params.block_count());
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into_with_memory(passphrase, salt, key.as_mut_bytes(), &mut memory)
        .map_err(|_| Refused)?;
    Ok(key)
}

/// The working memory. Whoever finds it later could try passphrases without the cost, so it is wiped; the library's own
/// allocation only gives its memory back.
struct Memory(Vec<Block>);

impl Memory {
    fn new(blocks: usize) -> Self {
        Self(vec![Block::new(); blocks])
    }

    fn wipe(&mut self) {
        self.0.iter_mut().for_each(Block::zeroize);
    }
}

impl AsMut<[Block]> for Memory {
    fn as_mut(&mut self) -> &mut [Block] {
        &mut self.0
    }
}

impl Drop for Memory {
    fn drop(&mut self) {
        self.wipe();
    }
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

    /// What is wiped when the memory is dropped, looked at before it is given back.
    #[test]
    fn the_working_memory_is_wiped() {
        let params = Params::new(32, 1, 1, Some(32)).unwrap();
        let mut memory = Memory::new(params.block_count());
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into_with_memory(b"password", b"somesalt", &mut [0; 32], &mut memory)
            .unwrap();
        let is_zero = |memory: &Memory| {
            let mut words = memory.0.iter().flat_map(|block| block.as_ref());
            words.all(|word| *word == 0)
        };
        assert_eq!(memory.0.len(), 32);
        assert!(!is_zero(&memory), "the library works in it");
        memory.wipe();
        assert!(is_zero(&memory));
    }

    #[test]
    fn impossible_parameters_are_refused() {
        assert_eq!(derive(b"password", b"somesalt", 7, 1, 1), Err(Refused));
        assert_eq!(derive(b"password", b"somesalt", 8, 0, 1), Err(Refused));
        assert_eq!(derive(b"password", b"short", 8, 1, 1), Err(Refused));
    }
}
