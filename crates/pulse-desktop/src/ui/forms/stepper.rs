//! A value with a step down and a step up.

use egui::{Sense, Ui, UiBuilder, vec2};

use crate::icons::Icon;
use crate::theme::{Type, size, space};
use crate::ui::Cx;
use crate::ui::widgets::{IconButton, Text};

/// Draws it as a row; returns the value that was stepped to. `names` are those of the two buttons.
pub(in crate::ui) fn stepper<T>(
    ui: &mut Ui,
    cx: &Cx<'_>,
    shown: &str,
    names: (&str, &str),
    steps: (Option<T>, Option<T>),
) -> Option<T> {
    let wanted = vec2(ui.available_width(), size::BAR);
    let (row, _) = ui.allocate_exact_size(wanted, Sense::hover());
    let inside = row.shrink2(vec2(space::M, 0.0));
    let builder = UiBuilder::new().max_rect(inside).layout(cx.direction.row());
    ui.new_child(builder)
        .scope(|ui| {
            Text::new(shown, Type::BodyStrong).one_line().show(ui, cx);
            ui.with_layout(cx.direction.row_end(), |ui| {
                let (smaller, larger) = steps;
                let plus = IconButton::new(Icon::Plus, names.1).enabled(larger.is_some());
                let up = plus.show(ui, cx).clicked();
                let minus = IconButton::new(Icon::Minus, names.0).enabled(smaller.is_some());
                let down = minus.show(ui, cx).clicked();
                match (down, up) {
                    (true, _) => smaller,
                    (_, true) => larger,
                    _ => None,
                }
            })
            .inner
        })
        .inner
}
