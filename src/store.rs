//! What outlasts a turn: tables of byte keys and byte values, in memory for a run, in sled, or in a Redis that several bots
//! share.
//!
//! A value that is kept for a time carries its end: from then on it counts as absent, and a sweep removes it. What was
//! written otherwise counts as absent, too.

mod disk;
mod engine;
mod json;
mod memory;
mod outage;
mod remote;
pub mod sessions;
mod sweep;
mod table;
mod value;

use std::path::Path;
use std::sync::Arc;
use std::time::SystemTime;

use engine::Engine;
pub use outage::Outage;
pub use remote::CONNECTIONS;
pub use remote::streams::{self, Streams};
pub use sessions::Sessions;
pub use table::{Table, key, last_part, under};
use value::Held;
pub use value::{Keep, seconds};

/// The store failed.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Another process holds the folder.
    #[error("the data folder {0} is in use by another visitbot; stop it, or give this one its own folder with --data")]
    InUse(String),
    /// It cannot be written.
    #[error("the data folder {folder} cannot be used: {reason}; make it writable, or choose another with --data")]
    Unusable {
        /// The folder.
        folder: String,
        /// What the system said.
        reason: String,
    },
    /// The address is none of a Redis.
    #[error("--store takes redis://[user:password@]host[:port][/database], or rediss:// for TLS: {0}")]
    Address(String),
    /// Nobody answers there.
    #[error("the store at {address} cannot be reached: {reason}; {remedy}, or correct --store")]
    Unreachable {
        /// Host and port.
        address: String,
        /// What went wrong.
        reason: String,
        /// What may help.
        remedy: &'static str,
    },
    /// A read or write failed later.
    #[error("the store failed: {0}")]
    Failed(String),
}

/// A key that is no chat's, written to see whether that is possible; it expires at once.
const CHECKED: &[u8] = b"\0checked";
/// Pairs that are fetched at once.
const PAGE: usize = 256;

/// Tables of byte keys and byte values; a clone is another handle on the same ones.
#[derive(Clone)]
pub struct Store {
    engine: Arc<dyn Engine>,
    swept: Arc<sweep::Progress>,
    found: Found,
}

/// How a store was found when it was opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    /// As it was left, or not there yet.
    Sound,
    /// Broken: it was moved aside, and an empty one begun.
    Broken,
}

impl Store {
    fn on(engine: impl Engine + 'static, found: Found) -> Store {
        Store { engine: Arc::new(engine), swept: Arc::default(), found }
    }

    /// A store for this run only.
    pub fn in_memory() -> Store {
        Store::on(memory::Memory::default(), Found::Sound)
    }

    /// A store in `folder`, made if it is missing. If it is broken it is moved to `<folder>.broken-<unix time>`, with an
    /// error in the log, and an empty one begun. Waits half a second for another process that is about to end.
    ///
    /// # Errors
    /// If another process holds the folder or it cannot be written.
    pub fn open(folder: &Path) -> Result<Store, StoreError> {
        let (disk, found) = disk::Disk::open(folder)?;
        Ok(Store::on(disk, found))
    }

    /// A store in the Redis at `url`, shared with all bots that open it for the same `space`.
    ///
    /// # Errors
    /// If the address is none, or nobody answers there.
    pub fn shared(url: &str, space: &str) -> Result<Store, StoreError> {
        Ok(Store::on(remote::Remote::open(url, space)?, Found::Sound))
    }

    /// What arrives for all bots that share the store; `None` if it is this process's own.
    pub fn streams(&self) -> Option<Streams> {
        self.engine.streams()
    }

    /// How it was found when it was opened.
    pub fn found(&self) -> Found {
        self.found
    }

    /// The content of a key, `None` if there is none or it expired.
    ///
    /// # Errors
    /// If what lies below fails.
    pub fn get(&self, table: Table, key: &[u8], now: SystemTime) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(self.engine.get(table, key)?.and_then(|raw| live(table, &raw, now).map(<[u8]>::to_vec)))
    }

    /// Sets the content of a key.
    ///
    /// # Errors
    /// If what lies below fails.
    pub fn put(&self, table: Table, key: &[u8], content: &[u8], keep: Keep) -> Result<(), StoreError> {
        self.engine.put(table, key, value::wrap(content, keep))
    }

    /// Sets the contents of keys, in their order: whatever cuts it short, what is set then is a beginning.
    ///
    /// # Errors
    /// If what lies below fails.
    pub fn put_all(&self, sets: impl IntoIterator<Item = (Table, Vec<u8>, Vec<u8>, Keep)>) -> Result<(), StoreError> {
        let wrapped = |(table, key, content, keep): (_, _, Vec<u8>, _)| (table, key, value::wrap(&content, keep));
        self.engine.put_all(sets.into_iter().map(wrapped).collect())
    }

    /// Removes a key; tells whether it was there.
    ///
    /// # Errors
    /// If what lies below fails.
    pub fn remove(&self, table: Table, key: &[u8]) -> Result<bool, StoreError> {
        self.engine.remove(table, key)
    }

    /// Changes the content of a key atomically; `None` removes it. `change` is called anew if somebody else was faster.
    ///
    /// # Errors
    /// If what lies below fails.
    pub fn update(
        &self,
        table: Table,
        key: &[u8],
        now: SystemTime,
        keep: Keep,
        mut change: impl FnMut(Option<&[u8]>) -> Option<Vec<u8>>,
    ) -> Result<(), StoreError> {
        let mut change_raw = |raw: Option<&[u8]>| {
            change(raw.and_then(|raw| live(table, raw, now))).map(|content| value::wrap(&content, keep))
        };
        self.engine.update(table, key, &mut change_raw)
    }

    /// Keys that begin with `prefix` and their contents, in the order of the keys, fetched page by page: what others
    /// write meanwhile may be seen or not.
    pub fn scan<'a>(
        &'a self,
        table: Table,
        prefix: &'a [u8],
        now: SystemTime,
    ) -> impl Iterator<Item = Result<(Vec<u8>, Vec<u8>), StoreError>> + 'a {
        let mut next = Some(None);
        let pages = std::iter::from_fn(move || {
            let after: Option<Vec<u8>> = next.take()?;
            let page = self.engine.page(table, prefix, after.as_deref(), PAGE);
            if let Ok(pairs) = &page {
                next = (pairs.len() == PAGE).then(|| pairs.last().map(|(key, _)| key.clone()));
            }
            let (pairs, error) = page.map_or_else(|error| (Vec::new(), Some(Err(error))), |pairs| (pairs, None));
            let live = move |(key, raw): (Vec<u8>, Vec<u8>)| Some(Ok((key, live(table, &raw, now)?.to_vec())));
            Some(pairs.into_iter().filter_map(live).chain(error))
        });
        pages.flatten()
    }

    /// All keys that begin with `prefix`, in their order, those of values that expired or cannot be read, too.
    ///
    /// # Errors
    /// If what lies below fails.
    pub fn keys(&self, table: Table, prefix: &[u8]) -> Result<Vec<Vec<u8>>, StoreError> {
        let mut keys: Vec<Vec<u8>> = Vec::new();
        loop {
            let page = self.engine.page(table, prefix, keys.last().map(Vec::as_slice), PAGE)?;
            let last = page.len() < PAGE;
            keys.extend(page.into_iter().map(|(key, _)| key));
            if last {
                return Ok(keys);
            }
        }
    }

    /// The first key after `after` that begins with `prefix`, as [`Store::keys`] gives them.
    ///
    /// # Errors
    /// If what lies below fails.
    pub fn key_after(&self, table: Table, prefix: &[u8], after: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(self.engine.page(table, prefix, Some(after), 1)?.pop().map(|(key, _)| key))
    }

    /// Removes all keys that begin with `prefix`; tells how many they were.
    ///
    /// # Errors
    /// If what lies below fails.
    pub fn clear_prefix(&self, table: Table, prefix: &[u8]) -> Result<usize, StoreError> {
        self.each_under(table, prefix, |_, _| Ok(()))
    }

    /// Gives all keys that begin with `from` the beginning `to` instead, expiry and all; tells how many they were.
    ///
    /// # Errors
    /// If what lies below fails; what was moved by then stays moved.
    pub fn move_prefix(&self, table: Table, from: &[u8], to: &[u8]) -> Result<usize, StoreError> {
        if to.starts_with(from) {
            return Ok(0);
        }
        self.each_under(table, from, |key, raw| self.engine.put(table, &[to, &key[from.len()..]].concat(), raw))
    }

    /// Removes all keys that begin with `prefix`, each after `before` saw it.
    fn each_under(
        &self,
        table: Table,
        prefix: &[u8],
        before: impl Fn(&[u8], Vec<u8>) -> Result<(), StoreError>,
    ) -> Result<usize, StoreError> {
        let mut seen = 0;
        loop {
            let page = self.engine.page(table, prefix, None, PAGE)?;
            let last = page.len() < PAGE;
            for (key, raw) in page {
                before(&key, raw)?;
                seen += usize::from(self.engine.remove(table, &key)?);
            }
            if last {
                return Ok(seen);
            }
        }
    }

    /// Returns once all is written.
    ///
    /// # Errors
    /// If what lies below fails.
    pub fn flush(&self) -> Result<(), StoreError> {
        self.engine.flush()
    }

    /// Writes a mark and returns once it is on disk.
    ///
    /// # Errors
    /// If the store cannot be written.
    pub fn check(&self) -> Result<(), StoreError> {
        self.put(Table::Sending, CHECKED, &[], Keep::Until(SystemTime::UNIX_EPOCH))?;
        self.flush()
    }

    /// Bytes on disk; 0 in memory.
    ///
    /// # Errors
    /// If what lies below fails.
    pub fn size_on_disk(&self) -> Result<u64, StoreError> {
        self.engine.size_on_disk()
    }
}

/// The content of a kept value, if it has any now.
fn live(table: Table, raw: &[u8], now: SystemTime) -> Option<&[u8]> {
    match value::open(raw, now) {
        Held::Live(content) => Some(content),
        Held::Expired => None,
        Held::Broken => {
            tracing::warn!(table = table.name(), "a kept value is of another version and counts as absent");
            None
        }
    }
}
