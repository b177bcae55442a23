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
    let padded_len = padding::padded_len(plaintext.len() + 1);
    seal_layers(
        &from.encode(),
        pair,
        to,
        Secret::random(rng),
        padded_len,
        |sealed| {
            let from = sealed.len();
            sealed.extend_from_slice(plaintext);
            padding::pad_tail(sealed, from);
        },
    )
}

/// Both layers, around an address and what `fill` appends, `inner_len` bytes. Whether these are what a recipient takes is the
/// caller's to know: fuzz targets put anything there.
pub(crate) fn seal_layers(
    address: &[u8; SenderAddress::LEN],
    pair: &PairKey,
    to: &RecipientAddress,
    ephemeral: Secret<32>,
    inner_len: usize,
    fill: impl FnOnce(&mut Vec<u8>),
) -> Result<Vec<u8>, SealError> {
    let ephemeral = PrivateKey::from_secret(ephemeral);
    let agreement = ephemeral
        .agree(to.identity.as_bytes())
        .map_err(|_| SealError::Key)?;
    let (chain, outer) = seal_keys::outer(&agreement, ephemeral.public(), to);

    let before_inner_len = PREFIX_LEN + SenderAddress::LEN + TAG_LEN;
    let mut sealed = Vec::with_capacity(before_inner_len + inner_len + TAG_LEN);
    let prefix = prefix(ephemeral.public());
    sealed.extend_from_slice(&prefix);

    sealed.extend_from_slice(address);
    let associated_data = seal_keys::outer_associated_data(&prefix, to);
    outer
        .key
        .seal_tail(&outer.nonce, &associated_data, &mut sealed, PREFIX_LEN);

    let associated_data = seal_keys::inner_associated_data(&sealed, to, address);
    let inner = chain.inner(pair);
    fill(&mut sealed);
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
