//! What is shown while a file is held over the window.

use egui::{Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, vec2};

use crate::icons::Icon;
use crate::theme::{Type, radius, size, space};
use crate::ui::Cx;
use crate::ui::widgets::galley;

const HEIGHT: f32 = 96.0;

/// A place that says that the file may be let go.
pub(in crate::ui) fn drop_target(ui: &mut Ui, cx: &Cx<'_>, text: &str) {
    let theme = cx.theme;
    let wanted = vec2(ui.available_width(), HEIGHT);
    let (rect, response) = ui.allocate_exact_size(wanted, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, text));
    let stroke = Stroke::new(2.0, theme.accent);
    ui.painter().rect(
        rect,
        radius::LARGE,
        theme.accent_soft,
        stroke,
        StrokeKind::Inside,
    );
    let centre = rect.center();
    Icon::Image.paint(
        ui.painter(),
        centre - vec2(0.0, size::ICON),
        size::ICON,
        theme.on_accent_soft,
    );
    let galley = galley(ui, text, Type::Label, theme.on_accent_soft, rect.width(), 1);
    let below = vec2(-galley.size().x * 0.5, space::XS);
    ui.painter()
        .galley(centre + below, galley, theme.on_accent_soft);
}
