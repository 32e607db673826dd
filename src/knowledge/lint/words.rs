//! Words: nothing empty, no question or alias claimed twice, braces in pairs.

use std::collections::HashMap;

use crate::knowledge::fault::Fault;
use crate::knowledge::load::{Site, Tables};

pub fn check(tables: &Tables<'_>) -> Vec<Fault> {
    [empty(tables), braces(tables), same_question(tables), same_alias(tables)].concat()
}

/// The ids in `{…}` of an answer, or the piece of it that holds a brace without its partner.
pub fn placeholders(answer: &str) -> Result<Vec<&str>, &str> {
    let mut ids = Vec::new();
    let mut rest = answer;
    while let Some(at) = rest.find(['{', '}']) {
        let braced = &rest[at..];
        let inner = braced.strip_prefix('{').ok_or("}")?;
        let end = inner.find(['{', '}']).ok_or(braced)?;
        rest = inner[end..].strip_prefix('}').ok_or(&braced[..=end])?;
        ids.push(&inner[..end]);
    }
    Ok(ids)
}

fn braces(tables: &Tables<'_>) -> Vec<Fault> {
    let broken = super::asked(tables).into_iter().filter_map(|asked| Some((asked, placeholders(asked.answer).err()?)));
    let fault = |(asked, part): (super::Asked<'_>, &str)| {
        let fault = asked.site.fault_in("answer", asked.answer, part, "a brace without its partner");
        fault.help("a number is written {figure-id}".to_owned())
    };
    broken.map(fault).collect()
}

/// A question as it is compared: letters and digits alone, in lower case.
pub fn bare(question: &str) -> String {
    question.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn empty(tables: &Tables<'_>) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut see = |site: Site<'_>, key: &str, text: &str| {
        if bare(text).is_empty() {
            faults.push(site.fault_at(key, text, format!("empty {key}")).help("fill it or take it out".to_owned()));
        }
    };
    for asked in super::asked(tables) {
        see(asked.site, "question", asked.question);
        see(asked.site, "answer", asked.answer);
        asked.ask.iter().for_each(|ask| see(asked.site, "ask", ask));
    }
    for talk in &tables.smalltalk {
        see(talk.site, "reply", &talk.value.reply);
    }
    for term in &tables.terms {
        see(term.site, "name", &term.value.name);
        term.value.aliases.iter().for_each(|alias| see(term.site, "aliases", alias));
    }
    faults
}

fn same_question(tables: &Tables<'_>) -> Vec<Fault> {
    let mut first = HashMap::new();
    let mut faults = Vec::new();
    for asked in super::asked(tables) {
        let lines = std::iter::once(("question", asked.question)).chain(asked.ask.iter().map(|a| ("ask", a.as_str())));
        for (key, text) in lines.filter(|(_, text)| !bare(text).is_empty()) {
            let (owner, place) = *first.entry(bare(text)).or_insert((asked.id, asked.site));
            if owner != asked.id {
                let message = format!("`{owner}` has the same question");
                let other = super::ids::at(&place.fault(""));
                let help = format!("`{owner}` is at {other}; ask it in one of the two only");
                faults.push(asked.site.fault_at(key, text, message).help(help));
            }
        }
    }
    faults
}

fn same_alias(tables: &Tables<'_>) -> Vec<Fault> {
    let mut first = HashMap::new();
    let mut faults = Vec::new();
    for term in &tables.terms {
        let value = term.value;
        let names = std::iter::once(("name", &value.name)).chain(value.aliases.iter().map(|a| ("aliases", a)));
        for (key, name) in names {
            let owner = *first.entry(name.trim().to_lowercase()).or_insert(value.id.as_str());
            if owner != value.id {
                let message = format!("the term `{owner}` has the same alias `{name}`");
                let help = "a name means one thing: keep it in one of the two".to_owned();
                faults.push(term.site.fault_at(key, name, message).help(help));
            }
        }
    }
    faults
}
