//! What others wrote, made safe to show.
//!
//! A name or a text from a peer may hold escape sequences that repaint the terminal, or marks that turn the direction of
//! writing around and make one name look like another. Neither reaches the screen as it is.

use std::borrow::Cow;

/// One line: every character that is not simply shown becomes visible, line breaks too.
pub(crate) fn line(text: &str) -> Cow<'_, str> {
    escape(text, is_unsafe)
}

/// A text of several lines on one: line breaks and tabs become spaces.
pub(crate) fn one_line(text: &str) -> String {
    let spaced = text.replace(['\n', '\t'], " ");
    line(&spaced).into_owned()
}

/// A text of several lines: line breaks stay, tabs too.
pub(crate) fn lines(text: &str) -> Cow<'_, str> {
    escape(text, |c| is_unsafe(c) && c != '\n' && c != '\t')
}

/// JSON as the serializer wrote it: what is left in it that a terminal could obey is written as `\u…`, which is the same
/// JSON.
pub(crate) fn json(text: &str) -> Cow<'_, str> {
    escape(text, is_unsafe)
}

/// At most `width` characters on one line, with an ellipsis when something is missing.
pub(crate) fn shorten(text: &str, width: usize) -> String {
    if text.chars().count() <= width {
        return text.to_owned();
    }
    let kept: String = text.chars().take(width.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}

fn escape(text: &str, is_unsafe: impl Fn(char) -> bool) -> Cow<'_, str> {
    if !text.chars().any(&is_unsafe) {
        return Cow::Borrowed(text);
    }
    let mut safe = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if is_unsafe(c) {
            safe.push_str(&format!("\\u{:04x}", u32::from(c)));
        } else {
            safe.push(c);
        }
    }
    Cow::Owned(safe)
}

/// Controls (C0, DEL, C1), line and paragraph separators, and what changes the direction of writing.
fn is_unsafe(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{061c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escape_sequences_become_visible() {
        assert_eq!(line("\u{1b}[2Jhi\u{7}"), "\\u001b[2Jhi\\u0007");
        assert_eq!(line("\u{9b}31m"), "\\u009b31m");
        assert_eq!(line("a\nb\r"), "a\\u000ab\\u000d");
        assert_eq!(lines("a\n\tb\r"), "a\n\tb\\u000d");
    }

    #[test]
    fn a_preview_is_one_line() {
        assert_eq!(one_line("a\n\tb\u{1b}"), "a  b\\u001b");
    }

    #[test]
    fn names_cannot_turn_around() {
        assert_eq!(line("ecilA\u{202e}"), "ecilA\\u202e");
    }

    #[test]
    fn ordinary_text_of_every_script_is_left_alone() {
        for text in ["Grüße, Jörg", "你好", "مرحبا", "👩‍👩‍👧", "e\u{301}"] {
            assert_eq!(line(text), text);
        }
    }

    #[test]
    fn json_stays_the_same_json() {
        let value = serde_json::json!({ "text": "\u{9b}31m\u{202e}\u{7f}" });
        let safe = json(&value.to_string()).into_owned();
        assert!(!safe.chars().any(is_unsafe));
        assert_eq!(
            serde_json::from_str::<serde_json::Value>(&safe).unwrap(),
            value
        );
    }

    #[test]
    fn long_lines_are_shortened_by_characters() {
        assert_eq!(shorten("grün", 4), "grün");
        assert_eq!(shorten("grünes Gras", 5), "grün…");
    }
}
