//! Menus: of a button, of the secondary click, and their items.
//!
//! A menu that was opened with the keyboard has the keyboard at its first item, and gives it back when it closes.

use egui::{
    Context, Frame, Id, Margin, Popup, RectAlign, Response, Role, ScrollArea, Sense,
    SetOpenCommand, Ui, WidgetInfo, vec2,
};

use super::surface::{flat_fill, focus_ring};
use super::{galley, paint_line, separator, target};
use crate::icons::Icon;
use crate::theme::{Type, radius, size, space};
use crate::ui::Cx;

/// The menu of a button, which opens below it. `name` is what a screen reader calls it.
pub fn popup_menu(button: &Response, cx: &Cx<'_>, name: &str, content: impl FnOnce(&mut Ui)) {
    let align = if cx.direction.is_rtl() {
        RectAlign::BOTTOM_START
    } else {
        RectAlign::BOTTOM_END
    };
    let popup = Popup::menu(button).align(align).gap(4.0);
    let by_keys = button.clicked() && !by_pointer(button);
    show(popup, button, cx, name, by_keys, content);
}

/// The menu of a secondary click on `response`, at the pointer. Screens give the same items in a menu with a button, for
/// the keyboard and for touch.
pub fn context_menu(response: &Response, cx: &Cx<'_>, name: &str, content: impl FnOnce(&mut Ui)) {
    let popup = Popup::context_menu(response);
    show(popup, response, cx, name, false, content);
}

/// The same menu opened with the keyboard, below `response`, when `open` is set.
pub fn keyboard_menu(
    response: &Response,
    cx: &Cx<'_>,
    name: &str,
    open: bool,
    content: impl FnOnce(&mut Ui),
) {
    let popup = Popup::menu(response)
        .id(response.id.with("keyboard-menu"))
        .open_memory(open.then_some(SetOpenCommand::Bool(true)))
        .gap(4.0);
    show(popup, response, cx, name, open, content);
}

/// Shows a menu while it is open. `by_keys`: the keyboard opens it now, or closes it.
fn show(
    popup: Popup<'_>,
    anchor: &Response,
    cx: &Cx<'_>,
    name: &str,
    by_keys: bool,
    content: impl FnOnce(&mut Ui),
) {
    let (ctx, id) = (&anchor.ctx, popup.get_id());
    if by_keys && !popup.is_open() {
        Keyboard::Arrives.store(ctx, id);
    }
    let popup = popup.frame(frame(cx)).accessible_name(name);
    let shown = popup.show(|ui| fill(ui, content));
    let closes = shown.map(|shown| shown.response.should_close());
    if closes == Some(false) {
        return;
    }
    let had_keyboard = Keyboard::of(ctx, id).is_some();
    Keyboard::forget(ctx, id);
    if closes.is_some() && had_keyboard && !by_pointer(anchor) {
        anchor.request_focus();
    }
}

fn by_pointer(response: &Response) -> bool {
    response.ctx.input(|input| input.pointer.any_click())
}

/// What a menu has of the keyboard.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Keyboard {
    /// It was opened with it: the first item takes it.
    Arrives,
    /// One of its items has it, or had it last.
    IsThere,
}

impl Keyboard {
    fn store(self, ctx: &Context, menu: Id) {
        ctx.data_mut(|data| data.insert_temp(Self::place(menu), self));
    }

    fn of(ctx: &Context, menu: Id) -> Option<Self> {
        ctx.data(|data| data.get_temp(Self::place(menu)))
    }

    fn forget(ctx: &Context, menu: Id) {
        ctx.data_mut(|data| data.remove::<Self>(Self::place(menu)));
    }

    fn place(menu: Id) -> Id {
        menu.with("keyboard")
    }

    /// An item was laid out: it takes the keyboard when nobody before it did.
    fn meet(ui: &Ui, item: &Response) {
        // A menu is a layer of its own, and is laid out once before it is seen.
        let menu = ui.layer_id().id;
        if ui.is_sizing_pass() || !ui.is_enabled() {
            return;
        }
        if Self::of(ui.ctx(), menu) == Some(Self::Arrives) {
            item.request_focus();
        }
        if item.gained_focus() {
            item.scroll_to_me(None);
        }
        if item.has_focus() {
            Self::IsThere.store(ui.ctx(), menu);
        }
    }
}

fn frame(cx: &Cx<'_>) -> Frame {
    Frame::new()
        .fill(cx.theme.raised)
        .stroke(cx.theme.raised_stroke())
        .corner_radius(radius::LARGE)
        .inner_margin(Margin::same(space::XS as i8))
        .shadow(cx.theme.shadow_popup)
}

fn fill(ui: &mut Ui, content: impl FnOnce(&mut Ui)) {
    ui.set_width(ui.spacing().menu_width);
    // What is longer than the window scrolls: nothing of it is out of reach.
    let height = ui.content_rect().height() - 2.0 * space::L;
    ScrollArea::vertical().max_height(height).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        content(ui);
    });
}

/// A line between groups of items.
pub fn menu_separator(ui: &mut Ui, cx: &Cx<'_>) {
    separator(ui, cx);
}

/// One thing to do.
#[must_use = "call show"]
pub struct MenuItem<'a> {
    text: &'a str,
    icon: Option<Icon>,
    shortcut: Option<&'a str>,
    danger: bool,
    enabled: bool,
}

impl<'a> MenuItem<'a> {
    /// `text` is its accessible name.
    pub fn new(text: &'a str) -> Self {
        Self {
            text,
            icon: None,
            shortcut: None,
            danger: false,
            enabled: true,
        }
    }

    /// An icon before.
    pub fn icon(mut self, icon: Icon) -> Self {
        self.icon = Some(icon);
        self
    }

    /// The keys that do the same.
    pub fn shortcut(mut self, shortcut: &'a str) -> Self {
        self.shortcut = Some(shortcut);
        self
    }

    /// What cannot easily be taken back.
    pub fn danger(mut self) -> Self {
        self.danger = true;
        self
    }

    /// Whether it can be chosen now.
    pub fn enabled(mut self, enabled: bool) -> Self {
        self.enabled = enabled;
        self
    }

    /// Draws it. True if it was chosen; the menu closes by itself.
    pub fn show(self, ui: &mut Ui, cx: &Cx<'_>) -> bool {
        let enabled = self.enabled;
        let response = ui.add_enabled_ui(enabled, |ui| self.draw(ui, cx)).inner;
        if response.clicked() {
            ui.close();
        }
        response.clicked()
    }

    fn draw(self, ui: &mut Ui, cx: &Cx<'_>) -> Response {
        let theme = cx.theme;
        let (rect, response) = ui.allocate_exact_size(
            vec2(ui.available_width(), 36.0_f32.max(target(cx))),
            Sense::click(),
        );
        response.widget_info(|| WidgetInfo::labeled(Role::MenuItem, ui.is_enabled(), self.text));
        Keyboard::meet(ui, &response);
        if !ui.is_rect_visible(rect) {
            return response;
        }
        ui.painter()
            .rect_filled(rect, radius::MEDIUM, flat_fill(ui, cx, &response));
        let (colour, icon_colour) = if self.danger {
            (theme.danger, theme.danger)
        } else {
            (theme.text, theme.text_secondary)
        };
        let mut inner = rect.shrink2(vec2(space::M, 0.0));
        if let Some(icon) = self.icon {
            let icon = cx.direction.icon(icon);
            let place = cx
                .direction
                .place_leading(inner, 0.0, vec2(size::ICON, size::ICON));
            icon.paint(ui.painter(), place.center(), 18.0, icon_colour);
            inner = cx.direction.shrink_leading(inner, size::ICON + space::M);
        }
        if let Some(shortcut) = self.shortcut {
            let galley = galley(
                ui,
                shortcut,
                Type::Caption,
                theme.text_secondary,
                inner.width() * 0.5,
                1,
            );
            let place = cx.direction.place_trailing(inner, 0.0, galley.size());
            inner = cx
                .direction
                .shrink_trailing(inner, galley.size().x + space::S);
            ui.painter().galley(place.min, galley, theme.text_secondary);
        }
        paint_line(ui, cx, inner, self.text, Type::Body, colour);
        focus_ring(ui, cx, &response, rect, radius::MEDIUM);
        response
    }
}
