//! What may become an emoji: a colon at a word's beginning and letters after it, `:smile` or `:smile:`.

use std::ops::Range;

use egui::text::{CCursor, CCursorRange};
use egui::text_edit::TextEditState;
use egui::{Id, Ui};
use emojis::Emoji;

/// Longer than any name that somebody would type.
const LETTERS_MAX: usize = 40;

/// The letters after a colon, up to the cursor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Code {
    /// Where the colon stands, counted in characters.
    pub(super) begin: usize,
    /// Without the colon.
    pub(super) letters: String,
}

impl Code {
    /// What is written up to the cursor, when it asks for emoji: two letters after a colon at a word's beginning. So smileys such as
    /// `:)`, times and links ask for nothing.
    pub(super) fn at(text: &str, cursor: usize) -> Option<Self> {
        let before = before(text, cursor);
        let (begin, letters) = after_colon(&before)?;
        let asks = letters.len() >= 2 && letters.iter().take(2).all(|it| it.is_alphabetic());
        asks.then(|| Self {
            begin,
            letters: letters.iter().collect(),
        })
    }

    /// A shortcode whose closing colon stands before the cursor: where it is, and what it means.
    pub(super) fn closed_at(text: &str, cursor: usize) -> Option<(Range<usize>, &'static Emoji)> {
        let before = before(text, cursor);
        let (':', open) = before.split_last()? else {
            return None;
        };
        let (begin, letters) = after_colon(open)?;
        let shortcode: String = letters.iter().collect();
        let emoji = emojis::get_by_shortcode(&shortcode.to_lowercase())?;
        Some((begin..before.len(), emoji))
    }

    /// The characters it covers, with the colon.
    pub(super) fn range(&self) -> Range<usize> {
        self.begin..self.begin + 1 + self.letters.chars().count()
    }
}

fn before(text: &str, cursor: usize) -> Vec<char> {
    text.chars().take(cursor).collect()
}

/// The place of a colon at a word's beginning, and the letters between it and the end.
fn after_colon(text: &[char]) -> Option<(usize, &[char])> {
    let is_letter = |it: &char| it.is_alphanumeric() || matches!(it, '_' | '+' | '-');
    let count = text.iter().rev().take_while(|it| is_letter(it)).count();
    let (open, letters) = text.split_at(text.len() - count);
    let (':', earlier) = open.split_last()? else {
        return None;
    };
    let is_beginning = earlier.last().is_none_or(|it| begins_word_after(*it));
    let is_code = is_beginning && (1..=LETTERS_MAX).contains(&count);
    is_code.then_some((earlier.len(), letters))
}

/// Whether a word can begin after this: after space, what opens, and emoji, but not within a word, a time, a path or code.
fn begins_word_after(earlier: char) -> bool {
    if earlier.is_ascii_punctuation() {
        return matches!(earlier, '(' | '[' | '{' | '"' | '\'' | '*' | '~');
    }
    !earlier.is_alphanumeric()
}

/// Where the cursor is, counted in characters; `None` while something is selected.
pub(super) fn cursor(ui: &Ui, id: Id) -> Option<usize> {
    let range = TextEditState::load(ui.ctx(), id)?.cursor.char_range()?;
    range.is_empty().then_some(range.primary.index.0)
}

/// Puts text in place of these characters, and the cursor behind it.
pub(super) fn replace(ui: &Ui, id: Id, text: &mut String, range: Range<usize>, with: &str) {
    let byte = |letter: usize| {
        text.char_indices()
            .nth(letter)
            .map_or(text.len(), |(byte, _)| byte)
    };
    let bytes = byte(range.start)..byte(range.end);
    text.replace_range(bytes, with);
    let mut edit = TextEditState::load(ui.ctx(), id).unwrap_or_default();
    let cursor = range.start + with.chars().count();
    edit.cursor
        .set_char_range(Some(CCursorRange::one(CCursor::new(cursor))));
    edit.store(ui.ctx(), id);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letters(text: &str) -> Option<String> {
        Code::at(text, text.chars().count()).map(|code| code.letters)
    }

    fn closed(text: &str) -> Option<&'static str> {
        Code::closed_at(text, text.chars().count()).map(|(_, emoji)| emoji.as_str())
    }

    #[test]
    fn two_letters_after_a_colon_at_a_words_beginning_ask_for_emoji() {
        for (text, wanted) in [
            (":sm", "sm"),
            ("hello :smile", "smile"),
            ("(:sm", "sm"),
            ("😄:he", "he"),
            ("❤\u{fe0f}:he", "he"),
            ("one\n:thumbs_up", "thumbs_up"),
            (":Her", "Her"),
            (":قلب", "قلب"),
            (":红心", "红心"),
        ] {
            assert_eq!(letters(text).as_deref(), Some(wanted), "{text}");
        }
    }

    #[test]
    fn smileys_times_links_and_code_do_not() {
        for text in [
            ":",
            ":s",
            ":)",
            ":-)",
            ":D",
            ":p",
            ":3",
            ":10",
            "10:30",
            "at 10:30",
            "10:am",
            "https://pu",
            "https:pu",
            "std::fmt",
            "a:bc",
            "ab :sm ",
            ":sm.",
            "::sm",
            "`:sm",
            "mailto:me",
            "你好:ok",
            ":s1",
        ] {
            assert_eq!(letters(text), None, "{text}");
        }
        assert_eq!(
            letters(&format!(":{}", "s".repeat(LETTERS_MAX))).map(|it| it.len()),
            Some(40)
        );
        assert_eq!(letters(&format!(":{}", "s".repeat(LETTERS_MAX + 1))), None);
    }

    #[test]
    fn what_stands_behind_the_cursor_does_not_count() {
        let code = Code::at("a :smile", 5);
        assert_eq!(
            code.map(|code| (code.range(), code.letters)),
            Some((2..5, "sm".into()))
        );
        assert_eq!(Code::at("a :smile", 1), None);
        assert_eq!(Code::at("", 0), None);
    }

    #[test]
    fn a_closed_shortcode_is_an_emoji() {
        assert_eq!(closed(":smile:"), Some("😄"));
        assert_eq!(closed("so :heart:"), Some("❤️"));
        assert_eq!(closed(":+1:"), Some("👍"));
        assert_eq!(closed(":SMILE:"), Some("😄"));
        for text in [
            ":nothing_like_it:",
            "10:30:",
            "a:smile:",
            "::",
            ":smile",
            "`:smile:",
        ] {
            assert_eq!(closed(text), None, "{text}");
        }
    }
}
