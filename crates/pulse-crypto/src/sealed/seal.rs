//! The sender's side.

use crate::CryptoRng;
use crate::keys::{FORMAT_V1, Suite};
use crate::limits::SEAL_PLAINTEXT_LEN_MAX;
use crate::padding;
use crate::primitives::aes_256_gcm::TAG_LEN;
use crate::primitives::x25519::PrivateKey;
use crate::sealed::{PREFIX_LEN, PairKey, RecipientAddress, SealError, SenderAddress, seal_keys};
use crate::secret::Secret;

/// Seals `plaintext` for one device. It is padded here (Padmé, floor 256 bytes), so that its length says little.
///
/// Draws 32 bytes from `rng` for the ephemeral key.
///
/// # Errors
/// [`SealError::TooLong`], or [`SealError::Key`] for an identity key that no honest device has.
pub fn seal(
    from: &SenderAddress,
    pair: &PairKey,
    to: &RecipientAddress,
    plaintext: &[u8],
    rng: &mut dyn CryptoRng,
) -> Result<Vec<u8>, SealError> {
    if plaintext.len() > SEAL_PLAINTEXT_LEN_MAX {
        return Err(SealError::TooLong);
    }
    let ephemeral = PrivateKey::from_secret(Secret::random(rng));
    let agreement = ephemeral
        .agree(to.identity.as_bytes())
        .map_err(|_| SealError::Key)?;
    let (chain, outer) = seal_keys::outer(&agreement, ephemeral.public(), to);

    let padded_len = padding::padded_len(plaintext.len() + 1);
    let before_inner_len = PREFIX_LEN + SenderAddress::LEN + TAG_LEN;
    let mut sealed = Vec::with_capacity(before_inner_len + padded_len + TAG_LEN);
    let prefix = prefix(ephemeral.public());
    sealed.extend_from_slice(&prefix);

    let address = from.encode();
    sealed.extend_from_slice(&address);
    let associated_data = seal_keys::outer_associated_data(&prefix, to);
    outer
        .key
        .seal_tail(&outer.nonce, &associated_data, &mut sealed, PREFIX_LEN);

    let associated_data = seal_keys::inner_associated_data(&sealed, to, &address);
    let inner = chain.inner(pair);
    sealed.extend_from_slice(plaintext);
    padding::pad_tail(&mut sealed, before_inner_len);
    inner.key.seal_tail(
        &inner.nonce,
        &associated_data,
        &mut sealed,
        before_inner_len,
    );
    Ok(sealed)
}

fn prefix(ephemeral: &[u8; 32]) -> [u8; PREFIX_LEN] {
    let mut prefix = [0; PREFIX_LEN];
    let [format, suite_high, suite_low, key @ ..] = &mut prefix;
    *format = FORMAT_V1;
    [*suite_high, *suite_low] = Suite::ONE.to_be_bytes();
    key.copy_from_slice(ephemeral);
    prefix
}
