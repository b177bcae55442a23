//! A value on a scale of steps, such as the size of everything.

use egui::{Key, Modifiers, Response, Role, Sense, Ui, WidgetInfo, emath::remap, pos2, vec2};

use super::surface::focus_ring;
use super::target;
use crate::theme::{radius, space};
use crate::ui::Cx;

/// A value on a scale of steps.
#[must_use = "call show"]
pub struct Slider<'a> {
    value: &'a mut f32,
    least: f32,
    most: f32,
    step: f32,
    name: &'a str,
}

impl<'a> Slider<'a> {
    /// From `least` to `most` by `step`. `name` is its accessible name.
    pub fn new(value: &'a mut f32, least: f32, most: f32, step: f32, name: &'a str) -> Self {
        Self {
            value,
            least,
            most,
            step,
            name,
        }
    }

    /// Draws it as wide as there is place. `changed` tells that it moved; arrows move it by a step.
    pub fn show(self, ui: &mut Ui, cx: &Cx<'_>) -> Response {
        const KNOB: f32 = 10.0;
        let theme = cx.theme;
        let (rect, mut response) = ui.allocate_exact_size(
            vec2(ui.available_width(), target(cx)),
            Sense::click_and_drag(),
        );
        let (left, right) = (
            rect.left() + KNOB + space::XS,
            rect.right() - KNOB - space::XS,
        );
        let (start, end) = if cx.direction.is_rtl() {
            (right, left)
        } else {
            (left, right)
        };
        let mut value = *self.value;
        if let Some(pointer) = response.interact_pointer_pos() {
            value = remap(pointer.x, start..=end, self.least..=self.most);
        }
        if response.has_focus() {
            // The arrows move the value here, not the focus.
            let filter = egui::EventFilter {
                horizontal_arrows: true,
                vertical_arrows: true,
                ..egui::EventFilter::default()
            };
            ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
            let steps = ui.input_mut(|input| {
                let mut count = |key| input.count_and_consume_key(Modifiers::NONE, key) as f32;
                let sideways = count(Key::ArrowRight) - count(Key::ArrowLeft);
                let sideways = if cx.direction.is_rtl() {
                    -sideways
                } else {
                    sideways
                };
                sideways + count(Key::ArrowUp) - count(Key::ArrowDown)
            });
            value += steps * self.step;
        }
        ui.input(|input| {
            let ask = |action| input.num_accesskit_action_requests(response.id, action) as f32;
            value += self.step
                * (ask(egui::accesskit::Action::Increment)
                    - ask(egui::accesskit::Action::Decrement));
        });
        let value = (((value - self.least) / self.step).round() * self.step + self.least)
            .clamp(self.least, self.most);
        if (value - *self.value).abs() > self.step * 0.01 {
            *self.value = value;
            response.mark_changed();
        }
        response.widget_info(|| WidgetInfo::slider(ui.is_enabled(), f64::from(value), self.name));
        ui.ctx().accesskit_node_builder(response.id, |node| {
            node.set_role(Role::Slider);
            node.set_min_numeric_value(self.least.into());
            node.set_max_numeric_value(self.most.into());
            node.set_numeric_value_step(self.step.into());
            node.add_action(egui::accesskit::Action::Increment);
            node.add_action(egui::accesskit::Action::Decrement);
        });
        if !ui.is_rect_visible(rect) {
            return response;
        }
        let x = remap(value, self.least..=self.most, start..=end);
        let y = rect.center().y;
        let rail =
            |from: f32, to: f32| egui::Rect::from_two_pos(pos2(from, y - 2.0), pos2(to, y + 2.0));
        ui.painter()
            .rect_filled(rail(start, end), radius::PILL, theme.pressed);
        ui.painter()
            .rect_filled(rail(start, x), radius::PILL, theme.accent_fill);
        let steps = ((self.most - self.least) / self.step)
            .round()
            .clamp(1.0, 64.0) as u32;
        for step in 0..=steps {
            let at = remap(step as f32, 0.0..=steps as f32, start..=end);
            ui.painter().circle_filled(
                pos2(at, y),
                2.0,
                if (at - start).abs() <= (x - start).abs() {
                    theme.accent_fill
                } else {
                    theme.outline
                },
            );
        }
        ui.painter()
            .circle_filled(pos2(x, y), KNOB, theme.accent_fill);
        ui.painter()
            .circle_filled(pos2(x, y), KNOB * 0.4, theme.on_accent);
        focus_ring(ui, cx, &response, rect, radius::MEDIUM);
        response
    }
}
