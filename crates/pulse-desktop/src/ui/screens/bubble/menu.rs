//! What can be done with a message.

use egui::{Key, Modifiers, Popup, Response, Ui};
use pulse_client::{MessageRow, MessageStatus};

use super::body::Body;
use crate::action::{Action, Actions};
use crate::icons::Icon;
use crate::state::Overlay;
use crate::ui::{Cx, parts, widgets};

pub(super) fn show(
    ui: &Ui,
    cx: &Cx<'_>,
    row: &MessageRow,
    _body: &Body,
    response: &Response,
    out: &mut Actions,
) {
    keys(ui, row, response, out);
    widgets::context_menu(response, cx, &cx.texts.get("bubble-menu"), |ui| {
        if matches!(row.status, MessageStatus::Failed(_))
            && parts::menu_item(ui, cx, Icon::Retry, "bubble-retry")
        {
            out.push(Action::RetryMessage(row.id));
        }
        if parts::menu_item(ui, cx, Icon::Copy, "bubble-copy") {
            out.push(Action::Copy(row.text.clone()));
        }
        if parts::menu_item(ui, cx, Icon::Info, "bubble-details") {
            out.push(Action::Open(Overlay::MessageDetails(row.id)));
        }
        widgets::menu_separator(ui, cx);
        if parts::menu_item_danger(ui, cx, Icon::Delete, "bubble-delete") {
            out.push(Action::DeleteMessage(row.id));
        }
    });
}

/// The same by keyboard, for the message that it is at: Enter opens the menu, Delete deletes.
fn keys(ui: &Ui, row: &MessageRow, response: &Response, out: &mut Actions) {
    if !response.has_focus() {
        return;
    }
    if response.clicked() && !ui.input(|input| input.pointer.any_click()) {
        Popup::open_id(ui.ctx(), Popup::default_response_id(response));
    }
    if ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Delete)) {
        out.push(Action::DeleteMessage(row.id));
    }
}
