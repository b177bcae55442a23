//! Accounts made for a run: real keys, real manifests, real prekeys, registered as any client registers.

use std::collections::VecDeque;

use futures_util::stream::{self, StreamExt, TryStreamExt};
use pulse_crypto::keys::{
    AccountId, Capabilities, DeviceId, IdentityKey, RootKey, SigningKey, Suite,
};
use pulse_crypto::prekeys::{PrekeyId, PrekeyKind, PublicPrekey, SecretPrekey};
use pulse_crypto::secret::Secret;
use pulse_protocol::auth::AuthTranscript;
use pulse_protocol::frame::{
    Attach, Authenticate, Register, RegistrationStart, SetDeliveryToken, UploadPrekeys,
};
use pulse_protocol::manifest::{self, Device};
use pulse_protocol::proof_of_work::{self, Puzzle};
use pulse_protocol::{
    ClientBody, Day, DeliveryToken, Incarnation, Lane, RegistrationPolicy, Seq, ServerBody,
    VersionRange,
};
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;

use super::LoadOptions;
use super::dial::{Dialer, LoadError, Wire};

/// Registrations on their way at once: enough to fill the server's group commit.
const REGISTRATIONS_AT_ONCE: usize = 32;

/// Attempts before the load generator says that the server is not configured for load: a few seconds of one core.
const ATTEMPTS_MAX: u64 = 1 << 24;

/// One-time prekeys of each kind that each account leaves at the server.
const ONE_TIME_PREKEYS: u32 = 2;

/// A registered account with one device.
pub(super) struct Account {
    pub(super) id: AccountId,
    pub(super) device: DeviceId,
    pub(super) token: DeliveryToken,
    signing: SigningKey,
}

/// Makes accounts.
pub(super) struct Accounts {
    rng: ChaCha20Rng,
    invites: VecDeque<String>,
}

impl Accounts {
    pub(super) fn new(options: &LoadOptions) -> Result<Accounts, LoadError> {
        let mut seed = [0; 32];
        getrandom::fill(&mut seed).map_err(|error| LoadError::Io(std::io::Error::other(error)))?;
        let invites = match &options.invites {
            Some(path) => std::fs::read_to_string(path)?
                .lines()
                .map(str::to_owned)
                .collect(),
            None => VecDeque::new(),
        };
        Ok(Accounts {
            rng: ChaCha20Rng::from_seed(seed),
            invites,
        })
    }

    /// Randomness for one task.
    pub(super) fn fork(&mut self) -> ChaCha20Rng {
        ChaCha20Rng::from_rng(&mut self.rng)
    }

    /// Registers so many, each on a connection of its own that is closed again.
    pub(super) async fn register(
        &mut self,
        dialer: &Dialer,
        count: usize,
    ) -> Result<Vec<Account>, LoadError> {
        let seeds: Vec<_> = (0..count)
            .map(|_| (self.fork(), self.invites.pop_front()))
            .collect();
        stream::iter(seeds)
            .map(|(rng, invite)| register(dialer, rng, invite))
            .buffer_unordered(REGISTRATIONS_AT_ONCE)
            .try_collect()
            .await
    }
}

impl Account {
    /// An authenticated connection on which mail arrives, begun with an empty mailbox.
    pub(super) async fn attach(&self, dialer: &Dialer) -> Result<Wire, LoadError> {
        let mut wire = dialer.dial(Lane::Identified).await?;
        let authenticate = Authenticate {
            account: self.id,
            device: self.device,
            signature: self.prove(&wire),
        };
        match wire
            .ask("Authenticate", ClientBody::Authenticate(authenticate))
            .await?
        {
            ServerBody::Authenticated(_) => {}
            _ => return Err(LoadError::Unexpected("Authenticate")),
        }
        let attach = Attach {
            incarnation: Incarnation::new(0),
            seq: Seq::new(0),
        };
        match wire.ask("Attach", ClientBody::Attach(attach)).await? {
            ServerBody::Attached(_) => Ok(wire),
            _ => Err(LoadError::Unexpected("Attach")),
        }
    }

    fn prove(&self, wire: &Wire) -> [u8; 64] {
        let (server, transport, exporter) = wire.binding();
        AuthTranscript::new(
            VersionRange::CURRENT,
            transport,
            server,
            self.id,
            self.device,
            exporter,
        )
        .sign(&self.signing)
    }
}

async fn register(
    dialer: &Dialer,
    mut rng: ChaCha20Rng,
    invite: Option<String>,
) -> Result<Account, LoadError> {
    let root = RootKey::from_seed(Secret::random(&mut rng));
    let signing = SigningKey::random(&mut rng);
    let identity = IdentityKey::random(&mut rng);
    let device = DeviceId::random(&mut rng);
    let profile_key = Secret::random(&mut rng);
    let account = Account {
        id: AccountId::of_root_keys(Suite::ONE, &[root.public()]),
        device,
        token: DeliveryToken::from_profile_key(&profile_key, 1),
        signing,
    };
    let day = today();
    let listed = Device {
        id: device,
        signing: account.signing.public(),
        identity: identity.public(),
        capabilities: Capabilities {
            suite_max: Suite::ONE.get(),
            flags: 0,
        },
    };
    let manifest = manifest::first(&root, &[listed], day);
    let prekeys = prekeys(&account, day, &mut rng);

    let mut wire = dialer.dial(Lane::Identified).await?;
    let start = RegistrationStart {
        root_key: root.public(),
    };
    let reply = wire
        .ask("RegistrationStart", ClientBody::RegistrationStart(start))
        .await?;
    let ServerBody::RegistrationTerms(terms) = reply else {
        return Err(LoadError::Unexpected("RegistrationStart"));
    };
    let (nonce, invite) = match terms.policy {
        RegistrationPolicy::Open => (solve(&terms.challenge, terms.difficulty)?, None),
        RegistrationPolicy::Invite => (0, Some(invite.ok_or(LoadError::NoInvite)?)),
        RegistrationPolicy::Closed => (0, None),
    };
    let register = Register {
        manifest,
        challenge: terms.challenge,
        nonce,
        invite,
        prekeys: UploadPrekeys { prekeys },
        delivery_token: SetDeliveryToken {
            hash: account.token.hash(),
            counter: 1,
        },
        possession: account.prove(&wire),
    };
    match wire
        .ask("Register", ClientBody::Register(Box::new(register)))
        .await?
    {
        ServerBody::Registered(_) => {}
        _ => return Err(LoadError::Unexpected("Register")),
    }
    wire.connection.close(0u32.into(), b"");
    Ok(account)
}

/// The stock of a device, smaller than a person's.
fn prekeys(account: &Account, day: Day, rng: &mut ChaCha20Rng) -> Vec<PublicPrekey> {
    let mut kinds = vec![PrekeyKind::Signed, PrekeyKind::KemLastResort];
    for _ in 0..ONE_TIME_PREKEYS {
        kinds.extend([PrekeyKind::OneTime, PrekeyKind::KemOneTime]);
    }
    let make = |(id, kind)| {
        let id = PrekeyId::new(id);
        let (account_id, device) = (account.id, account.device);
        let made = SecretPrekey::generate(
            kind,
            id,
            day.get(),
            &account_id,
            device,
            &account.signing,
            rng,
        );
        made.1
    };
    (1..).zip(kinds).map(make).collect()
}

fn solve(challenge: &[u8], difficulty: u8) -> Result<u64, LoadError> {
    let puzzle = Puzzle::for_registration(challenge, difficulty);
    proof_of_work::search(&puzzle, 0, ATTEMPTS_MAX).ok_or(LoadError::TooMuchWork)
}

fn today() -> Day {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    Day(since.map_or(0, |since| (since.as_secs() / 86_400) as u32))
}
