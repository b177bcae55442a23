//! The menu of what is typed in, for those who have no keys to cut, copy and paste with.

use egui::accesskit::Role;
use egui::{Event, Key, Modifiers, OutputCommand, ViewportCommand, ViewportId};

use super::stage::Stage;
use crate::scenes::conversations;

const FIELD: (Role, &str) = (Role::MultilineTextInput, "Message");

/// Clicks on an item and looks at each frame until one asked for something.
fn chooses<T>(stage: &mut Stage, item: &str, asked: impl Fn(&egui::FullOutput) -> Option<T>) -> T {
    stage.node(Role::MenuItem, item).click();
    for _ in 0..10 {
        stage.harness.step();
        if let Some(found) = asked(stage.harness.output()) {
            stage.harness.run();
            return found;
        }
    }
    panic!("{item} asked for nothing");
}

fn copied(output: &egui::FullOutput) -> Option<String> {
    let mut commands = output.platform_output.commands.iter();
    commands.find_map(|command| match command {
        OutputCommand::CopyText(text) => Some(text.clone()),
        _ => None,
    })
}

fn wants_to_paste(output: &egui::FullOutput) -> Option<()> {
    let window = output.viewport_output.get(&ViewportId::ROOT)?;
    window
        .commands
        .contains(&ViewportCommand::RequestPaste)
        .then_some(())
}

#[test]
fn what_is_selected_is_copied_cut_and_pasted_from_a_menu() {
    let mut stage = Stage::wide(conversations::everyday());
    stage.types("see you at seven");
    stage.right_click(FIELD.0, FIELD.1);
    stage.click(Role::MenuItem, "Select all");

    // The press that opens the menu leaves what is selected as it is.
    stage.right_click(FIELD.0, FIELD.1);
    let text = chooses(&mut stage, "Copy", copied);
    assert_eq!(text, "see you at seven");
    assert_eq!(stage.draft(), "see you at seven");

    stage.right_click(FIELD.0, FIELD.1);
    let text = chooses(&mut stage, "Cut", copied);
    assert_eq!(text, "see you at seven");
    assert_eq!(stage.draft(), "");

    stage.right_click(FIELD.0, FIELD.1);
    chooses(&mut stage, "Paste", wants_to_paste);
    // What the system then gives comes to this field.
    stage.harness.event(Event::Paste("at eight".to_owned()));
    stage.harness.run();
    assert_eq!(stage.draft(), "at eight");
    stage.press_with(Modifiers::COMMAND, Key::Z);
    assert_eq!(stage.draft(), "");
}

#[test]
fn a_field_of_a_page_has_the_menu_too() {
    let mut stage = Stage::wide(conversations::everyday());
    stage.right_click(Role::TextInput, "Search");
    chooses(&mut stage, "Paste", wants_to_paste);
    stage.harness.event(Event::Paste("clara".to_owned()));
    stage.harness.run();
    assert_eq!(stage.state().chats.filter, "clara");
}

#[test]
fn of_a_passphrase_nothing_can_be_copied() {
    let mut state = conversations::everyday();
    state.lock.available = true;
    state.lock.locked = true;
    let mut stage = Stage::wide(state);
    stage.types("correct horse");
    stage.right_click(Role::PasswordInput, "Passphrase");
    let items = stage.labels(Role::MenuItem);
    assert_eq!(items, ["Paste", "Select all"]);
}
