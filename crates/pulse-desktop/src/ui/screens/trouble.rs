//! A home that cannot be opened: what happened, in one sentence, and the way on.

use super::prelude::*;
use crate::state::Phase;
use crate::update::OpenTrouble;

/// Draws the page.
pub fn show(ui: &mut Ui, cx: &Cx<'_>, state: &AppState, memory: &mut UiMemory, out: &mut Actions) {
    let Phase::Trouble(trouble) = &state.phase else {
        return;
    };
    let texts = cx.texts;
    let fresh = memory.pages.enter(ui.ctx(), ("trouble", None));
    let (name, icon, found) = describe(trouble);
    let key = |part: &str| format!("trouble-{name}-{part}");
    forms::centred_form(ui, cx, "trouble", |ui| {
        forms::emblem(ui, cx, icon, Tone::Problem);
        ui.add_space(space::S);
        forms::form_title(ui, cx, Type::Title, &texts.get(&key("title")));
        let text = match trouble {
            OpenTrouble::Newer { found, known } => texts.with(
                &key("text"),
                &[("found", (*found).into()), ("known", (*known).into())],
            ),
            _ => texts.get(&key("text")),
        };
        forms::form_lead(ui, cx, &text);
        forms::notice(ui, cx, Tone::Info, &texts.get(&key("way")));
        forms::form_small(ui, cx, &texts.get("trouble-untouched"));
        if let Some(what) = found.filter(|what| !what.is_empty()) {
            let details = texts.with("trouble-details", &[("what", what.into())]);
            forms::form_small(ui, cx, &details);
        }
        ui.add_space(space::S);
        let again = forms::form_primary(ui, cx, &texts.get("trouble-again"), true);
        if fresh {
            again.request_focus();
        }
        if again.clicked() {
            out.push(Action::TryAgain);
        }
        if forms::form_secondary(ui, cx, &texts.get("trouble-quit")).clicked() {
            out.push(Action::Quit);
        }
    });
}

/// The name of a trouble in the keys of its texts, its icon, and what was found in the words of the core.
fn describe(trouble: &OpenTrouble) -> (&'static str, Icon, Option<&str>) {
    match trouble {
        OpenTrouble::Keychain { hint } => ("keychain", Icon::Key, Some(hint)),
        OpenTrouble::KeyElsewhere => ("key-elsewhere", Icon::Key, None),
        OpenTrouble::Lost => ("lost", Icon::Window, None),
        OpenTrouble::WrongKey => ("wrong-key", Icon::Key, None),
        OpenTrouble::Newer { .. } => ("newer", Icon::Sparkle, None),
        OpenTrouble::Damaged { what } => ("damaged", Icon::Database, Some(what)),
        OpenTrouble::DiskFull => ("disk", Icon::Storage, None),
        OpenTrouble::Permission { what } => ("permission", Icon::Lock, Some(what)),
        OpenTrouble::InUse { what } => ("in-use", Icon::Window, Some(what)),
        OpenTrouble::Io { what } => ("io", Icon::Storage, Some(what)),
    }
}
