//! What lies below the changes: sled, a tree a table. Once it failed to write it fails for ever, and is opened anew.

use std::ops::Bound;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{PoisonError, RwLock};

use sled::IVec;

use super::folder;
use super::memtable::{Memtable, Pair};
use crate::store::{Found, StoreError, Table};

impl From<sled::Error> for StoreError {
    fn from(error: sled::Error) -> StoreError {
        StoreError::Failed(error.to_string())
    }
}

/// A database that is open as a rule.
pub struct Below {
    folder: PathBuf,
    /// `None` if it could not be opened anew.
    open: RwLock<Option<Open>>,
    /// Changes were begun and not ended.
    has_failed: AtomicBool,
}

/// An open database and its trees, in the order of [`Table::ALL`].
struct Open {
    db: sled::Db,
    trees: Vec<sled::Tree>,
}

impl Open {
    fn new(db: sled::Db) -> Result<Open, StoreError> {
        // Before there were tables, dialogues stood in the tree that has no name.
        db.clear()?;
        let trees = Table::ALL.iter().map(|table| db.open_tree(table.name())).collect::<Result<_, _>>()?;
        Ok(Open { db, trees })
    }

    fn take(&self, changes: &Memtable) -> Result<(), StoreError> {
        for (table, key, value) in changes.rows() {
            let tree = &self.trees[table.place()];
            value.map_or_else(|| tree.remove(&key), |value| tree.insert(&key, value))?;
        }
        self.db.flush()?;
        Ok(())
    }
}

impl Below {
    /// The database in `folder`, made if it is missing, a broken one put aside; and how it was found.
    ///
    /// # Errors
    /// If another process holds it or it cannot be written.
    pub fn open(folder: &Path) -> Result<(Below, Found), StoreError> {
        let (db, found) = folder::open(folder)?;
        let open = RwLock::new(Some(Open::new(db)?));
        Ok((Below { folder: folder.to_owned(), open, has_failed: AtomicBool::new(false) }, found))
    }

    fn with<T>(&self, work: impl FnOnce(&Open) -> Result<T, StoreError>) -> Result<T, StoreError> {
        let open = self.open.read().unwrap_or_else(PoisonError::into_inner);
        let closed = || StoreError::Failed("the database is closed since it failed".to_owned());
        work(open.as_ref().ok_or_else(closed)?)
    }

    /// The value of a key.
    ///
    /// # Errors
    /// If sled fails, as all below.
    pub fn get(&self, table: Table, key: &[u8]) -> Result<Option<IVec>, StoreError> {
        self.with(|open| Ok(open.trees[table.place()].get(key)?))
    }

    /// What `read` makes of the pairs of a table from `start` on, in the order of their keys.
    ///
    /// # Errors
    /// If sled fails.
    pub fn read<T>(
        &self,
        table: Table,
        start: Bound<&[u8]>,
        read: impl FnOnce(&mut dyn Iterator<Item = Pair>) -> T,
    ) -> Result<T, StoreError> {
        self.with(|open| {
            let mut failed = None;
            let pairs = open.trees[table.place()].range::<&[u8], _>((start, Bound::Unbounded));
            let mut pairs = pairs.map_while(|pair| pair.map_err(|error| failed = Some(error)).ok());
            let result = read(&mut pairs.by_ref().map(|(key, value)| (key, Some(value))));
            drop(pairs);
            failed.map_or(Ok(result), |error| Err(error.into()))
        })
    }

    /// Makes changes and returns once they are on disk. Key by key: a batch of sled's would keep readers out, and the log
    /// makes the whole once more if this is cut short.
    ///
    /// # Errors
    /// If sled fails; the next call opens it anew.
    pub fn take(&self, changes: &Memtable) -> Result<(), StoreError> {
        if self.has_failed.swap(true, Ordering::Relaxed) {
            self.open_anew()?;
        }
        self.with(|open| open.take(changes))?;
        self.has_failed.store(false, Ordering::Relaxed);
        Ok(())
    }

    fn open_anew(&self) -> Result<(), StoreError> {
        let mut open = self.open.write().unwrap_or_else(PoisonError::into_inner);
        // Its lock goes with it.
        *open = None;
        *open = Some(Open::new(folder::open_anew(&self.folder)?)?);
        Ok(())
    }

    /// Bytes that it takes on disk.
    ///
    /// # Errors
    /// If sled fails.
    pub fn size(&self) -> Result<u64, StoreError> {
        self.with(|open| Ok(open.db.size_on_disk()?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn changes(value: &str) -> Memtable {
        let mut changes = Memtable::default();
        changes.set((Table::Votes, b"a".into(), Some(value.into())));
        changes
    }

    #[test]
    fn what_failed_is_opened_anew_with_all_that_it_held() {
        let folder = tempfile::tempdir().unwrap();
        let below = Below::open(folder.path()).unwrap().0;
        below.take(&changes("1")).unwrap();
        below.has_failed.store(true, Ordering::Relaxed);
        std::fs::rename(folder.path().join("conf"), folder.path().join("aside")).unwrap();
        std::fs::create_dir(folder.path().join("conf")).unwrap();
        assert!(below.take(&changes("2")).is_err() && below.get(Table::Votes, b"a").is_err());
        std::fs::remove_dir(folder.path().join("conf")).unwrap();
        std::fs::rename(folder.path().join("aside"), folder.path().join("conf")).unwrap();
        below.open_anew().unwrap();
        assert_eq!(below.get(Table::Votes, b"a").unwrap(), Some("1".into()));
        below.take(&changes("2")).unwrap();
        assert_eq!(below.get(Table::Votes, b"a").unwrap(), Some("2".into()));
        assert!(!below.has_failed.load(Ordering::Relaxed));
    }
}
