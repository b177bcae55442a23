//! A real server on 127.0.0.1, and peers that behave or do not.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a panic in a test is its report"
)]

mod it {
    mod bad_input;
    mod client;
    mod house;
    mod large_answers;
    mod mail;
    mod process;
    mod public_certificate;
    mod registration;
    mod removed_devices;
    mod stopping;
    #[cfg(target_os = "linux")]
    mod synced;
    mod watching;
    mod worn_out;
}
