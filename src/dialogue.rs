//! The dialogue: from a session and an event to the next session and a reply. Pure; the time is an argument.
//!
//! A text passes, in this order: a command, a pick from what was offered, a bare follow-up (why, who said so, the
//! source), a doubt about what was told, a question — alone or leaning on the one before.

pub mod commands;
pub mod compose;
mod decided;
pub mod doubt;
pub mod follow;
pub mod lean;
pub mod numbers;
pub mod parts;
pub mod pick;
pub mod premise;
pub mod session;
pub mod several;
pub mod suggest;
pub mod trade;
pub mod understand;

use std::time::SystemTime;

use crate::event::{Audience, Command, Event, Input};
use crate::knowledge::Knowledge;
use crate::matching::index::Place;
use crate::reply::{Reply, Verdict};
use crate::text::fold::fold;
use crate::text::is_letter;

pub use self::session::{Focus, Session};

/// What a step leads to.
#[derive(Debug, Clone)]
pub struct Turn {
    /// The session to keep.
    pub session: Session,
    /// What to send.
    pub reply: Reply,
}

/// Belief from which the bot speaks up in a group without being addressed.
const SPEAK_UP: f32 = 0.9;

/// Things that a text must say for it: a name and an opinion are group talk.
const SAID_PLAINLY: usize = 3;

/// Things that a piece of a question says at most.
const PIECE: usize = 3;

/// One step of the dialogue. `session` is dropped first if it is older than [`session::LIFETIME`].
pub fn step(knowledge: &Knowledge, session: &Session, event: &Event, now: SystemTime) -> Turn {
    let session = session.at(now, event.locale);
    let mut turn = match &event.input {
        Input::Text(text) => match Command::parse(text) {
            Some(command) => commands::run(knowledge, session, &command),
            None => text_turn(knowledge, session, text, event.audience),
        },
        Input::Entry(id) => commands::show(knowledge, session, id),
        Input::Topic(id) => commands::topic(knowledge, session, id),
        Input::Source => commands::source(knowledge, session),
        Input::SourceOf(id) => commands::source_of(knowledge, session, id),
        Input::NoneOfThese => none_of_these(knowledge, session),
        Input::Wordless => said(knowledge, session, "wordless"),
    };
    turn.reply.script = turn.session.script;
    turn.reply.language = turn.session.language;
    turn
}

/// Whether a text reads like a piece of a question whose rest is still to come: short, and it does not ask.
pub fn is_piece(knowledge: &Knowledge, text: &str) -> bool {
    let folded = fold(text).text;
    let question = knowledge.reader.read_folded(&folded);
    !question.asks() && (1..=PIECE).contains(&question.content()) && knowledge.exactly(&folded).is_none()
}

fn text_turn(knowledge: &Knowledge, mut session: Session, text: &str, audience: Audience) -> Turn {
    let folded = fold(text);
    if folded.telling {
        session.script = folded.script;
    }
    if audience == Audience::Overheard {
        return overheard(knowledge, session, &folded.text);
    }
    if !folded.text.chars().any(is_letter) {
        return said(knowledge, session, "wordless");
    }
    if let Some(reply) = smalltalk(knowledge, &folded.text) {
        return Turn { session, reply };
    }
    if let Some(entry) = pick::picked(knowledge, &session, &folded.text) {
        return commands::show(knowledge, session, &entry);
    }
    if pick::none_of_these(&session, &folded.text) {
        return none_of_these(knowledge, session);
    }
    if pick::is_bare_number(&folded.text) {
        return said(knowledge, session, "no-such-option");
    }
    if let Some(turn) = follow::bare(knowledge, &session, &folded.text) {
        return turn;
    }
    if let Some(turn) = doubt::doubt(knowledge, &session, &folded.text) {
        return turn;
    }
    let understood = understand::understand(knowledge, &session, &folded.text);
    Turn { session: session.after(&understood), reply: understood.reply }
}

fn none_of_these(knowledge: &Knowledge, mut session: Session) -> Turn {
    session.offered.clear();
    said(knowledge, session, "none-of-these")
}

/// A phrase of the bot's own to what is no question that it can answer.
fn said(knowledge: &Knowledge, session: Session, key: &str) -> Turn {
    let phrase = knowledge.wording(session.language).say(key);
    Turn { reply: Reply::line(Verdict::Decline, phrase), session }
}

/// The friendly reply to a text that is small talk as a whole.
fn smalltalk(knowledge: &Knowledge, folded: &str) -> Option<Reply> {
    match knowledge.exactly(folded)? {
        Place::Smalltalk(at) => Some(Reply::line(Verdict::Decline, knowledge.pack.smalltalk[at].reply.as_str())),
        _ => None,
    }
}

/// A group's talk: answered only if it plainly asks what the pack answers, and then without a memory of it.
fn overheard(knowledge: &Knowledge, session: Session, folded: &str) -> Turn {
    let understood = understand::understand(knowledge, &session.fresh(), folded);
    let plain = understood.asks
        && understood.reply.verdict == Verdict::Answer
        && understood.reply.entry.is_some()
        && understood.says >= SAID_PLAINLY
        && understood.reply.confidence >= SPEAK_UP;
    if plain {
        Turn { session: session.after(&understood), reply: understood.reply }
    } else {
        Turn { session, reply: Reply::silent() }
    }
}
