//! /forget, and a bot's removal from a chat, reach what waits to be answered; what comes after is answered.

use std::sync::Arc;
use std::time::SystemTime;

use tempfile::TempDir;
use visitbot::app::Asker;
use visitbot::inbox::{Inbox, Letter};
use visitbot::store::{Sessions, Store, Table};
use visitbot::telegram::webhook::AtStop;

use super::manners::{GROUP, place};
use crate::support::person::Person;
use crate::support::redis::Redis;
use crate::support::server::{Call, Failure, Server};
use crate::support::{Bot, SECRET, http, within};

const ASKED: &str = "@guide_test_bot 贸易额是多少";

fn store() -> (TempDir, Store) {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&folder.path().join("data")).unwrap();
    (folder, store)
}

fn waits(store: &Store, words: &str) -> bool {
    let letters = store.scan(Table::Inbox, b"", SystemTime::UNIX_EPOCH);
    letters.map(|pair| pair.unwrap().1).any(|letter| String::from_utf8_lossy(&letter).contains(words))
}

fn session_is_kept(store: &Store, chat: i64, user: i64) -> bool {
    let asker = Asker { chat: chat.to_string(), user: user.to_string() };
    let sessions = Sessions::new(store.clone());
    sessions.load(&asker, SystemTime::now()).unwrap().focus.is_some()
}

/// Lets every answer in a chat wait a second more, until the failures are cleared.
fn stick(server: &Server, chat: i64) {
    (0..100).for_each(|_| server.fail("sendMessage", Some(chat), Failure::TooMany(1)));
}

fn release(server: &Server) {
    server.with(|telegram| telegram.failures.clear());
}

async fn stuck(server: &Server, chat: i64) {
    let refused = server.call(0, |call| call.method == "sendMessage" && call.chat() == chat && !call.ok);
    within("an answer that waits", refused).await;
}

async fn quoting(server: &Server, question: i64) -> Call {
    let answer = server.call(0, |call| call.ok && call.method == "sendMessage" && call.quotes() == Some(question));
    within("an answer", answer).await.1
}

fn answers(server: &Server, question: i64) -> usize {
    server.calls().iter().filter(|call| call.ok && call.quotes() == Some(question)).count()
}

#[tokio::test]
async fn what_waits_in_a_group_is_forgotten_and_what_others_asked_there_is_not() {
    let (_folder, store) = store();
    let bot = Bot::keeping(Server::start().await, store.clone());
    stick(&bot.server, GROUP);
    let ask = |user, words: &str| bot.member(GROUP, user).says(&format!("{ASKED} {words}"));
    let others = ask(8, "甲");
    stuck(&bot.server, GROUP).await;
    let mine = [ask(7, "乙"), ask(7, "乙")];
    let before = bot.user(7).says("/forget");
    assert!(!quoting(&bot.server, before).await.text().is_empty());
    let after = ask(7, "丙");
    within("all to be taken", bot.server.taken()).await;
    assert!(waits(&store, "甲") && !waits(&store, "乙") && waits(&store, "丙"));
    assert_eq!(bot.inbox.waiting(), 2);
    let server = bot.kill().await;
    release(&server);
    let bot = Bot::keeping(server, store.clone());
    quoting(&bot.server, others).await;
    quoting(&bot.server, after).await;
    let server = bot.server.clone();
    bot.finish().await;
    assert_eq!(mine.map(|question| answers(&server, question)), [0, 0]);
    assert_eq!((answers(&server, others), answers(&server, after)), (1, 1));
}

#[tokio::test]
async fn what_waits_in_the_running_bot_is_passed_over() {
    let (_folder, store) = store();
    let mut bot = Bot::keeping(Server::start().await, store.clone());
    stick(&bot.server, GROUP);
    let ask = |user| bot.member(GROUP, user).says(ASKED);
    let under_way = ask(7);
    stuck(&bot.server, GROUP).await;
    let (mine, others) = (ask(7), ask(8));
    bot.user(7).says("/forget");
    assert_eq!(bot.reply().await.chat(), 7);
    release(&bot.server);
    quoting(&bot.server, others).await;
    let server = bot.server.clone();
    bot.finish().await;
    assert_eq!([under_way, mine, others].map(|question| answers(&server, question)), [1, 0, 1]);
    assert!(!session_is_kept(&store, GROUP, 7), "what it left is forgotten, too");
    assert!(session_is_kept(&store, GROUP, 8));
    assert_eq!(store.keys(Table::Inbox, b"").unwrap().len(), 0);
}

#[tokio::test]
async fn removal_drops_what_could_not_be_answered_there() {
    let (_folder, store) = store();
    let bot = Bot::keeping(Server::start().await, store.clone());
    within("it to poll", bot.server.polled()).await;
    let letter = |id: u64, chat| {
        let content = format!("{{\"update_id\":{id},\"message\":{{\"from\":{{\"id\":8}}}}}}").into_bytes();
        Letter { id, chat, content }
    };
    let earlier = Arc::new(Inbox::new(store.clone()));
    earlier.take_in(vec![letter(1, GROUP), letter(2, -8), letter(1000, GROUP)], SystemTime::now()).await.unwrap();
    bot.server.with(|telegram| {
        telegram.last_update = 10;
        telegram.deliver("my_chat_member", place("member", "kicked"));
    });
    bot.finish().await;
    let kept = store.keys(Table::Inbox, b"").unwrap();
    assert_eq!(kept, [2_u64, 1000].map(|id| id.to_be_bytes().to_vec()), "what is elsewhere, and what came after it");
}

#[tokio::test(flavor = "multi_thread")]
async fn bots_that_share_a_redis_forget_what_any_of_them_is_to_answer() {
    let Some(redis) = Redis::start() else { return };
    let server = Server::start().await;
    let (a, to_a) = Bot::pushed_over(server.clone(), AtStop::Keep, redis.store()).await;
    let (b, to_b) = Bot::pushed_over(server.clone(), AtStop::Keep, redis.store()).await;
    for url in [&to_a, &to_b] {
        within("it to be ready", async { while http::get(&http::beside(url, "/readyz")).await.0 != 200 {} }).await;
    }
    let ask = async |chat: i64, words: &str, url| {
        let question = Person::new(&server, chat, 7).says(words);
        let update = server.with(|telegram| telegram.updates.pop_back()).unwrap();
        assert_eq!(http::post(url, Some(SECRET), update.to_string()).await, 200);
        question
    };
    let mut asked = Vec::new();
    for group in -8..0 {
        stick(&server, group);
        asked.push([ask(group, ASKED, &to_a).await, ask(group, ASKED, &to_b).await]);
    }
    for group in -8..0 {
        stuck(&server, group).await;
    }
    let forget = ask(7, "/forget", &to_b).await;
    quoting(&server, forget).await;
    release(&server);
    let after = ask(-9, ASKED, &to_a).await;
    quoting(&server, after).await;
    a.end().await;
    b.end().await;
    for [under_way, waiting] in asked {
        assert_eq!((answers(&server, under_way), answers(&server, waiting)), (1, 0));
    }
    assert!((-8..0).all(|group| !session_is_kept(&redis.store(), group, 7)), "what it left is forgotten, too");
    let streams = redis.store().streams().unwrap();
    assert_eq!((0..8).map(|shard| streams.length(&shard.to_string()).unwrap()).sum::<usize>(), 0);
}
