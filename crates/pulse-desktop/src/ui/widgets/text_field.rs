//! Fields that are typed in: a label above, a hint or an error below, a way to see a secret.

use std::sync::Arc;

use egui::text::TextFormat;
use egui::{
    Align, Color32, Frame, Galley, Id, Rect, Response, Stroke, StrokeKind, TextBuffer, TextEdit,
    Ui, UiBuilder, pos2, vec2,
};

use super::{IconButton, Text, TextMenu};
use crate::icons::Icon;
use crate::rich_text;
use crate::theme::{Type, radius, size, space};
use crate::ui::Cx;

/// A field that is typed in.
#[must_use = "call show"]
pub struct TextField<'a> {
    text: &'a mut String,
    label: &'a str,
    hint: Option<&'a str>,
    placeholder: Option<&'a str>,
    error: Option<&'a str>,
    secret: Option<(&'a str, &'a str)>,
    rows: usize,
    kind: Type,
    enabled: bool,
    autofocus: bool,
    chars_max: usize,
}

impl<'a> TextField<'a> {
    /// `label` stands above it and is its accessible name.
    pub fn new(text: &'a mut String, label: &'a str) -> Self {
        Self {
            text,
            label,
            hint: None,
            placeholder: None,
            error: None,
            secret: None,
            rows: 1,
            kind: Type::Body,
            enabled: true,
            autofocus: false,
            chars_max: usize::MAX,
        }
    }

    /// A line of help below.
    pub fn hint(mut self, hint: &'a str) -> Self {
        self.hint = Some(hint);
        self
    }

    /// An example inside, while it is empty.
    pub fn placeholder(mut self, placeholder: &'a str) -> Self {
        self.placeholder = Some(placeholder);
        self
    }

    /// What is wrong with what was typed; takes the place of the hint.
    pub fn error(mut self, error: Option<&'a str>) -> Self {
        self.error = error;
        self
    }

    /// Hides what is typed, with a button named `show` or `hide` to see it.
    pub fn secret(mut self, show: &'a str, hide: &'a str) -> Self {
        self.secret = Some((show, hide));
        self
    }

    /// So many lines high.
    pub fn rows(mut self, rows: usize) -> Self {
        self.rows = rows.max(1);
        self
    }

    /// In the fixed width of keys and links.
    pub fn code(mut self) -> Self {
        self.kind = Type::Code;
        self
    }

    /// Whether it can be changed now.
    pub fn enabled(mut self, enabled: bool) -> Self {
        self.enabled = enabled;
        self
    }

    /// Takes the keyboard when it first appears.
    pub fn autofocus(mut self) -> Self {
        self.autofocus = true;
        self
    }

    /// Takes no more than so many characters.
    pub fn chars_max(mut self, chars_max: usize) -> Self {
        self.chars_max = chars_max;
        self
    }

    /// Draws it. The response is the field's: `changed`, `lost_focus` and so on.
    pub fn show(self, ui: &mut Ui, cx: &Cx<'_>) -> Response {
        let enabled = self.enabled;
        ui.add_enabled_ui(enabled, |ui| ui.vertical(|ui| self.draw(ui, cx)).inner)
            .inner
    }

    fn draw(self, ui: &mut Ui, cx: &Cx<'_>) -> Response {
        ui.spacing_mut().item_spacing.y = space::XS;
        let width = ui.available_width();
        paint_note(ui, cx, self.label, Type::Label, cx.theme.text);

        let id = ui.make_persistent_id(("text-field", self.label));
        let revealed_id = id.with("revealed");
        let frame = ui.ctx().cumulative_pass_nr();
        // Only as long as the field stays: one that appears again is hidden, whatever was chosen on its page before.
        let revealed = ui
            .data(|data| data.get_temp::<u64>(revealed_id))
            .is_some_and(|last| last + FRAMES_APART_MAX >= frame);
        let line = self.kind.line_height();
        let height = (line * self.rows as f32 + 20.0)
            .max(size::CONTROL)
            .max(super::target(cx));
        let (rect, _) = ui.allocate_exact_size(vec2(width, height), egui::Sense::hover());
        let button = if self.secret.is_some() {
            super::target(cx)
        } else {
            0.0
        };
        let inner = cx
            .direction
            .shrink_trailing(rect, button)
            .shrink2(vec2(space::M, (height - line * self.rows as f32) * 0.5));

        ui.painter()
            .rect_filled(rect, radius::MEDIUM, cx.theme.field);
        let response = edit(
            ui,
            cx,
            inner,
            Edit {
                text: self.text,
                id,
                name: self.label,
                placeholder: self.placeholder.unwrap_or_default(),
                secret: self.secret.is_some() && !revealed,
                rows: self.rows,
                kind: self.kind,
                chars_max: self.chars_max,
            },
        );
        if let Some((show, hide)) = self.secret {
            let place =
                cx.direction
                    .place_trailing(rect, (height - button) * 0.5, vec2(button, button));
            let (icon, name) = if revealed {
                (Icon::EyeOff, hide)
            } else {
                (Icon::Eye, show)
            };
            let clicked = ui
                .scope_builder(UiBuilder::new().max_rect(place), |ui| {
                    IconButton::new(icon, name).show(ui, cx)
                })
                .inner
                .clicked();
            ui.data_mut(|data| match revealed != clicked {
                true => {
                    data.insert_temp(revealed_id, frame);
                }
                false => data.remove::<u64>(revealed_id),
            });
        }
        outline(ui, cx, rect, &response, self.error.is_some());
        if self.autofocus {
            take_focus_once(ui, id, &response);
        }
        match (self.error, self.hint) {
            (Some(error), _) => {
                Text::new(error, Type::Caption)
                    .colour(cx.theme.danger)
                    .show(ui, cx);
                ui.ctx()
                    .accesskit_node_builder(response.id, |node| node.set_description(error));
            }
            (None, Some(hint)) => {
                Text::new(hint, Type::Caption)
                    .colour(cx.theme.text_secondary)
                    .show(ui, cx);
                ui.ctx()
                    .accesskit_node_builder(response.id, |node| node.set_description(hint));
            }
            (None, None) => {}
        }
        response
    }
}

/// What [`edit`] needs to know.
pub(super) struct Edit<'a> {
    pub(super) text: &'a mut String,
    pub(super) id: Id,
    pub(super) name: &'a str,
    pub(super) placeholder: &'a str,
    pub(super) secret: bool,
    pub(super) rows: usize,
    pub(super) kind: Type,
    pub(super) chars_max: usize,
}

/// The part that is typed in, without any decoration, in `rect`.
pub(super) fn edit(ui: &mut Ui, cx: &Cx<'_>, rect: Rect, edit: Edit<'_>) -> Response {
    let colour = if ui.is_enabled() {
        cx.theme.text
    } else {
        cx.theme.text_disabled
    };
    if edit.text.is_empty() && !edit.placeholder.is_empty() {
        let galley = super::galley(
            ui,
            edit.placeholder,
            edit.kind,
            cx.theme.text_secondary,
            rect.width(),
            edit.rows,
        );
        let place = cx.direction.leading_top(rect, galley.size().x);
        ui.painter().galley(place, galley, cx.theme.text_secondary);
    }
    let (secret, kind, multiline) = (edit.secret, edit.kind, edit.rows > 1);
    let mut layouter = |ui: &Ui, text: &dyn TextBuffer, width: f32| {
        field_galley(
            ui,
            text.as_str(),
            kind,
            colour,
            secret,
            if multiline { width } else { f32::INFINITY },
        )
    };
    let align = rich_text::field_align(edit.text, cx.direction);
    let widget = if multiline {
        TextEdit::multiline(edit.text)
    } else {
        TextEdit::singleline(edit.text)
    };
    let widget = widget
        .id(edit.id)
        .password(secret)
        .frame(Frame::NONE)
        .font(kind.font())
        .text_color(colour)
        .desired_width(rect.width())
        .desired_rows(edit.rows)
        .char_limit(edit.chars_max)
        .align(align)
        .layouter(&mut layouter);
    let builder = UiBuilder::new()
        .max_rect(rect)
        .layout(egui::Layout::top_down(Align::Min));
    let menu = TextMenu::before(ui, edit.id);
    let mut response = ui
        .scope_builder(builder, |ui| {
            let mut output = widget.show(ui);
            rich_text::mend_pointer(ui, &mut output);
            output.response.response
        })
        .inner;
    if menu.show(ui, cx, &response, edit.name, edit.text, secret) {
        response.mark_changed();
    }
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_label(edit.name);
        if !edit.placeholder.is_empty() {
            node.set_placeholder(edit.placeholder);
        }
    });
    response
}

fn field_galley(
    ui: &Ui,
    text: &str,
    kind: Type,
    colour: Color32,
    secret: bool,
    width: f32,
) -> Arc<Galley> {
    let shown = if secret {
        "•".repeat(text.chars().count())
    } else {
        text.to_owned()
    };
    let format = TextFormat {
        font_id: kind.font(),
        color: colour,
        line_height: Some(kind.line_height()),
        ..TextFormat::default()
    };
    rich_text::field_galley(ui, shown, format, width)
}

/// The outline of a field: none at rest, the accent with the focus, red with an error.
pub(super) fn outline(ui: &Ui, cx: &Cx<'_>, rect: Rect, response: &Response, is_wrong: bool) {
    let stroke = match (is_wrong, response.has_focus()) {
        (true, _) => Stroke::new(2.0, cx.theme.danger),
        (false, true) => cx.theme.focus_stroke(),
        (false, false) => Stroke::NONE,
    };
    ui.painter()
        .rect_stroke(rect, radius::MEDIUM, stroke, StrokeKind::Inside);
}

/// A field that was not drawn for longer was away: a frame can be drawn in several passes.
const FRAMES_APART_MAX: u64 = 2;

/// Gives a field the keyboard when it appears, and not again while it stays.
pub(super) fn take_focus_once(ui: &Ui, id: Id, response: &Response) {
    let seen_id = id.with("seen");
    let frame = ui.ctx().cumulative_pass_nr();
    let seen = ui.data(|data| data.get_temp::<u64>(seen_id));
    if seen.is_none_or(|seen| seen + FRAMES_APART_MAX < frame) {
        response.request_focus();
    }
    ui.data_mut(|data| data.insert_temp(seen_id, frame));
}

/// Words that belong to a control and are told with it, so they are no node of their own.
fn paint_note(ui: &mut Ui, cx: &Cx<'_>, text: &str, kind: Type, colour: Color32) {
    let width = ui.available_width();
    let galley = super::galley(ui, text, kind, colour, width, usize::MAX);
    let (rect, _) = ui.allocate_exact_size(vec2(width, galley.size().y), egui::Sense::hover());
    let left_top = cx.direction.leading_top(rect, galley.size().x);
    ui.painter()
        .galley(pos2(left_top.x, left_top.y), galley, colour);
}
