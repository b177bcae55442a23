//! What was accepted before: envelope ids for 35 days, hashes of the bytes for 31.
//!
//! Keys of `Room::Seen`: `e ‖ envelope id` and `h ‖ hash`, with the day of acceptance; `d ‖ day ‖ envelope id ‖ hash` in the order
//! of expiry, and once the hash is gone `i ‖ day ‖ envelope id` for the rest. Ids recognise what a restored server delivers again;
//! hashes what anybody replays under a new id.

use pulse_protocol::EnvelopeId;

use crate::limits::{HASH_DAYS, SEEN_DAYS};
use crate::turn::{Turn, key};
use crate::{EngineError, Room};

pub(super) fn is_known(
    turn: &mut Turn<'_>,
    id: EnvelopeId,
    digest: &[u8; 32],
) -> Result<bool, EngineError> {
    let by_id = turn.tx.get(Room::Seen, &id_key(id.as_bytes()))?.is_some();
    Ok(by_id || turn.tx.get(Room::Seen, &hash_key(digest))?.is_some())
}

pub(super) fn remember(
    turn: &mut Turn<'_>,
    id: EnvelopeId,
    digest: &[u8; 32],
) -> Result<(), EngineError> {
    let day = turn.day().to_be_bytes();
    turn.tx.put(Room::Seen, &id_key(id.as_bytes()), &day)?;
    turn.tx.put(Room::Seen, &hash_key(digest), &day)?;
    turn.tx
        .put(Room::Seen, &key(&[b"d", &day, id.as_bytes(), digest]), &[1])?;
    Ok(())
}

/// Forgets what is too old to come again: an envelope waits 30 days at most. A page at a time, and the next one soon.
pub(crate) fn expire(turn: &mut Turn<'_>) -> Result<(), EngineError> {
    let hashes = turn.old_days(Room::Seen, b"d", HASH_DAYS)?;
    for index in hashes {
        let (Some(day), Some(id), Some(digest)) =
            (index.get(1..5), index.get(5..21), index.get(21..))
        else {
            return Err(EngineError::Record("seen"));
        };
        turn.erase(Room::Seen, &key(&[b"h", digest]))?;
        turn.erase(Room::Seen, &index)?;
        turn.tx.put(Room::Seen, &key(&[b"i", day, id]), &[1])?;
    }
    let ids = turn.old_days(Room::Seen, b"i", SEEN_DAYS)?;
    for index in ids {
        let id = index.get(5..).ok_or(EngineError::Record("seen"))?;
        turn.erase(Room::Seen, &id_key_of(id))?;
        turn.erase(Room::Seen, &index)?;
    }
    Ok(())
}

fn id_key(id: &[u8; 16]) -> Vec<u8> {
    id_key_of(id)
}

fn id_key_of(id: &[u8]) -> Vec<u8> {
    key(&[b"e", id])
}

fn hash_key(digest: &[u8; 32]) -> Vec<u8> {
    key(&[b"h", digest])
}
