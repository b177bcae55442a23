//! Homes: opened with what they were made with, made for a new account, and taken away again when there will be none.

use std::path::Path;

use pulse_client::{
    Client, EventStream, Home, HomeOptions, KeychainChoice, OpenError, Protection as MadeWith, Role,
};

use super::CoreOptions;
use crate::{OpenTrouble, Protection, Update};

/// What to do with a wish to open a home.
pub(super) enum Way {
    /// Open it with this.
    Open(KeychainChoice),
    /// The window must know this first.
    Tell(Update),
}

/// How the home is opened that is there already.
pub(super) fn way_into(home: &Path, protection: &Protection) -> Way {
    let Some(made_with) = Home::protection(home) else {
        return Way::Tell(Update::NoHome);
    };
    match (protection, made_with) {
        (Protection::AsMade, MadeWith::Passphrase) => {
            Way::Tell(Update::NeedsPassphrase { wrong: false })
        }
        (Protection::AsMade, MadeWith::Elsewhere) => {
            Way::Tell(Update::OpenFailed(OpenTrouble::KeyElsewhere))
        }
        (protection, _) => Way::Open(keychain(protection)),
    }
}

/// The keychain of a protection; a new home is made with the system's unless something else was chosen.
pub(super) fn keychain(protection: &Protection) -> KeychainChoice {
    match protection {
        Protection::AsMade | Protection::Keychain => KeychainChoice::Os,
        Protection::Passphrase(hidden) => KeychainChoice::Passphrase(hidden.0.clone()),
        Protection::KeyFile(path) => KeychainChoice::KeyFile(path.clone()),
        Protection::PassphraseFile(path) => KeychainChoice::PassphraseFile(path.clone()),
    }
}

/// An open home, and what changes in it from its first moment on.
pub(super) type OpenHome = (Client, EventStream);

pub(super) async fn open(
    options: CoreOptions,
    keychain: KeychainChoice,
) -> Result<OpenHome, OpenError> {
    let client = Home::open(HomeOptions {
        dir: options.home,
        keychain,
        role: Role::OwnerOrGuest,
        connect: options.connect,
    })
    .await?;
    // Before this thread serves the connections: that the mailbox is read is told once.
    let events = client.events();
    Ok((client, events))
}

/// What the window is told when a home did not open.
pub(super) fn trouble(error: OpenError, protection: &Protection) -> Update {
    let trouble = match error {
        OpenError::WrongKey if matches!(protection, Protection::Passphrase(_)) => {
            return Update::NeedsPassphrase { wrong: true };
        }
        OpenError::KeychainUnavailable { hint } => OpenTrouble::Keychain { hint },
        OpenError::WrongKey => OpenTrouble::WrongKey,
        OpenError::NewerStore { found, known } => OpenTrouble::Newer { found, known },
        OpenError::Corrupt { what } => OpenTrouble::Damaged { what },
        OpenError::DiskFull => OpenTrouble::DiskFull,
        OpenError::Permission { what } => OpenTrouble::Permission { what },
        OpenError::Locked { what } => OpenTrouble::InUse { what },
        OpenError::Io(error) => OpenTrouble::Io {
            what: error.to_string(),
        },
    };
    Update::OpenFailed(trouble)
}

/// Takes a home away whose account was not made. False, and nothing is taken away, when it was made after all.
pub(super) async fn give_up(home: &Path, client: Client) -> bool {
    let view = client.view();
    super::session::close(client).await;
    // Only now nothing can be confirmed any more. What cannot be read is kept.
    let is_made = view
        .account()
        .map_or(true, |account| account.is_some_and(|own| own.registered));
    drop(view);
    if is_made {
        return false;
    }
    if let Err(error) = Home::remove(home) {
        tracing::warn!(%error, "a home without an account could not be removed");
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Hidden;

    #[test]
    fn every_reason_has_a_screen() {
        let what = || String::from("what");
        let told = |error| match trouble(error, &Protection::Keychain) {
            Update::OpenFailed(trouble) => trouble,
            other => panic!("{other:?}"),
        };
        assert_eq!(told(OpenError::WrongKey), OpenTrouble::WrongKey);
        let (found, known) = (9, 2);
        let newer = OpenError::NewerStore { found, known };
        assert_eq!(told(newer), OpenTrouble::Newer { found, known });
        let damaged = OpenError::Corrupt { what: what() };
        assert_eq!(told(damaged), OpenTrouble::Damaged { what: what() });
        assert_eq!(told(OpenError::DiskFull), OpenTrouble::DiskFull);
        let locked = OpenError::Locked { what: what() };
        assert_eq!(told(locked), OpenTrouble::InUse { what: what() });
        let hint = OpenError::KeychainUnavailable { hint: what() };
        assert_eq!(told(hint), OpenTrouble::Keychain { hint: what() });
        let passphrase = Protection::Passphrase(Hidden::new("wrong"));
        let asked = trouble(OpenError::WrongKey, &passphrase);
        assert!(matches!(asked, Update::NeedsPassphrase { wrong: true }));
    }
}
