//! What is out of scope for good: hashes of what was asked, so that the like of it is not kept as a miss again.

use std::time::SystemTime;

use serde::{Deserialize, Serialize};

use crate::journal::Journal;
use crate::journal::likeness::{Shape, id};
use crate::store::{Keep, StoreError, Table, seconds};

/// Texts that are remembered as out of scope; the oldest go first.
pub const MOST: usize = 1000;

#[derive(Debug, Clone, Serialize, Deserialize)]
struct OutOfScope {
    shape: Shape,
    since: u64,
}

impl Journal {
    /// Whether a folded text, or one like it, was put out of scope.
    ///
    /// # Errors
    /// If the store fails.
    pub fn is_out_of_scope(&self, folded: &str, now: SystemTime) -> Result<bool, StoreError> {
        if self.store.get(Table::OutOfScope, id(folded).as_bytes(), now)?.is_some() {
            return Ok(true);
        }
        let shape = Shape::of(folded);
        let put_out = self.store.all::<OutOfScope>(Table::OutOfScope, b"", now)?;
        Ok(put_out.iter().any(|(_, out)| out.shape.is_like(&shape)))
    }

    pub(super) fn put_out_of_scope(&self, folded: &str, now: SystemTime) -> Result<(), StoreError> {
        let out = OutOfScope { shape: Shape::of(folded), since: seconds(now) };
        self.store.write(Table::OutOfScope, id(folded).as_bytes(), &out, Keep::Always)
    }

    pub(super) fn trim_out_of_scope(&self, now: SystemTime) -> Result<(), StoreError> {
        let mut all = self.store.all::<OutOfScope>(Table::OutOfScope, b"", now)?;
        all.sort_by_key(|(_, out)| out.since);
        let excess = all.len().saturating_sub(MOST);
        for (key, _) in &all[..excess] {
            self.store.remove(Table::OutOfScope, key)?;
        }
        Ok(())
    }
}
