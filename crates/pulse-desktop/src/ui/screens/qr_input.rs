//! The ways to read a QR code without a camera: an image file, the clipboard's image, an image dropped on the window.

use super::prelude::*;
use crate::state::QrPurpose;
use crate::ui::Layout;

/// Two buttons, and the whole window as a place to drop an image.
pub(super) fn show(ui: &mut Ui, cx: &Cx<'_>, purpose: QrPurpose, out: &mut Actions) {
    let texts = cx.texts;
    let (image, clipboard) = (texts.get("qr-input-image"), texts.get("qr-input-clipboard"));
    let buttons = [(Icon::Image, &*image), (Icon::Paste, &*clipboard)];
    match forms::two_buttons(ui, cx, buttons) {
        Some(0) => out.push(Action::PickQrImage(purpose)),
        Some(_) => out.push(Action::PasteQrImage(purpose)),
        None => {}
    }
    let (is_hovered, dropped) = ui.input(|input| {
        let first = input.raw.dropped_files.first();
        let path = first.map(|file| file.path().to_owned());
        (!input.raw.hovered_files.is_empty(), path)
    });
    if is_hovered {
        forms::drop_target(ui, cx, &texts.get("qr-input-drop-here"));
    } else if cx.layout == Layout::Wide {
        forms::page_small(ui, cx, &texts.get("qr-input-drop"));
    }
    if let Some(path) = dropped {
        out.push(Action::DropFile { purpose, path });
    }
}
