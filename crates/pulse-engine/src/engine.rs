//! The engine: one function that takes what happened and says what to do. All branching is here; what each branch does is
//! in the file of its noun.

use std::collections::{BTreeMap, BTreeSet};

use pulse_crypto::keys::AccountId;
use pulse_protocol::link::ServerLink;
use pulse_protocol::refusal::{Refusal, RefusalCode};
use pulse_protocol::{Lane, ServerBody, ServerFrame, Timestamp};
use rand_core::CryptoRng;

use crate::limits::MAINTENANCE_INTERVAL;
use crate::live::{Forgotten, Live, Pending, WorkFor};
use crate::turn::Turn;
use crate::{
    AccountSummary, Command, CommandError, CommandId, CommandOutput, ConversationId, Effects,
    EngineError, Event, HeldReason, Input, Mute, Opening, Privacy, StoreTx, WorkId, account, clock,
    connection, contacts, counters, devices, drafts, inbox, mutes, outbox, prekey_stock, privacy,
    purpose, receipts, registration, removal, repair, requests, sessions, timeline, tokens, trust,
    typing, unread_marks,
};

/// How a command ended.
pub(crate) type CommandResult = Result<CommandOutput, CommandError>;

/// The brain of one device. Its fields die with the connections; everything else is in the store.
#[derive(Default)]
pub struct Engine {
    live: Live,
}

impl Engine {
    /// An engine that knows nothing yet. Hand it a [`Input::Tick`] first, so that it looks into the store.
    pub fn new() -> Engine {
        Engine::default()
    }

    /// Takes one thing that happened. The owner commits `tx` and then performs the effects, in this order and no other.
    ///
    /// # Errors
    /// Only when the store fails or the engine contradicts itself; the owner rolls back and calls [`Engine::forget_turn`].
    /// A peer's bad input is never an error.
    pub fn handle(
        &mut self,
        input: Input,
        tx: &mut dyn StoreTx,
        now: Timestamp,
        rng: &mut dyn CryptoRng,
    ) -> Result<Effects, EngineError> {
        // What a turn that failed was opening is no news to this one.
        self.live.opening_now.end();
        // The turn in which it was answered is stored, or this one would begin after it was forgotten.
        self.live.register_answered = None;
        let mut effects = Effects::default();
        let mut turn = Turn {
            tx,
            now,
            rng,
            effects: &mut effects,
            live: &mut self.live,
        };
        if let Err(error) = handle_input(&mut turn, input).and_then(|()| purpose::settle(&mut turn))
        {
            if let EngineError::Store(_) = error {
                // A full disk is no fault of the envelope that was being opened.
                self.live.opening = None;
            }
            return Err(error);
        }
        if let Some(at) = wake_at(&self.live, now) {
            effects.wake(at);
        }
        Ok(effects)
    }

    /// After a turn was rolled back: what was in flight is unknown now. Both connections begin anew.
    pub fn forget_turn(&mut self) {
        self.live = Live::after(std::mem::take(&mut self.live));
    }

    /// A look at what this engine is opening, for a program that is ended by a panic and has to know what ended it.
    pub fn opening(&self) -> Opening {
        self.live.opening_now.clone()
    }

    /// The server to connect to, as soon as there is an account or one is being made.
    ///
    /// # Errors
    /// When the store fails.
    pub fn server(tx: &mut dyn StoreTx) -> Result<Option<ServerLink>, EngineError> {
        Ok(account::load(tx)?.map(|record| record.server.clone()))
    }

    /// The account of this home.
    ///
    /// # Errors
    /// When the store fails.
    pub fn account(tx: &mut dyn StoreTx) -> Result<Option<AccountSummary>, EngineError> {
        account::summary(tx)
    }

    /// What contacts are told about us.
    ///
    /// # Errors
    /// When the store fails.
    pub fn privacy(tx: &mut dyn StoreTx) -> Result<Privacy, EngineError> {
        privacy::load(tx)
    }

    /// The conversations of which nothing is announced; some may have ended by themselves.
    ///
    /// # Errors
    /// When the store fails.
    pub fn mutes(tx: &mut dyn StoreTx) -> Result<BTreeMap<ConversationId, Mute>, EngineError> {
        mutes::load(tx)
    }

    /// The conversations that were marked as unread by hand.
    ///
    /// # Errors
    /// When the store fails.
    pub fn unread_marks(tx: &mut dyn StoreTx) -> Result<BTreeSet<ConversationId>, EngineError> {
        unread_marks::load(tx)
    }

    /// What holds the messages that wait for an account, beside a server that is out of reach.
    ///
    /// # Errors
    /// When the store fails.
    pub fn held(
        tx: &mut dyn StoreTx,
        account: AccountId,
    ) -> Result<Option<HeldReason>, EngineError> {
        outbox::held_reason(tx, account)
    }

    /// How often incoming mail was dropped for a reason: "seal", "duplicate", "device not listed", "no session", "blocked", …; or
    /// something of our own failed: "conversation failed", "maintenance failed".
    ///
    /// # Errors
    /// When the store fails.
    pub fn dropped(tx: &mut dyn StoreTx, reason: &str) -> Result<u64, EngineError> {
        counters::dropped(tx, reason)
    }
}

fn handle_input(turn: &mut Turn<'_>, input: Input) -> Result<(), EngineError> {
    begin_anew(turn);
    clock::notice(turn);
    match input {
        Input::Command { id, command } => handle_command(turn, id, command),
        Input::Connected { lane, binding } => connection::connected(turn, lane, binding),
        Input::Frame { lane, frame } => handle_frame(turn, lane, frame),
        Input::Disconnected { lane } => {
            connection::disconnected(turn, lane);
            Ok(())
        }
        Input::Solved { work, nonce } => handle_solved(turn, work, nonce),
        Input::Tick => handle_tick(turn),
        Input::EnvelopeFailed { seq } => {
            inbox::give_up(turn.live, seq);
            Ok(())
        }
    }
}

/// Closes what a rolled-back turn left in an unknown state.
fn begin_anew(turn: &mut Turn<'_>) {
    if std::mem::take(&mut turn.live.reconnect) {
        turn.effects
            .close
            .extend([Lane::Identified, Lane::Anonymous]);
    }
}

fn handle_command(turn: &mut Turn<'_>, id: CommandId, command: Command) -> Result<(), EngineError> {
    let result = match command {
        Command::Register {
            server,
            name,
            invite,
        } => match registration::register(turn, id, server, &name, invite)? {
            Some(result) => result,
            None => return Ok(()),
        },
        Command::AddContact { link, name } => contacts::add(turn, &link, name.as_deref())?,
        Command::AcceptContact { account } => requests::accept(turn, account)?,
        Command::BlockContact { account } => contacts::block(turn, account)?,
        Command::UnblockContact { account } => requests::unblock(turn, account)?,
        Command::RemoveContact { account } => removal::contact(turn, account)?,
        Command::RenameContact { account, name } => contacts::rename(turn, account, &name)?,
        Command::SendText {
            conversation,
            content,
            text,
        } => timeline::send_text(turn, conversation, content, &text)?,
        Command::RetryMessage { message } => timeline::retry(turn, message)?,
        Command::DeleteMessage { message } => removal::message(turn, message)?,
        Command::DeleteConversation { conversation } => removal::conversation(turn, conversation)?,
        Command::SetDraft { conversation, text } => drafts::set(turn, conversation, &text)?,
        Command::MarkRead {
            conversation,
            through,
        } => receipts::mark_read(turn, conversation, through)?,
        Command::SetTyping {
            conversation,
            active,
        } => typing::set(turn, conversation, active)?,
        Command::ConfirmSafetyNumber { account, confirmed } => {
            trust::confirm(turn, account, confirmed)?
        }
        Command::AcceptIdentityChange { account } => trust::accept_change(turn, account)?,
        Command::RevealPhrase => account::reveal_phrase(turn)?,
        Command::ConfirmPhrase { words } => account::confirm_phrase(turn, &words)?,
        Command::SetName { name } => account::set_name(turn, &name)?,
        Command::SetPrivacy { privacy } => privacy::set(turn, privacy)?,
        Command::SetMute { conversation, mute } => mutes::set(turn, conversation, mute)?,
        Command::SetUnreadMark {
            conversation,
            marked,
        } => unread_marks::set(turn, conversation, marked)?,
    };
    turn.tell(Event::CommandDone { id, result });
    Ok(())
}

fn handle_frame(turn: &mut Turn<'_>, lane: Lane, frame: ServerFrame) -> Result<(), EngineError> {
    // What arrives for a connection that is given up already belongs to nothing any more.
    if turn.live.lane(lane).connection().is_none() {
        return Ok(());
    }
    match frame.body {
        ServerBody::Deliver(deliver) => inbox::receive(turn, deliver),
        ServerBody::CaughtUp(caught_up) => inbox::caught_up(turn, &caught_up),
        ServerBody::Goodbye(refusal) => {
            connection::goodbye(turn, lane, &refusal);
            Ok(())
        }
        body => match turn.live.lane_mut(lane).answered(frame.request) {
            Some(pending) => handle_answer(turn, lane, pending, body),
            None => Ok(()),
        },
    }
}

fn handle_answer(
    turn: &mut Turn<'_>,
    lane: Lane,
    pending: Pending,
    body: ServerBody,
) -> Result<(), EngineError> {
    match (pending, body) {
        (Pending::Hello, ServerBody::Welcome(welcome)) => connection::welcome(turn, lane, &welcome),
        (Pending::Authenticate, ServerBody::Authenticated(answer)) => {
            connection::authenticated(turn, &answer)
        }
        (Pending::RegistrationStart, ServerBody::RegistrationTerms(terms)) => {
            registration::terms(turn, terms)
        }
        (Pending::Register, ServerBody::Registered(answer)) => {
            registration::registered(turn, answer.incarnation)
        }
        (Pending::UploadPrekeys, ServerBody::PrekeyCounts(_)) => Ok(()),
        (Pending::CountPrekeys, ServerBody::PrekeyCounts(counts)) => {
            prekey_stock::review(turn, &counts)
        }
        (Pending::SetDeliveryToken(counter), ServerBody::DeliveryTokenSet(_)) => {
            tokens::published(turn, counter);
            Ok(())
        }
        (Pending::Attach, ServerBody::Attached(answer)) => inbox::attached(turn, &answer),
        (Pending::PublishManifest(hash), ServerBody::ManifestPublished(_)) => {
            devices::published(turn, &hash)
        }
        (Pending::FetchManifest(account), ServerBody::ManifestChain(chain)) => {
            devices::fetched(turn, account, &chain)
        }
        (Pending::FetchBundles(account), ServerBody::Bundles(bundles)) => {
            outbox::bundles(turn, account, &bundles.bundles)
        }
        (Pending::Submit(account), ServerBody::Accepted(_)) => outbox::accepted(turn, account),
        (pending, ServerBody::Refused(refusal)) => handle_refusal(turn, lane, pending, &refusal),
        // A server that answers something else is not speaking this protocol.
        _ => {
            connection::close(turn, lane);
            Ok(())
        }
    }
}

fn handle_refusal(
    turn: &mut Turn<'_>,
    lane: Lane,
    pending: Pending,
    refusal: &Refusal,
) -> Result<(), EngineError> {
    match pending {
        Pending::Authenticate if refusal.code == RefusalCode::UnknownAccount => {
            registration::unknown(turn, refusal)
        }
        Pending::Authenticate if refusal.code == RefusalCode::DeviceRemoved => {
            devices::refused_as_removed(turn, refusal)?;
            connection::refused(turn, lane, refusal);
            Ok(())
        }
        // It left together with the proof of who we are, which failed: the account is being registered again.
        Pending::Attach if turn.live.forgotten == Forgotten::RegistersAgain => Ok(()),
        Pending::Hello | Pending::Authenticate | Pending::Attach => {
            connection::refused(turn, lane, refusal);
            Ok(())
        }
        Pending::RegistrationStart | Pending::Register => registration::refused(turn, refusal),
        // Compared again when the server asked for that, every hour, and at the next connect.
        Pending::UploadPrekeys | Pending::CountPrekeys | Pending::SetDeliveryToken(_) => {
            if refusal.code.is_later() {
                turn.live.own_retry_at = Some(outbox::retry_at(turn, refusal.retry_after_ms, 1));
            }
            Ok(())
        }
        Pending::PublishManifest(_) => devices::publish_refused(turn, refusal),
        Pending::FetchManifest(account) => devices::fetch_refused(turn, account, refusal),
        Pending::FetchBundles(account) => outbox::bundles_refused(turn, account, refusal),
        Pending::Submit(account) => outbox::submit_refused(turn, account, refusal),
    }
}

fn handle_solved(turn: &mut Turn<'_>, work: WorkId, nonce: u64) -> Result<(), EngineError> {
    match turn.live.works.remove(&work) {
        Some(WorkFor::Registration { challenge }) => registration::solved(turn, challenge, nonce),
        Some(WorkFor::Stamp { account, stamp }) => tokens::solved(turn, account, stamp, nonce),
        None => Ok(()),
    }
}

fn handle_tick(turn: &mut Turn<'_>) -> Result<(), EngineError> {
    let now = turn.now;
    typing::expire(turn);
    for rest in turn.live.resting.values_mut() {
        rest.until = rest.until.filter(|until| *until > now);
    }
    if turn.live.own_retry_at.is_some_and(|at| at <= now) {
        turn.live.own_retry_at = None;
        registration::start_again(turn)?;
        review_own(turn)?;
    }
    inbox::refetch(turn)?;
    if turn.live.maintenance_at.is_none_or(|at| at <= now) {
        turn.live.maintenance_at = Some(now.plus(MAINTENANCE_INTERVAL));
        maintain(turn)?;
    }
    if turn.live.repair_at.is_some_and(|at| at <= now) {
        let result = repair::resume(turn);
        counters::survive(turn, "maintenance failed", result)?;
    }
    outbox::pump_all(turn)
}

/// A part of the maintenance.
type Chore = fn(&mut Turn<'_>) -> Result<(), EngineError>;

/// What is due now and then: old records go, prekeys are looked after. A damaged record keeps its own chore from ending, and no
/// other.
fn maintain(turn: &mut Turn<'_>) -> Result<(), EngineError> {
    let chores: [Chore; 6] = [
        inbox::expire_seen,
        outbox::expire_sent,
        prekey_stock::expire,
        sessions::expire_some,
        removal::expire,
        repair::resume,
    ];
    for chore in chores {
        let result = chore(turn);
        counters::survive(turn, "maintenance failed", result)?;
    }
    review_own(turn)
}

/// What the server has of ours: asks for its stock of prekeys, and tells the delivery token that it did not take yet.
fn review_own(turn: &mut Turn<'_>) -> Result<(), EngineError> {
    if turn.registered()?.is_some() {
        prekey_stock::request_counts(turn);
    }
    tokens::review(turn)
}

/// When something is due without anything happening before.
fn wake_at(live: &Live, now: Timestamp) -> Option<Timestamp> {
    let resting = live.resting.values().filter_map(|rest| rest.until).min();
    let typing = live.typing.values().min().copied();
    let awaited = live.awaited.and_then(|awaited| awaited.retry_at);
    [
        resting,
        typing,
        awaited,
        live.maintenance_at,
        live.own_retry_at,
        live.repair_at,
        live.held_until.filter(|until| *until > now),
        live.purposes.wake_at(now),
    ]
    .into_iter()
    .flatten()
    .min()
}
