//! What the theme is made of: icons, type, colours.

use egui::{Ui, vec2};
use pulse_desktop::icons::Icon;
use pulse_desktop::theme::Type;
use pulse_desktop::ui::Cx;
use pulse_desktop::ui::widgets::*;

use crate::Memory;

pub(crate) fn icons(ui: &mut Ui, cx: &Cx<'_>, _memory: &mut Memory) {
    egui::Frame::new().inner_margin(16).show(ui, |ui| {
        ui.horizontal_wrapped(|ui| {
            for icon in Icon::ALL {
                let (rect, _) = ui.allocate_exact_size(vec2(56.0, 40.0), egui::Sense::hover());
                icon.paint(
                    ui.painter(),
                    rect.center() - vec2(14.0, 0.0),
                    20.0,
                    cx.theme.text,
                );
                icon.paint_filled(
                    ui.painter(),
                    rect.center() + vec2(14.0, 0.0),
                    20.0,
                    cx.theme.accent,
                );
            }
        });
    });
}

pub(crate) fn type_scale(ui: &mut Ui, cx: &Cx<'_>, _memory: &mut Memory) {
    egui::Frame::new().inner_margin(24).show(ui, |ui| {
        for (name, kind) in [
            ("Display – Sphinx of black quartz", Type::Display),
            ("Title – Zwölf Boxkämpfer jagen Viktor", Type::Title),
            ("Headline – Voix ambiguë d’un cœur", Type::Headline),
            ("Body – El pingüino Wenceslao hizo kilómetros. Съешь ещё этих мягких булок. Ξεσκεπάζω την ψυχοφθόρα", Type::Body),
            ("BodyStrong – Съешь ещё этих мягких французских булок", Type::BodyStrong),
            ("Label – Create account", Type::Label),
            ("Caption – yesterday at 12:04", Type::Caption),
            ("CaptionStrong – NEW MESSAGES", Type::CaptionStrong),
            ("Tiny – 128", Type::Tiny),
            ("Code – let x = 0xDEAD_BEEF; // 0O 1lI", Type::Code),
            ("你好，世界！这是一个加密的即时通讯软件。こんにちは 안녕하세요", Type::Body),
            ("مرحبا بالعالم، هذه رسالة مشفرة. لا إله إلا الله 123", Type::Body),
            ("שלום עולם, זו הודעה מוצפנת (בדיקה) 123", Type::Body),
            ("Emoji in a line 😀 👍🏽 ❤️ 👨‍👩‍👧‍👦 🇩🇪 🏳️‍🌈 🎉 and on", Type::Body),
            ("😀👍🏽❤️👨‍👩‍👧‍👦🇩🇪🏳️‍🌈1️⃣", Type::EmojiLarge),
        ] {
            Text::new(name, kind).show(ui, cx);
        }
    });
}

pub(crate) fn colours(ui: &mut Ui, cx: &Cx<'_>, _memory: &mut Memory) {
    let t = cx.theme;
    let pairs = [
        ("text", t.text, t.background),
        ("secondary", t.text_secondary, t.background),
        ("accent", t.accent, t.background),
        ("surface", t.text, t.surface),
        ("raised", t.text, t.raised),
        ("field", t.text, t.field),
        ("primary", t.on_accent, t.accent_fill),
        ("soft", t.on_accent_soft, t.accent_soft),
        ("bubble in", t.text, t.bubble_in),
        ("bubble out", t.on_bubble_out, t.bubble_out),
        ("bubble out 2", t.on_bubble_out_secondary, t.bubble_out),
        ("danger", t.danger, t.background),
        ("danger fill", t.on_danger, t.danger_fill),
        ("danger soft", t.on_danger_soft, t.danger_soft),
        ("warning", t.warning, t.background),
        ("warning soft", t.on_warning_soft, t.warning_soft),
        ("success", t.success, t.background),
        ("success soft", t.on_success_soft, t.success_soft),
        ("hover", t.text, t.hover),
        ("pressed", t.text, t.pressed),
        ("inverse", t.on_inverse, t.inverse),
        ("inverse act", t.accent_on_inverse, t.inverse),
    ];
    egui::Frame::new().inner_margin(24).show(ui, |ui| {
        ui.horizontal_wrapped(|ui| {
            for (name, foreground, background) in pairs {
                let (rect, _) = ui.allocate_exact_size(vec2(132.0, 64.0), egui::Sense::hover());
                ui.painter().rect_filled(rect, 10, background);
                paint_line(ui, cx, rect.shrink(12.0), name, Type::Label, foreground);
            }
        });
    });
}
