//! Making an account: keys first, then the server.
//!
//! ```text
//! Register ──► keys, manifest, prekeys stored ──► RegistrationStart ──► terms ──► proof of work or invite
//!                                                                                      │
//!              AccountExists (our own keys: an earlier try had arrived) ◄──────── Register ──► Registered
//! ```
//!
//! Everything is stored before it leaves, so a crash at any point is followed by another try with the same keys. So is the word
//! of a server that it does not know the account any more: it was put back from a copy that is older than the account. That word
//! may be false, or another server's: it is not stored, and every connection begins with the proof of who we are.

use pulse_protocol::frame::{
    Register, RegistrationStart, RegistrationTerms, SetDeliveryToken, UploadPrekeys,
};
use pulse_protocol::link::ServerLink;
use pulse_protocol::proof_of_work::Puzzle;
use pulse_protocol::refusal::{Refusal, RefusalCode};
use pulse_protocol::{ClientBody, Incarnation, Lane, RegistrationPolicy};

use crate::account::{self, AccountRecord, Phase};
use crate::engine::CommandResult;
use crate::limits::{PROOFS_OF_WORK_REFUSED_MAX, REGISTRATION_TRIES_AGE_MAX};
use crate::live::{Forgotten, LaneState, Live, Pending, WorkFor};
use crate::turn::Turn;
use crate::{
    CommandError, CommandId, CommandOutput, EngineError, Event, Notice, RefusalInfo, Work,
    WorkPurpose, clock, connection, devices, inbox, outbox, prekey_stock, tokens,
};

/// What is told of a registered account that the server neither knows nor registers again, before the reason.
const FORGOTTEN: &str =
    "this server does not know the account any more, and did not register it again";

/// `Register`. `None`: the server's answer will end the command.
pub(crate) fn register(
    turn: &mut Turn<'_>,
    id: CommandId,
    server: ServerLink,
    name: &str,
    invite: Option<String>,
) -> Result<Option<CommandResult>, EngineError> {
    let name = match account::checked_name(name) {
        Ok(name) => name,
        Err(error) => return Ok(Some(Err(error))),
    };
    let record = match account::load(turn.tx)? {
        Some(record) if is_known(turn, &record, &server, invite.as_ref()) => {
            return Ok(Some(Err(CommandError::AlreadyRegistered)));
        }
        // The server, where everybody looks for this account, and the name, which they know, stay: somebody may have mistyped.
        Some(mut record) if record.phase == Phase::Registered => {
            record.invite = invite;
            if turn.live.forgotten != Forgotten::No {
                turn.live.forgotten = Forgotten::RegistersAgain;
            }
            record
        }
        Some(mut record) => {
            record.phase = Phase::Registering;
            record.server = server;
            record.name = name;
            record.invite = invite;
            record
        }
        None => create(turn, server, name, invite)?,
    };
    account::save(turn, &record)?;
    if let Some(earlier) = turn
        .live
        .register
        .replace(id)
        .filter(|earlier| *earlier != id)
    {
        turn.tell(Event::CommandDone {
            id: earlier,
            result: Err(CommandError::Busy),
        });
    }
    turn.live.register_answered = None;
    turn.live.register_refused = 0;
    turn.live.register_tries = 0;
    turn.effects.connect = Some(record.server.clone());
    // A connection that is up already was made for this registration: whoever has no account connects for nothing else.
    start(turn)?;
    Ok(None)
}

/// Whether there is nothing to register. An invite to the same server may be for an account that it has forgotten: the server
/// says so, on a connection that it has not answered yet. Another server never got the account: it has a home of its own there.
fn is_known(
    turn: &Turn<'_>,
    record: &AccountRecord,
    server: &ServerLink,
    invite: Option<&String>,
) -> bool {
    let is_here =
        server.host.eq_ignore_ascii_case(&record.server.host) && server.port == record.server.port;
    let is_asked = is_here && invite.is_some() && !turn.live.is_ready(Lane::Identified);
    let is_forgotten = is_here && turn.live.forgotten != Forgotten::No;
    record.phase == Phase::Registered && !is_forgotten && !is_asked
}

fn create(
    turn: &mut Turn<'_>,
    server: ServerLink,
    name: String,
    invite: Option<String>,
) -> Result<AccountRecord, EngineError> {
    let record = AccountRecord::create(server, name, invite, turn.rng);
    let root = record
        .root_key()
        .ok_or(EngineError::Bug("a new account without its phrase"))?;
    devices::create_own(turn, &root, &record.open())?;
    Ok(record)
}

/// A pause is over. What is being worked at on this connection goes on: work may take longer than the pause that it earned.
pub(crate) fn start_again(turn: &mut Turn<'_>) -> Result<(), EngineError> {
    let mut works = turn.live.works.values();
    match works.any(|work| matches!(work, WorkFor::Registration { .. })) {
        true => Ok(()),
        false => start(turn),
    }
}

/// Asks for the terms, when a registration is due and the lane is up.
pub(crate) fn start(turn: &mut Turn<'_>) -> Result<(), EngineError> {
    let Some(own) = turn.own()?.filter(|own| is_due(turn.live, own.phase)) else {
        return Ok(());
    };
    // A new connection does not end the pause that a server has earned.
    let is_resting = turn.live.register_tries > PROOFS_OF_WORK_REFUSED_MAX
        && turn.live.own_retry_at.is_some_and(|at| at > turn.now);
    if is_resting
        || turn.live.is_pending(Pending::RegistrationStart)
        || turn.live.is_pending(Pending::Register)
    {
        return Ok(());
    }
    turn.live
        .works
        .retain(|_, work| !matches!(work, WorkFor::Registration { .. }));
    let root_key = devices::own_root_key(turn, own.account)?;
    let body = ClientBody::RegistrationStart(RegistrationStart { root_key });
    turn.request(Lane::Identified, Pending::RegistrationStart, body);
    Ok(())
}

/// Whether the present connection is one to register on.
fn is_due(live: &Live, phase: Phase) -> bool {
    match phase {
        Phase::Registering => true,
        Phase::Refused => false,
        // What a connection of before said does not count: this one may know the account.
        Phase::Registered => {
            live.forgotten == Forgotten::RegistersAgain && !live.is_pending(Pending::Authenticate)
        }
    }
}

/// The server told what it asks of a newcomer.
pub(crate) fn terms(turn: &mut Turn<'_>, terms: RegistrationTerms) -> Result<(), EngineError> {
    let Some(record) = account::load(turn.tx)?.filter(|record| is_due(turn.live, record.phase))
    else {
        return Ok(());
    };
    count_try(turn);
    match terms.policy {
        RegistrationPolicy::Open => {
            let puzzle = Puzzle::for_registration(&terms.challenge, terms.difficulty);
            let id = turn.live.next_work(WorkFor::Registration {
                challenge: terms.challenge.to_vec(),
            });
            turn.effects.work.push(Work {
                id,
                puzzle,
                purpose: WorkPurpose::Registration,
            });
            Ok(())
        }
        RegistrationPolicy::Invite if record.invite.is_some() => {
            send(turn, terms.challenge.to_vec(), 0)
        }
        RegistrationPolicy::Invite => give_up(
            turn,
            RefusalCode::BadInvite,
            "this server lets in whoever has an invite; ask for one and register again with it",
        ),
        RegistrationPolicy::Closed => give_up(
            turn,
            RefusalCode::RegistrationClosed,
            "this server takes no new accounts",
        ),
    }
}

/// The proof of work is found.
pub(crate) fn solved(
    turn: &mut Turn<'_>,
    challenge: Vec<u8>,
    nonce: u64,
) -> Result<(), EngineError> {
    send(turn, challenge, nonce)
}

fn send(turn: &mut Turn<'_>, challenge: Vec<u8>, nonce: u64) -> Result<(), EngineError> {
    let Some(record) = account::load(turn.tx)?.filter(|record| is_due(turn.live, record.phase))
    else {
        return Ok(());
    };
    let Some(binding) = turn
        .live
        .lane(Lane::Identified)
        .connection()
        .map(|up| up.binding)
    else {
        return Ok(());
    };
    let own = record.open();
    let manifest = devices::own_first_manifest(turn, &own)?
        .ok_or(EngineError::Bug("a registration without a first manifest"))?;
    let prekeys = prekey_stock::first_upload(turn, &own)?;
    let body = ClientBody::Register(Box::new(Register {
        manifest,
        challenge: challenge.into(),
        nonce,
        invite: record.invite.clone(),
        prekeys: UploadPrekeys { prekeys },
        delivery_token: SetDeliveryToken {
            hash: own.delivery_token().hash(),
            counter: own.token_counter,
        },
        possession: connection::transcript(&binding, &own).sign(&own.signing),
    }));
    turn.request(Lane::Identified, Pending::Register, body);
    Ok(())
}

/// A server may have work begun for it as often as it likes: by an answer to what was solved, by another one, or by none. So after a
/// few times the next one waits, longer each time.
fn count_try(turn: &mut Turn<'_>) {
    let since = clock::age(turn.live.register_tried_at, turn.now);
    if since.is_none_or(|age| age > REGISTRATION_TRIES_AGE_MAX) {
        turn.live.register_tries = 0;
    }
    turn.live.register_tried_at = turn.now;
    turn.live.register_tries = turn.live.register_tries.saturating_add(1);
    if let Some(pauses) = earned_pauses(turn.live) {
        turn.live.own_retry_at = Some(outbox::retry_at(turn, 0, pauses));
    }
}

/// How many pauses a server has earned by now; the first tries are free.
fn earned_pauses(live: &Live) -> Option<u32> {
    let pauses = live
        .register_tries
        .saturating_sub(PROOFS_OF_WORK_REFUSED_MAX);
    (pauses > 0).then_some(pauses)
}

/// The server does not know the account that it had confirmed: it was put back from an older copy. The same keys register
/// again, as far as it takes newcomers; unless this device cannot do that, or has just tried.
pub(crate) fn unknown(turn: &mut Turn<'_>, refusal: &Refusal) -> Result<(), EngineError> {
    let is_first = match turn.registered()? {
        Some(own) => devices::own_first_manifest(turn, &own)?.is_some(),
        None => false,
    };
    if is_first && turn.live.forgotten != Forgotten::InVain {
        turn.live.forgotten = Forgotten::RegistersAgain;
        return start(turn);
    }
    turn.live.forgotten = Forgotten::InVain;
    end_command(turn, Err(CommandError::Refused(RefusalInfo::from(refusal))));
    connection::refused(turn, Lane::Identified, refusal);
    Ok(())
}

/// The server knows the account. An invite that was to register it again is not needed, and whoever asks has what they wanted.
pub(crate) fn known(turn: &mut Turn<'_>) -> Result<(), EngineError> {
    turn.live.forgotten = Forgotten::No;
    turn.live.register_refused = 0;
    let is_asked = turn.live.register.is_some();
    match account::load(turn.tx)? {
        Some(record) if is_asked || record.invite.is_some() => mark_registered(turn),
        _ => Ok(()),
    }
}

/// The server has the account, and this connection is that of its device.
pub(crate) fn registered(turn: &mut Turn<'_>, incarnation: Incarnation) -> Result<(), EngineError> {
    mark_registered(turn)?;
    if std::mem::take(&mut turn.live.forgotten) != Forgotten::No {
        turn.tell(Event::Notice(Notice::RegisteredAgain));
    }
    // Whoever had a mailbox before compares the two when it is attached, and sends again what the other one lost.
    if !inbox::has_mailbox(turn.tx)? {
        inbox::begin_mailbox(turn, incarnation)?;
    }
    turn.live.lane_mut(Lane::Identified).become_ready();
    if let Some(own) = turn.registered()? {
        tokens::published(turn, own.token_counter);
    }
    connection::identified_is_up(turn);
    connection::attach(turn)?;
    // Those that followed the first one, when the server forgot them all.
    devices::publish_rest(turn)?;
    prekey_stock::request_counts(turn);
    outbox::pump_all(turn)
}

/// The server said no, or not now.
pub(crate) fn refused(turn: &mut Turn<'_>, refusal: &Refusal) -> Result<(), EngineError> {
    match refusal.code {
        RefusalCode::AccountExists => {
            // Only an earlier try of ours can have taken this id: it is the hash of our root key. A new connection
            // authenticates, which this one cannot any more.
            if turn.live.forgotten != Forgotten::No {
                turn.live.forgotten = Forgotten::InVain;
            }
            mark_registered(turn)?;
            turn.effects.close.push(Lane::Identified);
            *turn.live.lane_mut(Lane::Identified) = LaneState::Down;
            Ok(())
        }
        RefusalCode::ChallengeExpired | RefusalCode::BadProofOfWork
            if turn.live.register_refused < PROOFS_OF_WORK_REFUSED_MAX =>
        {
            turn.live.register_refused += 1;
            start(turn)
        }
        code if code.is_later() || code == RefusalCode::ChallengeExpired => {
            let pauses = earned_pauses(turn.live).unwrap_or(1);
            turn.live.own_retry_at = Some(outbox::retry_at(turn, refusal.retry_after_ms, pauses));
            if code.is_later() {
                // The server's own word is what whoever waits has to hear; until its time is over the connection is of no use.
                connection::refused(turn, Lane::Identified, refusal);
            }
            Ok(())
        }
        _ => finish_refused(turn, RefusalInfo::from(refusal)),
    }
}

fn mark_registered(turn: &mut Turn<'_>) -> Result<(), EngineError> {
    let Some(mut record) = account::load(turn.tx)? else {
        return Err(EngineError::Bug("registered without an account"));
    };
    record.phase = Phase::Registered;
    record.invite = None;
    account::save(turn, &record)?;
    let output = CommandOutput::Registered {
        account: record.account,
    };
    end_command(turn, Ok(output));
    Ok(())
}

fn give_up(turn: &mut Turn<'_>, code: RefusalCode, text: &str) -> Result<(), EngineError> {
    let refusal = RefusalInfo {
        code: code.number(),
        text: text.to_owned(),
        retry_after_ms: 0,
    };
    finish_refused(turn, refusal)
}

fn finish_refused(turn: &mut Turn<'_>, refusal: RefusalInfo) -> Result<(), EngineError> {
    let text = format!("{FORGOTTEN}: {}", refusal.text);
    end_command(turn, Err(CommandError::Refused(refusal)));
    match account::load(turn.tx)? {
        Some(record) if record.phase == Phase::Registered => {
            turn.live.forgotten = Forgotten::InVain;
            let unknown = Refusal {
                text,
                ..RefusalCode::UnknownAccount.into()
            };
            connection::refused(turn, Lane::Identified, &unknown);
        }
        Some(mut record) => {
            record.phase = Phase::Refused;
            account::save(turn, &record)?;
        }
        None => {}
    }
    Ok(())
}

fn end_command(turn: &mut Turn<'_>, result: CommandResult) {
    if let Some(id) = turn.live.register.take() {
        turn.live.register_answered = Some(id);
        turn.tell(Event::CommandDone { id, result });
    }
}
