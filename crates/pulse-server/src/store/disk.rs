//! The seam below the verbs: where a transaction becomes durable.

use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::task::{Context, Poll};

use tokio::sync::oneshot;

use crate::mailboxes::rules::MailboxIndex;
use crate::store::StoreError;
use crate::store::transaction::{Tables, Transaction};

/// A place where transactions become durable: memory or one directory.
pub(crate) trait Disk: Send + Sync {
    /// Queues a verb that writes. It is answered after the sync that covers it, in the order of the calls.
    fn write(&self, task: Box<dyn WriteTask>);
    /// Runs a verb that only reads what is durable.
    fn read(&self, task: Box<dyn ReadTask>);
}

/// A verb that writes, queued for the next group.
pub(crate) trait WriteTask: Send {
    /// Checks, then writes. Errors leave the transaction as it was.
    fn run(&mut self, tx: &mut Transaction<'_>, index: &mut MailboxIndex);
    /// Answers the caller: what `run` found, or the group's failure.
    fn finish(self: Box<Self>, committed: Result<(), StoreError>);
    /// Bytes this verb holds while it waits.
    fn size(&self) -> usize;
    /// Whether it only frees space, so that it may run when the disk is full.
    fn frees(&self) -> bool;
}

/// A verb that reads.
pub(crate) trait ReadTask: Send {
    fn run(self: Box<Self>, tables: &dyn Tables);
    fn fail(self: Box<Self>, error: StoreError);
}

/// The answer of the store, now or after the next sync. The verb itself was queued when this was made, so the order of
/// calls is the order of effects, whoever is polled first.
#[derive(Debug)]
#[must_use = "the verb is queued, but its answer is lost"]
pub struct Pending<T>(State<T>);

#[derive(Debug)]
enum State<T> {
    Ready(Option<Result<T, StoreError>>),
    Waiting(oneshot::Receiver<Result<T, StoreError>>),
}

impl<T> Pending<T> {
    /// An answer that is known already.
    pub fn ready(result: Result<T, StoreError>) -> Self {
        Self(State::Ready(Some(result)))
    }

    pub(crate) fn waiting(receiver: oneshot::Receiver<Result<T, StoreError>>) -> Self {
        Self(State::Waiting(receiver))
    }
}

impl<T: Unpin> Future for Pending<T> {
    type Output = Result<T, StoreError>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        match &mut self.0 {
            State::Ready(result) => Poll::Ready(result.take().unwrap_or(Err(StoreError::Lost))),
            State::Waiting(receiver) => Pin::new(receiver)
                .poll(cx)
                .map(|answer| answer.unwrap_or(Err(StoreError::Lost))),
        }
    }
}

/// Makes a queued verb of a closure.
pub(crate) fn write<T, F>(disk: &dyn Disk, size: usize, frees: bool, work: F) -> Pending<T>
where
    T: Send + Unpin + 'static,
    F: FnOnce(&mut Transaction<'_>, &mut MailboxIndex) -> Result<T, StoreError> + Send + 'static,
{
    write_then(disk, size, frees, work, || ())
}

/// The same, with something to do when it is durable (or failed), before the caller hears of it.
pub(crate) fn write_then<T, F, D>(
    disk: &dyn Disk,
    size: usize,
    frees: bool,
    work: F,
    done: D,
) -> Pending<T>
where
    T: Send + Unpin + 'static,
    F: FnOnce(&mut Transaction<'_>, &mut MailboxIndex) -> Result<T, StoreError> + Send + 'static,
    D: FnOnce() + Send + 'static,
{
    let (reply, answer) = oneshot::channel();
    disk.write(Box::new(Write {
        work: Some(work),
        done,
        outcome: None,
        reply,
        size,
        frees,
    }));
    Pending::waiting(answer)
}

/// Makes a read of a closure.
pub(crate) fn read<T, F>(disk: &dyn Disk, work: F) -> Pending<T>
where
    T: Send + Unpin + 'static,
    F: FnOnce(&dyn Tables) -> Result<T, StoreError> + Send + 'static,
{
    let (reply, answer) = oneshot::channel();
    disk.read(Box::new(Read { work, reply }));
    Pending::waiting(answer)
}

struct Write<T, F, D> {
    work: Option<F>,
    done: D,
    outcome: Option<Result<T, StoreError>>,
    reply: oneshot::Sender<Result<T, StoreError>>,
    size: usize,
    frees: bool,
}

impl<T, F, D> WriteTask for Write<T, F, D>
where
    T: Send,
    F: FnOnce(&mut Transaction<'_>, &mut MailboxIndex) -> Result<T, StoreError> + Send,
    D: FnOnce() + Send,
{
    fn run(&mut self, tx: &mut Transaction<'_>, index: &mut MailboxIndex) {
        if let Some(work) = self.work.take() {
            self.outcome = Some(work(tx, index));
        }
    }

    fn finish(self: Box<Self>, committed: Result<(), StoreError>) {
        let outcome = match (committed, self.outcome) {
            (Ok(()), Some(outcome)) => outcome,
            (Ok(()), None) => Err(StoreError::Lost),
            (Err(error), _) => Err(error),
        };
        (self.done)();
        // Whoever asked may have gone: the write stands all the same.
        let _gone = self.reply.send(outcome);
    }

    fn size(&self) -> usize {
        self.size
    }

    fn frees(&self) -> bool {
        self.frees
    }
}

struct Read<T, F> {
    work: F,
    reply: oneshot::Sender<Result<T, StoreError>>,
}

impl<T, F> ReadTask for Read<T, F>
where
    T: Send,
    F: FnOnce(&dyn Tables) -> Result<T, StoreError> + Send,
{
    fn run(self: Box<Self>, tables: &dyn Tables) {
        let Self { work, reply } = *self;
        // A panic would take the thread with it, and after the last one every read would wait for ever.
        let found = catch_unwind(AssertUnwindSafe(|| work(tables)));
        let _gone = reply.send(found.unwrap_or(Err(StoreError::Corrupt)));
    }

    fn fail(self: Box<Self>, error: StoreError) {
        let _gone = self.reply.send(Err(error));
    }
}
