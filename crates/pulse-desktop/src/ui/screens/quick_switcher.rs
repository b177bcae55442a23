//! Ctrl+K: a few letters of a name and Enter.

use egui::{
    Align2, Area, Frame, Id, Key, Margin, Modal, Modifiers, Order, Role, ScrollArea, Ui, vec2,
};
use pulse_client::{AccountId, ConversationId};

use crate::action::{Action, Actions};
use crate::icons::Icon;
use crate::state::AppState;
use crate::texts::Value;
use crate::theme::{Type, radius, size, space};
use crate::ui::widgets::{self, Avatar, SearchField, Text};
use crate::ui::{Cx, Layout, Strip, Unread, line, parts};

/// Height of a row.
const ROW_HEIGHT: f32 = 48.0;
/// Rows that are seen at once.
const ROWS_SEEN: f32 = 7.0;
const WIDTH: f32 = 480.0;

/// What the switcher remembers while it is open.
#[derive(Debug, Default)]
pub struct SwitcherMemory {
    typed: String,
    chosen: usize,
    /// Set when the chosen row changed and must be brought into sight.
    follow: bool,
}

/// Somebody to go to.
struct Target<'a> {
    conversation: ConversationId,
    account: AccountId,
    name: &'a str,
    /// The beginning of their id, where the name alone does not say who it is.
    beside: Option<String>,
    unread: Unread,
}

/// Draws the switcher over everything.
pub fn show(
    ui: &Ui,
    cx: &Cx<'_>,
    state: &AppState,
    memory: &mut SwitcherMemory,
    out: &mut Actions,
) {
    let window = ui.ctx().content_rect();
    let width = match cx.layout {
        Layout::Wide => WIDTH.min(window.width() - 2.0 * space::XL),
        Layout::Phone => window.width() - 2.0 * space::S,
    };
    let id = Id::unique("quick-switcher");
    let title = cx.texts.get("switcher-title");
    let area = Area::new(id)
        .order(Order::Foreground)
        .anchor(
            Align2::CENTER_TOP,
            vec2(0.0, (window.height() * 0.14).min(96.0)),
        )
        .default_height(window.height())
        .accessible_name(&*title);
    let frame = Frame::new()
        .fill(cx.theme.raised)
        .corner_radius(radius::LARGE)
        .shadow(cx.theme.shadow_sheet)
        .inner_margin(Margin::same(space::S as i8));
    let modal = Modal::new(id)
        .area(area)
        .frame(frame)
        .backdrop_color(cx.theme.scrim)
        .show(ui.ctx(), |ui| {
            ui.set_width(width - 2.0 * space::S);
            ui.spacing_mut().item_spacing = vec2(0.0, space::S);
            contents(ui, cx, state, memory, out);
        });
    ui.ctx().accesskit_node_builder(modal.response.id, |node| {
        node.set_role(Role::Dialog);
    });
    if modal.should_close() {
        out.push(Action::CloseOverlay);
    }
}

fn contents(
    ui: &mut Ui,
    cx: &Cx<'_>,
    state: &AppState,
    memory: &mut SwitcherMemory,
    out: &mut Actions,
) {
    let before = memory.typed.clone();
    let chosen = keys(ui);
    SearchField::new(
        &mut memory.typed,
        &cx.texts.get("switcher-hint"),
        &cx.texts.get("list-filter-clear"),
    )
    .raised()
    .autofocus()
    .show(ui, cx);
    if memory.typed != before {
        memory.chosen = 0;
        memory.follow = true;
    }
    let targets = targets(state, &memory.typed);
    let last = targets.len().saturating_sub(1);
    match chosen {
        Pressed::Down => {
            memory.chosen = if memory.chosen >= last {
                0
            } else {
                memory.chosen + 1
            }
        }
        Pressed::Up => memory.chosen = memory.chosen.checked_sub(1).unwrap_or(last),
        Pressed::Enter => {
            if let Some(target) = targets.get(memory.chosen.min(last)) {
                out.push(Action::CloseOverlay);
                out.push(Action::OpenConversation(target.conversation));
            }
        }
        Pressed::Nothing => {}
    }
    memory.follow |= matches!(chosen, Pressed::Down | Pressed::Up);
    memory.chosen = memory.chosen.min(last);
    if targets.is_empty() {
        nobody(ui, cx, &memory.typed);
        return;
    }
    rows(ui, cx, memory, &targets, out);
}

enum Pressed {
    Nothing,
    Up,
    Down,
    Enter,
}

/// The keys that choose, taken before the field sees them.
fn keys(ui: &Ui) -> Pressed {
    ui.input_mut(|input| {
        if input.consume_key(Modifiers::NONE, Key::ArrowDown) {
            Pressed::Down
        } else if input.consume_key(Modifiers::NONE, Key::ArrowUp) {
            Pressed::Up
        } else if input.consume_key(Modifiers::NONE, Key::Enter) {
            Pressed::Enter
        } else {
            Pressed::Nothing
        }
    })
}

/// Conversations, best first, then contacts with whom nothing was written yet.
fn targets<'a>(state: &'a AppState, typed: &str) -> Vec<Target<'a>> {
    let chats = state.quick_switch(typed).into_iter().map(|chat| Target {
        conversation: chat.id,
        account: chat.account,
        name: &chat.name,
        beside: parts::id_beside(state, chat.account),
        unread: Unread::of(state, chat.id, chat.unread),
    });
    let others = state.contacts_without_line(typed).map(|contact| {
        let conversation = ConversationId::direct(contact.account);
        Target {
            conversation,
            account: contact.account,
            name: &contact.name,
            beside: parts::id_beside(state, contact.account),
            unread: Unread::of(state, conversation, 0),
        }
    });
    chats.chain(others).collect()
}

fn rows(
    ui: &mut Ui,
    cx: &Cx<'_>,
    memory: &mut SwitcherMemory,
    targets: &[Target<'_>],
    out: &mut Actions,
) {
    let window = ui.ctx().content_rect().height();
    let height = (ROWS_SEEN * ROW_HEIGHT).min(window - 220.0).max(ROW_HEIGHT);
    ui.spacing_mut().item_spacing.y = 0.0;
    let mut area = ScrollArea::vertical()
        .id_salt("switcher-rows")
        .max_height(height)
        // The window over the page remembers how high it was, also with nobody in it.
        .min_scrolled_height((targets.len() as f32 * ROW_HEIGHT).min(height))
        .auto_shrink([false, true]);
    if std::mem::take(&mut memory.follow) {
        let top = memory.chosen as f32 * ROW_HEIGHT;
        area = area.vertical_scroll_offset((top - height / 2.0).max(0.0));
    }
    area.show_rows(ui, ROW_HEIGHT, targets.len(), |ui, range| {
        let shown = targets.iter().enumerate();
        for (index, target) in shown.skip(range.start).take(range.len()) {
            let is_chosen = index == memory.chosen;
            let (response, rect) = widgets::row_surface(ui, cx, ROW_HEIGHT, is_chosen, target.name);
            let mut words = target.unread.words(cx);
            words.extend(target.beside.clone());
            let words = words.join(", ");
            if !words.is_empty() {
                ui.ctx()
                    .accesskit_node_builder(response.id, |node| node.set_description(words));
            }
            paint(ui, cx, target, rect);
            if response.clicked() {
                out.push(Action::CloseOverlay);
                out.push(Action::OpenConversation(target.conversation));
            }
        }
    });
}

fn paint(ui: &Ui, cx: &Cx<'_>, target: &Target<'_>, rect: egui::Rect) {
    let mut strip = Strip::new(rect.shrink2(vec2(space::S, 0.0)), cx.direction);
    let disc = strip.leading(size::AVATAR_MEDIUM);
    let disc = egui::Rect::from_center_size(disc.center(), egui::Vec2::splat(size::AVATAR_MEDIUM));
    let seed = parts::seed(target.account);
    Avatar::new(target.name, seed, size::AVATAR_MEDIUM).paint(ui.painter(), cx, disc);
    strip.leading(space::M);
    if target.unread.is_any() {
        let edge = cx.direction.trailing_edge(strip.rest);
        let badge = target.unread.paint(ui, cx, edge);
        strip.trailing(badge.width() + space::S);
    }
    let is_muted = target.unread.is_muted;
    let bell = if is_muted { size::ICON } else { 0.0 };
    let beside = target
        .beside
        .as_deref()
        .map(|id| parts::lay_out_id(ui, cx, id));
    let room = beside.as_ref().map_or(0.0, |id| id.size().x + space::S);
    let width = strip.rest.width() - bell - room;
    let galley = line::layout(ui, target.name, Type::BodyStrong, cx.theme.text, width);
    let name = strip.leading(galley.size().x);
    line::leading(ui, cx, name, galley, cx.theme.text);
    if let Some(id) = beside {
        parts::paint_id(ui, cx, &mut strip, id);
    }
    if is_muted {
        let at = strip.leading(bell).center();
        let colour = cx.theme.text_secondary;
        Icon::BellOff.paint(ui.painter(), at, size::ICON_SMALL, colour);
    }
}

fn nobody(ui: &mut Ui, cx: &Cx<'_>, typed: &str) {
    let values = [("filter", Value::from(typed.trim()))];
    let text = cx.texts.with("list-nothing-found", &values);
    ui.add_space(space::L);
    Text::new(&text, Type::Body)
        .colour(cx.theme.text_secondary)
        .centred()
        .rows(2)
        .show(ui, cx);
    ui.add_space(space::L);
}
