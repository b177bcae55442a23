//! What stands above the list: the own avatar with its menu, the way to a new conversation, the filter.

use egui::{Id, Key, Modifiers, Rect, Response, Sense, Ui, vec2};

use super::entries::Entries;
use crate::action::{Action, Actions};
use crate::icons::Icon;
use crate::state::{AppState, Overlay, Route, SettingsPage};
use crate::theme::{Type, size, space};
use crate::ui::widgets::{self, SearchField};
use crate::ui::{Cx, Strip, UiMemory, line, parts};

/// Height of the filter in a wide window.
const FIELD_HEIGHT: f32 = 36.0;

/// The bar.
pub(super) fn show(ui: &mut Ui, cx: &Cx<'_>, state: &AppState, out: &mut Actions) {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), size::BAR), Sense::hover());
    let mut strip = Strip::new(rect.shrink2(vec2(space::M, 0.0)), cx.direction);
    let target = cx.target();
    let place = strip.leading(target.max(size::AVATAR_MEDIUM));
    own_avatar(ui, cx, state, place, out);
    strip.leading(space::M);
    let add = strip.trailing(target);
    if parts::icon_button_at(
        ui,
        cx,
        add,
        Icon::Compose,
        &cx.texts.get("list-new-conversation"),
    )
    .clicked()
    {
        out.push(Action::Go(Route::AddContact));
    }
    let title = cx.texts.get("list-title");
    line::paint(ui, cx, strip.rest, &title, Type::Title, cx.theme.text);
}

/// The own avatar opens what is about oneself.
fn own_avatar(ui: &mut Ui, cx: &Cx<'_>, state: &AppState, place: Rect, out: &mut Actions) {
    let response = ui.interact(place, ui.scope_id().with("own-avatar"), Sense::click());
    let name = cx.texts.get("list-menu");
    parts::describe_button(&response, &name);
    let centre = place.center();
    match &state.account {
        Some(account) => {
            parts::paint_avatar(
                ui,
                cx,
                centre,
                size::AVATAR_MEDIUM,
                &account.name,
                account.account,
            );
        }
        None => {
            Icon::Menu.paint(ui.painter(), centre, size::ICON, cx.theme.text);
        }
    }
    if response.hovered() || response.has_focus() {
        let stroke = if response.has_focus() {
            cx.theme.focus_stroke()
        } else {
            egui::Stroke::new(2.0, cx.theme.pressed)
        };
        ui.painter()
            .circle_stroke(centre, size::AVATAR_MEDIUM / 2.0 + 2.0, stroke);
    }
    widgets::tooltip(&response, cx, &name);
    widgets::popup_menu(&response, cx, &name, |ui| {
        if parts::menu_item(ui, cx, Icon::AddContact, "list-new-conversation") {
            out.push(Action::Go(Route::AddContact));
        }
        if parts::menu_item(ui, cx, Icon::QrCode, "list-my-link") {
            out.push(Action::Go(Route::MyLink));
        }
        widgets::menu_separator(ui, cx);
        if parts::menu_item(ui, cx, Icon::Settings, "list-settings") {
            out.push(Action::Go(Route::Settings(SettingsPage::Overview)));
        }
        if parts::menu_item(ui, cx, Icon::Keyboard, "list-shortcuts") {
            out.push(Action::Open(Overlay::Shortcuts));
        }
        if state.lock.available && parts::menu_item(ui, cx, Icon::Lock, "list-lock") {
            out.push(Action::Lock);
        }
    });
}

/// The field that narrows the list. Arrow down leads into it, Enter opens what is first of what is typed.
pub(super) fn filter(
    ui: &mut Ui,
    cx: &Cx<'_>,
    state: &AppState,
    memory: &mut UiMemory,
    out: &mut Actions,
) {
    if state.chats.all.is_empty() && state.contacts.is_empty() {
        return;
    }
    let height = FIELD_HEIGHT.max(cx.target());
    let wide = vec2(ui.available_width(), height + space::S);
    let (rect, _) = ui.allocate_exact_size(wide, Sense::hover());
    let place = rect
        .shrink2(vec2(space::M, 0.0))
        .with_max_y(rect.top() + height);
    let mut text = state.chats.filter.clone();
    let (name, clear) = (
        cx.texts.get("list-filter"),
        cx.texts.get("list-filter-clear"),
    );
    let response = parts::show_at(ui, place, place.size(), "filter", |ui| {
        SearchField::new(&mut text, &name, &clear)
            .id(field())
            .show(ui, cx)
    });
    if std::mem::take(&mut memory.focus_filter) {
        response.request_focus();
    }
    let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    if response.has_focus() && pressed(Key::ArrowDown) {
        memory.list.focus = Entries::of(state).first();
    }
    let is_entered = response.lost_focus() && pressed(Key::Enter);
    if state.overlay.is_none() && escaped(ui, state, memory, &response) {
        text.clear();
    }
    if text != state.chats.filter {
        out.push(Action::Filter(text));
    }
    // After that: what was typed in the same frame is what is meant.
    if is_entered {
        out.push(Action::OpenFirst);
    }
}

/// The id of the field.
pub(super) fn field() -> Id {
    Id::unique("list-search")
}

/// Escape clears the search, wherever the keyboard is; then it leaves the empty field for the message that is being written.
/// True when there is something to clear.
fn escaped(ui: &Ui, state: &AppState, memory: &mut UiMemory, field: &Response) -> bool {
    let clears = !state.chats.filter.is_empty();
    let is_ours = clears || field.lost_focus();
    if !is_ours || !ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape)) {
        return false;
    }
    let is_writing = state.route == Route::Chats && state.timeline.is_some();
    if is_writing {
        memory.focus_composer = true;
    }
    clears
}
