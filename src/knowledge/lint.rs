//! What must hold of a pack beyond its types; each module of lints returns its faults, in any order.

mod figures;
mod ids;
mod learned;
mod places;
mod references;
mod translations;
mod whole;
mod words;

use super::fault::Fault;
use super::load::{Placed, Site, Tables};

/// How much of the pack could be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// All of it.
    Whole,
    /// Some tables are missing, so nothing can be said of what leads nowhere.
    Parts,
}

/// Names as near as this are suggested for one that is not known (Jaro-Winkler, 0 to 1).
const NEAR: f64 = 0.92;

/// All faults of these tables.
pub fn check(tables: &Tables<'_>, scope: Scope) -> Vec<Fault> {
    let mut faults = [ids::check(tables), words::check(tables), figures::check(tables)].concat();
    if scope == Scope::Whole {
        let whole = [references::check(tables), learned::check(tables), places::check(tables), whole::check(tables)];
        faults.extend([whole.concat(), translations::check(tables)].concat());
    }
    faults
}

/// "did you mean …", naming the known name nearest to `name`, if one is near.
pub fn suggest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    nearest(name, known).map(|other| format!("did you mean `{other}`?"))
}

/// The known name nearest to `name`, if one is near; of equals the one that sorts last.
pub fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let rated = known.into_iter().map(|other| (strsim::jaro_winkler(name, other), other));
    let best = rated.filter(|&(score, _)| score >= NEAR).max_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(b.1)));
    best.map(|(_, other)| other)
}

/// What an entry and a gap have in common.
#[derive(Clone, Copy)]
struct Asked<'d> {
    site: Site<'d>,
    id: &'d str,
    topic: &'d str,
    question: &'d str,
    ask: &'d [String],
    answer: &'d str,
}

/// Entries and gaps alike.
fn asked<'d>(tables: &Tables<'d>) -> Vec<Asked<'d>> {
    let entry = |&Placed { value: e, site }: &Placed<'d, super::pack::Entry>| Asked {
        site,
        id: &e.id,
        topic: &e.topic,
        question: &e.question,
        ask: &e.ask,
        answer: &e.answer,
    };
    let gap = |&Placed { value: g, site }: &Placed<'d, super::pack::Gap>| Asked {
        site,
        id: &g.id,
        topic: &g.topic,
        question: &g.question,
        ask: &g.ask,
        answer: &g.answer,
    };
    tables.entries.iter().map(entry).chain(tables.gaps.iter().map(gap)).collect()
}
