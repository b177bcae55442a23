//! The picture in the clipboard, as pixels or as a file that was copied. Text is the window's own affair.

use std::path::PathBuf;

use super::qr_image::QrTrouble;

/// What the clipboard holds.
pub(super) enum Found {
    /// Plain pixels, four bytes each.
    Pixels {
        width: usize,
        height: usize,
        pixels: Vec<u8>,
    },
    /// A file that was copied in a file manager; the first, when there are more.
    File(PathBuf),
}

/// Fetches it from whichever program holds it; that program may take its time, so never on the window's thread.
pub(super) fn picture() -> Result<Found, QrTrouble> {
    let mut clipboard = arboard::Clipboard::new().map_err(|error| {
        tracing::info!(%error, "the clipboard cannot be reached");
        QrTrouble::NoClipboardPicture
    })?;
    match clipboard.get_image() {
        Ok(picture) => {
            return Ok(Found::Pixels {
                width: picture.width,
                height: picture.height,
                pixels: picture.bytes.into_owned(),
            });
        }
        // There is one, and no memory to decode it.
        Err(arboard::Error::ConversionFailure) => return Err(QrTrouble::TooLarge),
        Err(_) => {}
    }
    let files = clipboard.get().file_list().unwrap_or_default();
    let file = files.into_iter().next();
    file.map(Found::File).ok_or(QrTrouble::NoClipboardPicture)
}
