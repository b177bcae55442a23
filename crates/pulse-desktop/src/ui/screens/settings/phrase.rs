//! The recovery phrase of those who have not written it down yet. It is shown when it is asked for, not before.

use crate::state::PhraseProof;
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
    let asks = state.lock.available;
    let is_typed = !memory.pages.secret("passphrase").is_empty();
    let can_reveal = !asks || (is_typed && state.lock.proof != PhraseProof::Asked);
    let button = |text, enabled| forms::Ending { text, enabled };
    let ending = match (&state.phrase, is_confirmed) {
        (Some(_), _) => vec![button(&written, true)],
        (None, false) => vec![button(&reveal, can_reveal)],
        (None, true) => Vec::new(),
    };
    let mut submitted = false;
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
            if asks {
                submitted = passphrase(ui, cx, state, memory);
            }
        }
    });
    if clicked.is_none() && !(submitted && can_reveal) {
        return;
    }
    out.push(match state.phrase {
        Some(_) => Action::ConfirmPhrase,
        None => Action::RevealPhrase {
            passphrase: asks.then(|| Hidden(memory.pages.take_secret("passphrase"))),
        },
    });
}

/// The passphrase of the app lock: whoever comes to a window that was left open does not get the words. True when it was entered.
fn passphrase(ui: &mut Ui, cx: &Cx<'_>, state: &AppState, memory: &mut UiMemory) -> bool {
    let texts = cx.texts;
    let typed = memory.pages.secret("passphrase");
    let field = Field::new(&texts.get("settings-phrase-passphrase"))
        .secret()
        .focus()
        .show(ui, cx, typed);
    if state.lock.proof == PhraseProof::Refused && typed.is_empty() {
        let wrong = texts.get("settings-privacy-lock-wrong");
        forms::notice(ui, cx, Tone::Problem, &wrong);
    }
    field.submitted
}
