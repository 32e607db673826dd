//! The pack's own tests: questions that an entry must win, and questions that must not get its answer.

use std::sync::Arc;

use crate::dialogue::{Session, understand};
use crate::knowledge::Knowledge;
use crate::knowledge::fault::Fault;
use crate::knowledge::load::SourceFile;
use crate::knowledge::pack::Entry;
use crate::reply::Verdict;
use crate::text::fold::fold;

/// A test that failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Miss {
    /// The entry whose test it is.
    pub entry: String,
    /// The question.
    pub question: String,
    /// The entry that answered, if any did.
    pub got: Option<String>,
    /// Whether the entry should have answered.
    pub must: bool,
}

/// Asks every test of every entry, each in a dialogue of its own.
pub fn run(knowledge: &Knowledge) -> Vec<Miss> {
    knowledge.pack.entries.iter().flat_map(|entry| tests(knowledge, entry)).collect()
}

fn tests(knowledge: &Knowledge, entry: &Entry) -> Vec<Miss> {
    let must = entry.must_match.iter().map(|question| (question, true));
    let must_not = entry.must_not_match.iter().map(|question| (question, false));
    must.chain(must_not)
        .filter_map(|(question, must)| {
            let got = winner(knowledge, question);
            let won = got.as_deref() == Some(entry.id.as_str());
            let miss = Miss { entry: entry.id.clone(), question: question.clone(), got, must };
            (won != must).then_some(miss)
        })
        .collect()
}

/// The entry that answers a question, if one does.
fn winner(knowledge: &Knowledge, question: &str) -> Option<String> {
    let reply = understand::understand(knowledge, &Session::default(), &fold(question).text).reply;
    reply.entry.filter(|_| reply.verdict == Verdict::Answer)
}

impl Miss {
    /// What went wrong, without the question.
    pub fn message(&self) -> String {
        let got = self.got.as_deref().unwrap_or("no entry");
        if self.must {
            format!("{} must match this, but {got} wins", self.entry)
        } else {
            format!("{} must not match this, but does", self.entry)
        }
    }

    /// The miss as a fault, at the place where the test is written.
    pub fn fault(&self, files: &[Arc<SourceFile>]) -> Option<Fault> {
        let written = format!("\"{}\"", self.question);
        let (file, at) = files.iter().find_map(|file| file.text.find(&written).map(|at| (file, at)))?;
        let help = "see why with `visitbot explain`; then add a way to ask, or change the test".to_owned();
        Some(Fault::new(file, at..at + written.len(), self.message()).help(Some(help)))
    }
}
