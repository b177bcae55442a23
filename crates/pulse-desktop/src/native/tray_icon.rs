//! The tray's icon with the number of waiting messages on it.

use image::{Rgba, RgbaImage};
use ksni::Icon;

/// The sizes that panels use, at ordinary and at double density.
const ICONS: [&[u8]; 3] = [
    include_bytes!("../../packaging/icons/24.png"),
    include_bytes!("../../packaging/icons/32.png"),
    include_bytes!("../../packaging/icons/64.png"),
];

const BADGE: Rgba<u8> = Rgba([0xd9, 0x2d, 0x20, 0xff]);
const INK: Rgba<u8> = Rgba([0xff, 0xff, 0xff, 0xff]);

/// Digits in three by five dots, rows from the top, the left dot highest. After 9 comes the plus sign.
const GLYPHS: [[u8; 5]; 11] = [
    [0b111, 0b101, 0b101, 0b101, 0b111],
    [0b010, 0b110, 0b010, 0b010, 0b111],
    [0b111, 0b001, 0b111, 0b100, 0b111],
    [0b111, 0b001, 0b111, 0b001, 0b111],
    [0b101, 0b101, 0b111, 0b001, 0b001],
    [0b111, 0b100, 0b111, 0b001, 0b111],
    [0b111, 0b100, 0b111, 0b101, 0b111],
    [0b111, 0b001, 0b010, 0b010, 0b010],
    [0b111, 0b101, 0b111, 0b101, 0b111],
    [0b111, 0b101, 0b111, 0b001, 0b111],
    [0b000, 0b010, 0b111, 0b010, 0b000],
];
const PLUS: usize = 10;

/// The icon in the sizes of panels, with a badge when messages wait.
pub(super) fn drawn(unread: u32) -> Vec<Icon> {
    ICONS
        .iter()
        .filter_map(|png| image::load_from_memory(png).ok())
        .map(|icon| {
            let mut icon = icon.into_rgba8();
            if unread > 0 {
                draw_badge(&mut icon, unread);
            }
            in_network_order(icon)
        })
        .collect()
}

/// A red disc in the lower right corner with one digit, or `9+`.
fn draw_badge(icon: &mut RgbaImage, unread: u32) {
    let side = icon.width();
    // Five rows of dots with a rim, as large as the icon allows.
    let dot = (side / 12).max(1);
    let glyphs: &[usize] = match usize::try_from(unread) {
        Ok(digit @ 1..=9) => &[digit],
        _ => &[9, PLUS],
    };
    let columns = u32::try_from(glyphs.len()).unwrap_or(1) * 4 - 1;
    let (text_width, text_height) = (columns * dot, 5 * dot);
    let radius = (text_height / 2 + 2 * dot).min(side / 2);
    let width = (text_width + 4 * dot).max(2 * radius).min(side);
    draw_pill(icon, width, radius);
    let left = side - width + (width - text_width) / 2;
    let top = side - 2 * radius + (2 * radius - text_height) / 2;
    for (place, glyph) in (0_u32..).zip(glyphs) {
        let rows = GLYPHS.get(*glyph).copied().unwrap_or_default();
        draw_glyph(icon, rows, (left + place * 4 * dot, top), dot);
    }
}

/// A disc, or a pill when it is wider than high, at the lower right, with soft edges.
fn draw_pill(icon: &mut RgbaImage, width: u32, radius: u32) {
    let (right, bottom) = (icon.width() as f32, icon.height() as f32);
    let (left, top) = (right - width as f32, bottom - 2.0 * radius as f32);
    let r = radius as f32;
    for (x, y, pixel) in icon.enumerate_pixels_mut() {
        let (x, y) = (x as f32 + 0.5, y as f32 + 0.5);
        if x < left || y < top {
            continue;
        }
        let nearest = x.clamp(left + r, (right - r).max(left + r));
        let distance = (x - nearest).hypot(y - (top + r));
        let cover = (r - distance + 0.5).clamp(0.0, 1.0);
        *pixel = mixed(*pixel, BADGE, cover);
    }
}

fn draw_glyph(icon: &mut RgbaImage, rows: [u8; 5], (left, top): (u32, u32), dot: u32) {
    for (y, row) in (0_u32..).zip(rows) {
        for x in (0..3_u32).filter(|x| row >> (2 - x) & 1 == 1) {
            for (dx, dy) in (0..dot).flat_map(|dx| (0..dot).map(move |dy| (dx, dy))) {
                let at = (left + x * dot + dx, top + y * dot + dy);
                if let Some(pixel) = icon.get_pixel_mut_checked(at.0, at.1) {
                    *pixel = INK;
                }
            }
        }
    }
}

fn mixed(below: Rgba<u8>, above: Rgba<u8>, cover: f32) -> Rgba<u8> {
    let mut out = below;
    for (out, above) in out.0.iter_mut().zip(above.0) {
        *out = (f32::from(*out) + (f32::from(above) - f32::from(*out)) * cover).round() as u8;
    }
    out
}

/// Opacity, red, green, blue: what the protocol wants.
fn in_network_order(icon: RgbaImage) -> Icon {
    let (width, height) = icon.dimensions();
    let data = icon
        .pixels()
        .flat_map(|pixel| {
            let [red, green, blue, opacity] = pixel.0;
            [opacity, red, green, blue]
        })
        .collect();
    Icon {
        width: i32::try_from(width).unwrap_or_default(),
        height: i32::try_from(height).unwrap_or_default(),
        data,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(icon: &Icon, colour: Rgba<u8>) -> usize {
        let [red, green, blue, opacity] = colour.0;
        let wanted = [opacity, red, green, blue];
        icon.data.chunks(4).filter(|it| **it == wanted).count()
    }

    #[test]
    fn the_plain_icon_has_all_sizes_and_no_badge() {
        let icons = drawn(0);
        let sizes: Vec<_> = icons.iter().map(|icon| (icon.width, icon.height)).collect();
        assert_eq!(sizes, [(24, 24), (32, 32), (64, 64)]);
        for icon in &icons {
            let pixels = usize::try_from(icon.width * icon.height).unwrap();
            assert_eq!(icon.data.len(), 4 * pixels);
            assert_eq!(count(icon, BADGE), 0);
        }
    }

    #[test]
    fn each_number_has_a_badge_of_its_own_and_many_are_nine_plus() {
        let faces: std::collections::BTreeSet<Vec<u8>> = (1..=9)
            .chain([10])
            .flat_map(|unread| drawn(unread).into_iter().map(|icon| icon.data))
            .collect();
        assert_eq!(faces.len(), 10 * ICONS.len());
        for icon in drawn(3) {
            assert!(count(&icon, BADGE) > 30);
            assert!(count(&icon, INK) > 5);
        }
        let data =
            |unread| -> Vec<Vec<u8>> { drawn(unread).into_iter().map(|it| it.data).collect() };
        assert_eq!(data(10), data(u32::MAX));
    }
}
