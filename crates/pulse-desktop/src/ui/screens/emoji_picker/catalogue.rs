//! Which emoji the picker offers: by group, or by what their English names say.

use emojis::{Emoji, Group};

use crate::icons::Icon;

/// The groups in the order of the picker, with the name of each group's text.
pub(super) const GROUPS: [(Group, &str); 9] = [
    (Group::SmileysAndEmotion, "emoji-group-smileys"),
    (Group::PeopleAndBody, "emoji-group-people"),
    (Group::AnimalsAndNature, "emoji-group-nature"),
    (Group::FoodAndDrink, "emoji-group-food"),
    (Group::TravelAndPlaces, "emoji-group-travel"),
    (Group::Activities, "emoji-group-activities"),
    (Group::Objects, "emoji-group-objects"),
    (Group::Symbols, "emoji-group-symbols"),
    (Group::Flags, "emoji-group-flags"),
];

/// The icon of a group, by the key of its heading.
pub(super) fn icon(heading: &str) -> Icon {
    match heading {
        "emoji-group-recent" => Icon::EmojiRecent,
        "emoji-group-people" => Icon::EmojiPeople,
        "emoji-group-nature" => Icon::EmojiNature,
        "emoji-group-food" => Icon::EmojiFood,
        "emoji-group-travel" => Icon::EmojiTravel,
        "emoji-group-activities" => Icon::EmojiActivities,
        "emoji-group-objects" => Icon::EmojiObjects,
        "emoji-group-symbols" => Icon::EmojiSymbols,
        "emoji-group-flags" => Icon::EmojiFlags,
        _ => Icon::EmojiSmileys,
    }
}

/// One stretch of the picker's grid: a heading and what is below it.
#[derive(Clone, Debug)]
pub(super) struct Section {
    /// A key of the texts.
    pub(super) heading: &'static str,
    /// In the order in which they are drawn.
    pub(super) emoji: Vec<&'static Emoji>,
}

/// Everything, by group, with those used lately first.
pub(super) fn all(recent: &[String]) -> Vec<Section> {
    let recent: Vec<_> = recent.iter().filter_map(|text| emojis::get(text)).collect();
    let mut sections = Vec::with_capacity(GROUPS.len() + 1);
    if !recent.is_empty() {
        sections.push(Section {
            heading: "emoji-group-recent",
            emoji: recent,
        });
    }
    sections.extend(GROUPS.iter().map(|&(group, heading)| Section {
        heading,
        emoji: group.emojis().collect(),
    }));
    sections
}

/// What a search finds, best first: the emoji that is called just that, then a whole word before a beginning of one, a
/// beginning before a middle. Colons around a name, as other messengers want them, change nothing.
pub(super) fn search(wanted: &str) -> Vec<&'static Emoji> {
    let wanted = wanted.trim().trim_matches(':').to_lowercase();
    let words: Vec<&str> = wanted.split_whitespace().collect();
    let mut found: Vec<(u8, &'static Emoji)> = emojis::iter()
        .filter_map(|emoji| {
            let ranks: Option<Vec<u8>> = words.iter().map(|word| rank(emoji, word)).collect();
            let rank = ranks?.into_iter().max()?;
            Some((if is_called(emoji, &wanted) { 0 } else { rank }, emoji))
        })
        .collect();
    found.sort_by_key(|(rank, _)| *rank);
    found.into_iter().map(|(_, emoji)| emoji).collect()
}

/// Whether this is one of its names, all of it.
fn is_called(emoji: &Emoji, wanted: &str) -> bool {
    let is_same = |name: &str| name.eq_ignore_ascii_case(wanted);
    is_same(emoji.name())
        || emoji
            .shortcodes()
            .any(|code| is_same(code) || is_same(&code.replace('_', " ")))
}

/// How well a word fits an emoji: 1 best, `None` not at all.
fn rank(emoji: &Emoji, word: &str) -> Option<u8> {
    let names = std::iter::once(emoji.name()).chain(emoji.shortcodes());
    names
        .filter_map(|name| {
            let name = name.to_lowercase();
            let mut parts = name.split(|letter: char| !letter.is_alphanumeric());
            if parts.clone().any(|part| part == word) {
                Some(1)
            } else if parts.any(|part| part.starts_with(word)) {
                Some(2)
            } else {
                name.contains(word).then_some(3)
            }
        })
        .min()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_search_finds_whole_words_first() {
        let found = search("cat");
        assert!(
            found
                .first()
                .is_some_and(|emoji| emoji.name().contains("cat"))
        );
        let place = |name: &str| found.iter().position(|emoji| emoji.name() == name);
        assert!(place("cat face") < place("bell pepper").or(Some(usize::MAX)));
        assert!(search("grinning face").len() > 1);
        assert!(search("no such emoji").is_empty());
    }

    #[test]
    fn the_one_that_is_called_so_comes_first() {
        for (wanted, first) in [
            ("heart", "❤️"),
            (":heart:", "❤️"),
            ("smile", "😄"),
            ("fire", "🔥"),
            ("red heart", "❤️"),
            ("thumbs up", "👍"),
        ] {
            let found = search(wanted);
            assert_eq!(
                found.first().map(|emoji| emoji.as_str()),
                Some(first),
                "{wanted}"
            );
        }
    }

    #[test]
    fn shortcodes_are_found_too() {
        assert!(search("tada").iter().any(|emoji| emoji.as_str() == "🎉"));
        assert!(search("+1").iter().any(|emoji| emoji.as_str() == "👍"));
    }

    #[test]
    fn recent_ones_come_first_and_unknown_ones_are_left_out() {
        let sections = all(&["🎉".to_owned(), "not an emoji".to_owned()]);
        assert_eq!(sections.len(), GROUPS.len() + 1);
        assert_eq!(sections.first().map(|section| section.emoji.len()), Some(1));
        assert_eq!(all(&[]).len(), GROUPS.len());
    }
}
