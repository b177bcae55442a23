//! Something that stays until it is dealt with: no connection, a changed identity.

use egui::{Color32, Rect, Role, Sense, Ui, UiBuilder, WidgetInfo, vec2};

use super::{Button, IconButton};
use crate::icons::Icon;
use crate::theme::{Theme, Type, radius, size, space};
use crate::ui::Cx;

/// How much a banner matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// To know.
    Info,
    /// To look at.
    Warning,
    /// To act on.
    Danger,
    /// It went well.
    Success,
}

impl Tone {
    fn colours(self, theme: &Theme) -> (Color32, Color32) {
        match self {
            Self::Info => (theme.accent_soft, theme.on_accent_soft),
            Self::Warning => (theme.warning_soft, theme.on_warning_soft),
            Self::Danger => (theme.danger_soft, theme.on_danger_soft),
            Self::Success => (theme.success_soft, theme.on_success_soft),
        }
    }

    fn role(self) -> Role {
        if self == Self::Info {
            Role::Status
        } else {
            Role::Alert
        }
    }

    fn icon(self) -> Icon {
        match self {
            Self::Info => Icon::Info,
            Self::Warning => Icon::Warning,
            Self::Danger => Icon::ShieldWarning,
            Self::Success => Icon::Shield,
        }
    }
}

/// Something that stays until it is dealt with.
#[must_use = "call show"]
pub struct Banner<'a> {
    tone: Tone,
    text: &'a str,
    icon: Icon,
    action: Option<&'a str>,
    dismiss: Option<&'a str>,
}

/// What was done with a [`Banner`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BannerResponse {
    /// Its action was clicked.
    pub action: bool,
    /// It was sent away.
    pub dismissed: bool,
}

impl<'a> Banner<'a> {
    /// A banner with this text.
    pub fn new(tone: Tone, text: &'a str) -> Self {
        Self {
            tone,
            text,
            icon: tone.icon(),
            action: None,
            dismiss: None,
        }
    }

    /// Another icon than the tone's.
    pub fn icon(mut self, icon: Icon) -> Self {
        self.icon = icon;
        self
    }

    /// With one thing to do about it.
    pub fn action(mut self, action: &'a str) -> Self {
        self.action = Some(action);
        self
    }

    /// With a cross of this name.
    pub fn dismiss(mut self, name: &'a str) -> Self {
        self.dismiss = Some(name);
        self
    }

    /// Draws it as wide as there is place.
    pub fn show(self, ui: &mut Ui, cx: &Cx<'_>) -> BannerResponse {
        let (fill, foreground) = self.tone.colours(cx.theme);
        let control = super::target(cx);
        let width = ui.available_width();
        let action_width = self.action.map_or(0.0, |action| {
            super::galley(ui, action, Type::Label, foreground, width, 1)
                .size()
                .x
                + 2.0 * space::M
        });
        // Beside the text while there is room for both, below it on a phone.
        let beside = action_width < width * 0.35 && width > 360.0;
        let dismiss_width = if self.dismiss.is_some() { control } else { 0.0 };
        let before = size::ICON + space::S;
        let after = dismiss_width + if beside { action_width } else { 0.0 };
        let text_width = (width - 2.0 * space::M - before - after - space::S).max(80.0);
        let text = super::galley(
            ui,
            self.text,
            Type::Body,
            foreground,
            text_width,
            usize::MAX,
        );
        let line = text.size().y.max(control);
        let below = if beside || self.action.is_none() {
            0.0
        } else {
            size::CONTROL.max(control)
        };
        let wanted = vec2(width, line + below + space::L);
        let (rect, response) = ui.allocate_exact_size(wanted, Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(self.tone.role(), true, self.text));

        ui.painter().rect_filled(rect, radius::MEDIUM, fill);
        let inner = rect.shrink2(vec2(space::M, space::S));
        let upper = Rect::from_min_size(inner.min, vec2(inner.width(), line));
        let icon = cx
            .direction
            .place_leading(upper, 0.0, vec2(size::ICON, size::ICON));
        self.icon
            .paint_filled(ui.painter(), icon.center(), size::ICON, foreground);
        let words = cx.direction.place_leading(upper, before, text.size());
        ui.painter().galley(words.min, text, foreground);

        let mut answer = BannerResponse::default();
        if let Some(action) = self.action {
            let size = vec2(action_width, size::CONTROL.max(control));
            let place = if beside {
                cx.direction.place_trailing(upper, dismiss_width, size)
            } else {
                let lower = inner.with_min_y(upper.bottom());
                cx.direction.place_leading(lower, before - space::M, size)
            };
            answer.action = put(ui, place, |ui| {
                Button::plain(action)
                    .colour(foreground)
                    .show(ui, cx)
                    .clicked()
            });
        }
        if let Some(name) = self.dismiss {
            let place = cx
                .direction
                .place_trailing(upper, 0.0, vec2(control, control));
            let button = IconButton::new(Icon::Close, name)
                .small()
                .colour(foreground);
            answer.dismissed = put(ui, place, |ui| button.show(ui, cx).clicked());
        }
        answer
    }
}

/// Shows something at a place that is already taken.
fn put<R>(ui: &mut Ui, place: Rect, content: impl FnOnce(&mut Ui) -> R) -> R {
    ui.scope_builder(UiBuilder::new().max_rect(place), content)
        .inner
}
