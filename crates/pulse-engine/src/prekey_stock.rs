//! Our prekeys: what others need to write to this device while it is away (PROTOCOL section 2, "Prekeys").
//!
//! Private halves are stored before their public halves leave. One-time halves go with their first use; a replaced signed
//! or last-resort half stays 31 days, since an envelope may wait 30.

use pulse_crypto::handshake::InitialHeader;
use pulse_crypto::prekeys::{BundleSecrets, PrekeyId, PrekeyKind, PublicPrekey, SecretPrekey};
use pulse_protocol::frame::{PrekeyCounts, UploadPrekeys};
use pulse_protocol::limits::{ONE_TIME_PREKEYS_LOW, ONE_TIME_PREKEYS_MAX};
use pulse_protocol::{ClientBody, Day, Lane, Timestamp};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::account::Own;
use crate::limits::{
    FIRST_KEM_PREKEYS, FIRST_ONE_TIME_PREKEYS, ONE_TIME_HALVES_MAX, PREKEY_ROTATION_DAYS,
    REPLACED_PREKEY_DAYS, SCAN_ROWS_MAX,
};
use crate::live::Pending;
use crate::turn::{Record, Turn, key};
use crate::{EngineError, Room, clock};

const STOCK: &[u8] = b"stock";
const HALF: &[u8] = b"half";

/// Which ids were given out, and which keys are current.
#[derive(Default, Serialize, Deserialize)]
struct Stock {
    /// The last id given to any prekey. Ids are never used again, whatever the kind.
    last_id: u32,
    signed: u32,
    last_resort: u32,
    /// When the two were made.
    day: u32,
}

impl Record for Stock {
    const NAME: &'static str = "prekey stock";
}

/// The prekeys that go with a registration: few enough to be made at once, refilled right after.
pub(crate) fn first_upload(
    turn: &mut Turn<'_>,
    own: &Own,
) -> Result<Vec<PublicPrekey>, EngineError> {
    let mut upload = Vec::new();
    let mut stock = load(turn)?;
    rotate(turn, own, &mut stock, &mut upload)?;
    refill(
        turn,
        own,
        &mut stock,
        PrekeyKind::OneTime,
        FIRST_ONE_TIME_PREKEYS,
        &mut upload,
    )?;
    refill(
        turn,
        own,
        &mut stock,
        PrekeyKind::KemOneTime,
        FIRST_KEM_PREKEYS,
        &mut upload,
    )?;
    turn.save(Room::Prekeys, STOCK, &stock)?;
    Ok(upload)
}

/// Asks the server what it still has.
pub(crate) fn request_counts(turn: &mut Turn<'_>) {
    if turn.live.is_ready(Lane::Identified) && !turn.live.is_pending(Pending::CountPrekeys) {
        turn.request(
            Lane::Identified,
            Pending::CountPrekeys,
            ClientBody::CountPrekeys,
        );
    }
}

/// Compares the server's stock with ours: rotates what is old, refills what is low.
pub(crate) fn review(turn: &mut Turn<'_>, counts: &PrekeyCounts) -> Result<(), EngineError> {
    let Some(own) = turn.registered()? else {
        return Ok(());
    };
    if turn.live.is_pending(Pending::UploadPrekeys) {
        return Ok(());
    }
    let mut upload = Vec::new();
    let mut stock = load(turn)?;
    if is_rotation_due(&stock, counts, turn.now) {
        // The key that the server handed out until now is replaced only today.
        retire(turn, PrekeyKind::Signed, PrekeyId::new(counts.signed_id))?;
        retire(
            turn,
            PrekeyKind::KemLastResort,
            PrekeyId::new(counts.last_resort_id),
        )?;
        rotate(turn, &own, &mut stock, &mut upload)?;
    }
    for (kind, held) in [
        (PrekeyKind::OneTime, counts.one_time),
        (PrekeyKind::KemOneTime, counts.kem_one_time),
    ] {
        let held = held as usize;
        if held < ONE_TIME_PREKEYS_LOW {
            refill(
                turn,
                &own,
                &mut stock,
                kind,
                ONE_TIME_PREKEYS_MAX - held,
                &mut upload,
            )?;
        }
    }
    if upload.is_empty() {
        return Ok(());
    }
    turn.save(Room::Prekeys, STOCK, &stock)?;
    let body = ClientBody::UploadPrekeys(UploadPrekeys { prekeys: upload });
    turn.request(Lane::Identified, Pending::UploadPrekeys, body);
    Ok(())
}

fn is_rotation_due(stock: &Stock, counts: &PrekeyCounts, now: Timestamp) -> bool {
    counts.signed_id != stock.signed
        || counts.last_resort_id != stock.last_resort
        || now.day().get() >= stock.day.saturating_add(PREKEY_ROTATION_DAYS)
        || clock::age(Day(stock.day).start(), now).is_none()
}

fn rotate(
    turn: &mut Turn<'_>,
    own: &Own,
    stock: &mut Stock,
    upload: &mut Vec<PublicPrekey>,
) -> Result<(), EngineError> {
    retire(turn, PrekeyKind::Signed, PrekeyId::new(stock.signed))?;
    retire(
        turn,
        PrekeyKind::KemLastResort,
        PrekeyId::new(stock.last_resort),
    )?;
    stock.signed = make(turn, own, stock, PrekeyKind::Signed, upload)?;
    stock.last_resort = make(turn, own, stock, PrekeyKind::KemLastResort, upload)?;
    stock.day = turn.day().get();
    Ok(())
}

fn refill(
    turn: &mut Turn<'_>,
    own: &Own,
    stock: &mut Stock,
    kind: PrekeyKind,
    count: usize,
    upload: &mut Vec<PublicPrekey>,
) -> Result<(), EngineError> {
    for _ in 0..count {
        make(turn, own, stock, kind, upload)?;
    }
    drop_oldest(turn, kind, stock.last_id)
}

/// One new prekey: the private half is stored, the public one joins the upload.
fn make(
    turn: &mut Turn<'_>,
    own: &Own,
    stock: &mut Stock,
    kind: PrekeyKind,
    upload: &mut Vec<PublicPrekey>,
) -> Result<u32, EngineError> {
    stock.last_id += 1;
    let id = PrekeyId::new(stock.last_id);
    let day = turn.day().get();
    let (secret, public) = SecretPrekey::generate(
        kind,
        id,
        day,
        &own.account,
        own.device,
        &own.signing,
        turn.rng,
    );
    store(
        turn,
        kind,
        id,
        &Half {
            retired: None,
            secret: secret.encode(),
        },
    )?;
    upload.push(public);
    Ok(stock.last_id)
}

/// A private half, and since when it is replaced.
struct Half {
    retired: Option<u32>,
    secret: Zeroizing<Vec<u8>>,
}

fn half_key(kind: PrekeyKind, id: PrekeyId) -> Vec<u8> {
    key(&[HALF, &[kind as u8], &id.get().to_be_bytes()])
}

fn store(
    turn: &mut Turn<'_>,
    kind: PrekeyKind,
    id: PrekeyId,
    half: &Half,
) -> Result<(), EngineError> {
    let record = encode(half);
    Ok(turn.tx.put(Room::Prekeys, &half_key(kind, id), &record)?)
}

/// `version ‖ day of retirement + 1, or 0 (u32, big-endian) ‖ secret`.
fn encode(half: &Half) -> Zeroizing<Vec<u8>> {
    let retired = half.retired.map_or(0, |day| day.saturating_add(1));
    let mut record = Zeroizing::new(Vec::with_capacity(5 + half.secret.len()));
    record.push(1);
    record.extend_from_slice(&retired.to_be_bytes());
    record.extend_from_slice(&half.secret);
    record
}

fn parse(record: &[u8]) -> Result<Half, EngineError> {
    let unreadable = EngineError::Record("prekey");
    let Some((&1, rest)) = record.split_first() else {
        return Err(unreadable);
    };
    let Some((retired, secret)) = rest.split_first_chunk() else {
        return Err(unreadable);
    };
    Ok(Half {
        retired: u32::from_be_bytes(*retired).checked_sub(1),
        secret: Zeroizing::new(secret.to_vec()),
    })
}

fn load(turn: &mut Turn<'_>) -> Result<Stock, EngineError> {
    Ok(turn.load(Room::Prekeys, STOCK)?.unwrap_or_default())
}

/// Starts the 31 days of a replaced private half.
fn retire(turn: &mut Turn<'_>, kind: PrekeyKind, id: PrekeyId) -> Result<(), EngineError> {
    let today = turn.day().get();
    let Some(record) = turn
        .tx
        .get(Room::Prekeys, &half_key(kind, id))?
        .map(Zeroizing::new)
    else {
        return Ok(());
    };
    let mut half = parse(&record)?;
    // Once begun they are not begun again, whatever a server says it still hands out.
    half.retired = half.retired.or(Some(today));
    store(turn, kind, id, &half)
}

/// The private halves that a handshake names; `None` when one is gone ("stale prekey").
pub(crate) fn secrets(
    turn: &mut Turn<'_>,
    header: &InitialHeader,
) -> Result<Option<BundleSecrets>, EngineError> {
    let Some(signed) = secret(turn, PrekeyKind::Signed, header.signed_prekey())? else {
        return Ok(None);
    };
    let one_time = match header.one_time_prekey() {
        None => None,
        Some(id) => match secret(turn, PrekeyKind::OneTime, id)? {
            None => return Ok(None),
            one_time => one_time,
        },
    };
    let (kind, id) = header.kem_prekey();
    let kem = secret(turn, kind, id)?;
    Ok(kem.map(|kem| BundleSecrets {
        signed,
        one_time,
        kem,
    }))
}

fn secret(
    turn: &mut Turn<'_>,
    kind: PrekeyKind,
    id: PrekeyId,
) -> Result<Option<SecretPrekey>, EngineError> {
    let Some(record) = turn
        .tx
        .get(Room::Prekeys, &half_key(kind, id))?
        .map(Zeroizing::new)
    else {
        return Ok(None);
    };
    let half = parse(&record)?;
    SecretPrekey::decode(&half.secret)
        .map(Some)
        .map_err(|_| EngineError::Record("prekey"))
}

/// A session stands: its one-time halves are of no use to anybody but a thief.
pub(crate) fn consume(turn: &mut Turn<'_>, header: &InitialHeader) -> Result<(), EngineError> {
    if let Some(id) = header.one_time_prekey() {
        turn.erase(Room::Prekeys, &half_key(PrekeyKind::OneTime, id))?;
    }
    if let (PrekeyKind::KemOneTime, id) = header.kem_prekey() {
        turn.erase(Room::Prekeys, &half_key(PrekeyKind::KemOneTime, id))?;
    }
    Ok(())
}

/// Whether this ephemeral key began a session with this signed prekey before. A second use is a replay.
pub(crate) fn was_used(turn: &mut Turn<'_>, header: &InitialHeader) -> Result<bool, EngineError> {
    Ok(turn
        .tx
        .get(Room::Ephemerals, &ephemeral_key(header))?
        .is_some())
}

/// Remembers the ephemeral key as long as the signed prekey exists.
pub(crate) fn remember(turn: &mut Turn<'_>, header: &InitialHeader) -> Result<(), EngineError> {
    Ok(turn
        .tx
        .put(Room::Ephemerals, &ephemeral_key(header), &[1])?)
}

fn ephemeral_key(header: &InitialHeader) -> Vec<u8> {
    key(&[
        &header.signed_prekey().get().to_be_bytes(),
        header.ephemeral(),
    ])
}

/// Drops halves whose 31 days are over, with the ephemeral keys that they had to remember.
pub(crate) fn expire(turn: &mut Turn<'_>) -> Result<(), EngineError> {
    let today = turn.day().get();
    for kind in [PrekeyKind::Signed, PrekeyKind::KemLastResort] {
        let prefix = key(&[HALF, &[kind as u8]]);
        for (key, record) in turn.tx.scan(Room::Prekeys, &prefix, None, SCAN_ROWS_MAX)? {
            let record = Zeroizing::new(record);
            let mut half = parse(&record)?;
            let Some(retired) = half.retired else {
                continue;
            };
            if retired > today.saturating_add(1) {
                // The clock was ahead when it was replaced: its days begin now.
                half.retired = Some(today);
                turn.tx.put(Room::Prekeys, &key, &encode(&half))?;
            }
            if today <= retired.saturating_add(REPLACED_PREKEY_DAYS) {
                continue;
            }
            turn.erase(Room::Prekeys, &key)?;
            if let (PrekeyKind::Signed, Some(id)) = (kind, key.get(prefix.len()..)) {
                forget_ephemerals(turn, id)?;
            }
        }
    }
    Ok(())
}

fn forget_ephemerals(turn: &mut Turn<'_>, signed_prekey: &[u8]) -> Result<(), EngineError> {
    loop {
        let known = turn
            .tx
            .scan(Room::Ephemerals, signed_prekey, None, SCAN_ROWS_MAX)?;
        if known.is_empty() {
            return Ok(());
        }
        for (key, _) in known {
            turn.erase(Room::Ephemerals, &key)?;
        }
    }
}

/// One-time halves whose bundle was fetched and never used would pile up: the oldest go.
fn drop_oldest(turn: &mut Turn<'_>, kind: PrekeyKind, last_id: u32) -> Result<(), EngineError> {
    let Some(keep_from) = last_id.checked_sub(ONE_TIME_HALVES_MAX) else {
        return Ok(());
    };
    let prefix = key(&[HALF, &[kind as u8]]);
    let end = half_key(kind, PrekeyId::new(keep_from));
    for (key, record) in turn.tx.scan(Room::Prekeys, &prefix, None, SCAN_ROWS_MAX)? {
        drop(Zeroizing::new(record));
        if key >= end {
            break;
        }
        turn.erase(Room::Prekeys, &key)?;
    }
    Ok(())
}
