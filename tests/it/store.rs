//! The store: its tables over both engines, and the folder: kept over a restart, refused to a second process, begun anew
//! when it is broken.

mod remote;
pub mod tables;

use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use visitbot::app::Asker;
use visitbot::dialogue::Session;
use visitbot::event::Locale;
use visitbot::store::{Sessions, Store, StoreError, Table, sessions};

fn asker(chat: &str, user: &str) -> Asker {
    Asker { chat: chat.to_owned(), user: user.to_owned() }
}

/// A moment, in seconds after some fixed one.
pub fn at(seconds: u64) -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(1_762_848_000 + seconds)
}

fn session() -> Session {
    Session { offered: vec!["trade.total.2024".to_owned()], ..Session::default().at(at(0), Locale::default()) }
}

fn broken_ones(folder: &Path) -> Vec<PathBuf> {
    let all = std::fs::read_dir(folder.parent().unwrap()).unwrap().map(|item| item.unwrap().path());
    all.filter(|path| path.to_string_lossy().contains("data.broken-")).collect()
}

#[test]
fn sessions_outlive_the_process() {
    let folder = tempfile::tempdir().unwrap();
    let sessions = Sessions::open(&folder.path().join("deep/data")).unwrap();
    sessions.save(&asker("c", "u"), &session()).unwrap();
    sessions.flush().unwrap();
    drop(sessions);
    let sessions = Sessions::open(&folder.path().join("deep/data")).unwrap();
    assert_eq!(sessions.load(&asker("c", "u"), at(60)).unwrap(), session());
    assert_eq!(sessions.load(&asker("c", "v"), at(60)).unwrap(), Session::default(), "of somebody else");
}

#[test]
fn a_session_ends_a_day_after_the_last_turn() {
    let (store, day) = (Store::in_memory(), sessions::KEPT.as_secs());
    let sessions = Sessions::new(store.clone());
    sessions.save(&asker("c", "u"), &session()).unwrap();
    assert_eq!(sessions.load(&asker("c", "u"), at(day - 1)).unwrap(), session());
    assert_eq!(sessions.load(&asker("c", "u"), at(day)).unwrap(), Session::default());
    assert_eq!(store.sweep(at(day)).unwrap(), 1);
    assert_eq!(store.scan(Table::Sessions, b"", at(0)).count(), 0);
}

#[test]
fn dialogues_that_an_earlier_version_kept_are_dropped() {
    let folder = tempfile::tempdir().unwrap();
    let db = sled::open(folder.path().join("data")).unwrap();
    db.insert(b"c\0u", b"{\"seen\":1762848000}").unwrap();
    drop(db);
    drop(Store::open(&folder.path().join("data")).unwrap());
    // The lock outlasts its holder for a moment.
    let db = std::iter::repeat_with(|| sled::open(folder.path().join("data"))).take(100_000).find_map(Result::ok);
    assert_eq!(db.unwrap().iter().count(), 0);
}

#[test]
fn a_folder_in_use_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let _first = Sessions::open(&data).unwrap();
    let error = Sessions::open(&data).err().expect("it is in use");
    assert!(matches!(error, StoreError::InUse(_)), "{error}");
    assert!(error.to_string().contains("--data"), "{error}");
    assert!(broken_ones(&data).is_empty());
}

#[test]
fn a_folder_that_cannot_be_made_or_written_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("file"), "x").unwrap();
    std::fs::create_dir_all(folder.path().join("odd/db")).unwrap();
    for data in ["file", "file/data", "odd"] {
        let error = Sessions::open(&folder.path().join(data)).err().expect("it cannot be written");
        assert!(matches!(error, StoreError::Unusable { .. }), "{data}: {error}");
    }
}

#[test]
fn a_broken_folder_is_moved_aside_and_an_empty_one_begun() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    std::fs::create_dir(&data).unwrap();
    std::fs::write(data.join("conf"), "this is no configuration of sled's, whatever it was").unwrap();
    let sessions = Sessions::open(&data).unwrap();
    sessions.save(&asker("c", "u"), &session()).unwrap();
    let aside = broken_ones(&data);
    assert_eq!(aside.len(), 1, "{aside:?}");
    assert!(std::fs::read_to_string(aside[0].join("conf")).unwrap().starts_with("this is no"));
    drop(sessions);
    assert!(Sessions::open(&data).is_ok());
    assert_eq!(broken_ones(&data).len(), 1);
}

#[test]
fn garbage_in_the_data_file_never_keeps_the_bot_from_starting() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    for (round, garbage) in [0_u8, 0x5a, 0xff].into_iter().enumerate() {
        let sessions = Sessions::open(&data).unwrap();
        for user in 0..500 {
            sessions.save(&asker("c", &user.to_string()), &session()).unwrap();
        }
        sessions.flush().unwrap();
        drop(sessions);
        let mut bytes = std::fs::read(data.join("db")).unwrap();
        let (from, to) = (bytes.len() * round / 4, bytes.len() * (round + 1) / 4);
        bytes[from..to].fill(garbage);
        std::fs::write(data.join("db"), bytes).unwrap();
    }
    assert!(Sessions::open(&data).is_ok());
}
