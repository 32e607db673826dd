//! What a dialogue is about after an answer, and what belongs to it.

use super::{CLEAR, Understood};
use crate::dialogue::lean::{FEW, is_gibberish, names_no_topic, reads_like_half};
use crate::dialogue::session::Focus;
use crate::knowledge::Knowledge;
use crate::knowledge::pack::{Entry, TermKind};
use crate::matching::index::{Place, Target, TargetId};
use crate::reply::{Reply, Verdict};
use crate::text::language::{Kind, Language};
use crate::text::lexicon::WordId;
use crate::text::question::{Question, Sense, Token};
use crate::text::views::left_out;

/// Characters of a question that are kept for the next one to lean on.
const KEPT: usize = 80;

/// The beginning of a question that is kept for the next one to lean on.
fn kept(text: &str) -> &str {
    text.char_indices().nth(KEPT).map_or(text, |(end, _)| &text[..end])
}

/// What is spoken of once a question got a reply with an entry in it, and who.
pub fn focus_on(knowledge: &Knowledge, question: &Question, reply: &Reply, entry: String) -> Focus {
    let lexicon = &knowledge.reader.lexicon;
    let person = |id: u32| lexicon.thing(id).filter(|term| term.kind == TermKind::Person).map(|term| term.id.clone());
    let named = question.words().filter_map(person).last();
    let told = knowledge.entry(&entry);
    // Who was asked for is spoken of next.
    let found = told.filter(|_| question.kinds.has(Kind::Who)).and_then(|entry| {
        let person = |id: &&String| lexicon.id(id).and_then(person).is_some();
        entry.fact.iter().find(person).cloned()
    });
    let speaker = || told.and_then(|entry| entry.speaker.clone());
    Focus {
        person: found.or(named).or_else(speaker),
        question: kept(&question.text).to_owned(),
        entry,
        told: Vec::new(),
        denied: reply.verdict == Verdict::Decline,
    }
}

/// What is spoken of once a whole question got nothing, or only offers: what it asks of.
pub fn untold(knowledge: &Knowledge, question: &Question, reply: &Reply) -> Option<Focus> {
    let names = question.words().any(|word| knowledge.reader.lexicon.thing(word).is_some());
    let whole = question.asks() && (names || !reads_like_half(question)) && !is_gibberish(question);
    whole.then(|| focus_on(knowledge, question, reply, String::new()))
}

/// Whether an answer belongs to the topic of what was told before.
pub fn is_kin(knowledge: &Knowledge, focus: &Focus, understood: &Understood) -> bool {
    let topic = |id: &str| knowledge.entry(id).map(|entry| &entry.topic);
    let told = understood.reply.entry.as_deref().filter(|_| understood.reply.verdict == Verdict::Answer);
    told.is_some_and(|id| topic(id) == topic(&focus.entry))
}

/// Whether no other answer knows the words of a question and is asked in its way, in its unit.
fn is_only_one(knowledge: &Knowledge, question: &Question, target: &Target) -> bool {
    let index = &knowledge.index;
    let Some(first) = question.words().find_map(|word| index.word(word)) else { return false };
    let like = |&&other: &&TargetId| {
        let other = &index.targets[other as usize];
        let counts = question.counter.as_ref().is_none_or(|counter| other.counters.contains(counter));
        counts
            && matches!(other.place, Place::Entry(_))
            && question.kinds.iter().all(|kind| other.kinds.has(kind))
            && question.words().all(|word| other.words.contains(&word))
    };
    first.known.iter().filter(like).all(|&other| index.targets[other as usize].place == target.place)
}

/// What was told before, if a bare question word asks for what it tells.
pub fn again<'k>(knowledge: &'k Knowledge, focus: &Focus, question: &Question) -> Option<&'k Entry> {
    let bare = question.content() == 0 && question.operations.is_empty() && !question.kinds.is_empty();
    let target = knowledge.target_of(&focus.entry).filter(|_| bare && !focus.denied)?;
    let told = knowledge.index.targets[target].often;
    question.kinds.iter().all(|kind| told.has(kind)).then(|| knowledge.entry(&focus.entry)).flatten()
}

/// What was told before, if a question only leaves out what that names: "besides gold?" is answered by the list.
pub fn list_without<'k>(knowledge: &'k Knowledge, focus: &Focus, question: &Question) -> Option<&'k Entry> {
    let left_out = left_out(question);
    let target = knowledge.target_of(&focus.entry).filter(|_| !left_out.is_empty() && !focus.denied)?;
    let knows = |id: WordId| knowledge.index.targets[target].words.contains(&id);
    let named = |token: &Token| matches!(token.sense, Sense::Word(id) if knows(id));
    let says = |token: &Token| matches!(token.sense, Sense::Word(_) | Sense::Unknown | Sense::Period(_));
    let besides = question.tokens[left_out.clone()].iter().skip(1);
    let all_named = besides.filter(|token| says(token)).all(named);
    let otherwise = |token: &Token| Language::chinese().otherwise.contains(question.text_of(token));
    let only = !question.tokens[left_out.end..].iter().any(|token| says(token) && !otherwise(token));
    let list = question.kinds.iter().all(|kind| kind == Kind::What);
    (all_named && only && list).then(|| knowledge.entry(&focus.entry)).flatten()
}

/// Whether a question of few words names nobody and nothing.
fn names_no_thing(knowledge: &Knowledge, question: &Question) -> bool {
    question.content() <= FEW
        && question.periods().next().is_none()
        && question.numbers().next().is_none()
        && !question.words().any(|word| knowledge.reader.lexicon.thing(word).is_some())
}

/// Whether what is replied, be it a no, belongs to the topic of what was told before.
pub fn stays(knowledge: &Knowledge, focus: &Focus, understood: &Understood) -> bool {
    let topic = |focus: &Focus| knowledge.entry(&focus.entry).map(|entry| &entry.topic);
    understood.focus.as_ref().is_some_and(|new| topic(new) == topic(focus))
}

/// Of what was offered the only one that belongs to the topic of what was told before.
pub fn the_kin_one<'k>(knowledge: &'k Knowledge, focus: &Focus, understood: &Understood) -> Option<&'k Entry> {
    let topic = knowledge.entry(&focus.entry).map(|entry| &entry.topic);
    let offered = understood.reply.choices.iter().filter(|_| understood.reply.verdict == Verdict::Clarify);
    let mut kin = offered.filter_map(|c| knowledge.entry(&c.entry)).filter(|entry| Some(&entry.topic) == topic);
    let only = kin.next().filter(|_| kin.next().is_none())?;
    let target = &knowledge.index.targets[knowledge.target_of(&only.id)?];
    (!focus.denied || knows_all(knowledge, &focus.question, target, false)).then_some(only)
}

/// Whether what answers is asked in some such way as a question asks.
pub fn is_asked_so(knowledge: &Knowledge, question: &Question, understood: &Understood) -> bool {
    let target = understood.reply.entry.as_deref().and_then(|id| knowledge.target_of(id));
    let kinds = target.map(|at| knowledge.index.targets[at].often);
    question.kinds.is_empty() || kinds.is_some_and(|kinds| kinds.meets(question.kinds))
}

/// Whether what answers knows a word of a question, if it says any.
pub fn knows_a_word(knowledge: &Knowledge, question: &Question, understood: &Understood) -> bool {
    let target = understood.reply.entry.as_deref().and_then(|id| knowledge.target_of(id));
    let known = |word: u32| target.is_some_and(|at| knowledge.index.targets[at].words.contains(&word));
    question.words().next().is_none() || question.words().any(known)
}

/// A thing that so many of the answers know, one in so many, is what the whole pack is about.
const COMMON: usize = 8;

/// Whether what answers is told of a thing that neither a question which names none nor the dialogue speaks of: "which
/// one in the row was it?" has an answer for each summit.
pub fn is_of_another(knowledge: &Knowledge, focus: Option<&Focus>, question: &Question, told: &Understood) -> bool {
    let entry = told.reply.entry.as_deref().filter(|_| told.reply.verdict == Verdict::Answer);
    let target = entry.and_then(|id| knowledge.target_of(id)).map(|at| &knowledge.index.targets[at]);
    let Some(target) = target.filter(|_| names_no_thing(knowledge, question)) else { return false };
    let asks_amount = question.kinds.has(Kind::HowMany) || !question.operations.is_empty();
    let measures = question.words().any(|word| knowledge.figures.is_sign(word));
    // What goes on with what was asked in vain is told only of that.
    if let Some(in_vain) = focus.filter(|focus| focus.denied || focus.entry.is_empty())
        && (reads_like_half(question) || (!measures && told.belief < CLEAR))
        && !knows_all(knowledge, &in_vain.question, target, told.by_figures || !in_vain.denied)
        && !tells_besides(knowledge, in_vain, question, target)
    {
        return true;
    }
    if measures {
        return false;
    }
    // How much goes on with what was asked before: if that is not told, this is not.
    if asks_amount && focus.is_some_and(|focus| focus.denied && !focus.entry.is_empty()) {
        return true;
    }
    if told.by_figures {
        return false;
    }
    let own: Vec<WordId> = things(knowledge, target, knowledge.index.words_of(target.rows.start)).collect();
    if !own.is_empty() {
        let spoken_of = focus.and_then(|focus| knowledge.target_of(&focus.entry));
        let spoken = |id: &WordId| spoken_of.is_some_and(|at| knowledge.index.targets[at].words.contains(id));
        let could_be_another = || focus.is_some() || !is_only_one(knowledge, question, target);
        return names_no_topic(knowledge, question) && !own.iter().any(spoken) && could_be_another();
    }
    let Some(focus) = focus.filter(|_| asks_amount) else { return false };
    let before: Vec<WordId> = knowledge.reader.read_clean(&focus.question).words().collect();
    let mut named = things(knowledge, target, &before).peekable();
    named.peek().is_some() && !named.any(|id| target.words.contains(&id))
}

/// Whether a target knows what a question before is about: the things that it names, or if it names none all that it says;
/// figures go by their measures.
fn knows_all(knowledge: &Knowledge, before: &str, target: &Target, things_only: bool) -> bool {
    let before = knowledge.reader.read_clean(before);
    let words: Vec<WordId> = before.words().filter(|id| !knowledge.parties.contains(id)).collect();
    let is_thing = |id: &&WordId| knowledge.reader.lexicon.thing(**id).is_some();
    let named = things_only || words.iter().any(|id| is_thing(&id));
    words.iter().filter(|id| !named || is_thing(id)).all(|id| target.words.contains(id))
}

/// Whether a target that was near to what was asked in vain tells just what is asked next: not what it costs, but who builds it.
fn tells_besides(knowledge: &Knowledge, in_vain: &Focus, question: &Question, target: &Target) -> bool {
    let near = knowledge.target_of(&in_vain.entry).map(|at| knowledge.index.targets[at].place);
    let mut asked = question.kinds.iter().filter(|kind| !matches!(kind, Kind::Polar | Kind::Choice | Kind::HowMany));
    near == Some(target.place) && asked.next().is_some_and(|kind| target.often.has(kind))
}

/// Of some words, the things that are neither what the whole pack is about nor whose view a target tells.
fn things<'a>(knowledge: &'a Knowledge, target: &'a Target, words: &'a [WordId]) -> impl Iterator<Item = WordId> + 'a {
    let index = &knowledge.index;
    let of_the_pack = |id: WordId| {
        let known = index.word(id).map_or(0, |posting| posting.known.len());
        knowledge.parties.contains(&id) || known * COMMON >= index.targets.len()
    };
    let is_thing = |id: WordId| knowledge.reader.lexicon.thing(id).is_some();
    words.iter().copied().filter(move |&id| is_thing(id) && !of_the_pack(id) && target.speaker != Some(id))
}
