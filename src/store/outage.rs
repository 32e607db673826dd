//! A time in which the store fails, told once at its begin and not for each thing that cannot be kept.

use std::sync::atomic::{AtomicBool, Ordering};

/// Whether the store failed when it was last used.
#[derive(Debug, Default)]
pub struct Outage(AtomicBool);

impl Outage {
    /// It failed; whether that is new.
    pub fn begins(&self) -> bool {
        !self.0.swap(true, Ordering::Relaxed)
    }

    /// It worked; whether that is new.
    pub fn ends(&self) -> bool {
        self.0.swap(false, Ordering::Relaxed)
    }

    /// Whether it lasts.
    pub fn lasts(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}
