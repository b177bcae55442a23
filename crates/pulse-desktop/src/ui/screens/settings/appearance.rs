//! Colours, size, language, movement, and what Enter does.

use super::{choice, switch};
use crate::state::{Language, ThemeChoice};
use crate::texts::LOCALES;
use crate::ui::screens::prelude::*;

/// The sizes that can be chosen, in percent of the system's.
const SCALES_PERCENT: [u32; 9] = [75, 90, 100, 110, 125, 150, 175, 200, 250];

/// Draws the page.
pub(super) fn show(
    ui: &mut Ui,
    cx: &Cx<'_>,
    state: &AppState,
    memory: &mut UiMemory,
    out: &mut Actions,
) {
    let texts = cx.texts;
    memory.pages.enter(ui.ctx(), ("appearance", None));
    let settings = &state.settings;
    forms::page(ui, cx, &texts.get("settings-appearance"), out, |ui, out| {
        forms::section(ui, cx, &texts.get("settings-appearance-theme"));
        forms::card(ui, cx, |ui| {
            for (theme, key) in [
                (ThemeChoice::System, "settings-appearance-theme-system"),
                (ThemeChoice::Light, "settings-appearance-theme-light"),
                (ThemeChoice::Dark, "settings-appearance-theme-dark"),
            ] {
                let change = SettingsChange::Theme(theme);
                choice(
                    ui,
                    cx,
                    &texts.get(key),
                    None,
                    settings.theme == theme,
                    change,
                    out,
                );
            }
        });
        scale(ui, cx, settings.scale, out);
        forms::card(ui, cx, |ui| {
            let change = SettingsChange::ReducedMotion;
            switch(
                ui,
                cx,
                "settings-appearance-motion",
                settings.reduced_motion,
                change,
                out,
            );
            let change = SettingsChange::EnterSends;
            switch(
                ui,
                cx,
                "settings-appearance-enter",
                settings.enter_sends,
                change,
                out,
            );
        });
        language(ui, cx, settings.language, out);
    });
}

/// How large everything is: a step smaller, a step larger.
fn scale(ui: &mut Ui, cx: &Cx<'_>, chosen: f32, out: &mut Actions) {
    let texts = cx.texts;
    let percent = (chosen * 100.0).round() as u32;
    let smaller = SCALES_PERCENT
        .iter()
        .rev()
        .find(|step| **step < percent)
        .copied();
    let larger = SCALES_PERCENT.iter().find(|step| **step > percent).copied();
    forms::section(ui, cx, &texts.get("settings-appearance-scale"));
    let shown = texts.with(
        "settings-appearance-scale-percent",
        &[("percent", percent.into())],
    );
    let names = (
        texts.get("settings-appearance-scale-smaller"),
        texts.get("settings-appearance-scale-larger"),
    );
    let steps = (smaller, larger);
    let mut next = None;
    forms::card(ui, cx, |ui| {
        next = forms::stepper(ui, cx, &shown, (&names.0, &names.1), steps);
    });
    if let Some(percent) = next {
        out.push(Action::Settings(SettingsChange::Scale(
            percent as f32 / 100.0,
        )));
    }
}

/// Languages by their own names, so that everybody finds theirs.
fn language(ui: &mut Ui, cx: &Cx<'_>, chosen: Language, out: &mut Actions) {
    let texts = cx.texts;
    forms::section(ui, cx, &texts.get("settings-appearance-language"));
    forms::card(ui, cx, |ui| {
        let system = texts.get("settings-appearance-language-system");
        let locales = LOCALES.iter().map(|locale| (locale.language, locale.name));
        for (language, name) in std::iter::once((Language::System, &*system)).chain(locales) {
            let change = SettingsChange::Language(language);
            choice(ui, cx, name, None, chosen == language, change, out);
        }
    });
}
