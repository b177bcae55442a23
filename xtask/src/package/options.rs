//! What whoever makes the packages may say of them.

use crate::failure::{Failure, Outcome};

/// The choices of one run.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Options {
    /// The server that the window suggests.
    pub(super) server: Option<String>,
    /// Who answers for the packages.
    pub(super) maintainer: Option<String>,
    /// Where people find more. Without it packages name no place: this source has none of its own.
    pub(super) homepage: Option<String>,
}

impl Options {
    /// As Debian writes it.
    pub(super) fn maintainer(&self) -> &str {
        let unknown = "Built from source <nobody@localhost>";
        self.maintainer.as_deref().unwrap_or(unknown)
    }

    /// Pairs of an option and its value.
    pub(super) fn of(arguments: &[String]) -> Outcome<Self> {
        let mut options = Self::default();
        let mut rest = arguments;
        while let [option, tail @ ..] = rest {
            let (place, is_good, says): (&mut Option<String>, fn(&str) -> bool, &str) = match option
                .as_str()
            {
                "--server" => (
                    &mut options.server,
                    |text| text.starts_with("pulse://") && !text.contains(char::is_whitespace),
                    "the link that `pulse-server init` printed; it begins with pulse://",
                ),
                "--maintainer" => (
                    &mut options.maintainer,
                    |text| {
                        let has_address = text.contains(" <") && text.ends_with('>');
                        has_address && text.contains('@') && !text.contains(char::is_control)
                    },
                    "a name and an address, such as 'Ann Example <ann@example.org>'",
                ),
                "--homepage" => (
                    &mut options.homepage,
                    |text| text.starts_with("https://") && text.chars().all(is_in_address),
                    "an address that begins with https://",
                ),
                other => {
                    return Err(Failure::new(format!(
                        "`package` takes `--server LINK`, `--maintainer 'NAME <ADDRESS>'` and `--homepage URL`, not `{other}`"
                    )));
                }
            };
            match tail {
                [value, others @ ..] if is_good(value) => {
                    *place = Some(value.clone());
                    rest = others;
                }
                _ => return Err(Failure::new(format!("`{option}` takes {says}"))),
            }
        }
        Ok(options)
    }
}

/// What stands in an address and means nothing in XML or in a field of Debian's.
fn is_in_address(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || "-._~:/?#@!$()*+,;=%".contains(letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(words: &[&str]) -> Option<Options> {
        let words: Vec<String> = words.iter().map(|&word| word.to_owned()).collect();
        Options::of(&words).ok()
    }

    #[test]
    fn a_package_may_suggest_a_server_and_name_who_made_it() {
        assert_eq!(of(&[]), Some(Options::default()));
        let link = "pulse://chat.example.org/#s=abc";
        let whole = of(&[
            "--homepage",
            "https://example.org/pulse",
            "--server",
            link,
            "--maintainer",
            "Ann Example <ann@example.org>",
        ])
        .unwrap();
        assert_eq!(whole.server.as_deref(), Some(link));
        assert_eq!(whole.homepage.as_deref(), Some("https://example.org/pulse"));
        assert_eq!(whole.maintainer(), "Ann Example <ann@example.org>");
    }

    #[test]
    fn what_would_spoil_a_package_is_refused() {
        for words in [
            &["--server"][..],
            &["--server", "chat.example.org"],
            &["--server", "pulse://chat.example.org/\nmore"],
            &["--sever", "pulse://chat.example.org/"],
            &["--homepage", "http://example.org"],
            &["--homepage", "https://example.org/<b>"],
            &["--maintainer", "Ann"],
            &["--maintainer", "Ann <a@b>\nDepends: evil <a@b>"],
        ] {
            assert_eq!(of(words), None, "{words:?}");
        }
    }
}
