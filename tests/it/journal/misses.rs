//! Questions without an answer: grouped, hidden, put out of scope, learnt; kept for a time and bounded.

use proptest::prelude::*;
use visitbot::app::App;
use visitbot::dialogue::suggest::suggestions;
use visitbot::event::{Audience, Event, Input};
use visitbot::journal::Journal;
use visitbot::journal::likeness::{Shape, grouped, id};
use visitbot::journal::misses::gaps::LATER;
use visitbot::journal::misses::is_miss;
use visitbot::journal::misses::{KEPT, MOST, SLACK, Why};
use visitbot::reply::Reply;
use visitbot::store::{Sessions, Store, Table};

use super::{DAY, at, by, declined, gap, gaps, journals};
use crate::support::shipped;

#[test]
fn like_questions_are_one_group_the_most_frequent_first() {
    let (_folder, journals) = journals();
    for journal in journals {
        declined(&journal, "明天天气怎么样？", &by("1", 1), at(0));
        declined(&journal, "谁赢了世界杯", &by("1", 2), at(1));
        declined(&journal, "明天的天气怎么样", &by("2", 3), at(2));
        declined(&journal, "谁赢了世界杯", &by("2", 4), at(3));
        declined(&journal, "谁赢了世界杯！", &by("3", 5), at(4));
        declined(&journal, "2023年赢的是谁", &by("3", 6), at(5));
        declined(&journal, "2022年赢的是谁", &by("3", 7), at(6));
        let expected = [("谁赢了世界杯", 3), ("明天天气怎么样？", 2), ("2022年赢的是谁", 1), ("2023年赢的是谁", 1)];
        assert_eq!(gaps(&journal, at(9)), expected.map(|(text, times)| gap(text, times)));
        let group = &journal.gaps(at(9), 2).unwrap()[1];
        assert_eq!((group.others.as_slice(), group.declined), (["明天的天气怎么样".to_owned()].as_slice(), 2));
        assert_eq!((group.first, group.last), (at(0), at(2)));
        assert!(group.id.len() <= 16 && group.id.is_ascii());
    }
}

/// As [`grouped`], by comparing each with each.
fn grouped_plainly(shapes: &[Shape]) -> Vec<Vec<usize>> {
    let mut group: Vec<usize> = (0..shapes.len()).collect();
    for at in 0..shapes.len() {
        for before in (0..at).filter(|before| shapes[*before].is_like(&shapes[at])) {
            let (to, from) = (group[before].min(group[at]), group[before].max(group[at]));
            group.iter_mut().filter(|held| **held == from).for_each(|held| *held = to);
        }
    }
    let members = |of: usize| (0..shapes.len()).filter(|at| group[*at] == of).collect::<Vec<_>>();
    (0..shapes.len()).map(members).filter(|members| !members.is_empty()).collect()
}

proptest! {
    #[test]
    fn grouping_misses_no_likeness(texts in proptest::collection::vec("[甲乙丙丁1]{0,7}", 0..30)) {
        let shapes: Vec<Shape> = texts.iter().map(|text| Shape::of(text)).collect();
        prop_assert_eq!(grouped(&shapes), grouped_plainly(&shapes));
    }
}

#[test]
fn a_message_counts_once_for_however_many_reasons() {
    let (_folder, journals) = journals();
    for journal in journals {
        for why in [Why::Declined, Why::TurnedDown, Why::TurnedDown] {
            journal.missed("谁赢了世界杯", &by("1", 1), why, at(0)).unwrap();
        }
        let group = &journal.gaps(at(0), 1).unwrap()[0];
        assert_eq!((group.times, group.declined, group.turned_down), (1, 1, 1));
        declined(&journal, "谁赢了世界杯", &by("1", 2), at(0));
        assert_eq!(journal.gaps(at(0), 1).unwrap()[0].times, 2);
    }
}

#[test]
fn what_has_no_word_in_it_is_no_miss() {
    let (_folder, journals) = journals();
    for journal in journals {
        for text in ["", "？？！", "😀", "\u{202e}"] {
            assert_eq!(declined(&journal, text, &by("1", 1), at(0)), None, "{text:?}");
        }
        assert_eq!(gaps(&journal, at(0)), []);
    }
}

#[test]
fn a_button_means_its_group_after_that_grew() {
    let (_folder, journals) = journals();
    for journal in journals {
        declined(&journal, "今天天气怎样", &by("1", 1), at(5));
        let shown = journal.gaps(at(5), 1).unwrap()[0].id.clone();
        declined(&journal, "今天天气怎么样", &by("1", 2), at(6));
        declined(&journal, "天气怎么样", &by("1", 3), at(7));
        let found = journal.gap(&shown, at(8)).unwrap().unwrap();
        assert_eq!((found.id.as_str(), found.times), (shown.as_str(), 3));
        let other = id("天气怎么样");
        assert_eq!(journal.gap(&other, at(8)).unwrap().unwrap().id, shown);
        assert_eq!(journal.gap("0123456789abcdef", at(8)).unwrap(), None);
    }
}

#[test]
fn later_hides_for_a_week() {
    let (_folder, journals) = journals();
    for journal in journals {
        let id = declined(&journal, "明天天气怎么样", &by("1", 1), at(0)).unwrap();
        assert!(journal.later(&id, at(10)).unwrap());
        declined(&journal, "明天天气怎样", &by("2", 2), at(20));
        assert_eq!(gaps(&journal, at(30)), []);
        assert_eq!(gaps(&journal, at(10) + LATER).len(), 1);
        assert!(!journal.later("0123456789abcdef", at(0)).unwrap());
    }
}

#[test]
fn what_is_out_of_scope_is_not_kept_again() {
    let (_folder, journals) = journals();
    for journal in journals {
        let id = declined(&journal, "明天天气怎么样", &by("1", 1), at(0)).unwrap();
        declined(&journal, "谁赢了世界杯", &by("1", 2), at(0));
        assert!(journal.out_of_scope(&id, at(0)).unwrap());
        assert!(!journal.out_of_scope(&id, at(0)).unwrap(), "pressed twice");
        for text in ["明天天气怎么样", "明天的天气怎么样？"] {
            assert_eq!(declined(&journal, text, &by("2", 3), at(400 * DAY)), None, "{text}");
        }
        assert_eq!(gaps(&journal, at(0)), [gap("谁赢了世界杯", 1)]);
    }
}

#[test]
fn who_agreed_is_told_once_it_is_learnt() {
    let (_folder, journals) = journals();
    for journal in journals {
        let id = declined(&journal, "明天天气怎么样", &by("1", 1), at(0)).unwrap();
        let like = declined(&journal, "明天天气怎样", &by("2", 2), at(1)).unwrap();
        declined(&journal, "明天天气怎样", &by("3", 3), at(1));
        assert!(journal.tell_when_known(&like, &by("2", 2), at(2)).unwrap());
        assert!(journal.tell_when_known(&like, &by("4", 2), at(2)).unwrap(), "who reads along may, too");
        assert!(!journal.tell_when_known("0123456789abcdef", &by("2", 2), at(2)).unwrap());
        assert_eq!(journal.gap(&id, at(2)).unwrap().unwrap().waiting, 2);
        let told = journal.learnt(&id, at(3)).unwrap();
        let told: Vec<_> = told.iter().map(|w| (w.by.user.as_str(), w.by.message, w.text.as_str())).collect();
        assert_eq!(told, [("2", Some(2), "明天天气怎样"), ("4", Some(2), "明天天气怎样")]);
        assert_eq!(journal.learnt(&id, at(3)).unwrap(), [], "pressed twice");
        assert_eq!(gaps(&journal, at(3)), []);
    }
}

#[test]
fn a_miss_is_kept_for_ninety_days_after_it_was_last_asked() {
    let (_folder, journals) = journals();
    for journal in journals {
        declined(&journal, "明天天气怎么样", &by("1", 1), at(0));
        declined(&journal, "谁赢了世界杯", &by("1", 2), at(0));
        declined(&journal, "谁赢了世界杯", &by("1", 3), at(DAY));
        assert_eq!(gaps(&journal, at(KEPT * DAY)), [gap("谁赢了世界杯", 2)]);
        journal.keep_up(at(KEPT * DAY)).unwrap();
        assert_eq!(journal.store().keys(Table::Misses, b"").unwrap().len(), 1);
    }
}

#[test]
fn a_hundred_thousand_misses_stay_bounded_and_the_repeated_ones_stay() {
    let journal = Journal::new(Store::in_memory());
    let ids = [0, 1].map(|message| declined(&journal, "谁赢了世界杯", &by("1", message), at(0)).unwrap());
    // Each of its own characters, so that none is like another.
    let text = |n: u32| [n, n / 50, n / 2500].map(|n| char::from_u32(0x4E00 + n % 20_000).unwrap()).iter().collect();
    for n in 0..100_000 {
        let text: String = text(n);
        declined(&journal, &text, &by("2", i64::from(n)), at(u64::from(n)));
    }
    let kept = || journal.store().keys(Table::Misses, b"").unwrap().len();
    assert!(kept() < MOST + SLACK, "{}", kept());
    journal.keep_up(at(100_000)).unwrap();
    assert!(kept() <= MOST, "{}", kept());
    assert_eq!(journal.gap(&ids[0], at(100_000)).unwrap().unwrap().times, 2);
}

#[test]
fn one_question_of_thousands_of_people_stays_small() {
    let journal = Journal::new(Store::in_memory());
    let id = declined(&journal, "谁赢了世界杯", &by("first", 0), at(0)).unwrap();
    journal.tell_when_known(&id, &by("first", 0), at(0)).unwrap();
    for n in 0..5000 {
        declined(&journal, "谁赢了世界杯", &by(&n.to_string(), n), at(1));
    }
    let size = journal.store().get(Table::Misses, id.as_bytes(), at(1)).unwrap().unwrap().len();
    assert!(size < 4000, "{size} bytes");
    assert_eq!(gaps(&journal, at(1)), [gap("谁赢了世界杯", 5001)]);
    assert_eq!(journal.learnt(&id, at(1)).unwrap()[0].by.user, "first", "who wants to be told is remembered");
}

#[test]
fn the_nearest_entries_are_suggested_what_a_slot_contradicts_last() {
    let knowledge = shipped::knowledge();
    let suggested = suggestions(&knowledge, "2023年的贸易额是多少？", 3);
    assert_eq!(suggested.len(), 3);
    let near = suggestions(&knowledge, "两国的贸易额有多少", 3);
    assert!(near[0].id.starts_with("trade.total."), "{near:?}");
    assert!(suggestions(&knowledge, "😀", 3).is_empty());
}

fn asked(text: &str) -> Reply {
    let app = App::new(shipped::knowledge(), Sessions::in_memory());
    app.once(&Event::new(Audience::Private, Input::Text(text.to_owned())), at(0))
}

#[test]
fn what_is_declined_is_a_miss_but_for_chatter_and_what_is_known_not_to_be_told() {
    for text in ["量子计算机的原理是什么", "猫为什么怕黄瓜"] {
        assert!(is_miss(&asked(text)), "{text}");
    }
    let knowledge = shipped::knowledge();
    let gap = &knowledge.pack.gaps[0].question;
    for text in ["你好", "谢谢你", "/start", "😀", "2024年贸易额是多少", gap] {
        assert!(!is_miss(&asked(text)), "{text}");
    }
}
