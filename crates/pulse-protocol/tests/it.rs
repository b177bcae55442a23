//! The crate as its users, and its attackers, see it.

#![allow(clippy::unwrap_used, reason = "a panic is how a test fails")]

mod it {
    mod bytes;
    mod corpus;
    #[path = "../../../pulse-crypto/tests/for_others/corpus_folder.rs"]
    mod corpus_folder;
    mod examples;
    mod fuzz;
    mod known_answers;
    mod links;
    mod manifests;
    mod memory;
    mod people;
    mod round_trip;
}
