//! The tokens in egui's words, so that what egui draws by itself (fields, menus, tooltips, scroll bars, selections)
//! looks like everything else.

use std::collections::BTreeMap;

use egui::style::{
    HandleShape, ScrollFadeStyle, ScrollStyle, Selection, TextCursorStyle, WidgetVisuals, Widgets,
};
use egui::{Color32, CornerRadius, FontFamily, Margin, Stroke, TextStyle, Visuals, vec2};

use super::{Theme, Type, motion, radius, size, space};

/// Sets the style of both of egui's themes to this one, so that the system's preference cannot mix in.
pub(super) fn apply(theme: &Theme, ctx: &egui::Context) {
    let preference = if theme.is_dark {
        egui::Theme::Dark
    } else {
        egui::Theme::Light
    };
    ctx.set_theme(preference);
    ctx.all_styles_mut(|style| {
        style.visuals = visuals(theme);
        style.text_styles = text_styles();
        style.animation_time = motion::FAST;
        style.explanation_tooltips = false;
        style.url_in_tooltip = false;
        style.compact_menu_style = false;

        let spacing = &mut style.spacing;
        spacing.item_spacing = vec2(space::S, space::S);
        spacing.window_margin = Margin::same(space::L as i8);
        spacing.menu_margin = Margin::same(space::XS as i8);
        spacing.button_padding = vec2(space::M, space::S);
        spacing.indent = space::L;
        spacing.interact_size = vec2(size::TARGET, size::TARGET);
        spacing.icon_width = size::ICON;
        spacing.icon_width_inner = 12.0;
        spacing.icon_spacing = space::S;
        spacing.tooltip_width = 280.0;
        spacing.menu_width = 220.0;
        spacing.menu_spacing = space::XS;
        spacing.indent_ends_with_horizontal_line = false;
        spacing.scroll = scroll();

        let interaction = &mut style.interaction;
        interaction.tooltip_delay = 0.5;
        interaction.show_tooltips_only_when_still = true;
        // Only messages and codes can be selected; labels of the interface are not text to copy.
        interaction.selectable_labels = false;
        interaction.multi_widget_text_select = false;
    });
}

fn text_styles() -> BTreeMap<TextStyle, egui::FontId> {
    BTreeMap::from([
        (TextStyle::Heading, Type::Title.font()),
        (TextStyle::Body, Type::Body.font()),
        (TextStyle::Button, Type::Label.font()),
        (TextStyle::Small, Type::Caption.font()),
        (
            TextStyle::Monospace,
            egui::FontId::new(14.0, FontFamily::Monospace),
        ),
    ])
}

/// Thin bars that float over the content and show only under the pointer.
fn scroll() -> ScrollStyle {
    ScrollStyle {
        bar_width: 8.0,
        floating_width: 4.0,
        handle_min_length: 32.0,
        bar_inner_margin: 4.0,
        bar_outer_margin: 2.0,
        foreground_color: true,
        dormant_background_opacity: 0.0,
        active_background_opacity: 0.0,
        interact_background_opacity: 0.0,
        dormant_handle_opacity: 0.0,
        active_handle_opacity: 0.35,
        interact_handle_opacity: 0.6,
        fade: ScrollFadeStyle {
            strength: 0.0,
            ..ScrollFadeStyle::default()
        },
        ..ScrollStyle::floating()
    }
}

fn visuals(theme: &Theme) -> Visuals {
    let base = if theme.is_dark {
        Visuals::dark()
    } else {
        Visuals::light()
    };
    let corner = CornerRadius::same(radius::MEDIUM);
    let widget = |fill: Color32, foreground: Color32| WidgetVisuals {
        bg_fill: fill,
        weak_bg_fill: fill,
        bg_stroke: Stroke::NONE,
        corner_radius: corner,
        fg_stroke: Stroke::new(1.0, foreground),
        expansion: 0.0,
    };
    Visuals {
        dark_mode: theme.is_dark,
        override_text_color: None,
        weak_text_color: Some(theme.text_secondary),
        widgets: Widgets {
            noninteractive: WidgetVisuals {
                bg_stroke: theme.separator_stroke(),
                ..widget(theme.surface, theme.text)
            },
            inactive: widget(Color32::TRANSPARENT, theme.text),
            hovered: widget(theme.hover, theme.text),
            active: widget(theme.pressed, theme.text),
            open: widget(theme.pressed, theme.text),
        },
        selection: Selection {
            bg_fill: theme.selection,
            stroke: Stroke::new(1.0, theme.text),
        },
        hyperlink_color: theme.accent,
        faint_bg_color: theme.surface,
        extreme_bg_color: theme.field,
        text_edit_bg_color: Some(theme.field),
        code_bg_color: theme.code,
        warn_fg_color: theme.warning,
        error_fg_color: theme.danger,
        window_corner_radius: CornerRadius::same(radius::LARGE),
        window_shadow: theme.shadow_sheet,
        window_fill: theme.raised,
        window_stroke: theme.raised_stroke(),
        menu_corner_radius: CornerRadius::same(radius::LARGE),
        panel_fill: theme.background,
        popup_shadow: theme.shadow_popup,
        // A blinking cursor would draw a frame twice a second for as long as a field has the focus.
        text_cursor: TextCursorStyle {
            stroke: Stroke::new(2.0, theme.accent),
            preview: false,
            blink: false,
            ..base.text_cursor.clone()
        },
        button_frame: true,
        collapsing_header_frame: false,
        indent_has_left_vline: false,
        striped: false,
        slider_trailing_fill: true,
        handle_shape: HandleShape::Circle,
        interact_cursor: Some(egui::CursorIcon::PointingHand),
        disabled_alpha: 0.45,
        ..base
    }
}
