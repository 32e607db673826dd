//! What holds for every input: nothing panics, folding is stable, belief is shared out, search loses no winner.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use proptest::prelude::*;
use proptest::sample::{Index, select};
use visitbot::dialogue::{Session, step};
use visitbot::event::{Audience, Event, Input};
use visitbot::matching::asked::Asked;
use visitbot::matching::find::{ANSWER, find};
use visitbot::matching::index::{Target, TargetId};
use visitbot::matching::profile::Profile;
use visitbot::matching::score::candidates;
use visitbot::matching::search::Skip;
use visitbot::reply::Verdict;
use visitbot::text::fold::{MOST_CHARACTERS, fold};
use visitbot::text::language::Language;
use visitbot::text::number;
use visitbot::text::period::{self, Period};
use visitbot::text::script::Script;

use crate::support::shipped;

/// Enough to find what is wrong, few enough to be quick.
const CASES: u32 = 48;
/// The same where each case asks every target alone.
const SCANS: u32 = 12;

/// Pieces of questions, of numbers and dates, and what keyboards and copying leave behind.
const BITS: &[&str] = &[
    "贸易额",
    "贸易",
    "多少",
    "去年",
    "今年",
    "前8个月",
    "2024",
    "二零二四",
    "年",
    "月",
    "13",
    "零",
    "亿",
    "万",
    "百分之",
    "%",
    "美元",
    "第",
    "第二个",
    "几",
    "半",
    "上半年",
    "1—8月",
    "托卡耶夫",
    "他",
    "普京",
    "邀请",
    "谁",
    "吗",
    "吧",
    "？",
    "。",
    ",",
    "呢",
    "那",
    "maoyi",
    "e",
    "duoshao",
    "tuo",
    "Putin",
    "280",
    "2.3",
    "９",
    "貿易額",
    "嘅",
    "論壇",
    "為什麼",
    "/",
    "@",
    "\u{202e}",
    "\u{200d}",
    "😀",
    "👨‍👩‍👧",
    "\0",
    "\n",
    "\t",
    "e\u{301}",
    "ﬁ",
    "İ",
    "ß",
    "ſ",
    "ᾳ",
    "㍿",
    "㈱",
    "豈",
    "\u{1100}\u{1161}",
    "𠀀",
    "ا",
    "<b>",
    "&",
];

fn bits() -> impl Strategy<Value = String> {
    prop::collection::vec(select(BITS), 0..14).prop_map(|bits| bits.concat())
}

/// What anybody may send: any characters, pieces of questions, and far too much of either.
fn typed() -> impl Strategy<Value = String> {
    let long = (bits(), any::<char>(), 1..900_usize).prop_map(|(bits, c, times)| format!("{bits}{c}").repeat(times));
    prop_oneof![3 => any::<String>(), 6 => bits(), 1 => long]
}

/// A question of the pack, spoilt: some of it left out, something put in.
fn spoilt() -> impl Strategy<Value = String> {
    let parts = (any::<Index>(), any::<Index>(), any::<Index>(), 0..4_usize, bits());
    parts.prop_map(|(entry, way, cut, length, put_in)| {
        let knowledge = shipped::knowledge();
        let entry = entry.get(&knowledge.pack.entries);
        let ways: Vec<&String> = std::iter::once(&entry.question).chain(&entry.ask).collect();
        let text: Vec<char> = way.get(&ways).chars().collect();
        let at = cut.index(text.len());
        let tail = text.iter().skip(at + length);
        text[..at].iter().copied().chain(put_in.chars().take(3)).chain(tail.copied()).collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: CASES, ..ProptestConfig::default() })]

    #[test]
    fn folding_twice_is_folding_once(typed in typed()) {
        let once = fold(&typed).text;
        prop_assert_eq!(&fold(&once).text, &once);
        prop_assert!(once.chars().count() <= MOST_CHARACTERS);
    }

    #[test]
    fn the_tokens_of_a_question_are_its_text(typed in typed()) {
        let question = shipped::knowledge().reader.read(&typed);
        let joined: String = question.tokens.iter().map(|token| question.text_of(token)).collect();
        prop_assert_eq!(joined, question.text);
    }

    #[test]
    fn numbers_and_periods_are_read_out_of_anything(typed in typed()) {
        let text = fold(&typed).text;
        for (at, _) in text.char_indices() {
            let rest = &text[at..];
            let read = number::at(rest, Language::chinese()).map(|(len, _)| len);
            for len in read.into_iter().chain(period::at(rest, 2025).map(|(len, _)| len)) {
                prop_assert!(len > 0 && rest.is_char_boundary(len), "{rest:?} to {len}");
            }
        }
        let months = Period::parse(&typed).and_then(|period| period.months);
        prop_assert!(months.is_none_or(|(first, last)| (1..=12).contains(&first) && first <= last && last <= 12));
    }

    #[test]
    fn belief_is_shared_out_between_the_candidates(typed in prop_oneof![typed(), spoilt()]) {
        let knowledge = shipped::knowledge();
        let finding = find(&knowledge, &knowledge.reader.read(&typed));
        let beliefs: Vec<f32> = finding.candidates.iter().map(|(candidate, _)| candidate.probability).collect();
        prop_assert!(beliefs.iter().all(|belief| (0.0..=1.0).contains(belief)), "{beliefs:?}");
        prop_assert!(beliefs.iter().sum::<f32>() <= 1.0 + 1e-4, "{beliefs:?}");
        prop_assert!((0.0..=1.0).contains(&finding.belief()));
        let all = finding.candidates.iter().flat_map(|(candidate, _)| candidate.features);
        prop_assert!(all.into_iter().all(|feature| (0.0..=1.0).contains(&feature)));
    }

    #[test]
    fn a_dialogue_goes_on_whatever_is_said(said in prop::collection::vec((prop_oneof![typed(), spoilt()], 0..3_u8), 1..5)) {
        let (knowledge, mut session) = (shipped::knowledge(), Session::default());
        for (turn, (text, audience)) in (0..).zip(said) {
            let audience = [Audience::Private, Audience::Addressed, Audience::Overheard][usize::from(audience)];
            let now: SystemTime = UNIX_EPOCH + Duration::from_secs(turn);
            let turn = step(&knowledge, &session, &Event::new(audience, Input::Text(text)), now);
            let reply = &turn.reply;
            prop_assert_eq!(reply.verdict == Verdict::Silent, reply.plain().is_empty());
            prop_assert!(reply.verdict != Verdict::Silent || audience == Audience::Overheard);
            prop_assert!((0.0..=1.0).contains(&reply.confidence), "{}", reply.confidence);
            prop_assert!(reply.entry.as_ref().is_none_or(|id| knowledge.entry(id).is_some()));
            session = turn.session;
        }
    }

}

proptest! {
    #![proptest_config(ProptestConfig { cases: SCANS, ..ProptestConfig::default() })]

    #[test]
    fn search_never_loses_an_answer_that_a_full_scan_finds(typed in spoilt()) {
        let knowledge = shipped::knowledge();
        let question = knowledge.reader.read(&typed);
        let profile = Profile::new(&question, &[], &knowledge.reader.lexicon, &knowledge.index, &knowledge.parties);
        let asked = Asked::new(&knowledge, &question, &profile, &[]);
        let search = |skip: Option<Skip<'_>>| {
            candidates(&asked, &knowledge.index, &knowledge.reader.lexicon, skip, &|_| 0.0)
        };
        let found = search(None);
        // Beside the leader, since a row's fit is rated against the best one.
        let targets = &knowledge.index.targets;
        let leader = found.iter().max_by(|a, b| a.score.total_cmp(&b.score)).map(|leader| leader.target);
        let leads = |row| leader.is_some_and(|leader| targets[leader as usize].rows.contains(&row));
        let beside = |(id, target): (TargetId, &Target)| {
            let both = search(Some(&|row| !target.rows.contains(&row) && !leads(row)));
            both.into_iter().find(|candidate| candidate.target == id)
        };
        let best = (0..).zip(targets).filter_map(beside).max_by(|a, b| a.score.total_cmp(&b.score));
        let Some(best) = best else { return Ok(()) };
        let others: f32 = found.iter().map(|candidate| (candidate.score - best.score).exp()).sum();
        let belief = 1.0 / (1.0 + (-best.score).exp() + others);
        prop_assert!(belief < ANSWER || found.iter().any(|candidate| candidate.target == best.target), "{typed}");
    }

    #[test]
    fn an_answer_is_the_same_after_a_hundred_other_questions(
        typed in prop_oneof![typed(), spoilt()],
        others in prop::collection::vec(spoilt(), 100),
    ) {
        let answer = |text: &str| {
            let event = Event::new(Audience::Private, Input::Text(text.to_owned()));
            format!("{:?}", step(&shipped::knowledge(), &Session::default(), &event, UNIX_EPOCH).reply)
        };
        // What a thread keeps from one question to the next is new in a thread of its own.
        let alone = std::thread::scope(|scope| scope.spawn(|| answer(&typed)).join());
        others.iter().for_each(|other| drop(answer(other)));
        prop_assert_eq!(alone.ok(), Some(answer(&typed)));
    }
}

/// Simplified characters that Traditional writes with one which is Simplified, too, and so is left alone.
const SHARED: [(&str, &str); 2] = [("着", "著"), ("借", "藉")];

#[test]
fn what_is_written_in_traditional_folds_back() {
    let back = |text: &str| SHARED.iter().fold(fold(text).text, |text, (one, other)| text.replace(other, one));
    let knowledge = shipped::knowledge();
    let answers = knowledge.pack.entries.iter().flat_map(|entry| [&entry.answer, &entry.question]);
    let gaps = knowledge.pack.gaps.iter().flat_map(|gap| [&gap.answer, &gap.question]);
    let lost: Vec<String> = answers
        .chain(gaps)
        .flat_map(|text| text.split('。'))
        .filter(|text| back(&Script::Traditional.write(text)) != back(text))
        .map(|text| format!("{text}\n{}", Script::Traditional.write(text)))
        .collect();
    assert!(lost.is_empty(), "{}", lost.join("\n"));
}
