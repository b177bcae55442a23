//! The title of what has just come up: it takes the keyboard, so that Tab goes on from here and not from the list, and a
//! screen reader says where one is.

use egui::{EventFilter, Response, Sense, Ui};

use super::Text;
use super::text_field::take_focus_once;
use crate::theme::Type;
use crate::ui::Cx;

/// Draws it. It has no ring, as nothing can be done with it, and Tab does not lead back to it.
pub fn title(ui: &mut Ui, cx: &Cx<'_>, text: &str) -> Response {
    let id = ui.scope_id().with(("title", text));
    let has_keyboard = ui.memory(|egui| egui.has_focus(id));
    // What is drawn once as not to be focused has lost the keyboard, and Tab would begin anew.
    let sense = match has_keyboard {
        true => Sense::focusable_noninteractive(),
        false => Sense::hover(),
    };
    let response = Text::new(text, Type::Headline)
        .one_line()
        .heading()
        .senses(id, sense)
        .show(ui, cx);
    take_focus_once(ui, id, &response);
    if has_keyboard {
        // The arrows are those of what it is the title of: they scroll it.
        let arrows = EventFilter {
            vertical_arrows: true,
            ..EventFilter::default()
        };
        ui.memory_mut(|egui| egui.set_focus_lock_filter(id, arrows));
    }
    response
}
