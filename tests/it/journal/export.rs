//! CSV: it reads back as it was, whatever was asked, and no cell is a formula.

use proptest::prelude::*;
use visitbot::journal::Journal;
use visitbot::journal::export::BYTE_ORDER_MARK;
use visitbot::journal::votes::Vote;
use visitbot::store::Store;

use super::{at, by, declined, journals};
use crate::support::shipped;

/// Reads RFC 4180, strictly.
fn read(csv: &str) -> Vec<Vec<String>> {
    let mut rows = vec![vec![String::new()]];
    let mut chars = csv.strip_prefix(BYTE_ORDER_MARK).expect("a byte order mark").chars().peekable();
    let mut quoted = false;
    while let Some(c) = chars.next() {
        let row = rows.last_mut().unwrap();
        match c {
            '"' if quoted && chars.next_if_eq(&'"').is_some() => row.last_mut().unwrap().push('"'),
            '"' if quoted => {
                quoted = false;
                assert!(matches!(chars.peek(), Some(',' | '\r')), "a quote within a cell");
            }
            '"' => {
                assert!(row.last().unwrap().is_empty(), "a quote within a cell");
                quoted = true;
            }
            _ if quoted => row.last_mut().unwrap().push(c),
            ',' => row.push(String::new()),
            '\r' => {
                assert_eq!(chars.next(), Some('\n'));
                rows.push(vec![String::new()]);
            }
            _ => row.last_mut().unwrap().push(c),
        }
    }
    assert_eq!(rows.pop().unwrap(), [""], "the last line ends");
    rows
}

#[test]
fn gaps_and_votes_read_back() {
    let (_folder, journals) = journals();
    let knowledge = shipped::knowledge();
    for journal in journals {
        declined(&journal, "谁说“好”, \"好\"\n还是 bad?", &by("1", 1), at(0));
        declined(&journal, "谁赢了世界杯", &by("1", 1), at(60));
        declined(&journal, "谁赢了世界杯", &by("1", 2), at(120));
        journal.vote("energy.nuclear", "1", Vote::Up, None, at(0)).unwrap();
        journal.vote("gone", "1", Vote::Down, None, at(0)).unwrap();
        let gaps = read(&journal.gaps_csv(at(200)).unwrap());
        assert!(gaps.iter().all(|row| row.len() == gaps[0].len()));
        assert_eq!(gaps[1][1..4], ["2", "谁赢了世界杯", ""]);
        assert_eq!(gaps[1][8..], ["2025-11-11 08:01", "2025-11-11 08:02"]);
        assert_eq!(gaps[2][2], "谁说“好”, \"好\"\n还是 bad?");
        let votes = read(&journal.votes_csv(&knowledge, at(200)).unwrap());
        let question = &knowledge.entry("energy.nuclear").unwrap().question;
        assert_eq!(votes[1..], [["energy.nuclear", question, "1", "0"], ["gone", "", "0", "1"]]);
    }
}

#[test]
fn no_cell_is_a_formula() {
    let journal = Journal::new(Store::in_memory());
    for (message, text) in
        (0..).zip(["=1+1 谁", "+电话", "-cmd|'/c calc'!A0", "@SUM(贸易)", "\t=额度", "＝全角", "  =空格"])
    {
        declined(&journal, text, &by("1", message), at(0));
    }
    for row in &read(&journal.gaps_csv(at(0)).unwrap())[1..] {
        assert!(row[2].starts_with('\''), "{row:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]
    #[test]
    fn any_text_reads_back(text in "[\\PC\n\r\t\",]{1,30}") {
        let journal = Journal::new(Store::in_memory());
        if declined(&journal, &text, &by("1", 1), at(0)).is_some() {
            let rows = read(&journal.gaps_csv(at(0)).unwrap());
            prop_assert_eq!(rows.len(), 2);
            prop_assert_eq!(rows[1][2].trim_start_matches('\''), text.trim().trim_start_matches('\''));
        }
    }
}
