//! The own name, link and phrase.

use crate::state::{Route, SettingsPage};
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
    memory.pages.enter(ui.ctx(), ("profile", None));
    forms::page(ui, cx, &texts.get("settings-profile"), out, |ui, out| {
        let Some(account) = &state.account else {
            return;
        };
        forms::person_head(ui, cx, account.account, &account.name, &[]);

        let name = memory.pages.text("own-name", &account.name);
        let field = Field::new(&texts.get("settings-profile-name")).show(ui, cx, name);
        forms::field_note(
            ui,
            cx,
            Tone::Quiet,
            &texts.get("settings-profile-name-text"),
        );
        let name = name.trim();
        if !name.is_empty() && name != account.name {
            let save = forms::page_secondary(ui, cx, &texts.get("settings-profile-save"));
            if save.clicked() || field.submitted {
                out.push(Action::SetName(name.to_owned()));
            }
        }
        crate::ui::screens::page_problem(ui, cx, state);

        forms::card(ui, cx, |ui| {
            let row = forms::Row::new(texts.get("settings-profile-link"))
                .icon(Icon::QrCode)
                .text(texts.get("settings-profile-link-text"))
                .leads_on();
            if row.show(ui, cx).clicked() {
                out.push(Action::Go(Route::MyLink));
            }
            forms::Row::new(texts.get("settings-profile-server"))
                .icon(Icon::Server)
                .text(forms::server_name(&account.server))
                .show(ui, cx);
        });
        phrase(ui, cx, account.phrase_confirmed, out);

        let id = account.account.to_string();
        let label = texts.get("settings-profile-id");
        let copy = texts.get("settings-profile-id-copy");
        if forms::copyable(ui, cx, &label, &id, &copy) {
            out.push(Action::Copy(id));
        }
    });
}

/// Leads to the phrase until it was written down and given back.
fn phrase(ui: &mut Ui, cx: &Cx<'_>, is_confirmed: bool, out: &mut Actions) {
    let texts = cx.texts;
    forms::card(ui, cx, |ui| {
        let row = forms::Row::new(texts.get("settings-profile-phrase"));
        if is_confirmed {
            row.icon(Icon::Check)
                .text(texts.get("settings-profile-phrase-done"))
                .show(ui, cx);
            return;
        }
        let row = row
            .icon(Icon::Key)
            .text(texts.get("settings-profile-phrase-open"))
            .leads_on();
        if row.show(ui, cx).clicked() {
            out.push(Action::Go(Route::Settings(SettingsPage::Phrase)));
        }
    });
}
