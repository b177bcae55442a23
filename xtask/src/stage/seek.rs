//! Looks for things in files: what a server's disk must not hold.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::failure::Outcome;

/// All files below a folder, read into memory.
pub(crate) struct Haystack {
    files: Vec<(PathBuf, Vec<u8>)>,
}

/// What was found where.
pub(crate) struct Found {
    pub(crate) needle: String,
    pub(crate) file: PathBuf,
}

impl Haystack {
    /// Reads a folder, with everything below it.
    pub(crate) fn read(folder: &Path) -> Outcome<Self> {
        let mut files = Vec::new();
        let mut waiting = vec![folder.to_owned()];
        while let Some(folder) = waiting.pop() {
            for entry in fs::read_dir(&folder)? {
                let path = entry?.path();
                if path.is_dir() {
                    waiting.push(path);
                } else {
                    files.push((path.clone(), fs::read(&path)?));
                }
            }
        }
        files.sort();
        Ok(Self { files })
    }

    /// The bytes in all files together.
    pub(crate) fn bytes(&self) -> usize {
        self.files.iter().map(|(_, bytes)| bytes.len()).sum()
    }

    /// How many files there are.
    pub(crate) fn files(&self) -> usize {
        self.files.len()
    }

    /// Looks for every needle (a name for it, and its bytes) in one pass over each file. A needle is reported once a file.
    pub(crate) fn seek(&self, needles: &[(String, Vec<u8>)]) -> Vec<Found> {
        let mut by_first_byte: BTreeMap<u8, Vec<usize>> = BTreeMap::new();
        for (index, (_, bytes)) in needles.iter().enumerate() {
            if let Some(first) = bytes.first() {
                by_first_byte.entry(*first).or_default().push(index);
            }
        }
        let table: Vec<&[usize]> = (0..=u8::MAX)
            .map(|byte| by_first_byte.get(&byte).map_or(&[][..], Vec::as_slice))
            .collect();
        let mut found = Vec::new();
        for (file, bytes) in &self.files {
            let mut seen = vec![false; needles.len()];
            for (at, byte) in bytes.iter().enumerate() {
                for index in table[usize::from(*byte)] {
                    if !seen[*index] && bytes[at..].starts_with(&needles[*index].1) {
                        seen[*index] = true;
                        let needle = needles[*index].0.clone();
                        found.push(Found {
                            needle,
                            file: file.clone(),
                        });
                    }
                }
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_there_is_found_and_what_is_not_is_not() {
        let file = (PathBuf::from("a"), b"xxhello worldhello".to_vec());
        let haystack = Haystack { files: vec![file] };
        let needle = |text: &str| (text.to_owned(), text.as_bytes().to_vec());
        let found = haystack.seek(&[needle("hello"), needle("world"), needle("word"), needle("")]);
        let found: Vec<&str> = found.iter().map(|found| found.needle.as_str()).collect();
        assert_eq!(found, ["hello", "world"]);
    }
}
