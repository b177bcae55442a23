//! Who is blocked.

use pulse_client::ContactState;

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
    let blocked = || {
        let contacts = state.contacts.iter();
        contacts.filter(|contact| {
            contact.state == ContactState::Blocked && !state.is_removed(contact.account)
        })
    };
    forms::page(
        ui,
        cx,
        &texts.get("settings-blocked-title"),
        out,
        |ui, out| {
            if blocked().next().is_none() {
                let (title, text) = (
                    texts.get("settings-blocked-empty"),
                    texts.get("settings-blocked-empty-text"),
                );
                forms::empty(ui, cx, Icon::Block, &title, &text);
                return;
            }
            forms::page_lead(ui, cx, &texts.get("settings-blocked-lead"));
            for contact in blocked() {
                let label = texts.get("settings-blocked-unblock");
                let name = parts::called(state, contact.account, &contact.name);
                let name = [("name", name.into())];
                let name = texts.with("settings-blocked-unblock-name", &name);
                forms::card(ui, cx, |ui| {
                    forms::person(ui, cx, state, contact.account, &contact.name, "");
                    if forms::answer_button(ui, cx, Tone::Quiet, &label, &name).clicked() {
                        out.push(Action::Unblock(contact.account));
                    }
                });
            }
        },
    );
}
