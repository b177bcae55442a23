//! What must be known before one writes: a changed identity, a stranger's request, a block.

use egui::{Frame, Ui, vec2};
use pulse_client::{AccountId, ContactState, HeldReason, IdentityState};

use crate::action::{Action, Actions};
use crate::icons::Icon;
use crate::state::{AppState, Route};
use crate::texts::Value;
use crate::theme::space;
use crate::ui::Cx;
use crate::ui::widgets::{Banner, Tone};
use crate::update::ChatSummary;

/// Draws the banners that this conversation has.
pub(super) fn show(
    ui: &mut Ui,
    cx: &Cx<'_>,
    state: &AppState,
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
        let banner = Banner::new(Tone::Warning, &text)
            .icon(Icon::ShieldWarning)
            .action(&see)
            .action(&go_on);
        match put(ui, cx, banner) {
            Some(0) => out.push(Action::Go(Route::SafetyNumber(chat.account))),
            Some(_) => out.push(Action::AcceptIdentityChange(chat.account)),
            None => {}
        }
    }
    if let Some(text) = namesake(cx, state, chat.account, chat.state) {
        let see = cx.texts.get("conversation-contact");
        let banner = Banner::new(Tone::Warning, &text)
            .icon(Icon::Warning)
            .action(&see);
        if put(ui, cx, banner).is_some() {
            out.push(Action::Go(Route::Contact(chat.account)));
        }
    }
    match chat.state {
        ContactState::Requested => {
            let text = cx.texts.with("conversation-request", &name);
            let accept = cx.texts.get("conversation-accept");
            let block = cx.texts.get("conversation-block");
            let delete = cx.texts.get("conversation-delete-request");
            let banner = Banner::new(Tone::Quiet, &text)
                .icon(Icon::Request)
                .action(&accept)
                .action(&block)
                .action(&delete);
            match put(ui, cx, banner) {
                Some(0) => out.push(Action::Accept(chat.account)),
                Some(1) => out.push(Action::Block(chat.account)),
                Some(_) => out.push(Action::DeleteConversation(chat.id)),
                None => {}
            }
        }
        ContactState::Blocked => {
            let text = cx.texts.with("conversation-blocked", &name);
            let unblock = cx.texts.get("conversation-unblock");
            let banner = Banner::new(Tone::Quiet, &text)
                .icon(Icon::Block)
                .action(&unblock);
            if put(ui, cx, banner).is_some() {
                out.push(Action::Unblock(chat.account));
            }
        }
        ContactState::Added | ContactState::Accepted => waits(ui, cx, &chat.name, held),
    }
}

/// Why what is written waits. Where nothing can be written, nothing does.
fn waits(ui: &mut Ui, cx: &Cx<'_>, name: &str, held: Option<HeldReason>) {
    match held {
        Some(HeldReason::Unanswered) => {
            let name = [("name", name.into())];
            let text = cx.texts.with("conversation-held", &name);
            put(ui, cx, Banner::new(Tone::Info, &text).icon(Icon::Clock));
        }
        Some(HeldReason::OwnForked) => {
            let text = cx.texts.get("conversation-held-own-forked");
            put(ui, cx, Banner::new(Tone::Problem, &text));
        }
        Some(HeldReason::Removed) => {
            let text = cx.texts.get("conversation-held-removed");
            put(ui, cx, Banner::new(Tone::Problem, &text));
        }
        // A fork of theirs has its banner above.
        Some(HeldReason::Forked) | None => {}
    }
}

/// That a contact is called like this person, and is somebody else.
pub(in crate::ui::screens) fn namesake(
    cx: &Cx<'_>,
    state: &AppState,
    account: AccountId,
    is: ContactState,
) -> Option<String> {
    let key = match is {
        ContactState::Requested => "namesake-request",
        ContactState::Added | ContactState::Accepted => "namesake-contact",
        ContactState::Blocked => return None,
    };
    let name = state.namesake(account)?;
    Some(cx.texts.with(key, &[("name", name.into())]).into_owned())
}

/// At the upper edge of the pane, with room around it. Returns which action was chosen.
fn put(ui: &mut Ui, cx: &Cx<'_>, banner: Banner<'_>) -> Option<usize> {
    let frame = Frame::new().inner_margin(space::S);
    frame.show(ui, |ui| banner.show(ui, cx)).inner
}

fn identity_key(identity: IdentityState) -> Option<&'static str> {
    Some(match identity {
        IdentityState::Unchanged => return None,
        IdentityState::DevicesChanged => "conversation-devices-changed",
        IdentityState::Recovered => "conversation-recovered",
        IdentityState::Forked => "conversation-forked",
    })
}
