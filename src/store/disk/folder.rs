//! Opening the data folder: a second process is refused, a folder that is broken is put aside and a new one begun.

use std::io::ErrorKind;
use std::path::Path;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::files;
use crate::store::{Found, StoreError};

/// Bytes of the cache: what is kept is small, and few chats are awake at a time.
const CACHE: u64 = 8 << 20;

/// How often a locked folder is tried again, and the pause before. The lock outlasts its holder for a moment: sled's
/// threads end behind it, and a process that is being forked holds it until it becomes another program.
const TRIES: usize = 20;
const PAUSE: Duration = Duration::from_millis(25);

/// Why sled did not open.
enum Refusal {
    InUse,
    Unusable(String),
    Broken(String),
}

impl Refusal {
    fn of(self, folder: &Path) -> StoreError {
        let folder = folder.display().to_string();
        match self {
            Refusal::InUse => StoreError::InUse(folder),
            Refusal::Unusable(reason) | Refusal::Broken(reason) => StoreError::Unusable { folder, reason },
        }
    }
}

/// Opens the database in `folder`, made if it is missing, and tells how it was found.
///
/// # Errors
/// If another process holds it or it cannot be written.
pub fn open(folder: &Path) -> Result<(sled::Db, Found), StoreError> {
    let unusable = |reason| Refusal::Unusable(reason).of(folder);
    std::fs::create_dir_all(folder).map_err(|error| unusable(error.to_string()))?;
    let refused = |refusal: Refusal| refusal.of(folder);
    match start_patiently(folder) {
        Err(Refusal::Broken(reason)) => {
            put_aside(folder, &reason).map_err(|error| unusable(format!("{reason}; cannot move it aside: {error}")))?;
            start_patiently(folder).map(|db| (db, Found::Broken)).map_err(refused)
        }
        result => result.map(|db| (db, Found::Sound)).map_err(refused),
    }
}

/// Opens the database in `folder` again, after this process closed it. What is broken then stays where it is.
///
/// # Errors
/// If it cannot be opened.
pub fn open_anew(folder: &Path) -> Result<sled::Db, StoreError> {
    start_patiently(folder).map_err(|refusal| refusal.of(folder))
}

/// As [`start`], but a folder in use is given time to become free.
fn start_patiently(folder: &Path) -> Result<sled::Db, Refusal> {
    for _ in 0..TRIES {
        match start(folder) {
            Err(Refusal::InUse) => std::thread::sleep(PAUSE),
            result => return result,
        }
    }
    start(folder)
}

/// Opens sled, which panics on some broken files where it should return an error.
fn start(folder: &Path) -> Result<sled::Db, Refusal> {
    match std::panic::catch_unwind(|| sled::Config::new().path(folder).cache_capacity(CACHE).open()) {
        Ok(result) => result.map_err(refusal),
        Err(_) => Err(Refusal::Broken("sled could not make sense of its files".to_owned())),
    }
}

fn refusal(error: sled::Error) -> Refusal {
    match error {
        sled::Error::Io(io) if io.to_string().contains("could not acquire lock") => Refusal::InUse,
        sled::Error::Io(io) if !matches!(io.kind(), ErrorKind::UnexpectedEof | ErrorKind::InvalidData) => {
            Refusal::Unusable(io.to_string())
        }
        broken => Refusal::Broken(broken.to_string()),
    }
}

fn put_aside(folder: &Path, reason: &str) -> std::io::Result<()> {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_secs());
    let mut aside = folder.as_os_str().to_owned();
    aside.push(format!(".broken-{since}"));
    std::fs::rename(folder, &aside)?;
    tracing::error!(folder = %folder.display(), aside = %Path::new(&aside).display(), reason,
        "the data folder is broken; it was moved aside and the bot starts without its memory");
    std::fs::create_dir_all(folder)?;
    bring_log(Path::new(&aside), folder)
}

/// Brings the log back: what arrived in the last minute is in it, and it does not need sled to be read.
fn bring_log(aside: &Path, folder: &Path) -> std::io::Result<()> {
    for (_, path) in files::all(aside)? {
        let name = path.file_name().unwrap_or_default();
        std::fs::rename(&path, folder.join(name))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_log_outlives_a_folder_that_is_broken() {
        let parent = tempfile::tempdir().unwrap();
        let folder = parent.path().join("data");
        std::fs::create_dir(&folder).unwrap();
        std::fs::write(folder.join("conf"), "no configuration of sled's, whatever it was").unwrap();
        std::fs::write(folder.join("changes-7.log"), "a log").unwrap();
        assert_eq!(open(&folder).unwrap().1, Found::Broken);
        assert_eq!(std::fs::read_to_string(folder.join("changes-7.log")).unwrap(), "a log");
        assert_eq!(std::fs::read_dir(parent.path()).unwrap().count(), 2);
    }
}
