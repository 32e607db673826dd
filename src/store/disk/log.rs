//! The log: a change stands in a file beside sled's before it counts, so that no kill takes it, and on disk once the file
//! is synced, so that no loss of power does. What the files hold is read again at the start, in the order of their numbers.

use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::sync::Arc;

use super::files::{self, Next};
use super::memtable::Row;
use super::record::{self, Records};

/// Bytes from which a log should give way to a new one.
const LONG: u64 = 2 << 20;
/// Bytes from which whoever writes is to slow down until it did.
const FAR_TOO_LONG: u64 = 16 << 20;
/// Bytes beyond which nothing is written until then: what stands in it is in memory, too.
const MOST: u64 = 32 << 20;
/// Bytes of the buffer that are kept from one change to the next.
const BUFFER: usize = 64 << 10;

/// The file to which changes are written.
pub struct Log {
    number: u64,
    file: Arc<File>,
    length: u64,
    /// Bytes of the files before it.
    older: u64,
    /// The disk was full when it was last written.
    is_full: bool,
    /// What stands in it may not be on disk, though the system could say so.
    is_doubtful: bool,
    buffer: Vec<u8>,
}

impl Log {
    /// What earlier processes left in `folder`, in the order in which it was written; what a kill cut short is left out.
    ///
    /// # Errors
    /// If a file is there and cannot be read.
    pub fn left(folder: &Path) -> io::Result<Vec<Row>> {
        let mut left = Vec::new();
        for (number, path) in files::all(folder)? {
            let sum = if number < files::FIRST { record::bytewise } else { record::sum };
            left.extend(Records(&std::fs::read(path)?, sum));
        }
        Ok(left)
    }

    /// Begins a file in `folder`, behind those that are there, which are on disk then.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn begin(folder: &Path) -> io::Result<Log> {
        let (mut number, mut older) = (files::FIRST, 0);
        for (earlier, path) in files::all(folder)? {
            number = number.max(earlier + 1);
            older += path.metadata()?.len();
            File::open(path)?.sync_all()?;
        }
        let Next(number, file) = Next::make(folder, number)?;
        let (file, buffer) = (Arc::new(file), Vec::new());
        Ok(Log { number, file, length: 0, older, is_full: false, is_doubtful: false, buffer })
    }

    /// Adds records in one write, all or none.
    ///
    /// # Errors
    /// If the disk is full or broken, or the log has become far too long.
    pub fn add(&mut self, rows: &[Row]) -> io::Result<()> {
        if self.length > MOST {
            return Err(io::Error::other("the database has not taken what was changed for too long"));
        }
        if self.is_full {
            self.find_room()?;
        }
        self.buffer.clear();
        self.buffer.shrink_to(BUFFER);
        rows.iter().for_each(|row| record::write(&mut self.buffer, row));
        if let Err(error) = self.file.write_all_at(&self.buffer, self.length) {
            self.is_full = true;
            // If even that fails, room is not found either.
            let _ = self.file.set_len(self.length);
            return Err(error);
        }
        self.length += self.buffer.len() as u64;
        Ok(())
    }

    fn find_room(&mut self) -> io::Result<()> {
        files::try_room(&self.file, self.length, 0)?;
        self.is_full = false;
        Ok(())
    }

    /// Whether a new one should be begun.
    pub fn is_due(&self) -> bool {
        self.length > LONG || self.is_doubtful
    }

    /// Whether changes come faster than they sink.
    pub fn is_flooded(&self) -> bool {
        self.length > FAR_TOO_LONG
    }

    /// Whether nothing stands in it.
    pub fn is_empty(&self) -> bool {
        self.length == 0
    }

    /// Bytes of all files.
    pub fn size(&self) -> u64 {
        self.older + self.length
    }

    /// The file, to be synced while others write: what they wrote before is on disk then. It was synced before it gave way
    /// to a new one.
    pub fn file(&self) -> Arc<File> {
        Arc::clone(&self.file)
    }

    /// Notes that syncing it failed. The system tells that once and then forgets it: what stands there must go to sled.
    pub fn doubt(&mut self) {
        self.is_doubtful = true;
    }

    /// The number of its file.
    pub fn number(&self) -> u64 {
        self.number
    }

    /// Goes on in the next file once all that stands in this one is on disk: never is a later change there and an earlier
    /// one not.
    ///
    /// # Errors
    /// If it cannot be synced; then it stays in use.
    pub fn turn(&mut self, Next(number, file): Next) -> io::Result<()> {
        self.file.sync_data()?;
        self.older += self.length;
        (self.number, self.file, self.length, self.is_doubtful) = (number, Arc::new(file), 0, false);
        Ok(())
    }

    /// Notes that the older files are dropped.
    pub fn forget_older(&mut self) {
        self.older = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fnv::fnv1a;
    use crate::store::Table;

    fn row(n: u8) -> Row {
        (Table::Sessions, vec![n].into(), n.is_multiple_of(2).then(|| vec![n; 3].into()))
    }

    fn rows(numbers: std::ops::Range<u8>) -> Vec<Row> {
        numbers.map(row).collect()
    }

    #[test]
    fn what_was_added_is_left_over_all_files_until_the_older_ones_are_dropped() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path();
        let mut log = Log::begin(folder).unwrap();
        log.add(&rows(0..2)).unwrap();
        log.add(&rows(2..3)).unwrap();
        let size = log.size();
        log.turn(Next::make(folder, log.number() + 1).unwrap()).unwrap();
        assert!(log.is_empty() && log.size() == size);
        log.add(&rows(3..5)).unwrap();
        assert_eq!(Log::left(folder).unwrap(), rows(0..5));
        files::drop_before(folder, log.number()).unwrap();
        log.forget_older();
        assert_eq!(Log::left(folder).unwrap(), rows(3..5));
        let mut again = Log::begin(folder).unwrap();
        assert_eq!((again.number(), again.size()), (log.number() + 1, log.size()));
        again.add(&rows(5..6)).unwrap();
        assert_eq!(Log::left(folder).unwrap(), rows(3..6));
    }

    #[test]
    fn files_are_read_in_the_order_of_their_numbers_and_those_of_earlier_versions_first() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        for (at, name) in
            ["recent.old.log", "recent.log", "changes-2.log", "changes-9.log", "changes-10.log"].iter().enumerate()
        {
            let mut bytes = Vec::new();
            record::write(&mut bytes, &row(at as u8));
            if at < files::FIRST as usize {
                let sum = fnv1a(bytes[12..].iter().copied()).to_be_bytes();
                bytes[4..12].copy_from_slice(&sum);
            }
            std::fs::write(path(name), bytes).unwrap();
        }
        ["recent.next.log", "changes-.log", "db"].iter().for_each(|name| std::fs::write(path(name), "x").unwrap());
        assert_eq!(Log::left(folder.path()).unwrap(), rows(0..5));
        assert_eq!(Log::begin(folder.path()).unwrap().number(), 11);
        files::drop_before(folder.path(), 11).unwrap();
        assert_eq!(Log::left(folder.path()).unwrap(), []);
        assert!(path("db").exists());
    }

    #[test]
    fn a_failed_write_leaves_the_log_as_it_was_and_asks_for_room() {
        let folder = tempfile::tempdir().unwrap();
        let mut log = Log::begin(folder.path()).unwrap();
        log.add(&rows(0..2)).unwrap();
        let file = std::mem::replace(&mut log.file, Arc::new(File::open("/dev/null").unwrap()));
        assert!(log.add(&rows(2..3)).is_err());
        assert!(log.add(&rows(2..3)).is_err(), "no room");
        log.file = file;
        log.add(&rows(3..4)).unwrap();
        assert_eq!(Log::left(folder.path()).unwrap(), [row(0), row(1), row(3)]);
        log.length = MOST + 1;
        assert!(log.add(&rows(4..5)).is_err() && log.is_due());
    }
}
