//! What notifications show, and whether Pulse stays when its window goes.

use super::{choice, switch};
use crate::state::NotificationContent;
use crate::ui::screens::prelude::*;
use crate::ui::widgets::Toggle;

/// Draws the page.
pub(super) fn show(
    ui: &mut Ui,
    cx: &Cx<'_>,
    state: &AppState,
    memory: &mut UiMemory,
    out: &mut Actions,
) {
    let texts = cx.texts;
    memory.pages.enter(ui.ctx(), ("notifications", None));
    let settings = &state.settings;
    forms::page(
        ui,
        cx,
        &texts.get("settings-notifications"),
        out,
        |ui, out| {
            forms::card(ui, cx, |ui| {
                let change = SettingsChange::Notifications;
                switch(
                    ui,
                    cx,
                    "settings-notifications-on",
                    settings.notifications,
                    change,
                    out,
                );
            });
            if settings.notifications {
                content(ui, cx, settings.notification_content, out);
            }
            forms::card(ui, cx, |ui| {
                stays_in_tray(ui, cx, state, out);
                let change = SettingsChange::Autostart;
                switch(
                    ui,
                    cx,
                    "settings-notifications-autostart",
                    settings.autostart,
                    change,
                    out,
                );
            });
        },
    );
}

/// Without a tray there is nothing to choose, and why is said.
fn stays_in_tray(ui: &mut Ui, cx: &Cx<'_>, state: &AppState, out: &mut Actions) {
    let key = "settings-notifications-tray";
    if state.has_tray {
        let is_on = state.settings.close_to_tray;
        switch(ui, cx, key, is_on, SettingsChange::CloseToTray, out);
        return;
    }
    let (label, text) = (
        cx.texts.get(key),
        cx.texts.get("settings-notifications-no-tray"),
    );
    let mut is_on = false;
    Toggle::new(&mut is_on, &label)
        .description(&text)
        .enabled(false)
        .show(ui, cx);
}

fn content(ui: &mut Ui, cx: &Cx<'_>, chosen: NotificationContent, out: &mut Actions) {
    let texts = cx.texts;
    forms::section(ui, cx, &texts.get("settings-notifications-content"));
    forms::card(ui, cx, |ui| {
        for (content, key) in [
            (
                NotificationContent::NameAndText,
                "settings-notifications-all",
            ),
            (NotificationContent::Name, "settings-notifications-name"),
            (
                NotificationContent::Nothing,
                "settings-notifications-nothing",
            ),
        ] {
            let text = texts.get(&format!("{key}-text")).into_owned();
            let change = SettingsChange::NotificationContent(content);
            choice(
                ui,
                cx,
                &texts.get(key),
                Some(&text),
                chosen == content,
                change,
                out,
            );
        }
    });
}
