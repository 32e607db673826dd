//! Why a change was refused. As an error it is for the log and holds nothing that somebody asked.

use std::io;

use super::change::Given;
use crate::knowledge::fault::Faults;
use crate::knowledge::source::SourceError;

/// Why the knowledge in force stays as it is.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// The pack comes from no folder.
    #[error("the pack inside the program cannot change; start the bot with --knowledge DIR")]
    CompiledIn,
    /// The folder cannot be read.
    #[error(transparent)]
    Source(#[from] SourceError),
    /// The pack has faults.
    #[error("{0}")]
    Faults(#[from] Faults),
    /// Its question sets have faults, each a line `file:line: what to do`.
    #[error("{}", .0.join("\n"))]
    Questions(Vec<String>),
    /// Tests of its own fail, each a line `file:line:column: what is wrong`.
    #[error("{}", .0.join("\n"))]
    Tests(Vec<String>),
    /// There is no such pack to roll back to.
    #[error("there is no version {steps} back, only {kept}")]
    NoSuchVersion {
        /// How far back was asked for.
        steps: usize,
        /// How many there are.
        kept: usize,
    },
    /// What serves was not read from the disk as it is, so nothing is taught on top of it.
    #[error("the learned lines on disk are not those in force; reload first")]
    NotOnDisk,
    /// There is no letter in the question.
    #[error("the question has no letters")]
    NoLetters,
    /// The question is longer than anybody asks.
    #[error("the question has {0} characters")]
    TooLong(usize),
    /// There is no such entry or gap.
    #[error("there is no entry or gap with this id")]
    NoTarget {
        /// What was given.
        id: String,
        /// The known id nearest to it, if one is near.
        near: Option<String>,
    },
    /// The question is a way to ask already.
    #[error("the question is a way to ask of {owner} already")]
    Known {
        /// The entry, gap or piece of small talk whose it is.
        owner: String,
    },
    /// Something else answers the question, and surely.
    #[error("{owner} answers the question already, {:.0} % sure", belief * 100.0)]
    Answered {
        /// The entry or gap that does.
        owner: String,
        /// How sure it is, 0 to 1.
        belief: f32,
    },
    /// The question names a period or thing of which the entry knows nothing.
    #[error("{entry} knows nothing of what the question names")]
    Contradicted {
        /// The entry.
        entry: String,
        /// What the bot says of it.
        why: String,
    },
    /// Even as a way to ask, the question would get another reply.
    #[error("the question would not be answered by {entry} even so")]
    NotWon {
        /// What should answer.
        entry: String,
        /// What would come.
        given: Given,
    },
    /// Other questions would lose their answer.
    #[error("{} questions would lose their answer", .0.len())]
    Steals(Vec<Loss>),
    /// There is no such learned line.
    #[error("there is no such learned line")]
    NeverLearned,
    /// The file cannot be written.
    #[error("cannot write {path}: {reason}")]
    Unwritable {
        /// The file.
        path: String,
        /// What the system said.
        reason: io::Error,
    },
}

/// A question that was right before a change and would not be after it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loss {
    /// The question.
    pub question: String,
    /// Where it stands.
    pub whose: Whose,
    /// What it would get.
    pub given: Given,
}

/// Where a question stands that has to stay right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Whose {
    /// A way to ask of this entry, gap or piece of small talk.
    Way(String),
    /// A test of this entry.
    Test(String),
    /// An item of a question set.
    Item {
        /// The set's file name.
        set: String,
        /// The item's id.
        id: String,
    },
}
