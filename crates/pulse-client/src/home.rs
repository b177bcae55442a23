//! A home: the directory of one account's files, with one owner at a time.

mod lock;
mod paths;
mod protection;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use tokio::time::sleep;

use crate::client::Client;
use crate::driver::Panics;
use crate::error::OpenError;
use crate::events::Hub;
use crate::guest::{Door, Guest, Knocked};
use crate::keychain::{KeychainChoice, StoreKey};
use crate::limits::{OWNER_LOOK_EVERY, OWNER_WAIT_MAX};
use crate::owner::{Owner, OwnerParts};
use crate::random::system_rng;
use crate::store::Store;
use crate::transport::Transport;
use crate::transport::quic::QuicTransport;
use crate::view::View;

pub(crate) use lock::HomeLock;
pub(crate) use paths::HomePaths;
pub use protection::Protection;

/// How to open a home.
#[derive(Clone, Debug)]
pub struct HomeOptions {
    /// The home's directory; it is made when there is none.
    pub dir: PathBuf,
    /// Where the key of its store is kept.
    pub keychain: KeychainChoice,
    /// What this process is willing to be.
    pub role: Role,
    /// Whether to connect to the server. Without it the client only reads and queues, unless a guest wants more.
    pub connect: bool,
}

/// What a process is willing to be in a home.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Role {
    /// The owner if there is none, else a guest of it, which becomes the owner when that one ends.
    #[default]
    OwnerOrGuest,
    /// The owner or nothing: [`OpenError::Locked`] when another process owns the home.
    Owner,
}

/// Opens homes.
pub struct Home;

impl Home {
    /// Opens the home, or makes one, as its owner or as the guest of another process. The connections to the server are on
    /// their way when this returns.
    pub async fn open(options: HomeOptions) -> Result<Client, OpenError> {
        Self::open_with(options, Arc::new(QuicTransport::new())).await
    }

    /// As [`Self::open`], over another transport: for tests, and for hosts that bring their own.
    pub async fn open_with(
        options: HomeOptions,
        transport: Arc<dyn Transport>,
    ) -> Result<Client, OpenError> {
        let hub = Hub::new();
        let entrance = Entrance {
            paths: HomePaths::new(&options.dir),
            key: KeySource::Keychain(options.keychain),
            role: options.role,
            online: options.connect,
            transport,
            hub,
        };
        let paths = entrance.paths.clone();
        blocking(move || paths.prepare().map_err(OpenError::from)).await?;
        let (inside, key, view) = entrance.enter().await?;
        Ok(Client::start(entrance.with_key(key), inside, view))
    }

    /// Where a front end of this home may listen for a second start of itself, under a short `name` of its own: beside the
    /// owner's socket, where only this user comes. Makes the directory when there is none.
    pub fn socket(dir: &Path, name: &str) -> std::io::Result<PathBuf> {
        let paths = HomePaths::new(dir);
        paths.prepare()?;
        paths.socket_named(name)
    }

    /// Where the key of the home in `dir` is kept, as far as that can be seen without opening it; `None` without a home.
    pub fn protection(dir: &Path) -> Option<Protection> {
        Self::exists(dir).then(|| Protection::of(dir))
    }

    /// Removes the files of the home in `dir`: for one whose account was never made. What the system's keychain holds of it
    /// stays and opens nothing. The caller has closed it.
    ///
    /// # Errors
    /// When another process has it open, or the file system does not let us. What was removed is gone.
    pub fn remove(dir: &Path) -> std::io::Result<()> {
        let paths = HomePaths::new(dir);
        let Some(_lock) = HomeLock::try_take(&paths.lock())? else {
            return Err(std::io::ErrorKind::ResourceBusy.into());
        };
        paths.remove()
    }

    /// Whether there is a home in `dir`.
    pub fn exists(dir: &Path) -> bool {
        Store::exists(&HomePaths::new(dir).store())
    }
}

/// The way into a home, at the start and again whenever the owner ends.
pub(crate) struct Entrance {
    paths: HomePaths,
    key: KeySource,
    role: Role,
    online: bool,
    transport: Arc<dyn Transport>,
    pub(crate) hub: Hub,
}

/// Where the store's key comes from.
#[derive(Clone)]
enum KeySource {
    Keychain(KeychainChoice),
    /// It was loaded before.
    Known(StoreKey),
}

/// What this process became.
pub(crate) enum Inside {
    Owner(Owner),
    Guest(Guest),
}

impl Entrance {
    fn with_key(self, key: StoreKey) -> Self {
        Self {
            key: KeySource::Known(key),
            ..self
        }
    }

    /// Becomes the owner, or else the guest of whoever is. Waits while an owner is starting or ending.
    pub(crate) async fn enter(&self) -> Result<(Inside, StoreKey, View), OpenError> {
        let deadline = Instant::now() + OWNER_WAIT_MAX;
        loop {
            let paths = self.paths.clone();
            let lock = blocking(move || Ok(HomeLock::try_take(&paths.lock())?)).await?;
            if let Some(lock) = lock {
                let (owner, key, view) = self.own(lock).await?;
                return Ok((Inside::Owner(owner), key, view));
            }
            if self.role == Role::Owner {
                return Err(OpenError::Locked {
                    what: "it has another owner".into(),
                });
            }
            match Guest::knock(&self.paths, self.online).await? {
                Knocked::Welcome(guest) => {
                    let (key, view) = self.read().await?;
                    return Ok((Inside::Guest(guest), key, view));
                }
                Knocked::OtherVersion(version) => {
                    let what = format!("it is a Pulse of another version, {version}");
                    return Err(OpenError::Locked { what });
                }
                Knocked::Silent => return Err(OpenError::silent_owner()),
                Knocked::Nobody if Instant::now() >= deadline => {
                    let what = format!("it holds {}", self.paths.lock().display());
                    return Err(OpenError::Locked { what });
                }
                Knocked::Nobody => sleep(OWNER_LOOK_EVERY).await,
            }
        }
    }

    async fn own(&self, lock: HomeLock) -> Result<(Owner, StoreKey, View), OpenError> {
        // Guests may knock from here on; they wait until the store is open.
        let door = Door::open(&self.paths)?;
        let (paths, source) = (self.paths.clone(), self.key.clone());
        let (store, key, view) = blocking(move || {
            let key = source.key(&paths, !Store::exists(&paths.store()))?;
            let store = Store::open(&paths.store(), &key)?;
            let view = View::open(&paths.store(), &key)?;
            Ok((store, key, view))
        })
        .await?;
        let owner = Owner::start(OwnerParts {
            lock,
            door,
            store,
            view: view.clone(),
            hub: self.hub.clone(),
            transport: Arc::clone(&self.transport),
            online: self.online,
            panics: Panics::new(self.paths.panics()),
        })?;
        Ok((owner, key, view))
    }

    async fn read(&self) -> Result<(StoreKey, View), OpenError> {
        let (paths, source) = (self.paths.clone(), self.key.clone());
        blocking(move || {
            let key = source.key(&paths, false)?;
            let view = View::open(&paths.store(), &key)?;
            Ok((key, view))
        })
        .await
    }
}

impl KeySource {
    /// The key of the home; made if there is none and the home is new.
    fn key(&self, paths: &HomePaths, is_new: bool) -> Result<StoreKey, OpenError> {
        let choice = match self {
            Self::Known(key) => return Ok(key.clone()),
            Self::Keychain(choice) => choice,
        };
        let keychain = choice.keychain(paths.dir())?;
        match keychain.load()? {
            Some(key) => Ok(key),
            None if is_new => Ok(keychain.create(&mut system_rng())?),
            None => {
                let hint = "the key of this home is not kept where it was looked for; open it with the passphrase, \
                            key file or keychain that it was made with";
                Err(OpenError::KeychainUnavailable { hint: hint.into() })
            }
        }
    }
}

/// Work with files, away from the threads that serve everybody.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, OpenError> + Send + 'static,
) -> Result<T, OpenError> {
    match tokio::task::spawn_blocking(work).await {
        Ok(result) => result,
        Err(error) => Err(OpenError::Io(std::io::Error::other(error))),
    }
}
