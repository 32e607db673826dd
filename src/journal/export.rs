//! Gaps and votes as CSV (RFC 4180) that a spreadsheet opens as it is: UTF-8 with a byte order mark, and no cell that a
//! spreadsheet would run as a formula.

use std::fmt::Write;
use std::time::SystemTime;

use super::Journal;
use super::day::minute;
use crate::knowledge::Knowledge;
use crate::store::StoreError;

/// Tells a spreadsheet that the text is UTF-8.
pub const BYTE_ORDER_MARK: char = '\u{FEFF}';

/// With these, in full width too, spreadsheets begin a formula.
const FORMULA: [char; 10] = ['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'];

impl Journal {
    /// The questions without an answer, a line a group, most frequent first.
    ///
    /// # Errors
    /// If the store fails.
    pub fn gaps_csv(&self, now: SystemTime) -> Result<String, StoreError> {
        let mut csv = Csv::new(&[
            "id",
            "times",
            "text",
            "others",
            "declined",
            "turned_down",
            "voted_down",
            "waiting",
            "first",
            "last",
        ]);
        for gap in self.gaps(now, usize::MAX)? {
            let numbers = [gap.declined, gap.turned_down, gap.voted_down].map(|number| number.to_string());
            let [declined, turned_down, voted_down] = numbers;
            csv.line(&[
                &gap.id,
                &gap.times.to_string(),
                &gap.text,
                &gap.others.join("\n"),
                &declined,
                &turned_down,
                &voted_down,
                &gap.waiting.to_string(),
                &minute(gap.first),
                &minute(gap.last),
            ]);
        }
        Ok(csv.0)
    }

    /// The votes, a line an entry, by id.
    ///
    /// # Errors
    /// If the store fails.
    pub fn votes_csv(&self, knowledge: &Knowledge, now: SystemTime) -> Result<String, StoreError> {
        let mut csv = Csv::new(&["entry", "question", "up", "down"]);
        for (entry, votes) in self.all_votes(now)? {
            let question = knowledge.entry(&entry).map_or("", |entry| entry.question.as_str());
            csv.line(&[&entry, question, &votes.up.to_string(), &votes.down.to_string()]);
        }
        Ok(csv.0)
    }
}

struct Csv(String);

impl Csv {
    fn new(head: &[&str]) -> Csv {
        let mut csv = Csv(BYTE_ORDER_MARK.to_string());
        csv.line(head);
        csv
    }

    fn line(&mut self, cells: &[&str]) {
        for (at, cell) in cells.iter().enumerate() {
            self.0.push_str(if at == 0 { "" } else { "," });
            self.cell(cell);
        }
        self.0.push_str("\r\n");
    }

    fn cell(&mut self, text: &str) {
        let harmless = if text.trim_start_matches(' ').starts_with(FORMULA) { "'" } else { "" };
        if text.contains([',', '"', '\r', '\n', '\t']) || !harmless.is_empty() {
            let _ = write!(self.0, "\"{harmless}{}\"", text.replace('"', "\"\""));
        } else {
            self.0.push_str(text);
        }
    }
}
