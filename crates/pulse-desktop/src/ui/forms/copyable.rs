//! A long text that people copy or read out: a link, an id.

use egui::{Label, Sense, Ui, vec2};

use crate::theme::{Type, radius, space};
use crate::ui::Cx;
use crate::ui::widgets::Text;

/// Its label, and the text in a box, which can be selected.
pub(in crate::ui) fn copyable(ui: &mut Ui, cx: &Cx<'_>, label: &str, text: &str) {
    let secondary = cx.theme.text_secondary;
    Text::new(label, Type::CaptionStrong)
        .colour(secondary)
        .show(ui, cx);
    egui::Frame::new()
        .fill(cx.theme.field)
        .corner_radius(radius::MEDIUM)
        .inner_margin(vec2(space::M, space::M))
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            // Links and ids are letters of one script: they run from left to right in every language.
            let text = Type::Code.text(text, cx.theme.text);
            ui.add(
                Label::new(text)
                    .selectable(true)
                    .sense(Sense::click())
                    .wrap(),
            );
        });
}
