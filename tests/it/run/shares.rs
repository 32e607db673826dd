//! Two programs that share a Redis: one that stops leaves its chats to the other at once, one that stands still loses them
//! when its leases lapse, and answers nothing of them when it goes on.

use std::collections::BTreeSet;
use std::path::Path;

use tokio::time::timeout;

use super::kills::{answered, taken};
use super::{PATIENCE, Program};
use crate::cli::told;
use crate::support::person::Person;
use crate::support::redis::Redis;
use crate::support::server::{Failure, Server};

const CHATS: i64 = 20;
/// A chat, and where its letters stand.
const CHAT: i64 = 1;
const ITS_SHARD: &str = "2";

fn key(shard: &str, rest: &str) -> String {
    format!("{{visitbot:123456:inbox:{shard}}}:{rest}")
}

fn owner(redis: &Redis, shard: &str) -> Option<String> {
    redis.value(&format!("GET {}", key(shard, "owner")))
}

/// Who holds the leases on shards and on fetching, `None` among them if nobody holds one.
fn owners(redis: &Redis) -> BTreeSet<Option<String>> {
    ["0", "1", "2", "3", "4", "5", "6", "7", "fetching"].map(|shard| owner(redis, shard)).into()
}

async fn until(what: &str, is_so: impl Fn() -> bool) {
    let wait = async {
        while !is_so() {
            tokio::task::yield_now().await;
        }
    };
    timeout(PATIENCE, wait).await.expect(what);
}

/// Two programs; the name of the first, and both of them once they have their shares.
async fn two(server: &Server, redis: &Redis, data: &Path) -> (String, [Program; 2]) {
    let url = redis.url();
    let start = || Program::start(server, &["run", "--store", &url], data);
    let first = start();
    until("the first to hold all", || owners(redis).len() == 1 && !owners(redis).contains(&None)).await;
    let name = owner(redis, ITS_SHARD).expect("its name");
    let second = start();
    until("both to have their share", || owners(redis).len() == 2 && !owners(redis).contains(&None)).await;
    (name, [first, second])
}

fn ask(server: &Server, chat: i64) -> Option<i64> {
    Some(Person::new(server, chat, chat).says("2024年贸易额是多少"))
}

async fn stop(program: Program) {
    program.signal("TERM");
    let output = program.end().await;
    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
}

#[tokio::test(flavor = "multi_thread")]
async fn one_that_stops_gives_its_leases_back_and_nothing_is_lost_or_comes_twice() {
    let Some(redis) = Redis::start() else { return };
    let (server, data) = (Server::start().await, tempfile::tempdir().expect("a folder"));
    let (_, [first, second]) = two(&server, &redis, data.path()).await;
    let round = || (1..=CHATS).map(|chat| (chat, ask(&server, chat))).collect::<Vec<_>>();
    let mut asked = [round(), round()].concat();
    until("some answers", || (1..=CHATS).any(|chat| !answered(&server, chat).is_empty())).await;
    first.signal("TERM");
    asked.extend(round());
    let output = first.end().await;
    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
    let holders = owners(&redis).into_iter().flatten().count();
    assert_eq!(holders, 1, "nobody has to wait until a lease of the one that left lapses");
    asked.extend(round());
    let count = |chat| asked.iter().filter(|(asked, _)| *asked == chat).count();
    until("all answers", || (1..=CHATS).all(|chat| answered(&server, chat).len() >= count(chat))).await;
    stop(second).await;
    for chat in 1..=CHATS {
        let theirs = asked.iter().filter(|(asked, _)| *asked == chat).map(|(_, question)| *question);
        assert_eq!(answered(&server, chat), theirs.collect::<Vec<_>>(), "chat {chat}");
    }
    server.assert_no_faults();
}

/// Lets answers in the chat wait a second more each time, until the failures are cleared.
fn stick(server: &Server) {
    (0..100).for_each(|_| server.fail("sendMessage", Some(CHAT), Failure::TooMany(1)));
}

fn release(server: &Server) {
    server.with(|telegram| telegram.failures.clear());
}

#[tokio::test(flavor = "multi_thread")]
async fn one_that_stands_still_answers_nothing_that_was_taken_over_even_if_it_gets_the_lease_again() {
    let Some(redis) = Redis::start() else { return };
    let (server, data) = (Server::start().await, tempfile::tempdir().expect("a folder"));
    let (name, [first, second]) = two(&server, &redis, data.path()).await;
    let holder = owner(&redis, ITS_SHARD);
    let (still, other) = if holder.as_ref() == Some(&name) { (first, second) } else { (second, first) };
    stick(&server);
    let asked: Vec<_> = (0..5).map(|_| ask(&server, CHAT)).collect();
    taken(&server).await;
    let refused = server.call(0, |call| call.method == "sendMessage" && call.chat() == CHAT);
    timeout(PATIENCE, refused).await.expect("an answer that waits");
    let read = format!("XINFO CONSUMERS {} bots", key(ITS_SHARD, "stream"));
    until("it to have all of them", || redis.told(&read).contains("pending\r\n:5\r\n")).await;
    still.signal("STOP");
    release(&server);
    until("the other to take over", || answered(&server, CHAT).len() == asked.len()).await;
    assert_eq!(answered(&server, CHAT), asked);
    stick(&server);
    stop(other).await;
    still.signal("CONT");
    until("it to hold the lease again", || owner(&redis, ITS_SHARD) == holder).await;
    release(&server);
    let new = ask(&server, CHAT);
    until("the next answer", || answered(&server, CHAT).contains(&new)).await;
    stop(still).await;
    let again = answered(&server, CHAT).split_off(asked.len());
    assert!(again == [asked[0], new] || again == [new], "only what it was in the middle of may come twice: {again:?}");
    server.assert_no_faults();
}
