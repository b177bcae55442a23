//! How often something was dropped or failed, and why. Numbers only: for `status`, for tests, for a bug report.

use crate::turn::Turn;
use crate::{EngineError, Room, StoreTx};

const PREFIX: &str = "count ";

pub(crate) fn count(turn: &mut Turn<'_>, reason: &str) -> Result<(), EngineError> {
    let key = format!("{PREFIX}{reason}");
    let count = read(turn.tx, &key)?.saturating_add(1);
    Ok(turn
        .tx
        .put(Room::Settings, key.as_bytes(), &count.to_be_bytes())?)
}

/// Counts a failure that concerns one thing among many, so that the others go on; `None` then. What the store refuses concerns
/// all of them.
pub(crate) fn survive<T>(
    turn: &mut Turn<'_>,
    reason: &str,
    result: Result<T, EngineError>,
) -> Result<Option<T>, EngineError> {
    match result {
        Ok(value) => Ok(Some(value)),
        Err(EngineError::Store(error)) => Err(error.into()),
        Err(EngineError::Record(_) | EngineError::Bug(_)) => {
            count(turn, reason)?;
            Ok(None)
        }
    }
}

/// How often incoming mail was dropped for a reason.
pub(crate) fn dropped(tx: &mut dyn StoreTx, reason: &str) -> Result<u64, EngineError> {
    read(tx, &format!("{PREFIX}{reason}"))
}

fn read(tx: &mut dyn StoreTx, key: &str) -> Result<u64, EngineError> {
    let value = tx.get(Room::Settings, key.as_bytes())?;
    Ok(value
        .and_then(|value| value.try_into().ok())
        .map_or(0, u64::from_be_bytes))
}
