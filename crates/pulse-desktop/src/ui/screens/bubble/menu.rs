//! What can be done with a message.

use egui::{Key, Modifiers, Response, Ui};
use pulse_client::{MessageRow, MessageStatus};

use super::body::Body;
use super::open_link;
use crate::action::{Action, Actions};
use crate::icons::Icon;
use crate::state::Overlay;
use crate::texts::Value;
use crate::theme::space;
use crate::ui::shortcuts::ROW_MENU;
use crate::ui::widgets::MenuItem;
use crate::ui::{Cx, parts, widgets};

/// Links of a message that its menu offers; a message of links is not a menu.
const LINKS_MAX: usize = 8;
/// Width of a menu with links, in points: most addresses can be read whole.
const WIDTH_WITH_LINKS: f32 = 320.0;

/// Draws it while it is open. True when all of a folded message is to be seen.
pub(super) fn show(
    ui: &Ui,
    cx: &Cx<'_>,
    row: &MessageRow,
    body: &Body,
    response: &Response,
    out: &mut Actions,
) -> bool {
    let name = cx.texts.get("bubble-menu");
    let mut unfolds = false;
    widgets::context_menu(response, cx, &name, |ui| {
        unfolds |= items(ui, cx, row, body, out);
    });
    let enter = keys(ui, row, response, out);
    widgets::keyboard_menu(response, cx, &name, enter, |ui| {
        unfolds |= items(ui, cx, row, body, out);
    });
    unfolds
}

fn items(ui: &mut Ui, cx: &Cx<'_>, row: &MessageRow, body: &Body, out: &mut Actions) -> bool {
    let unfolds = body.is_folded() && parts::menu_item(ui, cx, Icon::Down, "bubble-more");
    if matches!(row.status, MessageStatus::Failed(_))
        && parts::menu_item(ui, cx, Icon::Retry, "bubble-retry")
    {
        out.push(Action::RetryMessage(row.id));
    }
    links(ui, cx, body, out);
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
    unfolds
}

fn links(ui: &mut Ui, cx: &Cx<'_>, body: &Body, out: &mut Actions) {
    let links: Vec<_> = body.links().take(LINKS_MAX).collect();
    if !links.is_empty() {
        let window = ui.content_rect().width();
        ui.set_width(WIDTH_WITH_LINKS.min(window - 2.0 * space::L));
    }
    for &(link, is_hidden) in &links {
        if link_item(ui, cx, Icon::External, "bubble-open-link", link) {
            out.push(open_link(link, is_hidden));
        }
    }
    let mut addresses: Vec<&str> = Vec::new();
    for &(link, _) in &links {
        if !addresses.contains(&link) {
            addresses.push(link);
        }
    }
    for link in &addresses {
        let chosen = match addresses.len() {
            1 => parts::menu_item(ui, cx, Icon::Link, "link-copy"),
            _ => link_item(ui, cx, Icon::Link, "bubble-copy-link", link),
        };
        if chosen {
            out.push(Action::Copy((*link).to_owned()));
        }
    }
    if !links.is_empty() {
        widgets::menu_separator(ui, cx);
    }
}

/// Something to do with one of several links.
fn link_item(ui: &mut Ui, cx: &Cx<'_>, icon: Icon, key: &str, link: &str) -> bool {
    // What tells addresses apart comes first.
    let short = link.strip_prefix("https://").unwrap_or(link);
    let text = cx.texts.with(key, &[("link", Value::from(short))]);
    MenuItem::new(&text).icon(icon).show(ui, cx)
}

/// The keyboard at a message: Delete deletes it. True when Enter asks for the menu.
fn keys(ui: &Ui, row: &MessageRow, response: &Response, out: &mut Actions) -> bool {
    if !response.has_focus() {
        return false;
    }
    if ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Delete)) {
        out.push(Action::DeleteMessage(row.id));
    }
    let mut keys = ROW_MENU.iter();
    keys.any(|keys| ui.input_mut(|input| input.consume_shortcut(keys)))
        || (response.clicked() && !ui.input(|input| input.pointer.any_click()))
}
