//! What a question asks, slot by slot: worked out once, and held against every candidate.

use super::profile::Profile;
use crate::knowledge::Knowledge;
use crate::text::counted::{Part, counted, counter, part_of};
use crate::text::lexicon::WordId;
use crate::text::period::Period;
use crate::text::question::{Counter, Question, Sense, Token};
use crate::text::roles::{Relation, relations};
use crate::text::views::{Said, ranks};

/// What the question says, worked out once for all candidates.
pub struct Asked<'a> {
    /// The question.
    pub question: &'a Question,
    /// Its weighted words and marks.
    pub profile: &'a Profile,
    /// Names and things in it, parties left out.
    pub things: Vec<WordId>,
    /// Verbs in it that name a direction whose opposite it does not name.
    pub directions: Vec<WordId>,
    /// Its periods; those told around it only if it has none itself.
    pub periods: Vec<Period>,
    /// Words in it each of which alone names a measure.
    pub measured: Vec<WordId>,
    /// In what it asks for a number; a share comes in percent, an amount in money.
    pub counter: Option<&'a Counter>,
    /// Of which number it asks for a part.
    pub part: Option<Part<'a>>,
    /// What it asks the number of.
    pub counted: Option<&'a Token>,
    /// Verbs of which it asks who does so to whom.
    pub acts: Vec<WordId>,
    /// Who does what to whom in it.
    pub relations: Vec<Relation>,
    /// What it has to do with what somebody said.
    pub said: Said<'a>,
    /// Whether it asks which of several is the most.
    pub ranks: bool,
    /// Parties that every question may name.
    pub parties: &'a [WordId],
}

impl<'a> Asked<'a> {
    /// Reads the slots of a question. `emphasis` weighs its tokens, none being full weight for all: what is told on the way
    /// narrows nothing, so it fills no slot but a period that is missing.
    pub fn new(knowledge: &'a Knowledge, question: &'a Question, profile: &'a Profile, emphasis: &[f32]) -> Asked<'a> {
        let lexicon = &knowledge.reader.lexicon;
        let full = |at: usize| emphasis.get(at).is_none_or(|&e| e >= 1.0);
        let own = question.tokens.iter().enumerate().filter(|(at, _)| full(*at));
        let words = own.filter_map(|(_, token)| if let Sense::Word(id) = token.sense { Some(id) } else { None });
        let words: Vec<WordId> = words.collect();
        let thing = |id: &WordId| lexicon.thing(*id).is_some() && !knowledge.parties.contains(id);
        let one_way =
            |id: &WordId| lexicon.other_direction(*id).is_some_and(|other| question.words().all(|word| word != other));
        let relations_of = |counts: &dyn Fn(usize) -> bool| relations(question, lexicon, counts);
        let acts = relations_of(&|at| full(at) && question.is_asked(at)).into_iter().map(|relation| relation.verb);
        Asked {
            question,
            profile,
            things: each_once(words.iter().copied().filter(thing)),
            directions: question.words().filter(one_way).collect(),
            periods: periods(question, &full),
            measured: words.iter().copied().filter(|&id| knowledge.figures.is_sign(id)).collect(),
            counter: counter(question),
            part: part_of(question),
            counted: counted(question, lexicon, full),
            acts: acts.filter(|&verb| lexicon.other_direction(verb).is_none()).collect(),
            relations: relations_of(&full),
            said: Said::of(question, lexicon),
            ranks: ranks(question),
            parties: &knowledge.parties,
        }
    }
}

/// The periods of the tokens that count in full; if there is none, all.
fn periods(question: &Question, full: &dyn Fn(usize) -> bool) -> Vec<Period> {
    let spoken = |own: bool| {
        let period = |(at, token): (usize, &Token)| match token.sense {
            Sense::Period(period) if full(at) || !own => Some(period),
            _ => None,
        };
        question.tokens.iter().enumerate().filter_map(period).collect::<Vec<_>>()
    };
    let own = spoken(true);
    if own.is_empty() { spoken(false) } else { own }
}

fn each_once(ids: impl Iterator<Item = WordId>) -> Vec<WordId> {
    let mut once = Vec::new();
    for id in ids {
        if !once.contains(&id) {
            once.push(id);
        }
    }
    once
}
