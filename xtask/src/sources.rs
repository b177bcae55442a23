//! `cargo xtask sources`: promises about the text of the sources that no compiler checks.

mod checks;
mod documents;
mod file;

use std::path::Path;

use crate::config::Config;
use crate::failure::{Failure, Outcome};
use crate::process;
use documents::Paths;
use file::SourceFile;

pub(crate) const SUMMARY: &str = "check what the sources promise: lengths, seams, links, the map";

/// A check looks at one file and says what is wrong with it.
type Check = fn(&SourceFile, &mut Vec<String>);

const CHECKS: &[Check] = &[
    checks::length,
    checks::nothing_left_to_do,
    checks::environment,
    checks::third_party_crypto,
    checks::server_uses_of_crypto,
    checks::purity,
    checks::limits,
];

pub(crate) fn run(config: &Config, _arguments: &[String]) -> Outcome {
    let listing = tracked_paths(config)?;
    let paths = Paths::of(listing.iter().map(String::as_str));
    let files: Vec<SourceFile> = listing
        .into_iter()
        .filter_map(|path| read(&config.root, path))
        .collect();
    let mut findings = Vec::new();
    documents::map(&files, &paths, &mut findings);
    for file in &files {
        for check in CHECKS {
            check(file, &mut findings);
        }
        documents::links(file, &paths, &mut findings);
    }
    Failure::unless_empty("sources that break a promise", &findings)?;
    println!("{} files keep their promises.", files.len());
    Ok(())
}

/// Every file that git knows or would add, without those that are deleted but not yet committed.
fn tracked_paths(config: &Config) -> Outcome<Vec<String>> {
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
    let paths = paths.filter(|path| config.root.join(path).exists());
    Ok(paths.map(str::to_owned).collect())
}

/// `None` for what is not text.
fn read(root: &Path, path: String) -> Option<SourceFile> {
    let text = std::fs::read_to_string(root.join(&path)).ok()?;
    Some(SourceFile::new(path, text))
}
