//! Durations, to be asked for their middle and their slow end.

use std::time::Duration;

/// What was timed, sorted when asked.
#[derive(Default)]
pub(super) struct Samples(Vec<f64>);

impl Samples {
    pub(super) fn add(&mut self, took: Duration) {
        self.add_ms(took.as_secs_f64() * 1e3);
    }

    /// May be below zero: two moments seen from outside can be the other way round.
    pub(super) fn add_ms(&mut self, ms: f64) {
        self.0.push(ms);
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// The sample that a part `share` (0 to 1) is not slower than, in milliseconds; 0 without samples.
    pub(super) fn quantile_ms(&self, share: f64) -> f64 {
        let mut sorted = self.0.clone();
        sorted.sort_by(f64::total_cmp);
        let last = sorted.len().saturating_sub(1);
        let at = (share * last as f64).ceil() as usize;
        sorted.get(at.min(last)).copied().unwrap_or(0.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_of_a_hundred() {
        let mut samples = Samples::default();
        assert_eq!(samples.quantile_ms(0.5), 0.0);
        for ms in (0..=100).rev() {
            samples.add(Duration::from_millis(ms));
        }
        assert_eq!(samples.len(), 101);
        assert_eq!(samples.quantile_ms(0.5), 50.0);
        assert_eq!(samples.quantile_ms(0.95), 95.0);
        assert_eq!(samples.quantile_ms(1.0), 100.0);
    }
}
