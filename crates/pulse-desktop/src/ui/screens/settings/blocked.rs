//! Who is blocked.

use pulse_client::{ContactRow, ContactState};

use crate::ui::parts;
use crate::ui::screens::prelude::*;

/// Draws the page.
pub(super) fn show(
    ui: &mut Ui,
    cx: &Cx<'_>,
    state: &AppState,
    memory: &mut UiMemory,
    out: &mut Actions,
) {
    let texts = cx.texts;
    memory.pages.enter(ui.ctx(), ("blocked", None));
    let listed: Vec<_> = (state.contacts.iter())
        .filter(|contact| {
            let is_blocked = contact.state == ContactState::Blocked;
            let stays = memory.pages.stays_listed(contact.account, is_blocked);
            stays && !state.is_removed(contact.account)
        })
        .collect();
    forms::page(
        ui,
        cx,
        &texts.get("settings-blocked-title"),
        out,
        |ui, out| {
            if listed.is_empty() {
                let (title, text) = (
                    texts.get("settings-blocked-empty"),
                    texts.get("settings-blocked-empty-text"),
                );
                forms::empty(ui, cx, Icon::Block, &title, &text);
                return;
            }
            forms::page_lead(ui, cx, &texts.get("settings-blocked-lead"));
            for contact in &listed {
                forms::card(ui, cx, |ui| match contact.state {
                    ContactState::Blocked => blocked(ui, cx, state, contact, out),
                    _ => unblocked(ui, cx, state, contact, out),
                });
            }
        },
    );
}

fn blocked(ui: &mut Ui, cx: &Cx<'_>, state: &AppState, contact: &ContactRow, out: &mut Actions) {
    let label = cx.texts.get("settings-blocked-unblock");
    let name = parts::called(state, contact.account, &contact.name);
    let name = [("name", name.into())];
    let name = cx.texts.with("settings-blocked-unblock-name", &name);
    forms::person(ui, cx, state, contact.account, &contact.name, "");
    if forms::answer_button(ui, cx, Tone::Quiet, &label, &name).clicked() {
        out.push(Action::Unblock(contact.account));
    }
}

/// Somebody who was blocked when the page was entered.
fn unblocked(ui: &mut Ui, cx: &Cx<'_>, state: &AppState, contact: &ContactRow, out: &mut Actions) {
    let label = cx.texts.get("settings-blocked-again");
    let name = parts::called(state, contact.account, &contact.name);
    let name = [("name", name.into())];
    let name = cx.texts.with("settings-blocked-again-name", &name);
    let line = cx.texts.get("settings-blocked-not");
    forms::person(ui, cx, state, contact.account, &contact.name, &line);
    let button = forms::answer_button(ui, cx, Tone::Quiet, &label, &name);
    // The second click of a double click was meant for the button that was here before.
    if button.clicked() && !button.double_clicked() {
        out.push(Action::Block(contact.account));
    }
}
