//! Colours, sizes and type. Nothing else in the interface names a colour or a size of its own.
//!
//! Everything stands on a grid of four points ([`space`]). There is one accent; the surfaces are calm and differ by a
//! step, not by lines. Each foreground has 4.5 : 1 or more on every background that it is drawn on (3 : 1 for icons,
//! large text and the focus ring), which the tests compute.

mod colour;
mod strong;
mod visuals;

use egui::epaint::Shadow;
use egui::{Color32, FontId, Stroke};

use crate::fonts;

pub use colour::contrast;

/// Distances, in points, all on the 4-point grid.
pub mod space {
    /// Between an icon and its text.
    pub const XS: f32 = 4.0;
    /// Between parts of one thing.
    pub const S: f32 = 8.0;
    /// Inside of fields, bubbles and rows.
    pub const M: f32 = 12.0;
    /// Between things; the margin of a pane.
    pub const L: f32 = 16.0;
    /// Between groups of things.
    pub const XL: f32 = 24.0;
    /// Around what stands alone on a page.
    pub const XXL: f32 = 32.0;
}

/// Rounding of corners, in points.
pub mod radius {
    /// Inline code, small marks.
    pub const SMALL: u8 = 6;
    /// Buttons, fields, rows.
    pub const MEDIUM: u8 = 10;
    /// Cards, menus, sheets.
    pub const LARGE: u8 = 14;
    /// Message bubbles.
    pub const BUBBLE: u8 = 18;
    /// Fully round ends.
    pub const PILL: u8 = 255;
}

/// Sizes of things, in points.
pub mod size {
    /// Smallest side of what is clicked with a pointer.
    pub const TARGET: f32 = 32.0;
    /// Smallest side of what is touched.
    pub const TARGET_TOUCH: f32 = 44.0;
    /// Height of buttons and fields.
    pub const CONTROL: f32 = 40.0;
    /// Height of the bars at the top of panes.
    pub const BAR: f32 = 56.0;
    /// Icons in text and small marks.
    pub const ICON_SMALL: f32 = 16.0;
    /// Icons of buttons and rows.
    pub const ICON: f32 = 20.0;
    /// Icons of empty states.
    pub const ICON_LARGE: f32 = 40.0;
    /// Avatar beside a bubble.
    pub const AVATAR_SMALL: f32 = 28.0;
    /// Avatar in bars.
    pub const AVATAR_MEDIUM: f32 = 36.0;
    /// Avatar in lists.
    pub const AVATAR: f32 = 48.0;
    /// Avatar on a page about a person.
    pub const AVATAR_LARGE: f32 = 96.0;
    /// Widest column of text and controls of a page.
    pub const PAGE_WIDTH_MAX: f32 = 560.0;
    /// Widest bubble.
    pub const BUBBLE_WIDTH_MAX: f32 = 560.0;
}

/// How long things move, in seconds. Nothing moves when motion is off.
pub mod motion {
    /// Hover and press.
    pub const FAST: f32 = 0.08;
    /// Switches, toasts.
    pub const NORMAL: f32 = 0.16;
    /// Sheets.
    pub const SLOW: f32 = 0.22;
}

/// The type scale. Each is a family, a size and a line height.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Type {
    /// The one line of a welcome page.
    Display,
    /// Title of a page.
    Title,
    /// Title of a bar, a card, a sheet.
    Headline,
    /// Messages and running text.
    Body,
    /// Names; what stands out in running text.
    BodyStrong,
    /// Buttons and field labels.
    Label,
    /// Second lines of rows: what was last said.
    Secondary,
    /// Times, hints.
    Caption,
    /// Captions that stand out: section headers.
    CaptionStrong,
    /// Badges.
    Tiny,
    /// Code, keys, safety numbers.
    Code,
    /// Safety numbers, which are read out group by group.
    Digits,
    /// Messages of nothing but a few emoji.
    EmojiLarge,
}

impl Type {
    /// The font.
    #[must_use]
    pub fn font(self) -> FontId {
        match self {
            Self::Display => fonts::semibold(28.0),
            Self::Title => fonts::semibold(20.0),
            Self::Headline => fonts::semibold(16.0),
            Self::Body => fonts::regular(15.0),
            Self::BodyStrong => fonts::medium(15.0),
            Self::Label => fonts::medium(14.0),
            Self::Secondary => fonts::regular(14.0),
            Self::Caption => fonts::regular(12.5),
            Self::CaptionStrong => fonts::semibold(12.5),
            Self::Tiny => fonts::semibold(11.0),
            Self::Code => fonts::mono(14.0),
            Self::Digits => fonts::mono(18.0),
            Self::EmojiLarge => fonts::emoji(40.0),
        }
    }

    /// Distance from line to line, in points.
    #[must_use]
    pub fn line_height(self) -> f32 {
        match self {
            Self::Display => 36.0,
            Self::Title => 28.0,
            Self::Headline | Self::Digits => 24.0,
            Self::Body | Self::BodyStrong | Self::Code => 20.0,
            Self::Label | Self::Secondary => 20.0,
            Self::Caption | Self::CaptionStrong => 16.0,
            Self::Tiny => 12.0,
            Self::EmojiLarge => 48.0,
        }
    }

    /// Text of this type in a colour, for labels.
    #[must_use]
    pub fn text(self, text: impl Into<String>, colour: Color32) -> egui::RichText {
        egui::RichText::new(text)
            .font(self.font())
            .line_height(Some(self.line_height()))
            .color(colour)
    }
}

/// The design tokens of one appearance. Colours are named for what they are for.
#[derive(Clone, Debug, PartialEq)]
pub struct Theme {
    /// Whether this is the dark one.
    pub is_dark: bool,
    /// Whether its contrasts are stronger than most people need.
    pub is_strong: bool,
    /// Behind messages and pages.
    pub background: Color32,
    /// Behind the list of conversations, and cards on pages.
    pub surface: Color32,
    /// Menus, sheets, toasts: what lies above.
    pub raised: Color32,
    /// Fields that are typed in, on `background` and `surface`.
    pub field: Color32,
    /// Fields, boxes and keys on `raised`.
    pub well: Color32,
    /// Running text.
    pub text: Color32,
    /// Second lines, times, hints.
    pub text_secondary: Color32,
    /// What cannot be used now. Exempt from contrast, as WCAG says.
    pub text_disabled: Color32,
    /// Links, chosen icons, focus: the accent as a foreground.
    pub accent: Color32,
    /// The accent as a background: primary buttons, own bubbles, badges.
    pub accent_fill: Color32,
    /// `accent_fill` under the pointer.
    pub accent_hover: Color32,
    /// `accent_fill` while pressed.
    pub accent_pressed: Color32,
    /// On `accent_fill` and its two states.
    pub on_accent: Color32,
    /// A breath of the accent: the chosen row, tonal buttons.
    pub accent_soft: Color32,
    /// On `accent_soft`.
    pub on_accent_soft: Color32,
    /// Their messages.
    pub bubble_in: Color32,
    /// Own messages.
    pub bubble_out: Color32,
    /// Text of own messages.
    pub on_bubble_out: Color32,
    /// Times and ticks in own messages.
    pub on_bubble_out_secondary: Color32,
    /// Ticks of own messages that wait, were sent or arrived: there, but quiet.
    pub ticks_out: Color32,
    /// Ticks of own messages that were read: another colour, and the brightest.
    pub ticks_out_read: Color32,
    /// Behind code in their messages and on pages.
    pub code: Color32,
    /// Behind code in own messages.
    pub code_out: Color32,
    /// Destructive text and icons.
    pub danger: Color32,
    /// Destructive buttons.
    pub danger_fill: Color32,
    /// On `danger_fill`.
    pub on_danger: Color32,
    /// Behind an error.
    pub danger_soft: Color32,
    /// On `danger_soft`.
    pub on_danger_soft: Color32,
    /// Warning text and icons.
    pub warning: Color32,
    /// Behind a warning.
    pub warning_soft: Color32,
    /// On `warning_soft`.
    pub on_warning_soft: Color32,
    /// What went well; verified.
    pub success: Color32,
    /// Behind what went well.
    pub success_soft: Color32,
    /// On `success_soft`.
    pub on_success_soft: Color32,
    /// Hair lines between panes and groups. Decoration: nothing is told by them alone.
    pub separator: Color32,
    /// Outline of fields and switches, which must be seen: 3 : 1.
    pub outline: Color32,
    /// Rows and plain buttons under the pointer.
    pub hover: Color32,
    /// Rows and plain buttons while pressed.
    pub pressed: Color32,
    /// Around what the keyboard is at.
    pub focus_ring: Color32,
    /// Over everything behind a sheet.
    pub scrim: Color32,
    /// Behind selected text on pages and in their messages.
    pub selection: Color32,
    /// Behind selected text in own messages.
    pub selection_out: Color32,
    /// Badge of unread messages.
    pub unread: Color32,
    /// Badge of unread messages in a silenced conversation.
    pub unread_muted: Color32,
    /// Tooltips and toasts, which stand out from both appearances.
    pub inverse: Color32,
    /// On `inverse`.
    pub on_inverse: Color32,
    /// Actions on `inverse`.
    pub accent_on_inverse: Color32,
    /// The mark of a problem on `inverse`.
    pub danger_on_inverse: Color32,
    /// Under menus and toasts.
    pub shadow_popup: Shadow,
    /// Under sheets.
    pub shadow_sheet: Shadow,
}

/// The two colours of an avatar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AvatarColours {
    /// The disc.
    pub fill: Color32,
    /// The initials.
    pub text: Color32,
}

/// How many colours avatars have.
pub const AVATAR_COLOURS: u8 = 12;

const fn rgb(hex: u32) -> Color32 {
    Color32::from_rgb((hex >> 16) as u8, (hex >> 8) as u8, hex as u8)
}

impl Theme {
    /// The light one.
    #[must_use]
    pub fn light() -> Self {
        Self {
            is_dark: false,
            is_strong: false,
            background: rgb(0xFF_FFFF),
            surface: rgb(0xF7_F7FA),
            raised: rgb(0xFF_FFFF),
            field: rgb(0xF0_F0F5),
            well: rgb(0xF0_F0F5),
            text: rgb(0x19_1921),
            text_secondary: rgb(0x5E_5E6B),
            text_disabled: rgb(0xA3_A3AF),
            accent: rgb(0x4F_4AC6),
            accent_fill: rgb(0x56_51D0),
            accent_hover: rgb(0x4C_47C0),
            accent_pressed: rgb(0x42_3DAE),
            on_accent: rgb(0xFF_FFFF),
            accent_soft: rgb(0xE9_E8FB),
            on_accent_soft: rgb(0x3B_36A3),
            bubble_in: rgb(0xF0_F0F5),
            bubble_out: rgb(0x56_51D0),
            on_bubble_out: rgb(0xFF_FFFF),
            on_bubble_out_secondary: rgb(0xE3_E1FF),
            ticks_out: rgb(0xB9_B6FF),
            ticks_out_read: rgb(0x9C_F7FF),
            code: rgb(0xE6_E6ED),
            code_out: rgb(0x46_41B8),
            danger: rgb(0xBF_2337),
            danger_fill: rgb(0xC9_2A3E),
            on_danger: rgb(0xFF_FFFF),
            danger_soft: rgb(0xFD_ECEE),
            on_danger_soft: rgb(0x9A_1728),
            warning: rgb(0x8A_5600),
            warning_soft: rgb(0xFF_F3DC),
            on_warning_soft: rgb(0x6E_4400),
            success: rgb(0x17_7245),
            success_soft: rgb(0xE4_F5EB),
            on_success_soft: rgb(0x0F_5934),
            separator: rgb(0xE6_E6EC),
            outline: rgb(0x8B_8B99),
            hover: rgb(0xEF_EFF4),
            pressed: rgb(0xE5_E5EC),
            focus_ring: rgb(0x56_51D0),
            scrim: Color32::from_black_alpha(102),
            selection: Color32::from_rgba_premultiplied(0x22, 0x20, 0x53, 0x66),
            selection_out: Color32::from_black_alpha(0x4C),
            unread: rgb(0x56_51D0),
            unread_muted: rgb(0x6E_6E7C),
            inverse: rgb(0x2A_2A33),
            on_inverse: rgb(0xF4_F4F8),
            accent_on_inverse: rgb(0xB9_B6FF),
            danger_on_inverse: rgb(0xFF_8A93),
            shadow_popup: Shadow {
                offset: [0, 4],
                blur: 20,
                spread: 0,
                color: Color32::from_black_alpha(36),
            },
            shadow_sheet: Shadow {
                offset: [0, 12],
                blur: 48,
                spread: 0,
                color: Color32::from_black_alpha(56),
            },
        }
    }

    /// The dark one.
    #[must_use]
    pub fn dark() -> Self {
        Self {
            is_dark: true,
            is_strong: false,
            background: rgb(0x16_161B),
            surface: rgb(0x1D_1D24),
            raised: rgb(0x29_2932),
            field: rgb(0x29_2932),
            well: rgb(0x36_3641),
            text: rgb(0xEC_ECF2),
            text_secondary: rgb(0xA6_A6B4),
            text_disabled: rgb(0x62_6270),
            accent: rgb(0xA9_A6FF),
            accent_fill: rgb(0x5A_55D4),
            accent_hover: rgb(0x63_5EDB),
            accent_pressed: rgb(0x4B_46BE),
            on_accent: rgb(0xFF_FFFF),
            accent_soft: rgb(0x2E_2D4F),
            on_accent_soft: rgb(0xCB_C9FF),
            bubble_in: rgb(0x2A_2A33),
            bubble_out: rgb(0x4D_49B8),
            on_bubble_out: rgb(0xFF_FFFF),
            on_bubble_out_secondary: rgb(0xD9_D7FF),
            ticks_out: rgb(0xAC_A9F5),
            ticks_out_read: rgb(0x9C_F7FF),
            code: rgb(0x38_3844),
            code_out: rgb(0x3C_389A),
            danger: rgb(0xFF_8A93),
            danger_fill: rgb(0xC7_3244),
            on_danger: rgb(0xFF_FFFF),
            danger_soft: rgb(0x43_2127),
            on_danger_soft: rgb(0xFF_B8BE),
            warning: rgb(0xF2_B84B),
            warning_soft: rgb(0x3D_3018),
            on_warning_soft: rgb(0xFF_D993),
            success: rgb(0x6C_D39A),
            success_soft: rgb(0x1C_3A2A),
            on_success_soft: rgb(0xA6_E8C3),
            separator: rgb(0x34_343E),
            outline: rgb(0x80_808F),
            hover: rgb(0x26_262F),
            pressed: rgb(0x30_303A),
            focus_ring: rgb(0xA9_A6FF),
            scrim: Color32::from_black_alpha(153),
            selection: Color32::from_rgba_premultiplied(0x35, 0x33, 0x73, 0x80),
            selection_out: Color32::from_black_alpha(0x66),
            unread: rgb(0x5A_55D4),
            unread_muted: rgb(0x64_6472),
            inverse: rgb(0xEC_ECF2),
            on_inverse: rgb(0x19_1921),
            accent_on_inverse: rgb(0x42_3DAE),
            danger_on_inverse: rgb(0xBF_2337),
            shadow_popup: Shadow {
                offset: [0, 4],
                blur: 24,
                spread: 0,
                color: Color32::from_black_alpha(120),
            },
            shadow_sheet: Shadow {
                offset: [0, 12],
                blur: 48,
                spread: 0,
                color: Color32::from_black_alpha(160),
            },
        }
    }

    /// The same with stronger contrasts.
    #[must_use]
    pub fn strong(self) -> Self {
        match self.is_dark {
            true => strong::dark(self),
            false => strong::light(self),
        }
    }

    /// The colours of an avatar, chosen by any stable byte of whom it stands for.
    #[must_use]
    pub fn avatar(&self, seed: u8) -> AvatarColours {
        // Evenly around the wheel in a perceptual space, so that no person gets a louder colour than another.
        let hue = f32::from(seed % AVATAR_COLOURS) * (360.0 / f32::from(AVATAR_COLOURS)) + 15.0;
        if self.is_dark {
            AvatarColours {
                fill: colour::oklch(if self.is_strong { 0.36 } else { 0.42 }, 0.09, hue),
                text: colour::oklch(if self.is_strong { 0.96 } else { 0.93 }, 0.05, hue),
            }
        } else {
            AvatarColours {
                fill: colour::oklch(0.89, 0.065, hue),
                text: colour::oklch(if self.is_strong { 0.28 } else { 0.38 }, 0.12, hue),
            }
        }
    }

    /// The ring around what the keyboard is at.
    #[must_use]
    pub fn focus_stroke(&self) -> Stroke {
        Stroke::new(2.0, self.focus_ring)
    }

    /// The hair line between panes and groups.
    #[must_use]
    pub fn separator_stroke(&self) -> Stroke {
        Stroke::new(1.0, self.separator)
    }

    /// Around menus. On dark the step in brightness tells one from what is below; on light its shadow does.
    #[must_use]
    pub fn raised_stroke(&self) -> Stroke {
        match self.is_dark && !self.is_strong {
            true => Stroke::new(1.0, self.pressed),
            false => self.separator_stroke(),
        }
    }

    /// Makes all of egui look like this: style, colours, scroll bars. Call it when the appearance changes, not each frame.
    pub fn apply(&self, ctx: &egui::Context) {
        visuals::apply(self, ctx);
    }
}

#[cfg(test)]
mod tests;
