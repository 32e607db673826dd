//! Times counted by how long they were.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// Counts by upper end, and the sum of all.
pub struct Histogram {
    ends: &'static [f64],
    /// One for each end, and one for what took longer.
    counts: Vec<AtomicU64>,
    nanos: AtomicU64,
}

impl Histogram {
    /// A histogram with these upper ends, in seconds, ascending.
    pub fn new(ends: &'static [f64]) -> Histogram {
        Histogram { ends, counts: (0..=ends.len()).map(|_| AtomicU64::new(0)).collect(), nanos: AtomicU64::new(0) }
    }

    /// Counts a time.
    pub fn observe(&self, took: Duration) {
        let seconds = took.as_secs_f64();
        let at = self.ends.iter().position(|end| seconds <= *end).unwrap_or(self.ends.len());
        self.counts[at].fetch_add(1, Ordering::Relaxed);
        self.nanos.fetch_add(u64::try_from(took.as_nanos()).unwrap_or(u64::MAX), Ordering::Relaxed);
    }

    /// Each upper end with how many were not longer; the last one has no end and counts all.
    pub fn cumulative(&self) -> Vec<(Option<f64>, u64)> {
        let ends = self.ends.iter().copied().map(Some).chain([None]);
        let mut so_far = 0;
        let counted = ends.zip(&self.counts).map(|(end, count)| {
            so_far += count.load(Ordering::Relaxed);
            (end, so_far)
        });
        counted.collect()
    }

    /// The sum of all times, in seconds.
    pub fn sum(&self) -> f64 {
        self.nanos.load(Ordering::Relaxed) as f64 / 1e9
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_counts_for_its_end_and_all_above() {
        let histogram = Histogram::new(&[0.1, 1.0]);
        [50, 100, 500, 2_000].into_iter().for_each(|ms| histogram.observe(Duration::from_millis(ms)));
        assert_eq!(histogram.cumulative(), [(Some(0.1), 2), (Some(1.0), 3), (None, 4)]);
        assert!((histogram.sum() - 2.65).abs() < 1e-9);
    }
}
