//! Marks that are piled up on one letter.

use std::borrow::Cow;

use unicode_bidi::{BidiClass, bidi_class};

use crate::limits::MARKS_ON_LETTER_MAX;

/// The text without the marks that no script needs on one letter: a pile of them is drawn across other people's messages, and
/// a pile of thousands takes long to be put up.
pub(crate) fn without_piles(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let mut marks = 0;
    let mut is_kept = |character: &char| match bidi_class(*character) {
        BidiClass::NSM => {
            marks += 1;
            marks <= MARKS_ON_LETTER_MAX
        }
        // Joiners and what else is not seen begin no letter.
        BidiClass::BN => true,
        _ => {
            marks = 0;
            true
        }
    };
    let mut rest = text.char_indices();
    let Some((at, _)) = rest.find(|(_, character)| !is_kept(character)) else {
        return Cow::Borrowed(text);
    };
    let mut kept = text.get(..at).unwrap_or_default().to_owned();
    kept.extend(
        rest.map(|(_, character)| character)
            .filter(|it| is_kept(it)),
    );
    Cow::Owned(kept)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinary_marks_stay() {
        for text in [
            "plain",
            "naïve a\u{301}\u{323}",
            "בְּרֵאשִׁ֖ית",
            "بِسْمِ ٱللَّهِ",
            "ཧྐྵྨླྺྼྻྂ",
            "1\u{fe0f}\u{20e3}👩\u{200d}🚀",
        ] {
            assert!(matches!(without_piles(text), Cow::Borrowed(_)), "{text}");
        }
    }

    /// Somebody writes a letter with hundreds of marks, which reach over the messages above.
    #[test]
    fn a_pile_of_marks_is_cut() {
        let pile = "\u{301}".repeat(500);
        let shown = without_piles(&format!("a{pile}b{pile}c")).into_owned();
        assert_eq!(shown.chars().count(), 3 + 2 * MARKS_ON_LETTER_MAX);
        let hidden = "\u{200d}\u{301}".repeat(500);
        let shown = without_piles(&hidden).into_owned();
        let marks = shown.chars().filter(|it| *it == '\u{301}').count();
        assert_eq!(marks, MARKS_ON_LETTER_MAX);
    }
}
