//! How often something was dropped, and why. Numbers only: for `status`, for tests, for a bug report.

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
