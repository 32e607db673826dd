//! Replies from figures: a value by measure and period, a computation, a premise checked against the pack.

mod ahead;
mod by_value;
mod computed;
mod meant;
mod worked_out;

use self::ahead::ahead;
use self::by_value::named_by_value;
use self::computed::computed;
pub use self::meant::goes_on_with;
use self::meant::{all_said, unnamed, untold_change};
pub use self::worked_out::times;
use self::worked_out::worked_out;
use super::compose;
use super::premise::{Premise, number_premise, trend_premise};
use crate::figures::compute::{self, Computed};
use crate::figures::{FigureInfo, Named, say};
use crate::knowledge::Knowledge;
use crate::knowledge::pack::Entry;
use crate::matching::asked::Asked;
use crate::reply::{Reply, Verdict};
use crate::text::language::{Kind, Language, Operation};
use crate::text::number::Unit;
use crate::text::period::Period;
use crate::text::question::{Counter, Question, Sense, Token};

/// How sure a reply is that was found by slots.
const BY_SLOTS: f32 = 0.97;

/// The reply to a question that names figures, by what they measure or by their values. One that computes without naming
/// a measure may mean `spoken_of`.
pub fn by_figures(knowledge: &Knowledge, asked: &Asked<'_>, spoken_of: Option<usize>) -> Option<Reply> {
    let ahead = ahead(knowledge, asked).map(|computed| from_computed(knowledge, &computed));
    ahead
        .or_else(|| reply(knowledge, asked, spoken_of))
        .or_else(|| worked_out(knowledge, asked.question))
        .or_else(|| named_by_value(knowledge, asked))
}

/// The reply to a question for a figure: its value, a computation over several, or an honest no if the period is not
/// told. `None` if it is no such question. One that computes without naming a measure may mean `spoken_of`.
pub fn reply(knowledge: &Knowledge, asked: &Asked<'_>, spoken_of: Option<usize>) -> Option<Reply> {
    let question = asked.question;
    if !asks_amount(question) {
        return contradicted(knowledge, asked);
    }
    let mut named = knowledge.figures.named(question);
    if named.is_empty() {
        let spoken_of = spoken_of.filter(|_| !question.operations.is_empty());
        let spoken_of = spoken_of.map(|measure| Named { measure, words: Vec::new() });
        named.extend(spoken_of.or_else(|| unnamed(knowledge, question)));
    }
    if named.is_empty() || !all_said(knowledge, asked, &named) {
        return None;
    }
    if let Some(measure) = untold_change(knowledge, question, &named) {
        return Some(missing(knowledge, "missing-change", measure, None));
    }
    let measures = with_whole(knowledge, question, named.iter().map(|n| n.measure).collect());
    let period = decisive_period(knowledge, question, &measures);
    if let Some(computed) = computed(knowledge, question, &measures, period) {
        return Some(from_computed(knowledge, &computed));
    }
    // What cannot be worked out is no plain value.
    use Operation::{Average, Base, Difference, Monthly, Ratio, Rest};
    let related = |o: Operation| matches!(o, Average | Base | Difference | Monthly | Ratio | Rest);
    if operations(question).any(|o| related(o) || (o == Operation::Share && measures.len() > 1)) {
        return None;
    }
    // Whether an aim is reached is no matter of how much it is.
    let aims = |f: &FigureInfo| compute::aimed_at(&knowledge.figures, f.measure).is_some_and(|m| measures.contains(&m));
    let reaches = question.tokens.iter().any(|t| Language::chinese().reaching.contains(question.text_of(t)));
    if reaches && question.numbers().any(|stated| knowledge.figures.valued(stated).any(aims)) {
        return None;
    }
    if let Some(Counter::Of(unit)) = &question.counter
        && Language::chinese().foreign.contains(unit)
    {
        return None;
    }
    let found: Vec<Vec<&FigureInfo>> = measures.iter().map(|&m| values(knowledge, m, question, period)).collect();
    // What has a figure of no year, like an aim, does not stand in for what has none of that year.
    if let Some(untold) = found.iter().position(Vec::is_empty) {
        return period.map(|period| missing(knowledge, "missing-period", measures[untold], Some(period)));
    }
    let counted = |f: &&FigureInfo| match &question.counter {
        Some(Counter::Money) => f.quantity.unit == Unit::Money,
        Some(Counter::Percent) => f.quantity.unit == Unit::Percent,
        _ => true,
    };
    let found: Vec<&FigureInfo> = found.concat().into_iter().filter(counted).collect();
    // A share that no figure is stays open.
    let shares = question.operations.contains(&Operation::Share);
    let told = !found.is_empty() && (!shares || found.iter().any(|f| f.quantity.unit == Unit::Percent));
    told.then(|| from_values(knowledge, question, &found))
}

/// The figure of a question that asks why it came to an amount to which it did not come.
fn contradicted(knowledge: &Knowledge, asked: &Asked<'_>) -> Option<Reply> {
    let question = asked.question;
    let named = knowledge.figures.named(question);
    let ([one], Some(period), true) = (named.as_slice(), question.periods().next(), question.kinds.has(Kind::Why))
    else {
        return None;
    };
    let figure = knowledge.figures.find(one.measure, period).filter(|_| all_said(knowledge, asked, &named))?;
    let amount = |token: &&Token| match token.sense {
        Sense::Number(n) => (n.scaled || n.unit != Unit::Count) && knowledge.figures.valued(n).next().is_none(),
        _ => false,
    };
    let stated = question.tokens.iter().find(amount)?;
    let reply = from_values(knowledge, question, &[figure]);
    Some(compose::with_premise(knowledge, reply, &Premise::Wrong(question.text_of(stated).to_owned())))
}

/// The period on which the reply hangs: the first that no figure answers, else the first.
fn decisive_period(knowledge: &Knowledge, question: &Question, measures: &[usize]) -> Option<Period> {
    let held = |period: &Period| measures.iter().any(|&m| knowledge.figures.find(m, *period).is_some());
    question.periods().find(|period| !held(period)).or_else(|| question.periods().next())
}

/// "The whole and its part, each": the part's words hide the whole's, so it is put back.
fn with_whole(knowledge: &Knowledge, question: &Question, mut measures: Vec<usize>) -> Vec<usize> {
    if let [part] = measures[..]
        && (question.text.contains('各') || question.text.contains("分别"))
    {
        measures.splice(0..0, knowledge.figures.whole_of(part));
    }
    measures
}

/// Kinds of question that no bare amount answers.
fn other_kind(question: &Question) -> bool {
    let other = [Kind::Why, Kind::Who, Kind::Where, Kind::When, Kind::HowLong, Kind::HowOld];
    other.iter().any(|&kind| question.kinds.has(kind))
}

/// Whether a question wants an amount: it asks how many, computes, or states one to have it confirmed. Bare keywords do
/// not; the matcher knows better what they want.
fn asks_amount(question: &Question) -> bool {
    if other_kind(question) || question.kinds.has(Kind::Meaning) {
        return false;
    }
    let stated = question.numbers().any(|n| n.unit != Unit::Count || n.scaled);
    let asks_which_changed = question.kinds.has(Kind::What) && question.operations == [Operation::Change];
    let nothing_but_how = question.kinds.iter().all(|kind| kind == Kind::How);
    question.kinds.has(Kind::HowMany)
        || (!question.operations.is_empty() && !question.kinds.has(Kind::How) && !asks_which_changed)
        || (stated && (question.kinds.has(Kind::Polar) || question.asserts()))
        || (nothing_but_how && question.periods().next().is_some())
}

/// The operations of a question, the most telling first.
fn operations(question: &Question) -> impl Iterator<Item = Operation> + '_ {
    use Operation::{Average, Base, Change, Difference, Monthly, Ratio, Rest, Share, Sum};
    [Base, Monthly, Average, Ratio, Rest, Share, Difference, Sum, Change]
        .into_iter()
        .filter(|o| question.operations.contains(o))
}

/// The values of a measure: for each period that the question names if all are told, else for the decisive one.
fn values<'a>(
    knowledge: &'a Knowledge,
    measure: usize,
    question: &Question,
    decisive: Option<Period>,
) -> Vec<&'a FigureInfo> {
    let Some(decisive) = decisive else { return knowledge.figures.of(measure).collect() };
    // Of a year of which nothing else is told, no aim is told either.
    let aimed = compute::aimed_at(&knowledge.figures, measure).unwrap_or(measure);
    let find = |period| knowledge.figures.find(aimed, period).and_then(|_| knowledge.figures.find(measure, period));
    let all: Option<Vec<&FigureInfo>> = question.periods().map(find).collect();
    let mut found = all.unwrap_or_else(|| find(decisive).into_iter().collect());
    let mut told: Vec<&str> = Vec::new();
    found.retain(|figure| {
        !told.contains(&figure.written.id.as_str()) && {
            told.push(&figure.written.id);
            true
        }
    });
    found
}

fn from_values(knowledge: &Knowledge, question: &Question, figures: &[&FigureInfo]) -> Reply {
    let told = match figures {
        [one] => one.written.entry.as_ref().and_then(|id| knowledge.entry(id)),
        several => entry_of_all(knowledge, several),
    };
    let mut reply = match told {
        Some(entry) => compose::entry(knowledge, entry, BY_SLOTS),
        None => listed(knowledge, figures),
    };
    if let Some(premise) =
        trend_premise(knowledge, question, figures).or_else(|| number_premise(knowledge, question, figures))
    {
        reply = compose::with_premise(knowledge, reply, &premise);
    }
    reply
}

/// The entry that leads with just these figures, if there is one.
fn entry_of_all<'a>(knowledge: &'a Knowledge, figures: &[&FigureInfo]) -> Option<&'a Entry> {
    let just_these = |entry: &&'a Entry| {
        let lead = entry.lead();
        let holds = |f: &&FigureInfo| lead.contains(&format!("{{{}}}", f.written.id));
        figures.iter().all(holds) && lead.matches('{').count() == figures.len()
    };
    knowledge.pack.entries.iter().filter(just_these).min_by_key(|entry| entry.lead().len())
}

fn listed(knowledge: &Knowledge, figures: &[&FigureInfo]) -> Reply {
    let lines: Vec<String> = figures.iter().map(|f| compose::figure(knowledge, f)).collect();
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

fn from_computed(knowledge: &Knowledge, computed: &Computed) -> Reply {
    let figures: Vec<&FigureInfo> = computed.figures.iter().filter_map(|id| knowledge.figures.get(id)).collect();
    let mut reply = listed(knowledge, &figures);
    reply.lead = computed.lead.clone();
    reply.body = vec![computed.how.clone()];
    reply
}

/// The period, or the change, is not told: what is.
fn missing(knowledge: &Knowledge, key: &str, measure: usize, period: Option<Period>) -> Reply {
    let held: Vec<String> = knowledge
        .figures
        .of(measure)
        .map(|f| format!("{} {}", compute::when(f), say::figure(&f.written)).trim().to_owned())
        .collect();
    let lead = knowledge
        .say(key)
        .replace("{period}", &period.map_or_else(String::new, |period| period.to_string()))
        .replace("{measure}", &knowledge.figures.measures[measure].written.name)
        .replace("{figures}", &held.join("；"));
    let mut reply = Reply::line(Verdict::Decline, lead);
    let entries: Vec<String> = knowledge.figures.of(measure).filter_map(|f| f.written.entry.clone()).collect();
    reply.choices = compose::choices(knowledge, &entries);
    reply.confidence = BY_SLOTS;
    reply
}
