//! A link that is not what it seems, before it is opened.

use egui::{Frame, Ui};

use crate::action::{Action, Actions};
use crate::icons::Icon;
use crate::state::oddities;
use crate::theme::{Type, radius, space};
use crate::ui::Cx;
use crate::ui::widgets::{Button, Sheet, Text};

/// Draws the question over everything.
pub fn show(ui: &Ui, cx: &Cx<'_>, link: &str, is_hidden: bool, out: &mut Actions) {
    let title = cx.texts.get("link-title");
    let close = cx.texts.get("overlay-close");
    let response = Sheet::new("link-warning", &title, &close).show(ui, cx, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        Text::new(&why(cx, link, is_hidden), Type::Body)
            .colour(cx.theme.text_secondary)
            .show(ui, cx);
        ui.add_space(space::M);
        Frame::new()
            .fill(cx.theme.well)
            .corner_radius(radius::MEDIUM)
            .inner_margin(space::M)
            .show(ui, |ui| {
                ui.set_width(ui.available_width());
                Text::new(link, Type::Code).rows(6).show(ui, cx);
            });
        ui.add_space(space::L);
        ui.with_layout(cx.direction.row(), |ui| {
            ui.spacing_mut().item_spacing.x = space::S;
            let open = cx.texts.get("link-open");
            if Button::primary(&open)
                .icon(Icon::External)
                .show(ui, cx)
                .clicked()
            {
                out.push(Action::OpenLink(link.to_owned()));
            }
            let copy = cx.texts.get("link-copy");
            if Button::tonal(&copy).icon(Icon::Copy).show(ui, cx).clicked() {
                out.push(Action::Copy(link.to_owned()));
            }
        });
    });
    if response.close {
        out.push(Action::CloseOverlay);
    }
}

/// What is odd about the link. That other words stand in its place deceives most: they may name another site.
fn why(cx: &Cx<'_>, link: &str, is_hidden: bool) -> String {
    let hidden = is_hidden.then_some("link-odd-hidden").into_iter();
    let keys = hidden.chain(oddities(link)).chain(["link-text"]);
    let sentences: Vec<_> = keys.map(|key| cx.texts.get(key)).collect();
    sentences.join(" ")
}
