//! The own link: as a QR code to be read from the screen, and as text to be sent.

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
        let copy = texts.get("my-link-copy");
        if forms::copyable(ui, cx, &texts.get("my-link-link"), &link, &copy) {
            out.push(Action::Copy(link));
        }
        forms::page_small(ui, cx, &texts.get("my-link-share"));
    });
}
