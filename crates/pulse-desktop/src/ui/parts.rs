//! Parts that the screens of conversations share, on top of the widgets.

use std::borrow::Cow;
use std::sync::Arc;

use egui::{
    Color32, CornerRadius, Galley, Id, Rect, Response, Role, Sense, Ui, UiBuilder, Vec2,
    WidgetInfo, pos2, vec2,
};
use pulse_client::{AccountId, HeldReason, MessageStatus};

use super::widgets::{self, Avatar, IconButton, MenuItem, StatusTicks};
use super::{Cx, Strip, forms, line};
use crate::icons::Icon;
use crate::state::AppState;
use crate::theme::{Type, radius, size, space};

/// Gives a response the role and the name of a button.
pub(crate) fn describe_button(response: &Response, name: &str) {
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, name));
}

/// A button that is an icon, in the middle of a place.
pub(crate) fn icon_button_at(
    ui: &mut Ui,
    cx: &Cx<'_>,
    place: Rect,
    icon: Icon,
    name: &str,
) -> Response {
    show_at(ui, place, Vec2::splat(cx.target()), name, |ui| {
        IconButton::new(icon, name).show(ui, cx)
    })
}

/// Shows a widget of a known size in the middle of a place.
pub(crate) fn show_at<R>(
    ui: &mut Ui,
    place: Rect,
    size: Vec2,
    salt: &str,
    add: impl FnOnce(&mut Ui) -> R,
) -> R {
    let rect = Rect::from_center_size(place.center(), size);
    let mut child = ui.new_child(UiBuilder::new().max_rect(rect).id_salt(salt));
    add(&mut child)
}

/// The byte of an account that chooses its colour.
pub(crate) fn seed(account: AccountId) -> u8 {
    account.as_bytes().first().copied().unwrap_or_default()
}

/// The beginning of somebody's id, where the name alone does not say who it is.
pub(crate) fn id_beside(state: &AppState, account: AccountId) -> Option<String> {
    state
        .shares_its_name(account)
        .then(|| forms::short_id(account))
}

/// Somebody as they are called where nothing but words tells them apart: with that beginning when another one has their name.
pub(crate) fn called<'a>(state: &AppState, account: AccountId, name: &'a str) -> Cow<'a, str> {
    match id_beside(state, account) {
        Some(id) => Cow::Owned(format!("{name}, {id}")),
        None => Cow::Borrowed(name),
    }
}

/// That beginning, laid out to stand beside a name.
pub(crate) fn lay_out_id(ui: &Ui, cx: &Cx<'_>, id: &str) -> Arc<Galley> {
    line::layout(
        ui,
        id,
        Type::Caption,
        cx.theme.text_secondary,
        f32::INFINITY,
    )
}

/// Draws it after the name.
pub(crate) fn paint_id(ui: &Ui, cx: &Cx<'_>, strip: &mut Strip, id: Arc<Galley>) {
    strip.leading(space::S);
    let place = strip.leading(id.size().x);
    line::leading(ui, cx, place, id, cx.theme.text_secondary);
}

/// Somebody's disc.
pub(crate) fn paint_avatar(
    ui: &Ui,
    cx: &Cx<'_>,
    centre: egui::Pos2,
    diameter: f32,
    name: &str,
    account: AccountId,
) {
    let place = Rect::from_center_size(centre, Vec2::splat(diameter));
    Avatar::new(name, seed(account), diameter).paint(ui.painter(), cx, place);
}

/// How far a message got, as an icon; `on_accent` in own bubbles.
pub(crate) fn paint_status(
    ui: &Ui,
    cx: &Cx<'_>,
    place: Rect,
    status: MessageStatus,
    colour: Color32,
    on_accent: bool,
) {
    let ticks = match status {
        MessageStatus::Pending => StatusTicks::Sending,
        MessageStatus::Sent => StatusTicks::Sent,
        MessageStatus::Delivered => StatusTicks::Delivered,
        MessageStatus::Read => StatusTicks::Read,
        MessageStatus::Failed(_) => StatusTicks::Failed,
        MessageStatus::Received | MessageStatus::Seen => return,
    };
    ticks.paint(ui.painter(), cx.theme, place.center(), colour, on_accent);
}

/// The text of how far a message got.
pub(crate) fn status_key(status: MessageStatus) -> &'static str {
    match status {
        MessageStatus::Pending => "bubble-status-sending",
        MessageStatus::Sent => "bubble-status-sent",
        MessageStatus::Delivered => "bubble-status-delivered",
        MessageStatus::Read => "bubble-status-read",
        MessageStatus::Failed(_) => "bubble-status-failed",
        MessageStatus::Received | MessageStatus::Seen => "bubble-status-received",
    }
}

/// The same for a message of a conversation, where it may wait for something else than the server.
pub(crate) fn held_status_key(status: MessageStatus, held: Option<HeldReason>) -> &'static str {
    match (status, held) {
        (MessageStatus::Pending, Some(HeldReason::Unanswered)) => "bubble-status-unanswered",
        (MessageStatus::Pending, Some(HeldReason::Forked)) => "bubble-status-forked",
        (MessageStatus::Pending, Some(HeldReason::OwnForked)) => "bubble-status-own-forked",
        (MessageStatus::Pending, Some(HeldReason::Removed)) => "bubble-status-removed",
        _ => status_key(status),
    }
}

/// One line of a menu.
pub(crate) fn menu_item(ui: &mut Ui, cx: &Cx<'_>, icon: Icon, key: &str) -> bool {
    MenuItem::new(&cx.texts.get(key)).icon(icon).show(ui, cx)
}

/// One line of a menu that takes something away.
pub(crate) fn menu_item_danger(ui: &mut Ui, cx: &Cx<'_>, icon: Icon, key: &str) -> bool {
    MenuItem::new(&cx.texts.get(key))
        .icon(icon)
        .danger()
        .show(ui, cx)
}

/// A round button over the content, with a badge.
pub(crate) fn floating_button(
    ui: &mut Ui,
    cx: &Cx<'_>,
    place: Rect,
    icon: Icon,
    name: &str,
    count: u32,
) -> Response {
    let response = ui.interact(place, ui.scope_id().with(name), Sense::click());
    describe_button(&response, name);
    let corner = CornerRadius::same(radius::PILL);
    ui.painter()
        .add(cx.theme.shadow_popup.as_shape(place, corner));
    let fill = if response.hovered() {
        cx.theme.pressed
    } else {
        cx.theme.raised
    };
    ui.painter().circle(
        place.center(),
        place.width() / 2.0,
        fill,
        cx.theme.separator_stroke(),
    );
    icon.paint(
        ui.painter(),
        place.center(),
        size::ICON,
        cx.theme.text_secondary,
    );
    widgets::focus_ring(ui, cx, &response, place, radius::PILL);
    if count > 0 {
        let galley = line::layout(ui, &count.to_string(), Type::Tiny, Color32::WHITE, 60.0);
        let half = (galley.size().x + space::M).max(20.0) / 2.0;
        let edge = if cx.direction.is_rtl() { -half } else { half };
        let at = pos2(place.center().x + edge, place.top());
        widgets::badge(ui, cx, at, count, false);
        ui.ctx()
            .accesskit_node_builder(response.id, |node| node.set_description(count.to_string()));
    }
    widgets::tooltip(&response, cx, name);
    response
}

/// How wide a small button of words is.
pub(crate) fn text_button_width(ui: &Ui, text: &str) -> f32 {
    line::layout(ui, text, Type::Label, Color32::WHITE, f32::INFINITY)
        .size()
        .x
        + 2.0 * space::S
}

/// A small button of words, in a place of its own.
pub(crate) fn text_button_at(
    ui: &mut Ui,
    cx: &Cx<'_>,
    place: Rect,
    id: Id,
    text: &str,
    danger: bool,
) -> Response {
    let response = ui.interact(place, id, Sense::click());
    describe_button(&response, text);
    let rect = place.shrink2(vec2(0.0, 2.0));
    if response.hovered() || response.has_focus() {
        ui.painter()
            .rect_filled(rect, CornerRadius::same(radius::MEDIUM), cx.theme.hover);
    }
    let colour = if danger {
        cx.theme.danger
    } else {
        cx.theme.accent
    };
    line::paint_centred(ui, rect, text, Type::Label, colour);
    widgets::focus_ring(ui, cx, &response, rect, radius::MEDIUM);
    response
}
