//! What happens when, in virtual time: a queue whose ties are broken by the order of planning, so a seed replays exactly.

use std::collections::BTreeMap;

use pulse_protocol::Timestamp;

/// Things planned for moments to come.
pub(super) struct Schedule<T> {
    planned: BTreeMap<(Timestamp, u64), T>,
    count: u64,
}

impl<T> Schedule<T> {
    pub(super) fn new() -> Schedule<T> {
        Schedule {
            planned: BTreeMap::new(),
            count: 0,
        }
    }

    pub(super) fn plan(&mut self, at: Timestamp, what: T) {
        self.count += 1;
        self.planned.insert((at, self.count), what);
    }

    /// The next thing and its moment.
    pub(super) fn next(&mut self) -> Option<(Timestamp, T)> {
        self.planned.pop_first().map(|((at, _), what)| (at, what))
    }
}
