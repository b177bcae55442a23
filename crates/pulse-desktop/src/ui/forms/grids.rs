//! The words of a phrase, and the digits of a safety number, to be read one after the other.

use egui::{Rect, Role, Sense, Ui, WidgetInfo, vec2};

use crate::theme::{Type, radius, size, space};
use crate::ui::widgets::galley;
use crate::ui::{Cx, Layout};

/// The words of a phrase, numbered, in columns that are read downwards.
pub(in crate::ui) fn word_grid<'a>(ui: &mut Ui, cx: &Cx<'_>, words: impl Iterator<Item = &'a str>) {
    let words: Vec<_> = words.collect();
    let columns = columns(ui, cx, &words);
    let rows = words.len().div_ceil(columns);
    let row_height = size::TARGET;
    let wanted = vec2(
        ui.available_width(),
        rows as f32 * row_height + 2.0 * space::M,
    );
    let (card, _) = ui.allocate_exact_size(wanted, Sense::hover());
    ui.painter()
        .rect_filled(card, radius::LARGE, cx.theme.surface);
    let inside = card.shrink2(vec2(space::L, space::M));
    let width = inside.width() / columns as f32;
    for (index, word) in words.iter().enumerate() {
        let (column, row) = (index / rows, index % rows);
        let cell_size = vec2(width, row_height);
        let line = Rect::from_min_size(
            inside.min + vec2(0.0, row as f32 * row_height),
            vec2(inside.width(), row_height),
        );
        let cell = cx
            .direction
            .place_leading(line, column as f32 * width, cell_size);
        one_word(ui, cx, cell, index + 1, word);
    }
}

/// The place of a word's number.
const NUMBER_WIDTH: f32 = 28.0;

/// As many columns as there is place for whole words: half a word on paper recovers nothing.
fn columns(ui: &Ui, cx: &Cx<'_>, words: &[&str]) -> usize {
    let most = match cx.layout {
        Layout::Wide => 3,
        Layout::Phone => 2,
    };
    let width = |word: &&str| {
        galley(ui, word, Type::Code, cx.theme.text, f32::INFINITY, 1)
            .size()
            .x
    };
    let widest = words.iter().map(width).fold(0.0, f32::max) + NUMBER_WIDTH;
    let inside = ui.available_width() - 2.0 * space::L;
    let fits = |columns: &usize| widest <= inside / *columns as f32;
    (1..=most).rev().find(fits).unwrap_or(1)
}

fn one_word(ui: &mut Ui, cx: &Cx<'_>, cell: Rect, number: usize, word: &str) {
    let values = [("number", number.into()), ("word", word.into())];
    let name = cx.texts.with("first-run-phrase-word", &values).into_owned();
    let response = ui.interact(cell, ui.scope_id().with(("word", number)), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &name));
    let secondary = cx.theme.text_secondary;
    let digits = galley(
        ui,
        &number.to_string(),
        Type::Caption,
        secondary,
        NUMBER_WIDTH,
        1,
    );
    let text = galley(
        ui,
        word,
        Type::Code,
        cx.theme.text,
        cell.width() - NUMBER_WIDTH,
        1,
    );
    let place = cx.direction.place_leading(
        cell,
        NUMBER_WIDTH - space::S - digits.size().x,
        digits.size(),
    );
    ui.painter().galley(place.min, digits, secondary);
    let place = cx.direction.place_leading(cell, NUMBER_WIDTH, text.size());
    ui.painter().galley(place.min, text, cx.theme.text);
}

/// Groups of digits in rows of four, always from left to right: so they are read out in every language. `name` is what a
/// screen reader says of all of them.
pub(in crate::ui) fn number_grid<'a>(
    ui: &mut Ui,
    cx: &Cx<'_>,
    name: &str,
    groups: impl Iterator<Item = &'a str>,
) {
    const COLUMNS: usize = 4;
    const WIDTH_MAX: f32 = 440.0;
    let groups: Vec<_> = groups.collect();
    let rows = groups.len().div_ceil(COLUMNS);
    let row_height = size::TARGET;
    let wanted = vec2(
        ui.available_width(),
        rows as f32 * row_height + 2.0 * space::L,
    );
    let (card, response) = ui.allocate_exact_size(wanted, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, name));
    ui.painter()
        .rect_filled(card, radius::LARGE, cx.theme.surface);
    let width = (card.width() - 2.0 * space::L).min(WIDTH_MAX);
    let cell = vec2(width / COLUMNS as f32, row_height);
    let start = card.center_top() + vec2(-width * 0.5, space::L);
    for (index, group) in groups.iter().enumerate() {
        let at = vec2(
            (index % COLUMNS) as f32 * cell.x,
            (index / COLUMNS) as f32 * cell.y,
        );
        let place = Rect::from_min_size(start + at, cell);
        let galley = galley(ui, group, Type::Digits, cx.theme.text, cell.x, 1);
        let at = place.center() - galley.size() * 0.5;
        ui.painter().galley(at, galley, cx.theme.text);
    }
}
