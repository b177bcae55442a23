//! A strict look at what a store has written, before the database opens it and without changing a byte.
//!
//! The database mends what it finds as it opens: it cuts a journal at the first byte that it cannot read, and removes tables whose
//! beginning is gone. After a crash that is right, for what was being written was answered to nobody. After damage it would destroy
//! what somebody was told is safe, and say nothing. So the journals are read here first, as `fjall` 3.1 writes them:
//!
//! ```text
//! N.jnl   batch … batch, then zeros     the highest N is written to; the others are sealed, and complete
//! batch   1, items: u32, seqno: u64, item …, 3, XXH3 of the items: u64, "FJL\x03"
//! item    2, kind: u8, compression: u8, keyspace: u64, key: u16, value: u32, stored value: u32, then key and stored value
//! ```
//!
//! Every batch is a group of writes and holds its number (see [`super::watermark`]), so that none can be missing between two others.

use std::collections::BTreeSet;
use std::fs::{self, File, TryLockError};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use xxhash_rust::xxh3::xxh3_64;

use super::watermark::Watermark;
use super::{GROUPS_KEY, OpenError};

const START: u8 = 1;
const ITEM: u8 = 2;
const END: u8 = 3;
const TRAILER: [u8; 4] = *b"FJL\x03";

/// No store has come so far: a million writes a second for nine years.
const SEQNO_END: u64 = 1 << 48;

/// Whether a store is here.
pub(super) fn exists(dir: &Path) -> Result<(), OpenError> {
    let mut entries = match fs::read_dir(dir) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        entries => Some(entries.map_err(|source| OpenError::io(dir, source))?),
    };
    // The database writes this file when it has made everything else.
    let is_whole = dir.join("version").exists();
    match entries.as_mut().and_then(Iterator::next) {
        _ if is_whole => Ok(()),
        None => Err(OpenError::Missing(dir.display().to_string())),
        Some(_) => Err(OpenError::damaged(dir, "its file `version` is gone")),
    }
}

/// Looks for what the database would mend in silence.
pub(super) fn look(dir: &Path) -> Result<(), OpenError> {
    let failed = |source| OpenError::io(dir, source);
    exists(dir)?;
    let lock = File::options()
        .read(true)
        .write(true)
        .open(dir.join("lock"));
    if let Err(TryLockError::WouldBlock) = lock.map_err(failed)?.try_lock() {
        return Err(OpenError::InUse(dir.display().to_string()));
    }
    let durable = Watermark::read(dir);
    let numbers = numbers(dir).map_err(failed)?;
    let mut seen = Seen::default();
    for number in &numbers {
        let name = format!("{number}.jnl");
        if number
            .checked_sub(1)
            .is_some_and(|before| seen.has_gap(before))
        {
            return Err(OpenError::damaged(
                dir,
                format!("the journal before {name} is gone"),
            ));
        }
        let bytes = fs::read(dir.join(&name)).map_err(failed)?;
        let is_newest = numbers.last() == Some(number);
        seen.journal = Some(*number);
        seen.read(&bytes, is_newest, durable.is_some())
            .map_err(|reason| OpenError::damaged(dir, format!("{name}: {reason}")))?;
    }
    match (durable.unwrap_or(0), seen.group) {
        (0, _) if seen.seqno.is_none() => return Ok(()),
        (durable, Some(last)) if last < durable => Err(OpenError::shortened(dir, durable - last)),
        (1.., None) if numbers.is_empty() => Err(OpenError::damaged(dir, "its journals are gone")),
        (durable @ 1.., None) if seen.is_torn => Err(OpenError::shortened(dir, durable)),
        _ => Ok(()),
    }?;
    look_at_tables(dir, &seen)
}

/// Cuts what is half written off the newest journal, once [`look`] has said that nothing else is missing. The database does so where a
/// tag is not one, but refuses a batch of which a part in the middle did not come to the disk before power went.
pub(super) fn cut_torn(dir: &Path) -> io::Result<()> {
    let Some(path) = newest(dir)? else {
        return Ok(());
    };
    let bytes = fs::read(&path)?;
    let mut rest = &bytes[..];
    while let Some((_, after)) = Batch::read(rest) {
        rest = after;
    }
    if rest.iter().all(|byte| *byte == 0) {
        return Ok(());
    }
    let file = File::options().write(true).open(path)?;
    let whole = bytes.len() - rest.len();
    file.set_len(u64::try_from(whole).map_err(io::Error::other)?)?;
    file.sync_all()
}

/// Writes the newest journal anew and syncs it: for a store whose last sync failed. The system holds what was written then for clean,
/// shows it to whoever reads, and does not write it again; a journal that is opened so would pass for durable.
pub(super) fn rewrite_newest(dir: &Path) -> io::Result<()> {
    let Some(path) = newest(dir)? else {
        return Ok(());
    };
    let bytes = fs::read(&path)?;
    let end = bytes.iter().rposition(|byte| *byte != 0);
    let (written, _zeros) = bytes.split_at(end.map_or(0, |last| last + 1));
    // A name that the database passes over.
    let copy = dir.join("journal.new");
    let mut file = File::create(&copy)?;
    file.write_all(written)?;
    file.sync_all()?;
    fs::rename(copy, path)?;
    File::open(dir)?.sync_all()
}

/// The journal that is written to.
pub(super) fn newest(dir: &Path) -> io::Result<Option<PathBuf>> {
    let newest = numbers(dir)?.pop();
    Ok(newest.map(|number| dir.join(format!("{number}.jnl"))))
}

/// The numbers of the journals, in their order. A name that is no number the database refuses itself.
fn numbers(dir: &Path) -> io::Result<Vec<u64>> {
    let mut numbers = Vec::new();
    for entry in fs::read_dir(dir)? {
        let name = entry?.file_name();
        let number = name.to_str().and_then(|name| name.strip_suffix(".jnl"));
        numbers.extend(number.and_then(|number| number.parse::<u64>().ok()));
    }
    numbers.sort_unstable();
    Ok(numbers)
}

/// The batches of all journals so far.
#[derive(Default)]
struct Seen {
    journal: Option<u64>,
    seqno: Option<u64>,
    group: Option<u64>,
    keyspaces: BTreeSet<u64>,
    /// The newest journal ends in bytes that are no batch, as after a crash.
    is_torn: bool,
}

impl Seen {
    /// The database lets journals go from the oldest on, so that none is missing between two others.
    fn has_gap(&self, before: u64) -> bool {
        self.journal.is_some_and(|last| last != before)
    }

    fn read(&mut self, bytes: &[u8], is_newest: bool, tells: bool) -> Result<(), String> {
        let mut rest = bytes;
        while let Some((batch, after)) = Batch::read(rest) {
            self.follow(batch)?;
            rest = after;
        }
        let place = bytes.len() - rest.len();
        self.is_torn = rest.iter().any(|byte| *byte != 0);
        // The last group may be half written, and then nothing is missing. Where the watermark does not tell so, nothing whole may
        // follow. (Where it does, this is not asked: mail may hold what looks like a batch.)
        if self.is_torn && (!is_newest || !tells && self.goes_on(rest)) {
            return Err(format!("it cannot be read from byte {place} on"));
        }
        Ok(())
    }

    fn follow(&mut self, batch: Batch) -> Result<(), String> {
        if self.seqno.is_some_and(|last| batch.seqno <= last) || batch.seqno >= SEQNO_END {
            return Err(format!("write {} is not in its place", batch.seqno));
        }
        if let Some(last) = self.group
            && batch.group != Some(last + 1)
        {
            return Err(format!("group {} of writes is not there", last + 1));
        }
        self.seqno = Some(batch.seqno);
        self.group = batch.group;
        self.keyspaces.extend(batch.keyspaces);
        Ok(())
    }

    /// Whether a later batch lies behind these bytes.
    fn goes_on(&self, torn: &[u8]) -> bool {
        let mut rest = torn;
        while let Some((_, after)) = rest.split_first() {
            rest = after;
            if Batch::read(rest).is_some_and(|(batch, _)| Some(batch.seqno) > self.seqno) {
                return true;
            }
        }
        false
    }
}

/// The database removes a table whose `current` is gone, and every table when that happens to the first, which names them.
fn look_at_tables(dir: &Path, seen: &Seen) -> Result<(), OpenError> {
    let failed = |source| OpenError::io(dir, source);
    let folder = dir.join("keyspaces");
    let mut found = BTreeSet::new();
    for entry in fs::read_dir(&folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        if entry.file_type().map_err(failed)?.is_file() {
            continue;
        }
        let name = entry.file_name().to_string_lossy().into_owned();
        let Ok(number) = name.parse::<u64>() else {
            return Err(OpenError::damaged(
                dir,
                format!("keyspaces/{name} is no table"),
            ));
        };
        if !entry.path().join("current").exists() {
            return Err(OpenError::damaged(
                dir,
                format!("keyspaces/{name}/current is gone"),
            ));
        }
        found.insert(number);
    }
    let last = seen.keyspaces.last().max(found.last()).copied();
    match (0..=last.unwrap_or(0)).find(|number| !found.contains(number)) {
        Some(gone) => Err(OpenError::damaged(dir, format!("keyspaces/{gone} is gone"))),
        None => Ok(()),
    }
}

/// A group of writes, whose checksum holds.
struct Batch {
    seqno: u64,
    group: Option<u64>,
    keyspaces: BTreeSet<u64>,
}

impl Batch {
    /// The batch that bytes begin with, and what follows it.
    fn read(bytes: &[u8]) -> Option<(Self, &[u8])> {
        let mut rest = bytes;
        let [START] = take(&mut rest)? else {
            return None;
        };
        let items = u32::from_le_bytes(take(&mut rest)?);
        let seqno = u64::from_le_bytes(take(&mut rest)?);
        let mut batch = Self {
            seqno,
            group: None,
            keyspaces: BTreeSet::new(),
        };
        let body = rest;
        for _ in 0..items {
            batch.read_item(&mut rest)?;
        }
        let (body, _) = body.split_at_checked(body.len() - rest.len())?;
        let [END] = take(&mut rest)? else {
            return None;
        };
        let sum = u64::from_le_bytes(take(&mut rest)?);
        let is_whole = take(&mut rest)? == TRAILER && sum == xxh3_64(body);
        is_whole.then_some((batch, rest))
    }

    fn read_item(&mut self, rest: &mut &[u8]) -> Option<()> {
        let [ITEM, _kind, _compression] = take(rest)? else {
            return None;
        };
        let keyspace = u64::from_le_bytes(take(rest)?);
        let key_len = u16::from_le_bytes(take(rest)?);
        let _value_len: [u8; 4] = take(rest)?;
        let stored_len = u32::from_le_bytes(take(rest)?);
        let (key, after) = rest.split_at_checked(usize::from(key_len))?;
        let (value, after) = after.split_at_checked(usize::try_from(stored_len).ok()?)?;
        *rest = after;
        self.keyspaces.insert(keyspace);
        // Keys of other tables are ids, and longer.
        if key == GROUPS_KEY {
            self.group = value.try_into().ok().map(u64::from_be_bytes);
        }
        Some(())
    }
}

fn take<const N: usize>(rest: &mut &[u8]) -> Option<[u8; N]> {
    let (head, tail) = rest.split_first_chunk()?;
    *rest = tail;
    Some(*head)
}

#[cfg(test)]
mod tests;
