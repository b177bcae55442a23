//! One connection from its handshake to its end. The only place of the server that spawns, selects and reads the clock.
//!
//! A wake-up does everything that is ready: it reads many frames of one chunk, starts them in order, collects the answers
//! that the last sync released, and writes all of it at once.

use std::collections::VecDeque;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use bytes::{Buf, Bytes};
use getrandom::SysRng;
use pulse_protocol::auth::{EXPORTER_LABEL, TransportKind};
use pulse_protocol::codec::{self, DecodeError, FrameBuffer};
use pulse_protocol::limits::{FRAME_BYTES_MAX, HELLO_FRAME_BYTES_MAX};
use pulse_protocol::{Refusal, RefusalCode, ServerBody, ServerFrame, ServerIdentity, Timestamp};
use quinn::{Connection, ConnectionError, ReadError, RecvStream, SendStream, VarInt, WriteError};
use rand_core::UnwrapErr;
use tokio::time::{Instant, sleep_until, timeout};

use crate::context::{Context, Peer, PeerState, Services};
use crate::handlers::{self, InFlight, Step};
use crate::limits;
use crate::presence::Inbox;
use crate::rate_limit::Network;
use crate::refusals::{of_store, refuse};

/// How a connection ends.
enum End {
    /// The other side went, or the network did: for one of the metrics' reasons.
    Gone(&'static str),
    /// We end it: a last frame, a reason, and the code that closes it.
    Ours(Box<Farewell>),
}

struct Farewell {
    reason: &'static str,
    frame: ServerFrame,
    refusal: Refusal,
}

/// Serves a connection whose handshake is complete, and showed it that we are this server.
pub(crate) async fn serve(
    connection: Connection,
    identity: ServerIdentity,
    services: Arc<Services>,
) {
    let network = Network::of(connection.remote_address().ip());
    let mut exporter = [0; 32];
    let exported = connection.export_keying_material(&mut exporter, EXPORTER_LABEL, b"");
    if exported.is_err() {
        services.metrics.closed("handshake");
        return;
    }
    let peer = Peer::new(network, exporter, TransportKind::Quic, identity);
    let mut cx = Context {
        now: now(),
        rng: Box::new(UnwrapErr(SysRng)),
        peer,
        services,
    };
    let seat = cx.services.connections.enter(&network, &cx.peer.inbox);
    let opened = tokio::select! {
        opened = timeout(limits::HELLO_TIMEOUT, connection.accept_bi()) => opened.ok(),
        // Nobody knows it yet, so it can only be asked to go.
        () = cx.peer.inbox.changed() => None,
    };
    let reason = match opened {
        Some(Ok((send, recv))) => {
            Control::new(send, recv, seat)
                .run(&connection, &mut cx)
                .await
        }
        Some(Err(error)) => reason_of(&error),
        None => {
            let (code, reason) = match cx.peer.inbox.take().dismissed {
                None => (RefusalCode::WrongState, "hello_timeout"),
                Some(RefusalCode::Busy) => (RefusalCode::Busy, "turned_away"),
                Some(code) => (code, "shutdown"),
            };
            connection.close(code_of(code), b"no stream was opened");
            reason
        }
    };
    cx.leave();
    cx.services.connections.leave(seat, &network);
    cx.services.metrics.closed(reason);
}

/// The clock.
pub(crate) fn now() -> Timestamp {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or(Duration::ZERO);
    Timestamp::from_millis(u64::try_from(since.as_millis()).unwrap_or(u64::MAX))
}

/// The control stream and what waits around it.
struct Control {
    seat: u64,
    send: SendStream,
    recv: RecvStream,
    input: FrameBuffer,
    /// What was read and does not fit into `input` yet.
    unread: Bytes,
    /// `input` or `unread` may hold whole frames that wait until there is room for their answers.
    is_backed_up: bool,
    /// Frames that are encoded and not yet being written.
    output: Vec<u8>,
    /// What is being written.
    writing: Bytes,
    /// Frames that wait for the disk, in their order.
    in_flight: VecDeque<InFlight>,
    in_flight_bytes: usize,
    faults: u32,
}

impl Control {
    fn new(send: SendStream, recv: RecvStream, seat: u64) -> Self {
        Self {
            seat,
            send,
            recv,
            input: FrameBuffer::new(HELLO_FRAME_BYTES_MAX),
            unread: Bytes::new(),
            is_backed_up: false,
            output: Vec::new(),
            writing: Bytes::new(),
            in_flight: VecDeque::new(),
            in_flight_bytes: 0,
            faults: 0,
        }
    }

    /// Runs to the end and says why it came.
    async fn run(mut self, connection: &Connection, cx: &mut Context) -> &'static str {
        // Beginning and end are boxed: between them is all the time, and it keeps no room for their state.
        let end = match Box::pin(self.open(cx)).await {
            Ok(()) => self.serve(cx).await,
            Err(end) => end,
        };
        Box::pin(self.settle_all(cx)).await;
        match end {
            End::Gone(reason) => {
                connection.close(VarInt::from_u32(0), b"");
                reason
            }
            End::Ours(farewell) => {
                Box::pin(self.part(connection, &farewell)).await;
                farewell.reason
            }
        }
    }

    /// Until the peer is who it wants to be: a stranger on the anonymous lane, or a device.
    async fn open(&mut self, cx: &mut Context) -> Result<(), End> {
        let inbox = Arc::clone(&cx.peer.inbox);
        let started = Instant::now();
        while !matches!(cx.peer.state, PeerState::Anonymous | PeerState::Device(_)) {
            let patience = match cx.peer.state {
                PeerState::Identified if cx.peer.is_registering => limits::REGISTRATION_TIMEOUT,
                _ => limits::HELLO_TIMEOUT,
            };
            tokio::select! {
                () = sleep_until(started + patience) => {
                    let refusal = refuse(RefusalCode::NotAuthenticated, "no hello and no name in time");
                    return Err(goodbye("hello_timeout", refusal));
                }
                turn = self.turn(cx, &inbox) => if let Some(end) = turn {
                    return Err(end);
                },
            }
        }
        cx.services.connections.is_known(self.seat);
        Ok(())
    }

    async fn serve(&mut self, cx: &mut Context) -> End {
        let inbox = Arc::clone(&cx.peer.inbox);
        loop {
            if let Some(end) = self.turn(cx, &inbox).await {
                return end;
            }
        }
    }

    /// Waits for one thing to be ready and does it. Cancelling it loses nothing but the wait... as long as nothing is being
    /// handled, which the caller's deadline accepts.
    async fn turn(&mut self, cx: &mut Context, inbox: &Inbox) -> Option<End> {
        if cx.peer.delivery.as_ref().is_some_and(|d| d.wants_pump())
            && let Some(end) = Box::pin(self.pump(cx, inbox)).await
        {
            return Some(end);
        }
        if self.writing.is_empty() && !self.output.is_empty() {
            self.writing = Bytes::from(std::mem::take(&mut self.output));
        }
        let has_room = self.has_room();
        if has_room && self.is_backed_up {
            return Box::pin(self.work_off(cx)).await;
        }
        let (in_flight, output) = (&mut self.in_flight, &mut self.output);
        let in_flight_bytes = &mut self.in_flight_bytes;
        tokio::select! {
            biased;
            written = self.send.write_chunks(std::slice::from_mut(&mut self.writing)), if !self.writing.is_empty() => {
                written.err().map(|error| End::Gone(reason_of_write(&error)))
            }
            settled = settle(in_flight, in_flight_bytes, output), if !in_flight.is_empty() => {
                cx.services.metrics.frames_out.increment(settled);
                None
            }
            () = inbox.changed() => Box::pin(self.pump(cx, inbox)).await,
            chunk = self.recv.read_chunk(limits::READ_BYTES_MAX, true), if has_room => match chunk {
                // Boxed: an idle connection keeps no room for the handlers' state.
                Ok(Some(chunk)) => {
                    self.unread = chunk.bytes;
                    Box::pin(self.work_off(cx)).await
                }
                Ok(None) => Some(End::Gone("peer")),
                Err(error) => Some(End::Gone(reason_of_read(&error))),
            },
        }
    }

    /// Whether one more frame may be handled: the peer has taken enough of what it was told before. Otherwise it is not read,
    /// and QUIC's flow control holds it back.
    fn has_room(&self) -> bool {
        self.in_flight.len() < limits::IN_FLIGHT_MAX
            && self.in_flight_bytes < limits::IN_FLIGHT_BYTES_MAX
            && self.outbound_bytes() < limits::OUTBOUND_BYTES_MAX
    }

    /// Handles the frames of what was read, as far as there is room: an answer may be thousands of times as long as its
    /// question, so a chunk of questions is no bound for what they make.
    async fn work_off(&mut self, cx: &mut Context) -> Option<End> {
        cx.now = now();
        self.is_backed_up = false;
        loop {
            if !self.has_room() {
                self.is_backed_up = true;
                return None;
            }
            let frame = match self.input.next() {
                Ok(Some(frame)) => frame,
                Ok(None) if self.unread.is_empty() => {
                    // An idle connection keeps no part of a packet.
                    self.unread = Bytes::new();
                    return None;
                }
                Ok(None) => {
                    let rest = self.input.extend(&self.unread).len();
                    self.unread.advance(self.unread.len() - rest);
                    continue;
                }
                Err(error) => return self.fault(cx, &error),
            };
            cx.services.metrics.frames_in.increment(1);
            let end = match codec::decode_client(frame) {
                Ok(frame) => {
                    let step = handlers::begin(cx, frame).await;
                    self.follow(cx, step)
                }
                Err(error) => self.fault(cx, &error),
            };
            if end.is_some() {
                return end;
            }
            if cx.peer.state != PeerState::Fresh {
                self.input.set_limit(FRAME_BYTES_MAX);
            }
        }
    }

    fn follow(&mut self, cx: &Context, step: Step) -> Option<End> {
        match step {
            Step::Reply(frame) => {
                let is_fault =
                    matches!(&frame.body, ServerBody::Refused(refusal) if is_fault(refusal.code));
                self.say(cx, &frame);
                match is_fault {
                    true => self.count_fault(),
                    false => None,
                }
            }
            Step::InFlight(in_flight) => {
                self.in_flight_bytes += in_flight.bytes();
                self.in_flight.push_back(in_flight);
                None
            }
            Step::Nothing => None,
            Step::Close(frame) => {
                let refusal = match &frame.body {
                    ServerBody::Refused(refusal) => refusal.clone(),
                    _ => refuse(RefusalCode::Internal, "closed"),
                };
                let reason = "refused";
                Some(End::Ours(Box::new(Farewell {
                    reason,
                    frame,
                    refusal,
                })))
            }
        }
    }

    /// A frame that does not parse: refused by its number where that is known, else the end.
    fn fault(&mut self, cx: &Context, error: &DecodeError) -> Option<End> {
        let (request, refusal) = match error {
            DecodeError::TooLarge => {
                let refusal = refuse(RefusalCode::FrameTooLarge, "the frame is too large");
                cx.services.metrics.refused(refusal.code);
                return Some(goodbye("frame_too_large", refusal));
            }
            DecodeError::Malformed => {
                let refusal = refuse(RefusalCode::Malformed, "the frame is not one of pulse/1");
                cx.services.metrics.refused(refusal.code);
                return Some(goodbye("malformed", refusal));
            }
            DecodeError::UnknownFrame { request } => (
                *request,
                refuse(
                    RefusalCode::UnknownFrame,
                    "this server does not know the request",
                ),
            ),
            DecodeError::Field { request, field } => (
                *request,
                refuse(
                    RefusalCode::Malformed,
                    &format!("the field {field} is not valid"),
                ),
            ),
        };
        cx.services.metrics.refused(refusal.code);
        let frame = ServerFrame {
            request,
            body: ServerBody::Refused(refusal.clone()),
        };
        if cx.peer.state == PeerState::Fresh {
            let reason = "refused";
            return Some(End::Ours(Box::new(Farewell {
                reason,
                frame,
                refusal,
            })));
        }
        self.say(cx, &frame);
        self.count_fault()
    }

    fn count_fault(&mut self) -> Option<End> {
        self.faults += 1;
        (self.faults >= limits::FAULTS_MAX).then(|| {
            let text = "too many requests that cannot be done";
            goodbye("faults", refuse(RefusalCode::RateLimited, text))
        })
    }

    /// Hands out what is new for the device, or ends the connection when somebody asked for that.
    async fn pump(&mut self, cx: &mut Context, inbox: &Inbox) -> Option<End> {
        let offered = inbox.take();
        match offered.dismissed {
            None => {}
            Some(RefusalCode::Replaced) => {
                let text = "a newer connection of this device took over";
                return Some(goodbye("replaced", refuse(RefusalCode::Replaced, text)));
            }
            Some(RefusalCode::DeviceRemoved) => {
                let text = "the account does not list this device";
                let refusal = refuse(RefusalCode::DeviceRemoved, text);
                return Some(goodbye("device_removed", refusal));
            }
            Some(RefusalCode::Busy) => {
                let mut refusal = refuse(RefusalCode::Busy, "too many newcomers wait");
                refusal.retry_after_ms = 2_000;
                return Some(goodbye("turned_away", refusal));
            }
            Some(code) => {
                let mut refusal = refuse(code, "the server is stopping");
                refusal.retry_after_ms = 2_000;
                return Some(goodbye("shutdown", refusal));
            }
        }
        let delivery = cx.peer.delivery.as_mut()?;
        let mut frames = Vec::new();
        let pumped = delivery
            .pump(offered, &*cx.services.mailboxes, &mut frames)
            .await;
        let delivered = frames
            .iter()
            .filter(|frame| matches!(frame.body, ServerBody::Deliver(_)));
        let delivered = delivered.count() as u64;
        cx.services.metrics.delivered.increment(delivered);
        for frame in &frames {
            self.say(cx, frame);
        }
        // Without its mail a device is better off elsewhere, or here a little later.
        pumped
            .err()
            .map(|error| goodbye("refused", of_store(error)))
    }

    fn say(&mut self, cx: &Context, frame: &ServerFrame) {
        cx.services.metrics.frames_out.increment(1);
        codec::encode_server(frame, &mut self.output);
        cx.services.metrics.outbound(self.outbound_bytes());
    }

    fn outbound_bytes(&self) -> usize {
        self.output.len() + self.writing.len()
    }

    /// What was handed to the store is waited for, so that its recipients hear of it whatever happened here.
    async fn settle_all(&mut self, cx: &Context) {
        let all = async {
            while !self.in_flight.is_empty() {
                let bytes = &mut self.in_flight_bytes;
                let settled = settle(&mut self.in_flight, bytes, &mut self.output).await;
                cx.services.metrics.frames_out.increment(settled);
            }
        };
        if timeout(limits::SHUTDOWN_TIMEOUT, all).await.is_err() {
            // The disk is slow. The connection waits no longer, but what becomes durable is announced all the same.
            let mut in_flight = std::mem::take(&mut self.in_flight);
            tokio::spawn(async move {
                while !in_flight.is_empty() {
                    settle(&mut in_flight, &mut 0, &mut Vec::new()).await;
                }
            });
        }
    }

    /// Says the last words, gives them a moment to arrive, and closes.
    async fn part(&mut self, connection: &Connection, farewell: &Farewell) {
        codec::encode_server(&farewell.frame, &mut self.output);
        let said = async {
            self.send.write_all(&self.writing).await?;
            self.send.write_all(&self.output).await?;
            let _finished = self.send.finish();
            let _stopped = self.send.stopped().await;
            Ok::<_, WriteError>(())
        };
        let _late = timeout(limits::GOODBYE_TIMEOUT, said).await;
        let text = farewell.refusal.text.as_bytes();
        connection.close(code_of(farewell.refusal.code), text);
    }
}

/// Waits for the oldest frame in flight, then takes every other that is ready. Returns how many answers that made.
async fn settle(
    in_flight: &mut VecDeque<InFlight>,
    bytes: &mut usize,
    output: &mut Vec<u8>,
) -> u64 {
    let mut answers = 0;
    poll_fn(|cx| {
        let mut is_progress = false;
        while let Some(oldest) = in_flight.front_mut() {
            let size = oldest.bytes();
            let Poll::Ready(answer) = Pin::new(oldest).poll(cx) else {
                break;
            };
            is_progress = true;
            *bytes = bytes.saturating_sub(size);
            in_flight.pop_front();
            if let Some(frame) = answer {
                answers += 1;
                codec::encode_server(&frame, output);
            }
        }
        if in_flight.is_empty() {
            // An idle connection keeps no room for a burst.
            *in_flight = VecDeque::new();
        }
        match is_progress {
            true => Poll::Ready(()),
            false => Poll::Pending,
        }
    })
    .await;
    answers
}

fn goodbye(reason: &'static str, refusal: Refusal) -> End {
    let frame = ServerFrame {
        request: 0,
        body: ServerBody::Goodbye(refusal.clone()),
    };
    End::Ours(Box::new(Farewell {
        reason,
        frame,
        refusal,
    }))
}

/// Whether an honest client seldom earns this refusal.
fn is_fault(code: RefusalCode) -> bool {
    matches!(code.number(), 300..=499)
}

fn code_of(code: RefusalCode) -> VarInt {
    VarInt::from_u32(code.number())
}

fn reason_of(error: &ConnectionError) -> &'static str {
    match error {
        ConnectionError::ApplicationClosed(_) | ConnectionError::ConnectionClosed(_) => "peer",
        ConnectionError::TimedOut | ConnectionError::Reset => "idle",
        ConnectionError::LocallyClosed => "shutdown",
        _ => "transport",
    }
}

fn reason_of_read(error: &ReadError) -> &'static str {
    match error {
        ReadError::ConnectionLost(error) => reason_of(error),
        ReadError::Reset(_) => "peer",
        _ => "transport",
    }
}

fn reason_of_write(error: &WriteError) -> &'static str {
    match error {
        WriteError::ConnectionLost(error) => reason_of(error),
        WriteError::Stopped(_) => "peer",
        _ => "transport",
    }
}
