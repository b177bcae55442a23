//! How tall every row is, and at once where every row begins: a Fenwick tree over heights in whole points.
//!
//! Rows that were never laid out have an estimated height; it stands until the real one is known. Whole points keep the sums
//! exact, so that a hundred thousand rows add up the same in whatever order they became known.

use std::ops::Range;

/// Heights of all rows of one conversation.
#[derive(Clone, Debug, Default)]
pub(super) struct Heights {
    rows: Vec<Row>,
    /// `tree[i]` is the sum of the `lowbit(i + 1)` rows that end with row `i`.
    tree: Vec<u64>,
}

/// One row. The height stays when it is no longer known: it is the best estimate there is.
#[derive(Clone, Copy, Debug)]
struct Row {
    points: u32,
    known: bool,
}

impl Heights {
    /// `count` rows nobody has measured.
    pub(super) fn new(count: usize, estimate: u32) -> Self {
        let row = Row {
            points: estimate,
            known: false,
        };
        Self {
            rows: vec![row; count],
            tree: (0..count)
                .map(|index| u64::from(estimate) * width(index) as u64)
                .collect(),
        }
    }

    /// How many rows there are.
    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    /// The height of a row, known or estimated; 0 behind the end.
    pub(super) fn height(&self, position: usize) -> u32 {
        self.rows.get(position).map_or(0, |row| row.points)
    }

    /// Whether a row was measured as it is now.
    pub(super) fn is_known(&self, position: usize) -> bool {
        self.rows.get(position).is_some_and(|row| row.known)
    }

    /// Where a row begins: the sum of all heights before it.
    pub(super) fn top(&self, position: usize) -> u64 {
        let mut end = position.min(self.len());
        let mut sum = 0;
        while end > 0 {
            sum += self.tree.get(end - 1).copied().unwrap_or_default();
            end -= width(end - 1);
        }
        sum
    }

    /// The sum of all heights.
    pub(super) fn total(&self) -> u64 {
        self.top(self.len())
    }

    /// The row at a place: the last one that begins at or before `y`. `None` without rows.
    pub(super) fn at(&self, y: u64) -> Option<usize> {
        let mut position = 0;
        let mut rest = y;
        let mut step = self.len().checked_ilog2().map_or(0, |log| 1 << log);
        while step > 0 {
            let next = position + step;
            if let Some(&sum) = self.tree.get(next - 1)
                && sum <= rest
            {
                position = next;
                rest -= sum;
            }
            step /= 2;
        }
        Some(position.min(self.len().checked_sub(1)?))
    }

    /// A row was measured; `known` unless its neighbours are missing and may change it. True when its height is another than
    /// it was.
    pub(super) fn set(&mut self, position: usize, points: u32, known: bool) -> bool {
        let Some(row) = self.rows.get_mut(position) else {
            return false;
        };
        row.known = known;
        let before = std::mem::replace(&mut row.points, points);
        if before == points {
            return false;
        }
        let mut index = position;
        while let Some(sum) = self.tree.get_mut(index) {
            *sum = *sum - u64::from(before) + u64::from(points);
            index += width(index);
        }
        true
    }

    /// These rows must be measured again; the range may reach beyond the end.
    pub(super) fn forget(&mut self, rows: Range<usize>) {
        let end = rows.end.min(self.len());
        let rows = self.rows.get_mut(rows.start..end);
        for row in rows.into_iter().flatten() {
            row.known = false;
        }
    }

    /// There are `count` rows now, those that came or went did so at `position`.
    pub(super) fn resize(&mut self, position: usize, count: usize, estimate: u32) {
        let row = Row {
            points: estimate,
            known: false,
        };
        let position = position.min(self.len());
        if count >= self.len() {
            let added = count - self.len();
            if position == self.len() {
                for _ in 0..added {
                    self.push(row);
                }
                return;
            }
            self.rows
                .splice(position..position, std::iter::repeat_n(row, added));
        } else {
            let gone = (self.len() - count).min(self.len() - position);
            self.rows.drain(position..position + gone);
            self.rows.truncate(count);
        }
        self.rebuild();
    }

    fn push(&mut self, row: Row) {
        let index = self.len();
        let begin = index + 1 - width(index);
        let sum = self.top(index) - self.top(begin) + u64::from(row.points);
        self.rows.push(row);
        self.tree.push(sum);
    }

    fn rebuild(&mut self) {
        self.tree.clear();
        self.tree
            .extend(self.rows.iter().map(|row| u64::from(row.points)));
        for index in 0..self.tree.len() {
            let above = index + width(index);
            let sum = self.tree.get(index).copied().unwrap_or_default();
            if let Some(parent) = self.tree.get_mut(above) {
                *parent += sum;
            }
        }
    }
}

/// How many rows the sum at an index covers.
fn width(index: usize) -> usize {
    let number = index + 1;
    number & number.wrapping_neg()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may end here")]

    use proptest::prelude::*;

    use super::*;

    fn measured(heights: &[u32]) -> Heights {
        let mut tree = Heights::new(heights.len(), 40);
        for (position, &points) in heights.iter().enumerate() {
            tree.set(position, points, true);
        }
        tree
    }

    #[derive(Clone, Debug)]
    enum Step {
        Set(usize, u32),
        Resize(usize, usize),
    }

    fn step() -> impl Strategy<Value = Step> {
        prop_oneof![
            (0..80usize, 0..500u32).prop_map(|(position, points)| Step::Set(position, points)),
            (0..80usize, 0..80usize).prop_map(|(position, count)| Step::Resize(position, count)),
        ]
    }

    proptest! {
        #[test]
        fn a_place_leads_to_its_row(heights in proptest::collection::vec(1..400u32, 1..300)) {
            let tree = measured(&heights);
            let mut top = 0u64;
            for (position, &points) in heights.iter().enumerate() {
                prop_assert_eq!(tree.top(position), top);
                prop_assert_eq!(tree.at(top), Some(position));
                prop_assert_eq!(tree.at(top + u64::from(points) - 1), Some(position));
                top += u64::from(points);
            }
            prop_assert_eq!(tree.total(), top);
            prop_assert_eq!(tree.at(top + 1000), Some(heights.len() - 1));
        }

        #[test]
        fn changes_keep_the_sums_right(steps in proptest::collection::vec(step(), 1..60)) {
            let mut tree = Heights::new(7, 40);
            let mut plain = vec![40u32; 7];
            for step in steps {
                match step {
                    Step::Set(position, points) => {
                        tree.set(position, points, true);
                        if let Some(height) = plain.get_mut(position) {
                            *height = points;
                        }
                    }
                    Step::Resize(position, count) => {
                        tree.resize(position, count, 40);
                        let position = position.min(plain.len());
                        if count >= plain.len() {
                            let added = count - plain.len();
                            plain.splice(position..position, std::iter::repeat_n(40, added));
                        } else {
                            let gone = (plain.len() - count).min(plain.len() - position);
                            plain.drain(position..position + gone);
                            plain.truncate(count);
                        }
                    }
                }
                prop_assert_eq!(tree.len(), plain.len());
                for position in 0..=plain.len() {
                    let sum: u64 = plain[..position].iter().map(|&points| u64::from(points)).sum();
                    prop_assert_eq!(tree.top(position), sum);
                }
            }
        }
    }

    #[test]
    fn nothing_is_at_no_place() {
        assert_eq!(Heights::default().at(0), None);
        assert_eq!(Heights::default().total(), 0);
    }

    #[test]
    fn forgetting_keeps_the_height_as_an_estimate() {
        let mut tree = measured(&[10, 20, 30]);
        tree.forget(1..2);
        assert!(tree.is_known(2));
        tree.forget(1..usize::MAX);
        assert!(!tree.is_known(2));
        assert!(tree.is_known(0));
        assert!(!tree.is_known(1));
        assert_eq!(tree.total(), 60);
        assert!(!tree.set(1, 20, true));
        assert!(tree.is_known(1));
    }
}
