//! Short messages at the lower edge, over everything; some can be taken back.

use std::borrow::Cow;

use egui::{Rect, Ui};
use pulse_client::ConversationId;

use super::{Cx, widgets};
use crate::action::{Action, Actions};
use crate::state::{AppState, ToastKind};
use crate::texts::Value;

/// Draws them, the newest lowest.
pub(super) fn show(
    ui: &Ui,
    cx: &Cx<'_>,
    state: &AppState,
    composer: Option<Rect>,
    out: &mut Actions,
) {
    // Nothing stands between a person and what they are writing.
    let window = ui.ctx().content_rect();
    let place = match composer {
        Some(bar) => bar.with_max_y(bar.top()).with_min_y(window.top()),
        None => window,
    };
    for (index, toast) in state.toasts.shown.iter().rev().enumerate() {
        let text = text(cx, state, &toast.kind);
        let undo = cx.texts.get(match toast.kind {
            ToastKind::LinkNotOpened(_) => "toast-copy-link",
            _ => "toast-undo",
        });
        let mut shown = widgets::Toast::new(&text).within(place);
        if toast.kind.can_undo() {
            shown = shown.action(&undo);
        }
        if shown.show(ui, cx, index) {
            out.push(Action::Undo(toast.id));
        }
    }
}

/// How much place so many take above the composer.
pub(super) fn height(count: usize) -> f32 {
    if count == 0 {
        0.0
    } else {
        widgets::Toast::MARGIN + count as f32 * widgets::Toast::STEP
    }
}

fn text<'a>(cx: &'a Cx<'_>, state: &AppState, kind: &ToastKind) -> Cow<'a, str> {
    match kind {
        ToastKind::Copied => cx.texts.get("toast-copied"),
        ToastKind::Info { key, values } | ToastKind::Problem { key, values } => {
            cx.texts.with_kept(key, values)
        }
        ToastKind::MessageDeleted(_) => cx.texts.get("toast-message-deleted"),
        ToastKind::ConversationDeleted(conversation) => {
            about(cx, state, "toast-conversation-deleted", *conversation)
        }
        ToastKind::Blocked(account) => {
            about(cx, state, "toast-blocked", ConversationId::direct(*account))
        }
        ToastKind::LinkNotOpened(_) => cx.texts.get("toast-link-not-opened"),
        ToastKind::ContactRemoved(account) => {
            let conversation = ConversationId::direct(*account);
            about(cx, state, "toast-contact-removed", conversation)
        }
    }
}

/// A sentence about somebody, who need not have a conversation.
fn about<'a>(
    cx: &'a Cx<'_>,
    state: &AppState,
    key: &str,
    conversation: ConversationId,
) -> Cow<'a, str> {
    let chat = state.chat_or_contact(conversation);
    let name = chat.as_deref().map_or("", |chat| chat.name.as_str());
    cx.texts.with(key, &[("name", Value::from(name))])
}
