//! The crate as its users, and its attackers, see it.

#![allow(clippy::unwrap_used, reason = "a panic is how a test fails")]

mod it {
    mod bytes;
    mod corpus;
    mod examples;
    mod fuzz;
    mod links;
    mod manifests;
    mod memory;
    mod people;
    mod round_trip;
}
