//! End to end: real `pulse` processes and a real `pulse-server`, on 127.0.0.1.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a panic in a test is its report"
)]

#[path = "it/certificates.rs"]
mod certificates;
#[path = "it/crash.rs"]
mod crash;
#[path = "it/full_disk.rs"]
mod full_disk;
#[path = "it/guests.rs"]
mod guests;
#[cfg(target_os = "linux")]
#[path = "it/keychain.rs"]
mod keychain;
#[path = "it/output.rs"]
mod output;
#[path = "it/queue.rs"]
mod queue;
#[path = "it/requests.rs"]
mod requests;
#[path = "it/restore.rs"]
mod restore;
#[path = "it/search.rs"]
mod search;
#[path = "../../pulse-server/tests/for_others/server_folder.rs"]
mod server_folder;
#[path = "it/stage.rs"]
mod stage;
#[path = "it/talking.rs"]
mod talking;
#[path = "it/trouble.rs"]
mod trouble;
