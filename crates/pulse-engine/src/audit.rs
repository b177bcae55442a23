//! A look at an envelope on its way, for tests that hold both people's stores: with which key was it encrypted?
//!
//! Nothing of it is reachable without the recipient's store, and with that one has the keys anyway.

use std::sync::Arc;

use pulse_crypto::ratchet::KeyName;
use pulse_crypto::sealed::{self, PairKey, RecipientAddress, SenderAddress};
use pulse_protocol::Timestamp;
use pulse_protocol::manifest::VerifiedManifest;
use rand_core::CryptoRng;
use zeroize::Zeroizing;

use crate::account::Own;
use crate::live::Live;
use crate::seal::Inner;
use crate::sessions::{self, Named};
use crate::turn::Turn;
use crate::{Effects, EngineError, StoreTx, devices};

/// What the recipient of an envelope would find.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audited {
    /// It opens with this key.
    Opens(KeyName),
    /// It stands at a position whose key was used before.
    Used,
    /// This store has no session or prekey for it.
    NotHere,
}

/// The devices of the store's owner, as others find them.
///
/// # Errors
/// What the store or a record of it fails with.
pub fn manifest(
    tx: &mut dyn StoreTx,
    now: Timestamp,
    rng: &mut dyn CryptoRng,
) -> Result<Option<Arc<VerifiedManifest>>, EngineError> {
    aside(tx, now, rng, |turn| {
        let Some(own) = turn.own()? else {
            return Ok(None);
        };
        let held = devices::held(turn, own.account)?;
        Ok(held.map(|held| held.manifest))
    })
}

/// Opens a sealed envelope of `sender` as the owner of the store would, and names the key of its message.
///
/// # Errors
/// What the store or a record of it fails with.
pub fn envelope(
    sealed: &[u8],
    sender: &VerifiedManifest,
    tx: &mut dyn StoreTx,
    now: Timestamp,
    rng: &mut dyn CryptoRng,
) -> Result<Audited, EngineError> {
    aside(tx, now, rng, |turn| {
        let Some(own) = turn.own()? else {
            return Ok(Audited::NotHere);
        };
        let Some((address, plaintext)) = unseal(&own, sealed) else {
            return Ok(Audited::NotHere);
        };
        let device = sender.device(address.device);
        let device = device.filter(|device| device.identity == address.identity);
        let (Some(device), Some(inner)) = (device, Inner::parse(&plaintext)) else {
            return Ok(Audited::NotHere);
        };
        let peer = (sender, device);
        let named = sessions::key_name(turn, &own, peer, inner.header, inner.message)?;
        Ok(match named {
            Named::Key(name) => Audited::Opens(name),
            Named::Used => Audited::Used,
            Named::Unknown => Audited::NotHere,
        })
    })
}

/// Both layers of the seal.
fn unseal(own: &Own, sealed: &[u8]) -> Option<(SenderAddress, Zeroizing<Vec<u8>>)> {
    let to = RecipientAddress {
        account: own.account,
        device: own.device,
        identity: own.identity.public(),
    };
    let outer = sealed::open_outer(&to, &own.identity, sealed).ok()?;
    let sender = *outer.sender();
    let pair = PairKey::agree(&own.identity, &sender.identity).ok()?;
    Some((sender, outer.open_inner(&pair).ok()?))
}

/// A turn of which nothing is performed. Its reads change nothing; the caller rolls back all the same.
fn aside<T>(
    tx: &mut dyn StoreTx,
    now: Timestamp,
    rng: &mut dyn CryptoRng,
    look: impl FnOnce(&mut Turn<'_>) -> Result<T, EngineError>,
) -> Result<T, EngineError> {
    let (mut live, mut effects) = (Live::default(), Effects::default());
    look(&mut Turn {
        tx,
        now,
        rng,
        effects: &mut effects,
        live: &mut live,
    })
}
