//! The daily expiry: lets envelopes go that waited too long, and what need not be remembered.
//!
//! It trusts the clock only as far as it went on from the day of the last expiry. A machine that starts before it has asked anybody for
//! the time may be years ahead for some seconds, and everything that waits here would be gone.

use std::sync::Arc;
use std::time::Duration;

use pulse_protocol::Day;
use tokio::time::Instant;

use crate::connection::now;
use crate::context::Services;
use crate::mailboxes::Mailboxes;
use crate::metrics::Metrics;
use crate::store::StoreError;

/// Between two looks at what has expired.
const INTERVAL: Duration = Duration::from_secs(3_600);

/// How long a clock that went ahead by more than a day must keep to it while the server runs.
const DOUBT: Duration = Duration::from_secs(24 * 3_600);

/// Runs for as long as the server does.
pub(crate) async fn run(services: Arc<Services>) {
    let mut calendar = Calendar::default();
    let mut interval = tokio::time::interval(INTERVAL);
    loop {
        interval.tick().await;
        let done = calendar.turn(&*services.mailboxes, &services.metrics, now().day());
        if let Err(error) = done.await {
            tracing::warn!(%error, "the daily expiry stopped; it is tried again in an hour");
        }
    }
}

/// What the expiry knows of the days.
#[derive(Default)]
struct Calendar {
    /// The day up to which everything expired.
    last: Option<Day>,
    /// Since when the clock says that more than a day went by since then.
    ahead_since: Option<Instant>,
}

impl Calendar {
    /// Expires what a day that can be believed lets go; once a day.
    async fn turn(
        &mut self,
        mailboxes: &dyn Mailboxes,
        metrics: &Metrics,
        today: Day,
    ) -> Result<(), StoreError> {
        let last = match self.last {
            Some(last) => Some(last),
            None => mailboxes.last_expiry().await?,
        };
        if self.last == Some(today) || !self.believes(last, today) {
            return Ok(());
        }
        let mut cursor = None;
        loop {
            let step = mailboxes.expire(today, cursor).await?;
            metrics.expired.increment(step.envelopes);
            cursor = step.next;
            if cursor.is_none() {
                break;
            }
        }
        self.last = Some(today);
        Ok(())
    }

    /// Whether it is this day. A store in which nothing ever expired has nothing that could be lost by an error.
    fn believes(&mut self, last: Option<Day>, today: Day) -> bool {
        if last.is_none_or(|last| today <= last.plus(1)) {
            self.ahead_since = None;
            return true;
        }
        let since = self.ahead_since.get_or_insert_with(|| {
            tracing::warn!(
                "the clock is days ahead of the last expiry: nothing expires until it has said so for a day"
            );
            Instant::now()
        });
        since.elapsed() >= DOUBT
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mailboxes::conformance::{LIMITS, TODAY, mailbox, one};
    use crate::mailboxes::{Append, UsedKey};
    use crate::store::{EmbeddedDisk, Store, embedded};
    use pulse_protocol::Seq;

    fn open(dir: &std::path::Path) -> Store {
        embedded::create(dir).unwrap();
        let disk = EmbeddedDisk::open(dir, LIMITS, Metrics::new().store).unwrap();
        Store::embedded(Arc::new(disk))
    }

    async fn waiting(store: &Store) -> usize {
        let found = store.read_after(mailbox(1), Seq::new(0), 9, 9_999);
        found.await.unwrap().len()
    }

    /// The attack: whoever can set a server's clock for a moment, or a battery that is empty when it starts. Mail that waits is still
    /// there, and what was used once stays used.
    #[tokio::test]
    async fn a_clock_that_is_ahead_for_a_moment_deletes_nothing() {
        let dir = tempfile::TempDir::new().unwrap();
        let metrics = Metrics::new();
        let stamp = UsedKey {
            key: [7; 16],
            until: TODAY.plus(2),
        };
        let stamped = || Append {
            stamp: Some(stamp),
            ..one(mailbox(1), 1)
        };
        for today in [TODAY, TODAY.plus(40), TODAY.plus(1), TODAY.plus(400)] {
            // Each time another process.
            let store = open(dir.path());
            let mut calendar = Calendar::default();
            calendar.turn(&store, &metrics, today).await.unwrap();
            if today == TODAY {
                store.append(stamped()).await.unwrap();
            }
            assert_eq!(waiting(&store).await, 1, "{today:?}");
            let again = Append {
                stamp: Some(stamp),
                ..one(mailbox(2), 2)
            };
            assert_eq!(store.append(again).await, Err(StoreError::Used));
        }
    }

    #[tokio::test]
    async fn a_clock_that_stays_ahead_is_believed_after_a_day() {
        let dir = tempfile::TempDir::new().unwrap();
        let metrics = Metrics::new();
        let store = open(dir.path());
        let mut calendar = Calendar::default();
        calendar.turn(&store, &metrics, TODAY).await.unwrap();
        store.append(one(mailbox(1), 1)).await.unwrap();
        let later = TODAY.plus(40);
        calendar.turn(&store, &metrics, later).await.unwrap();
        assert_eq!(waiting(&store).await, 1);
        calendar.ahead_since = Instant::now().checked_sub(DOUBT);
        calendar.turn(&store, &metrics, later).await.unwrap();
        assert_eq!(waiting(&store).await, 0);
        calendar
            .turn(&store, &metrics, later.plus(1))
            .await
            .unwrap();
        assert_eq!(store.last_expiry().await, Ok(Some(later.plus(1))));
    }
}
