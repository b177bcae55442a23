//! Which emoji the picker offers, by group.

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn recent_ones_come_first_and_unknown_ones_are_left_out() {
        let sections = all(&["🎉".to_owned(), "not an emoji".to_owned()]);
        assert_eq!(sections.len(), GROUPS.len() + 1);
        assert_eq!(sections.first().map(|section| section.emoji.len()), Some(1));
        assert_eq!(all(&[]).len(), GROUPS.len());
    }
}
