//! Short messages at the lower edge, over everything; some can be taken back.

use std::borrow::Cow;

use egui::Ui;

use super::{Cx, widgets};
use crate::action::{Action, Actions};
use crate::state::{AppState, Route, ToastKind};
use crate::texts::Value;
use crate::theme::size;

/// Draws them, the newest lowest.
pub(super) fn show(ui: &Ui, cx: &Cx<'_>, state: &AppState, out: &mut Actions) {
    // Nothing stands between a person and what they are writing.
    let above = if state.timeline.is_some() && state.route == Route::Chats {
        size::BAR
    } else {
        0.0
    };
    for (index, toast) in state.toasts.shown.iter().rev().enumerate() {
        let text = text(cx, state, &toast.kind);
        let undo = cx.texts.get("toast-undo");
        let mut shown = widgets::Toast::new(&text).above(above);
        if toast.kind.can_undo() {
            shown = shown.action(&undo);
        }
        if shown.show(ui, cx, index) {
            out.push(Action::Undo(toast.id));
        }
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
            let name = state.chat(*conversation).map(|chat| chat.name.as_str());
            let name = [("name", Value::from(name.unwrap_or_default()))];
            cx.texts.with("toast-conversation-deleted", &name)
        }
        ToastKind::Blocked(account) => {
            let mut all = state.chats.all.iter();
            let name = all
                .find(|chat| chat.account == *account)
                .map(|chat| chat.name.as_str());
            let name = [("name", Value::from(name.unwrap_or_default()))];
            cx.texts.with("toast-blocked", &name)
        }
    }
}
