//! A message as it is drawn: its parts below each other in one galley, so that selecting and copying runs through all of
//! it, and around the letters what no galley can draw (the ground of code, the bar of a quotation, lines under links).

mod emoji;
mod look;
mod page;
mod place;

use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};
use std::sync::{Arc, Mutex, PoisonError};

use egui::text::LayoutJob;
use egui::{Color32, Context, Galley, Id, Painter, Pos2, Rect, Stroke, Vec2};

use super::recent::Recent;
use super::{Alignment, layout, parse};
use crate::limits::LAID_OUT_MESSAGES_MAX;
use crate::theme::{Theme, Type};
use look::Look;
use page::Page;

/// Whose message it is, which decides its colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Side {
    /// Of somebody else, or a text of a page.
    Theirs,
    /// Our own, on the accent.
    Own,
}

/// A message laid out. Cheap to share; valid for one frame, after which [`message`] gives it again.
#[derive(Debug)]
pub struct LaidOut {
    /// All letters. Its text is what a copy gives: the message without its marks, in logical order.
    pub galley: Arc<Galley>,
    /// Nothing but a few emoji, drawn large: no bubble around it.
    pub is_emoji_only: bool,
    /// Whether its last line begins at the right.
    pub ends_rtl: bool,
    grounds: Vec<(Rect, u8, Color32)>,
    lines: Vec<([Pos2; 2], Stroke)>,
    links: Vec<Link>,
}

/// A stretch of a link on one row.
#[derive(Debug)]
struct Link {
    rect: Rect,
    address: String,
    /// Whether its words are its address.
    is_bare: bool,
}

impl LaidOut {
    /// How much place it takes, in points.
    #[must_use]
    pub fn size(&self) -> Vec2 {
        self.galley.rect.size()
    }

    /// How far the last line reaches from the left edge, in points: where a time may stand on the same line. All the way if
    /// that line begins at the right, or is of code.
    #[must_use]
    pub fn last_line_width(&self) -> f32 {
        let Some(row) = self.galley.rows.last() else {
            return 0.0;
        };
        let in_code = self
            .grounds
            .iter()
            .any(|(rect, _, _)| rect.bottom() >= row.max_y() && rect.height() > row.height());
        if self.ends_rtl || in_code {
            self.galley.rect.width()
        } else {
            row.pos.x + row.size.x
        }
    }

    /// The address at a place, relative to where it is drawn.
    #[must_use]
    pub fn link_at(&self, place: Vec2) -> Option<&str> {
        self.find_link(place).map(|link| link.address.as_str())
    }

    /// Whether the words at a place hide the address they lead to, or claim another one.
    #[must_use]
    pub fn hides_address_at(&self, place: Vec2) -> bool {
        self.find_link(place).is_some_and(|link| !link.is_bare)
    }

    fn find_link(&self, place: Vec2) -> Option<&Link> {
        let place = place.to_pos2();
        let mut links = self.links.iter();
        links.find(|link| link.rect.expand(2.0).contains(place))
    }

    /// Every address in it, in order, and whether its words hide it: what a menu or the keyboard can open.
    pub fn links(&self) -> impl Iterator<Item = (&str, bool)> {
        let mut last = None;
        self.links
            .iter()
            .map(|link| (link.address.as_str(), !link.is_bare))
            .filter(move |link| last.replace(*link) != Some(*link))
    }

    /// Draws what lies behind the letters. Call it before the galley is drawn, at the same place.
    pub fn paint_behind(&self, painter: &Painter, place: Pos2) {
        for (rect, corner, fill) in &self.grounds {
            painter.rect_filled(rect.translate(place.to_vec2()), *corner, *fill);
        }
    }

    /// Draws the lines under links and through what was taken back. Call it after the galley is drawn.
    pub fn paint_lines(&self, painter: &Painter, place: Pos2) {
        for ([from, to], stroke) in &self.lines {
            let y = painter.round_to_pixel_center(place.y + from.y);
            painter.hline(place.x + from.x..=place.x + to.x, y, *stroke);
        }
    }

    /// Draws all of it.
    pub fn paint(&self, painter: &Painter, place: Pos2) {
        self.paint_behind(painter, place);
        painter.galley(place, Arc::clone(&self.galley), Color32::PLACEHOLDER);
        self.paint_lines(painter, place);
    }
}

/// Lays out a message in lines of `width` points, or takes it from memory if it was laid out like that lately.
pub fn message(ctx: &Context, theme: &Theme, text: &str, side: Side, width: f32) -> Arc<LaidOut> {
    let key = BuildHasherDefault::<DefaultHasher>::default().hash_one((
        text,
        side,
        width.to_bits(),
        (theme.is_dark, theme.is_strong),
    ));
    // egui lays out anew when its font texture or the scale changes: a space tells.
    let of = layout::lay_out(
        ctx,
        LayoutJob::simple_singleline(" ".into(), Type::Body.font(), theme.text),
        Alignment::Leading,
    );
    let memory = ctx.data_mut(|data| {
        Arc::clone(
            data.get_temp_mut_or_default::<Arc<Mutex<Memory>>>(Id::unique("laid-out-messages")),
        )
    });
    let pass = ctx.cumulative_pass_nr();
    {
        let mut memory = memory.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(entry) = memory.get(key, pass)
            && Arc::ptr_eq(&entry.of, &of)
        {
            return Arc::clone(&entry.message);
        }
    }
    let message = Arc::new(lay_out(ctx, theme, text, side, width));
    let entry = Entry {
        of,
        message: Arc::clone(&message),
    };
    let bytes = message.galley.text().len();
    let mut memory = memory.lock().unwrap_or_else(PoisonError::into_inner);
    memory.insert(key, entry, bytes, pass);
    message
}

type Memory = Recent<Entry, LAID_OUT_MESSAGES_MAX>;

struct Entry {
    of: Arc<Galley>,
    message: Arc<LaidOut>,
}

fn lay_out(ctx: &Context, theme: &Theme, text: &str, side: Side, width: f32) -> LaidOut {
    let look = Look::of(theme, side);
    if let Some(count) = emoji::count_alone(text) {
        return emoji::lay_out_large(ctx, text.trim(), count, width, look.text);
    }
    let message = parse::parse(text);
    let mut page = Page::default();
    for block in &message.blocks {
        page.add(ctx, &look, block, width);
    }
    page.finish(ctx)
}

#[cfg(test)]
mod tests;
