//! Text of the interface: laid out for both directions, cut off with an ellipsis where it must not wrap.
//!
//! Use this instead of `ui.label`: egui alone draws Arabic and Hebrew words in the wrong order.

use std::sync::Arc;

use egui::text::{LayoutJob, TextFormat, TextWrapping};
use egui::{Align, Color32, Galley, Id, Rect, Response, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use crate::rich_text::{self, Alignment};
use crate::theme::Type;
use crate::ui::Cx;

/// A piece of text of the interface.
#[must_use = "call show"]
pub struct Text<'a> {
    text: &'a str,
    kind: Type,
    colour: Option<Color32>,
    rows_max: usize,
    alignment: Alignment,
    heading: bool,
    senses: Option<(Id, Sense)>,
}

impl<'a> Text<'a> {
    /// Text that wraps.
    pub fn new(text: &'a str, kind: Type) -> Self {
        Self {
            text,
            kind,
            colour: None,
            rows_max: usize::MAX,
            alignment: Alignment::Leading,
            heading: false,
            senses: None,
        }
    }

    /// In another colour than the theme's text.
    pub fn colour(mut self, colour: Color32) -> Self {
        self.colour = Some(colour);
        self
    }

    /// On one line, ending in an ellipsis if it is too long.
    pub fn one_line(self) -> Self {
        self.rows(1)
    }

    /// On so many lines at most, ending in an ellipsis.
    pub fn rows(mut self, rows_max: usize) -> Self {
        self.rows_max = rows_max;
        self
    }

    /// In the middle of the place.
    pub fn centred(mut self) -> Self {
        self.alignment = Alignment::Centre;
        self
    }

    /// A heading for assistive technology: people jump from one to the next.
    pub fn heading(mut self) -> Self {
        self.heading = true;
        self
    }

    /// Under an id of its own, for what the keyboard can be at.
    pub fn senses(mut self, id: Id, sense: Sense) -> Self {
        self.senses = Some((id, sense));
        self
    }

    /// Draws it, no wider than its words.
    pub fn show_inline(self, ui: &mut Ui, cx: &Cx<'_>) -> Response {
        self.draw(ui, cx, false)
    }

    /// Draws it: in a column as wide as there is place, in a row no wider than its words.
    pub fn show(self, ui: &mut Ui, cx: &Cx<'_>) -> Response {
        let fills = ui.layout().is_vertical();
        self.draw(ui, cx, fills)
    }

    fn draw(self, ui: &mut Ui, cx: &Cx<'_>, fills: bool) -> Response {
        let colour = self.colour.unwrap_or(cx.theme.text);
        let width = ui.available_width();
        let galley = lay_out(
            ui,
            self.text,
            self.kind,
            colour,
            width,
            self.rows_max,
            self.alignment,
        );
        let size = if fills {
            vec2(width.max(galley.size().x), galley.size().y)
        } else {
            galley.size()
        };
        let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
        let response = match self.senses {
            Some((id, sense)) => ui.interact(rect, id, sense),
            None => response,
        };
        let role = if self.heading {
            Role::Heading
        } else {
            Role::Label
        };
        response.widget_info(|| WidgetInfo::labeled(role, ui.is_enabled(), self.text));
        if ui.is_rect_visible(rect) {
            let left_top = match self.alignment {
                Alignment::Centre => pos2(rect.center().x - galley.size().x * 0.5, rect.top()),
                Alignment::Leading => cx.direction.leading_top(rect, galley.size().x),
            };
            ui.painter().galley(left_top, galley, colour);
        }
        response
    }
}

/// Text laid out to be drawn by hand: at most `rows_max` lines of `width` points.
pub fn galley(
    ui: &Ui,
    text: &str,
    kind: Type,
    colour: Color32,
    width: f32,
    rows_max: usize,
) -> Arc<Galley> {
    lay_out(ui, text, kind, colour, width, rows_max, Alignment::Leading)
}

/// Draws one line at the leading edge of `rect`, in the middle of its height, cut to its width. Returns where it stands.
pub fn paint_line(
    ui: &Ui,
    cx: &Cx<'_>,
    rect: Rect,
    text: &str,
    kind: Type,
    colour: Color32,
) -> Rect {
    let galley = galley(ui, text, kind, colour, rect.width(), 1);
    let place = cx.direction.place_leading(rect, 0.0, galley.size());
    ui.painter().galley(place.min, galley, colour);
    place
}

fn lay_out(
    ui: &Ui,
    text: &str,
    kind: Type,
    colour: Color32,
    width: f32,
    rows_max: usize,
    alignment: Alignment,
) -> Arc<Galley> {
    let format = TextFormat {
        font_id: kind.font(),
        color: colour,
        line_height: Some(kind.line_height()),
        valign: Align::Center,
        ..TextFormat::default()
    };
    let mut job = LayoutJob::single_section(text.to_owned(), format);
    job.wrap = TextWrapping {
        max_width: width,
        max_rows: rows_max,
        break_anywhere: rows_max == 1,
        overflow_character: Some('…'),
    };
    rich_text::lay_out(ui.ctx(), job, alignment)
}
