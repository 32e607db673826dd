//! `eval --stress`: the questions that come out right, asked again with their last turn damaged in one place, so that
//! what the wording costs is told apart from what the bot does not know.
//!
//! The same seed damages a question in the same way, whatever stands beside it in the set.

mod character;
mod damage;
mod letters;
mod manner;

use std::hash::{Hash, Hasher};
use std::time::SystemTime;

use fastrand::Rng;
use rustc_hash::FxHasher;

use self::damage::Damage;
use crate::knowledge::Knowledge;
use crate::scoring::judge::Outcome;
use crate::scoring::question::{Expect, Question, Set, Undamaged};
use crate::scoring::trial::{self, CHATTER, Trial};
use crate::text::is_han;
use crate::text::segment::{Dictionary, Segmenter};

/// The questions of `set` that `knowledge` answers right, each with every damage that fits it; their register is the name of
/// the damage. Group talk is left out.
pub fn damaged(knowledge: &Knowledge, set: &Set, seed: u64) -> Set {
    let wanted = set.questions.iter().filter(|q| q.expect == Expect::Answer && q.register != CHATTER);
    let asked = wanted.map(|question| trial::run(knowledge, question, SystemTime::now()));
    let right: Vec<Trial> = asked.filter(|trial| trial.judgement.outcome == Outcome::Right).collect();
    let words = knowledge.reader.lexicon.words().map(|(word, _)| word);
    let segmenter = Segmenter::new(
        Dictionary::load(),
        words.filter(|word| word.chars().nth(1).is_some() && word.chars().all(is_han)),
    );
    let (right, segmenter) = (&right, &segmenter);
    let questions = Damage::ALL
        .into_iter()
        .flat_map(|damage| right.iter().flat_map(move |trial| with(trial, damage, seed, segmenter)));
    let name = format!("{}, damaged with seed {seed}", set.name);
    Set { name, questions: questions.collect() }
}

fn with(trial: &Trial, damage: Damage, seed: u64, segmenter: &Segmenter) -> Vec<Question> {
    let question = trial.question;
    let Some((last, before)) = question.turns.split_last() else { return Vec::new() };
    let mut texts = damage.texts(last, &mut dice(seed, &question.id, damage), segmenter);
    texts.retain(|text| text != last);
    let numbered = (1..).zip(texts).map(|(number, text)| Question {
        id: format!("{}/{}/{number}", question.id, damage.name()),
        register: damage.name().to_owned(),
        turns: before.iter().cloned().chain([text]).collect(),
        expect: question.expect,
        must: question.must.clone(),
        must_not: question.must_not.clone(),
        undamaged: Some(Undamaged { last: last.clone(), script: trial.reply.script }),
    });
    numbered.collect()
}

/// Random numbers for one question and damage.
fn dice(seed: u64, id: &str, damage: Damage) -> Rng {
    let mut hasher = FxHasher::default();
    (seed, id, damage.name()).hash(&mut hasher);
    Rng::with_seed(hasher.finish())
}
