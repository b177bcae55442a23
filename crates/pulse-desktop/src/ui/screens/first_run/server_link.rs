//! Which server the account lives on: its link, pasted or read from a QR code, and an invite when there is one.

use pulse_client::ServerLink;

use super::{enters, position, problem, server_trouble, step};
use crate::state::{FirstRun, FirstRunStep, QrPurpose, Scanned};
use crate::ui::screens::prelude::*;
use crate::ui::screens::qr_input;

/// Draws the step.
pub(super) fn show(
    ui: &mut Ui,
    cx: &Cx<'_>,
    state: &AppState,
    first_run: &FirstRun,
    memory: &mut UiMemory,
    out: &mut Actions,
) {
    let texts = cx.texts;
    if memory.pages.enter(ui.ctx(), ("server-link", None)) && first_run.invite_asked {
        memory.pages.focus_next("invite");
    }
    let link = first_run.checked_link();
    // Whoever goes on with a word alone is told then what is missing.
    let can_go_on = link.is_ok() || is_begun_name(first_run);
    let mut go_on = false;
    let title = texts.get("first-run-server-title");
    let form = forms::FormStep {
        icon: Icon::Server,
        title: &title,
        back: Some(step(FirstRunStep::Welcome)),
        position: position(first_run, 1),
    };
    form.show(ui, cx, out, |ui, out| {
        forms::form_lead(ui, cx, &texts.get("first-run-server-lead"));

        let mut text = first_run.server_link.clone();
        let (label, hint) = (
            texts.get("first-run-server-link"),
            texts.get("first-run-server-link-hint"),
        );
        let field = Field::new(&label).hint(&hint).code();
        let field = match first_run.invite_asked {
            true => field,
            false => field.focus(),
        };
        let field = field.show(ui, cx, &mut text);
        if field.changed {
            out.push(Action::FirstRun(FirstRunAction::ServerLink(text)));
        }
        go_on |= field.submitted;
        match &link {
            Ok(server) => good(ui, cx, server, is_suggested(state, first_run)),
            Err(_) if is_begun_name(first_run) => {}
            Err(key) => bad(ui, cx, &first_run.server_link, key),
        }
        scan_problem(ui, cx, state);
        problem(ui, cx, first_run);
        server_trouble(ui, cx, first_run, out);
        qr_input::show(ui, cx, QrPurpose::Server, out);

        go_on |= invite(ui, cx, first_run, memory, out);
        ui.add_space(space::S);
        let label = texts.get("first-run-continue");
        go_on |= enters(ui);
        go_on |= forms::form_primary(ui, cx, &label, can_go_on).clicked();
    });
    if go_on && can_go_on {
        out.push(step(FirstRunStep::Name));
    }
}

/// The invite: folded away until somebody has one.
fn invite(
    ui: &mut Ui,
    cx: &Cx<'_>,
    first_run: &FirstRun,
    memory: &mut UiMemory,
    out: &mut Actions,
) -> bool {
    let texts = cx.texts;
    if !first_run.invite_open && first_run.invite.is_empty() {
        if forms::form_link(ui, cx, &texts.get("first-run-server-invite-have")).clicked() {
            memory.pages.focus_next("invite");
            out.push(Action::FirstRun(FirstRunAction::Invite(String::new())));
        }
        return false;
    }
    let mut text = first_run.invite.clone();
    let field = Field::new(&texts.get("first-run-server-invite"))
        .hint(&texts.get("first-run-server-invite-hint"))
        .code()
        .show(ui, cx, &mut text);
    if field.changed {
        out.push(Action::FirstRun(FirstRunAction::Invite(text)));
    }
    if memory.pages.takes_focus("invite") {
        field.response.request_focus();
    }
    field.submitted
}

fn is_suggested(state: &AppState, first_run: &FirstRun) -> bool {
    state.suggested_server.as_ref() == Some(&first_run.server_link)
}

fn good(ui: &mut Ui, cx: &Cx<'_>, server: &ServerLink, is_suggested: bool) {
    let texts = cx.texts;
    let host = texts.with(
        if is_suggested {
            "first-run-server-suggested"
        } else {
            "first-run-server-good"
        },
        &[("host", forms::server_name(server).into())],
    );
    let how = match server.fingerprint {
        Some(_) => texts.get("first-run-server-pinned"),
        None => texts.get("first-run-server-public"),
    };
    forms::notice(ui, cx, Tone::Good, &format!("{host}\n{how}"));
}

/// Says what is wrong with a link, but not while its first letters are typed.
fn bad(ui: &mut Ui, cx: &Cx<'_>, typed: &str, key: &str) {
    if forms::is_begun_link(typed) {
        return;
    }
    forms::notice(ui, cx, Tone::Problem, &cx.texts.get(key));
}

/// Whether this may be the beginning of a server's name: a word alone, or one that the next letters go on from.
fn is_begun_name(first_run: &FirstRun) -> bool {
    let typed = first_run.server_link.trim();
    let is_invite = first_run.checked_link() == Err("error-link-is-invite");
    let word = typed.trim_end_matches(['.', ':']);
    let is_of_name = |letter: char| letter.is_ascii_alphanumeric() || letter == '-';
    !is_invite && !forms::is_begun_link(typed) && word.chars().all(is_of_name)
}

fn scan_problem(ui: &mut Ui, cx: &Cx<'_>, state: &AppState) {
    if let Some(Scanned {
        purpose: QrPurpose::Server,
        result: Err(key),
    }) = &state.scanned
    {
        forms::notice(ui, cx, Tone::Problem, &cx.texts.get(key));
    }
}
