//! Buttons, fields, switches, banners.

use egui::Ui;
use pulse_desktop::icons::Icon;
use pulse_desktop::theme::{Type, size, space};
use pulse_desktop::ui::Cx;
use pulse_desktop::ui::widgets::*;

use crate::Memory;

pub(crate) fn controls(ui: &mut Ui, cx: &Cx<'_>, memory: &mut Memory) {
    bar(ui, cx, |ui| {
        IconButton::new(Icon::Back, "Back")
            .colour(cx.theme.text)
            .show(ui, cx);
        Avatar::new("Alice Example", 3, size::AVATAR_MEDIUM)
            .verified(true)
            .show(ui, cx);
        ui.add_space(space::S);
        Text::new("Alice Example", Type::Headline)
            .one_line()
            .show(ui, cx);
        ui.with_layout(cx.direction.row_end(), |ui| {
            for (icon, name) in [
                (Icon::Menu, "More"),
                (Icon::Search, "Search"),
                (Icon::Verified, "Verify"),
            ] {
                IconButton::new(icon, name).show(ui, cx);
            }
        });
    });
    egui::Frame::new().inner_margin(24).show(ui, |ui| {
        row(ui, cx, |ui| {
            Button::primary("Create account")
                .show(ui, cx)
                .request_focus();
            Button::primary("Continue").icon(Icon::Forward).show(ui, cx);
            Button::tonal("Scan code").icon(Icon::QrCode).show(ui, cx);
            Button::plain("Not now").show(ui, cx);
            Button::danger_plain("Delete").show(ui, cx);
        });
        row(ui, cx, |ui| {
            Button::primary("Disabled").enabled(false).show(ui, cx);
            Button::tonal("Disabled").enabled(false).show(ui, cx);
            IconButton::new(Icon::Send, "Send").filled().show(ui, cx);
            IconButton::new(Icon::Emoji, "Emoji").show(ui, cx);
            IconButton::new(Icon::Attach, "Attach")
                .selected(true)
                .show(ui, cx);
            spinner(ui, cx, "Working");
        });
        ui.add_space(space::S);
        ui.columns(2, |columns| {
            let ui = &mut columns[0];
            TextField::new(&mut memory.name, "Your name")
                .hint("Your contacts see this name.")
                .show(ui, cx);
            TextField::new(&mut memory.secret, "Passphrase")
                .secret("Show", "Hide")
                .error(Some("That is not the passphrase of this account."))
                .show(ui, cx);
            TextField::new(&mut memory.note, "Note")
                .rows(3)
                .placeholder("A few words")
                .show(ui, cx);
            SearchField::new(&mut memory.search, "Search conversations", "Clear").show(ui, cx);
            let ui = &mut columns[1];
            progress_bar(ui, cx, 0.4, "Proof of work");
            card(ui, cx, |ui| {
                Toggle::new(&mut memory.on, "Notifications")
                    .icon(Icon::Bell)
                    .show(ui, cx);
                Toggle::new(&mut memory.off, "Show what was written")
                    .description("Hidden, a notification says only that there is a new message.")
                    .show(ui, cx);
                ListRow::new("Language")
                    .icon(Icon::Languages)
                    .value("English")
                    .trailing(Icon::Next)
                    .show(ui, cx);
                ListRow::new("Delete everything")
                    .icon(Icon::Delete)
                    .colour(cx.theme.danger)
                    .show(ui, cx);
            });
        });
        ui.add_space(space::S);
        Banner::new(
            Tone::Warning,
            "No connection. Messages are sent when it is back.",
        )
        .icon(Icon::Offline)
        .action("Retry")
        .show(ui, cx);
        Banner::new(
            Tone::Problem,
            "Alice’s identity has changed. Compare the safety number before you write secrets.",
        )
        .action("Verify")
        .action("Go on")
        .show(ui, cx);
    });
    let toast = Toast::new("Conversation deleted", "Close").action("Undo");
    let window = ui.ctx().content_rect();
    toast.show(ui, cx, egui::Id::unique("toast"), window.shrink(space::S));
}
