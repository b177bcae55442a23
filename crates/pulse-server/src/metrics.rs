//! What happened, counted. Nobody is named: the only labels are kinds of refusals and reasons for closing.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use metrics::{Counter, Gauge, Histogram};
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use pulse_protocol::RefusalCode;
use tokio::sync::Notify;
use tokio::sync::futures::Notified;

/// The server's counters. Each server has its own, so that tests may run several.
pub struct Metrics {
    handle: PrometheusHandle,
    /// Connections accepted, before their handshake.
    pub connections: Counter,
    /// Connections that are open.
    pub connections_open: Gauge,
    /// Devices that are authenticated now.
    pub devices_online: Gauge,
    /// Datagrams that are no packets.
    pub garbage: Counter,
    /// Frames read.
    pub frames_in: Counter,
    /// Frames written.
    pub frames_out: Counter,
    /// Envelopes stored.
    pub accepted: Counter,
    /// Envelopes recognised as stored before.
    pub duplicates: Counter,
    /// Envelopes handed to their devices.
    pub delivered: Counter,
    /// Accounts made.
    pub registered: Counter,
    /// Envelopes that waited for 30 days.
    pub expired: Counter,
    /// The most bytes that waited to be sent on one connection so far: how far peers that do not read get.
    pub outbound_most: Gauge,
    outbound_most_bytes: AtomicUsize,
    /// Groups committed by the store, and the verbs in them.
    pub store: StoreMetrics,
    behind: Counter,
    is_told_behind: AtomicBool,
    refused: BTreeMap<u32, Counter>,
    refused_other: Counter,
    closed: BTreeMap<&'static str, Counter>,
    /// Told whenever a connection was counted as closed.
    closing: Notify,
}

/// What the store counts.
#[derive(Clone)]
pub struct StoreMetrics {
    /// Groups made durable.
    pub groups: Counter,
    /// Verbs in one group.
    pub group_size: Histogram,
    /// Seconds from a group's first verb to its sync's end.
    pub group_seconds: Histogram,
    /// Groups that failed.
    pub failures: Counter,
    /// Bytes that are free on the store's disk.
    pub free_bytes: Gauge,
}

/// Why connections end. Fixed, so that a label never holds what a peer sent.
pub const CLOSE_REASONS: [&str; 14] = [
    "peer",
    "idle",
    "transport",
    "handshake",
    "handshake_timeout",
    "hello_timeout",
    "malformed",
    "frame_too_large",
    "faults",
    "refused",
    "replaced",
    "device_removed",
    "shutdown",
    "turned_away",
];

impl Metrics {
    /// Counters at zero.
    pub fn new() -> Self {
        let recorder = PrometheusBuilder::new().build_recorder();
        let handle = recorder.handle();
        metrics::with_local_recorder(&recorder, || Self::registered_with(handle))
    }

    fn registered_with(handle: PrometheusHandle) -> Self {
        let refused = RefusalCode::ALL.iter().map(|code| {
            let number = code.number();
            let counter = metrics::counter!("pulse_refused_total", "code" => number.to_string());
            (number, counter)
        });
        let closed = CLOSE_REASONS.into_iter().map(|reason| {
            (
                reason,
                metrics::counter!("pulse_closed_total", "reason" => reason),
            )
        });
        Self {
            handle,
            connections: metrics::counter!("pulse_connections_total"),
            connections_open: metrics::gauge!("pulse_connections_open"),
            devices_online: metrics::gauge!("pulse_devices_online"),
            garbage: metrics::counter!("pulse_datagrams_garbage_total"),
            frames_in: metrics::counter!("pulse_frames_in_total"),
            frames_out: metrics::counter!("pulse_frames_out_total"),
            accepted: metrics::counter!("pulse_envelopes_accepted_total"),
            duplicates: metrics::counter!("pulse_envelopes_duplicate_total"),
            delivered: metrics::counter!("pulse_envelopes_delivered_total"),
            registered: metrics::counter!("pulse_accounts_registered_total"),
            expired: metrics::counter!("pulse_envelopes_expired_total"),
            outbound_most: metrics::gauge!("pulse_outbound_bytes_most"),
            outbound_most_bytes: AtomicUsize::new(0),
            store: StoreMetrics {
                groups: metrics::counter!("pulse_store_groups_total"),
                group_size: metrics::histogram!("pulse_store_group_size"),
                group_seconds: metrics::histogram!("pulse_store_group_seconds"),
                failures: metrics::counter!("pulse_store_failures_total"),
                free_bytes: metrics::gauge!("pulse_store_free_bytes"),
            },
            behind: metrics::counter!("pulse_store_behind_total"),
            is_told_behind: AtomicBool::new(false),
            refused: refused.collect(),
            refused_other: metrics::counter!("pulse_refused_total", "code" => "other"),
            closed: closed.collect(),
            closing: Notify::new(),
        }
    }

    /// Counts a refusal.
    pub fn refused(&self, code: RefusalCode) {
        let counter = self.refused.get(&code.number());
        counter.unwrap_or(&self.refused_other).increment(1);
    }

    /// Notes how many bytes wait to be sent on a connection.
    pub fn outbound(&self, bytes: usize) {
        if bytes > self.outbound_most_bytes.fetch_max(bytes, Ordering::Relaxed) {
            self.outbound_most.set(bytes as f64);
        }
    }

    /// Counts a device that was handed mail under a number which its mailbox has not reached. Told in the log once: any device can claim it.
    pub fn store_is_behind(&self) {
        self.behind.increment(1);
        if !self.is_told_behind.swap(true, Ordering::Relaxed) {
            tracing::error!(
                "a device has had more mail than this store ever held: if it was put back from a copy, stop the server and run \
                 `pulse-server restore`, or new mail is taken for old"
            );
        }
    }

    /// Counts the end of a connection, for one of [`CLOSE_REASONS`].
    pub fn closed(&self, reason: &'static str) {
        debug_assert!(CLOSE_REASONS.contains(&reason));
        if let Some(counter) = self.closed.get(reason) {
            counter.increment(1);
        }
        self.closing.notify_waiters();
    }

    /// The end of the next connection, for whoever waits until it is counted.
    pub fn closing(&self) -> Notified<'_> {
        self.closing.notified()
    }

    /// All of it in the Prometheus text format.
    pub fn render(&self) -> String {
        self.handle.render()
    }

    /// Housekeeping of the histograms; every few seconds.
    pub fn upkeep(&self) {
        self.handle.run_upkeep();
    }
}

impl Default for Metrics {
    fn default() -> Self {
        Self::new()
    }
}
