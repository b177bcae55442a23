//! The recovery phrase of those who have not written it down yet. It is shown when it is asked for, not before.

use crate::ui::screens::prelude::*;

/// Draws the page.
pub(super) fn show(
    ui: &mut Ui,
    cx: &Cx<'_>,
    state: &AppState,
    memory: &mut UiMemory,
    out: &mut Actions,
) {
    let texts = cx.texts;
    memory.pages.enter(ui.ctx(), ("recovery-phrase", None));
    let title = texts.get("settings-profile-phrase");
    let is_confirmed = match &state.account {
        Some(account) => account.phrase_confirmed,
        None => return,
    };
    let (written, reveal) = (
        texts.get("first-run-phrase-written"),
        texts.get("settings-profile-phrase-show"),
    );
    let button = |text| forms::Ending {
        text,
        enabled: true,
    };
    let ending = match (&state.phrase, is_confirmed) {
        (Some(_), _) => vec![button(&written)],
        (None, false) => vec![button(&reveal)],
        (None, true) => Vec::new(),
    };
    let clicked = forms::page_ending(ui, cx, &title, out, &ending, |ui, _| {
        if let Some(phrase) = &state.phrase {
            forms::word_grid(ui, cx, phrase.0.split_whitespace());
            forms::notice(ui, cx, Tone::Info, &texts.get("first-run-phrase-paper"));
        } else if is_confirmed {
            let text = texts.get("settings-profile-phrase-done");
            forms::notice(ui, cx, Tone::Good, &text);
        } else {
            forms::page_lead(ui, cx, &texts.get("settings-profile-phrase-open"));
            forms::notice(ui, cx, Tone::Warning, &texts.get("settings-phrase-lead"));
        }
    });
    if clicked.is_some() {
        out.push(match state.phrase {
            Some(_) => Action::ConfirmPhrase,
            None => Action::RevealPhrase,
        });
    }
}
