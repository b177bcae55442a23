//! The menu of what is typed in: a finger has no Ctrl+V, and not everybody knows it.

use egui::text::{CCursor, CCursorRange};
use egui::text_edit::TextEditState;
use egui::{Id, Key, KeyboardShortcut, Modifiers, Response, TextBuffer, Ui, ViewportCommand};

use super::{MenuItem, context_menu, menu_separator};
use crate::icons::Icon;
use crate::ui::Cx;
use crate::ui::shortcuts::keys_text;

/// The menu of a field, which a secondary click or a long touch opens.
#[must_use = "call show when the field was drawn"]
pub struct TextMenu {
    field: Id,
    selected: Option<CCursorRange>,
}

/// What somebody chose in it.
#[derive(Clone, Copy)]
enum Does {
    Cut,
    Copy,
    Paste,
    SelectAll,
}

impl TextMenu {
    /// Call it before the field is drawn: the press that asks for the menu takes the selection away.
    pub fn before(ui: &Ui, field: Id) -> Self {
        let state = TextEditState::load(ui.ctx(), field);
        Self {
            field,
            selected: state.and_then(|state| state.cursor.char_range()),
        }
    }

    /// Draws it while it is open, after the field, and does what is chosen. Of a secret nothing can be copied. True when the
    /// text is another one now.
    pub fn show(
        self,
        ui: &Ui,
        cx: &Cx<'_>,
        field: &Response,
        name: &str,
        text: &mut String,
        is_secret: bool,
    ) -> bool {
        self.keep_selection(ui, field);
        let kept = self.field.with("menu-selection");
        if field.secondary_clicked() {
            // The press on an item takes the keyboard from the field, and with it the selection.
            let selected = selection(ui, self.field);
            ui.data_mut(|data| data.insert_temp(kept, selected));
        }
        let selected: Option<CCursorRange> = ui.data(|data| data.get_temp(kept)).flatten();
        let mut does = None;
        context_menu(field, cx, name, |ui| {
            let has_selection = selected.is_some_and(|range| !range.is_empty());
            does = items(ui, cx, has_selection, !text.is_empty(), is_secret);
        });
        does.is_some_and(|does| self.act(ui, text, selected, does))
    }

    /// A press inside of what is selected is about all of it; elsewhere it puts the cursor there.
    fn keep_selection(&self, ui: &Ui, field: &Response) {
        let pressed = self.field.with("menu-pressed");
        if field.contains_pointer() && ui.input(|input| input.pointer.any_pressed()) {
            ui.data_mut(|data| data.insert_temp(pressed, self.selected));
        }
        let holds =
            field.is_pointer_button_down_on() && ui.input(|input| input.pointer.secondary_down());
        if !holds && !field.secondary_clicked() {
            return;
        }
        let before: Option<CCursorRange> = ui.data(|data| data.get_temp(pressed)).flatten();
        if let (Some(before), Some(now)) = (before, selection(ui, self.field)) {
            let [first, last] = before.sorted_cursors();
            if (first.index..=last.index).contains(&now.primary.index) {
                select(ui, self.field, before);
            }
        }
    }

    fn act(&self, ui: &Ui, text: &mut String, selected: Option<CCursorRange>, does: Does) -> bool {
        let end = CCursor::new(text.chars().count());
        let selected = selected.unwrap_or(CCursorRange::one(end));
        let mut is_changed = false;
        let range = match does {
            Does::Copy => {
                ui.copy_text(selected.slice_str(text).to_owned());
                selected
            }
            Does::Cut => {
                ui.copy_text(selected.slice_str(text).to_owned());
                is_changed = true;
                CCursorRange::one(text.delete_selected(&selected))
            }
            Does::Paste => {
                // What is in the clipboard comes to the field that has the keyboard.
                ui.send_viewport_cmd(ViewportCommand::RequestPaste);
                selected
            }
            Does::SelectAll => CCursorRange::two(CCursor::default(), end),
        };
        select(ui, self.field, range);
        ui.memory_mut(|egui| egui.request_focus(self.field));
        is_changed
    }
}

fn items(
    ui: &mut Ui,
    cx: &Cx<'_>,
    has_selection: bool,
    has_text: bool,
    is_secret: bool,
) -> Option<Does> {
    let mut does = None;
    let mut item = |ui: &mut Ui, icon, key, letter, is_enabled, what| {
        let keys = KeyboardShortcut::new(Modifiers::COMMAND, letter);
        let keys = keys_text(keys, cx.texts, cfg!(target_os = "macos"));
        let text = cx.texts.get(key);
        let item = MenuItem::new(&text).icon(icon).shortcut(&keys);
        if item.enabled(is_enabled).show(ui, cx) {
            does = Some(what);
        }
    };
    if !is_secret {
        item(ui, Icon::Cut, "field-cut", Key::X, has_selection, Does::Cut);
        item(
            ui,
            Icon::Copy,
            "field-copy",
            Key::C,
            has_selection,
            Does::Copy,
        );
    }
    item(ui, Icon::Paste, "field-paste", Key::V, true, Does::Paste);
    menu_separator(ui, cx);
    item(
        ui,
        Icon::SelectAll,
        "field-select-all",
        Key::A,
        has_text,
        Does::SelectAll,
    );
    does
}

fn selection(ui: &Ui, field: Id) -> Option<CCursorRange> {
    TextEditState::load(ui.ctx(), field)?.cursor.char_range()
}

fn select(ui: &Ui, field: Id, range: CCursorRange) {
    let mut state = TextEditState::load(ui.ctx(), field).unwrap_or_default();
    state.cursor.set_char_range(Some(range));
    state.store(ui.ctx(), field);
}
