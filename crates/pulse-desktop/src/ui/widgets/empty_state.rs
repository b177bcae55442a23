//! A place with nothing in it yet: what it is for, and the first thing to do.

use egui::{Rect, Ui, UiBuilder, vec2};

use super::{Button, Text};
use crate::icons::Icon;
use crate::theme::{Type, size, space};
use crate::ui::Cx;

/// A place with nothing in it yet.
#[must_use = "call show"]
pub struct EmptyState<'a> {
    icon: Icon,
    title: &'a str,
    text: &'a str,
    action: Option<&'a str>,
}

impl<'a> EmptyState<'a> {
    /// With an icon, a title and a sentence.
    pub fn new(icon: Icon, title: &'a str, text: &'a str) -> Self {
        Self {
            icon,
            title,
            text,
            action: None,
        }
    }

    /// With the first thing to do.
    pub fn action(mut self, action: &'a str) -> Self {
        self.action = Some(action);
        self
    }

    /// Draws it in the middle of the place that is left. True if the action was clicked.
    pub fn show(self, ui: &mut Ui, cx: &Cx<'_>) -> bool {
        let outer = ui.available_rect_before_wrap();
        let width = (outer.width() - 2.0 * space::L).min(360.0);
        let text = super::galley(
            ui,
            self.text,
            Type::Body,
            cx.theme.text_secondary,
            width,
            usize::MAX,
        );
        let disc = size::ICON_LARGE * 2.0;
        let action = if self.action.is_some() {
            space::XL + size::CONTROL
        } else {
            0.0
        };
        let height =
            disc + space::L + Type::Headline.line_height() + space::S + text.size().y + action;
        // A little above the middle looks like the middle.
        let top = outer.top() + ((outer.height() - height) * 0.45).max(space::L);
        let column = Rect::from_min_size(
            egui::pos2(outer.center().x - width * 0.5, top),
            vec2(width, height),
        );
        let mut clicked = false;
        ui.scope_builder(
            UiBuilder::new()
                .max_rect(column)
                .layout(egui::Layout::top_down(egui::Align::Center)),
            |ui| {
                ui.spacing_mut().item_spacing.y = 0.0;
                let (place, _) = ui.allocate_exact_size(vec2(disc, disc), egui::Sense::hover());
                ui.painter()
                    .circle_filled(place.center(), disc * 0.5, cx.theme.accent_soft);
                self.icon.paint(
                    ui.painter(),
                    place.center(),
                    size::ICON_LARGE,
                    cx.theme.on_accent_soft,
                );
                ui.add_space(space::L);
                Text::new(self.title, Type::Headline)
                    .centred()
                    .heading()
                    .show(ui, cx);
                ui.add_space(space::S);
                Text::new(self.text, Type::Body)
                    .colour(cx.theme.text_secondary)
                    .centred()
                    .show(ui, cx);
                if let Some(action) = self.action {
                    ui.add_space(space::XL);
                    clicked = Button::primary(action).show(ui, cx).clicked();
                }
            },
        );
        clicked
    }
}
