//! Short messages at the lower edge, over everything; some can be taken back.

use std::borrow::Cow;
use std::time::Duration;

use egui::{Id, Key, Modifiers, Rect, Ui};
use pulse_client::ConversationId;

use super::widgets::Toast;
use super::{Cx, widgets};
use crate::action::{Action, Actions};
use crate::state::{self, AppState, ToastKind};
use crate::texts::Value;

/// A toast that somebody is at does not go within this time; it is looked at again within half of it.
const HELD_FROM: Duration = Duration::from_secs(2);

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
    let mut place = match composer {
        Some(bar) => bar.with_max_y(bar.top()).with_min_y(window.top()),
        None => window,
    };
    let mut is_held = false;
    for toast in state.toasts.drawn() {
        place.max.y -= Toast::GAP;
        let (height, shown) = with_widget(cx, state, toast, |widget| {
            let height = widget.height(ui, cx, place.width());
            let id = Id::unique(("toast", toast.id.0));
            (height, widget.show(ui, cx, id, place))
        });
        place.max.y -= height;
        if shown.acted {
            out.push(Action::Undo(toast.id));
        } else if shown.closed {
            out.push(Action::DismissToast(toast.id));
        }
        is_held |= shown.is_held;
    }
    if is_held {
        hold(ui, state, out);
    }
    undo_key(ui, state, out);
}

/// How much place they take above the composer, in a place this wide.
pub(super) fn height(ui: &Ui, cx: &Cx<'_>, state: &AppState, width: f32) -> f32 {
    (state.toasts.drawn())
        .map(|toast| {
            let height = with_widget(cx, state, toast, |widget| widget.height(ui, cx, width));
            Toast::GAP + height
        })
        .sum()
}

fn with_widget<R>(
    cx: &Cx<'_>,
    state: &AppState,
    toast: &state::Toast,
    with: impl FnOnce(widgets::Toast<'_>) -> R,
) -> R {
    let text = text(cx, state, &toast.kind);
    let undo = cx.texts.get(match toast.kind {
        ToastKind::LinkNotOpened(_) => "toast-copy-link",
        _ => "toast-undo",
    });
    let close = cx.texts.get("toast-dismiss");
    let mut widget = Toast::new(&text, &close);
    if toast.kind.can_undo() {
        widget = widget.action(&undo);
    }
    if matches!(toast.kind, ToastKind::Problem { .. }) {
        widget = widget.problem();
    }
    with(widget)
}

/// Whoever is about to click on one must not miss it.
fn hold(ui: &Ui, state: &AppState, out: &mut Actions) {
    let soon = state.now.plus(HELD_FROM);
    let is_soon = |toast: &state::Toast| toast.until.is_some_and(|until| until < soon);
    if state.toasts.shown.iter().any(is_soon) {
        out.push(Action::HoldToasts);
    }
    ui.request_repaint_after(HELD_FROM / 2);
}

/// The keys of undo take back what was done last, unless they are meant for what is being typed.
fn undo_key(ui: &Ui, state: &AppState, out: &mut Actions) {
    let mut newest = state.toasts.shown.iter().rev();
    let Some(toast) = newest.find(|toast| toast.kind.can_undo()) else {
        return;
    };
    if !ui.text_edit_focused()
        && ui.input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::Z))
    {
        out.push(Action::Undo(toast.id));
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
