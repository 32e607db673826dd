//! A synthetic pack: goods of brands, services of places, people, and what is counted by the year, with four more ways
//! to ask for each.

use std::collections::HashSet;
use std::fmt::Write;

use visitbot::knowledge::load::SourceFile;
use visitbot::knowledge::wording::KEYS;

use crate::words::{Attribute, Dice, OF_GOODS, OF_PEOPLE, OF_SERVICES, OF_YEARS, Words};

/// Entries in a file.
const IN_FILE: usize = 1_000;
/// One entry in so many tells a figure of a year.
const YEARLY: usize = 20;
/// The years that are told.
const YEARS: std::ops::RangeInclusive<usize> = 2019..=2024;
/// Last paragraph of the article.
const PARAGRAPHS: usize = 60_000;
/// Paragraphs in a section.
const IN_SECTION: usize = 600;
/// Draws of a frequent subject that was asked about already, before a rare one is taken.
const DRAWS: usize = 8;

/// What one entry is about.
pub struct Subject {
    /// Its id in the pack.
    pub id: String,
    /// The name: a brand's good, a place's service, a person with a title.
    pub name: [String; 2],
    /// What is asked about it.
    pub noun: &'static str,
    /// Ways to ask without the noun.
    pub ask: [&'static str; 2],
    /// For a figure: the year.
    pub year: Option<usize>,
}

/// A pack and what its entries are about.
pub struct Pack {
    pub files: Vec<SourceFile>,
    pub subjects: Vec<Subject>,
}

impl Pack {
    /// A pack of so many entries; the same each time.
    pub fn of(entries: usize) -> Pack {
        let mut dice = Dice(entries as u64);
        let words = Words::for_entries(entries, &mut dice);
        let subjects = subjects(entries, &words, &mut dice);
        let mut files = vec![file("pack", frame(&words)), file("lexicon", lexicon(&words))];
        for (number, some) in subjects.chunks(IN_FILE).enumerate() {
            let written = some.iter().map(|subject| entry(subject, entries, &mut dice)).collect();
            files.push(file(&format!("part-{number:03}"), written));
        }
        Pack { files, subjects }
    }
}

fn file(name: &str, text: String) -> SourceFile {
    SourceFile { name: format!("{name}.toml"), text }
}

fn subjects(entries: usize, words: &Words, dice: &mut Dice) -> Vec<Subject> {
    let mut seen = HashSet::new();
    let mut subjects = Vec::with_capacity(entries);
    while subjects.len() < entries {
        let tried = (0..DRAWS).map(|_| draw(subjects.len(), words, dice, Dice::zipf)).find(|s| seen.insert(key(s)));
        let subject = tried.or_else(|| {
            let rare = draw(subjects.len(), words, dice, Dice::even);
            seen.insert(key(&rare)).then_some(rare)
        });
        subjects.extend(subject);
    }
    subjects
}

fn key(subject: &Subject) -> ([String; 2], &'static str, Option<usize>) {
    (subject.name.clone(), subject.noun, subject.year)
}

fn draw(number: usize, words: &Words, dice: &mut Dice, nth: fn(&mut Dice, usize) -> usize) -> Subject {
    let id = format!("e{number}");
    let mut one = |of: &[String]| of[nth(dice, of.len())].clone();
    if number.is_multiple_of(YEARLY) {
        let name = [one(&words.places), one(&words.services)];
        let noun = OF_YEARS[nth(dice, OF_YEARS.len())];
        let year = Some(YEARS.start() + dice.even(YEARS.count()));
        return Subject { id, name, noun, ask: ["有多少", "是多少"], year };
    }
    let (name, attributes): (_, &[Attribute]) = match number % 5 {
        0 => ([one(&words.people), one(&words.titles)], OF_PEOPLE),
        1 | 2 => ([one(&words.places), one(&words.services)], OF_SERVICES),
        _ => ([one(&words.brands), one(&words.goods)], OF_GOODS),
    };
    let attribute = &attributes[nth(dice, attributes.len())];
    Subject { id, name, noun: attribute.noun, ask: attribute.ask, year: None }
}

/// An entry with its question and four more ways to ask it, and its figure if it has one.
fn entry(subject: &Subject, entries: usize, dice: &mut Dice) -> String {
    let Subject { id, name: [of, thing], noun, ask: [first, second], year } = subject;
    let (paragraph, value, other) = (1 + dice.even(PARAGRAPHS), 1 + dice.even(9_000), dice.even(entries));
    let related = format!("related = [\"e{other}\"]");
    match year {
        Some(year) => format!(
            "[[measure]]\nid = \"m-{id}\"\nname = \"{of}{thing}{noun}\"\nsigns = []\n\n\
             [[figure]]\nid = \"f.{id}\"\nmeasure = \"m-{id}\"\nperiod = \"{year}\"\nvalue = {value}\nunit = \"个\"\n\
             paragraph = {paragraph}\nentry = \"{id}\"\n\n\
             [[entry]]\nid = \"{id}\"\ntopic = \"all\"\nquestion = \"{year}年{of}{thing}的{noun}是多少？\"\n\
             ask = [\"{of}{thing}{year}年{noun}有多少\", \"{year} {of} {thing} {noun}\", \
             \"{of}的{thing}在{year}年里{noun}多少\", \"想查{year}年度{of}{thing}{noun}\"]\n\
             answer = \"{{f.{id}}}。这是{year}年{of}{thing}的{noun}。\"\nparagraphs = [{paragraph}]\n{related}\n\n"
        ),
        None => format!(
            "[[entry]]\nid = \"{id}\"\ntopic = \"all\"\nquestion = \"{of}{thing}{first}？\"\n\
             ask = [\"{of}{thing}的{noun}\", \"{of} {thing} {noun}\", \"想问{of}的{thing}{second}\", \
             \"{of}那个{thing}，{first}\"]\n\
             answer = \"{value}。这是{of}{thing}的{noun}，以当天公布的为准。\"\nparagraphs = [{paragraph}]\n{related}\n\n"
        ),
    }
}

/// What a pack holds once.
fn frame(words: &Words) -> String {
    let mut text = format!(
        "[pack]\ntitle = \"{}手册\"\npublished = \"2025-09-01\"\nversion = \"1\"\nshowcase = [\"e0\"]\n\n[wording]\n",
        words.places[0]
    );
    KEYS.iter().for_each(|key| writeln!(text, "{key} = \"{key}\"").unwrap_or_default());
    text.push_str("\n[[topic]]\nid = \"all\"\nname = \"全部\"\n\n[filler]\nwords = [\"请问\", \"麻烦\", \"谢谢\"]\n\n");
    for first in (1..=PARAGRAPHS).step_by(IN_SECTION) {
        let last = first + IN_SECTION - 1;
        text.push_str(&format!("[[section]]\ntitle = \"第{first}段起\"\nfirst = {first}\nlast = {last}\n\n"));
    }
    text
}

fn lexicon(words: &Words) -> String {
    let kinds = [
        ("good", &words.goods),
        ("organisation", &words.brands),
        ("place", &words.places),
        ("person", &words.people),
        ("word", &words.services),
    ];
    let mut text = String::new();
    for (kind, names) in kinds {
        for (at, name) in names.iter().enumerate() {
            text.push_str(&format!("[[term]]\nid = \"{kind}-{at}\"\nkind = \"{kind}\"\nname = \"{name}\"\n\n"));
        }
    }
    text
}
