//! What went wrong, as keys of the texts: what happened and the way on, in the person's words.

use pulse_client::transport::ConnectError;
use pulse_client::{ClientError, CommandError, LinkError, RefusalInfo, StoreError};

use super::{AppState, FirstRunStep, Phase, ToastKind};
use crate::effect::Effect;
use crate::update::Wish;

/// A key of the texts and what belongs into it.
pub type Said = (String, Vec<(String, String)>);

impl AppState {
    /// Something was not done.
    pub(super) fn failed(&mut self, wish: Wish, error: &ClientError) -> Vec<Effect> {
        // What is closed was closed by the person.
        if matches!(error, ClientError::Closed) && matches!(self.phase, Phase::Closing) {
            return Vec::new();
        }
        let said = of_client(error);
        match wish {
            Wish::Create => {
                self.creation_failed(error, said);
                Vec::new()
            }
            Wish::AddContact => {
                (self.page_error, self.page_error_values) = (Some(said.0), said.1);
                Vec::new()
            }
            Wish::ConfirmPhrase => match &mut self.phase {
                Phase::FirstRun(first_run) => {
                    first_run.step = FirstRunStep::PhraseCheck;
                    first_run.error = Some(said);
                    Vec::new()
                }
                _ => self.problem(said),
            },
            Wish::Send { conversation, text } => {
                let mut effects = self.restore_draft(conversation, &text);
                effects.extend(self.problem(said));
                effects
            }
            Wish::AppLock => self.app_lock_failed(),
            Wish::Other => self.problem(said),
        }
    }

    /// Tells of a problem at the edge of the window.
    pub(super) fn problem(&mut self, (key, values): Said) -> Vec<Effect> {
        self.toast(ToastKind::Problem { key, values })
    }

    /// The page is left, or its next try begins.
    pub(super) fn forget_page_error(&mut self) {
        self.page_error = None;
        self.page_error_values.clear();
    }
}

/// A problem without values.
pub(super) fn said(key: &str) -> Said {
    (key.to_owned(), Vec::new())
}

/// A problem with one value.
pub(super) fn said_with(key: &str, name: &str, value: impl ToString) -> Said {
    (key.to_owned(), vec![(name.to_owned(), value.to_string())])
}

/// Why the client did not do something.
pub(super) fn of_client(error: &ClientError) -> Said {
    match error {
        ClientError::Command(error) => of_command(error),
        ClientError::Unreachable { host, .. } => said_with("error-unreachable", "host", host),
        ClientError::WrongFingerprint { host } => {
            said_with("error-wrong-fingerprint", "host", host)
        }
        ClientError::Untrusted { host } => said_with("error-untrusted", "host", host),
        ClientError::TimedOut => said("error-timed-out"),
        ClientError::Closed | ClientError::Lost { .. } => said("error-closed"),
        ClientError::Store(problem) => of_store(problem),
        ClientError::Internal { what } => said_with("error-internal", "what", what),
    }
}

/// Why the store cannot be used.
pub(super) fn of_store(problem: &StoreError) -> Said {
    said(match problem {
        StoreError::Full => "error-disk-full",
        StoreError::Corrupt(_) => "error-store-damaged",
        StoreError::Unavailable(_) => "error-store-unavailable",
    })
}

fn of_command(error: &CommandError) -> Said {
    match error {
        CommandError::AlreadyRegistered => said("error-already-registered"),
        CommandError::NotRegistered => said("error-not-registered"),
        CommandError::Refused(refusal) => of_refusal(refusal),
        CommandError::WrongServer { host } => said_with("error-wrong-server", "host", host),
        CommandError::OtherServerKey { host } => said_with("error-other-server-key", "host", host),
        CommandError::UnknownContact => said("error-unknown-contact"),
        CommandError::NotAccepted => said("error-not-accepted"),
        CommandError::Blocked => said("error-blocked"),
        CommandError::OwnLink => said("error-own-link"),
        CommandError::TextTooLong { .. } => said("error-text-too-long"),
        CommandError::EmptyText => said("error-empty-text"),
        CommandError::UnknownMessage => said("error-unknown-message"),
        CommandError::NotFailed => said("error-not-failed"),
        CommandError::WrongPhrase { position: None } => said("error-wrong-phrase"),
        CommandError::WrongPhrase {
            position: Some(position),
        } => said_with("error-wrong-phrase-word", "position", position),
        CommandError::PhraseGone => said("error-phrase-gone"),
        CommandError::IdentityChanged => said("error-identity-changed"),
        CommandError::NameInvalid { .. } => said("error-name-invalid"),
        CommandError::Disconnected => said("error-disconnected"),
        CommandError::Busy => said("error-busy"),
    }
}

/// Refusals that somebody can do something about have their own sentence; the others show the server's. The numbers are those
/// of `docs/wire.md`.
fn of_refusal(refusal: &RefusalInfo) -> Said {
    let key = match refusal_key(refusal.code) {
        Some(key) => key,
        None if refusal.retry_after_ms > 0 => "error-refused-for-now",
        None => "error-refused",
    };
    let minutes = refusal.retry_after_ms.div_ceil(60_000);
    let values = vec![
        ("text".to_owned(), refusal.text.clone()),
        ("minutes".to_owned(), minutes.to_string()),
    ];
    (key.to_owned(), values)
}

/// Why a server that was tried cannot be used now.
pub(super) fn of_connecting(error: &ConnectError, host: &str) -> Said {
    let key = match error {
        ConnectError::WrongFingerprint => "error-wrong-fingerprint",
        ConnectError::Certificate(_) => "error-untrusted",
        ConnectError::NotPulse => "error-not-pulse",
        ConnectError::UnknownHost => "error-unknown-host",
        ConnectError::NoAnswer | ConnectError::Lost | ConnectError::Network(_) => {
            "error-unreachable"
        }
    };
    said_with(key, "host", host)
}

/// Why a link cannot be used.
pub(super) fn of_link(error: LinkError) -> &'static str {
    match error {
        LinkError::TooLong => "error-link-too-long",
        LinkError::Scheme => "error-link-scheme",
        LinkError::Characters => "error-link-characters",
        LinkError::Host => "error-link-host",
        LinkError::Port => "error-link-port",
        LinkError::Fingerprint => "error-link-fingerprint",
        LinkError::Account => "error-link-account",
        LinkError::Repeated | LinkError::Shape => "error-link-shape",
        LinkError::Mismatch => "error-link-mismatch",
        LinkError::AccountMissing => "error-link-account-missing",
        LinkError::UserName => "error-link-user-name",
        LinkError::IsServer => "error-link-is-server",
        LinkError::IsContact => "error-link-is-contact",
    }
}

/// The same of a contact's link, which looks otherwise.
pub(crate) fn of_contact_link(error: LinkError) -> &'static str {
    match error {
        LinkError::Scheme => "error-contact-link-scheme",
        other => of_link(other),
    }
}

/// Why a message was not sent, by the number that is kept with it.
pub(crate) fn refused_message_key(code: u32) -> &'static str {
    refusal_key(code).unwrap_or("error-refused-unnamed")
}

/// Refusals with a sentence of their own.
fn refusal_key(code: u32) -> Option<&'static str> {
    Some(match code {
        100 | 103 | 104 | 500 => "error-server-busy",
        101 => "error-too-many",
        102 => "error-mailbox-full",
        105 => "error-requests-full",
        202 => "error-challenge-expired",
        // Retried with what the server answered; who reads of them met a server that goes on refusing.
        200 | 201 | 203 | 405 => "error-refused-again",
        302 => "error-text-too-long",
        // Nothing that a person did or could do differently.
        300 | 301 | 304..=307 | 400 | 401 | 406 | 407 | 411 => "error-not-understood",
        303 => "error-version",
        402 => "error-recipient-unknown",
        403 => "error-account-unknown",
        404 => "error-device-removed",
        408 | 409 => "error-invite",
        410 => "error-no-registrations",
        412 => "error-replaced",
        413 => "error-account-exists",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::Language;
    use crate::texts::Texts;

    /// The numbers of `docs/wire.md`.
    const REFUSALS: &[u32] = &[
        100, 101, 102, 103, 104, 105, 200, 201, 202, 203, 300, 301, 302, 303, 304, 305, 306, 307,
        400, 401, 402, 403, 404, 405, 406, 407, 408, 409, 410, 411, 412, 413, 500,
    ];

    #[test]
    fn every_refusal_has_words_and_those_to_come_have_some() {
        let texts = Texts::for_language(Language::English, "en");
        for code in REFUSALS {
            let key = refusal_key(*code).unwrap();
            assert!(texts.has(key), "{code}: {key}");
        }
        assert_eq!(refusal_key(999), None);
        assert!(texts.has(refused_message_key(999)));
    }
}
