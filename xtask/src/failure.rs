//! Why a command failed, in words for the person who ran it.

use std::fmt;

/// A command's result.
pub(crate) type Outcome<T = ()> = Result<T, Failure>;

/// A sentence, or several lines of findings.
#[derive(Debug)]
pub(crate) struct Failure(String);

impl Failure {
    pub(crate) fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// `Ok` when nothing was found, else every finding on a line of its own under a heading.
    pub(crate) fn unless_empty(heading: &str, findings: &[String]) -> Outcome {
        if findings.is_empty() {
            return Ok(());
        }
        Err(Self(format!("{heading}:\n  {}", findings.join("\n  "))))
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Self(error.to_string())
    }
}
