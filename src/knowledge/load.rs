//! From the text of the pack's files to a validated [`Pack`], or to every fault in them at once.

mod document;
mod excerpt;
mod places;
mod tables;

use std::collections::HashMap;
use std::sync::Arc;

use super::fault::{Fault, Faults};
use super::lint::{self, Scope};
use super::pack::Learned;
use super::{Pack, pack};

use document::Document;
pub(super) use document::Site;
pub(super) use tables::{Placed, Tables};

/// One file of a pack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceFile {
    /// Its name, for messages.
    pub name: String,
    /// What it holds.
    pub text: String,
}

/// Merges the files into one pack.
///
/// # Errors
/// With every fault of every file. While a file cannot be read as tables, nothing is said of what may be missing only
/// because it stands there.
pub fn parse(files: &[SourceFile]) -> Result<Pack, Faults> {
    if files.is_empty() {
        let nothing = SourceFile { name: "pack".to_owned(), text: String::new() };
        return Err(Faults(vec![Fault::new(&Arc::new(nothing), 0..0, "there is no file in it")]));
    }
    let mut faults = Vec::new();
    let documents: Vec<Document<'_>> = files.iter().filter_map(|file| Document::read(file, &mut faults)).collect();
    let scope = if faults.is_empty() { Scope::Whole } else { Scope::Parts };
    faults.extend(lint::check(&Tables::gather(&documents), scope));
    if faults.is_empty() { Ok(merge(documents)) } else { Err(Faults(in_order(faults, files))) }
}

/// Sorts by file and place, each fault once.
fn in_order(mut faults: Vec<Fault>, files: &[SourceFile]) -> Vec<Fault> {
    let rank = |fault: &Fault| files.iter().position(|file| file.name == fault.file.name);
    faults.sort_by_cached_key(|fault| (rank(fault), fault.span.start, fault.message.clone()));
    faults.dedup_by(|a, b| a.file.name == b.file.name && a.span == b.span && a.message == b.message);
    faults
}

fn merge(documents: Vec<Document<'_>>) -> Pack {
    let mut pack = Pack {
        meta: pack::Meta::default(),
        wording: pack::Wording::default(),
        translations: Vec::new(),
        fillers: Vec::new(),
        sections: Vec::new(),
        topics: Vec::new(),
        idle: Vec::new(),
        terms: Vec::new(),
        measures: Vec::new(),
        figures: Vec::new(),
        entries: Vec::new(),
        gaps: Vec::new(),
        smalltalk: Vec::new(),
    };
    let mut learned = Vec::new();
    for file in documents.into_iter().flat_map(Document::into_tables) {
        pack.meta = file.pack.map_or(pack.meta, |meta| meta.into_inner());
        pack.wording = file.wording.map_or(pack.wording, |wording| wording.into_inner());
        pack.translations.extend(file.translation.into_iter().map(|t| t.into_inner()));
        pack.fillers.extend(file.filler.into_iter().flat_map(|filler| filler.into_inner().words));
        pack.sections.extend(file.section.into_iter().map(|s| s.into_inner()));
        pack.topics.extend(file.topic.into_iter().map(|t| t.into_inner()));
        pack.idle.extend(file.idle.into_iter().map(|i| i.into_inner()));
        pack.terms.extend(file.term.into_iter().map(|t| t.into_inner()));
        pack.measures.extend(file.measure.into_iter().map(|m| m.into_inner()));
        pack.figures.extend(file.figure.into_iter().map(|f| f.into_inner()));
        pack.entries.extend(file.entry.into_iter().map(|e| e.into_inner()));
        pack.gaps.extend(file.gap.into_iter().map(|g| g.into_inner()));
        pack.smalltalk.extend(file.smalltalk.into_iter().map(|s| s.into_inner()));
        learned.extend(file.learned.into_iter().map(|l| l.into_inner()));
    }
    pack.sections.sort_by_key(|section| section.first);
    learn(&mut pack, learned);
    pack
}

/// Makes each learned line one more way to ask of its entry or gap, behind the curated ones.
fn learn(pack: &mut Pack, learned: Vec<Learned>) {
    let mut asked: HashMap<String, Vec<String>> = HashMap::new();
    learned.into_iter().for_each(|line| asked.entry(line.entry).or_default().push(line.ask));
    let entries = pack.entries.iter_mut().map(|e| (&e.id, &mut e.ask));
    for (id, ask) in entries.chain(pack.gaps.iter_mut().map(|g| (&g.id, &mut g.ask))) {
        ask.extend(asked.remove(id).unwrap_or_default());
    }
}
