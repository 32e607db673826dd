//! What half a question leans on: the question before, the person who was spoken of, the entry that was told.

use super::session::{Focus, Session};
use crate::knowledge::Knowledge;
use crate::knowledge::pack::TermKind;
use crate::matching::index::{Place, TargetId};
use crate::text::language::Language;
use crate::text::question::{Question, Sense, Token};

/// Words of a question that may be half of one; with twice as many it surely is none.
pub const FEW: usize = 2;

/// What a correction asks for instead: 不是今年,去年的; 不对,我问的是进口.
pub fn corrected(text: &str) -> Option<&str> {
    let turned_down =
        ["不是", "不对", "错了", "搞错了", "我不是问", "不问"].iter().find_map(|word| text.strip_prefix(word))?;
    let instead = turned_down.split_once(',').map(|(_, rest)| rest).unwrap_or(turned_down);
    let instead = instead.trim_start_matches(['我', '问', '的', '是', '说', '要']);
    instead.chars().any(char::is_alphanumeric).then_some(instead)
}

/// Whether a question opens or ends like a continuation, speaks of "she", or asks with hardly a word of its own.
pub fn reads_like_half(question: &Question) -> bool {
    let text = question.text.trim_end_matches(|c: char| !c.is_alphanumeric());
    let leaning = &Language::chinese().leaning;
    let opens = leaning.iter().any(|word| text.starts_with(word.as_str()));
    opens
        || text.ends_with('呢')
        || question.content() <= usize::from(!question.kinds.is_empty())
        || question.tokens.iter().any(|t| t.sense == Sense::Pronoun)
}

/// The text with its pronouns replaced by the person who was spoken of.
pub fn with_names(knowledge: &Knowledge, session: &Session, text: &str) -> String {
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
pub fn kept_of(knowledge: &Knowledge, before: &Question, new: &Question) -> String {
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

/// The question with what it leans on in front of it, and the weight of each token. What it leans on is read apart, so
/// that it changes nothing in how the question itself reads.
pub fn joined(knowledge: &Knowledge, question: &Question, leant_on: &str, weight: f32) -> (Question, Vec<f32>) {
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
