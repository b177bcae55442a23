//! Buttons with words.

use egui::{Color32, Response, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, vec2};

use super::surface::{fade, focus_ring};
use super::text;
use crate::icons::Icon;
use crate::theme::{Type, motion, radius, size, space};
use crate::ui::Cx;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Primary,
    Tonal,
    Plain,
    DangerPlain,
}

/// A button with a word on it. Its text is its accessible name.
#[must_use = "call show"]
pub struct Button<'a> {
    text: &'a str,
    kind: Kind,
    icon: Option<Icon>,
    full_width: bool,
    colour: Option<Color32>,
    enabled: bool,
}

impl<'a> Button<'a> {
    /// What the page is for: one per page.
    pub fn primary(text: &'a str) -> Self {
        Self::new(text, Kind::Primary)
    }

    /// An action of lesser weight, on a breath of the accent.
    pub fn tonal(text: &'a str) -> Self {
        Self::new(text, Kind::Tonal)
    }

    /// An action that is only words.
    pub fn plain(text: &'a str) -> Self {
        Self::new(text, Kind::Plain)
    }

    /// What cannot easily be taken back, where it is one of several words.
    pub fn danger_plain(text: &'a str) -> Self {
        Self::new(text, Kind::DangerPlain)
    }

    fn new(text: &'a str, kind: Kind) -> Self {
        Self {
            text,
            kind,
            icon: None,
            full_width: false,
            colour: None,
            enabled: true,
        }
    }

    /// With an icon before the text.
    pub fn icon(mut self, icon: Icon) -> Self {
        self.icon = Some(icon);
        self
    }

    /// As wide as there is place.
    pub fn full_width(mut self) -> Self {
        self.full_width = true;
        self
    }

    /// In another colour than the accent's: on a ground that has one of its own.
    pub fn colour(mut self, colour: Color32) -> Self {
        self.colour = Some(colour);
        self
    }

    /// Whether it can be clicked now.
    pub fn enabled(mut self, enabled: bool) -> Self {
        self.enabled = enabled;
        self
    }

    /// Draws it.
    pub fn show(self, ui: &mut Ui, cx: &Cx<'_>) -> Response {
        let enabled = self.enabled;
        ui.add_enabled_ui(enabled, |ui| self.draw(ui, cx)).inner
    }

    /// How wide it is where there is place for all its words.
    pub(super) fn width(&self, ui: &Ui) -> f32 {
        let galley = text::galley(
            ui,
            self.text,
            Type::Label,
            Color32::PLACEHOLDER,
            f32::INFINITY,
            1,
        );
        (galley.size().x + self.mark() + 2.0 * self.padding()).ceil()
    }

    fn padding(&self) -> f32 {
        if matches!(self.kind, Kind::Plain | Kind::DangerPlain) {
            space::M
        } else {
            space::L + space::XS
        }
    }

    /// What stands before the text.
    fn mark(&self) -> f32 {
        if self.icon.is_some() {
            size::ICON + space::S
        } else {
            0.0
        }
    }

    fn draw(self, ui: &mut Ui, cx: &Cx<'_>) -> Response {
        let (padding, mark) = (self.padding(), self.mark());
        let width_max = (ui.available_width() - 2.0 * padding - mark).max(0.0);
        // The colour of the text is known only after the interaction, so it is laid out with a placeholder.
        let galley = text::galley(
            ui,
            self.text,
            Type::Label,
            Color32::PLACEHOLDER,
            width_max,
            1,
        );
        let content = galley.size().x + mark;
        let width = if self.full_width {
            ui.available_width()
        } else {
            content + 2.0 * padding
        };
        let height = size::CONTROL.max(super::target(cx));
        let (rect, response) = ui.allocate_exact_size(vec2(width, height), Sense::click());
        response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), self.text));
        if !ui.is_rect_visible(rect) {
            return response;
        }

        let (fill, foreground) = self.colours(ui, cx, &response);
        ui.painter().rect_filled(rect, radius::MEDIUM, fill);
        let inner = egui::Rect::from_center_size(rect.center(), vec2(content, height));
        if let Some(icon) = self.icon {
            let place = cx
                .direction
                .place_leading(inner, 0.0, vec2(size::ICON, size::ICON));
            let icon = cx.direction.icon(icon);
            icon.paint(ui.painter(), place.center(), size::ICON, foreground);
        }
        let place = cx.direction.place_trailing(inner, 0.0, galley.size());
        ui.painter().galley(place.min, galley, foreground);
        // On a filled button a ring of the same colour would not be seen: there it stands off by a gap.
        if response.has_focus() && self.kind == Kind::Primary {
            let gap = Stroke::new(2.0, cx.theme.background);
            ui.painter().rect_stroke(
                rect.expand(2.0),
                radius::MEDIUM + 2,
                gap,
                StrokeKind::Inside,
            );
            ui.painter().rect_stroke(
                rect.expand(4.0),
                radius::MEDIUM + 4,
                cx.theme.focus_stroke(),
                StrokeKind::Inside,
            );
        } else {
            focus_ring(ui, cx, &response, rect, radius::MEDIUM);
        }
        response
    }

    /// On a ground of its own colour: a breath of the words' colour instead of the accent's.
    fn fill_in(&self, colour: Color32, hover: f32, pressed: bool) -> Color32 {
        let rest = if self.kind == Kind::Tonal { 0.14 } else { 0.0 };
        let more = if pressed { 0.14 } else { 0.08 * hover };
        colour.gamma_multiply(rest + more)
    }

    fn colours(&self, ui: &Ui, cx: &Cx<'_>, response: &Response) -> (Color32, Color32) {
        let theme = cx.theme;
        let hover = fade(
            ui,
            cx,
            response.id.with("hover"),
            response.hovered(),
            motion::FAST,
        );
        let pressed = response.is_pointer_button_down_on();
        if let Some(colour) = self.colour {
            return (self.fill_in(colour, hover, pressed), colour);
        }
        match self.kind {
            Kind::Primary if pressed => (theme.accent_pressed, theme.on_accent),
            Kind::Primary => (
                theme.accent_fill.lerp_to_gamma(theme.accent_hover, hover),
                theme.on_accent,
            ),
            Kind::Tonal if pressed => (
                theme.accent_soft.lerp_to_gamma(theme.accent, 0.12),
                theme.on_accent_soft,
            ),
            Kind::Tonal => (
                theme.accent_soft.lerp_to_gamma(theme.accent, 0.06 * hover),
                theme.on_accent_soft,
            ),
            Kind::Plain => (super::surface::flat_fill(ui, cx, response), theme.accent),
            Kind::DangerPlain => (super::surface::flat_fill(ui, cx, response), theme.danger),
        }
    }
}
