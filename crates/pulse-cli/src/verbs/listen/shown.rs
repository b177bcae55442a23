//! Which messages were shown already.

use std::collections::{BTreeSet, VecDeque};

use pulse_client::MessageId;

/// As many as a look at what is stored and the events of the same moment can have in common, with room.
const REMEMBERED: usize = 20_000;

/// The ids of the newest messages that were shown.
#[derive(Default)]
pub(super) struct Shown {
    ids: BTreeSet<MessageId>,
    order: VecDeque<MessageId>,
}

impl Shown {
    pub(super) fn contains(&self, id: &MessageId) -> bool {
        self.ids.contains(id)
    }

    pub(super) fn insert(&mut self, id: MessageId) {
        if self.ids.insert(id) {
            self.order.push_back(id);
        }
        if self.order.len() > REMEMBERED
            && let Some(oldest) = self.order.pop_front()
        {
            self.ids.remove(&oldest);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_are_remembered_and_memory_is_bounded() {
        let id = |number: u128| MessageId::from_bytes(number.to_be_bytes());
        let mut shown = Shown::default();
        for number in 0..=REMEMBERED as u128 {
            shown.insert(id(number));
            shown.insert(id(number));
        }
        assert!(!shown.contains(&id(0)));
        assert!(shown.contains(&id(1)));
        assert!(shown.contains(&id(REMEMBERED as u128)));
        assert_eq!(shown.ids.len(), shown.order.len());
    }
}
