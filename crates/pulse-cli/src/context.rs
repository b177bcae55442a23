//! What a verb works with: the options, the screen, and the home once it is open.

use std::cell::{Cell, OnceCell};
use std::path::PathBuf;
use std::time::Duration;

use pulse_client::{Client, Home, HomeOptions, KeychainChoice, OpenError, Role};
use tokio::sync::Notify;
use zeroize::Zeroizing;

use crate::arguments::Options;
use crate::config::{Config, Terminals};
use crate::exit::{Exit, Failure, NOT_REGISTERED_HINT};
use crate::prompt;
use crate::screen::Screen;
use crate::signals::Signal;

/// How long closing the home may take. Nothing is lost when it takes longer; the next start finishes it.
const CLOSE_TIMEOUT: Duration = Duration::from_secs(10);

/// Everything around a verb.
pub(crate) struct Context {
    pub(crate) screen: Screen,
    pub(crate) terminal: Terminals,
    home: PathBuf,
    keychain: KeychainChoice,
    client: OnceCell<Client>,
    on_signal: Cell<OnSignal>,
    ending: Notify,
}

/// Whether a verb needs the server.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reach {
    /// Connect.
    Online,
    /// What is stored is enough.
    Offline,
}

/// What SIGINT or SIGTERM means for the verb at this moment.
#[derive(Clone, Copy)]
pub(crate) enum OnSignal {
    /// It was not done.
    Unfinished,
    /// It was meant to go on until somebody ends it.
    Done,
    /// A message was stored and waits for the next time.
    Queued,
}

impl Context {
    pub(crate) fn new(options: Options, config: Config, screen: Screen) -> Result<Self, Failure> {
        let home = options.home.or(config.home).ok_or_else(|| {
            Failure::new(
                Exit::Home,
                "this system does not say where programs keep their data",
            )
            .with_hint("Choose a folder yourself: --home DIR.")
        })?;
        let keychain = match (options.passphrase_file, options.key_file) {
            (Some(file), _) => KeychainChoice::PassphraseFile(file),
            (None, Some(file)) => KeychainChoice::KeyFile(file),
            (None, None) => KeychainChoice::Os,
        };
        Ok(Self {
            screen,
            terminal: config.terminal,
            home,
            keychain,
            client: OnceCell::new(),
            on_signal: Cell::new(OnSignal::Unfinished),
            ending: Notify::new(),
        })
    }

    /// Opens the home of an account that exists.
    pub(crate) async fn open(&self, reach: Reach) -> Result<Client, Failure> {
        if !Home::exists(&self.home) {
            let what = format!("there is no account in {}", self.home.display());
            return Err(Failure::new(Exit::Home, what).with_hint(NOT_REGISTERED_HINT));
        }
        self.open_or_create(reach).await
    }

    /// Opens the home, and makes an empty one when there is none.
    pub(crate) async fn open_or_create(&self, reach: Reach) -> Result<Client, Failure> {
        let client = match self.try_open(self.keychain.clone(), reach).await {
            Err(OpenError::KeychainUnavailable { hint }) if self.can_ask() => {
                let passphrase = self.ask_passphrase(&hint).await?;
                self.try_open(KeychainChoice::Passphrase(passphrase), reach)
                    .await
            }
            result => result,
        };
        let client = client.map_err(|error| self.not_opened(error))?;
        Ok(self.client.get_or_init(|| client).clone())
    }

    /// The system's words for what it does not do name no file.
    fn not_opened(&self, error: OpenError) -> Failure {
        let is_of_files = matches!(error, OpenError::Io(_));
        let failure = Failure::from(error);
        if !is_of_files {
            return failure;
        }
        failure.with_hint(format!(
            "The home is {}. See that its files are there and yours, and that the disk is whole.",
            self.home.display()
        ))
    }

    /// Says what a signal means from now on.
    pub(crate) fn on_signal(&self, meaning: OnSignal) {
        self.on_signal.set(meaning);
    }

    /// Waits until the verb is asked to finish what it has begun and to end.
    pub(crate) async fn ending(&self) {
        self.ending.notified().await;
    }

    /// Ends the verb after a signal: one that was meant to go on is asked to end by itself, any other is dropped.
    pub(crate) async fn end(
        &self,
        signal: Signal,
        verb: impl Future<Output = Result<(), Failure>>,
    ) -> Result<(), Failure> {
        if !matches!(self.on_signal.get(), OnSignal::Done) {
            return self.interrupted(signal);
        }
        self.ending.notify_one();
        tokio::time::timeout(CLOSE_TIMEOUT, verb)
            .await
            .unwrap_or(Ok(()))
    }

    /// How the verb ends when a signal came.
    fn interrupted(&self, signal: Signal) -> Result<(), Failure> {
        match self.on_signal.get() {
            OnSignal::Done => Ok(()),
            OnSignal::Unfinished => Err(Failure::new(
                Exit::Signal(signal.number),
                format!("ended by {}", signal.name),
            )),
            OnSignal::Queued => Err(
                Failure::new(Exit::Queued, "ended before the server answered")
                    .with_hint("The message is stored and goes out the next time you are online."),
            ),
        }
    }

    /// Closes the home, when it was opened.
    pub(crate) async fn close(&self) -> Result<(), Failure> {
        let Some(client) = self.client.get() else {
            return Ok(());
        };
        match tokio::time::timeout(CLOSE_TIMEOUT, client.clone().shutdown()).await {
            Ok(closed) => Ok(closed?),
            Err(_elapsed) => Ok(()),
        }
    }

    async fn try_open(&self, keychain: KeychainChoice, reach: Reach) -> Result<Client, OpenError> {
        Home::open(HomeOptions {
            dir: self.home.clone(),
            keychain,
            role: Role::OwnerOrGuest,
            connect: reach == Reach::Online,
        })
        .await
    }

    fn can_ask(&self) -> bool {
        matches!(self.keychain, KeychainChoice::Os) && self.terminal.input && self.terminal.error
    }

    async fn ask_passphrase(&self, hint: &str) -> Result<Zeroizing<String>, Failure> {
        if Home::exists(&self.home) {
            return prompt::passphrase("Passphrase of this home: ").await;
        }
        self.screen.note(&format!(
            "No keychain: {hint}.\nA passphrase can protect this home instead."
        ));
        prompt::new_passphrase().await
    }
}
