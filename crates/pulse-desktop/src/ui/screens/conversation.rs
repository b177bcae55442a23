//! A conversation: whom it is with, what must be known before writing, the messages, the composer.

mod banners;
mod find;
mod head;
mod start;

use egui::{Rect, Ui, UiBuilder, vec2};

use crate::action::{Action, Actions};
use crate::icons::Icon;
use crate::state::{AppState, Timeline};
use crate::texts::Value;
use crate::ui::screens::{composer, timeline};
use crate::ui::widgets::EmptyState;
use crate::ui::{Cx, UiMemory, toasts};
use crate::update::ChatSummary;

pub(super) use banners::namesake;
pub use find::FindMemory;

/// Draws the open conversation, or what stands there before one is.
pub fn show(ui: &mut Ui, cx: &Cx<'_>, state: &AppState, memory: &mut UiMemory, out: &mut Actions) {
    ui.spacing_mut().item_spacing = vec2(0.0, 0.0);
    let Some(open) = &state.timeline else {
        nothing_open(ui, cx, state, out);
        return;
    };
    let Some(chat) = state.chat_or_contact(open.conversation) else {
        return;
    };
    let chat = &*chat;
    if gives_a_file(ui, state) {
        out.push(Action::CannotAttach);
    }
    head::show(ui, cx, state, chat, out);
    find::show(ui, cx, state, memory, out);
    banners::show(ui, cx, state, chat, open.held, out);
    let place = ui.available_rect_before_wrap();
    let height = composer::height(ui, cx, state, open, place.width());
    let (above, below) = place.split_top_bottom_at_y(place.bottom() - height);
    memory.composer_place = Some(below);
    // What was just done is told between the messages and the composer, over neither of them.
    let told = toasts::height(ui, cx, state, place.width());
    let above = above.with_max_y((above.bottom() - told).max(above.top()));
    messages(ui, cx, state, open, chat, above, memory, out);
    composer::show(ui, cx, state, open, below, memory, out);
}

#[expect(
    clippy::too_many_arguments,
    reason = "what is drawn, where, and for whom"
)]
fn messages(
    ui: &mut Ui,
    cx: &Cx<'_>,
    state: &AppState,
    open: &Timeline,
    chat: &ChatSummary,
    place: Rect,
    memory: &mut UiMemory,
    out: &mut Actions,
) {
    let mut area = ui.new_child(UiBuilder::new().max_rect(place).id_salt("timeline"));
    area.shrink_clip_rect(place);
    if open.total > 0 {
        timeline::show(&mut area, cx, state, open, &mut memory.timeline, out);
    } else if chat.last.is_none() {
        let name = [("name", Value::from(chat.name.as_str()))];
        let title = cx.texts.with("conversation-empty-title", &name);
        let text = cx.texts.with("conversation-empty-text", &name);
        EmptyState::new(Icon::Lock, &title, &text).show(&mut area, cx);
    }
}

/// Whether somebody lets a file go over the conversation, or pastes a picture into it.
fn gives_a_file(ui: &Ui, state: &AppState) -> bool {
    let is_picture = |event: &egui::Event| matches!(event, egui::Event::PasteImage(_));
    state.overlay.is_none()
        && ui.input(|input| {
            !input.raw.dropped_files.is_empty() || input.events.iter().any(is_picture)
        })
}

fn nothing_open(ui: &mut Ui, cx: &Cx<'_>, state: &AppState, out: &mut Actions) {
    if !state.chats.loaded {
        return;
    }
    if state.chats.all.is_empty() && state.contacts.is_empty() {
        start::show(ui, cx, state, out);
        return;
    }
    let title = cx.texts.get("conversation-none-title");
    let text = cx.texts.get("conversation-none-text");
    EmptyState::new(Icon::Chat, &title, &text).show(ui, cx);
}
