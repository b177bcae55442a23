//! The contacts, to be found by their names: a click opens the conversation.

use egui::{Modifiers, ScrollArea};
use pulse_client::{AccountId, ContactRow, ConversationId};

use crate::texts::Value;
use crate::theme::size;
use crate::ui::parts;
use crate::ui::screens::prelude::*;
use crate::ui::widgets::{ListRow, SearchField, Text};

/// Rows that are seen at once; the half one says that there are more.
const ROWS_SEEN: f32 = 4.5;

/// Draws the search and what it finds, and the heading of the other way. True when a link was put into the search: it goes
/// where links go.
pub(super) fn show(
    ui: &mut Ui,
    cx: &Cx<'_>,
    state: &AppState,
    memory: &mut UiMemory,
    out: &mut Actions,
) -> bool {
    let texts = cx.texts;
    let typed = memory.pages.text("search", "");
    let (hint, clear) = (texts.get("switcher-hint"), texts.get("list-filter-clear"));
    let field = SearchField::new(typed, &hint, &clear)
        .autofocus()
        .show(ui, cx);
    // Nobody is called like an address; what is wrong with it is said below.
    let is_link = typed.contains("://");
    if is_link {
        let link = std::mem::take(typed);
        *memory.pages.text("link", "") = link;
    }
    let typed = memory.pages.text("search", "").clone();
    let found: Vec<&ContactRow> = state.contacts_called(&typed).collect();
    let entered =
        field.lost_focus() && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter));
    let mut chosen = found
        .first()
        .filter(|_| entered && !typed.trim().is_empty())
        .map(|contact| contact.account);
    if entered && chosen.is_none() {
        field.request_focus();
    }
    if found.is_empty() {
        let values = [("filter", Value::from(typed.trim()))];
        let text = texts.with("list-nothing-found", &values);
        let colour = cx.theme.text_secondary;
        Text::new(&text, Type::Body).colour(colour).show(ui, cx);
    } else {
        chosen = list(ui, cx, state, &found).or(chosen);
    }
    if let Some(account) = chosen {
        let conversation = ConversationId::direct(account);
        out.push(Action::OpenConversation(conversation));
    }
    forms::section(ui, cx, &texts.get("add-contact-by-link"));
    is_link
}

/// The rows. Returns who was clicked.
fn list(ui: &mut Ui, cx: &Cx<'_>, state: &AppState, found: &[&ContactRow]) -> Option<AccountId> {
    let mut clicked = None;
    let height = size::AVATAR_MEDIUM + space::L;
    forms::card(ui, cx, |ui| {
        ScrollArea::vertical()
            .id_salt("people")
            .max_height(ROWS_SEEN * height)
            .auto_shrink([false, true])
            .show_rows(ui, height, found.len(), |ui, range| {
                for contact in found.iter().skip(range.start).take(range.len()) {
                    let avatar = forms::avatar(contact.account, &contact.name, size::AVATAR_MEDIUM);
                    let beside = parts::id_beside(state, contact.account);
                    let row = ListRow::new(&contact.name).avatar(avatar, size::AVATAR_MEDIUM);
                    let row = match &beside {
                        Some(id) => row.value(id),
                        None => row,
                    };
                    let response = ui.push_id(contact.account, |ui| row.show(ui, cx)).inner;
                    if response.clicked() {
                        clicked = Some(contact.account);
                    }
                }
            });
    });
    clicked
}
