//! Who may write to whom without being a stranger: profile keys, delivery tokens, stamps (PROTOCOL section 2, "Two lanes").

use pulse_crypto::keys::AccountId;
use pulse_crypto::secret::Secret;
use pulse_protocol::delivery_token::DeliveryToken;
use pulse_protocol::frame::{Permission, SetDeliveryToken, Stamp};
use pulse_protocol::proof_of_work::Puzzle;
use pulse_protocol::{ClientBody, Lane, Timestamp};
use serde::{Deserialize, Serialize};
use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::account::{self, Own};
use crate::limits::{SENT_AT_AHEAD_MAX, STAMP_PATIENCE, TOKEN_REJECTED};
use crate::live::{Pending, StampState, WorkFor};
use crate::turn::{Record, Turn, key};
use crate::{
    Body, ContactState, Content, ContentId, EngineError, Introduction, Profile, Room, Work,
    WorkPurpose, clock, outbox,
};

/// What we know of a peer's profile, and they of ours.
#[derive(Default, Serialize, Deserialize, Zeroize, ZeroizeOnDrop)]
struct PeerTokens {
    key: Option<[u8; 32]>,
    counter: u32,
    /// When their server did not take the token: they have made a new one and we have not heard of it yet, or the server has
    /// not.
    #[zeroize(skip)]
    rejected: Option<Timestamp>,
    /// The version of our profile that was queued for them; 0: none.
    told: u32,
}

impl Record for PeerTokens {
    const NAME: &'static str = "tokens";
}

/// When the newest profile of a peer was sent, by their clock.
#[derive(Default, Serialize, Deserialize)]
struct ProfileHeard {
    sent_at: Timestamp,
}

impl Record for ProfileHeard {
    const NAME: &'static str = "profile";
}

fn load(turn: &mut Turn<'_>, account: AccountId) -> Result<PeerTokens, EngineError> {
    Ok(turn
        .load(Room::Tokens, account.as_bytes())?
        .unwrap_or_default())
}

fn save(turn: &mut Turn<'_>, account: AccountId, tokens: &PeerTokens) -> Result<(), EngineError> {
    turn.save(Room::Tokens, account.as_bytes(), tokens)
}

/// Queues our profile for somebody, unless they know it: as an introduction to whom we are a stranger.
pub(crate) fn offer_profile(turn: &mut Turn<'_>, account: AccountId) -> Result<(), EngineError> {
    let (Some(own), Some(contact)) = (turn.registered()?, turn.tx.contact(account)?) else {
        return Ok(());
    };
    let mut tokens = load(turn, account)?;
    if tokens.told == own.profile_version {
        return Ok(());
    }
    let profile = Profile {
        name: own.name.clone(),
        key: own.profile_key.clone(),
        counter: own.token_counter,
    };
    let body = match contact.state {
        ContactState::Added => Body::Introduction(Introduction { profile }),
        ContactState::Accepted => Body::Profile(profile),
        // Until a request is accepted, and after a block, they get nothing from us.
        ContactState::Requested | ContactState::Blocked => return Ok(()),
    };
    tokens.told = own.profile_version;
    save(turn, account, &tokens)?;
    let content = Content {
        id: ContentId::random(turn.rng),
        sent_at: turn.now,
        body,
    };
    outbox::enqueue(turn, account, &content, None)
}

/// The profile we queued never left.
pub(crate) fn not_told(turn: &mut Turn<'_>, account: AccountId) -> Result<(), EngineError> {
    let mut tokens = load(turn, account)?;
    tokens.told = 0;
    save(turn, account, &tokens)
}

/// A peer told us their profile, at a time of theirs. False when a newer one is known: by the count of their tokens, and within
/// one token, which outlives names, by that time.
pub(crate) fn learn(
    turn: &mut Turn<'_>,
    account: AccountId,
    profile: &Profile,
    sent_at: Timestamp,
) -> Result<bool, EngineError> {
    let mut tokens = load(turn, account)?;
    let heard = turn
        .load::<ProfileHeard>(Room::Tokens, &heard_key(account))?
        .unwrap_or_default();
    // A clock far ahead must not make every later word an old one.
    let sent_at = sent_at.min(turn.now.plus(SENT_AT_AHEAD_MAX));
    let is_known = tokens.key.is_some();
    if is_known && profile.counter < tokens.counter {
        return Ok(false);
    }
    if is_known && profile.counter == tokens.counter && sent_at < heard.sent_at {
        return Ok(false);
    }
    tokens.key = Some(*profile.key.as_bytes());
    tokens.counter = profile.counter;
    tokens.rejected = None;
    save(turn, account, &tokens)?;
    turn.save(Room::Tokens, &heard_key(account), &ProfileHeard { sent_at })?;
    Ok(true)
}

/// `h ‖ account`: beside the tokens, whose keys are the bare accounts.
fn heard_key(account: AccountId) -> Vec<u8> {
    key(&[b"h", account.as_bytes()])
}

/// The server did not take a peer's token. We are a stranger until they tell us the new one, or for an hour.
pub(crate) fn rejected(turn: &mut Turn<'_>, account: AccountId) -> Result<(), EngineError> {
    let mut tokens = load(turn, account)?;
    tokens.rejected = Some(turn.now);
    save(turn, account, &tokens)
}

/// Starts the proof of work for a stamp, when one will be needed.
pub(crate) fn prepare(
    turn: &mut Turn<'_>,
    own: &Own,
    account: AccountId,
) -> Result<(), EngineError> {
    if account == own.account || token_of(turn, account)?.is_some() || has_stamp(turn, account) {
        return Ok(());
    }
    let Some(connection) = turn.live.lane(Lane::Anonymous).connection() else {
        return Ok(());
    };
    let difficulty = connection.stamp_difficulty;
    let stamp = Stamp {
        day: turn.day(),
        request_id: turn.random(),
        nonce: 0,
        difficulty,
    };
    let puzzle = Puzzle::for_stamp(&account, stamp.day, &stamp.request_id, difficulty);
    let id = turn.live.next_work(WorkFor::Stamp { account, stamp });
    turn.live
        .stamps
        .insert(account, StampState::Working(turn.now));
    turn.effects.work.push(Work {
        id,
        puzzle,
        purpose: WorkPurpose::Request,
    });
    Ok(())
}

/// Whether a stamp is ready or being made. Work that was given away may be lost: its owner does not promise to do it.
fn has_stamp(turn: &Turn<'_>, account: AccountId) -> bool {
    match turn.live.stamps.get(&account) {
        None => false,
        Some(StampState::Ready(_)) => true,
        Some(StampState::Working(since)) => {
            clock::age(*since, turn.now).is_some_and(|age| age < STAMP_PATIENCE)
        }
    }
}

/// A stamp is found.
pub(crate) fn solved(
    turn: &mut Turn<'_>,
    account: AccountId,
    stamp: Stamp,
    nonce: u64,
) -> Result<(), EngineError> {
    turn.live
        .stamps
        .insert(account, StampState::Ready(Stamp { nonce, ..stamp }));
    outbox::pump(turn, account)
}

/// What lets a submission in: our own account, their token, or a stamp, which is taken. `None`: the stamp is being made.
pub(crate) fn permission(
    turn: &mut Turn<'_>,
    own: &Own,
    account: AccountId,
) -> Result<Option<Permission>, EngineError> {
    if account == own.account {
        return Ok(Some(Permission::OwnAccount));
    }
    if let Some(token) = token_of(turn, account)? {
        return Ok(Some(Permission::DeliveryToken(token)));
    }
    match turn.live.stamps.remove(&account) {
        Some(StampState::Ready(stamp)) => Ok(Some(Permission::Stamp(stamp))),
        Some(working) => {
            turn.live.stamps.insert(account, working);
            Ok(None)
        }
        None => Ok(None),
    }
}

fn token_of(turn: &mut Turn<'_>, account: AccountId) -> Result<Option<DeliveryToken>, EngineError> {
    let tokens = load(turn, account)?;
    let rejected = tokens.rejected.and_then(|at| clock::age(at, turn.now));
    let is_rejected = rejected.is_some_and(|age| age < TOKEN_REJECTED);
    let key = tokens.key.filter(|_| !is_rejected).map(Secret::from_bytes);
    Ok(key.map(|key| DeliveryToken::from_profile_key(&key, tokens.counter)))
}

/// The server has the token of this count.
pub(crate) fn published(turn: &mut Turn<'_>, counter: u32) {
    turn.live.token_published = Some(counter);
}

/// Compares the count the server knows with ours. Until it is known, at the next connect, nothing is compared.
pub(crate) fn review(turn: &mut Turn<'_>) -> Result<(), EngineError> {
    let published = turn.live.token_published;
    match turn.registered()? {
        Some(own) if published.is_some_and(|published| own.token_counter != published) => {
            publish(turn, &own)
        }
        _ => Ok(()),
    }
}

fn publish(turn: &mut Turn<'_>, own: &Own) -> Result<(), EngineError> {
    // Another rotation does not wait for the one before: the server keeps the newest.
    let pending = Pending::SetDeliveryToken(own.token_counter);
    if turn.live.is_ready(Lane::Identified) && !turn.live.is_pending(pending) {
        let body = SetDeliveryToken {
            hash: own.delivery_token().hash(),
            counter: own.token_counter,
        };
        turn.request(
            Lane::Identified,
            pending,
            ClientBody::SetDeliveryToken(body),
        );
    }
    Ok(())
}

/// A new profile key: whoever is not told it, a blocked contact above all, is a stranger from now on.
pub(crate) fn rotate(turn: &mut Turn<'_>) -> Result<(), EngineError> {
    let Some(mut record) = account::load(turn.tx)? else {
        return Ok(());
    };
    record.profile_key = turn.random();
    record.token_counter = record.token_counter.saturating_add(1);
    record.profile_version = record.profile_version.saturating_add(1);
    account::save(turn, &record)?;
    if let Some(own) = turn.registered()? {
        publish(turn, &own)?;
    }
    account::tell_contacts(turn)
}
