//! What recent commands brought, so that one that is asked again of the next owner is answered and not done a second time.
//!
//! An owner may end after the turn that did a command was committed and before whoever asked heard of it; they ask the next one, with
//! the same id. The answer is in the store, by the same transaction as what was done.

use pulse_engine::{
    Command, CommandId, CommandOutput, Effects, EngineError, Event, Room, StoreError, StoreTx,
};

use crate::limits::ANSWERS_KEPT;

/// Records of the room: answers by command, commands by place in the ring, and the next place.
const ANSWER: u8 = b'a';
const PLACE: u8 = b'p';
const NEXT: &[u8] = b"n";

/// Whether doing the command twice is another thing than doing it once. The others give the same answer again by themselves, and
/// many of them come often.
pub(super) fn are_kept(command: &Command) -> bool {
    matches!(
        command,
        Command::RemoveContact { .. }
            | Command::UnblockContact { .. }
            | Command::RetryMessage { .. }
            | Command::DeleteMessage { .. }
            | Command::ConfirmPhrase { .. }
    )
}

/// What the command brought when it was done before.
pub(super) fn recall(
    tx: &mut dyn StoreTx,
    id: CommandId,
) -> Result<Option<CommandOutput>, StoreError> {
    let stored = tx.get(Room::Commands, &answer_key(id))?;
    // One that cannot be read is of another version, and the command is done as if it came first.
    Ok(stored.and_then(|bytes| postcard::from_bytes(&bytes).ok()))
}

/// Keeps what the command brought, and forgets the oldest. A refusal changed nothing and is given again.
pub(super) fn keep(
    tx: &mut dyn StoreTx,
    id: CommandId,
    effects: &Effects,
) -> Result<(), EngineError> {
    let output = effects.events.iter().find_map(|event| match event {
        Event::CommandDone {
            id: done,
            result: Ok(output),
        } if *done == id => Some(output),
        _ => None,
    });
    let Some(Ok(answer)) = output.map(postcard::to_stdvec) else {
        return Ok(());
    };
    let place = tx
        .get(Room::Commands, NEXT)?
        .and_then(|bytes| bytes.try_into().map(u32::from_be_bytes).ok())
        .unwrap_or(0);
    let place_key = [&[PLACE][..], &place.to_be_bytes()].concat();
    if let Some(oldest) = tx.get(Room::Commands, &place_key)? {
        tx.delete(Room::Commands, &[&[ANSWER][..], &oldest].concat())?;
    }
    tx.put(Room::Commands, &place_key, id.as_bytes())?;
    tx.put(Room::Commands, &answer_key(id), &answer)?;
    let next = (place + 1) % ANSWERS_KEPT;
    tx.put(Room::Commands, NEXT, &next.to_be_bytes())?;
    Ok(())
}

fn answer_key(id: CommandId) -> Vec<u8> {
    [&[ANSWER][..], id.as_bytes()].concat()
}

#[cfg(test)]
mod tests {
    use pulse_engine::MemoryStore;

    use super::*;

    fn id(number: u32) -> CommandId {
        let mut bytes = [0; 16];
        bytes[..4].copy_from_slice(&number.to_be_bytes());
        CommandId::from_bytes(bytes)
    }

    fn done(id: CommandId) -> Effects {
        let mut effects = Effects::default();
        effects.tell(Event::CommandDone {
            id,
            result: Ok(CommandOutput::None),
        });
        effects
    }

    #[test]
    fn the_newest_answers_are_kept_and_no_more_than_that() {
        let mut store = MemoryStore::new();
        let mut tx = store.begin();
        for number in 0..=ANSWERS_KEPT {
            keep(&mut tx, id(number), &done(id(number))).unwrap();
        }
        // Not done: nothing to keep.
        keep(&mut tx, id(u32::MAX), &Effects::default()).unwrap();
        assert_eq!(recall(&mut tx, id(0)).unwrap(), None);
        assert_eq!(recall(&mut tx, id(u32::MAX)).unwrap(), None);
        for number in 1..=ANSWERS_KEPT {
            let kept = recall(&mut tx, id(number)).unwrap();
            assert_eq!(kept, Some(CommandOutput::None));
        }
        let records = tx.scan(Room::Commands, b"", None, usize::MAX).unwrap();
        assert_eq!(records.len(), 2 * ANSWERS_KEPT as usize + 1);
    }
}
