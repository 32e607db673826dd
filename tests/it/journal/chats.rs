//! What is set for a chat, answers within the hour, how much may be sent; a chat that is left or becomes a supergroup.

use std::time::Duration;

use visitbot::app::Asker;
use visitbot::dialogue::Session;
use visitbot::event::Locale;
use visitbot::journal::Journal;
use visitbot::journal::chats::{SAID_FOR, Watch, quiet_until};
use visitbot::journal::records::Record;
use visitbot::journal::sending::{A_MINUTE, Allowance};
use visitbot::reply::Reply;
use visitbot::store::{Sessions, Table};

use super::{DAY, at, by, declined, gap, gaps, journals};
use crate::support::shipped;

#[test]
fn settings_stay_as_they_are_set() {
    let (_folder, journals) = journals();
    for journal in journals {
        let chat = |seconds| journal.chat("-100", at(seconds)).unwrap();
        assert!(!chat(0).speaks_up(at(0)));
        journal.set_watch("-100", Watch::On, at(0)).unwrap();
        journal.set_quiet("-100", at(3600), at(0)).unwrap();
        assert!(!chat(3599).speaks_up(at(3599)) && chat(3599).is_quiet(at(3599)));
        assert!(chat(3600).speaks_up(at(3600)));
        journal.set_watch("-100", Watch::Off, at(3600)).unwrap();
        assert!(!chat(1000 * DAY).speaks_up(at(1000 * DAY)));
        assert!(journal.greets("-100", at(0)).unwrap());
        assert!(!journal.greets("-100", at(0)).unwrap());
        assert!(journal.greets("-200", at(0)).unwrap());
        assert_eq!(journal.chat("-300", at(0)).unwrap().watch, Watch::Off);
    }
    assert_eq!(quiet_until(at(0), Duration::MAX), at(7 * DAY));
    assert_eq!(quiet_until(at(0), Duration::from_secs(60)), at(60));
}

#[test]
fn an_answer_is_known_for_an_hour() {
    let (_folder, journals) = journals();
    for journal in journals {
        let said = |chat, entry, seconds| journal.said(chat, entry, at(seconds)).unwrap().map(|said| said.message);
        journal.note_said("-100", "energy.nuclear", 5, at(0)).unwrap();
        let hour = SAID_FOR.as_secs();
        assert_eq!(said("-100", "energy.nuclear", hour - 1), Some(5));
        assert_eq!(said("-100", "energy.nuclear", hour), None);
        assert_eq!(said("-100", "energy", 1), None);
        assert_eq!(said("-10", "energy.nuclear", 1), None);
        journal.note_said("-100", "energy.nuclear", 6, at(hour)).unwrap();
        assert_eq!(said("-100", "energy.nuclear", hour), Some(6));
    }
}

#[test]
fn fifteen_messages_a_minute_then_one_notice_then_silence() {
    let (_folder, journals) = journals();
    for journal in journals {
        let ask = |millis| journal.allowance("-100", 1, at(0) + Duration::from_millis(millis)).unwrap();
        for second in 0..A_MINUTE as u64 {
            assert_eq!(ask(second * 1000), Allowance::Send);
        }
        assert_eq!(ask(20_000), Allowance::Notice);
        assert_eq!(ask(59_999), Allowance::Silence);
        assert_eq!(journal.allowance("-200", 1, at(20)).unwrap(), Allowance::Send, "another chat");
        assert_eq!(ask(60_000), Allowance::Send, "the first is a minute ago");
        assert_eq!(ask(60_500), Allowance::Silence, "no second notice while it goes on");
        assert_eq!(ask(180_000), Allowance::Send);
        assert_eq!(journal.allowance("-100", 14, at(180)).unwrap(), Allowance::Send);
        assert_eq!(ask(181_000), Allowance::Notice, "another time");
        assert_eq!(journal.allowance("-300", 40, at(0)).unwrap(), Allowance::Send, "a long reply alone");
        assert_eq!(journal.allowance("-300", 1, at(1)).unwrap(), Allowance::Notice);
    }
}

#[test]
fn never_more_than_the_budget_in_any_minute() {
    let (_folder, journals) = journals();
    for journal in journals {
        let sent: Vec<u64> = (0..600)
            .map(|n| n * 400)
            .filter(|millis| {
                let now = at(0) + Duration::from_millis(*millis);
                journal.allowance("-100", 1, now).unwrap() == Allowance::Send
            })
            .collect();
        assert!(sent.windows(A_MINUTE + 1).all(|sent| sent[A_MINUTE] - sent[0] >= 60_000));
        assert_eq!(sent.len(), 4 * A_MINUTE);
    }
}

/// Something of every sort in a group, and one thing in another one.
fn fill(journal: &Journal) {
    let sessions = Sessions::new(journal.store().clone());
    let session = Session { offered: vec!["x".to_owned()], ..Session::default().at(at(0), Locale::default()) };
    for chat in ["-100", "-1001"] {
        sessions.save(&Asker { chat: chat.to_owned(), user: "7".to_owned() }, &session).unwrap();
        journal.set_watch(chat, Watch::On, at(0)).unwrap();
        journal.note_said(chat, "energy.nuclear", 5, at(0)).unwrap();
        journal.allowance(chat, 1, at(0)).unwrap();
        let record = Record::of(&Reply::silent(), &shipped::knowledge(), Duration::ZERO, at(0));
        journal.record(chat, 5, &record).unwrap();
    }
    let id = declined(journal, "谁赢了世界杯", &by("7", 1), at(0)).unwrap();
    journal.tell_when_known(&id, &by("7", 1), at(0)).unwrap();
    let elsewhere = super::AskedBy { chat: "-1001".to_owned(), ..by("8", 2) };
    declined(journal, "明天天气怎么样", &elsewhere, at(0));
}

fn keys(journal: &Journal) -> Vec<String> {
    let keys = Table::ALL.iter().flat_map(|table| journal.store().keys(*table, b"").unwrap());
    keys.map(|key| String::from_utf8_lossy(&key).into_owned()).collect()
}

#[test]
fn a_chat_that_is_left_leaves_nothing_and_others_stay() {
    let (_folder, journals) = journals();
    for journal in journals {
        fill(&journal);
        let others = keys(&journal).iter().filter(|key| key.starts_with("-1001")).count();
        journal.drop_chat("-100").unwrap();
        let left = keys(&journal);
        assert!(!left.iter().any(|key| key.split('\0').next() == Some("-100")), "{left:?}");
        assert_eq!(left.iter().filter(|key| key.starts_with("-1001")).count(), others);
        assert_eq!(gaps(&journal, at(0)), [gap("明天天气怎么样", 1)]);
        journal.drop_chat("-100").unwrap();
        assert_eq!(journal.chat("-1001", at(0)).unwrap().watch, Watch::On);
    }
}

#[test]
fn a_supergroup_goes_on_where_the_group_was() {
    let (_folder, journals) = journals();
    for journal in journals {
        fill(&journal);
        journal.migrate_chat("-100", "-999", at(0)).unwrap();
        let sessions = Sessions::new(journal.store().clone());
        let session = sessions.load(&Asker { chat: "-999".to_owned(), user: "7".to_owned() }, at(1)).unwrap();
        assert_eq!(session.offered, ["x"]);
        assert_eq!(journal.chat("-999", at(1)).unwrap().watch, Watch::On);
        assert_eq!(journal.said("-999", "energy.nuclear", at(1)).unwrap(), None, "a message of the old group");
        let id = visitbot::journal::likeness::id("谁赢了世界杯");
        let told = journal.learnt(&id, at(1)).unwrap();
        assert_eq!((told[0].by.chat.as_str(), told[0].by.message), ("-999", None));
        assert!(!keys(&journal).iter().any(|key| key.split('\0').next() == Some("-100")));
        journal.migrate_chat("-100", "-999", at(2)).unwrap();
        assert_eq!(journal.chat("-999", at(2)).unwrap().watch, Watch::On, "told twice");
    }
}
