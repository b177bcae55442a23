//! End to end: a real `pulse-server` and real windows on a display of their own (Xvfb), driven by clicks and keys alone.
//!
//! Things are found as a screen reader finds them: by name and role, over AT-SPI. So what cannot be named cannot be clicked, and
//! every story here is a test of accessibility as well. Nothing of the user's session is touched: display, buses, homes and
//! the server are private, and end with the test.

#![cfg(target_os = "linux")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a panic in a test is its report"
)]

#[path = "windows/buses.rs"]
mod buses;
#[path = "windows/desk.rs"]
mod desk;
#[path = "windows/display.rs"]
mod display;
#[path = "windows/habits.rs"]
mod habits;
#[path = "windows/keyboard.rs"]
mod keyboard;
#[path = "windows/measure.rs"]
mod measure;
#[path = "windows/memory.rs"]
mod memory;
#[path = "windows/person.rs"]
mod person;
#[path = "windows/process.rs"]
mod process;
#[path = "windows/server.rs"]
mod server;
#[path = "../../pulse-server/tests/for_others/server_folder.rs"]
mod server_folder;
#[path = "windows/story.rs"]
mod story;
#[path = "windows/tree.rs"]
mod tree;
#[path = "windows/walk.rs"]
mod walk;
