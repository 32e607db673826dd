//! Tables in memory, for one run of the program.

use std::collections::BTreeMap;
use std::ops::Bound;
use std::sync::{Mutex, MutexGuard};

use super::engine::{Change, Engine, Pair};
use super::{StoreError, Table};

type Rows = BTreeMap<Vec<u8>, Vec<u8>>;

/// A sorted map a table.
#[derive(Default)]
pub struct Memory {
    tables: [Mutex<Rows>; Table::ALL.len()],
}

impl Memory {
    fn rows(&self, table: Table) -> MutexGuard<'_, Rows> {
        self.tables[table.place()].lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }
}

impl Engine for Memory {
    fn get(&self, table: Table, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(self.rows(table).get(key).cloned())
    }

    fn put(&self, table: Table, key: &[u8], value: Vec<u8>) -> Result<(), StoreError> {
        self.rows(table).insert(key.to_vec(), value);
        Ok(())
    }

    fn remove(&self, table: Table, key: &[u8]) -> Result<bool, StoreError> {
        Ok(self.rows(table).remove(key).is_some())
    }

    fn update(&self, table: Table, key: &[u8], change: &mut Change<'_>) -> Result<(), StoreError> {
        let mut rows = self.rows(table);
        match change(rows.get(key).map(Vec::as_slice)) {
            Some(value) => rows.insert(key.to_vec(), value),
            None => rows.remove(key),
        };
        Ok(())
    }

    fn page(&self, table: Table, prefix: &[u8], after: Option<&[u8]>, most: usize) -> Result<Vec<Pair>, StoreError> {
        let start = after.map_or(Bound::Included(prefix), Bound::Excluded);
        let rows = self.rows(table);
        let from = rows.range::<[u8], _>((start, Bound::Unbounded));
        let under = from.take_while(|(key, _)| key.starts_with(prefix)).take(most);
        Ok(under.map(|(key, value)| (key.clone(), value.clone())).collect())
    }

    fn flush(&self) -> Result<(), StoreError> {
        Ok(())
    }

    fn size_on_disk(&self) -> Result<u64, StoreError> {
        Ok(0)
    }
}
