//! Translations: the phrases of the bot and no others, with the placeholders of the Chinese ones, and a name for all that
//! the table and the chart show.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::words::placeholders;
use crate::event::Language;
use crate::knowledge::fault::Fault;
use crate::knowledge::load::{Placed, Tables};
use crate::knowledge::pack::{Figure, Translation};
use crate::knowledge::wording;

pub fn check(tables: &Tables<'_>) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut seen = HashSet::new();
    for placed in &tables.translations {
        let (language, site) = (placed.value.language, placed.site);
        if language == Language::Chinese {
            faults.push(site.fault_of_key("language", "Chinese stands in [wording]"));
        } else if !seen.insert(language) {
            faults.push(site.fault_of_key("language", format!("another table translates to {}", language.code())));
        }
        faults.extend(phrases(tables, placed));
        faults.extend(names(tables, placed));
    }
    faults
}

fn phrases(tables: &Tables<'_>, placed: &Placed<'_, Translation>) -> Vec<Fault> {
    let wording = &placed.value.wording;
    let (given, site) = (&wording.get_ref().0, placed.site.within(wording.span()));
    let chinese: HashMap<&str, &str> =
        tables.wordings.iter().flat_map(|w| &w.value.0).map(|(key, phrase)| (key.as_str(), phrase.as_str())).collect();
    let mut faults = Vec::new();
    for (key, phrase) in given {
        if !wording::translated().any(|known| known == key) {
            let fault = site.fault_of_key(key, format!("no wording `{key}` is translated"));
            faults.push(fault.help(super::suggest(key, wording::translated())));
        } else if let Some(own) = chinese.get(key.as_str()).filter(|own| slots(own) != slots(phrase)) {
            let message = format!("`{key}` has other placeholders than the Chinese phrase");
            faults.push(site.fault_at(key, phrase, message).help(format!("the Chinese one is {own}")));
        }
    }
    let missing = wording::translated().filter(|key| !given.contains_key(*key));
    faults.extend(missing.map(|key| site.fault(format!("the wording `{key}` is missing"))));
    faults
}

fn slots(phrase: &str) -> Option<BTreeSet<&str>> {
    placeholders(phrase).ok().map(|slots| slots.into_iter().collect())
}

fn names(tables: &Tables<'_>, placed: &Placed<'_, Translation>) -> Vec<Fault> {
    let (value, site) = (placed.value, placed.site);
    let mut faults = Vec::new();
    let mut see = |known: bool, what: &str, id: &str| {
        if !known {
            faults.push(site.fault(format!("the {what} `{id}` has no name in {}", value.language.code())));
        }
    };
    for figure in shown(tables) {
        see(value.measures.contains_key(&figure.measure), "measure", &figure.measure);
        see(figure.unit == "%" || figure.say.is_some() || value.units.contains_key(&figure.unit), "unit", &figure.unit);
        figure.trend.iter().for_each(|trend| see(value.trends.contains_key(trend), "trend", trend));
    }
    let topics = tables.topics.iter().map(|topic| &topic.value.id).filter(|_| !value.topics.is_empty());
    topics.for_each(|topic| see(value.topics.contains_key(topic), "topic", topic));
    if value.months.len() != 12 {
        faults.push(site.fault_of_key("months", "a year has twelve months"));
    }
    faults.extend(value.units.iter().filter(|(_, unit)| !unit.say.contains("{}")).map(|(name, _)| {
        site.fault(format!("the unit `{name}` has no place for its number")).help("write it as ${} billion".to_owned())
    }));
    faults
}

/// The figures of the table and the chart, those of one measure once.
fn shown<'d>(tables: &Tables<'d>) -> Vec<&'d Figure> {
    let wanted: HashSet<&String> =
        tables.metas.iter().flat_map(|m| m.value.table.iter().chain(&m.value.chart)).collect();
    let mut measures = HashSet::new();
    let figures = tables.figures.iter().map(|figure| figure.value);
    figures.filter(|figure| wanted.contains(&figure.id) && measures.insert((&figure.measure, &figure.unit))).collect()
}
