//! A message that was found, and what stands around those.

use std::sync::Arc;

use egui::text::{LayoutJob, TextFormat, TextWrapping};
use egui::{Align, Galley, Id, Rect, Role, Sense, Ui, WidgetInfo, vec2};
use pulse_client::MessageId;

use super::entries::Spot;
use super::{ListMemory, row};
use crate::action::{Action, Actions};
use crate::found::MessageHit;
use crate::rich_text::{self, Alignment};
use crate::state::AppState;
use crate::texts::Value;
use crate::theme::{Type, size, space};
use crate::ui::{Cx, Strip, line, parts};
use crate::update::ChatSummary;

/// A heading, or a sentence in the place of messages.
pub(super) const NOTE_HEIGHT: f32 = 40.0;

/// The way to more of them, which is touched on a phone.
pub(super) const MORE_HEIGHT: f32 = 48.0;

/// The id of a message that was found.
pub(super) fn id(message: MessageId) -> Id {
    Id::unique(("message-hit", *message.as_bytes()))
}

pub(super) fn more_id() -> Id {
    Id::unique("more-message-hits")
}

/// Draws a message that was found.
pub(super) fn show(
    ui: &mut Ui,
    cx: &Cx<'_>,
    state: &AppState,
    memory: &mut ListMemory,
    (hit, chat): (&MessageHit, &ChatSummary),
    tab_stop: bool,
    out: &mut Actions,
) {
    let place = ui.max_rect();
    let response = row::interact(ui, place, memory, Spot::Message(hit.id), tab_stop);
    row::background(ui, cx, place, false, &response);
    let (name, text) = (chat.name.as_str(), hit.line.as_str());
    let values = [("name", Value::from(name)), ("text", text.into())];
    let label = match hit.outgoing {
        true => cx.texts.with("list-hit-own", &values),
        false => cx.texts.with("list-hit", &values),
    };
    response.widget_info(|| WidgetInfo::labeled(Role::ListItem, true, &*label));
    let moment = cx.texts.short_moment(hit.at, cx.now);
    let mut words: Vec<String> = parts::id_beside(state, chat.account).into_iter().collect();
    words.push(moment.clone());
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_description(words.join(", "));
    });
    if ui.is_rect_visible(place) {
        paint(ui, cx, state, (hit, chat), &moment, place);
    }
    if response.clicked() {
        out.push(Action::OpenMessage {
            conversation: hit.conversation,
            message: hit.id,
        });
    }
}

fn paint(
    ui: &Ui,
    cx: &Cx<'_>,
    state: &AppState,
    (hit, chat): (&MessageHit, &ChatSummary),
    moment: &str,
    place: Rect,
) {
    let secondary = cx.theme.text_secondary;
    let mut strip = Strip::new(place.shrink2(vec2(space::L, 0.0)), cx.direction);
    let disc = strip.leading(size::AVATAR).center();
    parts::paint_avatar(ui, cx, disc, size::AVATAR_MEDIUM, &chat.name, chat.account);
    strip.leading(space::M);
    let (upper, lower) = row::halves(strip.rest);

    let mut strip = Strip::new(upper, cx.direction);
    let galley = line::layout(ui, moment, Type::Caption, secondary, upper.width() / 2.0);
    let at = strip.trailing(galley.size().x);
    line::trailing(ui, cx, at, galley, secondary);
    strip.trailing(space::S);
    let beside = parts::id_beside(state, chat.account);
    let beside = beside.map(|id| parts::lay_out_id(ui, cx, &id));
    let room = beside.as_ref().map_or(0.0, |id| id.size().x + space::S);
    let width = strip.rest.width() - room;
    let galley = line::layout(ui, &chat.name, Type::BodyStrong, cx.theme.text, width);
    let name = strip.leading(galley.size().x);
    line::leading(ui, cx, name, galley, cx.theme.text);
    if let Some(id) = beside {
        parts::paint_id(ui, cx, &mut strip, id);
    }

    let mut strip = Strip::new(lower, cx.direction);
    if hit.outgoing {
        let you = cx.texts.get("list-hit-you");
        let width = strip.rest.width() / 2.0;
        let galley = line::layout(ui, &you, Type::Secondary, secondary, width);
        let place = strip.leading(galley.size().x + space::XS);
        line::leading(ui, cx, place, galley, secondary);
    }
    let galley = marked(ui, cx, hit, strip.rest.width());
    line::leading(ui, cx, strip.rest, galley, secondary);
}

/// The line with its words marked.
fn marked(ui: &Ui, cx: &Cx<'_>, hit: &MessageHit, width: f32) -> Arc<Galley> {
    let format = |kind: Type, color| TextFormat {
        font_id: kind.font(),
        color,
        line_height: Some(kind.line_height()),
        valign: Align::Center,
        ..TextFormat::default()
    };
    let plain = format(Type::Secondary, cx.theme.text_secondary);
    let strong = format(Type::Label, cx.theme.text);
    let mut job = LayoutJob {
        wrap: TextWrapping {
            max_width: width.max(0.0),
            max_rows: 1,
            break_anywhere: true,
            overflow_character: Some('…'),
        },
        ..LayoutJob::default()
    };
    let mut at = 0;
    for mark in &hit.marks {
        let before = hit.line.get(at..mark.start).unwrap_or_default();
        let words = hit.line.get(mark.clone()).unwrap_or_default();
        job.append(before, 0.0, plain.clone());
        job.append(words, 0.0, strong.clone());
        at = mark.end;
    }
    job.append(hit.line.get(at..).unwrap_or_default(), 0.0, plain);
    rich_text::lay_out(ui.ctx(), job, Alignment::Leading)
}

/// What stands above messages.
pub(super) fn heading(ui: &mut Ui, cx: &Cx<'_>) {
    let text = cx.texts.get("list-messages");
    words(ui, cx, &text, Role::Heading, Type::CaptionStrong);
}

/// A sentence in the place of messages.
pub(super) fn note(ui: &mut Ui, cx: &Cx<'_>, key: &str) {
    let text = cx.texts.get(key);
    words(ui, cx, &text, Role::Label, Type::Secondary);
}

fn words(ui: &Ui, cx: &Cx<'_>, text: &str, role: Role, kind: Type) {
    let place = ui.max_rect();
    let id = ui.scope_id().with(("found", text));
    let response = ui.interact(place, id, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(role, true, text));
    let place = place.shrink2(vec2(space::L, 0.0));
    line::paint(ui, cx, place, text, kind, cx.theme.text_secondary);
}

/// The way to more messages.
pub(super) fn more(
    ui: &mut Ui,
    cx: &Cx<'_>,
    state: &AppState,
    memory: &mut ListMemory,
    out: &mut Actions,
) {
    let place = ui.max_rect();
    let response = row::interact(ui, place, memory, Spot::More, true);
    row::background(ui, cx, place, false, &response);
    let text = cx.texts.get("list-more-messages");
    parts::describe_button(&response, &text);
    line::paint_centred(ui, place, &text, Type::Label, cx.theme.accent);
    if response.clicked() {
        let hits = state.message_search.hits.iter();
        memory.known = Some(hits.map(|hit| hit.id).collect());
        out.push(Action::MoreMessages);
    }
}

/// The same while they are looked for. Whoever asked with the keyboard keeps it there until they come.
pub(super) fn more_come(ui: &Ui, cx: &Cx<'_>, memory: &mut ListMemory) {
    let place = ui.max_rect();
    let response = row::interact(ui, place, memory, Spot::More, false);
    row::background(ui, cx, place, false, &response);
    let text = cx.texts.get("list-searching");
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &*text));
    let colour = cx.theme.text_secondary;
    line::paint_centred(ui, place, &text, Type::Label, colour);
}
