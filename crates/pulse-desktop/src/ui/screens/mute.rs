//! How long a conversation is to be muted.

use pulse_client::{ContactState, ConversationId};

use super::prelude::*;
use crate::state::{MuteLength, Overlay};
use crate::texts::Value;
use crate::ui::parts;
use crate::ui::widgets::{Sheet, Text};

/// Draws the choice over everything.
pub fn show(
    ui: &Ui,
    cx: &Cx<'_>,
    state: &AppState,
    conversation: ConversationId,
    out: &mut Actions,
) {
    let Some(chat) = state.chat_or_contact(conversation) else {
        // They went away while it was asked.
        out.push(Action::CloseOverlay);
        return;
    };
    let name = [("name", Value::from(chat.name.as_str()))];
    let title = cx.texts.with("mute-title", &name);
    let close = cx.texts.get("overlay-close");
    let response = Sheet::new("mute", &title, &close).show(ui, cx, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        Text::new(&cx.texts.get("mute-text"), Type::Body)
            .colour(cx.theme.text_secondary)
            .show(ui, cx);
        ui.add_space(space::M);
        forms::card(ui, cx, |ui| {
            for lasts in MuteLength::ALL {
                let row = forms::Row::new(words(cx, lasts)).acts();
                if row.show(ui, cx).clicked() {
                    out.push(Action::Mute {
                        conversation,
                        lasts,
                    });
                }
            }
        });
    });
    if response.close {
        out.push(Action::CloseOverlay);
    }
}

fn words(cx: &Cx<'_>, lasts: MuteLength) -> String {
    let (key, count) = match lasts {
        MuteLength::Hour => ("mute-hours", 1_u32),
        MuteLength::EightHours => ("mute-hours", 8),
        MuteLength::Week => ("mute-weeks", 1),
        MuteLength::Always => return cx.texts.get("mute-always").into_owned(),
    };
    cx.texts
        .with(key, &[("count", Value::from(count))])
        .into_owned()
}

/// The item of a menu that mutes a conversation, or ends that.
pub(super) fn menu_item(
    ui: &mut Ui,
    cx: &Cx<'_>,
    state: &AppState,
    conversation: ConversationId,
    contact: ContactState,
    out: &mut Actions,
) {
    if matches!(contact, ContactState::Requested | ContactState::Blocked) {
        // Nothing is announced of them anyway, or no more than that they ask.
        return;
    }
    if state.is_muted(conversation) {
        if parts::menu_item(ui, cx, Icon::Bell, "mute-end") {
            out.push(Action::Unmute(conversation));
        }
    } else if parts::menu_item(ui, cx, Icon::BellOff, "mute-begin") {
        out.push(Action::Open(Overlay::Mute(conversation)));
    }
}
