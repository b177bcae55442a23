//! Messages that wait although the server is there: why, and what ends it.

use pulse_client::{HeldReason, View};

use crate::exit::Failure;
use crate::text;

/// What waits for one contact.
pub(crate) struct Held {
    pub(crate) reason: HeldReason,
    pub(crate) count: u64,
    /// The contact's name, as it is.
    pub(crate) name: String,
}

/// Everything that is held.
pub(crate) fn all(view: &View) -> Result<Vec<Held>, Failure> {
    let mut all = Vec::new();
    for (conversation, count, reason) in view.waiting()? {
        let Some(reason) = reason else { continue };
        let contact = match conversation.account() {
            Some(account) => view.contact(account)?,
            None => None,
        };
        let name = contact.map_or_else(|| conversation.to_string(), |contact| contact.name);
        all.push(Held {
            reason,
            count,
            name,
        });
    }
    Ok(all)
}

/// The word of `--json`.
pub(crate) fn word(reason: HeldReason) -> &'static str {
    match reason {
        HeldReason::Unanswered => "unanswered",
        HeldReason::Forked => "forked",
        HeldReason::OwnForked => "own_forked",
        HeldReason::Removed => "removed",
    }
}

/// For the end of a line.
pub(crate) fn short(reason: HeldReason) -> &'static str {
    match reason {
        HeldReason::Unanswered => "they have not answered yet",
        HeldReason::Forked => "their devices need your decision",
        HeldReason::OwnForked => "the server shows another list of your own devices",
        HeldReason::Removed => "this device was removed from your account",
    }
}

/// For `status`.
pub(crate) fn line(held: &Held) -> String {
    let name = text::shorten(&text::line(&held.name), 24);
    match held.reason {
        HeldReason::Unanswered => format!("{} until {name} answers", held.count),
        HeldReason::Forked => format!("{} until you have looked at {name}'s devices", held.count),
        HeldReason::OwnForked => format!(
            "{} to {name} until the server shows the list of your devices that this one knows",
            held.count
        ),
        HeldReason::Removed => format!(
            "{} to {name}: this device was removed from your account and sends nothing any more",
            held.count
        ),
    }
}

/// What happened, for `send`.
pub(crate) fn what(reason: HeldReason, name: &str) -> String {
    let name = text::shorten(&text::line(name), 24);
    match reason {
        HeldReason::Unanswered => format!(
            "the message waits: {name} has not answered yet, and has as many messages as may wait for an answer"
        ),
        HeldReason::Forked => format!(
            "the message waits: the server shows two lists of {name}'s devices, and one of them is false"
        ),
        HeldReason::OwnForked => {
            "the message waits: the server shows another list of your own devices than this one knows".to_owned()
        }
        HeldReason::Removed => {
            "the message stays here: this device was removed from your account, and sends nothing any more".to_owned()
        }
    }
}

/// What ends it.
pub(crate) fn hint(reason: HeldReason) -> &'static str {
    match reason {
        HeldReason::Unanswered => {
            "It goes out by itself once they accept you or answer. You need not send it again."
        }
        HeldReason::Forked => {
            "Ask them in another way and compare the safety number; `pulse verify WHO --confirm` lets it go."
        }
        HeldReason::OwnForked => {
            "Somebody may have your recovery phrase. Unless you know why, make a new account and tell your contacts in another way."
        }
        HeldReason::Removed => {
            "Write from another device of yours. If you have not removed it yourself, somebody has your recovery phrase: make a new account \
             (with another --home) and tell your contacts in another way."
        }
    }
}
