//! The open conversation: how many rows it has and those that are loaded, in pages.

use std::collections::{BTreeMap, BTreeSet};

use pulse_client::{ConversationId, MessageId, MessageRow, MessageStatus};

/// How many rows a page holds: some screens full, so that scrolling meets what is there.
pub(crate) const PAGE_ROWS: usize = 128;

/// Pages of one conversation in memory: some thousand rows, a few megabytes.
const PAGES_KEPT_MAX: usize = 32;

/// Rows by position, counted from the oldest; only some pages of a long conversation are in memory.
#[derive(Clone, Debug)]
pub struct Timeline {
    /// Which conversation.
    pub conversation: ConversationId,
    /// How many rows it has.
    pub total: usize,
    /// The position of the first row that was unseen when the conversation was opened: the marker stands above it.
    pub first_unread: Option<usize>,
    /// Grows whenever a row's position or content changed, so that measured heights can be dropped from there on.
    pub revision: u64,
    /// The lowest position that changed with the last revision.
    pub changed_from: usize,
    pages: BTreeMap<usize, Vec<MessageRow>>,
    /// Pages that were asked for and have not come yet.
    asked: BTreeSet<usize>,
}

impl Timeline {
    /// An opened conversation without rows yet.
    pub fn new(conversation: ConversationId, total: usize, first_unread: Option<usize>) -> Self {
        Self {
            conversation,
            total,
            first_unread,
            revision: 0,
            changed_from: 0,
            pages: BTreeMap::new(),
            asked: BTreeSet::new(),
        }
    }

    /// The row at a position, when it is loaded.
    pub fn row(&self, position: usize) -> Option<&MessageRow> {
        self.pages
            .get(&(position / PAGE_ROWS))?
            .get(position % PAGE_ROWS)
    }

    /// The rows that are loaded, with their positions, oldest first.
    pub fn loaded(&self) -> impl DoubleEndedIterator<Item = (usize, &MessageRow)> {
        self.pages.iter().flat_map(|(page, rows)| {
            rows.iter()
                .enumerate()
                .map(move |(offset, row)| (page * PAGE_ROWS + offset, row))
        })
    }

    /// Where a message is, when it is loaded.
    pub fn position(&self, id: MessageId) -> Option<usize> {
        self.loaded()
            .find(|(_, row)| row.id == id)
            .map(|(position, _)| position)
    }

    /// The pages that are missing between two positions and were not asked for yet, by their first position. They count as asked
    /// for from now on. Pages far away are forgotten, so that scrolling through years does not keep years.
    pub fn need(&mut self, first: usize, end: usize) -> Vec<usize> {
        let end = end.min(self.total);
        if first >= end {
            return Vec::new();
        }
        let (first, last) = (first / PAGE_ROWS, (end - 1) / PAGE_ROWS);
        self.forget_far_from(first, last);
        let missing: Vec<_> = (first..=last)
            .filter(|page| !self.is_whole(*page) && !self.asked.contains(page))
            .collect();
        self.asked.extend(&missing);
        missing.into_iter().map(|page| page * PAGE_ROWS).collect()
    }

    /// Takes in rows that were asked for. `first` is the beginning of a page.
    pub fn fill(&mut self, first: usize, rows: Vec<MessageRow>, total: usize) {
        self.total = total;
        let mut rows = rows.into_iter();
        let mut page = first / PAGE_ROWS;
        self.asked.remove(&page);
        loop {
            let chunk: Vec<_> = rows.by_ref().take(PAGE_ROWS).collect();
            if chunk.is_empty() {
                break;
            }
            self.asked.remove(&page);
            self.pages.insert(page, chunk);
            page += 1;
        }
        self.changed(first);
    }

    /// A new row came in at a position.
    pub fn insert(&mut self, position: usize, row: MessageRow, total: usize) {
        let was = self.total;
        self.total = total;
        let page = position / PAGE_ROWS;
        if position == was && total == was + 1 {
            // At the end, as nearly always: the last page grows when it is here.
            let rows = self.pages.entry(page).or_default();
            if rows.len() == position % PAGE_ROWS {
                rows.push(row);
            }
        } else {
            self.pages.retain(|number, _| *number < page);
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
            .and_then(|rows| rows.get_mut(position % PAGE_ROWS))
        {
            row.status = status;
        }
        self.changed(position);
        true
    }

    /// Positions are no longer what they were: forget all rows.
    pub fn moved(&mut self, total: usize) {
        self.total = total;
        self.pages.clear();
        self.asked.clear();
        self.changed(0);
    }

    fn is_whole(&self, page: usize) -> bool {
        let expected = PAGE_ROWS.min(self.total.saturating_sub(page * PAGE_ROWS));
        self.pages.get(&page).map_or(0, Vec::len) >= expected
    }

    fn forget_far_from(&mut self, first: usize, last: usize) {
        if self.pages.len() > PAGES_KEPT_MAX {
            let near = PAGES_KEPT_MAX / 2;
            let kept = first.saturating_sub(near)..=last + near;
            self.pages.retain(|page, _| kept.contains(page));
        }
    }

    fn changed(&mut self, from: usize) {
        self.revision += 1;
        self.changed_from = from;
    }
}
