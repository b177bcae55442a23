//! Every widget in light, dark, large, narrow and right to left, as pictures to look at:
//! `cargo run --example gallery -- FOLDER`. Needs a Vulkan driver (lavapipe will do), no display.

#![allow(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a tool for designers, which stops where something is wrong"
)]

use std::path::PathBuf;

use egui::{Ui, vec2};
use pulse_desktop::icons::Icon;
use pulse_desktop::rich_text::{self, Side};
use pulse_desktop::theme::{Theme, Type, size, space};
use pulse_desktop::ui::widgets::*;
use pulse_desktop::ui::{Cx, Direction, Layout};
use pulse_desktop::{Texts, fonts};

struct Memory {
    name: String,
    secret: String,
    search: String,
    note: String,
    on: bool,
    off: bool,
    choice: u8,
    scale: f32,
}

struct Shot {
    file: &'static str,
    dark: bool,
    layout: Layout,
    direction: Direction,
    size: [f32; 2],
    scale: f32,
    draw: fn(&mut Ui, &Cx<'_>, &mut Memory),
}

fn main() {
    let folder = PathBuf::from(std::env::args().nth(1).unwrap_or_else(|| "gallery".into()));
    std::fs::create_dir_all(&folder).expect("the folder can be made");
    let (wide, phone) = (Layout::Wide, Layout::Phone);
    let (ltr, rtl) = (Direction::LeftToRight, Direction::RightToLeft);
    let shot = |file, dark, layout, direction, size, scale, draw| Shot {
        file,
        dark,
        layout,
        direction,
        size,
        scale,
        draw,
    };
    let shots = [
        shot(
            "controls-light",
            false,
            wide,
            ltr,
            [900.0, 760.0],
            1.0,
            controls as fn(&mut Ui, &Cx<'_>, &mut Memory),
        ),
        shot(
            "controls-dark",
            true,
            wide,
            ltr,
            [900.0, 760.0],
            1.0,
            controls,
        ),
        shot(
            "controls-rtl",
            false,
            wide,
            rtl,
            [900.0, 760.0],
            1.0,
            controls,
        ),
        shot(
            "controls-200",
            false,
            wide,
            ltr,
            [900.0, 760.0],
            2.0,
            controls,
        ),
        shot("lists-light", false, wide, ltr, [900.0, 760.0], 1.0, lists),
        shot("lists-dark", true, wide, ltr, [900.0, 760.0], 1.0, lists),
        shot("page-phone", false, phone, ltr, [390.0, 844.0], 2.0, page),
        shot(
            "page-phone-rtl-dark",
            true,
            phone,
            rtl,
            [390.0, 844.0],
            2.0,
            page,
        ),
        shot("empty-dark", true, wide, ltr, [600.0, 480.0], 1.0, empty),
        shot("sheet-light", false, wide, ltr, [900.0, 700.0], 1.0, sheet),
        shot(
            "sheet-phone-dark",
            true,
            phone,
            ltr,
            [390.0, 844.0],
            2.0,
            sheet,
        ),
        shot(
            "messages-light",
            false,
            wide,
            ltr,
            [760.0, 900.0],
            1.0,
            messages,
        ),
        shot(
            "messages-dark-200",
            true,
            wide,
            ltr,
            [440.0, 960.0],
            2.0,
            messages,
        ),
        shot("icons-light", false, wide, ltr, [900.0, 620.0], 1.0, icons),
        shot(
            "type-light",
            false,
            wide,
            ltr,
            [900.0, 700.0],
            1.0,
            type_scale,
        ),
        shot(
            "type-dark-150",
            true,
            wide,
            ltr,
            [900.0, 700.0],
            1.5,
            type_scale,
        ),
        shot(
            "colours-light",
            false,
            wide,
            ltr,
            [900.0, 500.0],
            1.0,
            colours,
        ),
        shot(
            "colours-dark",
            true,
            wide,
            ltr,
            [900.0, 500.0],
            1.0,
            colours,
        ),
    ];
    let wanted = std::env::args().nth(2);
    for shot in shots.into_iter().filter(|shot| {
        wanted
            .as_deref()
            .is_none_or(|wanted| shot.file.contains(wanted))
    }) {
        let path = folder.join(format!("{}.png", shot.file));
        render(shot)
            .save(&path)
            .expect("the picture can be written");
        println!("{}", path.display());
    }
}

fn render(shot: Shot) -> image::RgbaImage {
    let texts = Texts::for_language(pulse_desktop::state::Language::English, "en");
    let theme = if shot.dark {
        Theme::dark()
    } else {
        Theme::light()
    };
    let style = theme.clone();
    let mut memory = Memory {
        name: "Alice Example".into(),
        secret: "correct horse".into(),
        search: String::new(),
        note: "مرحبا، كيف حالك اليوم؟ 123 abc".into(),
        on: true,
        off: false,
        choice: 1,
        scale: 1.25,
    };
    let mut harness = egui_kittest::Harness::builder()
        .with_size(vec2(shot.size[0], shot.size[1]))
        .with_pixels_per_point(shot.scale)
        .with_context_setup(move |ctx| {
            ctx.set_fonts(fonts::definitions());
            style.apply(ctx);
        })
        .wgpu()
        .build_ui(move |ui| {
            let cx = Cx {
                texts: &texts,
                theme: &theme,
                now: pulse_client::Timestamp::from_millis(1_800_000_000_000),
                layout: shot.layout,
                direction: shot.direction,
                motion: false,
            };
            ui.painter()
                .rect_filled(ui.ctx().content_rect(), 0.0, theme.background);
            (shot.draw)(ui, &cx, &mut memory);
        });
    harness.run_steps(4);
    harness.render().expect("there is a Vulkan driver")
}

fn controls(ui: &mut Ui, cx: &Cx<'_>, memory: &mut Memory) {
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
            Button::danger("Block").icon(Icon::Block).show(ui, cx);
            Button::danger_plain("Delete").show(ui, cx);
        });
        row(ui, cx, |ui| {
            Button::primary("Disabled").enabled(false).show(ui, cx);
            Button::tonal("Disabled").enabled(false).show(ui, cx);
            Button::primary("Working").busy(true).show(ui, cx);
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
            Segmented::new(
                &mut memory.choice,
                "Appearance",
                &[(0, "Light"), (1, "Dark"), (2, "System")],
            )
            .show(ui, cx);
            Slider::new(&mut memory.scale, 0.75, 2.0, 0.25, "Scale").show(ui, cx);
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
            Tone::Danger,
            "Alice’s identity has changed. Compare the safety number before you write secrets.",
        )
        .action("Verify")
        .dismiss("Dismiss")
        .show(ui, cx);
    });
    Toast::new("Conversation deleted")
        .action("Undo")
        .show(ui, cx, 0);
}

fn lists(ui: &mut Ui, cx: &Cx<'_>, memory: &mut Memory) {
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
            date_pill(ui, cx, "Yesterday", false);
            date_pill(ui, cx, "New messages", true);
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

fn page(ui: &mut Ui, cx: &Cx<'_>, memory: &mut Memory) {
    Page::new("Appearance").back("Back").show(ui, cx, |ui| {
        section_header(ui, cx, "Colours");
        Segmented::new(
            &mut memory.choice,
            "Appearance",
            &[(0, "Light"), (1, "Dark"), (2, "System")],
        )
        .show(ui, cx);
        section_header(ui, cx, "Size");
        Slider::new(&mut memory.scale, 0.75, 2.0, 0.25, "Scale").show(ui, cx);
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

fn empty(ui: &mut Ui, cx: &Cx<'_>, _memory: &mut Memory) {
    EmptyState::new(
        Icon::Chats,
        "No conversations yet",
        "Add somebody by their link or code, and write the first message.",
    )
    .action("Add a contact")
    .show(ui, cx);
}

fn sheet(ui: &mut Ui, cx: &Cx<'_>, memory: &mut Memory) {
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
            Button::danger("Delete").show(ui, cx);
            Button::plain("Cancel").show(ui, cx);
        });
    });
}

fn icons(ui: &mut Ui, cx: &Cx<'_>, _memory: &mut Memory) {
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

fn type_scale(ui: &mut Ui, cx: &Cx<'_>, _memory: &mut Memory) {
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

fn colours(ui: &mut Ui, cx: &Cx<'_>, _memory: &mut Memory) {
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

fn messages(ui: &mut Ui, cx: &Cx<'_>, _memory: &mut Memory) {
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
