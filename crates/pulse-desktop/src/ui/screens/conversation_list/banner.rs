//! How the connection is, when it is not as it should be. It waits a moment: most losses are over before one reads of them.

use std::time::Duration;

use egui::{Color32, CornerRadius, Rect, Role, Sense, Ui, UiBuilder, WidgetInfo, vec2};
use pulse_client::Timestamp;
use pulse_client::transport::ConnectError;

use crate::action::{Action, Actions};
use crate::icons::Icon;
use crate::state::AppState;
use crate::texts::Value;
use crate::theme::{Type, radius, size, space};
use crate::ui::{Cx, Direction, Strip, line, widgets};
use crate::update::{ConnectionHealth, Outage};

/// How long a loss is kept quiet, in milliseconds.
const QUIET_MS: u64 = 1_000;

/// The most seconds that are counted down; the client never waits longer of itself.
const COUNTED_MAX: u64 = 60;

/// Since when the connection is not as it should be.
#[derive(Clone, Copy, Debug, Default)]
pub struct BannerMemory {
    since: Option<Timestamp>,
}

/// Draws the banner when there is something to say.
pub(super) fn show(
    ui: &mut Ui,
    cx: &Cx<'_>,
    state: &AppState,
    memory: &mut BannerMemory,
    out: &mut Actions,
) {
    let Some(message) = message(cx, &state.connection) else {
        memory.since = None;
        return;
    };
    let since = *memory.since.get_or_insert(cx.now);
    if !message.is_serious {
        let passed = cx.now.saturating_since(since);
        let quiet = Duration::from_millis(QUIET_MS);
        if passed < quiet {
            ui.request_repaint_after(quiet - passed);
            return;
        }
    }
    paint(ui, cx, &message, out);
}

struct Message {
    text: String,
    /// What the system says of it, for those who look closer.
    detail: Option<String>,
    icon: Icon,
    /// Somebody has to do something; it does not pass by itself.
    is_serious: bool,
    /// Whether trying now makes sense.
    can_try: bool,
    /// Whether it is tried at this moment.
    is_trying: bool,
    retry_at: Option<Timestamp>,
}

fn message(cx: &Cx<'_>, health: &ConnectionHealth) -> Option<Message> {
    let calm = |key: &str, icon| Message {
        text: cx.texts.get(key).into_owned(),
        detail: None,
        icon,
        is_serious: false,
        can_try: false,
        is_trying: false,
        retry_at: None,
    };
    let serious = |key: &str| Message {
        is_serious: true,
        can_try: true,
        ..calm(key, Icon::Warning)
    };
    let because = |key: &str, reason: &str| {
        let what = cx.texts.get(key);
        let values = [("what", Value::from(&*what)), ("reason", reason.into())];
        let text = cx.texts.with("list-connection-with-reason", &values);
        text.into_owned()
    };
    Some(match health {
        ConnectionHealth::Connected => return None,
        ConnectionHealth::ServerFull => Message {
            can_try: false,
            ..serious("list-connection-server-full")
        },
        ConnectionHealth::Offline => calm("list-connection-offline", Icon::Offline),
        ConnectionHealth::Connecting => calm("list-connection-connecting", Icon::Connecting),
        ConnectionHealth::Updating => calm("list-connection-updating", Icon::Connecting),
        ConnectionHealth::Waiting {
            reason,
            retry_at,
            is_trying,
        } => {
            let (key, detail) = reason_key(reason);
            let reason = cx.texts.get(key);
            let values = [("reason", Value::from(&*reason))];
            Message {
                text: cx
                    .texts
                    .with("list-connection-offline-because", &values)
                    .into_owned(),
                detail,
                can_try: true,
                retry_at: *retry_at,
                is_trying: *is_trying,
                ..calm("list-connection-offline", Icon::Offline)
            }
        }
        ConnectionHealth::Refused { text } if !text.is_empty() => Message {
            text: because("list-connection-refused", text),
            ..serious("list-connection-refused")
        },
        ConnectionHealth::Refused { .. } => serious("list-connection-refused"),
        ConnectionHealth::Removed => serious("list-connection-removed"),
        ConnectionHealth::WrongServerKey => serious("list-connection-wrong-key"),
        ConnectionHealth::Replaced => serious("list-connection-replaced"),
    })
}

fn reason_key(reason: &Outage) -> (&'static str, Option<String>) {
    let error = match reason {
        Outage::ServerStops => return ("list-connection-reason-stops", None),
        Outage::ServerBusy => return ("list-connection-reason-busy", None),
        Outage::Lost(error) => error,
    };
    match error {
        ConnectError::WrongFingerprint => ("list-connection-reason-key", None),
        ConnectError::Certificate(what) => {
            ("list-connection-reason-certificate", Some(what.clone()))
        }
        ConnectError::NotPulse => ("list-connection-reason-not-pulse", None),
        ConnectError::UnknownHost => ("list-connection-reason-host", None),
        ConnectError::NoAnswer => ("list-connection-reason-no-answer", None),
        ConnectError::Lost => ("list-connection-reason-lost", None),
        ConnectError::Network(what) => ("list-connection-reason-network", Some(what.clone())),
    }
}

/// When the next attempt is, in seconds, and how long that stays true. `None` when it is now, or unlikely far away: a clock was set.
fn countdown(retry_at: Option<Timestamp>, now: Timestamp) -> Option<(u64, Duration)> {
    let left = retry_at?.saturating_since(now);
    let seconds = left.as_millis().div_ceil(1_000);
    let seconds = u64::try_from(seconds).ok()?;
    (1..=COUNTED_MAX)
        .contains(&seconds)
        .then(|| (seconds, left - Duration::from_secs(seconds - 1)))
}

fn paint(ui: &mut Ui, cx: &Cx<'_>, message: &Message, out: &mut Actions) {
    let (fill, colour) = if message.is_serious {
        (cx.theme.warning_soft, cx.theme.on_warning_soft)
    } else {
        (cx.theme.hover, cx.theme.text_secondary)
    };
    let width = ui.available_width();
    let text_width = width - 2.0 * (space::M + space::M) - size::ICON - space::S;
    let galley = widgets::galley(ui, &message.text, Type::Caption, colour, text_width, 6);
    // The row of the button has room around its words; without it the text stands in the middle.
    let (upper, lower) = if message.can_try {
        (galley.size().y + space::S, size::CONTROL.max(cx.target()))
    } else {
        ((galley.size().y + 2.0 * space::S).max(size::TARGET), 0.0)
    };
    let (rect, _) = ui.allocate_exact_size(vec2(width, upper + lower + space::S), Sense::hover());
    let card = rect
        .shrink2(vec2(space::M, 0.0))
        .with_max_y(rect.bottom() - space::S);
    let middle = card.top() + upper;
    ui.painter()
        .rect_filled(card, CornerRadius::same(radius::MEDIUM), fill);
    let inner = card.shrink2(vec2(space::M, 0.0));
    let mut text_row = inner.with_max_y(middle);
    if message.can_try {
        text_row.min.y += space::S;
    }
    let mut strip = Strip::new(text_row, cx.direction);
    let place = strip.leading(size::ICON);
    message
        .icon
        .paint(ui.painter(), place.center(), size::ICON_SMALL, colour);
    strip.leading(space::S);
    line::leading(ui, cx, strip.rest, galley, colour);
    let response = ui.interact(card, ui.scope_id().with("connection"), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Status, true, &message.text));
    if let Some(detail) = &message.detail {
        widgets::tooltip(&response, cx, detail);
    }
    if message.can_try {
        let mut strip = Strip::new(inner.with_min_y(middle), cx.direction);
        strip.leading(size::ICON + space::S);
        if message.is_trying {
            quietly(ui, cx, strip.rest, "list-connection-trying", colour);
        } else {
            try_again(ui, cx, strip, message.retry_at, colour, out);
        }
    }
}

/// Words beside the message, as a label of their own: they change often and are not read out each time.
fn quietly(ui: &Ui, cx: &Cx<'_>, place: Rect, key: &str, colour: Color32) {
    let text = cx.texts.get(key);
    line::paint(ui, cx, place, &text, Type::Caption, colour);
    let response = ui.interact(place, ui.scope_id().with("retry"), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &*text));
}

/// When it is tried again, and the button that does not wait for that.
fn try_again(
    ui: &mut Ui,
    cx: &Cx<'_>,
    mut strip: Strip,
    retry_at: Option<Timestamp>,
    colour: Color32,
    out: &mut Actions,
) {
    let now = cx.texts.get("list-connection-try-now");
    let galley = line::layout(ui, &now, Type::Label, colour, strip.rest.width());
    // The button's padding reaches to the edge of the card, its word stands below the text's edge.
    let edge = cx.direction.trailing_x(strip.rest);
    let button = strip.trailing(galley.size().x + space::M);
    let button = button.translate(vec2(edge - cx.direction.trailing_x(button), 0.0));
    let button = match cx.direction {
        Direction::LeftToRight => button.with_max_x(button.right() + space::M),
        Direction::RightToLeft => button.with_min_x(button.left() - space::M),
    };
    let clicked = ui
        .scope_builder(UiBuilder::new().max_rect(button), |ui| {
            widgets::Button::plain(&now).show(ui, cx).clicked()
        })
        .inner;
    if clicked {
        out.push(Action::Reconnect);
    }
    let Some((seconds, lasts)) = countdown(retry_at, cx.now) else {
        return;
    };
    // A label of its own: what counts down is not read out each second.
    let text = cx
        .texts
        .with("list-connection-retry", &[("seconds", seconds.into())]);
    let place = strip.rest;
    line::paint(ui, cx, place, &text, Type::Caption, colour);
    let response = ui.interact(place, ui.scope_id().with("retry"), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &*text));
    ui.request_repaint_after(lasts);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_are_counted_up_to_the_whole_and_end() {
        let now = Timestamp::from_millis(50_000);
        let at = |millis| countdown(Some(Timestamp::from_millis(millis)), now);
        let lasts = Duration::from_millis;
        assert_eq!(at(57_600), Some((8, lasts(600))));
        assert_eq!(at(51_000), Some((1, lasts(1_000))));
        assert_eq!(at(50_001), Some((1, lasts(1))));
        assert_eq!((at(50_000), at(40_000), at(5_000_000)), (None, None, None));
        assert_eq!(countdown(None, now), None);
    }
}
