//! Somebody: in a row, and at the head of their page.

use egui::{Sense, Ui, vec2};
use pulse_client::AccountId;

use crate::state::AppState;
use crate::theme::{Type, size, space};
use crate::ui::parts::{self, seed};
use crate::ui::widgets::{Avatar, Text, galley};
use crate::ui::{Cx, Strip, line};

/// Somebody's avatar.
pub(in crate::ui) fn avatar(account: AccountId, name: &str, diameter: f32) -> Avatar<'_> {
    Avatar::new(name, seed(account), diameter)
}

/// Avatar, name and a line below, in a row. The beginning of the id stands beside a name that another one has too.
pub(in crate::ui) fn person(
    ui: &mut Ui,
    cx: &Cx<'_>,
    state: &AppState,
    account: AccountId,
    name: &str,
    line: &str,
) {
    let theme = cx.theme;
    let width = ui.available_width();
    let inner = width - 2.0 * space::M - size::AVATAR - space::M;
    let id = parts::id_beside(state, account).map(|id| parts::lay_out_id(ui, cx, &id));
    // However long the name is, what tells it from the other one is seen.
    let room = id.as_ref().map_or(0.0, |id| id.size().x + space::S);
    let name_galley = galley(ui, name, Type::BodyStrong, theme.text, inner - room, 1);
    let rows = if line.is_empty() { 0 } else { 3 };
    let line_galley = galley(
        ui,
        line,
        Type::Body,
        theme.text_secondary,
        inner,
        rows.max(1),
    );
    let words = name_galley.size().y + if rows == 0 { 0.0 } else { line_galley.size().y };
    let wanted = vec2(width, words.max(size::AVATAR) + 2.0 * space::M);
    let (row, response) = ui.allocate_exact_size(wanted, Sense::hover());
    let called = parts::called(state, account, name);
    let spoken = if line.is_empty() {
        called.into_owned()
    } else {
        format!("{called}: {line}")
    };
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, &spoken));
    let inside = row.shrink2(vec2(space::M, space::M));
    let disc = cx
        .direction
        .place_leading(inside, 0.0, vec2(size::AVATAR, size::AVATAR));
    avatar(account, name, size::AVATAR).paint(ui.painter(), cx, disc);
    let place = cx.direction.shrink_leading(inside, size::AVATAR + space::M);
    let top = place.center().y - words * 0.5;
    let below = name_galley.size().y;
    let upper = place.with_min_y(top).with_max_y(top + below);
    let mut upper = Strip::new(upper, cx.direction);
    let at = upper.leading(name_galley.size().x);
    line::leading(ui, cx, at, name_galley, theme.text);
    if let Some(id) = id {
        parts::paint_id(ui, cx, &mut upper, id);
    }
    if rows > 0 {
        let mut at = cx.direction.leading_top(place, line_galley.size().x);
        at.y = top + below;
        ui.painter().galley(at, line_galley, theme.text_secondary);
    }
}

/// A large avatar with the name and some lines below, in the middle.
pub(in crate::ui) fn person_head(
    ui: &mut Ui,
    cx: &Cx<'_>,
    account: AccountId,
    name: &str,
    lines: &[&str],
) {
    let wanted = vec2(ui.available_width(), size::AVATAR_LARGE);
    let (rect, _) = ui.allocate_exact_size(wanted, Sense::hover());
    let disc = vec2(size::AVATAR_LARGE, size::AVATAR_LARGE);
    let place = egui::Rect::from_center_size(rect.center(), disc);
    avatar(account, name, size::AVATAR_LARGE).paint(ui.painter(), cx, place);
    Text::new(name, Type::Title)
        .rows(2)
        .centred()
        .heading()
        .show(ui, cx);
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.y = space::XS;
        for line in lines {
            let colour = cx.theme.text_secondary;
            Text::new(line, Type::Body)
                .colour(colour)
                .rows(2)
                .centred()
                .show(ui, cx);
        }
    });
}
