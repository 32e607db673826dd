//! Tallies by day: counted in memory, written in batches, added over restarts and threads; stats and their lines.

use std::time::Duration;

use visitbot::journal::Journal;
use visitbot::journal::day::Day;
use visitbot::journal::tallies::{KEPT, Latency};
use visitbot::journal::votes::Vote;
use visitbot::reply::{Reply, Verdict};
use visitbot::store::{Store, Table};

use super::{DAY, at, by, declined, journals};
use crate::support::shipped;

const TOOK: Duration = Duration::from_micros(20);

fn answer(entry: &str) -> Reply {
    Reply { entry: Some(entry.to_owned()), ..Reply::line(Verdict::Answer, "…") }
}

#[test]
fn days_are_counted_by_themselves_and_together() {
    let (_folder, journals) = journals();
    for journal in journals {
        journal.count(&answer("energy.nuclear"), TOOK, at(0));
        journal.count(&answer("energy.nuclear"), TOOK, at(DAY));
        journal.count(&answer("trade.target"), TOOK, at(DAY));
        for verdict in [Verdict::Clarify, Verdict::Decline, Verdict::Silent] {
            journal.count(&Reply::line(verdict, "…"), TOOK, at(DAY));
        }
        journal.count_chosen("energy.nuclear", at(DAY));
        journal.vote("energy.nuclear", "1", Vote::Down, None, at(DAY)).unwrap();
        let before = journal.stats(3, at(DAY)).unwrap();
        journal.keep_up(at(DAY)).unwrap();
        assert_eq!(journal.stats(3, at(DAY)).unwrap(), before, "written or not");
        let days: Vec<(String, u64)> = before.days.iter().map(|(day, t)| (day.to_string(), t.questions)).collect();
        let expected = [("2025-11-10", 0), ("2025-11-11", 1), ("2025-11-12", 4)];
        assert_eq!(days, expected.map(|(day, questions)| (day.to_owned(), questions)));
        let total = &before.total;
        assert_eq!((total.answered, total.offered, total.declined, total.silent), (3, 1, 1, 1));
        assert_eq!((total.chosen, total.up, total.down), (1, 0, 1));
        assert_eq!(before.top_entries(), [("energy.nuclear", 3), ("trade.target", 1)]);
    }
}

#[test]
fn lines_tell_it_in_the_packs_words() {
    let (_folder, journals) = journals();
    let knowledge = shipped::knowledge();
    for journal in journals {
        journal.count(&answer("energy.nuclear"), TOOK, at(0));
        journal.count(&answer("gone"), TOOK, at(0));
        declined(&journal, "谁赢了世界杯", &by("1", 1), at(0));
        let lines = journal.stats(7, at(0)).unwrap().lines(&knowledge);
        let text = lines.join("\n");
        let question = &knowledge.entry("energy.nuclear").unwrap().question;
        for told in ["7", "2025-11-11", question, "gone", "谁赢了世界杯", "32 µs"] {
            assert!(text.contains(told), "{told} in {text}");
        }
        assert!(!text.contains(['{', '}']), "{text}");
    }
    let none = Journal::new(Store::in_memory()).stats(7, at(0)).unwrap();
    assert_eq!(none.lines(&knowledge).len(), 3, "{none:?}");
}

#[test]
fn latency_is_told_to_a_power_of_two() {
    let mut latency = Latency::default();
    assert_eq!(latency.within(0.5), None);
    (0..98).for_each(|_| latency.note(Duration::from_micros(20)));
    (0..2).for_each(|_| latency.note(Duration::from_millis(3)));
    assert_eq!(latency.within(0.5), Some(Duration::from_micros(32)));
    assert_eq!(latency.within(0.98), Some(Duration::from_micros(32)));
    assert_eq!(latency.within(0.99), Some(Duration::from_micros(4096)));
    latency.note(Duration::ZERO);
    latency.note(Duration::MAX);
    assert_eq!(latency.within(0.0), Some(Duration::from_micros(2)));
    assert_eq!(latency.within(1.0), Some(Duration::from_micros(u64::MAX)));
}

#[test]
fn a_stop_loses_nothing_and_threads_add_up() {
    let folder = tempfile::tempdir().unwrap();
    for round in 1..=3 {
        let journal = Journal::new(Store::open(&folder.path().join("data")).unwrap());
        let count = || {
            for n in 0..200 {
                journal.count(&answer("energy.nuclear"), TOOK, at(0));
                if n % 50 == 0 {
                    journal.keep_up(at(0)).unwrap();
                }
            }
        };
        std::thread::scope(|scope| (0..4).for_each(|_| drop(scope.spawn(count))));
        journal.flush(at(0)).unwrap();
        assert_eq!(journal.tally(Day::of(at(0)), at(0)).unwrap().questions, round * 800);
    }
}

#[test]
fn tallies_go_after_four_hundred_days() {
    let (_folder, journals) = journals();
    for journal in journals {
        journal.count(&answer("energy.nuclear"), TOOK, at(0));
        journal.keep_up(at(0)).unwrap();
        journal.keep_up(at((KEPT - 1) * DAY)).unwrap();
        assert_eq!(journal.store().keys(Table::Tallies, b"").unwrap().len(), 1);
        journal.keep_up(at(KEPT * DAY)).unwrap();
        assert_eq!(journal.store().keys(Table::Tallies, b"").unwrap().len(), 0);
    }
}
