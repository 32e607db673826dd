//! Commands and buttons: help, topics, the language, the source of the last answer.

use super::compose;
use super::session::{Focus, Session};
use super::{Command, Turn, trade};
use crate::event::Language;
use crate::knowledge::Knowledge;
use crate::knowledge::pack::Topic;
use crate::reply::{Choice, Offer, Reply, Verdict};

/// Runs a command.
pub fn run(knowledge: &Knowledge, session: Session, command: &Command) -> Turn {
    match command {
        Command::Start(Some(id)) if knowledge.entry(id).is_some() => show(knowledge, session, id),
        Command::Start(_) => greeting(knowledge, session, "start"),
        Command::Help => greeting(knowledge, session, "help"),
        Command::Topics => topics(knowledge, session),
        Command::Trade(words) => trade::show(knowledge, session, words.as_deref()),
        Command::Source => source(knowledge, session),
        Command::Reset => said(knowledge, session.fresh(), "reset"),
        Command::Privacy => said(knowledge, session, "privacy"),
        Command::Lang(wanted) => language(knowledge, session, wanted.as_deref()),
        Command::Unknown(_) => greeting(knowledge, session, "unknown-command"),
    }
}

/// Changes the language of the bot's own phrases, or tells which there are.
fn language(knowledge: &Knowledge, mut session: Session, wanted: Option<&str>) -> Turn {
    let chosen = wanted.and_then(Language::parse);
    session.chosen = chosen.or(session.chosen);
    session.language = chosen.unwrap_or(session.language);
    let words = knowledge.wording(session.language);
    let phrase = words.say(if chosen.is_some() { "lang-set" } else { "lang" });
    let lead = phrase.replace("{language}", session.language.name());
    told(session, Reply::line(Verdict::Answer, lead))
}

/// Shows an entry that was picked by its id.
pub fn show(knowledge: &Knowledge, mut session: Session, id: &str) -> Turn {
    let Some(entry) = knowledge.entry(id) else {
        let reply = compose::lost(knowledge, session.language);
        return told(session, reply);
    };
    session.offered.clear();
    session.turn_to(Focus {
        entry: entry.id.clone(),
        question: entry.question.clone(),
        person: entry.speaker.clone(),
        told: Vec::new(),
        denied: false,
    });
    told(session, compose::entry(knowledge, entry, 1.0))
}

/// The questions of a topic, to tap.
pub fn topic(knowledge: &Knowledge, session: Session, id: &str) -> Turn {
    let Some(topic) = knowledge.pack.topics.iter().find(|t| t.id == id) else {
        return topics(knowledge, session);
    };
    let words = knowledge.wording(session.language);
    let mut reply = Reply::line(Verdict::Answer, words.say("topic").replace("{topic}", words.topic(topic)));
    let entries = knowledge.pack.entries.iter().filter(|e| e.topic == id);
    reply.choices = entries.take(10).map(|e| Choice { entry: e.id.clone(), question: e.question.clone() }).collect();
    told(session, reply)
}

/// What the last answer rests on.
pub fn source(knowledge: &Knowledge, session: Session) -> Turn {
    match session.focus.as_ref().map(|focus| focus.entry.clone()) {
        Some(id) => source_of(knowledge, session, &id),
        None => said(knowledge, session, "source-none"),
    }
}

/// What the answer of an entry rests on.
pub fn source_of(knowledge: &Knowledge, session: Session, id: &str) -> Turn {
    let Some(entry) = knowledge.entry(id) else {
        return said(knowledge, session, "source-none");
    };
    let speaker = entry.speaker.as_ref().and_then(|id| knowledge.term_name(id));
    let words = knowledge.wording(session.language);
    let who = speaker.unwrap_or_else(|| words.say("the-article").to_owned());
    let lead = words.say("source").replace("{speaker}", &who).replace("{question}", &entry.question);
    let mut reply = compose::entry(knowledge, entry, 1.0);
    reply.body.insert(0, std::mem::replace(&mut reply.lead, lead));
    reply.choices.clear();
    told(session, reply)
}

fn greeting(knowledge: &Knowledge, session: Session, key: &str) -> Turn {
    let words = knowledge.wording(session.language);
    let mut reply = Reply::line(Verdict::Answer, words.say(key).replace("{title}", words.title()));
    reply.choices = compose::choices(knowledge, &knowledge.pack.meta.showcase);
    told(session, reply)
}

fn topics(knowledge: &Knowledge, session: Session) -> Turn {
    let words = knowledge.wording(session.language);
    let mut reply = Reply::line(Verdict::Answer, words.say("topics"));
    reply.offer = Offer::Topics;
    let choice = |topic: &Topic| Choice { entry: topic.id.clone(), question: words.topic(topic).to_owned() };
    reply.choices = knowledge.pack.topics.iter().map(choice).collect();
    told(session, reply)
}

/// A phrase of the bot's own.
fn said(knowledge: &Knowledge, session: Session, key: &str) -> Turn {
    let reply = Reply::line(Verdict::Answer, knowledge.wording(session.language).say(key));
    told(session, reply)
}

fn told(session: Session, reply: Reply) -> Turn {
    Turn { session, reply }
}
