//! The title of what has just come up: it takes the keyboard, so that Tab goes on from here and not from the list, and a
//! screen reader says where one is.

use egui::{EventFilter, Response, Sense, Ui};

use super::Text;
use super::text_field::take_focus_once;
use crate::theme::Type;
use crate::ui::Cx;

/// Draws it. It has no ring, as nothing can be done with it, and Tab does not lead back to it.
pub fn title(ui: &mut Ui, cx: &Cx<'_>, text: &str) -> Response {
    let response = Text::new(text, Type::Headline)
        .one_line()
        .heading()
        .show(ui, cx);
    take_focus_once(ui, ui.scope_id().with(("title", text)), &response);
    if !response.has_focus() {
        return response;
    }
    // The arrows are those of what it is the title of: they scroll it.
    let arrows = EventFilter {
        vertical_arrows: true,
        ..EventFilter::default()
    };
    ui.memory_mut(|egui| egui.set_focus_lock_filter(response.id, arrows));
    response.interact(Sense::focusable_noninteractive())
}
