//! What goes wrong between the bot and Telegram.

use std::sync::{Arc, Mutex};

use url::Url;
use visitbot::app::App;
use visitbot::knowledge::Knowledge;
use visitbot::store::Sessions;
use visitbot::telegram::{self, Secret, Settings, TelegramError};

use crate::support::server::{Call, Failure, Server, TOKEN};
use crate::support::{Bot, pack};

#[tokio::test]
async fn a_wrong_token_is_told() {
    let server = Server::start().await;
    server.fail("getMe", None, Failure::Status(401, "Unauthorized"));
    assert!(matches!(Bot::on(server).error().await, TelegramError::Token));
}

#[tokio::test]
async fn no_network_is_told_without_the_token() {
    let closed = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let api_url = Url::parse(&format!("http://{}", closed.local_addr().unwrap())).unwrap();
    drop(closed);
    let settings = Settings::polling(Secret::new("123:secret"), Some(api_url), Vec::new());
    let app = App::new(Knowledge::compile(pack::small()), Sessions::in_memory());
    let error = telegram::run(Arc::new(app), settings, std::future::pending()).await.unwrap_err();
    assert!(matches!(error, TelegramError::Unreachable { .. }));
    assert!(error.to_string().contains("127.0.0.1") && !format!("{error} {error:?}").contains("secret"));
}

#[tokio::test]
async fn a_second_poller_ends_this_one() {
    let bot = Bot::start().await;
    let conflict = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running";
    bot.fail("getUpdates", None, Failure::Status(409, conflict));
    bot.user(7).says("贸易额");
    assert!(matches!(bot.error().await, TelegramError::SecondPoller));
}

#[tokio::test]
async fn a_webhook_is_removed_at_the_start() {
    let server = Server::start().await;
    server.with(|telegram| telegram.webhook = "https://example.org/hook".to_owned());
    let mut bot = Bot::on(server);
    bot.user(7).says("贸易额");
    bot.reply().await;
    let removed = bot.called("deleteWebhook").await;
    assert!(!removed.params.contains_key("drop_pending_updates"));
    bot.finish().await;
}

#[tokio::test]
async fn without_a_webhook_none_is_removed() {
    let bot = Bot::start().await;
    assert!(bot.server.calls().iter().all(|call| call.method != "deleteWebhook"));
    bot.finish().await;
}

#[tokio::test]
async fn one_chat_that_has_to_wait_holds_up_no_other() {
    let mut bot = Bot::start().await;
    bot.fail("sendMessage", Some(7), Failure::TooMany(1));
    bot.user(7).says("一");
    bot.user(8).says("二");
    assert_eq!(bot.reply().await.chat(), 8);
    assert_eq!(bot.reply().await.chat(), 7);
    assert!(bot.finish().await.is_empty());
}

#[tokio::test]
async fn an_answer_survives_a_failing_server_and_a_dropped_connection() {
    let mut bot = Bot::start().await;
    bot.fail("sendMessage", None, Failure::Status(502, "Bad Gateway"));
    bot.fail("sendMessage", None, Failure::Dropped);
    let question = bot.user(7).says("贸易额");
    assert_eq!(bot.reply().await.quotes(), Some(question));
    assert!(bot.finish().await.is_empty());
}

#[tokio::test]
async fn polling_goes_on_after_trouble() {
    let mut bot = Bot::start().await;
    bot.fail("getUpdates", None, Failure::Status(500, "Internal Server Error"));
    bot.fail("getUpdates", None, Failure::Dropped);
    for n in ["一", "二"] {
        let question = bot.user(7).says(n);
        assert_eq!(bot.reply().await.quotes(), Some(question));
    }
    assert!(bot.finish().await.is_empty());
}

#[tokio::test]
async fn a_refused_answer_is_not_tried_again() {
    let mut bot = Bot::start().await;
    bot.fail("sendMessage", Some(7), Failure::Status(403, "Forbidden: bot was blocked by the user"));
    bot.user(7).says("一");
    let next = bot.user(7).says("二");
    assert_eq!(bot.reply().await.quotes(), Some(next));
    assert!(bot.finish().await.is_empty());
}

#[tokio::test]
async fn a_flood_in_one_chat_costs_the_others_nothing() {
    let mut bot = Bot::start().await;
    for _ in ["the first answer", "the notice"] {
        bot.fail("sendMessage", Some(7), Failure::TooMany(1));
    }
    for n in 0..60 {
        bot.user(7).says(&n.to_string());
    }
    let other = bot.user(8).says("贸易额");
    let first = bot.reply().await;
    assert_eq!((first.chat(), first.quotes()), (8, Some(other)));
    let rest = bot.finish().await;
    let told: Vec<&Call> = rest.iter().filter(|call| call.ok && call.chat() == 7).collect();
    let busy = told.iter().filter(|call| call.text() == "〔telegram-busy〕").count();
    assert_eq!((busy, told.len() - busy), (1, 21));
}

#[tokio::test]
async fn a_group_that_moved_gets_its_answer() {
    let mut bot = Bot::start().await;
    bot.server.with(|telegram| telegram.chats.insert(-1005));
    bot.fail("sendMessage", Some(-5), Failure::Moved(-1005));
    bot.member(-5, 7).says("/trade");
    assert_eq!(bot.reply().await.chat(), -1005);
    assert!(bot.finish().await.is_empty());
}

#[tokio::test]
async fn stopping_lets_turns_end() {
    let bot = Bot::start().await;
    bot.fail("sendMessage", Some(7), Failure::TooMany(1));
    let question = bot.user(7).says("贸易额");
    let sent = bot.finish().await;
    assert_eq!(sent.last().map(|call| (call.ok, call.quotes())), Some((true, Some(question))));
}

#[tokio::test]
async fn stopping_confirms_what_was_answered() {
    let mut bot = Bot::start().await;
    bot.fail("getUpdates", None, Failure::TooMany(30));
    bot.user(7).says("贸易额");
    bot.reply().await;
    let shared = bot.server.clone();
    shared.call(0, |call| call.method == "getUpdates" && !call.ok).await;
    assert_eq!(shared.with(|telegram| telegram.updates.len()), 1);
    bot.end().await;
    assert_eq!(shared.with(|telegram| telegram.updates.len()), 0);
}

/// What is logged on this thread, from now on.
fn log() -> (Arc<Mutex<Vec<u8>>>, tracing::subscriber::DefaultGuard) {
    let log = Arc::new(Mutex::new(Vec::new()));
    let writer = Arc::clone(&log);
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::DEBUG)
        .with_writer(move || Writer(Arc::clone(&writer)))
        .finish();
    (log, tracing::subscriber::set_default(subscriber))
}

struct Writer(Arc<Mutex<Vec<u8>>>);

impl std::io::Write for Writer {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn the_log_holds_neither_the_token_nor_what_was_written() {
    let (log, _guard) = log();
    let mut bot = Bot::start().await;
    let echo = "Bad Request: can't parse entities: near 'confidential'";
    bot.fail("sendMessage", None, Failure::Status(400, echo));
    bot.fail("getUpdates", None, Failure::Dropped);
    bot.user(7).says("confidential");
    bot.user(7).says("confidential");
    bot.reply().await;
    bot.finish().await;
    let log = String::from_utf8(log.lock().unwrap().clone()).unwrap();
    assert!(log.contains("an answer could not be delivered") && log.contains("no updates from Telegram"), "{log}");
    assert!(!log.contains(TOKEN) && !log.contains("confidential"), "{log}");
}
