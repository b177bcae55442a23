//! The keyboard shortcuts: one table, from which keys are handled and the help sheet is drawn.

use egui::{Key, KeyboardShortcut, ModifierNames, Modifiers};

use super::{Layout, shows_list};
use crate::action::{Action, Actions, SettingsChange};
use crate::limits::SCALE_RANGE;
use crate::state::{AppState, Overlay, Phase, Route, Settings, SettingsPage};
use crate::texts::Texts;

/// One line of the help sheet.
#[derive(Clone, Copy)]
pub struct Shortcut {
    /// Where it stands in the help sheet.
    pub group: Group,
    /// What it does, as a key of the texts.
    pub label: &'static str,
    /// The keys; any of them does it.
    pub keys: &'static [KeyboardShortcut],
    does: Does,
}

impl Shortcut {
    /// The keys that do it as things are set: Enter sends, or makes a line.
    pub fn keys_with(&self, settings: &Settings) -> &'static [KeyboardShortcut] {
        match self.label {
            SEND if !settings.enter_sends => COMMAND_ENTER,
            NEW_LINE if !settings.enter_sends => ENTER,
            _ => self.keys,
        }
    }
}

/// The two whose keys are chosen in the settings.
const SEND: &str = "shortcuts-send";
const NEW_LINE: &str = "shortcuts-new-line";
const ENTER: &[KeyboardShortcut] = &[plain(Key::Enter)];
const COMMAND_ENTER: &[KeyboardShortcut] = &[command(Key::Enter)];

/// The parts of the help sheet, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// The window.
    General,
    /// From conversation to conversation.
    Conversations,
    /// The composer and its text.
    Writing,
}

impl Group {
    /// All, in order.
    pub const ALL: [Self; 3] = [Self::General, Self::Conversations, Self::Writing];

    /// Its heading, as a key of the texts.
    pub fn label(self) -> &'static str {
        match self {
            Self::General => "shortcuts-general",
            Self::Conversations => "shortcuts-conversations",
            Self::Writing => "shortcuts-writing",
        }
    }
}

#[derive(Clone, Copy)]
enum Does {
    /// Says what to do, if anything in this state.
    Act(fn(&AppState, Layout) -> Option<Action>),
    /// The widget that has the keyboard handles it.
    Itself,
}

/// What to press, as people of this language read it: "Ctrl+K".
pub fn keys_text(keys: KeyboardShortcut, texts: &Texts, is_mac: bool) -> String {
    if is_mac {
        return keys.format(&ModifierNames::SYMBOLS, true);
    }
    let ctrl = texts.get("shortcuts-key-ctrl");
    let shift = texts.get("shortcuts-key-shift");
    let alt = texts.get("shortcuts-key-alt");
    let mut parts = Vec::new();
    if keys.modifiers.ctrl || keys.modifiers.command {
        parts.push(ctrl.as_ref());
    }
    if keys.modifiers.alt {
        parts.push(alt.as_ref());
    }
    if keys.modifiers.shift {
        parts.push(shift.as_ref());
    }
    let key = match keys.logical_key {
        Key::Comma | Key::Slash | Key::Plus | Key::Minus => keys.logical_key.symbol_or_name(),
        Key::ArrowUp => "↑",
        Key::ArrowDown => "↓",
        Key::ArrowLeft => "←",
        Key::ArrowRight => "→",
        Key::Enter => "Enter",
        Key::Escape => "Esc",
        other => other.name(),
    };
    parts.push(key);
    parts.join("+")
}

/// Takes the keys of this frame that are shortcuts and says what they do. Call it before anything is drawn, so that no text field
/// sees them.
pub fn handle(ctx: &egui::Context, layout: Layout, state: &AppState, out: &mut Actions) {
    // An open menu keeps its keys: Escape closes it and nothing else.
    if egui::Popup::is_any_open(ctx) {
        return;
    }
    // So do the list of emoji above the composer, and the search of the list with Escape.
    let is_kept = |keys: &KeyboardShortcut| {
        keys.logical_key == Key::Escape
            && (super::screens::composer::completes(ctx)
                || super::screens::conversation_list::keeps_escape(ctx, state))
    };
    for shortcut in SHORTCUTS {
        let Does::Act(does) = shortcut.does else {
            continue;
        };
        for keys in shortcut.keys {
            if !ctx.input(|input| input.key_pressed(keys.logical_key)) || is_kept(keys) {
                continue;
            }
            // What does nothing here leaves its keys to whoever else wants them.
            let Some(action) = does(state, layout) else {
                continue;
            };
            if ctx.input_mut(|input| input.consume_shortcut(keys)) {
                out.push(action);
            }
        }
    }
}

const fn command(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::COMMAND, key)
}

const fn plain(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::NONE, key)
}

const fn alt(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::ALT, key)
}

const fn shift(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::SHIFT, key)
}

const fn alt_shift(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::ALT.plus(Modifiers::SHIFT), key)
}

/// The keys that open the menu of what the keyboard is at, as everywhere on a desktop.
pub const ROW_MENU: &[KeyboardShortcut] = &[shift(Key::F10), plain(Key::Menu)];

/// The keys that move the edge between list and page, to where they point.
pub const LIST_EDGE_LEFT: KeyboardShortcut = alt_shift(Key::ArrowLeft);
/// The other way.
pub const LIST_EDGE_RIGHT: KeyboardShortcut = alt_shift(Key::ArrowRight);

/// All of them. Where two use the same key, the one with more modifiers comes first.
pub const SHORTCUTS: &[Shortcut] = &[
    Shortcut {
        group: Group::General,
        label: "shortcuts-help",
        keys: &[command(Key::Slash), plain(Key::F1)],
        does: Does::Act(|state, _| at_home(state, Action::Open(Overlay::Shortcuts))),
    },
    Shortcut {
        group: Group::General,
        label: "shortcuts-back",
        keys: &[plain(Key::Escape)],
        does: Does::Act(back),
    },
    Shortcut {
        group: Group::General,
        label: "shortcuts-settings",
        keys: &[command(Key::Comma)],
        does: Does::Act(|state, _| {
            at_home(state, Action::Go(Route::Settings(SettingsPage::Overview)))
        }),
    },
    Shortcut {
        group: Group::General,
        label: "shortcuts-my-link",
        keys: &[command(Key::M)],
        does: Does::Act(|state, _| at_home(state, Action::Go(Route::MyLink))),
    },
    Shortcut {
        group: Group::General,
        label: "shortcuts-larger",
        keys: &[command(Key::Plus), command(Key::Equals)],
        does: Does::Act(|state, _| scale(state, 1.0)),
    },
    Shortcut {
        group: Group::General,
        label: "shortcuts-smaller",
        keys: &[command(Key::Minus)],
        does: Does::Act(|state, _| scale(state, -1.0)),
    },
    Shortcut {
        group: Group::General,
        label: "shortcuts-normal-size",
        keys: &[command(Key::Num0)],
        does: Does::Act(|_, _| Some(Action::Settings(SettingsChange::Scale(1.0)))),
    },
    Shortcut {
        group: Group::General,
        label: "shortcuts-list-edge",
        keys: &[LIST_EDGE_RIGHT, LIST_EDGE_LEFT],
        does: Does::Itself,
    },
    Shortcut {
        group: Group::General,
        label: "shortcuts-lock",
        keys: &[command(Key::L)],
        does: Does::Act(|state, _| (state.is_usable() || state.can_lock()).then_some(Action::Lock)),
    },
    Shortcut {
        group: Group::General,
        label: "shortcuts-quit",
        keys: &[command(Key::Q)],
        does: Does::Act(|_, _| Some(Action::Quit)),
    },
    Shortcut {
        group: Group::Conversations,
        label: "shortcuts-switch",
        keys: &[command(Key::K)],
        does: Does::Act(|state, _| at_home(state, Action::Open(Overlay::QuickSwitcher))),
    },
    Shortcut {
        group: Group::Conversations,
        label: "shortcuts-filter",
        keys: &[KeyboardShortcut::new(
            Modifiers::COMMAND.plus(Modifiers::SHIFT),
            Key::F,
        )],
        does: Does::Act(search),
    },
    Shortcut {
        group: Group::Conversations,
        label: "shortcuts-find",
        keys: &[command(Key::F)],
        does: Does::Act(find),
    },
    Shortcut {
        group: Group::Conversations,
        label: "shortcuts-next",
        keys: &[alt(Key::ArrowDown)],
        does: Does::Act(|state, _| at_home(state, Action::StepConversation { forward: true })),
    },
    Shortcut {
        group: Group::Conversations,
        label: "shortcuts-previous",
        keys: &[alt(Key::ArrowUp)],
        does: Does::Act(|state, _| at_home(state, Action::StepConversation { forward: false })),
    },
    Shortcut {
        group: Group::Conversations,
        label: "shortcuts-add-contact",
        keys: &[command(Key::N)],
        does: Does::Act(|state, _| at_home(state, Action::Go(Route::AddContact))),
    },
    Shortcut {
        group: Group::Conversations,
        label: "shortcuts-requests",
        keys: &[command(Key::R)],
        does: Does::Act(|state, _| at_home(state, Action::Go(Route::Requests))),
    },
    Shortcut {
        group: Group::Conversations,
        label: "shortcuts-row-menu",
        keys: ROW_MENU,
        does: Does::Itself,
    },
    Shortcut {
        group: Group::Conversations,
        label: "shortcuts-contact",
        keys: &[command(Key::I)],
        does: Does::Act(|state, _| {
            let account = state.open_conversation()?.account()?;
            at_home(state, Action::Go(Route::Contact(account)))
        }),
    },
    Shortcut {
        group: Group::Writing,
        label: SEND,
        keys: &[plain(Key::Enter)],
        does: Does::Itself,
    },
    Shortcut {
        group: Group::Writing,
        label: NEW_LINE,
        keys: &[shift(Key::Enter)],
        does: Does::Itself,
    },
    Shortcut {
        group: Group::Writing,
        label: "shortcuts-emoji",
        keys: &[command(Key::E)],
        does: Does::Act(|state, _| {
            state.writes_in()?;
            at_home(state, Action::Open(Overlay::EmojiPicker))
        }),
    },
    Shortcut {
        group: Group::Writing,
        label: "shortcuts-copy",
        keys: &[command(Key::C)],
        does: Does::Itself,
    },
    Shortcut {
        group: Group::Writing,
        label: "shortcuts-paste",
        keys: &[command(Key::V)],
        does: Does::Itself,
    },
    Shortcut {
        group: Group::Writing,
        label: "shortcuts-undo",
        keys: &[command(Key::Z)],
        does: Does::Itself,
    },
];

fn at_home(state: &AppState, action: Action) -> Option<Action> {
    state.is_usable().then_some(action)
}

/// What lies on top goes away. In a wide window the open conversation stays: nobody wants to lose it to one key too many.
fn back(state: &AppState, layout: Layout) -> Option<Action> {
    if state.overlay.is_some() {
        return at_home(state, Action::CloseOverlay);
    }
    if state.find.is_some() {
        return at_home(state, Action::CloseFind);
    }
    // The search is cleared first: the list does that, which knows where the keyboard is.
    if (layout == Layout::Wide || shows_list(state)) && !state.chats.filter.is_empty() {
        return None;
    }
    let leads_somewhere = state.pending_link.is_some()
        || state.route != Route::Chats
        || (layout == Layout::Phone && state.timeline.is_some());
    at_home(state, Action::Back).filter(|_| leads_somewhere && matches!(state.phase, Phase::Home))
}

/// The search of the list; where a phone shows something else, the search that lies over it.
fn search(state: &AppState, layout: Layout) -> Option<Action> {
    let action = match layout == Layout::Wide || shows_list(state) {
        true => Action::FocusFilter,
        false => Action::Open(Overlay::QuickSwitcher),
    };
    at_home(state, action)
}

/// Within the conversation that is shown; where none is, the search of the list.
fn find(state: &AppState, layout: Layout) -> Option<Action> {
    let is_shown = state.route == Route::Chats && state.pending_link.is_none();
    match is_shown && state.timeline.is_some() {
        true => at_home(state, Action::OpenFind),
        false => search(state, layout),
    }
}

fn scale(state: &AppState, steps: f32) -> Option<Action> {
    const STEP: f32 = 0.1;
    let wanted = ((state.settings.scale / STEP).round() + steps) * STEP;
    SCALE_RANGE
        .contains(&wanted)
        .then_some(Action::Settings(SettingsChange::Scale(wanted)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::Language;

    #[test]
    fn no_two_shortcuts_share_their_keys() {
        let all: Vec<_> = SHORTCUTS.iter().flat_map(|it| it.keys).collect();
        for (index, keys) in all.iter().enumerate() {
            assert!(!all[index + 1..].contains(keys), "{keys:?} is there twice");
        }
    }

    #[test]
    fn every_group_has_lines() {
        for group in Group::ALL {
            assert!(SHORTCUTS.iter().any(|it| it.group == group), "{group:?}");
        }
    }

    #[test]
    fn keys_are_written_as_people_read_them() {
        let texts = Texts::for_language(Language::English, "en");
        assert_eq!(keys_text(command(Key::K), &texts, false), "Ctrl+K");
        assert_eq!(keys_text(command(Key::Comma), &texts, false), "Ctrl+,");
        assert_eq!(keys_text(alt(Key::ArrowUp), &texts, false), "Alt+↑");
    }
}
