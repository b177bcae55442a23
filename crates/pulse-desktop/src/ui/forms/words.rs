//! Texts, buttons and notices in the widths and weights of forms and pages.

use egui::{Response, Ui, vec2};

use super::Tone;
use crate::icons::Icon;
use crate::theme::{Type, size, space};
use crate::ui::widgets::{self, Banner, Button, QrCode, Text};
use crate::ui::{Cx, Layout};

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

/// What stands small below something.
pub(in crate::ui) fn page_small(ui: &mut Ui, cx: &Cx<'_>, text: &str) {
    let colour = cx.theme.text_secondary;
    Text::new(text, Type::Caption).colour(colour).show(ui, cx);
}

/// The one thing a page is for: as wide as its words, or as the phone.
pub(in crate::ui) fn page_primary(
    ui: &mut Ui,
    cx: &Cx<'_>,
    text: &str,
    is_enabled: bool,
) -> Response {
    page_button(ui, cx, Button::primary(text).enabled(is_enabled))
}

/// The same in the middle.
pub(in crate::ui) fn centred_primary(
    ui: &mut Ui,
    cx: &Cx<'_>,
    text: &str,
    is_enabled: bool,
) -> Response {
    let button = Button::primary(text).enabled(is_enabled);
    match cx.layout {
        Layout::Phone => button.full_width().show(ui, cx),
        Layout::Wide => {
            let middle = egui::Layout::top_down(egui::Align::Center);
            ui.with_layout(middle, |ui| button.show(ui, cx)).inner
        }
    }
}

/// Another thing that can be done on a page.
pub(in crate::ui) fn page_secondary(ui: &mut Ui, cx: &Cx<'_>, text: &str) -> Response {
    page_button(ui, cx, Button::tonal(text))
}

fn page_button(ui: &mut Ui, cx: &Cx<'_>, button: Button<'_>) -> Response {
    match cx.layout {
        Layout::Phone => button.full_width().show(ui, cx),
        Layout::Wide => widgets::row(ui, cx, |ui| button.show(ui, cx)),
    }
}

/// Two smaller actions with icons: beside each other when there is place for all their words, else one below the other.
/// Returns which was clicked.
pub(in crate::ui) fn two_buttons(
    ui: &mut Ui,
    cx: &Cx<'_>,
    buttons: [(Icon, &str); 2],
) -> Option<usize> {
    let mut clicked = None;
    let width = (ui.available_width() - space::S) * 0.5;
    let fits = buttons.iter().all(|(_, text)| {
        let words = widgets::galley(ui, text, Type::Label, cx.theme.text, f32::INFINITY, 1);
        words.size().x + size::ICON + 3.0 * space::L <= width
    });
    let mut show = |ui: &mut Ui| {
        for (index, (icon, text)) in buttons.into_iter().enumerate() {
            let button = Button::tonal(text).icon(icon).full_width();
            let response = match fits {
                true => {
                    ui.allocate_ui(vec2(width, size::CONTROL), |ui| button.show(ui, cx))
                        .inner
                }
                false => button.show(ui, cx),
            };
            if response.clicked() {
                clicked = Some(index);
            }
        }
    };
    match fits {
        true => widgets::row(ui, cx, |ui| {
            ui.spacing_mut().item_spacing.x = space::S;
            show(ui);
        }),
        false => ui.scope(|ui| show(ui)).inner,
    }
    clicked
}

/// The answers below somebody in a card: at the edge where their name begins.
pub(in crate::ui) fn answers(ui: &mut Ui, cx: &Cx<'_>, contents: impl FnOnce(&mut Ui)) {
    widgets::row(ui, cx, |ui| {
        ui.add_space(space::M);
        ui.spacing_mut().item_spacing.x = space::XS;
        contents(ui);
    });
    ui.add_space(space::S);
}

/// One of several answers in a row. `name` is what a screen reader says, which also says about whom.
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
    let icon = match tone {
        Tone::Quiet | Tone::Info => Icon::Info,
        Tone::Good => Icon::Check,
        Tone::Warning => Icon::Warning,
        Tone::Problem => Icon::Failed,
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
