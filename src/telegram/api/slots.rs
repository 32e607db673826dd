//! How many calls are made at a time: few at the start, one more with every eighth that ends well. So what waits after a start
//! does not go out all at once, to come once more if the bot is killed again; and one that hangs holds up no other.

use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::sync::{Semaphore, SemaphorePermit};

/// Calls at a time at the start, and at most: more than Telegram takes of a bot, whose answers take a tenth of a second.
const FIRST: usize = 4;
const MOST: usize = 64;
/// Calls that end well for each that more is let in.
const FOR_ONE: usize = 8;

/// Leave to call.
pub struct Slots {
    free: Semaphore,
    opened: AtomicUsize,
    ended_well: AtomicUsize,
}

impl Default for Slots {
    fn default() -> Slots {
        Slots { free: Semaphore::new(FIRST), opened: AtomicUsize::new(FIRST), ended_well: AtomicUsize::new(0) }
    }
}

impl Slots {
    /// Waits for leave to make a call; `None` is leave, too.
    pub async fn take(&self) -> Option<SemaphorePermit<'_>> {
        self.free.acquire().await.ok()
    }

    /// Notes a call that ended well; lets one more be made at a time with every eighth.
    pub fn ended_well(&self) {
        if !(self.ended_well.fetch_add(1, Ordering::Relaxed) + 1).is_multiple_of(FOR_ONE) {
            return;
        }
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
    fn there_are_more_with_calls_that_end_well_up_to_a_bound() {
        let slots = Slots::default();
        (0..10 * FOR_ONE + 1).for_each(|_| slots.ended_well());
        assert_eq!(slots.free.available_permits(), FIRST + 10);
        (0..MOST * FOR_ONE).for_each(|_| slots.ended_well());
        assert_eq!(slots.free.available_permits(), MOST);
    }
}
