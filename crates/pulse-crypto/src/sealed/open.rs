//! The recipient's side.

use zeroize::Zeroizing;

use crate::keys::{FORMAT_V1, IdentityKey, Suite};
use crate::limits::SEAL_INNER_LEN_MAX;
use crate::padding;
use crate::primitives::aes_256_gcm::TAG_LEN;
use crate::sealed::seal_keys::{self, OuterChain};
use crate::sealed::{PREFIX_LEN, PairKey, RecipientAddress, SealError, SenderAddress};

/// A seal whose outer layer is open: it says who the sender claims to be.
pub struct OuterOpened<'a> {
    sender: SenderAddress,
    chain: OuterChain,
    associated_data: Vec<u8>,
    inner: &'a [u8],
}

/// Opens the outer layer with the recipient's identity key, whose public half and owner `to` names.
///
/// # Errors
/// [`SealError::Malformed`], [`SealError::UnknownFormat`], [`SealError::NotForUs`], or [`SealError::Key`] for a key of small order.
pub fn open_outer<'a>(
    to: &RecipientAddress,
    identity: &IdentityKey,
    sealed: &'a [u8],
) -> Result<OuterOpened<'a>, SealError> {
    const OUTER_LEN: usize = SenderAddress::LEN + TAG_LEN;
    let (prefix, rest) = sealed
        .split_first_chunk::<PREFIX_LEN>()
        .ok_or(SealError::Malformed)?;
    let [format, suite_high, suite_low, ephemeral @ ..] = prefix;
    if *format != FORMAT_V1 || [*suite_high, *suite_low] != Suite::ONE.to_be_bytes() {
        return Err(SealError::UnknownFormat);
    }
    let (outer, inner) = rest
        .split_first_chunk::<OUTER_LEN>()
        .ok_or(SealError::Malformed)?;
    if inner.len() <= TAG_LEN || inner.len() > SEAL_INNER_LEN_MAX {
        return Err(SealError::Malformed);
    }

    let agreement = identity.agree(ephemeral).map_err(|_| SealError::Key)?;
    let (chain, key) = seal_keys::outer(&agreement, ephemeral, to);
    let associated_data = seal_keys::outer_associated_data(prefix, to);
    let mut address = [0; SenderAddress::LEN];
    key.key
        .open_to(&key.nonce, &associated_data, outer, &mut address)
        .map_err(|_| SealError::NotForUs)?;
    let before_inner = sealed.get(..PREFIX_LEN + OUTER_LEN).unwrap_or_default();
    Ok(OuterOpened {
        sender: SenderAddress::decode(&address)?,
        chain,
        associated_data: seal_keys::inner_associated_data(before_inner, to, &address),
        inner,
    })
}

impl OuterOpened<'_> {
    /// Who the sender claims to be. Check that the newest manifest known of this account lists this device with this
    /// identity key, and use the pair key with that identity key, before believing it.
    pub const fn sender(&self) -> &SenderAddress {
        &self.sender
    }

    /// Opens the inner layer, which proves the sender, and takes the padding off.
    ///
    /// # Errors
    /// [`SealError::NotFromSender`], or [`SealError::Malformed`] when the sender did not pad as it should.
    pub fn open_inner(self, pair: &PairKey) -> Result<Zeroizing<Vec<u8>>, SealError> {
        let inner = self.chain.inner(pair);
        let mut plaintext = inner
            .key
            .open(&inner.nonce, &self.associated_data, self.inner)
            .map_err(|_| SealError::NotFromSender)?;
        let len = padding::unpad(&plaintext)
            .map_err(|_| SealError::Malformed)?
            .len();
        plaintext.truncate(len);
        Ok(plaintext)
    }
}

impl std::fmt::Debug for OuterOpened<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("OuterOpened(…)")
    }
}
