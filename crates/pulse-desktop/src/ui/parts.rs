//! Parts that the screens of conversations share, on top of the widgets.

use egui::{
    Align2, Color32, CornerRadius, Id, Popup, Rect, Response, Role, Sense, StrokeKind, TextEdit,
    Ui, UiBuilder, WidgetInfo, pos2, vec2,
};
use pulse_client::{AccountId, MessageStatus};

use super::{Cx, Strip, line};
use crate::icons::Icon;
use crate::theme::{Type, radius, size, space};

/// Gives a response the role and the name of a button.
pub(crate) fn describe_button(response: &Response, name: &str) {
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, name));
}

/// A button that is an icon, in a place of its own.
pub(crate) fn icon_button_at(
    ui: &mut Ui,
    cx: &Cx<'_>,
    place: Rect,
    icon: Icon,
    name: &str,
) -> Response {
    let side = place.width().min(place.height());
    let rect = Rect::from_center_size(place.center(), vec2(side, side));
    let response = ui.interact(rect, ui.scope_id().with(name), Sense::click());
    describe_button(&response, name);
    let fill = if response.is_pointer_button_down_on() {
        cx.theme.pressed
    } else if response.hovered() || response.has_focus() {
        cx.theme.hover
    } else {
        Color32::TRANSPARENT
    };
    ui.painter()
        .rect_filled(rect, CornerRadius::same(radius::PILL), fill);
    icon.paint(
        ui.painter(),
        rect.center(),
        size::ICON,
        cx.theme.text_secondary,
    );
    ring(ui, cx, &response, rect, radius::PILL);
    response.on_hover_text(name)
}

/// The button that sends.
pub(crate) fn send_button_at(
    ui: &mut Ui,
    cx: &Cx<'_>,
    place: Rect,
    name: &str,
    can_send: bool,
) -> Response {
    let rect = Rect::from_center_size(place.center(), vec2(place.width(), place.width()));
    let sense = if can_send {
        Sense::click()
    } else {
        Sense::hover()
    };
    let response = ui.interact(rect, ui.scope_id().with("send"), sense);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, can_send, name));
    let (fill, colour) = match (can_send, response.hovered()) {
        (true, true) => (cx.theme.accent_hover, cx.theme.on_accent),
        (true, false) => (cx.theme.accent_fill, cx.theme.on_accent),
        (false, _) => (Color32::TRANSPARENT, cx.theme.text_disabled),
    };
    ui.painter()
        .circle_filled(rect.center(), rect.width() / 2.0, fill);
    let icon = cx.direction.icon(Icon::Send);
    icon.paint_filled(ui.painter(), rect.center(), size::ICON, colour);
    ring(ui, cx, &response, rect.expand(2.0), radius::PILL);
    response.on_hover_text(name)
}

fn ring(ui: &Ui, cx: &Cx<'_>, response: &Response, rect: Rect, corner: u8) {
    if response.has_focus() {
        ui.painter().rect_stroke(
            rect,
            CornerRadius::same(corner),
            cx.theme.focus_stroke(),
            StrokeKind::Inside,
        );
    }
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
    let seed = account.as_bytes().first().copied().unwrap_or_default();
    let colours = cx.theme.avatar(seed);
    ui.painter()
        .circle_filled(centre, diameter / 2.0, colours.fill);
    let initials: String = name.chars().take(1).collect();
    let place = Rect::from_center_size(centre, vec2(diameter, diameter));
    line::paint(
        ui,
        place,
        Align2::CENTER_CENTER,
        &initials,
        crate::fonts::medium((diameter * 0.4).round()),
        colours.text,
    );
}

/// How many were not seen, at the trailing end of a place.
pub(crate) fn paint_badge(ui: &Ui, cx: &Cx<'_>, place: Rect, count: u32) -> Rect {
    let text = if count > 999 {
        "999+".to_owned()
    } else {
        count.to_string()
    };
    let colour = cx.theme.on_accent;
    let galley = line::layout(ui, &text, Type::Tiny.font(), colour, f32::INFINITY);
    let width = (galley.size().x + 12.0).max(20.0);
    let mut strip = Strip::new(place, cx.direction);
    let pill = Rect::from_center_size(strip.trailing(width).center(), vec2(width, 20.0));
    ui.painter()
        .rect_filled(pill, CornerRadius::same(radius::PILL), cx.theme.unread);
    line::paint_galley(ui, pill, Align2::CENTER_CENTER, galley, colour);
    pill
}

/// How far a message got, as an icon; `read` is the colour of one that was read.
pub(crate) fn paint_status(
    ui: &Ui,
    cx: &Cx<'_>,
    place: Rect,
    status: MessageStatus,
    colour: Color32,
    read: Color32,
) {
    let (icon, colour) = match status {
        MessageStatus::Pending => (Icon::Clock, colour),
        MessageStatus::Sent => (Icon::Check, colour),
        MessageStatus::Delivered => (Icon::CheckDouble, colour),
        MessageStatus::Read => (Icon::CheckDouble, read),
        MessageStatus::Failed(_) => (Icon::Failed, cx.theme.danger),
        MessageStatus::Received | MessageStatus::Seen => return,
    };
    icon.paint(ui.painter(), place.center(), size::ICON_SMALL, colour);
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

/// A menu at the pointer, on a secondary click or a long touch.
pub(crate) fn context_menu(response: &Response, contents: impl FnOnce(&mut Ui)) {
    Popup::context_menu(response).show(contents);
}

/// A menu below a button.
pub(crate) fn menu(response: &Response, contents: impl FnOnce(&mut Ui)) {
    Popup::menu(response).gap(space::XS).show(contents);
}

/// One line of a menu.
pub(crate) fn menu_item(ui: &mut Ui, cx: &Cx<'_>, icon: Icon, text: &str) -> bool {
    item(ui, cx, icon, text, cx.theme.text)
}

/// One line of a menu that takes something away.
pub(crate) fn menu_item_danger(ui: &mut Ui, cx: &Cx<'_>, icon: Icon, text: &str) -> bool {
    item(ui, cx, icon, text, cx.theme.danger)
}

fn item(ui: &mut Ui, cx: &Cx<'_>, icon: Icon, text: &str, colour: Color32) -> bool {
    let width = ui.available_width().max(200.0);
    let (rect, response) = ui.allocate_exact_size(vec2(width, cx.target()), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::MenuItem, true, text));
    if response.hovered() || response.has_focus() {
        ui.painter()
            .rect_filled(rect, CornerRadius::same(radius::MEDIUM), cx.theme.hover);
    }
    let mut strip = Strip::new(rect.shrink2(vec2(space::S, 0.0)), cx.direction);
    let place = strip.leading(size::ICON);
    icon.paint(ui.painter(), place.center(), size::ICON, colour);
    strip.leading(space::M);
    let align = cx.direction.leading_align();
    line::paint(ui, strip.rest, align, text, Type::Label.font(), colour);
    let chosen = response.clicked();
    if chosen {
        ui.close();
    }
    chosen
}

/// A line between groups of a menu.
pub(crate) fn menu_separator(ui: &mut Ui, cx: &Cx<'_>) {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), space::S), Sense::hover());
    ui.painter()
        .hline(rect.x_range(), rect.center().y, cx.theme.separator_stroke());
}

/// A field that narrows what is below it.
pub(crate) fn search_field(
    ui: &mut Ui,
    cx: &Cx<'_>,
    place: Rect,
    id: Id,
    text: &mut String,
    hint: &str,
) -> Response {
    ui.painter()
        .rect_filled(place, CornerRadius::same(radius::MEDIUM), cx.theme.field);
    let mut strip = Strip::new(place.shrink2(vec2(space::S, 0.0)), cx.direction);
    let icon = strip.leading(size::ICON);
    Icon::Search.paint(
        ui.painter(),
        icon.center(),
        size::ICON_SMALL,
        cx.theme.text_secondary,
    );
    strip.leading(space::XS);
    let mut child = ui.new_child(UiBuilder::new().max_rect(strip.rest).id_salt(id));
    let response = child.add(
        TextEdit::singleline(text)
            .id(id)
            .frame(egui::Frame::NONE)
            .font(Type::Body.font())
            .hint_text(hint.to_owned())
            .align(cx.direction.leading_align())
            .min_size(strip.rest.size())
            .desired_width(strip.rest.width()),
    );
    ui.ctx()
        .accesskit_node_builder(response.id, |node| node.set_label(hint));
    ring(ui, cx, &response, place, radius::MEDIUM);
    response
}

/// What stands where nothing is yet, with what can be done. Returns which of the actions was chosen.
pub(crate) fn empty_state(
    ui: &mut Ui,
    cx: &Cx<'_>,
    icon: Icon,
    title: &str,
    text: &str,
    actions: &[&str],
) -> Option<usize> {
    let place = ui.available_rect_before_wrap();
    let width = (place.width() - 2.0 * space::L).min(320.0);
    let words = line::wrapped(
        ui,
        text,
        Type::Body,
        cx.theme.text_secondary,
        width,
        6,
        cx.direction,
    );
    let buttons = actions.len() as f32 * (size::CONTROL + space::S);
    let total = 72.0 + space::L + 28.0 + words.size().y + space::L + buttons;
    let mut y = place.center().y - total / 2.0;
    let centre = pos2(place.center().x, y + 36.0);
    ui.painter()
        .circle_filled(centre, 36.0, cx.theme.accent_soft);
    icon.paint(ui.painter(), centre, 32.0, cx.theme.on_accent_soft);
    y += 72.0 + space::L;
    let line_place = Rect::from_min_size(pos2(place.left(), y), vec2(place.width(), 24.0));
    line::paint(
        ui,
        line_place.shrink2(vec2(space::L, 0.0)),
        Align2::CENTER_CENTER,
        title,
        Type::Headline.font(),
        cx.theme.text,
    );
    let response = ui.interact(
        line_place,
        ui.scope_id().with("empty-title"),
        Sense::hover(),
    );
    response.widget_info(|| WidgetInfo::labeled(Role::Heading, true, title));
    y += 28.0;
    let text_place = Rect::from_min_size(pos2(place.center().x - width / 2.0, y), words.size());
    let response = ui.interact(text_place, ui.scope_id().with("empty-text"), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, text));
    y += words.size().y + space::L;
    line::paint_galley(
        ui,
        text_place,
        Align2::CENTER_CENTER,
        words,
        cx.theme.text_secondary,
    );
    let mut chosen = None;
    for (index, action) in actions.iter().enumerate() {
        let rect = Rect::from_min_size(
            pos2(place.center().x - width / 2.0, y),
            vec2(width, size::CONTROL),
        );
        y += size::CONTROL + space::S;
        if text_button_at(ui, cx, rect, ui.scope_id().with(action), action, false).clicked() {
            chosen = Some(index);
        }
    }
    chosen
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
    let centre = place.center();
    ui.painter().add(
        cx.theme
            .shadow_popup
            .as_shape(place, CornerRadius::same(radius::PILL)),
    );
    let fill = if response.hovered() {
        cx.theme.pressed
    } else {
        cx.theme.raised
    };
    ui.painter().circle(
        centre,
        place.width() / 2.0,
        fill,
        cx.theme.separator_stroke(),
    );
    icon.paint(ui.painter(), centre, size::ICON, cx.theme.text_secondary);
    ring(ui, cx, &response, place, radius::PILL);
    if count > 0 {
        let above = Rect::from_center_size(pos2(centre.x, place.top()), vec2(40.0, 20.0));
        let badge = Rect::from_center_size(above.center(), vec2(24.0, 20.0));
        paint_badge(ui, cx, badge, count);
        ui.ctx()
            .accesskit_node_builder(response.id, |node| node.set_description(count.to_string()));
    }
    response.on_hover_text(name)
}

/// How wide a button of words is.
pub(crate) fn text_button_width(ui: &Ui, text: &str) -> f32 {
    let galley = line::layout(ui, text, Type::Label.font(), Color32::WHITE, f32::INFINITY);
    galley.size().x + 2.0 * space::S
}

/// A button of words, in a place of its own.
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
    line::paint(
        ui,
        rect,
        Align2::CENTER_CENTER,
        text,
        Type::Label.font(),
        colour,
    );
    ring(ui, cx, &response, rect, radius::MEDIUM);
    response
}

/// How much a banner asks for attention.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tone {
    /// Something is as it is.
    Neutral,
    /// Something should be looked at.
    Warning,
}

/// A card across the pane with a sentence and what can be done. Returns which action was chosen.
pub(crate) fn banner(
    ui: &mut Ui,
    cx: &Cx<'_>,
    tone: Tone,
    icon: Icon,
    text: &str,
    actions: &[&str],
) -> Option<usize> {
    let (fill, colour) = match tone {
        Tone::Neutral => (cx.theme.surface, cx.theme.text),
        Tone::Warning => (cx.theme.warning_soft, cx.theme.on_warning_soft),
    };
    let width = ui.available_width();
    let text_width = width - 2.0 * space::L - size::ICON - space::M;
    let words = line::wrapped(ui, text, Type::Body, colour, text_width, 6, cx.direction);
    let height = words.size().y + size::CONTROL + 3.0 * space::S + space::XS;
    let (rect, _) = ui.allocate_exact_size(vec2(width, height), Sense::hover());
    ui.painter().rect_filled(rect, 0.0, fill);
    let upper = rect
        .shrink2(vec2(space::L, space::M))
        .with_max_y(rect.top() + space::M + words.size().y);
    let mut strip = Strip::new(upper, cx.direction);
    let at = strip.leading(size::ICON);
    let centre = pos2(at.center().x, at.top() + 10.0);
    icon.paint(ui.painter(), centre, size::ICON, colour);
    strip.leading(space::M);
    let response = ui.interact(strip.rest, ui.scope_id().with(text), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Alert, true, text));
    line::paint_galley(ui, strip.rest, cx.direction.leading_align(), words, colour);
    let lower = Rect::from_min_max(
        pos2(strip.rest.left(), upper.bottom() + space::XS),
        pos2(strip.rest.right(), rect.bottom() - space::S),
    );
    let mut buttons = Strip::new(lower, cx.direction);
    let mut chosen = None;
    for (index, action) in actions.iter().enumerate() {
        let place = buttons.leading(text_button_width(ui, action));
        buttons.leading(space::S);
        if text_button_at(
            ui,
            cx,
            place,
            ui.scope_id().with((text, action)),
            action,
            false,
        )
        .clicked()
        {
            chosen = Some(index);
        }
    }
    chosen
}
