//! Drawing. Screens get the state to look at and give back what the person did.

mod direction;
mod forms;
mod page_memory;
mod passphrase_strength;
pub mod screens;
pub mod widgets;

pub mod shortcuts;

use std::collections::BTreeMap;

use pulse_client::{ConversationId, Timestamp};

use crate::action::Actions;
use crate::state::AppState;
use crate::texts::Texts;
use crate::theme::Theme;

pub use page_memory::PageMemory;

/// What every screen may look at besides its state.
pub struct Cx<'a> {
    /// The language.
    pub texts: &'a Texts,
    /// The design tokens.
    pub theme: &'a Theme,
    /// When this frame is drawn.
    pub now: Timestamp,
    /// One pane or two.
    pub layout: Layout,
    /// Which side text begins at.
    pub direction: Direction,
    /// Whether things may move.
    pub motion: bool,
}

/// How many panes there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// The list and the page beside each other.
    Wide,
    /// One at a time.
    Phone,
}

/// Windows narrower than this many points are a phone.
pub const PHONE_WIDTH_MAX: f32 = 600.0;

/// Which side text begins at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Left, as in English.
    LeftToRight,
    /// Right, as in Arabic.
    RightToLeft,
}

/// What screens remember between frames that is nobody else's business: scroll places, half-typed fields, measured heights.
#[derive(Default)]
pub struct UiMemory {
    /// Fields that are being typed in, by their key.
    pub fields: BTreeMap<&'static str, String>,
    /// What forms and pages remember.
    pub pages: PageMemory,
    /// Which conversation the composer's cursor belongs to.
    pub composer_of: Option<ConversationId>,
    /// Set to put the keyboard into the composer.
    pub focus_composer: bool,
    /// What is to be put where the cursor is in the composer.
    pub insert: Option<String>,
    /// Set to put the keyboard into the filter of the list.
    pub focus_filter: bool,
}

impl Layout {
    /// The layout of a window this wide, in points.
    pub fn of_width(width: f32) -> Self {
        if width < PHONE_WIDTH_MAX {
            Self::Phone
        } else {
            Self::Wide
        }
    }
}

/// Draws the window.
pub fn show(
    ui: &mut egui::Ui,
    cx: &Cx<'_>,
    _state: &AppState,
    _memory: &mut UiMemory,
    _out: &mut Actions,
) {
    ui.painter()
        .rect_filled(ui.max_rect(), 0.0, cx.theme.background);
}
