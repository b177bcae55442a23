//! Things beside each other, from the leading or the trailing side. Unlike `ui.horizontal` they turn around with the
//! language.

use egui::{Layout, Ui, vec2};

use super::target;
use crate::ui::Cx;

/// Things beside each other from the leading side, as high as the highest.
pub fn row<R>(ui: &mut Ui, cx: &Cx<'_>, content: impl FnOnce(&mut Ui) -> R) -> R {
    with(ui, cx, cx.direction.row(), content)
}

/// Things beside each other from the trailing side, the last one first: the buttons at the end of a sheet.
pub fn row_end<R>(ui: &mut Ui, cx: &Cx<'_>, content: impl FnOnce(&mut Ui) -> R) -> R {
    with(ui, cx, cx.direction.row_end(), content)
}

fn with<R>(ui: &mut Ui, cx: &Cx<'_>, layout: Layout, content: impl FnOnce(&mut Ui) -> R) -> R {
    let size = vec2(ui.available_size_before_wrap().x, target(cx));
    ui.allocate_ui_with_layout(size, layout, content).inner
}
