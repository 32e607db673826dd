//! Ids that were taken in, for a day. They stand on shelves of half a day, so that old ones go shelf by shelf and not by
//! the general sweep, which is too slow for a busy bot.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::store::{Keep, Store, StoreError, Table, seconds};

/// How long an id counts as taken in.
const CLAIMED: Duration = Duration::from_secs(24 * 60 * 60);
/// Seconds of a shelf.
const SHELF: u64 = 12 * 60 * 60;
/// Shelves on which an id may stand that counts.
const SHELVES: u64 = CLAIMED.as_secs() / SHELF + 1;

/// Whether the id was taken in within the last day.
pub fn has(store: &Store, id: u64, now: SystemTime) -> Result<bool, StoreError> {
    for back in 0..SHELVES {
        if store.get(Table::Claims, &place(shelf(now).saturating_sub(back), id), now)?.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Notes that the id is taken in.
pub fn make(store: &Store, id: u64, now: SystemTime) -> Result<(), StoreError> {
    store.put(Table::Claims, &place(shelf(now), id), b"", Keep::Until(now + CLAIMED))
}

/// Takes back what [`make`] noted at the same time.
pub fn unmake(store: &Store, id: u64, now: SystemTime) -> Result<(), StoreError> {
    store.remove(Table::Claims, &place(shelf(now), id)).map(drop)
}

/// Clears the shelves on which nothing counts any more; tells how many ids stood there.
pub fn forget(store: &Store, now: SystemTime) -> Result<usize, StoreError> {
    let mut forgotten = 0;
    while let Some((first, _)) = store.scan(Table::Claims, b"", UNIX_EPOCH).next().transpose()? {
        let old = first.first_chunk().is_none_or(|at| u64::from_be_bytes(*at) + SHELVES <= shelf(now));
        if !old {
            break;
        }
        forgotten += store.clear_prefix(Table::Claims, &first[..first.len().min(8)])?;
    }
    Ok(forgotten)
}

fn shelf(now: SystemTime) -> u64 {
    seconds(now) / SHELF
}

fn place(shelf: u64, id: u64) -> Vec<u8> {
    [shelf.to_be_bytes(), id.to_be_bytes()].concat()
}
