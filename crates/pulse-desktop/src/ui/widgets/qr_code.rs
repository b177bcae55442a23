//! A QR code, black on white in both appearances, so that every camera reads it.

use egui::{Color32, Mesh, Pos2, Rect, Response, Role, Sense, Ui, Vec2, WidgetInfo, pos2, vec2};
use qrcode::{Color, EcLevel};

use crate::theme::radius;
use crate::ui::Cx;

/// The margin that the standard asks for, in modules (ISO/IEC 18004).
const QUIET_ZONE: usize = 4;

/// Points to which a code grows that has few modules, with its margin.
const SIDE: f32 = 240.0;

/// Points that a module has at least: a millimetre on a usual screen, which a phone reads from as far as an arm.
const MODULE_MIN: f32 = 4.0;

/// A QR code.
#[must_use = "call show"]
pub struct QrCode<'a> {
    content: &'a [u8],
    name: &'a str,
}

impl<'a> QrCode<'a> {
    /// `content` is what is read from it; `name` is what a screen reader says.
    pub fn new(content: &'a str, name: &'a str) -> Self {
        Self::of_bytes(content.as_bytes(), name)
    }

    /// A code whose content is no text.
    pub fn of_bytes(content: &'a [u8], name: &'a str) -> Self {
        Self { content, name }
    }

    /// Draws it, as large as its content needs. Content too long for a code draws nothing but its ground.
    pub fn show(self, ui: &mut Ui, _cx: &Cx<'_>) -> Response {
        let code = qrcode::QrCode::with_error_correction_level(self.content, EcLevel::M).ok();
        let scale = ui.ctx().pixels_per_point();
        let modules = code
            .as_ref()
            .map_or(1, |code| code.width() + 2 * QUIET_ZONE);
        let module = module_pixels(modules, ui.available_width(), scale) / scale;
        let side = module * modules as f32;
        let (rect, response) = ui.allocate_exact_size(Vec2::splat(side), Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::Image, true, self.name));
        if ui.is_rect_visible(rect) {
            let whole = |points: f32| (points * scale).round() / scale;
            let corner = pos2(whole(rect.left()), whole(rect.top()));
            let ground = Rect::from_min_size(corner, rect.size());
            ui.painter()
                .rect_filled(ground, radius::LARGE, Color32::WHITE);
            if let Some(code) = code {
                let margin = Vec2::splat(module * QUIET_ZONE as f32);
                ui.painter().add(mesh(&code, corner + margin, module));
            }
        }
        response
    }
}

/// The side of a module in pixels, a whole number, so that all are alike and their edges sharp: what makes the code [`SIDE`] wide,
/// but no less than [`MODULE_MIN`], as far as there is place.
fn module_pixels(modules: usize, width_max: f32, scale: f32) -> f32 {
    let fitting = |points: f32| (points * scale / modules as f32).floor();
    fitting(SIDE)
        .max((MODULE_MIN * scale).floor())
        .min(fitting(width_max))
        .max(1.0)
}

/// The dark modules as one mesh, runs of a row joined. Cheap enough to make each frame that it is in sight.
fn mesh(code: &qrcode::QrCode, corner: Pos2, module: f32) -> Mesh {
    let width = code.width();
    let modules = code.to_colors();
    let mut mesh = Mesh::default();
    for (y, row) in modules.chunks(width).enumerate() {
        let mut x = 0;
        for run in row.chunk_by(|a, b| a == b) {
            if run.first() == Some(&Color::Dark) {
                let min = corner + vec2(x as f32, y as f32) * module;
                mesh.add_colored_rect(
                    Rect::from_min_size(min, vec2(run.len() as f32, 1.0) * module),
                    Color32::BLACK,
                );
            }
            x += run.len();
        }
    }
    mesh
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn modules_are_whole_pixels_and_large_enough_to_be_read() {
        for scale in [1.0, 1.25, 1.5, 2.0, 3.0] {
            for modules in [29, 57, 65, 77] {
                let pixels = module_pixels(modules, 420.0, scale);
                assert_eq!(pixels.fract(), 0.0);
                assert!(pixels / scale >= 3.9, "{modules} at {scale}: {pixels}");
                assert!(pixels * modules as f32 <= 420.0 * scale);
            }
        }
        // A phone is narrower than the longest link wants.
        assert_eq!(module_pixels(117, 350.0, 1.0), 2.0);
    }
}
