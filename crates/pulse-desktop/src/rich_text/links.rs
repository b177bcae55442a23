//! Addresses in text: which may be opened, and where one ends that nobody marked.

/// What may be opened from a message. Everything else stays text.
const SCHEMES: [&str; 4] = ["https://", "http://", "pulse://", "mailto:"];

/// An address that may be opened, as it was given.
pub(super) fn checked(address: &str) -> Option<String> {
    let rest = SCHEMES
        .iter()
        .find_map(|scheme| strip_prefix_ignoring_case(address, scheme))?;
    let sound = has_host(rest)
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
        .find_map(|scheme| strip_prefix_ignoring_case(address, scheme));
    let rest = if has_scheme {
        least?.len()
    } else {
        address.len().checked_sub("www.".len())?
    };
    if rest == 0
        || least.is_some_and(|rest| !has_host(rest))
        || (is_www && !address.get(4..)?.contains('.'))
    {
        return None;
    }
    let target = if has_scheme {
        address.to_owned()
    } else {
        format!("https://{address}")
    };
    Some((address.len(), target))
}

/// A mail address around an `@` that nobody marked: how many bytes of `before` belong to it, how many of `rest` (which begins
/// with the `@`), and where it leads. Letters of ASCII only: in others one address looks like another.
pub(super) fn mail(before: &str, rest: &str) -> Option<(usize, usize, String)> {
    let is_local = |byte: u8| byte.is_ascii_alphanumeric() || b"._%+-".contains(&byte);
    let local = before.bytes().rev().take(MAIL_LOCAL_MAX + 1);
    let local = local.take_while(|byte| is_local(*byte)).count();
    let (outside, local) = before.split_at_checked(before.len() - local)?;
    let begins_inside = outside
        .chars()
        .next_back()
        .is_some_and(|it| it.is_alphanumeric() || it == '@' || it == '/' || it == ':');
    let is_dotted = |part: &str| part.starts_with('.') || part.ends_with('.');
    if local.is_empty() || local.len() > MAIL_LOCAL_MAX || begins_inside || is_dotted(local) {
        return None;
    }
    let after = rest.strip_prefix('@')?;
    let is_host = |byte: &u8| byte.is_ascii_alphanumeric() || b".-".contains(byte);
    let end = after.bytes().take(MAIL_HOST_MAX + 1).take_while(is_host);
    let (host, beyond) = after.split_at_checked(end.count())?;
    let host = host.trim_end_matches(['.', '-']);
    let goes_on = beyond
        .chars()
        .next()
        .is_some_and(|it| it.is_alphanumeric() || it == '@' || it == '_');
    let (name, last) = host.rsplit_once('.')?;
    let is_name = !name.is_empty() && name.split('.').all(|label| !label.is_empty());
    let is_top = last.len() >= 2 && last.bytes().all(|byte| byte.is_ascii_alphabetic());
    if goes_on || !is_name || !is_top {
        return None;
    }
    let target = format!("mailto:{local}@{host}");
    Some((local.len(), 1 + host.len(), target))
}

/// Whether something stands where the host belongs. Browsers skip further slashes and take what follows them for it, so that
/// such a link seems to have none.
fn has_host(rest: &str) -> bool {
    !rest.is_empty() && !rest.starts_with(['/', '\\', '?', '#'])
}

/// Bytes before the `@` of a mail address, and behind it (RFC 5321, 4.5.3.1).
const MAIL_LOCAL_MAX: usize = 64;
const MAIL_HOST_MAX: usize = 255;

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
            "https:///\u{430}pple.com/",
            "https:///bank.example@evil.example/",
            "http://\\evil.example",
            "https://?evil.example",
            "water",
        ] {
            assert_eq!(bare(text), None, "{text}");
        }
    }

    #[test]
    fn a_mail_address_is_found_around_its_sign() {
        for (text, address) in [
            (
                "write to ann.b+x@mail.example.org, please",
                "ann.b+x@mail.example.org",
            ),
            ("(a@b.example)", "a@b.example"),
            ("a@b.example.", "a@b.example"),
        ] {
            let at = text.find('@').unwrap_or_default();
            let (before, rest) = text.split_at(at);
            let (back, length, target) = mail(before, rest).expect("it is one");
            assert_eq!(target, format!("mailto:{address}"));
            assert_eq!(&text[at - back..at + length], address, "{text}");
        }
        for text in [
            "@ann",
            "ann@",
            "ann@home",
            "ann @b.example",
            ".a@b.example",
            "a.@b.example",
            "a@.example",
            "a@b..example",
            "a@b.e",
            "a@b.example@c.example",
            "x@@b.example",
            // A letter that only looks like one of ASCII, and what a page is opened with.
            "p\u{430}ul@b.example",
            "a@b.ex\u{430}mple",
            "https://a@b.example",
            "x:a@b.example",
        ] {
            let at = text.find('@').unwrap_or_default();
            let (before, rest) = text.split_at(at);
            assert_eq!(mail(before, rest), None, "{text}");
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
            "https:///bank.example@evil.example/",
            "https://\\evil.example",
            "https://#evil.example",
            "data:text/html,x",
            "//a.example",
        ] {
            assert_eq!(checked(address), None, "{address}");
        }
    }
}
