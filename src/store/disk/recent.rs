//! What was written lately, in files beside sled's. sled keeps it in the memory of the process for up to half a second,
//! where a kill takes it; a file keeps it whatever becomes of the process. (Against a loss of power only sled's flush helps.)
//!
//! A record is the length of its body (4 bytes), its hash (8), and the body: length of the table's name (1), name, length of
//! the key (4), key, and a 1 before the value, or a 0 where a key was removed. What stands in the files is written again at the start.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::fnv::fnv1a;
use crate::store::Table;

/// The file that is written, and the one before it, whose records sled is about to have on disk.
const NEW: &str = "recent.log";
const OLD: &str = "recent.old.log";
/// The file that is about to become the new one.
const NEXT: &str = "recent.next.log";
/// Bytes and age from which a file gives way to a new one.
const LONG: u64 = 1024 * 1024;
const AGED: Duration = Duration::from_secs(60);

/// Bytes of a record before its body.
const HEAD: usize = 4 + 8;

/// One thing written: `None` for a key that was removed.
pub type Written = (Table, Vec<u8>, Option<Vec<u8>>);

/// The file of what was written lately.
pub struct Recent {
    folder: PathBuf,
    file: File,
    length: u64,
    begun: Instant,
}

impl Recent {
    /// What the last process left in `folder`, in the order in which it was written; what a kill cut short is left out.
    ///
    /// # Errors
    /// If a file is there and cannot be read.
    pub fn left(folder: &Path) -> io::Result<Vec<Written>> {
        let mut left = Vec::new();
        for name in [OLD, NEW] {
            match std::fs::read(folder.join(name)) {
                Ok(bytes) => left.extend(Records(&bytes)),
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => return Err(error),
            }
        }
        Ok(left)
    }

    /// Begins an empty file in `folder`: what stood in it must be on disk elsewhere.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn begin(folder: &Path) -> io::Result<Recent> {
        // The old file first: the new one alone is what was written last, but not the old one.
        drop_old(folder)?;
        let file = File::create(folder.join(NEW))?;
        Ok(Recent { folder: folder.to_owned(), file, length: 0, begun: Instant::now() })
    }

    /// Adds a record. If that fails the file is as it was.
    ///
    /// # Errors
    /// If the disk is full or broken.
    pub fn add(&mut self, table: Table, key: &[u8], value: Option<&[u8]>) -> io::Result<()> {
        let record = record(table, key, value);
        if let Err(error) = self.file.write_all(&record) {
            self.file.set_len(self.length)?;
            self.file.seek(SeekFrom::Start(self.length))?;
            return Err(error);
        }
        self.length += record.len() as u64;
        Ok(())
    }

    /// Whether a new file should be begun.
    pub fn is_due(&self) -> bool {
        self.length > LONG || self.length > 0 && self.begun.elapsed() > AGED
    }

    /// Begins a new file, unless there is an old one already.
    ///
    /// # Errors
    /// If the folder cannot be written; then the file stays in use.
    pub fn turn(&mut self) -> io::Result<()> {
        let (old, new) = (self.folder.join(OLD), self.folder.join(NEW));
        if old.exists() {
            return Ok(());
        }
        let next = self.folder.join(NEXT);
        let file = File::create(&next)?;
        std::fs::rename(&new, &old)?;
        if let Err(error) = std::fs::rename(&next, &new) {
            std::fs::rename(&old, &new)?;
            return Err(error);
        }
        (self.file, self.length, self.begun) = (file, 0, Instant::now());
        Ok(())
    }

    /// Drops the old file: what it holds is on disk elsewhere.
    ///
    /// # Errors
    /// If the folder cannot be written.
    pub fn drop_old(&self) -> io::Result<()> {
        drop_old(&self.folder)
    }

    /// Empties the file: what it holds is on disk elsewhere.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn clear(&mut self) -> io::Result<()> {
        self.file.set_len(0)?;
        self.file.seek(SeekFrom::Start(0))?;
        self.length = 0;
        self.drop_old()
    }
}

fn drop_old(folder: &Path) -> io::Result<()> {
    match std::fs::remove_file(folder.join(OLD)) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

fn record(table: Table, key: &[u8], value: Option<&[u8]>) -> Vec<u8> {
    let length = |bytes: &[u8]| u32::try_from(bytes.len()).unwrap_or(u32::MAX).to_be_bytes();
    let (tag, value) = value.map_or((0, &b""[..]), |value| (1, value));
    let name = table.name();
    let body = [&[name.len() as u8], name.as_bytes(), &length(key)[..], key, &[tag], value].concat();
    [&length(&body)[..], &fnv1a(body.iter().copied()).to_be_bytes(), &body].concat()
}

/// The records in some bytes, up to the first that is not whole.
struct Records<'a>(&'a [u8]);

impl Iterator for Records<'_> {
    type Item = Written;

    fn next(&mut self) -> Option<Written> {
        let mut rest = self.0;
        let mut head = [0; HEAD];
        rest.read_exact(&mut head).ok()?;
        let (length, hash) = head.split_first_chunk()?;
        let (body, rest) = rest.split_at_checked(u32::from_be_bytes(*length) as usize)?;
        if fnv1a(body.iter().copied()).to_be_bytes() != hash {
            return None;
        }
        self.0 = rest;
        read(body)
    }
}

fn read(body: &[u8]) -> Option<Written> {
    let (length, rest) = body.split_first()?;
    let (name, rest) = rest.split_at_checked(usize::from(*length))?;
    let table = Table::ALL.into_iter().find(|table| table.name().as_bytes() == name)?;
    let (length, rest) = rest.split_first_chunk()?;
    let (key, rest) = rest.split_at_checked(u32::from_be_bytes(*length) as usize)?;
    let (tag, value) = rest.split_first()?;
    Some((table, key.to_vec(), (*tag == 1).then(|| value.to_vec())))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(n: u8) -> Written {
        (Table::Sessions, vec![n], n.is_multiple_of(2).then(|| vec![n; 3]))
    }

    fn add(recent: &mut Recent, numbers: std::ops::Range<u8>) {
        for (table, key, value) in numbers.map(written) {
            recent.add(table, &key, value.as_deref()).unwrap();
        }
    }

    #[test]
    fn what_was_added_is_left_over_two_files_until_the_old_one_is_dropped() {
        let folder = tempfile::tempdir().unwrap();
        let mut recent = Recent::begin(folder.path()).unwrap();
        add(&mut recent, 0..3);
        recent.turn().unwrap();
        add(&mut recent, 3..5);
        recent.turn().unwrap();
        assert_eq!(Recent::left(folder.path()).unwrap(), (0..5).map(written).collect::<Vec<_>>());
        recent.drop_old().unwrap();
        assert_eq!(Recent::left(folder.path()).unwrap(), (3..5).map(written).collect::<Vec<_>>());
        assert_eq!(Recent::begin(folder.path()).unwrap().length, 0);
        assert_eq!(Recent::left(folder.path()).unwrap(), []);
    }

    #[test]
    fn a_file_that_cannot_be_turned_or_was_cleared_goes_on() {
        let folder = tempfile::tempdir().unwrap();
        let mut recent = Recent::begin(folder.path()).unwrap();
        add(&mut recent, 0..2);
        std::fs::create_dir(folder.path().join(NEXT)).unwrap();
        assert!(recent.turn().is_err());
        add(&mut recent, 2..4);
        assert_eq!(Recent::left(folder.path()).unwrap(), (0..4).map(written).collect::<Vec<_>>());
        recent.clear().unwrap();
        add(&mut recent, 4..6);
        assert_eq!(Recent::left(folder.path()).unwrap(), (4..6).map(written).collect::<Vec<_>>());
    }

    #[test]
    fn what_is_cut_short_or_spoilt_ends_the_reading() {
        let folder = tempfile::tempdir().unwrap();
        add(&mut Recent::begin(folder.path()).unwrap(), 0..2);
        let path = folder.path().join(NEW);
        let whole = std::fs::read(&path).unwrap();
        let second = record(Table::Sessions, &[1], None).len();
        for cut in 1..=second {
            std::fs::write(&path, &whole[..whole.len() - cut]).unwrap();
            assert_eq!(Recent::left(folder.path()).unwrap(), [written(0)], "{cut} bytes cut");
        }
        let mut spoilt = whole.clone();
        spoilt[HEAD] ^= 1;
        std::fs::write(&path, spoilt).unwrap();
        assert_eq!(Recent::left(folder.path()).unwrap(), []);
    }
}
