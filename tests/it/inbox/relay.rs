//! The inbox that bots share, over a real Redis: each letter to one of them, each chat in its order, none lost with a bot or
//! with Redis.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::mpsc::UnboundedReceiver;
use tokio::time::timeout;
use visitbot::inbox::{Handed, Inbox, Letter};
use visitbot::store::Store;
use visitbot::store::streams::Own;

use crate::store::at;
use crate::support::redis::Redis;

const PATIENCE: Duration = Duration::from_secs(30);

fn inbox(store: &Store) -> Arc<Inbox> {
    Arc::new(Inbox::new(store.clone()))
}

/// Letters to twenty chats in turn.
fn letters(ids: std::ops::Range<u64>) -> Vec<Letter> {
    ids.map(|id| Letter { id, chat: (id % 20) as i64, content: id.to_string().into_bytes() }).collect()
}

pub async fn next(handed: &mut UnboundedReceiver<Handed>) -> Letter {
    timeout(PATIENCE, handed.recv()).await.expect("a letter in time").expect("a letter").letter
}

/// Reads and answers so many, from whichever of the two they come; gives those of each.
async fn answer(a: &mut Part, b: &mut Part, count: usize) -> [Vec<Letter>; 2] {
    let mut got = [Vec::new(), Vec::new()];
    for _ in 0..count {
        let (at, letter) = tokio::select! {
            letter = next(&mut a.1) => (0, letter),
            letter = next(&mut b.1) => (1, letter),
        };
        let inbox = [&a.0, &b.0][at];
        assert!(inbox.still_ours(letter.id));
        inbox.done(letter.id);
        got[at].push(letter);
    }
    got
}

pub type Part = (Arc<Inbox>, UnboundedReceiver<Handed>);

pub fn part(store: &Store) -> Part {
    let inbox = inbox(store);
    let handed = inbox.handed_over().expect("it is shared");
    (inbox, handed)
}

fn in_order(letters: &[Letter]) -> bool {
    (0..20).all(|chat| letters.iter().filter(|letter| letter.chat == chat).is_sorted_by_key(|letter| letter.id))
}

#[tokio::test(flavor = "multi_thread")]
async fn each_letter_goes_to_one_of_those_who_share_the_work_each_chat_in_its_order() {
    let Some(redis) = Redis::start() else { return };
    let store = redis.store();
    let (mut a, mut b) = (part(&store), part(&store));
    assert_eq!(a.0.take_in(letters(0..100), at(0)).await.unwrap().len(), 100);
    assert_eq!(b.0.take_in(letters(50..200), at(0)).await.unwrap(), (100..200).collect::<Vec<_>>(), "ids are claimed");
    let got = answer(&mut a, &mut b, 200).await;
    assert!(got.iter().all(|letters| in_order(letters)));
    let ids: BTreeSet<u64> = got.iter().flatten().map(|letter| letter.id).collect();
    assert_eq!(ids.len(), 200, "each once");
    assert_eq!([a.0.waiting(), b.0.waiting()], [0, 0]);
    let left = || (0..8).map(|shard| store.streams().unwrap().length(&shard.to_string()).unwrap()).sum::<usize>();
    assert_eq!(left(), 0);
    // By now both know of each other, so both have their share.
    timeout(PATIENCE, async {
        for round in 1.. {
            a.0.take_in(letters(200 * round..200 * round + 100), at(0)).await.unwrap();
            let got = answer(&mut a, &mut b, 100).await;
            if got.iter().all(|letters| !letters.is_empty()) {
                break;
            }
        }
    })
    .await
    .expect("the work is shared");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_one_leaves_unanswered_another_takes_over() {
    let Some(redis) = Redis::start() else { return };
    let store = redis.store();
    let (mut a, first) = (part(&store), letters(0..60));
    a.0.take_in(first.clone(), at(0)).await.unwrap();
    for _ in 0..60 {
        let letter = next(&mut a.1).await;
        if letter.id < 20 {
            a.0.done(letter.id);
        }
    }
    a.0.wind_down();
    a.0.leave().await;
    let mut b = part(&store);
    b.0.take_in(letters(60..80), at(0)).await.unwrap();
    let mut got = Vec::new();
    for _ in 0..60 {
        got.push(next(&mut b.1).await);
    }
    assert!(in_order(&got));
    assert_eq!(got.iter().map(|letter| letter.id).collect::<BTreeSet<_>>(), (20..80).collect());
    assert!(!a.0.still_ours(30), "who left answers nothing more");
}

#[tokio::test(flavor = "multi_thread")]
async fn redis_may_go_and_come_back() {
    let Some(mut redis) = Redis::start() else { return };
    let store = redis.store();
    let (inbox, mut handed) = part(&store);
    inbox.take_in(letters(0..20), at(0)).await.unwrap();
    for _ in 0..20 {
        next(&mut handed).await;
    }
    redis.kill();
    assert!(inbox.take_in(letters(20..40), at(0)).await.is_err());
    assert!(inbox.is_failing());
    for id in 0..20 {
        inbox.done(id);
    }
    redis.restart();
    let again = timeout(PATIENCE, async {
        loop {
            match inbox.take_in(letters(20..40), at(0)).await {
                Ok(taken) => break taken.len(),
                Err(_) => tokio::task::yield_now().await,
            }
        }
    });
    assert_eq!(again.await.expect("it comes back"), 20);
    let mut got = Vec::new();
    for _ in 0..20 {
        got.push(next(&mut handed).await.id);
    }
    got.sort_unstable();
    assert_eq!(got, (20..40).collect::<Vec<_>>(), "what was answered meanwhile does not come again");
    assert!(!inbox.is_failing());
}

#[tokio::test(flavor = "multi_thread")]
async fn one_of_them_fetches_until_it_leaves() {
    let Some(redis) = Redis::start() else { return };
    let store = redis.store();
    let (a, b) = (part(&store).0, part(&store).0);
    let one = async {
        while !a.may_fetch() && !b.may_fetch() {
            tokio::task::yield_now().await;
        }
    };
    timeout(PATIENCE, one).await.expect("one may fetch");
    assert!(a.may_fetch() != b.may_fetch());
    let (first, second) = if a.may_fetch() { (a, b) } else { (b, a) };
    first.wind_down();
    first.leave().await;
    let other = async {
        while !second.may_fetch() {
            tokio::task::yield_now().await;
        }
    };
    timeout(PATIENCE, other).await.expect("the other one may");
    assert!(!first.may_fetch());
}

/// Where the letters of chat 1 stand, which is the same for every bot.
const SHARD_OF_1: &str = "2";

#[test]
fn what_somebody_reads_too_late_goes_to_who_holds_the_shard() {
    let Some(redis) = Redis::start() else { return };
    let streams = redis.store().streams().unwrap();
    streams.make("0").unwrap();
    let (ids, day) = ([7, 8, 9], Duration::from_secs(86_400));
    let letters: Vec<(u64, i64, &[u8])> = ids.iter().map(|id| (*id, 1, &b"{}"[..])).collect();
    assert_eq!(streams.add("0", &letters, day).unwrap(), ids);
    assert_eq!(streams.add("0", &letters, day).unwrap(), [0; 0]);
    let mut reader = streams.reader(Duration::from_millis(1)).unwrap();
    let late = streams.read(&mut reader, "0", "late", 2, Duration::from_millis(1)).unwrap();
    assert_eq!(late.iter().map(|entry| entry.id).collect::<Vec<_>>(), [7, 8]);
    let take = |own| {
        let taken = streams.take_over("0", "holder", own).unwrap();
        taken.into_iter().map(|(times, entry)| (times, entry.id)).collect::<Vec<_>>()
    };
    assert_eq!(take(Own::Known), [(1, 7), (1, 8)]);
    assert_eq!(take(Own::Known), []);
    assert_eq!(take(Own::Wanted), [(2, 7), (2, 8)]);
    assert_eq!(take(Own::Wanted), [(2, 7), (2, 8)], "looking again is no handing over");
    streams.settle("0", &[(7, late[0].place.clone())]).unwrap();
    assert_eq!(take(Own::Wanted), [(2, 8)]);
    let rest = streams.read(&mut reader, "0", "holder", 9, Duration::from_millis(1)).unwrap();
    assert_eq!(rest.iter().map(|entry| entry.id).collect::<Vec<_>>(), [9]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_ends_each_bot_that_gets_it_is_dropped_in_the_end() {
    let Some(redis) = Redis::start() else { return };
    let (store, letter) = (redis.store(), |id| Letter { id, chat: 1, content: Vec::new() });
    inbox(&store).take_in(vec![letter(1)], at(0)).await.unwrap();
    let streams = store.streams().unwrap();
    assert_eq!(streams.length(SHARD_OF_1).unwrap(), 1, "the shard of chat 1");
    streams.make(SHARD_OF_1).unwrap();
    let mut reader = streams.reader(Duration::from_millis(1)).unwrap();
    streams.read(&mut reader, SHARD_OF_1, "bot 0", 1, Duration::from_millis(1)).unwrap();
    for bot in 1..10 {
        assert_eq!(streams.take_over(SHARD_OF_1, &format!("bot {bot}"), Own::Known).unwrap().len(), 1);
    }
    let (last, mut handed) = part(&store);
    last.take_in(vec![letter(2)], at(0)).await.unwrap();
    assert_eq!(next(&mut handed).await.id, 2, "the next one comes without it");
    last.done(2);
    assert_eq!(streams.length(SHARD_OF_1).unwrap(), 0);
}
