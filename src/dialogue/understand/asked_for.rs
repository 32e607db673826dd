//! The questions of a message, each with what is told around it.

use crate::dialogue::lean::{other_person, switched, turned, with_names, with_year};
use crate::dialogue::parts::{Parts, parts, untied, with_marks, without_courtesy};
use crate::dialogue::session::{Focus, Session};
use crate::knowledge::Knowledge;
use crate::text::language::{Kind, Language};
use crate::text::lexicon::WordId;
use crate::text::question::{Question, Sense, Token};

/// One question of a message, read, with what the message tells around it.
pub struct AskedFor {
    /// The question.
    pub own: Question,
    /// The other pieces of the message.
    pub around: Vec<Question>,
    /// What it has to do with the question before.
    pub link: Link,
}

/// What a question has to do with the one before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Link {
    /// It may lean on it.
    Free,
    /// It goes on with it in the same breath.
    Next,
    /// It turns to another topic, in so many words.
    Anew,
}

impl AskedFor {
    /// A question with nothing around it.
    pub fn alone(own: Question) -> AskedFor {
        AskedFor { own, around: Vec::new(), link: Link::Free }
    }
}

/// The questions of a folded text, each piece of which is read once.
pub fn questions(knowledge: &Knowledge, session: &Session, folded: &str) -> Vec<AskedFor> {
    let reader = &knowledge.reader;
    // Pinyin is long and shows no question words: it is read before a message is cut into parts.
    let mended = reader.without_pinyin(folded);
    let folded = mended.as_ref().map_or(folded, |mended| mended.text.as_str());
    let marked = with_marks(folded);
    let folded = without_courtesy(&marked);
    let focus = session.focus.as_ref();
    if let Some(text) = focus.and_then(|focus| turned(knowledge, &focus.question, folded)) {
        return vec![AskedFor { own: reader.read_clean(&text), around: Vec::new(), link: Link::Anew }];
    }
    let dated = focus.and_then(|focus| with_year(knowledge, &focus.question, folded));
    let folded = dated.as_deref().unwrap_or(folded);
    let switched = focus.and_then(|_| switched(folded));
    let Parts { pieces, asking } = parts(switched.unwrap_or(folded));
    let read = |(at, piece): (usize, &String)| {
        if asking.contains(&at) {
            let piece = if pieces.len() > 1 { untied(piece) } else { piece };
            // Who turns to something else means that by "it".
            let named = if switched.is_some() { piece.to_owned() } else { with_names(knowledge, session, piece) };
            let mut question = reader.read_folded(&named);
            if let Some(plain) = who_is(knowledge, &question).or_else(|| who_is_that(knowledge, focus, &question)) {
                question = reader.read_clean(&plain);
            }
            let spelt = mended.iter().flat_map(|mended| &mended.pieces);
            question.repairs.extend(spelt.filter(|(_, read)| piece.contains(read.as_str())).cloned());
            question
        } else {
            reader.read_clean(piece)
        }
    };
    let mut read: Vec<Question> = pieces.iter().enumerate().map(read).collect();
    let link = if switched.is_some() { Link::Anew } else { Link::Free };
    if read.len() == 1 && asking.len() == 1 {
        return read.pop().map(|own| AskedFor { link, ..AskedFor::alone(own) }).into_iter().collect();
    }
    let others = |own: usize| read.iter().enumerate().filter(|(at, _)| *at != own).map(|(_, q)| q.clone()).collect();
    let asked = |&at: &usize| AskedFor { own: read[at].clone(), around: others(at), link };
    asking.iter().map(asked).collect()
}

/// "Who is X" as the pack has it, if a question asks just that in other words.
fn who_is(knowledge: &Knowledge, question: &Question) -> Option<String> {
    let says = |token: &&Token| !matches!(token.sense, Sense::Stop | Sense::Mark | Sense::Filler);
    let mut said = question.tokens.iter().filter(says);
    let (Some(name), Some(ask), None) = (said.next(), said.next(), said.next()) else { return None };
    let (Sense::Word(id), Sense::Ask(Kind::Who)) = (name.sense, ask.sense) else { return None };
    plain_who(knowledge, id)
}

fn plain_who(knowledge: &Knowledge, name: WordId) -> Option<String> {
    let plain = format!("{}是谁", knowledge.reader.lexicon.thing(name)?.name);
    knowledge.exactly(&plain).is_some().then_some(plain)
}

/// The same if a question only asks what somebody is called who was asked or told of; of whom all is about needs no name.
fn who_is_that(knowledge: &Knowledge, focus: Option<&Focus>, question: &Question) -> Option<String> {
    // What it is called may be a word of the pack, too.
    let asks = question.content() == 0 && question.kinds.has(Kind::Named);
    let called = || {
        question.content() == 1
            && Language::chinese().calling.iter().any(|word| question.text.starts_with(word.as_str()))
    };
    if !asks && !called() {
        return None;
    }
    plain_who(knowledge, knowledge.reader.lexicon.id(other_person(knowledge, focus?)?)?)
}
