//! What operators see: probes, metrics and logs, of the real program over real HTTP.

use std::io::{BufRead, BufReader};
use std::process::ChildStderr;

use serde_json::Value;
use tokio::sync::mpsc;
use url::Url;

use crate::run::Program;
use crate::support::http::{beside, get, post};
use crate::support::person::Person;
use crate::support::server::{Failure, Server};
use crate::support::{exposition, within};

/// A program that logs JSON, and the lines of its log.
struct Logging {
    program: Program,
    lines: mpsc::UnboundedReceiver<String>,
}

impl Logging {
    fn start(server: &Server, arguments: &[&str], data: &std::path::Path) -> Logging {
        let arguments = [&["run", "--log-format", "json"], arguments].concat();
        let mut program = Program::start(server, &arguments, data);
        let log: ChildStderr = program.child.stderr.take().expect("a pipe");
        let (tell, lines) = mpsc::unbounded_channel();
        std::thread::spawn(move || {
            BufReader::new(log).lines().map_while(Result::ok).try_for_each(|line| tell.send(line))
        });
        Logging { program, lines }
    }

    /// The next line with this message.
    async fn logged(&mut self, message: &str) -> Value {
        loop {
            let line = within(message, self.lines.recv()).await.unwrap_or_else(|| panic!("ended without {message}"));
            let line: Value = serde_json::from_str(&line).unwrap_or_else(|_| panic!("no JSON: {line}"));
            if line["message"] == message {
                return line;
            }
        }
    }

    /// Where it listens next.
    async fn address(&mut self) -> Url {
        let line = self.logged("listening").await;
        Url::parse(&format!("http://{}/", line["address"].as_str().expect("an address"))).expect("an address")
    }

    /// Ends it; gives the rest of its log.
    async fn end(mut self) -> String {
        self.program.signal("TERM");
        assert_eq!(self.program.end().await.status.code(), Some(0));
        let mut rest = String::new();
        while let Some(line) = self.lines.recv().await {
            serde_json::from_str::<Value>(&line).unwrap_or_else(|_| panic!("no JSON: {line}"));
            rest.push_str(&line);
        }
        rest
    }
}

/// Asks until the answer is as wanted: each request waits for the program, so nothing needs to sleep.
async fn until(url: &Url, wanted: impl Fn(&(u16, String)) -> bool) -> String {
    let asked = async {
        loop {
            let answer = get(url).await;
            if wanted(&answer) {
                return answer.1;
            }
            tokio::task::yield_now().await;
        }
    };
    within("an answer as wanted", asked).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_polling_bot_tells_what_it_does() {
    let (server, data) = (Server::start().await, tempfile::tempdir().expect("a folder"));
    let mut bot = Logging::start(&server, &["--listen", "127.0.0.1:0"], data.path());
    let url = bot.address().await;
    assert_eq!(get(&beside(&url, "/healthz")).await.0, 200);
    until(&beside(&url, "/readyz"), |(status, told)| *status == 200 && told == "ready\n").await;
    Person::new(&server, 7, 7).says("2024年贸易额是多少");
    Person::new(&server, 8, 8).says("天气");
    let (at, _) = bot.program.reply(0).await;
    bot.program.reply(at + 1).await;
    let ended = |(_, page): &(u16, String)| page.contains("visitbot_turns_waiting 0\n");
    let samples = exposition::read(&until(&beside(&url, "/metrics"), ended).await);
    let counted = |series: &str| *samples.get(series).unwrap_or_else(|| panic!("no {series} in {samples:#?}"));
    assert_eq!(counted("visitbot_updates_total{kind=\"message\"}"), 2.0);
    assert_eq!(counted("visitbot_turns_total{verdict=\"answer\"}"), 1.0);
    assert_eq!(counted("visitbot_decide_seconds_count"), 2.0);
    assert_eq!(counted("visitbot_calls_total{method=\"sendMessage\",result=\"ok\"}"), 2.0);
    assert_eq!(counted("visitbot_send_seconds_count"), 2.0);
    assert!(counted("visitbot_store_bytes") > 0.0 && counted("process_resident_memory_bytes") > 1e6);
    assert_eq!((counted("visitbot_ready"), counted("visitbot_telegram_reached")), (1.0, 1.0));
    assert_eq!(samples.keys().filter(|key| key.starts_with("visitbot_pack_info{version=")).count(), 1);
    assert_eq!(get(&beside(&url, "/nosuch")).await.0, 404);
    bot.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn readiness_follows_telegram() {
    let (server, data) = (Server::start().await, tempfile::tempdir().expect("a folder"));
    for _ in 0..2 {
        server.fail("getUpdates", None, Failure::Status(502, "Bad Gateway"));
    }
    let mut bot = Logging::start(&server, &["--listen", "127.0.0.1:0"], data.path());
    let ready = beside(&bot.address().await, "/readyz");
    let told = until(&ready, |(status, told)| *status == 503 && !told.starts_with("starting")).await;
    assert!(told.contains("Telegram cannot be reached"), "{told}");
    until(&ready, |(status, _)| *status == 200).await;
    bot.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn reloads_are_counted_by_how_they_ended() {
    let (server, data) = (Server::start().await, tempfile::tempdir().expect("a folder"));
    let mut bot = Logging::start(&server, &["--metrics-listen", "127.0.0.1:0"], data.path());
    let metrics = beside(&bot.address().await, "/metrics");
    bot.logged("answering on Telegram").await;
    let before = get(&metrics).await.1;
    for (old, new, told) in [
        ("value = 280", "value = 290", "visitbot_reloads_total{result=\"ok\"} 1\n"),
        ("value = 290", "value = ", "visitbot_reloads_total{result=\"refused\"} 1\n"),
    ] {
        bot.program.edit(old, new);
        bot.program.signal("HUP");
        until(&metrics, |(_, page)| page.contains(told)).await;
    }
    let version = |page: &str| page.lines().find(|line| line.starts_with("visitbot_pack_info")).map(str::to_owned);
    assert_ne!(version(&before), version(&get(&metrics).await.1));
    bot.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_webhook_with_a_random_secret_shows_nothing_but_itself() {
    let (server, data) = (Server::start().await, tempfile::tempdir().expect("a folder"));
    let arguments = ["--webhook-url", "http://bot.example.org:8080/in/here", "--listen", "127.0.0.1:0"];
    let arguments = [&arguments[..], &["--metrics-listen", "127.0.0.1:0"]].concat();
    let mut bot = Logging::start(&server, &arguments, data.path());
    let (probes, webhook) = (bot.address().await, bot.address().await);
    let (_, set) = within("setWebhook", server.call(0, |call| call.method == "setWebhook")).await;
    let secret = set.params["secret_token"].as_str().expect("a secret").to_owned();
    assert!(secret.len() >= 32);
    assert_eq!(set.params["url"], "http://bot.example.org:8080/in/here");
    until(&beside(&probes, "/readyz"), |(status, _)| *status == 200).await;
    for path in ["/healthz", "/readyz", "/metrics"] {
        assert_eq!(get(&beside(&webhook, path)).await.0, 404, "{path}");
        assert_eq!(get(&beside(&probes, path)).await.0, 200, "{path}");
    }
    Person::new(&server, 7, 7).says("2024年贸易额是多少");
    let update = server.with(|telegram| telegram.updates.pop_front()).expect("an update").to_string();
    assert_eq!(post(&beside(&webhook, "/in/here"), Some("wrong"), update.clone()).await, 401);
    assert_eq!(post(&beside(&webhook, "/in/here"), Some(&secret), update).await, 200);
    assert!(bot.program.reply(0).await.1.text().contains("280亿美元"));
    let log = bot.end().await;
    assert!(!log.contains(&secret) && !log.contains("贸易额") && !log.contains("in/here"), "{log}");
    assert!(server.calls().iter().all(|call| call.method != "deleteWebhook"));
    assert_eq!(server.with(|telegram| telegram.polls), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_in_use_is_one_sentence() {
    let (server, data) = (Server::start().await, tempfile::tempdir().expect("a folder"));
    let taken = server.url().socket_addrs(|| None).expect("an address")[0].to_string();
    for option in ["--listen", "--metrics-listen"] {
        let output = Program::start(&server, &["run", option, &taken], data.path()).end().await;
        assert_eq!(output.status.code(), Some(1));
        let told = crate::cli::told(&output);
        let last = told.lines().last().unwrap_or_default();
        assert!(last.starts_with("visitbot: cannot listen on 127.0.0.1:") && last.contains(option), "{told}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_store_that_was_broken_is_told() {
    let (server, folder) = (Server::start().await, tempfile::tempdir().expect("a folder"));
    let data = folder.path().join("data");
    std::fs::create_dir(&data).expect("made");
    std::fs::write(data.join("conf"), "this is no configuration of sled's, whatever it was").expect("written");
    let mut bot = Logging::start(&server, &["--listen", "127.0.0.1:0"], &data);
    let metrics = beside(&bot.address().await, "/metrics");
    assert!(get(&metrics).await.1.contains("visitbot_store_moved_aside 1\n"));
    bot.end().await;
}
