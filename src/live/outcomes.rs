//! How many reloads went well and how many were refused, for operators.

use std::sync::atomic::{AtomicU64, Ordering};

use super::{Change, Refusal};

/// Counts of reloads.
#[derive(Default)]
pub struct Outcomes {
    taken: AtomicU64,
    refused: AtomicU64,
}

impl Outcomes {
    /// Counts how a reload ended, and gives that on.
    pub fn count(&self, outcome: Result<Change, Refusal>) -> Result<Change, Refusal> {
        if outcome.is_ok() {
            self.taken.fetch_add(1, Ordering::Relaxed);
        }
        self.count_refusal(outcome)
    }

    /// Counts a step of a reload if it failed, and gives it on.
    pub fn count_refusal<T>(&self, step: Result<T, Refusal>) -> Result<T, Refusal> {
        if step.is_err() {
            self.refused.fetch_add(1, Ordering::Relaxed);
        }
        step
    }

    /// Those that went well, and those that were refused.
    pub fn so_far(&self) -> (u64, u64) {
        (self.taken.load(Ordering::Relaxed), self.refused.load(Ordering::Relaxed))
    }
}
