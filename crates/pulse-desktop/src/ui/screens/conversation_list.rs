//! The list of conversations: whom one talks with, what was last said, and what was not seen yet.

mod banner;
mod entries;
mod head;
mod hit;
mod reminder;
mod row;

use std::collections::BTreeSet;

use egui::{
    Context, EventFilter, Id, Key, Modifiers, Rect, ScrollArea, Ui, UiBuilder, scroll_area, vec2,
};
use pulse_client::{ConversationId, MessageId};

use crate::action::{Action, Actions};
use crate::icons::Icon;
use crate::state::{AppState, Route};
use crate::texts::Value;
use crate::theme::{Type, size, space};
use crate::ui::widgets::{EmptyState, Text};
use crate::ui::{Cx, Layout, Strip, UiMemory, line, parts};

use entries::{Entries, Entry, Spot};

pub use banner::BannerMemory;

/// What the list remembers between frames.
#[derive(Debug, Default)]
pub struct ListMemory {
    /// Since when there is no connection.
    pub banner: BannerMemory,
    /// How wide the list is to be while its edge is drawn.
    pub(crate) drawn_to: Option<f32>,
    /// The row that arrow keys moved to and that must be focused once it is drawn.
    focus: Option<Spot>,
    /// The messages that were there when more were asked for, until those came.
    known: Option<BTreeSet<MessageId>>,
    /// The scroll area as egui calls it, once it was drawn.
    area: Option<Id>,
}

/// Whether Escape is for the search of the list and not for that of the conversation, while both are there: the keyboard is in its
/// field, or at what it found. The list handles it then. To be asked before anything is drawn.
pub(crate) fn keeps_escape(ctx: &Context, state: &AppState) -> bool {
    if state.find.is_none() || state.overlay.is_some() {
        return false;
    }
    // egui takes the keyboard away with Escape before anybody is asked.
    let had_it = |id| ctx.memory(|egui| egui.had_focus_last_frame(id));
    let is_searched = !state.chats.filter.is_empty();
    let is_at = |spot: Spot| had_it(spot.id());
    let at_row = || {
        Entries::of(state)
            .spots()
            .into_iter()
            .any(|(_, spot)| is_at(spot))
    };
    had_it(head::field()) || (is_searched && at_row())
}

/// Draws the pane with the list.
pub fn show(ui: &mut Ui, cx: &Cx<'_>, state: &AppState, memory: &mut UiMemory, out: &mut Actions) {
    ui.spacing_mut().item_spacing = vec2(0.0, 0.0);
    head::show(ui, cx, state, out);
    head::filter(ui, cx, state, memory, out);
    banner::show(ui, cx, state, &mut memory.list.banner, out);
    reminder::show(ui, cx, state, out);
    requests(ui, cx, state, out);
    let entries = Entries::of(state);
    if entries.is_empty() {
        if state.chats.loaded {
            empty(ui, cx, state, out);
        }
        return;
    }
    rows(ui, cx, state, &mut memory.list, &entries, out);
}

/// One line that leads to the strangers who wait for an answer.
fn requests(ui: &mut Ui, cx: &Cx<'_>, state: &AppState, out: &mut Actions) {
    let count = state.chats.requests().count();
    if count == 0 || !state.chats.filter.trim().is_empty() {
        return;
    }
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 52.0), egui::Sense::hover());
    let response = ui.interact(rect, ui.scope_id().with("requests"), egui::Sense::click());
    let text = cx.texts.with(
        "list-requests",
        &[(
            "count",
            Value::from(u32::try_from(count).unwrap_or(u32::MAX)),
        )],
    );
    parts::describe_button(&response, &text);
    let is_open = state.route == Route::Requests && state.pending_link.is_none();
    row::background(ui, cx, rect, is_open, &response);
    let mut strip = Strip::new(rect.shrink2(vec2(space::L, 0.0)), cx.direction);
    let disc = strip.leading(size::AVATAR);
    // On the ground of a chosen row its own would not be seen.
    let (fill, colour) = if is_open {
        (cx.theme.accent_fill, cx.theme.on_accent)
    } else {
        (cx.theme.accent_soft, cx.theme.on_accent_soft)
    };
    let radius = size::AVATAR_MEDIUM / 2.0;
    ui.painter().circle_filled(disc.center(), radius, fill);
    Icon::Request.paint(ui.painter(), disc.center(), size::ICON, colour);
    strip.leading(space::M);
    let arrow = strip.trailing(size::ICON);
    cx.direction.icon(Icon::Next).paint(
        ui.painter(),
        arrow.center(),
        size::ICON_SMALL,
        cx.theme.text_secondary,
    );
    line::paint(ui, cx, strip.rest, &text, Type::BodyStrong, cx.theme.text);
    if response.clicked() {
        out.push(Action::Go(Route::Requests));
    }
}

fn rows(
    ui: &mut Ui,
    cx: &Cx<'_>,
    state: &AppState,
    memory: &mut ListMemory,
    entries: &Entries<'_>,
    out: &mut Actions,
) {
    let open = open_beside(cx, state);
    let scroll_to = follow_more(ui, state, memory, entries);
    let scroll_to = scroll_to.or_else(|| move_focus(ui, memory, entries));
    let height = ui.available_height();
    let mut area = ScrollArea::vertical()
        .id_salt("conversations")
        .auto_shrink(false);
    if let Some(place) = scroll_to
        && let Some(offset) = scrolled_to(ui, memory.area, height, entries.range(place))
    {
        area = area.vertical_scroll_offset(offset);
    }
    // One row is reached by Tab, the others from there with the arrows.
    let tab_stop = entries.tab_stop(open);
    let output = area.show_viewport(ui, |ui, viewport| {
        ui.set_height(entries.height());
        let (left_top, width) = (ui.max_rect().min, ui.available_width());
        for (entry, top) in entries.between(viewport.min.y, viewport.max.y) {
            let size = vec2(width, entry.height());
            let place = Rect::from_min_size(left_top + vec2(0.0, top), size);
            let mut ui = ui.new_child(UiBuilder::new().max_rect(place));
            let is_tab_stop = tab_stop.is_some() && entry.spot() == tab_stop;
            match entry {
                Entry::Chat(chat) => {
                    let is_open = open == Some(chat.id);
                    row::show(&mut ui, cx, state, memory, chat, is_open, is_tab_stop, out);
                }
                Entry::Hit(found, chat) => {
                    hit::show(
                        &mut ui,
                        cx,
                        state,
                        memory,
                        (*found, &**chat),
                        is_tab_stop,
                        out,
                    );
                }
                Entry::Nobody => nobody(&mut ui, cx, &state.chats.filter),
                Entry::Heading => hit::heading(&mut ui, cx),
                Entry::Searching => hit::note(&mut ui, cx, "list-searching"),
                Entry::Failed => hit::note(&mut ui, cx, "list-search-failed"),
                Entry::NoMessages => hit::note(&mut ui, cx, "list-no-messages-found"),
                Entry::More => hit::more(&mut ui, cx, state, memory, out),
                Entry::SearchingMore => hit::more_come(&ui, cx, memory),
            }
        }
    });
    memory.area = Some(output.id);
}

/// The conversation that the page beside the list is about, if it is about one.
fn open_beside(cx: &Cx<'_>, state: &AppState) -> Option<ConversationId> {
    if cx.layout == Layout::Phone || state.pending_link.is_some() {
        return None;
    }
    let open = state.open_conversation();
    match state.route {
        Route::Chats => open,
        Route::Contact(account) | Route::SafetyNumber(account) => {
            open.filter(|open| *open == ConversationId::direct(account))
        }
        _ => None,
    }
}

/// More messages came: the keyboard goes from where they were asked for to the first of them, unless it went elsewhere meanwhile.
/// Returns the place to scroll to.
fn follow_more(
    ui: &Ui,
    state: &AppState,
    memory: &mut ListMemory,
    entries: &Entries<'_>,
) -> Option<usize> {
    if state.message_search.running.is_some() {
        return None;
    }
    let known = memory.known.take()?;
    let (place, spot) = entries.first_besides(&known)?;
    if !ui.memory(|egui| egui.has_focus(Spot::More.id())) {
        return None;
    }
    memory.focus = Some(spot);
    Some(place)
}

/// Arrow keys move through the rows, also to those that are not drawn yet. Returns the place to scroll to.
fn move_focus(ui: &Ui, memory: &mut ListMemory, entries: &Entries<'_>) -> Option<usize> {
    let focused = ui.memory(|egui| egui.focused())?;
    let spots = entries.spots();
    let at = spots.iter().position(|(_, spot)| spot.id() == focused)?;
    let last = spots.len() - 1;
    let to = ui.input_mut(|input| {
        if input.consume_key(Modifiers::NONE, Key::ArrowDown) {
            Some((at + 1).min(last))
        } else if input.consume_key(Modifiers::NONE, Key::ArrowUp) {
            Some(at.saturating_sub(1))
        } else if input.consume_key(Modifiers::NONE, Key::Home) {
            Some(0)
        } else if input.consume_key(Modifiers::NONE, Key::End) {
            Some(last)
        } else {
            None
        }
    })?;
    let (place, spot) = spots.get(to)?;
    memory.focus = Some(*spot);
    Some(*place)
}

/// How far the list must be scrolled for a row to be seen whole; `None` when it is.
fn scrolled_to(ui: &Ui, area: Option<Id>, height: f32, row: std::ops::Range<f32>) -> Option<f32> {
    let offset = scroll_area::State::load(ui.ctx(), area?)?
        .clamped_offset()
        .y;
    if row.start < offset {
        Some(row.start)
    } else if row.end > offset + height {
        Some(row.end - height)
    } else {
        None
    }
}

/// The keys that a focused row keeps for itself.
fn keys_of_a_row() -> EventFilter {
    EventFilter {
        vertical_arrows: true,
        ..EventFilter::default()
    }
}

/// Nobody is there yet.
fn empty(ui: &mut Ui, cx: &Cx<'_>, state: &AppState, out: &mut Actions) {
    let title = cx.texts.get("list-empty-title");
    let text = cx.texts.get("list-empty-text");
    let add = cx.texts.get("list-empty-add");
    let mut empty = EmptyState::new(Icon::Chats, &title, &text);
    // Beside it stands the own link, with the way to add somebody.
    if cx.layout == Layout::Phone || !state.contacts.is_empty() {
        empty = empty.action(&add);
    }
    if empty.show(ui, cx) {
        out.push(Action::Go(Route::AddContact));
    }
}

/// Nobody is called like that.
fn nobody(ui: &mut Ui, cx: &Cx<'_>, filter: &str) {
    ui.add_space(space::XL);
    let values = [("filter", Value::from(filter.trim()))];
    let text = cx.texts.with("list-nothing-found", &values);
    Text::new(&text, Type::Body)
        .colour(cx.theme.text_secondary)
        .centred()
        .rows(3)
        .show(ui, cx);
}
