//! The bar above a conversation.

use egui::{CornerRadius, Rect, Role, Sense, StrokeKind, Ui, WidgetInfo, vec2};
use pulse_client::ContactState;

use crate::action::{Action, Actions};
use crate::icons::Icon;
use crate::state::{AppState, Route};
use crate::theme::{Type, radius, size, space};
use crate::ui::screens::mute;
use crate::ui::{Cx, Layout, Strip, line, parts, widgets};
use crate::update::ChatSummary;

/// Draws the bar: back (on a phone), who it is, and what can be done.
pub(super) fn show(
    ui: &mut Ui,
    cx: &Cx<'_>,
    state: &AppState,
    chat: &ChatSummary,
    out: &mut Actions,
) {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), size::BAR), Sense::hover());
    ui.painter().hline(
        rect.x_range(),
        rect.bottom() - 0.5,
        cx.theme.separator_stroke(),
    );
    let target = cx.target();
    let edge = match cx.layout {
        Layout::Wide => space::M,
        Layout::Phone => space::XS,
    };
    let mut strip = Strip::new(rect.shrink2(vec2(edge, 0.0)), cx.direction);
    if cx.layout == Layout::Phone {
        let place = strip.leading(target);
        if parts::icon_button_at(
            ui,
            cx,
            place,
            Icon::Back,
            &cx.texts.get("conversation-back"),
        )
        .clicked()
        {
            out.push(Action::Back);
        }
    }
    let more = strip.trailing(target);
    who(ui, cx, state, chat, strip.rest, out);
    menu(ui, cx, state, chat, more, out);
}

/// Avatar, name and a second line; all of it leads to the contact's page.
fn who(
    ui: &mut Ui,
    cx: &Cx<'_>,
    state: &AppState,
    chat: &ChatSummary,
    place: Rect,
    out: &mut Actions,
) {
    let subtitle = subtitle(cx, state, chat);
    let response = ui.interact(place, ui.scope_id().with("who"), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &chat.name));
    let text_height = if subtitle.is_some() { 40.0 } else { 24.0 };
    let mut strip = Strip::new(place.shrink2(vec2(space::XS, 0.0)), cx.direction);
    let disc = strip.leading(size::AVATAR_MEDIUM);
    strip.leading(space::M);
    let text = Rect::from_center_size(strip.rest.center(), vec2(strip.rest.width(), text_height));
    let upper = text.with_max_y(text.top() + 24.0);
    let mark = if chat.verified || chat.compared {
        size::ICON
    } else {
        0.0
    };
    let galley = line::layout(
        ui,
        &chat.name,
        Type::Headline,
        cx.theme.text,
        upper.width() - mark,
    );
    let covered = subtitle
        .as_ref()
        .map_or(galley.size().x + mark, |(text, colour)| {
            let second = line::layout(ui, text, Type::Caption, *colour, upper.width());
            second.size().x.max(galley.size().x + mark)
        });
    let hit = {
        let mut strip = Strip::new(place, cx.direction);
        let width = size::AVATAR_MEDIUM + space::M + covered + 2.0 * space::S;
        strip.leading(width).shrink2(vec2(0.0, 6.0))
    };
    if response.hovered() || response.has_focus() {
        let corner = CornerRadius::same(radius::MEDIUM);
        ui.painter().rect_filled(hit, corner, cx.theme.hover);
        if response.has_focus() {
            ui.painter()
                .rect_stroke(hit, corner, cx.theme.focus_stroke(), StrokeKind::Inside);
        }
    }
    parts::paint_avatar(
        ui,
        cx,
        disc.center(),
        size::AVATAR_MEDIUM,
        &chat.name,
        chat.account,
    );
    let mut names = Strip::new(upper, cx.direction);
    let name = names.leading(galley.size().x);
    line::leading(ui, cx, name, galley, cx.theme.text);
    let at = names.leading(mark).center();
    if chat.compared {
        Icon::Verified.paint_filled(ui.painter(), at, size::ICON_SMALL, cx.theme.accent);
    } else if chat.verified {
        let colour = cx.theme.text_secondary;
        Icon::Link.paint(ui.painter(), at, size::ICON_SMALL, colour);
    }
    if let Some((words, colour)) = subtitle {
        let lower = text.with_min_y(upper.bottom());
        line::paint(ui, cx, lower, &words, Type::Caption, colour);
        ui.ctx()
            .accesskit_node_builder(response.id, |node| node.set_description(words));
    }
    if response.clicked() {
        out.push(Action::Go(Route::Contact(chat.account)));
    }
}

/// Typing, or where we stand with them.
fn subtitle(cx: &Cx<'_>, state: &AppState, chat: &ChatSummary) -> Option<(String, egui::Color32)> {
    let secondary = cx.theme.text_secondary;
    let (key, colour) = if state.typing.contains_key(&chat.id) {
        ("conversation-typing", cx.theme.accent)
    } else {
        match chat.state {
            ContactState::Requested => ("conversation-wants-to-write", secondary),
            ContactState::Blocked => ("conversation-is-blocked", secondary),
            ContactState::Added => ("conversation-not-answered", secondary),
            ContactState::Accepted if chat.compared => ("conversation-verified", secondary),
            ContactState::Accepted if chat.verified => ("conversation-by-link", secondary),
            ContactState::Accepted => return None,
        }
    };
    Some((cx.texts.get(key).into_owned(), colour))
}

fn menu(
    ui: &mut Ui,
    cx: &Cx<'_>,
    state: &AppState,
    chat: &ChatSummary,
    place: Rect,
    out: &mut Actions,
) {
    let name = cx.texts.get("conversation-more");
    let response = parts::icon_button_at(ui, cx, place, Icon::More, &name);
    widgets::popup_menu(&response, cx, &name, |ui| {
        if parts::menu_item(ui, cx, Icon::Contact, "conversation-contact") {
            out.push(Action::Go(Route::Contact(chat.account)));
        }
        if parts::menu_item(ui, cx, Icon::Fingerprint, "conversation-safety-number") {
            out.push(Action::Go(Route::SafetyNumber(chat.account)));
        }
        if parts::menu_item(ui, cx, Icon::Search, "conversation-find") {
            out.push(Action::OpenFind);
        }
        mute::menu_item(ui, cx, state, chat.id, chat.state, out);
        widgets::menu_separator(ui, cx);
        if chat.state == ContactState::Blocked {
            if parts::menu_item(ui, cx, Icon::Unlock, "conversation-unblock") {
                out.push(Action::Unblock(chat.account));
            }
        } else if parts::menu_item(ui, cx, Icon::Block, "conversation-block") {
            out.push(Action::Block(chat.account));
        }
        widgets::menu_separator(ui, cx);
        if parts::menu_item_danger(ui, cx, Icon::Delete, "conversation-delete") {
            out.push(Action::DeleteConversation(chat.id));
        }
    });
}
