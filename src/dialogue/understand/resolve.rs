//! One question with what it leans on: a figure by its slots, or what is found for it.

use super::Understood;
use super::asked_for::AskedFor;
use super::spoken_of::focus_on;
use super::told::reply_to;
use crate::dialogue::lean::{FEW, joined, only_replaces, with_period};
use crate::dialogue::{decided, numbers};
use crate::event::Language;
use crate::knowledge::Knowledge;
use crate::matching::asked::Asked;
use crate::matching::find::find_asked;
use crate::matching::index::TargetId;
use crate::matching::profile::Profile;
use crate::reply::Reply;
use crate::text::language::Kind;
use crate::text::question::Question;
use crate::text::views::left_out;

/// Weight of what was told around a question.
const AROUND: f32 = 0.3;
/// The same if the question hardly says anything itself.
const AROUND_HALF: f32 = 0.6;
/// Weight of what a question leaves out.
const LEFT_OUT: f32 = 0.4;
/// Weight of the question before, on which a new one leans.
const BEFORE: f32 = 0.5;

/// What a question leans on.
pub struct Leaning<'a> {
    on: Vec<&'a Question>,
    weight: f32,
    /// Whether that is the question before, not the rest of the same message.
    before: bool,
    /// The measure that was told before.
    measure: Option<usize>,
}

impl<'a> Leaning<'a> {
    /// Nothing.
    pub fn nothing() -> Leaning<'a> {
        Leaning { on: Vec::new(), weight: 0.0, before: false, measure: None }
    }

    /// What is kept of the question before, and the measure that was told.
    pub fn before(kept: &'a Question, measure: Option<usize>) -> Leaning<'a> {
        Leaning { on: vec![kept], weight: BEFORE, before: true, measure }
    }

    /// The same at full weight.
    pub fn firm(self) -> Leaning<'a> {
        Leaning { weight: 1.0, ..self }
    }

    /// What a message tells around a question: the less the question says, the more that weighs.
    pub fn around(asked_for: &'a AskedFor) -> Leaning<'a> {
        let weight = if asked_for.own.content() > FEW { AROUND } else { AROUND_HALF };
        Leaning { on: asked_for.around.iter().collect(), weight, before: false, measure: None }
    }

    /// Whether it is what the same message tells around the question.
    pub fn is_around(&self) -> bool {
        !self.on.is_empty() && !self.before
    }

    /// The question with what it leans on in front of it, and the weight of each token.
    pub fn join(&self, own: &Question) -> (Question, Vec<f32>) {
        let (question, mut emphasis) = joined(own, &self.on, self.weight);
        let left_out = left_out(own);
        if !left_out.is_empty() {
            let (before, all) = (question.tokens.len() - own.tokens.len(), question.tokens.len());
            emphasis.resize(all, 1.0);
            emphasis[before..][left_out].fill(LEFT_OUT);
        }
        (question, emphasis)
    }
}

/// Resolves a question with what it leans on.
pub fn resolve(
    knowledge: &Knowledge,
    language: Language,
    own: &Question,
    leaning: &Leaning<'_>,
    context: &dyn Fn(TargetId) -> f32,
) -> Understood {
    let (question, emphasis) = leaning.join(own);
    let profile = Profile::new(&question, &emphasis, &knowledge.reader.lexicon, &knowledge.index, &knowledge.parties);
    let mut about = Asked::new(knowledge, &question, &profile, &emphasis);
    if leaning.before && only_replaces(knowledge, own) {
        about.measured = question.words().filter(|&word| knowledge.figures.is_sign(word)).collect();
    }
    let asks = question.asks();
    let slots = question.periods().count() + question.numbers().count();
    let says = question.words().count() + slots + usize::from(question.kinds.has(Kind::HowMany));
    if let Some(mut reply) = by_slots(knowledge, own, &about, leaning) {
        reply.decided = decided::by_figures(knowledge, &question);
        // What has no figure is still what is spoken of.
        let told = reply.entry.as_ref().or_else(|| reply.choices.first().map(|choice| &choice.entry));
        let focus = told.cloned().map(|entry| focus_on(knowledge, &question, &reply, entry));
        return Understood { belief: reply.confidence, reply, focus, asks, says, by_figures: true, guess: false };
    }
    let finding = find_asked(knowledge, &about, context);
    let (mut reply, entry, belief) = reply_to(knowledge, language, &about, &finding);
    reply.decided = decided::by_finding(knowledge, &question, &finding);
    let focus = entry.map(|entry| focus_on(knowledge, &question, &reply, entry));
    Understood {
        reply,
        focus,
        asks,
        says,
        belief,
        by_figures: false,
        guess: finding.guess(&question, leaning.is_around()).is_some(),
    }
}

/// The reply to a question whose slots name a figure. What a message tells around it names none, but a period.
pub fn by_slots(knowledge: &Knowledge, own: &Question, about: &Asked<'_>, leaning: &Leaning<'_>) -> Option<Reply> {
    if knowledge.exactly(&about.question.text).is_some() {
        return None;
    }
    if leaning.before {
        // What is kept of the question before is part of what is asked.
        let profile =
            Profile::new(about.question, &[], &knowledge.reader.lexicon, &knowledge.index, &knowledge.parties);
        let about = Asked::new(knowledge, about.question, &profile, &[]);
        let reply = numbers::by_figures(knowledge, &about, leaning.measure)?;
        return numbers::goes_on_with(knowledge, own, about.question).then_some(reply);
    }
    if leaning.on.is_empty() {
        return numbers::by_figures(knowledge, about, leaning.measure);
    }
    let own = with_period(own, about.question);
    let profile = Profile::new(&own, &[], &knowledge.reader.lexicon, &knowledge.index, &knowledge.parties);
    numbers::reply(knowledge, &Asked::new(knowledge, &own, &profile, &[]), None)
}
