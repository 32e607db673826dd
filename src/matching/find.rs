//! The decision: answer, ask back, or nothing.

use super::asked::Asked;
use super::features::{BEST_FIT, NAMES, UNSAID};
use super::index::{Index, Place, TargetId};
use super::profile::Profile;
use super::score::{Candidate, candidates};
use super::veto::{Veto, other_year, veto};
use crate::knowledge::Knowledge;
use crate::text::language::Kind;
use crate::text::question::Question;
use crate::text::roles::{does_to_another, never_acts, turned_round};

/// Belief in what the pack has word for word.
pub const EXACT: f32 = 0.99;
/// Belief in what the pack has in other words for the same.
const IN_SENSE: f32 = 0.85;
/// Belief from which a candidate is the answer: just under it, a third of the answers were wrong on questions never seen
/// before; much over it, a dropped character costs too many answers.
pub const ANSWER: f32 = 0.55;
/// A guess, believed in less than `sure`: of these, told on questions never seen before, a third were wrong.
const STRANGE: Guess = Guess { why: "it nowhere says much of the question", sure: 0.8 };
/// Weight of strange words, as a feature, over which an answer is that guess.
const MUCH_STRANGE: f32 = 0.4;
/// The other guess: of 174 of them eleven were wrong, one in sixteen; of all answers it was one in a hundred.
const UNLIKE: Guess = Guess { why: "no way to ask for it is much like the question", sure: 0.9 };
/// Fit of its best way to ask, as a feature, under which an answer is that guess.
const LIKE: f32 = 0.2;
/// Belief that the best candidates must have together for the bot to ask back which one was meant.
pub const CLARIFY: f32 = 0.5;
/// Belief that a single candidate must have to be offered.
pub const OFFER: f32 = 0.12;
/// Share of the belief in candidates that slots put out which goes to the others; the rest says that it is not told.
pub const FREED: f32 = 0.5;
/// The same for a candidate that tells of the opposite direction.
pub const FREED_TURNED: f32 = 0.75;
/// So that nothing is divided by zero.
const LEAST: f32 = 1e-6;
/// Share of an entry's belief from which a gap stands against it if the gap says more of the question.
pub const RIVAL: f32 = 0.6;
/// Nearness to what was told from which the only such candidate is what was meant.
const NEAR: f32 = 0.8;
/// Most candidates that are told beside the answer.
pub const ALSO: usize = 2;
/// Most candidates that are offered.
pub const OFFERS: usize = 3;

/// What was found for a question.
#[derive(Debug, Clone)]
pub enum Verdict {
    /// This is it; and what tells from the same paragraphs and was likely, too.
    Answer(Candidate, Vec<Candidate>),
    /// One of these.
    Clarify(Vec<Candidate>),
    /// Nothing that could be told; the likeliest candidate that was out, and why.
    Nothing(Option<(Candidate, Veto)>),
}

/// A finding with all that led to it.
pub struct Finding {
    /// The decision.
    pub verdict: Verdict,
    /// All candidates, best first, each with its veto.
    pub candidates: Vec<(Candidate, Option<Veto>)>,
}

impl Finding {
    /// Belief in what the verdict names; 0 if it names nothing.
    pub fn belief(&self) -> f32 {
        match &self.verdict {
            Verdict::Answer(candidate, _) => candidate.probability,
            Verdict::Clarify(several) => several.iter().map(|c| c.probability).sum::<f32>().min(1.0),
            Verdict::Nothing(_) => 0.0,
        }
    }
}

/// Why an answer is told only as an offer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Guess {
    /// The reason, as it is told to curators.
    pub why: &'static str,
    /// The belief from which it is the answer nevertheless.
    sure: f32,
}

impl Finding {
    /// Why the answer is too unlike the question to be told as one, if it is: then it is a guess. What is told `around` a
    /// question makes it unlike all that is asked; who only wants something confirmed may name what is strange.
    pub fn guess(&self, question: &Question, around: bool) -> Option<Guess> {
        let Verdict::Answer(found, _) = &self.verdict else { return None };
        // What tells from the same paragraphs is no more like the question.
        let (own, _) = self.candidates.iter().find(|(c, _)| c.target == found.target)?;
        let strange = found.features[UNSAID] > MUCH_STRANGE && !question.asserts();
        let unlike = !around && found.features[BEST_FIT] < LIKE;
        let reasons = [(strange, STRANGE), (unlike, UNLIKE)];
        let guess = reasons.into_iter().find(|(is, guess)| *is && own.probability < guess.sure)?.1;
        (found.probability < EXACT).then_some(guess)
    }
}

/// Finds what a question asks for that leans on nothing.
pub fn find(knowledge: &Knowledge, question: &Question) -> Finding {
    let profile = Profile::new(question, &[], &knowledge.reader.lexicon, &knowledge.index, &knowledge.parties);
    find_asked(knowledge, &Asked::new(knowledge, question, &profile, &[]), &|_| 0.0)
}

/// Finds what a question asks for that was worked out already. `context` gives each target's nearness to what the
/// dialogue is about, 0 to 1.
pub fn find_asked(knowledge: &Knowledge, asked: &Asked<'_>, context: &dyn Fn(TargetId) -> f32) -> Finding {
    let Knowledge { reader, index, year, .. } = knowledge;
    let question = asked.question;
    let turned = turned_round(&asked.relations, &index.world)
        || never_acts(question, &reader.lexicon, &index.world)
        || (!question.asserts() && does_to_another(&asked.relations, &index.world));
    let weighed = |candidate: Candidate| {
        let target = &index.targets[candidate.target as usize];
        let role = turned && matches!(target.place, Place::Entry(_));
        let veto = veto(asked, target, &reader.lexicon, *year).or(role.then_some(Veto::Role));
        let veto = veto.or_else(|| other_year(asked, index.gap_periods.get(&candidate.row), *year));
        (candidate, veto)
    };
    let exact = knowledge.exactly(&question.text);
    let found = candidates(asked, index, &reader.lexicon, None, context);
    let unfound = exact.filter(|exact| !found.iter().any(|c| place(knowledge, c) == *exact));
    let unfound = unfound.and_then(|exact| never_searched(index, exact));
    let mut candidates: Vec<(Candidate, Option<Veto>)> = found.into_iter().chain(unfound).map(weighed).collect();
    let kept = |(c, veto): &(Candidate, Option<Veto>)| c.probability * (1.0 - freed(veto.as_ref()));
    let freed_in_all: f32 = candidates.iter().map(|both| both.0.probability - kept(both)).sum();
    for both in &mut candidates {
        both.0.probability = kept(both) / (1.0 - freed_in_all).max(LEAST);
    }
    candidates.sort_by(|(a, _), (b, _)| b.probability.total_cmp(&a.probability));
    let decided = decide(knowledge, &candidates, context);
    let verdict = match exact {
        Some(place) => just_this(knowledge, &candidates, place, EXACT),
        None if matches!(&decided, Verdict::Answer(sure, _) if sure.probability >= IN_SENSE) => None,
        None => knowledge.in_sense(question).and_then(|place| just_this(knowledge, &candidates, place, IN_SENSE)),
    };
    let verdict = verdict.unwrap_or(decided);
    Finding { verdict, candidates }
}

/// What the pack has word for word and no search came upon: a name that is in nearly all questions is looked for in none.
fn never_searched(index: &Index, at: Place) -> Option<Candidate> {
    let (target, held) = (0..).zip(&index.targets).find(|(_, target)| target.place == at)?;
    Some(Candidate { target, row: held.rows.start, features: [0.0; NAMES.len()], score: 0.0, probability: 0.0 })
}

/// The candidate at a place as the answer, believed in as much as that, unless it is out. What only says the same in other
/// words must be likely besides: a word may stand for more than one thing.
fn just_this(
    knowledge: &Knowledge,
    candidates: &[(Candidate, Option<Veto>)],
    at: Place,
    belief: f32,
) -> Option<Verdict> {
    let here = |(c, veto): &&(Candidate, Option<Veto>)| veto.is_none() && place(knowledge, c) == at;
    let (found, _) = candidates.iter().find(here)?;
    let likely = belief >= EXACT || found.probability >= OFFER;
    let probability = belief.max(found.probability);
    likely.then(|| Verdict::Answer(Candidate { probability, ..found.clone() }, Vec::new()))
}

fn decide(
    knowledge: &Knowledge,
    candidates: &[(Candidate, Option<Veto>)],
    context: &dyn Fn(TargetId) -> f32,
) -> Verdict {
    let open: Vec<&Candidate> = candidates.iter().filter(|(_, veto)| veto.is_none()).map(|(c, _)| c).collect();
    let Some(best) = open.first() else { return Verdict::Nothing(out(candidates)) };
    let kin = || open[1..].iter().filter(|c| akin(knowledge, best, c));
    let together = best.probability + kin().map(|c| c.probability).sum::<f32>();
    if together >= ANSWER && best.probability >= ANSWER / 2.0 {
        if let Some(gap) = open[1..].iter().find(|c| says_more(knowledge, c, best)) {
            return Verdict::Answer((*gap).clone(), Vec::new());
        }
        let told = kin().filter(|c| c.probability >= OFFER && matches!(place(knowledge, c), Place::Entry(_)));
        let told = told.take(ALSO).map(|c| (*c).clone()).collect();
        return Verdict::Answer(Candidate { probability: together.min(1.0), ..(*best).clone() }, told);
    }
    let offered: Vec<Candidate> = open
        .iter()
        .filter(|c| c.probability >= OFFER && matches!(place(knowledge, c), Place::Entry(_)))
        .take(OFFERS)
        .map(|c| (*c).clone())
        .collect();
    let together: f32 = offered.iter().map(|c| c.probability).sum();
    if together >= CLARIFY {
        // Of what a dialogue could mean, it means what goes with what was told.
        let mut near = offered.iter().filter(|c| context(c.target) >= NEAR);
        if let (Some(only), None) = (near.next(), near.next()) {
            return Verdict::Answer(Candidate { probability: together.min(1.0), ..only.clone() }, Vec::new());
        }
        return Verdict::Clarify(offered);
    }
    // What a slot put out is the reason only if it was the likeliest.
    Verdict::Nothing(out(candidates).filter(|(candidate, _)| candidate.probability >= best.probability))
}

/// The likeliest candidate that a slot put out, if it was likely at all.
fn out(candidates: &[(Candidate, Option<Veto>)]) -> Option<(Candidate, Veto)> {
    let (candidate, veto) = candidates.iter().find(|(c, veto)| veto.is_some() && c.probability >= OFFER)?;
    veto.clone().map(|veto| (candidate.clone(), veto))
}

/// The share of a candidate's belief that goes to the others. Who asks for one direction and was found the opposite one
/// meant what the others tell.
fn freed(veto: Option<&Veto>) -> f32 {
    match veto {
        None => 0.0,
        Some(Veto::Direction | Veto::Kind(Kind::Who | Kind::Named)) => FREED_TURNED,
        Some(_) => FREED,
    }
}

fn place(knowledge: &Knowledge, candidate: &Candidate) -> Place {
    knowledge.index.targets[candidate.target as usize].place
}

/// Whether a gap that is nearly as likely as an entry says words of the question that the entry nowhere does.
fn says_more(knowledge: &Knowledge, gap: &Candidate, entry: &Candidate) -> bool {
    gap.probability >= RIVAL * entry.probability
        && gap.features[UNSAID] < entry.features[UNSAID]
        && matches!(place(knowledge, gap), Place::Gap(_))
        && matches!(place(knowledge, entry), Place::Entry(_))
}

/// Whether two candidates tell from the same paragraph, so that either answers much of what the other does.
fn akin(knowledge: &Knowledge, a: &Candidate, b: &Candidate) -> bool {
    match (place(knowledge, a), place(knowledge, b)) {
        (Place::Entry(a), Place::Entry(b)) => {
            let (a, b) = (&knowledge.pack.entries[a].paragraphs, &knowledge.pack.entries[b].paragraphs);
            a.iter().any(|p| b.contains(p))
        }
        (Place::Gap(_), Place::Gap(_)) | (Place::Smalltalk(_), Place::Smalltalk(_)) => true,
        _ => false,
    }
}
