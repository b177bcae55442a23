//! Every state of the app in every shape of window: everything that can be used has a name, is large enough and can be
//! reached with the keyboard.

use egui::Key;
use pulse_desktop::state::{Language, Phase};

use super::window::Window;
use crate::scenes::SCENES;

/// Those that the files of this folder are about; the others are about conversations.
fn is_a_form(name: &str) -> bool {
    const FORMS: &[&str] = &[
        "welcome",
        "server",
        "name",
        "protect",
        "creating",
        "phrase",
        "unlock",
        "trouble",
        "locked",
        "add-contact",
        "requests",
        "contact",
        "safety-number",
        "my-link",
        "settings",
    ];
    FORMS.iter().any(|form| name.starts_with(form))
}

#[test]
fn everything_has_a_name_in_every_shape() {
    for (name, scene) in SCENES {
        for (size, scale, language) in [
            ([1000.0, 800.0], 1.0, Language::English),
            ([390.0, 760.0], 1.0, Language::English),
            ([390.0, 400.0], 2.0, Language::English),
            ([1000.0, 800.0], 1.0, Language::Arabic),
        ] {
            // The window is checked for nameless things whenever it has settled.
            let window = Window::of_size(size, scale, language, scene());
            for (role, label, ..) in window.controls() {
                assert!(!label.starts_with('⟦'), "{name}: {role:?} {label}");
            }
        }
    }
}

#[test]
fn fingers_find_everything_on_a_phone() {
    const LEAST: f32 = 44.0;
    for (name, scene) in SCENES.iter().filter(|(name, _)| is_a_form(name)) {
        let window = Window::phone(scene());
        for (role, label, place, _) in window.controls() {
            // A field is typed in anywhere on its ground, which is higher than its line of text.
            if matches!(
                role,
                egui::accesskit::Role::TextInput | egui::accesskit::Role::PasswordInput
            ) {
                continue;
            }
            assert!(
                place.width() >= LEAST - 0.5 && place.height() >= LEAST - 0.5,
                "{name}: {label:?} is only {:?}",
                place.size()
            );
        }
    }
}

#[test]
fn nothing_sticks_out_sideways() {
    for (name, scene) in SCENES.iter().filter(|(name, _)| is_a_form(name)) {
        for width in [320.0, 390.0, 640.0, 1000.0] {
            let window = Window::of_size([width, 760.0], 1.0, Language::English, scene());
            for (_, label, place, _) in window.controls() {
                assert!(
                    place.left() >= -0.5 && place.right() <= width + 0.5,
                    "{name} at {width}: {label:?} is at {place:?}"
                );
            }
        }
    }
}

#[test]
fn the_keyboard_reaches_everything() {
    for (name, scene) in SCENES.iter().filter(|(name, _)| is_a_form(name)) {
        let state = scene();
        // Beside a list the list comes first; a phone shows the page alone.
        let is_page = matches!(state.phase, Phase::Home);
        let mut window = Window::phone(state);
        let mut waiting: Vec<String> = window
            .controls()
            .into_iter()
            .filter(|(.., can_be_used)| *can_be_used)
            .map(|(_, label, ..)| label)
            .collect();
        let rounds = waiting.len() + 4;
        for _ in 0..rounds {
            if let Some(focused) = window.focused()
                && let Some(place) = waiting.iter().position(|label| *label == focused)
            {
                waiting.swap_remove(place);
            }
            window.presses(Key::Tab);
        }
        assert!(
            waiting.is_empty(),
            "{name} (a page: {is_page}): no Tab leads to {waiting:?}"
        );
    }
}
