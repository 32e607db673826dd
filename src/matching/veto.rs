//! Slots that contradict: a candidate that does not know the year, the person, the country or the unit that a question
//! asks for is out, however alike the words are.

use super::asked::Asked;
use super::index::{Place, Target};
use super::profile::value_mark;
use crate::knowledge::pack::TermKind;
use crate::text::counted::Part;
use crate::text::language::{Kind, Language};
use crate::text::lexicon::{Lexicon, WordId};
use crate::text::period::Period;
use crate::text::question::{Counter, Sense, Token};

/// Why a candidate is out.
#[derive(Debug, Clone, PartialEq)]
pub enum Veto {
    /// It tells of another period.
    Period(Period),
    /// It does not know this name or thing.
    Thing(WordId),
    /// It does not answer this kind of question.
    Kind(Kind),
    /// It does not count in this unit.
    Counter(Counter),
    /// Who does it to whom is the other way round than all that the pack tells.
    Role,
    /// It tells of the opposite direction only.
    Direction,
    /// It is somebody else's view, or nobody's.
    View(WordId),
    /// It does not tell which is the most.
    Rank,
    /// It tells no number beside the one that is stated.
    Stated,
    /// It does not tell the number of which a part is asked for, or not that part.
    PartOf,
    /// It tells where, when or who, and not what was said.
    Said,
    /// It tells of another one in a row of such.
    Ordinal(u16),
}

/// Kinds that an answer either gives or does not.
const HARD_KINDS: [Kind; 8] =
    [Kind::Why, Kind::When, Kind::City, Kind::HowOld, Kind::HowFar, Kind::HowLong, Kind::Who, Kind::Named];

/// The first slot of the question that contradicts the target, if any. Gaps and small talk assert nothing, so nothing
/// contradicts them. `year` is the article's.
pub fn veto(asked: &Asked<'_>, target: &Target, lexicon: &Lexicon, year: u16) -> Option<Veto> {
    if !matches!(target.place, Place::Entry(_)) {
        return None;
    }
    period(asked, target, year)
        .or_else(|| {
            kind(asked, target).filter(|veto| *veto != Veto::Kind(Kind::Why) || !corrects(asked, target, lexicon))
        })
        .or_else(|| counted(asked, target))
        .or_else(|| amount(asked, target))
        .or_else(|| direction(asked, target))
        .or_else(|| thing(asked, target, lexicon))
        .or_else(|| measure(asked, target))
        .or_else(|| act(asked, target))
        .or_else(|| view(asked, target))
        .or_else(|| topic(asked, target))
        .or_else(|| stated(asked, target))
        .or_else(|| said(asked, target))
        .or_else(|| office(asked, target))
        .or_else(|| ordinal(asked, target))
        .or_else(|| (asked.ranks && !target.ranked).then_some(Veto::Rank))
}

/// What somebody does to somebody must be told; trade goes by its direction.
fn act(asked: &Asked<'_>, target: &Target) -> Option<Veto> {
    asked.acts.iter().any(|verb| !target.words.contains(verb)).then_some(Veto::Role)
}

/// Whether the target puts right a name that the question takes for granted.
fn corrects(asked: &Asked<'_>, target: &Target, lexicon: &Lexicon) -> bool {
    asked.things.iter().any(|&id| is_premise(asked, target, lexicon, id))
}

/// Of what something is to be said on, the target must know a word.
fn topic(asked: &Asked<'_>, target: &Target) -> Option<Veto> {
    let known = |word: &WordId| target.words.contains(word);
    let topic = asked.said.on.first().filter(|_| !asked.said.on.iter().any(known));
    topic.map(|&word| Veto::Thing(word))
}

/// What somebody said is not told by what tells where, when or who and no view.
fn said(asked: &Asked<'_>, target: &Target) -> Option<Veto> {
    let tells_other = |kind: Kind| target.often.has(kind) && !asked.question.kinds.has(kind);
    let other = !target.says && [Kind::Where, Kind::When, Kind::Who, Kind::HowLong].into_iter().any(tells_other);
    (asked.said.what && other).then_some(Veto::Said)
}

/// As what somebody is asked for, the target must know.
fn office(asked: &Asked<'_>, target: &Target) -> Option<Veto> {
    let office = asked.said.office?;
    let known = matches!(office.sense, Sense::Word(id) if target.words.contains(&id));
    (!known).then_some(Veto::Kind(Kind::Who))
}

/// Who states a number and asks how many asks for another one, or for a part of it.
fn stated(asked: &Asked<'_>, target: &Target) -> Option<Veto> {
    let untold = |part: &Part<'_>| {
        let whole = value_mark(part.whole).is_none_or(|whole| target.values.contains(&whole));
        let named = |token: &Token| matches!(token.sense, Sense::Word(id) if target.words.contains(&id));
        !whole || !part.named.is_none_or(named)
    };
    if asked.part.as_ref().is_some_and(untold) {
        return Some(Veto::PartOf);
    }
    let stated: Vec<u64> = asked.question.numbers().filter_map(value_mark).collect();
    let asks = asked.question.kinds.has(Kind::HowMany) && !stated.is_empty() && !target.leading.is_empty();
    // No part is greater than its whole.
    let whole = asked.part.as_ref().and_then(|part| value_mark(part.whole));
    let other = |value: &u64| !stated.contains(value) && whole.is_none_or(|whole| *value < whole);
    (asks && !target.leading.iter().any(other)).then_some(Veto::Stated)
}

/// Whose view is asked for must be who says or does what the target tells.
fn view(asked: &Asked<'_>, target: &Target) -> Option<Veto> {
    let other = |id: &&WordId| !target.holders.contains(id) && target.speaker != Some(**id);
    asked.said.holders.iter().find(other).map(|&id| Veto::View(id))
}

/// A measure that neither the target's words nor its figures know is not what it tells about.
fn measure(asked: &Asked<'_>, target: &Target) -> Option<Veto> {
    let untold = |word: &&WordId| !target.words.contains(word) && !target.measured.contains(word);
    asked.measured.iter().find(untold).map(|&word| Veto::Thing(word))
}

/// A question that names one direction only is not answered by what tells of the opposite one only.
fn direction(asked: &Asked<'_>, target: &Target) -> Option<Veto> {
    let untold = |word: &WordId| target.turned.contains(word) || !target.words.contains(word);
    asked.directions.iter().any(untold).then_some(Veto::Direction)
}

/// What is not told of one year, as a row says, says nothing of another one, nor of the article's `year`, which nobody
/// names.
pub fn other_year(asked: &Asked<'_>, told: Option<&Period>, year: u16) -> Option<Veto> {
    let told = told.filter(|told| told.months.is_none())?;
    let other = |period: &&Period| !told.answers(**period) && !period.answers(*told);
    let unnamed = || (asked.periods.is_empty() && told.year != year).then_some(Veto::Period(Period::year(year)));
    asked.periods.iter().find(other).map(|period| Veto::Period(*period)).or_else(unnamed)
}

fn period(asked: &Asked<'_>, target: &Target, year: u16) -> Option<Veto> {
    let told = |period: &Period| {
        // A month is not told by what tells other months of its year.
        let in_months = |held: &Period| held.months.is_some() && held.year == period.year;
        let by_year = period.months.is_none() || !target.periods.iter().any(in_months);
        let known = target.periods.iter().any(|held| held.answers(*period) || (by_year && period.answers(*held)));
        // What is told without figures is told of the article's year.
        known || (period.months.is_none() && period.year == year && !target.dated)
    };
    asked.periods.iter().find(|period| !told(period)).map(|period| Veto::Period(*period))
}

fn kind(asked: &Asked<'_>, target: &Target) -> Option<Veto> {
    let kinds = asked.question.kinds;
    // Who asks two things at once is answered the one that is told; which city and where are one.
    let aside = |kind: Kind| match kind {
        Kind::Polar | Kind::Choice => true,
        Kind::Where => kinds.has(Kind::City),
        _ => false,
    };
    let tells = kinds.iter().any(|kind| !aside(kind) && target.kinds.has(kind));
    let by_whom = kinds.has(Kind::Who) && asked.said.by_whom && target.speaker.is_some();
    if let Some(kind) = HARD_KINDS.into_iter().find(|&kind| kinds.has(kind) && !tells && !by_whom) {
        return Some(Veto::Kind(kind));
    }
    // Who asks nothing but how many is not answered without a number.
    let nothing_else = kinds.iter().all(|kind| matches!(kind, Kind::HowMany | Kind::Polar | Kind::Choice));
    if kinds.has(Kind::HowMany) && nothing_else && !target.kinds.has(Kind::HowMany) {
        return Some(Veto::Kind(Kind::HowMany));
    }
    // Pieces are not counted by what tells amounts of money and shares only.
    let of_pieces = |held: &Counter| matches!(held, Counter::Of(_));
    let pieces =
        |counter: &Counter| matches!(counter, Counter::Of(unit) if Language::chinese().counting.contains(unit));
    let no_pieces =
        |counter: &Counter| pieces(counter) && !target.counters.is_empty() && !target.counters.iter().any(of_pieces);
    let counter = asked.counter.filter(|counter| is_hard(counter) || no_pieces(counter))?;
    let known = target.counters.iter().any(|held| alike(held, counter));
    (!known).then(|| Veto::Counter(counter.clone()))
}

/// What is numbered otherwise is another one, unless the number is what somebody wants confirmed.
fn ordinal(asked: &Asked<'_>, target: &Target) -> Option<Veto> {
    let checks = asked.question.kinds.iter().all(|kind| matches!(kind, Kind::Polar | Kind::Choice));
    let other = |number: &u16| !target.ordinals.is_empty() && !target.ordinals.contains(number);
    asked.question.ordinals().find(other).filter(|_| !checks).map(Veto::Ordinal)
}

/// Who names the amount of a thing and asks nothing of it wants it, as in "apple exports".
fn amount(asked: &Asked<'_>, target: &Target) -> Option<Veto> {
    let question = asked.question;
    let named = |token: &Token| matches!(token.sense, Sense::Word(_)) && question.text_of(token).ends_with('额');
    let bare = question.kinds.is_empty() && question.operations.is_empty();
    let wanted = bare && !asked.things.is_empty() && question.tokens.iter().any(named);
    (wanted && target.measured.is_empty()).then_some(Veto::Counter(Counter::Money))
}

/// What is counted must be spoken of.
fn counted(asked: &Asked<'_>, target: &Target) -> Option<Veto> {
    let noun = asked.counted?;
    let known = matches!(noun.sense, Sense::Word(id) if target.words.contains(&id) && target.kinds.has(Kind::HowMany));
    (!known).then(|| Veto::Counter(Counter::Of(asked.question.text_of(noun).to_owned())))
}

fn is_hard(counter: &Counter) -> bool {
    match counter {
        Counter::Money | Counter::Percent => true,
        Counter::Of(unit) => Language::chinese().strict_units.iter().any(|line| line.contains(unit)),
    }
}

fn alike(a: &Counter, b: &Counter) -> bool {
    match (a, b) {
        (Counter::Of(a), Counter::Of(b)) => {
            a == b || Language::chinese().strict_units.iter().any(|line| line.contains(a) && line.contains(b))
        }
        _ => a == b,
    }
}

fn thing(asked: &Asked<'_>, target: &Target, lexicon: &Lexicon) -> Option<Veto> {
    let hard = |&id: &WordId| lexicon.thing(id).is_some_and(|term| HARD_THINGS.contains(&term.kind));
    let counts = asked.question.kinds.has(Kind::HowMany);
    // The number of a whole is none of what its answer names besides.
    let besides = |id: &WordId| counts && target.aside.contains(id);
    // Of those of whom one is to have said it, it may be another one.
    let asked_for = |id: &WordId| {
        let person = lexicon.thing(*id).is_some_and(|term| term.kind == TermKind::Person);
        person && asked.said.by_whom && target.speaker.is_some()
    };
    let told = |id: &WordId| target.words.contains(id) && !target.in_passing.contains(id) && !besides(id);
    let contradicts =
        |id: &&WordId| hard(id) && !asked_for(id) && !told(id) && !is_premise(asked, target, lexicon, **id);
    asked.things.iter().find(contradicts).map(|&id| Veto::Thing(id))
}

/// Whether a thing that the target does not know stands in the place of one that it tells: of its very fact, of whose
/// words it tells, or, where
/// the question only wants something confirmed, of anything of its kind that the question leaves out.
pub fn is_premise(asked: &Asked<'_>, target: &Target, lexicon: &Lexicon, id: WordId) -> bool {
    let kind = |id: WordId| lexicon.thing(id).map(|term| term.kind);
    let told = target.words.contains(&id) && !target.in_passing.contains(&id);
    let Some(named) = kind(id).filter(|_| !told) else { return false };
    // Whose words somebody else's are said to be.
    let values = || asked.question.numbers().filter_map(value_mark).any(|value| target.values.contains(&value));
    let claimed = asked.said.sayers.contains(&id) && target.speaker.is_some() && (asked.question.asserts() || values());
    if claimed {
        return true;
    }
    let replaces = |other: &WordId| kind(*other).is_some_and(|told| stands_for(named, told));
    let unasked = |other: &&WordId| !asked.things.contains(other) && !asked.parties.contains(other);
    // Who asks something else of a stranger takes nothing for granted about the fact.
    let mut others = asked.question.words().filter(|word| *word != id && !asked.parties.contains(word)).peekable();
    let about =
        asked.question.asserts() || (others.peek().is_some() && others.all(|word| target.words.contains(&word)));
    (about && target.facts.iter().any(replaces))
        || (asked.question.asserts() && target.words.iter().filter(unasked).any(replaces))
}

const HARD_THINGS: [TermKind; 6] =
    [TermKind::Person, TermKind::Country, TermKind::Organisation, TermKind::Good, TermKind::Language, TermKind::Event];

/// Whether naming a thing of one kind can be a false premise about a fact of another: a country for a place.
pub fn stands_for(asked: TermKind, fact: TermKind) -> bool {
    use TermKind::{Country, Place};
    asked == fact || matches!((asked, fact), (Country, Place) | (Place, Country))
}
