//! The open conversation: how many rows it has and those that are loaded, in pages.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::ops::{Range, RangeInclusive};

use pulse_client::{ConversationId, HeldReason, MessageId, MessageRow, MessageStatus, Timestamp};

/// How many rows a page holds: some screens full, so that scrolling meets what is there.
pub(crate) const PAGE_ROWS: usize = 128;

/// Pages of one conversation in memory: some thousand rows, a few megabytes.
const PAGES_KEPT_MAX: usize = 32;

/// A screen full and more: what whoever is at the end sees of it.
const ROWS_OF_END: usize = 64;

/// Changes of one conversation that are remembered apart: those between two frames are fewer, or too many to tell apart.
const CHANGES_KEPT: usize = 16;

/// Rows by position, counted from the oldest; only some pages of a long conversation are in memory.
#[derive(Clone, Debug)]
pub struct Timeline {
    /// Which conversation.
    pub conversation: ConversationId,
    /// How many rows it has.
    pub total: usize,
    /// The position of the first row that was unseen when the conversation was opened or last looked away from, or that came
    /// since: the marker stands above it.
    pub first_unread: Option<usize>,
    /// Grows whenever a row's position or content changed; [`Self::changed_since`] says which.
    pub revision: u64,
    /// What holds the messages that wait, when that is not the server.
    pub held: Option<HeldReason>,
    pages: BTreeMap<usize, Page>,
    /// Pages whose rows may stand elsewhere by now. They are shown until they were read again.
    stale: BTreeSet<usize>,
    /// How many rows there will be once the stale ones were read again.
    coming: usize,
    /// Pages that were asked for and have not come yet.
    asked: BTreeSet<usize>,
    /// Messages that were deleted and may still be among the rows.
    gone: BTreeSet<MessageId>,
    /// The pages that were needed last: where somebody reads.
    needed: RangeInclusive<usize>,
    /// Where the view was last sent to.
    jump: Option<Jump>,
    /// The positions that the last revisions changed, the newest last.
    changes: VecDeque<Range<usize>>,
}

/// A message that is to be seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Jump {
    /// Which.
    pub message: MessageId,
    /// Where it stood when it was asked for.
    pub position: usize,
    /// How many jumps there were: each is followed once.
    pub number: u64,
    /// Until when it is marked.
    pub marked_until: Option<Timestamp>,
}

/// A run of rows within one page; it may begin after the page's first place.
#[derive(Clone, Debug, Default)]
struct Page {
    offset: usize,
    rows: Vec<MessageRow>,
}

impl Page {
    fn end(&self) -> usize {
        self.offset + self.rows.len()
    }

    fn get(&self, place: usize) -> Option<&MessageRow> {
        self.rows.get(place.checked_sub(self.offset)?)
    }

    fn get_mut(&mut self, place: usize) -> Option<&mut MessageRow> {
        self.rows.get_mut(place.checked_sub(self.offset)?)
    }

    /// Takes in another run of the same page. Where both have a row the new one counts; a run that does not touch this one
    /// replaces it, so that there is never a gap.
    fn take(&mut self, mut other: Self) {
        if self.rows.is_empty() || other.end() < self.offset || self.end() < other.offset {
            *self = other;
            return;
        }
        let end = other.end();
        if self.offset < other.offset {
            let kept = other.offset - self.offset;
            let mut rows: Vec<_> = self.rows.drain(..kept).collect();
            rows.append(&mut other.rows);
            self.rows.drain(..(end - other.offset).min(self.rows.len()));
            rows.append(&mut self.rows);
            self.rows = rows;
        } else {
            let covered = (end - self.offset).min(self.rows.len());
            self.rows.drain(..covered);
            other.rows.append(&mut self.rows);
            *self = other;
        }
    }
}

impl Timeline {
    /// An opened conversation without rows yet.
    pub fn new(conversation: ConversationId, total: usize, first_unread: Option<usize>) -> Self {
        Self {
            conversation,
            total,
            first_unread,
            revision: 0,
            held: None,
            pages: BTreeMap::new(),
            stale: BTreeSet::new(),
            coming: total,
            asked: BTreeSet::new(),
            gone: BTreeSet::new(),
            needed: 0..=0,
            jump: None,
            changes: VecDeque::new(),
        }
    }

    /// Where the view was last sent to.
    pub fn jump(&self) -> Option<Jump> {
        self.jump
    }

    /// The message that is marked, so that the eye finds it.
    pub fn marked(&self) -> Option<MessageId> {
        let jump = self.jump.filter(|jump| jump.marked_until.is_some())?;
        Some(jump.message)
    }

    /// Sends the view to a message.
    pub(super) fn jump_to(&mut self, message: MessageId, position: usize, until: Timestamp) {
        let number = self.jump.map_or(0, |jump| jump.number) + 1;
        self.jump = Some(Jump {
            message,
            position,
            number,
            marked_until: Some(until),
        });
    }

    /// When the mark goes.
    pub(super) fn mark_ends_at(&self) -> Option<Timestamp> {
        self.jump?.marked_until
    }

    /// Takes the mark away when its time is over.
    pub(super) fn end_mark(&mut self, now: Timestamp) {
        if let Some(jump) = &mut self.jump {
            jump.marked_until = jump.marked_until.filter(|until| now < *until);
        }
    }

    /// The row at a position, when it is loaded.
    pub fn row(&self, position: usize) -> Option<&MessageRow> {
        self.pages
            .get(&(position / PAGE_ROWS))?
            .get(position % PAGE_ROWS)
    }

    /// Whether the row at a position is to be asked for: it is not loaded, or may be another one by now.
    pub fn is_missing(&self, position: usize) -> bool {
        self.row(position).is_none() || self.stale.contains(&(position / PAGE_ROWS))
    }

    /// Messages that were deleted and are shown no more, though their rows may still be here.
    pub fn gone(&self) -> impl Iterator<Item = MessageId> {
        self.gone.iter().copied()
    }

    /// A message was deleted for good; the client has not said so yet.
    pub(super) fn delete(&mut self, message: MessageId) {
        if self.position(message).is_some() {
            self.gone.insert(message);
        }
    }

    /// The rows that are loaded, with their positions, oldest first.
    pub fn loaded(&self) -> impl DoubleEndedIterator<Item = (usize, &MessageRow)> {
        self.pages.iter().flat_map(|(number, page)| {
            let begin = number * PAGE_ROWS + page.offset;
            page.rows
                .iter()
                .enumerate()
                .map(move |(place, row)| (begin + place, row))
        })
    }

    /// Where a message is, when it is loaded. Of two places the one counts that was read last.
    pub fn position(&self, id: MessageId) -> Option<usize> {
        let places = self.loaded().filter(|(_, row)| row.id == id);
        places
            .map(|(position, _)| position)
            .min_by_key(|position| self.stale.contains(&(position / PAGE_ROWS)))
    }

    /// The rows before a message, the newest of them first, as far as they are loaded.
    pub(super) fn before(&self, message: MessageId) -> impl Iterator<Item = &MessageRow> {
        let end = self.position(message).unwrap_or_default();
        let rows = (0..end).rev().map_while(|position| self.row(position));
        rows.filter(|row| !self.gone.contains(&row.id))
    }

    /// Where the first loaded row stands that was not seen; those up to `told` were, though their status does not say so yet.
    pub fn first_unseen(&self, told: Option<MessageId>) -> Option<usize> {
        let seen_to = told.and_then(|id| self.position(id));
        self.loaded()
            .filter(|(position, _)| seen_to.is_none_or(|seen_to| *position > seen_to))
            .find(|(_, row)| row.status == MessageStatus::Received)
            .map(|(position, _)| position)
    }

    /// The pages that are missing between two positions and were not asked for yet, by their first position. They count as asked
    /// for from now on. Whoever is at the end gets the end that is to come, first. Pages far away are forgotten, so that scrolling
    /// through years does not keep years.
    pub fn need(&mut self, first: usize, end: usize) -> Vec<usize> {
        let end = end.min(self.total);
        if first >= end {
            return Vec::new();
        }
        let (first, last) = (first / PAGE_ROWS, (end - 1) / PAGE_ROWS);
        self.needed = first..=last;
        self.forget_far_from(first, last);
        let new_end = if end == self.total && self.coming > self.total {
            self.coming.saturating_sub(ROWS_OF_END) / PAGE_ROWS..self.coming.div_ceil(PAGE_ROWS)
        } else {
            0..0
        };
        let beyond = new_end.filter(|page| *page > last);
        let missing: Vec<_> = beyond
            .chain(first..=last)
            .filter(|page| !self.is_whole(*page) && !self.asked.contains(page))
            .collect();
        self.asked.extend(&missing);
        missing.into_iter().map(|page| page * PAGE_ROWS).collect()
    }

    /// Takes in rows, from wherever they begin.
    pub fn fill(&mut self, first: usize, rows: Vec<MessageRow>, total: usize) {
        // Rows that were not here leave the others as they are. Measuring those again is what scrolling would wait for.
        let end = first + rows.len();
        let are_new = total == self.total
            && self.stale.is_empty()
            && (first..end).all(|position| self.row(position).is_none());
        self.take_total(total);
        let mut rows = rows.into_iter();
        let mut position = first;
        self.asked.remove(&(first / PAGE_ROWS));
        loop {
            let number = position / PAGE_ROWS;
            let offset = position % PAGE_ROWS;
            let rows: Vec<_> = rows.by_ref().take(PAGE_ROWS - offset).collect();
            if rows.is_empty() {
                break;
            }
            position += rows.len();
            if self.stale.remove(&number) {
                self.pages.remove(&number);
            }
            self.pages
                .entry(number)
                .or_default()
                .take(Page { offset, rows });
            if self.is_whole(number) {
                self.asked.remove(&number);
            }
        }
        if self.stale.is_empty() {
            // All rows are those of the store: what was deleted is not among them.
            self.gone.clear();
        }
        match are_new {
            true => self.changed_in(first..end),
            false => self.changed(first),
        }
    }

    /// A new row came in at a position.
    pub fn insert(&mut self, position: usize, row: MessageRow, total: usize) {
        let was = self.total;
        self.total = total;
        self.coming = total;
        let page = position / PAGE_ROWS;
        if position == was && total == was + 1 {
            // At the end, as nearly always: the last page grows when it is here.
            let page = self.pages.entry(page).or_default();
            if page.rows.is_empty() {
                page.offset = position % PAGE_ROWS;
            }
            if page.end() == position % PAGE_ROWS {
                page.rows.push(row);
            }
            self.forget_before_end(position / PAGE_ROWS);
        } else {
            self.pages.retain(|number, _| *number < page);
            self.stale.retain(|number| *number < page);
            self.asked.retain(|number| *number < page);
        }
        if let Some(marker) = &mut self.first_unread
            && position < *marker
        {
            *marker += 1;
        }
        self.changed(position);
    }

    /// A row's status moved. False when it is not loaded.
    pub fn set_status(&mut self, id: MessageId, status: MessageStatus) -> bool {
        let Some(position) = self.position(id) else {
            return false;
        };
        if let Some(row) = self
            .pages
            .get_mut(&(position / PAGE_ROWS))
            .and_then(|page| page.get_mut(position % PAGE_ROWS))
        {
            row.status = status;
        }
        self.changed(position);
        true
    }

    /// Positions are no longer what they were: all rows are to be read again. What is loaded is shown until then, so that nobody
    /// sees an empty page in between; how many there are is taken in with them.
    pub fn moved(&mut self, total: usize) {
        if self.pages.is_empty() {
            self.total = total;
        }
        self.coming = total;
        self.stale = self.pages.keys().copied().collect();
        self.asked.clear();
        self.changed(0);
    }

    /// So many rows there are; pages beyond have none.
    fn take_total(&mut self, total: usize) {
        self.total = total;
        self.coming = total;
        let end = total.div_ceil(PAGE_ROWS);
        self.pages.retain(|page, _| *page < end);
        self.stale.retain(|page| *page < end);
    }

    fn is_whole(&self, page: usize) -> bool {
        if self.stale.contains(&page) {
            return false;
        }
        let expected = PAGE_ROWS.min(self.total.saturating_sub(page * PAGE_ROWS));
        self.pages
            .get(&page)
            .is_some_and(|page| page.offset == 0 && page.rows.len() >= expected)
    }

    fn forget_far_from(&mut self, first: usize, last: usize) {
        if self.pages.len() > PAGES_KEPT_MAX {
            let near = PAGES_KEPT_MAX / 2;
            let kept = first.saturating_sub(near)..=last + near;
            self.pages.retain(|page, _| kept.contains(page));
            self.stale.retain(|page| kept.contains(page));
        }
    }

    /// A window that nobody touches while thousands of messages come in keeps the newest, and where somebody reads.
    fn forget_before_end(&mut self, last: usize) {
        if self.pages.len() > PAGES_KEPT_MAX {
            let from = last.saturating_sub(PAGES_KEPT_MAX / 2);
            let needed = self.needed.clone();
            let is_kept = |page: &usize| *page >= from || needed.contains(page);
            self.pages.retain(|page, _| is_kept(page));
            self.stale.retain(is_kept);
        }
    }

    /// What changed since a revision, one after the other; `None` when that is too long ago to know.
    pub fn changed_since(&self, revision: u64) -> Option<impl Iterator<Item = Range<usize>>> {
        let count = usize::try_from(self.revision.checked_sub(revision)?).ok()?;
        let first = self.changes.len().checked_sub(count)?;
        Some(self.changes.iter().skip(first).cloned())
    }

    /// Everything from a position on may be different.
    fn changed(&mut self, from: usize) {
        self.changed_in(from..usize::MAX);
    }

    fn changed_in(&mut self, positions: Range<usize>) {
        self.revision += 1;
        if self.changes.len() == CHANGES_KEPT {
            self.changes.pop_front();
        }
        self.changes.push_back(positions);
    }
}

/// Timelines for tests.
#[cfg(test)]
pub(crate) mod samples {
    use pulse_client::{AccountId, ContentId, DeviceId, RowKind};

    use super::*;

    pub(crate) fn row(number: usize) -> MessageRow {
        let mut id = [0; 16];
        id[..8].copy_from_slice(&(number as u64).to_be_bytes());
        let account = AccountId::from_bytes([1; 32]);
        MessageRow {
            id: MessageId::from_bytes(id),
            conversation: ConversationId::direct(account),
            sender: account,
            sender_device: DeviceId::new(1),
            content_id: ContentId::from_bytes(id),
            kind: RowKind::Text,
            text: number.to_string(),
            raw: Vec::new(),
            sent_at: Timestamp::default(),
            received_at: Timestamp::default(),
            sort_at: number as u64,
            status: MessageStatus::Seen,
            outgoing: false,
        }
    }

    pub(crate) fn rows(range: std::ops::Range<usize>) -> Vec<MessageRow> {
        range.map(row).collect()
    }

    pub(crate) fn timeline(total: usize) -> Timeline {
        let account = AccountId::from_bytes([1; 32]);
        Timeline::new(ConversationId::direct(account), total, None)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

    use super::samples::{row, rows, timeline};
    use super::*;

    fn assert_holds(timeline: &Timeline, range: std::ops::Range<usize>) {
        for position in range {
            let text = timeline.row(position).map(|row| row.text.as_str());
            assert_eq!(text, Some(position.to_string().as_str()));
        }
        for (position, row) in timeline.loaded() {
            assert_eq!(row.text, position.to_string());
        }
    }

    #[test]
    fn a_page_that_comes_changes_nothing_but_itself() {
        let mut timeline = timeline(1000);
        let changes = |timeline: &Timeline, since| -> Option<Vec<_>> {
            let changes = timeline.changed_since(since)?;
            Some(changes.map(|rows| (rows.start, rows.end)).collect())
        };
        timeline.fill(512, rows(512..640), 1000);
        timeline.fill(384, rows(384..512), 1000);
        assert_eq!(changes(&timeline, 0), Some(vec![(512, 640), (384, 512)]));
        assert_eq!(changes(&timeline, 1), Some(vec![(384, 512)]));
        assert_eq!(changes(&timeline, 2), Some(vec![]));
        // What replaces rows, or comes with others, may have moved everything behind it.
        timeline.fill(500, rows(500..520), 1000);
        assert_eq!(changes(&timeline, 2), Some(vec![(500, usize::MAX)]));
        timeline.fill(0, rows(0..128), 1001);
        assert_eq!(changes(&timeline, 3), Some(vec![(0, usize::MAX)]));
        timeline.moved(1001);
        timeline.fill(128, rows(128..256), 1001);
        assert_eq!(changes(&timeline, 5), Some(vec![(128, usize::MAX)]));
        for number in 0..CHANGES_KEPT {
            timeline.insert(1001 + number, row(1001 + number), 1002 + number);
        }
        assert_eq!(changes(&timeline, 5), None);
        assert!(changes(&timeline, 6).is_some());
    }

    #[test]
    fn the_end_comes_first_and_the_rest_of_its_page_is_asked_for_once() {
        let mut timeline = timeline(1000);
        timeline.fill(920, rows(920..1000), 1000);
        assert_holds(&timeline, 920..1000);
        assert!(timeline.row(919).is_none());
        assert_eq!(timeline.need(900, 1000), vec![896]);
        assert!(timeline.need(900, 1000).is_empty());
        timeline.fill(896, rows(896..1000), 1000);
        assert_holds(&timeline, 896..1000);
        assert!(timeline.need(900, 1000).is_empty());
    }

    #[test]
    fn runs_that_touch_become_one_and_runs_that_do_not_leave_no_gap() {
        let mut timeline = timeline(128);
        timeline.fill(50, rows(50..60), 128);
        timeline.fill(60, rows(60..70), 128);
        timeline.fill(40, rows(40..55), 128);
        assert_holds(&timeline, 40..70);
        timeline.fill(42, rows(42..44), 128);
        assert_holds(&timeline, 40..70);
        timeline.fill(100, rows(100..110), 128);
        assert_holds(&timeline, 100..110);
        assert!(timeline.row(69).is_none());
    }

    #[test]
    fn a_new_row_grows_the_end_and_moves_what_is_after_it() {
        let mut timeline = timeline(130);
        timeline.fill(120, rows(120..130), 130);
        timeline.insert(130, row(130), 131);
        assert_holds(&timeline, 120..131);
        timeline.first_unread = Some(129);
        timeline.insert(128, row(999), 132);
        assert_eq!(timeline.first_unread, Some(130));
        assert!(timeline.row(128).is_none(), "it is read again");
        assert_eq!(timeline.need(125, 132), vec![0, 128]);
    }

    #[test]
    fn rows_that_moved_are_shown_until_they_were_read_again() {
        let mut timeline = timeline(300);
        timeline.fill(0, rows(0..300), 300);
        // The message at 200 is deleted for good.
        timeline.delete(row(200).id);
        assert_eq!(timeline.gone().count(), 1);
        timeline.moved(299);
        assert_holds(&timeline, 0..300);
        assert_eq!(timeline.need(150, 300), vec![128, 256]);
        assert!(timeline.need(150, 300).is_empty(), "it was asked for");
        let after: Vec<_> = (0..300).filter(|number| *number != 200).map(row).collect();
        timeline.fill(128, after[128..256].to_vec(), 299);
        assert_eq!(timeline.total, 299);
        assert_eq!(timeline.row(200).unwrap().text, "201");
        assert!(!timeline.is_missing(200) && timeline.is_missing(260));
        timeline.fill(256, after[256..].to_vec(), 299);
        assert!(timeline.row(299).is_none());
        assert_eq!(timeline.need(0, 299), vec![0], "it is stale, too");
        timeline.fill(0, after[..128].to_vec(), 299);
        assert_eq!(timeline.gone().count(), 0);
        assert!((0..299).all(|position| !timeline.is_missing(position)));
    }

    #[test]
    fn whoever_is_at_the_end_gets_the_new_end_first() {
        let mut timeline = timeline(300);
        timeline.fill(0, rows(0..300), 300);
        timeline.moved(1_000);
        assert_eq!(timeline.need(250, 300), vec![896, 128, 256]);
        assert_holds(&timeline, 0..300);
        timeline.fill(896, rows(896..1_000), 1_000);
        assert_holds(&timeline, 896..1_000);
        timeline.moved(1_500);
        assert_eq!(timeline.need(0, 10), vec![0], "nobody sees the end");
    }

    #[test]
    fn a_conversation_that_was_emptied_elsewhere_is_empty() {
        let mut timeline = timeline(300);
        timeline.fill(0, rows(0..300), 300);
        timeline.moved(0);
        assert_eq!(timeline.need(250, 300), vec![128, 256]);
        timeline.fill(128, Vec::new(), 0);
        assert_eq!((timeline.total, timeline.loaded().count()), (0, 0));
    }

    #[test]
    fn scrolling_through_years_keeps_a_bounded_number_of_pages() {
        let total = 100 * PAGE_ROWS;
        let mut timeline = timeline(total);
        for page in 0..100 {
            for first in timeline.need(page * PAGE_ROWS, (page + 1) * PAGE_ROWS) {
                timeline.fill(first, rows(first..first + PAGE_ROWS), total);
            }
        }
        assert!(timeline.pages.len() <= PAGES_KEPT_MAX + 1);
        assert!(timeline.row(total - 1).is_some());
    }

    /// Somebody writes a hundred thousand messages of the largest size to a window that is open and not looked at.
    #[test]
    fn rows_that_only_arrive_do_not_pile_up() {
        let mut timeline = timeline(10 * PAGE_ROWS);
        timeline.need(0, 10);
        timeline.fill(0, rows(0..PAGE_ROWS), 10 * PAGE_ROWS);
        let first = 10 * PAGE_ROWS;
        for position in first..first + 100 * PAGE_ROWS {
            timeline.insert(position, row(position), position + 1);
            assert!(timeline.pages.len() <= PAGES_KEPT_MAX);
        }
        assert_holds(&timeline, 0..PAGE_ROWS);
        let end = timeline.total;
        assert_holds(&timeline, end - PAGE_ROWS..end);
        assert_eq!(
            timeline.need(20 * PAGE_ROWS, 20 * PAGE_ROWS + 1),
            [20 * PAGE_ROWS]
        );
    }
}
