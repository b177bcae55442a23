//! What became of an own message, as the ticks that people know.

use egui::{Color32, Painter, Pos2};

use crate::icons::Icon;
use crate::theme::{Theme, size};

/// What became of an own message. The words for it are told with the message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StatusTicks {
    /// Waits to be sent.
    Sending,
    /// The server has it.
    Sent,
    /// Their device has it.
    Delivered,
    /// They saw it.
    Read,
    /// It could not be sent.
    Failed,
}

impl StatusTicks {
    /// Width and height, in points.
    pub const SIZE: f32 = size::ICON_SMALL;

    /// Draws it with its middle at `centre`, in `colour`; what was read has a colour and a shape of its own, a failure is red
    /// where that can be seen.
    pub fn paint(
        self,
        painter: &Painter,
        theme: &Theme,
        centre: Pos2,
        colour: Color32,
        on_accent: bool,
    ) {
        let (colour, read, failed) = if on_accent {
            (theme.ticks_out, theme.ticks_out_read, theme.on_bubble_out)
        } else {
            (colour, theme.accent, theme.danger)
        };
        match self {
            Self::Sending => Icon::Clock.paint(painter, centre, 14.0, colour),
            Self::Sent => Icon::Check.paint(painter, centre, Self::SIZE, colour),
            Self::Delivered => Icon::CheckDouble.paint(painter, centre, Self::SIZE, colour),
            // Another shape, and a filled one: not everybody tells colours apart, and nobody at a glance.
            Self::Read => Icon::CheckCircle.paint_filled(painter, centre, Self::SIZE, read),
            Self::Failed => Icon::Failed.paint_filled(painter, centre, Self::SIZE, failed),
        };
    }
}
