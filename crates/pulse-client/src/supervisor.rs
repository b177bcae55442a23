//! Keeps the two connections up: one task for each lane, which connects, works, and tries again.
//!
//! Waits grow from 0.2 s to 30 s, until a connection lasts, with jitter so that a server that comes back is not met by everybody at once. A command
//! that needs the server ends the wait, since somebody is there who wants something; a wait that the server asked for is kept.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use pulse_protocol::{Lane, ServerLink};
use rand_core::Rng;
use tokio::sync::{mpsc, oneshot, watch};
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, sleep_until, timeout};

use crate::board::{Board, LANES};
use crate::driver::{Closed, Epoch, Outside, Queue};
use crate::lane::{self, Incoming};
use crate::limits::{
    FLUSH_TIMEOUT, RECONNECT_FIRST, RECONNECT_MAX, RECONNECT_SETTLED, SERVER_WAIT_MAX,
    WAITING_FRAMES_MAX,
};
use crate::random::system_rng;
use crate::status::LaneState;
use crate::stop::{Stop, Stopped};
use crate::transport::{Connection, Transport};

/// Both lanes.
pub(crate) struct Supervisor {
    tasks: Mutex<JoinSet<()>>,
    stop: Stop,
    online: watch::Sender<bool>,
}

impl Supervisor {
    /// Starts both lanes; they connect at once when `is_online`, and otherwise when [`Self::go_online`] is called.
    pub(crate) fn start(
        transport: &Arc<dyn Transport>,
        queue: &Arc<Queue>,
        board: &Arc<Board>,
        is_online: bool,
    ) -> Self {
        let stop = Stop::new();
        let online = watch::Sender::new(is_online);
        let epochs = Arc::new(AtomicU64::new(1));
        let mut tasks = JoinSet::new();
        for lane in LANES {
            let keeper = LaneKeeper {
                lane,
                transport: Arc::clone(transport),
                queue: Arc::clone(queue),
                board: Arc::clone(board),
                server: board.watch_server(),
                online: online.subscribe(),
                stop: stop.listen(),
                epochs: Arc::clone(&epochs),
                pause: RECONNECT_FIRST,
                renews: false,
                not_before: None,
            };
            tasks.spawn(keeper.keep());
        }
        Self {
            tasks: Mutex::new(tasks),
            stop,
            online,
        }
    }

    pub(crate) fn go_online(&self) {
        self.online
            .send_if_modified(|is_online| !std::mem::replace(is_online, true));
    }

    /// Makes no more connections. Those that are up end when the driver lets go of them.
    pub(crate) fn stop(&self) {
        self.stop.stop();
    }

    /// Waits until both lanes are closed; a server that takes nothing is not waited for.
    pub(crate) async fn ended(&self) {
        let mut tasks = {
            let mut tasks = self.tasks.lock().unwrap_or_else(PoisonError::into_inner);
            std::mem::take(&mut *tasks)
        };
        let all = async { while tasks.join_next().await.is_some() {} };
        let _ = timeout(FLUSH_TIMEOUT * 2, all).await;
    }
}

/// Keeps one lane.
struct LaneKeeper {
    lane: Lane,
    transport: Arc<dyn Transport>,
    queue: Arc<Queue>,
    board: Arc<Board>,
    server: watch::Receiver<Option<ServerLink>>,
    online: watch::Receiver<bool>,
    stop: Stopped,
    epochs: Arc<AtomicU64>,
    /// The next wait, before the jitter.
    pause: Duration,
    /// The next connection takes the place of one with which nothing was wrong.
    renews: bool,
    /// The server asked not to come before: nobody here overrides that.
    not_before: Option<Instant>,
}

/// How one round with a server ended.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Round {
    /// The connection was up and accepted for so long.
    Served { lived: Duration },
    /// It never came to that; after this wait at the earliest it may.
    Failed { after: Duration },
    /// Waiting alone will not mend it.
    Hopeless,
}

impl LaneKeeper {
    async fn keep(mut self) {
        while let Some(server) = self.wanted().await {
            let Ok(wait) = self.round(&server).await else {
                return;
            };
            if self.renews {
                continue;
            }
            let was_kicked = self.wait(wait).await;
            if was_kicked {
                self.pause = RECONNECT_FIRST;
            }
        }
    }

    /// How long to wait after a round; `None` when time alone will not mend it. The wait after the next one is longer.
    fn next_wait(&mut self, round: Round) -> Option<Duration> {
        self.not_before = None;
        let after = match round {
            Round::Hopeless => return None,
            // Only a connection that lasted says that the next one will: a server may accept and close at once.
            Round::Served { lived } if lived >= RECONNECT_SETTLED => {
                self.pause = RECONNECT_FIRST;
                return Some(jittered(self.pause));
            }
            Round::Served { .. } => Duration::ZERO,
            Round::Failed { after } => after,
        };
        let held = after.min(SERVER_WAIT_MAX);
        self.not_before = (!held.is_zero()).then(|| Instant::now() + held);
        let wait = jittered(self.pause).max(after);
        self.pause = (self.pause * 2).min(RECONNECT_MAX);
        Some(wait)
    }

    /// The server to connect to, as soon as there is one and the client may go online; `None` when it closes.
    async fn wanted(&mut self) -> Option<ServerLink> {
        let Self {
            server,
            online,
            stop,
            ..
        } = self;
        tokio::select! {
            () = stop.stopped() => None,
            server = async {
                online.wait_for(|is_online| *is_online).await.ok()?;
                server.wait_for(Option::is_some).await.ok()?.clone()
            } => server,
        }
    }

    /// One connection, from the first packet to the last. Returns how long to wait before the next one, and fails when the
    /// client is closing. The board is told of the wait together with its reason.
    async fn round(&mut self, server: &ServerLink) -> Result<Option<Duration>, Closed> {
        self.board.forget_kicks(self.lane);
        let renews = std::mem::take(&mut self.renews);
        self.board.begin(self.lane, server, renews);
        let connected = tokio::select! {
            () = self.stop.stopped() => return Err(Closed),
            // Another server was chosen: what this one had to say of itself counts for nothing.
            _ = self.server.changed() => {
                self.pause = RECONNECT_FIRST;
                self.not_before = None;
                return Ok(Some(Duration::ZERO));
            }
            connected = self.transport.connect(self.lane, server) => connected,
        };
        match connected {
            Ok(connection) => self.serve(connection).await,
            Err(error) => {
                tracing::debug!(lane = ?self.lane, %error, "no connection");
                let wait = self.next_wait(if error.is_final() {
                    Round::Hopeless
                } else {
                    Round::Failed {
                        after: Duration::ZERO,
                    }
                });
                self.board.wait(self.lane, LaneState::Waiting(error), wait);
                Ok(wait)
            }
        }
    }

    async fn serve(&mut self, connection: Connection) -> Result<Option<Duration>, Closed> {
        let Connection {
            binding,
            reader,
            writer,
        } = connection;
        let (lane, epoch) = (
            self.lane,
            Epoch(self.epochs.fetch_add(1, Ordering::Relaxed)),
        );
        let (sender, frames) = mpsc::channel(WAITING_FRAMES_MAX);
        self.queue
            .bring(Outside::Connected {
                lane,
                epoch,
                binding,
                frames: sender,
            })
            .await?;
        let since = Instant::now();
        let incoming = Incoming {
            lane,
            epoch,
            queue: &self.queue,
        };
        tokio::select! {
            () = lane::run(incoming, reader, writer, frames) => {}
            // Another server was chosen.
            _ = self.server.changed() => {}
        }
        let lived = since.elapsed();
        // The server's last word says whether to come again, so the driver hears it first.
        let (heard, hearing) = oneshot::channel();
        let disconnected = Outside::Disconnected { lane, epoch, heard };
        self.queue.bring(disconnected).await?;
        tokio::select! {
            _ = hearing => {}
            () = self.stop.stopped() => return Err(Closed),
        }
        if self.board.take_renewal(lane) {
            self.renews = true;
            self.not_before = None;
            return Ok(None);
        }
        self.board.forget_kicks(lane);
        let last = self.board.standing().lanes.of(lane).clone();
        let wait = self.next_wait(match &last {
            LaneState::Connected => Round::Served { lived },
            LaneState::Replaced => Round::Hopeless,
            LaneState::Refused(refusal) => {
                let after = Duration::from_millis(refusal.retry_after_ms.into());
                Round::Failed { after }
            }
            _ => Round::Failed {
                after: Duration::ZERO,
            },
        });
        self.board.lane_ended(lane, last, wait);
        Ok(wait)
    }

    /// Waits for the time, for somebody who wants something, or for another server. True when it was not the time.
    async fn wait(&mut self, time: Option<Duration>) -> bool {
        let time = async {
            match time {
                Some(time) => sleep(time).await,
                None => std::future::pending().await,
            }
        };
        let (board, lane, not_before) = (&self.board, self.lane, self.not_before);
        let kicked = async move {
            if let Some(at) = not_before {
                sleep_until(at).await;
            }
            board.kicked(lane).await;
        };
        tokio::select! {
            () = time => false,
            () = kicked => true,
            _ = self.server.changed() => true,
            () = self.stop.stopped() => true,
        }
    }
}

/// Between half of it and all of it.
fn jittered(pause: Duration) -> Duration {
    let half = pause / 2;
    let share = u64::from(system_rng().next_u32());
    let millis = u64::try_from(half.as_millis())
        .unwrap_or(u64::MAX)
        .saturating_mul(share)
        >> 32;
    half + Duration::from_millis(millis)
}

#[cfg(test)]
mod tests {
    use std::pin::Pin;
    use std::task::{Context, Poll};

    use async_trait::async_trait;
    use pulse_engine::{ChannelBinding, ConnectionState, Event, RefusalInfo};
    use pulse_protocol::ServerIdentity;
    use pulse_protocol::auth::TransportKind;
    use tokio::io::{AsyncRead, ReadBuf};

    use super::*;
    use crate::board::Standing;
    use crate::driver::Wanted;
    use crate::events::Hub;
    use crate::transport::{ConnectError, Writer};

    /// Accepts every connection and closes it at once.
    struct Closing {
        board: Arc<Board>,
        attempts: mpsc::UnboundedSender<(Lane, Instant)>,
        /// What it says before.
        state: ConnectionState,
    }

    struct Reader {
        board: Arc<Board>,
        lane: Lane,
        state: ConnectionState,
    }

    struct Nothing;

    #[async_trait]
    impl Transport for Closing {
        async fn connect(&self, lane: Lane, _: &ServerLink) -> Result<Connection, ConnectError> {
            let _ = self.attempts.send((lane, Instant::now()));
            let board = Arc::clone(&self.board);
            Ok(Connection {
                binding: ChannelBinding {
                    exporter: [1; 32],
                    server: ServerIdentity::from_bytes([2; 32]),
                    transport: TransportKind::Quic,
                },
                reader: Box::new(Reader {
                    board,
                    lane,
                    state: self.state.clone(),
                }),
                writer: Box::new(Nothing),
            })
        }
    }

    impl AsyncRead for Reader {
        fn poll_read(
            self: Pin<&mut Self>,
            _: &mut Context<'_>,
            _: &mut ReadBuf<'_>,
        ) -> Poll<std::io::Result<()>> {
            // The engine's word about what the server said. Then the server is gone.
            let (lane, state) = (self.lane, self.state.clone());
            self.board.note(&Event::Connection { lane, state });
            Poll::Ready(Ok(()))
        }
    }

    #[async_trait]
    impl Writer for Nothing {
        async fn write(&mut self, _: &[u8]) -> std::io::Result<()> {
            Ok(())
        }

        async fn close(&mut self) {}
    }

    const EVERYTHING: Wanted = Wanted {
        count: usize::MAX,
        outside: true,
        until: None,
    };

    /// A driver that does nothing but hear when connections end.
    fn hear(queue: &Arc<Queue>) -> std::thread::JoinHandle<()> {
        let queue = Arc::clone(queue);
        std::thread::spawn(move || while !queue.take(EVERYTHING).is_closed {})
    }

    #[tokio::test]
    async fn a_server_that_accepts_and_closes_at_once_is_met_less_and_less() {
        let board = Arc::new(Board::new(Hub::new()));
        let queue = Arc::new(Queue::new());
        let driver = hear(&queue);
        let (attempts, mut attempted) = mpsc::unbounded_channel();
        let transport: Arc<dyn Transport> = Arc::new(Closing {
            board: Arc::clone(&board),
            attempts,
            state: ConnectionState::Connected,
        });
        board.connect_to("pulse://pulse.example".parse().unwrap());
        let began = Instant::now();
        let supervisor = Supervisor::start(&transport, &queue, &board, true);
        let mut of_one_lane = 0;
        while of_one_lane < 5 {
            let (lane, _) = attempted.recv().await.unwrap();
            of_one_lane += usize::from(lane == Lane::Identified);
        }
        supervisor.stop();
        queue.close();
        driver.join().unwrap();
        // The waits are at least 0.1, 0.2, 0.4 and 0.8 s.
        let waited = began.elapsed();
        assert!(waited > Duration::from_millis(1_400), "{waited:?}");
    }

    /// The driver is behind, and hears only long after the end of a connection what the server said before it.
    #[tokio::test(start_paused = true)]
    async fn the_servers_last_word_is_waited_for_before_the_next_attempt() {
        const LONG: Duration = Duration::from_secs(600);
        let board = Arc::new(Board::new(Hub::new()));
        let queue = Arc::new(Queue::new());
        let (ended, mut ending) = mpsc::unbounded_channel();
        let driver = {
            let queue = Arc::clone(&queue);
            std::thread::spawn(move || {
                loop {
                    let taken = queue.take(EVERYTHING);
                    for outside in taken.outside {
                        if let Outside::Disconnected { lane, heard, .. } = outside {
                            let _ = ended.send((lane, heard));
                        }
                    }
                    if taken.is_closed {
                        return;
                    }
                }
            })
        };
        let (attempts, mut attempted) = mpsc::unbounded_channel();
        let transport: Arc<dyn Transport> = Arc::new(Closing {
            board: Arc::clone(&board),
            attempts,
            state: ConnectionState::Connected,
        });
        board.connect_to("pulse://pulse.example".parse().unwrap());
        let supervisor = Supervisor::start(&transport, &queue, &board, true);
        let mut attempt = async || while attempted.recv().await.unwrap().0 != Lane::Identified {};
        attempt().await;
        let heard = loop {
            let (lane, heard) = ending.recv().await.unwrap();
            if lane == Lane::Identified {
                break heard;
            }
        };
        assert!(timeout(LONG, attempt()).await.is_err(), "it did not wait");
        let lane = Lane::Identified;
        let state = ConnectionState::Replaced;
        board.note(&Event::Connection { lane, state });
        drop(heard);
        assert!(timeout(LONG, attempt()).await.is_err(), "it came back");
        assert_eq!(board.standing().lanes.of(lane), &LaneState::Replaced);
        supervisor.stop();
        queue.close();
        driver.join().unwrap();
    }

    #[tokio::test]
    async fn a_wait_that_the_server_asked_for_is_kept_whoever_wants_something() {
        let board = Arc::new(Board::new(Hub::new()));
        let queue = Arc::new(Queue::new());
        let driver = hear(&queue);
        let (attempts, mut attempted) = mpsc::unbounded_channel();
        let transport: Arc<dyn Transport> = Arc::new(Closing {
            board: Arc::clone(&board),
            attempts,
            state: ConnectionState::Refused(RefusalInfo {
                code: 429,
                text: "later".into(),
                retry_after_ms: 700,
            }),
        });
        let mut changes = board.watch();
        board.connect_to("pulse://pulse.example".parse().unwrap());
        let supervisor = Supervisor::start(&transport, &queue, &board, true);
        let mut attempt = async || loop {
            let (lane, at) = attempted.recv().await.unwrap();
            if lane == Lane::Identified {
                return at;
            }
        };
        let first = attempt().await;
        let is_waiting = changes.wait_for(|now| now.retries.of(Lane::Identified).is_some());
        is_waiting.await.unwrap();
        board.kick();
        let waited = attempt().await - first;
        // The moment that is waited for has whole milliseconds.
        assert!(waited >= Duration::from_millis(699), "{waited:?}");
        supervisor.stop();
        queue.close();
        driver.join().unwrap();
    }

    /// Connections of which each makes room for another one before it ends.
    struct Renewing(Closing);

    #[async_trait]
    impl Transport for Renewing {
        async fn connect(
            &self,
            lane: Lane,
            server: &ServerLink,
        ) -> Result<Connection, ConnectError> {
            self.0.board.renew(lane);
            self.0.connect(lane, server).await
        }
    }

    #[tokio::test]
    async fn a_connection_that_makes_room_is_followed_at_once_and_nobody_is_told() {
        let hub = Hub::new();
        let mut events = hub.listen();
        let board = Arc::new(Board::new(hub.clone()));
        let queue = Arc::new(Queue::new());
        let driver = hear(&queue);
        let (attempts, mut attempted) = mpsc::unbounded_channel();
        let transport: Arc<dyn Transport> = Arc::new(Renewing(Closing {
            board: Arc::clone(&board),
            attempts,
            state: ConnectionState::Connected,
        }));
        // Waits are at least 0.1 s long, and stand on the board so long.
        let mut changes = board.watch();
        let is_waiting = |now: &Standing| LANES.iter().any(|lane| now.retries.of(*lane).is_some());
        let a_wait = tokio::spawn(async move { changes.wait_for(is_waiting).await.is_ok() });
        board.connect_to("pulse://pulse.example".parse().unwrap());
        let supervisor = Supervisor::start(&transport, &queue, &board, true);
        for _ in 0..20 {
            attempted.recv().await.unwrap();
        }
        assert!(!a_wait.is_finished(), "it waited");
        a_wait.abort();
        supervisor.stop();
        queue.close();
        driver.join().unwrap();
        supervisor.ended().await;
        hub.close();
        let mut told = 0;
        while let Some(Event::Connection { state, .. }) = events.next().await {
            assert_eq!(state, ConnectionState::Connecting);
            told += 1;
        }
        assert_eq!(told, LANES.len(), "only the first connections");
    }

    /// Reaches nobody.
    struct Unanswered {
        attempts: mpsc::UnboundedSender<Lane>,
    }

    #[async_trait]
    impl Transport for Unanswered {
        async fn connect(&self, lane: Lane, _: &ServerLink) -> Result<Connection, ConnectError> {
            let _ = self.attempts.send(lane);
            Err(ConnectError::NoAnswer)
        }
    }

    /// Says whom it is to reach, and never gets an answer.
    struct Patient {
        attempts: mpsc::UnboundedSender<(Lane, String)>,
    }

    #[async_trait]
    impl Transport for Patient {
        async fn connect(&self, lane: Lane, to: &ServerLink) -> Result<Connection, ConnectError> {
            let _ = self.attempts.send((lane, to.host.clone()));
            std::future::pending().await
        }
    }

    #[tokio::test(start_paused = true)]
    async fn who_chooses_another_server_does_not_wait_for_the_first() {
        let board = Arc::new(Board::new(Hub::new()));
        let queue = Arc::new(Queue::new());
        let (attempts, mut attempted) = mpsc::unbounded_channel();
        let transport: Arc<dyn Transport> = Arc::new(Patient { attempts });
        let supervisor = Supervisor::start(&transport, &queue, &board, true);
        for host in ["wrong.example", "right.example"] {
            board.connect_to(format!("pulse://{host}").parse().unwrap());
            for _ in LANES {
                let next = timeout(Duration::from_secs(1), attempted.recv()).await;
                assert_eq!(next.unwrap().unwrap().1, host);
            }
        }
        supervisor.stop();
    }

    #[tokio::test]
    async fn the_board_says_when_the_next_attempt_is_and_a_kick_comes_before_it() {
        let board = Arc::new(Board::new(Hub::new()));
        let queue = Arc::new(Queue::new());
        let (attempts, mut attempted) = mpsc::unbounded_channel();
        let transport: Arc<dyn Transport> = Arc::new(Unanswered { attempts });
        let mut changes = board.watch();
        board.connect_to("pulse://pulse.example".parse().unwrap());
        let supervisor = Supervisor::start(&transport, &queue, &board, true);
        let mut attempt = async || while attempted.recv().await.unwrap() != Lane::Identified {};
        let lane = Lane::Identified;
        for _ in 0..4 {
            attempt().await;
            let standing = changes.wait_for(|now| now.retries.of(lane).is_some()).await;
            let standing = standing.unwrap().clone();
            let waiting = LaneState::Waiting(ConnectError::NoAnswer);
            assert_eq!(standing.lanes.of(lane), &waiting);
        }
        // By now the waits are so long that what comes before their end was kicked.
        let at = changes.borrow().retries.of(lane).unwrap();
        assert!(at > crate::clock::now());
        board.kick();
        attempt().await;
        assert!(crate::clock::now() < at);
        supervisor.stop();
    }
}
