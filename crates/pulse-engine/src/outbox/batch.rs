//! Sealing the head of a queue for every device of its recipient.

use std::sync::Arc;

use pulse_crypto::keys::{AccountId, IdentityPublicKey};
use pulse_crypto::sealed::{self, PairKey, RecipientAddress, SenderAddress};
use pulse_protocol::limits::sealed_bytes_max;
use pulse_protocol::manifest::VerifiedManifest;
use pulse_protocol::{EnvelopeId, ManifestPosition, Timestamp};
use zeroize::Zeroizing;

use super::queue::{self, Queued};
use super::submission::{StoredEnvelope, Submission};
use super::unanswered;
use crate::account::Own;
use crate::content::packed_len;
use crate::limits::{
    CONTENTS_BYTES_MAX, CONTENTS_PER_MESSAGE_MAX, PAIR_KEYS_IN_MEMORY_MAX,
    SEAL_BYTES_BESIDE_CONTENTS,
};
use crate::seal::Inner;
use crate::turn::Turn;
use crate::{EngineError, devices, pack, sessions};

/// Seals the contents at the head that fit into one message. `None` when a session turned out to be used up.
pub(super) fn seal(
    turn: &mut Turn<'_>,
    own: &Own,
    account: AccountId,
    manifest: &VerifiedManifest,
) -> Result<Option<Submission>, EngineError> {
    let own_manifest = devices::held(turn, own.account)?
        .ok_or(EngineError::Bug("an account without its manifest"))?
        .manifest;
    let recipients: Vec<_> = manifest
        .devices()
        .iter()
        .filter(|device| account != own.account || device.id != own.device)
        .collect();
    let (orders, contents) = choose(turn, account, recipients.len())?;
    let plaintext = pack(&contents)
        .map_err(|_| EngineError::Bug("queued contents that do not fit a message"))?;
    let from = SenderAddress {
        account: own.account,
        device: own.device,
        identity: own.identity.public(),
        generation: own_manifest.position().generation,
        version: own_manifest.position().version,
        manifest_hash: devices::freshness(&own_manifest).hash,
    };
    let mut envelopes = Vec::with_capacity(recipients.len());
    let mut handshake_at: Option<Timestamp> = None;
    for device in recipients {
        let Some(encrypted) = sessions::encrypt(turn, account, device.id, &plaintext)? else {
            return Ok(None);
        };
        let chain = match encrypted.header {
            Some(_) => {
                let begun = encrypted.begun;
                handshake_at = Some(handshake_at.map_or(begun, |at| at.min(begun)));
                devices::own_chain(turn, own.account)?
            }
            None => None,
        };
        let inner = Inner {
            recipient: devices::freshness(manifest),
            header: encrypted.header.as_deref(),
            chain: chain.as_deref(),
            message: &encrypted.message,
        };
        let pair = pair_key(turn, own, device.identity)?.ok_or(EngineError::Bug(
            "a verified identity key that agrees on nothing",
        ))?;
        let to = RecipientAddress {
            account,
            device: device.id,
            identity: device.identity,
        };
        let sealed = sealed::seal(&from, &pair, &to, &inner.encode(), turn.rng)
            .map_err(|_| EngineError::Bug("a message that cannot be sealed"))?;
        envelopes.push(StoredEnvelope {
            device: device.id,
            identity: device.identity,
            id: EnvelopeId::random(turn.rng),
            sealed,
        });
    }
    let position = manifest.position();
    Ok(Some(Submission {
        position,
        envelopes,
        orders,
        permission: None,
        stamps_refused: 0,
        handshake_at,
    }))
}

/// Places in the queue, and the contents there.
type Chosen = (Vec<u64>, Vec<Zeroizing<Vec<u8>>>);

/// The contents that leave together: in order, at most 32, as many bytes as one of so many envelopes may have.
fn choose(
    turn: &mut Turn<'_>,
    account: AccountId,
    recipients: usize,
) -> Result<Chosen, EngineError> {
    let budget = contents_bytes_max(recipients);
    let (mut orders, mut contents, mut len) = (Vec::new(), Vec::new(), 1);
    let mut room = unanswered::room(turn, account)?;
    for (order, queued) in queue::head(turn, account, CONTENTS_PER_MESSAGE_MAX)? {
        len += packed_len(queued.content.len());
        if unanswered::is_counted(&queued) {
            let Some(left) = room.checked_sub(1) else {
                break;
            };
            room = left;
        }
        // One alone always goes: if it is too large for so many devices, the server says so and the row fails.
        if len > budget && !orders.is_empty() {
            break;
        }
        orders.push(order);
        contents.push(content_of(&queued));
    }
    Ok((orders, contents))
}

fn content_of(queued: &Queued) -> Zeroizing<Vec<u8>> {
    Zeroizing::new(queued.content.clone())
}

/// What padding (at most an eighth) and everything beside the contents leave of an envelope.
fn contents_bytes_max(recipients: usize) -> usize {
    let padded = sealed_bytes_max(recipients) / 9 * 8;
    padded
        .saturating_sub(SEAL_BYTES_BESIDE_CONTENTS)
        .min(CONTENTS_BYTES_MAX)
}

/// The key of the seal between our device and another. `None` for a key that agrees on nothing.
pub(crate) fn pair_key(
    turn: &mut Turn<'_>,
    own: &Own,
    peer: IdentityPublicKey,
) -> Result<Option<Arc<PairKey>>, EngineError> {
    if let Some(pair) = turn.live.pair_keys.get(&peer) {
        return Ok(Some(pair.clone()));
    }
    let Ok(pair) = PairKey::agree(&own.identity, &peer) else {
        return Ok(None);
    };
    if turn.live.pair_keys.len() >= PAIR_KEYS_IN_MEMORY_MAX {
        turn.live.pair_keys.clear();
    }
    let pair = Arc::new(pair);
    turn.live.pair_keys.insert(peer, pair.clone());
    Ok(Some(pair))
}

/// The place of the manifest that a sealed message's sender speaks for.
pub(crate) fn sender_position(sender: &SenderAddress) -> ManifestPosition {
    ManifestPosition {
        generation: sender.generation,
        version: sender.version,
    }
}
