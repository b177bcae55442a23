//! What a picture is taken with: size, scale, colours, language.

use egui::UiBuilder;
use egui_kittest::Harness;
use image::RgbaImage;
use pulse_client::Timestamp;
use pulse_desktop::state::Language;
use pulse_desktop::theme::Theme;
use pulse_desktop::ui::{self, Cx, Layout, UiMemory};
use pulse_desktop::{Actions, AppState, Texts, fonts};

/// Steps after which nothing moves any more: the first lays out, the second knows all sizes.
const STEPS: usize = 4;

/// One way to look at the app.
pub(crate) struct Shape {
    pub(crate) name: &'static str,
    size: [f32; 2],
    /// Pixels for each point.
    scale: f32,
    is_dark: bool,
    /// With stronger contrasts.
    is_strong: bool,
    language: Language,
}

pub(crate) const LIGHT: Shape = Shape {
    name: "light",
    size: [840.0, 560.0],
    scale: 1.0,
    is_dark: false,
    is_strong: false,
    language: Language::English,
};

pub(crate) const DARK: Shape = Shape {
    name: "dark",
    is_dark: true,
    ..LIGHT
};

pub(crate) const PHONE: Shape = Shape {
    name: "phone",
    size: [390.0, 720.0],
    ..LIGHT
};

pub(crate) const PHONE_DARK: Shape = Shape {
    name: "phone-dark",
    is_dark: true,
    ..PHONE
};

pub(crate) const RIGHT_TO_LEFT: Shape = Shape {
    name: "right-to-left",
    language: Language::Arabic,
    ..LIGHT
};

pub(crate) const STRONG: Shape = Shape {
    name: "strong",
    is_strong: true,
    ..LIGHT
};

pub(crate) const STRONG_DARK: Shape = Shape {
    name: "strong-dark",
    is_strong: true,
    ..DARK
};

/// A screen with twice as many pixels, in a small window.
pub(crate) const DOUBLE: Shape = Shape {
    name: "200",
    size: [604.0, 290.0],
    scale: 2.0,
    ..LIGHT
};

/// All of them, for people to look at.
pub(crate) const ALL: &[&Shape] = &[
    &LIGHT,
    &DARK,
    &STRONG,
    &STRONG_DARK,
    &PHONE,
    &PHONE_DARK,
    &RIGHT_TO_LEFT,
    &DOUBLE,
];

impl Shape {
    /// Draws a state.
    pub(crate) fn draw(&self, state: AppState) -> RgbaImage {
        let theme = if self.is_dark {
            Theme::dark()
        } else {
            Theme::light()
        };
        let theme = match self.is_strong {
            true => theme.strong(),
            false => theme,
        };
        let texts = Texts::for_language(self.language, "en_GB.UTF-8");
        let layout = Layout::of_width(self.size[0]);
        let mut memory = UiMemory::default();
        let look = theme.clone();
        // What waits a moment before it is shown has waited by the second frame.
        let mut waited = 2_000;
        let mut harness = Harness::builder()
            .with_size(self.size)
            .with_pixels_per_point(self.scale)
            .with_render_cursor(false)
            .with_context_setup(move |ctx| {
                fonts::install(ctx);
                look.apply(ctx);
            })
            .wgpu()
            .build_ui(move |ui| {
                let cx = Cx {
                    texts: &texts,
                    theme: &theme,
                    now: Timestamp::from_millis(
                        state
                            .now
                            .as_millis()
                            .saturating_sub(std::mem::take(&mut waited)),
                    ),
                    layout,
                    direction: texts.direction(),
                    motion: false,
                };
                let mut actions = Actions::default();
                // All of the window, without the margin that the harness leaves.
                let window = ui.content_rect();
                let all = UiBuilder::new().max_rect(window);
                ui.scope_builder(all, |ui| {
                    ui.set_clip_rect(window);
                    ui::show(ui, &cx, &state, &mut memory, &mut actions);
                });
            });
        harness.run_steps(STEPS);
        harness.render().unwrap()
    }
}
