//! The crate as its users see it.

#![allow(clippy::unwrap_used, reason = "a panic is how a test fails")]

mod it {
    mod conversation;
    mod people;
    mod seal;
}
