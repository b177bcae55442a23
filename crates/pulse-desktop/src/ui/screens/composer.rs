//! Where messages are written.

mod code;
mod completion;

use egui::scroll_area::ScrollBarVisibility;
use egui::text::TextFormat;
use egui::text_edit::TextEditState;
use egui::{
    CornerRadius, Event, EventFilter, Frame, Id, Key, KeyboardShortcut, Margin, Modifiers, Rect,
    Response, ScrollArea, Sense, SurrenderFocusOn, TextBuffer, TextEdit, Ui, UiBuilder, vec2,
};
use pulse_client::limits::TEXT_BYTES_MAX;
use pulse_client::{ContactState, ConversationId, IdentityState};

use crate::action::{Action, Actions};
use crate::icons::Icon;
use crate::rich_text;
use crate::state::{AppState, Overlay, Timeline};
use crate::texts::Value;
use crate::theme::{Type, radius, size, space};
use crate::ui::widgets::{IconButton, TextMenu};
use crate::ui::{Cx, Layout, Strip, UiMemory, line, parts};

pub use completion::CompletionMemory;
pub(crate) use completion::is_open as completes;

/// Lines the field grows to before it scrolls.
const ROWS_MAX: f32 = 8.0;
/// From so many bytes on it is said how much is left: most never write as much.
const COMPOSER_COUNTER_FROM: usize = TEXT_BYTES_MAX - 1024;
/// Between the field's edge and its text.
const PADDING_Y: f32 = 10.0;

/// Keys that do not lead away from the field. Escape closes what lies on top, and whoever pressed it goes on writing.
const KEPT_KEYS: EventFilter = EventFilter {
    tab: false,
    horizontal_arrows: true,
    vertical_arrows: true,
    escape: true,
};

/// The id of the field of a conversation: each has a cursor and an undo history of its own.
pub fn field_id(conversation: ConversationId) -> Id {
    Id::unique(("composer", *conversation.as_bytes()))
}

/// How tall the composer is in a pane this wide.
pub fn height(ui: &Ui, cx: &Cx<'_>, state: &AppState, timeline: &Timeline, width: f32) -> f32 {
    let field = if why_not(cx, state, timeline.conversation).is_some() {
        size::CONTROL
    } else {
        let inner = field_width(cx, width, button_side(cx)) - 2.0 * space::L;
        field_height(ui, state.draft(timeline.conversation), inner)
    };
    field + 2.0 * space::S + counter_height(state.draft(timeline.conversation).len())
}

/// Draws the composer in a place of [`height`].
pub fn show(
    ui: &mut Ui,
    cx: &Cx<'_>,
    state: &AppState,
    timeline: &Timeline,
    bar: Rect,
    memory: &mut UiMemory,
    out: &mut Actions,
) {
    let conversation = timeline.conversation;
    if let Some(reason) = why_not(cx, state, conversation) {
        cannot_write(ui, cx, bar, &reason);
        return;
    }
    let before = state.draft(conversation);
    let mut text = before.to_owned();
    let id = field_id(conversation);
    if let Some((_, inserted)) = (memory.insert.take()).filter(|(of, _)| *of == conversation) {
        insert(ui, id, &mut text, &inserted);
    }
    take_focus(ui, id, conversation, state, memory);
    take_stray_text(ui, id, state);
    let by_key = completion::take_keys(ui, id, &mut text, &mut memory.completion);
    let wants_to_send = takes_send_key(ui, id, state);

    let (top, bar) = bar.split_top_bottom_at_y(bar.top() + counter_height(before.len()));
    let side = button_side(cx);
    let mut strip = Strip::new(bar.shrink2(vec2(margin(cx), space::S)), cx.direction);
    let send = strip.trailing(side);
    strip.trailing(space::S);
    let field = strip.rest;
    field_background(ui, cx, field);
    let mut inner = Strip::new(field, cx.direction);
    let emoji = inner.trailing(side);
    let keeps_keyboard = completion::is_under_pointer(ui, &memory.completion);
    let completes = completion::is_offered(&memory.completion);
    let response = keeping_keyboard(ui, keeps_keyboard, |ui| {
        edit(ui, cx, id, &mut text, inner.rest, state, completes)
    });
    let closed = completion::take_closed(ui, id, &mut text);
    let clicked = if state.overlay.is_none() {
        completion::show(ui, cx, id, &mut text, field, &mut memory.completion)
    } else {
        memory.completion = CompletionMemory::default();
        None
    };
    for emoji in [by_key, closed, clicked].into_iter().flatten() {
        out.push(Action::EmojiUsed(emoji.as_str().to_owned()));
    }
    emoji_button(ui, cx, at_bottom(emoji, side), state, out);
    let can_send = !text.trim().is_empty() && text.len() <= TEXT_BYTES_MAX;
    let sent = send_button(ui, cx, at_bottom(send, side), can_send);
    counter(ui, cx, top, &text);
    if text != before {
        out.push(Action::EditDraft { conversation, text });
    }
    if can_send && (wants_to_send || sent) {
        out.push(Action::SendDraft(conversation));
        memory.timeline.jump_to_end = true;
        response.request_focus();
    }
}

fn button_side(cx: &Cx<'_>) -> f32 {
    cx.target().max(size::CONTROL)
}

fn margin(cx: &Cx<'_>) -> f32 {
    match cx.layout {
        Layout::Wide => space::L,
        Layout::Phone => space::S,
    }
}

/// Buttons stay at the bottom when the field grows.
fn at_bottom(place: Rect, side: f32) -> Rect {
    place.with_min_y(place.bottom() - side)
}

fn field_width(cx: &Cx<'_>, width: f32, target: f32) -> f32 {
    width - 2.0 * margin(cx) - target - space::S - target
}

/// As tall as the text, between one line and [`ROWS_MAX`].
fn field_height(ui: &Ui, text: &str, width: f32) -> f32 {
    let line_height = row_height(ui);
    let galley = ui.fonts_mut(|fonts| {
        fonts.layout(
            text.to_owned(),
            Type::Body.font(),
            egui::Color32::PLACEHOLDER,
            width.max(1.0),
        )
    });
    let rows = galley.rows.len().max(1) as f32;
    (rows.min(ROWS_MAX) * line_height + 2.0 * PADDING_Y).max(size::CONTROL)
}

fn row_height(ui: &Ui) -> f32 {
    let font = Type::Body.font();
    ui.fonts_mut(|fonts| fonts.row_height(&font)) + ui.spacing().extra_text_line_spacing
}

fn field_background(ui: &Ui, cx: &Cx<'_>, field: Rect) {
    ui.painter().rect_filled(
        field,
        CornerRadius::same(radius::BUBBLE + 2),
        cx.theme.field,
    );
}

/// A press elsewhere takes the keyboard from the field, but not one on what belongs to it.
fn keeping_keyboard<R>(ui: &mut Ui, keeps: bool, show: impl FnOnce(&mut Ui) -> R) -> R {
    let set = |ui: &Ui, on| {
        ui.ctx().options_mut(|options| {
            std::mem::replace(&mut options.input_options.surrender_focus_on, on)
        })
    };
    if !keeps {
        return show(ui);
    }
    let before = set(ui, SurrenderFocusOn::Never);
    let shown = show(ui);
    set(ui, before);
    shown
}

fn edit(
    ui: &mut Ui,
    cx: &Cx<'_>,
    id: Id,
    text: &mut String,
    place: Rect,
    state: &AppState,
    completes: bool,
) -> Response {
    let inner = place.shrink2(vec2(space::L, 0.0));
    let name = cx.texts.get("composer-hint");
    // egui would show the first letter a frame late where it draws the hint itself.
    let hint_colour = cx.theme.text_secondary;
    let mut child = ui.new_child(UiBuilder::new().max_rect(inner).id_salt("composer"));
    child.set_clip_rect(place.intersect(ui.clip_rect()));
    let newline = if state.settings.enter_sends {
        KeyboardShortcut::new(Modifiers::SHIFT, Key::Enter)
    } else {
        KeyboardShortcut::new(Modifiers::NONE, Key::Enter)
    };
    let menu = TextMenu::before(ui, id);
    let output = ScrollArea::vertical()
        .id_salt(("composer-scroll", id))
        .scroll_bar_visibility(ScrollBarVisibility::VisibleWhenNeeded)
        .auto_shrink(false)
        .show(&mut child, |ui| {
            let mut layouter = |ui: &Ui, text: &dyn TextBuffer, width: f32| {
                let format = TextFormat::simple(Type::Body.font(), cx.theme.text);
                rich_text::field_galley(ui, text.as_str().to_owned(), format, width)
            };
            let align = rich_text::field_align(text, cx.direction);
            let mut output = TextEdit::multiline(text)
                .id(id)
                .font(Type::Body.font())
                .text_color(cx.theme.text)
                .frame(Frame::NONE.inner_margin(Margin::symmetric(0, PADDING_Y as i8)))
                .desired_width(f32::INFINITY)
                .desired_rows(1)
                .return_key(newline)
                .event_filter(EventFilter {
                    tab: completes,
                    ..KEPT_KEYS
                })
                .align(align)
                .layouter(&mut layouter)
                .show(ui);
            rich_text::mend_pointer(ui, &mut output);
            output.response.response
        });
    let response = output.inner;
    menu.show(ui, cx, &response, &name, text, false);
    if text.is_empty() {
        let first = inner.with_max_y(inner.top() + row_height(ui) + 2.0 * PADDING_Y);
        line::paint(ui, cx, first, &name, Type::Body, hint_colour);
    }
    ui.ctx()
        .accesskit_node_builder(response.id, |node| node.set_label(&*name));
    response
}

/// Why nothing can be written here.
fn why_not(cx: &Cx<'_>, state: &AppState, conversation: ConversationId) -> Option<String> {
    // With a contact without a line in the list too.
    let chat = state.chat_or_contact(conversation)?;
    let name = [("name", Value::from(chat.name.as_str()))];
    let key = match (chat.state, chat.identity) {
        (ContactState::Blocked, _) => "composer-blocked",
        (ContactState::Requested, _) => "composer-request",
        (_, IdentityState::Forked) => "composer-forked",
        _ => return None,
    };
    Some(cx.texts.with(key, &name).into_owned())
}

fn cannot_write(ui: &Ui, cx: &Cx<'_>, bar: Rect, reason: &str) {
    let words = bar.shrink2(vec2(space::L, 0.0));
    line::paint_centred(ui, words, reason, Type::Body, cx.theme.text_secondary);
    let response = ui.interact(bar, ui.scope_id().with("cannot-write"), Sense::hover());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, reason));
}

/// The keyboard comes here when a conversation is opened and whenever the state says so.
fn take_focus(
    ui: &Ui,
    id: Id,
    conversation: ConversationId,
    state: &AppState,
    memory: &mut UiMemory,
) {
    let is_other = memory.composer_of != Some(conversation);
    memory.composer_of = Some(conversation);
    // Whoever chose an emoji or closed a sheet goes on writing.
    let was_covered = std::mem::replace(&mut memory.composer_covered, state.overlay.is_some());
    let uncovered = was_covered && state.overlay.is_none();
    let asked = std::mem::take(&mut memory.focus_composer);
    // A touched screen would bring up a keyboard that nobody asked for.
    let touch = ui.input(|input| input.has_touch_screen());
    let comes = (is_other || uncovered) && state.overlay.is_none() && state.find.is_none();
    if (asked || comes) && !touch {
        ui.memory_mut(|egui| egui.request_focus(id));
    }
}

/// What is typed while nothing has the keyboard is meant for the conversation that is shown.
fn take_stray_text(ui: &Ui, id: Id, state: &AppState) {
    let is_free = ui.memory(|egui| egui.focused().is_none())
        && state.overlay.is_none()
        && !egui::Popup::is_any_open(ui.ctx());
    let is_text = |event: &Event| match event {
        Event::Text(text) | Event::Paste(text) => !text.is_empty(),
        Event::Ime(_) => true,
        _ => false,
    };
    if is_free && ui.input(|input| input.events.iter().any(is_text)) {
        ui.memory_mut(|egui| egui.request_focus(id));
    }
}

/// Takes the key that sends out of the input, so that the field makes no line of it.
fn takes_send_key(ui: &Ui, id: Id, state: &AppState) -> bool {
    if !ui.memory(|egui| egui.has_focus(id)) {
        return false;
    }
    let enter_sends = state.settings.enter_sends;
    let mut found = false;
    ui.input_mut(|input| {
        input.events.retain(|event| {
            let Event::Key {
                key: Key::Enter,
                pressed: true,
                modifiers,
                ..
            } = event
            else {
                return true;
            };
            let sends = modifiers.command || (enter_sends && modifiers.is_none());
            found |= sends;
            !sends
        });
    });
    found
}

/// Puts text where the cursor is, instead of what is selected.
fn insert(ui: &Ui, id: Id, text: &mut String, inserted: &str) {
    let cursor = TextEditState::load(ui.ctx(), id).and_then(|edit| edit.cursor.char_range());
    let letters = text.chars().count();
    let range = cursor.map_or(letters..letters, |range| {
        let range = range.as_sorted_char_range();
        range.start.0..range.end.0
    });
    code::replace(ui, id, text, range, inserted);
}

fn emoji_button(ui: &mut Ui, cx: &Cx<'_>, place: Rect, state: &AppState, out: &mut Actions) {
    let name = cx.texts.get("composer-emoji");
    let response = parts::icon_button_at(ui, cx, place, Icon::Emoji, &name);
    if response.clicked() {
        out.push(match state.overlay {
            Some(Overlay::EmojiPicker) => Action::CloseOverlay,
            _ => Action::Open(Overlay::EmojiPicker),
        });
    }
}

fn send_button(ui: &mut Ui, cx: &Cx<'_>, place: Rect, can_send: bool) -> bool {
    let name = cx.texts.get("composer-send");
    let button = IconButton::new(Icon::Send, &name).enabled(can_send);
    let button = if can_send { button.filled() } else { button };
    parts::show_at(ui, place, egui::Vec2::splat(cx.target()), "send", |ui| {
        button.show(ui, cx).clicked()
    })
}

/// The line above the field that says how much is left, once it matters.
fn counter_height(bytes: usize) -> f32 {
    if bytes < COMPOSER_COUNTER_FROM {
        0.0
    } else {
        Type::Caption.line_height() + space::XS
    }
}

/// How much is left, or how much is too much. Counted in characters, as people do, although the bound is one of bytes.
fn counter(ui: &Ui, cx: &Cx<'_>, place: Rect, text: &str) {
    if place.height() < 1.0 {
        return;
    }
    let surplus = text
        .get(text.floor_char_boundary(TEXT_BYTES_MAX)..)
        .map_or(0, |surplus| surplus.chars().count());
    let is_over = surplus > 0;
    let (key, count) = if is_over {
        ("composer-too-long", surplus)
    } else {
        // As many as would fit of those that were written so far.
        let left = TEXT_BYTES_MAX - text.len();
        let count = left * text.chars().count() / text.len().max(1);
        ("composer-left", count)
    };
    let values = [(
        "count",
        Value::from(u32::try_from(count).unwrap_or(u32::MAX)),
    )];
    let text = cx.texts.with(key, &values);
    let colour = if is_over {
        cx.theme.danger
    } else {
        cx.theme.text_secondary
    };
    let words = place.shrink2(vec2(space::L, 0.0));
    line::paint_centred(ui, words, &text, Type::Caption, colour);
    let response = ui.interact(place, ui.scope_id().with("counter"), Sense::hover());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Status, true, &*text));
}
