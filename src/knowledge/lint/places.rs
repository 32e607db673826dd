//! Paragraphs: every one that is named lies in a section, and sections do not overlap.

use std::collections::HashSet;

use crate::knowledge::fault::Fault;
use crate::knowledge::load::{Site, Tables};

pub fn check(tables: &Tables<'_>) -> Vec<Fault> {
    let mut faults = sections(tables);
    let held: HashSet<u16> = tables.sections.iter().flat_map(|s| s.value.first..=s.value.last).collect();
    let mut see = |site: Site<'_>, key: &str, paragraph: u16| {
        if !held.contains(&paragraph) {
            let message = format!("no section holds paragraph {paragraph}");
            faults.push(site.fault_at(key, &paragraph.to_string(), message).help(extent(tables)));
        }
    };
    for entry in &tables.entries {
        entry.value.paragraphs.iter().for_each(|&paragraph| see(entry.site, "paragraphs", paragraph));
    }
    tables.figures.iter().for_each(|figure| see(figure.site, "paragraph", figure.value.paragraph));
    tables.idle.iter().for_each(|idle| see(idle.site, "paragraph", idle.value.paragraph));
    faults
}

fn extent(tables: &Tables<'_>) -> String {
    let named: Vec<String> = tables.sections.iter().map(|s| format!("{} to {}", s.value.first, s.value.last)).collect();
    if named.is_empty() {
        "add the [[section]] tables".to_owned()
    } else {
        format!("sections hold {}", named.join(", "))
    }
}

fn sections(tables: &Tables<'_>) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (i, section) in tables.sections.iter().enumerate() {
        let (value, site) = (section.value, section.site);
        if value.first > value.last {
            faults.push(site.fault_of_key("first", "the section ends before it begins"));
        }
        let before = tables.sections[..i].iter().map(|s| s.value);
        if let Some(other) = before.into_iter().find(|s| s.first <= value.last && value.first <= s.last) {
            let message = format!("the section overlaps 〈{}〉, {} to {}", other.title, other.first, other.last);
            faults.push(site.fault_of_key("first", message));
        }
    }
    faults
}
