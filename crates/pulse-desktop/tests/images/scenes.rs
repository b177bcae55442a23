//! Every state of the app that somebody can get to see, as plain data, by name: what snapshots and screenshots show.

#[path = "scenes/beginnings.rs"]
mod beginnings;
#[path = "scenes/cast.rs"]
pub(crate) mod cast;
#[path = "scenes/conversations.rs"]
pub(crate) mod conversations;

use pulse_desktop::state::{AccountAlarm, FirstRunStep, Overlay, Phase, Route, SettingsPage};
use pulse_desktop::{AppState, OpenTrouble};

pub(crate) use beginnings::first_run;
use beginnings::{at, trouble};
use conversations::{over, page};

/// A state and what it is called.
pub(crate) type Scene = (&'static str, fn() -> AppState);

pub(crate) const SCENES: &[Scene] = &[
    ("opening", || at(Phase::Opening)),
    ("welcome", || first_run(FirstRunStep::Welcome)),
    ("server", || first_run(FirstRunStep::Server)),
    ("server-wrong-link", beginnings::wrong_link),
    ("server-good-link", beginnings::good_link),
    ("name", || first_run(FirstRunStep::Name)),
    ("protect", || first_run(FirstRunStep::Protect)),
    ("protect-passphrase", beginnings::passphrase),
    ("creating", || first_run(FirstRunStep::Creating)),
    ("phrase", || first_run(FirstRunStep::Phrase)),
    ("phrase-check", || first_run(FirstRunStep::PhraseCheck)),
    ("unlock", || {
        at(Phase::Unlock {
            wrong: false,
            opening: false,
        })
    }),
    ("unlock-wrong", || {
        at(Phase::Unlock {
            wrong: true,
            opening: false,
        })
    }),
    ("trouble-keychain", || {
        trouble(OpenTrouble::Keychain {
            hint: "no Secret Service answers".to_owned(),
        })
    }),
    ("trouble-wrong-key", || trouble(OpenTrouble::WrongKey)),
    ("trouble-newer", || {
        trouble(OpenTrouble::Newer { found: 9, known: 2 })
    }),
    ("trouble-damaged", || {
        trouble(OpenTrouble::Damaged {
            what: "messages".to_owned(),
        })
    }),
    ("trouble-disk-full", || trouble(OpenTrouble::DiskFull)),
    ("trouble-in-use", || {
        trouble(OpenTrouble::InUse {
            what: "another Pulse".to_owned(),
        })
    }),
    ("locked", beginnings::locked),
    ("nobody", conversations::nobody),
    ("list", conversations::list),
    ("list-filtered", conversations::filtered),
    ("list-found", conversations::found),
    ("conversation-find", conversations::finding),
    ("list-wrong-server-key", conversations::wrong_server_key),
    ("conversation", conversations::everyday),
    ("conversation-rich-text", conversations::rich_text),
    ("conversation-extremes", conversations::extremes),
    ("conversation-failures", conversations::failures),
    ("conversation-unread", conversations::unread),
    (
        "conversation-waiting",
        conversations::waiting_for_acceptance,
    ),
    ("conversation-identity", conversations::identity_changed),
    ("conversation-forked", conversations::identity_forked),
    ("conversation-own-forked", conversations::own_forked),
    ("conversation-blocked", conversations::blocked),
    ("conversation-request", conversations::request),
    ("conversation-empty", conversations::nothing_written_yet),
    ("conversation-loading", conversations::loading),
    ("conversation-long-draft", conversations::long_draft),
    ("emoji-picker", || over(Overlay::EmojiPicker)),
    ("quick-switcher", || over(Overlay::QuickSwitcher)),
    ("shortcuts", || over(Overlay::Shortcuts)),
    ("message-details", || {
        over(Overlay::MessageDetails(cast::message_id(1, 9)))
    }),
    ("message-details-failed", || {
        let mut state = conversations::failures();
        state.overlay = Some(Overlay::MessageDetails(cast::message_id(6, 1)));
        state
    }),
    ("link-warning", || {
        over(Overlay::LinkWarning {
            link: "https://xn--exmple-cua.org/login?next=%2F".to_owned(),
            is_hidden: false,
        })
    }),
    ("list-muted", conversations::muted),
    ("quick-switcher-muted", || {
        let mut state = conversations::muted();
        state.overlay = Some(Overlay::QuickSwitcher);
        state
    }),
    ("mute", || over(Overlay::Mute(cast::conversation(1)))),
    ("toasts", conversations::toasts),
    ("add-contact", || page(Route::AddContact)),
    ("add-contact-from-link", || {
        let mut state = page(Route::AddContact);
        state.pending_link = Some(cast::me().contact_link.to_string());
        state
    }),
    ("requests", || page(Route::Requests)),
    ("contact", || page(Route::Contact(cast::account(1)))),
    ("contact-long-name", || {
        page(Route::Contact(cast::account(3)))
    }),
    ("safety-number", || {
        page(Route::SafetyNumber(cast::account(1)))
    }),
    ("my-link", || page(Route::MyLink)),
    ("settings", || settings(SettingsPage::Overview)),
    ("settings-profile", || settings(SettingsPage::Profile)),
    ("settings-privacy", || settings(SettingsPage::Privacy)),
    ("settings-notifications", || {
        settings(SettingsPage::Notifications)
    }),
    ("settings-appearance", || settings(SettingsPage::Appearance)),
    ("settings-storage", || {
        let mut state = settings(SettingsPage::Storage);
        state.storage = Some(pulse_desktop::state::Storage {
            bytes: 48_300_000,
            messages: 100_000,
        });
        state
    }),
    ("settings-about", || settings(SettingsPage::About)),
    ("account-alarms", || {
        let mut state = conversations::everyday();
        state.settings.alarms = [AccountAlarm::DeviceAdded, AccountAlarm::DeviceRemoved].into();
        state
    }),
];

fn settings(which: SettingsPage) -> AppState {
    page(Route::Settings(which))
}
