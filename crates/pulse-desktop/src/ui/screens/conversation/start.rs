//! What stands beside an empty list: the own link, which is how a first conversation begins.

use crate::state::Route;
use crate::ui::screens::prelude::*;
use crate::ui::widgets::QrCode;

/// Draws it.
pub(super) fn show(ui: &mut Ui, cx: &Cx<'_>, state: &AppState, out: &mut Actions) {
    let Some(account) = &state.account else {
        return;
    };
    let link = account.contact_link.to_string();
    let texts = cx.texts;
    forms::centred_form(ui, cx, "start", |ui| {
        forms::form_title(ui, cx, Type::Title, &texts.get("conversation-start-title"));
        forms::form_lead(ui, cx, &texts.get("conversation-start-text"));
        let middle = egui::Layout::top_down(egui::Align::Center);
        ui.with_layout(middle, |ui| {
            let name = texts.get("my-link-qr");
            QrCode::new(&link, &name).show(ui, cx);
        });
        ui.add_space(space::S);
        if forms::form_primary(ui, cx, &texts.get("my-link-copy"), true).clicked() {
            out.push(Action::Copy(link));
        }
        if forms::form_secondary(ui, cx, &texts.get("list-empty-add")).clicked() {
            out.push(Action::Go(Route::AddContact));
        }
    });
}
