//! Both appearances with stronger contrasts, for those whose desktop asks for them: text 7 : 1 (WCAG 2.2, level AAA), lines 3 : 1.

use super::{Theme, rgb};

/// What is otherwise stays: surfaces, and the shapes of everything.
pub(super) fn light(theme: Theme) -> Theme {
    Theme {
        is_strong: true,
        text: rgb(0x00_0000),
        text_secondary: rgb(0x38_3843),
        text_disabled: rgb(0x6E_6E7C),
        accent: rgb(0x33_2E94),
        accent_fill: rgb(0x3B_36A3),
        accent_hover: rgb(0x33_2E94),
        accent_pressed: rgb(0x2A_2680),
        on_accent_soft: rgb(0x2A_2680),
        bubble_out: rgb(0x3B_36A3),
        on_bubble_out_secondary: rgb(0xFF_FFFF),
        ticks_out_read: rgb(0xB0_FBFF),
        code_out: rgb(0x2A_2680),
        danger: rgb(0x8A_0F20),
        danger_fill: rgb(0x9A_1728),
        on_danger_soft: rgb(0x7A_0F1E),
        warning: rgb(0x5A_3700),
        on_warning_soft: rgb(0x4F_3100),
        success: rgb(0x0B_4C2C),
        on_success_soft: rgb(0x0A_4226),
        separator: rgb(0x6E_6E7C),
        outline: rgb(0x4A_4A56),
        focus_ring: rgb(0x2A_2680),
        unread: rgb(0x3B_36A3),
        unread_muted: rgb(0x4A_4A56),
        accent_on_inverse: rgb(0xD2_D0FF),
        danger_on_inverse: rgb(0xFF_C2C7),
        ..theme
    }
}

pub(super) fn dark(theme: Theme) -> Theme {
    Theme {
        is_strong: true,
        text: rgb(0xFF_FFFF),
        text_secondary: rgb(0xD4_D4DE),
        text_disabled: rgb(0x8B_8B9B),
        accent: rgb(0xD2_D0FF),
        accent_fill: rgb(0x43_3EB2),
        accent_hover: rgb(0x49_44BA),
        accent_pressed: rgb(0x3A_36A0),
        on_accent_soft: rgb(0xDE_DCFF),
        bubble_out: rgb(0x43_3EB2),
        on_bubble_out_secondary: rgb(0xFF_FFFF),
        ticks_out: rgb(0xB9_B6FF),
        ticks_out_read: rgb(0xB0_FBFF),
        code_out: rgb(0x32_2E8C),
        danger: rgb(0xFF_C2C7),
        danger_fill: rgb(0xA1_1C2E),
        on_danger_soft: rgb(0xFF_C2C7),
        warning: rgb(0xFF_D993),
        success: rgb(0xA6_E8C3),
        separator: rgb(0x8B_8B9B),
        outline: rgb(0xB9_B9C6),
        focus_ring: rgb(0xD2_D0FF),
        unread: rgb(0x43_3EB2),
        unread_muted: rgb(0x50_505C),
        accent_on_inverse: rgb(0x2A_2680),
        danger_on_inverse: rgb(0x8A_0F20),
        ..theme
    }
}
