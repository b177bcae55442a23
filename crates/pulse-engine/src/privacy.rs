//! What contacts are told about what we do. Whoever tells nothing is shown nothing: both directions of each kind go together.

use serde::{Deserialize, Serialize};

use crate::engine::CommandResult;
use crate::turn::{self, Record, Turn};
use crate::{CommandOutput, EngineError, Event, Privacy, Room, StoreTx, typing};

const KEY: &[u8] = b"privacy";

#[derive(Serialize, Deserialize)]
struct Stored(Privacy);

impl Record for Stored {
    const NAME: &'static str = "privacy";
}

/// The choice; everything is told until somebody chose.
pub(crate) fn load(tx: &mut dyn StoreTx) -> Result<Privacy, EngineError> {
    let stored = turn::load::<Stored>(tx, Room::Settings, KEY)?;
    Ok(stored.map(|Stored(privacy)| privacy).unwrap_or_default())
}

/// `SetPrivacy`. Read receipts that wait are dropped where they would leave.
pub(crate) fn set(turn: &mut Turn<'_>, privacy: Privacy) -> Result<CommandResult, EngineError> {
    if load(turn.tx)? != privacy {
        turn.save(Room::Settings, KEY, &Stored(privacy))?;
        if !privacy.typing {
            typing::forget_all(turn);
        }
        turn.tell(Event::PrivacyChanged { privacy });
    }
    Ok(Ok(CommandOutput::None))
}
