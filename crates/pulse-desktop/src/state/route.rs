//! The pages.

use pulse_client::AccountId;

/// Which page is in the main pane; on a phone it is the only one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Route {
    /// The open conversation beside the list; on a phone the list, or the conversation when one is open.
    #[default]
    Chats,
    /// Add somebody.
    AddContact,
    /// Strangers who wait for an answer.
    Requests,
    /// Somebody's page.
    Contact(AccountId),
    /// Compare safety numbers.
    SafetyNumber(AccountId),
    /// The own link and its QR code.
    MyLink,
    /// Settings.
    Settings(SettingsPage),
}

/// The pages of the settings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SettingsPage {
    /// The list of them.
    #[default]
    Overview,
    /// Name, link, phrase.
    Profile,
    /// The recovery phrase, shown when it is asked for.
    Phrase,
    /// Receipts, typing, app lock.
    Privacy,
    /// Blocked people.
    Blocked,
    /// What a notification shows.
    Notifications,
    /// Theme, scale, language, motion.
    Appearance,
    /// How much is stored.
    Storage,
    /// Version and licences.
    About,
}
