//! Strangers who wait for an answer.

use super::prelude::*;
use crate::update::ChatSummary;

/// Draws the page.
pub fn show(ui: &mut Ui, cx: &Cx<'_>, state: &AppState, memory: &mut UiMemory, out: &mut Actions) {
    let texts = cx.texts;
    memory.pages.enter(ui.ctx(), ("requests", None));
    forms::page(ui, cx, &texts.get("requests-title"), out, |ui, out| {
        if state.chats.requests().next().is_none() {
            let (title, text) = (
                texts.get("requests-empty-title"),
                texts.get("requests-empty-text"),
            );
            forms::empty(ui, cx, Icon::Request, &title, &text);
            return;
        }
        forms::page_lead(ui, cx, &texts.get("requests-lead"));
        for request in state.chats.requests() {
            ui.push_id(request.id, |ui| {
                forms::card(ui, cx, |ui| one(ui, cx, request, out))
            });
        }
        for key in [
            "requests-accept-means",
            "requests-block-means",
            "requests-delete-means",
        ] {
            forms::page_small(ui, cx, &texts.get(key));
        }
    });
}

/// One stranger: who they say they are, what they wrote first, and the three answers.
fn one(ui: &mut Ui, cx: &Cx<'_>, request: &ChatSummary, out: &mut Actions) {
    let texts = cx.texts;
    let preview = match &request.last {
        Some(last) if !last.preview.is_empty() => last.preview.as_str().into(),
        _ => texts.get("requests-no-preview"),
    };
    forms::person(ui, cx, request.account, &request.name, &preview);
    let answers = [
        (
            Tone::Good,
            "requests-accept",
            Action::Accept(request.account),
        ),
        (
            Tone::Problem,
            "requests-block",
            Action::Block(request.account),
        ),
        (
            Tone::Quiet,
            "requests-delete",
            Action::DeleteConversation(request.id),
        ),
    ];
    forms::answers(ui, cx, |ui| {
        for (tone, key, action) in answers {
            let name = texts.with(
                &format!("{key}-name"),
                &[("name", request.name.as_str().into())],
            );
            if forms::answer_button(ui, cx, tone, &texts.get(key), &name).clicked() {
                out.push(action);
            }
        }
    });
}
