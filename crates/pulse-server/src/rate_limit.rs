//! Token buckets, in memory only: per device, per recipient, per network. Time is an argument.

use std::net::IpAddr;
use std::num::NonZeroUsize;
use std::time::Duration;

use lru::LruCache;
use parking_lot::Mutex;
use pulse_protocol::{Refusal, RefusalCode, Timestamp};

use crate::{limits, refusals};

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rate {
    /// New connections of a network.
    Connect,
    /// Registrations of a network: terms and tries.
    Register,
    /// Submissions of contacts to a recipient.
    SubmitToRecipient,
    /// Submissions of strangers to a recipient.
    RequestToRecipient,
    /// Submissions over the anonymous lane from a network.
    SubmitFromNetwork,
    /// Changes a device makes: manifests, prekeys, tokens, copies to its siblings.
    Device,
    /// Manifests of an account, which are kept as long as their generation lasts.
    Publish,
    /// Manifests and bundles asked for by a network.
    FetchFromNetwork,
    /// One-time prekeys spent of a recipient. Beyond it bundles are handed out without.
    SpendOfRecipient,
}

/// A bucket's size and how fast it fills.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Allowance {
    /// Tokens a second; 0 is no limit.
    pub per_second: f64,
    /// Tokens of a full bucket.
    pub burst: f64,
}

impl Rate {
    /// All of them, in the order of their numbers.
    pub const ALL: [Rate; 9] = [
        Rate::Connect,
        Rate::Register,
        Rate::SubmitToRecipient,
        Rate::RequestToRecipient,
        Rate::SubmitFromNetwork,
        Rate::Device,
        Rate::Publish,
        Rate::FetchFromNetwork,
        Rate::SpendOfRecipient,
    ];

    /// The name in the configuration and the metrics.
    pub fn name(self) -> &'static str {
        match self {
            Rate::Connect => "connect",
            Rate::Register => "register",
            Rate::SubmitToRecipient => "submit_to_recipient",
            Rate::RequestToRecipient => "request_to_recipient",
            Rate::SubmitFromNetwork => "submit_from_network",
            Rate::Device => "device",
            Rate::Publish => "publish",
            Rate::FetchFromNetwork => "fetch_from_network",
            Rate::SpendOfRecipient => "spend_of_recipient",
        }
    }

    /// Allowances for people, with room for a family or a small office behind one address.
    pub fn default_allowance(self) -> Allowance {
        let (per_second, burst) = match self {
            // Each costs a key exchange. An office after a power cut connects at once.
            Rate::Connect => (50.0, 500.0),
            // Each may cost an account; a class of students registers in a minute.
            Rate::Register => (1.0, 60.0),
            // Receipts and typing count too, from all contacts together; a mailbox holds 20,000.
            Rate::SubmitToRecipient => (200.0, 2_000.0),
            // Fifty wait at most.
            Rate::RequestToRecipient => (0.1, 50.0),
            Rate::SubmitFromNetwork => (2_000.0, 20_000.0),
            Rate::Device => (50.0, 1_000.0),
            // Devices come and go a few times a year: one an hour, at first a whole household at once.
            Rate::Publish => (0.0003, 32.0),
            Rate::FetchFromNetwork => (50.0, 1_000.0),
            // Two stocks in a day, at first one at once.
            Rate::SpendOfRecipient => (0.002, 100.0),
        };
        Allowance { per_second, burst }
    }

    fn is_of_network(self) -> bool {
        matches!(
            self,
            Rate::Connect | Rate::Register | Rate::SubmitFromNetwork | Rate::FetchFromNetwork
        )
    }
}

/// All buckets of a server.
pub struct RateLimits {
    tables: [Mutex<Table>; Rate::ALL.len()],
    stamps: Mutex<LruCache<[u8; 16], ()>>,
    limit_loopback: bool,
}

struct Table {
    allowance: Allowance,
    buckets: LruCache<BucketKey, Bucket>,
}

/// Whose bucket: an account, a device or a network, as bytes.
pub type BucketKey = [u8; 36];

struct Bucket {
    tokens: f64,
    filled_at: Timestamp,
}

impl RateLimits {
    /// Buckets with these allowances. The operator's own machine is not limited as a network unless asked for: there is a
    /// proxy or a test there, not the neighbourhood of an attacker.
    pub fn new(allowance: impl Fn(Rate) -> Allowance, limit_loopback: bool) -> Self {
        let count = NonZeroUsize::new(limits::BUCKETS_MAX).unwrap_or(NonZeroUsize::MIN);
        Self {
            tables: Rate::ALL.map(|rate| {
                Mutex::new(Table {
                    allowance: allowance(rate),
                    buckets: LruCache::new(count),
                })
            }),
            stamps: Mutex::new(LruCache::new(count)),
            limit_loopback,
        }
    }

    /// Whether a stamp is seen for the first time, as far as is remembered: one that is sent again and again must not use up
    /// what the recipient's other strangers are allowed.
    pub fn is_first(&self, stamp: [u8; 16]) -> bool {
        self.stamps.lock().put(stamp, ()).is_none()
    }

    /// Whether limits of networks apply to this one.
    pub fn is_limited(&self, network: &Network) -> bool {
        self.limit_loopback || !network.is_loopback
    }

    /// Whether less than half is left of what a network may have. Takes nothing.
    pub(crate) fn is_half_empty(&self, rate: Rate, network: &Network, now: Timestamp) -> bool {
        let Some(table) = self.tables.get(rate as usize) else {
            return false;
        };
        let table = table.lock();
        let allowance = table.allowance;
        let is_low = |bucket: &Bucket| bucket.tokens_at(now, allowance) < allowance.burst / 2.0;
        self.is_limited(network)
            && allowance.per_second > 0.0
            && table.buckets.peek(&network.key).is_some_and(is_low)
    }

    /// Takes a token, or says how long to wait for one.
    pub fn take(&self, rate: Rate, key: BucketKey, now: Timestamp) -> Result<(), Duration> {
        self.take_many(rate, key, 1, now)
    }

    /// Takes several tokens or none.
    pub fn take_many(
        &self,
        rate: Rate,
        key: BucketKey,
        count: u32,
        now: Timestamp,
    ) -> Result<(), Duration> {
        let Some(table) = self.tables.get(rate as usize) else {
            return Ok(());
        };
        let table = &mut *table.lock();
        let allowance = table.allowance;
        if allowance.per_second <= 0.0 {
            return Ok(());
        }
        let bucket = table.buckets.get_or_insert_mut(key, || Bucket {
            tokens: allowance.burst,
            filled_at: now,
        });
        bucket.tokens = bucket.tokens_at(now, allowance);
        bucket.filled_at = now;
        let count = f64::from(count).min(allowance.burst);
        if bucket.tokens < count {
            let wait = (count - bucket.tokens) / allowance.per_second;
            return Err(Duration::from_secs_f64(wait.min(3_600.0)));
        }
        bucket.tokens -= count;
        Ok(())
    }

    /// The same for a handler: a refusal that says when to come again.
    pub fn check(&self, rate: Rate, key: BucketKey, now: Timestamp) -> Result<(), Refusal> {
        self.check_many(rate, key, 1, now)
    }

    /// The same for several tokens.
    pub fn check_many(
        &self,
        rate: Rate,
        key: BucketKey,
        count: u32,
        now: Timestamp,
    ) -> Result<(), Refusal> {
        self.take_many(rate, key, count, now).map_err(|wait| {
            let millis = u32::try_from(wait.as_millis()).unwrap_or(u32::MAX).max(1);
            refusals::later(
                RefusalCode::RateLimited,
                "too many requests: wait a little",
                millis,
            )
        })
    }

    /// The same for a network, which may be exempt.
    pub fn check_network(
        &self,
        rate: Rate,
        network: &Network,
        now: Timestamp,
    ) -> Result<(), Refusal> {
        debug_assert!(rate.is_of_network());
        match self.is_limited(network) {
            true => self.check(rate, network.key, now),
            false => Ok(()),
        }
    }
}

impl Bucket {
    fn tokens_at(&self, now: Timestamp, allowance: Allowance) -> f64 {
        let passed = now.saturating_since(self.filled_at).as_secs_f64();
        (self.tokens + passed * allowance.per_second).min(allowance.burst)
    }
}

/// The network a peer comes from: an IPv4 /24 or an IPv6 /48. Kept in memory only, for the buckets.
#[derive(Clone, Copy)]
pub struct Network {
    key: BucketKey,
    host: BucketKey,
    is_loopback: bool,
}

impl Network {
    /// Its key in tables that count by network.
    pub fn key(&self) -> BucketKey {
        self.key
    }

    /// The key of the one host in it, where hosts are counted: an IPv4 address, or an IPv6 /64, of which every host has one. No
    /// network has the same.
    pub(crate) fn host(&self) -> BucketKey {
        self.host
    }

    /// The network of an address.
    pub fn of(address: IpAddr) -> Self {
        let (mut key, mut host) = ([0; 36], [0; 36]);
        match address.to_canonical() {
            IpAddr::V4(v4) => {
                let [a, b, c, d] = v4.octets();
                key[..4].copy_from_slice(&[4, a, b, c]);
                host[..5].copy_from_slice(&[44, a, b, c, d]);
            }
            IpAddr::V6(v6) => {
                key[0] = 6;
                key[1..7].copy_from_slice(&v6.octets()[..6]);
                host[0] = 66;
                host[1..9].copy_from_slice(&v6.octets()[..8]);
            }
        }
        Self {
            key,
            host,
            is_loopback: address.to_canonical().is_loopback(),
        }
    }
}

impl std::fmt::Debug for Network {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Network(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limits_of(per_second: f64, burst: f64) -> RateLimits {
        RateLimits::new(|_| Allowance { per_second, burst }, true)
    }

    #[test]
    fn a_bucket_empties_and_fills_with_time() {
        let limits = limits_of(2.0, 3.0);
        let key = [1; 36];
        let start = Timestamp::from_millis(1_000_000);
        for _ in 0..3 {
            limits.take(Rate::Device, key, start).unwrap();
        }
        let wait = limits.take(Rate::Device, key, start).unwrap_err();
        assert_eq!(wait, Duration::from_millis(500));
        assert!(
            limits.take(Rate::Device, [2; 36], start).is_ok(),
            "others are untouched"
        );
        assert!(
            limits.take(Rate::Connect, key, start).is_ok(),
            "so are other rates"
        );
        assert!(limits.take(Rate::Device, key, start.plus(wait)).is_ok());
        assert!(limits.take(Rate::Device, key, start.plus(wait)).is_err());
    }

    #[test]
    fn a_clock_set_back_gives_nothing_away() {
        let limits = limits_of(1.0, 1.0);
        let now = Timestamp::from_millis(10_000_000);
        limits.take(Rate::Device, [1; 36], now).unwrap();
        let earlier = Timestamp::from_millis(5_000_000);
        assert!(limits.take(Rate::Device, [1; 36], earlier).is_err());
    }

    #[test]
    fn a_million_networks_take_bounded_memory() {
        let limits = limits_of(1.0, 1.0);
        for number in 0..200_000_u32 {
            let mut key = [0; 36];
            key[..4].copy_from_slice(&number.to_be_bytes());
            limits
                .take(Rate::Connect, key, Timestamp::from_millis(1))
                .unwrap();
        }
        let table = limits.tables[Rate::Connect as usize].lock();
        assert_eq!(table.buckets.len(), limits::BUCKETS_MAX);
    }

    #[test]
    fn neighbours_share_a_bucket() {
        let network = |text: &str| Network::of(text.parse().unwrap()).key();
        assert_eq!(network("192.0.2.1"), network("192.0.2.200"));
        assert_ne!(network("192.0.2.1"), network("192.0.3.1"));
        assert_eq!(network("2001:db8:1:2::1"), network("2001:db8:1:ffff::9"));
        assert_ne!(network("2001:db8:1::1"), network("2001:db8:2::1"));
        assert_eq!(network("::ffff:192.0.2.1"), network("192.0.2.9"));
        let host = |text: &str| Network::of(text.parse().unwrap()).host();
        assert_ne!(host("192.0.2.1"), host("192.0.2.200"));
        assert_eq!(host("2001:db8:1:2::1"), host("2001:db8:1:2::9"));
        assert_ne!(host("2001:db8:1:2::1"), host("2001:db8:1:3::1"));
    }
}
