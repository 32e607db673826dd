//! So many places for things that are dear to make and can be used again; who finds none free waits for one, the first
//! who came first, and not for ever.

use std::collections::VecDeque;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// Places for things of one kind.
pub struct Slots<T> {
    most: usize,
    state: Mutex<State<T>>,
    freed: Condvar,
}

struct State<T> {
    /// Things that nobody uses now.
    idle: Vec<T>,
    /// Places that somebody has.
    taken: usize,
    /// Who waits for a place.
    queue: VecDeque<u64>,
    next: u64,
}

/// A place that is free again once this is dropped; what it holds then is for the next one.
pub struct Slot<'a, T> {
    slots: &'a Slots<T>,
    /// What was left in it, if anything was.
    pub content: Option<T>,
}

impl<T> Slots<T> {
    /// So many empty places.
    pub fn new(most: usize) -> Slots<T> {
        let state = State { idle: Vec::new(), taken: 0, queue: VecDeque::new(), next: 0 };
        Slots { most, state: Mutex::new(state), freed: Condvar::new() }
    }

    /// A place, an empty one only if none that was left with something is free: there are never more things than places.
    /// Blocks until one is free and those who came before have theirs, at most for `limit`.
    pub fn take(&self, limit: Duration) -> Option<Slot<'_, T>> {
        let mut state = self.state();
        let me = state.next;
        state.next += 1;
        state.queue.push_back(me);
        let must_wait = |state: &mut State<T>| state.taken == self.most || state.queue.front() != Some(&me);
        let waited = self.freed.wait_timeout_while(state, limit, must_wait);
        let mut state = waited.unwrap_or_else(PoisonError::into_inner).0;
        let has_place = !must_wait(&mut state);
        state.queue.retain(|waiting| *waiting != me);
        state.taken += usize::from(has_place);
        let content = if has_place { state.idle.pop() } else { None };
        drop(state);
        self.freed.notify_all();
        has_place.then(|| Slot { slots: self, content })
    }

    /// Drops what nobody uses now.
    pub fn clear(&self) {
        self.state().idle.clear();
    }

    fn state(&self) -> MutexGuard<'_, State<T>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<T> Drop for Slot<'_, T> {
    fn drop(&mut self) {
        let mut state = self.slots.state();
        state.taken -= 1;
        state.idle.extend(self.content.take());
        drop(state);
        self.slots.freed.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::channel;

    use super::*;

    const PATIENCE: Duration = Duration::from_secs(30);

    #[test]
    fn who_waits_in_vain_has_none_and_is_in_nobodys_way() {
        let slots = Slots::new(1);
        let mut first = slots.take(Duration::ZERO).unwrap();
        assert_eq!(first.content.replace('a'), None);
        assert!(slots.take(Duration::from_millis(1)).is_none());
        drop(first);
        assert_eq!(slots.take(Duration::ZERO).unwrap().content.take(), Some('a'));
        assert_eq!(slots.take(Duration::ZERO).unwrap().content, None, "it was taken out for good");
    }

    #[test]
    fn what_is_idle_is_dropped_at_a_word() {
        let slots = Slots::new(2);
        slots.take(Duration::ZERO).unwrap().content = Some('a');
        slots.clear();
        assert_eq!(slots.take(Duration::ZERO).unwrap().content, None);
    }

    #[test]
    fn a_free_place_goes_to_who_waits_longest() {
        let (slots, (told, order)) = (Slots::<()>::new(1), channel());
        let held = slots.take(Duration::ZERO);
        std::thread::scope(|threads| {
            for n in 0..5 {
                let (slots, told) = (&slots, told.clone());
                threads.spawn(move || {
                    let _mine = slots.take(PATIENCE).unwrap();
                    told.send(n).unwrap();
                });
                while slots.state().queue.len() <= n {
                    std::thread::yield_now();
                }
            }
            drop(held);
        });
        assert_eq!(order.iter().take(5).collect::<Vec<_>>(), [0, 1, 2, 3, 4]);
    }

    #[test]
    fn there_are_never_more_things_than_places() {
        let (slots, made) = (Slots::new(3), Mutex::new(0));
        std::thread::scope(|threads| {
            for _ in 0..40 {
                threads.spawn(|| {
                    for _ in 0..50 {
                        let mut slot = slots.take(PATIENCE).unwrap();
                        slot.content.get_or_insert_with(|| *made.lock().unwrap() += 1);
                    }
                });
            }
        });
        assert!((1..=3).contains(&*made.lock().unwrap()));
    }
}
