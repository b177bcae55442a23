//! Engines talk to each other over memory stores and a small server of the tests' own.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a panic in a test is the report"
)]

mod it {
    mod accounts;
    mod attacks;
    mod clocks;
    mod contacts;
    mod conversations;
    #[path = "../../../pulse-crypto/tests/for_others/corpus_folder.rs"]
    mod corpus_folder;
    mod delivery;
    mod endless_resends;
    mod fuzz;
    mod look_ups;
    mod named_manifests;
    mod old_prekeys;
    mod overhead;
    mod privacy;
    mod removal;
    mod removed_device;
    mod repair;
    mod resend_limits;
    mod rotated_tokens;
    mod server;
    mod sessions;
    mod trust;
    mod upkeep;
    mod world;
}
