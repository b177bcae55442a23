//! The settings: a list of pages, one file for each.

mod about;
mod appearance;
mod blocked;
mod notifications;
mod overview;
mod phrase;
mod privacy;
mod profile;
mod storage;

use super::prelude::*;
use crate::state::SettingsPage;
use crate::ui::widgets::Toggle;

/// Draws a page of the settings.
pub fn show(
    ui: &mut Ui,
    cx: &Cx<'_>,
    state: &AppState,
    page: SettingsPage,
    memory: &mut UiMemory,
    out: &mut Actions,
) {
    match page {
        SettingsPage::Overview => overview::show(ui, cx, state, memory, out),
        SettingsPage::Profile => profile::show(ui, cx, state, memory, out),
        SettingsPage::Phrase => phrase::show(ui, cx, state, memory, out),
        SettingsPage::Privacy => privacy::show(ui, cx, state, memory, out),
        SettingsPage::Blocked => blocked::show(ui, cx, state, memory, out),
        SettingsPage::Notifications => notifications::show(ui, cx, state, memory, out),
        SettingsPage::Appearance => appearance::show(ui, cx, state, memory, out),
        SettingsPage::Storage => storage::show(ui, cx, state, memory, out),
        SettingsPage::About => about::show(ui, cx, memory, out),
    }
}

/// A setting that is on or off, with what it means.
fn switch(
    ui: &mut Ui,
    cx: &Cx<'_>,
    key: &str,
    is_on: bool,
    change: impl FnOnce(bool) -> SettingsChange,
    out: &mut Actions,
) {
    let text = cx.texts.get(&format!("{key}-text")).into_owned();
    let mut is_on = is_on;
    let label = cx.texts.get(key);
    let toggle = Toggle::new(&mut is_on, &label).description(&text);
    if toggle.show(ui, cx).changed() {
        out.push(Action::Settings(change(is_on)));
    }
}

/// One of several choices.
fn choice(
    ui: &mut Ui,
    cx: &Cx<'_>,
    name: &str,
    text: Option<&str>,
    is_chosen: bool,
    change: SettingsChange,
    out: &mut Actions,
) {
    let row = forms::Row::new(name)
        .text(text.unwrap_or_default())
        .radio(is_chosen);
    if row.show(ui, cx).clicked() && !is_chosen {
        out.push(Action::Settings(change));
    }
}
