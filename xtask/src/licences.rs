//! `cargo xtask licences`: everything we build on may be used, changed and sold freely, and the desktop client names it.
//!
//! The list that the client shows is a committed file; `cargo xtask licences --write` brings it up to date.

use std::fmt::Write as _;
use std::fs;

use crate::config::Config;
use crate::failure::{Failure, Outcome};
use crate::metadata::Metadata;
use crate::spdx;

pub(crate) const SUMMARY: &str = "check the licence of every dependency";

/// Permissive licences: they ask for a notice at most, never for the source of what is built with them.
const ALLOWED: &[&str] = &[
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "CDLA-Permissive-2.0", // the list of web root certificates
    "ISC",
    "MIT",
    "MIT-0",
    "OFL-1.1", // fonts
    "Ubuntu-font-1.0",
    "Unicode-3.0",
    "Unlicense",
    "WTFPL", // a build script of SQLCipher's
    "Zlib",
    "blessing", // SQLite
];

/// What only tests use and never leaves with a program of ours may ask for more: the source of its own files.
const ALLOWED_IN_TESTS: &[(&str, &str)] = &[("colored", "MPL-2.0")]; // under the comparison of images

/// What the desktop client is built from, as it shows it.
const LIBRARIES: &str = "crates/pulse-desktop/assets/libraries.txt";

/// The program whose libraries are listed.
const DESKTOP: &str = "pulse-desktop";

pub(crate) fn run(config: &Config, arguments: &[String]) -> Outcome {
    let metadata = Metadata::read(config)?;
    if arguments.iter().any(|argument| argument == "--write") {
        fs::write(config.root.join(LIBRARIES), libraries(&metadata)?)
            .map_err(|error| Failure::new(format!("{LIBRARIES}: {error}")))?;
        println!("{LIBRARIES} is written.");
    }
    permissive(&metadata)?;
    named(config, &metadata)
}

/// The committed list is what is built.
fn named(config: &Config, metadata: &Metadata) -> Outcome {
    let committed = fs::read_to_string(config.root.join(LIBRARIES))
        .map_err(|error| Failure::new(format!("{LIBRARIES}: {error}")))?;
    if committed == libraries(metadata)? {
        println!("{LIBRARIES} names what the desktop client is built from.");
        return Ok(());
    }
    Err(Failure::new(format!(
        "{LIBRARIES} is not what is built any more; run `cargo xtask licences --write`"
    )))
}

/// One library a line: name, version, licence, between tabs.
fn libraries(metadata: &Metadata) -> Outcome<String> {
    let desktop = metadata
        .members()
        .find(|package| package.name == DESKTOP)
        .ok_or_else(|| Failure::new(format!("there is no {DESKTOP}")))?;
    let mut found: Vec<_> = metadata
        .reach(desktop)
        .into_iter()
        .map(|(package, _)| package)
        .filter(|package| !metadata.is_member(package))
        .collect();
    found.sort_by(|a, b| (&a.name, &a.version).cmp(&(&b.name, &b.version)));
    let mut text = String::new();
    for package in found {
        let licence = package.licence.as_deref().unwrap_or_default();
        let licence = licence.replace('/', " OR ");
        let _ = writeln!(text, "{}\t{}\t{licence}", package.name, package.version);
    }
    Ok(text)
}

fn permissive(metadata: &Metadata) -> Outcome {
    let mut findings = Vec::new();
    for package in metadata.others() {
        let Some(licence) = &package.licence else {
            findings.push(format!(
                "{} {} names no licence",
                package.name, package.version
            ));
            continue;
        };
        match spdx::is_satisfied(licence, ALLOWED) {
            Some(true) => {}
            Some(false) if ALLOWED_IN_TESTS.contains(&(&package.name, licence)) => {}
            Some(false) => {
                findings.push(format!("{} {}: {licence}", package.name, package.version));
            }
            None => findings.push(format!(
                "{} {}: `{licence}` cannot be read",
                package.name, package.version
            )),
        }
    }
    Failure::unless_empty("licences that are not on the list", &findings)?;
    println!(
        "The licences of {} packages are permissive.",
        metadata.others().count()
    );
    Ok(())
}
