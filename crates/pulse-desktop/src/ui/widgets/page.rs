//! The scaffold of pages beside or over the conversations: a bar with title and way back, a column that scrolls, cards.

use egui::{Frame, Margin, Rect, Response, ScrollArea, Sense, Ui, UiBuilder, vec2};

use super::{IconButton, Text};
use crate::icons::Icon;
use crate::theme::{Type, radius, size, space};
use crate::ui::Cx;

/// A page with a title.
#[must_use = "call show"]
pub struct Page<'a> {
    title: &'a str,
    back: Option<&'a str>,
}

/// What happened on a [`Page`].
pub struct PageResponse<R> {
    /// Whether the person wants back: by the arrow, or Escape.
    pub back: bool,
    /// What the content gave.
    pub inner: R,
}

impl<'a> Page<'a> {
    /// A page with this title.
    pub fn new(title: &'a str) -> Self {
        Self { title, back: None }
    }

    /// With an arrow back of this name.
    pub fn back(mut self, name: &'a str) -> Self {
        self.back = Some(name);
        self
    }

    /// Draws the bar, and `content` in a column below that scrolls.
    pub fn show<R>(
        self,
        ui: &mut Ui,
        cx: &Cx<'_>,
        content: impl FnOnce(&mut Ui) -> R,
    ) -> PageResponse<R> {
        let mut back = false;
        bar(ui, cx, |ui| {
            if let Some(name) = self.back {
                back = IconButton::new(Icon::Back, name)
                    .colour(cx.theme.text)
                    .show(ui, cx)
                    .clicked();
            } else {
                ui.add_space(space::S);
            }
            Text::new(self.title, Type::Headline)
                .one_line()
                .heading()
                .show(ui, cx);
        });
        let inner = page_column(ui, cx, self.title, content);
        PageResponse { back, inner }
    }
}

/// A bar at the top of a pane: its content from the leading side, and the line below it.
pub fn bar<R>(ui: &mut Ui, cx: &Cx<'_>, content: impl FnOnce(&mut Ui) -> R) -> R {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), size::BAR), Sense::hover());
    ui.painter().hline(
        rect.x_range(),
        ui.painter().round_to_pixel_center(rect.bottom() - 1.0),
        cx.theme.separator_stroke(),
    );
    let inner = rect.shrink2(vec2(space::S, 0.0));
    ui.scope_builder(
        UiBuilder::new().max_rect(inner).layout(cx.direction.row()),
        |ui| {
            ui.spacing_mut().item_spacing.x = space::XS;
            content(ui)
        },
    )
    .inner
}

/// A column of a width that can be read, in the middle of the pane, that scrolls by itself. `salt` tells pages apart.
pub fn page_column<R>(
    ui: &mut Ui,
    cx: &Cx<'_>,
    salt: &str,
    content: impl FnOnce(&mut Ui) -> R,
) -> R {
    ScrollArea::vertical()
        .id_salt(("page", salt))
        .auto_shrink(false)
        .show(ui, |ui| {
            let outer = ui.available_rect_before_wrap();
            let width = (outer.width() - 2.0 * space::L).min(size::PAGE_WIDTH_MAX);
            let column = Rect::from_center_size(
                outer.center_top() + vec2(0.0, outer.height() * 0.5),
                vec2(width, outer.height()),
            );
            ui.scope_builder(
                UiBuilder::new()
                    .max_rect(column)
                    .layout(cx.direction.column()),
                |ui| {
                    ui.set_width(width);
                    ui.add_space(space::L);
                    let inner = content(ui);
                    ui.add_space(space::XL);
                    inner
                },
            )
            .inner
        })
        .inner
}

/// A card: a group of rows on a surface of its own. The response is of the whole card.
pub fn card(ui: &mut Ui, cx: &Cx<'_>, content: impl FnOnce(&mut Ui)) -> Response {
    Frame::new()
        .fill(cx.theme.surface)
        .corner_radius(radius::LARGE)
        .inner_margin(Margin::same(space::XS as i8))
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.spacing_mut().item_spacing.y = 0.0;
            content(ui);
        })
        .response
}
