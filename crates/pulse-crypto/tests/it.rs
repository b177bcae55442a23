//! The crate as its users see it.

#![allow(clippy::unwrap_used, reason = "a panic is how a test fails")]

mod it {
    mod attachment;
    mod attacks;
    mod conversation;
    mod corpus;
    #[path = "../for_others/corpus_folder.rs"]
    mod corpus_folder;
    mod fuzz;
    mod handshake;
    mod known_answers;
    mod people;
    mod prekeys;
    mod properties;
    mod script;
    mod seal;
    mod secrecy;
}
