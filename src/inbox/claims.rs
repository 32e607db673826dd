//! Ids that were taken in, for a day. They stand on shelves of half a day, so that old ones go shelf by shelf and not by
//! the general sweep, which is too slow for a busy bot.

use std::ops::Range;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::store::{Keep, Store, StoreError, Table, seconds};

/// How long an id counts as taken in.
const CLAIMED: Duration = Duration::from_secs(24 * 60 * 60);
/// Seconds of a shelf.
const SHELF: u64 = 12 * 60 * 60;
/// Shelves on which an id may stand that counts.
const SHELVES: u64 = CLAIMED.as_secs() / SHELF + 1;
/// How far an id may lie before the free ones and still be one that came a little late.
const STRAGGLE: u64 = 1000;

/// The claims of one inbox, which alone makes claims in its store.
pub struct Claims {
    store: Store,
    /// Ids that surely stand on no shelf: most that come are newer than all there are, and need not be looked for.
    free: Mutex<Range<u64>>,
}

impl Claims {
    /// The claims that `store` holds.
    pub fn new(store: Store) -> Claims {
        Claims { store, free: Mutex::new(0..0) }
    }

    /// Whether the id was taken in within the last day.
    pub fn has(&self, id: u64, now: SystemTime) -> Result<bool, StoreError> {
        if self.free().contains(&id) {
            return Ok(false);
        }
        for shelf in shelves(now) {
            if self.store.get(Table::Claims, &place(shelf, id), now)?.is_some() {
                return Ok(true);
            }
        }
        let is_straggler = (id..id.saturating_add(STRAGGLE)).contains(&self.free().start);
        if !is_straggler {
            *self.free() = id..self.first_after(id, now)?;
        }
        Ok(false)
    }

    /// What notes in the store that the id is taken in.
    pub fn made(&self, id: u64, now: SystemTime) -> (Table, Vec<u8>, Vec<u8>, Keep) {
        let mut free = self.free();
        if free.contains(&id) {
            free.start = id + 1;
        }
        (Table::Claims, place(shelf(now), id), Vec::new(), Keep::Until(now + CLAIMED))
    }

    /// Takes back what [`Claims::made`] gave at the same time.
    pub fn unmake(&self, id: u64, now: SystemTime) -> Result<(), StoreError> {
        self.store.remove(Table::Claims, &place(shelf(now), id)).map(drop)
    }

    /// Clears the shelves on which nothing counts any more; tells how many ids stood there.
    pub fn forget(&self, now: SystemTime) -> Result<usize, StoreError> {
        let mut forgotten = 0;
        while let Some((first, _)) = self.store.scan(Table::Claims, b"", UNIX_EPOCH).next().transpose()? {
            let old = first.first_chunk().is_none_or(|at| u64::from_be_bytes(*at) + SHELVES <= shelf(now));
            if !old {
                break;
            }
            forgotten += self.store.clear_prefix(Table::Claims, &first[..first.len().min(8)])?;
        }
        Ok(forgotten)
    }

    /// The first id after `id` on any shelf, the highest there is if there is none.
    fn first_after(&self, id: u64, now: SystemTime) -> Result<u64, StoreError> {
        let mut first = u64::MAX;
        for shelf in shelves(now) {
            let key = self.store.key_after(Table::Claims, &shelf.to_be_bytes(), &place(shelf, id))?;
            let found = key.and_then(|key| key.last_chunk().copied()).map_or(u64::MAX, u64::from_be_bytes);
            first = first.min(found);
        }
        Ok(first)
    }

    fn free(&self) -> MutexGuard<'_, Range<u64>> {
        self.free.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The shelves on which an id may stand that counts, the newest first.
fn shelves(now: SystemTime) -> impl Iterator<Item = u64> {
    (0..SHELVES).map(move |back| shelf(now).saturating_sub(back))
}

fn shelf(now: SystemTime) -> u64 {
    seconds(now) / SHELF
}

fn place(shelf: u64, id: u64) -> Vec<u8> {
    [shelf.to_be_bytes(), id.to_be_bytes()].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: Duration = CLAIMED;

    fn at(days: f64) -> SystemTime {
        UNIX_EPOCH + Duration::from_secs(1_762_848_000) + DAY.mul_f64(days)
    }

    /// Takes an id in, if that is new.
    fn take(claims: &Claims, id: u64, now: SystemTime) -> bool {
        let is_new = !claims.has(id, now).unwrap();
        claims.store.put_all(is_new.then(|| claims.made(id, now))).unwrap();
        is_new
    }

    #[test]
    fn what_is_known_to_be_free_is_so_in_whatever_order_ids_come() {
        let store = Store::in_memory();
        let before = Claims::new(store.clone());
        [100, 105, u64::MAX - 1].iter().for_each(|id| assert!(take(&before, *id, at(0.0))));
        let claims = Claims::new(store);
        for (id, is_new) in
            [(101, true), (101, false), (104, true), (105, false), (106, true), (103, true), (100, false)]
        {
            assert_eq!(take(&claims, id, at(0.4)), is_new, "{id}");
        }
        assert_eq!(*claims.free(), 107..u64::MAX - 1);
        for (id, is_new) in [
            (9, true),
            (u64::MAX - 1, false),
            (10, true),
            (106, false),
            (9, false),
            (u64::MAX, true),
            (u64::MAX, false),
        ] {
            assert_eq!(take(&claims, id, at(0.9)), is_new, "{id}");
        }
        assert!(take(&claims, 100, at(1.0)) && !take(&claims, 101, at(1.0)) && take(&claims, 101, at(1.4)));
    }

    #[test]
    fn ids_that_grow_are_looked_for_once() {
        let claims = Claims::new(Store::in_memory());
        assert!(take(&claims, 7, at(0.0)));
        assert!((8..100).all(|id| claims.free().contains(&id) && take(&claims, id, at(0.0))));
        assert!((7..100).all(|id| !take(&claims, id, at(0.0))));
        assert_eq!(*claims.free(), 100..u64::MAX);
    }
}
