//! What others learn, who is blocked, and the app lock.

mod passphrase;

use pulse_client::ContactState;

use super::{choice, switch};
use crate::state::{LockTimeout, Route, SettingsPage};
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
    memory.pages.enter(ui.ctx(), ("privacy", None));
    let settings = &state.settings;
    forms::page(ui, cx, &texts.get("settings-privacy"), out, |ui, out| {
        forms::card(ui, cx, |ui| {
            let change = SettingsChange::ReadReceipts;
            switch(
                ui,
                cx,
                "settings-privacy-receipts",
                settings.read_receipts,
                change,
                out,
            );
            let change = SettingsChange::Typing;
            switch(
                ui,
                cx,
                "settings-privacy-typing",
                settings.typing,
                change,
                out,
            );
        });
        forms::card(ui, cx, |ui| {
            let blocked = state
                .contacts
                .iter()
                .filter(|contact| contact.state == ContactState::Blocked)
                .count();
            let count = [("count", blocked.into())];
            let row = forms::Row::new(texts.get("settings-privacy-blocked"))
                .icon(Icon::Block)
                .text(texts.with("settings-privacy-blocked-count", &count))
                .leads_on();
            if row.show(ui, cx).clicked() {
                out.push(Action::Go(Route::Settings(SettingsPage::Blocked)));
            }
        });
        forms::section(ui, cx, &texts.get("settings-privacy-lock"));
        forms::page_lead(ui, cx, &texts.get("settings-privacy-lock-text"));
        passphrase::show(ui, cx, state, memory, out);
        crate::ui::screens::page_problem(ui, cx, state);
        if state.lock.available {
            timeout(ui, cx, settings.lock_timeout, out);
        }
    });
}

/// When the window locks itself.
fn timeout(ui: &mut Ui, cx: &Cx<'_>, chosen: LockTimeout, out: &mut Actions) {
    let texts = cx.texts;
    let minutes =
        |count: u32| texts.with("settings-privacy-lock-minutes", &[("count", count.into())]);
    forms::section(ui, cx, &texts.get("settings-privacy-lock-after"));
    forms::card(ui, cx, |ui| {
        for (timeout, name) in [
            (LockTimeout::Never, texts.get("settings-privacy-lock-never")),
            (LockTimeout::OneMinute, minutes(1)),
            (LockTimeout::FiveMinutes, minutes(5)),
            (LockTimeout::FifteenMinutes, minutes(15)),
            (
                LockTimeout::OneHour,
                texts.get("settings-privacy-lock-hour"),
            ),
        ] {
            let change = SettingsChange::LockTimeout(timeout);
            choice(ui, cx, &name, None, chosen == timeout, change, out);
        }
    });
}
