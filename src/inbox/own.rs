//! The inbox of a bot that has a store of its own: a letter a key, on disk before its sender is told.

use std::collections::HashSet;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::blocking;
use super::claims::Claims;
use super::letter::{self, Kept, Letter};
use crate::store::{Keep, Store, StoreError, Table};

/// How long a letter waits for a program that answers it.
const KEPT: Duration = Duration::from_secs(7 * 24 * 60 * 60);
/// Starts that a letter may outlast: one that ends the program each time must not do so for ever.
const STARTS: u8 = 10;

/// The letters that wait.
pub struct Own {
    store: Store,
    claims: Claims,
    /// The number of the last letter, held while letters are written.
    last: Mutex<u64>,
    /// Changes made, and how many of them are on disk.
    changes: AtomicU64,
    flushed: tokio::sync::Mutex<u64>,
    waiting: AtomicUsize,
    /// Letters that were forgotten while they waited to be answered, or were being answered.
    forgotten: Mutex<HashSet<u64>>,
}

impl Own {
    /// The inbox that `store` holds.
    pub fn new(store: Store) -> Own {
        let (claims, last, flushed) = (Claims::new(store.clone()), Mutex::default(), tokio::sync::Mutex::default());
        let (changes, waiting, forgotten) = (AtomicU64::new(0), AtomicUsize::new(0), Mutex::default());
        Own { store, claims, last, changes, flushed, waiting, forgotten }
    }

    /// As [`super::Inbox::waiting`].
    pub fn waiting(&self) -> usize {
        self.waiting.load(Ordering::Relaxed)
    }

    /// As [`super::Inbox::take_in`]. Calls at the same time share one flush.
    pub async fn take_in(self: &Arc<Self>, letters: Vec<Letter>, now: SystemTime) -> Result<Vec<u64>, StoreError> {
        let inbox = Arc::clone(self);
        let mut taken = blocking(move || inbox.write(&letters, now)).await;
        if let Ok(ids) = &taken
            && let Err(error) = self.flush().await
        {
            let (inbox, ids) = (Arc::clone(self), ids.clone());
            let _ = blocking(move || inbox.undo(&ids, now)).await;
            taken = Err(error);
        }
        self.waiting.fetch_add(taken.as_ref().map_or(0, Vec::len), Ordering::Relaxed);
        taken
    }

    /// As [`super::Inbox::left`].
    pub async fn left(self: &Arc<Self>, now: SystemTime) -> Result<Vec<Letter>, StoreError> {
        let inbox = Arc::clone(self);
        let left = blocking(move || inbox.read(now)).await?;
        self.flush().await?;
        self.waiting.fetch_add(left.len(), Ordering::Relaxed);
        Ok(left)
    }

    /// Removes a letter, if it is there; tells whether it was forgotten before. No kill takes that back, though a loss of
    /// power may.
    pub fn done(&self, id: u64) -> Result<bool, StoreError> {
        let forgotten = self.forgotten().remove(&id);
        if self.store.remove(Table::Inbox, &id.to_be_bytes())? {
            self.waiting.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |n| n.checked_sub(1)).ok();
        }
        Ok(forgotten)
    }

    /// As [`super::Inbox::still_ours`].
    pub fn still_ours(&self, id: u64) -> bool {
        !self.forgotten().remove(&id)
    }

    /// As [`super::Inbox::forget`]; blocks.
    pub fn forget(&self, is_gone: impl Fn(&Letter) -> bool) -> Result<usize, StoreError> {
        let mut gone = 0;
        for pair in self.store.scan(Table::Inbox, b"", UNIX_EPOCH) {
            let (key, bytes) = pair?;
            if let Some((.., letter)) = letter::read(&key, &bytes).filter(|(.., letter)| is_gone(letter)) {
                self.done(letter.id)?;
                self.forgotten().insert(letter.id);
                gone += 1;
            }
        }
        Ok(gone)
    }

    /// As [`super::Inbox::forget_claims`].
    pub fn forget_claims(&self, now: SystemTime) -> Result<usize, StoreError> {
        self.claims.forget(now)
    }

    /// Writes letters and their claims, unless their ids are claimed. What is on disk after a kill is a beginning of what was
    /// written, so a letter may lack its claim, but never the other way round.
    fn write(&self, letters: &[Letter], now: SystemTime) -> Result<Vec<u64>, StoreError> {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        let (mut taken, mut sets) = (Vec::with_capacity(letters.len()), Vec::with_capacity(2 * letters.len()));
        for letter in letters {
            if taken.contains(&letter.id) || self.claims.has(letter.id, now)? {
                continue;
            }
            *last = (*last + 1).max(micros(now));
            taken.push(letter.id);
            sets.extend([set(&Kept { number: *last, starts: 0, letter }), self.claims.made(letter.id, now)]);
        }
        if let Err(error) = self.store.put_all(sets) {
            let _ = self.undo(&taken, now);
            return Err(error);
        }
        self.changes.fetch_add(1, Ordering::SeqCst);
        Ok(taken)
    }

    fn forgotten(&self) -> MutexGuard<'_, HashSet<u64>> {
        self.forgotten.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn undo(&self, ids: &[u64], now: SystemTime) -> Result<(), StoreError> {
        // On past what fails: a claim that stays would make its letter count as taken in.
        let undone = ids.iter().map(|id| {
            let unmade = self.claims.unmake(*id, now);
            self.store.remove(Table::Inbox, &id.to_be_bytes()).and(unmade)
        });
        undone.fold(Ok(()), Result::and)
    }

    fn read(&self, now: SystemTime) -> Result<Vec<Letter>, StoreError> {
        let mut left = Vec::new();
        for pair in self.store.scan(Table::Inbox, b"", now) {
            let (key, bytes) = pair?;
            match letter::read(&key, &bytes).filter(|(_, starts, _)| *starts < STARTS) {
                Some(kept) => left.push(kept),
                None => {
                    tracing::error!(
                        "a question that {STARTS} starts did not answer, or that cannot be read, is dropped"
                    );
                    self.store.remove(Table::Inbox, &key)?;
                }
            }
        }
        left.sort_unstable_by_key(|(number, ..)| *number);
        let again = left.iter().map(|(number, starts, letter)| Kept { number: *number, starts: starts + 1, letter });
        self.store.put_all(again.map(|kept| set(&kept)))?;
        self.changes.fetch_add(1, Ordering::SeqCst);
        Ok(left.into_iter().map(|(.., letter)| letter).collect())
    }

    /// Returns once all changes made before are on disk; one flush serves all who wait for it.
    async fn flush(&self) -> Result<(), StoreError> {
        let mine = self.changes.load(Ordering::SeqCst);
        let mut flushed = self.flushed.lock().await;
        if *flushed >= mine {
            return Ok(());
        }
        let (upto, store) = (self.changes.load(Ordering::SeqCst), self.store.clone());
        blocking(move || store.flush()).await?;
        *flushed = upto;
        Ok(())
    }
}

/// What puts a letter into the store.
fn set(kept: &Kept<'_>) -> (Table, Vec<u8>, Vec<u8>, Keep) {
    let until = UNIX_EPOCH + Duration::from_micros(kept.number) + KEPT;
    (Table::Inbox, kept.letter.id.to_be_bytes().to_vec(), kept.to_bytes(), Keep::Until(until))
}

fn micros(time: SystemTime) -> u64 {
    u64::try_from(time.duration_since(UNIX_EPOCH).unwrap_or_default().as_micros()).unwrap_or(u64::MAX)
}
