//! Buttons that are only an icon. Each has a name, which is its tooltip too.

use egui::{Color32, Response, Role, Sense, Ui, WidgetInfo};

use super::surface::{flat_fill, focus_ring, square};
use super::tooltip;
use crate::icons::Icon;
use crate::theme::{radius, size};
use crate::ui::Cx;

/// A button that is only an icon.
#[must_use = "call show"]
pub struct IconButton<'a> {
    icon: Icon,
    name: &'a str,
    colour: Option<Color32>,
    selected: bool,
    filled: bool,
    enabled: bool,
    size: f32,
}

impl<'a> IconButton<'a> {
    /// `name` is what it does, translated: its accessible name and its tooltip.
    pub fn new(icon: Icon, name: &'a str) -> Self {
        Self {
            icon,
            name,
            colour: None,
            selected: false,
            filled: false,
            enabled: true,
            size: size::ICON,
        }
    }

    /// In another colour than secondary text.
    pub fn colour(mut self, colour: Color32) -> Self {
        self.colour = Some(colour);
        self
    }

    /// Chosen, or its menu is open.
    pub fn selected(mut self, selected: bool) -> Self {
        self.selected = selected;
        self
    }

    /// The main action of its place: the icon on a disc of the accent.
    pub fn filled(mut self) -> Self {
        self.filled = true;
        self
    }

    /// Whether it can be clicked now.
    pub fn enabled(mut self, enabled: bool) -> Self {
        self.enabled = enabled;
        self
    }

    /// A smaller icon, for use inside of fields. The target stays as large.
    pub fn small(mut self) -> Self {
        self.size = size::ICON_SMALL;
        self
    }

    /// Draws it.
    pub fn show(self, ui: &mut Ui, cx: &Cx<'_>) -> Response {
        let response = ui
            .add_enabled_ui(self.enabled, |ui| self.draw(ui, cx))
            .inner;
        tooltip(&response, cx, self.name);
        response
    }

    fn draw(&self, ui: &mut Ui, cx: &Cx<'_>) -> Response {
        let (rect, response) = ui.allocate_exact_size(square(cx), Sense::click());
        response.widget_info(|| WidgetInfo::selected_if(self.selected, ui.is_enabled(), self.name));
        if !ui.is_rect_visible(rect) {
            return response;
        }
        let theme = cx.theme;
        let icon = cx.direction.icon(self.icon);
        let (fill, colour) = if self.filled && ui.is_enabled() {
            let fill = match (response.is_pointer_button_down_on(), response.hovered()) {
                (true, _) => theme.accent_pressed,
                (false, true) => theme.accent_hover,
                (false, false) => theme.accent_fill,
            };
            (fill, theme.on_accent)
        } else if self.selected {
            (theme.accent_soft, theme.on_accent_soft)
        } else {
            (
                flat_fill(ui, cx, &response),
                self.colour.unwrap_or(theme.text_secondary),
            )
        };
        ui.painter().rect_filled(rect, radius::PILL, fill);
        if self.filled {
            icon.paint_filled(ui.painter(), rect.center(), self.size, colour);
        } else {
            icon.paint(ui.painter(), rect.center(), self.size, colour);
        }
        focus_ring(ui, cx, &response, rect, radius::PILL);
        response
    }
}

/// A button, told as chosen only if it is: an ordinary button has no such state.
trait SelectedIf {
    fn selected_if(selected: bool, enabled: bool, name: &str) -> WidgetInfo;
}

impl SelectedIf for WidgetInfo {
    fn selected_if(selected: bool, enabled: bool, name: &str) -> WidgetInfo {
        if selected {
            WidgetInfo::selected(Role::Button, enabled, true, name)
        } else {
            WidgetInfo::labeled(Role::Button, enabled, name)
        }
    }
}
