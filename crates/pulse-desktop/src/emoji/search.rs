//! Which emoji some words mean.

use emojis::Emoji;
use pulse_client::folding::letters;

use super::names::EmojiNames;
use crate::state::Language;

/// What some words mean, best first: the emoji that is called just that, then whole words before beginnings of words, those
/// before what stands inside of one; and names before keywords. English names and those of `language` count, letters without
/// their accents too. Colons around a name, as other messengers want them, change nothing.
pub(crate) fn search(wanted: &str, language: Language) -> Vec<&'static Emoji> {
    found(wanted, language)
        .into_iter()
        .map(|(_, emoji)| emoji)
        .collect()
}

/// What the beginning of a name may mean, best first, to be taken while writing. What stands inside of a word counts only in
/// languages that write no spaces: otherwise something odd would be offered for everything.
pub(crate) fn beginning_with(letters: &str, language: Language, max: usize) -> Vec<&'static Emoji> {
    let worst = if letters.is_ascii() {
        MIDDLE - 1
    } else {
        u8::MAX
    };
    let found = found(&letters.replace('_', " "), language).into_iter();
    let good = found.take_while(|(rank, _)| *rank <= worst);
    good.map(|(_, emoji)| emoji).take(max).collect()
}

fn found(wanted: &str, language: Language) -> Vec<(u8, &'static Emoji)> {
    let wanted = letters(wanted.trim().trim_matches(':'));
    let words: Vec<&str> = wanted.split_whitespace().collect();
    let english = EmojiNames::of(Language::English);
    let own = (language != Language::English).then(|| EmojiNames::of(language));
    let names: Vec<&EmojiNames> = [english].into_iter().chain(own).collect();
    let mut found: Vec<(u8, &'static Emoji)> = emojis::iter()
        .filter_map(|emoji| Some((rank(emoji, &names, &wanted, &words)?, emoji)))
        .collect();
    found.sort_by_key(|(rank, _)| *rank);
    found
}

/// How well what is wanted fits an emoji: [`CALLED`] best, `None` not at all. All words have to fit, and the worst one counts.
fn rank(emoji: &'static Emoji, names: &[&EmojiNames], wanted: &str, words: &[&str]) -> Option<u8> {
    let mut ranks = vec![None; words.len()];
    for (phrase, is_name) in phrases(emoji, names) {
        if is_name && (phrase == wanted || is_shortcode(phrase, wanted)) {
            return Some(CALLED);
        }
        for (best, word) in ranks.iter_mut().zip(words) {
            let fit = fit(phrase, word).map(|fit| fit + u8::from(!is_name));
            *best = [*best, fit].into_iter().flatten().min();
        }
    }
    ranks
        .into_iter()
        .collect::<Option<Vec<u8>>>()?
        .into_iter()
        .max()
}

/// Names, and then keywords, as they are compared; and which of the two each is. Shortcodes are names.
fn phrases<'a>(
    emoji: &'static Emoji,
    names: &'a [&EmojiNames],
) -> impl Iterator<Item = (&'a str, bool)> {
    let codes = std::iter::once(emoji.name()).chain(emoji.shortcodes());
    let words = names.iter().flat_map(move |names| {
        let phrases = names.folded(emoji).enumerate();
        phrases.map(|(index, phrase)| (phrase, index == 0))
    });
    codes.map(|code| (code, true)).chain(words)
}

/// Whether a shortcode such as `red_heart` is what was written with spaces.
fn is_shortcode(code: &str, wanted: &str) -> bool {
    code.len() == wanted.len() && code.split('_').eq(wanted.split(' '))
}

const CALLED: u8 = 0;
const WHOLE: u8 = 1;
const BEGINNING: u8 = 3;
const MIDDLE: u8 = 5;

/// How well a word fits a name; one more when it is a keyword.
fn fit(phrase: &str, word: &str) -> Option<u8> {
    let mut parts = phrase.split(|letter: char| !letter.is_alphanumeric());
    if parts.clone().any(|part| part == word) {
        Some(WHOLE)
    } else if parts.any(|part| part.starts_with(word)) {
        Some(BEGINNING)
    } else {
        phrase.contains(word).then_some(MIDDLE)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finds(wanted: &str, language: Language) -> Vec<&'static str> {
        let found = search(wanted, language);
        found.into_iter().map(Emoji::as_str).collect()
    }

    #[test]
    fn a_search_finds_whole_words_first() {
        let found = search("cat", Language::English);
        assert!(
            found
                .first()
                .is_some_and(|emoji| emoji.name().contains("cat"))
        );
        let place = |name: &str| found.iter().position(|emoji| emoji.name() == name);
        assert!(place("cat face") < place("bell pepper").or(Some(usize::MAX)));
        assert!(finds("grinning face", Language::English).len() > 1);
        assert!(finds("no such emoji", Language::English).is_empty());
    }

    #[test]
    fn the_one_that_is_called_so_comes_first() {
        for (wanted, first) in [
            ("heart", "❤️"),
            (":heart:", "❤️"),
            ("smile", "😄"),
            ("fire", "🔥"),
            ("red heart", "❤️"),
            ("Red Heart", "❤️"),
            ("thumbs up", "👍"),
        ] {
            let found = finds(wanted, Language::English);
            assert_eq!(found.first(), Some(&first), "{wanted}");
        }
    }

    #[test]
    fn shortcodes_are_found_too() {
        assert!(finds("tada", Language::Arabic).contains(&"🎉"));
        assert!(finds("+1", Language::German).contains(&"👍"));
    }

    #[test]
    fn a_heart_is_found_in_every_language_with_accents_or_without() {
        for (wanted, language) in [
            ("Herz", Language::German),
            ("herz", Language::German),
            ("rotes herz", Language::German),
            ("coeur", Language::French),
            ("cœur", Language::French),
            ("Cœur rouge", Language::French),
            ("corazón", Language::Spanish),
            ("corazon", Language::Spanish),
            ("心", Language::Chinese),
            ("红心", Language::Chinese),
            ("قلب", Language::Arabic),
            ("قلب احمر", Language::Arabic),
        ] {
            assert!(finds(wanted, language).contains(&"❤️"), "{wanted}");
            // English is understood besides, other languages are not.
            assert_eq!(finds("heart", language).first(), Some(&"❤️"));
            assert!(!finds(wanted, Language::English).contains(&"❤️"));
        }
    }

    #[test]
    fn beginnings_of_words_come_before_what_is_inside_of_them() {
        let found = finds("hund", Language::German);
        let place = |emoji: &str| found.iter().position(|it| *it == emoji);
        // „Hundegesicht“ begins with it, „Windhund“ and „Spürhund“ would only end with it.
        assert!(place("🐕").is_some() && place("🐶").is_some());
        assert!(found.iter().take(4).any(|it| *it == "🐶"), "{found:?}");
        assert_eq!(fit("rotes herz", "herz"), Some(WHOLE));
        assert_eq!(fit("herzen", "herz"), Some(BEGINNING));
        assert_eq!(fit("scherz", "herz"), Some(MIDDLE));
        assert_eq!(fit("liebe", "herz"), None);
    }

    #[test]
    fn beginnings_are_offered_while_writing_but_no_middles() {
        let offered = |letters, language| {
            let offered = beginning_with(letters, language, 8);
            offered.into_iter().map(Emoji::as_str).collect::<Vec<_>>()
        };
        assert_eq!(offered("smile", Language::English).first(), Some(&"😄"));
        assert_eq!(offered("heart", Language::English).first(), Some(&"❤️"));
        assert_eq!(offered("thumbs_up", Language::German).first(), Some(&"👍"));
        assert!(offered("Dau", Language::German).contains(&"👍"));
        assert!(offered("红心", Language::Chinese).contains(&"❤️"));
        assert_eq!(offered("sm", Language::English).len(), 8);
        // In the middle of “apple”.
        assert!(search("ppl", Language::English).len() > 1);
        assert!(offered("ppl", Language::English).is_empty());
    }

    #[test]
    fn keywords_find_what_is_called_otherwise() {
        assert!(finds("liebe", Language::German).contains(&"😍"));
        assert!(finds("amour", Language::French).contains(&"❤️"));
    }
}
