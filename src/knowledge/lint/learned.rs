//! Learned lines: each asks for an entry or gap that exists, in words that no other way to ask has.

use std::collections::{HashMap, HashSet};

use chrono::DateTime;

use super::words::bare;
use crate::knowledge::fault::Fault;
use crate::knowledge::load::{Site, Tables};

pub fn check(tables: &Tables<'_>) -> Vec<Fault> {
    if tables.learned.is_empty() {
        return Vec::new();
    }
    [targets(tables), doubles(tables), words(tables)].concat()
}

fn targets(tables: &Tables<'_>) -> Vec<Fault> {
    let known: HashSet<&str> = super::asked(tables).iter().map(|asked| asked.id).collect();
    let unknown = tables.learned.iter().filter(|line| !known.contains(line.value.entry.as_str()));
    let fault = |site: Site<'_>, id: &str| {
        let help = super::suggest(id, known.iter().copied());
        site.fault_at("entry", id, format!("there is no entry or gap `{id}`")).help(help)
    };
    unknown.map(|line| fault(line.site, &line.value.entry)).collect()
}

/// A line that says what a curated way to ask or a line before it says, be it of the same entry.
fn doubles(tables: &Tables<'_>) -> Vec<Fault> {
    let asked = super::asked(tables);
    let curated = asked.iter().flat_map(|a| {
        std::iter::once(a.question)
            .chain(a.ask.iter().map(String::as_str))
            .map(move |text| (bare(text), (a.id, a.site)))
    });
    let mut first: HashMap<String, (&str, Site<'_>)> = curated.collect();
    let mut faults = Vec::new();
    for line in &tables.learned {
        let learned = line.value;
        match first.get(&bare(&learned.ask)) {
            Some((owner, place)) => {
                let message = format!("`{owner}` has the same question");
                let other = super::ids::at(&place.fault(""));
                let help = format!("`{owner}` has it at {other}; take this line out");
                faults.push(line.site.fault_at("ask", &learned.ask, message).help(help));
            }
            None => drop(first.insert(bare(&learned.ask), (&learned.entry, line.site))),
        }
    }
    faults
}

fn words(tables: &Tables<'_>) -> Vec<Fault> {
    let mut faults = Vec::new();
    for line in &tables.learned {
        let learned = line.value;
        if bare(&learned.ask).is_empty() {
            let fault = line.site.fault_at("ask", &learned.ask, "empty ask");
            faults.push(fault.help("fill it or take it out".to_owned()));
        }
        if DateTime::parse_from_rfc3339(&learned.at).is_err() {
            let fault = line.site.fault_at("at", &learned.at, format!("`{}` is no time", learned.at));
            faults.push(fault.help("write it as 2026-11-23T10:00:00Z".to_owned()));
        }
    }
    faults
}
