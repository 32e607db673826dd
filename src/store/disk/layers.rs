//! The log, the changes in memory and sled below them, and how changes sink from one to the next. Nothing is lost on the
//! way, wherever a kill or a loss of power cuts it:
//!
//! 1. the next log's name is on disk, then the log, then changes go to the next one and those in memory freeze;
//! 2. sled takes the frozen ones and has them on disk; a start that finds the log makes them once more;
//! 3. only then are the log and the frozen table dropped, the oldest log first.

use std::ops::Bound;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use sled::IVec;

use super::below::Below;
use super::files::{self, Next};
use super::log::Log;
use super::memtable::{Memtable, Memtables, Row, over};
use crate::store::engine::Pair;
use crate::store::{Found, StoreError, Table};

/// What changes lie on what.
pub struct Layers {
    folder: PathBuf,
    /// Held over each change, so that changes stand there in the order in which they were made.
    log: Mutex<Log>,
    /// Written with the log held only; whoever reads waits for no disk.
    memory: RwLock<Memtables>,
    below: Below,
    /// Held while changes sink.
    sinking: Mutex<()>,
}

impl Layers {
    /// What is kept in `folder`, made if it is missing, what is broken put aside; and how it was found. What earlier
    /// processes left in the log is yet to sink.
    ///
    /// # Errors
    /// If another process holds it or it cannot be written.
    pub fn open(folder: &Path) -> Result<(Layers, Found), StoreError> {
        let (below, found) = Below::open(folder)?;
        let mut left = Memtable::default();
        Log::left(folder)?.into_iter().for_each(|row| left.set(row));
        let (log, memory) = (Mutex::new(Log::begin(folder)?), RwLock::new(Memtables::starting_with(left)));
        Ok((Layers { folder: folder.to_owned(), log, memory, below, sinking: Mutex::default() }, found))
    }

    /// The log, which nobody else can write meanwhile.
    pub fn log(&self) -> MutexGuard<'_, Log> {
        self.log.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// While this is held nothing sinks.
    #[cfg(test)]
    pub fn hold(&self) -> MutexGuard<'_, ()> {
        self.sinking.lock().unwrap()
    }

    fn memory(&self) -> RwLockReadGuard<'_, Memtables> {
        self.memory.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn memory_mut(&self) -> RwLockWriteGuard<'_, Memtables> {
        self.memory.write().unwrap_or_else(PoisonError::into_inner)
    }

    /// The value of a key.
    ///
    /// # Errors
    /// If sled fails.
    pub fn get(&self, table: Table, key: &[u8]) -> Result<Option<IVec>, StoreError> {
        let changed = self.memory().get(table, key).cloned();
        changed.map_or_else(|| self.below.get(table, key), Ok)
    }

    /// Makes changes, all or none; `log` is the one of these layers.
    ///
    /// # Errors
    /// If they cannot be written.
    pub fn make(&self, log: &mut Log, rows: impl AsRef<[Row]> + IntoIterator<Item = Row>) -> Result<(), StoreError> {
        log.add(rows.as_ref())?;
        let mut memory = self.memory_mut();
        rows.into_iter().for_each(|row| memory.set(row));
        Ok(())
    }

    /// As [`crate::store::engine::Engine::page`]. What is changed meanwhile may be seen or not.
    ///
    /// # Errors
    /// If sled fails.
    pub fn page(
        &self,
        table: Table,
        prefix: &[u8],
        after: Option<&[u8]>,
        most: usize,
    ) -> Result<Vec<Pair>, StoreError> {
        let start = after.map_or(Bound::Included(prefix), Bound::Excluded);
        // Memory first: what sinks meanwhile is then seen here, if not there.
        let changed = self.memory().page(table, prefix, start, most);
        self.below.read(table, start, |lower| {
            let lower = lower.take_while(|(key, _)| key.starts_with(prefix));
            let pairs = over(changed, lower).filter_map(|(key, value)| Some((key.to_vec(), value?.to_vec())));
            pairs.take(most).collect()
        })
    }

    /// Returns once all changes are on disk that were made before.
    ///
    /// # Errors
    /// If the disk fails.
    pub fn sync(&self) -> Result<(), StoreError> {
        let file = self.log().file();
        file.sync_data().inspect_err(|_| self.log().doubt())?;
        Ok(())
    }

    /// Lets all changes sink that were made before, if there is room for them: on a full disk sled would be of no use any
    /// more until it is opened anew.
    ///
    /// # Errors
    /// If the disk is full or fails; what did not sink is still in the log and in memory.
    pub fn sink(&self) -> Result<(), StoreError> {
        let _alone = self.sinking.lock().unwrap_or_else(PoisonError::into_inner);
        let size = self.log().size();
        if size > 0 {
            files::find_room(&self.folder, size)?;
        }
        self.sink_frozen()?;
        if self.freeze()? {
            self.sink_frozen()?;
        }
        Ok(())
    }

    /// Turns the log and freezes what stands in it; tells whether there was anything.
    fn freeze(&self) -> Result<bool, StoreError> {
        let (file, number, is_empty) = {
            let log = self.log();
            (log.file(), log.number(), log.is_empty())
        };
        if is_empty {
            return Ok(false);
        }
        let next = Next::make(&self.folder, number + 1)?;
        // Most of it, so that changes wait for little.
        file.sync_data()?;
        let mut log = self.log();
        log.turn(next)?;
        self.memory_mut().freeze();
        Ok(true)
    }

    fn sink_frozen(&self) -> Result<(), StoreError> {
        let frozen = self.memory().frozen().clone();
        if !frozen.is_empty() {
            self.below.take(&frozen)?;
        }
        let number = self.log().number();
        files::drop_before(&self.folder, number)?;
        self.log().forget_older();
        // Dropped when the lock is free again.
        let _sunk = self.memory_mut().thaw();
        Ok(())
    }

    /// Drops the log, once everything sank and nobody makes changes any more.
    ///
    /// # Errors
    /// If the folder cannot be written.
    pub fn end(&self) -> Result<(), StoreError> {
        let number = self.log().number();
        Ok(files::drop_before(&self.folder, number + 1)?)
    }

    /// Bytes that all takes on disk.
    ///
    /// # Errors
    /// If the disk fails.
    pub fn size(&self) -> Result<u64, StoreError> {
        Ok(self.below.size()? + self.log().size())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use tempfile::{TempDir, tempdir};

    use super::*;

    const TABLE: Table = Table::Sessions;

    fn open(folder: &Path) -> Layers {
        Layers::open(folder).unwrap().0
    }

    fn set(layers: &Layers, key: &str, value: Option<&str>) {
        layers.make(&mut layers.log(), [(TABLE, key.into(), value.map(IVec::from))]).unwrap();
    }

    fn all(layers: &Layers) -> BTreeMap<String, String> {
        let text = |bytes| String::from_utf8(bytes).unwrap();
        let pairs = layers.page(TABLE, b"", None, usize::MAX).unwrap();
        pairs.into_iter().map(|(key, value)| (text(key), text(value))).collect()
    }

    /// What a start finds in the folder as a kill would leave it now, and once more when that sank.
    fn after_a_kill(folder: &Path) -> BTreeMap<String, String> {
        let copy: TempDir = tempdir().unwrap();
        for file in std::fs::read_dir(folder).unwrap().map(Result::unwrap).filter(|file| file.path().is_file()) {
            std::fs::copy(file.path(), copy.path().join(file.file_name())).unwrap();
        }
        let layers = open(copy.path());
        let found = all(&layers);
        layers.sink().unwrap();
        assert_eq!(all(&layers), found);
        assert_eq!(Log::left(copy.path()).unwrap(), []);
        found
    }

    #[test]
    fn a_kill_at_any_step_loses_nothing_and_brings_nothing_back() {
        let folder = tempdir().unwrap();
        let layers = open(folder.path());
        ["a", "b", "c"].iter().for_each(|key| set(&layers, key, Some("1")));
        layers.sink().unwrap();
        for round in ["2", "3"] {
            set(&layers, "a", Some(round));
            set(&layers, "b", None);
            let check = |step| assert_eq!(after_a_kill(folder.path()), all(&layers), "{step} in round {round}");
            check("before the turn");
            drop(Next::make(folder.path(), layers.log().number() + 1).unwrap());
            check("between the next log and the turn");
            assert!(layers.freeze().unwrap());
            check("after the turn");
            set(&layers, "a", None);
            set(&layers, "b", Some(round));
            set(&layers, "d", Some(round));
            check("while it sinks");
            layers.below.take(&layers.memory().frozen().clone()).unwrap();
            check("between sinking and dropping");
            files::drop_before(folder.path(), layers.log().number()).unwrap();
            check("after dropping");
            layers.sink().unwrap();
            check("after the whole");
        }
        assert_eq!(all(&layers).into_iter().map(|(key, value)| key + &value).collect::<Vec<_>>(), ["b3", "c1", "d3"]);
    }

    #[test]
    fn what_cannot_sink_stays_and_sinks_later() {
        let folder = tempdir().unwrap();
        let layers = open(folder.path());
        set(&layers, "a", Some("1"));
        let room = folder.path().join("room");
        std::fs::create_dir(&room).unwrap();
        assert!(layers.sink().is_err() && layers.memory().frozen().is_empty(), "no room");
        std::fs::remove_dir(&room).unwrap();
        let (next, old) = (folder.path().join("changes-3.log"), folder.path().join("changes-0.log"));
        std::fs::create_dir(&next).unwrap();
        assert!(layers.sink().is_err(), "no next log");
        set(&layers, "b", Some("1"));
        assert_eq!((all(&layers).len(), layers.memory().frozen().is_empty()), (2, true));
        std::fs::remove_dir(&next).unwrap();
        assert!(layers.freeze().unwrap());
        std::fs::create_dir(&old).unwrap();
        assert!(layers.sink().is_err(), "an old log that cannot be dropped");
        set(&layers, "a", None);
        assert!(layers.sink().is_err() && !layers.memory().frozen().is_empty());
        let size = layers.log().size();
        std::fs::remove_dir(&old).unwrap();
        assert_eq!(after_a_kill(folder.path()), all(&layers));
        layers.sink().unwrap();
        assert!(layers.memory().frozen().is_empty() && size > 0 && layers.log().size() == 0);
        assert_eq!(after_a_kill(folder.path()).len(), 1);
        assert_eq!(layers.below.get(TABLE, b"a").unwrap(), None);
    }

    #[test]
    fn what_is_put_and_removed_before_it_sinks_costs_sled_nothing() {
        let folder = tempdir().unwrap();
        let layers = open(folder.path());
        let letter = "x".repeat(1000);
        for n in 0..100 {
            set(&layers, &n.to_string(), Some(&letter));
            set(&layers, &n.to_string(), None);
        }
        assert!(layers.size().unwrap() > 100_000, "the log counts");
        layers.sink().unwrap();
        assert!(layers.size().unwrap() < 10_000);
        assert_eq!(layers.below.read(TABLE, Bound::Unbounded, |pairs| pairs.count()).unwrap(), 0);
    }
}
