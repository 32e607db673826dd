//! From a text and a session to a reply: each question of the text alone, or leaning on the one before.

mod asked_for;
mod resolve;
mod spoken_of;
mod told;
pub use self::asked_for::{AskedFor, Link, questions};
use self::resolve::resolve;
pub use self::resolve::{Leaning, by_slots};
use self::spoken_of::{
    again, is_asked_so, is_kin, is_of_another, knows_a_word, list_without, stays, the_kin_one, untold,
};
use super::lean::{
    FEW, corrected, is_gibberish, kept_of, names_no_topic, nearness, only_replaces, opens_with_it, reads_like_half,
    relates, swaps, with_names,
};
use super::session::{Focus, Session};
use super::{compose, parts, several};
use crate::event::Language;
use crate::knowledge::Knowledge;
use crate::knowledge::pack::Entry;
use crate::matching::find::ANSWER;
use crate::reply::{Reply, Verdict};
use crate::text::language::Operation;
use crate::text::lexicon::WordId;
use crate::text::question::Question;

/// Belief from which a question that reads whole is taken alone.
pub const PLAIN: f32 = 0.7;
/// By how much a question must be clearer alone than leaning, to be taken alone.
const CLEARER: f32 = 0.3;
/// Belief from which a question is plain without what is told around it.
const CLEAR: f32 = 0.9;
/// Belief under which an answer to a question about "it" is none if nothing was named before.
const UNNAMED: f32 = 0.9;

/// A text, understood.
#[derive(Debug, Clone)]
pub struct Understood {
    /// What to reply.
    pub reply: Reply,
    /// What the dialogue is about now, if that changed.
    pub focus: Option<Focus>,
    /// Whether the text had the form of a question.
    pub asks: bool,
    /// How many things it says: known words, periods and numbers, and that it asks for a number.
    pub says: usize,
    /// How sure it is that the reply fits, 0 to 1; a grounded no counts as sure.
    pub belief: f32,
    /// Whether figures gave the reply by their slots.
    pub by_figures: bool,
    /// Whether it is a guess: too much of what was asked is strange to the answer.
    pub guess: bool,
}

/// Understands a folded text; what is only guessed is offered.
pub fn understand(knowledge: &Knowledge, session: &Session, folded: &str) -> Understood {
    let mut understood = as_found(knowledge, session, folded);
    let told = understood.reply.entry.as_deref().filter(|_| understood.guess).and_then(|id| knowledge.entry(id));
    if let Some(entry) = told.filter(|_| understood.reply.verdict == Verdict::Answer) {
        understood.reply = compose::guess(knowledge, session.language, entry, understood.reply);
    }
    understood
}

fn as_found(knowledge: &Knowledge, session: &Session, folded: &str) -> Understood {
    let read = |text: &str| one(knowledge, session, &AskedFor::alone(knowledge.reader.read_folded(text)));
    let whole = || read(&with_names(knowledge, session, folded));
    let asked = questions(knowledge, session, folded);
    let understood = match asked.as_slice() {
        [] => return lost(knowledge, session),
        [one] => several::whole_or_halves(knowledge, session, one),
        all => several::one_by_one(knowledge, session, all).unwrap_or_else(whole),
    };
    if understood.reply.verdict != Verdict::Decline || understood.belief > 0.0 {
        return understood;
    }
    // What is told around a question may drown it, or name what it is asked of.
    let found = |other: &Understood| other.reply.verdict == Verdict::Answer && other.belief >= ANSWER;
    let with_all = || matches!(asked.as_slice(), [one] if !one.around.is_empty()).then(whole).filter(found);
    parts::core(folded).map(read).filter(found).or_else(with_all).unwrap_or(understood)
}

/// Nothing that could be told.
pub fn lost(knowledge: &Knowledge, session: &Session) -> Understood {
    let reply = compose::lost(knowledge, session.language);
    Understood { reply, focus: None, asks: false, says: 0, belief: 0.0, by_figures: false, guess: false }
}

/// One question: alone, or leaning on the one before if it reads like half of one or finds more that way. What it asks in
/// vain is still what is spoken of.
pub fn one(knowledge: &Knowledge, session: &Session, asked_for: &AskedFor) -> Understood {
    let understood = alone_or_leaning(knowledge, session, asked_for);
    let in_vain = match understood.reply.verdict {
        Verdict::Decline => understood.belief == 0.0,
        verdict => verdict == Verdict::Clarify,
    };
    let untold = || in_vain.then(|| untold(knowledge, &asked_for.own, &understood.reply)).flatten();
    Understood { focus: understood.focus.or_else(untold), ..understood }
}

fn alone_or_leaning(knowledge: &Knowledge, session: &Session, asked_for: &AskedFor) -> Understood {
    let corrected = session.focus.as_ref().and_then(|_| corrected(&asked_for.own.text));
    let read = |text: &str| knowledge.reader.read_folded(text);
    let not_meant = corrected.as_ref().and_then(|c| c.not_meant).map(read);
    let not_meant: Vec<WordId> = not_meant.iter().flat_map(Question::words).collect();
    let corrected = corrected.map(|c| read(c.instead));
    let question = corrected.as_ref().unwrap_or(&asked_for.own);
    let alone = alone(knowledge, session, question, asked_for);
    let Some(focus) = &session.focus else { return alone };
    if let Some(list) = list_without(knowledge, focus, question) {
        return settled(knowledge, focus, list, alone);
    }
    let strays = |told: &Understood| is_of_another(knowledge, Some(focus), question, told);
    let relates = relates(knowledge, question);
    let next = asked_for.link == Link::Next;
    let half = corrected.is_some() || relates || next || reads_like_half(question);
    let topicless = names_no_topic(knowledge, question);
    if (!half && !topicless && (alone.belief >= PLAIN || question.content() > 2 * FEW))
        || (is_gibberish(question) && !next)
        || asked_for.link == Link::Anew
    {
        return alone;
    }
    let asked_before = knowledge.reader.read_clean(&focus.question);
    let kept = kept_of(knowledge, &asked_before, question, &not_meant);
    let measure = knowledge.figures.told_by(&focus.entry);
    let before = Leaning::before(&kept, measure);
    let near = |target| nearness(knowledge, focus, target);
    let leaning = resolve(knowledge, session.language, question, &before, &near);
    let measured = measure.is_some() || !knowledge.figures.named(&kept).is_empty();
    let relates = relates && measured;
    if topicless && !half && alone.belief >= PLAIN {
        let stays = leaning.belief >= PLAIN && is_kin(knowledge, focus, &leaning);
        return if stays { leaning } else { alone };
    }
    // "How far from the target" needs nothing else; "what share of it" is said of what was told.
    let needs = relates && !question.operations.contains(&Operation::Difference);
    let replaces = (measured && only_replaces(knowledge, question)) || swaps(knowledge, &asked_before, question);
    // Who corrects by a word or two changes what was asked, and asks nothing new.
    let instead = corrected.is_some() && question.content() == 1 && leaning.belief >= PLAIN;
    if needs || replaces || ((relates || instead) && leaning.reply.verdict == Verdict::Answer) {
        return if strays(&leaning) { doubted(knowledge, session, leaning) } else { leaning };
    }
    let clearer = if half { CLEARER } else { 0.0 };
    let plainer = leaning.reply.verdict == Verdict::Clarify && alone.belief >= PLAIN;
    let told = if plainer || alone.belief > leaning.belief + clearer { alone } else { leaning };
    // What names no topic and leads to another one was hardly meant so.
    let astray = topicless && !is_kin(knowledge, focus, &told);
    let denied = told.reply.verdict == Verdict::Decline && told.belief >= ANSWER;
    if (astray || strays(&told)) && half && !denied {
        let firm = resolve(knowledge, session.language, question, &before.firm(), &near);
        let answers = is_asked_so(knowledge, question, &firm) && knows_a_word(knowledge, question, &firm);
        if answers && is_kin(knowledge, focus, &firm) && firm.belief >= PLAIN && !(focus.denied && strays(&firm)) {
            return firm;
        }
    }
    kept_to(knowledge, session, focus, question, told)
}

/// What was found for a question that may be half of one, kept to what the dialogue is about: where it strays from that,
/// what was told is told again, or what was found only as the nearest.
fn kept_to(
    knowledge: &Knowledge,
    session: &Session,
    focus: &Focus,
    question: &Question,
    told: Understood,
) -> Understood {
    let topicless = names_no_topic(knowledge, question);
    if let Some(meant) = the_kin_one(knowledge, focus, &told).filter(|_| topicless) {
        return settled(knowledge, focus, meant, told);
    }
    let answers = told.reply.verdict == Verdict::Answer;
    let astray = topicless && !is_kin(knowledge, focus, &told) && told.belief < PLAIN;
    // A bare question word wants just that.
    let amiss = question.content() == 0 && !told.by_figures && !is_asked_so(knowledge, question, &told);
    let strays = answers && (astray || amiss || is_of_another(knowledge, Some(focus), question, &told));
    let denied = told.reply.verdict == Verdict::Decline && told.belief >= ANSWER && stays(knowledge, focus, &told);
    let lacks = strays || !(answers || denied);
    match again(knowledge, focus, question).filter(|_| lacks) {
        Some(entry) => settled(knowledge, focus, entry, told),
        None if strays => doubted(knowledge, session, told),
        None => told,
    }
}

/// A question by itself and what its message tells around it; what it names nothing of is doubted.
fn alone(knowledge: &Knowledge, session: &Session, question: &Question, asked_for: &AskedFor) -> Understood {
    let told = resolve(knowledge, session.language, question, &Leaning::around(asked_for), &|_| 0.0);
    if !asked_for.around.is_empty() {
        return clear_of_it(knowledge, session.language, question, told);
    }
    let focus = session.focus.as_ref();
    let unnamed = focus.is_none() && opens_with_it(question) && told.belief < UNNAMED;
    let unnamed = unnamed && told.reply.verdict == Verdict::Answer;
    let strays = unnamed || is_of_another(knowledge, focus, question, &told);
    if strays { doubted(knowledge, session, told) } else { told }
}

/// What a question finds with nothing told around it, where that only blurs what is plain without.
fn clear_of_it(knowledge: &Knowledge, language: Language, question: &Question, blurred: Understood) -> Understood {
    if blurred.reply.verdict == Verdict::Answer || blurred.belief >= ANSWER {
        return blurred;
    }
    let clear = resolve(knowledge, language, question, &Leaning::nothing(), &|_| 0.0);
    let plain = clear.reply.verdict == Verdict::Answer && clear.belief >= CLEAR;
    if plain { clear } else { blurred }
}

/// What was meant is told in place of what was found; the dialogue stays with what it was about.
fn settled(knowledge: &Knowledge, focus: &Focus, meant: &Entry, offered: Understood) -> Understood {
    let reply = compose::entry(knowledge, meant, offered.reply.confidence);
    let focus = Some(Focus { entry: meant.id.clone(), ..focus.clone() });
    Understood { reply: Reply { decided: offered.reply.decided.clone(), ..reply }, focus, ..offered }
}

/// An answer that is told as the nearest one only.
fn doubted(knowledge: &Knowledge, session: &Session, told: Understood) -> Understood {
    let near = told.reply.entry.as_deref().and_then(|id| knowledge.entry(id));
    let reply = match near {
        Some(entry) => compose::unsure(knowledge, session.language, entry, std::iter::empty()),
        None => compose::lost(knowledge, session.language),
    };
    let decided = told.reply.decided.clone();
    Understood { reply: Reply { decided, ..reply }, focus: None, belief: 0.0, ..told }
}
