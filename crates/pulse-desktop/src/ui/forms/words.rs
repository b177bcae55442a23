//! Texts, buttons and notices in the widths and weights of forms and pages.

use egui::{Response, Ui};

use super::Tone;
use crate::icons::Icon;
use crate::theme::{Type, space};
use crate::ui::Cx;
use crate::ui::widgets::{self, Banner, Button, QrCode, Text};

/// The title of a form, in the middle.
pub(in crate::ui) fn form_title(ui: &mut Ui, cx: &Cx<'_>, kind: Type, text: &str) {
    Text::new(text, kind).centred().heading().show(ui, cx);
}

/// What a form is about, in the middle.
pub(in crate::ui) fn form_lead(ui: &mut Ui, cx: &Cx<'_>, text: &str) {
    let colour = cx.theme.text_secondary;
    Text::new(text, Type::Body)
        .colour(colour)
        .centred()
        .show(ui, cx);
    ui.add_space(space::XS);
}

/// What stands small below something, in the middle.
pub(in crate::ui) fn form_small(ui: &mut Ui, cx: &Cx<'_>, text: &str) {
    let colour = cx.theme.text_secondary;
    Text::new(text, Type::Caption)
        .colour(colour)
        .centred()
        .show(ui, cx);
}

/// What a page is about.
pub(in crate::ui) fn page_lead(ui: &mut Ui, cx: &Cx<'_>, text: &str) {
    let colour = cx.theme.text_secondary;
    Text::new(text, Type::Body).colour(colour).show(ui, cx);
}

/// The one thing a form is for.
pub(in crate::ui) fn form_primary(
    ui: &mut Ui,
    cx: &Cx<'_>,
    text: &str,
    is_enabled: bool,
) -> Response {
    Button::primary(text)
        .full_width()
        .enabled(is_enabled)
        .show(ui, cx)
}

/// Another thing that can be done here.
pub(in crate::ui) fn form_secondary(ui: &mut Ui, cx: &Cx<'_>, text: &str) -> Response {
    Button::tonal(text).full_width().show(ui, cx)
}

/// Something by the way, in the middle.
pub(in crate::ui) fn form_link(ui: &mut Ui, cx: &Cx<'_>, text: &str) -> Response {
    let row = egui::Layout::top_down(egui::Align::Center);
    ui.with_layout(row, |ui| Button::plain(text).show(ui, cx))
        .inner
}

/// A smaller action with an icon.
pub(in crate::ui) fn tonal_button(ui: &mut Ui, cx: &Cx<'_>, icon: Icon, text: &str) -> Response {
    Button::tonal(text).icon(icon).show(ui, cx)
}

/// One of several answers. `name` is what a screen reader says, which also says about whom.
pub(in crate::ui) fn answer_button(
    ui: &mut Ui,
    cx: &Cx<'_>,
    tone: Tone,
    text: &str,
    name: &str,
) -> Response {
    let button = match tone {
        Tone::Good => Button::primary(text),
        Tone::Problem => Button::danger_plain(text),
        _ => Button::plain(text),
    };
    let response = button.show(ui, cx);
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, ui.is_enabled(), name));
    response
}

/// A sentence that is meant to be seen.
pub(in crate::ui) fn notice(ui: &mut Ui, cx: &Cx<'_>, tone: Tone, text: &str) {
    let (tone, icon) = match tone {
        Tone::Quiet | Tone::Info => (widgets::Tone::Info, Icon::Info),
        Tone::Good => (widgets::Tone::Success, Icon::Check),
        Tone::Warning => (widgets::Tone::Warning, Icon::Warning),
        Tone::Problem => (widgets::Tone::Danger, Icon::Failed),
    };
    Banner::new(tone, text).icon(icon).show(ui, cx);
}

/// A page with nothing on it, and why.
pub(in crate::ui) fn empty(ui: &mut Ui, cx: &Cx<'_>, icon: Icon, title: &str, text: &str) {
    ui.add_space(space::XXL * 2.0);
    super::emblem(ui, cx, icon, Tone::Info);
    form_title(ui, cx, Type::Headline, title);
    form_lead(ui, cx, text);
}

/// How far something is; `None` when that cannot be said.
pub(in crate::ui) fn progress(ui: &mut Ui, cx: &Cx<'_>, fraction: Option<f32>, text: &str) {
    match fraction {
        Some(fraction) => {
            widgets::progress_bar(ui, cx, fraction, text);
        }
        None => {
            let middle = egui::Layout::top_down(egui::Align::Center);
            ui.with_layout(middle, |ui| widgets::spinner(ui, cx, text));
        }
    }
    form_small(ui, cx, text);
}

/// A code to be read by a camera, in the middle.
pub(in crate::ui) fn qr_code(ui: &mut Ui, cx: &Cx<'_>, content: &[u8], name: &str) {
    let middle = egui::Layout::top_down(egui::Align::Center);
    ui.with_layout(middle, |ui| QrCode::of_bytes(content, name).show(ui, cx));
}
