//! Pairs of people, one writing to the other as fast as the window allows.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::{Duration, Instant};

use pulse_protocol::frame::Acknowledge;
use pulse_protocol::{ClientBody, ClientFrame, Lane, ServerBody, codec};
use quinn::SendStream;
use tokio::sync::Notify;
use tokio::task::{JoinSet, LocalSet};
use tokio::time::timeout;

use super::account::Accounts;
use super::dial::{Dialer, LoadError, Reader, write};
use super::histogram::Histogram;
use super::pair::{Pair, Template};
use super::report::TrafficReport;
use super::{LoadOptions, process};

/// Caches, windows and the server's index warm up for so long before anything counts.
const WARM_UP: Duration = Duration::from_secs(2);

/// How long messages may still arrive after the end before they count as lost.
const DRAIN: Duration = Duration::from_secs(10);

/// What all pairs share.
pub(super) struct Shared {
    /// Messages submitted between these moments count.
    pub(super) measuring: Cell<bool>,
    /// No new ones are submitted.
    pub(super) ending: Cell<bool>,
    pub(super) tally: RefCell<Tally>,
    /// Told when a message is accepted and delivered.
    pub(super) arrived: Notify,
}

/// What was counted.
pub(super) struct Tally {
    pub(super) messages: u64,
    pub(super) duplicates: u64,
    pub(super) accepted: Histogram,
    pub(super) delivered: Histogram,
}

pub(super) async fn run(
    options: &LoadOptions,
    dialer: &Dialer,
    accounts: &mut Accounts,
) -> Result<TrafficReport, LoadError> {
    let recipients = accounts.register(dialer, options.pairs).await?;
    let shared = Rc::new(Shared {
        measuring: Cell::new(false),
        ending: Cell::new(false),
        arrived: Notify::new(),
        tally: RefCell::new(Tally {
            messages: 0,
            duplicates: 0,
            accepted: Histogram::new(),
            delivered: Histogram::new(),
        }),
    });
    let local = LocalSet::new();
    let mut tasks = JoinSet::new();
    let mut pairs = Vec::new();
    for recipient in &recipients {
        let template = Template::new(recipient, options.size, &mut accounts.fork());
        let inbox = recipient.attach(dialer).await?;
        let outbox = dialer.dial(Lane::Anonymous).await?;
        let pair = Rc::new(Pair::new(shared.clone(), options.in_flight));
        pairs.push(pair.clone());
        tasks.spawn_local_on(
            submit(outbox.send, pair.clone(), template, options.pace),
            &local,
        );
        tasks.spawn_local_on(accepted(outbox.reader, pair.clone()), &local);
        tasks.spawn_local_on(delivered(inbox.send, inbox.reader, pair), &local);
    }
    local
        .run_until(measure(options, &shared, &pairs, &mut tasks))
        .await
}

/// Lets the pairs run, takes the figures, waits for what is still on its way.
async fn measure(
    options: &LoadOptions,
    shared: &Shared,
    pairs: &[Rc<Pair>],
    tasks: &mut JoinSet<Result<(), LoadError>>,
) -> Result<TrafficReport, LoadError> {
    unless_failed(tasks, tokio::time::sleep(WARM_UP)).await?;
    let cpu = |pid: Option<u32>| pid.and_then(process::cpu_time);
    let (server_before, own_before) = (cpu(options.server_pid), cpu(Some(std::process::id())));
    let begin = Instant::now();
    shared.measuring.set(true);
    unless_failed(tasks, tokio::time::sleep(options.measure)).await?;
    shared.measuring.set(false);
    let seconds = begin.elapsed().as_secs_f64();
    let server = server_before.zip(cpu(options.server_pid));
    let own = own_before.zip(cpu(Some(std::process::id())));
    let messages = shared.tally.borrow().messages;

    shared.ending.set(true);
    let drained = async {
        let all = async {
            while pairs.iter().any(|pair| pair.in_flight() > 0) {
                shared.arrived.notified().await;
            }
        };
        // What is not there by then counts as lost.
        let _late = timeout(DRAIN, all).await;
    };
    unless_failed(tasks, drained).await?;
    tasks.abort_all();

    let tally = shared.tally.borrow();
    let used = |spent: Option<(Duration, Duration)>| {
        spent.map(|(before, after)| after.saturating_sub(before).as_secs_f64())
    };
    let per_message = |used: Option<f64>| used.map(|used| used * 1e6 / messages.max(1) as f64);
    Ok(TrafficReport {
        pairs: options.pairs,
        in_flight: options.in_flight,
        size_bytes: options.size,
        seconds,
        messages,
        messages_per_second: messages as f64 / seconds,
        accepted: (&tally.accepted).into(),
        delivered: (&tally.delivered).into(),
        server_cpu_us_per_message: per_message(used(server)),
        server_cores: used(server).map(|used| used / seconds),
        load_cpu_us_per_message: per_message(used(own)),
        duplicates: tally.duplicates,
        lost: pairs.iter().map(|pair| pair.in_flight() as u64).sum(),
    })
}

/// Waits for `until`, or for the first task that fails; none ends otherwise.
async fn unless_failed(
    tasks: &mut JoinSet<Result<(), LoadError>>,
    until: impl Future<Output = ()>,
) -> Result<(), LoadError> {
    tokio::select! {
        () = until => Ok(()),
        Some(Ok(Err(error))) = tasks.join_next() => Err(error),
    }
}

/// Submits a message in each free slot; those that became free together leave in one write.
async fn submit(
    mut send: SendStream,
    pair: Rc<Pair>,
    mut template: Template,
    pace: Option<Duration>,
) -> Result<(), LoadError> {
    loop {
        let mut bytes = Vec::new();
        pair.fill(&mut template, &mut bytes);
        if !bytes.is_empty() {
            write(&mut send, bytes.into()).await?;
        }
        if let Some(pace) = pace {
            tokio::time::sleep(pace).await;
        }
        pair.free.notified().await;
    }
}

/// Reads what the server accepted.
async fn accepted(mut reader: Reader, pair: Rc<Pair>) -> Result<(), LoadError> {
    loop {
        reader.fill().await?;
        let now = Instant::now();
        while let Some(frame) = reader.buffered()? {
            match frame.body {
                ServerBody::Accepted(_) => pair.accepted(frame.request, now),
                ServerBody::Refused(refusal) | ServerBody::Goodbye(refusal) => {
                    return Err(LoadError::refused("Submit", refusal));
                }
                _ => return Err(LoadError::Unexpected("Submit")),
            }
        }
        pair.wake();
    }
}

/// Reads deliveries and acknowledges all that came together, as a device does after its commit.
async fn delivered(
    mut send: SendStream,
    mut reader: Reader,
    pair: Rc<Pair>,
) -> Result<(), LoadError> {
    loop {
        reader.fill().await?;
        let now = Instant::now();
        let mut last = None;
        while let Some(frame) = reader.buffered()? {
            match frame.body {
                ServerBody::Deliver(deliver) => {
                    pair.delivered(&deliver, now);
                    last = Some(Acknowledge {
                        incarnation: deliver.incarnation,
                        through: deliver.seq,
                    });
                }
                ServerBody::CaughtUp(_) => {}
                ServerBody::Goodbye(refusal) => return Err(LoadError::refused("Attach", refusal)),
                _ => return Err(LoadError::Unexpected("Attach")),
            }
        }
        pair.wake();
        if let Some(acknowledge) = last {
            let body = ClientBody::Acknowledge(acknowledge);
            let mut bytes = Vec::with_capacity(32);
            codec::encode_client(&ClientFrame { request: 0, body }, &mut bytes);
            write(&mut send, bytes.into()).await?;
        }
    }
}

/// Tells the submitting task that slots are free.
pub(super) type Free = Notify;
