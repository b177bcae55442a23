//! All keyboard shortcuts, from the table that handles them.

use egui::{
    CornerRadius, Key, KeyboardShortcut, Rect, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo,
    pos2, vec2,
};

use crate::action::{Action, Actions};
use crate::state::AppState;
use crate::theme::{Type, radius, space};
use crate::ui::shortcuts::{Group, SHORTCUTS, Shortcut, keys_text};
use crate::ui::widgets::{self, Sheet};
use crate::ui::{Cx, Strip, line};

const ROW_HEIGHT: f32 = 36.0;

/// Draws the sheet over everything.
pub fn show(ui: &Ui, cx: &Cx<'_>, state: &AppState, out: &mut Actions) {
    let title = cx.texts.get("shortcuts-title");
    let close = cx.texts.get("overlay-close");
    let response = Sheet::new("shortcuts", &title, &close)
        .width(520.0)
        .show(ui, cx, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            for group in Group::ALL {
                widgets::section_header(ui, cx, &cx.texts.get(group.label()));
                ui.add_space(space::XS);
                for shortcut in SHORTCUTS.iter().filter(|it| it.group == group) {
                    row(ui, cx, shortcut, shortcut.keys_with(&state.settings));
                }
                ui.add_space(space::M);
            }
        });
    if response.close {
        out.push(Action::CloseOverlay);
    }
}

fn row(ui: &mut Ui, cx: &Cx<'_>, shortcut: &Shortcut, keys: &[KeyboardShortcut]) {
    let size = vec2(ui.available_width(), ROW_HEIGHT);
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    let label = cx.texts.get(shortcut.label);
    let keys: Vec<String> = keys
        .iter()
        // The same key as Plus, without its shift.
        .filter(|keys| keys.logical_key != Key::Equals)
        .map(|keys| keys_text(*keys, cx.texts, cfg!(target_os = "macos")))
        .collect();
    response.widget_info(|| {
        WidgetInfo::labeled(Role::Label, true, format!("{label}: {}", keys.join(", ")))
    });
    let mut strip = Strip::new(rect, cx.direction);
    for keys in &keys {
        let place = strip.trailing(key_width(ui, cx, keys));
        key(ui, cx, place, keys);
        strip.trailing(space::S);
    }
    line::paint(ui, cx, strip.rest, &label, Type::Body, cx.theme.text);
}

fn key_width(ui: &Ui, cx: &Cx<'_>, keys: &str) -> f32 {
    let galley = widgets::galley(ui, keys, Type::Caption, cx.theme.text, f32::INFINITY, 1);
    galley.size().x + 2.0 * space::S
}

/// A key as it looks on a keyboard.
fn key(ui: &Ui, cx: &Cx<'_>, place: Rect, keys: &str) {
    let cap = Rect::from_center_size(place.center(), vec2(place.width(), 24.0));
    let corner = CornerRadius::same(radius::SMALL);
    ui.painter().rect(
        cap,
        corner,
        cx.theme.well,
        Stroke::new(1.0, cx.theme.separator),
        StrokeKind::Inside,
    );
    let galley = widgets::galley(ui, keys, Type::Caption, cx.theme.text, cap.width(), 1);
    let centre = cap.center() - galley.size() / 2.0;
    ui.painter()
        .galley(pos2(centre.x, centre.y), galley, cx.theme.text);
}
