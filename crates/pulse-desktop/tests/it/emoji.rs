//! Emoji by name: in the picker, and while writing.

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT, Queryable};
use pulse_desktop::state::{Language, Overlay};

use super::stage::{PHONE, Stage, WIDE};
use crate::scenes::conversations;

/// The emoji that are offered above the composer, by their names.
fn offered(stage: &Stage) -> Vec<String> {
    stage.labels(Role::ListBoxOption)
}

/// The one that Enter would take.
fn chosen(stage: &Stage) -> Option<String> {
    let options = stage.harness.query_all_by_role(Role::ListBoxOption);
    let mut chosen = options.filter(|it| it.accesskit_node().is_selected() == Some(true));
    chosen.next()?.accesskit_node().label()
}

fn writing(text: &str) -> Stage {
    let mut stage = Stage::wide(conversations::everyday());
    stage.types(text);
    stage
}

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

#[test]
fn a_colon_and_two_letters_offer_emoji_and_enter_takes_one() {
    let mut stage = writing("well :s");
    assert!(offered(&stage).is_empty());
    stage.types("mi");
    assert!(stage.shows("Matching emoji"));
    let all = offered(&stage);
    assert!((2..=8).contains(&all.len()), "{all:?}");
    assert_eq!(chosen(&stage).as_ref(), all.first());
    stage.press(Key::Enter);
    assert!(stage.sent().is_empty());
    assert!(offered(&stage).is_empty());
    let draft = stage.draft();
    let taken = draft.strip_prefix("well ").unwrap();
    assert!(emojis::get(taken).is_some(), "{draft}");
    assert_eq!(stage.state().settings.recent_emoji.first().unwrap(), taken);
    stage.types("!");
    assert_eq!(stage.draft(), format!("{draft}!"));
    stage.press(Key::Enter);
    assert_eq!(stage.sent(), [format!("{draft}!")]);
}

#[test]
fn arrows_choose_and_tab_takes_without_leaving_the_field() {
    let mut stage = writing(":heart");
    let all = offered(&stage);
    assert_eq!(all.first().map(String::as_str), Some("red heart"));
    stage.press(Key::ArrowDown);
    assert_eq!(chosen(&stage), all.get(1).cloned());
    stage.press(Key::ArrowUp);
    stage.press(Key::ArrowUp);
    assert_eq!(chosen(&stage), all.last().cloned());
    stage.press(Key::ArrowDown);
    stage.press(Key::Tab);
    assert_eq!(stage.draft(), "❤️");
    stage.types(" you");
    assert_eq!(stage.draft(), "❤️ you");
}

#[test]
fn the_field_says_which_one_is_chosen() {
    let stage = writing(":heart");
    let field = stage.node(Role::MultilineTextInput, "Message");
    let option = stage.node(Role::ListBoxOption, "red heart");
    let active = field.accesskit_node().active_descendant().unwrap();
    assert_eq!(active.id(), option.accesskit_node().id());
    let list = stage.node(Role::ListBox, "Matching emoji");
    assert!(!list.accesskit_node().is_hidden());
    let above = field.rect().top();
    let mut options = stage.harness.query_all_by_role(Role::ListBoxOption);
    assert!(options.all(|it| it.rect().bottom() <= above));
}

#[test]
fn escape_closes_the_list_until_another_word_begins() {
    let mut stage = Stage::new(conversations::everyday(), PHONE, Language::English);
    stage.click(Role::MultilineTextInput, "Message");
    stage.types(":smi");
    assert!(!offered(&stage).is_empty());
    stage.press(Key::Escape);
    assert!(offered(&stage).is_empty());
    // On a phone Escape would have led back to the list.
    assert!(stage.state().open_conversation().is_some());
    stage.types("l");
    assert!(offered(&stage).is_empty());
    stage.types(" :fir");
    assert!(!offered(&stage).is_empty());
    stage.press(Key::Escape);
    stage.press(Key::Escape);
    assert!(stage.state().open_conversation().is_none());
}

#[test]
fn a_click_takes_an_emoji_and_the_field_keeps_the_keyboard() {
    let mut stage = writing(":heart");
    let second = offered(&stage).remove(1);
    stage.click(Role::ListBoxOption, &second);
    assert!(emojis::get(&stage.draft()).is_some(), "{}", stage.draft());
    assert!(offered(&stage).is_empty());
    stage.types("x");
    assert!(stage.draft().ends_with('x'));
}

#[test]
fn a_click_of_the_pointer_takes_an_emoji_too() {
    let mut stage = writing("a :heart");
    let second = offered(&stage).remove(1);
    let at = stage.node(Role::ListBoxOption, &second).rect().center();
    stage.harness.hover_at(at);
    stage.harness.run();
    for pressed in [true, false] {
        stage.harness.event(egui::Event::PointerButton {
            pos: at,
            button: egui::PointerButton::Primary,
            pressed,
            modifiers: Modifiers::NONE,
        });
        stage.harness.run();
    }
    assert!(emojis::get(stage.draft().strip_prefix("a ").unwrap()).is_some());
    stage.types("x");
    assert!(stage.draft().ends_with('x'));
}

#[test]
fn the_closing_colon_of_a_shortcode_makes_an_emoji_of_it() {
    let mut stage = writing("so :smile");
    stage.types(":");
    assert_eq!(stage.draft(), "so 😄");
    stage.types(" at 10:30: ok :no_such: https://pulse.im:443/:smile:");
    assert_eq!(
        stage.draft(),
        "so 😄 at 10:30: ok :no_such: https://pulse.im:443/:smile:"
    );
}

#[test]
fn what_is_pasted_stays_as_it_is() {
    let mut stage = writing("");
    stage.harness.event(egui::Event::Paste(":smile:".into()));
    stage.harness.run();
    assert_eq!(stage.draft(), ":smile:");
}

#[test]
fn smileys_and_times_offer_nothing_and_enter_sends_them() {
    for text in [":)", ":D", "10:30", "see https://pulse.im"] {
        let mut stage = writing(text);
        assert!(offered(&stage).is_empty(), "{text}");
        stage.press(Key::Enter);
        assert_eq!(stage.sent(), [text]);
    }
}

#[test]
fn in_arabic_the_list_stands_at_the_right_and_has_arabic_names() {
    let mut stage = Stage::new(conversations::everyday(), WIDE, Language::Arabic);
    stage.types(":قلب");
    assert!(!offered(&stage).is_empty());
    assert!(stage.shows("رموز تعبيرية مطابقة"));
    let options = stage.harness.query_all_by_role(Role::ListBoxOption);
    let places: Vec<_> = options.map(|it| it.rect()).collect();
    let fields = stage.harness.query_all_by_role(Role::MultilineTextInput);
    let field = fields.map(|it| it.rect()).next().unwrap();
    assert!(places.iter().all(|it| it.center().x > field.center().x));
    stage.press(Key::Tab);
    assert!(emojis::get(&stage.draft()).is_some(), "{}", stage.draft());
}

#[test]
fn a_list_that_is_open_covers_nothing_of_the_composer_on_a_phone() {
    let mut stage = Stage::new(conversations::everyday(), PHONE, Language::English);
    stage.click(Role::MultilineTextInput, "Message");
    stage.types(":sm");
    let field = stage.node(Role::MultilineTextInput, "Message").rect();
    for option in stage.harness.query_all_by_role(Role::ListBoxOption) {
        assert!(option.rect().bottom() < field.top());
        assert!(option.rect().height() >= 44.0);
        assert!(option.rect().top() >= 0.0);
    }
}
