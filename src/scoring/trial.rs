//! One question put to a pack: its turns in a dialogue of its own, the reply to the last one judged.

use std::time::{Instant, SystemTime};

use super::judge::{Judgement, judge};
use super::question::{Expect, Question};
use crate::dialogue::{self, Session};
use crate::event::{Audience, Event, Input};
use crate::knowledge::Knowledge;
use crate::reply::{Reply, Verdict};

/// The register of group talk that is not meant for the bot.
pub const CHATTER: &str = "chatter";

/// What came of a question.
pub struct Trial<'q> {
    /// The question.
    pub question: &'q Question,
    /// The reply to its last turn.
    pub reply: Reply,
    /// What the user reads of it.
    pub text: String,
    /// Whether that is right.
    pub judgement: Judgement,
    /// Time from text to reply of each turn, in microseconds.
    pub micros: Vec<u64>,
}

/// Asks `question`. A damaged question is answered in the script of the undamaged one, so that the same patterns judge
/// both.
pub fn run<'q>(knowledge: &Knowledge, question: &'q Question, now: SystemTime) -> Trial<'q> {
    let mut session = Session::default();
    let overheard = question.expect == Expect::Silent || question.register == CHATTER;
    let audience = if overheard { Audience::Overheard } else { Audience::Private };
    let (mut micros, mut last) = (Vec::new(), (Reply::silent(), String::new()));
    for turn in &question.turns {
        let event = Event::new(audience, Input::Text(turn.clone()));
        let start = Instant::now();
        let turn = dialogue::step(knowledge, &session, &event, now);
        session = turn.session;
        let script = question.undamaged.as_ref().map_or(turn.reply.script, |undamaged| undamaged.script);
        let reply = Reply { script, ..turn.reply };
        let text = if reply.verdict == Verdict::Silent { String::new() } else { reply.plain() };
        micros.push(u64::try_from(start.elapsed().as_micros()).unwrap_or(u64::MAX));
        last = (reply, text);
    }
    let (reply, text) = last;
    let judgement = judge(question, reply.verdict, &text);
    Trial { question, reply, text, judgement, micros }
}
