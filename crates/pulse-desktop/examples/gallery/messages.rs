//! Bubbles of both sides in both directions.

use egui::{Ui, vec2};
use pulse_desktop::rich_text::{self, Side};
use pulse_desktop::ui::Cx;

use crate::Memory;

pub(crate) fn messages(ui: &mut Ui, cx: &Cx<'_>, _memory: &mut Memory) {
    let texts = [
        (
            Side::Theirs,
            "Hi! **Bold**, *italic*, ~~gone~~, `let x = 1;` and a link: https://pulse.example/a/very/long/path?with=query.",
        ),
        (
            Side::Own,
            "> Somebody said this\n> in two lines\nAnd I answer with `code` and [a named link](https://pulse.example).",
        ),
        (
            Side::Theirs,
            "# A list\n- one\n- two, which is so long that it has to be broken and goes on below where it began\n  - deeper\n10. ten",
        ),
        (
            Side::Own,
            "```rust\nfn main() {\n    println!(\"hello\");\n}\n```",
        ),
        (
            Side::Theirs,
            "مرحبا! هذه رسالة طويلة باللغة العربية، وفيها رقم 123 وكلمة Pulse وعنوان https://pulse.example وينتهي السطر.",
        ),
        (
            Side::Own,
            "שלום! זו הודעה בעברית (עם סוגריים) ומספר 3.14 וגם English words בתוך הטקסט.",
        ),
        (
            Side::Theirs,
            "- نقطة أولى\n- نقطة ثانية طويلة بما يكفي لتنكسر إلى سطرين في هذه الفقاعة الضيقة\n> اقتباس",
        ),
        (
            Side::Own,
            "你好！这是一条很长的中文消息，用来检查换行和标点符号是否正确。",
        ),
        (Side::Theirs, "😀👍🏽❤️"),
        (
            Side::Own,
            "Donaudampfschifffahrtsgesellschaftskapitänsmützenhersteller",
        ),
        (Side::Theirs, "Smile 😀 1️⃣ 🇩🇪 in text"),
    ];
    egui::Frame::new().inner_margin(16).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 6.0;
        for (side, text) in texts {
            let laid = rich_text::message(ui.ctx(), cx.theme, text, side, 300.0);
            let pad = if laid.is_emoji_only {
                vec2(0.0, 0.0)
            } else {
                vec2(12.0, 8.0)
            };
            let (row, _) = ui.allocate_exact_size(
                vec2(ui.available_width(), laid.size().y + 2.0 * pad.y),
                egui::Sense::hover(),
            );
            let size = laid.size() + 2.0 * pad;
            let rect = if side == Side::Own {
                cx.direction.place_trailing(row, 0.0, size)
            } else {
                cx.direction.place_leading(row, 0.0, size)
            };
            if !laid.is_emoji_only {
                let fill = if side == Side::Own {
                    cx.theme.bubble_out
                } else {
                    cx.theme.bubble_in
                };
                ui.painter().rect_filled(rect, 18, fill);
            }
            laid.paint(ui.painter(), rect.min + pad);
        }
    });
}
