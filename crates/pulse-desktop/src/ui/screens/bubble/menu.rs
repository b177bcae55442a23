//! What can be done with a message.

use egui::{Key, Modifiers, Response, Ui};
use pulse_client::{MessageRow, MessageStatus};

use super::body::Body;
use crate::action::{Action, Actions};
use crate::icons::Icon;
use crate::state::Overlay;
use crate::texts::Value;
use crate::ui::widgets::MenuItem;
use crate::ui::{Cx, parts, widgets};

/// Links of a message that its menu offers; a message of links is not a menu.
const LINKS_MAX: usize = 3;

pub(super) fn show(
    ui: &Ui,
    cx: &Cx<'_>,
    row: &MessageRow,
    body: &Body,
    response: &Response,
    out: &mut Actions,
) {
    let name = cx.texts.get("bubble-menu");
    widgets::context_menu(response, cx, &name, |ui| items(ui, cx, row, body, out));
    let enter = keys(ui, row, response, out);
    widgets::keyboard_menu(response, cx, &name, enter, |ui| {
        items(ui, cx, row, body, out)
    });
}

fn items(ui: &mut Ui, cx: &Cx<'_>, row: &MessageRow, body: &Body, out: &mut Actions) {
    if matches!(row.status, MessageStatus::Failed(_))
        && parts::menu_item(ui, cx, Icon::Retry, "bubble-retry")
    {
        out.push(Action::RetryMessage(row.id));
    }
    for link in body.links().take(LINKS_MAX) {
        let values = [("link", Value::from(link))];
        let text = cx.texts.with("bubble-open-link", &values);
        if MenuItem::new(&text).icon(Icon::External).show(ui, cx) {
            out.push(Action::OpenLink(link.to_owned()));
        }
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
}

/// The keyboard at a message: Delete deletes it. True when Enter asks for the menu.
fn keys(ui: &Ui, row: &MessageRow, response: &Response, out: &mut Actions) -> bool {
    if !response.has_focus() {
        return false;
    }
    if ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Delete)) {
        out.push(Action::DeleteMessage(row.id));
    }
    response.clicked() && !ui.input(|input| input.pointer.any_click())
}
