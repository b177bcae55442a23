//! The system around the window, against real buses, sockets and a desktop of the tests' own.
//!
//! A binary of its own: its tests start it again, each in a process that sees nothing but a private bus.

#![cfg(target_os = "linux")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a panic in a test is its report, and a helper process says that it is ready"
)]

mod native {
    mod appearance;
    mod clipboard;
    mod desktop;
    mod files;
    mod links;
    mod notifications;
    mod picture;
    mod session;
    mod single_instance;
    mod stage;
    mod tray;
}
