//! The handle that everybody works with, whether this process owns the home or is a guest in it.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use pulse_engine::{
    Command, CommandError, CommandId, CommandOutput, ContentId, ConversationId, Event, MessageId,
    MessageStatus, Notice,
};
use pulse_protocol::{AccountId, ServerLink};
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::{Instant, sleep, timeout, timeout_at};

use crate::calls::{Answered, Calls};
use crate::error::{ClientError, OpenError};
use crate::events::EventStream;
use crate::guest::Left;
use crate::guest::protocol::{Answer, Ask};
use crate::home::{Entrance, Inside};
use crate::limits::{ANSWER_SLACK, ENTER_AGAIN_MAX, STORE_RETRY_FIRST, STORE_RETRY_MAX};
use crate::random::system_rng;
use crate::status::{CurrentRole, Status, SyncReport};
use crate::stop::{Stop, Stopped};
use crate::view::View;

/// An open home. Clones are the same client; when the last one is dropped it closes by itself, but only
/// [`shutdown`](Self::shutdown) waits for that.
#[derive(Clone)]
pub struct Client {
    shared: Arc<Shared>,
    _stop: Arc<StopWhenDropped>,
}

struct Shared {
    calls: Arc<Calls>,
    events: crate::events::Hub,
    view: View,
    role: watch::Receiver<CurrentRole>,
    keeper: Mutex<Option<JoinHandle<Result<(), ClientError>>>>,
}

struct StopWhenDropped {
    stop: Stop,
}

impl Drop for StopWhenDropped {
    fn drop(&mut self) {
        self.stop.stop();
    }
}

impl Client {
    pub(crate) fn start(entrance: Entrance, inside: Inside, view: View) -> Self {
        let calls = Arc::new(Calls::new());
        let events = entrance.hub.clone();
        let stop = Stop::new();
        let (role, role_seen) = watch::channel(inside.role());
        let keeper = Keeper {
            entrance,
            calls: Arc::clone(&calls),
            role,
            stop: stop.listen(),
        };
        let keeper = Mutex::new(Some(tokio::spawn(keeper.keep(inside))));
        let shared = Arc::new(Shared {
            calls,
            events,
            view,
            role: role_seen,
            keeper,
        });
        Self {
            shared,
            _stop: Arc::new(StopWhenDropped { stop }),
        }
    }

    /// Has the engine do something, and waits until it is done or refused. If the owner of the home changes meanwhile, the
    /// next one is asked the same again. Dropping the future does not undo the command.
    pub async fn command(&self, command: Command) -> Result<CommandOutput, ClientError> {
        Ok(self.ask_command(command).await?.0)
    }

    /// Makes an account on a server and registers it. Takes as long as a proof of work may (see [`Event::Working`]), and
    /// fails when the server stays out of reach.
    pub async fn register(
        &self,
        server: ServerLink,
        name: &str,
        invite: Option<&str>,
    ) -> Result<AccountId, ClientError> {
        let invite = invite.map(str::to_owned);
        let command = Command::Register {
            server,
            name: name.to_owned(),
            invite,
        };
        match self.ask_command(command).await {
            Ok((CommandOutput::Registered { account }, _)) => Ok(account),
            Ok(_) => Err(unexpected()),
            Err(Refused {
                error: ClientError::Command(CommandError::AlreadyRegistered),
                again: true,
            }) => {
                // The owner before this one was confirmed and could not say so any more.
                self.shared
                    .view
                    .account()?
                    .map(|own| own.account)
                    .ok_or(ClientError::Closed)
            }
            Err(Refused { error, .. }) => Err(error),
        }
    }

    /// Queues a text and returns as soon as it is stored, connected or not.
    pub async fn send_text(
        &self,
        conversation: ConversationId,
        text: &str,
    ) -> Result<MessageId, ClientError> {
        let content = ContentId::random(&mut system_rng());
        let command = Command::SendText {
            conversation,
            content,
            text: text.to_owned(),
        };
        match self.command(command).await? {
            CommandOutput::Message { id } => Ok(id),
            _ => Err(unexpected()),
        }
    }

    /// Waits until a message of ours has left, or failed, or the time is over: then it is still
    /// [`MessageStatus::Pending`], and goes on its way later.
    pub async fn wait_sent(
        &self,
        id: MessageId,
        limit: Duration,
    ) -> Result<MessageStatus, ClientError> {
        let deadline = Instant::now() + limit;
        let mut events = self.events();
        loop {
            let row = self.shared.view.message(id)?;
            let status = row.ok_or(CommandError::UnknownMessage)?.status;
            if status != MessageStatus::Pending {
                return Ok(status);
            }
            let about = next_about(&mut events, id, deadline).await;
            if !about.map_err(|closed| self.lost().unwrap_or(closed))? {
                return Ok(MessageStatus::Pending);
            }
        }
    }

    /// Sends what is queued and fetches what waits. The report says how far it came within `limit`.
    pub async fn sync(&self, limit: Duration) -> Result<SyncReport, ClientError> {
        let asking = self.shared.calls.ask(Ask::Sync { timeout: limit });
        match timeout(limit + ANSWER_SLACK, asking).await {
            Ok(Answered { answer, .. }) => match answer? {
                Answer::Sync(report) => Ok(report),
                _ => Err(unexpected()),
            },
            Err(_) => Err(ClientError::TimedOut),
        }
    }

    /// What changes from here on.
    pub fn events(&self) -> EventStream {
        self.shared.events.listen()
    }

    /// What is stored.
    pub fn view(&self) -> View {
        self.shared.view.clone()
    }

    /// How it stands.
    pub async fn status(&self) -> Result<Status, ClientError> {
        self.ask_status(Ask::Status).await
    }

    /// Has connections that wait for their next attempt make it now: somebody sits there who knows that the network is back.
    pub async fn reconnect(&self) -> Result<Status, ClientError> {
        self.ask_status(Ask::Reconnect).await
    }

    async fn ask_status(&self, ask: Ask) -> Result<Status, ClientError> {
        match self.shared.calls.ask(ask).await.answer? {
            Answer::Status(status) => Ok(Status {
                role: *self.shared.role.borrow(),
                ..*status
            }),
            _ => Err(unexpected()),
        }
    }

    /// Whether this process owns the home now.
    pub fn role(&self) -> CurrentRole {
        *self.shared.role.borrow()
    }

    /// Why the client ended by itself: the owner it was a guest of ended, and the home did not open again. `None` while it is open,
    /// and when it was shut down.
    pub fn lost(&self) -> Option<ClientError> {
        self.shared.calls.lost()
    }

    /// Closes the client and all its clones. An owner finishes its turn, lets what it sent leave, closes the store and
    /// lets go of the lock; its guests then find a new owner among themselves.
    pub async fn shutdown(self) -> Result<(), ClientError> {
        self._stop.stop.stop();
        let keeper = {
            let mut keeper = self
                .shared
                .keeper
                .lock()
                .unwrap_or_else(PoisonError::into_inner);
            keeper.take()
        };
        match keeper {
            Some(keeper) => keeper.await.map_err(|_| unexpected())?,
            // Another clone waits for it.
            None => Ok(()),
        }
    }

    async fn ask_command(&self, command: Command) -> Result<(CommandOutput, bool), Refused> {
        let id = CommandId::random(&mut system_rng());
        let Answered {
            answer,
            was_asked_again: again,
        } = self.shared.calls.ask(Ask::Command { id, command }).await;
        match answer {
            Ok(Answer::Command(output)) => Ok((output, again)),
            Ok(_) => Err(Refused {
                error: unexpected(),
                again,
            }),
            Err(error) => Err(Refused { error, again }),
        }
    }
}

/// A command that was not done, and whether more than one owner was asked.
struct Refused {
    error: ClientError,
    again: bool,
}

impl From<Refused> for ClientError {
    fn from(refused: Refused) -> Self {
        refused.error
    }
}

/// True when something happened to the message, or may have; false when the time is over.
async fn next_about(
    events: &mut EventStream,
    message: MessageId,
    deadline: Instant,
) -> Result<bool, ClientError> {
    loop {
        match timeout_at(deadline, events.next()).await {
            Err(_) => return Ok(false),
            Ok(None) => return Err(ClientError::Closed),
            Ok(Some(Event::MessageChanged { id, .. })) if id == message => return Ok(true),
            Ok(Some(Event::Resync)) => return Ok(true),
            Ok(Some(_)) => {}
        }
    }
}

/// The answer to another question: owner and guest disagree about the protocol.
fn unexpected() -> ClientError {
    ClientError::Internal {
        what: "an answer of another kind than was asked for".into(),
    }
}

impl Inside {
    fn role(&self) -> CurrentRole {
        match self {
            Self::Owner(_) => CurrentRole::Owner,
            Self::Guest(_) => CurrentRole::Guest,
        }
    }
}

/// Keeps the client inside its home: as the owner to the end, or as a guest of one owner after the other.
struct Keeper {
    entrance: Entrance,
    calls: Arc<Calls>,
    role: watch::Sender<CurrentRole>,
    stop: Stopped,
}

impl Keeper {
    async fn keep(mut self, first: Inside) -> Result<(), ClientError> {
        let ended = self.stay(first).await;
        let (why, result) = match ended {
            Ended::Stopped(result) => (ClientError::Closed, result),
            Ended::Lost(why) => (why.clone(), Err(why)),
        };
        self.calls.close(why);
        // Whoever hears the end finds the reason.
        self.entrance.hub.close();
        result
    }

    async fn stay(&mut self, first: Inside) -> Ended {
        let mut inside = first;
        loop {
            let line = self.calls.attach();
            let mut is_told = false;
            match inside {
                Inside::Owner(owner) => {
                    owner.serve(&self.calls, line, &mut self.stop).await;
                    return Ended::Stopped(owner.stop().await);
                }
                Inside::Guest(guest) => {
                    let hub = &self.entrance.hub;
                    let left = tokio::select! {
                        left = guest.serve(&self.calls, line, hub) => left,
                        () = self.stop.stopped() => return Ended::Stopped(Ok(())),
                    };
                    if left == Left::Silent {
                        // Whoever asked waits no longer; who only listens may see it go on.
                        self.calls.fall_silent(&ClientError::silent_owner());
                        self.tell_no_way_back(&OpenError::silent_owner());
                        is_told = true;
                    }
                }
            }
            inside = match self.enter_again(is_told).await {
                Ok(Some(inside)) => inside,
                Ok(None) => return Ended::Stopped(Ok(())),
                Err(error) => {
                    tracing::error!(%error, "no way back into the home");
                    return Ended::Lost(ClientError::from(&error));
                }
            };
            self.role.send_replace(inside.role());
            // What was told between the two owners was not heard here.
            self.entrance.hub.tell(Event::Resync);
        }
    }

    /// Back into the home when its owner has ended; `None` when it is time to end too. What may pass is waited for, since whoever
    /// listens here would rather be late than gone.
    async fn enter_again(&mut self, mut is_told: bool) -> Result<Option<Inside>, OpenError> {
        let give_up_at = Instant::now() + ENTER_AGAIN_MAX;
        let mut pause = STORE_RETRY_FIRST;
        loop {
            let entered = tokio::select! {
                entered = self.entrance.enter() => entered,
                () = self.stop.stopped() => return Ok(None),
            };
            match entered {
                Ok((inside, ..)) => return Ok(Some(inside)),
                Err(error) if error.may_pass() && Instant::now() < give_up_at => {
                    tracing::warn!(%error, "no way back into the home yet");
                    if !std::mem::replace(&mut is_told, true) {
                        self.tell_no_way_back(&error);
                    }
                }
                Err(error) => return Err(error),
            }
            tokio::select! {
                () = sleep(pause) => {}
                () = self.stop.stopped() => return Ok(None),
            }
            pause = (pause * 2).min(STORE_RETRY_MAX);
        }
    }

    fn tell_no_way_back(&self, error: &OpenError) {
        let why = error.to_string();
        let notice = Notice::NoWayBack { why };
        self.entrance.hub.tell(Event::Notice(notice));
    }
}

/// How the stay in a home ended.
enum Ended {
    /// Somebody wanted it, and closing went like this.
    Stopped(Result<(), ClientError>),
    /// There was no way back in.
    Lost(ClientError),
}
