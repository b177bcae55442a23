//! The keys of one seal, and what its layers are bound to.

use crate::labels;
use crate::primitives::{aes_256_gcm, hkdf};
use crate::sealed::{PREFIX_LEN, PairKey, RecipientAddress};
use crate::secret::Secret;

/// The key and nonce of one layer. Both are fresh with each seal's ephemeral key.
pub(super) struct LayerKey {
    pub(super) key: aes_256_gcm::Key,
    pub(super) nonce: [u8; aes_256_gcm::NONCE_LEN],
}

/// Carries the ephemeral agreement from the outer layer into the inner one.
pub(super) struct OuterChain(Secret<32>);

/// The chain and the outer layer's key, from DH(ephemeral, recipient identity).
pub(super) fn outer(
    agreement: &Secret<32>,
    ephemeral: &[u8; 32],
    to: &RecipientAddress,
) -> (OuterChain, LayerKey) {
    let info = [
        labels::SEAL_OUTER.as_bytes(),
        ephemeral,
        to.identity.as_bytes(),
    ];
    let output = hkdf::derive::<76>(&[0; 32], &[agreement.as_bytes()], &info);
    let mut chain = Secret::zeroed();
    let (first, rest) = output.as_bytes().split_at(32);
    chain.as_mut_bytes().copy_from_slice(first);
    (OuterChain(chain), LayerKey::from_slice(rest))
}

impl OuterChain {
    /// The inner layer's key.
    pub(super) fn inner(&self, pair: &PairKey) -> LayerKey {
        let input = [self.0.as_bytes().as_slice(), pair.as_secret().as_bytes()];
        let output = hkdf::derive::<44>(&[0; 32], &input, &[labels::SEAL_INNER.as_bytes()]);
        LayerKey::from_slice(output.as_bytes())
    }
}

impl LayerKey {
    /// From the 44 bytes of key and nonce.
    fn from_slice(bytes: &[u8]) -> Self {
        let mut key = Secret::<32>::zeroed();
        let mut nonce = [0; aes_256_gcm::NONCE_LEN];
        key.as_mut_bytes()
            .iter_mut()
            .chain(&mut nonce)
            .zip(bytes)
            .for_each(|(to, from)| *to = *from);
        Self {
            key: aes_256_gcm::Key::new(key.as_bytes()),
            nonce,
        }
    }
}

/// What the outer layer is bound to: format, suite and ephemeral key, and the recipient.
pub(super) fn outer_associated_data(
    prefix: &[u8; PREFIX_LEN],
    to: &RecipientAddress,
) -> [u8; PREFIX_LEN + 36] {
    let mut data = [0; PREFIX_LEN + 36];
    let parts = prefix.iter().chain(to.account.as_bytes());
    let device = to.device.to_be_bytes();
    data.iter_mut()
        .zip(parts.chain(&device))
        .for_each(|(to, from)| *to = *from);
    data
}

/// What the inner layer is bound to: everything before it, the recipient, and the sender's address in the clear (a GCM
/// ciphertext alone does not fix its plaintext).
pub(super) fn inner_associated_data(
    before_inner: &[u8],
    to: &RecipientAddress,
    address: &[u8],
) -> Vec<u8> {
    [
        before_inner,
        to.account.as_bytes(),
        &to.device.to_be_bytes(),
        address,
    ]
    .concat()
}
