//! What a store must be able to do; bytes only. Expiry and what the bytes mean are not its business.

use super::remote::streams::Streams;
use super::{StoreError, Table};

/// A key and its value.
pub type Pair = (Vec<u8>, Vec<u8>);

/// A key of a table and the value that it shall have.
pub type Set = (Table, Vec<u8>, Vec<u8>);

/// Changes a value: from what there is, if anything, to what shall be. Called anew if somebody else was faster.
pub type Change<'a> = dyn FnMut(Option<&[u8]>) -> Option<Vec<u8>> + 'a;

/// Tables of byte keys and byte values, each operation atomic. All err only if what lies below fails.
pub trait Engine: Send + Sync {
    /// The value of a key.
    fn get(&self, table: Table, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError>;
    /// Sets the value of a key.
    fn put(&self, table: Table, key: &[u8], value: Vec<u8>) -> Result<(), StoreError>;
    /// Sets the values of keys, in their order: whatever cuts it short, what is set then is a beginning.
    fn put_all(&self, sets: Vec<Set>) -> Result<(), StoreError> {
        sets.into_iter().try_for_each(|(table, key, value)| self.put(table, &key, value))
    }
    /// Removes a key; tells whether it was there.
    fn remove(&self, table: Table, key: &[u8]) -> Result<bool, StoreError>;
    /// Changes the value of a key, or removes it.
    fn update(&self, table: Table, key: &[u8], change: &mut Change<'_>) -> Result<(), StoreError>;
    /// The first `most` pairs whose keys begin with `prefix` and come after `after`, in the order of their keys.
    fn page(&self, table: Table, prefix: &[u8], after: Option<&[u8]>, most: usize) -> Result<Vec<Pair>, StoreError>;
    /// Returns once all is written.
    fn flush(&self) -> Result<(), StoreError>;
    /// Bytes that it takes on disk.
    fn size_on_disk(&self) -> Result<u64, StoreError>;
    /// What arrives for all who share it, if several bots do.
    fn streams(&self) -> Option<Streams> {
        None
    }
}
