//! A page, an empty place, a sheet over a list.

use egui::Ui;
use pulse_desktop::icons::Icon;
use pulse_desktop::theme::{Type, space};
use pulse_desktop::ui::Cx;
use pulse_desktop::ui::widgets::*;

use crate::Memory;
use crate::lists::lists;

pub(crate) fn page(ui: &mut Ui, cx: &Cx<'_>, memory: &mut Memory) {
    bar(ui, cx, |ui| title(ui, cx, "Appearance"));
    egui::Frame::new().inner_margin(24).show(ui, |ui| {
        section_header(ui, cx, "Behaviour");
        card(ui, cx, |ui| {
            Toggle::new(&mut memory.on, "Start with the system")
                .icon(Icon::Power)
                .show(ui, cx);
            separator(ui, cx);
            Toggle::new(&mut memory.off, "Reduce motion")
                .description("Nothing slides or fades.")
                .icon(Icon::Accessibility)
                .show(ui, cx);
            separator(ui, cx);
            ListRow::new("اللغة العربية")
                .icon(Icon::Languages)
                .value("العربية")
                .trailing(Icon::Next)
                .show(ui, cx);
        });
        ui.add_space(space::L);
        Banner::new(
            Tone::Info,
            "Pulse starts in the background and waits for messages.",
        )
        .action("Change")
        .show(ui, cx);
        ui.add_space(space::L);
        ui.vertical_centered(|ui| {
            QrCode::new(
                "pulse://contact/abcdefghijklmnopqrstuvwxyz0123456789",
                "My code",
            )
            .show(ui, cx)
        });
        ui.add_space(space::L);
        Button::primary("Save").full_width().show(ui, cx);
    });
}

pub(crate) fn empty(ui: &mut Ui, cx: &Cx<'_>, _memory: &mut Memory) {
    EmptyState::new(
        Icon::Chats,
        "No conversations yet",
        "Add somebody by their link or code, and write the first message.",
    )
    .action("Add a contact")
    .show(ui, cx);
}

pub(crate) fn sheet(ui: &mut Ui, cx: &Cx<'_>, memory: &mut Memory) {
    lists(ui, cx, memory);
    Sheet::new("delete", "Delete this conversation?", "Close").show(ui, cx, |ui| {
        Text::new(
            "The messages are deleted from this computer. Alice keeps hers.",
            Type::Body,
        )
        .colour(cx.theme.text_secondary)
        .show(ui, cx);
        ui.add_space(space::L);
        row_end(ui, cx, |ui| {
            Button::danger_plain("Delete").show(ui, cx);
            Button::plain("Cancel").show(ui, cx);
        });
    });
}
