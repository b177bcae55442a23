//! What scrolls, scrolls with the keyboard, too.

use egui::style::ScrollAnimation;
use egui::{Key, Modifiers, Popup, Response, Ui, vec2};

/// How far an arrow leads, in points: three lines.
const STEP: f32 = 60.0;
/// How much of a page is seen again after turning it.
const OVERLAP: f32 = 0.15;
/// Further than anything that scrolls is high.
const ALL: f32 = 1e6;

/// Call it in what scrolls. Page up and down scroll it, wherever the keyboard is; Home and End where nothing is typed, and the
/// arrows while the keyboard is at its `title`.
pub fn scroll_keys(ui: &Ui, title: &Response) {
    let is_below = !ui.memory(|egui| egui.allows_interaction(ui.layer_id()));
    if is_below || Popup::is_any_open(ui.ctx()) {
        return;
    }
    let page = ui.clip_rect().height() * (1.0 - OVERLAP);
    let is_typing = ui.text_edit_focused();
    let is_at_title = title.has_focus() || ui.memory(|egui| egui.focused().is_none());
    let by = ui.input_mut(|input| {
        let mut pressed = |key| input.consume_key(Modifiers::NONE, key);
        if pressed(Key::PageUp) {
            -page
        } else if pressed(Key::PageDown) {
            page
        } else if !is_typing && pressed(Key::Home) {
            -ALL
        } else if !is_typing && pressed(Key::End) {
            ALL
        } else if is_at_title && pressed(Key::ArrowUp) {
            -STEP
        } else if is_at_title && pressed(Key::ArrowDown) {
            STEP
        } else {
            0.0
        }
    });
    if by != 0.0 {
        ui.scroll_with_delta_animation(vec2(0.0, -by), ScrollAnimation::none());
    }
}
