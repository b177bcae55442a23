//! Names and keywords of the emoji from Unicode CLDR, unpacked for a language when it is first asked for.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use emojis::Emoji;
use pulse_client::folding::letters;

use crate::state::Language;

/// What emoji are called in one language.
#[derive(Debug, Default)]
pub(crate) struct EmojiNames {
    by_emoji: BTreeMap<String, Words>,
}

#[derive(Debug)]
struct Words {
    name: String,
    /// The name and then the keywords, folded, with ends of lines between them.
    folded: String,
}

/// A language and its file, made by `assets/make-emoji-names.py`, with what it was unpacked to.
struct File {
    language: Language,
    packed: &'static [u8],
    names: OnceLock<EmojiNames>,
}

impl File {
    const fn new(language: Language, packed: &'static [u8]) -> Self {
        Self {
            language,
            packed,
            names: OnceLock::new(),
        }
    }
}

/// English first: it stands in for languages without a file.
static FILES: [File; 6] = [
    File::new(Language::English, include_bytes!("../../assets/emoji/en.z")),
    File::new(Language::German, include_bytes!("../../assets/emoji/de.z")),
    File::new(Language::Spanish, include_bytes!("../../assets/emoji/es.z")),
    File::new(Language::French, include_bytes!("../../assets/emoji/fr.z")),
    File::new(Language::Chinese, include_bytes!("../../assets/emoji/zh.z")),
    File::new(Language::Arabic, include_bytes!("../../assets/emoji/ar.z")),
];

impl EmojiNames {
    /// The names in a language.
    pub(crate) fn of(language: Language) -> &'static Self {
        let file = FILES.iter().find(|file| file.language == language);
        let file = file.unwrap_or(&FILES[0]);
        file.names.get_or_init(|| Self::unpack(file.packed))
    }

    /// What an emoji is called; in English where this language has no word for it.
    pub(crate) fn name(&self, emoji: &'static Emoji) -> &str {
        let words = self.by_emoji.get(emoji.as_str());
        words.map_or_else(|| emoji.name(), |words| &words.name)
    }

    /// Its name and its keywords, [folded](letters).
    pub(super) fn folded(&self, emoji: &Emoji) -> impl Iterator<Item = &str> {
        let words = self.by_emoji.get(emoji.as_str());
        words.into_iter().flat_map(|words| words.folded.lines())
    }

    /// A file that is damaged has no names, and English ones are shown. A test looks that none is.
    fn unpack(packed: &[u8]) -> Self {
        let bytes = fdeflate::decompress_to_vec(packed).unwrap_or_default();
        let text = String::from_utf8(bytes).unwrap_or_default();
        let words = |line: &str| {
            let (emoji, words) = line.split_once('\t')?;
            let name = words.split('\t').next()?.to_owned();
            let folded = letters(&words.replace('\t', "\n"));
            Some((emoji.to_owned(), Words { name, folded }))
        };
        Self {
            by_emoji: text.lines().filter_map(words).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_emoji_has_a_name_in_every_language() {
        for file in &FILES {
            let names = EmojiNames::of(file.language);
            for emoji in emojis::iter() {
                assert!(
                    names.by_emoji.contains_key(emoji.as_str()),
                    "{emoji} in {:?}",
                    file.language
                );
                assert!(!names.name(emoji).trim().is_empty());
            }
        }
    }

    #[test]
    fn every_language_of_the_interface_has_its_own() {
        for locale in crate::LOCALES {
            let file = FILES.iter().find(|file| file.language == locale.language);
            assert!(file.is_some(), "{}", locale.tag);
        }
        let heart = emojis::get("❤️").unwrap();
        let called = FILES
            .iter()
            .map(|file| EmojiNames::of(file.language).name(heart));
        assert_eq!(
            called.collect::<Vec<_>>(),
            [
                "red heart",
                "rotes Herz",
                "corazón rojo",
                "cœur rouge",
                "红心",
                "قلب أحمر"
            ]
        );
    }

    #[test]
    fn a_damaged_file_has_no_names() {
        assert!(EmojiNames::unpack(b"not a file").by_emoji.is_empty());
    }
}
