//! Tables in sled, and above it what was changed lately, in memory and in a log: no kill takes a change that was made, no
//! loss of power one that was flushed, and nobody who makes one waits for sled.

mod below;
mod drainer;
mod files;
mod folder;
mod layers;
mod log;
mod memtable;
mod record;

use std::io;
use std::path::Path;
use std::sync::{Arc, MutexGuard};
use std::time::Duration;

use self::drainer::Drainer;
use self::layers::Layers;
use self::log::Log;
use self::memtable::Row;
use super::engine::{Change, Engine, Pair, Set};
use super::{Found, StoreError, Table};

/// By how much a change is held up that comes faster than sled takes them.
const DELAY: Duration = Duration::from_millis(1);

impl From<io::Error> for StoreError {
    fn from(error: io::Error) -> StoreError {
        StoreError::Failed(error.to_string())
    }
}

/// An open folder of tables.
pub struct Disk {
    layers: Arc<Layers>,
    drainer: Drainer,
}

impl Disk {
    /// The tables in `folder`, made if it is missing, a broken one put aside; and how it was found.
    ///
    /// # Errors
    /// If another process holds it or it cannot be written.
    pub fn open(folder: &Path) -> Result<(Disk, Found), StoreError> {
        let (layers, found) = Layers::open(folder)?;
        let layers = Arc::new(layers);
        let drainer = Drainer::start(Arc::clone(&layers))?;
        Ok((Disk { layers, drainer }, found))
    }

    fn make(
        &self,
        mut log: MutexGuard<'_, Log>,
        rows: impl AsRef<[Row]> + IntoIterator<Item = Row>,
    ) -> Result<(), StoreError> {
        let made = self.layers.make(&mut log, rows);
        let (is_due, is_flooded) = (log.is_due(), log.is_flooded());
        drop(log);
        if is_due {
            self.drainer.nudge();
        }
        if is_flooded {
            std::thread::sleep(DELAY);
        }
        made
    }
}

impl Engine for Disk {
    fn get(&self, table: Table, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(self.layers.get(table, key)?.map(|value| value.to_vec()))
    }

    fn put(&self, table: Table, key: &[u8], value: Vec<u8>) -> Result<(), StoreError> {
        let row = (table, key.into(), Some(value.into()));
        self.make(self.layers.log(), [row])
    }

    fn put_all(&self, sets: Vec<Set>) -> Result<(), StoreError> {
        let rows: Vec<Row> =
            sets.into_iter().map(|(table, key, value)| (table, key.into(), Some(value.into()))).collect();
        self.make(self.layers.log(), rows)
    }

    fn remove(&self, table: Table, key: &[u8]) -> Result<bool, StoreError> {
        let log = self.layers.log();
        let was_there = self.layers.get(table, key)?.is_some();
        if was_there {
            self.make(log, [(table, key.into(), None)])?;
        }
        Ok(was_there)
    }

    fn update(&self, table: Table, key: &[u8], change: &mut Change<'_>) -> Result<(), StoreError> {
        let log = self.layers.log();
        let old = self.layers.get(table, key)?;
        let new = change(old.as_deref());
        if old.as_deref() == new.as_deref() {
            return Ok(());
        }
        self.make(log, [(table, key.into(), new.map(Into::into))])
    }

    fn page(&self, table: Table, prefix: &[u8], after: Option<&[u8]>, most: usize) -> Result<Vec<Pair>, StoreError> {
        self.layers.page(table, prefix, after, most)
    }

    fn flush(&self) -> Result<(), StoreError> {
        self.layers.sync()
    }

    fn size_on_disk(&self) -> Result<u64, StoreError> {
        self.layers.size()
    }
}

impl Drop for Disk {
    /// Leaves nothing beside sled's files that an earlier version of the program, or a later start, could take for new;
    /// only what sled cannot take.
    fn drop(&mut self) {
        self.drainer.stop();
        if drainer::sink(&self.layers).is_ok() {
            let _ = self.layers.end();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;
    use tempfile::{TempDir, tempdir};

    use super::*;

    const TABLE: Table = Table::Sessions;

    /// The folder as a kill would leave it.
    fn copied(folder: &TempDir, disk: &Disk) -> TempDir {
        let copy = tempdir().unwrap();
        let _still = disk.layers.hold();
        for file in std::fs::read_dir(folder).unwrap().map(Result::unwrap).filter(|file| file.path().is_file()) {
            std::fs::copy(file.path(), copy.path().join(file.file_name())).unwrap();
        }
        copy
    }

    fn open(folder: &TempDir) -> Disk {
        Disk::open(folder.path()).unwrap().0
    }

    #[derive(Debug, Clone)]
    enum Step {
        Put(u8, u8),
        PutAll(Vec<u8>, u8),
        Remove(u8),
        Update(u8, Option<u8>),
        Page(u8, u8, usize),
        Sink,
        Kill,
        Stop,
    }

    fn step() -> impl Strategy<Value = Step> {
        let key = || 0..40_u8;
        prop_oneof![
            6 => (key(), any::<u8>()).prop_map(|(key, value)| Step::Put(key, value)),
            3 => (prop::collection::vec(key(), 0..6), any::<u8>()).prop_map(|(keys, value)| Step::PutAll(keys, value)),
            6 => key().prop_map(Step::Remove),
            4 => (key(), any::<Option<u8>>()).prop_map(|(key, value)| Step::Update(key, value)),
            4 => (0..4_u8, key(), 0..9_usize).prop_map(|(prefix, after, most)| Step::Page(prefix, after, most)),
            2 => Just(Step::Sink),
            1 => Just(Step::Kill),
            1 => Just(Step::Stop),
        ]
    }

    /// Two bytes, so that there are prefixes.
    fn key(n: u8) -> Vec<u8> {
        vec![n / 10, n % 10]
    }

    type Model = BTreeMap<Vec<u8>, Vec<u8>>;

    fn change(disk: &Disk, model: &mut Model, step: Step) {
        match step {
            Step::Put(n, value) => {
                disk.put(TABLE, &key(n), vec![value]).unwrap();
                model.insert(key(n), vec![value]);
            }
            Step::PutAll(numbers, value) => {
                disk.put_all(numbers.iter().map(|n| (TABLE, key(*n), vec![value; 30])).collect()).unwrap();
                model.extend(numbers.iter().map(|n| (key(*n), vec![value; 30])));
            }
            Step::Remove(n) => assert_eq!(disk.remove(TABLE, &key(n)).unwrap(), model.remove(&key(n)).is_some()),
            Step::Update(n, value) => {
                let old = model.get(&key(n)).cloned();
                let new = value.map(|value| vec![value]);
                let check = |found: Option<&[u8]>| {
                    assert_eq!(found, old.as_deref());
                    new.clone()
                };
                disk.update(TABLE, &key(n), &mut { check }).unwrap();
                model.remove(&key(n));
                model.extend(new.map(|new| (key(n), new)));
            }
            Step::Page(prefix, after, most) => {
                let after = key(after);
                let under = model.iter().filter(|(key, _)| key[0] == prefix && **key > after);
                let expected: Vec<Pair> = under.take(most).map(|(key, value)| (key.clone(), value.clone())).collect();
                let after = after.starts_with(&[prefix]).then_some(&after[..]);
                if after.is_some() {
                    assert_eq!(disk.page(TABLE, &[prefix], after, most).unwrap(), expected);
                }
            }
            Step::Sink => disk.layers.sink().unwrap(),
            Step::Kill | Step::Stop => {}
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

        #[test]
        fn it_is_a_sorted_map_whatever_happens(steps in prop::collection::vec(step(), 1..80)) {
            let (mut folder, mut model) = (tempdir().unwrap(), Model::new());
            let mut disk = open(&folder);
            for step in steps {
                match step {
                    Step::Kill => {
                        let copy = copied(&folder, &disk);
                        drop(std::mem::replace(&mut disk, open(&copy)));
                        folder = copy;
                    }
                    Step::Stop => {
                        drop(disk);
                        let left = Log::left(folder.path()).unwrap();
                        prop_assert_eq!(left, vec![]);
                        disk = open(&folder);
                    }
                    step => change(&disk, &mut model, step),
                }
                let all = disk.page(TABLE, b"", None, usize::MAX).unwrap();
                prop_assert_eq!(&all, &model.clone().into_iter().collect::<Vec<_>>());
                prop_assert!(model.iter().all(|(key, value)| disk.get(TABLE, key).unwrap().as_ref() == Some(value)));
            }
        }
    }

    #[test]
    fn what_sinks_while_it_is_changed_is_seen_all_the_time_and_outlives_the_end() {
        let folder = tempdir().unwrap();
        let disk = open(&folder);
        (0..100).for_each(|n| disk.put(TABLE, &[n], vec![n]).unwrap());
        let count = |key: &[u8]| {
            let more = |old: Option<&[u8]>| {
                Some((old.map_or(0, |old| u32::from_be_bytes(old.try_into().unwrap())) + 1).to_be_bytes().to_vec())
            };
            disk.update(Table::Tallies, key, &mut { more }).unwrap();
        };
        let work = |thread: u8| {
            for round in 0..300_u32 {
                count(b"all");
                count(&[thread]);
                disk.put(Table::Inbox, &[thread], round.to_be_bytes().to_vec()).unwrap();
                assert_eq!(disk.page(TABLE, b"", None, 1000).unwrap().len(), 100);
                assert_eq!(disk.get(Table::Inbox, &[thread]).unwrap().unwrap(), round.to_be_bytes());
                assert!(disk.remove(Table::Inbox, &[thread]).unwrap());
                assert_eq!(disk.get(Table::Inbox, &[thread]).unwrap(), None);
            }
        };
        std::thread::scope(|scope| {
            let threads: Vec<_> = (0..4).map(|thread| scope.spawn(move || work(thread))).collect();
            while !threads.iter().all(|thread| thread.is_finished()) {
                disk.layers.sink().unwrap();
            }
        });
        drop(disk);
        let tallies = open(&folder).page(Table::Tallies, b"", None, 9).unwrap();
        let expected = [&[0_u8][..], &[1], &[2], &[3], b"all"].map(<[u8]>::to_vec).into_iter();
        let counts = [300_u32, 300, 300, 300, 1200].map(|n| n.to_be_bytes().to_vec());
        assert_eq!(tallies, expected.zip(counts).collect::<Vec<_>>());
    }
}
