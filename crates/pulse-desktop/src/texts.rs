//! All text that people see, from Fluent files. Code names keys; translators see `locales/`.
//!
//! A key that a language lacks is taken from English; one that English lacks is a mistake of ours: it is logged and shown as
//! the key. Nothing here reads a clock: moments and the time zone are given.

mod locales;
mod numbers;
mod time;

use std::borrow::Cow;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use jiff::tz::TimeZone;
use unic_langid::LanguageIdentifier;

use crate::state::Language;
use crate::ui::Direction;

pub use locales::{LOCALES, Locale};
pub use time::HourCycle;

/// The texts of one language. Missing keys fall back to English.
pub struct Texts {
    language: Language,
    hours: HourCycle,
    zone: TimeZone,
    chosen: Bundle,
    /// English, unless that is the chosen one.
    english: Option<Bundle>,
}

/// The values of errors and toasts that are numbers.
const KEPT_NUMBERS: [&str; 3] = ["count", "minutes", "position"];

type Bundle = FluentBundle<FluentResource>;

impl Texts {
    /// The texts of a chosen language, or of the system's when that is the choice. `system` is its name for a language, such as
    /// `de-AT` or `zh_CN.UTF-8`; its region also decides between clocks of 12 and 24 hours. Times are in UTC, see
    /// [`Texts::in_zone`].
    pub fn for_language(language: Language, system: &str) -> Self {
        let language = match language {
            Language::System => Language::of_system(system),
            chosen => chosen,
        };
        let locale = Locale::of(language);
        Self {
            language,
            hours: HourCycle::of(language, system),
            zone: TimeZone::UTC,
            chosen: bundle(locale),
            english: (language != Language::English).then(|| bundle(Locale::of(Language::English))),
        }
    }

    /// The same texts with times in another zone.
    #[must_use]
    pub fn in_zone(mut self, zone: TimeZone) -> Self {
        self.zone = zone;
        self
    }

    /// Which language this is; never [`Language::System`].
    pub fn language(&self) -> Language {
        self.language
    }

    /// Which side this language begins at.
    pub fn direction(&self) -> Direction {
        match self.language {
            Language::Arabic => Direction::RightToLeft,
            _ => Direction::LeftToRight,
        }
    }

    /// Whether there is a text for this key.
    pub fn has(&self, key: &str) -> bool {
        self.chosen.has_message(key)
            || self
                .english
                .as_ref()
                .is_some_and(|english| english.has_message(key))
    }

    /// The text of a key.
    pub fn get(&self, key: &str) -> Cow<'_, str> {
        self.with(key, &[])
    }

    /// The text of a key with values in it. A value that is a number is given as one, so that plurals work.
    pub fn with(&self, key: &str, values: &[(&str, Value<'_>)]) -> Cow<'_, str> {
        let mut arguments = FluentArgs::with_capacity(values.len());
        for (name, value) in values {
            arguments.set(*name, self.fluent(value));
        }
        let bundles = [Some(&self.chosen), self.english.as_ref()];
        for bundle in bundles.into_iter().flatten() {
            if let Some(text) = format(bundle, key, &arguments) {
                return text;
            }
        }
        tracing::error!(key, "a text is missing");
        Cow::Owned(if cfg!(debug_assertions) {
            format!("⟦{key}⟧")
        } else {
            key.to_owned()
        })
    }

    /// The text of a key with values that were kept as texts, as errors and toasts keep them. Those that are numbers by their name
    /// choose plurals; somebody who is called 007 stays so.
    pub fn with_kept(&self, key: &str, values: &[(String, String)]) -> Cow<'_, str> {
        let values: Vec<_> = values
            .iter()
            .map(|(name, text)| {
                let is_number = KEPT_NUMBERS.contains(&name.as_str());
                let value = match text.parse::<u32>() {
                    Ok(number) if is_number => Value::from(number),
                    _ => Value::from(text.as_str()),
                };
                (name.as_str(), value)
            })
            .collect();
        self.with(key, &values)
    }

    /// A text that runs against the language's direction is set apart, so that it does not turn what stands around it.
    fn fluent<'a>(&self, value: &'a Value<'_>) -> FluentValue<'a> {
        match value {
            Value::Number(number) => FluentValue::from(*number),
            Value::Text(text) if runs_against(text, self.direction()) => {
                FluentValue::from(format!("\u{2068}{text}\u{2069}"))
            }
            Value::Text(text) => FluentValue::from(text.as_ref()),
        }
    }
}

/// What goes into a text.
#[derive(Clone, Debug, PartialEq)]
pub enum Value<'a> {
    /// A text, inserted as it is.
    Text(Cow<'a, str>),
    /// A number, which chooses the plural.
    Number(f64),
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl<'a> From<&'a String> for Value<'a> {
    fn from(text: &'a String) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl<'a> From<Cow<'a, str>> for Value<'a> {
    fn from(text: Cow<'a, str>) -> Self {
        Self::Text(text)
    }
}

impl From<String> for Value<'_> {
    fn from(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }
}

impl From<u32> for Value<'_> {
    fn from(number: u32) -> Self {
        Self::Number(number.into())
    }
}

impl From<u64> for Value<'_> {
    #[expect(
        clippy::cast_precision_loss,
        reason = "numbers that people read are far below 2^53"
    )]
    fn from(number: u64) -> Self {
        Self::Number(number as f64)
    }
}

impl From<usize> for Value<'_> {
    fn from(number: usize) -> Self {
        Self::from(number as u64)
    }
}

impl From<f64> for Value<'_> {
    fn from(number: f64) -> Self {
        Self::Number(number)
    }
}

impl Language {
    /// The language Pulse speaks that is nearest to the system's.
    pub fn of_system(system: &str) -> Self {
        let tag: String = system
            .chars()
            .take_while(char::is_ascii_alphabetic)
            .collect();
        LOCALES
            .iter()
            .find(|locale| locale.tag.eq_ignore_ascii_case(&tag))
            .map_or(Self::English, |locale| locale.language)
    }
}

fn bundle(locale: &Locale) -> Bundle {
    let tag: LanguageIdentifier = locale.tag.parse().unwrap_or_default();
    let mut bundle = FluentBundle::new_concurrent(vec![tag]);
    bundle.set_use_isolating(false);
    bundle.set_formatter(Some(numbers::formatter(locale.language)));
    for (file, source) in locale.files {
        let resource = FluentResource::try_new((*source).to_owned()).unwrap_or_else(
            |(whatever_was_readable, errors)| {
                tracing::error!(file, ?errors, "a file of texts has mistakes");
                whatever_was_readable
            },
        );
        if let Err(errors) = bundle.add_resource(resource) {
            tracing::error!(file, ?errors, "a file of texts repeats a key");
        }
    }
    bundle
}

fn format<'a>(bundle: &'a Bundle, key: &str, arguments: &FluentArgs<'_>) -> Option<Cow<'a, str>> {
    let pattern = bundle.get_message(key)?.value()?;
    let mut errors = Vec::new();
    let text = bundle.format_pattern(pattern, Some(arguments), &mut errors);
    if !errors.is_empty() {
        tracing::error!(key, ?errors, "a text lacks a value");
    }
    Some(text)
}

/// Whether a text holds a letter of the other direction.
fn runs_against(text: &str, direction: Direction) -> bool {
    use unicode_bidi::BidiClass::{AL, L, R};
    if direction == Direction::LeftToRight && text.is_ascii() {
        return false;
    }
    text.chars()
        .any(|char| match unicode_bidi::bidi_class(char) {
            L => direction == Direction::RightToLeft,
            R | AL => direction == Direction::LeftToRight,
            _ => false,
        })
}
