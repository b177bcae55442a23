//! Emoji by name.

use egui::accesskit::Role;
use pulse_desktop::state::{Language, Overlay};

use crate::scenes::conversations;
use super::stage::{Stage, WIDE};

#[test]
fn the_picker_names_and_finds_emoji_in_the_language_of_the_window() {
    for (language, wanted, name) in [
        (Language::English, "heart", "red heart"),
        (Language::German, "Herz", "rotes Herz"),
        (Language::French, "coeur", "cœur rouge"),
        (Language::Spanish, "corazon", "corazón rojo"),
        (Language::Chinese, "心", "红心"),
        (Language::Arabic, "قلب", "قلب أحمر"),
    ] {
        let state = conversations::over(Overlay::EmojiPicker);
        let mut stage = Stage::new(state, WIDE, language);
        stage.types(wanted);
        // What a screen reader says of the button, and what its tooltip shows.
        stage.click(Role::Button, name);
        assert_eq!(stage.draft(), "❤️", "{name}");
    }
}
