//! Question sets: JSON lines, one labelled chat a line. Every fault is told with its file and line.

use std::collections::HashMap;
use std::path::Path;

use fancy_regex::Regex;
use serde::Deserialize;

use crate::knowledge::load::SourceFile;
use crate::text::script::Script;

/// A set of questions without a fault.
#[derive(Debug)]
pub struct Set {
    /// Its path, for messages.
    pub name: String,
    /// The questions in the order of the file; no two have the same id.
    pub questions: Vec<Question>,
}

/// What the reply should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Expect {
    /// The facts.
    Answer,
    /// That the article does not tell.
    Decline,
    /// Nothing at all.
    Silent,
}

/// One labelled chat.
#[derive(Debug)]
pub struct Question {
    /// Unique in its set.
    pub id: String,
    /// The style of the question.
    pub register: String,
    /// What the user types, in order; at least one.
    pub turns: Vec<String>,
    /// What the reply to the last turn should be.
    pub expect: Expect,
    /// Facts that a right answer cannot lack.
    pub must: Vec<Regex>,
    /// What makes a reply wrong.
    pub must_not: Vec<Regex>,
    /// What it was, if its last turn was damaged on purpose.
    pub undamaged: Option<Undamaged>,
}

/// A question before it was damaged.
#[derive(Debug)]
pub struct Undamaged {
    /// Its last turn.
    pub last: String,
    /// The script of the reply to it, in which the patterns are written.
    pub script: Script,
}

/// A line of a set, exactly the keys that it may hold.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    id: String,
    register: String,
    turns: Vec<String>,
    expect: Expect,
    #[serde(default)]
    must: Vec<String>,
    #[serde(default)]
    must_not: Vec<String>,
    #[serde(default, rename = "paragraphs")]
    _paragraphs: Vec<u16>,
    #[serde(default, rename = "note")]
    _note: Option<String>,
}

impl Set {
    /// The sets in `files`.
    ///
    /// # Errors
    /// Every fault of all of them, as [`Set::parse`] tells it.
    pub fn parse_all(files: &[SourceFile]) -> Result<Vec<Set>, Vec<String>> {
        let mut faults = Vec::new();
        let parsed = files.iter().filter_map(|file| Set::parse(file).map_err(|found| faults.extend(found)).ok());
        let sets = parsed.collect();
        if faults.is_empty() { Ok(sets) } else { Err(faults) }
    }

    /// Its name without the folder.
    pub fn short_name(&self) -> String {
        Path::new(&self.name).file_name().map_or_else(|| self.name.clone(), |file| file.to_string_lossy().into_owned())
    }

    /// The set in `file`; blank lines are skipped.
    ///
    /// # Errors
    /// Every fault, as `file:line: what is wrong and what to do`.
    pub fn parse(file: &SourceFile) -> Result<Set, Vec<String>> {
        let (mut questions, mut faults, mut seen) = (Vec::new(), Vec::new(), HashMap::new());
        let text = file.text.strip_prefix('\u{feff}').unwrap_or(&file.text);
        for (number, line) in (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty()) {
            let question = Question::parse(line).and_then(|question| match seen.insert(question.id.clone(), number) {
                Some(first) => Err(format!("the id {} stands in line {first} already; give it another", question.id)),
                None => Ok(question),
            });
            match question {
                Ok(question) => questions.push(question),
                Err(fault) => faults.push(format!("{}:{number}: {fault}", file.name)),
            }
        }
        if questions.is_empty() && faults.is_empty() {
            faults.push(format!("{}:1: no question in this file; write one JSON object a line", file.name));
        }
        if faults.is_empty() { Ok(Set { name: file.name.clone(), questions }) } else { Err(faults) }
    }
}

impl Question {
    fn parse(line: &str) -> Result<Question, String> {
        let row: Row = serde_json::from_str(line).map_err(|error| advice(&error))?;
        if row.turns.is_empty() {
            return Err("turns is empty; write at least one text that the user types".to_owned());
        }
        match row.expect {
            Expect::Answer if row.must.is_empty() => {
                return Err("must is empty, so any reply would be right; write what an answer cannot lack".to_owned());
            }
            Expect::Decline | Expect::Silent if !row.must.is_empty() => {
                return Err("must goes only with \"expect\": \"answer\"; empty it or change expect".to_owned());
            }
            _ => {}
        }
        let (must, must_not) = (patterns(&row.must)?, patterns(&row.must_not)?);
        let Row { id, register, turns, expect, .. } = row;
        Ok(Question { id, register, turns, expect, must, must_not, undamaged: None })
    }
}

fn patterns(written: &[String]) -> Result<Vec<Regex>, String> {
    written.iter().map(|p| Regex::new(p).map_err(|e| format!("'{p}' is no regular expression: {e}"))).collect()
}

fn advice(error: &serde_json::Error) -> String {
    let told = error.to_string();
    let what = told.split(" at line ").next().unwrap_or(&told);
    format!(
        "{what} (column {}); write one JSON object with id, register, turns, expect, must, must_not",
        error.column()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(text: &str) -> Vec<String> {
        Set::parse(&SourceFile { name: "q.jsonl".into(), text: text.into() }).unwrap_err()
    }

    #[test]
    fn every_fault_has_its_line() {
        let text = r#"{"id": "a", "register": "chat", "turns": ["x"], "expect": "decline"}
not json

{"id": "a", "register": "chat", "turns": ["x"], "expect": "decline"}
{"id": "b", "register": "chat", "turns": [], "expect": "decline"}
{"id": "c", "register": "chat", "turns": ["x"], "expect": "answer", "must": ["("]}
{"id": "d", "register": "chat", "turns": ["x"], "expect": "answer", "mustnot": []}
{"id": "e", "register": "chat", "turns": ["x"], "expect": "answer"}"#;
        let found = faults(text);
        let places: Vec<&str> = found.iter().filter_map(|f| f.split(": ").next()).collect();
        assert_eq!(places, ["q.jsonl:2", "q.jsonl:4", "q.jsonl:5", "q.jsonl:6", "q.jsonl:7", "q.jsonl:8"]);
        assert!(found[4].contains("unknown field `mustnot`"), "{}", found[4]);
    }

    #[test]
    fn an_empty_set_is_a_fault() {
        assert_eq!(faults("\n"), ["q.jsonl:1: no question in this file; write one JSON object a line"]);
    }
}
