//! Every decoder, on its corpus and on mutations of it.

#![allow(
    clippy::disallowed_methods,
    reason = "the corpus is in files; the library itself reads none"
)]

use std::path::{Path, PathBuf};

use pulse_crypto::fuzz::replay;
use pulse_protocol::fuzz::TARGETS;

const ROUNDS: u32 = 5_000;

#[test]
fn decoders_survive_their_corpus_and_mutations_of_it() {
    for (name, target) in TARGETS {
        let corpus = read_corpus(name);
        assert!(
            !corpus.is_empty(),
            "corpus/{name} is empty: no mutation would get far"
        );
        if let Err(crash) = replay(&corpus, *target, ROUNDS) {
            let path = std::env::temp_dir().join(format!("crash-{name}"));
            std::fs::write(&path, crash.input).unwrap();
            panic!(
                "{name} failed; the input is in {}: move it to corpus/{name} and mend the code",
                path.display()
            );
        }
    }
}

/// The files of a target in the order of their names, so that every run is the same.
pub(crate) fn read_corpus(name: &str) -> Vec<Vec<u8>> {
    let entries = std::fs::read_dir(corpus_root().join(name)).unwrap();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let read = |path| std::fs::read(path).unwrap();
    paths.iter().map(read).collect()
}

/// Where each target has its folder.
pub(crate) fn corpus_root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus")
}
