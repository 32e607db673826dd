//! How clauses begin, end and go together: what cuts a message into questions.

use std::collections::BTreeMap;

use rustc_hash::FxHashSet;

use crate::text::phrases::Phrases;

/// The words around clauses.
pub struct Clauses {
    /// Words that open a second question in a sentence.
    pub splits: Vec<String>,
    /// Words with which a clause begins where somebody speaks without a pause.
    pub begins: Phrases<()>,
    /// Words with which one ends there.
    pub ends: Phrases<()>,
    /// Of those with which one begins, words that only stress a question.
    pub stressing: Vec<String>,
    /// Words by which somebody who has asked goes on about themselves.
    pub speaking: Vec<String>,
    /// Years by which somebody who has asked an amount goes on to the next.
    pub years: Vec<String>,
    /// Words that tie a question to the one before and say nothing themselves.
    pub ties: Vec<String>,
    /// Words that join a second question to the first.
    pub joints: Phrases<()>,
    /// Words between two things that are asked of one,
    pub pairing: Vec<String>,
    /// those that are such only where each of the two is asked for,
    pub comparing: Vec<String>,
    /// and the words that say so.
    pub each: Vec<String>,
    /// Longer words that end with one of these.
    pub bound: Vec<String>,
    /// Words that number what is asked.
    pub enumerating: Vec<String>,
    /// Clauses that only greet, excuse or thank.
    pub courtesies: FxHashSet<String>,
}

impl Clauses {
    /// The lists of a table, empty where it has none.
    pub fn new(table: &BTreeMap<String, Vec<String>>) -> Clauses {
        let list = |key: &str| table.get(key).cloned().unwrap_or_default();
        let phrases = |key| list(key).into_iter().map(|word| (word, ())).collect();
        Clauses {
            splits: list("split"),
            begins: phrases("begin"),
            ends: phrases("end"),
            stressing: list("stress"),
            speaking: list("speaking"),
            years: list("years"),
            joints: phrases("joint"),
            pairing: list("pair"),
            comparing: list("compare"),
            each: list("each"),
            bound: list("bound"),
            ties: list("tie"),
            enumerating: list("enumerate"),
            courtesies: list("courtesy").into_iter().collect(),
        }
    }
}
