//! The open conversation: how many rows it has and those that are loaded, in pages.

use std::collections::BTreeMap;

use pulse_client::{ConversationId, MessageId, MessageRow, MessageStatus};

/// How many rows a page holds: some screens full, so that scrolling meets what is there.
pub(crate) const PAGE_ROWS: usize = 128;

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

    /// The next span of rows that is missing between two positions: first position and how many.
    pub fn missing(&self, first: usize, end: usize) -> Option<(usize, usize)> {
        let end = end.min(self.total);
        let mut position = first;
        while position < end {
            let page = position / PAGE_ROWS;
            let begin = page * PAGE_ROWS;
            let expected = PAGE_ROWS.min(self.total - begin);
            if self.pages.get(&page).map_or(0, Vec::len) < expected {
                return Some((begin, PAGE_ROWS));
            }
            position = begin + PAGE_ROWS;
        }
        None
    }

    /// Takes in rows that were asked for. `first` is the beginning of a page.
    pub fn fill(&mut self, first: usize, rows: Vec<MessageRow>, total: usize) {
        self.total = total;
        let mut rows = rows.into_iter();
        let mut page = first / PAGE_ROWS;
        loop {
            let chunk: Vec<_> = rows.by_ref().take(PAGE_ROWS).collect();
            if chunk.is_empty() {
                break;
            }
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
        self.changed(0);
    }

    fn changed(&mut self, from: usize) {
        self.revision += 1;
        self.changed_from = from;
    }
}
