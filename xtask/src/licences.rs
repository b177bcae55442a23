//! `cargo xtask licences`: everything we build on may be used, changed and sold freely.

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

pub(crate) fn run(config: &Config, _arguments: &[String]) -> Outcome {
    let metadata = Metadata::read(config)?;
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
