//! Tables in sled, a tree each.

mod folder;

use std::ops::Bound;
use std::path::Path;

use super::engine::{Change, Engine, Pair};
use super::{Found, StoreError, Table};

impl From<sled::Error> for StoreError {
    fn from(error: sled::Error) -> StoreError {
        StoreError::Failed(error.to_string())
    }
}

/// An open database and its trees, in the order of [`Table::ALL`].
pub struct Disk {
    db: sled::Db,
    trees: Vec<sled::Tree>,
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
        let trees = Table::ALL.iter().map(|table| db.open_tree(table.name())).collect::<Result<_, _>>()?;
        Ok((Disk { db, trees }, found))
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
        self.tree(table).insert(key, value)?;
        Ok(())
    }

    fn remove(&self, table: Table, key: &[u8]) -> Result<bool, StoreError> {
        Ok(self.tree(table).remove(key)?.is_some())
    }

    fn update(&self, table: Table, key: &[u8], change: &mut Change<'_>) -> Result<(), StoreError> {
        self.tree(table).update_and_fetch(key, change)?;
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
        self.db.flush()?;
        Ok(())
    }

    fn size_on_disk(&self) -> Result<u64, StoreError> {
        Ok(self.db.size_on_disk()?)
    }
}
