//! Emoji by name while writing: a colon and two letters list what they mean, above the field.

use egui::{
    Area, CornerRadius, Event, Frame, Id, InputState, Key, LayerId, Margin, Order, Rect, Role,
    Sense, StrokeKind, Ui, Vec2, WidgetInfo, pos2, vec2,
};
use emojis::Emoji;

use super::code::{Code, cursor, replace};
use crate::emoji::{self, EmojiNames};
use crate::fonts;
use crate::theme::{Type, radius, size, space};
use crate::ui::{Cx, Layout, Strip, line};

/// As many as are looked through at a glance.
const OFFERED_MAX: usize = 8;
const WIDTH: f32 = 320.0;
const PADDING: f32 = space::XS;

/// What is offered while somebody writes.
#[derive(Debug, Default)]
pub struct CompletionMemory {
    offer: Option<Offer>,
    /// Where the code begins of which nothing is to be offered any more: Escape was pressed there.
    refused: Option<usize>,
}

/// Emoji for what was written so far of a name.
#[derive(Debug)]
struct Offer {
    code: Code,
    emoji: Vec<&'static Emoji>,
    chosen: usize,
}

/// Whether the list is open, which keeps Escape for itself.
pub(crate) fn is_open(ctx: &egui::Context) -> bool {
    let shown_in: Option<u64> = ctx.data(|data| data.get_temp(mark()));
    // The composer may be gone since.
    shown_in.is_some_and(|pass| pass + 1 >= ctx.cumulative_pass_nr())
}

/// Whether the list was open in the last frame: then Tab takes, instead of going on to the next field.
pub(super) fn is_offered(memory: &CompletionMemory) -> bool {
    memory.offer.is_some()
}

fn mark() -> Id {
    Id::unique("emoji-completion-shown-in")
}

fn layer() -> LayerId {
    LayerId::new(Order::Foreground, area())
}

fn area() -> Id {
    Id::unique("emoji-completion")
}

/// Takes the keys that choose, before the field sees them. Returns the emoji that was taken, which then stands in the text.
pub(super) fn take_keys(
    ui: &Ui,
    id: Id,
    text: &mut String,
    memory: &mut CompletionMemory,
) -> Option<&'static Emoji> {
    let offer = memory.offer.as_mut()?;
    let last = offer.emoji.len().checked_sub(1)?;
    if !ui.memory(|egui| egui.has_focus(id)) || Code::at(text, cursor(ui, id)?)? != offer.code {
        return None;
    }
    let (taken, refused) = ui.input_mut(|input| {
        for _ in 0..presses(input, Key::ArrowDown) {
            offer.chosen = if offer.chosen >= last {
                0
            } else {
                offer.chosen + 1
            };
        }
        for _ in 0..presses(input, Key::ArrowUp) {
            offer.chosen = offer.chosen.checked_sub(1).unwrap_or(last);
        }
        let taken = presses(input, Key::Tab) + presses(input, Key::Enter) > 0;
        (taken, presses(input, Key::Escape) > 0)
    });
    if taken {
        return take(ui, id, text, memory, None);
    }
    if refused {
        memory.refused = Some(offer.code.begin);
        memory.offer = None;
    }
    None
}

/// Takes a key out of the input and says how often it was pressed. With Shift it means something else.
fn presses(input: &mut InputState, wanted: Key) -> usize {
    let before = input.events.len();
    input.events.retain(|event| {
        !matches!(
            event,
            Event::Key { key, pressed: true, modifiers, .. }
                if *key == wanted && modifiers.is_none()
        )
    });
    before - input.events.len()
}

/// Puts an emoji in place of the letters, the chosen one unless another was clicked.
fn take(
    ui: &Ui,
    id: Id,
    text: &mut String,
    memory: &mut CompletionMemory,
    clicked: Option<usize>,
) -> Option<&'static Emoji> {
    let offer = memory.offer.take()?;
    let emoji = *offer.emoji.get(clicked.unwrap_or(offer.chosen))?;
    replace(ui, id, text, offer.code.range(), emoji.as_str());
    Some(emoji)
}

/// A shortcode is whole with its closing colon: the emoji takes its place.
pub(super) fn take_closed(ui: &Ui, id: Id, text: &mut String) -> Option<&'static Emoji> {
    let is_closing = |event: &Event| matches!(event, Event::Text(typed) if typed.ends_with(':'));
    if !ui.input(|input| input.events.iter().any(is_closing)) {
        return None;
    }
    let (range, emoji) = Code::closed_at(text, cursor(ui, id)?)?;
    replace(ui, id, text, range, emoji.as_str());
    Some(emoji)
}

/// Whether the pointer is on the list. The field keeps the keyboard while something there is clicked.
pub(super) fn is_under_pointer(ui: &Ui, memory: &CompletionMemory) -> bool {
    memory.offer.is_some()
        && ui
            .input(|input| input.pointer.interact_pos())
            .is_some_and(|at| ui.ctx().layer_id_at(at) == Some(layer()))
}

/// Looks what there is for what stands before the cursor, and draws it above `field`. Returns the emoji that was clicked, which then
/// stands in the text.
pub(super) fn show(
    ui: &Ui,
    cx: &Cx<'_>,
    id: Id,
    text: &mut String,
    field: Rect,
    memory: &mut CompletionMemory,
) -> Option<&'static Emoji> {
    follow(ui, cx, id, text, memory);
    let offer = memory.offer.as_mut()?;
    let pass = ui.ctx().cumulative_pass_nr();
    ui.ctx().data_mut(|data| data.insert_temp(mark(), pass));
    let clicked = list(ui, cx, id, field, offer)?;
    take(ui, id, text, memory, Some(clicked))
}

/// Keeps the offer with what is written: the same letters keep what was chosen, others begin anew.
fn follow(ui: &Ui, cx: &Cx<'_>, id: Id, text: &str, memory: &mut CompletionMemory) {
    let has_keyboard = ui.memory(|egui| egui.has_focus(id));
    let code = cursor(ui, id)
        .filter(|_| has_keyboard)
        .and_then(|cursor| Code::at(text, cursor));
    let Some(code) = code else {
        *memory = CompletionMemory::default();
        return;
    };
    if memory.refused == Some(code.begin) {
        return;
    }
    memory.refused = None;
    if memory
        .offer
        .as_ref()
        .is_some_and(|offer| offer.code == code)
    {
        return;
    }
    let emoji = emoji::beginning_with(&code.letters, cx.texts.language(), OFFERED_MAX);
    memory.offer = (!emoji.is_empty()).then_some(Offer {
        code,
        emoji,
        chosen: 0,
    });
}

/// Draws the list. Returns which line was clicked.
fn list(ui: &Ui, cx: &Cx<'_>, field_id: Id, field: Rect, offer: &mut Offer) -> Option<usize> {
    let window = ui.ctx().content_rect();
    let height = match cx.layout {
        Layout::Wide => size::CONTROL,
        Layout::Phone => cx.target(),
    };
    let room = field.top() - window.top() - 2.0 * space::S - 2.0 * PADDING;
    let fitting = (room / height).floor().max(1.0) as usize;
    offer.emoji.truncate(fitting);
    offer.chosen = offer.chosen.min(offer.emoji.len().saturating_sub(1));

    let width = WIDTH.min(field.width());
    let size = vec2(width, offer.emoji.len() as f32 * height + 2.0 * PADDING);
    let left = cx.direction.leading_top(field, width).x;
    let corner = pos2(left, field.top() - space::S - size.y);
    let title = cx.texts.get("composer-emoji-found");
    let shown = Area::new(area())
        .order(Order::Foreground)
        .fixed_pos(corner)
        .default_size(size)
        .constrain(false)
        .accessible_name(&*title)
        .role(Role::ListBox)
        .show(ui.ctx(), |ui| {
            Frame::new()
                .fill(cx.theme.raised)
                .corner_radius(radius::LARGE)
                .shadow(cx.theme.shadow_popup)
                .stroke(egui::Stroke::new(1.0, cx.theme.separator))
                .inner_margin(Margin::same(PADDING as i8))
                .show(ui, |ui| {
                    ui.set_width(size.x - 2.0 * PADDING);
                    ui.spacing_mut().item_spacing = Vec2::ZERO;
                    lines(ui, cx, field_id, offer, height)
                })
                .inner
        });
    shown.inner
}

fn lines(ui: &mut Ui, cx: &Cx<'_>, field: Id, offer: &mut Offer, height: f32) -> Option<usize> {
    let names = EmojiNames::of(cx.texts.language());
    let mut clicked = None;
    for (index, emoji) in offer.emoji.iter().enumerate() {
        let width = ui.available_width();
        // The keyboard stays in the field; these are no stops of Tab.
        let (rect, response) = ui.allocate_exact_size(vec2(width, height), Sense::CLICK);
        if response.hovered() && ui.input(|input| input.pointer.is_moving()) {
            offer.chosen = index;
        }
        let is_chosen = index == offer.chosen;
        let name = names.name(emoji);
        response.widget_info(|| WidgetInfo::labeled(Role::ListBoxOption, true, name));
        ui.ctx()
            .accesskit_node_builder(response.id, |node| node.set_selected(is_chosen));
        if is_chosen {
            // A screen reader says what is chosen although the keyboard is in the field.
            let option = response.id.accesskit_id();
            ui.ctx()
                .accesskit_node_builder(field, |node| node.set_active_descendant(option));
        }
        paint(ui, cx, rect, emoji, name, is_chosen);
        if response.clicked() {
            clicked = Some(index);
        }
    }
    clicked
}

fn paint(ui: &Ui, cx: &Cx<'_>, rect: Rect, emoji: &Emoji, name: &str, is_chosen: bool) {
    let corner = CornerRadius::same(radius::MEDIUM);
    if is_chosen {
        ui.painter().rect_filled(rect, corner, cx.theme.accent_soft);
        let stroke = cx.theme.focus_stroke();
        ui.painter()
            .rect_stroke(rect, corner, stroke, StrokeKind::Inside);
    }
    let mut strip = Strip::new(rect.shrink2(vec2(space::S, 0.0)), cx.direction);
    let picture = strip.leading(size::ICON + space::XS);
    ui.painter().text(
        picture.center(),
        egui::Align2::CENTER_CENTER,
        emoji.as_str(),
        fonts::emoji(20.0),
        cx.theme.text,
    );
    strip.leading(space::M);
    line::paint(ui, cx, strip.rest, name, Type::Body, cx.theme.text);
}
