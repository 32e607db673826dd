//! Fits the weights of the matcher's features and prints them as `src/matching/weights.toml`.
//!
//! Cases: the labelled questions of the files named on the command line; every way to ask of the pack, with that row
//! left out, so that it must be found by the others; and a share of these with the whole answer left out, for which
//! "none of them" is right. The model is a multinomial logit over the candidates and "none"; where several candidates
//! would be right, their probabilities add up. Descends from zero, in a fixed order: the same input gives the same digits.
//! tests/questions/README.md has the command; `weights.toml` is compiled in, so write to another file and move that.

use fancy_regex::Regex;
use serde::Deserialize;
use unicode_normalization::UnicodeNormalization;
use visitbot::dialogue::compose;
use visitbot::knowledge::{Knowledge, source};
use visitbot::matching::asked::Asked;
use visitbot::matching::features::{COUNT, Features, NAMES};
use visitbot::matching::index::{Place, RowId, TargetId};
use visitbot::matching::profile::Profile;
use visitbot::matching::score::candidates;
use visitbot::matching::veto::veto;
use visitbot::text::question::Question;

/// Weight of a labelled question, of an entry's own test, of a left-out row, and of one whose answer is left out.
const LABELLED: f64 = 4.0;
const TEST: f64 = 4.0;
const ROW: f64 = 0.05;
const ORPHAN: f64 = 0.05;
/// Weight of the squared weights (ridge).
const RIDGE: f64 = 0.02;
const STEPS: usize = 3000;
/// Weight of the nearness to what the dialogue is about.
const CONTEXT: f64 = 1.5;

/// A question with its candidates: features, and whether each is right; `none` is right if nothing is.
struct Case {
    candidates: Vec<(Features, bool)>,
    none: bool,
    weight: f64,
}

#[derive(Deserialize)]
struct Labelled {
    turns: Vec<String>,
    expect: String,
    #[serde(default)]
    must: Vec<String>,
    #[serde(default)]
    must_not: Vec<String>,
}

fn main() -> anyhow::Result<()> {
    let knowledge = Knowledge::load(&source::builtin()).map_err(|faults| anyhow::anyhow!("{faults}"))?;
    let mut cases = Vec::new();
    for path in std::env::args().skip(1) {
        for line in std::fs::read_to_string(&path)?.lines().filter(|line| !line.trim().is_empty()) {
            cases.extend(labelled(&knowledge, &serde_json::from_str(line)?)?);
        }
    }
    let marked = cases.len();
    for row in 0..knowledge.index.rows.len() {
        cases.extend(left_out(&knowledge, row as RowId));
    }
    cases.extend(own_tests(&knowledge));
    eprintln!("{marked} labelled questions, {} cases", cases.len());
    let fitted = fit(&cases);
    println!("# Weights of the features (see features.rs), fitted by examples/fit.rs; do not edit by hand.");
    for (name, weight) in NAMES.iter().zip(fitted) {
        // No case has a context, so its weight is set by hand.
        let weight = if *name == "context" { CONTEXT } else { weight };
        println!("{name} = {weight:.3}");
    }
    Ok(())
}

/// The case of a labelled question of one turn; a wrong candidate that a slot vetoes is left out, as it is in use.
fn labelled(knowledge: &Knowledge, written: &Labelled) -> anyhow::Result<Option<Case>> {
    let [turn] = written.turns.as_slice() else { return Ok(None) };
    let compiled = |patterns: &[String]| patterns.iter().map(|p| Regex::new(p)).collect::<Result<Vec<_>, _>>();
    let (must, must_not) = (compiled(&written.must)?, compiled(&written.must_not)?);
    let question = knowledge.reader.read(turn);
    let answers = written.expect == "answer";
    let right = |target: TargetId| match knowledge.index.targets[target as usize].place {
        Place::Entry(at) => {
            let reply = compose::entry(knowledge, &knowledge.pack.entries[at], 1.0).plain();
            let said: String = reply.nfkc().filter(|c| !c.is_whitespace()).collect();
            let all =
                |patterns: &[Regex], want: bool| patterns.iter().all(|p| p.is_match(&said).unwrap_or(false) == want);
            answers && all(&must, true) && all(&must_not, false)
        }
        Place::Gap(_) | Place::Smalltalk(_) => !answers,
    };
    let case = case(knowledge, &question, &|_| false, &right, !answers, LABELLED);
    // A question that no candidate answers (computed, or found in another way) teaches nothing.
    Ok(Some(case).filter(|case| case.none || case.candidates.iter().any(|(_, right)| *right)))
}

/// The tests that the entries carry: what must be theirs, and what must not.
fn own_tests(knowledge: &Knowledge) -> Vec<Case> {
    let mut cases = Vec::new();
    for entry in &knowledge.pack.entries {
        let Some(own) = knowledge.target_of(&entry.id).map(|at| at as TargetId) else { continue };
        for (question, must) in
            entry.must_match.iter().map(|q| (q, true)).chain(entry.must_not_match.iter().map(|q| (q, false)))
        {
            let question = knowledge.reader.read(question);
            cases.push(case(knowledge, &question, &|_| false, &|target| (target == own) == must, !must, TEST));
        }
    }
    cases.retain(|case| case.none || case.candidates.iter().any(|(_, right)| *right));
    cases
}

/// A way to ask, found by the other rows of its target; for every fifth also with its whole kin left out.
fn left_out(knowledge: &Knowledge, row: RowId) -> Vec<Case> {
    let held = &knowledge.index.rows[row as usize];
    let question = knowledge.reader.read_clean(&knowledge.index.written[row as usize]);
    let own = held.target;
    let mut cases = vec![case(knowledge, &question, &|r| r == row, &|target| target == own, false, ROW)];
    if !cases[0].candidates.iter().any(|(_, right)| *right) {
        cases.clear();
    }
    if row.is_multiple_of(3) && matches!(knowledge.index.targets[own as usize].place, Place::Entry(_)) {
        let kin = |r: RowId| akin(knowledge, knowledge.index.rows[r as usize].target, own);
        let unanswered = |target: TargetId| !matches!(knowledge.index.targets[target as usize].place, Place::Entry(_));
        cases.push(case(knowledge, &question, &kin, &unanswered, true, ORPHAN));
    }
    cases
}

fn akin(knowledge: &Knowledge, a: TargetId, b: TargetId) -> bool {
    let place = |target: TargetId| knowledge.index.targets[target as usize].place;
    match (place(a), place(b)) {
        (Place::Entry(a), Place::Entry(b)) => {
            let (a, b) = (&knowledge.pack.entries[a], &knowledge.pack.entries[b]);
            a.id == b.id || a.paragraphs.iter().any(|p| b.paragraphs.contains(p))
        }
        _ => a == b,
    }
}

fn case(
    knowledge: &Knowledge,
    question: &Question,
    skip: &dyn Fn(RowId) -> bool,
    right: &dyn Fn(TargetId) -> bool,
    none: bool,
    weight: f64,
) -> Case {
    let lexicon = &knowledge.reader.lexicon;
    let profile = Profile::new(question, &[], lexicon, &knowledge.index, &knowledge.parties);
    let about = Asked::new(knowledge, question, &profile, &[]);
    let found = candidates(&about, &knowledge.index, lexicon, Some(skip), &|_| 0.0);
    let open =
        |target: TargetId| veto(&about, &knowledge.index.targets[target as usize], lexicon, knowledge.year).is_none();
    let kept = found.into_iter().filter(|c| open(c.target)).map(|c| (c.features, right(c.target))).collect();
    Case { candidates: kept, none, weight }
}

/// Gradient descent with momentum on the penalised log-likelihood.
fn fit(cases: &[Case]) -> [f64; COUNT] {
    let mut at = [0.0; COUNT];
    let (mut first, mut second) = ([0.0; COUNT], [0.0; COUNT]);
    let total: f64 = cases.iter().map(|c| c.weight).sum();
    for step in 1..=STEPS {
        let (loss, slope) = slope(cases, &at, total);
        if step % 500 == 0 {
            eprintln!("step {step}: loss {loss:.5}");
        }
        let rate = 0.05 * (1.0 - step as f64 / (STEPS + 1) as f64);
        for i in 0..COUNT {
            first[i] = 0.9 * first[i] + 0.1 * slope[i];
            second[i] = 0.999 * second[i] + 0.001 * slope[i] * slope[i];
            let (m, v) = (first[i] / (1.0 - 0.9f64.powi(step as i32)), second[i] / (1.0 - 0.999f64.powi(step as i32)));
            at[i] -= rate * m / (v.sqrt() + 1e-8);
        }
    }
    at
}

fn slope(cases: &[Case], at: &[f64; COUNT], total: f64) -> (f64, [f64; COUNT]) {
    let (mut loss, mut slope) = (0.0, [0.0; COUNT]);
    for case in cases {
        let scores: Vec<f64> = case.candidates.iter().map(|(f, _)| dot(f, at)).collect();
        let top = scores.iter().copied().fold(0.0, f64::max);
        let none = (-top).exp();
        let odds: Vec<f64> = scores.iter().map(|s| (s - top).exp()).collect();
        let all = none + odds.iter().sum::<f64>();
        let right = odds.iter().zip(&case.candidates).filter(|(_, (_, r))| *r).map(|(o, _)| o).sum::<f64>()
            + if case.none { none } else { 0.0 };
        loss -= case.weight * (right / all).max(1e-12).ln();
        for (odds, (features, is_right)) in odds.iter().zip(&case.candidates) {
            let pull = odds / all - if *is_right { odds / right } else { 0.0 };
            for (s, f) in slope.iter_mut().zip(features) {
                *s += case.weight * pull * f64::from(*f);
            }
        }
    }
    for i in 0..COUNT {
        slope[i] = slope[i] / total + RIDGE * at[i] / 100.0;
        loss += total * RIDGE * at[i] * at[i] / 200.0;
    }
    (loss / total, slope)
}

fn dot(features: &Features, at: &[f64; COUNT]) -> f64 {
    features.iter().zip(at).map(|(f, w)| f64::from(*f) * w).sum()
}
