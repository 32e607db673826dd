//! Commands and buttons: help, topics, the table of figures, the source of the last answer.

use super::compose;
use super::session::{Focus, Session};
use super::{Command, Turn};
use crate::figures::{compute, say};
use crate::knowledge::Knowledge;
use crate::reply::{Choice, Offer, Reply, Table, Verdict};

/// Runs a command.
pub fn run(knowledge: &Knowledge, session: Session, command: &Command) -> Turn {
    match command {
        Command::Start(Some(id)) if knowledge.entry(id).is_some() => show(knowledge, session, id),
        Command::Start(_) => told(session, greeting(knowledge, "start")),
        Command::Help => told(session, greeting(knowledge, "help")),
        Command::Topics => told(session, topics(knowledge)),
        Command::Trade => told(session, table(knowledge)),
        Command::Source => source(knowledge, session),
        Command::Reset => {
            let fresh = Session { seen: session.seen, script: session.script, ..Session::default() };
            told(fresh, Reply::line(Verdict::Answer, knowledge.say("reset")))
        }
        Command::Privacy => told(session, Reply::line(Verdict::Answer, knowledge.say("privacy"))),
        Command::Unknown(_) => told(session, greeting(knowledge, "unknown-command")),
    }
}

/// Shows an entry that was picked by its id.
pub fn show(knowledge: &Knowledge, mut session: Session, id: &str) -> Turn {
    let Some(entry) = knowledge.entry(id) else { return told(session, compose::lost(knowledge)) };
    session.offered.clear();
    session.turn_to(Focus {
        entry: entry.id.clone(),
        question: entry.question.clone(),
        person: entry.speaker.clone(),
        told: Vec::new(),
    });
    told(session, compose::entry(knowledge, entry, 1.0))
}

/// The questions of a topic, to tap.
pub fn topic(knowledge: &Knowledge, session: Session, id: &str) -> Turn {
    let Some(topic) = knowledge.pack.topics.iter().find(|t| t.id == id) else {
        return told(session, topics(knowledge));
    };
    let mut reply = Reply::line(Verdict::Answer, knowledge.say("topic").replace("{topic}", &topic.name));
    let entries = knowledge.pack.entries.iter().filter(|e| e.topic == id);
    reply.choices = entries.take(10).map(|e| Choice { entry: e.id.clone(), question: e.question.clone() }).collect();
    told(session, reply)
}

/// What the last answer rests on.
pub fn source(knowledge: &Knowledge, session: Session) -> Turn {
    match session.focus.as_ref().map(|focus| focus.entry.clone()) {
        Some(id) => source_of(knowledge, session, &id),
        None => told(session, Reply::line(Verdict::Answer, knowledge.say("source-none"))),
    }
}

/// What the answer of an entry rests on.
pub fn source_of(knowledge: &Knowledge, session: Session, id: &str) -> Turn {
    let Some(entry) = knowledge.entry(id) else {
        return told(session, Reply::line(Verdict::Answer, knowledge.say("source-none")));
    };
    let speaker = entry.speaker.as_ref().and_then(|id| term_name(knowledge, id));
    let who = speaker.unwrap_or_else(|| knowledge.say("the-article").to_owned());
    let lead = knowledge.say("source").replace("{speaker}", &who).replace("{question}", &entry.question);
    let mut reply = compose::entry(knowledge, entry, 1.0);
    reply.body.insert(0, std::mem::replace(&mut reply.lead, lead));
    reply.choices.clear();
    told(session, reply)
}

/// How the bot writes a term.
pub fn term_name(knowledge: &Knowledge, id: &str) -> Option<String> {
    let lexicon = &knowledge.reader.lexicon;
    lexicon.id(id).and_then(|word| lexicon.term(word)).map(|term| term.name.clone())
}

fn greeting(knowledge: &Knowledge, key: &str) -> Reply {
    let mut reply = Reply::line(Verdict::Answer, knowledge.say(key).replace("{title}", &knowledge.pack.meta.title));
    reply.choices = compose::choices(knowledge, &knowledge.pack.meta.showcase);
    reply
}

fn topics(knowledge: &Knowledge) -> Reply {
    let mut reply = Reply::line(Verdict::Answer, knowledge.say("topics"));
    reply.offer = Offer::Topics;
    let choice = |t: &crate::knowledge::pack::Topic| Choice { entry: t.id.clone(), question: t.name.clone() };
    reply.choices = knowledge.pack.topics.iter().map(choice).collect();
    reply
}

/// The figures of the pack's table.
fn table(knowledge: &Knowledge) -> Reply {
    let figures = || knowledge.pack.meta.table.iter().filter_map(|id| knowledge.figures.get(id));
    let mut reply = Reply::line(Verdict::Answer, knowledge.say("table"));
    let row = |f: &crate::figures::FigureInfo| {
        let name = &knowledge.figures.measures[f.measure].written.name;
        let trend = f.written.trend.as_ref().and_then(|id| term_name(knowledge, id)).unwrap_or_default();
        (format!("{}{name}", compute::when(f)), format!("{trend}{}", say::figure(&f.written)))
    };
    reply.table = Some(Table { rows: figures().map(row).collect() });
    let paragraphs: Vec<u16> = figures().map(|f| f.written.paragraph).collect();
    reply.sources = compose::sources(knowledge, &paragraphs);
    reply
}

fn told(session: Session, reply: Reply) -> Turn {
    Turn { session, reply }
}
