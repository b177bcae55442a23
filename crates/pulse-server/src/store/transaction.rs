//! What a verb of the store sees: durable tables below, its own writes above.
//!
//! Verbs check first and write last, so an error leaves nothing behind and many verbs share one transaction: that is the
//! group commit.

use std::collections::BTreeMap;
use std::collections::btree_map;
use std::iter::Peekable;
use std::ops::{Bound, ControlFlow};

use bytes::Bytes;
use fjall::UserKey;

use crate::store::{StoreError, Table};

/// Called with key and value of a row, in ascending order of keys, until it breaks.
pub(crate) type Visit<'a> = dyn FnMut(&[u8], &[u8]) -> ControlFlow<()> + 'a;

/// The durable tables, for reading.
pub(crate) trait Tables: Send + Sync {
    /// The value under a key.
    fn get(&self, table: Table, key: &[u8]) -> Result<Option<Bytes>, StoreError>;
    /// Visits the rows whose keys begin with `prefix` and are not below `from`.
    fn range(
        &self,
        table: Table,
        prefix: &[u8],
        from: &[u8],
        visit: &mut Visit<'_>,
    ) -> Result<(), StoreError>;
}

/// Keys as the database takes them: up to 20 bytes lie in the key itself, so that most rows are written without allocating
/// or following a pointer for their key.
type Rows = BTreeMap<UserKey, Option<Bytes>>;

/// Writes that are not durable yet: `None` removes a row.
#[derive(Default)]
pub(crate) struct Writes {
    tables: [Rows; Table::ALL.len()],
}

impl Writes {
    pub(crate) fn is_empty(&self) -> bool {
        self.tables.iter().all(BTreeMap::is_empty)
    }

    pub(crate) fn put(&mut self, table: Table, key: &[u8], value: Bytes) {
        self.set(table, key.into(), Some(value));
    }

    pub(crate) fn into_rows(self) -> impl Iterator<Item = (Table, UserKey, Option<Bytes>)> {
        Table::ALL
            .into_iter()
            .zip(self.tables)
            .flat_map(|(table, rows)| rows.into_iter().map(move |(key, row)| (table, key, row)))
    }

    /// The rows that are written, without those that are removed.
    pub(crate) fn written(&self) -> impl Iterator<Item = (Table, &[u8], &Bytes)> {
        Table::ALL
            .into_iter()
            .zip(&self.tables)
            .flat_map(|(table, rows)| {
                rows.iter()
                    .filter_map(move |(key, row)| Some((table, &key[..], row.as_ref()?)))
            })
    }

    fn rows(&self, table: Table) -> Option<&Rows> {
        self.tables.get(table.index())
    }

    fn set(&mut self, table: Table, key: UserKey, row: Option<Bytes>) {
        if let Some(rows) = self.tables.get_mut(table.index()) {
            rows.insert(key, row);
        }
    }
}

/// Durable tables with the writes of this group of verbs above them.
pub(crate) struct Transaction<'a> {
    base: &'a dyn Tables,
    writes: Writes,
}

impl<'a> Transaction<'a> {
    pub(crate) fn over(base: &'a dyn Tables, writes: Writes) -> Self {
        Self { base, writes }
    }

    pub(crate) fn into_writes(self) -> Writes {
        self.writes
    }

    pub(crate) fn put(&mut self, table: Table, key: &[u8], value: Bytes) {
        self.writes.set(table, key.into(), Some(value));
    }

    pub(crate) fn remove(&mut self, table: Table, key: &[u8]) {
        self.writes.set(table, key.into(), None);
    }
}

impl Tables for Transaction<'_> {
    fn get(&self, table: Table, key: &[u8]) -> Result<Option<Bytes>, StoreError> {
        match self.writes.rows(table).and_then(|rows| rows.get(key)) {
            Some(row) => Ok(row.clone()),
            None => self.base.get(table, key),
        }
    }

    fn range(
        &self,
        table: Table,
        prefix: &[u8],
        from: &[u8],
        visit: &mut Visit<'_>,
    ) -> Result<(), StoreError> {
        let Some(rows) = self.writes.rows(table) else {
            return self.base.range(table, prefix, from, visit);
        };
        let start = (Bound::Included(from.max(prefix)), Bound::Unbounded);
        let mut above = rows.range::<[u8], _>(start).peekable();
        let mut flow = ControlFlow::Continue(());
        self.base.range(table, prefix, from, &mut |key, value| {
            flow = merge_below(&mut above, key, value, visit);
            flow
        })?;
        if flow.is_continue() {
            for (key, row) in above.take_while(|(key, _)| key.starts_with(prefix)) {
                let Some(value) = row else { continue };
                if visit(key, value).is_break() {
                    break;
                }
            }
        }
        Ok(())
    }
}

/// Visits the unsynced rows below `key`, then the row of `key` itself, as the newest write left it.
fn merge_below(
    above: &mut Peekable<btree_map::Range<'_, UserKey, Option<Bytes>>>,
    key: &[u8],
    value: &[u8],
    visit: &mut Visit<'_>,
) -> ControlFlow<()> {
    while let Some((written, row)) = above.next_if(|(written, _)| &written[..] <= key) {
        if let Some(row) = row {
            visit(written, row)?;
        }
        if written[..] == *key {
            return ControlFlow::Continue(());
        }
    }
    visit(key, value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::memory::MemoryTables;

    #[test]
    fn a_range_shows_the_newest_write_of_each_key_in_order() {
        let mut base = MemoryTables::default();
        let mut first = Transaction::over(&base, Writes::default());
        for key in ["a1", "a3", "a5", "b1"] {
            first.put(Table::Used, key.as_bytes(), Bytes::from_static(b"old"));
        }
        let writes = first.into_writes();
        base.apply(writes);

        let mut tx = Transaction::over(&base, Writes::default());
        tx.put(Table::Used, b"a0", Bytes::from_static(b"new"));
        tx.put(Table::Used, b"a3", Bytes::from_static(b"new"));
        tx.remove(Table::Used, b"a5");
        tx.put(Table::Used, b"a9", Bytes::from_static(b"new"));
        tx.put(Table::Used, b"b0", Bytes::from_static(b"new"));

        let mut seen = Vec::new();
        tx.range(Table::Used, b"a", b"a1", &mut |key, value| {
            seen.push(format!(
                "{}={}",
                String::from_utf8_lossy(key),
                String::from_utf8_lossy(value)
            ));
            ControlFlow::Continue(())
        })
        .unwrap();
        assert_eq!(seen, ["a1=old", "a3=new", "a9=new"]);
    }
}
