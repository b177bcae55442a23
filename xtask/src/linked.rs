//! What is linked into the programs and is no crate: libraries in C, whose sources crates bring along.
//!
//! `cargo xtask licences` names them beside the crates and keeps their texts, taken from the sources that are compiled, under
//! `assets/licences`: from there they go into the packages and onto the desktop client's page about itself.

use std::fs;

use crate::failure::{Failure, Outcome};
use crate::metadata::{Metadata, Package};

/// A library in C.
pub(crate) struct Linked {
    /// As it calls itself.
    pub(crate) name: &'static str,
    /// As SPDX calls its licence.
    pub(crate) licence: &'static str,
    /// The file under `assets/licences`.
    pub(crate) file: &'static str,
    /// The crate with its sources.
    package: &'static str,
    /// What stands before its version in the crate's version.
    version_after: &'static str,
    terms: Terms,
}

/// Where its terms are in the crate's folder.
enum Terms {
    File(&'static str),
    /// The comment at the beginning of a file, down to its line of stars.
    Head(&'static str),
}

/// All of them. AWS-LC is not here: its crate has its terms where every crate has them.
pub(crate) const LINKED: &[Linked] = &[
    Linked {
        name: "OpenSSL",
        licence: "Apache-2.0",
        file: "OpenSSL-Apache-2.0.txt",
        package: "openssl-src",
        version_after: "+",
        terms: Terms::File("openssl/LICENSE.txt"),
    },
    Linked {
        name: "SQLCipher",
        licence: "BSD-3-Clause",
        file: "SQLCipher-BSD-3-Clause.txt",
        package: "sqlcipher-src",
        version_after: "sqlcipher-",
        terms: Terms::File("sqlcipher/LICENSE-sqlcipher"),
    },
    Linked {
        name: "SQLite",
        licence: "blessing",
        file: "SQLite-blessing.txt",
        package: "sqlcipher-src",
        version_after: "-sqlite-",
        terms: Terms::Head("sqlcipher/sqlite3.h"),
    },
];

impl Linked {
    /// The version that is compiled.
    pub(crate) fn version(&self, metadata: &Metadata) -> Outcome<String> {
        let package = self.package(metadata)?;
        version_in(&package.version, self.version_after)
            .ok_or_else(|| Failure::new(format!("{} names no {}", package.version, self.name)))
    }

    /// Its terms, as its authors wrote them.
    pub(crate) fn text(&self, metadata: &Metadata) -> Outcome<String> {
        let folder = &self.package(metadata)?.folder;
        let (Terms::File(path) | Terms::Head(path)) = self.terms;
        let text = fs::read_to_string(folder.join(path))
            .map_err(|error| Failure::new(format!("{} {path}: {error}", self.package)))?;
        let text = match self.terms {
            Terms::File(_) => text,
            Terms::Head(_) => {
                head(&text).ok_or_else(|| Failure::new(format!("{path} begins with no terms")))?
            }
        };
        Ok(format!("{}\n", text.replace('\r', "").trim()))
    }

    fn package<'a>(&self, metadata: &'a Metadata) -> Outcome<&'a Package> {
        metadata
            .others()
            .find(|package| package.name == self.package)
            .ok_or_else(|| Failure::new(format!("{} is not built any more", self.package)))
    }
}

fn version_in(version: &str, after: &str) -> Option<String> {
    let (_, rest) = version.split_once(after)?;
    let own = rest.split('-').next()?;
    own.starts_with(|c: char| c.is_ascii_digit())
        .then(|| own.to_owned())
}

fn head(text: &str) -> Option<String> {
    let mut lines = text.lines();
    lines.next().filter(|line| line.starts_with("/*"))?;
    let mut found = String::new();
    for line in lines {
        if line.starts_with("****") {
            return Some(found);
        }
        found.push_str(line.trim_start_matches("**").trim_start_matches(' '));
        found.push('\n');
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_found_in_those_of_the_crates() {
        let cipher = "419.0.6+sqlcipher-4.19.0-sqlite-3.53.4-libtomcrypt-1.18.2";
        for (version, after, own) in [
            ("300.6.1+3.6.3", "+", Some("3.6.3")),
            (cipher, "sqlcipher-", Some("4.19.0")),
            (cipher, "-sqlite-", Some("3.53.4")),
            ("1.0.0", "+", None),
        ] {
            assert_eq!(version_in(version, after).as_deref(), own);
        }
    }

    #[test]
    fn the_terms_at_the_head_of_a_file_end_with_the_stars() {
        let text =
            "/*\n** 2001-09-15\n**\n** The author disclaims\n**    May you\n*****\n** more\n*/\n";
        assert_eq!(
            head(text).unwrap(),
            "2001-09-15\n\nThe author disclaims\nMay you\n"
        );
        assert_eq!(head("int x;"), None);
    }
}
