//! Something that stays until it is dealt with: a changed identity, a request, a block, what happened to the account.

use egui::{Rect, Role, Sense, Ui, UiBuilder, WidgetInfo, pos2, vec2};

use super::{Button, Tone};
use crate::icons::Icon;
use crate::theme::{Type, radius, size, space};
use crate::ui::Cx;

impl Tone {
    fn role(self) -> Role {
        if self == Self::Info {
            Role::Status
        } else {
            Role::Alert
        }
    }

    fn icon(self) -> Icon {
        match self {
            Self::Quiet | Self::Info => Icon::Info,
            Self::Good => Icon::Shield,
            Self::Warning => Icon::Warning,
            Self::Problem => Icon::ShieldWarning,
        }
    }
}

/// Something that stays until it is dealt with.
#[must_use = "call show"]
pub struct Banner<'a> {
    tone: Tone,
    text: &'a str,
    icon: Icon,
    actions: Vec<&'a str>,
}

impl<'a> Banner<'a> {
    /// A banner with this text.
    pub fn new(tone: Tone, text: &'a str) -> Self {
        Self {
            tone,
            text,
            icon: tone.icon(),
            actions: Vec::new(),
        }
    }

    /// Another icon than the tone's.
    pub fn icon(mut self, icon: Icon) -> Self {
        self.icon = icon;
        self
    }

    /// With something to do about it. One alone stands beside the text where there is place; of several the first is what is
    /// offered most.
    pub fn action(mut self, action: &'a str) -> Self {
        self.actions.push(action);
        self
    }

    /// Draws it as wide as there is place. Returns which action was chosen.
    pub fn show(self, ui: &mut Ui, cx: &Cx<'_>) -> Option<usize> {
        let (fill, foreground) = self.tone.colours(cx.theme);
        let width = ui.available_width();
        let buttons: Vec<Button<'_>> = (self.actions.iter().enumerate())
            .map(|(index, action)| self.button(cx, index, action))
            .collect();
        let widths: Vec<f32> = buttons.iter().map(|button| button.width(ui)).collect();
        // Beside the text while there is room for both, below it on a phone.
        let alone = match widths[..] {
            [alone] if alone < width * 0.35 && width > 360.0 => Some(alone),
            _ => None,
        };
        let beside = alone.is_some();
        let before = size::ICON + space::S;
        let after = alone.unwrap_or_default();
        let text_width = (width - 2.0 * space::M - before - after - space::S).max(80.0);
        let text = super::galley(
            ui,
            self.text,
            Type::Body,
            foreground,
            text_width,
            usize::MAX,
        );
        let line = text.size().y.max(super::target(cx));
        // What is first begins where the text does: a ground, or the words where there is none.
        let (indent, gap) = match self.is_filled() {
            true => (before, space::S),
            false => (before - space::M, 0.0),
        };
        let places = match beside {
            true => Places::default(),
            false => Places::of(&widths, width - 2.0 * space::M - indent, control(cx)),
        };
        let gap = if places.height > 0.0 { gap } else { 0.0 };
        let wanted = vec2(width, line + gap + places.height + space::L);
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

        let mut chosen = None;
        for (index, (button, width)) in buttons.into_iter().zip(&widths).enumerate() {
            let size = vec2(*width, control(cx));
            let place = if beside {
                cx.direction.place_trailing(upper, 0.0, size)
            } else {
                let (x, y) = places.each.get(index).copied().unwrap_or_default();
                let top = upper.bottom() + gap + y;
                let row =
                    Rect::from_min_max(pos2(inner.left(), top), pos2(inner.right(), top + size.y));
                cx.direction.place_leading(row, indent + x, size)
            };
            let builder = UiBuilder::new().max_rect(place);
            let shown = ui.scope_builder(builder, |ui| button.show(ui, cx));
            if shown.inner.clicked() {
                chosen = Some(index);
            }
        }
        chosen
    }

    /// Whether what is offered most has a ground of its own.
    fn is_filled(&self) -> bool {
        self.tone == Tone::Quiet || self.actions.len() > 1
    }

    /// What is offered less, or stands alone on a ground of its own, is only words.
    fn button(&self, cx: &Cx<'_>, index: usize, text: &'a str) -> Button<'a> {
        let (_, foreground) = self.tone.colours(cx.theme);
        match (self.tone, index) {
            (Tone::Quiet, 0) => Button::primary(text),
            (Tone::Quiet, _) => Button::plain(text),
            (_, 0) if self.is_filled() => Button::tonal(text).colour(foreground),
            _ => Button::plain(text).colour(foreground),
        }
    }
}

fn control(cx: &Cx<'_>) -> f32 {
    size::CONTROL.max(super::target(cx))
}

/// Where buttons stand below the text: beside each other while there is place, then in further rows.
#[derive(Default)]
struct Places {
    /// The leading upper corner of each, from that of all.
    each: Vec<(f32, f32)>,
    height: f32,
}

impl Places {
    fn of(widths: &[f32], width: f32, control: f32) -> Self {
        let mut places = Self::default();
        let (mut x, mut y) = (0.0, 0.0);
        for wide in widths {
            if x > 0.0 && x + wide > width {
                (x, y) = (0.0, y + control + space::XS);
            }
            places.each.push((x, y));
            places.height = y + control;
            x += wide + space::S;
        }
        places
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn buttons_stand_in_further_rows_where_there_is_no_place() {
        let places = Places::of(&[100.0, 60.0, 120.0], 200.0, 36.0);
        let second = 36.0 + space::XS;
        let each = [(0.0, 0.0), (100.0 + space::S, 0.0), (0.0, second)];
        assert_eq!(places.each, each);
        assert_eq!(places.height, second + 36.0);
        assert_eq!(Places::of(&[], 200.0, 36.0).height, 0.0);
        // What is wider than everything stands alone, and is cut.
        assert_eq!(Places::of(&[300.0], 200.0, 36.0).each, [(0.0, 0.0)]);
    }
}
