//! Sessions on disk: kept over a restart, refused to a second process, begun anew when the folder is broken.

use std::path::{Path, PathBuf};

use visitbot::app::Asker;
use visitbot::dialogue::Session;
use visitbot::store::{Sessions, StoreError};

fn asker(chat: &str, user: &str) -> Asker {
    Asker { chat: chat.to_owned(), user: user.to_owned() }
}

fn broken_ones(folder: &Path) -> Vec<PathBuf> {
    let all = std::fs::read_dir(folder.parent().unwrap()).unwrap().map(|item| item.unwrap().path());
    all.filter(|path| path.to_string_lossy().contains("data.broken-")).collect()
}

#[test]
fn sessions_outlive_the_process() {
    let folder = tempfile::tempdir().unwrap();
    let sessions = Sessions::open(&folder.path().join("deep/data")).unwrap();
    sessions.save(&asker("c", "u"), &Session::default()).unwrap();
    sessions.flush().unwrap();
    drop(sessions);
    let db = sled::open(folder.path().join("deep/data")).unwrap();
    let keys: Vec<_> = db.iter().keys().map(|key| key.unwrap().to_vec()).collect();
    assert_eq!(keys, [b"c\0u".to_vec()]);
}

#[test]
fn an_asker_without_a_session_gets_a_fresh_one() {
    let folder = tempfile::tempdir().unwrap();
    let sessions = Sessions::open(&folder.path().join("data")).unwrap();
    assert!(sessions.load(&asker("c", "u")).is_ok());
}

#[test]
fn a_session_that_cannot_be_read_is_a_fresh_one() {
    let folder = tempfile::tempdir().unwrap();
    let db = sled::open(folder.path().join("data")).unwrap();
    db.insert(b"c\0u", b"not json").unwrap();
    let sessions = Sessions::Sled(db);
    assert!(sessions.load(&asker("c", "u")).is_ok());
    sessions.save(&asker("c", "u"), &Session::default()).unwrap();
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
    sessions.save(&asker("c", "u"), &Session::default()).unwrap();
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
            sessions.save(&asker("c", &user.to_string()), &Session::default()).unwrap();
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
