//! Addresses in text: which may be opened, and where one ends that nobody marked.

/// What may be opened from a message. Everything else stays text.
const SCHEMES: [&str; 4] = ["https://", "http://", "pulse://", "mailto:"];

/// An address that may be opened, as it was given.
pub(super) fn checked(address: &str) -> Option<String> {
    let rest = SCHEMES
        .iter()
        .find_map(|scheme| strip_prefix_ignoring_case(address, scheme))?;
    let sound = !rest.is_empty()
        && !address
            .chars()
            .any(|character| character.is_whitespace() || character.is_control());
    sound.then(|| address.to_owned())
}

/// An address at the beginning of `text` that nobody marked: how many bytes it takes, and where it leads.
pub(super) fn bare(text: &str) -> Option<(usize, String)> {
    let has_scheme = SCHEMES
        .iter()
        .take(3)
        .any(|scheme| strip_prefix_ignoring_case(text, scheme).is_some());
    let is_www = strip_prefix_ignoring_case(text, "www.").is_some();
    if !has_scheme && !is_www {
        return None;
    }
    let end = text
        .find(|character: char| {
            character.is_whitespace()
                || character.is_control()
                || matches!(character, '<' | '>' | '"' | '«' | '»' | '“' | '”' | '`')
        })
        .unwrap_or(text.len());
    let address = without_trailing_punctuation(text.get(..end)?);
    let least = SCHEMES
        .iter()
        .filter_map(|scheme| strip_prefix_ignoring_case(address, scheme))
        .map(str::len)
        .next();
    let rest = if has_scheme {
        least?
    } else {
        address.len().checked_sub("www.".len())?
    };
    if rest == 0 || (is_www && !address.get(4..)?.contains('.')) {
        return None;
    }
    let target = if has_scheme {
        address.to_owned()
    } else {
        format!("https://{address}")
    };
    Some((address.len(), target))
}

/// Without what ends the sentence around an address, and without a bracket that was opened before it.
fn without_trailing_punctuation(address: &str) -> &str {
    // How many brackets are open more than closed, kept while the end moves back.
    let count = |sign: char| address.matches(sign).count();
    let mut round = count(')').saturating_sub(count('('));
    let mut square = count(']').saturating_sub(count('['));
    let mut end = address;
    while let Some(last) = end.chars().next_back() {
        let goes = match last {
            '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '*' | '_' | '~' | '…' | '。' | '，'
            | '؟' | '،' => true,
            ')' if round > 0 => {
                round -= 1;
                true
            }
            ']' if square > 0 => {
                square -= 1;
                true
            }
            _ => false,
        };
        if !goes {
            break;
        }
        end = end.get(..end.len() - last.len_utf8()).unwrap_or_default();
    }
    end
}

fn strip_prefix_ignoring_case<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let start = text.get(..prefix.len())?;
    start
        .eq_ignore_ascii_case(prefix)
        .then(|| text.get(prefix.len()..))
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_ends_where_its_sentence_goes_on() {
        for (text, address, target) in [
            (
                "https://a.example/b?c=d#e rest",
                "https://a.example/b?c=d#e",
                "https://a.example/b?c=d#e",
            ),
            (
                "https://a.example.",
                "https://a.example",
                "https://a.example",
            ),
            (
                "https://a.example/x_(y))",
                "https://a.example/x_(y)",
                "https://a.example/x_(y)",
            ),
            (
                "HTTPS://A.example!?",
                "HTTPS://A.example",
                "HTTPS://A.example",
            ),
            (
                "www.a.example, and",
                "www.a.example",
                "https://www.a.example",
            ),
            (
                "pulse://contact/abc",
                "pulse://contact/abc",
                "pulse://contact/abc",
            ),
        ] {
            assert_eq!(
                bare(text),
                Some((address.len(), target.to_owned())),
                "{text}"
            );
        }
        for text in [
            "https://",
            "http",
            "www.",
            "www.nothing",
            "pulse",
            "https:// a",
            "water",
        ] {
            assert_eq!(bare(text), None, "{text}");
        }
    }

    #[test]
    fn only_known_schemes_may_be_opened() {
        assert!(checked("https://a.example").is_some());
        assert!(checked("mailto:a@b.example").is_some());
        for address in [
            "javascript:alert(1)",
            "file:///etc/passwd",
            "https://",
            "https://a b",
            "data:text/html,x",
            "//a.example",
        ] {
            assert_eq!(checked(address), None, "{address}");
        }
    }
}
