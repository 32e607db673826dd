//! Whether the bot can answer now, and if not, why: in words for who operates it.

use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::metrics::Metrics;
use crate::store::{Store, StoreError};

/// For how long the store counts as it was found: probes may come as often as they like.
const FRESH: Duration = Duration::from_secs(2);

const STARTING: u8 = 0;
const SERVING: u8 = 1;
const STOPPING: u8 = 2;

/// Where the bot stands between its start and its end, and how the store was when last looked at.
#[derive(Default)]
pub struct Readiness {
    phase: AtomicU8,
    store: Mutex<Option<(Instant, Option<String>)>>,
}

impl Readiness {
    /// Updates are taken in from now on.
    pub fn serving(&self) {
        self.phase.store(SERVING, Ordering::Relaxed);
    }

    /// No updates are taken in any more.
    pub fn stopping(&self) {
        self.phase.store(STOPPING, Ordering::Relaxed);
    }

    /// Why the bot is not ready, a sentence each; none if it is. Writes to the disk, so an async caller calls it where
    /// blocking is allowed.
    pub fn faults(&self, metrics: &Metrics, store: &Store, now: Instant) -> Vec<String> {
        let broken = self.looked_at(now, || store.check());
        self.reach(metrics).map(str::to_owned).into_iter().chain(broken).collect()
    }

    fn reach(&self, metrics: &Metrics) -> Option<&'static str> {
        match self.phase.load(Ordering::Relaxed) {
            STARTING => Some("starting: Telegram has not let the bot in yet"),
            STOPPING => Some("stopping: no updates are taken any more"),
            _ if !metrics.telegram_reached() => Some("Telegram cannot be reached; the bot tries again until it can"),
            _ => None,
        }
    }

    /// What is wrong with the store, asked anew once that is no longer fresh.
    fn looked_at(&self, now: Instant, look: impl FnOnce() -> Result<(), StoreError>) -> Option<String> {
        let mut known = self.store.lock().unwrap_or_else(PoisonError::into_inner);
        match &*known {
            Some((then, broken)) if now.saturating_duration_since(*then) < FRESH => broken.clone(),
            _ => {
                let broken = look().err().map(|error| format!("dialogues are not remembered: {error}"));
                *known = Some((now, broken.clone()));
                broken
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::SystemTime;

    use super::*;
    use crate::metrics::Outcome;

    #[test]
    fn a_bot_is_ready_between_start_and_stop_while_telegram_answers() {
        let (readiness, store) = (Readiness::default(), Store::in_memory());
        let metrics = Metrics::new(SystemTime::UNIX_EPOCH);
        let faults = || readiness.faults(&metrics, &store, Instant::now()).join("; ");
        let called = |outcome| metrics.called("GetUpdates", outcome, Duration::ZERO);
        assert!(faults().starts_with("starting"));
        called(Outcome::Granted);
        readiness.serving();
        assert_eq!(faults(), "");
        called(Outcome::Network);
        assert!(faults().contains("cannot be reached"));
        called(Outcome::Granted);
        assert_eq!(faults(), "");
        readiness.stopping();
        assert!(faults().starts_with("stopping"));
    }

    #[test]
    fn a_store_that_fails_is_told_until_it_works_and_asked_no_more_than_needed() {
        let (readiness, begun) = (Readiness::default(), Instant::now());
        let full = || Err(StoreError::Failed("no space left on device".to_owned()));
        assert!(readiness.looked_at(begun, full).is_some_and(|told| told.contains("no space left")));
        assert!(readiness.looked_at(begun + FRESH / 2, || Ok(())).is_some());
        assert_eq!(readiness.looked_at(begun + FRESH, || Ok(())), None);
        assert_eq!(readiness.looked_at(begun + FRESH, full), None);
    }
}
