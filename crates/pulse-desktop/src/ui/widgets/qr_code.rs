//! A QR code, black on white in both appearances, so that every camera reads it.

use egui::{Color32, Mesh, Rect, Response, Role, Sense, Ui, Vec2, WidgetInfo, pos2, vec2};
use qrcode::{Color, EcLevel};

use crate::theme::radius;
use crate::ui::Cx;

/// The margin that the standard asks for, in modules (ISO/IEC 18004).
const QUIET_ZONE: usize = 4;

/// A QR code.
#[must_use = "call show"]
pub struct QrCode<'a> {
    content: &'a [u8],
    name: &'a str,
    side: f32,
}

impl<'a> QrCode<'a> {
    /// `content` is what is read from it; `name` is what a screen reader says.
    pub fn new(content: &'a str, name: &'a str) -> Self {
        Self::of_bytes(content.as_bytes(), name)
    }

    /// A code whose content is no text.
    pub fn of_bytes(content: &'a [u8], name: &'a str) -> Self {
        Self {
            content,
            name,
            side: 240.0,
        }
    }

    /// The length of a side with its margin, in points; modules are whole pixels, so it can be a little less.
    pub fn side(mut self, side: f32) -> Self {
        self.side = side;
        self
    }

    /// Draws it. Content too long for a code draws nothing but its ground.
    pub fn show(self, ui: &mut Ui, _cx: &Cx<'_>) -> Response {
        let (rect, response) = ui.allocate_exact_size(Vec2::splat(self.side), Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::Image, true, self.name));
        if ui.is_rect_visible(rect) {
            ui.painter()
                .rect_filled(rect, radius::LARGE, Color32::WHITE);
            if let Some(mesh) = mesh(ui, self.content, rect) {
                ui.painter().add(mesh);
            }
        }
        response
    }
}

/// The dark modules as one mesh, runs of a row joined. Cheap enough to make each frame that it is in sight.
fn mesh(ui: &Ui, content: &[u8], rect: Rect) -> Option<Mesh> {
    let code = qrcode::QrCode::with_error_correction_level(content, EcLevel::M).ok()?;
    let width = code.width();
    let modules = code.to_colors();
    let pixels_per_point = ui.ctx().pixels_per_point();
    let all = (width + 2 * QUIET_ZONE) as f32;
    let module = (rect.width() * pixels_per_point / all).floor().max(1.0) / pixels_per_point;
    let corner = rect.center() - Vec2::splat(module * width as f32 * 0.5);
    let corner = pos2(
        (corner.x * pixels_per_point).round() / pixels_per_point,
        (corner.y * pixels_per_point).round() / pixels_per_point,
    );
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
    Some(mesh)
}
