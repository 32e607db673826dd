//! How a question was decided, for people who curate the pack: the verdict, what was read, what was likeliest, and by
//! how much and why the others lost.
//!
//! A wrong answer is traced in three hops: the verdict names the candidate, the candidate its line of the pack and the
//! words that it lacks, and the line stands in the pack.

mod candidates;
mod reading;
mod verdict;
pub mod words;

use std::fmt::{self, Display, Formatter};

use crate::dialogue::Session;
use crate::dialogue::several::taken_apart;
use crate::dialogue::understand::{AskedFor, Leaning, by_slots, questions};
use crate::knowledge::Knowledge;
use crate::matching::asked::Asked;
use crate::matching::find::{Finding, find_asked};
use crate::matching::index::{Place, Target};
use crate::matching::profile::Profile;
use crate::matching::score::Candidate;
use crate::reply::Reply;
use crate::text::fold::fold;
use crate::text::question::Question;

/// How much is told of each candidate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Detail {
    /// What a curator needs.
    Plain,
    /// The features, too, which the matcher adds up.
    Features,
}

/// An explanation, to be printed.
pub struct Explanation<'a> {
    knowledge: &'a Knowledge,
    detail: Detail,
    folded: Option<String>,
    smalltalk: Option<usize>,
    parts: Vec<Part<'a>>,
    /// The short questions that are answered in place of the only part.
    apart: Vec<String>,
}

/// One question of the text.
struct Part<'a> {
    knowledge: &'a Knowledge,
    question: Question,
    /// With what is told around it.
    joined: Question,
    by_slots: Option<Reply>,
    finding: Finding,
}

/// A line of the explanation: a label and a text.
type Line = (&'static str, String);

/// Explains how a text is decided that leans on nothing before it.
pub fn explain<'a>(knowledge: &'a Knowledge, typed: &str, detail: Detail) -> Explanation<'a> {
    let folded = fold(typed).text;
    let smalltalk = match knowledge.exactly(&folded) {
        Some(Place::Smalltalk(at)) => Some(at),
        _ => None,
    };
    let asks = smalltalk.is_none() && folded.chars().any(char::is_alphanumeric);
    let asked = if asks { questions(knowledge, &Session::default(), &folded) } else { Vec::new() };
    let parts = asked.iter().map(|asked_for| Part::new(knowledge, asked_for)).collect();
    let apart = if let [one] = asked.as_slice() { taken_apart(knowledge, one) } else { Vec::new() };
    let folded = (bare(&folded) != bare(typed)).then_some(folded);
    Explanation { knowledge, detail, folded, smalltalk, parts, apart }
}

impl Display for Explanation<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if let Some(talk) = self.smalltalk.map(|at| &self.knowledge.pack.smalltalk[at]) {
            line(f, &("verdict", format!("small talk {}: the pack has this word for word", talk.id)))?;
            return line(f, &("says", talk.reply.clone()));
        }
        if self.parts.is_empty() {
            return line(f, &("verdict", "decline: there is no word in it".to_owned()));
        }
        if !self.apart.is_empty() {
            let halves = self.apart.join(" | ");
            line(
                f,
                &("apart", format!("answered one after the other: {halves}; below is the whole, as one question")),
            )?;
        }
        for (at, part) in self.parts.iter().enumerate() {
            if self.parts.len() > 1 {
                line(f, &("question", format!("{} of {}: {}", at + 1, self.parts.len(), part.question.text)))?;
            }
            part.decision().iter().try_for_each(|told| line(f, told))?;
            if let Some(folded) = self.folded.as_ref().filter(|_| at == 0) {
                line(f, &("folded", folded.clone()))?;
            }
            part.reading().iter().try_for_each(|told| line(f, told))?;
            part.candidates(self.detail, self.parts.len()).iter().try_for_each(|told| writeln!(f, "{told}"))?;
        }
        Ok(())
    }
}

/// A text without marks and spaces.
fn bare(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

fn line(f: &mut Formatter<'_>, (label, text): &Line) -> fmt::Result {
    writeln!(f, "{label:<10}{text}")
}

impl<'a> Part<'a> {
    fn new(knowledge: &'a Knowledge, asked_for: &AskedFor) -> Part<'a> {
        let leaning = Leaning::around(asked_for);
        let (joined, emphasis) = leaning.join(&asked_for.own);
        let Knowledge { reader, index, parties, .. } = knowledge;
        let profile = Profile::new(&joined, &emphasis, &reader.lexicon, index, parties);
        let about = Asked::new(knowledge, &joined, &profile, &emphasis);
        let by_slots = by_slots(knowledge, &asked_for.own, &about, &leaning);
        let finding = find_asked(knowledge, &about, &|_| 0.0);
        Part { knowledge, question: asked_for.own.clone(), joined: joined.clone(), by_slots, finding }
    }

    fn target(&self, candidate: &Candidate) -> &'a Target {
        &self.knowledge.index.targets[candidate.target as usize]
    }

    /// The id of what a candidate leads to, and of which sort that is.
    fn name(&self, candidate: &Candidate) -> String {
        let pack = &self.knowledge.pack;
        match self.target(candidate).place {
            Place::Entry(at) => pack.entries[at].id.clone(),
            Place::Gap(at) => format!("{} (a gap)", pack.gaps[at].id),
            Place::Smalltalk(at) => format!("{} (small talk)", pack.smalltalk[at].id),
        }
    }
}
