//! A row of a list or of settings: something before, a title and a second line, something after.

use egui::{Color32, Response, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::surface::{flat_fill, focus_ring};
use super::{Avatar, galley, paint_line, target};
use crate::icons::Icon;
use crate::theme::{Type, radius, size, space};
use crate::ui::Cx;

enum Leading<'a> {
    None,
    Icon(Icon),
    Avatar(Avatar<'a>, f32),
}

/// A row that can be clicked.
#[must_use = "call show"]
pub struct ListRow<'a> {
    title: &'a str,
    subtitle: Option<&'a str>,
    value: Option<&'a str>,
    leading: Leading<'a>,
    trailing: Option<Icon>,
    colour: Option<Color32>,
    selected: bool,
    enabled: bool,
}

impl<'a> ListRow<'a> {
    /// A row with this title.
    pub fn new(title: &'a str) -> Self {
        Self {
            title,
            subtitle: None,
            value: None,
            leading: Leading::None,
            trailing: None,
            colour: None,
            selected: false,
            enabled: true,
        }
    }

    /// A second line, of one line.
    pub fn subtitle(mut self, subtitle: &'a str) -> Self {
        self.subtitle = Some(subtitle);
        self
    }

    /// What is chosen now, at the trailing side.
    pub fn value(mut self, value: &'a str) -> Self {
        self.value = Some(value);
        self
    }

    /// An icon before.
    pub fn icon(mut self, icon: Icon) -> Self {
        self.leading = Leading::Icon(icon);
        self
    }

    /// A person before; `diameter` is the avatar's.
    pub fn avatar(mut self, avatar: Avatar<'a>, diameter: f32) -> Self {
        self.leading = Leading::Avatar(avatar, diameter);
        self
    }

    /// An icon after; [`Icon::Next`] says that it leads to a page.
    pub fn trailing(mut self, icon: Icon) -> Self {
        self.trailing = Some(icon);
        self
    }

    /// What cannot easily be taken back.
    pub fn colour(mut self, colour: Color32) -> Self {
        self.colour = Some(colour);
        self
    }

    /// The row that is open beside the list.
    pub fn selected(mut self, selected: bool) -> Self {
        self.selected = selected;
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

    fn draw(self, ui: &mut Ui, cx: &Cx<'_>) -> Response {
        let text_height: f32 = if self.subtitle.is_some() { 40.0 } else { 24.0 };
        let leading_height = if let Leading::Avatar(_, diameter) = &self.leading {
            *diameter
        } else {
            0.0
        };
        let height = (text_height.max(leading_height) + space::L)
            .max(target(cx))
            .max(48.0);
        let (rect, response) =
            ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::click());
        let name = [Some(self.title), self.subtitle, self.value]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(", ");
        response.widget_info(|| {
            if self.selected {
                WidgetInfo::selected(Role::Button, ui.is_enabled(), true, &name)
            } else {
                WidgetInfo::labeled(Role::Button, ui.is_enabled(), &name)
            }
        });
        if !ui.is_rect_visible(rect) {
            return response;
        }
        let theme = cx.theme;
        let fill = if self.selected {
            theme.accent_soft
        } else {
            flat_fill(ui, cx, &response)
        };
        ui.painter().rect_filled(rect, radius::MEDIUM, fill);

        let mut inner = rect.shrink2(vec2(space::M, 0.0));
        let icon_colour = self.colour.unwrap_or(theme.text_secondary);
        match self.leading {
            Leading::None => {}
            Leading::Icon(icon) => {
                let place = cx
                    .direction
                    .place_leading(inner, 0.0, vec2(size::ICON, size::ICON));
                let icon = cx.direction.icon(icon);
                icon.paint(ui.painter(), place.center(), size::ICON, icon_colour);
                inner = cx.direction.shrink_leading(inner, size::ICON + space::M);
            }
            Leading::Avatar(avatar, diameter) => {
                let place = cx
                    .direction
                    .place_leading(inner, 0.0, vec2(diameter, diameter));
                avatar.paint(ui.painter(), cx, place);
                inner = cx.direction.shrink_leading(inner, diameter + space::M);
            }
        }
        if let Some(icon) = self.trailing {
            let icon = cx.direction.icon(icon);
            let place =
                cx.direction
                    .place_trailing(inner, 0.0, vec2(size::ICON_SMALL, size::ICON_SMALL));
            icon.paint(
                ui.painter(),
                place.center(),
                size::ICON_SMALL,
                theme.text_secondary,
            );
            inner = cx
                .direction
                .shrink_trailing(inner, size::ICON_SMALL + space::S);
        }
        if let Some(value) = self.value {
            let galley = galley(
                ui,
                value,
                Type::Body,
                theme.text_secondary,
                inner.width() * 0.5,
                1,
            );
            let place = cx.direction.place_trailing(inner, 0.0, galley.size());
            inner = cx
                .direction
                .shrink_trailing(inner, galley.size().x + space::M);
            ui.painter().galley(place.min, galley, theme.text_secondary);
        }
        let colour = self.colour.unwrap_or(theme.text);
        if let Some(subtitle) = self.subtitle {
            let (upper, lower) = inner.split_top_bottom_at_y(rect.center().y + 1.0);
            let upper =
                egui::Rect::from_min_max(pos2(upper.left(), rect.center().y - 21.0), upper.max);
            let lower =
                egui::Rect::from_min_max(lower.min, pos2(lower.right(), rect.center().y + 19.0));
            paint_line(ui, cx, upper, self.title, Type::BodyStrong, colour);
            paint_line(ui, cx, lower, subtitle, Type::Caption, theme.text_secondary);
        } else {
            paint_line(ui, cx, inner, self.title, Type::Body, colour);
        }
        focus_ring(ui, cx, &response, rect, radius::MEDIUM);
        response
    }
}
