//! The newest prekeys seen of each device we write to (PROTOCOL section 2, "Prekeys").
//!
//! Rotation is worth something only if nobody can go back: a server that goes on handing out a prekey whose private half was
//! stolen would otherwise have every new session begun with it. A signature says that the device made a key, not that it
//! still wants it used; that a newer one exists is known to whoever has seen it.
//!
//! Ids ascend and days do not fall, so an older key has both the lower id and the earlier day. One of the two alone is no
//! proof: a clock that was set right gives earlier days, a home that was restored from a copy counts its ids from there.
//!
//! Who writes to a device for the first time has seen nothing. An old key is taken then, since a device that was away for
//! months has no other, and the person is told; see `docs/threat-model.md`.

use pulse_crypto::keys::{AccountId, DeviceId};
use pulse_crypto::prekeys::{PrekeyBundle, PrekeyKind, PublicPrekey};
use serde::{Deserialize, Serialize};

use crate::limits::OLD_PREKEY_DAYS;
use crate::turn::{Record, Turn, key};
use crate::{EngineError, Event, Notice, Room};

/// The highest id and day of one kind.
#[derive(Clone, Copy, Default, Serialize, Deserialize)]
struct Mark {
    id: u32,
    day: u32,
}

/// Of one device.
#[derive(Default, Serialize, Deserialize)]
struct Newest {
    signed: Mark,
    last_resort: Mark,
}

impl Record for Newest {
    const NAME: &'static str = "newest prekeys";
}

impl Mark {
    fn is_older(self, prekey: &PublicPrekey) -> bool {
        prekey.id.get() < self.id && prekey.day < self.day
    }

    fn raise(&mut self, prekey: &PublicPrekey) {
        self.id = self.id.max(prekey.id.get());
        self.day = self.day.max(prekey.day);
    }
}

/// Whether a bundle's keys are older than ones that this device has shown before.
pub(crate) fn goes_back(
    turn: &mut Turn<'_>,
    account: AccountId,
    device: DeviceId,
    bundle: &PrekeyBundle,
) -> Result<bool, EngineError> {
    let newest = turn.load::<Newest>(Room::Devices, &newest_key(account, device))?;
    let Some(newest) = newest else {
        return Ok(false);
    };
    let is_kem_older = last_resort(bundle).is_some_and(|kem| newest.last_resort.is_older(kem));
    Ok(newest.signed.is_older(&bundle.signed) || is_kem_older)
}

/// A session was begun with this bundle: nothing older is taken from now on.
pub(crate) fn remember(
    turn: &mut Turn<'_>,
    account: AccountId,
    device: DeviceId,
    bundle: &PrekeyBundle,
) -> Result<(), EngineError> {
    let key = newest_key(account, device);
    let newest = turn.load::<Newest>(Room::Devices, &key)?;
    if newest.is_none() {
        tell_of_old(turn, bundle);
    }
    let mut newest = newest.unwrap_or_default();
    newest.signed.raise(&bundle.signed);
    if let Some(kem) = last_resort(bundle) {
        newest.last_resort.raise(kem);
    }
    turn.save(Room::Devices, &key, &newest)
}

/// One-time KEM prekeys lie at the server until somebody takes them, for a year perhaps; each is used once.
fn last_resort(bundle: &PrekeyBundle) -> Option<&PublicPrekey> {
    Some(&bundle.kem).filter(|kem| kem.kind == PrekeyKind::KemLastResort)
}

fn tell_of_old(turn: &mut Turn<'_>, bundle: &PrekeyBundle) {
    let age = turn.day().get().saturating_sub(bundle.signed.day);
    if age > OLD_PREKEY_DAYS {
        turn.tell(Event::Notice(Notice::OldPrekeys));
    }
}

fn newest_key(account: AccountId, device: DeviceId) -> Vec<u8> {
    key(&[account.as_bytes(), b"prekeys", &device.to_be_bytes()])
}
