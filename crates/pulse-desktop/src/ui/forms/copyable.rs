//! A long text that people copy or read out: a link, an id.

use egui::{Label, Role, Sense, Ui, UiBuilder, WidgetInfo, vec2};

use crate::icons::Icon;
use crate::theme::{Type, radius, size, space};
use crate::ui::Cx;
use crate::ui::widgets::{IconButton, Text, target};

/// Its label, and the text in a box, which can be selected. True when the button named `copy` was clicked.
pub(in crate::ui) fn copyable(
    ui: &mut Ui,
    cx: &Cx<'_>,
    label: &str,
    text: &str,
    copy: &str,
) -> bool {
    Text::new(label, Type::Label).show(ui, cx);
    // Links and ids are letters of one script without spaces: they run from left to right in every language, and break
    // anywhere.
    let width = ui.available_width();
    let button = target(cx);
    let mut job = egui::text::LayoutJob::simple(
        text.to_owned(),
        Type::Code.font(),
        cx.theme.text,
        width - 2.0 * space::M - button,
    );
    job.wrap.break_anywhere = true;
    let galley = ui.ctx().fonts_mut(|fonts| fonts.layout_job(job));
    let height = (galley.size().y + 2.0 * space::M)
        .max(size::CONTROL)
        .max(button);
    let (rect, _) = ui.allocate_exact_size(vec2(width, height), Sense::hover());
    ui.painter()
        .rect_filled(rect, radius::MEDIUM, cx.theme.field);

    let words = cx
        .direction
        .shrink_trailing(rect, button)
        .shrink2(vec2(space::M, 0.0));
    let place = egui::Rect::from_min_size(
        egui::pos2(words.left(), words.center().y - galley.size().y * 0.5),
        galley.size(),
    );
    let response = ui.put(place, Label::new(galley).selectable(true));
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, text));

    let place = cx
        .direction
        .place_trailing(rect, space::XS, vec2(button, button));
    let icon = IconButton::new(Icon::Copy, copy);
    let builder = UiBuilder::new().max_rect(place);
    let is_clicked = ui
        .scope_builder(builder, |ui| icon.show(ui, cx))
        .inner
        .clicked();
    // What was put inside of the box moved the place of what follows.
    ui.advance_cursor_after_rect(rect);
    is_clicked
}
