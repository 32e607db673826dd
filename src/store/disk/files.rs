//! The files of the log: their numbers and names, how they are made and dropped so that this is on disk, and room for them.

use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};

/// The files of earlier versions, the older one first; they count as numbers 0 and 1.
const EARLIER: [&str; 2] = ["recent.old.log", "recent.log"];
/// The number of the first file.
pub const FIRST: u64 = EARLIER.len() as u64;
/// Bytes that must be free again before a full disk counts as one with room: not each record that just fits.
const ROOM: u64 = 64 << 10;
/// The file in which it is looked for.
const ROOM_SOUGHT: &str = "room";

/// An empty file whose name is on disk.
pub struct Next(pub u64, pub File);

impl Next {
    /// Makes the file.
    ///
    /// # Errors
    /// If the folder cannot be written.
    pub fn make(folder: &Path, number: u64) -> io::Result<Next> {
        let file = File::create(folder.join(format!("changes-{number}.log")))?;
        sync(folder)?;
        Ok(Next(number, file))
    }
}

/// Whether so many bytes, and some, could be written to `folder` now.
///
/// # Errors
/// If they cannot.
pub fn find_room(folder: &Path, bytes: u64) -> io::Result<()> {
    let path = folder.join(ROOM_SOUGHT);
    let found = try_room(&File::create(&path)?, 0, bytes);
    std::fs::remove_file(path)?;
    found
}

/// Whether so many bytes, and some, could be written behind the first `length` of a file, which loses what is there.
///
/// # Errors
/// If they cannot.
pub fn try_room(file: &File, length: u64, bytes: u64) -> io::Result<()> {
    let mut places = (length..length + bytes + ROOM).step_by(ROOM as usize);
    let found = places.try_for_each(|place| file.write_all_at(&[0; ROOM as usize], place));
    file.set_len(length).and(found)
}

/// Drops the files in `folder` before a number, what they hold being on disk elsewhere; the older first, since what comes
/// later alone is true and what comes earlier alone is not.
///
/// # Errors
/// If the folder cannot be written.
pub fn drop_before(folder: &Path, number: u64) -> io::Result<()> {
    for (_, path) in all(folder)?.into_iter().filter(|(earlier, _)| *earlier < number) {
        std::fs::remove_file(path)?;
        sync(folder)?;
    }
    Ok(())
}

/// The files by their numbers, in their order.
///
/// # Errors
/// If the folder cannot be read.
pub fn all(folder: &Path) -> io::Result<Vec<(u64, PathBuf)>> {
    let mut files = Vec::new();
    for item in std::fs::read_dir(folder)? {
        let item = item?;
        if let Some(number) = item.file_name().to_str().and_then(number) {
            files.push((number, item.path()));
        }
    }
    files.sort_unstable();
    Ok(files)
}

fn number(name: &str) -> Option<u64> {
    let earlier = EARLIER.iter().position(|earlier| *earlier == name).map(|at| at as u64);
    earlier.or_else(|| name.strip_prefix("changes-")?.strip_suffix(".log")?.parse().ok())
}

/// Returns once the names in a folder are on disk.
fn sync(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn room_is_found_or_not_and_given_back() {
        let folder = tempfile::tempdir().unwrap();
        find_room(folder.path(), 1 << 20).unwrap();
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
        std::fs::create_dir(folder.path().join(ROOM_SOUGHT)).unwrap();
        assert!(find_room(folder.path(), 1).is_err());
        let Next(number, file) = Next::make(folder.path(), 7).unwrap();
        file.write_all_at(b"kept", 0).unwrap();
        try_room(&file, 4, 1 << 20).unwrap();
        let [(found, path)] = &all(folder.path()).unwrap()[..] else { panic!("one file") };
        assert_eq!((number, *found, std::fs::read(path).unwrap()), (7, 7, b"kept".to_vec()));
    }
}
