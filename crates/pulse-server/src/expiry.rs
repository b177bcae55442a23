//! The daily expiry: lets envelopes go that waited too long, and what need not be remembered.
//!
//! It trusts the clock only as far as it went on from the day of the last expiry. A machine that starts before it has asked anybody for
//! the time may be years ahead for some seconds, and everything that waits here would be gone. What does not go on from there, in
//! either direction, is believed once it has gone on by itself for two days. They need not be days of one process: a server may be
//! stopped every night.

use std::sync::Arc;
use std::time::Duration;

use pulse_protocol::Day;

use crate::connection::now;
use crate::context::Services;
use crate::limits::{EXPIRY_DOUBT_DAYS, EXPIRY_STEP_DAYS};
use crate::mailboxes::{Doubt, ExpiryDays, Mailboxes};
use crate::metrics::Metrics;
use crate::store::StoreError;

/// Between two looks at what has expired.
const INTERVAL: Duration = Duration::from_secs(3_600);

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
    /// As the store has them; nothing until it was asked, and after an error.
    days: Option<ExpiryDays>,
    /// The day up to which everything expired.
    done: Option<Day>,
}

impl Calendar {
    /// Expires what a day that can be believed lets go; once a day.
    async fn turn(
        &mut self,
        mailboxes: &dyn Mailboxes,
        metrics: &Metrics,
        today: Day,
    ) -> Result<(), StoreError> {
        let days = match self.days.take() {
            Some(days) => days,
            None => mailboxes.expiry_days().await?,
        };
        let is_done = self.done == Some(today) && days.doubt.is_none();
        let days = match doubt(days, today) {
            Some(doubt) => put_off(mailboxes, days, doubt).await?,
            None if is_done => days,
            None => {
                expire(mailboxes, metrics, today).await?;
                self.done = Some(today);
                ExpiryDays {
                    last: Some(today),
                    doubt: None,
                }
            }
        };
        self.days = Some(days);
        Ok(())
    }
}

/// What is doubted of the clock now; nothing when it is this day. A store in which nothing ever expired has nothing that could be lost by
/// an error.
fn doubt(days: ExpiryDays, today: Day) -> Option<Doubt> {
    let last = days.last?;
    if today == last || today == last.plus(1) {
        return None;
    }
    let goes_on = |doubt: &Doubt| {
        doubt.newest <= today && today.saturating_since(doubt.newest) <= EXPIRY_STEP_DAYS
    };
    let first = days
        .doubt
        .filter(goes_on)
        .map_or(today, |doubt| doubt.first);
    let is_doubted = today.saturating_since(first) < EXPIRY_DOUBT_DAYS;
    is_doubted.then_some(Doubt {
        first,
        newest: today,
    })
}

/// Keeps a doubt, and says so once.
async fn put_off(
    mailboxes: &dyn Mailboxes,
    days: ExpiryDays,
    doubt: Doubt,
) -> Result<ExpiryDays, StoreError> {
    if days.doubt.is_none_or(|before| before.first != doubt.first) {
        tracing::warn!(
            "the clock does not go on from the last expiry: nothing expires until it has gone on from today for two days"
        );
    }
    if days.doubt != Some(doubt) {
        mailboxes.doubt(doubt).await?;
    }
    Ok(ExpiryDays {
        doubt: Some(doubt),
        ..days
    })
}

/// Goes through everything.
async fn expire(
    mailboxes: &dyn Mailboxes,
    metrics: &Metrics,
    today: Day,
) -> Result<(), StoreError> {
    let mut cursor = None;
    loop {
        let step = mailboxes.expire(today, cursor).await?;
        metrics.expired.increment(step.envelopes);
        cursor = step.next;
        if cursor.is_none() {
            return Ok(());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mailboxes::conformance::{LIMITS, TODAY, mailbox, one};
    use crate::mailboxes::{Append, UsedKey};
    use crate::store::{EmbeddedDisk, MemoryDisk, Store, SyncMode, embedded};
    use pulse_protocol::Seq;
    use tempfile::TempDir;

    /// A store that another process opens for each look at the clock.
    enum Kept {
        InMemory(Arc<MemoryDisk>),
        OnDisk(TempDir),
    }

    impl Kept {
        fn both() -> [Self; 2] {
            let disk = MemoryDisk::new(SyncMode::Immediate, LIMITS);
            let dir = TempDir::new().unwrap();
            embedded::create(dir.path()).unwrap();
            [Self::InMemory(Arc::new(disk)), Self::OnDisk(dir)]
        }

        fn open(&self) -> Store {
            match self {
                Self::InMemory(disk) => Store::in_memory(Arc::clone(disk)),
                Self::OnDisk(dir) => {
                    let metrics = Metrics::new().store;
                    let disk = EmbeddedDisk::open(dir.path(), LIMITS, metrics).unwrap();
                    Store::embedded(Arc::new(disk))
                }
            }
        }

        /// Another process looks at the clock; returns the day of the last expiry.
        async fn look(&self, today: Day) -> Option<Day> {
            let store = self.open();
            let mut calendar = Calendar::default();
            let metrics = Metrics::new();
            calendar.turn(&store, &metrics, today).await.unwrap();
            store.expiry_days().await.unwrap().last
        }
    }

    fn later(days: u32) -> Day {
        TODAY.plus(days)
    }

    async fn waiting(store: &Store) -> usize {
        let found = store.read_after(mailbox(1), Seq::new(0), 9, 9_999);
        found.await.unwrap().len()
    }

    /// The attack: whoever can set a server's clock for a moment or some hours, at one start or at several, or a battery that is empty
    /// when it starts. Mail that waits is still there, and what was used once stays used.
    #[tokio::test]
    async fn a_clock_that_is_ahead_for_a_moment_deletes_nothing() {
        let stamp = UsedKey {
            key: [7; 16],
            until: later(2),
        };
        let clock = [
            // A wrong day at two starts, past its midnight, and the day after with the true one between.
            &[later(40), later(40), later(41), later(1), later(42)][..],
            // Another wrong day each time.
            &[later(400), later(90), later(200), later(0), later(201)],
            // Right after a gap, and in the past.
            &[later(5), later(60), later(6), Day(0), later(70)],
        ];
        for kept in Kept::both() {
            assert_eq!(kept.look(TODAY).await, Some(TODAY));
            let stamped = Append {
                stamp: Some(stamp),
                ..one(mailbox(1), 1)
            };
            kept.open().append(stamped).await.unwrap();
            for today in clock.concat() {
                kept.look(today).await;
                let store = kept.open();
                assert_eq!(waiting(&store).await, 1, "{today:?}");
                let again = Append {
                    stamp: Some(stamp),
                    ..one(mailbox(2), 2)
                };
                assert_eq!(store.append(again).await, Err(StoreError::Used));
            }
        }
    }

    /// A server that is stopped every night for its backup, after some days without it.
    #[tokio::test]
    async fn days_that_go_on_after_a_gap_are_believed_over_restarts() {
        for kept in Kept::both() {
            kept.look(TODAY).await;
            let old = Append {
                today: Day(TODAY.get() - 29),
                ..one(mailbox(1), 1)
            };
            kept.open().append(old).await.unwrap();
            for (today, last) in [(3, 0), (3, 0), (4, 0), (5, 5), (6, 6)] {
                assert_eq!(kept.look(later(today)).await, Some(later(last)));
                let waits = usize::from(last == 0);
                assert_eq!(waiting(&kept.open()).await, waits, "{today}");
            }
            // The next gap begins another doubt.
            for (today, last) in [(9, 6), (10, 6), (11, 11)] {
                assert_eq!(kept.look(later(today)).await, Some(later(last)));
            }
        }
    }

    #[tokio::test]
    async fn a_server_that_runs_once_a_week_lets_old_mail_go() {
        for kept in Kept::both() {
            for (today, last) in [(0, 0), (7, 0), (14, 14), (21, 14), (28, 28)] {
                assert_eq!(kept.look(later(today)).await, Some(later(last)));
            }
        }
    }

    /// A machine without a battery starts in the past, each day anew.
    #[tokio::test]
    async fn a_start_in_the_past_sets_nothing_back() {
        for kept in Kept::both() {
            kept.look(TODAY).await;
            for today in 1..=3 {
                assert_eq!(kept.look(Day(0)).await, Some(later(today - 1)));
                assert_eq!(kept.look(later(today)).await, Some(later(today)));
            }
        }
    }

    /// It was ahead for days, and somebody has set it.
    #[tokio::test]
    async fn a_clock_that_was_set_back_is_believed_when_it_goes_on() {
        for kept in Kept::both() {
            kept.look(later(400)).await;
            for (today, last) in [(0, 400), (1, 400), (2, 2), (3, 3)] {
                assert_eq!(kept.look(later(today)).await, Some(later(last)));
            }
        }
    }

    #[tokio::test]
    async fn one_process_believes_what_goes_on_as_well() {
        let store = Store::ephemeral(LIMITS);
        let metrics = Metrics::new();
        let mut calendar = Calendar::default();
        let days = [
            (0, 0, None),
            (0, 0, None),
            (40, 0, Some((40, 40))),
            // The same day as the last expiry: the doubt is over.
            (0, 0, None),
            (41, 0, Some((41, 41))),
            (42, 0, Some((41, 42))),
            (43, 43, None),
        ];
        for (today, last, doubt) in days {
            let turned = calendar.turn(&store, &metrics, later(today));
            turned.await.unwrap();
            let days = ExpiryDays {
                last: Some(later(last)),
                doubt: doubt.map(|(first, newest)| Doubt {
                    first: later(first),
                    newest: later(newest),
                }),
            };
            assert_eq!(store.expiry_days().await, Ok(days), "{today}");
            assert_eq!(calendar.days, Some(days));
        }
    }
}
