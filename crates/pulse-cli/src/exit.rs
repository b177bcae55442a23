//! How a command ends when it does not succeed: what happened, what to do, and the exit code that scripts trust.

use std::fmt::Display;
use std::io;

use pulse_client::{ClientError, CommandError, LinkError, OpenError, StoreError};

/// The exit codes. Numbers from 64 on are those of BSD's `sysexits.h`. They are documented in `docs/cli.md`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// A bug of ours.
    Bug,
    /// A link, id, name or text that cannot be used.
    Data,
    /// The server does not answer.
    Unreachable,
    /// The home or its store cannot be used.
    Home,
    /// The disk is full or fails.
    Disk,
    /// Not done yet; it stays queued.
    Queued,
    /// The server refused.
    Refused,
    /// Wrong passphrase or key.
    Key,
    /// A newer Pulse wrote this store.
    Newer,
    /// Whoever read our output has gone.
    BrokenPipe,
    /// A signal of this number ended us before we were done.
    Signal(u8),
}

impl Exit {
    pub(crate) fn code(self) -> u8 {
        match self {
            Exit::Bug => 1,
            Exit::Data => 65,
            Exit::Unreachable => 69,
            Exit::Home => 73,
            Exit::Disk => 74,
            Exit::Queued => 75,
            Exit::Refused => 76,
            Exit::Key => 77,
            Exit::Newer => 78,
            Exit::BrokenPipe => 0,
            Exit::Signal(number) => 128_u8.saturating_add(number),
        }
    }
}

/// What happened, and what the person can do about it.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) exit: Exit,
    /// One sentence, without a full stop.
    pub(crate) what: String,
    /// What to do, in a sentence or two.
    pub(crate) hint: Option<String>,
    /// The server's number, when it refused.
    pub(crate) refusal: Option<u32>,
}

impl Failure {
    pub(crate) fn new(exit: Exit, what: impl Display) -> Self {
        Self {
            exit,
            what: what.to_string(),
            hint: None,
            refusal: None,
        }
    }

    /// The server does not answer.
    pub(crate) fn unreachable() -> Self {
        Self::new(Exit::Unreachable, "the server cannot be reached").with_hint(UNREACHABLE_HINT)
    }

    pub(crate) fn with_hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

impl From<OpenError> for Failure {
    fn from(error: OpenError) -> Self {
        let exit = match &error {
            OpenError::WrongKey => Exit::Key,
            OpenError::NewerStore { .. } => Exit::Newer,
            OpenError::DiskFull => Exit::Disk,
            OpenError::Io(error) if !is_about_the_place(error) => Exit::Disk,
            _ => Exit::Home,
        };
        Failure::new(exit, error)
    }
}

/// Whether what was asked of the disk cannot be done, rather than that the disk fails.
fn is_about_the_place(error: &io::Error) -> bool {
    use io::ErrorKind::{
        AlreadyExists, InvalidInput, IsADirectory, NotADirectory, NotFound, PermissionDenied,
    };
    matches!(
        error.kind(),
        AlreadyExists | InvalidInput | IsADirectory | NotADirectory | NotFound | PermissionDenied
    )
}

impl From<ClientError> for Failure {
    fn from(error: ClientError) -> Self {
        match error {
            ClientError::Command(error) => error.into(),
            ClientError::Store(error) => error.into(),
            ClientError::Unreachable { .. } => {
                Failure::new(Exit::Unreachable, error).with_hint(UNREACHABLE_HINT)
            }
            ClientError::WrongFingerprint { .. } => Failure::new(
                Exit::Unreachable,
                "the server that answers is not the one of the link: it has another key",
            )
            .with_hint(WRONG_FINGERPRINT_HINT),
            ClientError::Untrusted { .. } => {
                Failure::new(Exit::Unreachable, error).with_hint(UNTRUSTED_HINT)
            }
            ClientError::TimedOut => {
                Failure::new(Exit::Unreachable, error).with_hint(UNREACHABLE_HINT)
            }
            ClientError::Lost { .. } => Failure::new(Exit::Home, error),
            error => Failure::new(Exit::Bug, error),
        }
    }
}

const UNREACHABLE_HINT: &str =
    "Check that the server runs, that this computer is online, and that UDP is let through.";

const WRONG_FINGERPRINT_HINT: &str = "Nothing was sent. Ask whoever runs the server whether its key was changed. A new account takes their current \
                                      link; a home that has an account takes no other key, and they have to put the old one back. If they did not \
                                      change it, somebody stands between you.";

/// What to do about a server that is known by nothing that counts here.
pub(crate) const UNTRUSTED_HINT: &str = "Nothing was sent. Copy the whole link, with its #s=… at the end if it has one; in a shell, put it in quotes. If it \
                                         has none, tell whoever runs the server what is wrong with its certificate.";

impl From<CommandError> for Failure {
    fn from(error: CommandError) -> Self {
        let exit = match &error {
            CommandError::Refused(_) => Exit::Refused,
            CommandError::AlreadyRegistered | CommandError::NotRegistered => Exit::Home,
            CommandError::Disconnected => Exit::Unreachable,
            CommandError::Busy => Exit::Queued,
            _ => Exit::Data,
        };
        let mut failure = Failure::new(exit, &error);
        failure.hint = command_hint(&error).map(str::to_owned);
        if let CommandError::Refused(refusal) = &error {
            failure.refusal = Some(refusal.code);
        }
        failure
    }
}

fn command_hint(error: &CommandError) -> Option<&'static str> {
    Some(match error {
        CommandError::AlreadyRegistered => {
            "See it with `pulse whoami`, or give another folder with --home."
        }
        CommandError::NotRegistered => NOT_REGISTERED_HINT,
        CommandError::NotAccepted => "Run `pulse contact accept WHO` first.",
        CommandError::Blocked => "`pulse contact unblock WHO` lets them in again.",
        CommandError::IdentityChanged => {
            "Compare the safety number (`pulse verify WHO`) and confirm it with `pulse verify WHO --confirm`."
        }
        CommandError::TextTooLong { .. } => "Send it in parts.",
        CommandError::Refused(refusal) if refusal.code == DEVICE_REMOVED => DEVICE_REMOVED_HINT,
        CommandError::Refused(refusal) if refusal.code == UNKNOWN_ACCOUNT => UNKNOWN_ACCOUNT_HINT,
        CommandError::Refused(refusal) if refusal.retry_after_ms > 0 => REFUSED_FOR_NOW_HINT,
        _ => return None,
    })
}

/// What to do about a refusal that passes.
const REFUSED_FOR_NOW_HINT: &str =
    "Nothing was lost. Try again in a minute; if this goes on, tell whoever runs the server.";

/// The server's number for an account that it does not know (docs/wire.md).
const UNKNOWN_ACCOUNT: u32 = 403;

const UNKNOWN_ACCOUNT_HINT: &str = "Nothing was lost, and what you write waits until this server knows the account again. Ask whoever runs it: another may \
                                    answer in its place, or it was put back from an older copy. If they give you an invite, register \
                                    with it in this same home: `pulse register --server LINK --name NAME --invite TOKEN`.";

/// The server's number for a device that its account does not list any more (docs/wire.md).
const DEVICE_REMOVED: u32 = 404;

const DEVICE_REMOVED_HINT: &str = "This device was removed from its account, says the server; what is stored here stays. If you removed it, register \
                                   anew with another --home. If not, look at your other devices: somebody may have your recovery \
                                   phrase; and ask whoever runs the server.";

/// What to do in an empty home.
pub(crate) const NOT_REGISTERED_HINT: &str =
    "Run `pulse register --server LINK --name NAME`; the link is what `pulse-server init` printed.";

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Full => Failure::new(Exit::Disk, "the disk is full")
                .with_hint("Nothing was lost. Free some space and run the command again."),
            error => Failure::new(Exit::Home, error),
        }
    }
}

impl From<LinkError> for Failure {
    fn from(error: LinkError) -> Self {
        Failure::new(Exit::Data, error)
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Failure::new(Exit::BrokenPipe, error),
            _ => Failure::new(Exit::Disk, error),
        }
    }
}
