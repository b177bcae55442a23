//! Drawing. Screens get the state to look at and give back what the person did.

mod direction;
mod forms;
mod line;
mod page_memory;
mod parts;
mod passphrase_strength;
pub mod screens;
pub mod shortcuts;
mod strip;
mod toasts;
mod unread;
pub mod widgets;

use egui::{Frame, Panel, Rect, Ui};
use pulse_client::{ConversationId, Timestamp};

use crate::action::{Action, Actions, SettingsChange};
use crate::state::{AppState, ListKind, Overlay, Phase, Route};
use crate::texts::Texts;
use crate::theme::{Theme, size};

use screens::composer::CompletionMemory;
use screens::conversation::FindMemory;
use screens::conversation_list::ListMemory;
use screens::emoji_picker::EmojiMemory;
use screens::quick_switcher::SwitcherMemory;
use screens::timeline::TimelineMemory;
use strip::Strip;
use unread::Unread;

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
    /// What forms and pages remember.
    pub pages: PageMemory,
    /// Which conversation the composer's cursor belongs to.
    pub composer_of: Option<ConversationId>,
    /// Whether something lay over the composer in the last frame.
    pub composer_covered: bool,
    /// Where the composer is in this frame, when there is one.
    pub composer_place: Option<Rect>,
    /// Set to put the keyboard into the composer.
    pub focus_composer: bool,
    /// What is to be put where the cursor is in the composer of a conversation. Whatever is not there in the next frame is not meant.
    pub insert: Option<(ConversationId, String)>,
    /// Set to put the keyboard into the filter of the list.
    pub focus_filter: bool,
    /// The list of conversations.
    pub list: ListMemory,
    /// The bar in which messages of a conversation are looked for.
    pub find: FindMemory,
    /// The messages of conversations.
    pub timeline: TimelineMemory,
    /// The emoji picker.
    pub emoji: EmojiMemory,
    /// The quick switcher.
    pub switcher: SwitcherMemory,
    /// What is offered for a name of an emoji that is being written.
    pub completion: CompletionMemory,
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

impl Cx<'_> {
    /// The smallest side of what can be hit here.
    pub(crate) fn target(&self) -> f32 {
        match self.layout {
            Layout::Wide => size::TARGET,
            Layout::Phone => size::TARGET_TOUCH,
        }
    }
}

/// Width of the pane with the list, in points: at first, and between what it can be drawn to.
const LIST_WIDTH: f32 = 320.0;
const LIST_WIDTH_RANGE: std::ops::RangeInclusive<f32> = 280.0..=360.0;
/// In windows narrower than this the list gives way, so that messages keep the larger part.
const NARROW_WIDTH_MAX: f32 = 800.0;
const LIST_WIDTH_RANGE_NARROW: std::ops::RangeInclusive<f32> = 220.0..=280.0;

/// Draws the window.
pub fn show(ui: &mut Ui, cx: &Cx<'_>, state: &AppState, memory: &mut UiMemory, out: &mut Actions) {
    ui.painter()
        .rect_filled(ui.max_rect(), 0.0, cx.theme.background);
    memory.composer_place = None;
    match &state.phase {
        // For the blink of an eye; words would only flicker.
        Phase::Opening | Phase::Closing => {}
        Phase::FirstRun(_) => screens::first_run::show(ui, cx, state, memory, out),
        Phase::Unlock { .. } => screens::unlock::show(ui, cx, state, memory, out),
        Phase::Trouble(_) => screens::trouble::show(ui, cx, state, memory, out),
        Phase::Home if state.lock.locked => screens::app_lock::show(ui, cx, state, memory, out),
        Phase::Home => {
            screens::account_alarms::show(ui, cx, state, out);
            home(ui, cx, state, memory, out);
            overlay(ui, cx, state, memory, out);
        }
    }
    memory.insert = None;
    memory.focus_filter = false;
    // They name people, and their buttons do nothing behind a lock.
    if !state.lock.locked {
        toasts::show(ui, cx, state, memory.composer_place, out);
    }
}

/// One pane or two.
fn home(ui: &mut Ui, cx: &Cx<'_>, state: &AppState, memory: &mut UiMemory, out: &mut Actions) {
    match cx.layout {
        Layout::Wide => {
            let window = ui.max_rect();
            let (kind, width, range) = list_width(window.width());
            let drawn = memory.list.drawn_to;
            let width = drawn
                .or(state.settings.list_widths.of(kind))
                .unwrap_or(width)
                .clamp(*range.start(), *range.end());
            if let Some(wanted) = edge_keys(ui, cx, state, width) {
                let width = wanted.clamp(*range.start(), *range.end());
                let change = SettingsChange::ListWidth { kind, width };
                out.push(Action::Settings(change));
            }
            let pane = match cx.direction {
                Direction::LeftToRight => Panel::left("list"),
                Direction::RightToLeft => Panel::right("list"),
            };
            pane.resizable(false)
                .exact_size(width)
                .show_separator_line(false)
                .frame(Frame::new().fill(cx.theme.surface))
                .show(ui, |ui| {
                    screens::conversation_list::show(ui, cx, state, memory, out);
                });
            page(ui, cx, state, memory, out);
            memory.list.drawn_to = drag_edge(ui, cx, window, width)
                .map(|width| width.clamp(*range.start(), *range.end()));
            if let (Some(width), None) = (drawn, memory.list.drawn_to) {
                let change = SettingsChange::ListWidth { kind, width };
                out.push(Action::Settings(change));
            }
        }
        Layout::Phone if shows_list(state) => {
            screens::conversation_list::show(ui, cx, state, memory, out);
        }
        Layout::Phone => page(ui, cx, state, memory, out),
    }
}

/// The edge between list and page, which the pointer can draw. Not egui's own: that is a stop of Tab which is not seen and does
/// nothing. Returns how wide the list is to be while the edge is held.
fn drag_edge(ui: &Ui, cx: &Cx<'_>, window: Rect, width: f32) -> Option<f32> {
    let x = match cx.direction {
        Direction::LeftToRight => window.left() + width,
        Direction::RightToLeft => window.right() - width,
    };
    let place = Rect::from_x_y_ranges(x - EDGE_GRIP..=x + EDGE_GRIP, window.y_range());
    let edge = ui.interact(place, ui.scope_id().with("list-edge"), egui::Sense::DRAG);
    if !edge.hovered() && !edge.dragged() {
        return None;
    }
    ui.set_cursor_icon(egui::CursorIcon::ResizeHorizontal);
    let stroke = egui::Stroke::new(2.0, cx.theme.accent);
    ui.painter().vline(x, window.y_range(), stroke);
    let pointer = edge.interact_pointer_pos().filter(|_| edge.dragged())?;
    Some(match cx.direction {
        Direction::LeftToRight => pointer.x - window.left(),
        Direction::RightToLeft => window.right() - pointer.x,
    })
}

/// The keys that move that edge, to where they point. Returns how wide the list is to be.
fn edge_keys(ui: &Ui, cx: &Cx<'_>, state: &AppState, width: f32) -> Option<f32> {
    if state.overlay.is_some() || egui::Popup::is_any_open(ui.ctx()) {
        return None;
    }
    let (left, right) = ui.input_mut(|input| {
        let mut pressed = |keys| input.consume_shortcut(keys);
        (
            pressed(&shortcuts::LIST_EDGE_LEFT),
            pressed(&shortcuts::LIST_EDGE_RIGHT),
        )
    });
    let is_wider = match cx.direction {
        Direction::LeftToRight => right,
        Direction::RightToLeft => left,
    };
    let step = if is_wider { EDGE_STEP } else { -EDGE_STEP };
    (left != right).then_some(width + step)
}

/// How far a key moves the edge, in points.
const EDGE_STEP: f32 = 20.0;

/// How near to the edge it is taken, in points to each side.
const EDGE_GRIP: f32 = 4.0;

/// The width of the list in a window this wide, and between what it can be drawn to. Each kind of window remembers its own.
fn list_width(window: f32) -> (ListKind, f32, std::ops::RangeInclusive<f32>) {
    if window < NARROW_WIDTH_MAX {
        let widest = (window * 0.4).round().min(*LIST_WIDTH_RANGE_NARROW.end());
        let range = *LIST_WIDTH_RANGE_NARROW.start()..=widest;
        (
            ListKind::Narrow,
            (window * 0.375).round().min(widest),
            range,
        )
    } else {
        (ListKind::Wide, LIST_WIDTH, LIST_WIDTH_RANGE)
    }
}

/// What lies over the page. What is not open forgets what was typed into it.
fn overlay(ui: &Ui, cx: &Cx<'_>, state: &AppState, memory: &mut UiMemory, out: &mut Actions) {
    if state.overlay != Some(Overlay::EmojiPicker) {
        memory.emoji = EmojiMemory::default();
    }
    if state.overlay != Some(Overlay::QuickSwitcher) {
        memory.switcher = SwitcherMemory::default();
    }
    match &state.overlay {
        None => {}
        Some(Overlay::QuickSwitcher) => {
            screens::quick_switcher::show(ui, cx, state, &mut memory.switcher, out);
        }
        Some(Overlay::Shortcuts) => screens::shortcut_sheet::show(ui, cx, state, out),
        Some(Overlay::EmojiPicker) => {
            let composer = memory.composer_place;
            screens::emoji_picker::show(ui, cx, state, composer, &mut memory.emoji, out);
        }
        Some(Overlay::MessageDetails(message)) => {
            screens::message_details::show(ui, cx, state, *message, out);
        }
        Some(Overlay::LinkWarning { link, is_hidden }) => {
            screens::link_warning::show(ui, cx, link, *is_hidden, out);
        }
        Some(Overlay::Mute(conversation)) => {
            screens::mute::show(ui, cx, state, *conversation, out);
        }
    }
}

/// Whether a phone shows the list: nothing else is open.
fn shows_list(state: &AppState) -> bool {
    state.route == Route::Chats && state.timeline.is_none() && state.pending_link.is_none()
}

/// The main pane.
fn page(ui: &mut Ui, cx: &Cx<'_>, state: &AppState, memory: &mut UiMemory, out: &mut Actions) {
    if state.pending_link.is_some() {
        screens::add_contact::show_pending(ui, cx, state, memory, out);
        return;
    }
    match state.route {
        Route::Chats => screens::conversation::show(ui, cx, state, memory, out),
        Route::AddContact => screens::add_contact::show(ui, cx, state, memory, out),
        Route::Requests => screens::requests::show(ui, cx, state, memory, out),
        Route::Contact(account) => {
            screens::contact::show(ui, cx, state, account, memory, out);
        }
        Route::SafetyNumber(account) => {
            screens::safety_number::show(ui, cx, state, account, memory, out);
        }
        Route::MyLink => screens::my_link::show(ui, cx, state, memory, out),
        Route::Settings(page) => screens::settings::show(ui, cx, state, page, memory, out),
    }
}
