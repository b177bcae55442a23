//! What this process has asked and not been answered. Whoever owns the home answers; if the owner changes, the next one is
//! asked again.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::{Semaphore, mpsc, oneshot};

use crate::error::ClientError;
use crate::guest::protocol::{Answer, Ask};
use crate::limits::GUEST_REQUESTS_MAX;

/// The open calls of one client.
pub(crate) struct Calls {
    state: Mutex<State>,
    places: Semaphore,
}

#[derive(Default)]
struct State {
    next: u64,
    open: BTreeMap<u64, Open>,
    line: Option<mpsc::UnboundedSender<(u64, Ask)>>,
    /// Set once nobody will answer any more: what everybody hears who asks.
    closed: Option<ClientError>,
    /// Set while the owner says nothing: the same.
    silent: Option<ClientError>,
}

struct Open {
    ask: Ask,
    reply: oneshot::Sender<Answered>,
    times_asked: u32,
}

/// An answer, and whether more than one owner was asked for it.
pub(crate) struct Answered {
    pub(crate) answer: Result<Answer, ClientError>,
    pub(crate) was_asked_again: bool,
}

impl Calls {
    pub(crate) fn new() -> Self {
        Self {
            state: Mutex::default(),
            places: Semaphore::new(GUEST_REQUESTS_MAX),
        }
    }

    /// Asks whoever owns the home, now or as soon as somebody does. Dropping the future only forgets the answer: what was
    /// asked may still be done.
    pub(crate) async fn ask(&self, ask: Ask) -> Answered {
        let nobody = |why| Answered {
            answer: Err(why),
            was_asked_again: false,
        };
        let closed = || nobody(self.lock().closed.clone().unwrap_or(ClientError::Closed));
        let Ok(_place) = self.places.acquire().await else {
            return closed();
        };
        match self.open(ask) {
            Ok(reply) => reply.await.unwrap_or_else(|_| closed()),
            Err(why) => nobody(why),
        }
    }

    fn open(&self, ask: Ask) -> Result<oneshot::Receiver<Answered>, ClientError> {
        let (reply, receiver) = oneshot::channel();
        let mut state = self.lock();
        if let Some(why) = state.closed.as_ref().or(state.silent.as_ref()) {
            return Err(why.clone());
        }
        let call = state.next;
        state.next += 1;
        let is_asked = state
            .line
            .as_ref()
            .is_some_and(|line| line.send((call, ask.clone())).is_ok());
        state.open.insert(
            call,
            Open {
                ask,
                reply,
                times_asked: is_asked.into(),
            },
        );
        Ok(receiver)
    }

    /// A new owner: everything that is open is asked of it, in order, and everything that comes.
    pub(crate) fn attach(&self) -> mpsc::UnboundedReceiver<(u64, Ask)> {
        // Bounded by the places above.
        let (line, receiver) = mpsc::unbounded_channel();
        let mut state = self.lock();
        // Nobody waits any more for a call whose receiver is gone.
        state.open.retain(|_, open| !open.reply.is_closed());
        for (call, open) in &mut state.open {
            open.times_asked += 1;
            let _ = line.send((*call, open.ask.clone()));
        }
        state.line = Some(line);
        state.silent = None;
        receiver
    }

    pub(crate) fn answer(&self, call: u64, answer: Result<Answer, ClientError>) {
        let open = self.lock().open.remove(&call);
        if let Some(Open {
            reply, times_asked, ..
        }) = open
        {
            let _ = reply.send(Answered {
                answer,
                was_asked_again: times_asked > 1,
            });
        }
    }

    /// The owner says nothing: whoever waits for it, and whoever asks until there is another one, hears why.
    pub(crate) fn fall_silent(&self, why: &ClientError) {
        let open = {
            let mut state = self.lock();
            state.silent = Some(why.clone());
            state.line = None;
            std::mem::take(&mut state.open)
        };
        for Open {
            reply, times_asked, ..
        } in open.into_values()
        {
            let _ = reply.send(Answered {
                answer: Err(why.clone()),
                was_asked_again: times_asked > 1,
            });
        }
    }

    /// Nobody will answer any more, and this is why.
    pub(crate) fn close(&self, why: ClientError) {
        let mut state = self.lock();
        state.closed = Some(why);
        state.line = None;
        state.open.clear();
        drop(state);
        self.places.close();
    }

    /// Why nobody answers, unless that was wanted.
    pub(crate) fn lost(&self) -> Option<ClientError> {
        let closed = self.lock().closed.clone();
        closed.filter(|why| *why != ClientError::Closed)
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // Nobody panics while holding it; the state would still be whole.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::status::SyncReport;

    fn answer() -> Result<Answer, ClientError> {
        Ok(Answer::Sync(SyncReport::default()))
    }

    #[tokio::test]
    async fn what_the_first_owner_leaves_open_the_second_is_asked() {
        let calls = Arc::new(Calls::new());
        let asking = {
            let calls = Arc::clone(&calls);
            tokio::spawn(async move { calls.ask(Ask::Status).await })
        };
        let mut first = calls.attach();
        let (call, _) = first.recv().await.unwrap();
        drop(first);
        let mut second = calls.attach();
        assert_eq!(second.recv().await.unwrap().0, call);
        calls.answer(call, answer());
        let answered = asking.await.unwrap();
        assert!(answered.answer.is_ok() && answered.was_asked_again);
        // An answer that comes twice is heard once.
        calls.answer(call, answer());
    }

    #[tokio::test]
    async fn closing_answers_everybody() {
        let calls = Arc::new(Calls::new());
        let asking = {
            let calls = Arc::clone(&calls);
            tokio::spawn(async move { calls.ask(Ask::Status).await })
        };
        let mut line = calls.attach();
        line.recv().await.unwrap();
        let why = ClientError::Lost {
            what: "the disk is gone".into(),
        };
        calls.close(why.clone());
        assert_eq!(asking.await.unwrap().answer.err(), Some(why.clone()));
        assert_eq!(calls.ask(Ask::Status).await.answer.err(), Some(why));
    }
}
