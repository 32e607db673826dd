//! How loading and answering grow with the pack: synthetic packs of 10, 10,000 and 100,000 entries.
//!
//! `cargo bench --bench scale` prints a table in Markdown. Each pack is written to a folder and measured in a process of
//! its own, so that nothing but the program takes memory. `cargo bench --bench scale -- 20000` measures that size alone.
#![allow(clippy::expect_used)]

#[path = "../support/measure.rs"]
mod measure;
mod pack;
mod questions;
mod words;

use std::hint::black_box;
use std::path::Path;
use std::process::Command;
use std::time::{Instant, SystemTime};

use serde::{Deserialize, Serialize};
use visitbot::app::App;
use visitbot::event::{Audience, Event, Input};
use visitbot::knowledge::{Knowledge, source};
use visitbot::reply::Verdict;
use visitbot::store::Sessions;

use measure::{Times, on_all_cores, resident};
use pack::Pack;
use questions::{Asked, questions};

/// Entries of the packs.
const SIZES: [usize; 3] = [10, 10_000, 100_000];
/// Questions asked of each.
const QUESTIONS: usize = 2_000;
/// Times that each is asked; the median counts, which a busy machine hardly touches.
const ROUNDS: usize = 5;
/// Opens the arguments of the process that measures one pack: its entries and its folder follow.
const ONE: &str = "--one";

/// What was measured of a pack.
#[derive(Serialize, Deserialize)]
struct Row {
    entries: usize,
    load_ms: f64,
    resident_mib: f64,
    micros: [f64; 3],
    per_second: f64,
    on_all: f64,
    cores: usize,
    right_percent: f64,
    wrong_percent: f64,
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [ONE, entries, folder] = arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        let row = measured(entries.parse().expect("a number"), Path::new(folder));
        println!("{}", serde_json::to_string(&row).expect("plain numbers"));
        return;
    }
    let wanted: Vec<usize> = arguments.iter().filter_map(|argument| argument.parse().ok()).collect();
    let benched = arguments.iter().any(|argument| argument == "--bench");
    let sizes = if !wanted.is_empty() { &wanted[..] } else { &SIZES[..if benched { SIZES.len() } else { 1 }] };
    let rows: Vec<Row> = sizes.iter().map(|&entries| apart(entries)).collect();
    table(&rows);
}

/// Measures in a process of its own.
fn apart(entries: usize) -> Row {
    let folder = tempfile::tempdir().expect("a folder");
    for file in Pack::of(entries).files {
        std::fs::write(folder.path().join(file.name), file.text).expect("room on the disk");
    }
    let mut program = Command::new(std::env::current_exe().expect("this program"));
    let out = program.arg(ONE).arg(entries.to_string()).arg(folder.path()).output().expect("it starts");
    let told = String::from_utf8_lossy(&out.stderr);
    assert!(out.status.success(), "a pack of {entries}: {told}");
    serde_json::from_slice(&out.stdout).expect("a row")
}

fn measured(entries: usize, folder: &Path) -> Row {
    let start = Instant::now();
    let files = source::from_dir(folder).expect("the folder that was written");
    let knowledge = Knowledge::load(&files).expect("a pack without faults");
    drop(files);
    let load_ms = 1e3 * start.elapsed().as_secs_f64();
    let app = App::new(knowledge, Sessions::in_memory());
    let resident_mib = resident();
    let asked: Vec<Asked> = questions(&Pack::of(entries), QUESTIONS);
    let events: Vec<Event> = asked.iter().map(|a| private(&a.text)).collect();
    let (right, wrong) = judged(&app, &asked, &events);
    let times = times(&app, &events);
    let now = SystemTime::now();
    let (on_all, cores) = on_all_cores(ROUNDS * events.len(), |at| drop(app.once(&events[at % events.len()], now)));
    let percent = |count: usize| 100.0 * count as f64 / asked.len() as f64;
    Row {
        entries,
        load_ms,
        resident_mib,
        micros: [50, 99, 100].map(|percent| 1e6 * times.at(percent).as_secs_f64()),
        per_second: times.per_second(),
        on_all,
        cores,
        right_percent: percent(right),
        wrong_percent: percent(wrong),
    }
}

/// How many replies are right, and how many are answers that are not.
fn judged(app: &App, asked: &[Asked], events: &[Event]) -> (usize, usize) {
    let (mut right, mut wrong) = (0, 0);
    for (asked, event) in asked.iter().zip(events) {
        let reply = app.once(event, SystemTime::now());
        let entry = reply.entry.filter(|_| reply.verdict == Verdict::Answer);
        right += usize::from(entry == asked.entry);
        wrong += usize::from(entry.is_some() && entry != asked.entry);
    }
    (right, wrong)
}

/// How long each answer takes, on one core.
fn times(app: &App, events: &[Event]) -> Times {
    let mut took = vec![Vec::with_capacity(ROUNDS); events.len()];
    for _ in 0..ROUNDS {
        for (event, took) in events.iter().zip(&mut took) {
            let (now, start) = (SystemTime::now(), Instant::now());
            black_box(app.once(black_box(event), now));
            took.push(start.elapsed());
        }
    }
    Times::of(took.into_iter().map(|took| Times::of(took).at(50)).collect())
}

fn private(text: &str) -> Event {
    Event::new(Audience::Private, Input::Text(text.to_owned()))
}

/// In Markdown. The memory of an entry is what a pack takes beyond the smallest one.
fn table(rows: &[Row]) {
    let cores = rows.first().map_or(1, |row| row.cores);
    println!(
        "| entries | load | resident | of it an entry | p50 | p99 | longest | answers a second, 1 core | {cores} cores \
         | right | wrong |"
    );
    println!("|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|");
    for row in rows {
        let [p50, p99, longest] = row.micros.map(short);
        let more = rows.first().filter(|first| first.entries < row.entries);
        let own = more.map(|first| 1024.0 * (row.resident_mib - first.resident_mib) / row.entries as f64);
        let own = own.map_or_else(String::new, |kib| format!("{kib:.1} KiB"));
        println!(
            "| {} | {} | {:.0} MiB | {own} | {p50} | {p99} | {longest} | {:.0} | {:.0} | {:.1} % | {:.1} % |",
            row.entries,
            short(1e3 * row.load_ms),
            row.resident_mib,
            row.per_second,
            row.on_all,
            row.right_percent,
            row.wrong_percent
        );
    }
}

/// Microseconds in the unit that reads best.
fn short(micros: f64) -> String {
    match micros {
        ..1e3 => format!("{micros:.0} µs"),
        ..1e5 => format!("{:.1} ms", micros / 1e3),
        ..1e6 => format!("{:.0} ms", micros / 1e3),
        _ => format!("{:.1} s", micros / 1e6),
    }
}
