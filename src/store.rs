//! Where sessions are kept: in memory for a run, or in sled.

mod disk;

use std::collections::HashMap;
use std::path::Path;
use std::sync::Mutex;

use crate::app::Asker;
use crate::dialogue::Session;

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
    /// A read or write failed later.
    #[error("the session store failed: {0}")]
    Failed(#[from] sled::Error),
}

/// The sessions of all askers.
pub enum Sessions {
    /// For one run of the program.
    Memory(Mutex<HashMap<Asker, Session>>),
    /// On disk.
    Sled(sled::Db),
}

impl Sessions {
    /// Sessions kept for this run only.
    pub fn in_memory() -> Sessions {
        Sessions::Memory(Mutex::default())
    }

    /// Sessions kept in `folder`, made if it is missing. If it is broken it is moved to `<folder>.broken-<unix time>`, with
    /// an error in the log, and an empty one begun.
    ///
    /// # Errors
    /// If another process holds the folder or it cannot be written.
    pub fn open(folder: &Path) -> Result<Sessions, StoreError> {
        disk::open(folder).map(Sessions::Sled)
    }

    /// The session of `asker`, a fresh one if there is none or it cannot be read any more.
    ///
    /// # Errors
    /// If the disk fails.
    pub fn load(&self, asker: &Asker) -> Result<Session, StoreError> {
        match self {
            Sessions::Memory(map) => {
                Ok(map.lock().unwrap_or_else(|e| e.into_inner()).get(asker).cloned().unwrap_or_default())
            }
            Sessions::Sled(db) => Ok(db.get(key(asker))?.map(|kept| read(&kept)).unwrap_or_default()),
        }
    }

    /// Keeps the session of `asker`.
    ///
    /// # Errors
    /// If the disk fails.
    pub fn save(&self, asker: &Asker, session: &Session) -> Result<(), StoreError> {
        match self {
            Sessions::Memory(map) => {
                map.lock().unwrap_or_else(|e| e.into_inner()).insert(asker.clone(), session.clone());
            }
            Sessions::Sled(db) => {
                db.insert(key(asker), write(session))?;
            }
        }
        Ok(())
    }

    /// Writes what is not yet on disk.
    ///
    /// # Errors
    /// If the disk refuses.
    pub fn flush(&self) -> Result<(), StoreError> {
        if let Sessions::Sled(db) = self {
            db.flush()?;
        }
        Ok(())
    }
}

/// The chat, a zero byte, the user.
fn key(asker: &Asker) -> Vec<u8> {
    [asker.chat.as_bytes(), b"\0", asker.user.as_bytes()].concat()
}

/// A session that an earlier version wrote otherwise is a fresh one.
fn read(kept: &[u8]) -> Session {
    serde_json::from_slice(kept).unwrap_or_else(|error| {
        tracing::warn!(%error, "a session cannot be read any more and starts afresh");
        Session::default()
    })
}

fn write(session: &Session) -> Vec<u8> {
    serde_json::to_vec(session).unwrap_or_default()
}
