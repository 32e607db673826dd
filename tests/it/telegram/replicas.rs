//! Bots behind one webhook that share a real Redis: one bot to whoever writes to them, and what happens while Redis is away.

use url::Url;
use visitbot::telegram::webhook::AtStop;

use crate::support::http::{beside, get, post};
use crate::support::redis::Redis;
use crate::support::server::Server;
use crate::support::{Bot, SECRET, within};

async fn ready(url: &Url) {
    within("the bot to be ready", async { while get(&beside(url, "/readyz")).await.0 != 200 {} }).await;
}

/// A bot that is past its start.
async fn pushed(server: &Server, redis: &Redis) -> (Bot, Url) {
    let (bot, url) = Bot::pushed_over(server.clone(), AtStop::Keep, redis.store()).await;
    ready(&url).await;
    (bot, url)
}

/// Pushes what the last message brought to one of the bots.
async fn push(server: &Server, url: &Url) -> u16 {
    let update = server.with(|telegram| telegram.updates.pop_back()).expect("an update");
    post(url, Some(SECRET), update.to_string()).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dialogue_goes_on_whichever_bot_is_pushed_to() {
    let Some(redis) = Redis::start() else { return };
    let server = Server::start().await;
    let ((mut a, to_a), (b, to_b)) = (pushed(&server, &redis).await, pushed(&server, &redis).await);
    let mut told = Vec::new();
    for (person, question, url) in [
        (7, "贸易额是多少", &to_a),
        (7, "还有呢？", &to_b),
        (8, "贸易额是多少", &to_a),
        (8, "还有呢？", &to_a),
        (9, "还有呢？", &to_b),
    ] {
        a.user(person).says(question);
        let update = server.with(|telegram| telegram.updates[0].clone());
        assert_eq!(push(&server, url).await, 200);
        told.push(a.reply().await.text().to_owned());
        let other = if url == &to_a { &to_b } else { &to_a };
        assert_eq!(post(other, Some(SECRET), update.to_string()).await, 200, "it is passed over");
    }
    assert_eq!(told[..2], told[2..4], "as if all had gone to one bot");
    assert_ne!(told[1], told[4], "it hangs on what was asked before");
    b.end().await;
    assert!(a.finish().await.is_empty(), "each is answered once");
}

#[tokio::test(flavor = "multi_thread")]
async fn while_redis_is_away_telegram_is_told_to_send_again() {
    let Some(mut redis) = Redis::start() else { return };
    let server = Server::start().await;
    let (mut bot, url) = pushed(&server, &redis).await;
    redis.kill();
    bot.user(7).says("贸易额是多少");
    let update = server.with(|telegram| telegram.updates[0].clone());
    assert_eq!(push(&server, &url).await, 503);
    within("the probe to tell", async { while get(&beside(&url, "/readyz")).await.0 != 503 {} }).await;
    assert!(get(&beside(&url, "/readyz")).await.1.contains("Redis"));
    assert_eq!(get(&beside(&url, "/healthz")).await.0, 200, "it need not be started again");
    redis.restart();
    ready(&url).await;
    assert_eq!(post(&url, Some(SECRET), update.to_string()).await, 200);
    assert!(bot.reply().await.text().contains("很多"));
    assert!(bot.finish().await.is_empty());
}
