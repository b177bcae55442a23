//! Telling what was seen: the newest message of theirs on the screen of a window that somebody looks at.

use super::Open;
use crate::action::{Action, Actions};
use crate::state::{AppState, Timeline};

/// How much of a row must be in sight, in points; a tall one is seen when this much of it is.
const IN_SIGHT: f64 = 24.0;

/// Tells it, once for each message.
pub(super) fn report(
    state: &AppState,
    timeline: &Timeline,
    open: &mut Open,
    offset: f64,
    height: f64,
    out: &mut Actions,
) {
    let is_looked_at = state.focused && !state.lock.locked && state.overlay.is_none();
    if !is_looked_at
        || state
            .chat(open.conversation)
            .is_none_or(|chat| chat.unread == 0)
    {
        return;
    }
    let newest = open
        .scroll
        .visible(offset, height)
        .rev()
        .filter(|&position| open.scroll.top(position) + IN_SIGHT <= offset + height)
        .filter_map(|position| timeline.row(position))
        .find(|row| !row.outgoing);
    if let Some(row) = newest
        && open.reported != Some(row.id)
    {
        open.reported = Some(row.id);
        out.push(Action::Seen {
            conversation: open.conversation,
            through: row.id,
        });
    }
}
