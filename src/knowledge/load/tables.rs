//! The tables of all files side by side, each with its place, as the lints want them.

use serde_spanned::Spanned;

use super::document::{Document, Site};
use crate::knowledge::pack::{
    Entry, Figure, File, Gap, Idle, Learned, Measure, Meta, Section, Smalltalk, Term, Topic, Translation, Wording,
};

/// A table and its place.
pub struct Placed<'d, T> {
    /// What it holds.
    pub value: &'d T,
    /// Where it stands.
    pub site: Site<'d>,
}

/// All tables of a pack.
#[allow(missing_docs)]
pub struct Tables<'d> {
    pub metas: Vec<Placed<'d, Meta>>,
    pub wordings: Vec<Placed<'d, Wording>>,
    pub translations: Vec<Placed<'d, Translation>>,
    pub sections: Vec<Placed<'d, Section>>,
    pub topics: Vec<Placed<'d, Topic>>,
    pub idle: Vec<Placed<'d, Idle>>,
    pub terms: Vec<Placed<'d, Term>>,
    pub measures: Vec<Placed<'d, Measure>>,
    pub figures: Vec<Placed<'d, Figure>>,
    pub entries: Vec<Placed<'d, Entry>>,
    pub gaps: Vec<Placed<'d, Gap>>,
    pub smalltalk: Vec<Placed<'d, Smalltalk>>,
    pub learned: Vec<Placed<'d, Learned>>,
    /// The head of the first file, for what is missing altogether.
    pub head: Option<Site<'d>>,
}

impl<'d> Tables<'d> {
    /// The tables of these files.
    pub fn gather(documents: &'d [Document<'d>]) -> Tables<'d> {
        Tables {
            metas: all(documents, |f| f.pack.as_slice()),
            wordings: all(documents, |f| f.wording.as_slice()),
            translations: all(documents, |f| &f.translation),
            sections: all(documents, |f| &f.section),
            topics: all(documents, |f| &f.topic),
            idle: all(documents, |f| &f.idle),
            terms: all(documents, |f| &f.term),
            measures: all(documents, |f| &f.measure),
            figures: all(documents, |f| &f.figure),
            entries: all(documents, |f| &f.entry),
            gaps: all(documents, |f| &f.gap),
            smalltalk: all(documents, |f| &f.smalltalk),
            learned: all(documents, |f| &f.learned),
            head: documents.first().map(|document| document.site(0..0)),
        }
    }
}

fn all<'d, T>(documents: &'d [Document<'d>], of: fn(&File) -> &[Spanned<T>]) -> Vec<Placed<'d, T>> {
    let placed = |document: &'d Document<'d>| {
        let tables = document.tables().iter().flat_map(of);
        tables.map(|table| Placed { value: table.get_ref(), site: document.site(table.span()) })
    };
    documents.iter().flat_map(placed).collect()
}
