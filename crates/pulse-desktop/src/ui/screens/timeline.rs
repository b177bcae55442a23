//! The messages of a conversation. Only what is seen is laid out, however long the conversation is.

mod heights;
mod keys;
mod row;
mod scroll;
mod seen;
mod sticky_day;

use std::collections::{BTreeMap, BTreeSet};

use egui::{Id, Rect, ScrollArea, Ui, pos2, scroll_area, vec2};
use pulse_client::{ConversationId, MessageId};

use crate::action::{Action, Actions};
use crate::icons::Icon;
use crate::state::{AppState, Language, Timeline, ToastKind};
use crate::theme::{size, space};
use crate::ui::{Cx, parts};

use scroll::{Anchor, Scroll};

/// Rows around the seen ones that are asked for before they are needed.
const NEEDED_AROUND: usize = 64;
/// How far below the upper edge the marker of new messages stands after opening.
const MARKER_BELOW_EDGE: f64 = 64.0;
/// How far down the view a message stands that was jumped to, so that what was said before it is seen, too.
const JUMPED_BELOW_EDGE: f64 = 0.3;
/// Scrolled up by more than this, a button leads back.
const JUMP_BUTTON_FROM: f64 = 240.0;

/// What the timeline remembers between frames.
#[derive(Debug, Default)]
pub struct TimelineMemory {
    open: Option<Open>,
    /// Where other conversations were left.
    places: BTreeMap<ConversationId, Anchor>,
    /// Set to jump to the newest message.
    pub jump_to_end: bool,
}

#[derive(Debug)]
struct Open {
    conversation: ConversationId,
    scroll: Scroll,
    /// What the heights were measured for.
    measured_for: MeasuredFor,
    /// The offset that the anchor meant at the end of the last frame; `None` before the first.
    expected: Option<f64>,
    /// The scroll area as egui calls it, once it was drawn.
    area: Option<Id>,
    /// Where rows were missing when they were last asked for, and at which revision.
    asked: Option<(u64, usize)>,
    /// The newest row that was told to have been seen.
    reported: Option<MessageId>,
    /// When the view was last scrolled, in seconds of egui.
    moved_at: Option<f64>,
    /// Messages that were deleted and can still come back.
    leaving: Vec<MessageId>,
    /// Long messages of which all is shown.
    unfolded: BTreeSet<MessageId>,
    /// The message that the keyboard is at.
    focus: Option<MessageId>,
    /// Whether it must be given the keyboard once it is drawn.
    take_focus: bool,
    /// The jump that was followed last.
    jumped: u64,
}

/// What heights depend on besides the rows themselves.
#[derive(Clone, Copy, Debug, PartialEq)]
struct MeasuredFor {
    width: f32,
    pixels_per_point: f32,
    language: Language,
    /// Where the marker of new messages stands, which takes place of its own.
    marker: Option<usize>,
}

/// Draws the messages in all the space there is.
pub fn show(
    ui: &mut Ui,
    cx: &Cx<'_>,
    state: &AppState,
    timeline: &Timeline,
    memory: &mut TimelineMemory,
    out: &mut Actions,
) {
    let view = ui.available_rect_before_wrap();
    let height = f64::from(view.height());
    let measured_for = MeasuredFor {
        width: view.width(),
        pixels_per_point: ui.pixels_per_point(),
        language: cx.texts.language(),
        marker: timeline.first_unread,
    };
    let jump = std::mem::take(&mut memory.jump_to_end);
    let open = open(memory, timeline, measured_for);
    open.scroll.follow(timeline);
    open.follow_leaving(state);
    if jump {
        open.scroll.anchor = Anchor::End;
    }
    open.follow_jump(timeline, height);
    let by_key = state.overlay.is_none() && keys::scroll(ui, open, timeline, height);
    measure(ui, cx, timeline, open, view);

    let desired = open.scroll.offset(height);
    let mut area = ScrollArea::vertical()
        .id_salt(("timeline", *timeline.conversation.as_bytes()))
        .auto_shrink(false);
    if let Some(offset) = offset_to_set(ui, open, desired) {
        area = area.vertical_scroll_offset(offset);
    }
    // A spring at the end would pull back from a message that has just been added there.
    ui.spacing_mut().scroll.kinetic.rubber_band = false;
    let output = area.show_viewport(ui, |ui, viewport| {
        ui.set_height(open.scroll.content_height() as f32);
        rows(
            ui,
            cx,
            state,
            timeline,
            open,
            view,
            f64::from(viewport.min.y),
            out,
        );
    });
    open.area = Some(output.id);
    let offset = f64::from(output.state.clamped_offset().y);
    let visible = open.scroll.visible(offset, height);
    let scrolled = (offset - desired).abs() > 0.75;
    let all_known = visible.clone().all(|row| open.scroll.heights.is_known(row));
    if scrolled || all_known {
        open.scroll.settle(offset, height, timeline);
    }
    open.expected = Some(open.scroll.offset(height));
    need_rows(timeline, open, &visible, out);
    seen::report(state, timeline, open, offset, height, out);
    sticky_day::show(ui, cx, timeline, open, view, offset, scrolled || by_key);
    jump_button(ui, cx, state, open, view, offset);
}

impl Open {
    /// Goes to where the view was sent, once for each time; Tab leads to the message, too.
    fn follow_jump(&mut self, timeline: &Timeline, height: f64) {
        let Some(jump) = timeline.jump().filter(|jump| jump.number != self.jumped) else {
            return;
        };
        self.jumped = jump.number;
        self.focus = Some(jump.message);
        self.scroll.anchor = Anchor::Row {
            position: timeline.position(jump.message).unwrap_or(jump.position),
            id: Some(jump.message),
            below_edge: height * JUMPED_BELOW_EDGE,
        };
    }

    /// A deleted message takes no place until it is gone or comes back.
    fn follow_leaving(&mut self, state: &AppState) {
        let toasts = state.toasts.shown.iter();
        let undoable = toasts.filter_map(|toast| match toast.kind {
            ToastKind::MessageDeleted(message) => Some(message),
            _ => None,
        });
        let gone = state.timeline.iter().flat_map(Timeline::gone);
        let leaving: Vec<_> = undoable.chain(gone).collect();
        if leaving != self.leaving {
            self.leaving = leaving;
            self.scroll.heights.forget(0..usize::MAX);
        }
    }

    /// Shows all of a long message. Its beginning stays where it is, `below_edge` of the view's upper edge.
    fn unfold(
        &mut self,
        ui: &Ui,
        timeline: &Timeline,
        position: usize,
        message: MessageId,
        below_edge: f64,
    ) {
        self.unfolded.insert(message);
        self.scroll.heights.forget(position..usize::MAX);
        self.scroll.hang_on(position, below_edge, timeline);
        // Its button is gone, and with it the keyboard of whoever pressed it there.
        if !ui.input(|input| input.pointer.any_click()) {
            self.focus = Some(message);
            self.take_focus = true;
        }
        ui.request_repaint();
    }
}

/// The memory of the conversation that is shown, made when it was another one.
fn open<'m>(
    memory: &'m mut TimelineMemory,
    timeline: &Timeline,
    measured_for: MeasuredFor,
) -> &'m mut Open {
    let conversation = timeline.conversation;
    let is_other = memory
        .open
        .as_ref()
        .is_none_or(|open| open.conversation != conversation || was_empty(open, timeline));
    if is_other && let Some(left) = memory.open.take() {
        memory.places.insert(left.conversation, left.scroll.anchor);
    }
    let places = &memory.places;
    let open = memory.open.get_or_insert_with(|| {
        let anchor = match timeline.first_unread {
            Some(position) => Anchor::Row {
                position,
                id: None,
                below_edge: MARKER_BELOW_EDGE,
            },
            None => places.get(&conversation).copied().unwrap_or(Anchor::End),
        };
        Open {
            conversation,
            scroll: Scroll::new(timeline, anchor),
            measured_for,
            expected: None,
            area: None,
            asked: None,
            reported: None,
            moved_at: None,
            leaving: Vec::new(),
            unfolded: BTreeSet::new(),
            focus: None,
            take_focus: false,
            jumped: 0,
        }
    });
    if open.measured_for != measured_for {
        open.measured_for = measured_for;
        open.scroll.heights.forget(0..usize::MAX);
    }
    open
}

/// A conversation is opened before it is known how long it is and where its first unseen row stands.
fn was_empty(open: &Open, timeline: &Timeline) -> bool {
    open.scroll.heights.len() == 0 && timeline.total > 0
}

/// Lays out what will be seen and a little around it, so that nothing has a wrong height when it comes into sight.
fn measure(ui: &Ui, cx: &Cx<'_>, timeline: &Timeline, open: &mut Open, view: Rect) {
    let height = f64::from(view.height());
    // One after the other, away from the anchor: each may turn out so tall that its neighbours are out of sight, and a screen
    // of rows that are estimated to be low could be as many of the longest messages.
    let mut tried = BTreeSet::new();
    loop {
        let offset = open.scroll.offset(height);
        let around = open.scroll.visible(offset - height / 2.0, height * 2.0);
        let anchor = open.scroll.anchor_row();
        let next = around
            .filter(|row| !open.scroll.heights.is_known(*row) && !tried.contains(row))
            .min_by_key(|row| row.abs_diff(anchor));
        let Some(position) = next else { return };
        tried.insert(position);
        if let Some(row) = row::lay_out(ui, cx, timeline, open, position, view.width()) {
            let known = row::neighbours_are_loaded(timeline, position);
            open.scroll.heights.set(position, row.height, known);
        }
    }
}

/// The offset that keeps the anchor in its place; `None` when it is there anyway, so that scrolling goes its way.
fn offset_to_set(ui: &Ui, open: &Open, desired: f64) -> Option<f32> {
    let (Some(expected), Some(area)) = (open.expected, open.area) else {
        return Some(desired as f32);
    };
    let shift = desired - expected;
    if shift == 0.0 && open.scroll.anchor != Anchor::End {
        return None;
    }
    // A window that was made anew knows nothing of where the last one was scrolled to.
    let Some(stored) = scroll_area::State::load(ui.ctx(), area) else {
        return Some(desired as f32);
    };
    if open.scroll.anchor == Anchor::End {
        let is_elsewhere = (f64::from(stored.clamped_offset().y) - desired).abs() > 0.75;
        return is_elsewhere.then_some(desired as f32);
    }
    Some((f64::from(stored.unclamped_offset().y) + shift) as f32)
}

#[expect(
    clippy::too_many_arguments,
    reason = "what is drawn, where, and for whom"
)]
fn rows(
    ui: &mut Ui,
    cx: &Cx<'_>,
    state: &AppState,
    timeline: &Timeline,
    open: &mut Open,
    view: Rect,
    offset: f64,
    out: &mut Actions,
) {
    let height = f64::from(view.height());
    // A short conversation stands at the bottom, where it is written.
    let free = (height - open.scroll.content_height()).max(0.0);
    let visible = open.scroll.visible(offset, height);
    let tab_stop = tab_stop(timeline, open, &visible);
    for position in visible {
        let top = (open.scroll.top(position) - offset + free) as f32 + view.top();
        let row_height = open.scroll.heights.height(position) as f32;
        let place = Rect::from_min_size(pos2(view.left(), top), vec2(view.width(), row_height));
        let focus = row::Focus {
            tab_stop: tab_stop == Some(position),
            take: open.take_focus && tab_stop == Some(position),
        };
        match row::lay_out(ui, cx, timeline, open, position, view.width()) {
            Some(layout) => {
                let is_marked = timeline.marked().is_some_and(|marked| {
                    timeline.row(position).is_some_and(|row| row.id == marked)
                });
                if is_marked {
                    ui.painter().rect_filled(place, 0.0, cx.theme.accent_soft);
                }
                let shown = row::show(ui, cx, state, timeline, layout, place, focus, out);
                let id = timeline.row(position).map(|row| row.id);
                if shown.has_focus {
                    open.focus = id;
                    open.take_focus = false;
                    keys::move_focus(ui, open, timeline, position, height);
                }
                if let Some(id) = id.filter(|_| shown.unfolds) {
                    open.unfold(ui, timeline, position, id, f64::from(top - view.top()));
                }
            }
            None => row::paint_missing(ui, cx, place, position),
        }
    }
}

/// The message that Tab leads to: where the keyboard was, or the newest in sight.
fn tab_stop(timeline: &Timeline, open: &Open, visible: &std::ops::Range<usize>) -> Option<usize> {
    let is = |position: usize| timeline.row(position).map(|row| row.id) == open.focus;
    let focused = open
        .focus
        .and_then(|_| visible.clone().find(|&row| is(row)));
    focused.or_else(|| {
        visible
            .clone()
            .rev()
            .find(|&row| timeline.row(row).is_some())
    })
}

fn need_rows(
    timeline: &Timeline,
    open: &mut Open,
    visible: &std::ops::Range<usize>,
    out: &mut Actions,
) {
    let first = visible.start.saturating_sub(NEEDED_AROUND);
    let end = (visible.end + NEEDED_AROUND).min(timeline.total);
    let Some(missing) = (first..end).find(|&row| timeline.is_missing(row)) else {
        return;
    };
    let question = (timeline.revision, missing / NEEDED_AROUND);
    if open.asked != Some(question) {
        open.asked = Some(question);
        out.push(Action::NeedRows {
            conversation: timeline.conversation,
            first,
            end,
        });
    }
}

/// Leads back to the newest message, and says how many were not seen.
fn jump_button(
    ui: &mut Ui,
    cx: &Cx<'_>,
    state: &AppState,
    open: &mut Open,
    view: Rect,
    offset: f64,
) {
    let height = f64::from(view.height());
    if open.scroll.content_height() - height - offset < JUMP_BUTTON_FROM {
        return;
    }
    let side = size::CONTROL;
    let x = cx.direction.trailing_x(view.shrink(space::L + side / 2.0));
    let centre = pos2(x, view.bottom() - space::L - side / 2.0);
    let unread = state.chat(open.conversation).map_or(0, |chat| chat.unread);
    let name = cx.texts.get("timeline-jump");
    let place = Rect::from_center_size(centre, vec2(side, side));
    if parts::floating_button(ui, cx, place, Icon::ToEnd, &name, unread).clicked() {
        open.scroll.anchor = Anchor::End;
        ui.ctx().request_repaint();
    }
}
