//! One conversation in the list.

use std::sync::Arc;

use egui::{CornerRadius, Galley, Rect, Response, Role, Sense, StrokeKind, Ui, WidgetInfo, vec2};
use pulse_client::{ContactState, ConversationId, IdentityState, MessageStatus, RowKind};

use super::entries::Spot;
use super::{ListMemory, keys_of_a_row};
use crate::action::{Action, Actions};
use crate::icons::Icon;
use crate::state::{AppState, Route};
use crate::theme::{Type, radius, size, space};
use crate::ui::screens::mute;
use crate::ui::shortcuts::ROW_MENU;
use crate::ui::{Cx, Strip, Unread, line, parts, widgets};
use crate::update::{ChatSummary, LastMessage};

/// Every row is as tall as every other.
pub(super) const HEIGHT: f32 = 72.0;

/// The id of a conversation's row.
pub(super) fn id(conversation: ConversationId) -> egui::Id {
    egui::Id::unique(("conversation-row", *conversation.as_bytes()))
}

/// Draws a row.
#[expect(
    clippy::too_many_arguments,
    reason = "what a row is and where it stands"
)]
pub(super) fn show(
    ui: &mut Ui,
    cx: &Cx<'_>,
    state: &AppState,
    memory: &mut ListMemory,
    chat: &ChatSummary,
    is_open: bool,
    tab_stop: bool,
    out: &mut Actions,
) {
    let rect = ui.max_rect();
    let response = interact(ui, rect, memory, Spot::Chat(chat.id), tab_stop);
    background(ui, cx, rect, is_open, &response);
    let second = second_line(cx, state, chat, is_open);
    let unread = Unread::of(state, chat.id, chat.unread);
    describe(ui, cx, state, chat, &second, (is_open, unread), &response);
    paint(ui, cx, state, chat, &second, unread, rect);
    if response.clicked() {
        out.push(Action::OpenConversation(chat.id));
    }
    menu(ui, cx, state, chat, &response, out);
}

/// What happens with a row, which gets the keyboard when the arrows moved to it.
pub(super) fn interact(
    ui: &Ui,
    rect: Rect,
    memory: &mut ListMemory,
    spot: Spot,
    tab_stop: bool,
) -> Response {
    let id = spot.id();
    let wants_focus = memory.focus == Some(spot);
    let sense = if tab_stop || wants_focus || ui.memory(|egui| egui.has_focus(id)) {
        Sense::click()
    } else {
        Sense::CLICK
    };
    let response = ui.interact(rect, id, sense);
    if wants_focus {
        memory.focus = None;
        response.request_focus();
    }
    if response.has_focus() {
        ui.memory_mut(|egui| egui.set_focus_lock_filter(id, keys_of_a_row()));
    }
    response
}

/// What is behind a row that is chosen, under the pointer, or at the keyboard.
pub(super) fn background(ui: &Ui, cx: &Cx<'_>, rect: Rect, is_open: bool, response: &Response) {
    let rect = rect.shrink2(vec2(space::S, 1.0));
    let fill = if is_open {
        Some(cx.theme.accent_soft)
    } else if response.is_pointer_button_down_on() {
        Some(cx.theme.pressed)
    } else if response.hovered() || response.context_menu_opened() {
        Some(cx.theme.hover)
    } else {
        None
    };
    let corner = CornerRadius::same(radius::MEDIUM);
    if let Some(fill) = fill {
        ui.painter().rect_filled(rect, corner, fill);
    }
    if response.has_focus() {
        ui.painter()
            .rect_stroke(rect, corner, cx.theme.focus_stroke(), StrokeKind::Inside);
    }
}

/// What stands below the name.
struct SecondLine {
    /// A word before the text, in a colour of its own: `Draft:`.
    lead: Option<String>,
    text: String,
    colour: egui::Color32,
    status: Option<MessageStatus>,
}

fn second_line(cx: &Cx<'_>, state: &AppState, chat: &ChatSummary, is_open: bool) -> SecondLine {
    let plain = |text: String| SecondLine {
        lead: None,
        text,
        colour: cx.theme.text_secondary,
        status: None,
    };
    if state.typing.contains_key(&chat.id) {
        return SecondLine {
            colour: cx.theme.accent,
            ..plain(cx.texts.get("list-typing").into_owned())
        };
    }
    let draft = state.draft(chat.id).trim();
    if !draft.is_empty() && !is_open {
        return SecondLine {
            lead: Some(cx.texts.get("list-draft").into_owned()),
            ..plain(draft.chars().take(PREVIEW_LETTERS).collect())
        };
    }
    match state.last_shown(chat) {
        Some((last, _)) => SecondLine {
            status: last.outgoing.then_some(last.status),
            ..plain(preview(cx, last))
        },
        None if chat.state == ContactState::Added => {
            plain(cx.texts.get("list-waiting-for-answer").into_owned())
        }
        None => plain(cx.texts.get("list-no-messages").into_owned()),
    }
}

/// More than any line shows.
const PREVIEW_LETTERS: usize = 200;

fn preview(cx: &Cx<'_>, last: &LastMessage) -> String {
    let key = match last.kind {
        RowKind::Text => return last.preview.clone(),
        RowKind::Notice if last.preview.is_empty() => "timeline-notice",
        RowKind::Notice => return last.preview.clone(),
        RowKind::Unreadable => "timeline-unreadable",
        RowKind::NeedsNewer => "timeline-needs-newer",
        RowKind::Conflict => "timeline-conflict",
    };
    cx.texts.get(key).into_owned()
}

fn paint(
    ui: &Ui,
    cx: &Cx<'_>,
    state: &AppState,
    chat: &ChatSummary,
    second: &SecondLine,
    unread: Unread,
    rect: Rect,
) {
    if !ui.is_rect_visible(rect) {
        return;
    }
    let secondary = cx.theme.text_secondary;
    let mut strip = Strip::new(rect.shrink2(vec2(space::L, 0.0)), cx.direction);
    let disc = strip.leading(size::AVATAR).center();
    parts::paint_avatar(ui, cx, disc, size::AVATAR, &chat.name, chat.account);
    strip.leading(space::M);
    let (upper, lower) = halves(strip.rest);
    let id = first_line(ui, cx, state, chat, unread, upper);
    let mut strip = Strip::new(lower, cx.direction);
    if unread.is_any() {
        let edge = cx.direction.trailing_edge(strip.rest);
        let badge = unread.paint(ui, cx, edge);
        strip.trailing(badge.width() + space::S);
    }
    if chat.identity != IdentityState::Unchanged {
        let at = strip.trailing(size::ICON).center();
        let mark = Icon::ShieldWarning;
        mark.paint_filled(ui.painter(), at, size::ICON_SMALL, cx.theme.warning);
    }
    if let Some(id) = id {
        let place = strip.leading(id.size().x);
        line::leading(ui, cx, place, id, secondary);
        strip.leading(space::S);
    }
    if let Some(status) = second.status {
        let place = strip.leading(size::ICON_SMALL);
        parts::paint_status(ui, cx, place, status, secondary, false);
        strip.leading(space::XS);
    }
    if let Some(lead) = &second.lead {
        let width = strip.rest.width();
        let galley = line::layout(ui, lead, Type::Secondary, cx.theme.danger, width);
        let place = strip.leading(galley.size().x + space::XS);
        line::leading(ui, cx, place, galley, cx.theme.danger);
    }
    line::paint(
        ui,
        cx,
        strip.rest,
        &second.text,
        Type::Secondary,
        second.colour,
    );
}

/// So much of a name is read in the narrowest list.
const NAME_SEEN: f32 = 64.0;

/// The name with its marks, and when something last happened. Returns the id that tells it from the same name of another, when there
/// is no room for it here: without the name nobody knows who that is.
fn first_line(
    ui: &Ui,
    cx: &Cx<'_>,
    state: &AppState,
    chat: &ChatSummary,
    unread: Unread,
    place: Rect,
) -> Option<Arc<Galley>> {
    let is_muted = unread.is_muted;
    let colour = if unread.is_any() && !is_muted {
        cx.theme.accent
    } else {
        cx.theme.text_secondary
    };
    let moment = state.last_shown(chat).map(|(_, at)| {
        let moment = cx.texts.short_moment(at, cx.now);
        line::layout(ui, &moment, Type::Caption, colour, place.width() / 2.0)
    });
    let beside = parts::id_beside(state, chat.account);
    let beside = beside.map(|id| parts::lay_out_id(ui, cx, &id));
    let mark = if chat.compared { size::ICON } else { 0.0 };
    let bell = if is_muted { size::ICON } else { 0.0 };
    let name = |width| line::layout(ui, &chat.name, Type::BodyStrong, cx.theme.text, width);
    let room =
        |galley: &Option<Arc<Galley>>| galley.as_ref().map_or(0.0, |it| it.size().x + space::S);
    let left = place.width() - mark - bell;
    let least = name(left).size().x.min(NAME_SEEN);
    let has_room = left - room(&moment) >= least;
    let moment = moment.filter(|_| has_room);
    let left = left - room(&moment);
    let (beside, below) = match left - room(&beside) >= least {
        true => (beside, None),
        false => (None, beside),
    };
    let galley = name(left - room(&beside));

    let mut strip = Strip::new(place, cx.direction);
    if let Some(galley) = moment {
        let at = strip.trailing(galley.size().x);
        line::trailing(ui, cx, at, galley, colour);
        strip.trailing(space::S);
    }
    let name = strip.leading(galley.size().x);
    line::leading(ui, cx, name, galley, cx.theme.text);
    if let Some(id) = beside {
        parts::paint_id(ui, cx, &mut strip, id);
    }
    if chat.compared {
        let at = strip.leading(mark).center();
        Icon::Verified.paint_filled(ui.painter(), at, size::ICON_SMALL, cx.theme.accent);
    }
    if is_muted {
        let at = strip.leading(bell).center();
        let colour = cx.theme.text_secondary;
        Icon::BellOff.paint(ui.painter(), at, size::ICON_SMALL, colour);
    }
    below
}

/// The places of the two lines.
pub(super) fn halves(rect: Rect) -> (Rect, Rect) {
    let middle = rect.center().y;
    let upper = Rect::from_x_y_ranges(rect.x_range(), middle - 24.0..=middle);
    let lower = Rect::from_x_y_ranges(rect.x_range(), middle..=middle + 24.0);
    (upper, lower)
}

/// Tells a screen reader what is seen.
fn describe(
    ui: &Ui,
    cx: &Cx<'_>,
    state: &AppState,
    chat: &ChatSummary,
    second: &SecondLine,
    (is_open, unread): (bool, Unread),
    response: &Response,
) {
    response.widget_info(|| WidgetInfo::selected(Role::ListItem, true, is_open, &chat.name));
    let rest = || {
        let mut parts = unread.words(cx);
        parts.extend(parts::id_beside(state, chat.account));
        if chat.compared {
            parts.push(cx.texts.get("list-verified").into_owned());
        }
        if chat.identity != IdentityState::Unchanged {
            parts.push(cx.texts.get("list-identity-changed").into_owned());
        }
        let lead = second.lead.as_deref().unwrap_or_default();
        parts.push(format!("{lead} {}", second.text).trim().to_owned());
        if let Some(status) = second.status {
            parts.push(cx.texts.get(parts::status_key(status)).into_owned());
        }
        if let Some((_, at)) = state.last_shown(chat) {
            parts.push(cx.texts.short_moment(at, cx.now));
        }
        parts.join(", ")
    };
    ui.ctx()
        .accesskit_node_builder(response.id, |node| node.set_description(rest()));
}

fn menu(
    ui: &Ui,
    cx: &Cx<'_>,
    state: &AppState,
    chat: &ChatSummary,
    response: &Response,
    out: &mut Actions,
) {
    widgets::context_menu(response, cx, &chat.name, |ui| {
        items(ui, cx, state, chat, out);
    });
    let mut keys = ROW_MENU.iter();
    let pressed =
        response.has_focus() && keys.any(|keys| ui.input_mut(|input| input.consume_shortcut(keys)));
    widgets::keyboard_menu(response, cx, &chat.name, pressed, |ui| {
        items(ui, cx, state, chat, out);
    });
}

fn items(ui: &mut Ui, cx: &Cx<'_>, state: &AppState, chat: &ChatSummary, out: &mut Actions) {
    let is_there = state.chat(chat.id).is_some();
    if Unread::of(state, chat.id, chat.unread).is_any() {
        if parts::menu_item(ui, cx, Icon::CheckDouble, "list-mark-read") {
            out.push(Action::MarkRead(chat.id));
        }
    } else if is_there && parts::menu_item(ui, cx, Icon::Chats, "list-mark-unread") {
        out.push(Action::MarkUnread(chat.id));
    }
    if parts::menu_item(ui, cx, Icon::Contact, "list-contact-page") {
        out.push(Action::Go(Route::Contact(chat.account)));
    }
    mute::menu_item(ui, cx, state, chat.id, chat.state, out);
    widgets::menu_separator(ui, cx);
    if parts::menu_item(ui, cx, Icon::Block, "list-block") {
        out.push(Action::Block(chat.account));
    }
    if is_there {
        widgets::menu_separator(ui, cx);
        if parts::menu_item_danger(ui, cx, Icon::Delete, "list-delete") {
            out.push(Action::DeleteConversation(chat.id));
        }
    }
}
