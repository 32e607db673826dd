//! What the bot remembers beside dialogues: votes, questions without an answer, how replies were decided, the days'
//! tallies, what was set for a chat. For people, groups and admins; nothing here ranks an answer.
//!
//! Plain calls over one [`Store`]; the time is an argument. Whoever sends messages wires them.

pub mod chats;
pub mod day;
pub mod export;
pub mod likeness;
pub mod misses;
pub mod person;
pub mod records;
pub mod sending;
pub mod stats;
pub mod tallies;
pub mod votes;

use std::sync::Mutex;
use std::sync::atomic::AtomicUsize;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::store::{Keep, Store, StoreError};

/// Seconds of a day.
const DAY: u64 = 24 * 60 * 60;
/// Sweeps a minute: more values are looked at than a busy bot writes.
const SWEEPS: usize = 25;

/// Everything that is remembered beside dialogues.
pub struct Journal {
    store: Store,
    batch: Mutex<tallies::Batch>,
    /// What is out of scope, once it was read.
    out_of_scope: Mutex<Option<Vec<likeness::Shape>>>,
    /// Misses that came anew since they were last cut to size.
    new_misses: AtomicUsize,
    /// Records since those of a chat were last cut to size.
    new_records: AtomicUsize,
}

impl Journal {
    /// A journal in `store`, which it may share with the sessions.
    pub fn new(store: Store) -> Journal {
        Journal {
            store,
            batch: Mutex::default(),
            out_of_scope: Mutex::default(),
            new_misses: AtomicUsize::new(0),
            new_records: AtomicUsize::new(0),
        }
    }

    /// The store on which it stands.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// Writes the tallies and removes what expired; to be called about once a minute, not in a turn, since it takes up to
    /// half a second.
    ///
    /// # Errors
    /// If the store fails; the tallies then wait for the next call.
    pub fn keep_up(&self, now: SystemTime) -> Result<(), StoreError> {
        self.write_tallies(now)?;
        self.trim_new_misses(now)?;
        self.reread_scope();
        for _ in 0..SWEEPS {
            self.store.sweep(now)?;
        }
        Ok(())
    }

    /// Writes all that waits and returns once it is on disk; to be called at the end.
    ///
    /// # Errors
    /// If the store fails.
    pub fn flush(&self, now: SystemTime) -> Result<(), StoreError> {
        self.write_tallies(now)?;
        self.store.flush()
    }
}

/// So many days after a second.
fn days_after(second: u64, days: u64) -> Keep {
    Keep::Until(UNIX_EPOCH + Duration::from_secs(second.saturating_add(days * DAY)))
}
