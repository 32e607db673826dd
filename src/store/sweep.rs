//! Removing what expired, a few values at a time, so that no sweep takes long.

use std::sync::Mutex;
use std::time::SystemTime;

use super::value::{self, Held};
use super::{Store, StoreError, Table};

/// Values that one sweep looks at: some milliseconds' work.
const LOOKED_AT: usize = 2000;

/// Where the last sweep stopped: a table, by its place, and the last key that was looked at.
#[derive(Default)]
pub struct Progress(Mutex<(usize, Option<Vec<u8>>)>);

impl Store {
    /// Removes what expired or cannot be read, among the next 2000 values behind those of the last sweep, once round at
    /// most; tells how many were removed. To be called from time to time.
    ///
    /// # Errors
    /// If what lies below fails.
    pub fn sweep(&self, now: SystemTime) -> Result<usize, StoreError> {
        let mut progress = self.swept.0.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        let (mut left, mut removed) = (LOOKED_AT, 0);
        for _ in 0..=Table::ALL.len() {
            let (place, after) = &mut *progress;
            let table = Table::ALL[*place];
            let page = self.engine.page(table, b"", after.as_deref(), left)?;
            for (key, raw) in &page {
                removed += usize::from(self.remove_dead(table, key, raw, now)?);
            }
            left -= page.len();
            if left == 0 {
                *after = page.into_iter().last().map(|(key, _)| key);
                break;
            }
            *progress = ((*place + 1) % Table::ALL.len(), None);
        }
        Ok(removed)
    }

    /// Removes a value if it is dead, unless somebody has just written another one.
    fn remove_dead(&self, table: Table, key: &[u8], raw: &[u8], now: SystemTime) -> Result<bool, StoreError> {
        let is_live = |raw: &[u8]| matches!(value::open(raw, now), Held::Live(_));
        if is_live(raw) {
            return Ok(false);
        }
        self.engine.update(table, key, &mut |raw| raw.filter(|raw| is_live(raw)).map(<[u8]>::to_vec))?;
        Ok(true)
    }
}
