//! Replies from what was found: an entry's answer, a gap, an offer, an honest no.

use super::premise::Premise;
use crate::event::Language;
use crate::figures::{FigureInfo, compute, say};
use crate::knowledge::Knowledge;
use crate::knowledge::pack::{Entry, Gap};
use crate::matching::veto::Veto;
use crate::reply::{Choice, Offer, Reply, Source, Verdict};

/// Questions offered under a reply.
const NEXT: usize = 3;

/// The answer of an entry: its first sentence leads.
pub fn entry(knowledge: &Knowledge, entry: &Entry, confidence: f32) -> Reply {
    let text = say::fill(&entry.answer, &knowledge.figures);
    let (lead, rest) = first_sentence(&text);
    let mut reply = Reply::line(Verdict::Answer, lead);
    reply.body.extend((!rest.is_empty()).then(|| rest.to_owned()));
    reply.entry = Some(entry.id.clone());
    reply.sources = sources(knowledge, &entry.paragraphs);
    reply.choices = choices(knowledge, &entry.related);
    reply.confidence = confidence;
    reply
}

/// Adds the first sentence of an answer that was nearly as likely and rests on the same paragraphs.
pub fn also(knowledge: &Knowledge, reply: &mut Reply, entry: &Entry) {
    let text = say::fill(&entry.answer, &knowledge.figures);
    let (lead, _) = first_sentence(&text);
    if reply.lead != lead && !reply.body.iter().any(|told| told.contains(lead)) {
        reply.body.push(format!("{}{lead}", entry.question));
    }
}

/// A wrong premise is corrected first, a right one confirmed; then the answer as it is.
pub fn with_premise(knowledge: &Knowledge, mut reply: Reply, premise: &Premise) -> Reply {
    let (key, fill) = match premise {
        Premise::Confirmed => ("premise-right", String::new()),
        Premise::Wrong(stated) => ("premise-wrong", stated.clone()),
    };
    reply.lead = format!("{}{}", knowledge.say(key).replace("{stated}", &fill), reply.lead);
    // A number that is another figure's is told to be that.
    let told = |figure: &&FigureInfo| reply.body.iter().any(|line| line.contains(&say::figure(&figure.written)));
    if let Some(figure) = knowledge.figures.written_as(&fill).filter(|figure| !told(figure)) {
        reply.body.push(format!("{}。", self::figure(knowledge, figure)));
    }
    reply
}

/// Whose words an answer tells is told first, if they are somebody's.
pub fn with_speaker(knowledge: &Knowledge, mut reply: Reply, entry: &Entry) -> Reply {
    if let Some(speaker) = entry.speaker.as_ref().and_then(|id| knowledge.term_name(id)) {
        let told = std::mem::replace(&mut reply.lead, knowledge.say("who-said").replace("{speaker}", &speaker));
        reply.body.insert(0, told);
    }
    reply
}

/// "2025年1—8月出口：53亿美元".
pub fn figure(knowledge: &Knowledge, figure: &FigureInfo) -> String {
    let name = &knowledge.figures.measures[figure.measure].written.name;
    format!("{}{name}：{}", compute::when(figure), say::figure(&figure.written))
}

/// What the article does not tell, and what it tells instead.
pub fn gap(knowledge: &Knowledge, gap: &Gap, confidence: f32) -> Reply {
    let text = say::fill(&gap.answer, &knowledge.figures);
    let (lead, rest) = first_sentence(&text);
    let mut reply = Reply::line(Verdict::Decline, lead);
    reply.body.extend((!rest.is_empty()).then(|| rest.to_owned()));
    reply.choices = choices(knowledge, &gap.near);
    reply.confidence = confidence;
    reply
}

/// "Did you mean" with an answer that is only guessed, told whole: there is nothing to choose.
pub fn guess(knowledge: &Knowledge, language: Language, entry: &Entry, answer: Reply) -> Reply {
    let mut body = vec![format!("1 {}{}", entry.question, answer.lead)];
    body.extend(answer.body);
    let lead = knowledge.wording(language).say("clarify").to_owned();
    Reply { verdict: Verdict::Clarify, lead, body, offer: Offer::DidYouMean, choices: vec![choice(entry)], ..answer }
}

/// "Did you mean" with two or three questions.
pub fn clarify<'a>(
    knowledge: &Knowledge,
    language: Language,
    entries: impl Iterator<Item = &'a Entry>,
    confidence: f32,
) -> Reply {
    let mut reply = Reply::line(Verdict::Clarify, knowledge.wording(language).say("clarify"));
    reply.offer = Offer::DidYouMean;
    let entries: Vec<&Entry> = entries.collect();
    for (number, entry) in (1..).zip(&entries) {
        let text = say::fill(&entry.answer, &knowledge.figures);
        let (lead, rest) = first_sentence(&text);
        reply.body.push(format!("{number} {}{lead}", entry.question));
        // The only one is told whole: there is nothing to choose.
        reply.body.extend((entries.len() == 1 && !rest.is_empty()).then(|| rest.to_owned()));
        reply.choices.push(choice(entry));
    }
    reply.confidence = confidence;
    reply
}

/// Nothing fits: what the bot knows, with questions to tap.
pub fn lost(knowledge: &Knowledge, language: Language) -> Reply {
    let words = knowledge.wording(language);
    let mut reply = Reply::line(Verdict::Decline, words.say("decline").replace("{title}", words.title()));
    reply.choices = choices(knowledge, &knowledge.pack.meta.showcase);
    reply
}

/// An entry was near, but a slot of the question contradicts it.
pub fn vetoed(knowledge: &Knowledge, language: Language, near: &Entry, veto: &Veto) -> Reply {
    let lead = match veto {
        // Something else may be told of that time.
        Veto::Period(period) if knowledge.figures.tell_of(*period) => knowledge.say("no-detail").to_owned(),
        Veto::Period(period) => knowledge.say("no-period").replace("{period}", &period.to_string()),
        Veto::Thing(word) | Veto::View(word) => {
            let name = knowledge.reader.lexicon.term(*word).map_or("", |term| term.name.as_str());
            knowledge.say("no-thing").replace("{thing}", name)
        }
        Veto::Kind(_) | Veto::Counter(_) | Veto::Rank | Veto::Ordinal(_) => knowledge.say("no-detail").to_owned(),
        Veto::Stated | Veto::PartOf | Veto::Said => knowledge.say("no-detail").to_owned(),
        Veto::Role | Veto::Direction => knowledge.say("no-role").to_owned(),
    };
    let mut reply = Reply::line(Verdict::Decline, lead);
    reply.body.push(nearest(knowledge, language, near));
    reply.choices = vec![choice(near)];
    reply
}

/// Nothing is sure enough, but something is near: it is told as what it is, with the questions that are near.
pub fn unsure<'a>(
    knowledge: &Knowledge,
    language: Language,
    near: &'a Entry,
    others: impl Iterator<Item = &'a Entry>,
) -> Reply {
    let mut reply = Reply::line(Verdict::Decline, knowledge.wording(language).say("unsure"));
    reply.body.push(nearest(knowledge, language, near));
    reply.choices = std::iter::once(near).chain(others).map(choice).take(NEXT).collect();
    reply
}

/// The question of an entry with the first sentence of its answer.
fn nearest(knowledge: &Knowledge, language: Language, near: &Entry) -> String {
    let text = say::fill(&near.answer, &knowledge.figures);
    knowledge
        .wording(language)
        .say("near")
        .replace("{question}", &near.question)
        .replace("{answer}", first_sentence(&text).0)
}

/// Choices for entry ids; ids of no entry are left out.
pub fn choices(knowledge: &Knowledge, ids: &[String]) -> Vec<Choice> {
    ids.iter().filter_map(|id| knowledge.entry(id)).map(choice).take(NEXT).collect()
}

fn choice(entry: &Entry) -> Choice {
    Choice { entry: entry.id.clone(), question: entry.question.clone() }
}

/// Paragraphs by section, in the article's order.
pub fn sources(knowledge: &Knowledge, paragraphs: &[u16]) -> Vec<Source> {
    let mut sorted = paragraphs.to_vec();
    sorted.sort_unstable();
    sorted.dedup();
    let mut found: Vec<Source> = Vec::new();
    for paragraph in sorted {
        let Some(section) = knowledge.section(paragraph) else { continue };
        match found.last_mut().filter(|last| last.section == section.title) {
            Some(last) => last.paragraphs.push(paragraph),
            None => found.push(Source { section: section.title.clone(), paragraphs: vec![paragraph] }),
        }
    }
    found
}

/// The first sentence with its mark, and the rest.
fn first_sentence(text: &str) -> (&str, &str) {
    let end = text.find('。').map_or(text.len(), |at| at + '。'.len_utf8());
    (&text[..end], text[end..].trim_start())
}
