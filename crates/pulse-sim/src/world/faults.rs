//! What may go wrong, how often, and how slow things are. All of it is drawn from the world's seed.

use std::time::Duration;

use rand_chacha::ChaCha20Rng;
use rand_core::Rng;

/// The probabilities of a world, in thousandths, and its longest delays. Each seed draws its own, so that some worlds are
/// nearly quiet and some barely work.
#[derive(Clone, Copy, Debug)]
pub(super) struct Faults {
    /// A frame takes up to so long.
    pub(super) frame_delay_ms: u64,
    /// Of a frame: its connection stalls for a second or more first.
    pub(super) stall: u64,
    /// Of a frame: the connection is cut when it should arrive.
    pub(super) cut: u64,
    /// Of a cut: the client gives the connection up, and what it had sent is still on its way.
    pub(super) abandon: u64,
    /// Of a submission that reached the server: somebody sends a copy of it over a connection of their own.
    pub(super) copy: u64,
    /// Of a client's turn: the disk turns out to be full, and is for a while.
    pub(super) disk_full: u64,
    /// Of a client's turn: the process dies before the commit.
    pub(super) crash_before_commit: u64,
    /// Of a client's turn: the process dies after the commit, before any of it is performed.
    pub(super) crash_after_commit: u64,
    /// Of a frame that reached the server: the server dies.
    pub(super) server_crash: u64,
    /// The server's disk syncs after up to so long.
    pub(super) sync_delay_ms: u64,
    /// Of a client's death: it stays dead for a minute or, in a world of days, for days, while mail piles up.
    pub(super) long_death: u64,
}

impl Faults {
    /// Nothing goes wrong; things take a little time.
    pub(super) const NONE: Faults = Faults {
        frame_delay_ms: 20,
        stall: 0,
        cut: 0,
        abandon: 0,
        copy: 0,
        disk_full: 0,
        crash_before_commit: 0,
        crash_after_commit: 0,
        server_crash: 0,
        sync_delay_ms: 5,
        long_death: 0,
    };

    /// The faults of a seed.
    pub(super) fn draw(rng: &mut ChaCha20Rng) -> Faults {
        let mut up_to = |max: u64| {
            // Half of all worlds lack a given fault, so that each is seen alone and in company.
            if chance(rng, 500) {
                0
            } else {
                below(rng, max + 1)
            }
        };
        Faults {
            frame_delay_ms: 1 + up_to(400),
            stall: up_to(20),
            cut: up_to(80),
            abandon: up_to(900),
            copy: up_to(200),
            disk_full: up_to(30),
            crash_before_commit: up_to(60),
            crash_after_commit: up_to(60),
            server_crash: up_to(40),
            sync_delay_ms: 1 + up_to(200),
            long_death: up_to(300),
        }
    }
}

/// A number below `end`, which is not zero.
pub(super) fn below(rng: &mut ChaCha20Rng, end: u64) -> u64 {
    rng.next_u64() % end.max(1)
}

/// True in so many of a thousand cases.
pub(super) fn chance(rng: &mut ChaCha20Rng, thousandths: u64) -> bool {
    below(rng, 1_000) < thousandths
}

/// A duration of up to `ms` milliseconds.
pub(super) fn delay(rng: &mut ChaCha20Rng, ms: u64) -> Duration {
    Duration::from_millis(below(rng, ms + 1))
}

/// How far a person's clock is off, in milliseconds: every second one is right, the others are wrong by up to ten minutes
/// either way.
pub(super) fn clock_error_ms(rng: &mut ChaCha20Rng) -> i64 {
    const MOST: u64 = 10 * 60 * 1_000;
    if chance(rng, 500) {
        return 0;
    }
    i64::try_from(below(rng, 2 * MOST)).unwrap_or_default() - MOST as i64
}
