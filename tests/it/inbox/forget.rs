//! Letters that are forgotten before they are answered, in a bot's own inbox and in one that bots share.

use std::collections::BTreeSet;
use std::sync::Arc;

use visitbot::inbox::{Inbox, Letter};
use visitbot::store::{Store, Table};

use super::relay::{next, part};
use crate::store::at;
use crate::support::redis::Redis;

/// Who is forgotten.
const ME: &str = "me";
/// The letter that asks for it.
const ASKED: u64 = 100;

/// Of every two chats one is mine.
fn letter(id: u64) -> Letter {
    let whose = if id.is_multiple_of(2) { ME } else { "you" };
    Letter { id, chat: (id % 20) as i64, content: whose.as_bytes().to_vec() }
}

fn is_mine(letter: &Letter) -> bool {
    letter.content == ME.as_bytes()
}

fn ids(letters: &[Letter]) -> BTreeSet<u64> {
    letters.iter().map(|letter| letter.id).collect()
}

/// What is left of letters 0 to 119 when mine are forgotten that came before letter 100.
fn kept() -> BTreeSet<u64> {
    (0..120).filter(|id| *id >= ASKED || !is_mine(&letter(*id))).collect()
}

#[tokio::test]
async fn what_is_forgotten_is_not_answered_and_no_start_brings_it_back() {
    let (_folder, stores) = super::own();
    for store in stores {
        let inbox = Arc::new(Inbox::new(store.clone()));
        inbox.take_in((0..120).map(letter).collect(), at(0)).await.unwrap();
        inbox.done(0);
        assert_eq!(inbox.forget(ASKED, is_mine).await.unwrap(), 49);
        assert_eq!(inbox.waiting(), 70);
        assert!(inbox.done(2), "it was being answered meanwhile");
        assert!(!inbox.done(1) && !inbox.still_ours(4) && inbox.still_ours(ASKED) && inbox.still_ours(5));
        assert_eq!(inbox.forget(ASKED, is_mine).await.unwrap(), 0);
        let again = Arc::new(Inbox::new(store.clone()));
        assert_eq!(ids(&again.left(at(1)).await.unwrap()), kept().into_iter().filter(|id| *id != 1).collect());
        assert_eq!(take_again(&again).await, [0; 0], "it stays claimed");
        assert_eq!(store.keys(Table::Inbox, b"").unwrap().len(), 69);
    }
}

async fn take_again(inbox: &Inbox) -> Vec<u64> {
    inbox.take_in((0..120).map(letter).collect(), at(1)).await.unwrap()
}

/// Letters in all streams.
fn left(store: &Store) -> usize {
    (0..8).map(|shard| store.streams().unwrap().length(&shard.to_string()).unwrap()).sum()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_nobody_read_yet_is_forgotten_for_all_who_share_the_inbox() {
    let Some(redis) = Redis::start() else { return };
    let store = redis.store();
    // More than are looked at in one go.
    let first = Inbox::new(store.clone());
    first.take_in((0..120).chain(1000..3000).map(letter).collect(), at(0)).await.unwrap();
    assert_eq!(first.forget(ASKED, is_mine).await.unwrap(), 50);
    assert_eq!(first.forget(3000, is_mine).await.unwrap(), 1010);
    assert_eq!(left(&store), 1060);
    let (inbox, mut handed) = part(&store);
    for _ in 0..1060 {
        let letter = next(&mut handed).await;
        assert!(!is_mine(&letter) && inbox.still_ours(letter.id));
        assert!(!inbox.done(letter.id));
    }
    assert_eq!(left(&store), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_was_handed_a_letter_learns_that_it_was_forgotten() {
    let Some(redis) = Redis::start() else { return };
    let store = redis.store();
    let (inbox, mut handed) = part(&store);
    inbox.take_in((0..120).map(letter).collect(), at(0)).await.unwrap();
    let mut letters = Vec::new();
    for _ in 0..120 {
        letters.push(next(&mut handed).await);
    }
    assert!(inbox.still_ours(0) && inbox.still_ours(2));
    assert_eq!(Inbox::new(redis.store()).forget(ASKED, is_mine).await.unwrap(), 50, "another one forgets them");
    assert!(inbox.done(0) && !inbox.done(0), "it was being answered meanwhile");
    let ours = letters.iter().filter(|letter| inbox.still_ours(letter.id)).cloned().collect::<Vec<_>>();
    assert_eq!(ids(&ours), kept());
    assert!(ours.iter().all(|letter| !inbox.done(letter.id)));
    assert_eq!((inbox.waiting(), left(&store)), (0, 0));
    assert_eq!(take_again(&inbox).await, [0; 0], "it stays claimed");
}
