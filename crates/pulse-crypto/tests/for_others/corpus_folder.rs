//! The folder `corpus` of a crate with fuzz targets: a folder for each target.
//!
//! The tests of the other crates with targets include this file by its path.

#![allow(
    clippy::disallowed_methods,
    clippy::panic,
    reason = "the corpus is in files, which the library itself does not read; a panic is how a test fails"
)]

use std::path::{Path, PathBuf};

use pulse_crypto::fuzz::{Target, replay};

/// Where each target has its folder.
pub(crate) fn root() -> PathBuf {
    Path::new(&std::env::var_os("CARGO_MANIFEST_DIR").unwrap()).join("corpus")
}

/// The files of a target in the order of their names, so that every run is the same.
pub(crate) fn read(target: &str) -> Vec<Vec<u8>> {
    let entries = std::fs::read_dir(root().join(target)).unwrap();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let read = |path| std::fs::read(path).unwrap();
    paths.iter().map(read).collect()
}

/// Every target on its corpus and on `rounds` mutations of it.
pub(crate) fn replay_all(targets: &[Target], rounds: u32) {
    for (name, target) in targets {
        let corpus = read(name);
        assert!(
            !corpus.is_empty(),
            "corpus/{name} is empty: no mutation would get far"
        );
        if let Err(crash) = replay(&corpus, *target, rounds) {
            let path = std::env::temp_dir().join(format!("crash-{name}"));
            std::fs::write(&path, crash.input).unwrap();
            panic!(
                "{name} failed; the input is in {}: move it to corpus/{name} and mend the code",
                path.display()
            );
        }
    }
}
