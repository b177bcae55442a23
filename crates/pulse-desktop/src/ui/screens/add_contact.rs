//! A new conversation: with somebody who is a contact, or with somebody who is added by their link; and the question whether
//! to follow a link that came from outside.

mod people;

use pulse_client::{AccountSummary, ContactLink, LinkError};

use super::prelude::*;
use super::qr_input;
use crate::state::{QrPurpose, Route, Scanned, of_contact_link};

/// What can be said about a typed link before anybody is asked.
enum Judgement {
    /// Nothing was typed, or only the beginning.
    Nothing,
    /// Not a contact link.
    Wrong(LinkError),
    /// One's own.
    Own,
    /// Of an account on another server.
    OtherServer(ContactLink),
    /// Somebody who is there already.
    Known(ContactLink),
    /// Somebody new.
    Good(ContactLink),
}

/// Draws the page.
pub fn show(ui: &mut Ui, cx: &Cx<'_>, state: &AppState, memory: &mut UiMemory, out: &mut Actions) {
    let texts = cx.texts;
    memory.pages.enter(ui.ctx(), ("add-contact", None));
    if let Some(Scanned {
        purpose: QrPurpose::Contact,
        result: Ok(text),
    }) = &state.scanned
    {
        *memory.pages.text("link", "") = text.clone();
        out.push(Action::ScanTaken);
    }
    let has_people = state.contacts_called("").next().is_some();
    let title = texts.get("list-new-conversation");
    forms::page(ui, cx, &title, out, |ui, out| {
        let pasted = has_people && people::show(ui, cx, state, memory, out);
        forms::page_lead(ui, cx, &texts.get("add-contact-lead"));
        let link = memory.pages.text("link", "");
        let (label, hint) = (
            texts.get("add-contact-link"),
            texts.get("add-contact-link-hint"),
        );
        let mut field = Field::new(&label).hint(&hint).code();
        if !has_people {
            field = field.focus();
        }
        let field = field.show(ui, cx, link);
        if pasted || memory.pages.takes_focus("link") {
            field.response.request_focus();
        }
        let link = memory.pages.text("link", "").trim().to_owned();
        let judgement = judge(state, &link);
        say(ui, cx, state, &judgement, out);
        if let Some(Scanned {
            purpose: QrPurpose::Contact,
            result: Err(key),
        }) = &state.scanned
        {
            forms::notice(ui, cx, Tone::Problem, &texts.get(key));
        }
        qr_input::show(ui, cx, QrPurpose::Contact, out);

        let name = memory.pages.text("name", "");
        let name_field = Field::new(&texts.get("add-contact-name"))
            .hint(&texts.get("add-contact-name-hint"))
            .show(ui, cx, name);
        let name = name.trim().to_owned();
        super::page_problem(ui, cx, state);

        ui.add_space(space::S);
        let is_good = matches!(judgement, Judgement::Good(_));
        let label = texts.get("add-contact-add");
        let clicked = forms::page_primary(ui, cx, &label, is_good).clicked();
        if is_good && (clicked || field.submitted || name_field.submitted) {
            out.push(Action::AddContact { link, name });
        }
        forms::page_small(ui, cx, &texts.get("add-contact-next"));
        ui.add_space(space::L);
        own_link(ui, cx, out);
    });
}

/// The own link is one click away: often it is easier the other way round.
fn own_link(ui: &mut Ui, cx: &Cx<'_>, out: &mut Actions) {
    let texts = cx.texts;
    forms::card(ui, cx, |ui| {
        let row = forms::Row::new(texts.get("add-contact-your-link"))
            .icon(Icon::QrCode)
            .text(texts.get("add-contact-your-link-text"))
            .leads_on();
        if row.show(ui, cx).clicked() {
            out.push(Action::Go(Route::MyLink));
        }
    });
}

fn judge(state: &AppState, typed: &str) -> Judgement {
    if forms::is_begun_link(typed) {
        return Judgement::Nothing;
    }
    match typed.parse::<ContactLink>() {
        Err(error) => Judgement::Wrong(error),
        Ok(link) => judge_link(state, link),
    }
}

fn judge_link(state: &AppState, link: ContactLink) -> Judgement {
    let own = state.account.as_ref();
    if own.is_some_and(|own| own.account == link.account) {
        Judgement::Own
    } else if own.is_some_and(|own| !is_same_server(own, &link)) {
        Judgement::OtherServer(link)
    } else if state.contact(link.account).is_some() && !state.is_removed(link.account) {
        Judgement::Known(link)
    } else {
        Judgement::Good(link)
    }
}

fn is_same_server(own: &AccountSummary, link: &ContactLink) -> bool {
    own.server.host == link.server.host && own.server.port == link.server.port
}

fn say(ui: &mut Ui, cx: &Cx<'_>, state: &AppState, judgement: &Judgement, out: &mut Actions) {
    let texts = cx.texts;
    match judgement {
        Judgement::Nothing => {}
        Judgement::Wrong(error) => {
            forms::notice(ui, cx, Tone::Problem, &texts.get(of_contact_link(*error)));
        }
        Judgement::Own => {
            forms::notice(ui, cx, Tone::Problem, &texts.get("add-contact-own"));
        }
        Judgement::OtherServer(link) => {
            let theirs = forms::server_name(&link.server);
            let ours = state.account.as_ref();
            let ours = ours.map(|own| forms::server_name(&own.server));
            let values = [
                ("theirs", theirs.into()),
                ("ours", ours.unwrap_or_default().into()),
            ];
            let text = texts.with("add-contact-other-server", &values);
            forms::notice(ui, cx, Tone::Problem, &text);
        }
        Judgement::Known(link) => {
            forms::notice(ui, cx, Tone::Info, &texts.get("add-contact-known"));
            let open = forms::page_secondary(ui, cx, &texts.get("add-contact-open"));
            if open.clicked() {
                out.push(Action::OpenConversation(
                    pulse_client::ConversationId::direct(link.account),
                ));
            }
        }
        Judgement::Good(link) => {
            let id = forms::short_id(link.account);
            let text = texts.with("add-contact-good", &[("id", id.into())]);
            forms::notice(ui, cx, Tone::Good, &text);
        }
    }
}

/// Draws the question about a link that was opened outside of Pulse. Nothing is added without an answer.
pub fn show_pending(
    ui: &mut Ui,
    cx: &Cx<'_>,
    state: &AppState,
    memory: &mut UiMemory,
    out: &mut Actions,
) {
    let Some(typed) = &state.pending_link else {
        return;
    };
    let texts = cx.texts;
    memory.pages.enter(ui.ctx(), ("pending-link", None));
    let judgement = match judge(state, typed) {
        // What is only begun was cut off on its way here.
        Judgement::Nothing => Judgement::Wrong(LinkError::Shape),
        judgement => judgement,
    };
    let title = texts.get(match judgement {
        Judgement::Good(_) => "add-contact-pending-title",
        Judgement::Known(_) => "add-contact-link",
        _ => "add-contact-pending-unusable",
    });
    forms::page(ui, cx, &title, out, |ui, out| {
        match &judgement {
            Judgement::Good(link) => ask(ui, cx, state, typed, link, memory, out),
            Judgement::Wrong(LinkError::IsServer) => server_is_there(ui, cx, state),
            judgement => say(ui, cx, state, judgement, out),
        }
        if !matches!(judgement, Judgement::Good(_) | Judgement::Known(_)) {
            ui.add_space(space::S);
            let another = texts.get("add-contact-pending-another");
            if forms::page_primary(ui, cx, &another, true).clicked() {
                memory.pages.focus_next("link");
                out.push(Action::Go(Route::AddContact));
            }
        }
        let not = texts.get("add-contact-pending-not");
        if forms::page_secondary(ui, cx, &not).clicked() {
            out.push(Action::DismissPendingLink);
        }
    });
}

/// Who would be added, and under which name.
fn ask(
    ui: &mut Ui,
    cx: &Cx<'_>,
    state: &AppState,
    typed: &str,
    link: &ContactLink,
    memory: &mut UiMemory,
    out: &mut Actions,
) {
    let texts = cx.texts;
    forms::page_lead(ui, cx, &texts.get("add-contact-pending-text"));
    let facts = [
        texts.with(
            "add-contact-pending-server",
            &[("host", forms::server_name(&link.server).into())],
        ),
        texts.with(
            "add-contact-pending-id",
            &[("id", forms::short_id(link.account).into())],
        ),
    ];
    forms::notice(ui, cx, Tone::Info, &facts.join("\n"));
    let name = memory.pages.text("name", "");
    let field = Field::new(&texts.get("add-contact-name"))
        .hint(&texts.get("add-contact-name-hint"))
        .focus()
        .show(ui, cx, name);
    forms::page_small(ui, cx, &texts.get("add-contact-next"));
    super::page_problem(ui, cx, state);
    ui.add_space(space::S);
    let label = texts.get("add-contact-add");
    let clicked = forms::page_primary(ui, cx, &label, true).clicked();
    if clicked || field.submitted {
        let name = name.trim().to_owned();
        let link = typed.to_owned();
        out.push(Action::AddContact { link, name });
    }
}

/// The link of a server makes an account, and there is one.
fn server_is_there(ui: &mut Ui, cx: &Cx<'_>, state: &AppState) {
    let ours = state.account.as_ref();
    let host = ours.map(|own| forms::server_name(&own.server));
    let values = [("host", host.unwrap_or_default().into())];
    let text = cx.texts.with("add-contact-pending-is-server", &values);
    forms::notice(ui, cx, Tone::Info, &text);
}
