//! What others wrote, made fit for a notification.
//!
//! Many servers read markup in the body: without care, a message could show links, load pictures, or look as if the desktop
//! said it.

use crate::limits::{NOTIFICATION_BODY_CHARS_MAX, NOTIFICATION_TITLE_CHARS_MAX};

/// One line, not too long. Titles are plain text everywhere.
pub(super) fn title(text: &str) -> String {
    let one_line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    shortened(&one_line, NOTIFICATION_TITLE_CHARS_MAX)
}

/// A few lines, and nothing in them that the server would take for markup.
pub(super) fn body(text: &str, markup: bool) -> String {
    let text = shortened(text.trim(), NOTIFICATION_BODY_CHARS_MAX);
    if markup { escaped(&text) } else { text }
}

fn shortened(text: &str, chars_max: usize) -> String {
    let is_shown = |c: &char| (!c.is_control() || *c == '\n') && !turns(*c);
    let mut chars = text.chars().filter(is_shown);
    let mut short: String = chars.by_ref().take(chars_max).collect();
    if chars.next().is_some() {
        short.pop();
        short.push('…');
    }
    short
}

/// Invisible characters that turn the direction of what follows, and line breaks of other kinds: unlike the window, desktops obey
/// them, beyond the end of the text.
fn turns(character: char) -> bool {
    matches!(character, '\u{200e}' | '\u{200f}' | '\u{61c}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            _ => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_one_short_line() {
        assert_eq!(title("  Bob\nBuilder \u{7}"), "Bob Builder ");
        let long = title(&"ä".repeat(500));
        assert_eq!(long.chars().count(), NOTIFICATION_TITLE_CHARS_MAX);
        assert!(long.ends_with('…'));
    }

    /// A peer sends a picture to load and a link that looks like the desktop's.
    #[test]
    fn nobody_puts_markup_into_a_notification() {
        let evil = "<img src=\"https://spy.example/x.png\"/><a href='x'>Update now</a> & <b>";
        let shown = body(evil, true);
        assert!(!shown.contains(['<', '>', '"', '\'']));
        assert!(shown.starts_with("&lt;img"));
        assert_eq!(body(evil, false), evil);
    }

    /// `invoice\u{202e}fdp.exe` reads `invoiceexe.pdf` on a desktop, and what the desktop writes behind it is turned too.
    #[test]
    fn nobody_turns_the_direction_of_a_notification() {
        assert_eq!(
            body("invoice\u{202e}fdp.exe \u{2067}a", true),
            "invoicefdp.exe a"
        );
        assert_eq!(title("Bob\u{202e}\u{2069} \u{2028}x"), "Bob x");
        assert_eq!(body("שלום", true), "שלום");
    }

    /// Cutting comes before escaping, so that no half of an entity is left.
    #[test]
    fn a_long_text_is_cut_between_characters() {
        let shown = body(&"&".repeat(1000), true);
        let entities = shown.trim_end_matches('…');
        assert_eq!(
            entities.len(),
            (NOTIFICATION_BODY_CHARS_MAX - 1) * "&amp;".len()
        );
        assert_eq!(body("a\u{0}b\u{1b}[31mc\nd", true), "ab[31mc\nd");
    }
}
