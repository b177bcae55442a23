//! What notifications show, and whether Pulse stays when its window goes.

use super::{choice, switch};
use crate::state::NotificationContent;
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
                let change = SettingsChange::CloseToTray;
                switch(
                    ui,
                    cx,
                    "settings-notifications-tray",
                    settings.close_to_tray,
                    change,
                    out,
                );
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
