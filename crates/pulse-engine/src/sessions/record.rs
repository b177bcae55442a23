//! One end of a session as it is stored.

use pulse_protocol::{Day, Timestamp};
use serde::{Deserialize, Serialize};
use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::limits::HASH_DAYS;
use crate::turn::Record;

#[derive(Serialize, Deserialize, Zeroize, ZeroizeOnDrop)]
pub(super) struct SessionRecord {
    pub(super) session: Vec<u8>,
    /// Our handshake, repeated beside each message until the first answer.
    pub(super) header: Option<Vec<u8>>,
    #[zeroize(skip)]
    pub(super) made: Timestamp,
    /// Since when it only receives.
    #[zeroize(skip)]
    pub(super) retired: Option<Timestamp>,
    /// When something was last received in it; nothing when that is not known.
    #[zeroize(skip)]
    pub(super) heard: Option<Day>,
}

/// The layout that did not say when something was received.
#[derive(Serialize, Deserialize, Zeroize, ZeroizeOnDrop)]
struct SessionRecordOne {
    session: Vec<u8>,
    header: Option<Vec<u8>>,
    #[zeroize(skip)]
    made: Timestamp,
    #[zeroize(skip)]
    retired: Option<Timestamp>,
}

impl Record for SessionRecord {
    const NAME: &'static str = "session";
    const VERSION: u8 = 2;

    fn of_version(version: u8, bytes: &[u8]) -> Option<SessionRecord> {
        (version == 1).then_some(())?;
        let mut one: SessionRecordOne = postcard::from_bytes(bytes).ok()?;
        Some(SessionRecord {
            session: std::mem::take(&mut one.session),
            header: one.header.take(),
            made: one.made,
            retired: one.retired,
            heard: None,
        })
    }
}

impl SessionRecord {
    /// Whether the hashes of all that was received in it are forgotten: what uses a key again may then be one of those envelopes,
    /// which anybody can bring once more.
    pub(super) fn is_forgotten(&self, today: Day) -> bool {
        self.heard
            .is_some_and(|heard| today.saturating_since(heard) > HASH_DAYS)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::turn;

    #[test]
    fn a_session_of_the_layout_before_is_read() {
        let one = SessionRecordOne {
            session: vec![1, 2, 3],
            header: Some(vec![4]),
            made: Timestamp::from_millis(5),
            retired: Some(Timestamp::from_millis(6)),
        };
        let mut stored = vec![1];
        stored.extend(postcard::to_stdvec(&one).unwrap());
        let read: SessionRecord = turn::decode(&stored).unwrap();
        assert_eq!((&read.session, &read.header), (&one.session, &one.header));
        assert_eq!((read.made, read.retired), (one.made, one.retired));
        assert!(!read.is_forgotten(Day(u32::MAX)), "nobody knows when");
        let again: SessionRecord = turn::decode(&turn::encode(&read).unwrap()).unwrap();
        assert_eq!((&again.session, again.heard), (&one.session, None));
        stored[0] = 3;
        assert!(turn::decode::<SessionRecord>(&stored).is_err());
    }
}
