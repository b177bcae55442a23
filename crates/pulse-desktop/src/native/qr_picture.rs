//! A QR code as a picture that leaves the window: into the clipboard, or into a file.

use std::io;
use std::path::Path;

use image::{GrayImage, ImageFormat, Luma};
use qrcode::{Color, EcLevel, QrCode};

/// Pixels of a module's side: sharp on paper as well as in a message.
const MODULE_PIXELS: u32 = 12;
/// The margin that the standard asks for, in modules (ISO/IEC 18004).
const QUIET_ZONE: u32 = 4;

/// Draws a code. `None` when the content is longer than a code can be.
pub fn draw(content: &[u8]) -> Option<GrayImage> {
    let code = QrCode::with_error_correction_level(content, EcLevel::M).ok()?;
    let width = u32::try_from(code.width()).ok()?;
    let side = (width + 2 * QUIET_ZONE) * MODULE_PIXELS;
    let module = |pixel: u32| {
        let at = (pixel / MODULE_PIXELS).checked_sub(QUIET_ZONE);
        at.filter(|at| *at < width)
            .and_then(|at| usize::try_from(at).ok())
    };
    Some(GrayImage::from_fn(side, side, |x, y| {
        match (module(x), module(y)) {
            (Some(x), Some(y)) if code[(x, y)] == Color::Dark => Luma([0]),
            _ => Luma([u8::MAX]),
        }
    }))
}

/// Writes a code into a file, which is PNG whatever it is called.
///
/// # Errors
/// When the place cannot be written to, or the content is too long.
pub(super) fn save(content: &[u8], path: &Path) -> io::Result<()> {
    let picture = draw(content).ok_or(io::ErrorKind::InvalidInput)?;
    let mut bytes = io::Cursor::new(Vec::new());
    picture
        .write_to(&mut bytes, ImageFormat::Png)
        .map_err(io::Error::other)?;
    std::fs::write(path, bytes.into_inner())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::native::qr_image::{self, Wanted};

    #[test]
    fn what_is_drawn_is_read_again() {
        let link = "pulse://chat.example.org/ABCDEFGH#s=AAAA";
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("code.png");
        save(link.as_bytes(), &file).expect("it is written");
        let read = qr_image::read_file(Wanted::Link, &file);
        assert_eq!(read.as_deref(), Ok(link));
    }

    #[test]
    fn what_is_too_long_for_a_code_is_none() {
        assert!(draw(&[b'x'; 5_000]).is_none());
    }
}
