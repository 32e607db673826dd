//! How many calls are made at a time: few at the start, one more with each that ends well. So what waits after a start does
//! not go out all at once, to come twice if the bot is killed again.

use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::sync::{Semaphore, SemaphorePermit};

/// Calls at a time at the start, and at most: more than Telegram takes of a bot, whose answers take a tenth of a second.
const FIRST: usize = 8;
const MOST: usize = 64;

/// Leave to call.
pub struct Slots {
    free: Semaphore,
    opened: AtomicUsize,
}

impl Default for Slots {
    fn default() -> Slots {
        Slots { free: Semaphore::new(FIRST), opened: AtomicUsize::new(FIRST) }
    }
}

impl Slots {
    /// Waits for leave to make a call; `None` is leave, too.
    pub async fn take(&self) -> Option<SemaphorePermit<'_>> {
        self.free.acquire().await.ok()
    }

    /// Lets one more call be made at a time.
    pub fn open_one(&self) {
        let more = |opened: usize| (opened < MOST).then_some(opened + 1);
        if self.opened.fetch_update(Ordering::Relaxed, Ordering::Relaxed, more).is_ok() {
            self.free.add_permits(1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_more_with_each_call_that_ends_well_up_to_a_bound() {
        let slots = Slots::default();
        (0..10).for_each(|_| slots.open_one());
        assert_eq!(slots.free.available_permits(), FIRST + 10);
        (0..2 * MOST).for_each(|_| slots.open_one());
        assert_eq!(slots.free.available_permits(), MOST);
    }
}
