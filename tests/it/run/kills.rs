//! `visitbot run` that is killed, told twice to stop, or runs out of disk: no question is lost, none is left alone.

use std::path::Path;
use std::time::Duration;

use tokio::time::timeout;

use super::Program;
use crate::cli::told;
use crate::support::person::Person;
use crate::support::redis::Redis;
use crate::support::server::{Call, Failure, Server};

const PATIENCE: Duration = Duration::from_secs(30);
/// Kills in a row, and chats that ask before each.
const KILLS: usize = 6;
const CHATS: i64 = 20;

/// The questions that messages answer in a chat.
pub fn answered(server: &Server, chat: i64) -> Vec<Option<i64>> {
    let calls = server.calls();
    calls
        .iter()
        .filter(|call| call.ok && call.method == "sendMessage" && call.chat() == chat)
        .map(Call::quotes)
        .collect()
}

pub async fn taken(server: &Server) {
    timeout(PATIENCE, server.taken()).await.expect("it takes all updates");
}

async fn replies(server: &Server, count: usize) {
    let granted = |call: &Call| call.ok && call.method == "sendMessage";
    let mut from = 0;
    for _ in 0..count {
        from = 1 + timeout(PATIENCE, server.call(from, granted)).await.expect("a reply").0;
    }
}

/// Waits until every question, told by its chat and message, has an answer.
async fn all_answered(server: &Server, asked: &[(i64, i64)]) {
    let lost = || {
        let is_answered = |(chat, question): &&(i64, i64)| answered(server, *chat).contains(&Some(*question));
        asked.iter().filter(|question| !is_answered(question)).collect::<Vec<_>>()
    };
    let answers = async {
        // What comes while it looks is waited for no more.
        let mut seen = server.calls().len();
        while !lost().is_empty() {
            server.call(seen, |call| call.method == "sendMessage").await;
            seen = server.calls().len();
        }
    };
    assert!(timeout(PATIENCE, answers).await.is_ok(), "{:?} of {} are lost", lost(), asked.len());
}

/// Starts it, lets chat 7 wait for ever, and asks there; the questions are taken then, and not answered.
async fn stuck(server: &Server, data: &Path) -> (Program, Vec<Option<i64>>) {
    server.fail("sendMessage", Some(7), Failure::TooMany(3600));
    let program = Program::start(server, &["run"], data);
    let asked = (0..5).map(|n| Some(Person::new(server, 7, 7).says(&format!("2024年贸易额是多少{n}"))));
    let asked = asked.collect();
    taken(server).await;
    (program, asked)
}

#[tokio::test(flavor = "multi_thread")]
async fn what_sigkill_leaves_is_answered_once_after_the_next_start() {
    let (server, data) = (Server::start().await, tempfile::tempdir().expect("a folder"));
    let (program, asked) = stuck(&server, data.path()).await;
    let elsewhere = Person::new(&server, 8, 8).says("2024年贸易额是多少");
    replies(&server, 1).await;
    taken(&server).await;
    program.signal("KILL");
    program.end().await;
    let again = Program::start(&server, &["run"], data.path());
    replies(&server, 6).await;
    again.signal("TERM");
    assert_eq!(again.end().await.status.code(), Some(0));
    assert_eq!(answered(&server, 7), asked);
    assert!(!answered(&server, 8).is_empty() && answered(&server, 8).iter().all(|quoted| *quoted == Some(elsewhere)));
    server.assert_no_faults();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_signal_ends_at_once_and_loses_nothing() {
    let (server, data) = (Server::start().await, tempfile::tempdir().expect("a folder"));
    let (program, asked) = stuck(&server, data.path()).await;
    let mut program = program;
    let log = std::io::BufReader::new(program.child.stderr.take().expect("a pipe"));
    program.signal("TERM");
    let log = super::logged(log, "stopping").await;
    program.signal("TERM");
    super::logged(log, "ended at once").await;
    assert_eq!(program.end().await.status.code(), Some(1));
    let again = Program::start(&server, &["run"], data.path());
    replies(&server, 5).await;
    again.signal("INT");
    assert_eq!(again.end().await.status.code(), Some(0));
    assert_eq!(answered(&server, 7), asked);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_costs_the_memory_not_the_answers_until_there_is_room() {
    let (server, data) = (Server::start().await, tempfile::tempdir().expect("a folder"));
    let program = Program::cramped(&server, 40 << 10, data.path());
    for person in 1..=100 {
        Person::new(&server, person, person).says(&format!("2024年贸易额是多少{}", "？".repeat(3000)));
    }
    replies(&server, 100).await;
    taken(&server).await;
    program.relieve();
    Person::new(&server, 7, 7).says("2024年贸易额是多少");
    replies(&server, 101).await;
    program.signal("TERM");
    let output = program.end().await;
    let log = told(&output);
    for words in ["can no longer be kept", "go on without memory", "no longer be noted", "is kept again"] {
        assert_eq!(log.matches(words).count(), 1, "{words}: {log}");
    }
    assert_eq!(output.status.code(), Some(0), "{log}");
    server.assert_no_faults();
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_bots_that_share_a_redis_one_may_die() {
    let Some(redis) = Redis::start() else { return };
    let (server, data) = (Server::start().await, tempfile::tempdir().expect("a folder"));
    let (url, ask) = (redis.url(), |chat: i64, text: &str| (chat, Person::new(&server, chat, chat).says(text)));
    let start = || Program::start(&server, &["run", "--store", &url], data.path());
    let bots = [start(), start()];
    let mut asked: Vec<(i64, i64)> = (1..=CHATS).map(|chat| ask(chat, "2024年贸易额是多少")).collect();
    replies(&server, asked.len()).await;
    for chat in 1..=CHATS {
        asked.push(ask(chat, "为什么"));
        asked.push(ask(100 + chat, "2024年贸易额是多少"));
    }
    taken(&server).await;
    let [first, second] = bots;
    first.signal("KILL");
    first.end().await;
    asked.extend((1..=CHATS).map(|chat| ask(200 + chat, "2024年贸易额是多少")));
    all_answered(&server, &asked).await;
    second.signal("TERM");
    assert_eq!(second.end().await.status.code(), Some(0));
    for chat in 1..=CHATS {
        let order = answered(&server, chat);
        assert!(order.is_sorted(), "chat {chat}: {order:?}");
    }
    server.assert_no_faults();
}

#[tokio::test(flavor = "multi_thread")]
async fn whenever_it_is_killed_no_question_is_lost() {
    let (server, data) = (Server::start().await, tempfile::tempdir().expect("a folder"));
    let mut asked = Vec::new();
    let mut seen = 0;
    for kill in 0..KILLS {
        let program = Program::start(&server, &["run"], data.path());
        for chat in 1..=CHATS {
            asked.push((chat, Person::new(&server, chat, chat).says("2024年贸易额是多少")));
        }
        for _ in 0..3 * kill {
            seen = 1 + timeout(PATIENCE, server.call(seen, |call| call.method == "sendMessage")).await.expect("it").0;
        }
        program.signal("KILL");
        program.end().await;
    }
    let last = Program::start(&server, &["run"], data.path());
    all_answered(&server, &asked).await;
    last.signal("TERM");
    assert_eq!(last.end().await.status.code(), Some(0));
    let more = (1..=CHATS).map(|chat| answered(&server, chat).len()).sum::<usize>() - asked.len();
    assert!(
        more <= KILLS * CHATS as usize * 2 / 3,
        "{more} answers too many: only those in flight at a kill may come twice"
    );
    server.assert_no_faults();
}
