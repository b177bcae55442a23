//! The owner of a home: lock, store, driver, connections and guests, and what can be asked of them.

use std::path::PathBuf;
use std::pin::Pin;
use std::sync::Arc;
use std::thread::JoinHandle;

use pulse_engine::{Command, CommandError, CommandId, StoreError};
use pulse_protocol::{Lane, ServerLink};
use tokio::sync::{mpsc, oneshot, watch};
use tokio::time::{Duration, Instant, sleep_until, timeout};

use crate::board::{Board, LANES, Standing};
use crate::calls::Calls;
use crate::driver::{self, Asked, Closed, Panics, Queue};
use crate::error::{ClientError, OpenError};
use crate::events::{EventStream, Hub};
use crate::guest::protocol::{Answer, Ask};
use crate::guest::{Door, Guests};
use crate::home::{HomeLock, HomePaths};
use crate::limits::UNREACHABLE_AFTER;
use crate::status::{CurrentRole, LaneState, Status, SyncReport};
use crate::stop::Stopped;
use crate::store::Store;
use crate::supervisor::Supervisor;
use crate::transport::{ConnectError, Transport};
use crate::view::View;

/// A running owner.
pub(crate) struct Owner {
    service: Arc<Service>,
    driver: JoinHandle<Result<(), StoreError>>,
    guests: Guests,
    // Last: whoever takes the lock next finds everything else closed.
    lock: HomeLock,
}

/// What an owner is made of.
pub(crate) struct OwnerParts {
    pub(crate) lock: HomeLock,
    pub(crate) door: Door,
    pub(crate) store: Store,
    pub(crate) view: View,
    pub(crate) hub: Hub,
    pub(crate) transport: Arc<dyn Transport>,
    pub(crate) online: bool,
    pub(crate) panics: Panics,
}

impl Owner {
    /// Starts everything; the connections are on their way when this returns.
    pub(crate) fn start(parts: OwnerParts) -> Result<Self, OpenError> {
        let OwnerParts {
            lock,
            door,
            store,
            view,
            hub,
            transport,
            online,
            panics,
        } = parts;
        let queue = Arc::new(Queue::new());
        let board = Arc::new(Board::new(hub.clone()));
        if let Some(server) = view.server()? {
            board.connect_to(server);
        }
        let store_path = store.path().to_owned();
        let supervisor = Supervisor::start(&transport, &queue, &board, online);
        let driver = driver::start(driver::Parts {
            store: Box::new(store),
            queue: Arc::clone(&queue),
            board: Arc::clone(&board),
            hub: hub.clone(),
            panics,
        })?;
        let service = Arc::new(Service {
            queue,
            board,
            hub,
            view,
            store_path,
            supervisor,
        });
        let guests = door.serve(Arc::clone(&service));
        Ok(Self {
            service,
            driver,
            guests,
            lock,
        })
    }

    /// Answers the calls of this process until `stop`.
    pub(crate) async fn serve(
        &self,
        calls: &Arc<Calls>,
        mut line: mpsc::UnboundedReceiver<(u64, Ask)>,
        stop: &mut Stopped,
    ) {
        loop {
            let (call, ask) = tokio::select! {
                () = stop.stopped() => return,
                asked = line.recv() => match asked {
                    Some(asked) => asked,
                    None => return,
                },
            };
            let answer = self.service.accept(ask).await;
            let calls = Arc::clone(calls);
            tokio::spawn(async move { calls.answer(call, answer.await) });
        }
    }

    /// Ends in order: guests are told and go, the turn at work is finished, what it sent leaves, the store is closed, the
    /// lock is let go.
    pub(crate) async fn stop(self) -> Result<(), ClientError> {
        let Self {
            service,
            driver,
            guests,
            lock,
        } = self;
        service.supervisor.stop();
        service.queue.close();
        let closing = tokio::task::spawn_blocking(move || driver.join());
        let ((), (), closed) = tokio::join!(guests.close(), service.supervisor.ended(), closing);
        drop(lock);
        match closed {
            Ok(Ok(result)) => Ok(result?),
            _ => Err(ClientError::Internal {
                what: "the driver's thread panicked".into(),
            }),
        }
    }
}

/// What can be asked of an owner, by its own process and by guests alike.
pub(crate) struct Service {
    queue: Arc<Queue>,
    board: Arc<Board>,
    hub: Hub,
    view: View,
    store_path: PathBuf,
    supervisor: Supervisor,
}

/// An answer that is on its way.
pub(crate) type Answering = Pin<Box<dyn Future<Output = Result<Answer, ClientError>> + Send>>;

impl Service {
    pub(crate) fn listen(&self) -> EventStream {
        self.hub.listen()
    }

    pub(crate) fn go_online(&self) {
        self.supervisor.go_online();
    }

    /// Takes something in. When this returns it has its place in the queue, so two that are accepted one after the other
    /// are done in that order; the answer may take as long as the network.
    pub(crate) async fn accept(self: &Arc<Self>, ask: Ask) -> Answering {
        match ask {
            Ask::Command { id, command } => self.accept_command(id, command).await,
            Ask::Sync { timeout } => {
                let service = Arc::clone(self);
                Box::pin(async move { service.sync(timeout).await.map(Answer::Sync) })
            }
            Ask::Status => {
                let status = self.status().map(|status| Answer::Status(Box::new(status)));
                Box::pin(async move { status })
            }
            Ask::Reconnect => {
                self.board.kick();
                let status = self.status().map(|status| Answer::Status(Box::new(status)));
                Box::pin(async move { status })
            }
        }
    }

    async fn accept_command(self: &Arc<Self>, id: CommandId, command: Command) -> Answering {
        let is_urgent = wants_server(&command);
        let needs_server = match &command {
            Command::Register { server, .. } => Some(server.clone()),
            _ => None,
        };
        // From here on, so that what stood on the board before is not taken for what the command brought about.
        let changes = self.board.watch();
        let (reply, answer) = oneshot::channel();
        if let Err(Closed) = self.queue.ask(Asked { id, command, reply }).await {
            return Box::pin(async { Err(ClientError::Closed) });
        }
        if is_urgent {
            self.board.kick();
        }
        Box::pin(async move {
            let done = async { answer.await.unwrap_or(Err(ClientError::Closed)) };
            let output = match needs_server {
                None => done.await?,
                Some(server) => tokio::select! {
                    biased;
                    output = done => output?,
                    error = unreachable(changes, server) => return Err(error),
                },
            };
            Ok(Answer::Command(output))
        })
    }

    /// Waits until the mailbox is read, nothing of ours waits, and no request is unanswered.
    async fn sync(&self, limit: Duration) -> Result<SyncReport, ClientError> {
        let server = match self.view.account()? {
            Some(account) if account.registered => account.server,
            _ => return Err(CommandError::NotRegistered.into()),
        };
        self.go_online();
        self.board.kick();
        let work = async {
            tokio::select! {
                result = self.settled() => result,
                error = unreachable(self.board.watch(), server) => Err(error),
            }
        };
        match timeout(limit, work).await {
            Ok(Ok(())) | Err(_) => {}
            Ok(Err(error)) => return Err(error),
        }
        let standing = self.board.standing();
        if let Some(problem) = standing.last_store_problem {
            return Err(ClientError::Store(problem));
        }
        Ok(SyncReport {
            is_caught_up: standing.is_caught_up,
            queued: self.view.pending_count()?,
            held: self.view.held_count()?,
            received: self.board.take_received(),
            sent: self.board.take_sent(),
        })
    }

    async fn settled(&self) -> Result<(), ClientError> {
        let mut changes = self.board.watch();
        loop {
            let is_settled = {
                let standing = changes.borrow_and_update();
                standing.is_caught_up && standing.is_quiet
            };
            if is_settled && self.view.pending_count()? == self.view.held_count()? {
                return Ok(());
            }
            if changes.changed().await.is_err() {
                return Err(ClientError::Closed);
            }
        }
    }

    fn status(&self) -> Result<Status, ClientError> {
        let standing = self.board.standing();
        Ok(Status {
            role: CurrentRole::Owner,
            account: self.view.account()?,
            server: self.board.server(),
            identified: standing.lanes.of(Lane::Identified).clone(),
            anonymous: standing.lanes.of(Lane::Anonymous).clone(),
            retry_at: LANES
                .into_iter()
                .filter_map(|lane| *standing.retries.of(lane))
                .min(),
            queued: self.view.pending_count()?,
            store_bytes: self.store_bytes(),
            clock_skew_ms: standing.clock_skew_ms,
            put_off: standing.put_off,
            store_problem: standing.store_problem,
        })
    }

    fn store_bytes(&self) -> u64 {
        let log = HomePaths::log_of(&self.store_path);
        [&self.store_path, &log]
            .into_iter()
            .filter_map(|path| path.metadata().ok())
            .map(|metadata| metadata.len())
            .sum()
    }
}

/// Whether somebody waits for what the server does with the command. All others are done here; what they tell the server or
/// others leaves with the next connection, and a draft must not end the patience with a server that is down.
fn wants_server(command: &Command) -> bool {
    match command {
        Command::Register { .. }
        | Command::AddContact { .. }
        | Command::AcceptContact { .. }
        | Command::BlockContact { .. }
        | Command::UnblockContact { .. }
        | Command::AcceptIdentityChange { .. }
        | Command::SendText { .. }
        | Command::RetryMessage { .. } => true,
        Command::RemoveContact { .. }
        | Command::RenameContact { .. }
        | Command::DeleteMessage { .. }
        | Command::DeleteConversation { .. }
        | Command::SetDraft { .. }
        | Command::SetMute { .. }
        | Command::SetUnreadMark { .. }
        | Command::MarkRead { .. }
        | Command::SetTyping { .. }
        | Command::ConfirmSafetyNumber { .. }
        | Command::RevealPhrase
        | Command::ConfirmPhrase { .. }
        | Command::SetName { .. }
        | Command::SetPrivacy { .. } => false,
    }
}

/// Ends when the server turns out to be another one, to want nothing of us, or to be out of reach for too long: with what was
/// last heard of it, its own word if there was one. What happens on the way to another server does not count.
async fn unreachable(mut changes: watch::Receiver<Standing>, server: ServerLink) -> ClientError {
    let host = server.host.clone();
    let (is_connected, mut is_greeted) = {
        let standing = changes.borrow();
        (
            standing.is_connected_to(&server),
            standing.is_greeted_by(&server),
        )
    };
    let mut give_up_at = (!is_connected).then(|| Instant::now() + UNREACHABLE_AFTER);
    let no_connection = |reason: &ConnectError| ClientError::Unreachable {
        host: host.clone(),
        reason: reason.to_string(),
    };
    let mut last = no_connection(&ConnectError::NoAnswer);
    loop {
        let patience = async {
            match give_up_at {
                // A proof of work may take minutes; how long is up to whoever registers.
                Some(at) if !is_greeted => sleep_until(at).await,
                _ => std::future::pending().await,
            }
        };
        tokio::select! {
            () = patience => {
                // A store that takes nothing ends every connection: then the disk is what a person has to look at.
                if let Some(problem) = changes.borrow().last_store_problem.clone() {
                    return ClientError::Store(problem);
                }
                return last;
            }
            changed = changes.changed() => if changed.is_err() {
                return ClientError::Closed;
            },
        }
        let standing = changes.borrow_and_update();
        if standing.servers.of(Lane::Identified).as_ref() != Some(&server) {
            continue;
        }
        is_greeted = standing.is_greeted_by(&server);
        match standing.lanes.of(Lane::Identified) {
            LaneState::Connected => give_up_at = None,
            LaneState::Waiting(ConnectError::WrongFingerprint) => {
                return ClientError::WrongFingerprint { host };
            }
            // A link that lost its fingerprint on the way is not mended by waiting.
            LaneState::Waiting(ConnectError::Certificate(_)) if server.fingerprint.is_none() => {
                return ClientError::Untrusted { host };
            }
            LaneState::Waiting(error) => {
                last = no_connection(error);
                give_up_at.get_or_insert_with(|| Instant::now() + UNREACHABLE_AFTER);
            }
            LaneState::Refused(refusal) => {
                let refused = CommandError::Refused(refusal.clone()).into();
                if refusal.retry_after_ms == 0 {
                    return refused;
                }
                // It answers, and says to come later.
                last = refused;
                give_up_at.get_or_insert_with(|| Instant::now() + UNREACHABLE_AFTER);
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use pulse_engine::{ConnectionState, Event, RefusalInfo};
    use tokio::time::timeout;

    use super::*;
    use crate::events::Hub;

    const LANE: Lane = Lane::Identified;

    fn server() -> ServerLink {
        "pulse://pulse.example".parse().unwrap()
    }

    /// A client that is being connected.
    fn connecting() -> Board {
        let board = Board::new(Hub::new());
        board.begin(LANE, &server(), false);
        board
    }

    #[tokio::test(start_paused = true)]
    async fn who_says_nothing_is_out_of_reach_after_a_while() {
        let board = connecting();
        let told = unreachable(board.watch(), server()).await;
        assert!(matches!(told, ClientError::Unreachable { .. }), "{told:?}");
    }

    /// What was told of a slow proof of work before: that nobody answers.
    #[tokio::test(start_paused = true)]
    async fn who_greeted_may_ask_for_work_that_takes_long() {
        let board = connecting();
        let mut told = Box::pin(unreachable(board.watch(), server()));
        board.greeted(LANE, 0);
        let hour = Duration::from_secs(3_600);
        assert!(timeout(hour, &mut told).await.is_err());

        // The connection ends; now it is like any other that cannot be made.
        board.wait(LANE, LaneState::Waiting(ConnectError::Lost), None);
        let told = told.await;
        assert!(matches!(told, ClientError::Unreachable { .. }), "{told:?}");
    }

    #[tokio::test(start_paused = true)]
    async fn what_a_server_says_after_it_greeted_is_told() {
        let board = connecting();
        let told = unreachable(board.watch(), server());
        let refusal = RefusalInfo {
            code: 103,
            text: "no room".into(),
            retry_after_ms: 30_000,
        };
        let state = ConnectionState::Refused(refusal.clone());
        board.greeted(LANE, 0);
        board.note(&Event::Connection { lane: LANE, state });
        assert_eq!(told.await, CommandError::Refused(refusal).into());
    }
}
