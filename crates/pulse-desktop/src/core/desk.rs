//! The loop of the client's thread: takes requests, events and what is done, one at a time.

use pulse_client::{
    AccountId, ClientError, Command, ConversationId, OpenError, ServerLink, Status, StoreError,
};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::time::{Instant, sleep_until, timeout_at};

use super::opening::{self, OpenHome, Way};
use super::searches::Searches;
use super::session::{self, Session};
use super::told::Told;
use super::{CoreOptions, wishes};
use crate::limits::CLOSE_TIMEOUT;
use crate::{Known, OpenTrouble, Protection, Request, Update, Wish};

pub(super) struct Desk {
    options: CoreOptions,
    requests: UnboundedReceiver<Request>,
    told: Told,
    session: Option<Session>,
    /// The home that is being opened, and what for.
    opening: Option<Opening>,
    /// What is to be made once an opening that was given up has ended.
    waiting: Option<(Protection, NewAccount)>,
    /// With what the last home was made that was given up: its account may be made once more.
    made_with: Option<Protection>,
    /// The number of the registration that is going on.
    registering: Option<u64>,
    /// How many registrations were begun: what one brings that was given up is not taken for the next one's.
    registrations: u64,
    searches: Searches,
    /// Tasks that have brought nothing back yet.
    running: usize,
    /// What tasks bring back.
    done: UnboundedSender<Done>,
    finished: UnboundedReceiver<Done>,
}

/// What a task brought about.
pub(super) enum Done {
    Nothing,
    Tell(Update),
    AccountChanged,
    PhraseConfirmed,
    /// Something that is shown no more is still there.
    NotDeleted(ClientError),
    Opened(Result<OpenHome, OpenError>),
    Registered(u64, Result<AccountId, ClientError>),
    Connection(Box<Status>),
    /// Not counted among what runs: nobody waits for it at the end.
    ServerTried(Update),
}

impl Done {
    fn connection(status: Result<Status, ClientError>) -> Self {
        match status {
            Ok(status) => Self::Connection(Box::new(status)),
            // The client is closing.
            Err(_) => Self::Nothing,
        }
    }
}

struct Opening {
    protection: Protection,
    /// The account to be made once it is open.
    account: Option<NewAccount>,
    is_cancelled: bool,
}

struct NewAccount {
    server: ServerLink,
    name: String,
    invite: Option<String>,
}

/// What woke the desk.
enum Woken {
    Asked(Option<Request>),
    Done(Option<Done>),
    Heard { is_open: bool },
    Due,
    Drafts,
}

impl Desk {
    pub(super) fn new(
        options: CoreOptions,
        requests: UnboundedReceiver<Request>,
        told: Told,
    ) -> Self {
        let (done, finished) = unbounded_channel();
        Self {
            options,
            requests,
            told,
            session: None,
            opening: None,
            waiting: None,
            made_with: None,
            registering: None,
            registrations: 0,
            searches: Searches::default(),
            running: 0,
            done,
            finished,
        }
    }

    /// Works until it is asked to shut down, or nobody can ask any more.
    pub(super) async fn work(mut self) {
        loop {
            match self.wait().await {
                Woken::Asked(Some(Request::Shutdown) | None) => break,
                Woken::Asked(Some(request)) => self.take(request).await,
                Woken::Done(Some(done)) => self.finish(done).await,
                Woken::Done(None) | Woken::Heard { is_open: true } => {}
                Woken::Heard { is_open: false } => self.lost(),
                Woken::Due => self.tell(),
                Woken::Drafts => self.save_drafts(),
            }
            self.told.wake();
        }
        self.close().await;
        self.told.tell(Update::Closed);
        self.told.wake();
    }

    async fn wait(&mut self) -> Woken {
        let (due, drafts) = match &mut self.session {
            Some(session) => (session.due(&self.told), session.drafts.due()),
            None => (None, None),
        };
        let session = &mut self.session;
        let heard = async {
            match session {
                Some(session) => session.listen().await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            request = self.requests.recv() => Woken::Asked(request),
            done = self.finished.recv() => Woken::Done(done),
            () = at(due) => Woken::Due,
            () = at(drafts) => Woken::Drafts,
            is_open = heard => Woken::Heard { is_open },
        }
    }

    /// The client ended by itself: another process took the home over and ended, and no way back was found.
    fn lost(&mut self) {
        let session = self.session.take();
        let why = session.and_then(|session| session.client.lost());
        self.told.tell(Update::OpenFailed(match why {
            None => OpenTrouble::Lost,
            Some(why) => OpenTrouble::Io {
                what: why.to_string(),
            },
        }));
    }

    fn tell(&mut self) {
        let Some(session) = &mut self.session else {
            return;
        };
        session.tell(&mut self.told);
        if session.take_question() {
            let client = session.client.clone();
            self.spawn(async move { Done::connection(client.status().await) });
        }
    }

    fn spawn(&mut self, work: impl Future<Output = Done> + Send + 'static) {
        let done = self.done.clone();
        self.running += 1;
        tokio::spawn(async move {
            // Nobody listens any more when the desk is closed.
            let _ = done.send(work.await);
        });
    }

    async fn take(&mut self, request: Request) {
        match request {
            Request::Open(protection) => self.open(protection),
            Request::Create {
                protection,
                server,
                name,
                invite,
            } => {
                let account = NewAccount {
                    server,
                    name,
                    invite,
                };
                self.create(protection, account).await;
            }
            Request::TryServer(server) => self.try_server(server),
            Request::CancelCreate => self.cancel().await,
            Request::SetAppLock { present, new } => {
                let home = self.options.home.clone();
                self.spawn(wishes::set_app_lock(home, present, new));
            }
            Request::CheckAppLock(passphrase) => {
                let home = self.options.home.clone();
                self.spawn(wishes::check_app_lock(home, passphrase.0));
            }
            request => self.take_inside(request),
        }
    }

    /// Requests that need an open home.
    fn take_inside(&mut self, request: Request) {
        let Some(session) = &mut self.session else {
            return self.refuse(request);
        };
        let client = session.client.clone();
        match request {
            Request::OpenConversation(conversation) => {
                let result = session.open(conversation, &mut self.told);
                self.unless_read(result);
            }
            Request::Rows {
                conversation,
                first,
                limit,
            } => {
                let result = session.rows(conversation, first, limit, &mut self.told);
                self.unless_read(result);
            }
            Request::Locate {
                conversation,
                message,
            } => {
                let result = session.locate(conversation, message, &mut self.told);
                self.unless_read(result);
            }
            Request::Search {
                kind,
                number,
                search,
            } => {
                let (view, hidden) = (session.view.clone(), session.unshown());
                let running = self.searches.begin(kind, number, search);
                self.spawn(running.run(view, hidden));
            }
            Request::EndSearch(kind) => self.searches.end(kind),
            Request::Send { conversation, text } => {
                self.spawn(wishes::send(client, conversation, text));
            }
            Request::SetDraft { conversation, text } => {
                let now = Instant::now();
                if let Some((conversation, text)) = session.drafts.change(now, conversation, text) {
                    let command = Command::SetDraft { conversation, text };
                    self.spawn(wishes::perform(client, command));
                }
            }
            Request::Reconnect => {
                self.spawn(async move { Done::connection(client.reconnect().await) });
            }
            Request::Storage => {
                self.spawn(wishes::storage(client));
            }
            request => {
                let kept = match deleted(&request) {
                    Some((conversation, known)) => session.keeps(conversation, known),
                    None => Ok(false),
                };
                if kept.is_err() {
                    session.tell_all();
                }
                match (kept, wishes::command(request)) {
                    (Ok(false), Some(command)) => self.spawn(wishes::perform(client, command)),
                    (kept, _) => self.unless_read(kept.map(|_| ())),
                }
            }
        }
    }

    /// The home was lost, and the window has not heard of it yet: nothing that was wished may go with it without a word.
    fn refuse(&mut self, request: Request) {
        if let Some(update) = wishes::refused(request) {
            self.told.tell(update);
        }
    }

    fn unless_read(&mut self, result: Result<(), StoreError>) {
        if let Err(error) = result {
            self.told.tell(Update::Failed {
                wish: Wish::Other,
                error: ClientError::Store(error),
            });
        }
    }

    fn save_drafts(&mut self) {
        let Some(session) = &mut self.session else {
            return;
        };
        let client = session.client.clone();
        for (conversation, text) in session.drafts.take_due(Instant::now()) {
            let command = Command::SetDraft { conversation, text };
            self.spawn(wishes::perform(client.clone(), command));
        }
    }

    async fn finish(&mut self, done: Done) {
        if let Done::ServerTried(update) = done {
            return self.told.tell(update);
        }
        self.running = self.running.saturating_sub(1);
        match done {
            Done::ServerTried(_) => {}
            Done::Nothing => {}
            Done::Tell(update) => self.told.tell(update),
            Done::AccountChanged => self.account_changed(),
            Done::PhraseConfirmed => {
                self.told.tell(Update::PhraseConfirmed);
                self.account_changed();
            }
            Done::NotDeleted(error) => {
                let wish = Wish::Other;
                self.told.tell(Update::Failed { wish, error });
                if let Some(session) = &mut self.session {
                    session.tell_all();
                }
            }
            Done::Opened(result) => self.opened(result).await,
            Done::Registered(number, result) => self.registered(number, result).await,
            Done::Connection(status) => {
                if let Some(session) = &mut self.session {
                    session.connection(&status, &mut self.told);
                }
            }
        }
    }

    fn account_changed(&mut self) {
        if let Some(session) = &mut self.session {
            session.account_changed();
        }
    }

    fn open(&mut self, protection: Protection) {
        if self.session.is_some() || self.opening.is_some() {
            return;
        }
        match opening::way_into(&self.options.home, &protection) {
            Way::Tell(update) => {
                let is_new = matches!(update, Update::NoHome);
                self.told.tell(update);
                if is_new {
                    self.look_for_keychain();
                }
            }
            Way::Open(keychain) => {
                let protection = match protection {
                    Protection::AsMade => Protection::Keychain,
                    protection => protection,
                };
                self.begin_opening(protection, keychain, None);
            }
        }
    }

    /// Whoever makes an account should not be offered a keychain that is not there.
    fn look_for_keychain(&mut self) {
        self.spawn(async {
            let is_available =
                tokio::task::spawn_blocking(pulse_client::keychain::Os::is_available);
            match is_available.await {
                Ok(false) => Done::Tell(Update::NoKeychain),
                _ => Done::Nothing,
            }
        });
    }

    /// A link that leads nowhere is better known before a name and a passphrase were chosen.
    fn try_server(&self, server: ServerLink) {
        if self.options.connect {
            let done = self.done.clone();
            tokio::spawn(async move {
                let tried = wishes::try_server(server).await;
                let _ = done.send(Done::ServerTried(tried));
            });
        }
    }

    fn begin_opening(
        &mut self,
        protection: Protection,
        keychain: pulse_client::KeychainChoice,
        account: Option<NewAccount>,
    ) {
        self.opening = Some(Opening {
            protection,
            account,
            is_cancelled: false,
        });
        let options = self.options.clone();
        self.spawn(async move { Done::Opened(opening::open(options, keychain).await) });
    }

    async fn opened(&mut self, result: Result<OpenHome, OpenError>) {
        let Some(opening) = self.opening.take() else {
            return;
        };
        if opening.is_cancelled {
            if let Ok((client, _)) = result {
                opening::give_up(&self.options.home, client).await;
            }
            if let Some((protection, account)) = self.waiting.take() {
                self.create(protection, account).await;
            }
            return;
        }
        let home = match result {
            Ok(home) => home,
            Err(error) => {
                let update = opening::trouble(error, &opening.protection);
                return self.told.tell(update);
            }
        };
        let mut session = Session::new(home, opening.protection);
        match (session.opened(&self.options), opening.account) {
            (Ok(update), None) => {
                self.told.tell(update);
                self.session = Some(session);
                // The list is what somebody waits for.
                self.tell();
            }
            (Ok(_), Some(account)) => {
                self.session = Some(session);
                self.register(account);
            }
            (Err(error), _) => {
                session::close(session.client).await;
                let update = opening::trouble(error.into(), &session.protection);
                self.told.tell(update);
            }
        }
    }

    /// Makes an account, in the home that is open when it is protected as wished, or else in a new one.
    async fn create(&mut self, protection: Protection, account: NewAccount) {
        if self
            .opening
            .as_ref()
            .is_some_and(|opening| opening.is_cancelled)
        {
            self.waiting = Some((protection, account));
            return;
        }
        if self.opening.is_some() || self.registering.is_some() {
            return;
        }
        let protection = match (protection, &self.session, self.made_with.take()) {
            (Protection::AsMade, Some(session), _) => session.protection.clone(),
            (Protection::AsMade, None, made_with) => made_with.unwrap_or(Protection::Keychain),
            (protection, ..) => protection,
        };
        if let Some(session) = self.session.take() {
            if session.protection == protection
                || session.registered().is_ok_and(|own| own.is_some())
            {
                self.session = Some(session);
                return self.register(account);
            }
            opening::give_up(&self.options.home, session.client).await;
        }
        let keychain = opening::keychain(&protection);
        self.begin_opening(protection, keychain, Some(account));
    }

    fn register(&mut self, account: NewAccount) {
        let Some(session) = &self.session else {
            return;
        };
        let client = session.client.clone();
        self.registrations += 1;
        let number = self.registrations;
        self.registering = Some(number);
        self.spawn(async move {
            let NewAccount {
                server,
                name,
                invite,
            } = account;
            let result = client.register(server, &name, invite.as_deref()).await;
            Done::Registered(number, result)
        });
    }

    async fn registered(&mut self, number: u64, result: Result<AccountId, ClientError>) {
        if self.registering != Some(number) {
            // It was given up in the meantime.
            return;
        }
        self.registering = None;
        match result {
            Ok(_) => self.account_changed(),
            Err(error) => {
                self.forget_home().await;
                let wish = Wish::Create;
                self.told.tell(Update::Failed { wish, error });
            }
        }
    }

    async fn cancel(&mut self) {
        self.waiting = None;
        if let Some(opening) = &mut self.opening {
            opening.is_cancelled = opening.account.is_some();
        }
        if self.registering.take().is_some() {
            // Its task ends with the client, which closes now.
            self.forget_home().await;
        }
    }

    /// Ends a registration for good: the engine would go on trying for as long as the home is open.
    async fn forget_home(&mut self) {
        let Some(session) = self.session.take() else {
            return;
        };
        let protection = session.protection;
        self.made_with = Some(protection.clone());
        if !opening::give_up(&self.options.home, session.client).await {
            // It was confirmed in the last moment.
            self.open(protection);
        }
    }

    /// Keeps what was written and closes the home.
    async fn close(&mut self) {
        self.cancel().await;
        self.save_drafts();
        // What was asked last is stored before the client closes: a text that was just sent, a draft.
        let end = Instant::now() + CLOSE_TIMEOUT / 2;
        while self.running > 0 {
            match timeout_at(end, self.finished.recv()).await {
                Ok(Some(Done::Opened(Ok((client, _))))) => session::close(client).await,
                Ok(Some(Done::ServerTried(_))) => continue,
                Ok(Some(_)) => {}
                Ok(None) | Err(_) => break,
            }
            self.running -= 1;
        }
        if let Some(session) = self.session.take() {
            session::close(session.client).await;
        }
    }
}

/// The conversation that a request takes away, and how far it was known.
fn deleted(request: &Request) -> Option<(ConversationId, Known)> {
    match *request {
        Request::DeleteConversation {
            conversation,
            known,
        } => Some((conversation, known)),
        Request::RemoveContact { account, known } => Some((ConversationId::direct(account), known)),
        _ => None,
    }
}

async fn at(time: Option<Instant>) {
    match time {
        Some(time) => sleep_until(time).await,
        None => std::future::pending().await,
    }
}
