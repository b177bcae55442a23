//! Leading and trailing instead of left and right, so that the interface turns around for Arabic and Hebrew.

use egui::{Align, Layout, Pos2, Rect, Vec2, pos2};

use super::Direction;

impl Direction {
    /// Whether text begins at the right.
    #[must_use]
    pub fn is_rtl(self) -> bool {
        self == Self::RightToLeft
    }

    /// Things beside each other, from the leading side, centred on one line.
    #[must_use]
    pub fn row(self) -> Layout {
        if self.is_rtl() {
            Layout::right_to_left(Align::Center)
        } else {
            Layout::left_to_right(Align::Center)
        }
    }

    /// Things beside each other, from the leading side, with their tops on one line.
    #[must_use]
    pub fn row_top(self) -> Layout {
        if self.is_rtl() {
            Layout::right_to_left(Align::Min)
        } else {
            Layout::left_to_right(Align::Min)
        }
    }

    /// Things beside each other, from the trailing side, centred on one line: the buttons at the end of a row.
    #[must_use]
    pub fn row_end(self) -> Layout {
        if self.is_rtl() {
            Layout::left_to_right(Align::Center)
        } else {
            Layout::right_to_left(Align::Center)
        }
    }

    /// Things below each other, at the leading side.
    #[must_use]
    pub fn column(self) -> Layout {
        Layout::top_down(self.leading())
    }

    /// The side text begins at.
    #[must_use]
    pub fn leading(self) -> Align {
        if self.is_rtl() {
            Align::Max
        } else {
            Align::Min
        }
    }

    /// The side text ends at.
    #[must_use]
    pub fn trailing(self) -> Align {
        if self.is_rtl() {
            Align::Min
        } else {
            Align::Max
        }
    }

    /// A rectangle of `size` inside of `outer`, `offset` points from its leading edge, centred on its height.
    #[must_use]
    pub fn place_leading(self, outer: Rect, offset: f32, size: Vec2) -> Rect {
        let left = if self.is_rtl() {
            outer.right() - offset - size.x
        } else {
            outer.left() + offset
        };
        Rect::from_min_size(pos2(left, outer.center().y - size.y * 0.5), size)
    }

    /// A rectangle of `size` inside of `outer`, `offset` points from its trailing edge, centred on its height.
    #[must_use]
    pub fn place_trailing(self, outer: Rect, offset: f32, size: Vec2) -> Rect {
        let left = if self.is_rtl() {
            outer.left() + offset
        } else {
            outer.right() - offset - size.x
        };
        Rect::from_min_size(pos2(left, outer.center().y - size.y * 0.5), size)
    }

    /// `rect` without `by` points at its leading edge.
    #[must_use]
    pub fn shrink_leading(self, rect: Rect, by: f32) -> Rect {
        if self.is_rtl() {
            Rect::from_min_max(rect.min, pos2(rect.max.x - by, rect.max.y))
        } else {
            Rect::from_min_max(pos2(rect.min.x + by, rect.min.y), rect.max)
        }
    }

    /// `rect` without `by` points at its trailing edge.
    #[must_use]
    pub fn shrink_trailing(self, rect: Rect, by: f32) -> Rect {
        if self.is_rtl() {
            Rect::from_min_max(pos2(rect.min.x + by, rect.min.y), rect.max)
        } else {
            Rect::from_min_max(rect.min, pos2(rect.max.x - by, rect.max.y))
        }
    }

    /// Where to draw something `width` wide in `rect` so that it stands at the leading edge: its left top.
    #[must_use]
    pub fn leading_top(self, rect: Rect, width: f32) -> Pos2 {
        if self.is_rtl() {
            pos2(rect.right() - width, rect.top())
        } else {
            rect.left_top()
        }
    }
}

#[cfg(test)]
mod tests {
    use egui::vec2;

    use super::*;

    #[test]
    fn both_directions_mirror_each_other() {
        let outer = Rect::from_min_size(pos2(100.0, 0.0), vec2(200.0, 40.0));
        let (left, right) = (Direction::LeftToRight, Direction::RightToLeft);
        assert_eq!(
            left.place_leading(outer, 8.0, vec2(20.0, 20.0)),
            right.place_trailing(outer, 8.0, vec2(20.0, 20.0))
        );
        assert_eq!(
            left.shrink_leading(outer, 8.0),
            right.shrink_trailing(outer, 8.0)
        );
        assert_eq!(right.leading_top(outer, 50.0), pos2(250.0, 0.0));
    }
}
