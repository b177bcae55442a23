//! HKDF-SHA-256 (RFC 5869), by RustCrypto.

use hkdf::HkdfExtract;
use sha2::Sha256;
use zeroize::Zeroize;

use crate::secret::Secret;

/// Extract and expand. `ikm` and `info` are the plain concatenation of their parts; whoever passes several makes them
/// unambiguous. `N` is at most 8,160.
pub(crate) fn derive<const N: usize>(salt: &[u8], ikm: &[&[u8]], info: &[&[u8]]) -> Secret<N> {
    let mut secret = Secret::zeroed();
    derive_into(salt, ikm, info, secret.as_mut_bytes());
    secret
}

/// [`derive()`] into the caller's buffer of at most 8,160 bytes.
#[expect(
    clippy::expect_used,
    reason = "lengths of derived keys are constants of this crate, all far below 8,160"
)]
pub(crate) fn derive_into(salt: &[u8], ikm: &[&[u8]], info: &[&[u8]], out: &mut [u8]) {
    let mut extract = HkdfExtract::<Sha256>::new(Some(salt));
    for part in ikm {
        extract.input_ikm(part);
    }
    let (mut pseudorandom_key, expand) = extract.finalize();
    pseudorandom_key.as_mut_slice().zeroize();
    expand
        .expand_multi_info(info, out)
        .expect("at most 8,160 bytes");
}
