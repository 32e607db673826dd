//! How a reply was decided, for those who keep the bot right. No word of what was asked stands here.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

/// Candidates that are told at most.
pub const CONSIDERED: usize = 5;

/// What decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum How {
    /// No question did: a command, a button, a follow-up, a courtesy.
    #[default]
    Unasked,
    /// The figures that the question's slots name.
    Figures,
    /// Likeness to the ways to ask.
    Likeness,
    /// The same, and what is likest is something that the article does not tell.
    Gap,
    /// The same, and what is likest is small talk.
    Smalltalk,
}

/// By which slot of the question a candidate was put out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs)]
pub enum Against {
    Period,
    Thing,
    Kind,
    Counter,
    Role,
}

/// A candidate.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Considered {
    /// Id of the entry, gap or small talk.
    pub entry: String,
    /// Belief that it is meant, 0 to 1.
    pub belief: f32,
    /// What put it out, if anything.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub against: Option<Against>,
}

/// How a reply was decided.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Decided {
    /// What decided.
    pub how: How,
    /// The likeliest candidates, best first, at most [`CONSIDERED`].
    pub considered: Vec<Considered>,
    /// What the question asks and names, by sort: `how many`, `period`, `person`. Each once.
    pub slots: Vec<Cow<'static, str>>,
}
