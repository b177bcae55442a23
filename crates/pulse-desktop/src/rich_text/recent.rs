//! A memory of what was made lately, within bounds. What was not used for longest goes as others come, one for one: letting go of some
//! hundred laid out texts at once takes longer than a frame may.

use lru::LruCache;

use crate::limits::LAID_OUT_BYTES_MAX;

/// At most `MAX` things of at most [`LAID_OUT_BYTES_MAX`] bytes of text together, and beyond that those of this frame and the last.
pub(super) struct Recent<V, const MAX: usize> {
    entries: LruCache<u64, Entry<V>>,
    bytes: usize,
}

struct Entry<V> {
    value: V,
    bytes: usize,
    last_pass: u64,
}

impl<V, const MAX: usize> Default for Recent<V, MAX> {
    fn default() -> Self {
        Self {
            entries: LruCache::unbounded(),
            bytes: 0,
        }
    }
}

impl<V, const MAX: usize> Recent<V, MAX> {
    /// What is remembered under a key, which is used in this pass of egui.
    pub(super) fn get(&mut self, key: u64, pass: u64) -> Option<&mut V> {
        let entry = self.entries.get_mut(&key)?;
        entry.last_pass = pass;
        Some(&mut entry.value)
    }

    /// Remembers a thing with so many bytes of text.
    pub(super) fn insert(&mut self, key: u64, value: V, bytes: usize, pass: u64) {
        let entry = Entry {
            value,
            bytes,
            last_pass: pass,
        };
        let before = self.entries.put(key, entry);
        self.bytes = self.bytes - before.map_or(0, |before| before.bytes) + bytes;
        self.forget(pass);
    }

    /// What is remembered under a key, or is made now, with its bytes of text.
    pub(super) fn get_or_insert_with(
        &mut self,
        key: u64,
        pass: u64,
        make: impl FnOnce() -> (V, usize),
    ) -> &mut V {
        self.forget(pass);
        let entry = self.entries.get_or_insert_mut(key, || {
            let (value, bytes) = make();
            self.bytes += bytes;
            Entry {
                value,
                bytes,
                last_pass: pass,
            }
        });
        entry.last_pass = pass;
        &mut entry.value
    }

    fn forget(&mut self, pass: u64) {
        while self.entries.len() > MAX || self.bytes > LAID_OUT_BYTES_MAX {
            let oldest = self.entries.peek_lru();
            if oldest.is_none_or(|(_, oldest)| oldest.last_pass + 1 >= pass) {
                break;
            }
            if let Some((_, gone)) = self.entries.pop_lru() {
                self.bytes -= gone.bytes;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Few = Recent<&'static str, 4>;

    fn keys(memory: &Few) -> Vec<u64> {
        let mut keys: Vec<_> = memory.entries.iter().map(|(key, _)| *key).collect();
        keys.sort_unstable();
        keys
    }

    #[test]
    fn the_longest_unused_goes_for_each_that_comes() {
        let mut memory = Few::default();
        for key in 0..4 {
            memory.insert(key, "", 1, key);
        }
        assert_eq!(memory.get(0, 10).copied(), Some(""));
        memory.insert(4, "", 1, 11);
        assert_eq!(keys(&memory), [0, 2, 3, 4]);
        memory.insert(5, "", 1, 12);
        assert_eq!(keys(&memory), [0, 3, 4, 5]);
        assert_eq!(memory.bytes, 4);
    }

    #[test]
    fn what_is_seen_stays_however_much_it_is() {
        let mut memory = Few::default();
        for key in 0..10 {
            memory.insert(key, "", LAID_OUT_BYTES_MAX, 20);
        }
        assert_eq!(keys(&memory).len(), 10);
        memory.insert(10, "", 1, 21);
        assert_eq!(keys(&memory).len(), 11, "the last frame's");
        memory.insert(11, "", 1, 22);
        assert_eq!(keys(&memory), [10, 11]);
        assert_eq!(memory.bytes, 2);
    }

    #[test]
    fn what_is_made_anew_counts_once() {
        let mut memory = Few::default();
        memory.insert(1, "before", 10, 1);
        memory.insert(1, "after", 30, 2);
        assert_eq!(*memory.get_or_insert_with(1, 2, || ("never", 9)), "after");
        assert_eq!(*memory.get_or_insert_with(2, 2, || ("once", 9)), "once");
        assert_eq!(memory.bytes, 39);
    }
}
