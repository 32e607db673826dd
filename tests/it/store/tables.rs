//! What every engine does, run over memory, sled and Redis alike.

use std::time::SystemTime;

use tempfile::TempDir;
use visitbot::store::{Keep, Store, Table, key, under};

use super::at;
use crate::support::redis::Redis;

/// What lies below the stores, as long as the test runs.
pub struct Below {
    _folder: TempDir,
    _redis: Option<Redis>,
}

/// A store over each engine.
pub fn all() -> (Below, Vec<Store>) {
    let (folder, redis) = (tempfile::tempdir().unwrap(), Redis::start());
    let disk = Store::open(&folder.path().join("data")).unwrap();
    let shared = redis.as_ref().map(Redis::store);
    let stores = [Store::in_memory(), disk].into_iter().chain(shared).collect();
    (Below { _folder: folder, _redis: redis }, stores)
}

fn keys(store: &Store, table: Table, prefix: &[u8], now: SystemTime) -> Vec<String> {
    let key = |pair: Result<(Vec<u8>, Vec<u8>), _>| String::from_utf8(pair.unwrap().0).unwrap();
    store.scan(table, prefix, now).map(key).collect()
}

#[test]
fn what_is_put_is_there_in_its_table_alone() {
    let (_below, stores) = all();
    for store in stores {
        store.put(Table::Votes, b"a", b"1", Keep::Always).unwrap();
        store.put(Table::Votes, b"a", b"2", Keep::Always).unwrap();
        assert_eq!(store.get(Table::Votes, b"a", at(0)).unwrap().as_deref(), Some(b"2".as_slice()));
        assert_eq!(store.get(Table::Misses, b"a", at(0)).unwrap(), None);
        assert!(store.remove(Table::Votes, b"a").unwrap());
        assert!(!store.remove(Table::Votes, b"a").unwrap());
        assert_eq!(store.get(Table::Votes, b"a", at(0)).unwrap(), None);
    }
}

#[test]
fn a_scan_gives_all_under_a_prefix_in_order_however_many() {
    let (_below, stores) = all();
    for store in stores {
        for chat in ["1", "10", "2"] {
            for user in (0..600).rev() {
                store.put(Table::Sessions, &key(&[chat, &format!("{user:03}")]), b"", Keep::Always).unwrap();
            }
        }
        let found = keys(&store, Table::Sessions, &under("1"), at(0));
        let expected: Vec<String> = (0..600).map(|user| format!("1\0{user:03}")).collect();
        assert_eq!(found, expected);
        assert_eq!(store.clear_prefix(Table::Sessions, &under("1")).unwrap(), 600);
        assert_eq!(keys(&store, Table::Sessions, b"", at(0)).len(), 1200, "chat 10 is another chat than 1");
    }
}

#[test]
fn moving_a_prefix_keeps_contents_and_expiry() {
    let (_below, stores) = all();
    for store in stores {
        for user in 0..300 {
            store.put(Table::Sessions, &key(&["-1", &user.to_string()]), b"x", Keep::Until(at(10))).unwrap();
        }
        store.put(Table::Sessions, &key(&["-12", "0"]), b"y", Keep::Always).unwrap();
        assert_eq!(store.move_prefix(Table::Sessions, &under("-1"), &under("-100")).unwrap(), 300);
        assert_eq!(keys(&store, Table::Sessions, &under("-1"), at(9)), Vec::<String>::new());
        assert_eq!(keys(&store, Table::Sessions, &under("-100"), at(9)).len(), 300);
        assert_eq!(keys(&store, Table::Sessions, b"", at(10)), ["-12\x000"]);
        assert_eq!(store.move_prefix(Table::Sessions, &under("-12"), &under("-12")).unwrap(), 0);
        assert_eq!(keys(&store, Table::Sessions, b"", at(10)), ["-12\x000"]);
    }
}

#[test]
fn what_expired_is_absent_at_once_and_gone_after_the_sweep() {
    let (_below, stores) = all();
    for store in stores {
        store.put(Table::Said, b"short", b"1", Keep::Until(at(10))).unwrap();
        store.put(Table::Said, b"long", b"1", Keep::Until(at(20))).unwrap();
        store.put(Table::Chats, b"ever", b"1", Keep::Always).unwrap();
        assert!(store.get(Table::Said, b"short", at(9)).unwrap().is_some());
        assert_eq!(store.get(Table::Said, b"short", at(10)).unwrap(), None);
        assert_eq!(keys(&store, Table::Said, b"", at(10)), ["long"]);
        store.update(Table::Said, b"short", at(10), Keep::Until(at(11)), |old| old.map(<[u8]>::to_vec)).unwrap();
        assert_eq!(keys(&store, Table::Said, b"", at(0)), ["long"], "an expired value is no old one");
        assert_eq!(store.sweep(at(20)).unwrap(), 1);
        assert_eq!(store.sweep(at(20)).unwrap(), 0);
        assert_eq!(keys(&store, Table::Chats, b"", at(20)), ["ever"]);
    }
}

#[test]
fn sweeps_go_round_however_much_there_is() {
    let (_below, stores) = all();
    for store in stores {
        for number in 0..5000_u32 {
            let end = if number % 2 == 0 { Keep::Always } else { Keep::Until(at(10)) };
            store.put(Table::Records, &number.to_be_bytes(), b"x", end).unwrap();
        }
        let sweeps: Vec<usize> = (0..4).map(|_| store.sweep(at(10)).unwrap()).collect();
        assert_eq!(sweeps.iter().sum::<usize>(), 2500, "{sweeps:?}");
        assert!(sweeps[0] <= 1000, "a sweep looks at a part only: {sweeps:?}");
        store.put(Table::Records, &1_u32.to_be_bytes(), b"x", Keep::Until(at(20))).unwrap();
        assert_eq!((0..4).map(|_| store.sweep(at(20)).unwrap()).sum::<usize>(), 1, "the next round");
    }
}

#[test]
fn updates_from_many_threads_are_all_counted() {
    let (_below, stores) = all();
    for store in stores {
        let count = || {
            for _ in 0..500 {
                let more = |old: Option<u64>| Some(old.unwrap_or_default() + 1);
                store.change(Table::Tallies, b"n", at(0), Keep::Always, more).unwrap();
            }
        };
        std::thread::scope(|scope| (0..4).for_each(|_| drop(scope.spawn(count))));
        assert_eq!(store.read::<u64>(Table::Tallies, b"n", at(0)).unwrap(), Some(2000));
    }
}

#[test]
fn what_was_written_otherwise_is_absent_and_can_be_written_anew() {
    let folder = tempfile::tempdir().unwrap();
    let db = sled::open(folder.path().join("data")).unwrap();
    let tree = db.open_tree(Table::Votes.name()).unwrap();
    tree.insert(b"empty", b"").unwrap();
    tree.insert(b"other version", b"\x07\0\0\0\0\0\0\0\0{}").unwrap();
    tree.insert(b"short", b"\x01\xff\xff").unwrap();
    drop((tree, db));
    let store = Store::open(&folder.path().join("data")).unwrap();
    store.put(Table::Votes, b"no json", b"\xff{", Keep::Always).unwrap();
    assert_eq!(store.all::<u64>(Table::Votes, b"", at(0)).unwrap(), []);
    for name in ["empty", "other version", "short", "no json"] {
        assert_eq!(store.read::<u64>(Table::Votes, name.as_bytes(), at(0)).unwrap(), None, "{name}");
    }
    store.change(Table::Votes, b"no json", at(0), Keep::Always, |old: Option<u64>| Some(old.unwrap_or(6) + 1)).unwrap();
    assert_eq!(store.sweep(at(0)).unwrap(), 3);
    assert_eq!(store.all::<u64>(Table::Votes, b"", at(0)).unwrap(), [(b"no json".to_vec(), 7)]);
}

#[test]
fn a_store_knows_its_size() {
    let (_below, stores) = all();
    for (at, store) in stores.iter().enumerate() {
        store.put(Table::Votes, b"a", b"1", Keep::Always).unwrap();
        store.flush().unwrap();
        assert_eq!(store.size_on_disk().unwrap() > 0, at > 0, "only what is in memory takes nothing");
    }
}
