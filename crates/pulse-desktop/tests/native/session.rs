//! The person leaves.

use pulse_desktop::native::NativeEvent;

use super::stage::{Window, on_private_bus};

#[test]
fn a_locked_screen_and_sleep_are_told() {
    on_private_bus(
        "native::session::a_locked_screen_and_sleep_are_told",
        |desktop| {
            let (screen_saver, login) = ("org.gnome.ScreenSaver", "org.freedesktop.login1");
            desktop.run(async {
                desktop.bus.request_name(screen_saver).await.unwrap();
                desktop.bus.request_name(login).await.unwrap();
            });
            let window = Window::open();
            desktop.wait_until_heard("interface='org.gnome.ScreenSaver'");
            desktop.wait_until_heard("member='PrepareForSleep'");
            let path = "/org/gnome/ScreenSaver";
            let screen = |event| match event {
                NativeEvent::ScreenLocked(locked) => Some(locked),
                _ => None,
            };
            desktop.say(path, screen_saver, "ActiveChanged", &true);
            assert!(window.find(screen));
            desktop.say(path, screen_saver, "ActiveChanged", &false);
            assert!(!window.find(screen));
            let (path, interface) = ("/org/freedesktop/login1", "org.freedesktop.login1.Manager");
            desktop.say(path, interface, "PrepareForSleep", &true);
            window.find(|event| (event == NativeEvent::GoingToSleep).then_some(()));
        },
    );
}

#[test]
fn a_signal_that_asks_to_end_is_told() {
    on_private_bus("native::session::a_signal_that_asks_to_end_is_told", |_| {
        let window = Window::open();
        window.native.end_on_signals().unwrap();
        for signal in ["-TERM", "-INT"] {
            let us = std::process::id().to_string();
            let sent = std::process::Command::new("kill")
                .args([signal, &us])
                .status();
            assert!(sent.unwrap().success());
            window.find(|event| (event == NativeEvent::AskedToEnd).then_some(()));
        }
    });
}
