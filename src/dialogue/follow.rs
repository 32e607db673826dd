//! Bare follow-ups: texts that only ask about the answer before — why, how, who said so, the source, what else.

use super::compose;
use super::session::{Focus, Session};
use super::{Turn, commands};
use crate::knowledge::Knowledge;
use crate::knowledge::pack::Entry;
use crate::reply::{Reply, Verdict};
use crate::text::is_letter;
use crate::text::language::{Follow, Language};

/// The turn of a bare follow-up; `None` if the text is none, or there is nothing that it could follow.
pub fn bare(knowledge: &Knowledge, session: &Session, folded: &str) -> Option<Turn> {
    let focus = session.focus.as_ref()?;
    let entry = knowledge.entry(&focus.entry)?;
    let kind = kind(knowledge, folded)?;
    let mut session = session.clone();
    Some(match kind {
        Follow::Source => commands::source(knowledge, session),
        Follow::Who => {
            // Who said so is spoken of next.
            if let (Some(focus), Some(speaker)) = (&mut session.focus, &entry.speaker) {
                focus.person = Some(speaker.clone());
            }
            Turn { reply: who(knowledge, entry), session }
        }
        Follow::Sure => Turn { reply: sure(knowledge, entry), session },
        Follow::Why => commands::show(knowledge, session, entry.why.first()?),
        Follow::How => commands::show(knowledge, session, entry.how.first()?),
        Follow::More => more(knowledge, session, focus, entry),
    })
}

/// What a folded text follows up with, if it says one such thing and nothing else but words around it and a party.
fn kind(knowledge: &Knowledge, folded: &str) -> Option<Follow> {
    // Nearly all that is asked begins with something else, which one look tells.
    let first = folded.find(is_letter).map(|at| &folded[at..])?;
    let party = |text: &str| {
        let named = knowledge.reader.lexicon.alias_at(text);
        named.filter(|(_, id)| knowledge.parties.contains(id)).map(|(len, _)| len)
    };
    (Language::chinese().follow.may_begin(first) || party(first).is_some()).then_some(())?;
    let bare: String = folded.chars().filter(|c| is_letter(*c) || *c == ' ').collect();
    let (mut rest, mut found) = (bare.trim(), None);
    while !rest.is_empty() {
        let (len, tag) = Language::chinese().follow.at(rest).or_else(|| party(rest).map(|len| (len, None)))?;
        if let Some(kind) = tag
            && found.replace(kind).is_some_and(|before| before != kind)
        {
            return None;
        }
        rest = rest[len..].trim_start();
    }
    found
}

/// Who said what an entry tells.
pub fn who(knowledge: &Knowledge, entry: &Entry) -> Reply {
    let lead = match entry.speaker.as_ref().and_then(|id| knowledge.term_name(id)) {
        Some(name) => knowledge.say("who-said").replace("{speaker}", &name),
        None => match among(knowledge, entry).as_slice() {
            [] => knowledge.say("who-article").to_owned(),
            names => knowledge.say("who-among").replace("{speakers}", &names.join("、")),
        },
    };
    let mut reply = Reply::line(Verdict::Answer, lead);
    reply.entry = Some(entry.id.clone());
    reply.sources = compose::sources(knowledge, &entry.paragraphs);
    reply.confidence = 1.0;
    reply
}

/// Those whose views, told by entries of their own, are among what an entry tells.
fn among(knowledge: &Knowledge, entry: &Entry) -> Vec<String> {
    let within = |other: &&Entry| other.paragraphs.iter().all(|paragraph| entry.paragraphs.contains(paragraph));
    let views = knowledge.pack.entries.iter().filter(within).filter_map(|other| other.speaker.as_ref());
    let mut speakers: Vec<&String> = views.collect();
    speakers.sort_unstable();
    speakers.dedup();
    speakers.into_iter().filter_map(|id| knowledge.term_name(id)).collect()
}

/// Stands by the answer, with what it rests on.
fn sure(knowledge: &Knowledge, entry: &Entry) -> Reply {
    let mut reply = compose::entry(knowledge, entry, 1.0);
    reply.lead = format!("{}{}", knowledge.say("sure"), reply.lead);
    reply
}

/// The next thing worth telling after what was told: parts of a list, then what goes with the entry, then what the same
/// person said.
fn more(knowledge: &Knowledge, session: Session, focus: &Focus, entry: &Entry) -> Turn {
    let same_speaker = |e: &&Entry| entry.speaker.is_some() && e.speaker == entry.speaker;
    let said = knowledge.pack.entries.iter().filter(same_speaker).map(|e| &e.id);
    let fresh = |id: &&String| !focus.told.contains(id) && knowledge.entry(id).is_some();
    let next = entry.items.iter().chain(&entry.related).chain(said).find(fresh);
    let language = session.language;
    match next {
        Some(id) => commands::show(knowledge, session, id),
        None => Turn { session, reply: Reply::line(Verdict::Answer, knowledge.wording(language).say("no-more")) },
    }
}
