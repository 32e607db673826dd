//! What lies below the changes: sled, a tree a table.

use std::ops::Bound;
use std::path::Path;

use sled::IVec;

use super::folder;
use super::memtable::{Memtable, Pair};
use crate::store::{Found, StoreError, Table};

impl From<sled::Error> for StoreError {
    fn from(error: sled::Error) -> StoreError {
        StoreError::Failed(error.to_string())
    }
}

/// An open database and its trees, in the order of [`Table::ALL`].
pub struct Below {
    db: sled::Db,
    trees: Vec<sled::Tree>,
}

impl Below {
    /// The database in `folder`, made if it is missing, a broken one put aside; and how it was found.
    ///
    /// # Errors
    /// If another process holds it or it cannot be written.
    pub fn open(folder: &Path) -> Result<(Below, Found), StoreError> {
        let (db, found) = folder::open(folder)?;
        // Before there were tables, dialogues stood in the tree that has no name.
        db.clear()?;
        let trees = Table::ALL.iter().map(|table| db.open_tree(table.name())).collect::<Result<_, _>>()?;
        Ok((Below { db, trees }, found))
    }

    fn tree(&self, table: Table) -> &sled::Tree {
        &self.trees[table.place()]
    }

    /// The value of a key.
    ///
    /// # Errors
    /// If sled fails, as all below.
    pub fn get(&self, table: Table, key: &[u8]) -> Result<Option<IVec>, StoreError> {
        Ok(self.tree(table).get(key)?)
    }

    /// The pairs of a table from `start` on, in the order of their keys.
    pub fn from<'a>(
        &self,
        table: Table,
        start: Bound<&'a [u8]>,
    ) -> impl Iterator<Item = Result<Pair, StoreError>> + use<'a> {
        let pairs = self.tree(table).range::<&[u8], _>((start, Bound::Unbounded));
        pairs.map(|pair| pair.map(|(key, value)| (key, Some(value))).map_err(StoreError::from))
    }

    /// Makes changes and returns once they are on disk. Key by key: a batch of sled's would keep readers out, and the log
    /// makes the whole once more if this is cut short.
    pub fn take(&self, changes: &Memtable) -> Result<(), StoreError> {
        for (table, key, value) in changes.rows() {
            let tree = self.tree(table);
            value.map_or_else(|| tree.remove(&key), |value| tree.insert(&key, value))?;
        }
        self.db.flush()?;
        Ok(())
    }

    /// Bytes that it takes on disk.
    pub fn size(&self) -> Result<u64, StoreError> {
        Ok(self.db.size_on_disk()?)
    }
}
