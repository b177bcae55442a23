//! Everything about one message: when, how far, from which device, protected how.

use egui::{Role, Sense, Ui, WidgetInfo, vec2};
use pulse_client::{HeldReason, MessageId, MessageRow, MessageStatus};

use crate::action::{Action, Actions};
use crate::icons::Icon;
use crate::state::{AppState, refused_message_key};
use crate::texts::Value;
use crate::theme::{Type, size, space};
use crate::ui::widgets::{self, Button, Sheet, Text};
use crate::ui::{Cx, Strip, line, parts};

/// Letters of the message that are shown above its details.
const LETTERS_MAX: usize = 400;

/// Draws the details over everything.
pub fn show(ui: &Ui, cx: &Cx<'_>, state: &AppState, message: MessageId, out: &mut Actions) {
    let row = state
        .timeline
        .as_ref()
        .and_then(|open| Some(open).zip(open.position(message)))
        .and_then(|(open, position)| open.row(position));
    let Some(row) = row else {
        // It went away while it was looked at.
        out.push(Action::CloseOverlay);
        return;
    };
    let title = cx.texts.get("details-title");
    let close = cx.texts.get("overlay-close");
    let response = Sheet::new("message-details", &title, &close).show(ui, cx, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        excerpt(ui, cx, row);
        ui.add_space(space::M);
        lines(ui, cx, state, row);
        actions(ui, cx, row, out);
    });
    if response.close {
        out.push(Action::CloseOverlay);
    }
}

fn excerpt(ui: &mut Ui, cx: &Cx<'_>, row: &MessageRow) {
    let text: String = row.text.chars().take(LETTERS_MAX).collect();
    egui::Frame::new()
        .fill(cx.theme.well)
        .corner_radius(crate::theme::radius::MEDIUM)
        .inner_margin(space::M)
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            Text::new(&text, Type::Body).rows(6).show(ui, cx);
        });
}

fn lines(ui: &mut Ui, cx: &Cx<'_>, state: &AppState, row: &MessageRow) {
    let texts = cx.texts;
    let who = if row.outgoing {
        texts.get("bubble-you").into_owned()
    } else {
        let chat = state.chat(row.conversation);
        chat.map(|chat| chat.name.clone()).unwrap_or_default()
    };
    detail(ui, cx, Icon::Contact, "details-from", &who);
    let sent = texts.moment(row.sent_at, cx.now);
    detail(ui, cx, Icon::Clock, "details-sent", &sent);
    if !row.outgoing {
        let received = texts.moment(row.received_at, cx.now);
        detail(ui, cx, Icon::Inbox, "details-received", &received);
    }
    let held = state.timeline.as_ref().and_then(|open| open.held);
    let status = texts.get(parts::held_status_key(row.status, held));
    let mark = match row.status {
        MessageStatus::Failed(_) => Icon::Failed,
        MessageStatus::Pending => Icon::Clock,
        _ => Icon::CheckDouble,
    };
    detail(ui, cx, mark, "details-status", &status);
    if let Some(reason) = reason(cx, row.status, held) {
        detail(ui, cx, Icon::Warning, "details-reason", &reason);
    }
    let device = row.sender_device.get().to_string();
    detail(ui, cx, Icon::Device, "details-device", &device);
    let trust = state
        .chat(row.conversation)
        .map(|chat| (chat.compared, chat.verified));
    let key = match trust {
        Some((true, _)) => "details-verified",
        Some((false, true)) => "details-by-link",
        _ => "details-not-verified",
    };
    detail(ui, cx, Icon::Lock, "details-protection", &texts.get(key));
    detail(ui, cx, Icon::Hash, "details-id", &row.id.to_string());
}

/// Why it waits, or was not sent, and what to do, when that is known.
fn reason(cx: &Cx<'_>, status: MessageStatus, held: Option<HeldReason>) -> Option<String> {
    let code = match (status, held) {
        (MessageStatus::Failed(code @ 1..), _) => code,
        (MessageStatus::Pending, Some(HeldReason::Unanswered)) => {
            return Some(cx.texts.get("details-held-unanswered").into_owned());
        }
        (MessageStatus::Pending, Some(HeldReason::Forked)) => {
            return Some(cx.texts.get("details-held-forked").into_owned());
        }
        (MessageStatus::Pending, Some(HeldReason::OwnForked)) => {
            return Some(cx.texts.get("details-held-own-forked").into_owned());
        }
        (MessageStatus::Pending, Some(HeldReason::Removed)) => {
            return Some(cx.texts.get("details-held-removed").into_owned());
        }
        _ => return None,
    };
    let why = cx.texts.get(refused_message_key(code));
    let values = [("why", Value::from(&*why)), ("code", Value::from(code))];
    Some(cx.texts.with("details-failed", &values).into_owned())
}

fn detail(ui: &mut Ui, cx: &Cx<'_>, icon: Icon, label: &str, value: &str) {
    let label = cx.texts.get(label);
    let width = ui.available_width();
    let label_width = (width * 0.36).min(144.0);
    let text_width = width - size::ICON - space::M - label_width - space::S;
    let galley = widgets::galley(ui, value, Type::Body, cx.theme.text, text_width, 8);
    let height = galley.size().y.max(20.0) + space::M;
    let (rect, response) = ui.allocate_exact_size(vec2(width, height), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, format!("{label}: {value}")));
    let mut strip = Strip::new(rect, cx.direction);
    let place = strip.leading(size::ICON);
    icon.paint(ui.painter(), place.center(), 18.0, cx.theme.text_secondary);
    strip.leading(space::M);
    let place = strip.leading(label_width);
    line::paint(ui, cx, place, &label, Type::Body, cx.theme.text_secondary);
    strip.leading(space::S);
    let at = cx.direction.place_leading(strip.rest, 0.0, galley.size());
    ui.painter().galley(at.min, galley, cx.theme.text);
}

fn actions(ui: &mut Ui, cx: &Cx<'_>, row: &MessageRow, out: &mut Actions) {
    ui.add_space(space::L);
    ui.with_layout(cx.direction.row(), |ui| {
        ui.spacing_mut().item_spacing.x = space::S;
        let copy = cx.texts.get("bubble-copy");
        if Button::tonal(&copy).icon(Icon::Copy).show(ui, cx).clicked() {
            out.push(Action::Copy(row.text.clone()));
        }
        let retry = cx.texts.get("bubble-retry");
        if matches!(row.status, MessageStatus::Failed(_))
            && Button::tonal(&retry)
                .icon(Icon::Retry)
                .show(ui, cx)
                .clicked()
        {
            out.push(Action::RetryMessage(row.id));
            out.push(Action::CloseOverlay);
        }
        let delete = cx.texts.get("bubble-delete");
        if Button::danger_plain(&delete)
            .icon(Icon::Delete)
            .show(ui, cx)
            .clicked()
        {
            out.push(Action::CloseOverlay);
            out.push(Action::DeleteMessage(row.id));
        }
    });
}
