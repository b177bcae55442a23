use super::*;

fn check(theme: &Theme, least: f32, pairs: &[(&str, Color32, Color32)]) {
    for (what, foreground, background) in pairs {
        let ratio = contrast(*foreground, *background);
        assert!(
            ratio >= least,
            "{what} has {ratio:.2} : 1 (dark: {}, strong: {}), {least} is needed",
            theme.is_dark,
            theme.is_strong
        );
    }
}

fn all() -> [Theme; 4] {
    [
        Theme::light(),
        Theme::dark(),
        Theme::light().strong(),
        Theme::dark().strong(),
    ]
}

/// What text needs: more where the person asked for it.
fn readable(theme: &Theme) -> f32 {
    if theme.is_strong { 7.0 } else { 4.5 }
}

/// Where text lies on what: the pages, the list, menus, fields, and rows under the pointer.
fn plain_backgrounds(theme: &Theme) -> [(&'static str, Color32); 8] {
    [
        ("background", theme.background),
        ("surface", theme.surface),
        ("raised", theme.raised),
        ("field", theme.field),
        ("well", theme.well),
        ("hover", theme.hover),
        ("pressed", theme.pressed),
        ("bubble_in", theme.bubble_in),
    ]
}

#[test]
fn text_can_be_read_on_everything_it_lies_on() {
    for theme in all() {
        let t = &theme;
        for (name, background) in plain_backgrounds(t) {
            let foregrounds = [
                ("text", t.text),
                ("text_secondary", t.text_secondary),
                ("accent", t.accent),
                ("danger", t.danger),
                ("warning", t.warning),
                ("success", t.success),
            ];
            for (what, foreground) in foregrounds {
                check(
                    t,
                    readable(t),
                    &[(&format!("{what} on {name}"), foreground, background)],
                );
            }
        }
        check(
            t,
            readable(t),
            &[
                ("on_accent", t.on_accent, t.accent_fill),
                ("on_accent hover", t.on_accent, t.accent_hover),
                ("on_accent pressed", t.on_accent, t.accent_pressed),
                ("on_accent_soft", t.on_accent_soft, t.accent_soft),
                ("text on accent_soft", t.text, t.accent_soft),
                ("secondary on accent_soft", t.text_secondary, t.accent_soft),
                ("accent on accent_soft", t.accent, t.accent_soft),
                ("danger on accent_soft", t.danger, t.accent_soft),
                ("on_bubble_out", t.on_bubble_out, t.bubble_out),
                (
                    "on_bubble_out_secondary",
                    t.on_bubble_out_secondary,
                    t.bubble_out,
                ),
                ("code", t.text, t.code),
                ("code_out", t.on_bubble_out, t.code_out),
                ("on_danger", t.on_danger, t.danger_fill),
                ("on_danger_soft", t.on_danger_soft, t.danger_soft),
                ("on_warning_soft", t.on_warning_soft, t.warning_soft),
                ("on_success_soft", t.on_success_soft, t.success_soft),
                ("unread", t.on_accent, t.unread),
                ("unread_muted", t.on_accent, t.unread_muted),
                ("on_inverse", t.on_inverse, t.inverse),
                ("accent_on_inverse", t.accent_on_inverse, t.inverse),
                ("danger_on_inverse", t.danger_on_inverse, t.inverse),
            ],
        );
    }
}

#[test]
fn what_is_not_text_can_be_seen() {
    for theme in all() {
        let t = &theme;
        for (name, background) in plain_backgrounds(t) {
            check(
                t,
                3.0,
                &[(&format!("focus ring on {name}"), t.focus_ring, background)],
            );
        }
        for (name, background) in [
            ("background", t.background),
            ("surface", t.surface),
            ("raised", t.raised),
        ] {
            check(
                t,
                3.0,
                &[(&format!("outline on {name}"), t.outline, background)],
            );
        }
    }
}

/// Surfaces need no contrast to be read, but where one begins must be seen.
#[test]
fn boxes_and_lines_stand_out_from_what_they_lie_on() {
    for theme in all() {
        let t = &theme;
        check(
            t,
            1.05,
            &[
                ("field on background", t.field, t.background),
                ("field on surface", t.field, t.surface),
                ("well on raised", t.well, t.raised),
            ],
        );
        for (name, background) in [("background", t.background), ("raised", t.raised)] {
            let line = format!("separator on {name}");
            let least = if t.is_strong { 3.0 } else { 1.1 };
            check(t, least, &[(&line, t.separator, background)]);
        }
    }
}

#[test]
fn delivered_and_read_are_told_apart() {
    for theme in all() {
        let t = &theme;
        check(
            t,
            3.0,
            &[
                ("ticks_out", t.ticks_out, t.bubble_out),
                ("ticks_out_read", t.ticks_out_read, t.bubble_out),
            ],
        );
        check(
            t,
            1.5,
            &[("read beside delivered", t.ticks_out_read, t.ticks_out)],
        );
    }
}

#[test]
fn selected_text_can_be_read() {
    for theme in all() {
        let t = &theme;
        for background in [t.background, t.bubble_in, t.surface, t.field] {
            check(
                t,
                4.5,
                &[("selected text", t.text, background.blend(t.selection))],
            );
        }
        check(
            t,
            4.5,
            &[(
                "selected own text",
                t.on_bubble_out,
                t.bubble_out.blend(t.selection_out),
            )],
        );
    }
}

#[test]
fn initials_can_be_read_on_every_avatar() {
    for theme in all() {
        let mut seen = std::collections::BTreeSet::new();
        for seed in 0..AVATAR_COLOURS {
            let colours = theme.avatar(seed);
            check(
                &theme,
                readable(&theme),
                &[(&format!("avatar {seed}"), colours.text, colours.fill)],
            );
            seen.insert(colours.fill.to_array());
        }
        assert_eq!(
            seen.len(),
            usize::from(AVATAR_COLOURS),
            "two avatars share a colour"
        );
    }
}

#[test]
fn distances_stand_on_the_grid() {
    for distance in [
        space::XS,
        space::S,
        space::M,
        space::L,
        space::XL,
        space::XXL,
        size::TARGET,
        size::TARGET_TOUCH,
        size::CONTROL,
        size::BAR,
    ] {
        assert_eq!(distance % 4.0, 0.0, "{distance}");
    }
}
