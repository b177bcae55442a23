//! What every page begins with.

pub(super) use egui::{Key, Ui};

pub(super) use crate::action::{Action, Actions, FirstRunAction, Hidden, SettingsChange};
pub(super) use crate::icons::Icon;
pub(super) use crate::state::AppState;
pub(super) use crate::theme::{Type, space};
pub(super) use crate::ui::forms::{self, Field, Tone};
pub(super) use crate::ui::{Cx, UiMemory};
