//! References: every id that a table names exists.

use std::cell::Cell;
use std::collections::HashSet;

use crate::knowledge::fault::Fault;
use crate::knowledge::load::{Site, Tables};

/// Unknown ids of a kind for which a known one is suggested: each costs a look at all that are known, and a list of
/// hundreds is no list of slips.
const SUGGESTED: usize = 50;

/// The ids of one kind of table.
struct Known<'d> {
    kind: &'static str,
    ids: HashSet<&'d str>,
    suggested: Cell<usize>,
}

impl<'d> Known<'d> {
    fn new(kind: &'static str, ids: impl Iterator<Item = &'d String>) -> Known<'d> {
        Known { kind, ids: ids.map(String::as_str).collect(), suggested: Cell::new(0) }
    }

    /// The faults of the references under `key` of the table at `site`.
    fn missing<'i>(&self, site: Site<'_>, key: &str, named: impl IntoIterator<Item = &'i String>) -> Vec<Fault> {
        let unknown = named.into_iter().filter(|id| !self.ids.contains(id.as_str()));
        unknown.map(|id| self.fault(site, key, id)).collect()
    }

    fn fault(&self, site: Site<'_>, key: &str, id: &str) -> Fault {
        let message = format!("there is no {} `{id}`", self.kind);
        site.fault_at(key, id, message).help(self.suggest(id))
    }

    fn suggest(&self, id: &str) -> Option<String> {
        let before = self.suggested.replace(self.suggested.get() + 1);
        (before < SUGGESTED).then(|| super::suggest(id, self.ids.iter().copied())).flatten()
    }
}

pub fn check(tables: &Tables<'_>) -> Vec<Fault> {
    let terms = Known::new("term", tables.terms.iter().map(|t| &t.value.id));
    let topics = Known::new("topic", tables.topics.iter().map(|t| &t.value.id));
    let measures = Known::new("measure", tables.measures.iter().map(|m| &m.value.id));
    let figures = Known::new("figure", tables.figures.iter().map(|f| &f.value.id));
    let entries = Known::new("entry", tables.entries.iter().map(|e| &e.value.id));
    let mut faults = placeholders(tables, &figures);
    for meta in &tables.metas {
        faults.extend(terms.missing(meta.site, "protagonist", &meta.value.protagonist));
        faults.extend(terms.missing(meta.site, "parties", &meta.value.parties));
        faults.extend(entries.missing(meta.site, "showcase", &meta.value.showcase));
        faults.extend(figures.missing(meta.site, "table", &meta.value.table));
        faults.extend(figures.missing(meta.site, "chart", &meta.value.chart));
    }
    for term in &tables.terms {
        faults.extend(terms.missing(term.site, "of", &term.value.of));
        faults.extend(terms.missing(term.site, "opposite", &term.value.opposite));
    }
    for figure in &tables.figures {
        faults.extend(measures.missing(figure.site, "measure", [&figure.value.measure]));
        faults.extend(entries.missing(figure.site, "entry", &figure.value.entry));
    }
    faults.extend(of_measures(tables, &measures, &terms));
    faults.extend(of_answers(tables, &entries, &topics, &terms));
    faults
}

fn of_measures(tables: &Tables<'_>, measures: &Known<'_>, terms: &Known<'_>) -> Vec<Fault> {
    let mut faults = Vec::new();
    for measure in &tables.measures {
        let (value, site) = (measure.value, measure.site);
        faults.extend(terms.missing(site, "signs", value.signs.iter().flatten()));
        faults.extend(measures.missing(site, "target_of", &value.target_of));
        faults.extend(measures.missing(site, "counted_by", &value.counted_by));
        faults.extend(measures.missing(site, "sum_of", &value.sum_of));
        faults.extend(measures.missing(site, "difference_of", &value.difference_of));
        faults.extend(measures.missing(site, "part_of", &value.part_of));
    }
    faults
}

fn of_answers(tables: &Tables<'_>, entries: &Known<'_>, topics: &Known<'_>, terms: &Known<'_>) -> Vec<Fault> {
    let unknown = super::asked(tables).into_iter().filter(|asked| !topics.ids.contains(asked.topic));
    let mut faults: Vec<Fault> = unknown.map(|asked| topics.fault(asked.site, "topic", asked.topic)).collect();
    for entry in &tables.entries {
        let (value, site) = (entry.value, entry.site);
        faults.extend(terms.missing(site, "speaker", &value.speaker));
        faults.extend(terms.missing(site, "fact", &value.fact));
        let lists = [("related", &value.related), ("why", &value.why), ("how", &value.how), ("items", &value.items)];
        faults.extend(lists.into_iter().flat_map(|(key, ids)| entries.missing(site, key, ids)));
    }
    for gap in &tables.gaps {
        faults.extend(entries.missing(gap.site, "near", &gap.value.near));
    }
    faults
}

fn placeholders(tables: &Tables<'_>, figures: &Known<'_>) -> Vec<Fault> {
    let mut faults = Vec::new();
    for asked in super::asked(tables) {
        let unknown = super::words::placeholders(asked.answer).unwrap_or_default();
        for id in unknown.into_iter().filter(|id| !figures.ids.contains(id)) {
            let message = format!("there is no figure `{id}`");
            let fault = asked.site.fault_in("answer", asked.answer, &format!("{{{id}}}"), message);
            faults.push(fault.help(figures.suggest(id)));
        }
    }
    faults
}
