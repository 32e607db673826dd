//! How long an answer takes, from text to reply, on the shipped pack and its development questions.
//!
//! `cargo bench --bench answer` prints the distribution over single answers on one core (a mean hides the slow ones),
//! how many a second all cores give, the time from the start of the program to its first answer, and the memory that
//! the loaded pack takes; then criterion compares with the run before.
#![allow(clippy::expect_used)]

#[path = "support/measure.rs"]
mod measure;

use std::hint::black_box;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant, SystemTime};

use criterion::{Criterion, Throughput};
use serde::Deserialize;
use visitbot::app::{App, Asker};
use visitbot::event::{Audience, Event, Input};
use visitbot::knowledge::{Knowledge, source};
use visitbot::store::Sessions;

use measure::{Times, on_all_cores, resident};

/// Times that every chat is held for the distribution.
const ROUNDS: usize = 50;
/// Turns shown that take longest.
const SLOWEST: usize = 5;
/// Starts of the program.
const STARTS: usize = 10;

#[derive(Deserialize)]
struct Chat {
    id: String,
    turns: Vec<String>,
}

fn main() {
    let before = resident();
    let knowledge = Knowledge::load(&source::builtin()).expect("the shipped pack has no faults");
    let app = App::new(knowledge, Sessions::in_memory());
    let loaded = resident();
    let turns = turns();
    if std::env::args().any(|argument| argument == "--bench") {
        let took = one_by_one(&app, &turns);
        distribution(&took);
        all_cores(&app, &turns);
        starts();
        println!(
            "memory: {loaded:.0} MiB resident with the pack loaded, {:.0} MiB of it the pack's\n",
            loaded - before
        );
        slowest(&turns, &took);
    }
    let mut criterion = Criterion::default().configure_from_args();
    let mut group = criterion.benchmark_group("answer");
    group.throughput(Throughput::Elements(turns.len() as u64));
    group.bench_function("development questions", |bench| bench.iter(|| turns.iter().for_each(|t| answer(&app, t))));
    group.finish();
    criterion.final_summary();
}

/// Every turn of the development chats, each chat with an asker of its own.
fn turns() -> Vec<(Asker, Event)> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("knowledge/questions/dev.jsonl");
    let text = std::fs::read_to_string(path).expect("the development questions");
    let chats = text.lines().map(|line| serde_json::from_str::<Chat>(line).expect("a chat"));
    let turn = |chat: &str, text: String| {
        let asker = Asker { chat: chat.to_owned(), user: "bench".to_owned() };
        (asker, Event::new(Audience::Private, Input::Text(text)))
    };
    chats.flat_map(|chat| chat.turns.into_iter().map(move |text| turn(&chat.id, text))).collect()
}

fn answer(app: &App, (asker, event): &(Asker, Event)) {
    black_box(app.turn(black_box(asker), black_box(event), SystemTime::now()).expect("memory does not fail"));
}

/// Answers turn after turn; gives for each turn how long it took, round by round.
fn one_by_one(app: &App, turns: &[(Asker, Event)]) -> Vec<Vec<Duration>> {
    let mut took = vec![Vec::with_capacity(ROUNDS); turns.len()];
    turns.iter().for_each(|turn| answer(app, turn));
    for _ in 0..ROUNDS {
        for (turn, took) in turns.iter().zip(&mut took) {
            let start = Instant::now();
            answer(app, turn);
            took.push(start.elapsed());
        }
    }
    took
}

/// Over single answers, and over the turns by the median of their rounds, which a busy machine hardly touches.
fn distribution(took: &[Vec<Duration>]) {
    let (each, medians) = (Times::of(took.concat()), Times::of(took.iter().map(|took| median(took)).collect()));
    let count: usize = took.iter().map(Vec::len).sum();
    println!("text to reply, {count} answers on one core, {:.0} a second:", each.per_second());
    for (name, of) in [("single answers", each), ("medians of each", medians)] {
        let [p50, p99, longest] = [50, 99, 100].map(|percent| of.at(percent));
        println!("  {name:<15}  p50 {p50:.0?}, p99 {p99:.0?}, longest {longest:.0?}");
    }
}

/// All cores at once.
fn all_cores(app: &App, turns: &[(Asker, Event)]) {
    let (per_second, cores) = on_all_cores(ROUNDS * turns.len(), |at| answer(app, &turns[at % turns.len()]));
    println!("  on all {cores} cores   {per_second:.0} a second");
}

fn median(took: &[Duration]) -> Duration {
    Times::of(took.to_vec()).at(50)
}

/// The turns that take longest.
fn slowest(turns: &[(Asker, Event)], took: &[Vec<Duration>]) {
    let medians = turns.iter().zip(took).map(|(turn, took)| (median(took), turn));
    let mut medians: Vec<(Duration, &(Asker, Event))> = medians.collect();
    medians.sort_by_key(|&(median, _)| std::cmp::Reverse(median));
    println!("slowest:");
    for (median, (asker, event)) in medians.iter().take(SLOWEST) {
        println!("  {median:.0?} {} {:?}", asker.chat, event.input);
    }
    println!();
}

/// From the start of the program to the end of `ask` with one question.
fn starts() {
    let took = (0..STARTS).map(|_| {
        let start = Instant::now();
        let mut program = Command::new(env!("CARGO_BIN_EXE_visitbot"));
        let status = program.args(["ask", "2024年贸易额是多少"]).env_clear().stdout(Stdio::null()).status();
        assert!(status.expect("it starts").success());
        start.elapsed()
    });
    let took = Times::of(took.collect());
    println!("start to first answer, {STARTS} starts: median {:.0?}, longest {:.0?}", took.at(50), took.at(100));
}
