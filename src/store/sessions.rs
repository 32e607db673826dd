//! Where each dialogue stands.

use std::path::Path;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::{Keep, Store, StoreError, Table, key};
use crate::app::Asker;
use crate::dialogue::Session;

/// How long a session is kept after its last turn. What was said counts for half an hour; the rest of the day only
/// remembers the script.
pub const KEPT: Duration = Duration::from_secs(24 * 60 * 60);

/// The sessions of all askers.
#[derive(Clone)]
pub struct Sessions {
    store: Store,
}

impl Sessions {
    /// The sessions that `store` holds.
    pub fn new(store: Store) -> Sessions {
        Sessions { store }
    }

    /// The store that holds them.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// Sessions kept for this run only.
    pub fn in_memory() -> Sessions {
        Sessions::new(Store::in_memory())
    }

    /// Sessions kept in `folder`; see [`Store::open`].
    ///
    /// # Errors
    /// As [`Store::open`].
    pub fn open(folder: &Path) -> Result<Sessions, StoreError> {
        Store::open(folder).map(Sessions::new)
    }

    /// The session of `asker`, a fresh one if there is none any more or it cannot be read.
    ///
    /// # Errors
    /// If the store fails.
    pub fn load(&self, asker: &Asker, now: SystemTime) -> Result<Session, StoreError> {
        Ok(self.store.read(Table::Sessions, &place(asker), now)?.unwrap_or_default())
    }

    /// Keeps the session of `asker` for [`KEPT`] from when it was last seen.
    ///
    /// # Errors
    /// If the store fails.
    pub fn save(&self, asker: &Asker, session: &Session) -> Result<(), StoreError> {
        let until = UNIX_EPOCH + Duration::from_secs(session.seen) + KEPT;
        self.store.write(Table::Sessions, &place(asker), session, Keep::Until(until))
    }

    /// Returns once all is written.
    ///
    /// # Errors
    /// If the store fails.
    pub fn flush(&self) -> Result<(), StoreError> {
        self.store.flush()
    }
}

fn place(asker: &Asker) -> Vec<u8> {
    key(&[&asker.chat, &asker.user])
}
