//! Strangers who wait for an answer.

use super::prelude::*;
use crate::ui::parts;
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
                forms::card(ui, cx, |ui| one(ui, cx, state, request, out))
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
fn one(ui: &mut Ui, cx: &Cx<'_>, state: &AppState, request: &ChatSummary, out: &mut Actions) {
    let texts = cx.texts;
    let asked = request.asked.as_ref();
    let last = request.last.as_ref().map(|last| last.preview.as_str());
    let preview = match asked.map(|asked| asked.first.as_str()).or(last) {
        Some(text) if !text.is_empty() => text.into(),
        _ => texts.get("requests-no-preview"),
    };
    forms::person(ui, cx, state, request.account, &request.name, &preview);
    let called = parts::called(state, request.account, &request.name);
    if let Some(text) = super::conversation::namesake(cx, state, request.account, request.state) {
        egui::Frame::new().inner_margin(space::S).show(ui, |ui| {
            forms::notice(ui, cx, Tone::Warning, &text);
        });
    }
    if let Some(asked) = asked {
        let count = [("count", asked.count.into())];
        let read = forms::Row::new(texts.with("requests-read", &count)).leads_on();
        if read.show(ui, cx).clicked() {
            out.push(Action::OpenConversation(request.id));
        }
    }
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
            let name = [("name", (&*called).into())];
            let name = texts.with(&format!("{key}-name"), &name);
            if forms::answer_button(ui, cx, tone, &texts.get(key), &name).clicked() {
                out.push(action);
            }
        }
    });
}
