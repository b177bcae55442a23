//! The cryptography of Pulse: keys, prekeys, PQXDH, the Double Ratchet, sealed sender, attachments, the recovery phrase.
//!
//! Everything here is a pure function of its arguments. There is no I/O, no clock and no global randomness: time arrives as
//! a number and randomness as `rng: &mut dyn CryptoRng`, so that a whole world of devices can be replayed from one seed. The
//! byte layouts are written down in `docs/crypto.md`.
//!
//! ```
//! use pulse_crypto::keys::{AccountId, RootKey, Suite};
//! use pulse_crypto::phrase::RecoveryPhrase;
//! use pulse_crypto::secret::Secret;
//!
//! let phrase = RecoveryPhrase::from_entropy(Secret::from_bytes([7; 32])); // really: RecoveryPhrase::random(&mut rng)
//! let root: RootKey = phrase.root_key();
//! let account = AccountId::of_root_keys(Suite::ONE, &[root.public()]);
//! assert_eq!(account.to_string().parse(), Ok(account));
//! ```

pub mod attachment;
#[doc(hidden)]
pub mod fuzz;
pub mod handshake;
pub mod hash;
pub mod keys;
pub mod labels;
pub mod limits;
pub mod padding;
pub mod phrase;
pub mod prekeys;
pub mod ratchet;
pub mod safety_number;
pub mod sealed;
pub mod secret;
pub mod vault;

mod primitives;

pub use rand_core::CryptoRng;
