//! The frames: a form alone in the window, a step of several, and a page beside the list.

use egui::{Key, ScrollArea, Ui, UiBuilder, pos2, vec2};

use super::{Tone, emblem, words};
use crate::action::{Action, Actions};
use crate::icons::Icon;
use crate::theme::{Type, size, space};
use crate::ui::widgets::{self, Button, IconButton, bar, galley, target};
use crate::ui::{Cx, Layout, Strip};

/// Widest column of a form that has the window for itself: short lines, and buttons that are not beams.
const FORM_WIDTH_MAX: f32 = 420.0;

/// A form that has the window for itself: a column in the middle, which scrolls when it is higher than the window. It begins
/// at the same height whatever it holds, so that nothing moves when a sentence appears below a field.
pub(in crate::ui) fn centred_form(
    ui: &mut Ui,
    cx: &Cx<'_>,
    name: &str,
    contents: impl FnOnce(&mut Ui),
) {
    const ABOVE: f32 = 0.18;
    form(ui, cx, name, ABOVE, contents);
}

/// `above` is the part of the height that stays empty above the form.
fn form(ui: &mut Ui, cx: &Cx<'_>, name: &str, above: f32, contents: impl FnOnce(&mut Ui)) {
    let above = (ui.available_height() * above).round();
    ScrollArea::vertical()
        .id_salt(name)
        .auto_shrink(false)
        .show(ui, |ui| {
            ui.add_space(above.max(space::L));
            column(ui, cx, FORM_WIDTH_MAX, contents);
            ui.add_space(space::XL);
        });
}

/// One of several steps: a way back, where we are, and a form.
pub(in crate::ui) struct FormStep<'a> {
    /// What it is about.
    pub(in crate::ui) icon: Icon,
    /// In a few words.
    pub(in crate::ui) title: &'a str,
    /// What leads back, with Escape too; `None` when there is no way back.
    pub(in crate::ui) back: Option<Action>,
    /// Which of how many, from 1.
    pub(in crate::ui) position: Option<(u32, u32)>,
}

impl FormStep<'_> {
    /// Draws it.
    pub(in crate::ui) fn show(
        self,
        ui: &mut Ui,
        cx: &Cx<'_>,
        out: &mut Actions,
        contents: impl FnOnce(&mut Ui, &mut Actions),
    ) {
        self.bar(ui, cx, out);
        const ABOVE: f32 = 0.06;
        form(ui, cx, self.title, ABOVE, |ui| {
            emblem(ui, cx, self.icon, Tone::Info);
            ui.add_space(space::XS);
            words::form_title(ui, cx, Type::Title, self.title);
            contents(ui, out);
        });
    }

    /// The same with buttons at the lower edge, which stay to be seen however long the contents are. Returns which was clicked.
    pub(in crate::ui) fn show_ending(
        self,
        ui: &mut Ui,
        cx: &Cx<'_>,
        out: &mut Actions,
        ending: &[Ending<'_>],
        contents: impl FnOnce(&mut Ui, &mut Actions),
    ) -> Option<usize> {
        above_ending(ui, cx, FORM_WIDTH_MAX, ending, |ui| {
            self.show(ui, cx, out, contents);
        })
    }

    fn bar(&self, ui: &mut Ui, cx: &Cx<'_>, out: &mut Actions) {
        let (bar, _) =
            ui.allocate_exact_size(vec2(ui.available_width(), size::BAR), egui::Sense::hover());
        if let Some(action) = &self.back {
            let inner = bar.shrink2(vec2(space::S, 0.0));
            let builder = UiBuilder::new().max_rect(inner).layout(cx.direction.row());
            let name = cx.texts.get("page-back");
            let button = IconButton::new(Icon::Back, &name).colour(cx.theme.text);
            let button = ui.scope_builder(builder, |ui| button.show(ui, cx)).inner;
            if button.clicked() || ui.input(|input| input.key_pressed(Key::Escape)) {
                out.push(action.clone());
            }
        }
        if let Some((step, steps)) = self.position {
            dots(ui, cx, bar, step, steps);
        }
    }
}

/// Where we are, as a row of dots; spoken as a sentence.
fn dots(ui: &mut Ui, cx: &Cx<'_>, bar: egui::Rect, step: u32, steps: u32) {
    const DOT: f32 = 6.0;
    const LONG: f32 = 18.0;
    let width = LONG + (DOT + space::S) * steps.saturating_sub(1) as f32;
    let place = egui::Rect::from_center_size(bar.center(), vec2(width, size::TARGET));
    let response = ui.interact(place, ui.scope_id().with("position"), egui::Sense::hover());
    let values = [("step", step.into()), ("steps", steps.into())];
    let label = cx.texts.with("first-run-step", &values).into_owned();
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, &label));
    let mut x = place.left();
    for position in 1..=steps {
        let position = if cx.direction.is_rtl() {
            steps + 1 - position
        } else {
            position
        };
        let (width, colour) = match position == step {
            true => (LONG, cx.theme.accent),
            false => (DOT, cx.theme.outline),
        };
        let min = pos2(x, place.center().y - DOT * 0.5);
        let dot = egui::Rect::from_min_size(min, vec2(width, DOT));
        ui.painter().rect_filled(dot, DOT * 0.5, colour);
        x += width + space::S;
    }
}

/// A page beside the list (or alone on a phone): a bar with its title and the way back, and a column that scrolls.
pub(in crate::ui) fn page(
    ui: &mut Ui,
    cx: &Cx<'_>,
    title: &str,
    out: &mut Actions,
    contents: impl FnOnce(&mut Ui, &mut Actions),
) {
    let heading = bar(ui, cx, |ui| {
        let name = cx.texts.get("page-back");
        let back = IconButton::new(Icon::Back, &name).colour(cx.theme.text);
        if back.show(ui, cx).clicked() {
            out.push(Action::Back);
        }
        widgets::title(ui, cx, title)
    });
    ScrollArea::vertical()
        .id_salt(title)
        .auto_shrink(false)
        .show(ui, |ui| {
            widgets::scroll_keys(ui, &heading);
            ui.add_space(space::S);
            column(ui, cx, size::PAGE_WIDTH_MAX, |ui| contents(ui, out));
            ui.add_space(space::XL);
        });
}

/// The same with buttons at the lower edge, as [`FormStep::show_ending`].
pub(in crate::ui) fn page_ending(
    ui: &mut Ui,
    cx: &Cx<'_>,
    title: &str,
    out: &mut Actions,
    ending: &[Ending<'_>],
    contents: impl FnOnce(&mut Ui, &mut Actions),
) -> Option<usize> {
    above_ending(ui, cx, FORM_WIDTH_MAX, ending, |ui| {
        page(ui, cx, title, out, contents);
    })
}

/// A button at the lower edge. The first one is what the page is for.
#[derive(Clone, Copy)]
pub(in crate::ui) struct Ending<'a> {
    /// Its words.
    pub(in crate::ui) text: &'a str,
    /// Whether it can be used now.
    pub(in crate::ui) enabled: bool,
}

/// Cuts a place for the buttons off the lower edge and draws what is above. The buttons stand beside each other when there is
/// place for all their words.
fn above_ending(
    ui: &mut Ui,
    cx: &Cx<'_>,
    width_max: f32,
    ending: &[Ending<'_>],
    contents: impl FnOnce(&mut Ui),
) -> Option<usize> {
    let place = ui.available_rect_before_wrap();
    let width = (place.width() - 2.0 * margin(cx)).clamp(0.0, width_max);
    let high = size::CONTROL.max(target(cx));
    let gaps = space::S * ending.len().saturating_sub(1) as f32;
    let words = |text: &str| {
        let galley = galley(ui, text, Type::Label, cx.theme.text, f32::INFINITY, 1);
        galley.size().x + 2.0 * space::XL
    };
    let widths: Vec<f32> = ending.iter().map(|it| words(it.text)).collect();
    let others: f32 = widths.iter().skip(1).sum();
    let fits = widths.iter().sum::<f32>() + gaps <= width;
    let rows = if fits { 1 } else { ending.len() };
    let buttons = high * rows as f32 + space::S * rows.saturating_sub(1) as f32;
    let height = if ending.is_empty() {
        0.0
    } else {
        buttons + 2.0 * space::M
    };
    let (above, below) = place.split_top_bottom_at_y(place.bottom() - height);
    let mut upper = ui.new_child(UiBuilder::new().max_rect(above).id_salt("above-ending"));
    // What goes on below the buttons is not seen to; the bar says so.
    let bar = &mut upper.spacing_mut().scroll;
    bar.dormant_handle_opacity = bar.active_handle_opacity;
    bar.floating_width = bar.bar_width;
    upper.shrink_clip_rect(above);
    contents(&mut upper);

    let centre = below.center();
    let inner = egui::Rect::from_center_size(centre, vec2(width, buttons));
    let mut clicked = None;
    let mut strip = Strip::new(inner, cx.direction);
    let mut top = inner.top();
    for (index, (it, wide)) in ending.iter().zip(&widths).enumerate() {
        let place = if fits {
            let wide = if index == 0 {
                width - others - gaps
            } else {
                *wide
            };
            let place = strip.leading(wide);
            strip.leading(space::S);
            place
        } else {
            let place = egui::Rect::from_min_size(pos2(inner.left(), top), vec2(width, high));
            top += high + space::S;
            place
        };
        let button = match index {
            0 => Button::primary(it.text),
            _ => Button::tonal(it.text),
        };
        let builder = UiBuilder::new().max_rect(place).id_salt(("ending", index));
        let mut child = ui.new_child(builder);
        let button = button.full_width().enabled(it.enabled);
        if button.show(&mut child, cx).clicked() {
            clicked = Some(index);
        }
    }
    ui.advance_cursor_after_rect(place);
    clicked
}

/// What stays free at both sides of a column.
fn margin(cx: &Cx<'_>) -> f32 {
    match cx.layout {
        Layout::Wide => space::XL,
        Layout::Phone => space::L,
    }
}

/// A column in the middle with a margin at both sides.
fn column(ui: &mut Ui, cx: &Cx<'_>, width_max: f32, contents: impl FnOnce(&mut Ui)) {
    let area = ui.available_rect_before_wrap();
    let width = (area.width() - 2.0 * margin(cx)).clamp(0.0, width_max);
    let left = (area.center().x - width * 0.5).round();
    let place = egui::Rect::from_min_size(pos2(left, area.top()), vec2(width, f32::INFINITY));
    let builder = UiBuilder::new()
        .max_rect(place)
        .layout(cx.direction.column());
    ui.scope_builder(builder, |ui| {
        ui.set_width(width);
        ui.spacing_mut().item_spacing = vec2(space::S, space::M);
        contents(ui);
    });
}
