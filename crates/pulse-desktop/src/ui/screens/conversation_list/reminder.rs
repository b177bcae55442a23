//! A reminder for those who put off writing down their recovery phrase.

use egui::{Margin, Ui};

use crate::action::{Action, Actions};
use crate::icons::Icon;
use crate::state::{AppState, Route, SettingsPage};
use crate::theme::space;
use crate::ui::Cx;
use crate::ui::widgets::{Banner, Tone};

/// Draws it until the phrase was written down and given back.
pub(super) fn show(ui: &mut Ui, cx: &Cx<'_>, state: &AppState, out: &mut Actions) {
    let is_due = state
        .account
        .as_ref()
        .is_some_and(|account| account.registered && !account.phrase_confirmed);
    if !is_due {
        return;
    }
    let text = cx.texts.get("first-run-reminder");
    let now = cx.texts.get("first-run-reminder-now");
    let margin = Margin {
        bottom: space::S as i8,
        ..Margin::symmetric(space::M as i8, 0)
    };
    let banner = Banner::new(Tone::Info, &text).icon(Icon::Key).action(&now);
    let shown = egui::Frame::new()
        .inner_margin(margin)
        .show(ui, |ui| banner.show(ui, cx));
    if shown.inner.is_some() {
        out.push(Action::Go(Route::Settings(SettingsPage::Phrase)));
    }
}
