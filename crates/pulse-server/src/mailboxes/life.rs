//! Which life of a mailbox a device is told of.
//!
//! A mailbox has a random incarnation from its creation on, and its rows lie under it. A store that was put back from a copy
//! numbers mail again from where the copy was, so every mailbox begins another life then. Renaming all rows would take as long
//! as there is mail, and could stop half-way; instead one random number, written once by a restore, is mixed into what devices
//! are told, and what they say is compared with that.

use bytes::Bytes;
use pulse_protocol::Incarnation;

use crate::store::transaction::{Tables, Writes};
use crate::store::{StoreError, Table};

/// The key of [`Table::Schema`] that the number of the last restore is under.
const RESTORE_KEY: &[u8] = b"restore";

/// What the last restore left; 0 for a store that was never restored.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Life(u64);

impl Life {
    /// The life that a store is in.
    pub(crate) fn read(tables: &dyn Tables) -> Result<Self, StoreError> {
        match tables.get(Table::Schema, RESTORE_KEY)? {
            None => Ok(Self(0)),
            Some(row) => row
                .as_ref()
                .try_into()
                .map(|row| Self(u64::from_be_bytes(row)))
                .map_err(|_| StoreError::Corrupt),
        }
    }

    /// Another life than this one: `random` is as good as never the number that is in use.
    pub(crate) fn next(self, random: u64) -> Self {
        match random {
            0 => Self(self.0.wrapping_add(1)),
            random => Self(self.0 ^ random),
        }
    }

    /// Writes it.
    pub(crate) fn write(self, writes: &mut Writes) {
        let row = Bytes::copy_from_slice(&self.0.to_be_bytes());
        writes.put(Table::Schema, RESTORE_KEY, row);
    }

    /// The incarnation that a device is told, of a mailbox whose rows lie under `incarnation`.
    pub(crate) fn told(self, incarnation: Incarnation) -> Incarnation {
        Incarnation::new(incarnation.get() ^ self.0)
    }
}
