//! What others learn, who is blocked, and the app lock.

use pulse_client::ContactState;

use super::{choice, switch};
use crate::state::{LockTimeout, Route, SettingsPage, check_passphrase};
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
        passphrase(ui, cx, state, memory, out);
        crate::ui::screens::page_problem(ui, cx, state);
        if state.lock.available {
            timeout(ui, cx, settings.lock_timeout, out);
        }
    });
}

/// Sets, changes or removes the passphrase of the app lock.
fn passphrase(
    ui: &mut Ui,
    cx: &Cx<'_>,
    state: &AppState,
    memory: &mut UiMemory,
    out: &mut Actions,
) {
    let texts = cx.texts;
    let lock = &state.lock;
    if !*memory.pages.open("lock") {
        let status = match (lock.own, lock.available) {
            (true, _) => "settings-privacy-lock-own",
            (false, true) => "settings-privacy-lock-home",
            (false, false) => "settings-privacy-lock-none",
        };
        let set = match lock.own {
            true => "settings-privacy-lock-change",
            false => "settings-privacy-lock-set",
        };
        forms::card(ui, cx, |ui| {
            let row = forms::Row::new(texts.get(set))
                .icon(Icon::Key)
                .text(texts.get(status))
                .acts();
            if row.show(ui, cx).clicked() {
                *memory.pages.open("lock") = true;
            }
            if lock.own {
                let row = forms::Row::new(texts.get("settings-privacy-lock-remove"))
                    .icon(Icon::Delete)
                    .acts()
                    .danger();
                if row.show(ui, cx).clicked() {
                    out.push(Action::Settings(SettingsChange::AppLock(None)));
                }
            }
        });
        return;
    }

    let mut first = memory.pages.secret("lock-first").clone();
    let mut second = memory.pages.secret("lock-second").clone();
    let fields = forms::new_passphrase(
        ui,
        cx,
        ("settings-privacy-lock-first", &mut first),
        ("settings-privacy-lock-second", &mut second),
    );
    memory.pages.secret("lock-first").clone_from(&first);
    *memory.pages.secret("lock-second") = second;
    let save = forms::page_primary(
        ui,
        cx,
        &texts.get("settings-privacy-lock-save"),
        fields.is_twice,
    );
    let cancel = forms::page_secondary(ui, cx, &texts.get("settings-privacy-lock-cancel"));
    let is_asked = fields.is_twice && (save.clicked() || fields.submitted);
    let passphrase = Hidden(first);
    // What is not taken is said, and can be mended where it was typed.
    let is_saved = is_asked && check_passphrase(&passphrase, &passphrase).is_ok();
    if is_asked {
        out.push(Action::Settings(SettingsChange::AppLock(Some(passphrase))));
    }
    if is_saved || cancel.clicked() {
        for key in ["lock-first", "lock-second"] {
            drop(memory.pages.take_secret(key));
        }
        *memory.pages.open("lock") = false;
    }
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
