//! The crate as its users see it.

#![allow(clippy::unwrap_used, reason = "a panic is how a test fails")]

mod it {
    mod attachment;
    mod conversation;
    mod corpus;
    mod fuzz;
    mod people;
    mod prekeys;
    mod seal;
    mod secrecy;
}
