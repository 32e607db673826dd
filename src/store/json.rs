//! Values with a shape: JSON in the store's bytes. What cannot be read as its shape counts as absent.

use std::time::SystemTime;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{Keep, Store, StoreError, Table};

impl Store {
    /// The value of a key, or `None` if there is none, it expired, or it was written otherwise (with a warning).
    ///
    /// # Errors
    /// If what lies below fails.
    pub fn read<T: DeserializeOwned>(
        &self,
        table: Table,
        key: &[u8],
        now: SystemTime,
    ) -> Result<Option<T>, StoreError> {
        Ok(self.get(table, key, now)?.and_then(|content| parse(table, &content)))
    }

    /// Sets the value of a key.
    ///
    /// # Errors
    /// If what lies below fails.
    pub fn write<T: Serialize>(&self, table: Table, key: &[u8], value: &T, keep: Keep) -> Result<(), StoreError> {
        self.put(table, key, &bytes(value), keep)
    }

    /// Changes the value of a key atomically, from what [`Store::read`] would give; `None` removes it. `change` is called
    /// anew if somebody else was faster.
    ///
    /// # Errors
    /// If what lies below fails.
    pub fn change<T: Serialize + DeserializeOwned>(
        &self,
        table: Table,
        key: &[u8],
        now: SystemTime,
        keep: Keep,
        mut change: impl FnMut(Option<T>) -> Option<T>,
    ) -> Result<(), StoreError> {
        self.update(table, key, now, keep, |content| {
            change(content.and_then(|content| parse(table, content))).map(|value| bytes(&value))
        })
    }

    /// All values whose keys begin with `prefix`, with their keys, in their order; what cannot be read is left out.
    ///
    /// # Errors
    /// If what lies below fails.
    pub fn all<T: DeserializeOwned>(
        &self,
        table: Table,
        prefix: &[u8],
        now: SystemTime,
    ) -> Result<Vec<(Vec<u8>, T)>, StoreError> {
        let readable = |pair: Result<(Vec<u8>, Vec<u8>), StoreError>| match pair {
            Ok((key, content)) => parse(table, &content).map(|value| Ok((key, value))),
            Err(error) => Some(Err(error)),
        };
        self.scan(table, prefix, now).filter_map(readable).collect()
    }
}

fn parse<T: DeserializeOwned>(table: Table, content: &[u8]) -> Option<T> {
    serde_json::from_slice(content)
        .inspect_err(|error| {
            let (table, place) = (table.name(), error.column());
            tracing::warn!(table, place, "a kept value cannot be read any more and counts as absent");
        })
        .ok()
}

/// What is kept has text keys and finite numbers only, so that nothing in it can fail to be written.
fn bytes<T: Serialize>(value: &T) -> Vec<u8> {
    serde_json::to_vec(value).unwrap_or_default()
}
