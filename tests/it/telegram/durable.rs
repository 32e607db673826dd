//! No question is lost: what a kill leaves is answered after the next start, once; what comes twice is answered once.

use std::time::SystemTime;

use serde_json::{Value, json};
use tempfile::TempDir;
use visitbot::app::Asker;
use visitbot::store::{Sessions, Store};
use visitbot::telegram::callback::Button;

use crate::support::Bot;
use crate::support::person::NOW;
use crate::support::server::{Call, Failure, Server};

/// Longer than any test: whoever is told so waits until he is killed.
const FOR_EVER: Failure = Failure::TooMany(3600);

fn store() -> (TempDir, Store) {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&folder.path().join("data")).unwrap();
    (folder, store)
}

/// The questions that messages answer, chat by chat.
fn answered(calls: &[Call], chat: i64) -> Vec<Option<i64>> {
    let granted = calls.iter().filter(|call| call.ok && call.method == "sendMessage" && call.chat() == chat);
    granted.map(Call::quotes).collect()
}

fn update(id: u64, kind: &str, content: Value) -> Value {
    json!({"update_id": id, kind: content})
}

#[tokio::test]
async fn what_a_kill_leaves_is_answered_first_in_its_order_and_what_was_answered_is_not() {
    let (_folder, store) = store();
    let mut bot = Bot::keeping(Server::start().await, store.clone());
    let before = bot.user(7).says("贸易额");
    assert_eq!(bot.reply().await.quotes(), Some(before));
    bot.fail("sendMessage", Some(7), FOR_EVER);
    let left = ["一", "二", "三"].map(|text| bot.user(7).says(text));
    bot.server.taken().await;
    let server = bot.kill().await;
    server.with(|telegram| telegram.failures.clear());
    let bot = Bot::keeping(server, store);
    let new = bot.user(7).says("四");
    let calls = bot.finish().await;
    let expected: Vec<Option<i64>> = [before].into_iter().chain(left).chain([new]).map(Some).collect();
    assert_eq!(answered(&calls, 7), expected);
}

#[tokio::test]
async fn a_clean_stop_leaves_nothing_behind() {
    let (_folder, store) = store();
    let bot = Bot::keeping(Server::start().await, store.clone());
    bot.user(7).says("贸易额");
    let (server, inbox) = (bot.server.clone(), bot.inbox.clone());
    assert_eq!(answered(&bot.finish().await, 7).len(), 1);
    assert_eq!(inbox.waiting(), 0);
    let again = Bot::keeping(server, store);
    let gauges = again.gauges.clone();
    again.user(8).says("贸易额");
    assert_eq!(answered(&again.finish().await, 7).len(), 1, "of the first run alone");
    assert_eq!(gauges.resumed.get(), 0);
}

#[tokio::test]
async fn an_update_that_comes_again_after_a_restart_is_not_answered_again() {
    let (_folder, store) = store();
    let mut bot = Bot::keeping(Server::start().await, store.clone());
    let question = bot.user(7).says("贸易额");
    let again = bot.server.with(|telegram| telegram.updates.back().cloned());
    assert_eq!(bot.reply().await.quotes(), Some(question));
    bot.server.taken().await;
    let server = bot.kill().await;
    server.with(|telegram| telegram.updates.extend(again));
    let bot = Bot::keeping(server, store);
    let gauges = bot.gauges.clone();
    assert_eq!(answered(&bot.finish().await, 7), [Some(question)]);
    assert_eq!(gauges.repeated.get(), 1);
}

#[tokio::test]
async fn ids_that_jump_back_or_come_twice_in_a_batch_are_answered_once_each_as_they_come() {
    let server = Server::start().await;
    let (_folder, store) = store();
    let person = crate::support::person::Person::new(&server, 7, 7);
    let message = |id: i64| person.message(id, json!({"text": "贸易额"}));
    server.with(|telegram| {
        telegram.chats.insert(7);
        let ids = [(900, 1), (5, 2), (900, 1), (6, 3), (5, 2)];
        telegram.updates.extend(ids.map(|(id, at)| update(id, "message", message(at))));
    });
    let bot = Bot::keeping(server.clone(), store);
    assert_eq!(answered(&bot.finish().await, 7), [Some(1), Some(2), Some(3)]);
}

#[tokio::test]
async fn an_edit_and_a_button_outlast_a_kill_too() {
    let (_folder, store) = store();
    let mut bot = Bot::keeping(Server::start().await, store.clone());
    let question = bot.user(7).says("贸易额");
    let answer = bot.reply().await;
    bot.fail("sendMessage", Some(7), FOR_EVER);
    bot.user(7).says("拦住后面的");
    bot.user(7).edits(question, "还有呢");
    bot.user(7).presses(answer.message.unwrap(), &Button::Topic("trade".to_owned()).encode());
    bot.server.taken().await;
    let server = bot.kill().await;
    server.with(|telegram| telegram.failures.clear());
    let bot = Bot::keeping(server, store);
    let gauges = bot.gauges.clone();
    bot.called("answerCallbackQuery").await;
    bot.finish().await;
    assert_eq!((gauges.resumed.get(), gauges.served.get()), (3, 3));
}

#[tokio::test]
async fn a_reply_that_telegram_refuses_is_not_tried_after_a_restart() {
    let (_folder, store) = store();
    let bot = Bot::keeping(Server::start().await, store.clone());
    bot.fail("sendMessage", Some(7), Failure::Status(403, "Forbidden: bot was blocked by the user"));
    bot.user(7).says("贸易额");
    bot.server.call(0, |call| call.method == "sendMessage").await;
    let inbox = bot.inbox.clone();
    let server = bot.server.clone();
    bot.finish().await;
    assert_eq!(inbox.waiting(), 0);
    let mut again = Bot::keeping(server, store);
    let next = again.user(7).says("还有呢");
    assert_eq!(again.reply().await.quotes(), Some(next));
    assert!(again.finish().await.is_empty());
}

#[tokio::test]
async fn an_old_question_is_answered_with_its_age() {
    let (_folder, store) = store();
    let ago = |hours: u64| json!({"date": *NOW - hours * 3600 - 60});
    let bot = Bot::keeping(Server::start().await, store.clone());
    bot.fail("sendMessage", None, FOR_EVER);
    for hours in [3, 50, 0] {
        bot.user(7).with(ago(hours)).says("贸易额是多少");
    }
    bot.server.taken().await;
    let server = bot.kill().await;
    let mut bot = Bot::keeping(server, store);
    for age in ["你 3 小时前问的：\n<b>", "你 2 天前问的：\n<b>", "<b>"] {
        let reply = bot.reply().await;
        assert!(reply.text().starts_with(age), "{age}: {}", reply.text());
    }
    assert!(bot.finish().await.is_empty());
}

#[tokio::test]
async fn a_flood_of_500_is_told_once_leaves_the_inbox_and_delays_nobody() {
    let (_folder, store) = store();
    let mut bot = Bot::keeping(Server::start().await, store);
    bot.fail("sendMessage", Some(7), Failure::TooMany(2));
    for n in 0..500 {
        bot.user(7).says(&n.to_string());
    }
    let other = bot.user(8).says("贸易额");
    let first = bot.reply().await;
    assert_eq!((first.chat(), first.quotes()), (8, Some(other)), "before any answer to the flooder");
    assert!(bot.inbox.waiting() <= 22, "{} wait", bot.inbox.waiting());
    let (inbox, gauges) = (bot.inbox.clone(), bot.gauges.clone());
    let told = bot.finish().await;
    let busy = told.iter().filter(|call| call.ok && call.text() == "〔telegram-busy〕").count();
    assert_eq!(
        (busy, told.iter().filter(|call| call.ok).count()),
        (1, 22),
        "one notice among the answers that had room"
    );
    assert_eq!(gauges.dropped.get() + gauges.limited.get(), 500 - 21);
    assert_eq!(inbox.waiting(), 0);
}

#[tokio::test]
async fn a_chat_that_has_to_wait_keeps_its_order_and_delays_no_other() {
    let mut bot = Bot::start().await;
    bot.fail("sendMessage", Some(7), Failure::TooMany(1));
    bot.fail("sendMessage", Some(7), Failure::TooMany(1));
    let asked = ["一", "二", "三"].map(|text| bot.user(7).says(text));
    let others: Vec<i64> = (8..40).map(|user| bot.user(user).says("贸易额")).collect();
    for _ in &others {
        assert_ne!(bot.reply().await.chat(), 7);
    }
    for question in asked {
        assert_eq!(bot.reply().await.quotes(), Some(question));
    }
    let gauges = bot.gauges.clone();
    assert!(bot.finish().await.is_empty());
    assert_eq!((gauges.calls.too_many.get(), gauges.replies.answers.get()), (2, 32));
}

#[tokio::test]
async fn where_the_dialogue_stands_is_kept_only_once_the_reply_is_brought() {
    let (_folder, store) = store();
    let mut bot = Bot::keeping(Server::start().await, store.clone());
    bot.user(7).says("/topics");
    bot.reply().await;
    bot.fail("sendMessage", Some(7), FOR_EVER);
    let question = bot.user(7).says("贸易额是多少");
    bot.server.call(0, |call| call.method == "sendMessage" && !call.ok).await;
    let sessions = Sessions::new(store.clone());
    let asker = Asker { chat: "7".to_owned(), user: "7".to_owned() };
    let stands = || sessions.load(&asker, SystemTime::now()).unwrap().focus.is_some();
    assert!(!stands());
    let bot = Bot::keeping(bot.kill().await, store.clone());
    bot.server.call(0, |call| call.ok && call.method == "sendMessage" && call.quotes() == Some(question)).await;
    bot.finish().await;
    assert!(stands());
}
