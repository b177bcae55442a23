//! What every decision of a turn has at hand: the transaction, the time, randomness, the effects, and what lives only as
//! long as the connections do.

use std::sync::Arc;

use pulse_protocol::{ClientBody, Day, Lane, Timestamp};
use rand_core::CryptoRng;
use serde::Serialize;
use serde::de::DeserializeOwned;
use zeroize::Zeroizing;

use crate::account::{self, Own};
use crate::limits::{MAINTENANCE_PAUSE, SCAN_ROWS_MAX};
use crate::live::{Live, Pending};
use crate::{Effects, EngineError, Event, Room, StoreTx};

/// The surroundings of one [`handle`](crate::Engine::handle).
pub(crate) struct Turn<'a> {
    pub(crate) tx: &'a mut dyn StoreTx,
    pub(crate) now: Timestamp,
    pub(crate) rng: &'a mut dyn CryptoRng,
    pub(crate) effects: &'a mut Effects,
    pub(crate) live: &'a mut Live,
}

/// A record of a room: one version byte, then postcard.
pub(crate) trait Record: Serialize + DeserializeOwned {
    /// Named in the error when a stored one does not decode.
    const NAME: &'static str;
    /// Raised with every change of the layout.
    const VERSION: u8 = 1;

    /// Reads a layout of before; `None` for one that never was. What it becomes is written in the present layout.
    fn of_version(_version: u8, _bytes: &[u8]) -> Option<Self> {
        None
    }
}

impl Turn<'_> {
    pub(crate) fn day(&self) -> Day {
        self.now.day()
    }

    pub(crate) fn tell(&mut self, event: Event) {
        self.effects.tell(event);
    }

    pub(crate) fn random<const N: usize>(&mut self) -> [u8; N] {
        let mut bytes = [0; N];
        self.rng.fill_bytes(&mut bytes);
        bytes
    }

    /// The own account with its keys; `None` before `Register`.
    pub(crate) fn own(&mut self) -> Result<Option<Arc<Own>>, EngineError> {
        if self.live.own.is_none() {
            self.live.own = account::load(self.tx)?.map(|record| Arc::new(record.open()));
        }
        Ok(self.live.own.clone())
    }

    /// The own account once the server has confirmed it.
    pub(crate) fn registered(&mut self) -> Result<Option<Arc<Own>>, EngineError> {
        Ok(self.own()?.filter(|own| own.is_registered()))
    }

    pub(crate) fn load<R: Record>(
        &mut self,
        room: Room,
        key: &[u8],
    ) -> Result<Option<R>, EngineError> {
        load(self.tx, room, key)
    }

    pub(crate) fn save<R: Record>(
        &mut self,
        room: Room,
        key: &[u8],
        record: &R,
    ) -> Result<(), EngineError> {
        save(self.tx, room, key, record)
    }

    /// The keys `prefix ‖ day ‖ …` whose day is more than so many days ago, oldest first: a page of them. When it is full,
    /// maintenance comes back soon for the next.
    pub(crate) fn old_days(
        &mut self,
        room: Room,
        prefix: &[u8; 1],
        days: u32,
    ) -> Result<Vec<Vec<u8>>, EngineError> {
        let today = self.day();
        let is_old = |key: &[u8]| {
            let day = key.get(1..5).and_then(|day| day.try_into().ok());
            day.is_some_and(|day| today.saturating_since(Day(u32::from_be_bytes(day))) > days)
        };
        let page = self.tx.scan(room, prefix, None, SCAN_ROWS_MAX)?;
        let keys = page.into_iter().map(|(key, _)| key);
        let old: Vec<_> = keys.take_while(|key| is_old(key)).collect();
        if old.len() == SCAN_ROWS_MAX {
            self.live.maintenance_at = Some(self.now.plus(MAINTENANCE_PAUSE));
        }
        Ok(old)
    }

    pub(crate) fn erase(&mut self, room: Room, key: &[u8]) -> Result<(), EngineError> {
        Ok(self.tx.delete(room, key)?)
    }

    /// Sends a request on a lane that is up, and remembers what its answer will be about. False when the lane is down.
    pub(crate) fn request(&mut self, lane: Lane, pending: Pending, body: ClientBody) -> bool {
        let Some(frame) = self.live.lane_mut(lane).begin(pending, body) else {
            return false;
        };
        self.effects.frames.push((lane, frame));
        true
    }
}

/// Reads a record.
pub(crate) fn load<R: Record>(
    tx: &mut dyn StoreTx,
    room: Room,
    key: &[u8],
) -> Result<Option<R>, EngineError> {
    let Some(bytes) = tx.get(room, key)?.map(Zeroizing::new) else {
        return Ok(None);
    };
    decode(&bytes).map(Some)
}

/// Writes a record, over an older one too.
pub(crate) fn save<R: Record>(
    tx: &mut dyn StoreTx,
    room: Room,
    key: &[u8],
    record: &R,
) -> Result<(), EngineError> {
    Ok(tx.put(room, key, &encode(record)?)?)
}

/// The stored form. Erased after use, since any record may hold keys.
pub(crate) fn encode<R: Record>(record: &R) -> Result<Zeroizing<Vec<u8>>, EngineError> {
    let unreadable = |_| EngineError::Record(R::NAME);
    // Sized first: a buffer that grew would leave copies of keys behind.
    let len = postcard::experimental::serialized_size(record).map_err(unreadable)?;
    let mut bytes = Zeroizing::new(vec![0; 1 + len]);
    if let Some((version, rest)) = bytes.split_first_mut() {
        *version = R::VERSION;
        postcard::to_slice(record, rest).map_err(unreadable)?;
    }
    Ok(bytes)
}

/// A record from its stored form.
pub(crate) fn decode<R: Record>(bytes: &[u8]) -> Result<R, EngineError> {
    let record = match bytes.split_first() {
        Some((&version, rest)) if version == R::VERSION => postcard::from_bytes(rest).ok(),
        Some((&version, rest)) => R::of_version(version, rest),
        None => None,
    };
    record.ok_or(EngineError::Record(R::NAME))
}

/// A key made of several parts of fixed length.
pub(crate) fn key(parts: &[&[u8]]) -> Vec<u8> {
    parts.concat()
}
