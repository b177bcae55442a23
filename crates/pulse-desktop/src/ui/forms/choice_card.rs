//! One of a few choices that need a sentence each.

use egui::{Response, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, vec2};

use crate::icons::Icon;
use crate::theme::{Type, radius, size, space};
use crate::ui::Cx;
use crate::ui::widgets::{focus_ring, galley};

/// A card with an icon, a title and a text; a tick when it is chosen.
pub(in crate::ui) fn choice_card(
    ui: &mut Ui,
    cx: &Cx<'_>,
    icon: Icon,
    title: &str,
    text: &str,
    is_chosen: bool,
) -> Response {
    let theme = cx.theme;
    let width = ui.available_width();
    let inner = width - 2.0 * space::L - 2.0 * (size::ICON + space::M);
    let title_galley = galley(ui, title, Type::BodyStrong, theme.text, inner, 3);
    let text_galley = galley(ui, text, Type::Caption, theme.text_secondary, inner, 8);
    let height = title_galley.size().y + space::XS + text_galley.size().y;
    let wanted = vec2(width, height + 2.0 * space::L);
    let (rect, response) = ui.allocate_exact_size(wanted, Sense::click());
    let name = format!("{title}. {text}");
    response
        .widget_info(|| WidgetInfo::selected(Role::RadioButton, ui.is_enabled(), is_chosen, &name));
    if !ui.is_rect_visible(rect) {
        return response;
    }
    let fill = match (is_chosen, response.hovered()) {
        (true, _) => theme.accent_soft,
        (false, true) => theme.hover,
        (false, false) => theme.surface,
    };
    let stroke = match is_chosen {
        true => Stroke::new(1.5, theme.accent),
        false => Stroke::new(1.0, theme.separator),
    };
    ui.painter()
        .rect(rect, radius::LARGE, fill, stroke, StrokeKind::Inside);
    let inside = rect.shrink(space::L);
    let icon_size = vec2(size::ICON, size::ICON);
    let colour = if is_chosen {
        theme.accent
    } else {
        theme.text_secondary
    };
    let place = cx.direction.place_leading(inside, 0.0, icon_size);
    icon.paint(ui.painter(), place.center(), size::ICON, colour);
    if is_chosen {
        let place = cx.direction.place_trailing(inside, 0.0, icon_size);
        Icon::Check.paint(ui.painter(), place.center(), size::ICON, theme.accent);
    }
    let words = cx.direction.shrink_leading(inside, size::ICON + space::M);
    let words = cx.direction.shrink_trailing(words, size::ICON + space::M);
    let title_at = cx.direction.leading_top(words, title_galley.size().x);
    let text_at = cx.direction.leading_top(words, text_galley.size().x);
    let below = title_galley.size().y + space::XS;
    ui.painter().galley(title_at, title_galley, theme.text);
    ui.painter().galley(
        text_at + vec2(0.0, below),
        text_galley,
        theme.text_secondary,
    );
    focus_ring(ui, cx, &response, rect, radius::LARGE);
    response
}
