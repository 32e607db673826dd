//! What half a question leans on: the question before, the person who was spoken of, the entry that was told.

mod corrections;
mod named;
mod swaps;
mod years;

pub use self::corrections::corrected;
pub use self::named::{other_person, with_names};
pub use self::swaps::{only_replaces, swaps};
pub use self::years::with_year;
use super::session::Focus;
use crate::figures::{Named, compute};
use crate::knowledge::Knowledge;
use crate::knowledge::pack::TermKind;
use crate::matching::index::{Place, TargetId};
use crate::text::is_letter;
use crate::text::language::{Language, Operation};
use crate::text::lexicon::WordId;
use crate::text::question::{Question, Sense, Token};
use crate::text::roles::led_by_preposition;

/// Characters in which somebody may assent before turning to something else.
const ASSENT: usize = 4;

/// Strange words for one known word from which a text is taken for gibberish.
const STRANGE: usize = 3;

/// Words of a question that may be half of one; with twice as many it surely is none.
pub const FEW: usize = 2;

/// What a text asks that turns to another topic, in so many words, at its start or behind a short assent.
pub fn switched(text: &str) -> Option<&str> {
    let (at, len) = Language::chinese().switches.find(text)?;
    if text[..at].chars().count() > ASSENT {
        return None;
    }
    says_something(text[at + len..].trim_start_matches(|c: char| !is_letter(c)))
}

fn says_something(text: &str) -> Option<&str> {
    text.chars().any(is_letter).then_some(text)
}

/// The question before with its sides changed, if that is all that a text wants: "and the other way round?".
pub fn turned(knowledge: &Knowledge, before: &str, text: &str) -> Option<String> {
    let language = Language::chinese();
    let at = language.reversing.find(text)?;
    let rest = text[..at.0].chars().chain(text[at.0 + at.1..].chars());
    if rest.filter(|&c| is_letter(c)).count() > ASSENT {
        return None;
    }
    let before = knowledge.reader.read_clean(before);
    let lexicon = &knowledge.reader.lexicon;
    let other = |id: WordId| match knowledge.parties[..] {
        [a, b, ..] if id == a => Some(b),
        [a, b, ..] if id == b => Some(a),
        _ => None,
    };
    let opposite = |id: WordId| lexicon.term(id).and_then(|term| term.opposite);
    let sided = before.words().any(|id| other(id).is_some());
    let mut changed = false;
    let piece = |token: &Token| {
        let turned = match token.sense {
            Sense::Word(id) if sided => other(id),
            Sense::Word(id) => opposite(id),
            _ => None,
        };
        changed |= turned.is_some();
        match turned.and_then(|id| lexicon.term(id)) {
            Some(term) => term.name.clone(),
            None => before.text_of(token).to_owned(),
        }
    };
    let text: String = before.tokens.iter().map(piece).collect();
    changed.then_some(text)
}

/// Whether a question opens or ends like a continuation, speaks of "she", or asks with hardly a word of its own.
pub fn reads_like_half(question: &Question) -> bool {
    let text = question.text.trim_end_matches(|c: char| !is_letter(c));
    let leaning = &Language::chinese().leaning;
    let opens = leaning.iter().any(|word| text.starts_with(word.as_str()));
    opens
        || text.ends_with('呢')
        || question.content() <= usize::from(!question.kinds.is_empty())
        || question.tokens.iter().any(|t| t.sense == Sense::Pronoun)
}

/// Whether a question sets what it leaves out in relation to something: "what share of the target is that?"
pub fn relates(knowledge: &Knowledge, question: &Question) -> bool {
    use Operation::{Average, Change, Difference, Monthly, Ratio, Rest, Share};
    let relating = |o: &Operation| matches!(o, Average | Change | Difference | Monthly | Ratio | Rest | Share);
    if adds(question) {
        return true;
    }
    if !question.operations.iter().any(relating) {
        return false;
    }
    let figures = &knowledge.figures;
    let named = figures.named(question);
    let aimed = named.iter().all(|named| compute::aimed_at(figures, named.measure).is_some());
    if !question.operations.contains(&Share) {
        return aimed;
    }
    // What stands before "makes up" is the part; what stands behind is the whole.
    let begins = question.operating.iter().map(|range| range.0).min().unwrap_or_default();
    let part = question.tokens.iter().take_while(|token| token.range.0 < begins).any(is_word);
    !part || (aimed && !named.is_empty())
}

/// Whether a question adds what it names to what was told: "how much is that together with the imports?"
pub fn adds(question: &Question) -> bool {
    let begins = |word: &String| question.text.starts_with(word.as_str());
    question.operations.contains(&Operation::Sum) && Language::chinese().adding.iter().any(begins)
}

/// Whether a question of few words names nobody and nothing, so that what was told before may be its topic.
pub fn names_no_topic(knowledge: &Knowledge, question: &Question) -> bool {
    let lexicon = &knowledge.reader.lexicon;
    question.content() <= FEW
        && question.periods().next().is_none()
        && question.numbers().next().is_none()
        && question.words().all(|word| lexicon.thing(word).is_none() && !knowledge.figures.sign_words.contains(&word))
}

/// Whether a text asks nothing and has no known word, or hardly one among what says nothing or was only read as a word.
pub fn is_gibberish(question: &Question) -> bool {
    if !question.kinds.is_empty() || !question.operations.is_empty() || question.periods().next().is_some() {
        return false;
    }
    let count = |fits: &dyn Fn(&&Token) -> bool| question.tokens.iter().filter(fits).count();
    let read = |token: &Token| question.repairs.iter().any(|(_, read)| read == question.text_of(token));
    let known = count(&|token| matches!(token.sense, Sense::Word(_)));
    let typed = count(&|token| matches!(token.sense, Sense::Word(_)) && !read(token));
    let strange = count(&|token| token.sense == Sense::Unknown);
    known == 0 || if typed == 0 { strange + known > 1 } else { strange >= STRANGE * typed }
}

/// Whether a question opens with a word for a thing that nothing before it names.
pub fn opens_with_it(question: &Question) -> bool {
    Language::chinese().things.find(&question.text).is_some_and(|(at, _)| at == 0)
}

/// Of the question before, what the new one does not replace: things of a kind that it names anew, the measure and the
/// period if it names its own, and the question word. Nothing is kept of what was `not_meant`.
pub fn kept_of(knowledge: &Knowledge, before: &Question, new: &Question, not_meant: &[WordId]) -> Question {
    let lexicon = &knowledge.reader.lexicon;
    let kind = |id| lexicon.thing(id).map(|term| term.kind);
    let renamed: Vec<TermKind> = new.words().filter_map(kind).collect();
    let relates = relates(knowledge, new);
    let named = if relates { Vec::new() } else { knowledge.figures.named(new) };
    // An aim belongs to no year that was spoken of before it.
    let is_aim = |one: &Named| compute::aimed_at(&knowledge.figures, one.measure).is_some();
    let aims = !named.is_empty() && named.iter().all(is_aim);
    let measured: Vec<u32> = named.into_iter().flat_map(|n| n.words).collect();
    let replaced: Vec<u32> = knowledge.figures.named(before).into_iter().flat_map(|n| n.words).collect();
    // "Where?" asks it of what was spoken of, not of what was asked about that.
    let bare = new.content() == 0 && !relates && before.words().any(|id| kind(id).is_some());
    let keeps = |sense: Sense| match sense {
        Sense::Word(id) if not_meant.contains(&id) => false,
        Sense::Word(id) if bare && kind(id).is_none() => false,
        Sense::Word(id) if kind(id).is_some_and(|kind| renamed.contains(&kind)) => false,
        Sense::Word(id) => measured.is_empty() || !replaced.contains(&id),
        Sense::Unknown => true,
        Sense::Period(_) => relates || (!aims && new.periods().next().is_none()),
        Sense::Ask(_) => new.kinds.is_empty(),
        _ => false,
    };
    // "Which one in the row" asks though it is read as a word.
    let asks_which = |token: &Token| before.text_of(token).starts_with("第几");
    // From whom and to whom is part of a name.
    let leads =
        |at: usize| before.tokens.get(at + 1).is_some_and(|t| keeps(t.sense)) && led_by_preposition(before, at + 1);
    let mut kept = String::new();
    for (at, token) in before.tokens.iter().enumerate() {
        if leads(at) {
            kept.push_str(before.text_of(token));
        } else if keeps(token.sense) && (new.kinds.is_empty() || !asks_which(token)) {
            kept.push_str(before.text_of(token));
            kept.push(' ');
        }
    }
    knowledge.reader.read_clean(kept.trim_end())
}

/// How near a target is to the entry that was last told, 0 to 1.
pub fn nearness(knowledge: &Knowledge, focus: &Focus, target: TargetId) -> f32 {
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

/// The question with what it leans on in front of it, and the weight of each token. What it leans on was read apart, so
/// that it changes nothing in how the question itself reads. A `weight` of 1 makes it as much of the question as the rest;
/// a lesser one is shared out among its words, so that the question weighs more.
pub fn joined(question: &Question, leant_on: &[&Question], weight: f32) -> (Question, Vec<f32>) {
    if leant_on.iter().all(|told| told.tokens.is_empty()) {
        return (question.clone(), Vec::new());
    }
    let mut both = Question::default();
    let all = || leant_on.iter().copied().chain([question]);
    both.text.reserve(all().map(|told| told.text.len() + 1).sum());
    both.tokens.reserve(all().map(|told| told.tokens.len() + 1).sum());
    for told in leant_on.iter().filter(|told| !told.tokens.is_empty()) {
        append(&mut both, told);
        both.kinds = both.kinds.union(told.kinds);
        both.counter = both.counter.take().or_else(|| told.counter.clone());
        both.operations.extend(told.operations.iter().copied());
    }
    let before = both.tokens.len();
    append(&mut both, question);
    if !question.kinds.is_empty() {
        both.kinds = question.kinds;
        both.counter.clone_from(&question.counter);
    }
    both.operations.extend(question.operations.iter().copied());
    both.script = question.script;
    both.repairs.clone_from(&question.repairs);
    let words = |tokens: &[Token]| tokens.iter().filter(|t| is_word(t)).count() as f32;
    let share = (words(&question.tokens) / words(&both.tokens[..before]).max(1.0)).min(1.0);
    // What says nothing itself is all told by what it leans on.
    let bare = words(&question.tokens) == 0.0;
    let weight = if bare || weight >= 1.0 { 1.0 } else { weight * share };
    let emphasis = (0..both.tokens.len()).map(|at| if at > before { 1.0 } else { weight }).collect();
    (both, emphasis)
}

/// Puts a question behind another one, a mark between them.
fn append(both: &mut Question, question: &Question) {
    if !both.tokens.is_empty() {
        let end = both.text.len();
        both.tokens.push(Token { range: (end, end + 1), sense: Sense::Mark });
        both.text.push(',');
    }
    let shift = both.text.len();
    both.text.push_str(&question.text);
    both.operating.extend(question.operating.iter().map(|&(start, end)| (start + shift, end + shift)));
    both.tokens.extend(
        question.tokens.iter().map(|t| Token { range: (t.range.0 + shift, t.range.1 + shift), sense: t.sense }),
    );
}

/// The question with the period that was told around it, if it names none itself.
pub fn with_period(own: &Question, whole: &Question) -> Question {
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
