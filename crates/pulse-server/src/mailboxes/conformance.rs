//! What every implementation of [`Mailboxes`] does, as plain functions; each store runs them all.

use std::collections::BTreeSet;

use bytes::Bytes;
use pulse_protocol::{AccountId, Day, DeviceId, EnvelopeId, Incarnation, MailLane, Seq};

use crate::limits::StoreLimits;
use crate::mailboxes::{
    Append, Doubt, ExpiryDays, MailboxId, Mailboxes, NewEnvelope, StoredEnvelope, UsedKey,
};
use crate::store::StoreError;

/// Small bounds, so that they are reached.
pub(crate) const LIMITS: StoreLimits = StoreLimits {
    mailbox_envelopes: 6,
    mailbox_bytes: 1_000,
    mailbox_requests: 2,
    reserve_bytes: 0,
};

pub(crate) const TODAY: Day = Day(20_000);

pub(crate) fn mailbox(number: u8) -> MailboxId {
    MailboxId {
        account: AccountId::from_bytes([number; 32]),
        device: DeviceId::new(u32::from(number)),
    }
}

fn envelope(mailbox: MailboxId, id: u8, size: usize) -> NewEnvelope {
    NewEnvelope {
        mailbox,
        id: EnvelopeId::from_bytes([id; 16]),
        sealed: Bytes::from(vec![id; size]),
    }
}

pub(crate) fn append(envelopes: Vec<NewEnvelope>) -> Append {
    Append {
        envelopes,
        lane: MailLane::Contact,
        today: TODAY,
        incarnation: Incarnation::new(7),
        stamp: None,
    }
}

pub(crate) fn one(mailbox: MailboxId, id: u8) -> Append {
    append(vec![envelope(mailbox, id, 10)])
}

async fn read(store: &dyn Mailboxes, mailbox: MailboxId, after: u64) -> Vec<StoredEnvelope> {
    let found = store.read_after(mailbox, Seq::new(after), 100, 1_000_000);
    found.await.unwrap()
}

async fn seqs(store: &dyn Mailboxes, mailbox: MailboxId) -> Vec<u64> {
    let found = read(store, mailbox, 0).await;
    found.iter().map(|envelope| envelope.seq.get()).collect()
}

/// All of it, over one store.
pub(crate) async fn all(store: &dyn Mailboxes) {
    places_are_given_in_order_from_one(store).await;
    calls_take_effect_in_their_order(store).await;
    a_retry_is_stored_once(store).await;
    ids_that_begin_alike_are_two(store).await;
    the_state_is_what_opening_tells(store).await;
    a_submission_is_stored_whole_or_not_at_all(store).await;
    a_full_mailbox_refuses_until_it_is_emptied(store).await;
    strangers_do_not_fill_a_mailbox(store).await;
    a_stamp_is_good_once_and_for_its_retry(store).await;
    an_acknowledgement_lets_go_of_what_it_covers(store).await;
    a_reader_gets_what_fits(store).await;
    a_deleted_mailbox_begins_a_new_life(store).await;
    the_days_of_the_expiry_are_kept(store).await;
    old_mail_and_old_ids_go(store).await;
}

async fn places_are_given_in_order_from_one(store: &dyn Mailboxes) {
    let to = mailbox(1);
    let state = store.open(to, Incarnation::new(41)).await.unwrap();
    assert_eq!((state.incarnation.get(), state.last_seq.get()), (41, 0));
    for id in 1..=3 {
        let appended = store.append(one(to, id)).await.unwrap();
        assert_eq!(appended[0].seq.get(), u64::from(id));
        assert!(appended[0].new);
    }
    let state = store.open(to, Incarnation::new(99)).await.unwrap();
    assert_eq!((state.incarnation.get(), state.last_seq.get()), (41, 3));
    let found = read(store, to, 1).await;
    assert_eq!(found.len(), 2);
    assert_eq!(found[0].id, EnvelopeId::from_bytes([2; 16]));
    assert_eq!(found[0].sealed, vec![2; 10]);
    assert_eq!(found[0].lane, MailLane::Contact);
}

async fn calls_take_effect_in_their_order(store: &dyn Mailboxes) {
    let to = mailbox(2);
    let pending: Vec<_> = (1..=5).map(|id| store.append(one(to, id))).collect();
    // Whoever is polled first: the last one here.
    for (at, pending) in pending.into_iter().enumerate().rev() {
        let appended = pending.await.unwrap();
        assert_eq!(appended[0].seq.get(), at as u64 + 1);
    }
}

/// Nobody's envelope passes for a retry of another by an id that only begins like its.
async fn the_state_is_what_opening_tells(store: &dyn Mailboxes) {
    let mailbox = mailbox(33);
    assert_eq!(store.state(mailbox).await, Ok(None), "and makes none");
    assert_eq!(store.state(mailbox).await, Ok(None));
    for id in [1, 2] {
        store.append(one(mailbox, id)).await.unwrap();
    }
    let opened = store.open(mailbox, Incarnation::new(1)).await.unwrap();
    assert_eq!(store.state(mailbox).await, Ok(Some(opened)));
    let through = Seq::new(2);
    let acknowledged = store.acknowledge(mailbox, opened.incarnation, through, TODAY);
    acknowledged.await.unwrap();
    assert_eq!(store.state(mailbox).await, Ok(Some(opened)));
}

async fn ids_that_begin_alike_are_two(store: &dyn Mailboxes) {
    let to = mailbox(40);
    store.append(one(to, 9)).await.unwrap();
    for at in 0..EnvelopeId::LEN {
        let mut id = [9; EnvelopeId::LEN];
        id[at] ^= 1;
        let mut alike = one(to, 9);
        alike.envelopes[0].id = EnvelopeId::from_bytes(id);
        let (first, again) = (store.append(alike.clone()), store.append(alike));
        assert!(first.await.unwrap()[0].new, "{at}");
        assert!(!again.await.unwrap()[0].new, "{at}");
        let state = store.open(to, Incarnation::new(1)).await.unwrap();
        let let_go = store.acknowledge(to, state.incarnation, state.last_seq, TODAY);
        let_go.await.unwrap();
    }
}

async fn a_retry_is_stored_once(store: &dyn Mailboxes) {
    let to = mailbox(3);
    let (first, second) = (store.append(one(to, 1)), store.append(one(to, 1)));
    let (first, second) = (first.await.unwrap(), second.await.unwrap());
    assert_eq!((first[0].new, second[0].new), (true, false));
    assert_eq!(first[0].seq, second[0].seq);
    let state = store.open(to, Incarnation::new(1)).await.unwrap();
    let acknowledged = store.acknowledge(to, state.incarnation, first[0].seq, TODAY);
    acknowledged.await.unwrap();
    let again = store.append(one(to, 1)).await.unwrap();
    assert!(!again[0].new, "also after it was acknowledged");
    assert!(read(store, to, 0).await.is_empty());
}

async fn a_submission_is_stored_whole_or_not_at_all(store: &dyn Mailboxes) {
    let (full, free) = (mailbox(4), mailbox(5));
    for id in 1..=6 {
        store.append(one(full, id)).await.unwrap();
    }
    let both = append(vec![envelope(free, 9, 10), envelope(full, 10, 10)]);
    assert_eq!(store.append(both).await, Err(StoreError::MailboxFull));
    assert!(read(store, free, 0).await.is_empty());
    // A retry of which one half is known stores the other half.
    let known = append(vec![envelope(full, 6, 10), envelope(free, 9, 10)]);
    let appended = store.append(known).await.unwrap();
    assert_eq!((appended[0].new, appended[1].new), (false, true));
}

async fn a_full_mailbox_refuses_until_it_is_emptied(store: &dyn Mailboxes) {
    let to = mailbox(6);
    let large = append(vec![envelope(to, 1, 900)]);
    store.append(large).await.unwrap();
    let more = || append(vec![envelope(to, 2, 200)]);
    assert_eq!(store.append(more()).await, Err(StoreError::MailboxFull));
    let state = store.open(to, Incarnation::new(1)).await.unwrap();
    let acknowledged = store.acknowledge(to, state.incarnation, Seq::new(1), TODAY);
    acknowledged.await.unwrap();
    assert_eq!(store.append(more()).await.unwrap()[0].seq.get(), 2);
}

async fn strangers_do_not_fill_a_mailbox(store: &dyn Mailboxes) {
    let to = mailbox(7);
    let request = |id| Append {
        lane: MailLane::Request,
        ..one(to, id)
    };
    store.append(request(1)).await.unwrap();
    store.append(request(2)).await.unwrap();
    assert_eq!(
        store.append(request(3)).await,
        Err(StoreError::RequestsFull)
    );
    for id in 11..=16 {
        store.append(one(to, id)).await.unwrap();
    }
    assert_eq!(
        store.append(one(to, 17)).await,
        Err(StoreError::MailboxFull)
    );
}

async fn a_stamp_is_good_once_and_for_its_retry(store: &dyn Mailboxes) {
    let to = mailbox(8);
    let stamped = |id| Append {
        stamp: Some(UsedKey {
            key: [9; 16],
            until: TODAY,
        }),
        ..one(to, id)
    };
    assert!(store.append(stamped(1)).await.unwrap()[0].new);
    assert!(!store.append(stamped(1)).await.unwrap()[0].new);
    assert_eq!(store.append(stamped(2)).await, Err(StoreError::Used));
}

async fn an_acknowledgement_lets_go_of_what_it_covers(store: &dyn Mailboxes) {
    let to = mailbox(9);
    for id in 1..=4 {
        store.append(one(to, id)).await.unwrap();
    }
    let incarnation = store
        .open(to, Incarnation::new(1))
        .await
        .unwrap()
        .incarnation;
    let acknowledge =
        |incarnation, through| store.acknowledge(to, incarnation, Seq::new(through), TODAY);
    let other = Incarnation::new(incarnation.get() + 1);
    acknowledge(other, 4).await.unwrap();
    assert_eq!(seqs(store, to).await, [1, 2, 3, 4]);
    acknowledge(incarnation, 2).await.unwrap();
    acknowledge(incarnation, 1).await.unwrap();
    assert_eq!(seqs(store, to).await, [3, 4]);
    acknowledge(incarnation, 1_000).await.unwrap();
    assert!(seqs(store, to).await.is_empty());
    let next = store.append(one(to, 5)).await.unwrap();
    assert_eq!(next[0].seq.get(), 5, "places are never given twice");
}

async fn a_reader_gets_what_fits(store: &dyn Mailboxes) {
    let to = mailbox(10);
    for id in 1..=5 {
        store
            .append(append(vec![envelope(to, id, 100)]))
            .await
            .unwrap();
    }
    let count = |count_max, bytes_max| async move {
        let found = store.read_after(to, Seq::new(0), count_max, bytes_max);
        found.await.unwrap().len()
    };
    assert_eq!(count(3, 1_000).await, 3);
    assert_eq!(count(10, 250).await, 2);
    assert_eq!(count(10, 1).await, 1, "one always fits");
}

async fn a_deleted_mailbox_begins_a_new_life(store: &dyn Mailboxes) {
    let to = mailbox(11);
    store.open(to, Incarnation::new(1)).await.unwrap();
    store.append(one(to, 1)).await.unwrap();
    store.delete(to).await.unwrap();
    assert!(read(store, to, 0).await.is_empty());
    let state = store.open(to, Incarnation::new(2)).await.unwrap();
    assert_eq!((state.incarnation.get(), state.last_seq.get()), (2, 0));
    assert!(store.append(one(to, 1)).await.unwrap()[0].new);
}

/// Runs the expiry of a day to its end; returns how many envelopes went.
async fn expire(store: &dyn Mailboxes, today: Day) -> u64 {
    let mut cursor = None;
    let mut envelopes = 0;
    loop {
        let step = store.expire(today, cursor).await.unwrap();
        envelopes += step.envelopes;
        cursor = step.next;
        if cursor.is_none() {
            return envelopes;
        }
    }
}

async fn the_days_of_the_expiry_are_kept(store: &dyn Mailboxes) {
    let days = |last, doubt| Ok(ExpiryDays { last, doubt });
    assert_eq!(store.expiry_days().await, days(None, None));
    let first = store.expire(TODAY, None).await.unwrap();
    assert_eq!(store.expiry_days().await, days(Some(TODAY), None));
    let doubt = |newest| Doubt {
        first: TODAY.plus(9),
        newest,
    };
    for newest in [TODAY.plus(9), TODAY.plus(10)] {
        let doubt = doubt(newest);
        store.doubt(doubt).await.unwrap();
        assert_eq!(store.expiry_days().await, days(Some(TODAY), Some(doubt)));
    }
    // A later step is of the expiry that began before the doubt.
    store.expire(TODAY, first.next).await.unwrap();
    let doubt = Some(doubt(TODAY.plus(10)));
    assert_eq!(store.expiry_days().await, days(Some(TODAY), doubt));
    expire(store, TODAY.plus(11)).await;
    assert_eq!(store.expiry_days().await, days(Some(TODAY.plus(11)), None));
}

async fn old_mail_and_old_ids_go(store: &dyn Mailboxes) {
    let to = mailbox(12);
    store.append(one(to, 1)).await.unwrap();
    let late = Append {
        today: TODAY.plus(2),
        ..one(to, 2)
    };
    store.append(late).await.unwrap();
    expire(store, TODAY.plus(30)).await;
    assert_eq!(seqs(store, to).await, [1, 2], "thirty days are not over");
    assert!(expire(store, TODAY.plus(31)).await > 0);
    assert_eq!(seqs(store, to).await, [2]);

    let incarnation = store
        .open(to, Incarnation::new(1))
        .await
        .unwrap()
        .incarnation;
    let day = TODAY.plus(31);
    let acknowledged = store.acknowledge(to, incarnation, Seq::new(2), day);
    acknowledged.await.unwrap();
    let retry = || Append {
        today: day,
        ..one(to, 2)
    };
    expire(store, day.plus(1)).await;
    assert!(
        !store.append(retry()).await.unwrap()[0].new,
        "a day is not surely over"
    );
    expire(store, day.plus(2)).await;
    assert!(
        store.append(retry()).await.unwrap()[0].new,
        "now it is forgotten"
    );

    let places: BTreeSet<_> = seqs(store, to).await.into_iter().collect();
    assert_eq!(places, BTreeSet::from([3]));
}
