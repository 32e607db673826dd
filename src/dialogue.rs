//! The dialogue: from a session and an event to the next session and a reply. Pure; the time is an argument.
//!
//! A text passes, in this order: a command, a pick from what was offered, a bare follow-up (why, who said so, the
//! source), a question — alone or leaning on the one before.

pub mod commands;
pub mod compose;
pub mod follow;
pub mod lean;
pub mod numbers;
pub mod parts;
pub mod pick;
pub mod premise;
pub mod session;
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
const SPEAK_UP: f32 = 0.85;

/// Things that a text must say for it: a name and an opinion are group talk.
const SAID_PLAINLY: usize = 3;

/// One step of the dialogue. `session` is dropped first if it is older than [`session::LIFETIME`].
pub fn step(knowledge: &Knowledge, session: &Session, event: &Event, now: SystemTime) -> Turn {
    let session = session.at(now);
    let mut turn = match &event.input {
        Input::Text(text) => match Command::parse(text) {
            Some(command) => commands::run(knowledge, session, &command),
            None => text_turn(knowledge, session, text, event.audience),
        },
        Input::Entry(id) => commands::show(knowledge, session, id),
        Input::Topic(id) => commands::topic(knowledge, session, id),
        Input::Source => commands::source(knowledge, session),
        Input::SourceOf(id) => commands::source_of(knowledge, session, id),
        Input::Wordless => Turn { session, reply: Reply::line(Verdict::Decline, knowledge.say("wordless")) },
    };
    turn.reply.script = turn.session.script;
    turn
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
        return Turn { session, reply: Reply::line(Verdict::Decline, knowledge.say("wordless")) };
    }
    if let Some(reply) = smalltalk(knowledge, &folded.text) {
        return Turn { session, reply };
    }
    if let Some(entry) = pick::picked(knowledge, &session, &folded.text) {
        return commands::show(knowledge, session, &entry);
    }
    if pick::none_of_these(&session, &folded.text) {
        session.offered.clear();
        return Turn { session, reply: Reply::line(Verdict::Decline, knowledge.say("none-of-these")) };
    }
    if pick::is_bare_number(&folded.text) {
        return Turn { session, reply: Reply::line(Verdict::Decline, knowledge.say("no-such-option")) };
    }
    if let Some(turn) = follow::bare(knowledge, &session, &folded.text) {
        return turn;
    }
    let understood = understand::understand(knowledge, &session, &folded.text);
    Turn { session: session.after(&understood), reply: understood.reply }
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
    let understood =
        understand::understand(knowledge, &Session { script: session.script, ..Session::default() }, folded);
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
