//! The ratchet sessions with other devices (PROTOCOL section 2, "Sessions").
//!
//! One session per pair of devices is the rule, five the limit. Which one to send on:
//!
//! - one in which something was received before one in which nothing was, of several the one with the smallest id: two sides that
//!   began at once agree on it as soon as both have heard something;
//! - never one that nobody answered within a day: the peer may drop the prekeys of its handshake before that is read;
//! - never a *retired* one. A session is retired (it still receives, for 31 days) when the peer begins a new one although it
//!   had answered in the old: then it lost the old one; when we repair; or when we begin anew.

mod record;

use pulse_crypto::handshake::{self, HandshakeError, InitialHeader, LocalParty, RemoteParty};
use pulse_crypto::keys::{AccountId, Capabilities, DeviceId};
use pulse_crypto::prekeys::PrekeyBundle;
use pulse_crypto::ratchet::{KeyName, RatchetError, Session, SessionId};
use pulse_protocol::Timestamp;
use pulse_protocol::manifest::{Device, VerifiedManifest};
use zeroize::{Zeroize, Zeroizing};

use crate::account::Own;
use crate::limits::{
    HANDSHAKE_AGE_MAX, RETIRED_SESSION_DAYS, SCAN_ROWS_MAX, SESSIONS_PER_DEVICE_MAX,
    SESSIONS_PER_MAINTENANCE,
};
use crate::turn::{Record, Turn, key};
use crate::{EngineError, Room, clock, devices, newest_prekeys, past_manifests, prekey_stock};

use record::SessionRecord;

/// A session in hand, with its record.
struct Held {
    session: Session,
    record: SessionRecord,
}

/// What leaves in the seal beside the freshness.
pub(crate) struct Encrypted {
    /// Our handshake, while the peer has not answered.
    pub(crate) header: Option<Vec<u8>>,
    /// When the session was begun.
    pub(crate) begun: Timestamp,
    pub(crate) message: Vec<u8>,
}

/// What a message turned out to be.
pub(crate) enum Decrypted {
    Plaintext(Zeroizing<Vec<u8>>),
    /// No session opens it, and it brings no handshake that could: the pair's sessions have parted, for this reason.
    Parted(&'static str),
    /// It begins a session with a list of our devices that this account never had.
    Foreign,
    /// It is not what the peer's session sealed.
    Refused(&'static str),
}

/// Why sessions parted whose peer used a key twice: its state exists in two copies.
pub(crate) const USED: &str = "used";

/// The devices of a manifest with which nothing can be sent yet.
pub(crate) fn missing(
    turn: &mut Turn<'_>,
    own: &Own,
    manifest: &VerifiedManifest,
) -> Result<Vec<DeviceId>, EngineError> {
    let mut missing = Vec::new();
    for device in manifest.devices() {
        let is_this_one = *manifest.account() == own.account && device.id == own.device;
        if !is_this_one && sending(turn, *manifest.account(), device.id)?.is_none() {
            missing.push(device.id);
        }
    }
    Ok(missing)
}

/// Begins a session from a device's bundle. False when the bundle is not what that device signed, or older than what it has
/// shown before: who hands out such a one may hold the private half.
pub(crate) fn initiate(
    turn: &mut Turn<'_>,
    own: &Own,
    own_manifest: &VerifiedManifest,
    peer: &VerifiedManifest,
    device: &Device,
    bundle: &PrekeyBundle,
) -> Result<bool, EngineError> {
    if newest_prekeys::goes_back(turn, *peer.account(), device.id, bundle)? {
        return Ok(false);
    }
    // What our manifest says of this device, not what this version could do beyond: the peer looks it up there.
    let Some(listed) = own_manifest.device(own.device) else {
        return Ok(false);
    };
    let local = local_party(own, *own_manifest.hash(), listed.capabilities);
    let remote = remote_party(*peer.account(), device, *peer.hash(), device.capabilities);
    let today = turn.day().get();
    let begun = handshake::initiate(&local, &remote, bundle, today, turn.rng);
    let Ok((session, header)) = begun else {
        return Ok(false);
    };
    newest_prekeys::remember(turn, *peer.account(), device.id, bundle)?;
    let record = SessionRecord {
        session: Vec::new(),
        header: Some(header.encode()),
        made: turn.now,
        retired: None,
        heard: None,
    };
    // One begins when nothing is left to send on: what nobody answered in time still receives, and is sent on no more.
    retire_all(turn, *peer.account(), device.id)?;
    insert(turn, *peer.account(), device.id, Held { session, record })?;
    Ok(true)
}

/// Encrypts for one device; `None` when there is no session to send on.
pub(crate) fn encrypt(
    turn: &mut Turn<'_>,
    account: AccountId,
    device: DeviceId,
    plaintext: &[u8],
) -> Result<Option<Encrypted>, EngineError> {
    let Some(mut held) = sending(turn, account, device)? else {
        return Ok(None);
    };
    match held.session.encrypt(plaintext, turn.rng) {
        Ok(message) => {
            let (header, begun) = (held.record.header.clone(), held.record.made);
            store(turn, account, device, held)?;
            Ok(Some(Encrypted {
                header,
                begun,
                message,
            }))
        }
        Err(RatchetError::Malformed) => {
            Err(EngineError::Bug("a plaintext beyond the ratchet's limit"))
        }
        Err(_) => {
            held.record.retired = Some(turn.now);
            store(turn, account, device, held)?;
            Ok(None)
        }
    }
}

/// Decrypts a message that the seal has shown to come from this device. A failure leaves every session as it was.
pub(crate) fn decrypt(
    turn: &mut Turn<'_>,
    own: &Own,
    peer: (AccountId, &Device),
    header: Option<&[u8]>,
    message: &[u8],
) -> Result<Decrypted, EngineError> {
    let (account, device) = peer;
    for mut held in all(turn, account, device.id)? {
        match held.session.decrypt(message, turn.day().get()) {
            Ok(plaintext) => {
                // The peer has answered: it has the handshake.
                held.record.header = None;
                held.record.heard = Some(turn.day());
                store(turn, account, device.id, held)?;
                return Ok(Decrypted::Plaintext(plaintext));
            }
            Err(RatchetError::NotForThisSession) => {}
            // Nobody knows any more whether it is what was read here: who repeats that must raise no alarm.
            Err(RatchetError::Used) if held.record.is_forgotten(turn.day()) => {
                return Ok(Decrypted::Refused("duplicate"));
            }
            // Exact repetitions were recognised before: the peer's state was cloned, as by a restored backup.
            Err(RatchetError::Used) => return Ok(Decrypted::Parted(USED)),
            Err(RatchetError::Malformed | RatchetError::UnknownFormat) => {
                return Ok(Decrypted::Refused("malformed"));
            }
            Err(RatchetError::TooFarAhead) => return Ok(Decrypted::Parted("no session")),
            Err(_) => return Ok(Decrypted::Refused("unauthentic")),
        }
    }
    match header {
        None => Ok(Decrypted::Parted("no session")),
        Some(header) => respond(turn, own, account, device, header, message),
    }
}

/// Takes up a session that the peer began.
fn respond(
    turn: &mut Turn<'_>,
    own: &Own,
    account: AccountId,
    device: &Device,
    header: &[u8],
    message: &[u8],
) -> Result<Decrypted, EngineError> {
    let Ok(header) = InitialHeader::decode(header) else {
        return Ok(Decrypted::Refused("malformed"));
    };
    if prekey_stock::was_used(turn, &header)? {
        // A replay, or a session that was lost here while the peer goes on repeating its handshake: a new one mends that.
        return Ok(Decrypted::Parted("no session"));
    }
    let Some(manifest) = devices::held(turn, account)? else {
        return Err(EngineError::Bug("a listed device without its manifest"));
    };
    let mut session = match begin(turn, own, &manifest.manifest, device, &header)? {
        Begun::Session(session) => session,
        Begun::NoPrekey => return Ok(Decrypted::Parted("no session")),
        Begun::UnknownManifest => return Ok(Decrypted::Parted("unknown manifest")),
        Begun::Foreign => return Ok(Decrypted::Foreign),
        Begun::Refused => return Ok(Decrypted::Refused("handshake")),
    };
    let Ok(plaintext) = session.decrypt(message, turn.day().get()) else {
        return Ok(Decrypted::Refused("handshake"));
    };
    retire_answered(turn, account, device.id)?;
    let record = SessionRecord {
        session: Vec::new(),
        header: None,
        made: turn.now,
        retired: None,
        heard: Some(turn.day()),
    };
    let session = *session;
    insert(turn, account, device.id, Held { session, record })?;
    prekey_stock::remember(turn, &header)?;
    prekey_stock::consume(turn, &header)?;
    Ok(Decrypted::Plaintext(plaintext))
}

/// What a peer's handshake comes to.
enum Begun {
    Session(Box<Session>),
    /// The prekey it names is not, or no longer, here.
    NoPrekey,
    /// The manifest it names of its sender was never seen here, or does not say what the handshake says of it.
    UnknownManifest,
    /// The manifest it names of ours is none that this account had.
    Foreign,
    Refused,
}

/// `sender` is the newest manifest of the peer. Both sides are taken as the manifests show them that the header names.
fn begin(
    turn: &mut Turn<'_>,
    own: &Own,
    sender: &VerifiedManifest,
    device: &Device,
    header: &InitialHeader,
) -> Result<Begun, EngineError> {
    let Some(ours) = devices::held(turn, own.account)? else {
        return Err(EngineError::Bug("an account without its manifest"));
    };
    let (our_hash, their_hash) = (
        header.responder_manifest_hash(),
        header.initiator_manifest_hash(),
    );
    let ours = past_manifests::capabilities(turn, &ours.manifest, own.device, our_hash)?;
    let theirs = past_manifests::capabilities(turn, sender, device.id, their_hash)?;
    let Some(ours) = ours else {
        return Ok(Begun::Foreign);
    };
    let Some(theirs) = theirs else {
        return Ok(Begun::UnknownManifest);
    };
    let Some(secrets) = prekey_stock::secrets(turn, header)? else {
        return Ok(Begun::NoPrekey);
    };
    let local = local_party(own, *our_hash, ours);
    let remote = remote_party(*sender.account(), device, *their_hash, theirs);
    Ok(
        match handshake::respond(&local, &remote, header, &secrets) {
            Ok(session) => Begun::Session(Box::new(session)),
            // A peer's mistake about itself or us. What it wrote comes in a session that we begin.
            Err(HandshakeError::Mismatch) => Begun::UnknownManifest,
            Err(_) => Begun::Refused,
        },
    )
}

/// The key of a message, by name.
pub(crate) enum Named {
    Key(KeyName),
    /// The position it stands at was used.
    Used,
    Unknown,
}

/// Names the key of a message without opening it for good: no session changes.
pub(crate) fn key_name(
    turn: &mut Turn<'_>,
    own: &Own,
    peer: (&VerifiedManifest, &Device),
    header: Option<&[u8]>,
    message: &[u8],
) -> Result<Named, EngineError> {
    let (sender, device) = peer;
    let named = |session: &Session| match session.key_name(message) {
        Ok(name) => Some(Named::Key(name)),
        Err(RatchetError::Used) => Some(Named::Used),
        Err(_) => None,
    };
    let held = all(turn, *sender.account(), device.id)?;
    if let Some(found) = held.iter().find_map(|held| named(&held.session)) {
        return Ok(found);
    }
    let Some(Ok(header)) = header.map(InitialHeader::decode) else {
        return Ok(Named::Unknown);
    };
    Ok(match begin(turn, own, sender, device, &header)? {
        Begun::Session(session) => named(&session).unwrap_or(Named::Unknown),
        Begun::NoPrekey | Begun::UnknownManifest | Begun::Foreign | Begun::Refused => {
            Named::Unknown
        }
    })
}

fn local_party(own: &Own, manifest_hash: [u8; 32], capabilities: Capabilities) -> LocalParty<'_> {
    LocalParty {
        account: own.account,
        device: own.device,
        identity: &own.identity,
        signing: own.signing.public(),
        manifest_hash,
        capabilities,
    }
}

fn remote_party(
    account: AccountId,
    device: &Device,
    manifest_hash: [u8; 32],
    capabilities: Capabilities,
) -> RemoteParty {
    RemoteParty {
        account,
        device: device.id,
        identity: device.identity,
        signing: device.signing,
        manifest_hash,
        capabilities,
    }
}

/// The session to send on.
fn sending(
    turn: &mut Turn<'_>,
    account: AccountId,
    device: DeviceId,
) -> Result<Option<Held>, EngineError> {
    let now = turn.now;
    // In ascending order of ids, so the first of each rank is the one both sides choose.
    let usable = all(turn, account, device)?.into_iter().filter(|held| {
        let is_answered = held.session.has_received();
        let age = clock::age(held.record.made, now);
        let is_new = age.is_some_and(|age| age <= HANDSHAKE_AGE_MAX);
        held.record.retired.is_none() && (is_answered || (held.session.is_initiator() && is_new))
    });
    let mut unanswered = None;
    for held in usable {
        if held.session.has_received() {
            return Ok(Some(held));
        }
        unanswered = unanswered.or(Some(held));
    }
    Ok(unanswered)
}

/// All sessions with a device, in ascending order of their ids.
fn all(
    turn: &mut Turn<'_>,
    account: AccountId,
    device: DeviceId,
) -> Result<Vec<Held>, EngineError> {
    let rows = turn.tx.scan(
        Room::Sessions,
        &prefix(account, device),
        None,
        SESSIONS_PER_DEVICE_MAX + 1,
    )?;
    let mut sessions = Vec::with_capacity(rows.len());
    for (key, value) in rows {
        match parse(value) {
            Ok(held) => sessions.push(held),
            // A damaged record is a lost session, and lost sessions mend themselves.
            Err(EngineError::Record(_)) => turn.erase(Room::Sessions, &key)?,
            Err(error) => return Err(error),
        }
    }
    Ok(sessions)
}

fn parse(value: Vec<u8>) -> Result<Held, EngineError> {
    let value = Zeroizing::new(value);
    let record: SessionRecord = crate::turn::decode(&value)?;
    let session =
        Session::decode(&record.session).map_err(|_| EngineError::Record(SessionRecord::NAME))?;
    Ok(Held { session, record })
}

fn prefix(account: AccountId, device: DeviceId) -> Vec<u8> {
    key(&[account.as_bytes(), &device.to_be_bytes()])
}

fn session_key(account: AccountId, device: DeviceId, id: SessionId) -> Vec<u8> {
    key(&[account.as_bytes(), &device.to_be_bytes(), id.as_bytes()])
}

fn store(
    turn: &mut Turn<'_>,
    account: AccountId,
    device: DeviceId,
    held: Held,
) -> Result<(), EngineError> {
    let key = session_key(account, device, held.session.id());
    save(turn, &key, held)
}

fn save(turn: &mut Turn<'_>, key: &[u8], mut held: Held) -> Result<(), EngineError> {
    held.record.session.zeroize();
    held.record.session = held.session.encode().to_vec();
    turn.save(Room::Sessions, key, &held.record)
}

/// Adds a session; the least useful of too many goes.
fn insert(
    turn: &mut Turn<'_>,
    account: AccountId,
    device: DeviceId,
    held: Held,
) -> Result<(), EngineError> {
    let others = all(turn, account, device)?;
    if others.len() >= SESSIONS_PER_DEVICE_MAX {
        let least = others.iter().min_by_key(|other| {
            (
                other.record.retired.is_none(),
                other.session.has_received(),
                other.record.made,
            )
        });
        if let Some(least) = least {
            turn.erase(
                Room::Sessions,
                &session_key(account, device, least.session.id()),
            )?;
        }
    }
    store(turn, account, device, held)
}

/// The peer begins anew: what it had answered in before, it has lost. What it never answered may have crossed its own
/// beginning, and stays.
fn retire_answered(
    turn: &mut Turn<'_>,
    account: AccountId,
    device: DeviceId,
) -> Result<(), EngineError> {
    retire(turn, account, device, |held| held.session.has_received())
}

/// Sends on none of the present sessions any more: the next message begins a new one.
pub(crate) fn retire_all(
    turn: &mut Turn<'_>,
    account: AccountId,
    device: DeviceId,
) -> Result<(), EngineError> {
    retire(turn, account, device, |_| true)
}

fn retire(
    turn: &mut Turn<'_>,
    account: AccountId,
    device: DeviceId,
    is_concerned: impl Fn(&Held) -> bool,
) -> Result<(), EngineError> {
    for mut held in all(turn, account, device)? {
        if held.record.retired.is_none() && is_concerned(&held) {
            held.record.retired = Some(turn.now);
            store(turn, account, device, held)?;
        }
    }
    Ok(())
}

/// Forgets everything shared with an account that is nobody to us.
pub(crate) fn forget(turn: &mut Turn<'_>, account: AccountId) -> Result<(), EngineError> {
    for (key, value) in turn
        .tx
        .scan(Room::Sessions, account.as_bytes(), None, SCAN_ROWS_MAX)?
    {
        drop(Zeroizing::new(value));
        turn.erase(Room::Sessions, &key)?;
    }
    Ok(())
}

/// Drops what is past its days: retired sessions, and keys of messages that never came. A few sessions at a time, going on
/// where it stopped.
pub(crate) fn expire_some(turn: &mut Turn<'_>) -> Result<(), EngineError> {
    let today = turn.day();
    let after = turn.live.sessions_expired_to.take();
    let rows = turn.tx.scan(
        Room::Sessions,
        b"",
        after.as_deref(),
        SESSIONS_PER_MAINTENANCE,
    )?;
    let is_last = rows.len() < SESSIONS_PER_MAINTENANCE;
    let mut reached = None;
    for (key, value) in rows {
        let Ok(mut held) = parse(value) else {
            turn.erase(Room::Sessions, &key)?;
            continue;
        };
        if held.record.heard.is_none() && held.session.has_received() {
            // Of a layout of before: its last one came today at the latest.
            held.record.heard = Some(today);
        }
        if let Some(since) = held.record.retired
            && clock::age(since, turn.now).is_none()
        {
            held.record.retired = Some(turn.now);
        }
        let is_over = held
            .record
            .retired
            .is_some_and(|since| today.saturating_since(since.day()) > RETIRED_SESSION_DAYS);
        if is_over {
            turn.erase(Room::Sessions, &key)?;
        } else {
            held.session.expire_skipped(today.get());
            save(turn, &key, held)?;
        }
        reached = Some(key);
    }
    turn.live.sessions_expired_to = reached.filter(|_| !is_last);
    Ok(())
}
