//! One message: its text, when, and how far it got.

mod body;
mod menu;
mod meta;

use egui::{
    CornerRadius, EventFilter, Id, Rect, Response, Role, Sense, StrokeKind, Ui, WidgetInfo, pos2,
    vec2,
};
use pulse_client::{MessageId, MessageRow, MessageStatus};

use crate::action::{Action, Actions};
use crate::native::links::is_pulse_scheme;
use crate::state::{AppState, Overlay, Timeline};
use crate::texts::Value;
use crate::theme::{Type, radius, size, space};
use crate::ui::widgets::tooltip;
use crate::ui::{Cx, Direction, Strip, line, parts};

use body::Body;
use meta::Meta;

/// Between the edge of a bubble and its text.
const PADDING_X: f32 = 12.0;
const PADDING_Y: f32 = 8.0;
/// Between the end of a text and the time on the same line.
const META_GAP: f32 = 10.0;
/// The line at the end of a folded message, which unfolds it.
const MORE_HEIGHT: f32 = 28.0;
/// The line below a message that was not sent.
const FAILED_HEIGHT: f32 = 32.0;
/// How much of the pane a bubble may take.
const SHARE_MAX: f32 = 0.8;

/// A message as it is drawn.
pub struct BubbleLayout {
    body: Body,
    meta: Meta,
    size: egui::Vec2,
    is_first: bool,
    is_last: bool,
    is_failed: bool,
}

impl BubbleLayout {
    /// All of it, with the line below a failed one.
    pub fn height(&self) -> f32 {
        self.size.y + if self.is_failed { FAILED_HEIGHT } else { 0.0 }
    }
}

/// Where the keyboard is to go.
#[derive(Clone, Copy, Debug)]
pub struct Focus {
    /// Whether Tab leads here.
    pub tab_stop: bool,
    /// Whether to take the keyboard now.
    pub take: bool,
}

/// The id of a message on the screen.
pub fn id(message: MessageId) -> Id {
    Id::unique(("message", *message.as_bytes()))
}

/// How a message stands among its neighbours, and how much of it is wanted.
#[derive(Clone, Copy, Debug)]
pub struct Stands {
    /// It begins a group.
    pub is_first: bool,
    /// It ends one.
    pub is_last: bool,
    /// All of it was asked for, however long it is.
    pub is_unfolded: bool,
}

/// Lays out a message in a pane this wide.
pub fn lay_out(ui: &Ui, cx: &Cx<'_>, row: &MessageRow, stands: Stands, width: f32) -> BubbleLayout {
    let inner_max = (width * SHARE_MAX).min(size::BUBBLE_WIDTH_MAX) - 2.0 * PADDING_X;
    let body = Body::lay_out(ui, cx, row, inner_max, stands.is_unfolded);
    let meta = Meta::lay_out(ui, cx, row, body.is_bare);
    let text = body.size();
    let beside = body.last_line_width() + META_GAP + meta.width;
    let inner = if body.is_folded() {
        let more = parts::text_button_width(ui, &cx.texts.get("bubble-more"));
        let line = more + META_GAP + meta.width;
        vec2(text.x.max(line), text.y + MORE_HEIGHT)
    } else if beside <= inner_max && !body.is_where_time_stands(cx) {
        vec2(text.x.max(beside), text.y)
    } else {
        vec2(text.x.max(meta.width), text.y + Type::Caption.line_height())
    };
    let padding = if body.is_bare {
        vec2(0.0, 0.0)
    } else {
        vec2(PADDING_X, PADDING_Y)
    };
    BubbleLayout {
        size: (inner + 2.0 * padding).ceil(),
        body,
        meta,
        is_first: stands.is_first,
        is_last: stands.is_last,
        is_failed: matches!(row.status, MessageStatus::Failed(_)),
    }
}

/// What happened with a message that was drawn.
#[derive(Clone, Copy, Debug, Default)]
pub struct Shown {
    /// The keyboard is at it.
    pub has_focus: bool,
    /// All of it is to be seen.
    pub unfolds: bool,
}

/// Draws a message at the side of who wrote it.
#[expect(
    clippy::too_many_arguments,
    reason = "what is drawn, where, and for whom"
)]
pub fn show(
    ui: &mut Ui,
    cx: &Cx<'_>,
    state: &AppState,
    timeline: &Timeline,
    row: &MessageRow,
    layout: BubbleLayout,
    place: Rect,
    focus: Focus,
    out: &mut Actions,
) -> Shown {
    let rect = at_side(cx, row.outgoing, layout.size, place);
    let response = interact(ui, rect, row, focus);
    describe(ui, cx, state, timeline, row, &response);
    paint_background(ui, cx, row, &layout, rect, &response);
    let inner = layout.inner(rect);
    layout.body.paint(ui, cx, row.outgoing, inner, &response);
    // The way to the rest of a folded message stands at the leading side, whatever its text is.
    let end = match layout.body.is_folded() {
        true => cx.direction,
        false => layout.body.end(cx),
    };
    let is_bare = layout.body.is_bare;
    let ticks = layout.meta.paint(ui, cx, rect, is_bare, end);
    // What waits for a person says so wherever it is pointed at; of the others the ticks alone have words.
    let is_held = row.status == MessageStatus::Pending && timeline.held.is_some();
    let pointer = response.hover_pos();
    let at_ticks = ticks
        .zip(pointer)
        .is_some_and(|(ticks, at)| ticks.contains(at));
    if is_held || at_ticks {
        let key = parts::held_status_key(row.status, timeline.held);
        tooltip(&response, cx, &cx.texts.get(key));
    }
    links(ui, &layout, rect, &response, out);
    let mut unfolds = menu::show(ui, cx, row, &layout.body, &response, out);
    if layout.body.is_folded() {
        unfolds |= more_line(ui, cx, row, inner);
    }
    if layout.is_failed {
        failed_line(ui, cx, row, rect, place, out);
    }
    Shown {
        has_focus: response.has_focus(),
        unfolds,
    }
}

/// The way to the rest of a folded message, below what is seen of it. True when it was taken.
fn more_line(ui: &mut Ui, cx: &Cx<'_>, row: &MessageRow, inner: Rect) -> bool {
    let text = cx.texts.get("bubble-more");
    let line_place = inner.with_min_y(inner.bottom() - MORE_HEIGHT);
    let mut strip = Strip::new(line_place, cx.direction);
    let place = strip.leading(parts::text_button_width(ui, &text) - 2.0 * space::S);
    let higher = ((cx.target() - MORE_HEIGHT) / 2.0).max(0.0);
    let hit = place.expand2(vec2(space::S, higher));
    let response = ui.interact(hit, id(row.id).with("more"), Sense::click());
    parts::describe_button(&response, &text);
    let colour = if row.outgoing {
        cx.theme.on_bubble_out
    } else {
        cx.theme.accent
    };
    let words = line::paint(ui, cx, place, &text, Type::Label, colour);
    if response.hovered() {
        ui.set_cursor_icon(egui::CursorIcon::PointingHand);
        let stroke = egui::Stroke::new(1.0, colour);
        ui.painter().hline(words.x_range(), words.bottom(), stroke);
    }
    if response.has_focus() {
        let ring = egui::Stroke::new(2.0, colour);
        ui.painter()
            .rect_stroke(place.expand(2.0), radius::SMALL, ring, StrokeKind::Inside);
    }
    response.clicked()
}

/// Their messages are at the leading side, own ones at the trailing side.
fn at_side(cx: &Cx<'_>, outgoing: bool, size: egui::Vec2, place: Rect) -> Rect {
    let is_right = outgoing == (cx.direction == Direction::LeftToRight);
    let left = if is_right {
        place.right() - size.x
    } else {
        place.left()
    };
    Rect::from_min_size(pos2(left, place.top()), size)
}

fn interact(ui: &Ui, rect: Rect, row: &MessageRow, focus: Focus) -> Response {
    let id = id(row.id);
    // A finger scrolls; only a pointer selects.
    let mut sense = if ui.input(|input| input.has_touch_screen()) {
        Sense::CLICK
    } else {
        Sense::CLICK | Sense::DRAG
    };
    let has_focus = ui.memory(|egui| egui.has_focus(id));
    if focus.tab_stop || focus.take || has_focus {
        sense |= Sense::FOCUSABLE;
    }
    let response = ui.interact(rect, id, sense);
    if focus.take && !has_focus {
        response.request_focus();
    }
    if response.has_focus() {
        let arrows = EventFilter {
            vertical_arrows: true,
            ..EventFilter::default()
        };
        ui.memory_mut(|egui| egui.set_focus_lock_filter(id, arrows));
    }
    response
}

fn paint_background(
    ui: &Ui,
    cx: &Cx<'_>,
    row: &MessageRow,
    layout: &BubbleLayout,
    rect: Rect,
    response: &Response,
) {
    let corner = corners(cx, row.outgoing, layout);
    if !layout.body.is_bare {
        let fill = if row.outgoing {
            cx.theme.bubble_out
        } else {
            cx.theme.bubble_in
        };
        ui.painter().rect_filled(rect, corner, fill);
    }
    if response.has_focus() {
        ui.painter().rect_stroke(
            rect.expand(2.0),
            corner,
            cx.theme.focus_stroke(),
            StrokeKind::Outside,
        );
    }
}

/// Round where a group begins and ends; small where bubbles of one person meet at their side.
fn corners(cx: &Cx<'_>, outgoing: bool, layout: &BubbleLayout) -> CornerRadius {
    let round = radius::BUBBLE;
    let upper = if layout.is_first {
        round
    } else {
        radius::SMALL
    };
    let lower = if layout.is_last { round } else { radius::SMALL };
    let is_right = outgoing == (cx.direction == Direction::LeftToRight);
    if is_right {
        CornerRadius {
            nw: round,
            sw: round,
            ne: upper,
            se: lower,
        }
    } else {
        CornerRadius {
            nw: upper,
            sw: lower,
            ne: round,
            se: round,
        }
    }
}

impl BubbleLayout {
    /// Where the text stands.
    fn inner(&self, rect: Rect) -> Rect {
        if self.body.is_bare {
            rect
        } else {
            rect.shrink2(vec2(PADDING_X, PADDING_Y))
        }
    }
}

/// A click on a link opens it; the pointer says so before.
fn links(ui: &Ui, layout: &BubbleLayout, rect: Rect, response: &Response, out: &mut Actions) {
    let Some(pointer) = response.hover_pos() else {
        return;
    };
    let place = pointer - layout.body.position(layout.inner(rect));
    let Some(link) = layout.body.link_at(place) else {
        return;
    };
    ui.set_cursor_icon(egui::CursorIcon::PointingHand);
    // Enter at the message opens its menu, wherever the pointer rests.
    if response.clicked_by(egui::PointerButton::Primary) {
        out.push(open_link(link, layout.body.hides_address_at(place)));
    }
}

/// `[https://bank.example](https://evil.example)`: where it leads is shown before anybody goes there.
fn open_link(link: &str, is_hidden: bool) -> Action {
    match is_hidden && !is_pulse_scheme(link) {
        true => Action::Open(Overlay::LinkWarning {
            link: link.to_owned(),
            is_hidden,
        }),
        false => Action::OpenLink(link.to_owned()),
    }
}

/// Says below a message that it was not sent, and what can be done.
fn failed_line(
    ui: &mut Ui,
    cx: &Cx<'_>,
    row: &MessageRow,
    rect: Rect,
    place: Rect,
    out: &mut Actions,
) {
    let line_place = Rect::from_min_size(
        pos2(place.left(), rect.bottom()),
        vec2(place.width(), FAILED_HEIGHT),
    );
    let mut strip = Strip::new(line_place, cx.direction);
    let delete = cx.texts.get("bubble-delete");
    let retry = cx.texts.get("bubble-retry");
    let place = strip.trailing(parts::text_button_width(ui, &delete));
    if parts::text_button_at(ui, cx, place, id(row.id).with("delete"), &delete, true).clicked() {
        out.push(Action::DeleteMessage(row.id));
    }
    let place = strip.trailing(parts::text_button_width(ui, &retry));
    if parts::text_button_at(ui, cx, place, id(row.id).with("retry"), &retry, false).clicked() {
        out.push(Action::RetryMessage(row.id));
    }
    strip.trailing(space::S);
    let text = cx.texts.get("bubble-failed");
    let width = strip.rest.width();
    let galley = line::layout(ui, &text, Type::Caption, cx.theme.danger, width);
    line::trailing(ui, cx, strip.rest, galley, cx.theme.danger);
}

/// Whether a screen reader says it as it comes: the newest one of theirs, and not one that is only looked at again.
fn is_news(cx: &Cx<'_>, timeline: &Timeline, row: &MessageRow) -> bool {
    let newest = timeline
        .total
        .checked_sub(1)
        .and_then(|at| timeline.row(at));
    let since = cx.now.as_millis().saturating_sub(row.sort_at);
    !row.outgoing && newest.is_some_and(|newest| newest.id == row.id) && since < NEWS_MS
}

/// For so long a message is one that has just come.
const NEWS_MS: u64 = 60_000;

/// Who, what, when, how far: what a screen reader says.
fn describe(
    ui: &Ui,
    cx: &Cx<'_>,
    state: &AppState,
    timeline: &Timeline,
    row: &MessageRow,
    response: &Response,
) {
    let text = || {
        let who = if row.outgoing {
            cx.texts.get("bubble-you").into_owned()
        } else {
            state
                .chat(timeline.conversation)
                .map(|chat| chat.name.clone())
                .unwrap_or_default()
        };
        let values = [
            ("who", Value::from(who)),
            ("text", Value::from(row.text.as_str())),
        ];
        cx.texts.with("bubble-said", &values).into_owned()
    };
    response.widget_info(|| WidgetInfo::labeled(Role::ListItem, true, text()));
    ui.ctx().accesskit_node_builder(response.id, |node| {
        let mut rest = vec![cx.texts.clock(row.sent_at)];
        if row.outgoing {
            let status = parts::held_status_key(row.status, timeline.held);
            rest.push(cx.texts.get(status).into_owned());
        }
        node.set_description(rest.join(", "));
        if is_news(cx, timeline, row) {
            node.set_live(egui::accesskit::Live::Polite);
        }
    });
}
