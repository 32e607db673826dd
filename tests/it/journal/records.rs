//! Records: how a reply was decided, without a word of the question, for a time and so many of a chat.

use std::time::Duration;

use visitbot::app::App;
use visitbot::event::{Audience, Event, Input};
use visitbot::journal::records::{KEPT, MOST, Record, SLACK};
use visitbot::reply::{Against, CONSIDERED, How, Verdict};
use visitbot::store::{Sessions, Table};

use super::{DAY, at, journals};
use crate::support::shipped;

fn record(text: &str) -> Record {
    let app = App::new(shipped::knowledge(), Sessions::in_memory());
    let reply = app.once(&Event::new(Audience::Private, Input::Text(text.to_owned())), at(0));
    Record::of(&reply, &shipped::knowledge(), Duration::from_micros(41), at(0))
}

#[test]
fn a_record_tells_what_was_considered_and_of_what_sort_the_slots_are() {
    let kept = record("核电站谁来建");
    assert_eq!((kept.verdict, kept.decided.how), (Verdict::Answer, How::Likeness));
    assert_eq!(Some(&kept.decided.considered[0].entry), kept.entry.as_ref());
    assert!((2..=CONSIDERED).contains(&kept.decided.considered.len()));
    assert!(kept.decided.considered.windows(2).all(|pair| pair[0].belief >= pair[1].belief));
    assert!(kept.decided.slots.contains(&"who".into()), "{:?}", kept.decided.slots);
    let figures = record("2024年贸易额是多少亿美元");
    assert_eq!(figures.decided.how, How::Figures);
    assert!(figures.decided.slots.contains(&"period".into()) && figures.decided.slots.contains(&"how many".into()));
    assert_eq!(record("/help").decided.how, How::Unasked);
    let vetoed = record("1999年的国事访问谈了什么");
    assert!(vetoed.decided.considered.iter().any(|c| c.against == Some(Against::Period)), "{vetoed:?}");
}

#[test]
fn a_record_holds_no_word_of_the_question() {
    let (_folder, journals) = journals();
    for journal in journals {
        for (message, text) in
            (1..).zip(["张三丰和李四光在核电站谁来建", "0x5f3759df 贸易额 2024", "zhangsanfeng maoyie duoshao"])
        {
            journal.record("-100", message, &record(text)).unwrap();
            let kept = journal.store().scan(Table::Records, b"", at(0)).map(|pair| pair.unwrap().1);
            let kept: String = kept.map(|content| String::from_utf8(content).unwrap()).collect();
            for word in ["张三", "李四", "5f3759", "zhang", "maoyi"] {
                assert!(!kept.contains(word), "{word} in {kept}");
            }
        }
    }
}

#[test]
fn a_record_is_explained_and_ends_with_what_a_curator_can_run() {
    let (_folder, journals) = journals();
    for journal in journals {
        journal.record("-100", 9, &record("核电站谁来建")).unwrap();
        assert_eq!(journal.recorded("-100", 8, at(0)).unwrap(), None);
        assert_eq!(journal.recorded("-10", 9, at(0)).unwrap(), None);
        let kept = journal.recorded("-100", 9, at(0)).unwrap().unwrap();
        assert_eq!(kept, record("核电站谁来建"));
        let lines = kept.lines(&shipped::knowledge());
        assert!(lines[0].contains("回答") && lines[0].contains(kept.entry.as_ref().unwrap()), "{lines:?}");
        assert!(lines.iter().any(|line| line.contains("谁")), "{lines:?}");
        assert!(lines.last().unwrap().contains("visitbot check"), "{lines:?}");
        assert!(!lines.concat().contains(['{', '}']), "{lines:?}");
    }
}

#[test]
fn every_sort_has_a_name_in_every_pack() {
    let sorts = "answer clarify decline silent unasked figures likeness gap when where who why how what period number \
                 ordinal person country place organisation document event good language whether";
    let longer =
        ["small talk", "no period", "no thing", "no kind", "no counter", "no role", "what it means", "how many"];
    let knowledge = shipped::knowledge();
    for sort in sorts.split_whitespace().chain(longer) {
        assert!(
            knowledge.say("explain-names").split(';').any(|pair| pair.trim().starts_with(&format!("{sort}="))),
            "{sort}"
        );
    }
}

#[test]
fn records_are_kept_for_thirty_days() {
    let (_folder, journals) = journals();
    for journal in journals {
        journal.record("-100", 9, &record("/help")).unwrap();
        assert!(journal.recorded("-100", 9, at(KEPT * DAY - 1)).unwrap().is_some());
        assert!(journal.recorded("-100", 9, at(KEPT * DAY)).unwrap().is_none());
        journal.keep_up(at(KEPT * DAY)).unwrap();
        assert_eq!(journal.store().keys(Table::Records, b"").unwrap().len(), 0);
    }
}

#[test]
fn a_busy_chat_keeps_its_newest_records() {
    let (_folder, journals) = journals();
    let (record, messages) = (record("/help"), (MOST + 3 * SLACK) as i64);
    for journal in journals {
        for message in 1..=messages {
            journal.record("-100", message, &record).unwrap();
        }
        let kept = journal.store().keys(Table::Records, b"").unwrap().len();
        assert!((MOST..MOST + SLACK).contains(&kept), "{kept}");
        assert!(journal.recorded("-100", messages, at(0)).unwrap().is_some());
        assert!(journal.recorded("-100", 1, at(0)).unwrap().is_none());
    }
}
