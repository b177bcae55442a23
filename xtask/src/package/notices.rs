//! Whose work is in the programs, and under which terms: what most licences ask to be told with the program.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::Path;

use crate::config::Config;
use crate::failure::{Failure, Outcome};
use crate::linked::{LINKED, Linked};
use crate::metadata::{Metadata, Package};

/// The crates whose programs are shipped.
const SHIPPED: &[&str] = &["pulse-desktop", "pulse-cli", "pulse-server", "pulse-sim"];

/// Files that hold terms begin with one of these, in any case.
const NAMES: &[&str] = &["licen", "copying", "notice", "copyright", "unlicense"];

/// No licence is longer; what is, is something else of that name.
const TEXT_BYTES_MAX: u64 = 200_000;

/// The two files of a package.
pub(super) struct Notices {
    /// Debian's own: a list.
    pub(super) copyright: Vec<u8>,
    /// Every text, each once, with the packages that it came with.
    pub(super) texts: Vec<u8>,
}

pub(super) fn written(config: &Config) -> Outcome<Notices> {
    let metadata = Metadata::read(config)?;
    let packages = shipped(&metadata);
    if packages.is_empty() {
        return Err(Failure::new("no package is in the programs"));
    }
    let own = fs::read_to_string(config.root.join("LICENSE-MIT"))?;
    Ok(Notices {
        copyright: copyright(&packages, &linked(&metadata)?, &own)?.into_bytes(),
        texts: texts(config, &packages)?.into_bytes(),
    })
}

/// Everybody else's packages within the programs, by name.
fn shipped(metadata: &Metadata) -> BTreeMap<(&str, &str), &Package> {
    metadata
        .members()
        .filter(|member| SHIPPED.contains(&member.name.as_str()))
        .flat_map(|member| metadata.reach(member))
        .map(|(package, _)| package)
        .filter(|package| !metadata.is_member(package))
        .map(|package| ((package.name.as_str(), package.version.as_str()), package))
        .collect()
}

/// Libraries in C: name, version and licence. Their texts are beside those of the fonts.
fn linked(metadata: &Metadata) -> Outcome<Vec<String>> {
    let line = |linked: &Linked| {
        let version = linked.version(metadata)?;
        Ok(format!("{} {version}: {}", linked.name, linked.licence))
    };
    LINKED.iter().map(line).collect()
}

fn copyright(
    packages: &BTreeMap<(&str, &str), &Package>,
    linked: &[String],
    own: &str,
) -> Outcome<String> {
    let mut out = String::from(
        "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\n\
         Upstream-Name: Pulse\n\
         Comment: The programs contain the packages below, each under the terms named.\n \
         Their texts are in THIRD-PARTY-LICENCES.txt.gz beside this file.\n",
    );
    for ((name, version), package) in packages {
        let licence = package.licence.as_deref().unwrap_or("(in its files)");
        write_line(&mut out, &format!(" {name} {version}: {licence}"))?;
    }
    for line in linked {
        write_line(&mut out, &format!(" {line}"))?;
    }
    out.push_str(
        "\nFiles: *\nCopyright: 2026 The Pulse authors\nLicense: MIT or Apache-2.0\n \
         The Apache licence, version 2.0, is in /usr/share/common-licenses/Apache-2.0.\n .\n",
    );
    for line in own.lines() {
        let line = if line.trim().is_empty() { "." } else { line };
        write_line(&mut out, &format!(" {line}"))?;
    }
    Ok(out)
}

fn texts(config: &Config, packages: &BTreeMap<(&str, &str), &Package>) -> Outcome<String> {
    let mut by_text: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for ((name, version), package) in packages {
        for text in terms_in(&package.folder)? {
            by_text
                .entry(text)
                .or_default()
                .push(format!("{name} {version}"));
        }
    }
    let assets = config.root.join("crates/pulse-desktop/assets");
    let mut out = String::from(
        "Pulse contains the work of others. Each text below stands once, under those it came with.\n",
    );
    let mut texts: Vec<_> = by_text.into_iter().collect();
    texts.sort_by(|(_, a), (_, b)| a.cmp(b));
    for (text, owners) in texts {
        section(&mut out, &owners.join(", "), &text)?;
    }
    let fonts = fs::read_to_string(assets.join("LICENSES.md"))?;
    section(&mut out, "fonts and icons", &fonts)?;
    let mut folder: Vec<_> = fs::read_dir(assets.join("licences"))?.collect::<Result<_, _>>()?;
    folder.sort_by_key(fs::DirEntry::file_name);
    for file in folder {
        let name = file.file_name().to_string_lossy().into_owned();
        section(&mut out, &name, &fs::read_to_string(file.path())?)?;
    }
    Ok(out)
}

/// The terms that lie in a package's own folder.
fn terms_in(folder: &Path) -> Outcome<Vec<String>> {
    let mut texts = Vec::new();
    let mut files: Vec<_> = fs::read_dir(folder)?.collect::<Result<_, _>>()?;
    files.sort_by_key(fs::DirEntry::file_name);
    for file in files {
        let name = file.file_name().to_string_lossy().to_lowercase();
        let about = file.metadata()?;
        let is_text = about.is_file() && about.len() <= TEXT_BYTES_MAX;
        if is_text && NAMES.iter().any(|start| name.starts_with(start)) {
            let text = String::from_utf8_lossy(&fs::read(file.path())?).replace('\r', "");
            texts.push(text.trim().to_owned());
        }
    }
    texts.sort();
    texts.dedup();
    Ok(texts)
}

fn section(out: &mut String, heading: &str, text: &str) -> Outcome {
    let rule = "=".repeat(78);
    write_line(
        out,
        &format!("\n{rule}\n{heading}\n{rule}\n\n{}", text.trim()),
    )
}

fn write_line(out: &mut String, line: &str) -> Outcome {
    writeln!(out, "{line}").map_err(|error| Failure::new(error.to_string()))
}
