//! The picture in the clipboard. Text is the window's own affair.

use super::qr_image::QrTrouble;

/// Plain pixels, four bytes each.
pub(super) struct Picture {
    pub(super) width: usize,
    pub(super) height: usize,
    pub(super) pixels: Vec<u8>,
}

/// Fetches it from whichever program holds it; that program may take its time, so never on the window's thread.
pub(super) fn picture() -> Result<Picture, QrTrouble> {
    let mut clipboard = arboard::Clipboard::new().map_err(|error| {
        tracing::info!(%error, "the clipboard cannot be reached");
        QrTrouble::NoClipboardPicture
    })?;
    let picture = clipboard
        .get_image()
        .map_err(|_| QrTrouble::NoClipboardPicture)?;
    Ok(Picture {
        width: picture.width,
        height: picture.height,
        pixels: picture.bytes.into_owned(),
    })
}
