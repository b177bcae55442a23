//! From the welcome to the first conversation.

use pulse_client::transport::ConnectError;
use pulse_client::{SecretText, ServerLink};

use super::problems::{of_connecting, of_link, said, said_with};
use super::{AppState, Phase, Said};
use crate::action::{FirstRunAction, Hidden};
use crate::effect::Effect;
use crate::limits::{INVITE_LETTERS, NAME_BYTES_MAX, PASSPHRASE_CHARS_MIN};
use crate::request::{Protection, Request};

/// What was entered so far, and where we are.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FirstRun {
    /// Which step is shown.
    pub step: FirstRunStep,
    /// The server's link as typed.
    pub server_link: String,
    /// The invite as typed.
    pub invite: String,
    /// Whether the field for the invite is to be seen: somebody has one, or the server asks for one.
    pub invite_open: bool,
    /// Whether the server asked for an invite and none was given.
    pub invite_asked: bool,
    /// The name as typed.
    pub name: String,
    /// How the home will be protected.
    pub protection: ProtectionChoice,
    /// Whether this computer turned out to have no keychain, so that only a passphrase is left.
    pub keychain_missing: bool,
    /// The passphrase, typed once and again.
    pub passphrase: (Hidden, Hidden),
    /// How far the registration is, once begun.
    pub registering: Option<Registering>,
    /// Why this step cannot be left, as a key of the texts and what belongs into it.
    pub error: Option<Said>,
    /// What is wrong with the server, as far as it was tried: nobody is held up by that.
    pub server_trouble: Option<Said>,
    /// The 24 words while they are shown and asked back.
    pub phrase: Option<Hidden>,
    /// Which words are asked back, counted from 1.
    pub asked: Vec<usize>,
    /// What was typed for them.
    pub answers: Vec<Hidden>,
    /// Whether the words are being checked.
    pub checking: bool,
    /// Whether the protection is settled: it was given at the start, or an earlier registration was not finished and the home is
    /// there. The step that asks for it is left out then.
    pub has_home: bool,
    /// Whether only the words are asked back, which were shown in the settings: the way back leads there.
    pub from_settings: bool,
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

impl AppState {
    /// Something in the first run.
    pub(super) fn act_first_run(&mut self, action: FirstRunAction) -> Vec<Effect> {
        let words_to_ask = self.words_to_ask.clone();
        // What was said of a picture is of the past as soon as somebody goes on without one.
        if matches!(
            action,
            FirstRunAction::Step(_) | FirstRunAction::ServerLink(_) | FirstRunAction::Invite(_)
        ) {
            self.scanned = None;
        }
        let Phase::FirstRun(first_run) = &mut self.phase else {
            return Vec::new();
        };
        match action {
            FirstRunAction::Step(FirstRunStep::Protect)
                if first_run.has_home && first_run.step < FirstRunStep::Protect =>
            {
                self.create()
            }
            FirstRunAction::Step(step) => {
                let before = first_run.step;
                first_run.step_to(step, words_to_ask);
                first_run.try_server(before)
            }
            FirstRunAction::ServerLink(text) => {
                first_run.invite_open |= is_invite(&text);
                first_run.server_link = text;
                first_run.server_trouble = None;
                first_run.forget_error()
            }
            FirstRunAction::Invite(text) => {
                first_run.invite_open = true;
                first_run.invite = text;
                first_run.forget_error()
            }
            FirstRunAction::Name(text) => {
                first_run.name = text;
                first_run.forget_error()
            }
            FirstRunAction::Protect(choice) => {
                first_run.protection = choice;
                first_run.forget_error()
            }
            FirstRunAction::Passphrase { first, second } => {
                first_run.passphrase = (first, second);
                first_run.forget_error()
            }
            FirstRunAction::Create => self.create(),
            FirstRunAction::Cancel => first_run.cancel(),
            FirstRunAction::PhraseWord { slot, word } => {
                if let Some(answer) = first_run.answers.get_mut(slot) {
                    *answer = word;
                }
                first_run.forget_error()
            }
            FirstRunAction::CheckPhrase => first_run.check_phrase(),
            FirstRunAction::PhraseLater => self.enter_home(),
        }
    }

    /// Asks for the account, when everything that is needed was entered; else shows the step where something is missing.
    fn create(&mut self) -> Vec<Effect> {
        let Phase::FirstRun(first_run) = &mut self.phase else {
            return Vec::new();
        };
        if first_run.registering.is_some() {
            return Vec::new();
        }
        for step in [
            FirstRunStep::Server,
            FirstRunStep::Name,
            FirstRunStep::Protect,
        ] {
            if let Err(error) = first_run.check(step) {
                first_run.step = step;
                first_run.error = Some(error);
                return Vec::new();
            }
        }
        let Ok(server) = server_link(&first_run.server_link) else {
            return Vec::new();
        };
        first_run.error = None;
        first_run.server_trouble = None;
        first_run.step = FirstRunStep::Creating;
        first_run.registering = Some(Registering::default());
        let protection = match (&self.given, first_run.protection) {
            (Some(given), _) => given.clone(),
            _ if first_run.has_home => Protection::AsMade,
            (None, ProtectionChoice::Keychain) => Protection::Keychain,
            (None, ProtectionChoice::Passphrase) => {
                Protection::Passphrase(first_run.passphrase.0.clone())
            }
        };
        let invite = first_run.invite.trim();
        vec![Effect::Ask(Request::Create {
            protection,
            server,
            name: first_run.name.trim().to_owned(),
            invite: (!invite.is_empty()).then(|| invite.to_owned()),
        })]
    }

    /// The server of the link was tried, while somebody goes on.
    pub(super) fn server_tried(&mut self, server: &ServerLink, error: Option<&ConnectError>) {
        let Phase::FirstRun(first_run) = &mut self.phase else {
            return;
        };
        let is_of_the_link = first_run.checked_link().as_ref() == Ok(server);
        if is_of_the_link && first_run.step < FirstRunStep::Creating {
            first_run.server_trouble = error.map(|error| of_connecting(error, &server.host));
        }
    }

    /// The account could not be made: back to the step where something can be done about it.
    pub(super) fn creation_failed(&mut self, error: &pulse_client::ClientError, mut said: Said) {
        use pulse_client::{ClientError, CommandError};
        let Phase::FirstRun(first_run) = &mut self.phase else {
            return;
        };
        first_run.registering = None;
        first_run.step = match error {
            ClientError::Command(CommandError::NameInvalid { .. }) => FirstRunStep::Name,
            ClientError::Store(_) if !first_run.has_home => FirstRunStep::Protect,
            _ => FirstRunStep::Server,
        };
        // Nobody's invite is wrong who gave none.
        if said.0 == "error-invite" && first_run.invite.trim().is_empty() {
            said = super::problems::said("error-invite-needed");
            first_run.invite_open = true;
            first_run.invite_asked = true;
        }
        first_run.error = Some(said);
    }

    /// The account is there: its passphrase is not needed any more, the phrase is shown.
    pub(super) fn registered(&mut self) -> Vec<Effect> {
        let Phase::FirstRun(first_run) = &mut self.phase else {
            return Vec::new();
        };
        self.lock.by_home =
            !first_run.has_home && first_run.protection == ProtectionChoice::Passphrase;
        self.lock.available = self.lock.own || self.lock.by_home;
        first_run.passphrase = <(Hidden, Hidden)>::default();
        first_run.registering = None;
        first_run.error = None;
        first_run.step = FirstRunStep::Phrase;
        vec![Effect::Ask(Request::RevealPhrase)]
    }

    /// The 24 words, for the first run or for the settings.
    pub(super) fn phrase_told(&mut self, phrase: &SecretText) -> Vec<Effect> {
        let phrase = Some(Hidden::new(phrase.reveal()));
        let is_usable = self.is_usable();
        match &mut self.phase {
            Phase::FirstRun(first_run) => first_run.phrase = phrase,
            _ if is_usable => self.phrase = phrase,
            _ => {}
        }
        Vec::new()
    }

    /// From the settings: the words that are shown are asked back, as in the first run.
    pub(super) fn confirm_phrase(&mut self) -> Vec<Effect> {
        let Some(phrase) = self.phrase.take() else {
            return Vec::new();
        };
        let mut first_run = FirstRun {
            step: FirstRunStep::Phrase,
            phrase: Some(phrase),
            from_settings: true,
            ..FirstRun::default()
        };
        first_run.step_to(FirstRunStep::PhraseCheck, self.words_to_ask.clone());
        self.phase = Phase::FirstRun(first_run);
        Vec::new()
    }

    /// The words were right: they are forgotten here too.
    pub(super) fn phrase_confirmed(&mut self) -> Vec<Effect> {
        self.phrase = None;
        if let Some(account) = &mut self.account {
            account.phrase_confirmed = true;
        }
        let mut effects = match self.phase {
            Phase::FirstRun(_) => self.enter_home(),
            _ => Vec::new(),
        };
        effects.extend(self.tell("toast-phrase-confirmed", &[]));
        effects
    }

    /// The everyday pages. What the first run held is erased.
    pub(super) fn enter_home(&mut self) -> Vec<Effect> {
        if self.account.is_none() {
            return Vec::new();
        }
        self.phase = Phase::Home;
        self.lock.touched_at = self.now;
        self.time_toasts();
        self.tell_unread()
    }
}

impl FirstRun {
    /// A link that may have been entered without its beginning, or why it cannot be used.
    pub fn checked_link(&self) -> Result<ServerLink, &'static str> {
        server_link(&self.server_link)
    }

    /// There is no keychain here: only a passphrase is left.
    pub(super) fn without_keychain(&mut self) {
        self.keychain_missing = true;
        self.protection = ProtectionChoice::Passphrase;
    }

    /// Forward only past steps that are complete; back always. While the account is made, neither.
    fn step_to(&mut self, step: FirstRunStep, words_to_ask: Vec<usize>) {
        if self.step == FirstRunStep::Creating || self.checking {
            return;
        }
        // With an account there is no way back before it.
        let has_account = self.step >= FirstRunStep::Phrase;
        if has_account != (step >= FirstRunStep::Phrase) {
            return;
        }
        self.error = None;
        if step > self.step
            && let Err(error) = self.check(self.step)
        {
            self.error = Some(error);
            return;
        }
        if step == FirstRunStep::PhraseCheck {
            if self.phrase.is_none() {
                return;
            }
            self.answers = vec![Hidden::default(); words_to_ask.len()];
            self.asked = words_to_ask;
        }
        self.step = step;
    }

    /// Whoever goes on from the link has it tried meanwhile.
    fn try_server(&mut self, before: FirstRunStep) -> Vec<Effect> {
        if (before, self.step) != (FirstRunStep::Server, FirstRunStep::Name) {
            return Vec::new();
        }
        self.server_trouble = None;
        let server = self.checked_link();
        server.map_or_else(
            |_| Vec::new(),
            |server| vec![Effect::Ask(Request::TryServer(server))],
        )
    }

    /// Whether a step is complete.
    fn check(&self, step: FirstRunStep) -> Result<(), Said> {
        match step {
            FirstRunStep::Server => server_link(&self.server_link).map(|_| ()).map_err(said),
            FirstRunStep::Name => check_name(&self.name),
            FirstRunStep::Protect if self.has_home => Ok(()),
            FirstRunStep::Protect if self.protection == ProtectionChoice::Passphrase => {
                check_passphrase(&self.passphrase.0, &self.passphrase.1)
            }
            _ => Ok(()),
        }
    }

    fn cancel(&mut self) -> Vec<Effect> {
        if self.registering.take().is_none() {
            return Vec::new();
        }
        self.step = FirstRunStep::Server;
        self.error = None;
        vec![Effect::Ask(Request::CancelCreate)]
    }

    fn check_phrase(&mut self) -> Vec<Effect> {
        let Some(phrase) = &self.phrase else {
            return Vec::new();
        };
        if self.checking {
            return Vec::new();
        }
        let words: Vec<_> = phrase.0.split_whitespace().collect();
        let wrong = self
            .asked
            .iter()
            .zip(&self.answers)
            .find(|(position, answer)| {
                let word = position.checked_sub(1).and_then(|index| words.get(index));
                word.is_none_or(|word| !word.eq_ignore_ascii_case(answer.0.trim()))
            });
        if let Some((position, _)) = wrong {
            self.error = Some(said_with("error-phrase-word", "position", position));
            return Vec::new();
        }
        self.error = None;
        self.checking = true;
        let phrase = SecretText::from(phrase.0.clone());
        vec![Effect::Ask(Request::ConfirmPhrase(phrase))]
    }

    fn forget_error(&mut self) -> Vec<Effect> {
        self.error = None;
        Vec::new()
    }
}

/// A new passphrase, of a home or of the app lock: the same twice, and not too short.
pub(crate) fn check_passphrase(first: &Hidden, second: &Hidden) -> Result<(), Said> {
    if first.0.chars().count() < PASSPHRASE_CHARS_MIN {
        let count = PASSPHRASE_CHARS_MIN;
        return Err(said_with("error-passphrase-short", "count", count));
    }
    let mut characters = first.0.chars();
    let once = characters.next();
    if characters.all(|character| Some(character) == once) {
        return Err(said("error-passphrase-weak"));
    }
    if first != second {
        return Err(said("error-passphrase-differs"));
    }
    Ok(())
}

fn check_name(name: &str) -> Result<(), Said> {
    let name = name.trim();
    if name.is_empty() {
        return Err(said("error-name-empty"));
    }
    if name.len() > NAME_BYTES_MAX {
        let surplus = name.get(name.floor_char_boundary(NAME_BYTES_MAX)..);
        let count = surplus.map_or(0, |surplus| surplus.chars().count());
        return Err(said_with("error-name-long", "count", count));
    }
    if name.chars().any(char::is_control) {
        return Err(said("error-name-invalid"));
    }
    Ok(())
}

/// People type a server as they know it: its name alone will do.
fn server_link(text: &str) -> Result<ServerLink, &'static str> {
    let text = text.trim();
    if text.is_empty() {
        return Err("error-link-empty");
    }
    if is_invite(text) {
        return Err("error-link-is-invite");
    }
    if text.contains("://") {
        return text.parse().map_err(of_link);
    }
    // A word alone is more likely something else that was pasted; it is not told to whoever answers questions about names.
    let host = text.split(['/', '?', '#']).next().unwrap_or_default();
    if !host.contains(['.', ':']) {
        return Err("error-link-scheme");
    }
    let whole = format!("pulse://{text}");
    whole.parse().map_err(of_link)
}

/// Whether this looks like an invite, as servers make them: letters and digits of base32, always as many.
fn is_invite(text: &str) -> bool {
    let text = text.trim();
    text.len() == INVITE_LETTERS
        && text
            .bytes()
            .all(|letter| letter.is_ascii_alphabetic() || matches!(letter, b'2'..=b'7'))
}
