//! The ways to read a QR code without a camera: an image file, the clipboard's image, an image dropped on the window.

use super::prelude::*;
use crate::state::QrPurpose;

/// Two buttons, and the whole window as a place to drop an image.
pub(super) fn show(ui: &mut Ui, cx: &Cx<'_>, purpose: QrPurpose, out: &mut Actions) {
    let texts = cx.texts;
    let actions = [
        (Icon::Image, "qr-input-image", Action::PickQrImage(purpose)),
        (
            Icon::Paste,
            "qr-input-clipboard",
            Action::PasteQrImage(purpose),
        ),
    ];
    forms::wrapped(ui, cx, |ui| {
        for (icon, key, action) in actions {
            if forms::tonal_button(ui, cx, icon, &texts.get(key)).clicked() {
                out.push(action);
            }
        }
    });
    let (is_hovered, dropped) = ui.input(|input| {
        let first = input.raw.dropped_files.first();
        let path = first.map(|file| file.path().to_owned());
        (!input.raw.hovered_files.is_empty(), path)
    });
    if is_hovered {
        forms::drop_target(ui, cx, &texts.get("qr-input-drop-here"));
    } else {
        forms::form_small(ui, cx, &texts.get("qr-input-drop"));
    }
    if let Some(path) = dropped {
        out.push(Action::DropFile { purpose, path });
    }
}
