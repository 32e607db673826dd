//! From a text and a session to a reply: each question of the text alone, or leaning on the one before.

use super::compose;
use super::numbers;
use super::parts::{Part, parts};
use super::session::{Focus, Session};
use crate::knowledge::Knowledge;
use crate::knowledge::pack::{Entry, TermKind};
use crate::matching::find::{ANSWER, Finding, Leaning, Verdict as Found, asked, find};
use crate::matching::index::{Place, TargetId};
use crate::matching::profile::Profile;
use crate::matching::score::Candidate;
use crate::matching::veto::Veto;
use crate::reply::{Reply, Verdict};
use crate::text::fold::fold;
use crate::text::language::Language;
use crate::text::question::{Question, Sense, Token};

/// Weight of what was told around a question.
const AROUND: f32 = 0.3;
/// Weight of the question before, on which a new one leans.
const BEFORE: f32 = 0.5;
/// Belief from which an entry is told as the nearest one.
const NEAR: f32 = 0.2;
/// Words up to which a question may be half of one.
const FEW: usize = 2;
/// Belief from which a question that reads whole is taken alone.
const PLAIN: f32 = 0.7;
/// By how much a question must be clearer alone than leaning, to be taken alone.
const CLEARER: f32 = 0.3;
/// Characters of a question that are kept for the next one to lean on.
const KEPT: usize = 80;

/// A text, understood.
#[derive(Debug, Clone)]
pub struct Understood {
    /// What to reply.
    pub reply: Reply,
    /// What the dialogue is about now, if that changed.
    pub focus: Option<Focus>,
    /// Whether the text had the form of a question.
    pub asks: bool,
    /// How sure it is that the reply fits, 0 to 1; a grounded no counts as sure.
    belief: f32,
}

/// Understands a text as typed.
pub fn understand(knowledge: &Knowledge, session: &Session, typed: &str) -> Understood {
    let folded = fold(typed).text;
    let parts = parts(&folded);
    let mut found: Vec<Understood> = parts.iter().map(|part| one(knowledge, session, part)).collect();
    if found.len() > 1 {
        let answered: Vec<&Understood> = found.iter().filter(|u| u.reply.verdict == Verdict::Answer).collect();
        if let Some(both) = together(&answered) {
            return both;
        }
        if answered.is_empty() {
            let whole = Part { question: folded, around: String::new() };
            found.push(one(knowledge, session, &whole));
        }
    }
    let rank = |u: &Understood| (u.reply.verdict == Verdict::Answer, u.belief);
    let best = found.into_iter().reduce(|a, b| if rank(&b) > rank(&a) { b } else { a });
    best.unwrap_or_else(|| Understood { reply: compose::lost(knowledge), focus: None, asks: false, belief: 0.0 })
}

/// Two or more answers in one reply, if they are different ones.
fn together(answered: &[&Understood]) -> Option<Understood> {
    let mut all: Vec<&Understood> = Vec::new();
    for understood in answered {
        if all.iter().all(|held| held.reply.entry != understood.reply.entry || understood.reply.entry.is_none()) {
            all.push(understood);
        }
    }
    let (first, others) = all.split_first()?;
    let mut joined = (*first).clone();
    for other in others {
        joined.reply.body.push(other.reply.lead.clone());
        joined.reply.body.extend(other.reply.body.iter().cloned());
        joined.reply.sources.extend(other.reply.sources.iter().filter(|s| !first.reply.sources.contains(s)).cloned());
        joined.reply.confidence = joined.reply.confidence.min(other.reply.confidence);
        joined.focus.clone_from(&other.focus);
    }
    Some(joined)
}

/// One question: alone, or leaning on the one before if it reads like half of one or finds more that way.
fn one(knowledge: &Knowledge, session: &Session, part: &Part) -> Understood {
    let corrected = session.focus.as_ref().and_then(|_| corrected(&part.question));
    let asked_for = corrected.unwrap_or(&part.question);
    let question = knowledge.reader.read(&with_names(knowledge, session, asked_for));
    let alone = resolve(knowledge, &question, &part.around, AROUND, &|_| 0.0);
    let Some(focus) = &session.focus else { return alone };
    let half = corrected.is_some() || reads_like_half(&question);
    let says_nothing =
        question.kinds.is_empty() && question.words().next().is_none() && question.periods().next().is_none();
    if (!half && (alone.belief >= PLAIN || question.content() > 2 * FEW)) || says_nothing {
        return alone;
    }
    let kept = kept_of(knowledge, &knowledge.reader.read_clean(&focus.question), &question);
    let leaning = resolve(knowledge, &question, &kept, BEFORE, &|target| nearness(knowledge, focus, target));
    let clearer = if half { CLEARER } else { 0.0 };
    if alone.belief > leaning.belief + clearer { alone } else { leaning }
}

/// What a correction asks for instead: 不是今年,去年的; 不对,我问的是进口.
fn corrected(text: &str) -> Option<&str> {
    let turned_down =
        ["不是", "不对", "错了", "搞错了", "我不是问", "不问"].iter().find_map(|word| text.strip_prefix(word))?;
    let instead = turned_down.split_once(',').map(|(_, rest)| rest).unwrap_or(turned_down);
    let instead = instead.trim_start_matches(['我', '问', '的', '是', '说', '要']);
    instead.chars().any(char::is_alphanumeric).then_some(instead)
}

/// Whether a question opens or ends like a continuation, speaks of "she", or has no word of its own.
fn reads_like_half(question: &Question) -> bool {
    let text = question.text.trim_end_matches(|c: char| !c.is_alphanumeric());
    let leaning = &Language::chinese().leaning;
    let opens = leaning.iter().any(|word| text.starts_with(word.as_str()));
    opens
        || text.ends_with('呢')
        || question.content() == 0
        || question.tokens.iter().any(|t| t.sense == Sense::Pronoun)
}

/// The text with its pronouns replaced by the person who was spoken of.
fn with_names(knowledge: &Knowledge, session: &Session, text: &str) -> String {
    let person = session.focus.as_ref().and_then(|focus| focus.person.as_deref());
    let Some(name) = person.and_then(|id| super::commands::term_name(knowledge, id)) else { return text.to_owned() };
    let question = knowledge.reader.read_clean(text);
    let piece = |token| match token {
        &Token { sense: Sense::Pronoun, .. } => name.clone(),
        token => question.text_of(token).to_owned(),
    };
    question.tokens.iter().map(piece).collect()
}

/// Of the question before, what the new one does not replace: things of a kind that it names anew, the measure and the
/// period if it names its own, and the question word.
fn kept_of(knowledge: &Knowledge, before: &Question, new: &Question) -> String {
    let lexicon = &knowledge.reader.lexicon;
    let kind = |id| lexicon.thing(id).map(|term| term.kind);
    let renamed: Vec<TermKind> = new.words().filter_map(kind).collect();
    let measured: Vec<u32> = knowledge.figures.named(new).into_iter().flat_map(|n| n.words).collect();
    let replaced: Vec<u32> = knowledge.figures.named(before).into_iter().flat_map(|n| n.words).collect();
    let keeps = |sense: Sense| match sense {
        Sense::Word(id) if kind(id).is_some_and(|kind| renamed.contains(&kind)) => false,
        Sense::Word(id) => measured.is_empty() || !replaced.contains(&id),
        Sense::Unknown => true,
        Sense::Period(_) => new.periods().next().is_none(),
        Sense::Ask(_) => new.kinds.is_empty(),
        _ => false,
    };
    let kept: Vec<&str> = before.tokens.iter().filter(|t| keeps(t.sense)).map(|t| before.text_of(t)).collect();
    kept.join(" ")
}

/// How near a target is to the entry that was last told, 0 to 1.
fn nearness(knowledge: &Knowledge, focus: &Focus, target: TargetId) -> f32 {
    let Some(told) = knowledge.entry(&focus.entry) else { return 0.0 };
    let (topic, paragraphs, id) = match knowledge.index.targets[target as usize].place {
        Place::Entry(at) => {
            let entry = &knowledge.pack.entries[at];
            (&entry.topic, entry.paragraphs.as_slice(), &entry.id)
        }
        Place::Gap(at) => {
            let gap = &knowledge.pack.gaps[at];
            (&gap.topic, [].as_slice(), &gap.id)
        }
        Place::Smalltalk(_) => return 0.0,
    };
    if *id == told.id {
        return 0.0;
    }
    if told.related.contains(id) || told.why.contains(id) || told.how.contains(id) || told.items.contains(id) {
        return 1.0;
    }
    if paragraphs.iter().any(|p| told.paragraphs.contains(p)) {
        return 0.8;
    }
    if *topic == told.topic { 0.5 } else { 0.0 }
}

/// Resolves a question with what it leans on, which weighs `weight`.
fn resolve(
    knowledge: &Knowledge,
    question: &Question,
    leant_on: &str,
    weight: f32,
    context: &dyn Fn(TargetId) -> f32,
) -> Understood {
    let own = question;
    let (question, emphasis) = joined(knowledge, question, leant_on, weight);
    let profile = Profile::new(&question, &emphasis, &knowledge.reader.lexicon, &knowledge.index, &knowledge.parties);
    let about = asked(knowledge, &question, &profile, &emphasis);
    let asks = question.asks();
    // What is told around a question names no figure for it, but a period.
    let by_slots = if knowledge.exactly(&question.text).is_some() {
        None
    } else if weight == AROUND && !emphasis.is_empty() {
        let own = with_period(own, &question);
        let profile = Profile::new(&own, &[], &knowledge.reader.lexicon, &knowledge.index, &knowledge.parties);
        numbers::reply(knowledge, &asked(knowledge, &own, &profile, &[]))
    } else {
        numbers::reply(knowledge, &about).or_else(|| numbers::named_by_value(knowledge, &about))
    };
    if let Some(reply) = by_slots {
        let focus = reply.entry.clone().map(|entry| focus_on(knowledge, &question, entry));
        return Understood { belief: reply.confidence, reply, focus, asks };
    }
    let finding = find(knowledge, &question, &Leaning { emphasis: &emphasis, context });
    let (reply, entry, belief) = reply_to(knowledge, &about, &finding);
    Understood { reply, focus: entry.map(|entry| focus_on(knowledge, &question, entry)), asks, belief }
}

/// The question with what it leans on in front of it, and the weight of each token. What it leans on is read apart, so
/// that it changes nothing in how the question itself reads.
fn joined(knowledge: &Knowledge, question: &Question, leant_on: &str, weight: f32) -> (Question, Vec<f32>) {
    if leant_on.trim().is_empty() {
        return (question.clone(), Vec::new());
    }
    let mut both = knowledge.reader.read_clean(leant_on);
    let before = both.tokens.len();
    let shift = both.text.len() + 1;
    both.tokens.push(Token { range: (shift - 1, shift), sense: Sense::Mark });
    both.text = format!("{},{}", both.text, question.text);
    let moved = |t: &Token| Token { range: (t.range.0 + shift, t.range.1 + shift), sense: t.sense };
    both.tokens.extend(question.tokens.iter().map(moved));
    if !question.kinds.is_empty() {
        both.kinds = question.kinds;
        both.counter.clone_from(&question.counter);
    }
    both.operations.extend(question.operations.iter().copied());
    both.script = question.script;
    both.repairs.clone_from(&question.repairs);
    // However much is told around it, the question weighs more.
    let words = |tokens: &[Token]| tokens.iter().filter(|t| is_word(t)).count() as f32;
    let weight = weight * (words(&question.tokens) / words(&both.tokens[..before]).max(1.0)).min(1.0);
    let emphasis = (0..both.tokens.len()).map(|at| if at > before { 1.0 } else { weight }).collect();
    (both, emphasis)
}

/// The question with the period that was told around it, if it names none itself.
fn with_period(own: &Question, whole: &Question) -> Question {
    let told = whole.tokens.iter().find(|t| matches!(t.sense, Sense::Period(_)));
    let mut question = own.clone();
    if own.periods().next().is_none()
        && let Some(token) = told
    {
        let at = question.text.len();
        question.text.push_str(whole.text_of(token));
        question.tokens.push(Token { range: (at, question.text.len()), sense: token.sense });
    }
    question
}

fn is_word(token: &Token) -> bool {
    matches!(token.sense, Sense::Word(_) | Sense::Unknown)
}

/// Below the threshold: the nearest answer, if any is near, told as such; else what the bot knows at all.
fn no_answer(knowledge: &Knowledge, finding: &Finding) -> Reply {
    let open = |(candidate, veto): &(Candidate, Option<Veto>)| match veto {
        None => Some(candidate.clone()),
        Some(_) => None,
    };
    let near: Vec<&Entry> = finding
        .candidates
        .iter()
        .filter_map(open)
        .filter(|c| c.probability >= NEAR)
        .filter_map(|c| match knowledge.index.targets[c.target as usize].place {
            Place::Entry(at) => knowledge.pack.entries.get(at),
            _ => None,
        })
        .collect();
    match near.split_first() {
        Some((first, others)) => compose::unsure(knowledge, first, others.iter().copied()),
        None => compose::lost(knowledge),
    }
}

fn focus_on(knowledge: &Knowledge, question: &Question, entry: String) -> Focus {
    let lexicon = &knowledge.reader.lexicon;
    let person = |id: u32| lexicon.thing(id).filter(|term| term.kind == TermKind::Person).map(|term| term.id.clone());
    let named = question.words().filter_map(person).last();
    let speaker = || knowledge.entry(&entry).and_then(|e| e.speaker.clone());
    Focus {
        person: named.or_else(speaker),
        question: question.text.chars().take(KEPT).collect(),
        entry,
        told: Vec::new(),
    }
}

/// The reply to a finding, the entry that it is about, and how sure it is.
fn reply_to(
    knowledge: &Knowledge,
    about: &crate::matching::features::Asked<'_>,
    finding: &Finding,
) -> (Reply, Option<String>, f32) {
    let place = |target: TargetId| knowledge.index.targets[target as usize].place;
    match &finding.verdict {
        Found::Answer(candidate) => match place(candidate.target) {
            Place::Entry(at) => {
                let entry = &knowledge.pack.entries[at];
                let mut reply = compose::entry(knowledge, entry, candidate.probability);
                if let Some(premise) = numbers::premise(knowledge, about, entry) {
                    reply = compose::with_premise(knowledge, reply, &premise);
                }
                let reply = numbers::with_opposite(knowledge, about.question, reply);
                (reply, Some(entry.id.clone()), candidate.probability)
            }
            Place::Gap(at) => {
                let gap = &knowledge.pack.gaps[at];
                let near = gap.near.first().cloned();
                (compose::gap(knowledge, gap, candidate.probability), near, candidate.probability)
            }
            Place::Smalltalk(at) => {
                let reply = Reply::line(Verdict::Decline, knowledge.pack.smalltalk[at].reply.as_str());
                (reply, None, candidate.probability)
            }
        },
        Found::Clarify(several) => {
            let entries = several.iter().filter_map(|c| match place(c.target) {
                Place::Entry(at) => knowledge.pack.entries.get(at),
                _ => None,
            });
            (compose::clarify(knowledge, entries, finding.belief()), None, finding.belief() * ANSWER)
        }
        Found::Nothing(out) => match out.as_ref().map(|(c, veto)| (place(c.target), veto, c.probability)) {
            Some((Place::Entry(at), veto, belief)) => {
                (compose::vetoed(knowledge, &knowledge.pack.entries[at], veto), None, belief * ANSWER)
            }
            _ => (no_answer(knowledge, finding), None, 0.0),
        },
    }
}
