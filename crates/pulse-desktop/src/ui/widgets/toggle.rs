//! A row with a switch. The whole row can be clicked.

use egui::{Response, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, lerp, pos2, vec2};

use super::surface::{fade, flat_fill, focus_ring};
use super::{galley, target};
use crate::icons::Icon;
use crate::theme::{Type, motion, radius, size, space};
use crate::ui::Cx;

/// A row with a switch.
#[must_use = "call show"]
pub struct Toggle<'a> {
    on: &'a mut bool,
    label: &'a str,
    description: Option<&'a str>,
    icon: Option<Icon>,
    enabled: bool,
}

impl<'a> Toggle<'a> {
    /// `label` is its accessible name.
    pub fn new(on: &'a mut bool, label: &'a str) -> Self {
        Self {
            on,
            label,
            description: None,
            icon: None,
            enabled: true,
        }
    }

    /// What it changes, in a sentence.
    pub fn description(mut self, description: &'a str) -> Self {
        self.description = Some(description);
        self
    }

    /// An icon before.
    pub fn icon(mut self, icon: Icon) -> Self {
        self.icon = Some(icon);
        self
    }

    /// Whether it can be changed now.
    pub fn enabled(mut self, enabled: bool) -> Self {
        self.enabled = enabled;
        self
    }

    /// Draws it. `changed` tells that it was switched.
    pub fn show(self, ui: &mut Ui, cx: &Cx<'_>) -> Response {
        let enabled = self.enabled;
        ui.add_enabled_ui(enabled, |ui| self.draw(ui, cx)).inner
    }

    fn draw(self, ui: &mut Ui, cx: &Cx<'_>) -> Response {
        const TRACK: egui::Vec2 = vec2(40.0, 24.0);
        let theme = cx.theme;
        let width = ui.available_width();
        let before = if self.icon.is_some() {
            size::ICON + space::M
        } else {
            0.0
        };
        let text_width = (width - 2.0 * space::M - TRACK.x - space::L - before).max(0.0);
        let label = galley(
            ui,
            self.label,
            Type::Body,
            theme.text,
            text_width,
            usize::MAX,
        );
        let description = self.description.map(|text| {
            galley(
                ui,
                text,
                Type::Caption,
                theme.text_secondary,
                text_width,
                usize::MAX,
            )
        });
        let text_height = label.size().y
            + description
                .as_ref()
                .map_or(0.0, |galley| galley.size().y + 2.0);
        let height = (text_height + space::L).max(target(cx)).max(48.0);
        let (rect, mut response) = ui.allocate_exact_size(vec2(width, height), Sense::click());
        if response.clicked() {
            *self.on = !*self.on;
            response.mark_changed();
        }
        let on = *self.on;
        response
            .widget_info(|| WidgetInfo::selected(Role::Switch, ui.is_enabled(), on, self.label));
        if let Some(description) = self.description {
            ui.ctx()
                .accesskit_node_builder(response.id, |node| node.set_description(description));
        }
        if !ui.is_rect_visible(rect) {
            return response;
        }
        ui.painter()
            .rect_filled(rect, radius::MEDIUM, flat_fill(ui, cx, &response));
        let mut inner = rect.shrink2(vec2(space::M, 0.0));
        if let Some(icon) = self.icon {
            let place = cx
                .direction
                .place_leading(inner, 0.0, vec2(size::ICON, size::ICON));
            icon.paint(
                ui.painter(),
                place.center(),
                size::ICON,
                theme.text_secondary,
            );
            inner = cx.direction.shrink_leading(inner, before);
        }
        let mut top = rect.center().y - text_height * 0.5;
        for galley in [Some(label), description].into_iter().flatten() {
            let line = egui::Rect::from_min_size(
                pos2(inner.left(), top),
                vec2(inner.width(), galley.size().y),
            );
            top += galley.size().y + 2.0;
            let place = cx.direction.leading_top(line, galley.size().x);
            ui.painter().galley(place, galley, theme.text);
        }

        let track = cx.direction.place_trailing(inner, 0.0, TRACK);
        let how_on = fade(ui, cx, response.id.with("switch"), on, motion::NORMAL);
        let fill = theme.background.lerp_to_gamma(theme.accent_fill, how_on);
        let outline = theme.outline.lerp_to_gamma(theme.accent_fill, how_on);
        ui.painter().rect(
            track,
            radius::PILL,
            fill,
            Stroke::new(2.0, outline),
            StrokeKind::Inside,
        );
        let way = if cx.direction.is_rtl() {
            1.0 - how_on
        } else {
            how_on
        };
        let x = lerp(track.left() + 12.0..=track.right() - 12.0, way);
        let knob = theme.outline.lerp_to_gamma(theme.on_accent, how_on);
        ui.painter()
            .circle_filled(pos2(x, track.center().y), lerp(6.0..=8.0, how_on), knob);
        focus_ring(ui, cx, &response, rect, radius::MEDIUM);
        response
    }
}
