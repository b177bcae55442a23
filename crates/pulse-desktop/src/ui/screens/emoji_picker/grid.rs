//! The grid of emoji: lines of equal height, of which only those in sight are drawn.

use egui::{Align2, CornerRadius, Role, ScrollArea, Sense, StrokeKind, Ui, WidgetInfo, vec2};
use emojis::Emoji;

use super::catalogue;
use crate::emoji::EmojiNames;
use crate::fonts;
use crate::state::Language;
use crate::theme::{Type, radius, space};
use crate::ui::{Cx, Strip, line};

/// Lines of headings and emoji, for one search, one width and one list of those used lately.
#[derive(Debug, Default)]
pub(super) struct Grid {
    pub(super) lines: Vec<Line>,
    made_for: Option<(String, Vec<String>, usize)>,
}

#[derive(Debug)]
pub(super) enum Line {
    /// A key of the texts.
    Heading(&'static str),
    Emoji(Vec<&'static Emoji>),
}

impl Grid {
    /// Makes the lines anew when something they depend on changed.
    pub(super) fn follow(
        &mut self,
        typed: &str,
        language: Language,
        recent: &[String],
        columns: usize,
    ) {
        let is_same = self.made_for.as_ref().is_some_and(|(was, lately, wide)| {
            // What was just used moves to the front at the next opening, not under the pointer.
            was == typed && *wide == columns && lately.is_empty() == recent.is_empty()
        });
        if is_same {
            return;
        }
        self.made_for = Some((typed.to_owned(), recent.to_vec(), columns));
        self.lines.clear();
        if typed.trim().is_empty() {
            for section in catalogue::all(recent) {
                self.lines.push(Line::Heading(section.heading));
                self.push(&section.emoji, columns);
            }
        } else {
            self.push(&crate::emoji::search(typed, language), columns);
        }
    }

    fn push(&mut self, emoji: &[&'static Emoji], columns: usize) {
        let lines = emoji.chunks(columns.max(1));
        self.lines
            .extend(lines.map(|line| Line::Emoji(line.to_vec())));
    }

    pub(super) fn emoji(&self, (line, column): (usize, usize)) -> Option<&'static Emoji> {
        match self.lines.get(line)? {
            Line::Emoji(emoji) => emoji.get(column).copied(),
            Line::Heading(_) => None,
        }
    }

    /// From one emoji so many lines and columns further, over headings; the first one from none.
    pub(super) fn step(
        &self,
        from: Option<(usize, usize)>,
        lines: isize,
        columns: isize,
    ) -> Option<(usize, usize)> {
        let Some((line, column)) = from else {
            return self.first_from(0).map(|line| (line, 0));
        };
        let mut next = (line, column.checked_add_signed(columns)?);
        if self.emoji(next).is_none() {
            next = (self.first_from(line + 1)?, 0);
        }
        if lines != 0 {
            let down = lines > 0;
            let mut at = line;
            loop {
                let Some(to) = at.checked_add_signed(if down { 1 } else { -1 }) else {
                    return from;
                };
                at = to;
                match self.lines.get(at) {
                    Some(Line::Emoji(emoji)) => {
                        next = (at, column.min(emoji.len().saturating_sub(1)));
                        break;
                    }
                    Some(Line::Heading(_)) => {}
                    None => return from,
                }
            }
        }
        Some(next)
    }

    fn first_from(&self, line: usize) -> Option<usize> {
        let lines = self.lines.iter().enumerate().skip(line);
        let mut emoji = lines.filter(|(_, line)| matches!(line, Line::Emoji(_)));
        emoji.next().map(|(index, _)| index)
    }
}

/// Draws the lines in sight. Returns the emoji that was clicked.
pub(super) fn show(
    ui: &mut Ui,
    cx: &Cx<'_>,
    grid: &Grid,
    chosen: Option<(usize, usize)>,
    scroll_to: Option<usize>,
    cell: f32,
) -> Option<&'static Emoji> {
    ui.spacing_mut().item_spacing.y = 0.0;
    let mut area = ScrollArea::vertical().id_salt("emoji").auto_shrink(false);
    if let Some(line) = scroll_to {
        area = area.vertical_scroll_offset(line as f32 * cell);
    }
    let mut clicked = None;
    area.show_rows(ui, cell, grid.lines.len(), |ui, range| {
        let lines = grid.lines.iter().enumerate();
        for (index, line) in lines.skip(range.start).take(range.len()) {
            let width = ui.available_width();
            let (rect, _) = ui.allocate_exact_size(vec2(width, cell), Sense::hover());
            match line {
                Line::Heading(key) => heading(ui, cx, rect, key),
                Line::Emoji(emoji) => {
                    let mut strip = Strip::new(rect, cx.direction);
                    for (column, emoji) in emoji.iter().enumerate() {
                        let place = strip.leading(cell);
                        let is_chosen = chosen == Some((index, column));
                        if one(ui, cx, place, index, emoji, is_chosen) {
                            clicked = Some(*emoji);
                        }
                    }
                }
            }
        }
    });
    clicked
}

fn heading(ui: &Ui, cx: &Cx<'_>, rect: egui::Rect, key: &str) {
    let text = cx.texts.get(key);
    let lower = rect.with_min_y(rect.center().y - space::XS);
    line::paint(
        ui,
        cx,
        lower,
        &text,
        Type::CaptionStrong,
        cx.theme.text_secondary,
    );
    let response = ui.interact(rect, ui.scope_id().with(key), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Heading, true, &*text));
}

fn one(
    ui: &Ui,
    cx: &Cx<'_>,
    place: egui::Rect,
    index: usize,
    emoji: &'static Emoji,
    is_chosen: bool,
) -> bool {
    let id = ui.scope_id().with((index, emoji.as_str()));
    // The keyboard moves with the arrows from the search field; a thousand stops of Tab would help nobody.
    let response = ui.interact(place, id, Sense::CLICK);
    let name = EmojiNames::of(cx.texts.language()).name(emoji);
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, is_chosen, name));
    let corner = CornerRadius::same(radius::MEDIUM);
    if response.hovered() {
        ui.painter()
            .rect_filled(place.shrink(1.0), corner, cx.theme.hover);
    }
    if is_chosen {
        let stroke = cx.theme.focus_stroke();
        ui.painter()
            .rect_stroke(place.shrink(1.0), corner, stroke, StrokeKind::Inside);
    }
    ui.painter().text(
        place.center(),
        Align2::CENTER_CENTER,
        emoji.as_str(),
        fonts::emoji(24.0),
        cx.theme.text,
    );
    let clicked = response.clicked();
    crate::ui::widgets::tooltip(&response, cx, name);
    clicked
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrows_pass_over_headings_and_stay_at_the_ends() {
        let mut grid = Grid::default();
        grid.follow("", Language::English, &[], 8);
        assert_eq!(grid.step(None, 1, 0), Some((1, 0)));
        assert_eq!(grid.step(Some((1, 0)), -1, 0), Some((1, 0)));
        let second = grid
            .lines
            .iter()
            .skip(1)
            .position(|line| matches!(line, Line::Heading(_)))
            .map(|index| index + 1);
        let last_of_first = second.map(|heading| heading - 1);
        let to = last_of_first.and_then(|line| grid.step(Some((line, 0)), 1, 0));
        assert_eq!(to, second.map(|heading| (heading + 1, 0)));
    }

    #[test]
    fn a_search_has_no_headings() {
        let mut grid = Grid::default();
        grid.follow("heart", Language::English, &[], 8);
        assert!(!grid.lines.is_empty());
        assert!(grid.lines.iter().all(|line| matches!(line, Line::Emoji(_))));
    }
}
