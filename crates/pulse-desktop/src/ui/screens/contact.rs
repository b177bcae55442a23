//! The page of somebody: who they are, how sure that is, and what can be done.

use pulse_client::{AccountId, ContactRow, ContactState, ConversationId, IdentityState, Mute};

use super::prelude::*;
use crate::state::{Overlay, Route};

/// Draws the page.
pub fn show(
    ui: &mut Ui,
    cx: &Cx<'_>,
    state: &AppState,
    account: AccountId,
    memory: &mut UiMemory,
    out: &mut Actions,
) {
    let texts = cx.texts;
    memory.pages.enter(ui.ctx(), ("contact", Some(account)));
    let Some(contact) = state.contact(account) else {
        gone(ui, cx, out);
        return;
    };
    forms::page(ui, cx, &texts.get("contact-title"), out, |ui, out| {
        head(ui, cx, contact, out);
        if let Some(text) = super::conversation::namesake(cx, state, account, contact.state) {
            forms::notice(ui, cx, Tone::Warning, &text);
        }
        identity(ui, cx, contact, out);
        safety(ui, cx, contact, out);
        rename(ui, cx, contact, memory, out);
        super::page_problem(ui, cx, state);
        facts(ui, cx, contact, out);
        quiet(ui, cx, state, contact, out);
        last_resorts(ui, cx, contact, out);
    });
}

/// Somebody who is no contact any more.
pub(super) fn gone(ui: &mut Ui, cx: &Cx<'_>, out: &mut Actions) {
    let texts = cx.texts;
    forms::page(ui, cx, &texts.get("contact-title"), out, |ui, _| {
        let (title, text) = (
            texts.get("contact-gone-title"),
            texts.get("contact-gone-text"),
        );
        forms::empty(ui, cx, Icon::Contact, &title, &text);
    });
}

/// Avatar, names, where we stand, and the way to the conversation.
fn head(ui: &mut Ui, cx: &Cx<'_>, contact: &ContactRow, out: &mut Actions) {
    let texts = cx.texts;
    let their_name = contact
        .their_name
        .as_deref()
        .filter(|name| *name != contact.name)
        .map(|name| texts.with("contact-calls-themselves", &[("name", name.into())]));
    let state = match contact.state {
        ContactState::Added => "contact-state-added",
        ContactState::Requested => "contact-state-requested",
        ContactState::Accepted => "contact-state-accepted",
        ContactState::Blocked => "contact-state-blocked",
    };
    let state = texts.get(state);
    let lines: Vec<&str> = their_name.as_deref().into_iter().chain([&*state]).collect();
    forms::person_head(ui, cx, contact.account, &contact.name, &lines);
    match contact.state {
        ContactState::Requested => {
            if forms::centred_primary(ui, cx, &texts.get("contact-accept"), true).clicked() {
                out.push(Action::Accept(contact.account));
            }
            forms::form_small(ui, cx, &texts.get("contact-accept-text"));
        }
        ContactState::Blocked => {}
        ContactState::Added | ContactState::Accepted => {
            if forms::centred_primary(ui, cx, &texts.get("contact-message"), true).clicked() {
                let conversation = ConversationId::direct(contact.account);
                out.push(Action::OpenConversation(conversation));
            }
        }
    }
}

/// What happened to their devices, until the person has looked at it.
fn identity(ui: &mut Ui, cx: &Cx<'_>, contact: &ContactRow, out: &mut Actions) {
    let texts = cx.texts;
    let (tone, name, answer) = match contact.identity {
        IdentityState::Unchanged => return,
        IdentityState::DevicesChanged => (Tone::Warning, "devices", "contact-identity-fine"),
        IdentityState::Recovered => (Tone::Warning, "recovered", "contact-identity-go-on"),
        IdentityState::Forked => (Tone::Problem, "forked", "contact-identity-go-on"),
    };
    let title = texts.get(&format!("contact-identity-{name}")).into_owned();
    let text = texts
        .get(&format!("contact-identity-{name}-text"))
        .into_owned();
    forms::notice(ui, cx, tone, &format!("{title}\n{text}"));
    if forms::page_secondary(ui, cx, &texts.get(answer)).clicked() {
        out.push(Action::AcceptIdentityChange(contact.account));
    }
}

/// How sure it is that this is them.
fn safety(ui: &mut Ui, cx: &Cx<'_>, contact: &ContactRow, out: &mut Actions) {
    let texts = cx.texts;
    let (icon, name) = match (contact.compared, contact.verified) {
        (true, _) => (Icon::Verified, "verified"),
        (false, true) => (Icon::Link, "by-link"),
        (false, false) => (Icon::Unverified, "unverified"),
    };
    let title = texts.get(&format!("contact-{name}")).into_owned();
    let text = texts.get(&format!("contact-{name}-text")).into_owned();
    forms::card(ui, cx, |ui| {
        let row = forms::Row::new(title).icon(icon).text(text);
        let row = if contact.compared { row.good() } else { row };
        row.show(ui, cx);
        let row = forms::Row::new(texts.get("contact-safety"))
            .icon(Icon::Fingerprint)
            .text(texts.get("contact-safety-text"))
            .leads_on();
        if row.show(ui, cx).clicked() {
            out.push(Action::Go(Route::SafetyNumber(contact.account)));
        }
    });
}

/// Our own name for them.
fn rename(
    ui: &mut Ui,
    cx: &Cx<'_>,
    contact: &ContactRow,
    memory: &mut UiMemory,
    out: &mut Actions,
) {
    let texts = cx.texts;
    let kept = contact.own_name.as_deref().unwrap_or_default();
    let hint = match &contact.their_name {
        Some(name) => texts.with("contact-name-hint", &[("name", name.as_str().into())]),
        None => texts.get("contact-name-hint-none"),
    };
    let name = memory.pages.text("own-name", kept);
    let field = Field::new(&texts.get("contact-name"))
        .hint(&hint)
        .show(ui, cx, name);
    let name = name.trim();
    if name == kept {
        return;
    }
    let save = forms::page_secondary(ui, cx, &texts.get("contact-name-save"));
    if save.clicked() || field.submitted {
        out.push(Action::Rename {
            account: contact.account,
            name: name.to_owned(),
        });
    }
}

/// Their id, whole, for those who want to compare it.
fn facts(ui: &mut Ui, cx: &Cx<'_>, contact: &ContactRow, out: &mut Actions) {
    let texts = cx.texts;
    let id = contact.account.to_string();
    let (label, copy) = (texts.get("contact-id"), texts.get("contact-id-copy"));
    if forms::copyable(ui, cx, &label, &id, &copy) {
        out.push(Action::Copy(id));
    }
}

/// Whether their messages are announced.
fn quiet(ui: &mut Ui, cx: &Cx<'_>, state: &AppState, contact: &ContactRow, out: &mut Actions) {
    if matches!(
        contact.state,
        ContactState::Requested | ContactState::Blocked
    ) {
        return;
    }
    let texts = cx.texts;
    let conversation = ConversationId::direct(contact.account);
    let mute = state.mute_of(conversation);
    let text = match mute {
        None => texts.get("mute-text"),
        Some(Mute::Always) => texts.get("mute-is-always"),
        Some(Mute::Until(end)) => {
            let moment = texts.moment(end, cx.now);
            texts.with("mute-is-until", &[("moment", moment.into())])
        }
    };
    let (icon, title, action) = match mute {
        None => {
            let asks = Action::Open(Overlay::Mute(conversation));
            (Icon::BellOff, "mute-begin", asks)
        }
        Some(_) => (Icon::Bell, "mute-end", Action::Unmute(conversation)),
    };
    forms::card(ui, cx, |ui| {
        let row = forms::Row::new(texts.get(title)).icon(icon).text(text);
        if row.acts().show(ui, cx).clicked() {
            out.push(action);
        }
    });
}

/// Blocking, deleting, removing. All can be undone for some seconds.
fn last_resorts(ui: &mut Ui, cx: &Cx<'_>, contact: &ContactRow, out: &mut Actions) {
    let texts = cx.texts;
    let is_blocked = contact.state == ContactState::Blocked;
    forms::card(ui, cx, |ui| {
        let row = match is_blocked {
            true => forms::Row::new(texts.get("contact-unblock"))
                .icon(Icon::Undo)
                .text(texts.get("contact-unblock-text"))
                .acts(),
            false => forms::Row::new(texts.get("contact-block"))
                .icon(Icon::Block)
                .text(texts.get("contact-block-text"))
                .acts()
                .danger(),
        };
        if row.show(ui, cx).clicked() {
            out.push(match is_blocked {
                true => Action::Unblock(contact.account),
                false => Action::Block(contact.account),
            });
        }
    });
    forms::card(ui, cx, |ui| {
        let row = forms::Row::new(texts.get("contact-delete"))
            .icon(Icon::Delete)
            .text(texts.get("contact-delete-text"))
            .acts()
            .danger();
        if row.show(ui, cx).clicked() {
            out.push(Action::DeleteConversation(ConversationId::direct(
                contact.account,
            )));
        }
        // Whoever still waits for an answer is no contact yet.
        if contact.state == ContactState::Requested {
            return;
        }
        let row = forms::Row::new(texts.get("contact-remove"))
            .icon(Icon::Contact)
            .text(texts.get("contact-remove-text"))
            .acts()
            .danger();
        if row.show(ui, cx).clicked() {
            out.push(Action::RemoveContact(contact.account));
        }
    });
}
