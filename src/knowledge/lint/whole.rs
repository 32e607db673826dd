//! The pack as a whole: what it must hold exactly once, and the keys of its wording.

use crate::knowledge::fault::Fault;
use crate::knowledge::load::{Placed, Tables};
use crate::knowledge::wording::{self, KEYS};

pub fn check(tables: &Tables<'_>) -> Vec<Fault> {
    let mut faults = once(tables, "pack", &tables.metas);
    faults.extend(once(tables, "wording", &tables.wordings));
    if tables.entries.is_empty() {
        faults.extend(missing(tables, "no file has an [[entry]]"));
    }
    faults.extend(wording(tables));
    faults
}

fn once<T>(tables: &Tables<'_>, name: &str, found: &[Placed<'_, T>]) -> Vec<Fault> {
    if found.is_empty() {
        return missing(tables, &format!("no file has a [{name}]")).into_iter().collect();
    }
    let again = |placed: &Placed<'_, T>| placed.site.fault(format!("another file has a [{name}] too"));
    found[1..].iter().map(again).collect()
}

fn missing(tables: &Tables<'_>, message: &str) -> Option<Fault> {
    let help = "add it to one of the files".to_owned();
    Some(tables.head.as_ref()?.fault(message).help(help))
}

fn wording(tables: &Tables<'_>) -> Vec<Fault> {
    let mut faults = Vec::new();
    for wording in &tables.wordings {
        let given = &wording.value.0;
        let unknown = given.keys().filter(|key| wording::keys().all(|known| known != key.as_str()));
        faults.extend(unknown.map(|key| {
            let fault = wording.site.fault_of_key(key, format!("unknown wording `{key}`"));
            fault.help(super::suggest(key, wording::keys()))
        }));
        let missing = KEYS.iter().filter(|key| !given.contains_key(**key));
        faults.extend(missing.map(|key| wording.site.fault(format!("the wording `{key}` is missing"))));
    }
    faults
}
