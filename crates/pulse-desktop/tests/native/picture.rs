//! A picture of a QR code.

use image::{GrayImage, Luma};

/// What it holds.
pub(crate) const LINK: &str = "pulse://chat.example.org/";

/// The code on white paper, `scale` pixels for each module.
pub(crate) fn code(scale: usize) -> GrayImage {
    let code = qrcode::QrCode::new(LINK).unwrap();
    let side = code.width();
    let colors = code.to_colors();
    let pixels = u32::try_from((side + 8) * scale).unwrap();
    GrayImage::from_fn(pixels, pixels, |x, y| {
        let at = |it: u32| (usize::try_from(it).unwrap() / scale).checked_sub(4);
        let dark = match (at(x), at(y)) {
            (Some(x), Some(y)) if x < side && y < side => {
                colors[y * side + x] == qrcode::Color::Dark
            }
            _ => false,
        };
        Luma([if dark { 0 } else { 255 }])
    })
}
