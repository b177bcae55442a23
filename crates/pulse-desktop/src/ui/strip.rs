//! Cutting a line into places from its leading and its trailing end, so that a mirrored interface needs no second layout.

use egui::{Pos2, Rect, pos2};

use super::Direction;
use crate::icons::Icon;

/// What is left of a line. Leading is left in English and right in Arabic.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Strip {
    /// What is left.
    pub(crate) rest: Rect,
    direction: Direction,
}

impl Strip {
    /// A whole line.
    pub(crate) fn new(rect: Rect, direction: Direction) -> Self {
        Self {
            rest: rect,
            direction,
        }
    }

    /// Takes a place of this width from the leading end; never more than there is.
    pub(crate) fn leading(&mut self, width: f32) -> Rect {
        self.cut(width, self.direction == Direction::LeftToRight)
    }

    /// Takes a place of this width from the trailing end; never more than there is.
    pub(crate) fn trailing(&mut self, width: f32) -> Rect {
        self.cut(width, self.direction == Direction::RightToLeft)
    }

    fn cut(&mut self, width: f32, left: bool) -> Rect {
        let width = width.clamp(0.0, self.rest.width());
        let mut taken = self.rest;
        if left {
            taken.max.x = taken.min.x + width;
            self.rest.min.x = taken.max.x;
        } else {
            taken.min.x = taken.max.x - width;
            self.rest.max.x = taken.min.x;
        }
        taken
    }
}

impl Direction {
    /// The icon as it is drawn in this direction: arrows that mean a way of reading turn around.
    pub(crate) fn icon(self, icon: Icon) -> Icon {
        match self {
            Self::LeftToRight => icon,
            Self::RightToLeft => icon.mirrored(),
        }
    }

    /// The x of the trailing edge.
    pub(crate) fn trailing_x(self, rect: Rect) -> f32 {
        match self {
            Self::LeftToRight => rect.right(),
            Self::RightToLeft => rect.left(),
        }
    }

    /// The middle of the trailing edge.
    pub(crate) fn trailing_edge(self, rect: Rect) -> Pos2 {
        pos2(self.trailing_x(rect), rect.center().y)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mirrored_strip_is_cut_from_the_other_end() {
        let line = Rect::from_min_max(pos2(0.0, 0.0), pos2(100.0, 10.0));
        let mut strip = Strip::new(line, Direction::LeftToRight);
        assert_eq!(strip.leading(20.0).x_range(), egui::Rangef::new(0.0, 20.0));
        assert_eq!(
            strip.trailing(30.0).x_range(),
            egui::Rangef::new(70.0, 100.0)
        );
        assert_eq!(strip.rest.x_range(), egui::Rangef::new(20.0, 70.0));
        let mut strip = Strip::new(line, Direction::RightToLeft);
        assert_eq!(
            strip.leading(20.0).x_range(),
            egui::Rangef::new(80.0, 100.0)
        );
        assert_eq!(strip.leading(500.0).x_range(), egui::Rangef::new(0.0, 80.0));
    }
}
