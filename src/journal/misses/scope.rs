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
        let mut held = self.out_of_scope.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        let shapes = match held.take() {
            Some(shapes) => shapes,
            None => {
                let all = self.store.all::<OutOfScope>(Table::OutOfScope, b"", now)?;
                all.into_iter().map(|(_, out)| out.shape).collect()
            }
        };
        Ok(held.insert(shapes).iter().any(|out| out.is_like(&shape)))
    }

    /// Reads anew what is out of scope when that is next asked for: somebody else may have changed it.
    pub(in crate::journal) fn reread_scope(&self) {
        *self.out_of_scope.lock().unwrap_or_else(|poisoned| poisoned.into_inner()) = None;
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
        self.reread_scope();
        Ok(())
    }
}
