//! A line of a card: something to know, to choose, to open or to do.

use std::borrow::Cow;

use egui::{Response, Role, Sense, Ui, WidgetInfo, vec2};

use crate::icons::Icon;
use crate::theme::{Type, motion, radius, size, space};
use crate::ui::Cx;
use crate::ui::widgets::{fade, focus_ring, galley, target};

/// What a row does when it is clicked, and what stands at its end.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    Nothing,
    LeadsOn,
    Acts,
    Radio(bool),
}

/// A line of a card.
#[must_use = "call show"]
pub(in crate::ui) struct Row<'a> {
    title: Cow<'a, str>,
    text: Cow<'a, str>,
    icon: Option<Icon>,
    end: End,
    is_danger: bool,
    is_good: bool,
}

impl<'a> Row<'a> {
    /// With a title; by itself it only tells something.
    pub(in crate::ui) fn new(title: impl Into<Cow<'a, str>>) -> Self {
        Self {
            title: title.into(),
            text: Cow::Borrowed(""),
            icon: None,
            end: End::Nothing,
            is_danger: false,
            is_good: false,
        }
    }

    /// With a text below the title.
    pub(in crate::ui) fn text(self, text: impl Into<Cow<'a, str>>) -> Self {
        Self {
            text: text.into(),
            ..self
        }
    }

    /// With an icon before it.
    pub(in crate::ui) fn icon(self, icon: Icon) -> Self {
        Self {
            icon: Some(icon),
            ..self
        }
    }

    /// It opens a page.
    pub(in crate::ui) fn leads_on(self) -> Self {
        Self {
            end: End::LeadsOn,
            ..self
        }
    }

    /// It does something at once.
    pub(in crate::ui) fn acts(self) -> Self {
        Self {
            end: End::Acts,
            ..self
        }
    }

    /// It is one of several choices.
    pub(in crate::ui) fn radio(self, is_chosen: bool) -> Self {
        Self {
            end: End::Radio(is_chosen),
            ..self
        }
    }

    /// It takes something away.
    pub(in crate::ui) fn danger(self) -> Self {
        Self {
            is_danger: true,
            ..self
        }
    }

    /// It tells that all is well.
    pub(in crate::ui) fn good(self) -> Self {
        Self {
            is_good: true,
            ..self
        }
    }

    /// Draws it as wide as there is place.
    pub(in crate::ui) fn show(self, ui: &mut Ui, cx: &Cx<'_>) -> Response {
        let theme = cx.theme;
        let end_width = match self.end {
            End::Nothing | End::Acts => 0.0,
            End::LeadsOn | End::Radio(_) => size::ICON + space::M,
        };
        let icon_width = if self.icon.is_some() {
            size::ICON + space::M
        } else {
            0.0
        };
        let width = ui.available_width();
        let inner = (width - 2.0 * space::M - icon_width - end_width).max(0.0);
        let title_colour = if self.is_danger {
            theme.danger
        } else {
            theme.text
        };
        let title = galley(ui, &self.title, Type::Body, title_colour, inner, 2);
        let text = (!self.text.is_empty()).then(|| {
            galley(
                ui,
                &self.text,
                Type::Caption,
                theme.text_secondary,
                inner,
                6,
            )
        });
        let words = title.size().y + text.as_ref().map_or(0.0, |text| 2.0 + text.size().y);
        let height = (words + 2.0 * space::M)
            .max(size::CONTROL + space::S)
            .max(target(cx));
        let sense = match self.end {
            End::Nothing => Sense::hover(),
            _ => Sense::click(),
        };
        let (rect, response) = ui.allocate_exact_size(vec2(width, height), sense);
        self.tell(ui, &response);
        if !ui.is_rect_visible(rect) {
            return response;
        }

        if self.end != End::Nothing {
            let is_hot = response.hovered() || response.has_focus();
            let hover = fade(ui, cx, response.id.with("hover"), is_hot, motion::FAST);
            let fill = match response.is_pointer_button_down_on() {
                true => theme.pressed,
                false => theme.hover.gamma_multiply(hover),
            };
            ui.painter().rect_filled(rect, radius::MEDIUM, fill);
        }
        let inside = rect.shrink2(vec2(space::M, 0.0));
        if let Some(icon) = self.icon {
            let place = cx
                .direction
                .place_leading(inside, 0.0, vec2(size::ICON, size::ICON));
            let colour = match (self.is_danger, self.is_good) {
                (true, _) => theme.danger,
                (_, true) => theme.success,
                (false, false) => theme.text_secondary,
            };
            let icon = cx.direction.icon(icon);
            icon.paint(ui.painter(), place.center(), size::ICON, colour);
        }
        let place = cx.direction.shrink_leading(inside, icon_width);
        let top = rect.center().y - words * 0.5;
        let mut at = cx.direction.leading_top(place, title.size().x);
        at.y = top;
        let below = title.size().y + 2.0;
        ui.painter().galley(at, title, title_colour);
        if let Some(text) = text {
            let mut at = cx.direction.leading_top(place, text.size().x);
            at.y = top + below;
            ui.painter().galley(at, text, theme.text_secondary);
        }
        let end = |size| cx.direction.place_trailing(inside, 0.0, size);
        match self.end {
            End::Nothing | End::Acts => {}
            End::LeadsOn => {
                let place = end(vec2(size::ICON_SMALL, size::ICON_SMALL));
                let icon = cx.direction.icon(Icon::Next);
                icon.paint(
                    ui.painter(),
                    place.center(),
                    size::ICON_SMALL,
                    theme.text_secondary,
                );
            }
            End::Radio(is_chosen) => {
                if is_chosen {
                    let place = end(vec2(size::ICON, size::ICON));
                    Icon::Check.paint(ui.painter(), place.center(), size::ICON, theme.accent);
                }
            }
        }
        focus_ring(ui, cx, &response, rect, radius::MEDIUM);
        response
    }

    /// What assistive technology knows of it.
    fn tell(&self, ui: &Ui, response: &Response) {
        let enabled = ui.is_enabled();
        let name = &*self.title;
        response.widget_info(|| match self.end {
            End::Nothing if self.text.is_empty() => WidgetInfo::labeled(Role::Label, enabled, name),
            End::Nothing => {
                WidgetInfo::labeled(Role::Label, enabled, format!("{name}: {}", self.text))
            }
            End::LeadsOn | End::Acts => WidgetInfo::labeled(Role::Button, enabled, name),
            End::Radio(is_on) => WidgetInfo::selected(Role::RadioButton, enabled, is_on, name),
        });
        if self.end != End::Nothing && !self.text.is_empty() {
            response.ctx.accesskit_node_builder(response.id, |node| {
                node.set_description(&*self.text);
            });
        }
    }
}
