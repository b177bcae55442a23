//! How far the store was durable, told by a file beside the tables.
//!
//! A journal whose end is unreadable is cut there when it is opened: after a crash that is right, for what was being written was
//! answered to nobody. The same cut would hide damage: a flipped bit, a journal that is gone. So every group of writes counts a row up,
//! and once the group is durable the same count is written here. Tables that come back with less than the file says have
//! lost what somebody was told is safe.
//!
//! The file is not synced: it outlives the process, and after a failure of power it is some seconds old at worst. It is never ahead
//! of the tables, so it raises no false alarm.

use std::fs::{File, OpenOptions};
use std::io;
use std::os::unix::fs::FileExt;
use std::path::Path;

/// Its name in the store's directory.
const FILE_NAME: &str = "durable";

/// The count, then its CRC-32.
const LENGTH: usize = 12;

/// The file, open for as long as the tables are.
pub(super) struct Watermark {
    file: File,
}

impl Watermark {
    /// Opens the file, or makes it.
    pub(super) fn open(dir: &Path) -> io::Result<Self> {
        let file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(dir.join(FILE_NAME))?;
        Ok(Self { file })
    }

    /// The groups that were durable at least. Nothing, if no server with this file wrote here yet, or if the file itself is damaged:
    /// then it cannot tell.
    pub(super) fn groups(&self) -> Option<u64> {
        groups(&self.file)
    }

    /// The same of a store that is not open.
    pub(super) fn read(dir: &Path) -> Option<u64> {
        groups(&File::open(dir.join(FILE_NAME)).ok()?)
    }

    /// Says that so many groups are durable.
    pub(super) fn set(&self, groups: u64) -> io::Result<()> {
        self.file.write_all_at(&encode(groups), 0)
    }
}

fn groups(file: &File) -> Option<u64> {
    let mut bytes = [0; LENGTH];
    file.read_exact_at(&mut bytes, 0).ok()?;
    let groups = decode(&bytes);
    if groups.is_none() {
        tracing::warn!("the file that says how far the store was durable is damaged");
    }
    groups
}

fn encode(groups: u64) -> [u8; LENGTH] {
    let mut bytes = [0; LENGTH];
    let (count, sum) = bytes.split_at_mut(8);
    count.copy_from_slice(&groups.to_be_bytes());
    sum.copy_from_slice(&crc32fast::hash(count).to_be_bytes());
    bytes
}

fn decode(bytes: &[u8; LENGTH]) -> Option<u64> {
    let groups = u64::from_be_bytes(bytes.first_chunk().copied()?);
    (encode(groups) == *bytes).then_some(groups)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_tells_what_it_was_told_and_nothing_when_it_is_damaged() {
        let dir = tempfile::TempDir::new().unwrap();
        assert_eq!(Watermark::open(dir.path()).unwrap().groups(), None);
        for groups in [1, 2, u64::MAX, 7] {
            Watermark::open(dir.path()).unwrap().set(groups).unwrap();
            assert_eq!(Watermark::open(dir.path()).unwrap().groups(), Some(groups));
            assert_eq!(Watermark::read(dir.path()), Some(groups));
        }
        let path = dir.path().join(FILE_NAME);
        let mut bytes = std::fs::read(&path).unwrap();
        bytes[3] ^= 1;
        std::fs::write(&path, bytes).unwrap();
        assert_eq!(Watermark::open(dir.path()).unwrap().groups(), None);
    }
}
