//! One of a few, all in sight: light, dark, system.

use egui::{Rect, Response, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::surface::focus_ring;
use super::target;
use super::text::paint_centred;
use crate::theme::{Type, radius, space};
use crate::ui::Cx;

/// One of a few.
#[must_use = "call show"]
pub struct Segmented<'a, T> {
    value: &'a mut T,
    name: &'a str,
    choices: &'a [(T, &'a str)],
}

impl<'a, T: PartialEq + Clone> Segmented<'a, T> {
    /// `name` is what is chosen, for a screen reader; each choice has its words.
    pub fn new(value: &'a mut T, name: &'a str, choices: &'a [(T, &'a str)]) -> Self {
        Self {
            value,
            name,
            choices,
        }
    }

    /// Draws it as wide as there is place. `changed` tells that another was chosen.
    pub fn show(self, ui: &mut Ui, cx: &Cx<'_>) -> Response {
        const INSET: f32 = 3.0;
        let theme = cx.theme;
        let height = 36.0_f32.max(target(cx));
        let (rect, mut response) =
            ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::RadioGroup, ui.is_enabled(), self.name));
        ui.painter().rect_filled(rect, radius::MEDIUM, theme.field);
        let inner = rect.shrink(INSET);
        let part = inner.width() / self.choices.len().max(1) as f32;
        for (index, (choice, words)) in self.choices.iter().enumerate() {
            let place = if cx.direction.is_rtl() {
                self.choices.len() - 1 - index
            } else {
                index
            };
            let cell = Rect::from_min_size(
                pos2(inner.left() + part * place as f32, inner.top()),
                vec2(part, inner.height()),
            );
            let cell_response = ui.interact(cell, response.id.with(index), Sense::click());
            let chosen = *self.value == *choice;
            cell_response.widget_info(|| {
                WidgetInfo::selected(Role::RadioButton, ui.is_enabled(), chosen, *words)
            });
            if cell_response.clicked() && !chosen {
                *self.value = choice.clone();
                response.mark_changed();
            }
            let corner = radius::MEDIUM - INSET as u8;
            if chosen {
                let (fill, shadow) = if theme.is_dark {
                    (theme.pressed.lerp_to_gamma(theme.text, 0.08), 0)
                } else {
                    (theme.raised, 24)
                };
                let shadow = egui::epaint::Shadow {
                    offset: [0, 1],
                    blur: 3,
                    spread: 0,
                    color: egui::Color32::from_black_alpha(shadow),
                };
                ui.painter().add(shadow.as_shape(cell, corner));
                ui.painter().rect_filled(cell, corner, fill);
            } else if cell_response.hovered() {
                ui.painter().rect_filled(cell, corner, theme.pressed);
            }
            let colour = if chosen {
                theme.text
            } else {
                theme.text_secondary
            };
            paint_centred(
                ui,
                cell.center(),
                words,
                Type::Label,
                colour,
                part - space::S,
            );
            focus_ring(ui, cx, &cell_response, cell, corner);
        }
        response
    }
}
