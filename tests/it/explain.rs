//! What `explain` tells a curator: the verdict first and the same as the bot's, words by name, nothing of the
//! matcher's inside unless asked for.

use visitbot::dialogue::Session;
use visitbot::dialogue::understand::understand;
use visitbot::explain::words::percent;
use visitbot::explain::{Detail, explain};
use visitbot::knowledge::Knowledge;
use visitbot::matching::features::NAMES;
use visitbot::matching::features::group::{ALL, GROUPS, sums};
use visitbot::matching::find::find;
use visitbot::matching::score::weights;
use visitbot::reply::Verdict;
use visitbot::text::fold::fold;

use crate::support::shipped;

/// Lines that one question takes at most.
const LINES: usize = 25;
/// Rounding of a sum of thirty numbers.
const ROUNDING: f32 = 1e-3;

/// Every canonical question of the pack and some that it does not answer.
fn asked(knowledge: &Knowledge) -> Vec<String> {
    let outside =
        ["核店站谁来建", "中国谁来建核电站", "今天天气怎么样", "量子计算机合作", "去年的进口额", "!!", "", "a b"];
    let entries = knowledge.pack.entries.iter().map(|entry| entry.question.clone());
    entries.step_by(3).chain(outside.map(str::to_owned)).collect()
}

fn explained(question: &str) -> String {
    explain(&shipped::knowledge(), question, Detail::Plain).to_string()
}

#[test]
fn every_feature_is_in_the_group_of_its_name() {
    assert_eq!(GROUPS.map(|(name, _)| name), NAMES);
    let unused: Vec<_> = ALL.iter().filter(|group| GROUPS.iter().all(|(_, held)| held != *group)).collect();
    assert!(unused.is_empty(), "{unused:?}");
}

#[test]
fn the_groups_add_up_to_the_score() {
    let knowledge = shipped::knowledge();
    for (candidate, _) in find(&knowledge, &knowledge.reader.read("核电站谁来建")).candidates {
        let sum: f32 = sums(&candidate.features, weights()).iter().sum();
        assert!((sum - candidate.score).abs() < ROUNDING, "{sum} for {}", candidate.score);
    }
}

#[test]
fn an_explanation_is_short_and_opens_with_the_verdict() {
    for question in asked(&shipped::knowledge()) {
        let told = explained(&question);
        assert!(told.starts_with("verdict   ") || told.starts_with("question  1 of "), "{question}: {told}");
        assert!(told.lines().count() <= LINES, "{question}: {told}");
        assert!(NAMES.iter().filter(|name| name.contains('_')).all(|name| !told.contains(name)), "{told}");
    }
}

#[test]
fn the_verdict_is_the_bots() {
    let knowledge = shipped::knowledge();
    for question in asked(&knowledge) {
        let told = explained(&question);
        let reply = understand(&knowledge, &Session::default(), &fold(&question).text).reply;
        let opening = match reply.verdict {
            Verdict::Answer => "verdict   answer ",
            Verdict::Clarify => "verdict   ask back",
            Verdict::Decline | Verdict::Silent => "verdict   decline",
        };
        assert!(told.starts_with("question  ") || told.starts_with(opening), "{question}: {reply:?}\n{told}");
    }
}

#[test]
fn an_answer_names_its_line_and_what_was_mended() {
    let told = explained("核店站谁来建");
    assert!(told.starts_with("verdict   answer energy.nuclear, 9"), "{told}");
    for part in
        ["% sure (55 % needed)", "mended: 核店", "asks      who", "1. energy.nuclear, 9", "by its line “", "behind by"]
    {
        assert!(told.contains(part), "{part}: {told}");
    }
}

#[test]
fn a_decline_names_the_words_that_nothing_tells() {
    let told = explained("量子计算机合作怎么样");
    assert!(told.starts_with("verdict   decline: no line comes near; best is "), "{told}");
    assert!(told.contains("to mend   量子, 计算机 are in none of its lines"), "{told}");
    assert!(told.contains("unknown   量子, 计算机"), "{told}");
}

#[test]
fn a_veto_names_its_slot_and_what_to_do() {
    let told = explained("中国谁来建核电站");
    assert!(told.contains("but it does not speak of 中国\nto mend   if the article tells it, add 中国"), "{told}");
    assert!(told.contains("OUT: it does not speak of 中国"), "{told}");
}

#[test]
fn figures_name_their_measure_and_period() {
    let told = explained("去年的进口额");
    assert!(told.starts_with("verdict   decline by figures: measure 哈方自俄进口, period 2024年"), "{told}");
    assert!(told.contains("\nsays      "), "{told}");
}

#[test]
fn what_the_pack_has_word_for_word_is_said_so() {
    let knowledge = shipped::knowledge();
    let talk = &knowledge.pack.smalltalk[0];
    let told = explained(&talk.ask[0]);
    assert_eq!(
        told,
        format!("verdict   small talk {}: the pack has this word for word\nsays      {}\n", talk.id, talk.reply)
    );
    let gap = &knowledge.pack.gaps[0];
    let told = explained(&gap.question);
    assert!(told.starts_with(&format!("verdict   decline by {} (a gap): the pack has this word", gap.id)), "{told}");
}

#[test]
fn features_are_shown_to_who_asks_for_them() {
    let told = explain(&shipped::knowledge(), "核电站谁来建", Detail::Features).to_string();
    assert!(told.contains("bias 1.00 (") && told.contains("target_marks "), "{told}");
}

#[test]
fn less_than_the_threshold_never_reads_like_it() {
    assert_eq!([0.4999, 0.5, 0.94, 0.004, 1.0].map(percent), ["49 %", "50 %", "94 %", "under 1 %", "100 %"]);
}

#[test]
fn short_questions_that_are_answered_one_by_one_are_named() {
    assert!(explained("核电站谁建，建在哪").starts_with("apart     answered one after the other: 核电站谁建 | 建在哪"));
    assert!(!explained("核电站谁建").contains("apart"));
}
