//! Device manifests: which devices speak for an account, signed so that no server can add one.
//!
//! An account's manifests form a chain. Generation 1, version 1 is signed by the root key that the [`AccountId`] itself
//! commits to; each next version is signed by a device that the one before lists, or by the root key; a recovery is a new
//! generation, signed by the root key, and beats everything of a lower one. A [`VerifiedManifest`] is made by verification
//! alone, so holding one is holding the proof.
//!
//! [`AccountId`]: pulse_crypto::keys::AccountId

mod body;
mod chain;
mod device;
mod signed;
mod verified;

pub use chain::{ManifestError, verify_chain, verify_each, verify_first, verify_successor};
pub use device::Device;
pub use signed::{ManifestChain, SignedManifest, Signer, first, next, recover, recover_blind};
pub use verified::VerifiedManifest;
