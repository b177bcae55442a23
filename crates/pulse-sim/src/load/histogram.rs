//! A histogram of durations that never grows: 64 steps for each power of two of nanoseconds, so any quantile is right
//! within 1.6 %.

use std::time::Duration;

const STEPS: usize = 64;
const STEPS_LOG2: u32 = 6;
/// Up to 2^40 ns, about 18 minutes; longer ones count there.
const POWERS: usize = 40 - STEPS_LOG2 as usize + 1;

/// How long many things took.
#[derive(Clone)]
pub(super) struct Histogram {
    buckets: Vec<u64>,
    count: u64,
}

impl Histogram {
    pub(super) fn new() -> Histogram {
        Histogram {
            buckets: vec![0; STEPS * POWERS],
            count: 0,
        }
    }

    pub(super) fn record(&mut self, duration: Duration) {
        let nanos = u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX);
        let last = self.buckets.len() - 1;
        if let Some(bucket) = self.buckets.get_mut(bucket(nanos).min(last)) {
            *bucket += 1;
            self.count += 1;
        }
    }

    /// The duration that `fraction` of all are not above; zero when nothing was recorded.
    pub(super) fn quantile(&self, fraction: f64) -> Duration {
        let wanted = (self.count as f64 * fraction).ceil() as u64;
        let mut seen = 0;
        for (index, bucket) in self.buckets.iter().enumerate() {
            seen += bucket;
            if seen >= wanted && *bucket > 0 {
                return Duration::from_nanos(upper_end(index));
            }
        }
        Duration::ZERO
    }
}

/// Values below 64 have a bucket each; above, the six bits after the leading one choose the step.
fn bucket(nanos: u64) -> usize {
    if nanos < STEPS as u64 {
        return nanos as usize;
    }
    let power = nanos.ilog2() - STEPS_LOG2;
    let step = (nanos >> power) as usize - STEPS;
    STEPS + power as usize * STEPS + step
}

fn upper_end(index: usize) -> u64 {
    if index < STEPS {
        return index as u64;
    }
    let power = (index - STEPS) / STEPS;
    let step = (index - STEPS) % STEPS;
    (((STEPS + step + 1) as u64) << power) - 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_right_within_a_step() {
        let mut histogram = Histogram::new();
        for micros in 1..=10_000 {
            histogram.record(Duration::from_micros(micros));
        }
        for (fraction, micros) in [(0.5, 5_000.0), (0.99, 9_900.0), (1.0, 10_000.0)] {
            let found = histogram.quantile(fraction).as_secs_f64() * 1e6;
            assert!(
                (found / micros - 1.0).abs() < 0.016,
                "{fraction}: {found} instead of {micros}"
            );
        }
        assert_eq!(Histogram::new().quantile(0.5), Duration::ZERO);
    }

    #[test]
    fn every_value_is_in_the_bucket_that_ends_above_it() {
        for nanos in (0..100).chain([127, 128, 129, 1_000_000, 123_456_789_012]) {
            assert!(upper_end(bucket(nanos)) >= nanos);
            assert!(bucket(nanos) == 0 || upper_end(bucket(nanos) - 1) < nanos);
        }
        let mut histogram = Histogram::new();
        histogram.record(Duration::MAX);
        assert!(histogram.quantile(1.0) > Duration::from_secs(500));
    }
}
