//! Colours and movement, as the desktop wishes them.

use pulse_desktop::native::{Appearance, NativeEvent};
use zbus::zvariant::Value;

use super::desktop::{PORTAL_PATH, Settings};
use super::stage::{Desktop, Window, on_private_bus};

fn told(window: &Window) -> Appearance {
    window.find(|event| match event {
        NativeEvent::Appearance(appearance) => Some(appearance),
        _ => None,
    })
}

fn change(desktop: &Desktop, namespace: &str, key: &str, value: Value<'_>) {
    let interface = "org.freedesktop.portal.Settings";
    let body = &(namespace, key, value);
    desktop.say(PORTAL_PATH, interface, "SettingChanged", body);
}

#[test]
fn colours_and_movement_are_told_at_the_start_and_when_they_change() {
    on_private_bus(
        "native::appearance::colours_and_movement_are_told_at_the_start_and_when_they_change",
        |desktop| {
            Settings::begin(desktop);
            let window = Window::open();
            let dark = Appearance {
                dark: Some(true),
                ..Appearance::default()
            };
            assert_eq!(told(&window), dark);
            let appearance = "org.freedesktop.appearance";
            change(desktop, appearance, "accent-color", Value::from(3_u32));
            change(desktop, appearance, "color-scheme", Value::from(2_u32));
            assert_eq!(told(&window).dark, Some(false));
            let gnome = "org.gnome.desktop.interface";
            change(desktop, gnome, "enable-animations", Value::from(false));
            assert!(told(&window).reduced_motion);
            change(desktop, appearance, "contrast", Value::from(1_u32));
            assert!(told(&window).high_contrast);
        },
    );
}
