//! One TOML file: its tables, and where in the text each value stands.
//!
//! A place is looked up only if something is to be said of it: then the file is parsed once more. So a pack without
//! faults takes no memory for places, whatever its size.

use std::cell::OnceCell;
use std::ops::Range;
use std::sync::Arc;

use serde::Deserialize;
use serde_spanned::Spanned;
use toml::de::{DeTable, DeValue, Deserializer, Error};

use super::SourceFile;
use super::places::Places;
use crate::knowledge::fault::Fault;
use crate::knowledge::lint::suggest;
use crate::knowledge::pack::File;

/// A file that was read.
pub struct Document<'a> {
    source: &'a SourceFile,
    /// Its tables, all at once or, if some do not fit their types, one by one.
    tables: Vec<File>,
    shared: OnceCell<Arc<SourceFile>>,
    places: OnceCell<Places>,
}

impl<'a> Document<'a> {
    /// Reads one file; a table that does not fit its type is a fault and left out, so that the others are still seen.
    /// `None` if nothing could be read.
    pub fn read(source: &'a SourceFile, faults: &mut Vec<Fault>) -> Option<Document<'a>> {
        let mut document = Document { source, tables: Vec::new(), shared: OnceCell::new(), places: OnceCell::new() };
        match DeTable::parse(&source.text) {
            Ok(root) => match File::deserialize(Deserializer::from(root)) {
                Ok(tables) => document.tables.push(tables),
                Err(_) => document.read_one_by_one(faults),
            },
            Err(error) => {
                faults.push(fault(document.file(), &error));
                return None;
            }
        }
        Some(document)
    }

    /// Reads each table alone, so that a fault in one hides none in the others.
    fn read_one_by_one(&mut self, faults: &mut Vec<Fault>) {
        let Ok(root) = DeTable::parse(&self.source.text) else { return };
        let whole = root.span();
        for (key, value) in root.into_inner() {
            for value in tables_of(value) {
                let alone = Spanned::new(whole.clone(), [(key.clone(), value)].into_iter().collect());
                match File::deserialize(Deserializer::from(alone)) {
                    Ok(tables) => self.tables.push(tables),
                    Err(error) => faults.push(fault(self.file(), &error)),
                }
            }
        }
    }

    /// The tables alone.
    pub fn into_tables(self) -> Vec<File> {
        self.tables
    }

    /// The tables.
    pub fn tables(&self) -> &[File] {
        &self.tables
    }

    /// The place of the table that spans these bytes.
    pub fn site(&self, table: Range<usize>) -> Site<'_> {
        Site { document: self, table: (table.start, table.end) }
    }

    fn file(&self) -> &Arc<SourceFile> {
        self.shared.get_or_init(|| Arc::new(self.source.clone()))
    }
}

/// A value of a file's root; of several tables each as a list of its own.
fn tables_of<'i>(value: Spanned<DeValue<'i>>) -> Vec<Spanned<DeValue<'i>>> {
    let span = value.span();
    match value.into_inner() {
        DeValue::Array(array) => {
            let alone = |table| Spanned::new(span.clone(), DeValue::Array([table].into_iter().collect()));
            array.into_iter().map(alone).collect()
        }
        other => vec![Spanned::new(span, other)],
    }
}

/// Where a table stands.
#[derive(Clone, Copy)]
pub struct Site<'d> {
    document: &'d Document<'d>,
    table: (usize, usize),
}

impl Site<'_> {
    /// The place of a table within this one, which spans these bytes.
    #[must_use]
    pub fn within(&self, table: Range<usize>) -> Self {
        Site { document: self.document, table: (table.start, table.end) }
    }

    /// A fault of the table as a whole, at its head.
    pub fn fault(&self, message: impl Into<String>) -> Fault {
        Fault::new(self.document.file(), self.table.0..self.table.1, message)
    }

    /// A fault of the value of `key`; if that is a list, of its first element written `value`.
    pub fn fault_at(&self, key: &str, value: &str, message: impl Into<String>) -> Fault {
        match self.places().value(self.table.0, key, value) {
            Some(span) => Fault::new(self.document.file(), span, message),
            None => self.fault(message),
        }
    }

    /// As [`Site::fault_at`], pointing at `part` within that value.
    pub fn fault_in(&self, key: &str, value: &str, part: &str, message: impl Into<String>) -> Fault {
        let Some(span) = self.places().value(self.table.0, key, value) else { return self.fault(message) };
        let text = self.document.source.text.get(span.clone()).unwrap_or_default();
        let span = match text.find(part) {
            Some(at) => span.start + at..span.start + at + part.len(),
            None => span,
        };
        Fault::new(self.document.file(), span, message)
    }

    /// A fault of the key itself.
    pub fn fault_of_key(&self, key: &str, message: impl Into<String>) -> Fault {
        match self.places().key(self.table.0, key) {
            Some(span) => Fault::new(self.document.file(), span, message),
            None => self.fault(message),
        }
    }

    fn places(&self) -> &Places {
        self.document.places.get_or_init(|| Places::of(self.document.source))
    }
}

/// What the TOML reader says, in our words where it is about keys.
fn fault(file: &Arc<SourceFile>, error: &Error) -> Fault {
    let span = error.span().unwrap_or(0..0);
    let names: Vec<&str> = error.message().split('`').skip(1).step_by(2).collect();
    match names.split_first() {
        Some((key, known)) if error.message().starts_with("unknown field") => {
            let all = || format!("the keys here are {}", known.join(", "));
            Fault::new(file, span, format!("unknown key `{key}`"))
                .help(suggest(key, known.iter().copied()).unwrap_or_else(all))
        }
        Some((key, _)) if error.message().starts_with("missing field") => {
            Fault::new(file, span, format!("the key `{key}` is missing")).help(format!("add {key} = … to this table"))
        }
        _ => Fault::new(file, span, error.message().trim_end().replace('\n', ", ")),
    }
}
