//! A word about what was done or went wrong, with a way to take it back and one to put it away. It blocks nothing.

use std::sync::Arc;

use egui::{
    Area, Color32, Galley, Id, Order, Rect, Response, Role, Sense, StrokeKind, Ui, WidgetInfo,
    pos2, vec2,
};

use super::{galley, target};
use crate::icons::Icon;
use crate::theme::{Type, radius, size, space};
use crate::ui::{Cx, Strip, line};

/// Widest text of a toast, in points: a line that is read at a glance.
const TEXT_WIDTH_MAX: f32 = 440.0;
/// Lines of a toast at most. A whole sentence of a problem fits; nothing hides half of the page.
const ROWS_MAX: usize = 6;

/// A word about what was done or went wrong.
#[must_use = "call show"]
pub struct Toast<'a> {
    text: &'a str,
    close: &'a str,
    action: Option<&'a str>,
    is_problem: bool,
}

/// What somebody did with a [`Toast`].
#[derive(Clone, Copy, Debug, Default)]
pub struct ToastResponse {
    /// The action was clicked.
    pub acted: bool,
    /// It is to go.
    pub closed: bool,
    /// The pointer or the keyboard is at it: it should stay.
    pub is_held: bool,
}

/// Where the parts of a toast go.
struct LaidOut {
    text: Arc<Galley>,
    action: Option<Arc<Galley>>,
    icon: f32,
    size: egui::Vec2,
}

impl<'a> Toast<'a> {
    /// Between one and the next, and between the lowest and the edge.
    pub const GAP: f32 = space::S;

    /// What was done. `close` is the name of the cross.
    pub fn new(text: &'a str, close: &'a str) -> Self {
        Self {
            text,
            close,
            action: None,
            is_problem: false,
        }
    }

    /// With one thing to do about it, such as taking it back.
    pub fn action(mut self, action: &'a str) -> Self {
        self.action = Some(action);
        self
    }

    /// Something did not work: it is marked, and screen readers say it at once.
    pub fn problem(mut self) -> Self {
        self.is_problem = true;
        self
    }

    /// How tall it is in a place this wide.
    pub fn height(&self, ui: &Ui, cx: &Cx<'_>, width: f32) -> f32 {
        self.lay_out(ui, cx, width).size.y
    }

    /// Draws it over everything, in the middle above the lower edge of `place`.
    pub fn show(self, ui: &Ui, cx: &Cx<'_>, id: Id, place: Rect) -> ToastResponse {
        let laid_out = self.lay_out(ui, cx, place.width());
        let left_top = pos2(
            (place.center().x - laid_out.size.x * 0.5).round(),
            place.bottom() - laid_out.size.y,
        );
        let area = Area::new(id)
            .order(Order::Foreground)
            .fixed_pos(left_top)
            .constrain(false)
            .default_size(laid_out.size);
        let shown = area.show(ui.ctx(), |ui| self.draw(ui, cx, laid_out));
        let mut response = shown.inner;
        response.is_held |= shown.response.contains_pointer();
        response
    }

    fn lay_out(&self, ui: &Ui, cx: &Cx<'_>, width: f32) -> LaidOut {
        let theme = cx.theme;
        let action = self
            .action
            .map(|action| galley(ui, action, Type::Label, theme.accent_on_inverse, 160.0, 1));
        let icon = if self.is_problem {
            size::ICON + space::M
        } else {
            0.0
        };
        let beside = action
            .as_ref()
            .map_or(0.0, |it| it.size().x + 2.0 * space::M);
        let around = space::L + icon + space::S + beside + target(cx) + space::XS;
        let width = (width - 2.0 * space::L - around).clamp(100.0, TEXT_WIDTH_MAX);
        let text = galley(ui, self.text, Type::Body, theme.on_inverse, width, ROWS_MAX);
        let height = (text.size().y + 2.0 * space::M).max(target(cx) + space::S);
        LaidOut {
            size: vec2(around + text.size().x, height).ceil(),
            text,
            action,
            icon,
        }
    }

    fn draw(&self, ui: &mut Ui, cx: &Cx<'_>, laid_out: LaidOut) -> ToastResponse {
        let theme = cx.theme;
        let (rect, whole) = ui.allocate_exact_size(laid_out.size, Sense::hover());
        let corner = egui::CornerRadius::same(radius::MEDIUM);
        ui.painter().add(theme.shadow_popup.as_shape(rect, corner));
        ui.painter().rect_filled(rect, corner, theme.inverse);
        self.tell(ui, &whole);

        let mut strip = Strip::new(rect, cx.direction);
        strip.leading(space::L);
        let icon = strip.leading(laid_out.icon);
        if self.is_problem {
            let mut strip = Strip::new(icon, cx.direction);
            let at = strip.leading(size::ICON).center();
            Icon::Failed.paint_filled(ui.painter(), at, size::ICON, theme.danger_on_inverse);
        }
        strip.trailing(space::XS);
        let close = strip.trailing(target(cx));
        let action = laid_out.action.map(|words| {
            let place = strip.trailing(words.size().x + 2.0 * space::M);
            (place, words)
        });
        line::leading(ui, cx, strip.rest, laid_out.text, theme.on_inverse);

        let mut response = ToastResponse::default();
        if let (Some((place, words)), Some(name)) = (action, self.action) {
            let button = button(ui, cx, place, name);
            line::centred(ui, place, words, theme.accent_on_inverse);
            response.acted = button.clicked();
            response.is_held |= button.has_focus();
        }
        // Several may be there: each cross says whose it is.
        let name = format!("{}: {}", self.close, self.text);
        let button = button(ui, cx, close, &name);
        let colour = theme.on_inverse.gamma_multiply(0.7);
        Icon::Close.paint(ui.painter(), close.center(), size::ICON_SMALL, colour);
        response.closed = button.clicked();
        response.is_held |= button.has_focus();
        response
    }

    /// Told when it appears, without taking the keyboard from where it is.
    fn tell(&self, ui: &Ui, whole: &Response) {
        let (role, live) = if self.is_problem {
            (Role::Alert, egui::accesskit::Live::Assertive)
        } else {
            (Role::Status, egui::accesskit::Live::Polite)
        };
        whole.widget_info(|| WidgetInfo::labeled(role, true, self.text));
        ui.ctx()
            .accesskit_node_builder(whole.id, |node| node.set_live(live));
    }
}

/// Something to click on the colour of toasts.
fn button(ui: &Ui, cx: &Cx<'_>, place: Rect, name: &str) -> Response {
    let theme = cx.theme;
    let side = vec2(place.width(), target(cx));
    let place = Rect::from_center_size(place.center(), side);
    let response = ui.interact(place, ui.scope_id().with(name), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, name));
    let fill = if response.hovered() {
        theme.on_inverse.gamma_multiply(0.12)
    } else {
        Color32::TRANSPARENT
    };
    ui.painter().rect_filled(place, radius::SMALL, fill);
    if response.has_focus() {
        let ring = egui::Stroke::new(2.0, theme.accent_on_inverse);
        ui.painter()
            .rect_stroke(place, radius::SMALL, ring, StrokeKind::Inside);
    }
    response
}
