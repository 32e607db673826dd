//! A person: what is kept, and that forgetting leaves no byte of them.

use std::time::Duration;

use proptest::prelude::*;
use visitbot::app::Asker;
use visitbot::dialogue::{Focus, Session};
use visitbot::event::{Language, Locale};
use visitbot::journal::Journal;
use visitbot::journal::misses::{AskedBy, Why};
use visitbot::journal::person::Kept;
use visitbot::journal::records::Record;
use visitbot::journal::votes::{Vote, Votes};
use visitbot::reply::Reply;
use visitbot::store::{Keep, Sessions, Store, Table};

use super::{DAY, at, gap, gaps, journals};
use crate::support::shipped;

/// An id that no time, message or other id holds.
const PERSON: &str = "777000777";
const OTHER: &str = "888000888";

/// Everything that may be kept of somebody who asked a text in a private chat and in a group.
fn fill(journal: &Journal, user: &str, text: &str) {
    let sessions = Sessions::new(journal.store().clone());
    for chat in [user, "-100"] {
        let focus =
            Focus { entry: "e".to_owned(), question: text.to_owned(), person: None, told: Vec::new(), denied: false };
        let session = Session { focus: Some(focus), ..Session::default().at(at(0), Locale::default()) };
        sessions.save(&Asker { chat: chat.to_owned(), user: user.to_owned() }, &session).unwrap();
        let by = AskedBy { chat: chat.to_owned(), user: user.to_owned(), message: Some(5), thread: Some(1) };
        let id = journal.missed(text, &by, Why::Declined, at(0)).unwrap();
        id.into_iter().for_each(|id| assert!(journal.tell_when_known(&id, &by, at(0)).unwrap()));
    }
    journal.vote("energy.nuclear", user, Vote::Up, None, at(0)).unwrap();
    let record = Record::of(&Reply::silent(), &shipped::knowledge(), Duration::ZERO, at(0));
    journal.record(user, 6, &record).unwrap();
    journal.note_said(user, "energy.nuclear", 6, at(0)).unwrap();
    journal.set_quiet(user, at(60), at(0)).unwrap();
    journal.allowance(user, 1, at(0)).unwrap();
    journal.count(&Reply::silent(), Duration::ZERO, at(0));
    journal.keep_up(at(0)).unwrap();
}

/// All keys and contents, whatever the table.
fn everything(store: &Store) -> Vec<u8> {
    let pairs = Table::ALL.iter().flat_map(|table| {
        let keys = store.keys(*table, b"").unwrap().into_iter();
        keys.chain(store.scan(*table, b"", std::time::UNIX_EPOCH).map(|pair| pair.unwrap().1)).collect::<Vec<_>>()
    });
    pairs.collect::<Vec<_>>().join(b"\n".as_slice())
}

fn holds(store: &Store, text: &str) -> bool {
    everything(store).windows(text.len()).any(|bytes| bytes == text.as_bytes())
}

#[test]
fn forgetting_leaves_no_byte_of_the_person_and_all_of_the_others() {
    let (_folder, journals) = journals();
    for journal in journals {
        fill(&journal, OTHER, "谁赢了世界杯");
        let before = everything(journal.store());
        fill(&journal, PERSON, "Wǒ de 電話號碼是多少");
        let kept = Kept { sessions: 2, votes: 1, misses: 1, records: 2 };
        assert_eq!(journal.kept_of(PERSON, at(0)).unwrap(), kept);
        assert!(holds(journal.store(), PERSON) && holds(journal.store(), "電話號碼"));
        assert_eq!(journal.forget(PERSON).unwrap(), kept);
        for text in [PERSON, "電話號碼", "电话号码"] {
            assert!(!holds(journal.store(), text), "{text}");
        }
        assert_eq!(journal.kept_of(PERSON, at(0)).unwrap(), Kept::default());
        assert_eq!(journal.votes_on("energy.nuclear", at(0)).unwrap(), Votes { up: 2, down: 0 }, "votes still count");
        assert_eq!(everything(journal.store()).len(), before.len(), "nothing of the other person is gone");
        assert_eq!(journal.forget(PERSON).unwrap(), Kept::default());
    }
}

#[test]
fn a_text_that_others_asked_too_stays_but_not_as_the_person_typed_it() {
    let (_folder, journals) = journals();
    for journal in journals {
        fill(&journal, PERSON, "誰贏了世界杯？？");
        fill(&journal, OTHER, "谁赢了世界杯");
        journal.forget(PERSON).unwrap();
        assert!(!holds(journal.store(), PERSON) && !holds(journal.store(), "誰"));
        assert_eq!(gaps(&journal, at(0)), [gap("谁赢了世界杯??", 4)]);
    }
}

#[test]
fn a_text_is_forgotten_with_its_asker_though_somebody_waits_for_the_answer() {
    let (_folder, journals) = journals();
    for journal in journals {
        let id = super::declined(&journal, "我的电话号码是多少", &super::by(PERSON, 1), at(0)).unwrap();
        journal.tell_when_known(&id, &super::by(OTHER, 1), at(0)).unwrap();
        journal.forget(OTHER).unwrap();
        assert_eq!(gaps(&journal, at(0)).len(), 1);
        journal.tell_when_known(&id, &super::by(OTHER, 1), at(0)).unwrap();
        journal.forget(PERSON).unwrap();
        assert_eq!(gaps(&journal, at(0)), []);
    }
}

#[test]
fn what_waits_to_be_swept_or_cannot_be_read_is_forgotten_too() {
    let (_folder, journals) = journals();
    for journal in journals {
        fill(&journal, PERSON, "我的电话号码是多少");
        let store = journal.store();
        store.put(Table::Misses, b"odd", format!("{{\"user\":{PERSON}}}").as_bytes(), Keep::Always).unwrap();
        assert_eq!(journal.kept_of(PERSON, at(400 * DAY)).unwrap(), Kept::default());
        journal.forget(PERSON).unwrap();
        assert!(!holds(store, PERSON) && !holds(store, "电话号码"));
    }
}

#[test]
fn a_person_is_told_what_is_kept_and_what_was_forgotten() {
    let (journal, knowledge) = (Journal::new(Store::in_memory()), shipped::knowledge());
    let nothing = journal.kept_of(PERSON, at(0)).unwrap().line(knowledge.wording(Language::Chinese));
    assert_eq!(nothing, knowledge.say("privacy-nothing"));
    fill(&journal, PERSON, "我的电话号码是多少");
    let kept = journal.kept_of(PERSON, at(0)).unwrap().line(knowledge.wording(Language::Chinese));
    assert!(kept.contains("对话 2 段") && !kept.contains('{'), "{kept}");
    let forgotten = journal.forget(PERSON).unwrap().forgotten(knowledge.wording(Language::Chinese));
    assert!(forgotten.contains("提问 1 条") && !forgotten.contains('{'), "{forgotten}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn forgetting_leaves_no_byte_whatever_was_typed(text in "\\PC{1,40}", id in 7_000_000_000_u64..8_000_000_000) {
        let (journal, user) = (Journal::new(Store::in_memory()), id.to_string());
        fill(&journal, OTHER, "谁赢了世界杯");
        let before = everything(journal.store());
        fill(&journal, &user, &text);
        journal.forget(&user).unwrap();
        prop_assert!(!holds(journal.store(), &user));
        prop_assert_eq!(everything(journal.store()).len(), before.len());
    }
}
