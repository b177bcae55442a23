//! Something above the page that asks or shows: a card over a dimmed page on a wide window, from the lower edge on a
//! phone. A click beside it, Escape or its cross closes it.

use egui::{Align2, Area, Frame, Id, Margin, Modal, Order, Role, ScrollArea, Ui, vec2};

use super::IconButton;
use crate::icons::Icon;
use crate::theme::{motion, radius, size, space};
use crate::ui::{Cx, Layout};

/// Something above the page.
#[must_use = "call show"]
pub struct Sheet<'a> {
    id: &'a str,
    title: &'a str,
    close: &'a str,
    width: f32,
}

/// What happened on a [`Sheet`].
pub struct SheetResponse<R> {
    /// Whether the person wants it closed.
    pub close: bool,
    /// What the content gave.
    pub inner: R,
}

impl<'a> Sheet<'a> {
    /// `id` tells sheets apart; `close` is the name of the cross.
    pub fn new(id: &'a str, title: &'a str, close: &'a str) -> Self {
        Self {
            id,
            title,
            close,
            width: 440.0,
        }
    }

    /// So wide on a wide window, in points.
    pub fn width(mut self, width: f32) -> Self {
        self.width = width;
        self
    }

    /// Draws it over everything. The content scrolls if it is higher than the window.
    pub fn show<R>(
        self,
        ui: &Ui,
        cx: &Cx<'_>,
        content: impl FnOnce(&mut Ui) -> R,
    ) -> SheetResponse<R> {
        let theme = cx.theme;
        let ctx = ui.ctx();
        let window = ctx.content_rect();
        let id = Id::unique(("sheet", self.id));
        let is_phone = cx.layout == Layout::Phone;
        let width = if is_phone {
            window.width()
        } else {
            self.width.min(window.width() - 2.0 * space::XL)
        };
        let (anchor, lift) = if is_phone {
            (Align2::CENTER_BOTTOM, 0.0)
        } else {
            (Align2::CENTER_CENTER, -space::XL)
        };
        let corners = if is_phone {
            egui::CornerRadius {
                nw: radius::LARGE,
                ne: radius::LARGE,
                sw: 0,
                se: 0,
            }
        } else {
            egui::CornerRadius::same(radius::LARGE)
        };
        let arrived = if cx.motion {
            ctx.animate_bool_with_time(id.with("arrived"), true, motion::SLOW)
        } else {
            1.0
        };
        let frame = Frame::new()
            .fill(theme.raised)
            .corner_radius(corners)
            .shadow(theme.shadow_sheet)
            .inner_margin(Margin::ZERO);
        let area = Area::new(id)
            .order(Order::Foreground)
            .anchor(anchor, vec2(0.0, lift + (1.0 - arrived) * space::L))
            .default_height(window.height())
            .accessible_name(self.title);
        let mut close = false;
        let mut title = None;
        let modal = Modal::new(id)
            .area(area)
            .frame(frame)
            .backdrop_color(theme.scrim.gamma_multiply(arrived))
            .show(ctx, |ui| {
                ui.set_width(width);
                ui.spacing_mut().item_spacing.y = space::S;
                Frame::new()
                    .inner_margin(Margin {
                        left: 20,
                        right: 12,
                        top: 12,
                        bottom: 0,
                    })
                    .show(ui, |ui| {
                        ui.set_min_height(size::CONTROL);
                        super::row_end(ui, cx, |ui| {
                            close = IconButton::new(Icon::Close, self.close)
                                .show(ui, cx)
                                .clicked();
                            ui.with_layout(cx.direction.row(), |ui| {
                                title = Some(super::title(ui, cx, self.title));
                            });
                        });
                    });
                Frame::new()
                    .inner_margin(Margin {
                        left: 20,
                        // The rest of the margin is the scroll bar's, so that it lies over nothing.
                        right: 4,
                        top: 0,
                        bottom: 20,
                    })
                    .show(ui, |ui| {
                        let height_max = window.height() - 160.0;
                        ScrollArea::vertical()
                            .max_height(height_max)
                            .auto_shrink([false, true])
                            .show(ui, |ui| {
                                if let Some(title) = &title {
                                    super::scroll_keys(ui, title);
                                }
                                ui.set_width(width - 40.0);
                                ui.with_layout(cx.direction.column(), content).inner
                            })
                    })
                    .inner
                    .inner
            });
        ctx.accesskit_node_builder(modal.response.id, |node| node.set_role(Role::Dialog));
        close |= modal.should_close();
        SheetResponse {
            close,
            inner: modal.inner,
        }
    }
}
