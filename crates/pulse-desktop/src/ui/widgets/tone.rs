//! How something is meant, and the colours of that.

use egui::Color32;

use crate::theme::Theme;

/// How something is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// By the way.
    Quiet,
    /// Good to know.
    Info,
    /// All is well.
    Good,
    /// Look at this.
    Warning,
    /// This does not work, takes something away, or must be acted on.
    Problem,
}

impl Tone {
    /// The ground, and what is written on it.
    pub(in crate::ui) fn colours(self, theme: &Theme) -> (Color32, Color32) {
        match self {
            Self::Quiet => (theme.surface, theme.text),
            Self::Info => (theme.accent_soft, theme.on_accent_soft),
            Self::Good => (theme.success_soft, theme.on_success_soft),
            Self::Warning => (theme.warning_soft, theme.on_warning_soft),
            Self::Problem => (theme.danger_soft, theme.on_danger_soft),
        }
    }

    /// What is written on the ground of a page.
    pub(in crate::ui) fn ink(self, theme: &Theme) -> Color32 {
        match self {
            Self::Quiet | Self::Info => theme.text_secondary,
            Self::Good => theme.success,
            Self::Warning => theme.warning,
            Self::Problem => theme.danger,
        }
    }
}
