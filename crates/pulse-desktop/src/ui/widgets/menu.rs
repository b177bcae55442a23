//! Menus: of a button, of the secondary click, and their items.

use egui::{Frame, Margin, Popup, RectAlign, Response, Role, Sense, Ui, WidgetInfo, vec2};

use super::surface::{flat_fill, focus_ring};
use super::{galley, paint_line, separator, target};
use crate::icons::Icon;
use crate::theme::{Type, radius, size, space};
use crate::ui::Cx;

/// The menu of a button, which opens below it. `name` is what a screen reader calls it.
pub fn popup_menu(button: &Response, cx: &Cx<'_>, name: &str, content: impl FnOnce(&mut Ui)) {
    let align = if cx.direction.is_rtl() {
        RectAlign::BOTTOM_START
    } else {
        RectAlign::BOTTOM_END
    };
    Popup::menu(button)
        .align(align)
        .gap(4.0)
        .frame(frame(cx))
        .accessible_name(name)
        .show(|ui| fill(ui, content));
}

/// The menu of a secondary click on `response`, at the pointer. Screens give the same items in a menu with a button, for
/// the keyboard and for touch.
pub fn context_menu(response: &Response, cx: &Cx<'_>, name: &str, content: impl FnOnce(&mut Ui)) {
    Popup::context_menu(response)
        .frame(frame(cx))
        .accessible_name(name)
        .show(|ui| fill(ui, content));
}

/// The same menu opened with the keyboard, below `response`, when `open` is set.
pub fn keyboard_menu(
    response: &Response,
    cx: &Cx<'_>,
    name: &str,
    open: bool,
    content: impl FnOnce(&mut Ui),
) {
    Popup::menu(response)
        .id(response.id.with("keyboard-menu"))
        .open_memory(open.then_some(egui::SetOpenCommand::Bool(true)))
        .gap(4.0)
        .frame(frame(cx))
        .accessible_name(name)
        .show(|ui| fill(ui, content));
}

fn frame(cx: &Cx<'_>) -> Frame {
    Frame::new()
        .fill(cx.theme.raised)
        .stroke(cx.theme.raised_stroke())
        .corner_radius(radius::LARGE)
        .inner_margin(Margin::same(space::XS as i8))
        .shadow(cx.theme.shadow_popup)
}

fn fill(ui: &mut Ui, content: impl FnOnce(&mut Ui)) {
    ui.set_width(ui.spacing().menu_width);
    ui.spacing_mut().item_spacing.y = 0.0;
    content(ui);
}

/// A line between groups of items.
pub fn menu_separator(ui: &mut Ui, cx: &Cx<'_>) {
    separator(ui, cx);
}

/// One thing to do.
#[must_use = "call show"]
pub struct MenuItem<'a> {
    text: &'a str,
    icon: Option<Icon>,
    shortcut: Option<&'a str>,
    danger: bool,
    enabled: bool,
}

impl<'a> MenuItem<'a> {
    /// `text` is its accessible name.
    pub fn new(text: &'a str) -> Self {
        Self {
            text,
            icon: None,
            shortcut: None,
            danger: false,
            enabled: true,
        }
    }

    /// An icon before.
    pub fn icon(mut self, icon: Icon) -> Self {
        self.icon = Some(icon);
        self
    }

    /// The keys that do the same.
    pub fn shortcut(mut self, shortcut: &'a str) -> Self {
        self.shortcut = Some(shortcut);
        self
    }

    /// What cannot easily be taken back.
    pub fn danger(mut self) -> Self {
        self.danger = true;
        self
    }

    /// Whether it can be chosen now.
    pub fn enabled(mut self, enabled: bool) -> Self {
        self.enabled = enabled;
        self
    }

    /// Draws it. True if it was chosen; the menu closes by itself.
    pub fn show(self, ui: &mut Ui, cx: &Cx<'_>) -> bool {
        let enabled = self.enabled;
        let response = ui.add_enabled_ui(enabled, |ui| self.draw(ui, cx)).inner;
        if response.clicked() {
            ui.close();
        }
        response.clicked()
    }

    fn draw(self, ui: &mut Ui, cx: &Cx<'_>) -> Response {
        let theme = cx.theme;
        let (rect, response) = ui.allocate_exact_size(
            vec2(ui.available_width(), 36.0_f32.max(target(cx))),
            Sense::click(),
        );
        response.widget_info(|| WidgetInfo::labeled(Role::MenuItem, ui.is_enabled(), self.text));
        if !ui.is_rect_visible(rect) {
            return response;
        }
        ui.painter()
            .rect_filled(rect, radius::MEDIUM, flat_fill(ui, cx, &response));
        let (colour, icon_colour) = if self.danger {
            (theme.danger, theme.danger)
        } else {
            (theme.text, theme.text_secondary)
        };
        let mut inner = rect.shrink2(vec2(space::M, 0.0));
        if let Some(icon) = self.icon {
            let icon = cx.direction.icon(icon);
            let place = cx
                .direction
                .place_leading(inner, 0.0, vec2(size::ICON, size::ICON));
            icon.paint(ui.painter(), place.center(), 18.0, icon_colour);
            inner = cx.direction.shrink_leading(inner, size::ICON + space::M);
        }
        if let Some(shortcut) = self.shortcut {
            let galley = galley(
                ui,
                shortcut,
                Type::Caption,
                theme.text_secondary,
                inner.width() * 0.5,
                1,
            );
            let place = cx.direction.place_trailing(inner, 0.0, galley.size());
            inner = cx
                .direction
                .shrink_trailing(inner, galley.size().x + space::S);
            ui.painter().galley(place.min, galley, theme.text_secondary);
        }
        paint_line(ui, cx, inner, self.text, Type::Body, colour);
        focus_ring(ui, cx, &response, rect, radius::MEDIUM);
        response
    }
}
