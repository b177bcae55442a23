//! The list of pages.

use crate::state::{Overlay, Route, SettingsPage};
use crate::theme::size;
use crate::ui::screens::prelude::*;
use crate::ui::widgets::ListRow;

/// Draws the list.
pub(super) fn show(
    ui: &mut Ui,
    cx: &Cx<'_>,
    state: &AppState,
    memory: &mut UiMemory,
    out: &mut Actions,
) {
    let texts = cx.texts;
    memory.pages.enter(ui.ctx(), ("settings", None));
    forms::page(ui, cx, &texts.get("settings-title"), out, |ui, out| {
        if let Some(account) = &state.account {
            let avatar = forms::avatar(account.account, &account.name, size::AVATAR);
            let server = forms::server_name(&account.server);
            let row = ListRow::new(&account.name)
                .subtitle(&server)
                .avatar(avatar, size::AVATAR)
                .trailing(Icon::Next);
            forms::card(ui, cx, |ui| {
                if row.show(ui, cx).clicked() {
                    out.push(Action::Go(Route::Settings(SettingsPage::Profile)));
                }
            });
        }
        forms::card(ui, cx, |ui| {
            for (page, icon, key) in [
                (SettingsPage::Privacy, Icon::Shield, "settings-privacy"),
                (
                    SettingsPage::Notifications,
                    Icon::Bell,
                    "settings-notifications",
                ),
                (
                    SettingsPage::Appearance,
                    Icon::Palette,
                    "settings-appearance",
                ),
                (SettingsPage::Storage, Icon::Storage, "settings-storage"),
                (SettingsPage::About, Icon::Info, "settings-about"),
            ] {
                let text = texts.get(&format!("{key}-text")).into_owned();
                let row = forms::Row::new(texts.get(key))
                    .icon(icon)
                    .text(&text)
                    .leads_on();
                if row.show(ui, cx).clicked() {
                    out.push(Action::Go(Route::Settings(page)));
                }
            }
        });
        forms::card(ui, cx, |ui| {
            let row = forms::Row::new(texts.get("settings-shortcuts"))
                .icon(Icon::Keyboard)
                .acts();
            if row.show(ui, cx).clicked() {
                out.push(Action::Open(Overlay::Shortcuts));
            }
            if state.lock.available {
                let row = forms::Row::new(texts.get("settings-lock-now"))
                    .icon(Icon::Lock)
                    .acts();
                if row.show(ui, cx).clicked() {
                    out.push(Action::Lock);
                }
            }
        });
    });
}
