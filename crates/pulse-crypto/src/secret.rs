//! Bytes that must not be seen, compared in variable time, or left in memory.

use core::fmt;

use rand_core::CryptoRng;
use subtle::{Choice, ConstantTimeEq};
use zeroize::{Zeroize, ZeroizeOnDrop};

/// `N` secret bytes: wiped when dropped, compared in constant time, never printed.
///
/// Cloning is explicit and rare: each clone is one more place that has to be wiped.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct Secret<const N: usize>([u8; N]);

impl<const N: usize> Secret<N> {
    /// Takes over bytes that are already secret and uniformly random, such as the output of a KDF.
    pub const fn from_bytes(bytes: [u8; N]) -> Self {
        Self(bytes)
    }

    /// Draws a fresh secret from the caller's randomness.
    pub fn random(rng: &mut dyn CryptoRng) -> Self {
        let mut secret = Self::zeroed();
        rng.fill_bytes(&mut secret.0);
        secret
    }

    /// The bytes themselves. Whoever copies them has to wipe the copy.
    pub const fn as_bytes(&self) -> &[u8; N] {
        &self.0
    }

    /// A place for a KDF to write into, so that no copy outside a `Secret` is made.
    pub(crate) const fn zeroed() -> Self {
        Self([0; N])
    }

    pub(crate) const fn as_mut_bytes(&mut self) -> &mut [u8; N] {
        &mut self.0
    }
}

/// Does nothing but compile: only for what wipes itself when it is dropped.
pub(crate) const fn wiped<T: ZeroizeOnDrop + ?Sized>(_: &T) {}

/// Says of a type that it is wiped by its parts, and has the compiler hold it to that: each field is `wiped` by itself, or is named
/// among the `others`, which hold no secret or are wiped by the library they come from. A new field belongs to one of the two.
macro_rules! wiped_by_parts {
    ($type:ident, wiped: [$($wiped:tt),*], others: [$($other:tt),*]) => {
        impl ::zeroize::ZeroizeOnDrop for $type {}

        const _: fn(&$type) = |value| {
            let $type { $($wiped: _,)* $($other: _,)* } = value;
            $($crate::secret::wiped(&value.$wiped);)*
        };
    };
}
pub(crate) use wiped_by_parts;

impl Secret<96> {
    /// Its three keys, as a KDF writes them one behind the other.
    pub(crate) fn split_in_three(&self) -> [Secret<32>; 3] {
        let mut keys = [const { Secret::zeroed() }; 3];
        for (key, bytes) in keys.iter_mut().zip(self.0.as_chunks::<32>().0) {
            key.0.copy_from_slice(bytes);
        }
        keys
    }
}

impl<const N: usize> ConstantTimeEq for Secret<N> {
    fn ct_eq(&self, other: &Self) -> Choice {
        self.0.ct_eq(&other.0)
    }
}

impl<const N: usize> PartialEq for Secret<N> {
    fn eq(&self, other: &Self) -> bool {
        self.ct_eq(other).into()
    }
}

impl<const N: usize> Eq for Secret<N> {}

impl<const N: usize> fmt::Debug for Secret<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Secret<{N}>(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equality_is_by_value_and_sees_every_byte() {
        let secret = Secret::from_bytes([1; 32]);
        assert_eq!(secret, secret.clone());
        for position in 0..32 {
            let mut other = [1; 32];
            other[position] ^= 0x80;
            assert_ne!(secret, Secret::from_bytes(other));
        }
    }
}
