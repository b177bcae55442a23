//! The two halves of a session: the chain we send on and the chain we receive on.
//!
//! ```text
//!   Waiting ──first message received──► Due ──something to send──► Active
//!  (responder)                           ▲                           │  ▲
//!                                        └──peer's new ratchet key───┘  └ initiator begins here
//! ```

use zeroize::ZeroizeOnDrop;

use crate::ratchet::chain_key::ChainKey;
use crate::ratchet::{HeaderKey, RatchetKey, RatchetPublicKey};
use crate::secret::{wiped, wiped_by_parts};

/// Where the sending half stands.
pub(super) enum Sending {
    /// A responder that has received nothing. Its ratchet key is its signed prekey.
    Waiting(RatchetKey),
    /// The peer has a new ratchet key; ours is made when there is something to send.
    Due,
    /// A chain is open.
    Active(SendingChain),
}

/// An open sending chain.
pub(super) struct SendingChain {
    pub(super) ratchet_key: RatchetKey,
    pub(super) header_key: HeaderKey,
    pub(super) chain_key: ChainKey,
    /// The position of the next message.
    pub(super) n: u32,
}

/// An open receiving chain: the peer's sending chain, as far as it was received.
pub(super) struct ReceivingChain {
    pub(super) ratchet_key: RatchetPublicKey,
    pub(super) header_key: HeaderKey,
    pub(super) chain_key: ChainKey,
    /// The position after the highest received.
    pub(super) n: u32,
    pub(super) skipped: super::skipped_keys::SkippedKeys,
}

wiped_by_parts!(SendingChain, wiped: [ratchet_key, header_key, chain_key], others: [n]);
wiped_by_parts!(
    ReceivingChain,
    wiped: [header_key, chain_key, skipped],
    others: [ratchet_key, n]
);

impl ZeroizeOnDrop for Sending {}

const _: fn(&Sending) = |sending| match sending {
    Sending::Waiting(key) => wiped(key),
    Sending::Due => {}
    Sending::Active(chain) => wiped(chain),
};

impl Sending {
    /// The ratchet key that the peer's next one is agreed with. None while a step is due: the peer cannot
    /// turn the conversation round before it has our answer.
    pub(super) fn ratchet_key(&self) -> Option<&RatchetKey> {
        match self {
            Self::Waiting(key) => Some(key),
            Self::Due => None,
            Self::Active(chain) => Some(&chain.ratchet_key),
        }
    }

    /// How many messages the chain has so far; the next chain's headers name it.
    pub(super) fn length(&self) -> Option<u32> {
        match self {
            Self::Active(chain) => Some(chain.n),
            Self::Waiting(_) | Self::Due => None,
        }
    }
}
