//! Which conversations the quick switcher offers, best first.

use pulse_client::folding::folded;

use super::AppState;
use crate::update::ChatSummary;

impl AppState {
    /// With nothing typed: those with something unread, then those that were open lately, then the rest; the one that is open comes
    /// last, since nobody switches to where they are. With something typed: names that begin with it, names with a word that
    /// does, names that hold it; each in the order of above.
    pub fn quick_switch(&self, typed: &str) -> Vec<&ChatSummary> {
        let wanted = folded(typed);
        let open = self.open_conversation();
        let mut offered: Vec<_> = self
            .chats
            .all_shown()
            .filter_map(|chat| Some((rank(&self.chats.names.get(&chat.name), &wanted)?, chat)))
            .collect();
        // The sort is stable: what ranks equal stays in the order of the list, newest first.
        offered.sort_by_cached_key(|(rank, chat)| {
            let opened = self.recent.iter().position(|id| *id == chat.id);
            (
                *rank,
                open == Some(chat.id),
                chat.unread == 0 && !self.is_marked_unread(chat.id),
                opened.unwrap_or(usize::MAX),
            )
        });
        offered.into_iter().map(|(_, chat)| chat).collect()
    }
}

/// How well a folded name fits; `None` when it does not.
fn rank(name: &str, wanted: &str) -> Option<u8> {
    if name.starts_with(wanted) {
        return Some(0);
    }
    if name.split_whitespace().any(|word| word.starts_with(wanted)) {
        return Some(1);
    }
    name.contains(wanted).then_some(2)
}
