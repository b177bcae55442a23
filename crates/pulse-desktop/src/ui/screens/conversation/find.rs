//! The bar above the messages in which they are looked for.

use egui::{Id, Key, Modifiers, Rect, Role, Sense, Ui, WidgetInfo, vec2};

use crate::action::{Action, Actions};
use crate::icons::Icon;
use crate::state::{AppState, Find};
use crate::texts::Value;
use crate::theme::{Type, space};
use crate::ui::widgets::SearchField;
use crate::ui::{Cx, Layout, Strip, UiMemory, line, parts};

/// Height of the field in a wide window.
const FIELD_HEIGHT: f32 = 36.0;

/// Room that the field keeps when many words stand beside it.
const FIELD_WIDTH_MIN: f32 = 96.0;

/// In a narrower pane the field has a line of its own.
const ONE_LINE_FROM: f32 = 380.0;

/// What the bar remembers between frames.
#[derive(Debug, Default)]
pub struct FindMemory {
    /// Set to put the keyboard into the field.
    pub focus: bool,
    /// The field as egui calls it, once it was drawn.
    field: Option<Id>,
}

/// Draws it while it is asked for.
pub(super) fn show(
    ui: &mut Ui,
    cx: &Cx<'_>,
    state: &AppState,
    memory: &mut UiMemory,
    out: &mut Actions,
) {
    let memory = &mut memory.find;
    let Some(find) = &state.find else {
        *memory = FindMemory::default();
        return;
    };
    if state.overlay.is_none() {
        keys(ui, memory, out);
    }
    let height = FIELD_HEIGHT.max(cx.target());
    let width = ui.available_width();
    let lines = if width < ONE_LINE_FROM { 2.0 } else { 1.0 };
    let size = vec2(width, lines * (height + space::S) + space::S);
    let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
    ui.painter().hline(
        rect.x_range(),
        rect.bottom() - 0.5,
        cx.theme.separator_stroke(),
    );
    let inner = rect.shrink2(vec2(space::M, space::S));
    let mut upper = Strip::new(inner.with_max_y(inner.top() + height), cx.direction);
    let mut lower = Strip::new(inner.with_min_y(inner.bottom() - height), cx.direction);
    let close = upper.trailing(cx.target());
    let (steps, kept) = match lines > 1.0 {
        true => (&mut lower, 0.0),
        false => (&mut upper, FIELD_WIDTH_MIN),
    };
    let newer = steps.trailing(cx.target());
    let older = steps.trailing(cx.target());
    place(ui, cx, find, steps, kept);
    field(ui, cx, find, memory, upper.rest, height, out);
    for (at, icon, key, is_older) in [
        (older, Icon::Up, "find-older", true),
        (newer, Icon::Down, "find-newer", false),
    ] {
        let response = parts::icon_button_at(ui, cx, at, icon, &cx.texts.get(key));
        if response.clicked() {
            out.push(Action::StepFind { older: is_older });
            // Whoever points goes on typing; whoever came here by Tab goes on pressing.
            memory.focus |= cx.layout == Layout::Wide && !response.has_focus();
        }
    }
    let name = cx.texts.get("find-close");
    if parts::icon_button_at(ui, cx, close, Icon::Close, &name).clicked() {
        out.push(Action::CloseFind);
    }
}

/// Enter and Shift+Enter, taken before the field sees them, which would let go of the keyboard.
fn keys(ui: &Ui, memory: &FindMemory, out: &mut Actions) {
    let is_ours = |id| ui.memory(|egui| egui.has_focus(id));
    if !memory.field.is_some_and(is_ours) {
        return;
    }
    for (modifiers, older) in [(Modifiers::SHIFT, false), (Modifiers::NONE, true)] {
        if ui.input_mut(|input| input.consume_key(modifiers, Key::Enter)) {
            out.push(Action::StepFind { older });
        }
    }
}

fn field(
    ui: &mut Ui,
    cx: &Cx<'_>,
    find: &Find,
    memory: &mut FindMemory,
    place: Rect,
    height: f32,
    out: &mut Actions,
) {
    let mut text = find.text.clone();
    let (name, clear) = (
        cx.texts.get("conversation-find"),
        cx.texts.get("find-clear"),
    );
    let size = vec2(place.width(), height);
    let response = parts::show_at(ui, place, size, "find", |ui| {
        SearchField::new(&mut text, &name, &clear).show(ui, cx)
    });
    memory.field = Some(response.id);
    if std::mem::take(&mut memory.focus) {
        response.request_focus();
    }
    if text != find.text {
        out.push(Action::Find(text));
    }
}

/// Which of how many, beside `kept` points for the field; a screen reader says it as it changes.
fn place(ui: &Ui, cx: &Cx<'_>, find: &Find, strip: &mut Strip, kept: f32) {
    if find.text.trim().is_empty() {
        return;
    }
    let text = if find.running.is_some() && find.places.is_empty() {
        cx.texts.get("list-searching")
    } else if find.failed {
        cx.texts.get("list-search-failed")
    } else if find.places.is_empty() {
        cx.texts.get("list-no-messages-found")
    } else {
        let values = [
            ("place", Value::from(find.at + 1)),
            ("count", Value::from(find.places.len())),
        ];
        match find.has_more {
            true => cx.texts.with("find-place-of-more", &values),
            false => cx.texts.with("find-place", &values),
        }
    };
    let colour = cx.theme.text_secondary;
    let room = (strip.rest.width() - kept - space::M).max(0.0);
    let galley = line::layout(ui, &text, Type::Caption, colour, room);
    strip.trailing(space::XS);
    let at = strip.trailing(galley.size().x);
    strip.trailing(space::S);
    line::trailing(ui, cx, at, galley, colour);
    let response = ui.interact(at, ui.scope_id().with("find-place"), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &*text));
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_live(egui::accesskit::Live::Polite)
    });
}
