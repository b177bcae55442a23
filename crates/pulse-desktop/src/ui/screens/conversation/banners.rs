//! What must be known before one writes: a changed identity, a stranger's request, a block.

use egui::{Frame, Ui, vec2};
use pulse_client::{ContactState, HeldReason, IdentityState};

use crate::action::{Action, Actions};
use crate::icons::Icon;
use crate::state::Route;
use crate::texts::Value;
use crate::theme::space;
use crate::ui::widgets::{Banner, Tone};
use crate::ui::{Cx, parts};
use crate::update::ChatSummary;

/// Draws the banners that this conversation has.
pub(super) fn show(
    ui: &mut Ui,
    cx: &Cx<'_>,
    chat: &ChatSummary,
    held: Option<HeldReason>,
    out: &mut Actions,
) {
    let name = [("name", Value::from(chat.name.as_str()))];
    ui.spacing_mut().item_spacing = vec2(0.0, 0.0);
    if let Some(key) = identity_key(chat.identity) {
        let text = cx.texts.with(key, &name);
        let see = cx.texts.get("conversation-see-safety-number");
        let go_on = cx.texts.get("conversation-go-on");
        match parts::banner(
            ui,
            cx,
            parts::Tone::Warning,
            Icon::ShieldWarning,
            &text,
            &[&see, &go_on],
        ) {
            Some(0) => out.push(Action::Go(Route::SafetyNumber(chat.account))),
            Some(_) => out.push(Action::AcceptIdentityChange(chat.account)),
            None => {}
        }
    }
    match chat.state {
        ContactState::Requested => {
            let text = cx.texts.with("conversation-request", &name);
            let accept = cx.texts.get("conversation-accept");
            let block = cx.texts.get("conversation-block");
            let delete = cx.texts.get("conversation-delete-request");
            match parts::banner(
                ui,
                cx,
                parts::Tone::Neutral,
                Icon::Request,
                &text,
                &[&accept, &block, &delete],
            ) {
                Some(0) => out.push(Action::Accept(chat.account)),
                Some(1) => out.push(Action::Block(chat.account)),
                Some(_) => out.push(Action::DeleteConversation(chat.id)),
                None => {}
            }
        }
        ContactState::Blocked => {
            let text = cx.texts.with("conversation-blocked", &name);
            let unblock = cx.texts.get("conversation-unblock");
            if parts::banner(
                ui,
                cx,
                parts::Tone::Neutral,
                Icon::Block,
                &text,
                &[&unblock],
            )
            .is_some()
            {
                out.push(Action::Unblock(chat.account));
            }
        }
        ContactState::Added | ContactState::Accepted => {}
    }
    // A fork has its banner above.
    if held == Some(HeldReason::Unanswered) {
        let text = cx.texts.with("conversation-held", &name);
        Frame::new().inner_margin(space::S).show(ui, |ui| {
            let banner = Banner::new(Tone::Info, &text).icon(Icon::Clock);
            banner.show(ui, cx);
        });
    }
}

fn identity_key(identity: IdentityState) -> Option<&'static str> {
    Some(match identity {
        IdentityState::Unchanged => return None,
        IdentityState::DevicesChanged => "conversation-devices-changed",
        IdentityState::Recovered => "conversation-recovered",
        IdentityState::Forked => "conversation-forked",
    })
}
