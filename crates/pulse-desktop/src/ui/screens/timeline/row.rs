//! One row of the timeline: the day and the marker above it, and the bubble or the quiet line.

use std::sync::Arc;

use egui::{Color32, CornerRadius, Galley, Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};
use pulse_client::{MessageRow, RowKind, Timestamp};

use super::Open;
use crate::action::Actions;
use crate::icons::Icon;
use crate::state::{AppState, Timeline};
use crate::theme::{Type, radius, size, space};
use crate::ui::screens::bubble;
use crate::ui::{Cx, Layout, line, widgets};

/// Messages of one person within this time stand together.
const GROUP_MS: u64 = 5 * 60_000;
/// Between bubbles of one group.
const GAP_IN_GROUP: f32 = 2.0;
/// Between groups.
const GAP: f32 = 12.0;
/// The place of a day, with the space around it.
const DAY_HEIGHT: f32 = 48.0;
/// The place of the marker of new messages.
const MARKER_HEIGHT: f32 = 40.0;

/// A row as it is drawn.
pub(super) struct RowLayout<'a> {
    /// All of it, in whole points.
    pub(super) height: u32,
    row: &'a MessageRow,
    day: Option<String>,
    marker: bool,
    gap: f32,
    body: Body,
}

enum Body {
    Bubble(bubble::BubbleLayout),
    Notice(Icon, Arc<Galley>),
    /// Deleted, until that cannot be undone any more.
    Leaving,
}

/// Where the keyboard is to go.
#[derive(Clone, Copy)]
pub(super) struct Focus {
    /// Whether Tab leads here.
    pub(super) tab_stop: bool,
    /// Whether to take the keyboard now.
    pub(super) take: bool,
}

/// Lays out the row at a position, when it is loaded.
pub(super) fn lay_out<'a>(
    ui: &Ui,
    cx: &Cx<'_>,
    timeline: &'a Timeline,
    open: &Open,
    position: usize,
    width: f32,
) -> Option<RowLayout<'a>> {
    let row = timeline.row(position)?;
    if open.leaving.contains(&row.id) {
        return Some(RowLayout {
            height: 0,
            row,
            day: None,
            marker: false,
            gap: 0.0,
            body: Body::Leaving,
        });
    }
    let before = position.checked_sub(1).and_then(|at| timeline.row(at));
    let after = timeline.row(position + 1);
    let marker = timeline.first_unread == Some(position);
    let day = starts_day(cx, timeline, position).then(|| day(cx, row));
    let is_first = marker || before.is_none_or(|before| !are_together(cx, before, row));
    let is_last = timeline.first_unread == Some(position + 1)
        || after.is_none_or(|after| !are_together(cx, row, after));
    let gap = if day.is_some() || marker {
        0.0
    } else if is_first {
        GAP
    } else {
        GAP_IN_GROUP
    };
    let inner = width - 2.0 * margin(cx);
    let body = match row.kind {
        RowKind::Text => {
            let stands = bubble::Stands {
                is_first,
                is_last,
                is_unfolded: open.unfolded.contains(&row.id),
            };
            Body::Bubble(bubble::lay_out(ui, cx, row, stands, inner))
        }
        _ => notice(ui, cx, row, inner),
    };
    let body_height = match &body {
        Body::Bubble(bubble) => bubble.height(),
        Body::Notice(_, galley) => galley.size().y + 2.0 * space::XS,
        Body::Leaving => 0.0,
    };
    let above = gap
        + if day.is_some() { DAY_HEIGHT } else { 0.0 }
        + if marker { MARKER_HEIGHT } else { 0.0 };
    Some(RowLayout {
        height: (above + body_height).ceil() as u32,
        row,
        day,
        marker,
        gap,
        body,
    })
}

/// Whether the heading of a day stands above a row.
pub(super) fn starts_day(cx: &Cx<'_>, timeline: &Timeline, position: usize) -> bool {
    let Some(row) = timeline.row(position) else {
        return false;
    };
    match position.checked_sub(1).and_then(|at| timeline.row(at)) {
        Some(before) => !cx.texts.same_day(moment(before), moment(row)),
        None => position == 0,
    }
}

/// What the day of a row is called.
pub(super) fn day(cx: &Cx<'_>, row: &MessageRow) -> String {
    cx.texts.day_heading(moment(row), cx.now)
}

/// Whether the rows before and after are here, so that the height will not change when they come.
pub(super) fn neighbours_are_loaded(timeline: &Timeline, position: usize) -> bool {
    (position == 0 || timeline.row(position - 1).is_some())
        && (position + 1 >= timeline.total || timeline.row(position + 1).is_some())
}

/// Draws a row.
#[expect(
    clippy::too_many_arguments,
    reason = "what is drawn, where, and for whom"
)]
pub(super) fn show(
    ui: &mut Ui,
    cx: &Cx<'_>,
    state: &AppState,
    timeline: &Timeline,
    layout: RowLayout<'_>,
    place: Rect,
    focus: Focus,
    out: &mut Actions,
) -> bubble::Shown {
    let mut top = place.top() + layout.gap;
    if let Some(day) = &layout.day {
        let line = Rect::from_min_size(pos2(place.left(), top), vec2(place.width(), DAY_HEIGHT));
        paint_day(ui, cx, line, day, layout.row);
        top += DAY_HEIGHT;
    }
    if layout.marker {
        let line = Rect::from_min_size(pos2(place.left(), top), vec2(place.width(), MARKER_HEIGHT));
        paint_marker(ui, cx, line);
        top += MARKER_HEIGHT;
    }
    let body =
        Rect::from_min_max(pos2(place.left(), top), place.max).shrink2(vec2(margin(cx), 0.0));
    match layout.body {
        Body::Bubble(bubble) => {
            let takes = bubble::Focus {
                tab_stop: focus.tab_stop,
                take: focus.take,
            };
            bubble::show(
                ui, cx, state, timeline, layout.row, bubble, body, takes, out,
            )
        }
        Body::Leaving => bubble::Shown::default(),
        Body::Notice(icon, galley) => bubble::Shown {
            has_focus: paint_notice(ui, cx, layout.row, icon, galley, body, focus),
            unfolds: false,
        },
    }
}

/// A row that is on its way from the store: the shape of a bubble, so that scrolling far shows where one is.
pub(super) fn paint_missing(ui: &Ui, cx: &Cx<'_>, place: Rect, position: usize) {
    let share = 0.25 + 0.05 * (position * 7 % 6) as f32;
    let body = place.shrink2(vec2(margin(cx), 4.0));
    let width = body.width() * share;
    let rect = Rect::from_min_size(body.min, vec2(width, body.height().min(36.0)));
    ui.painter().rect_filled(
        rect,
        CornerRadius::same(radius::BUBBLE),
        cx.theme.bubble_in.gamma_multiply(0.5),
    );
}

/// Between the bubbles and the edges of the pane.
fn margin(cx: &Cx<'_>) -> f32 {
    match cx.layout {
        Layout::Wide => space::XL,
        Layout::Phone => space::M,
    }
}

/// The moment that decides a row's place, and with it its day.
fn moment(row: &MessageRow) -> Timestamp {
    Timestamp::from_millis(row.sort_at)
}

fn are_together(cx: &Cx<'_>, one: &MessageRow, next: &MessageRow) -> bool {
    one.kind == RowKind::Text
        && next.kind == RowKind::Text
        && one.outgoing == next.outgoing
        && one.sender == next.sender
        && next.sort_at.saturating_sub(one.sort_at) <= GROUP_MS
        && cx.texts.same_day(moment(one), moment(next))
}

fn notice(ui: &Ui, cx: &Cx<'_>, row: &MessageRow, width: f32) -> Body {
    let (icon, key) = match row.kind {
        RowKind::Unreadable => (Icon::Warning, "timeline-unreadable"),
        RowKind::NeedsNewer => (Icon::Info, "timeline-needs-newer"),
        RowKind::Conflict => (Icon::Warning, "timeline-conflict"),
        RowKind::Notice | RowKind::Text => (Icon::ShieldWarning, "timeline-notice"),
    };
    let text = match row.kind {
        RowKind::Notice if !row.text.is_empty() => row.text.as_str().into(),
        _ => cx.texts.get(key),
    };
    let width = (width - 2.0 * size::ICON).min(size::BUBBLE_WIDTH_MAX);
    let colour = cx.theme.text_secondary;
    let galley = widgets::galley(ui, &text, Type::Caption, colour, width, usize::MAX);
    Body::Notice(icon, galley)
}

fn paint_day(ui: &Ui, cx: &Cx<'_>, place: Rect, day: &str, row: &MessageRow) {
    ui.request_repaint_after(cx.texts.changes_in(moment(row), cx.now).max(MINUTE));
    let pill = day_pill(ui, cx, place, day, cx.theme.surface);
    let id = egui::Id::unique(("day", *row.id.as_bytes()));
    let response = ui.interact(pill, id, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Heading, true, day));
}

/// The words of a day on a ground of their own, in the middle of a place. Returns what they cover.
pub(super) fn day_pill(ui: &Ui, cx: &Cx<'_>, place: Rect, day: &str, fill: Color32) -> Rect {
    let colour = cx.theme.text_secondary;
    let galley = line::layout(ui, day, Type::CaptionStrong, colour, place.width());
    let pill = Rect::from_center_size(
        place.center(),
        galley.size() + vec2(2.0 * space::M, space::S),
    );
    ui.painter()
        .rect_filled(pill, CornerRadius::same(radius::PILL), fill);
    line::centred(ui, pill, galley, colour);
    pill
}

/// A heading that says "Today" does not need to be drawn again more often.
const MINUTE: std::time::Duration = std::time::Duration::from_secs(60);

fn paint_marker(ui: &Ui, cx: &Cx<'_>, place: Rect) {
    let colour = cx.theme.accent;
    let text = cx.texts.get("timeline-new-messages");
    let galley = line::layout(ui, &text, Type::CaptionStrong, colour, place.width());
    let half = galley.size().x / 2.0 + space::M;
    let middle = place.center();
    let stroke = egui::Stroke::new(1.0, cx.theme.accent.gamma_multiply(0.4));
    let edge = margin(cx);
    ui.painter()
        .hline(place.left() + edge..=middle.x - half, middle.y, stroke);
    ui.painter()
        .hline(middle.x + half..=place.right() - edge, middle.y, stroke);
    line::centred(ui, place, galley, colour);
    let response = ui.interact(place, ui.scope_id().with("new-messages"), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Heading, true, &*text));
}

fn paint_notice(
    ui: &Ui,
    cx: &Cx<'_>,
    row: &MessageRow,
    icon: Icon,
    galley: Arc<Galley>,
    place: Rect,
    focus: Focus,
) -> bool {
    let sense = if focus.tab_stop {
        Sense::focusable_noninteractive()
    } else {
        Sense::hover()
    };
    let response = ui.interact(place, bubble::id(row.id), sense);
    if focus.take {
        response.request_focus();
    }
    response.widget_info(|| WidgetInfo::labeled(Role::ListItem, true, galley.text()));
    let width = galley.size().x + size::ICON_SMALL + space::S;
    let centred = Rect::from_center_size(place.center(), vec2(width, galley.size().y));
    let mut strip = crate::ui::Strip::new(centred, cx.direction);
    let at = strip.leading(size::ICON_SMALL);
    icon.paint(
        ui.painter(),
        at.center(),
        size::ICON_SMALL,
        cx.theme.text_secondary,
    );
    strip.leading(space::S);
    line::leading(ui, cx, strip.rest, galley, cx.theme.text_secondary);
    if response.has_focus() {
        ui.painter().rect_stroke(
            centred.expand(space::XS),
            CornerRadius::same(radius::SMALL),
            cx.theme.focus_stroke(),
            egui::StrokeKind::Outside,
        );
    }
    response.has_focus()
}
