//! Ids: unique among their kind, and plain enough to stand in a link, a button and a placeholder.

use std::collections::HashMap;

use crate::knowledge::fault::Fault;
use crate::knowledge::load::{Site, Tables};

pub fn check(tables: &Tables<'_>) -> Vec<Fault> {
    let answers = super::asked(tables).into_iter().map(|a| (a.id, a.site));
    let mut faults = unique("entry or gap", answers);
    faults.extend(unique("figure", tables.figures.iter().map(|f| (f.value.id.as_str(), f.site))));
    faults.extend(unique("term", tables.terms.iter().map(|t| (t.value.id.as_str(), t.site))));
    faults.extend(unique("topic", tables.topics.iter().map(|t| (t.value.id.as_str(), t.site))));
    faults.extend(unique("measure", tables.measures.iter().map(|m| (m.value.id.as_str(), m.site))));
    faults.extend(unique("smalltalk", tables.smalltalk.iter().map(|s| (s.value.id.as_str(), s.site))));
    faults
}

fn unique<'d>(kind: &str, ids: impl Iterator<Item = (&'d str, Site<'d>)>) -> Vec<Fault> {
    let mut first: HashMap<&str, Site<'d>> = HashMap::new();
    let mut faults = Vec::new();
    for (id, site) in ids {
        if !is_plain(id) {
            let message = format!("`{id}` cannot be an id");
            let help = "use lower-case ascii letters, digits and hyphens, joined by dots".to_owned();
            faults.push(site.fault_at("id", id, message).help(help));
        }
        match first.get(id) {
            Some(other) => {
                let fault = site.fault_at("id", id, format!("another {kind} has the id `{id}`"));
                let help = format!("the other is at {}", at(&other.fault_at("id", id, "")));
                faults.push(fault.help(help));
            }
            None => drop(first.insert(id, site)),
        }
    }
    faults
}

/// `file:line` of another table.
pub fn at(other: &Fault) -> String {
    format!("{}:{}", other.file.name, other.place().0)
}

fn is_plain(id: &str) -> bool {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    id.split('.').all(|part| !part.is_empty() && part.chars().all(plain))
}
