//! A key wrapped under a passphrase: for homes without an OS keychain.
//!
//! Only a 32-byte key is wrapped, never data: changing the passphrase rewrites 71 bytes, and opening the store with the raw
//! key costs no password hashing.

use core::fmt;

use rand_core::CryptoRng;

use crate::hash::labelled_bytes;
use crate::keys::{FORMAT_V1, Suite};
use crate::labels;
use crate::limits::{
    VAULT_LANES_MAX, VAULT_MEMORY_LOG2_MAX, VAULT_MEMORY_LOG2_MIN, VAULT_PASSES_MAX,
};
use crate::primitives::{aes_256_gcm, argon2id};
use crate::secret::Secret;

const KDF_ARGON2ID: u8 = 1;
const SALT_LEN: usize = 16;
const HEADER_LEN: usize = 7 + SALT_LEN;
const SEALED_LEN: usize = 32 + aes_256_gcm::TAG_LEN;
/// Each wrap has a fresh salt, hence a fresh key, and seals once.
const NONCE: [u8; aes_256_gcm::NONCE_LEN] = [0; aes_256_gcm::NONCE_LEN];

/// Why a wrapped key could not be opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum VaultError {
    /// The passphrase is another one, or somebody changed the file: the two cannot be told apart.
    #[error("wrong passphrase")]
    WrongPassphrase,
    /// The bytes are no wrapped key of a known format, or its parameters are out of bounds.
    #[error("the wrapped key is damaged")]
    Corrupt,
}

/// The cost of Argon2id, stored with each wrapped key so that it can grow over the years.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VaultParams {
    memory_log2: u8,
    passes: u8,
    lanes: u8,
}

impl VaultParams {
    /// 64 MiB, 3 passes, 4 lanes: the second recommendation of RFC 9106, section 4.
    pub const RECOMMENDED: Self = Self {
        memory_log2: 16,
        passes: 3,
        lanes: 4,
    };

    /// `2^memory_log2` KiB of memory, `passes` over it, in `lanes`. `Corrupt` outside the bounds of [`crate::limits`].
    pub fn new(memory_log2: u8, passes: u8, lanes: u8) -> Result<Self, VaultError> {
        let in_bounds = (VAULT_MEMORY_LOG2_MIN..=VAULT_MEMORY_LOG2_MAX).contains(&memory_log2)
            && (1..=VAULT_PASSES_MAX).contains(&passes)
            && (1..=VAULT_LANES_MAX).contains(&lanes);
        if in_bounds {
            Ok(Self {
                memory_log2,
                passes,
                lanes,
            })
        } else {
            Err(VaultError::Corrupt)
        }
    }
}

/// A 32-byte key that a passphrase opens.
#[derive(Clone, PartialEq, Eq)]
pub struct WrappedKey {
    params: VaultParams,
    salt: [u8; SALT_LEN],
    sealed: [u8; SEALED_LEN],
}

impl WrappedKey {
    /// Bytes of the encoding.
    pub const LEN: usize = HEADER_LEN + SEALED_LEN;

    /// Wraps `key`. Takes as long as `params` say. The passphrase is taken as its UTF-8 bytes; whoever asks for it decides
    /// about length and normalisation.
    pub fn wrap(
        passphrase: &str,
        key: &Secret<32>,
        params: VaultParams,
        rng: &mut dyn CryptoRng,
    ) -> Result<Self, VaultError> {
        let mut salt = [0; SALT_LEN];
        rng.fill_bytes(&mut salt);
        let mut wrapped = Self {
            params,
            salt,
            sealed: [0; SEALED_LEN],
        };
        let wrapping = wrapped.wrapping_key(passphrase)?;

        let (body, tag) = wrapped.sealed.split_at_mut(32);
        body.copy_from_slice(key.as_bytes());
        tag.copy_from_slice(&wrapping.seal_detached(
            &NONCE,
            &associated_data(&params, &salt),
            body,
        ));
        Ok(wrapped)
    }

    /// The key, if the passphrase is the one it was wrapped with.
    pub fn unwrap(&self, passphrase: &str) -> Result<Secret<32>, VaultError> {
        let associated_data = associated_data(&self.params, &self.salt);
        let mut key = Secret::zeroed();
        self.wrapping_key(passphrase)?
            .open_to(&NONCE, &associated_data, &self.sealed, key.as_mut_bytes())
            .map_err(|_| VaultError::WrongPassphrase)?;
        Ok(key)
    }

    /// `format ‖ suite ‖ kdf ‖ memory_log2 ‖ passes ‖ lanes ‖ salt ‖ sealed`, 71 bytes.
    pub fn encode(&self) -> [u8; Self::LEN] {
        let mut bytes = [0; Self::LEN];
        let (head, sealed) = bytes.split_at_mut(HEADER_LEN);
        head.copy_from_slice(&header(&self.params, &self.salt));
        sealed.copy_from_slice(&self.sealed);
        bytes
    }

    /// The inverse of [`encode`](Self::encode). Costs nothing: parameters are checked before they are used.
    pub fn decode(bytes: &[u8]) -> Result<Self, VaultError> {
        let (head, sealed) = bytes
            .split_first_chunk::<HEADER_LEN>()
            .ok_or(VaultError::Corrupt)?;
        let sealed = sealed.try_into().map_err(|_| VaultError::Corrupt)?;
        let [
            format,
            suite_high,
            suite_low,
            kdf,
            memory_log2,
            passes,
            lanes,
            salt @ ..,
        ] = *head;
        if format != FORMAT_V1
            || [suite_high, suite_low] != Suite::ONE.to_be_bytes()
            || kdf != KDF_ARGON2ID
        {
            return Err(VaultError::Corrupt);
        }
        Ok(Self {
            params: VaultParams::new(memory_log2, passes, lanes)?,
            salt,
            sealed,
        })
    }

    fn wrapping_key(&self, passphrase: &str) -> Result<aes_256_gcm::Key, VaultError> {
        let VaultParams {
            memory_log2,
            passes,
            lanes,
        } = self.params;
        let memory_kib = 1_u32 << memory_log2;
        let key = argon2id::derive(
            passphrase.as_bytes(),
            &self.salt,
            memory_kib,
            passes.into(),
            lanes.into(),
        )
        .map_err(|_| VaultError::Corrupt)?;
        Ok(aes_256_gcm::Key::new(key.as_bytes()))
    }
}

impl fmt::Debug for WrappedKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WrappedKey")
            .field("params", &self.params)
            .finish_non_exhaustive()
    }
}

fn header(params: &VaultParams, salt: &[u8; SALT_LEN]) -> [u8; HEADER_LEN] {
    let mut bytes = [0; HEADER_LEN];
    let [suite_high, suite_low] = Suite::ONE.to_be_bytes();
    let (fixed, rest) = bytes.split_at_mut(7);
    fixed.copy_from_slice(&[
        FORMAT_V1,
        suite_high,
        suite_low,
        KDF_ARGON2ID,
        params.memory_log2,
        params.passes,
        params.lanes,
    ]);
    rest.copy_from_slice(salt);
    bytes
}

fn associated_data(params: &VaultParams, salt: &[u8; SALT_LEN]) -> Vec<u8> {
    labelled_bytes(labels::VAULT, &[&header(params, salt)])
}

#[cfg(test)]
mod tests {
    use rand_chacha::ChaCha20Rng;
    use rand_core::SeedableRng;

    use super::*;

    fn wrapped() -> (Secret<32>, WrappedKey) {
        let mut rng = ChaCha20Rng::seed_from_u64(1);
        let key = Secret::random(&mut rng);
        let params = VaultParams::new(5, 1, 1).unwrap();
        let wrapped = WrappedKey::wrap("correct horse", &key, params, &mut rng).unwrap();
        (key, wrapped)
    }

    #[test]
    fn the_passphrase_opens_it_and_no_other_does() {
        let (key, wrapped) = wrapped();
        let read = WrappedKey::decode(&wrapped.encode()).unwrap();
        assert_eq!(read.unwrap("correct horse"), Ok(key));
        assert_eq!(
            read.unwrap("correct horse "),
            Err(VaultError::WrongPassphrase)
        );
        assert_eq!(read.unwrap(""), Err(VaultError::WrongPassphrase));
    }

    #[test]
    fn the_recommended_cost_works() {
        let mut rng = ChaCha20Rng::seed_from_u64(2);
        let key = Secret::random(&mut rng);
        let wrapped = WrappedKey::wrap("p", &key, VaultParams::RECOMMENDED, &mut rng).unwrap();
        assert_eq!(wrapped.unwrap("p"), Ok(key));
    }

    #[test]
    fn every_flipped_bit_is_an_error() {
        let (_, wrapped) = wrapped();
        let bytes = wrapped.encode();
        for bit in 0..bytes.len() * 8 {
            let mut forged = bytes;
            forged[bit / 8] ^= 1 << (bit % 8);
            let opened =
                WrappedKey::decode(&forged).and_then(|forged| forged.unwrap("correct horse"));
            assert!(opened.is_err(), "bit {bit}");
        }
    }

    #[test]
    fn parameters_out_of_bounds_are_refused_before_any_work() {
        let (_, wrapped) = wrapped();
        for (position, value) in [(4, 4), (4, 19), (4, 255), (5, 0), (5, 17), (6, 0), (6, 5)] {
            let mut forged = wrapped.encode();
            forged[position] = value;
            assert_eq!(WrappedKey::decode(&forged), Err(VaultError::Corrupt));
        }
        assert_eq!(
            WrappedKey::decode(&wrapped.encode()[..70]),
            Err(VaultError::Corrupt)
        );
        assert_eq!(
            WrappedKey::decode(&[wrapped.encode().as_slice(), &[0]].concat()),
            Err(VaultError::Corrupt)
        );
    }
}
