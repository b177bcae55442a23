//! How the connection is, when it is not as it should be. It waits a moment: most losses are over before one reads of them.

use egui::{CornerRadius, Role, Sense, Ui, WidgetInfo, vec2};
use pulse_client::Timestamp;

use crate::icons::Icon;
use crate::state::AppState;
use crate::texts::Value;
use crate::theme::{Type, radius, size, space};
use crate::ui::{Cx, Strip, line, widgets};
use crate::update::ConnectionHealth;

/// How long a loss is kept quiet, in milliseconds.
const QUIET_MS: u64 = 1_000;

/// Since when the connection is not as it should be.
#[derive(Clone, Copy, Debug, Default)]
pub struct BannerMemory {
    since: Option<Timestamp>,
}

/// Draws the banner when there is something to say.
pub(super) fn show(ui: &mut Ui, cx: &Cx<'_>, state: &AppState, memory: &mut BannerMemory) {
    let Some(message) = message(cx, &state.connection) else {
        memory.since = None;
        return;
    };
    let since = *memory.since.get_or_insert(cx.now);
    if !message.is_serious {
        let passed = cx.now.saturating_since(since);
        let quiet = std::time::Duration::from_millis(QUIET_MS);
        if passed < quiet {
            ui.request_repaint_after(quiet - passed);
            return;
        }
    }
    paint(ui, cx, &message);
}

struct Message {
    text: String,
    detail: Option<String>,
    icon: Icon,
    /// Somebody has to do something; it does not pass by itself.
    is_serious: bool,
}

fn message(cx: &Cx<'_>, health: &ConnectionHealth) -> Option<Message> {
    let calm = |key: &str, icon| Message {
        text: cx.texts.get(key).into_owned(),
        detail: None,
        icon,
        is_serious: false,
    };
    let serious = |key: &str| Message {
        is_serious: true,
        ..calm(key, Icon::Warning)
    };
    Some(match health {
        ConnectionHealth::Connected => return None,
        ConnectionHealth::Offline => calm("list-connection-offline", Icon::Offline),
        ConnectionHealth::Connecting => calm("list-connection-connecting", Icon::Connecting),
        ConnectionHealth::Updating => calm("list-connection-updating", Icon::Connecting),
        ConnectionHealth::Waiting { reason } => Message {
            detail: Some(reason.clone()).filter(|reason| !reason.is_empty()),
            ..calm("list-connection-waiting", Icon::Offline)
        },
        ConnectionHealth::Refused { text } => Message {
            detail: Some(text.clone()).filter(|text| !text.is_empty()),
            ..serious("list-connection-refused")
        },
        ConnectionHealth::WrongServerKey => serious("list-connection-wrong-key"),
        ConnectionHealth::Replaced => serious("list-connection-replaced"),
    })
}

fn paint(ui: &mut Ui, cx: &Cx<'_>, message: &Message) {
    let (fill, colour) = if message.is_serious {
        (cx.theme.warning_soft, cx.theme.on_warning_soft)
    } else {
        (cx.theme.hover, cx.theme.text_secondary)
    };
    let width = ui.available_width();
    let text_width = width - 2.0 * (space::M + space::M) - size::ICON - space::S;
    let text = match &message.detail {
        Some(detail) => cx
            .texts
            .with(
                "list-connection-with-reason",
                &[
                    ("what", Value::from(message.text.as_str())),
                    ("reason", Value::from(detail.as_str())),
                ],
            )
            .into_owned(),
        None => message.text.clone(),
    };
    let galley = widgets::galley(ui, &text, Type::Caption, colour, text_width, 3);
    let height = (galley.size().y + 2.0 * space::S).max(size::TARGET);
    let (rect, _) = ui.allocate_exact_size(vec2(width, height + space::S), Sense::hover());
    let card = rect
        .shrink2(vec2(space::M, 0.0))
        .with_max_y(rect.top() + height);
    ui.painter()
        .rect_filled(card, CornerRadius::same(radius::MEDIUM), fill);
    let mut strip = Strip::new(card.shrink2(vec2(space::M, 0.0)), cx.direction);
    let place = strip.leading(size::ICON);
    message
        .icon
        .paint(ui.painter(), place.center(), size::ICON_SMALL, colour);
    strip.leading(space::S);
    line::leading(ui, cx, strip.rest, galley, colour);
    let response = ui.interact(card, ui.scope_id().with("connection"), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Status, true, &text));
    if let Some(detail) = &message.detail {
        widgets::tooltip(&response, cx, detail);
    }
}
