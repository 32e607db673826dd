//! Charts as photos, and the languages in which the bot speaks of itself.

use serde_json::{Value, json};

use crate::support::server::Call;
use crate::support::{ADMIN, Bot};

fn is(method: &'static str) -> impl Fn(&Call) -> bool {
    move |call| call.ok && call.method == method
}

#[tokio::test]
async fn the_table_comes_first_and_then_its_picture() {
    let mut bot = Bot::shipped().await;
    let asked = bot.user(7).says("/trade");
    assert!(bot.reply().await.text().contains("280亿美元"));
    let (at, photo) = bot.server.call(0, is("sendPhoto")).await;
    assert_eq!(photo.quotes(), Some(asked));
    assert!(photo.params["photo"].as_str().unwrap().contains("PNG"));
    let acted = bot.called("sendChatAction").await;
    assert_eq!(acted.params["action"], "upload_photo");
    bot.user(8).says("/trade");
    bot.reply().await;
    let (_, again) = bot.server.call(at + 1, is("sendPhoto")).await;
    assert!(again.params["photo"].as_str().unwrap().starts_with("photo-"), "sent by its id");
    assert!(bot.finish().await.is_empty());
}

#[tokio::test]
async fn a_picture_that_telegram_lost_is_sent_anew() {
    let mut bot = Bot::shipped().await;
    bot.user(7).says("/trade");
    bot.reply().await;
    let (at, _) = bot.server.call(0, is("sendPhoto")).await;
    bot.fail("sendPhoto", None, crate::support::server::Failure::Status(400, "Bad Request: wrong file identifier"));
    bot.user(8).says("/trade");
    bot.reply().await;
    let (_, again) = bot.server.call(at + 1, is("sendPhoto")).await;
    assert!(again.params["photo"].as_str().unwrap().contains("PNG"));
    assert!(bot.finish().await.is_empty());
}

#[tokio::test]
async fn admins_see_the_days_as_a_picture() {
    let mut bot = Bot::shipped().await;
    bot.user(7).says("2024年哈俄贸易额是多少");
    bot.reply().await;
    bot.user(ADMIN as i64).says("/stats");
    bot.reply().await;
    bot.server.call(0, is("sendPhoto")).await;
    assert!(bot.finish().await.is_empty());
}

fn person(id: i64, code: &str) -> Value {
    json!({"from": {"id": id, "is_bot": false, "first_name": "<b>&", "language_code": code}})
}

#[tokio::test]
async fn the_bot_speaks_of_itself_in_the_readers_language() {
    let mut bot = Bot::shipped().await;
    let readers = [("en", "article"), ("ru-RU", "статье"), ("kk", "мақала"), ("zh-hant", "報道"), ("de", "报道")];
    for (id, (code, word)) in (10..).zip(readers) {
        bot.user(id).with(person(id, code)).says("/start");
        let start = bot.reply().await;
        assert!(start.text().contains(word), "{code}: {}", start.text());
    }
    bot.user(7).with(person(7, "en")).says("2024年哈俄贸易额是多少");
    assert!(bot.reply().await.text().contains("280亿美元"));
    bot.user(7).with(person(7, "en")).says("/lang ru");
    bot.reply().await;
    bot.user(7).with(person(7, "en")).says("/privacy");
    assert!(bot.reply().await.text().contains("дней"));
    assert!(bot.finish().await.is_empty());
}

#[tokio::test]
async fn menus_are_set_in_each_language() {
    let bot = Bot::shipped().await;
    for code in ["en", "ru", "kk"] {
        let in_it =
            |call: &Call| call.method == "setMyCommands" && call.params.get("language_code") == Some(&code.into());
        let (_, menu) = bot.server.call(0, in_it).await;
        let trade =
            menu.params["commands"].as_array().unwrap().iter().find(|c| c["command"] == "trade").unwrap().clone();
        assert!(!trade["description"].as_str().unwrap().contains('贸'), "{trade}");
    }
    assert!(bot.finish().await.is_empty());
}
