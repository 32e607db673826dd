//! Tables in sled, a tree each; what sled has not written yet stands in a file beside it, so that no kill takes it.

mod folder;
mod recent;

use std::io;
use std::ops::Bound;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use self::recent::Recent;
use super::engine::{Change, Engine, Pair};
use super::{Found, StoreError, Table};

impl From<sled::Error> for StoreError {
    fn from(error: sled::Error) -> StoreError {
        StoreError::Failed(error.to_string())
    }
}

impl From<io::Error> for StoreError {
    fn from(error: io::Error) -> StoreError {
        StoreError::Failed(error.to_string())
    }
}

/// An open database and its trees, in the order of [`Table::ALL`].
pub struct Disk {
    db: sled::Db,
    trees: Vec<sled::Tree>,
    /// Held over each change, so that changes stand there in the order in which they were made.
    recent: Mutex<Recent>,
    /// Held over a flush that begins a new file of recent changes.
    turning: Mutex<()>,
}

impl Disk {
    /// The database in `folder`, made if it is missing, a broken one put aside; and how it was found.
    ///
    /// # Errors
    /// If another process holds it or it cannot be written.
    pub fn open(folder: &Path) -> Result<(Disk, Found), StoreError> {
        let (db, found) = folder::open(folder)?;
        // Before there were tables, dialogues stood in the tree that has no name.
        db.clear()?;
        let trees: Vec<_> = Table::ALL.iter().map(|table| db.open_tree(table.name())).collect::<Result<_, _>>()?;
        for (table, key, value) in Recent::left(folder)? {
            let tree: &sled::Tree = &trees[table.place()];
            value.map_or_else(|| tree.remove(&key), |value| tree.insert(&key, value))?;
        }
        db.flush()?;
        let recent = Mutex::new(Recent::begin(folder)?);
        Ok((Disk { db, trees, recent, turning: Mutex::default() }, found))
    }

    fn recent(&self) -> MutexGuard<'_, Recent> {
        self.recent.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn tree(&self, table: Table) -> &sled::Tree {
        &self.trees[table.place()]
    }
}

impl Engine for Disk {
    fn get(&self, table: Table, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(self.tree(table).get(key)?.map(|value| value.to_vec()))
    }

    fn put(&self, table: Table, key: &[u8], value: Vec<u8>) -> Result<(), StoreError> {
        let mut recent = self.recent();
        recent.add(table, key, Some(&value))?;
        self.tree(table).insert(key, value)?;
        Ok(())
    }

    fn remove(&self, table: Table, key: &[u8]) -> Result<bool, StoreError> {
        let mut recent = self.recent();
        let was_there = self.tree(table).remove(key)?.is_some();
        if was_there {
            recent.add(table, key, None)?;
        }
        Ok(was_there)
    }

    fn update(&self, table: Table, key: &[u8], change: &mut Change<'_>) -> Result<(), StoreError> {
        let mut recent = self.recent();
        let value = self.tree(table).update_and_fetch(key, change)?;
        recent.add(table, key, value.as_deref())?;
        Ok(())
    }

    fn page(&self, table: Table, prefix: &[u8], after: Option<&[u8]>, most: usize) -> Result<Vec<Pair>, StoreError> {
        let start = after.map_or(Bound::Included(prefix), Bound::Excluded);
        let mut pairs = Vec::new();
        for pair in self.tree(table).range::<&[u8], _>((start, Bound::Unbounded)).take(most) {
            let (key, value) = pair?;
            if !key.starts_with(prefix) {
                break;
            }
            pairs.push((key.to_vec(), value.to_vec()));
        }
        Ok(pairs)
    }

    fn flush(&self) -> Result<(), StoreError> {
        let turning = self.turning.lock().unwrap_or_else(PoisonError::into_inner);
        let is_due = self.recent().is_due();
        if !is_due {
            drop(turning);
            self.db.flush()?;
            return Ok(());
        }
        // A file that cannot give way to a new one stays in use.
        let turned = self.recent().turn().is_ok();
        self.db.flush()?;
        if turned {
            self.recent().drop_old()?;
        }
        Ok(())
    }

    fn size_on_disk(&self) -> Result<u64, StoreError> {
        Ok(self.db.size_on_disk()?)
    }
}

impl Drop for Disk {
    /// Leaves nothing beside sled's files that an earlier version of the program, or a later start, could take for new.
    fn drop(&mut self) {
        if self.db.flush().is_ok() {
            let _ = self.recent().clear();
        }
    }
}
