//! From the welcome to the first conversation.

use crate::action::Hidden;

/// What was entered so far, and where we are.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FirstRun {
    /// Which step is shown.
    pub step: FirstRunStep,
    /// The server's link as typed.
    pub server_link: String,
    /// The invite as typed.
    pub invite: String,
    /// The name as typed.
    pub name: String,
    /// How the home will be protected.
    pub protection: ProtectionChoice,
    /// The passphrase, typed once and again.
    pub passphrase: (Hidden, Hidden),
    /// How far the registration is, once begun.
    pub registering: Option<Registering>,
    /// Why this step cannot be left, as a key of the texts and what belongs into it.
    pub error: Option<(String, Vec<(String, String)>)>,
    /// The 24 words while they are shown and asked back.
    pub phrase: Option<Hidden>,
    /// Which words are asked back, counted from 1.
    pub asked: Vec<usize>,
    /// What was typed for them.
    pub answers: Vec<Hidden>,
}

/// The steps, in order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum FirstRunStep {
    /// What Pulse is.
    #[default]
    Welcome,
    /// Which server, and the invite when it asks for one.
    Server,
    /// The name that contacts see.
    Name,
    /// Keychain or passphrase.
    Protect,
    /// The account is being made.
    Creating,
    /// What the identity is, and the 24 words.
    Phrase,
    /// Some of the words, asked back.
    PhraseCheck,
}

/// How a new home is protected.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ProtectionChoice {
    /// The system's keychain keeps the key.
    #[default]
    Keychain,
    /// A passphrase is asked for at each start.
    Passphrase,
}

/// How far a registration is.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Registering {
    /// How much of the proof of work is done, 0 to 1, when that can be said.
    pub fraction: Option<f32>,
}
