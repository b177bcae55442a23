//! Something that stays until it is dealt with: no connection, a changed identity.

use egui::{Color32, Frame, Margin, Response, Role, Ui, vec2};

use super::{Button, IconButton, Text};
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
        let mut answer = BannerResponse::default();
        let frame = Frame::new()
            .fill(fill)
            .corner_radius(radius::MEDIUM)
            .inner_margin(Margin::symmetric(12, 8));
        let shown = frame.show(ui, |ui| {
            let width = ui.available_width();
            ui.set_width(width);
            // Beside the text while there is room for both, below it on a phone.
            let beside = width > 420.0 || self.action.is_none();
            ui.with_layout(cx.direction.row_top(), |ui| {
                ui.spacing_mut().item_spacing.x = space::S;
                let (place, _) = ui
                    .allocate_exact_size(vec2(size::ICON, super::target(cx)), egui::Sense::hover());
                self.icon
                    .paint_filled(ui.painter(), place.center(), size::ICON, foreground);
                ui.with_layout(cx.direction.row_end(), |ui| {
                    if let Some(name) = self.dismiss {
                        answer.dismissed = IconButton::new(Icon::Close, name)
                            .small()
                            .colour(foreground)
                            .show(ui, cx)
                            .clicked();
                    }
                    if let (Some(action), true) = (self.action, beside) {
                        answer.action = self.draw_action(ui, cx, action).clicked();
                    }
                    ui.with_layout(cx.direction.column(), |ui| {
                        let room = (super::target(cx) - Type::Body.line_height()) * 0.5;
                        ui.add_space(room);
                        Text::new(self.text, Type::Body)
                            .colour(foreground)
                            .show(ui, cx);
                        if let (Some(action), false) = (self.action, beside) {
                            answer.action = self.draw_action(ui, cx, action).clicked();
                        }
                    });
                });
            });
        });
        ui.ctx().accesskit_node_builder(shown.response.id, |node| {
            node.set_role(if self.tone == Tone::Info {
                Role::Status
            } else {
                Role::Alert
            });
            node.set_label(self.text);
        });
        answer
    }

    fn draw_action(&self, ui: &mut Ui, cx: &Cx<'_>, action: &str) -> Response {
        Button::plain(action).show(ui, cx)
    }
}
