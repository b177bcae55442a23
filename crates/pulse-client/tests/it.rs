//! The client against real files, real processes and a real server.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a panic in a test is its report"
)]

mod it {
    mod crash;
    mod end_to_end;
    mod guests;
    mod memory;
    mod removed;
    mod store;
    mod world;
}
