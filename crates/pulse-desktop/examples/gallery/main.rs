//! Every widget in light, dark, large, narrow and right to left, as pictures to look at:
//! `cargo run --example gallery -- FOLDER`. Needs a Vulkan driver (lavapipe will do), no display.

#![expect(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a tool for designers, which stops where something is wrong"
)]

mod controls;
mod lists;
mod messages;
mod pages;
mod tokens;

use std::path::PathBuf;

use egui::{Ui, vec2};
use pulse_desktop::theme::Theme;
use pulse_desktop::ui::{Cx, Direction, Layout};
use pulse_desktop::{Texts, fonts};

use controls::controls;
use lists::lists;
use messages::messages;
use pages::{empty, page, sheet};
use tokens::{colours, icons, type_scale};

struct Memory {
    name: String,
    secret: String,
    search: String,
    note: String,
    on: bool,
    off: bool,
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
    };
    let mut harness = egui_kittest::Harness::builder()
        .with_size(vec2(shot.size[0], shot.size[1]))
        .with_pixels_per_point(shot.scale)
        .with_context_setup(move |ctx| {
            fonts::install(ctx);
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
