//! Typing in both directions: what a `TextEdit` of egui needs besides.

use std::sync::Arc;

use egui::text::{CCursor, CCursorRange, LayoutJob, TextFormat};
use egui::text_edit::TextEditOutput;
use egui::{Align2, Galley, Ui, Vec2};

use super::{Alignment, begins_at_right, has_rtl, lay_out};
use crate::ui::Direction;

/// What a field shows, for the layouter of a `TextEdit`. A `width` without end is a field of one line.
pub fn field_galley(ui: &Ui, text: String, format: TextFormat, width: f32) -> Arc<Galley> {
    let mut job = LayoutJob::single_section(text, format);
    job.wrap.max_width = width;
    job.break_on_newline = width.is_finite();
    job.keep_trailing_whitespace = true;
    lay_out(ui.ctx(), job, Alignment::Leading)
}

/// The side at which a field shows its text: where the text begins, or the language while it is empty.
#[must_use]
pub fn field_align(text: &str, direction: Direction) -> Align2 {
    let at_right = if text.trim().is_empty() {
        direction.is_rtl()
    } else {
        begins_at_right(text)
    };
    if at_right {
        Align2::RIGHT_TOP
    } else {
        Align2::LEFT_TOP
    }
}

/// egui looks for the letter under the pointer from left to right, and finds the wrong one where text runs the other way.
/// Call this after the field was shown: it puts the cursor where the pointer is.
pub fn mend_pointer(ui: &Ui, output: &mut TextEditOutput) {
    let response = &output.response.response;
    if !has_rtl(output.galley.text())
        || !(response.is_pointer_button_down_on() || response.clicked())
    {
        return;
    }
    let Some(pointer) = response.interact_pointer_pos() else {
        return;
    };
    if response.double_clicked() || response.triple_clicked() {
        return;
    }
    let cursor = cursor_at(&output.galley, pointer - output.galley_pos);
    let began = ui.input(|input| input.pointer.any_pressed() && !input.modifiers.shift);
    let range = match output.state.cursor.char_range() {
        Some(range) if !began => CCursorRange {
            primary: cursor,
            ..range
        },
        _ => CCursorRange::one(cursor),
    };
    output.state.cursor.set_char_range(Some(range));
    output.state.clone().store(ui.ctx(), response.id);
}

/// The place between two characters that is nearest to a point.
#[must_use]
pub fn cursor_at(galley: &Galley, point: Vec2) -> CCursor {
    let mut row_start = 0;
    let mut nearest = (f32::INFINITY, 0);
    for placed in &galley.rows {
        let above = (placed.min_y() - point.y)
            .max(point.y - placed.max_y())
            .max(0.0);
        // Rows count far more than what is on them.
        let row_distance = above * 1e4;
        let mut offer = |distance: f32, index: usize| {
            if distance < nearest.0 {
                nearest = (distance, index);
            }
        };
        for (index, glyph) in placed.row.glyphs.iter().enumerate() {
            let before = placed.pos.x + glyph.pos.x;
            let behind = before + glyph.advance_width;
            offer(row_distance + (point.x - before).abs(), row_start + index);
            offer(
                row_distance + (point.x - behind).abs() + 1e-3,
                row_start + index + 1,
            );
        }
        if placed.row.glyphs.is_empty() {
            offer(row_distance, row_start);
        }
        row_start += placed.row.glyphs.len() + usize::from(placed.ends_with_newline);
    }
    CCursor::new(nearest.1)
}

#[cfg(test)]
mod tests {
    use egui::{Event, Key, Modifiers, TextEdit, vec2};
    use egui_kittest::Harness;

    use super::*;
    use crate::fonts;

    fn format() -> TextFormat {
        TextFormat {
            font_id: fonts::regular(15.0),
            ..TextFormat::default()
        }
    }

    fn field(text: &str) -> Harness<'static, (String, Vec2)> {
        Harness::builder()
            .with_accessibility_check(false)
            .with_size(vec2(300.0, 60.0))
            .with_context_setup(fonts::install)
            .build_ui_state(
                |ui, (text, galley_pos): &mut (String, Vec2)| {
                    let mut layouter = |ui: &Ui, text: &dyn egui::TextBuffer, width: f32| {
                        field_galley(ui, text.as_str().to_owned(), format(), width)
                    };
                    let mut output = TextEdit::multiline(text)
                        .id(egui::Id::unique("field"))
                        .desired_width(280.0)
                        .layouter(&mut layouter)
                        .show(ui);
                    mend_pointer(ui, &mut output);
                    output.response.response.request_focus();
                    *galley_pos = output.galley_pos.to_vec2();
                },
                (text.to_owned(), Vec2::ZERO),
            )
    }

    fn cursor(harness: &Harness<'_, (String, Vec2)>) -> usize {
        let state = egui::text_edit::TextEditState::load(&harness.ctx, egui::Id::unique("field"))
            .expect("the field was shown");
        state
            .cursor
            .char_range()
            .expect("it has a cursor")
            .primary
            .index
            .0
    }

    #[test]
    fn arabic_is_typed_corrected_and_copied() {
        let mut harness = field("");
        harness.run_steps(2);
        harness.event(Event::Text("مرحبا بَّ 12".into()));
        harness.run_steps(2);
        assert_eq!(harness.state().0, "مرحبا بَّ 12");
        assert_eq!(cursor(&harness), 12);
        harness.key_press(Key::Backspace);
        harness.run_steps(2);
        assert_eq!(harness.state().0, "مرحبا بَّ 1");
        harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
        harness.run_steps(1);
        harness.event(Event::Copy);
        harness.step();
        let copied = harness
            .output()
            .platform_output
            .commands
            .iter()
            .find_map(|command| match command {
                egui::OutputCommand::CopyText(text) => Some(text.clone()),
                _ => None,
            });
        assert_eq!(copied.as_deref(), Some("مرحبا بَّ 1"));
    }

    #[test]
    fn a_click_puts_the_cursor_where_the_pointer_is() {
        let mut harness = field("שלום עולם");
        harness.run_steps(2);
        let galley = {
            let mut fonts = fonts::alone(egui::epaint::TextOptions::default());
            fonts
                .with_pixels_per_point(1.0)
                .layout_no_wrap(
                    "שלום עולם".into(),
                    fonts::regular(15.0),
                    egui::Color32::WHITE,
                )
                .rect
                .width()
        };
        // Near the left edge of the text is its end, near the right edge its beginning.
        for (x, expected) in [(1.0, 9), (galley - 1.0, 0)] {
            let at = (harness.state().1 + vec2(x, 8.0)).to_pos2();
            harness.drag_at(at);
            harness.step();
            harness.drop_at(at);
            harness.run_steps(2);
            assert_eq!(cursor(&harness), expected, "at {x} of {galley}");
        }
    }
}
