//! Emoji for the composer: by group, by name, those used lately first.

mod catalogue;
mod grid;

use egui::{Area, Frame, Id, Key, Margin, Modifiers, Order, Rect, Ui, Vec2, pos2, vec2};
use emojis::Emoji;

use crate::action::{Action, Actions};
use crate::state::AppState;
use crate::theme::{Type, radius, size, space};
use crate::ui::widgets::{SearchField, Text};
use crate::ui::{Cx, Direction, Layout, Strip, parts};

use grid::{Grid, Line};

/// Nine emoji beside each other.
const WIDTH: f32 = 384.0;
const HEIGHT: f32 = 420.0;

/// What the picker remembers while it is open.
#[derive(Debug, Default)]
pub struct EmojiMemory {
    typed: String,
    grid: Grid,
    /// Which emoji the keyboard is at: line and column of the grid.
    chosen: Option<(usize, usize)>,
    /// The line to bring into sight.
    scroll_to: Option<usize>,
    /// Its own place, to tell clicks beside it.
    place: Option<Rect>,
}

/// Draws the picker above the composer, which is at `composer`.
pub fn show(
    ui: &Ui,
    cx: &Cx<'_>,
    state: &AppState,
    composer: Option<Rect>,
    memory: &mut EmojiMemory,
    out: &mut Actions,
) {
    let window = ui.ctx().content_rect();
    let size = match cx.layout {
        Layout::Wide => vec2(WIDTH, HEIGHT.min(window.height() - 120.0)),
        Layout::Phone => vec2(window.width(), (window.height() * 0.55).min(HEIGHT)),
    };
    let above = composer.map_or(0.0, |bar| window.bottom() - bar.top());
    let place = place(cx, window, size, above);
    let title = cx.texts.get("emoji-title");
    let area = Area::new(Id::unique("emoji-picker"))
        .order(Order::Foreground)
        .fixed_pos(place.min)
        .default_size(size)
        .constrain(false)
        .accessible_name(&*title);
    let was_open = memory.place.replace(place).is_some();
    area.show(ui.ctx(), |ui| {
        Frame::new()
            .fill(cx.theme.raised)
            .corner_radius(radius::LARGE)
            .shadow(cx.theme.shadow_popup)
            .stroke(egui::Stroke::new(1.0, cx.theme.separator))
            .inner_margin(Margin::same(space::M as i8))
            .show(ui, |ui| {
                ui.set_min_size(size - Vec2::splat(2.0 * space::M));
                ui.set_max_size(size - Vec2::splat(2.0 * space::M));
                ui.spacing_mut().item_spacing = vec2(0.0, space::S);
                contents(ui, cx, state, memory, out);
            });
    });
    if was_open && clicked_beside(ui, place) {
        out.push(Action::CloseOverlay);
    }
}

/// At the trailing end above the composer, which stays to be seen; `above` is how tall that is.
fn place(cx: &Cx<'_>, window: Rect, size: Vec2, above: f32) -> Rect {
    let corner = match (cx.layout, cx.direction) {
        (Layout::Phone, _) => pos2(window.left(), window.bottom() - size.y - above),
        (Layout::Wide, Direction::LeftToRight) => pos2(
            window.right() - size.x - space::L,
            window.bottom() - size.y - above - space::M,
        ),
        (Layout::Wide, Direction::RightToLeft) => pos2(
            window.left() + space::L,
            window.bottom() - size.y - above - space::M,
        ),
    };
    Rect::from_min_size(corner, size)
}

/// A click beside the picker closes it, but not one on the composer: there one goes on writing.
fn clicked_beside(ui: &Ui, place: Rect) -> bool {
    let below = place.bottom();
    ui.input(|input| {
        input.pointer.any_pressed()
            && input
                .pointer
                .interact_pos()
                .is_some_and(|at| !place.contains(at) && at.y < below)
    })
}

fn contents(
    ui: &mut Ui,
    cx: &Cx<'_>,
    state: &AppState,
    memory: &mut EmojiMemory,
    out: &mut Actions,
) {
    let before = memory.typed.clone();
    let by = keys(ui, memory.chosen.is_some());
    SearchField::new(
        &mut memory.typed,
        &cx.texts.get("emoji-search"),
        &cx.texts.get("list-filter-clear"),
    )
    .raised()
    .autofocus()
    .show(ui, cx);
    if memory.typed != before {
        memory.chosen = None;
        memory.scroll_to = Some(0);
    }
    let cell = cx.target().max(size::CONTROL);
    let columns = (ui.available_width() / cell).floor().max(1.0) as usize;
    let recent = &state.settings.recent_emoji;
    let language = cx.texts.language();
    memory.grid.follow(&memory.typed, language, recent, columns);
    let picked = step(memory, by);
    if memory.typed.trim().is_empty() {
        groups(ui, cx, memory);
    }
    if memory.grid.lines.is_empty() {
        ui.add_space(space::XL);
        Text::new(&cx.texts.get("emoji-nothing-found"), Type::Body)
            .colour(cx.theme.text_secondary)
            .centred()
            .show(ui, cx);
        return;
    }
    let scroll_to = memory.scroll_to.take();
    let clicked = grid::show(ui, cx, &memory.grid, memory.chosen, scroll_to, cell);
    if let Some(emoji) = picked.or(clicked) {
        out.push(Action::InsertText(emoji.as_str().to_owned()));
    }
}

enum Pressed {
    Nothing,
    Move(isize, isize),
    Enter,
}

/// The keys that choose. To the side they move only once an emoji is chosen: before, they move in what is typed.
fn keys(ui: &Ui, is_chosen: bool) -> Pressed {
    ui.input_mut(|input| {
        let mut pressed = |key| input.consume_key(Modifiers::NONE, key);
        if pressed(Key::ArrowDown) {
            Pressed::Move(1, 0)
        } else if pressed(Key::ArrowUp) {
            Pressed::Move(-1, 0)
        } else if pressed(Key::Enter) {
            Pressed::Enter
        } else if is_chosen && pressed(Key::ArrowRight) {
            Pressed::Move(0, 1)
        } else if is_chosen && pressed(Key::ArrowLeft) {
            Pressed::Move(0, -1)
        } else {
            Pressed::Nothing
        }
    })
}

/// Moves the chosen emoji, or takes it: without a choice Enter takes the first one that a search found.
fn step(memory: &mut EmojiMemory, pressed: Pressed) -> Option<&'static Emoji> {
    match pressed {
        Pressed::Nothing => None,
        Pressed::Enter => {
            let at = memory.chosen.or_else(|| {
                let first = memory.grid.step(None, 1, 0);
                first.filter(|_| !memory.typed.trim().is_empty())
            })?;
            memory.grid.emoji(at)
        }
        Pressed::Move(lines, columns) => {
            memory.chosen = memory.grid.step(memory.chosen, lines, columns);
            memory.scroll_to = memory.chosen.map(|(line, _)| line.saturating_sub(1));
            None
        }
    }
}

/// The groups as icons; a click leads to theirs.
fn groups(ui: &mut Ui, cx: &Cx<'_>, memory: &mut EmojiMemory) {
    let headings = memory.grid.lines.iter().enumerate();
    let headings: Vec<_> = headings
        .filter_map(|(index, line)| match line {
            Line::Heading(key) => Some((index, *key)),
            Line::Emoji(_) => None,
        })
        .collect();
    let wide = vec2(ui.available_width(), cx.target());
    let (rect, _) = ui.allocate_exact_size(wide, egui::Sense::hover());
    let mut strip = Strip::new(rect, cx.direction);
    let width = wide.x / headings.len().max(1) as f32;
    for (index, key) in headings {
        let place = strip.leading(width);
        let name = cx.texts.get(key);
        if parts::icon_button_at(ui, cx, place, catalogue::icon(key), &name).clicked() {
            memory.scroll_to = Some(index);
            memory.chosen = None;
        }
    }
}
