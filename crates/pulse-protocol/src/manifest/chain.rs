//! The rules of the chain: which manifest may follow which.
//!
//! ```text
//!   (1,1) ──device of (1,1)──► (1,2) ──device of (1,2)──► (1,3) ──►
//!   root                         │
//!                                └──root──► (2,1) ──device of (2,1)──► (2,2) ──►
//! ```

use core::cmp::Ordering;

use pulse_crypto::keys::AccountId;
use pulse_crypto::labels;

use super::body::Body;
use super::{ManifestChain, SignedManifest, Signer, VerifiedManifest};
use crate::ManifestPosition;
use crate::limits::MANIFESTS_PER_CHAIN_MAX;

/// Why manifests were not believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ManifestError {
    /// The root keys are another account's.
    #[error("the manifest is of another account")]
    WrongAccount,
    /// The signature does not verify: the body was altered, or the key is another one.
    #[error("the manifest's signature does not verify")]
    BadSignature,
    /// The signer is no device of the manifest before, or only the root key may sign this one.
    #[error("the manifest is signed by somebody who may not")]
    UnlistedSigner,
    /// A manifest between is missing: fetch the whole chain.
    #[error("a manifest is missing in between")]
    Gap,
    /// Older than what is held.
    #[error("the manifest is older than the one already known")]
    Rollback,
    /// Two manifests claim the same place. Sending stops and the user is told.
    #[error("two different manifests claim the same place")]
    Fork {
        /// The place.
        position: ManifestPosition,
    },
    /// Signed by a newer Pulse.
    #[error("the manifest has a format or suite this version does not know")]
    UnknownFormat,
    /// Signed, but not a manifest: lists too long or empty, numbers or keys twice, other keys under a device's number, a body
    /// that contradicts itself.
    #[error("the manifest is malformed")]
    Malformed,
    /// The chain is empty, or longer than one frame carries.
    #[error("the chain of manifests is empty or too long")]
    Length,
}

/// Verifies an account's manifests and returns the newest. With `held`, the result never is older, and never contradicts it.
///
/// The chain begins right after `held`, or with the first version of a generation, which the root key signs: of the same
/// generation, and then it has to lead through `held`; or of a higher one, which beats everything before. One that begins in between,
/// as from somebody who does not know what is held, counts from `held` on. An empty chain confirms `held`.
pub fn verify_chain(
    account: &AccountId,
    held: Option<&VerifiedManifest>,
    chain: &ManifestChain,
) -> Result<VerifiedManifest, ManifestError> {
    let newest = verify_each(account, held, chain)?.pop();
    newest
        .or_else(|| held.cloned())
        .ok_or(ManifestError::Length)
}

/// Like [`verify_chain`], with every manifest of the chain in its order: for whoever has to know later which ones there were.
pub fn verify_each(
    account: &AccountId,
    held: Option<&VerifiedManifest>,
    chain: &ManifestChain,
) -> Result<Vec<VerifiedManifest>, ManifestError> {
    if chain.0.len() > MANIFESTS_PER_CHAIN_MAX {
        return Err(ManifestError::Length);
    }
    if held.is_some_and(|held| held.account() != account) {
        return Err(ManifestError::WrongAccount);
    }
    let Some((start, rest)) = since_held(account, held, &chain.0).split_first() else {
        return Ok(Vec::new());
    };
    let mut newest = anchor(account, held, start)?;
    refuse_contradiction(held, &newest)?;
    let mut verified = Vec::with_capacity(chain.0.len());
    for signed in rest {
        let next = follow(account, Some(&newest), signed)?;
        refuse_contradiction(held, &next)?;
        verified.push(std::mem::replace(&mut newest, next));
    }
    if held.is_some_and(|held| newest.position() < held.position()) {
        return Err(ManifestError::Rollback);
    }
    verified.push(newest);
    Ok(verified)
}

/// Verifies the manifest of a registration: generation 1, version 1, signed by the root key.
pub fn verify_first(signed: &SignedManifest) -> Result<VerifiedManifest, ManifestError> {
    let verified = follow(&signed.account(), None, signed)?;
    if verified.position() != ManifestPosition::FIRST {
        return Err(ManifestError::Gap);
    }
    Ok(verified)
}

/// Verifies the manifest that is to be published after `held`: the very next version, or the very next generation. `held`
/// itself once more is fine, so that a publication can be retried.
///
/// A server publishes only what this accepts, so each generation and version of an account exists once.
pub fn verify_successor(
    held: &VerifiedManifest,
    signed: &SignedManifest,
) -> Result<VerifiedManifest, ManifestError> {
    let verified = follow(held.account(), Some(held), signed)?;
    let (old, new) = (held.position(), verified.position());
    let is_next_generation =
        new.version == 1 && Some(new.generation) == old.generation.checked_add(1);
    if new.generation != old.generation && !is_next_generation {
        return Err(ManifestError::Gap);
    }
    Ok(verified)
}

/// The part of a chain that follows what is held, where the whole hangs on nothing: its beginning cannot be checked, and need not be.
fn since_held<'a>(
    account: &AccountId,
    held: Option<&VerifiedManifest>,
    chain: &'a [SignedManifest],
) -> &'a [SignedManifest] {
    use ManifestError::{BadSignature, Gap, Rollback, UnlistedSigner};
    let is_held = |signed: &SignedManifest| held.is_some_and(|held| signed.hash() == *held.hash());
    let (Some(start), Some(place)) = (chain.first(), chain.iter().position(is_held)) else {
        return chain;
    };
    match anchor(account, held, start) {
        Err(Gap | Rollback | UnlistedSigner | BadSignature) => {
            chain.get(place + 1..).unwrap_or_default()
        }
        _ => chain,
    }
}

/// Where the chain hangs: on what is held, or on the first version of its generation. Not on a later one that the root key signed: then the
/// versions before it would never be seen, and no fork among them.
fn anchor(
    account: &AccountId,
    held: Option<&VerifiedManifest>,
    start: &SignedManifest,
) -> Result<VerifiedManifest, ManifestError> {
    if let (Some(held), Signer::Device(_)) = (held, start.signer) {
        return follow(account, Some(held), start);
    }
    let rooted = follow(account, None, start)?;
    if let Some(held) = held {
        let (new, old) = (rooted.position(), held.position());
        if new.generation == old.generation && new.version > old.version {
            return follow(account, Some(held), start);
        }
    }
    match rooted.position().version {
        1 => Ok(rooted),
        _ => Err(ManifestError::Gap),
    }
}

fn refuse_contradiction(
    held: Option<&VerifiedManifest>,
    verified: &VerifiedManifest,
) -> Result<(), ManifestError> {
    let position = verified.position();
    match held {
        Some(held) if held.position() == position && held.hash() != verified.hash() => {
            Err(ManifestError::Fork { position })
        }
        _ => Ok(()),
    }
}

/// One step: `signed` after `base`, or by itself when it is root-signed and nothing is held.
fn follow(
    account: &AccountId,
    base: Option<&VerifiedManifest>,
    signed: &SignedManifest,
) -> Result<VerifiedManifest, ManifestError> {
    if signed.account() != *account {
        return Err(ManifestError::WrongAccount);
    }
    verify_signature(base, signed)?;
    let body = Body::parse(&signed.body)?;
    if body.account != *account || body.root_keys != signed.root_keys {
        return Err(ManifestError::Malformed);
    }
    let verified = VerifiedManifest::new(signed.clone(), body);
    if verified.position().version == 1 && signed.signer != Signer::Root {
        return Err(ManifestError::UnlistedSigner);
    }
    if let Some(base) = base {
        refuse_wrong_place(base, &verified)?;
    }
    Ok(verified)
}

fn verify_signature(
    base: Option<&VerifiedManifest>,
    signed: &SignedManifest,
) -> Result<(), ManifestError> {
    let parts: &[&[u8]] = &[&signed.body];
    let verified = match signed.signer {
        Signer::Root => {
            let root = signed.root_keys.first().ok_or(ManifestError::Malformed)?;
            root.verify(labels::MANIFEST_BY_ROOT, parts, &signed.signature)
        }
        Signer::Device(id) => {
            let base = base.ok_or(ManifestError::Gap)?;
            let device = base.device(id).ok_or(ManifestError::UnlistedSigner)?;
            (device.signing).verify(labels::MANIFEST_BY_DEVICE, parts, &signed.signature)
        }
    };
    verified.map_err(|_| ManifestError::BadSignature)
}

/// A number is a device's for as long as it is listed: whoever holds one device's key must not put another machine in the place
/// of a sibling, under the number that sessions and re-send requests go by. A new device takes a new number.
fn refuse_other_keys(
    base: &VerifiedManifest,
    next: &VerifiedManifest,
) -> Result<(), ManifestError> {
    let has_other_keys = next.devices().iter().any(|device| {
        base.device(device.id).is_some_and(|known| {
            known.signing != device.signing || known.identity != device.identity
        })
    });
    match has_other_keys {
        true => Err(ManifestError::Malformed),
        false => Ok(()),
    }
}

fn refuse_wrong_place(
    base: &VerifiedManifest,
    next: &VerifiedManifest,
) -> Result<(), ManifestError> {
    let (old, new) = (base.position(), next.position());
    match new.generation.cmp(&old.generation) {
        Ordering::Less => return Err(ManifestError::Rollback),
        // A recovery needs no link to what it ends: the thief may have hidden or forked it.
        Ordering::Greater if next.signed().signer != Signer::Root => {
            return Err(ManifestError::UnlistedSigner);
        }
        Ordering::Greater if new.version == 1 => return Ok(()),
        Ordering::Greater => return Err(ManifestError::Gap),
        Ordering::Equal => {}
    }
    if new.version == old.version {
        return refuse_contradiction(Some(base), next);
    }
    if new.version < old.version {
        return Err(ManifestError::Rollback);
    }
    if new.version - old.version > 1 {
        return Err(ManifestError::Gap);
    }
    // Validly signed, the right number, but after another manifest than the one that is held.
    if next.previous_hash() != Some(base.hash()) {
        return Err(ManifestError::Fork { position: old });
    }
    refuse_other_keys(base, next)
}
