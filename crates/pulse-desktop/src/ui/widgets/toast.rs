//! A word about what was done, with a way to take it back. It blocks nothing.

use egui::{
    Align2, Area, Color32, Frame, Id, Margin, Order, Rect, Role, Sense, Ui, WidgetInfo, vec2,
};

use super::surface::focus_ring;
use super::{Text, galley, target};
use crate::theme::{Type, radius, space};
use crate::ui::Cx;

/// A word about what was done.
#[must_use = "call show"]
pub struct Toast<'a> {
    text: &'a str,
    action: Option<&'a str>,
    place: Option<Rect>,
}

impl<'a> Toast<'a> {
    /// From one to the next, in points.
    pub const STEP: f32 = 56.0;
    /// Between the lowest and the edge.
    pub const MARGIN: f32 = space::S;

    /// What was done.
    pub fn new(text: &'a str) -> Self {
        Self {
            text,
            action: None,
            place: None,
        }
    }

    /// At the lower edge of a place instead of the window's.
    pub fn within(mut self, place: Rect) -> Self {
        self.place = Some(place);
        self
    }

    /// With one thing to do about it, such as taking it back.
    pub fn action(mut self, action: &'a str) -> Self {
        self.action = Some(action);
        self
    }

    /// Draws it over the lower edge, `index` places above it. True if the action was clicked.
    pub fn show(self, ui: &Ui, cx: &Cx<'_>, index: usize) -> bool {
        let window = ui.ctx().content_rect();
        let place = self.place.unwrap_or(window);
        let lift = Self::MARGIN + index as f32 * Self::STEP;
        let offset = vec2(
            place.center().x - window.center().x,
            place.bottom() - window.bottom() - lift,
        );
        let area = Area::new(Id::unique(("toast", index)))
            .order(Order::Foreground)
            .anchor(Align2::CENTER_BOTTOM, offset);
        let mut clicked = false;
        area.show(ui.ctx(), |ui| {
            let theme = cx.theme;
            let frame = Frame::new()
                .fill(theme.inverse)
                .corner_radius(radius::MEDIUM)
                .inner_margin(Margin::symmetric(16, 6))
                .shadow(theme.shadow_popup);
            let response = frame.show(ui, |ui| {
                let width_max = (place.width() - 2.0 * space::XL - 128.0).clamp(120.0, 480.0);
                ui.horizontal(|ui| {
                    ui.spacing_mut().item_spacing.x = space::L;
                    let is_rtl = cx.direction.is_rtl();
                    if is_rtl {
                        clicked |= self.draw_action(ui, cx);
                    }
                    ui.scope(|ui| {
                        ui.set_max_width(width_max);
                        Text::new(self.text, Type::Body)
                            .colour(theme.on_inverse)
                            .rows(3)
                            .show(ui, cx);
                    });
                    if !is_rtl {
                        clicked |= self.draw_action(ui, cx);
                    }
                });
            });
            // Told when it appears, without taking the keyboard from where it is.
            ui.ctx()
                .accesskit_node_builder(response.response.id, |node| {
                    node.set_role(Role::Status);
                    node.set_label(self.text);
                    node.set_live(egui::accesskit::Live::Polite);
                });
        });
        clicked
    }

    fn draw_action(&self, ui: &mut Ui, cx: &Cx<'_>) -> bool {
        let Some(action) = self.action else {
            return false;
        };
        let theme = cx.theme;
        let galley = galley(ui, action, Type::Label, theme.accent_on_inverse, 200.0, 1);
        let (rect, response) =
            ui.allocate_exact_size(vec2(galley.size().x + space::L, target(cx)), Sense::click());
        response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), action));
        let fill = if response.hovered() {
            theme.on_inverse.gamma_multiply(0.12)
        } else {
            Color32::TRANSPARENT
        };
        ui.painter().rect_filled(rect, radius::SMALL, fill);
        ui.painter().galley(
            rect.center() - galley.size() * 0.5,
            galley,
            theme.accent_on_inverse,
        );
        if response.has_focus() {
            ui.painter().rect_stroke(
                rect,
                radius::SMALL,
                egui::Stroke::new(2.0, theme.accent_on_inverse),
                egui::StrokeKind::Inside,
            );
        } else {
            focus_ring(ui, cx, &response, rect, radius::SMALL);
        }
        response.clicked()
    }
}
