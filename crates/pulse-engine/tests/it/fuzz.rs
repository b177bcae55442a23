//! Every decoder of the engine, on its corpus and on mutations of it.

#![allow(
    clippy::disallowed_methods,
    reason = "the corpus is in files; the library itself reads none"
)]

use std::path::{Path, PathBuf};

use pulse_crypto::fuzz::replay;
use pulse_engine::Content;
use pulse_engine::fuzz::TARGETS;

const ROUNDS: u32 = 20_000;

#[test]
fn decoders_survive_their_corpus_and_mutations_of_it() {
    for (name, target) in TARGETS {
        if let Err(crash) = replay(&corpus(name), *target, ROUNDS) {
            panic!(
                "{name}: put these bytes into its corpus and mend the code: {:02x?}",
                crash.input
            );
        }
    }
}

#[test]
fn the_corpus_reaches_every_kind() {
    let kinds = corpus("content")
        .into_iter()
        .map(|bytes| Content::decode(&bytes).unwrap());
    let mut names: Vec<String> = kinds.map(|content| format!("{:?}", content.body)).collect();
    names.sort();
    names.dedup();
    let all = [
        "Introduction",
        "Newer",
        "Profile",
        "Receipt",
        "ResendRequest",
        "Text",
        "Typing",
    ];
    assert_eq!(names, all);
}

/// The files of a target in the order of their names, so that every run is the same.
fn corpus(name: &str) -> Vec<Vec<u8>> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("corpus")
        .join(name);
    let entries = std::fs::read_dir(dir).unwrap();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
        .iter()
        .map(|path| std::fs::read(path).unwrap())
        .collect()
}
