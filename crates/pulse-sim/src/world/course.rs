//! What befalls a world beside the faults of its network and processes: how long it lasts, whose clock is set, and one thing at
//! most that changes what may be asked of it. All of it is drawn from the world's seed.

use std::time::Duration;

use rand_chacha::ChaCha20Rng;

use super::faults::{below, chance, delay};

const SECOND: Duration = Duration::from_secs(1);
const HOUR: Duration = Duration::from_secs(60 * 60);
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// How long things go wrong in most worlds.
const MOMENT: Duration = Duration::from_secs(90);

/// Days of the other worlds: prekeys are rotated, ids of envelopes forgotten.
const DAYS_MAX: u64 = 12;

/// Days of a few of them: retired sessions and replaced prekeys go, too.
const MONTH_DAYS: u64 = 40;

/// The longest that somebody is away: a first message that waits longer meets keys that are gone (the protocol asks that a bundle
/// be used within a day, which the engine does not see to yet).
const AWAY_MAX: Duration = Duration::from_secs(6 * 24 * 60 * 60);

/// Set forward by less than this, a clock is at most one day off, which a stranger's stamp may be.
pub(super) const SMALL_JUMP: Duration = Duration::from_secs(20 * 60 * 60);

/// What changes what may be asked of a world, one at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Upheaval {
    /// Nothing: every message is shown once and in order.
    None,
    /// Somebody loses all sessions, as after a damaged store. What is then repaired comes late.
    LosesSessions,
    /// The server is put back from a copy. What it had accepted since comes late.
    Restore,
    /// Somebody blocks the other and takes it back. What came meanwhile is never shown.
    Block,
}

/// A client's clock is set.
#[derive(Clone, Copy, Debug)]
pub(super) struct Jump {
    pub(super) client: usize,
    pub(super) at: Duration,
    pub(super) by: Duration,
    /// After this it is set right again: only asked for, see [`Extra::ClockBack`](super::Extra::ClockBack).
    pub(super) back_after: Duration,
}

/// What befalls a world.
#[derive(Clone, Debug)]
pub(super) struct Course {
    /// How long things go wrong.
    pub(super) trouble: Duration,
    /// How long the world then has to become quiet. A repair may wait for hours.
    pub(super) settle: Duration,
    pub(super) upheaval: Upheaval,
    /// When it begins, and for the restore when the copy was made.
    pub(super) upheaval_at: [Duration; 2],
    /// Whom it concerns.
    pub(super) whom: usize,
    pub(super) jumps: Vec<Jump>,
    /// When the server's disk is full, and for how long.
    pub(super) server_full: Option<(Duration, Duration)>,
}

impl Course {
    pub(super) fn draw(rng: &mut ChaCha20Rng) -> Course {
        let days = match below(rng, 1_000) {
            0..20 => MONTH_DAYS,
            20..200 => 1 + below(rng, DAYS_MAX),
            _ => 0,
        };
        let trouble = MOMENT.max(DAY * u32::try_from(days).unwrap_or_default());
        let settle = if days > 0 { 36 * HOUR } else { 3 * HOUR };
        let upheaval = match below(rng, 1_000) {
            0..150 => Upheaval::LosesSessions,
            150..300 => Upheaval::Restore,
            300..450 => Upheaval::Block,
            _ => Upheaval::None,
        };
        let mut upheaval_at = [moment_of(rng, trouble), moment_of(rng, trouble)];
        upheaval_at.sort();
        Course {
            trouble,
            settle,
            upheaval,
            upheaval_at,
            whom: usize::from(chance(rng, 500)),
            jumps: jumps(rng, trouble, upheaval),
            server_full: chance(rng, 250).then(|| {
                let longest = (trouble / 8).clamp(15 * SECOND, 6 * HOUR);
                (moment_of(rng, trouble), moment_of(rng, longest))
            }),
        }
    }

    /// The longest that somebody is away.
    pub(super) fn away_max(&self) -> Duration {
        (self.trouble / 8).clamp(60 * SECOND, AWAY_MAX)
    }

    /// The longest that a client's disk is full.
    pub(super) fn full_max(&self) -> Duration {
        (self.trouble / 20).clamp(8 * SECOND, 2 * HOUR)
    }

    /// The longest that somebody keeps a copy of a submission before sending it.
    pub(super) fn copy_max(&self) -> Duration {
        (self.trouble / 4).clamp(20 * SECOND, 3 * DAY)
    }

    pub(super) fn days(&self) -> u64 {
        self.trouble.as_secs() / DAY.as_secs()
    }
}

fn jumps(rng: &mut ChaCha20Rng, trouble: Duration, upheaval: Upheaval) -> Vec<Jump> {
    if !chance(rng, 200) {
        return Vec::new();
    }
    // Without the other's token one needs stamps, and those have to be of about today.
    let longest = match upheaval {
        Upheaval::None if chance(rng, 500) => 4 * DAY,
        _ => SMALL_JUMP,
    };
    vec![Jump {
        client: usize::from(chance(rng, 500)),
        at: moment_of(rng, trouble),
        by: moment_of(rng, longest),
        back_after: moment_of(rng, trouble),
    }]
}

fn moment_of(rng: &mut ChaCha20Rng, span: Duration) -> Duration {
    delay(rng, span.as_millis() as u64)
}
