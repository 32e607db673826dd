//! Updates that are pushed: who is let in, what is answered, and what Telegram is told at the start and at the end.

use std::sync::Arc;

use reqwest::Method;
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use url::Url;
use visitbot::telegram::webhook::{self, AtStop, HEADER, LARGEST, Refused};
use visitbot::telegram::{Secret, TelegramError};

use crate::support::http::{beside, get, post, send};
use crate::support::server::{Failure, Server};
use crate::support::{Bot, SECRET, exposition, within};

async fn pushed() -> (Bot, Url) {
    ready(AtStop::Keep).await
}

/// A bot that is past its start.
async fn ready(at_stop: AtStop) -> (Bot, Url) {
    let (bot, url) = Bot::pushed(Server::start().await, at_stop).await;
    let started = async { while get(&beside(&url, "/readyz")).await.0 != 200 {} };
    within("the bot to be ready", started).await;
    (bot, url)
}

/// Pushes what waits at the server, one after another; gives how each was answered.
async fn push(bot: &Bot, url: &Url) -> Vec<u16> {
    let updates = bot.server.with(|telegram| std::mem::take(&mut telegram.updates));
    let mut statuses = Vec::new();
    for update in updates {
        statuses.push(post(url, Some(SECRET), update.to_string()).await);
    }
    statuses
}

async fn counted(url: &Url, series: &str) -> f64 {
    let samples = exposition::read(&get(&beside(url, "/metrics")).await.1);
    *samples.get(series).unwrap_or_else(|| panic!("no {series} in {samples:#?}"))
}

#[tokio::test]
async fn a_pushed_question_is_answered_once_and_nothing_is_polled() {
    let (mut bot, url) = pushed().await;
    bot.user(7).says("贸易额是多少");
    let update = bot.server.with(|telegram| telegram.updates[0].clone());
    assert_eq!(push(&bot, &url).await, [200]);
    assert!(bot.reply().await.text().contains("很多"));
    assert_eq!(post(&url, Some(SECRET), update.to_string()).await, 200);
    bot.user(7).says("还有呢？");
    push(&bot, &url).await;
    assert!(!bot.reply().await.text().contains("很多"));
    assert_eq!(counted(&url, "visitbot_updates_repeated_total").await, 1.0);
    let server = bot.server.clone();
    assert!(bot.finish().await.is_empty());
    assert_eq!(server.with(|telegram| telegram.polls), 0);
}

#[tokio::test]
async fn telegram_is_told_where_to_push_and_not_told_to_stop() {
    let (bot, url) = pushed().await;
    let told = bot.called("setWebhook").await.params;
    assert_eq!((&told["url"], &told["secret_token"]), (&json!(url.as_str()), &json!(SECRET)));
    let kinds = ["message", "edited_message", "callback_query", "my_chat_member", "inline_query"];
    assert!(kinds.iter().all(|kind| told["allowed_updates"].as_array().unwrap().contains(&json!(kind))), "{told:?}");
    assert!(told["max_connections"].as_u64().unwrap() > 1 && !told.contains_key("drop_pending_updates"));
    let server = bot.server.clone();
    bot.end().await;
    assert!(server.calls().iter().all(|call| call.method != "deleteWebhook"));
    assert_eq!(server.with(|telegram| telegram.webhook.clone()), url.as_str());
}

#[tokio::test]
async fn the_webhook_is_removed_at_the_end_if_that_is_asked_for() {
    let (bot, _) = ready(AtStop::Remove).await;
    let server = bot.server.clone();
    bot.end().await;
    let removed = server.calls().into_iter().find(|call| call.method == "deleteWebhook").unwrap();
    assert!(!removed.params.contains_key("drop_pending_updates"));
    assert_eq!(server.with(|telegram| telegram.webhook.clone()), "");
}

#[tokio::test]
async fn a_webhook_that_telegram_refuses_ends_the_bot_in_one_sentence() {
    let server = Server::start().await;
    server.fail("setWebhook", None, Failure::Status(400, "Bad Request: bad webhook: IP address is reserved"));
    let error = Bot::pushed(server, AtStop::Keep).await.0.error().await;
    assert!(matches!(&error, TelegramError::WebhookRefused { .. }), "{error}");
    assert!(error.to_string().contains("IP address is reserved") || error.to_string().contains("bad webhook"));
    assert!(!format!("{error} {error:?}").contains(SECRET));
}

#[tokio::test]
async fn who_is_not_telegram_is_sent_away() {
    let (bot, url) = pushed().await;
    let update = r#"{"update_id": 1}"#;
    assert_eq!(post(&url, None, update).await, 401);
    for wrong in ["", "secret", "secret-of-the-webhoo", "Secret-of-the-webhook", "secret-of-the-webhook2"] {
        assert_eq!(post(&url, Some(wrong), update).await, 401, "{wrong}");
    }
    let got = send(Method::GET, &url, Some(SECRET), "").await;
    assert_eq!((got.status().as_u16(), got.headers()["allow"].to_str().unwrap()), (405, "POST"));
    assert_eq!(post(&beside(&url, "/other"), Some(SECRET), update).await, 404);
    assert_eq!(post(&beside(&url, "/telegram/"), Some(SECRET), update).await, 404);
    assert_eq!(counted(&url, "visitbot_webhook_requests_total{result=\"no_secret\"}").await, 6.0);
    assert_eq!(counted(&url, "visitbot_webhook_requests_total{result=\"wrong_method\"}").await, 1.0);
    assert_eq!(counted(&url, "visitbot_webhook_requests_total{result=\"taken\"}").await, 0.0);
    bot.end().await;
}

#[tokio::test]
async fn a_body_is_not_read_without_the_secret_and_not_beyond_its_limit() {
    let (bot, url) = pushed().await;
    for (secret, length, status) in [("wrong", 10, "401"), (SECRET, LARGEST + 1, "413")] {
        let mut stream = TcpStream::connect(url.socket_addrs(|| None).unwrap()[0]).await.unwrap();
        let head =
            format!("POST /telegram HTTP/1.1\r\nHost: h\r\n{HEADER}: {secret}\r\nContent-Length: {length}\r\n\r\n");
        stream.write_all(head.as_bytes()).await.unwrap();
        let mut answer = [0; 12];
        within("an answer to the head alone", stream.read_exact(&mut answer)).await.unwrap();
        assert_eq!(std::str::from_utf8(&answer).unwrap(), format!("HTTP/1.1 {status}"));
    }
    let mut stream = TcpStream::connect(url.socket_addrs(|| None).unwrap()[0]).await.unwrap();
    let head =
        format!("POST /telegram HTTP/1.1\r\nHost: h\r\n{HEADER}: {SECRET}\r\nTransfer-Encoding: chunked\r\n\r\n");
    let chunk = format!("{:x}\r\n{}\r\n", LARGEST + 1, "x".repeat(LARGEST + 1));
    stream.write_all((head + &chunk).as_bytes()).await.unwrap();
    let mut answer = [0; 12];
    within("an answer", stream.read_exact(&mut answer)).await.unwrap();
    assert_eq!(std::str::from_utf8(&answer).unwrap(), "HTTP/1.1 413");
    bot.end().await;
}

#[tokio::test]
async fn what_no_retry_can_mend_is_taken_and_passed_over() {
    let (mut bot, url) = pushed().await;
    for body in ["", "{", "null", "[]", "{}", r#"{"update_id": "x"}"#, r#"{"update_id": 9, "message": 1}"#, "\u{0}"] {
        assert_eq!(post(&url, Some(SECRET), body).await, 200, "{body}");
    }
    assert_eq!(counted(&url, "visitbot_webhook_requests_total{result=\"unreadable\"}").await, 3.0);
    bot.user(7).says("贸易额是多少");
    assert_eq!(push(&bot, &url).await, [200]);
    assert!(bot.reply().await.text().contains("很多"));
    bot.finish().await;
}

#[tokio::test]
async fn what_is_not_taken_in_comes_again() {
    let url = Url::parse("http://127.0.0.1/telegram").unwrap();
    let metrics = Arc::new(visitbot::metrics::Metrics::new(std::time::SystemTime::now()));
    let refuse = |_| async { Err(Refused) };
    let router = webhook::add(axum::Router::new(), &url, Secret::new(SECRET), metrics, refuse);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = Url::parse(&format!("http://{}/telegram", listener.local_addr().unwrap())).unwrap();
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    assert_eq!(post(&url, Some(SECRET), r#"{"update_id": 1}"#).await, 503);
}

#[tokio::test]
async fn a_bot_that_has_stopped_takes_nothing() {
    let (bot, url) = pushed().await;
    bot.end().await;
    assert_eq!(post(&url, Some(SECRET), r#"{"update_id": 1}"#).await, 503);
    let (status, told) = get(&beside(&url, "/readyz")).await;
    assert!(status == 503 && told.starts_with("stopping"), "{told}");
}
