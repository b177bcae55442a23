//! The own link: as a QR code to be read from the screen or sent as a picture, and as text.

use super::prelude::*;

/// Draws the page.
pub fn show(ui: &mut Ui, cx: &Cx<'_>, state: &AppState, memory: &mut UiMemory, out: &mut Actions) {
    let texts = cx.texts;
    memory.pages.enter(ui.ctx(), ("my-link", None));
    forms::page(ui, cx, &texts.get("my-link-title"), out, |ui, out| {
        let Some(account) = &state.account else {
            return;
        };
        let link = account.contact_link.to_string();
        forms::page_lead(ui, cx, &texts.get("my-link-lead"));
        forms::qr_code(ui, cx, link.as_bytes(), &texts.get("my-link-qr"));
        let (copy, save) = (
            texts.get("my-link-copy-picture"),
            texts.get("my-link-save-picture"),
        );
        match forms::two_buttons(ui, cx, [(Icon::Image, &copy), (Icon::Save, &save)]) {
            Some(0) => out.push(Action::CopyQr(link.clone())),
            Some(_) => out.push(Action::SaveQr(link.clone())),
            None => {}
        }
        let copy = texts.get("my-link-copy");
        let short = texts.get("field-copy");
        if forms::copyable(ui, cx, &texts.get("my-link-link"), &link, &short) {
            out.push(Action::Copy(link.clone()));
        }
        if forms::centred_primary(ui, cx, &copy, true).clicked() {
            out.push(Action::Copy(link));
        }
        forms::page_small(ui, cx, &texts.get("my-link-share"));
    });
}
