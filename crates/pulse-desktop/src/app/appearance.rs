//! Language, colours and size, as the person chose them or as the system says.

use jiff::tz::TimeZone;

use crate::native;
use crate::state::{Language, Settings, ThemeChoice};
use crate::texts::Texts;
use crate::theme::Theme;

/// What is shown now, and what it was made from.
pub(super) struct Appearance {
    theme: Theme,
    texts: Texts,
    language: Language,
    scale: f32,
    motion: bool,
    system_language: String,
    zone: Box<dyn Fn() -> TimeZone>,
    /// The zone of the texts.
    shown_zone: TimeZone,
    system: native::Appearance,
}

impl Appearance {
    pub(super) fn new(
        ctx: &egui::Context,
        settings: &Settings,
        system_language: String,
        zone: Box<dyn Fn() -> TimeZone>,
    ) -> Self {
        let shown_zone = zone();
        let texts =
            Texts::for_language(settings.language, &system_language).in_zone(shown_zone.clone());
        let mut appearance = Self {
            theme: Theme::light(),
            texts,
            language: settings.language,
            scale: settings.scale,
            motion: true,
            system_language,
            zone,
            shown_zone,
            system: native::Appearance::default(),
        };
        appearance.enter(ctx, settings);
        appearance
    }

    /// Another window comes, whose context knows nothing yet.
    pub(super) fn enter(&mut self, ctx: &egui::Context, settings: &Settings) {
        self.theme = self.wanted_theme(ctx, settings);
        self.theme.apply(ctx);
        self.scale = settings.scale;
        ctx.set_zoom_factor(settings.scale);
    }

    /// Follows the settings and the system where they changed.
    pub(super) fn follow(&mut self, ctx: &egui::Context, settings: &Settings) {
        let theme = self.wanted_theme(ctx, settings);
        if theme != self.theme {
            self.theme = theme;
            self.theme.apply(ctx);
        }
        if (self.scale - settings.scale).abs() > f32::EPSILON {
            self.scale = settings.scale;
            ctx.set_zoom_factor(self.scale);
        }
        // The system's zone is looked at anew every few minutes, and known at once in between.
        let zone = (self.zone)();
        if self.language != settings.language || self.shown_zone != zone {
            self.language = settings.language;
            self.shown_zone = zone.clone();
            self.texts = Texts::for_language(self.language, &self.system_language).in_zone(zone);
        }
        self.motion = !settings.reduced_motion && !self.system.reduced_motion;
    }

    /// The desktop says something else than before.
    pub(super) fn system_changed(&mut self, system: native::Appearance) {
        self.system = system;
    }

    pub(super) fn theme(&self) -> &Theme {
        &self.theme
    }

    pub(super) fn texts(&self) -> &Texts {
        &self.texts
    }

    /// Whether things may move.
    pub(super) fn motion(&self) -> bool {
        self.motion
    }

    /// The window's title: with the number of unread messages, since task bars show it.
    pub(super) fn title(&self, unread: u32) -> String {
        if unread == 0 {
            return self.texts.get("app-name").into_owned();
        }
        self.texts
            .with("app-title-unread", &[("count", unread.into())])
            .into_owned()
    }

    fn wanted_theme(&self, ctx: &egui::Context, settings: &Settings) -> Theme {
        let is_dark = match settings.theme {
            ThemeChoice::Light => false,
            ThemeChoice::Dark => true,
            ThemeChoice::System => self.system.dark.unwrap_or_else(|| {
                ctx.system_theme()
                    .is_some_and(|theme| theme == egui::Theme::Dark)
            }),
        };
        let theme = match is_dark {
            true => Theme::dark(),
            false => Theme::light(),
        };
        match self.system.high_contrast {
            true => theme.strong(),
            false => theme,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_asks_their_desktop_for_stronger_contrasts_has_them() {
        let ctx = egui::Context::default();
        let settings = Settings::default();
        let zone = || TimeZone::UTC;
        let mut shown = Appearance::new(&ctx, &settings, "en".to_owned(), Box::new(zone));
        for high_contrast in [true, false] {
            shown.system_changed(native::Appearance {
                high_contrast,
                ..native::Appearance::default()
            });
            shown.follow(&ctx, &settings);
            assert_eq!(shown.theme().is_strong, high_contrast);
        }
    }
}
