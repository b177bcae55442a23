//! Conversations, people, a menu.

use egui::{Ui, vec2};
use pulse_desktop::icons::Icon;
use pulse_desktop::theme::{Type, size, space};
use pulse_desktop::ui::Cx;
use pulse_desktop::ui::widgets::*;

use crate::Memory;

pub(crate) fn lists(ui: &mut Ui, cx: &Cx<'_>, memory: &mut Memory) {
    ui.painter().rect_filled(
        egui::Rect::from_min_size(ui.max_rect().min, vec2(340.0, 760.0)),
        0.0,
        cx.theme.surface,
    );
    ui.columns(2, |columns| {
        let ui = &mut columns[0];
        ui.set_max_width(324.0);
        egui::Frame::new().inner_margin(8).show(ui, |ui| {
            SearchField::new(&mut memory.search, "Search conversations", "Clear").show(ui, cx);
            ui.spacing_mut().item_spacing.y = 2.0;
            let people = [
                ("Alice Example", "See you at eight then", 3_u8, 2_u32, true),
                ("Benjamin Ødegård", "You: 👍", 5, 0, false),
                ("王小明", "明天见！", 8, 0, true),
                ("محمد علي", "مرحبا، كيف حالك؟", 1, 14, false),
                (
                    "Donaudampfschifffahrtsgesellschaftskapitän",
                    "A very long line of text that has to be cut off somewhere",
                    10,
                    1200,
                    false,
                ),
                ("🙂", "Typing…", 0, 0, false),
            ];
            for (index, (name, line, seed, unread, verified)) in people.into_iter().enumerate() {
                let (_, rect) = row_surface(ui, cx, 68.0, index == 0, name);
                let inner = rect.shrink2(vec2(space::M, 0.0));
                let disc = cx
                    .direction
                    .place_leading(inner, 0.0, vec2(size::AVATAR, size::AVATAR));
                Avatar::new(name, seed, size::AVATAR)
                    .verified(verified)
                    .paint(ui.painter(), cx, disc);
                let text = cx.direction.shrink_leading(inner, size::AVATAR + space::M);
                let (upper, lower) = text.split_top_bottom_at_y(rect.center().y);
                let (upper, lower) = (
                    upper.with_min_y(rect.top() + 12.0),
                    lower.with_max_y(rect.bottom() - 12.0),
                );
                paint_line(
                    ui,
                    cx,
                    cx.direction.shrink_trailing(upper, 48.0),
                    name,
                    Type::BodyStrong,
                    cx.theme.text,
                );
                let time = galley(ui, "12:04", Type::Caption, cx.theme.text_secondary, 60.0, 1);
                ui.painter().galley(
                    cx.direction.place_trailing(upper, 0.0, time.size()).min,
                    time,
                    cx.theme.text_secondary,
                );
                let mark = badge(
                    ui,
                    cx,
                    egui::pos2(lower.right(), lower.center().y),
                    unread,
                    index == 3,
                );
                paint_line(
                    ui,
                    cx,
                    cx.direction.shrink_trailing(lower, mark.width() + space::S),
                    line,
                    Type::Caption,
                    cx.theme.text_secondary,
                );
            }
        });
        let ui = &mut columns[1];
        egui::Frame::new().inner_margin(24).show(ui, |ui| {
            ui.horizontal(|ui| {
                for (index, ticks) in [
                    StatusTicks::Sending,
                    StatusTicks::Sent,
                    StatusTicks::Delivered,
                    StatusTicks::Read,
                    StatusTicks::Failed,
                ]
                .into_iter()
                .enumerate()
                {
                    let (rect, _) = ui.allocate_exact_size(vec2(40.0, 32.0), egui::Sense::hover());
                    let on_accent = index % 2 == 1;
                    if on_accent {
                        ui.painter().rect_filled(rect, 8, cx.theme.bubble_out);
                    }
                    let colour = if on_accent {
                        cx.theme.on_bubble_out_secondary
                    } else {
                        cx.theme.text_secondary
                    };
                    ticks.paint(ui.painter(), cx.theme, rect.center(), colour, on_accent);
                }
            });
            ui.horizontal_wrapped(|ui| {
                for seed in 0..12 {
                    Avatar::new(
                        ["Alice B", "Zoë", "Max Q", "محمد", "李"][usize::from(seed % 5)],
                        seed,
                        48.0,
                    )
                    .show(ui, cx);
                }
            });
            Avatar::new("Alice Example", 3, size::AVATAR_LARGE)
                .verified(true)
                .show(ui, cx);
            card(ui, cx, |ui| {
                section_header(ui, cx, "Devices");
                ListRow::new("This computer")
                    .subtitle("Added today")
                    .icon(Icon::System)
                    .show(ui, cx);
                separator(ui, cx);
                ListRow::new("Bob")
                    .subtitle("Wants to talk with you")
                    .avatar(Avatar::new("Bob", 7, 40.0), 40.0)
                    .trailing(Icon::Next)
                    .show(ui, cx);
            });
            let menu = egui::Frame::new()
                .fill(cx.theme.raised)
                .corner_radius(14)
                .inner_margin(4)
                .shadow(cx.theme.shadow_popup);
            menu.show(ui, |ui| {
                ui.set_width(220.0);
                ui.spacing_mut().item_spacing.y = 0.0;
                MenuItem::new("Copy")
                    .icon(Icon::Copy)
                    .shortcut("Ctrl+C")
                    .show(ui, cx);
                MenuItem::new("Details").icon(Icon::Info).show(ui, cx);
                menu_separator(ui, cx);
                MenuItem::new("Delete")
                    .icon(Icon::Delete)
                    .danger()
                    .show(ui, cx);
            });
        });
    });
}
