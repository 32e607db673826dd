//! The inbox over both engines that are a bot's own: taken in once, left in its order, forgotten in time.

mod forget;
mod relay;

use std::sync::Arc;
use std::time::SystemTime;

use tempfile::TempDir;
use visitbot::inbox::{Inbox, Letter};
use visitbot::store::{Store, Table};

use crate::store::at;

const DAY: u64 = 24 * 60 * 60;
const NONE: [u64; 0] = [];

fn letter(id: u64) -> Letter {
    Letter { id, chat: -7, content: format!("{{\"update_id\":{id}}}").into_bytes() }
}

/// The stores that a process has for itself.
fn own() -> (TempDir, [Store; 2]) {
    let folder = tempfile::tempdir().unwrap();
    let disk = Store::open(&folder.path().join("data")).unwrap();
    (folder, [Store::in_memory(), disk])
}

async fn take(inbox: &Arc<Inbox>, ids: &[u64], now: SystemTime) -> Vec<u64> {
    inbox.take_in(ids.iter().copied().map(letter).collect(), now).await.unwrap()
}

async fn left(store: &Store, now: SystemTime) -> Vec<u64> {
    let inbox = Arc::new(Inbox::new(store.clone()));
    let left = inbox.left(now).await.unwrap();
    assert_eq!(inbox.waiting(), left.len());
    assert!(left.iter().all(|found| *found == letter(found.id)));
    left.into_iter().map(|letter| letter.id).collect()
}

#[tokio::test]
async fn what_is_not_done_is_left_in_the_order_of_arrival_whatever_the_ids() {
    let (_folder, stores) = own();
    for store in stores {
        let inbox = Arc::new(Inbox::new(store.clone()));
        assert_eq!(take(&inbox, &[900, 5, 6], at(0)).await, [900, 5, 6]);
        assert_eq!(take(&inbox, &[7, u64::MAX, 1], at(0)).await, [7, u64::MAX, 1]);
        inbox.done(5);
        inbox.done(5);
        assert_eq!(inbox.waiting(), 5);
        assert_eq!(left(&store, at(1)).await, [900, 6, 7, u64::MAX, 1]);
    }
}

#[tokio::test]
async fn an_id_is_taken_in_once_a_day_and_its_claim_is_forgotten_then() {
    let (_folder, stores) = own();
    for store in stores {
        let inbox = Arc::new(Inbox::new(store.clone()));
        assert_eq!(take(&inbox, &[1, 2, 1], at(0)).await, [1, 2]);
        inbox.done(1);
        let again = Arc::new(Inbox::new(store.clone()));
        assert_eq!(take(&again, &[1, 3], at(DAY - 1)).await, [3]);
        assert_eq!(inbox.forget_claims(at(DAY - 1)).unwrap(), 0);
        assert_eq!(inbox.forget_claims(at(2 * DAY)).unwrap(), 2);
        assert_eq!(inbox.forget_claims(at(9 * DAY)).unwrap(), 1);
        assert_eq!(store.keys(Table::Claims, b"").unwrap().len(), 0);
        assert_eq!(take(&again, &[1], at(2 * DAY)).await, [1]);
    }
}

#[tokio::test]
async fn calls_at_the_same_time_take_an_id_in_once() {
    let (_folder, stores) = own();
    for store in stores {
        let inbox = Arc::new(Inbox::new(store.clone()));
        let calls = (0..32).map(|n| {
            let inbox = Arc::clone(&inbox);
            tokio::spawn(async move { take(&inbox, &[1, 100 + n], at(0)).await })
        });
        let mut taken = Vec::new();
        for call in calls.collect::<Vec<_>>() {
            taken.extend(call.await.unwrap());
        }
        taken.sort_unstable();
        assert_eq!(taken, [1].into_iter().chain(100..132).collect::<Vec<_>>());
        assert_eq!(left(&store, at(0)).await.len(), 33);
    }
}

#[tokio::test]
async fn what_ends_the_program_at_each_start_does_so_ten_times_at_most() {
    let (_folder, stores) = own();
    for store in stores {
        take(&Arc::new(Inbox::new(store.clone())), &[1], at(0)).await;
        for start in 0..10 {
            assert_eq!(left(&store, at(start)).await, [1], "start {start}");
        }
        assert_eq!(left(&store, at(10)).await, NONE);
        assert_eq!(store.keys(Table::Inbox, b"").unwrap().len(), 0);
    }
}

#[tokio::test]
async fn what_waited_a_week_or_cannot_be_read_is_dropped() {
    let (_folder, stores) = own();
    for store in stores {
        take(&Arc::new(Inbox::new(store.clone())), &[1], at(0)).await;
        store.put(Table::Inbox, b"no id", b"\0", visitbot::store::Keep::Always).unwrap();
        assert_eq!(left(&store, at(7 * DAY)).await, NONE);
        assert!(store.get(Table::Inbox, b"no id", at(0)).unwrap().is_none());
    }
}

#[tokio::test]
async fn what_is_done_outlives_a_kill() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let store = Store::open(&data).unwrap();
    let inbox = Arc::new(Inbox::new(store.clone()));
    take(&inbox, &[1, 2], at(0)).await;
    inbox.done(1);
    assert_eq!(left_in_a_copy(&data).await, [2], "a copy is what a kill would leave");
}

async fn left_in_a_copy(data: &std::path::Path) -> Vec<u64> {
    let copy = tempfile::tempdir().unwrap();
    for file in std::fs::read_dir(data).unwrap().map(Result::unwrap).filter(|file| file.path().is_file()) {
        std::fs::copy(file.path(), copy.path().join(file.file_name())).unwrap();
    }
    left(&Store::open(copy.path()).unwrap(), at(0)).await
}
