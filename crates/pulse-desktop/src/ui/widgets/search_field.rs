//! The field that filters a list: a glass before it, a cross to clear it.

use egui::{Id, Key, Rect, Response, Ui, UiBuilder, vec2};

use super::text_field::{Edit, edit, outline, take_focus_once};
use super::{IconButton, target};
use crate::icons::Icon;
use crate::theme::{Type, radius, size, space};
use crate::ui::Cx;

/// The field that filters a list.
#[must_use = "call show"]
pub struct SearchField<'a> {
    text: &'a mut String,
    name: &'a str,
    clear: &'a str,
    id: Option<Id>,
    autofocus: bool,
    raised: bool,
}

impl<'a> SearchField<'a> {
    /// `name` is its accessible name and stands in it while it is empty; `clear` is the name of the cross.
    pub fn new(text: &'a mut String, name: &'a str, clear: &'a str) -> Self {
        Self {
            text,
            name,
            clear,
            id: None,
            autofocus: false,
            raised: false,
        }
    }

    /// As egui is to call it, for those who ask whether it has the keyboard; a name of its place otherwise.
    pub fn id(mut self, id: Id) -> Self {
        self.id = Some(id);
        self
    }

    /// It lies in a sheet or a menu.
    pub fn raised(mut self) -> Self {
        self.raised = true;
        self
    }

    /// Takes the keyboard when it first appears.
    pub fn autofocus(mut self) -> Self {
        self.autofocus = true;
        self
    }

    /// Draws it as wide as there is place. Escape clears it.
    pub fn show(self, ui: &mut Ui, cx: &Cx<'_>) -> Response {
        let height = 36.0_f32.max(target(cx));
        let (rect, _) =
            ui.allocate_exact_size(vec2(ui.available_width(), height), egui::Sense::hover());
        let fill = if self.raised {
            cx.theme.well
        } else {
            cx.theme.field
        };
        ui.painter().rect_filled(rect, radius::MEDIUM, fill);
        let glass = cx
            .direction
            .place_leading(rect, space::S, vec2(size::ICON, size::ICON));
        Icon::Search.paint(ui.painter(), glass.center(), 18.0, cx.theme.text_secondary);

        let mut inner = cx.direction.shrink_leading(rect, size::ICON + space::L);
        let has_text = !self.text.is_empty();
        inner = cx
            .direction
            .shrink_trailing(inner, if has_text { target(cx) } else { space::M });
        let line = Type::Body.line_height();
        let inner = Rect::from_center_size(inner.center(), vec2(inner.width(), line));
        let id = self.id;
        let id = id.unwrap_or_else(|| ui.make_persistent_id(("search-field", self.name)));
        let mut response = edit(
            ui,
            cx,
            inner,
            Edit {
                text: self.text,
                id,
                name: self.name,
                placeholder: self.name,
                secret: false,
                rows: 1,
                kind: Type::Body,
                chars_max: usize::MAX,
            },
        );
        if has_text {
            let place = cx.direction.place_trailing(
                rect,
                (height - target(cx)) * 0.5,
                vec2(target(cx), target(cx)),
            );
            let clear = ui
                .scope_builder(UiBuilder::new().max_rect(place), |ui| {
                    IconButton::new(Icon::Close, self.clear)
                        .small()
                        .show(ui, cx)
                })
                .inner;
            // egui takes the keyboard away from a field with Escape, before anybody is asked.
            let escaped = (response.has_focus() || response.lost_focus())
                && ui.input_mut(|input| input.consume_key(egui::Modifiers::NONE, Key::Escape));
            if clear.clicked() || escaped {
                self.text.clear();
                response.mark_changed();
                response.request_focus();
            }
        }
        outline(ui, cx, rect, &response, false);
        if self.autofocus {
            take_focus_once(ui, id, &response);
        }
        response
    }
}
