//! Replies from figures: a value by measure and period, a computation, a premise checked against the pack.

use super::compose;
use crate::figures::compute::{self, Computed};
use crate::figures::{FigureInfo, Named, same, say};
use crate::knowledge::Knowledge;
use crate::knowledge::pack::Entry;
use crate::matching::features::Asked;
use crate::matching::veto::stands_for;
use crate::reply::{Reply, Verdict};
use crate::text::language::{Kind, Operation};
use crate::text::number::Unit;
use crate::text::period::Period;
use crate::text::question::{Counter, Question, Sense};

/// How sure a reply is that was found by slots.
const BY_SLOTS: f32 = 0.97;
/// Share of the question's weight that may be left when the measure is taken away.
const LEFT_OVER: f32 = 0.4;

/// Words, the number included, that a question for the meaning of a number has at most.
const NAMING: usize = 3;

/// The same if it computes: that takes words too.
const LEFT_OVER_COMPUTING: f32 = 0.6;

/// What a question takes for granted about a number or a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Premise {
    /// It is so, and it was asked whether.
    Confirmed,
    /// It is not so: what was stated.
    Wrong(String),
}

/// The reply to a question for a figure: its value, a computation over several, or an honest no if the period is not
/// told. `None` if it is no such question.
pub fn reply(knowledge: &Knowledge, asked: &Asked<'_>) -> Option<Reply> {
    let question = asked.question;
    let named = knowledge.figures.named(question);
    if named.is_empty() || !asks_amount(question) || !all_said(knowledge, asked, &named) {
        return None;
    }
    let measures = with_whole(knowledge, question, named.iter().map(|n| n.measure).collect());
    let period = question.periods().next();
    if let Some(computed) = computed(knowledge, question, &measures, period) {
        return Some(from_computed(knowledge, &computed));
    }
    // A rate that cannot be worked out is no plain value.
    use Operation::{Average, Base, Monthly, Ratio, Rest};
    if operations(question).any(|operation| matches!(operation, Average | Monthly | Ratio | Rest | Base)) {
        return None;
    }
    let found: Vec<Vec<&FigureInfo>> = measures.iter().map(|&m| values(knowledge, m, period)).collect();
    if found.iter().all(Vec::is_empty) {
        return period.map(|period| missing(knowledge, measures[0], period));
    }
    Some(from_values(knowledge, question, &found.concat()))
}

/// What must be worked out: an operation that the question names, the amount behind a share, or the year before.
fn computed(
    knowledge: &Knowledge,
    question: &Question,
    measures: &[usize],
    period: Option<Period>,
) -> Option<Computed> {
    let figures = &knowledge.figures;
    let &[first, ..] = measures else { return None };
    let named = operations(question).find_map(|operation| compute::compute(figures, operation, measures, period));
    let amount = || match question.counter {
        Some(Counter::Money) => compute::amount_of_share(figures, first, period),
        _ => None,
    };
    let before = || period.and_then(|period| compute::year_before(figures, first, period));
    named.or_else(amount).or_else(before)
}

/// "The whole and its part, each": the part's words hide the whole's, so it is put back.
fn with_whole(knowledge: &Knowledge, question: &Question, mut measures: Vec<usize>) -> Vec<usize> {
    if let [part] = measures[..]
        && (question.text.contains('各') || question.text.contains("分别"))
    {
        let whole = knowledge.figures.measures[part].written.part_of.as_deref();
        measures.splice(0..0, whole.and_then(|id| knowledge.figures.measure(id)));
    }
    measures
}

/// The reply to "what is 5.7%?": the figure that has this value, if the question names nothing else.
pub fn named_by_value(knowledge: &Knowledge, asked: &Asked<'_>) -> Option<Reply> {
    let question = asked.question;
    let mut numbers = question.numbers();
    let (stated, None) = (numbers.next()?, numbers.next()) else { return None };
    let wants = [Kind::What, Kind::Meaning].iter().any(|&kind| question.kinds.has(kind));
    if !(wants || question.content() == 1)
        || question.content() > NAMING
        || knowledge.figures.named(question).len() == 1
    {
        return None;
    }
    let found: Vec<&FigureInfo> = knowledge.figures.valued(stated).collect();
    (!found.is_empty()).then(|| listed(knowledge, &found))
}

/// Whether a question wants an amount: it asks how many, computes, or states one to have it confirmed. Bare keywords do
/// not; the matcher knows better what they want.
fn asks_amount(question: &Question) -> bool {
    let other = [Kind::Why, Kind::Who, Kind::Where, Kind::When, Kind::Meaning, Kind::HowLong, Kind::HowOld];
    if other.iter().any(|&kind| question.kinds.has(kind)) {
        return false;
    }
    let stated = question.numbers().any(|n| n.unit != Unit::Count || n.scaled);
    question.kinds.has(Kind::HowMany)
        || (!question.operations.is_empty() && !question.kinds.has(Kind::How))
        || (stated && question.kinds.has(Kind::Polar))
        || (question.kinds.is_empty() && question.periods().next().is_some())
}

/// Whether measure, period and parties say nearly all that the question says: a name or thing that is left over, or
/// much else, makes it another question.
fn all_said(knowledge: &Knowledge, asked: &Asked<'_>, named: &[Named]) -> bool {
    let signed = |id: &u32| named.iter().any(|n| n.words.contains(id));
    if asked.things.iter().any(|id| !signed(id)) {
        return false;
    }
    let said = |id: &u32| signed(id) || knowledge.parties.contains(id) || knowledge.figures.sign_words.contains(id);
    let left: f32 = asked.profile.words.iter().filter(|(id, _)| !said(id)).map(|(_, w)| w).sum();
    let unknown = asked.profile.unknown * asked.profile.word_mass;
    let most = if asked.question.operations.is_empty() { LEFT_OVER } else { LEFT_OVER_COMPUTING };
    left + unknown <= most * asked.profile.word_mass
}

/// The operations of a question, the most telling first.
fn operations(question: &Question) -> impl Iterator<Item = Operation> + '_ {
    use Operation::{Average, Base, Difference, Monthly, Ratio, Rest, Share, Sum};
    [Base, Monthly, Average, Ratio, Rest, Share, Difference, Sum]
        .into_iter()
        .filter(|o| question.operations.contains(o))
}

fn values(knowledge: &Knowledge, measure: usize, period: Option<Period>) -> Vec<&FigureInfo> {
    match period {
        Some(period) => knowledge.figures.find(measure, period).into_iter().collect(),
        None => knowledge.figures.of(measure).collect(),
    }
}

fn from_values(knowledge: &Knowledge, question: &Question, figures: &[&FigureInfo]) -> Reply {
    let lone = if let [one] = figures { Some(*one) } else { None };
    let told = lone.and_then(|f| f.written.entry.as_ref()).and_then(|id| knowledge.entry(id));
    let mut reply = match told {
        Some(entry) => compose::entry(knowledge, entry, BY_SLOTS),
        None => listed(knowledge, figures),
    };
    if let Some(premise) = number_premise(question, figures) {
        reply = compose::with_premise(knowledge, reply, &premise);
    }
    reply
}

fn listed(knowledge: &Knowledge, figures: &[&FigureInfo]) -> Reply {
    let lines: Vec<String> = figures.iter().map(|f| sentence(knowledge, f)).collect();
    let mut reply = Reply::line(Verdict::Answer, format!("{}。", lines.join("；")));
    let paragraphs: Vec<u16> = figures.iter().map(|f| f.written.paragraph).collect();
    reply.sources = compose::sources(knowledge, &paragraphs);
    reply.entry = figures.iter().find_map(|f| f.written.entry.clone());
    if let Some(entry) = reply.entry.as_ref().and_then(|id| knowledge.entry(id)) {
        reply.choices = compose::choices(knowledge, &entry.related);
    }
    reply.confidence = BY_SLOTS;
    reply
}

/// "2025年1—8月出口：53亿美元".
fn sentence(knowledge: &Knowledge, figure: &FigureInfo) -> String {
    let name = &knowledge.figures.measures[figure.measure].written.name;
    format!("{}{name}：{}", compute::when(figure), say::figure(&figure.written))
}

fn from_computed(knowledge: &Knowledge, computed: &Computed) -> Reply {
    let figures: Vec<&FigureInfo> = computed.figures.iter().filter_map(|id| knowledge.figures.get(id)).collect();
    let mut reply = listed(knowledge, &figures);
    reply.lead = computed.lead.clone();
    reply.body = vec![computed.how.clone()];
    reply
}

/// The period is not told: which ones are.
fn missing(knowledge: &Knowledge, measure: usize, period: Period) -> Reply {
    let held: Vec<String> = knowledge
        .figures
        .of(measure)
        .map(|f| format!("{} {}", compute::when(f), say::figure(&f.written)).trim().to_owned())
        .collect();
    let lead = knowledge
        .say("missing-period")
        .replace("{period}", &period.to_string())
        .replace("{measure}", &knowledge.figures.measures[measure].written.name)
        .replace("{figures}", &held.join("；"));
    let mut reply = Reply::line(Verdict::Decline, lead);
    let entries: Vec<String> = knowledge.figures.of(measure).filter_map(|f| f.written.entry.clone()).collect();
    reply.choices = compose::choices(knowledge, &entries);
    reply.confidence = BY_SLOTS;
    reply
}

/// What a question that found an entry takes for granted: a number of the entry's kind, or a name in the place of its
/// fact.
pub fn premise(knowledge: &Knowledge, asked: &Asked<'_>, entry: &Entry) -> Option<Premise> {
    let figures: Vec<&FigureInfo> =
        knowledge.figures.figures.iter().filter(|f| entry.answer.contains(&format!("{{{}}}", f.written.id))).collect();
    number_premise(asked.question, &figures).or_else(|| fact_premise(knowledge, asked, entry))
}

/// A question that takes the opposite of a measure for granted (a surplus where there is a deficit) is told so first.
pub fn with_opposite(knowledge: &Knowledge, question: &Question, mut reply: Reply) -> Reply {
    let lexicon = &knowledge.reader.lexicon;
    let words: Vec<u32> = question.words().collect();
    let signs = |word: &u32| knowledge.figures.sign_words.contains(word);
    let assumed = words.iter().filter(|word| !signs(word)).find_map(|&word| {
        let term = lexicon.term(word)?;
        let opposite = term.opposite.filter(|o| signs(o) && !words.contains(o))?;
        Some((term, opposite))
    });
    let Some((term, opposite)) = assumed else { return reply };
    let spoken_of = reply.entry.as_deref().and_then(|id| knowledge.target_of(id));
    let speaks = spoken_of.is_some_and(|at| knowledge.index.targets[at].words.contains(&opposite));
    let stated = |f: &FigureInfo| question.numbers().any(|n| same(f.quantity, n));
    let signed = |f: &&FigureInfo| knowledge.figures.is_signed_by(f.measure, opposite);
    let told = knowledge.figures.figures.iter().filter(signed).find(|f| speaks || stated(f));
    if let Some(figure) = told {
        let correction = knowledge.say("premise-wrong").replace("{stated}", &term.name);
        reply.body.insert(0, reply.lead);
        reply.lead = format!("{correction}{}。", sentence(knowledge, figure));
    }
    reply
}

fn number_premise(question: &Question, figures: &[&FigureInfo]) -> Option<Premise> {
    let asks_whether = question.kinds.has(Kind::Polar);
    for token in &question.tokens {
        let Sense::Number(stated) = token.sense else { continue };
        let rest = &question.text[token.range.1..];
        let alike = |f: &&&FigureInfo| match stated.unit {
            Unit::Count if stated.scaled => f.quantity.unit == Unit::Money,
            Unit::Count => f.quantity.unit == Unit::Count && rest.starts_with(f.written.unit.as_str()),
            unit => f.quantity.unit == unit,
        };
        let mut comparable = figures.iter().filter(alike).peekable();
        if comparable.peek().is_none() {
            continue;
        }
        if comparable.any(|f| same(f.quantity, stated) || f.quantity.value == stated.value) {
            return asks_whether.then_some(Premise::Confirmed);
        }
        if asks_whether {
            return Some(Premise::Wrong(question.text_of(token).to_owned()));
        }
    }
    None
}

fn fact_premise(knowledge: &Knowledge, asked: &Asked<'_>, entry: &Entry) -> Option<Premise> {
    let lexicon = &knowledge.reader.lexicon;
    let target = &knowledge.index.targets[knowledge.target_of(&entry.id)?];
    let kind = |id: u32| lexicon.thing(id).map(|term| term.kind);
    let wrong = asked.things.iter().find(|&&id| {
        let replaces = |kind_asked| target.facts.iter().filter_map(|&f| kind(f)).any(|f| stands_for(kind_asked, f));
        !target.words.contains(&id) && kind(id).is_some_and(replaces)
    })?;
    lexicon.term(*wrong).map(|term| Premise::Wrong(term.name.clone()))
}
