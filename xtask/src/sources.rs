//! `cargo xtask sources`: promises about the text of the sources that no compiler checks.

mod checks;
mod file;

use std::path::Path;

use crate::config::Config;
use crate::failure::{Failure, Outcome};
use crate::process;
use file::SourceFile;

pub(crate) const SUMMARY: &str = "check what the sources promise: lengths, secrets, seams";

/// A check looks at one file and says what is wrong with it.
type Check = fn(&SourceFile, &mut Vec<String>);

const CHECKS: &[Check] = &[
    checks::length,
    checks::nothing_left_to_do,
    checks::environment,
    checks::third_party_crypto,
    checks::server_uses_of_crypto,
    checks::purity,
];

pub(crate) fn run(config: &Config, _arguments: &[String]) -> Outcome {
    let files = tracked_files(config)?;
    let mut findings = Vec::new();
    for file in &files {
        for check in CHECKS {
            check(file, &mut findings);
        }
    }
    Failure::unless_empty("sources that break a promise", &findings)?;
    println!("{} files keep their promises.", files.len());
    Ok(())
}

/// Every text file that git knows or would add.
fn tracked_files(config: &Config) -> Outcome<Vec<SourceFile>> {
    let mut git = std::process::Command::new("git");
    git.current_dir(&config.root).args([
        "ls-files",
        "-z",
        "--cached",
        "--others",
        "--exclude-standard",
    ]);
    let listing = process::capture(&mut git)?;
    let listing = String::from_utf8_lossy(&listing);
    let paths = listing.split('\0').filter(|path| !path.is_empty());
    Ok(paths.filter_map(|path| read(&config.root, path)).collect())
}

/// `None` for what is not text, and for what is deleted but not yet committed.
fn read(root: &Path, path: &str) -> Option<SourceFile> {
    let text = std::fs::read_to_string(root.join(path)).ok()?;
    Some(SourceFile::new(path.to_owned(), text))
}
