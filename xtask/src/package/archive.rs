//! Archives that depend on their contents alone: `tar`, `gzip` (by the system's program) and `ar`.

use std::collections::BTreeSet;
use std::io::Write;
use std::process::{Command, Stdio};

use crate::config::Config;
use crate::failure::{Failure, Outcome};
use crate::process;

/// A file in an archive.
pub(super) struct Entry {
    /// Relative, with slashes.
    pub(super) path: String,
    pub(super) bytes: Vec<u8>,
    mode: u32,
}

impl Entry {
    pub(super) fn file(path: String, bytes: Vec<u8>) -> Self {
        let mode = 0o644;
        Self { path, bytes, mode }
    }

    pub(super) fn program(path: String, bytes: Vec<u8>) -> Self {
        let mode = 0o755;
        Self { path, bytes, mode }
    }
}

/// When the sources were last changed, so that the same sources make the same archive; the beginning of 2020 outside a repository.
pub(super) fn time_of_sources(config: &Config) -> u64 {
    let mut git = Command::new("git");
    git.args(["log", "-1", "--format=%ct"])
        .current_dir(&config.root);
    process::capture(&mut git)
        .ok()
        .and_then(|said| String::from_utf8(said).ok()?.trim().parse().ok())
        .unwrap_or(1_577_836_800)
}

/// A compressed tar archive with the folders that its files need.
pub(super) fn tar_gz(entries: &[Entry], time: u64) -> Outcome<Vec<u8>> {
    tar_gz_below("", entries, time)
}

/// The same with a prefix before each path, as Debian has its `./`.
pub(super) fn tar_gz_below(prefix: &str, entries: &[Entry], time: u64) -> Outcome<Vec<u8>> {
    gzip(&tar(prefix, entries, time)?)
}

/// Compresses without a name or a time.
pub(super) fn gzip(bytes: &[u8]) -> Outcome<Vec<u8>> {
    let mut gzip = Command::new("gzip")
        .args(["-9", "-n"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|error| Failure::new(format!("`gzip` could not be started: {error}")))?;
    let mut input = gzip
        .stdin
        .take()
        .ok_or_else(|| Failure::new("`gzip` has no input"))?;
    let bytes = bytes.to_vec();
    // It writes while it reads.
    let writer = std::thread::spawn(move || input.write_all(&bytes));
    let output = gzip.wait_with_output()?;
    let written = writer
        .join()
        .map_err(|_| Failure::new("`gzip` was not fed"))?;
    written?;
    if output.status.success() {
        Ok(output.stdout)
    } else {
        Err(Failure::new(format!("`gzip` failed ({})", output.status)))
    }
}

const BLOCK: usize = 512;

fn tar(prefix: &str, entries: &[Entry], time: u64) -> Outcome<Vec<u8>> {
    let mut out = Vec::new();
    let folders: BTreeSet<&str> = entries.iter().flat_map(|it| folders_of(&it.path)).collect();
    if !prefix.is_empty() {
        out.extend(header(prefix, 0, 0o755, b'5', time)?);
    }
    for folder in folders {
        let path = format!("{prefix}{folder}/");
        out.extend(header(&path, 0, 0o755, b'5', time)?);
    }
    for entry in entries {
        let path = format!("{prefix}{}", entry.path);
        out.extend(header(&path, entry.bytes.len(), entry.mode, b'0', time)?);
        out.extend(&entry.bytes);
        out.resize(out.len().next_multiple_of(BLOCK), 0);
    }
    out.resize(out.len() + 2 * BLOCK, 0);
    Ok(out)
}

/// All folders above a file, the topmost first.
fn folders_of(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').filter_map(|(at, _)| path.get(..at))
}

/// A header after POSIX.1-1988 ("ustar"), owned by root.
fn header(path: &str, size: usize, mode: u32, kind: u8, time: u64) -> Outcome<Vec<u8>> {
    const NAME_MAX: usize = 100;
    if path.len() > NAME_MAX {
        return Err(Failure::new(format!("{path} is too long for an archive")));
    }
    let mut out = Vec::with_capacity(BLOCK);
    let mut field = |text: &str, length: usize| {
        let end = out.len() + length;
        out.extend(text.as_bytes());
        out.resize(end, 0);
    };
    field(path, NAME_MAX);
    field(&format!("{mode:07o}"), 8);
    field("0000000", 8);
    field("0000000", 8);
    field(&format!("{size:011o}"), 12);
    field(&format!("{time:011o}"), 12);
    // The sum is made as if its own field held spaces.
    field("        ", 8);
    field(&char::from(kind).to_string(), 1);
    field("", NAME_MAX);
    field("ustar\u{0}00", 8);
    field("root", 32);
    field("root", 32);
    field("", BLOCK - 329);
    let sum: u32 = out.iter().map(|byte| u32::from(*byte)).sum();
    out.splice(148..156, format!("{sum:06o}\0 ").into_bytes());
    Ok(out)
}

/// An `ar` archive of a few named parts.
pub(super) fn ar(parts: &[(&str, &[u8])], time: u64) -> Vec<u8> {
    let mut out = b"!<arch>\n".to_vec();
    for (name, bytes) in parts {
        let (owner, mode) = (0, "100644");
        let length = bytes.len();
        let header = format!("{name:<16}{time:<12}{owner:<6}{owner:<6}{mode:<8}{length:<10}`\n");
        out.extend(header.as_bytes());
        out.extend(*bytes);
        if length % 2 == 1 {
            out.push(b'\n');
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entries() -> Vec<Entry> {
        vec![
            Entry::program("usr/bin/pulse".into(), vec![7; 1000]),
            Entry::file("usr/share/doc/pulse/copyright".into(), b"text\n".to_vec()),
        ]
    }

    #[test]
    fn the_systems_tar_reads_what_is_written() {
        let archive = tar_gz_below("./", &entries(), 1_700_000_000).unwrap();
        let mut tar = Command::new("tar")
            .args(["--list", "--verbose", "--utc", "--gzip", "--file", "-"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        tar.stdin.take().unwrap().write_all(&archive).unwrap();
        let listed = tar.wait_with_output().unwrap();
        assert!(listed.status.success());
        let listed = String::from_utf8(listed.stdout).unwrap();
        let lines: Vec<String> = listed
            .lines()
            .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
            .collect();
        assert_eq!(lines.len(), 8, "{listed}");
        assert_eq!(lines[0], "drwxr-xr-x root/root 0 2023-11-14 22:13 ./");
        assert!(
            lines.contains(&"-rwxr-xr-x root/root 1000 2023-11-14 22:13 ./usr/bin/pulse".into())
        );
        assert!(lines.contains(
            &"-rw-r--r-- root/root 5 2023-11-14 22:13 ./usr/share/doc/pulse/copyright".into()
        ));
    }

    #[test]
    fn the_same_contents_make_the_same_archive() {
        let once = tar_gz(&entries(), 5).unwrap();
        assert_eq!(once, tar_gz(&entries(), 5).unwrap());
        assert_ne!(once, tar_gz(&entries(), 6).unwrap());
    }

    #[test]
    fn parts_of_odd_length_are_padded() {
        let archive = ar(&[("a", b"odd"), ("b", b"even")], 0);
        assert_eq!(archive.len(), 8 + 60 + 4 + 60 + 4);
        assert!(archive.starts_with(
            b"!<arch>\na               0           0     0     100644  3         `\nodd\n"
        ));
    }
}
