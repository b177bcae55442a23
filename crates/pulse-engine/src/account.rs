//! The own account: its keys, its name, its phrase.

use std::sync::Arc;

use pulse_crypto::keys::{AccountId, DeviceId, IdentityKey, RootKey, SigningKey, Suite};
use pulse_crypto::phrase::{PhraseError, RecoveryPhrase};
use pulse_crypto::secret::Secret;
use pulse_protocol::delivery_token::DeliveryToken;
use pulse_protocol::link::{ContactLink, ServerLink};
use rand_core::CryptoRng;
use serde::{Deserialize, Serialize};
use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::content::valid_name;
use crate::engine::CommandResult;
use crate::limits::NAME_BYTES_MAX;
use crate::turn::{self, Record, Turn};
use crate::{
    AccountSummary, CommandError, CommandOutput, ContactState, EngineError, Room, SecretText,
    StoreTx, contacts, inbox, outbox, tokens,
};

const KEY: &[u8] = b"self";

/// The account as it is stored.
#[derive(Serialize, Deserialize, Zeroize, ZeroizeOnDrop)]
pub(crate) struct AccountRecord {
    #[zeroize(skip)]
    pub(crate) account: AccountId,
    #[zeroize(skip)]
    pub(crate) device: DeviceId,
    #[zeroize(skip)]
    pub(crate) server: ServerLink,
    pub(crate) name: String,
    pub(crate) invite: Option<String>,
    #[zeroize(skip)]
    pub(crate) phase: Phase,
    /// What the phrase spells, and the root key is made of. Gone once the phrase is confirmed.
    entropy: Option<[u8; 32]>,
    signing_seed: [u8; 32],
    identity_secret: [u8; 32],
    pub(crate) profile_key: [u8; 32],
    /// Counts up with every new delivery token.
    pub(crate) token_counter: u32,
    /// Counts up with every change that contacts should hear of.
    pub(crate) profile_version: u32,
}

/// Where the registration stands.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Phase {
    /// Tried again at every connect.
    Registering,
    /// The server said no; the next `Register` tries again with the same keys.
    Refused,
    /// For good: that a server does not know the account is its word alone, and ends with the connection.
    Registered,
}

impl Record for AccountRecord {
    const NAME: &'static str = "account";
}

/// The account with its keys ready for use.
pub(crate) struct Own {
    pub(crate) account: AccountId,
    pub(crate) device: DeviceId,
    pub(crate) server: ServerLink,
    pub(crate) name: String,
    pub(crate) phase: Phase,
    pub(crate) signing: SigningKey,
    pub(crate) identity: IdentityKey,
    pub(crate) profile_key: Secret<32>,
    pub(crate) token_counter: u32,
    pub(crate) profile_version: u32,
}

impl AccountRecord {
    /// A fresh account for a server. Nothing leaves before this is stored, so a crash never orphans an account.
    pub(crate) fn create(
        server: ServerLink,
        name: String,
        invite: Option<String>,
        rng: &mut dyn CryptoRng,
    ) -> AccountRecord {
        let entropy = Secret::random(rng);
        let root = RecoveryPhrase::from_entropy(entropy.clone()).root_key();
        AccountRecord {
            account: AccountId::of_root_keys(Suite::ONE, &[root.public()]),
            device: DeviceId::random(rng),
            server,
            name,
            invite,
            phase: Phase::Registering,
            entropy: Some(*entropy.as_bytes()),
            signing_seed: *Secret::random(rng).as_bytes(),
            identity_secret: *Secret::random(rng).as_bytes(),
            profile_key: *Secret::random(rng).as_bytes(),
            token_counter: 1,
            profile_version: 1,
        }
    }

    pub(crate) fn open(&self) -> Own {
        Own {
            account: self.account,
            device: self.device,
            server: self.server.clone(),
            name: self.name.clone(),
            phase: self.phase,
            signing: SigningKey::from_seed(Secret::from_bytes(self.signing_seed)),
            identity: IdentityKey::from_bytes(Secret::from_bytes(self.identity_secret)),
            profile_key: Secret::from_bytes(self.profile_key),
            token_counter: self.token_counter,
            profile_version: self.profile_version,
        }
    }

    /// The root key, while the phrase is not confirmed.
    pub(crate) fn root_key(&self) -> Option<RootKey> {
        self.phrase().map(|phrase| phrase.root_key())
    }

    fn phrase(&self) -> Option<RecoveryPhrase> {
        self.entropy
            .map(|entropy| RecoveryPhrase::from_entropy(Secret::from_bytes(entropy)))
    }
}

impl Own {
    pub(crate) fn is_registered(&self) -> bool {
        self.phase == Phase::Registered
    }

    /// What strangers lack and contacts show to our server.
    pub(crate) fn delivery_token(&self) -> DeliveryToken {
        DeliveryToken::from_profile_key(&self.profile_key, self.token_counter)
    }
}

pub(crate) fn load(tx: &mut dyn StoreTx) -> Result<Option<AccountRecord>, EngineError> {
    let Some(mut record) = turn::load::<AccountRecord>(tx, Room::Account, KEY)? else {
        return Ok(None);
    };
    // Versions of before went back in the phase when a server said that it does not know the account.
    if record.phase != Phase::Registered && inbox::has_mailbox(tx)? {
        record.phase = Phase::Registered;
    }
    Ok(Some(record))
}

/// Writes the account and forgets the keys made from the older record.
pub(crate) fn save(turn: &mut Turn<'_>, record: &AccountRecord) -> Result<(), EngineError> {
    turn.live.own = Some(Arc::new(record.open()));
    turn.save(Room::Account, KEY, record)
}

/// The account as people see it.
pub(crate) fn summary(tx: &mut dyn StoreTx) -> Result<Option<AccountSummary>, EngineError> {
    Ok(load(tx)?.map(|record| AccountSummary {
        account: record.account,
        device: record.device,
        name: record.name.clone(),
        server: record.server.clone(),
        contact_link: ContactLink {
            server: record.server.clone(),
            account: record.account,
        },
        registered: record.phase == Phase::Registered,
        phrase_confirmed: record.entropy.is_none(),
    }))
}

/// A name as it may be shown.
pub(crate) fn checked_name(name: &str) -> Result<String, CommandError> {
    let name = name.trim();
    match valid_name(name) {
        true => Ok(name.to_owned()),
        false => Err(CommandError::NameInvalid {
            max: NAME_BYTES_MAX as u32,
        }),
    }
}

/// `SetName`: contacts hear of it with the next content that leaves.
pub(crate) fn set_name(turn: &mut Turn<'_>, name: &str) -> Result<CommandResult, EngineError> {
    let Some(mut record) = load(turn.tx)? else {
        return Ok(Err(CommandError::NotRegistered));
    };
    match checked_name(name) {
        Err(error) => return Ok(Err(error)),
        Ok(name) if name == record.name => return Ok(Ok(CommandOutput::None)),
        Ok(name) => record.name = name,
    }
    record.profile_version += 1;
    save(turn, &record)?;
    tell_contacts(turn)?;
    Ok(Ok(CommandOutput::None))
}

/// Sends the changed profile to everybody who knows the old one.
pub(crate) fn tell_contacts(turn: &mut Turn<'_>) -> Result<(), EngineError> {
    for contact in contacts::all(turn)? {
        if contact.state == ContactState::Accepted {
            tokens::offer_profile(turn, contact.account)?;
            outbox::pump(turn, contact.account)?;
        }
    }
    Ok(())
}

/// `RevealPhrase`: the 24 words, while they are still here.
pub(crate) fn reveal_phrase(turn: &mut Turn<'_>) -> Result<CommandResult, EngineError> {
    Ok(match load(turn.tx)? {
        None => Err(CommandError::NotRegistered),
        Some(record) => match record.phrase() {
            None => Err(CommandError::PhraseGone),
            Some(phrase) => Ok(CommandOutput::Phrase(SecretText::from(phrase.words()))),
        },
    })
}

/// `ConfirmPhrase`: the right words erase the root key from this device.
pub(crate) fn confirm_phrase(
    turn: &mut Turn<'_>,
    words: &SecretText,
) -> Result<CommandResult, EngineError> {
    let Some(mut record) = load(turn.tx)? else {
        return Ok(Err(CommandError::NotRegistered));
    };
    // The root key signs the first manifest; until the server has it, a new attempt may need the key.
    if record.phase != Phase::Registered {
        return Ok(Err(CommandError::NotRegistered));
    }
    let Some(phrase) = record.phrase() else {
        return Ok(Err(CommandError::PhraseGone));
    };
    if let Err(error) = compare_words(&phrase, words) {
        return Ok(Err(error));
    }
    record.entropy.zeroize();
    record.entropy = None;
    save(turn, &record)?;
    Ok(Ok(CommandOutput::None))
}

fn compare_words(phrase: &RecoveryPhrase, given: &SecretText) -> Result<(), CommandError> {
    let wrong = |position| Err(CommandError::WrongPhrase { position });
    match RecoveryPhrase::parse(given.reveal()) {
        Err(PhraseError::UnknownWord { position }) => {
            return wrong(u8::try_from(position).ok());
        }
        Err(_) => return wrong(first_difference(&phrase.words(), given.reveal())),
        Ok(_) => {}
    }
    match first_difference(&phrase.words(), given.reveal()) {
        None => Ok(()),
        position => wrong(position),
    }
}

/// The first word, counted from 1, in which two phrases of the same length differ.
fn first_difference(right: &str, given: &str) -> Option<u8> {
    let given = given.to_lowercase();
    let given: Vec<&str> = given.split_whitespace().collect();
    let right: Vec<&str> = right.split_whitespace().collect();
    if right.len() != given.len() {
        return None;
    }
    let index = right
        .iter()
        .zip(&given)
        .position(|(right, given)| right != given)?;
    u8::try_from(index + 1).ok()
}
