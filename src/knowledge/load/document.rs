//! One TOML file: its tables, and where in the text each value stands.

use std::ops::Range;
use std::sync::Arc;

use serde::Deserialize;
use serde_spanned::Spanned;
use toml::de::{DeArray, DeTable, DeValue, Deserializer, Error};

use super::SourceFile;
use crate::knowledge::fault::Fault;
use crate::knowledge::lint::suggest;
use crate::knowledge::pack::File;

/// A file that was read.
pub struct Document<'a> {
    file: Arc<SourceFile>,
    root: Spanned<DeTable<'a>>,
    tables: File,
}

impl<'a> Document<'a> {
    /// Reads one file; a table that does not fit its type is a fault and left out, so that the others are still seen.
    /// `None` if nothing could be read.
    pub fn read(source: &'a SourceFile, faults: &mut Vec<Fault>) -> Option<Document<'a>> {
        let file = Arc::new(source.clone());
        let mut root = DeTable::parse(&source.text).map_err(|error| faults.push(fault(&file, &error))).ok()?;
        loop {
            match File::deserialize(Deserializer::from(root.clone())) {
                Ok(tables) => return Some(Document { file, root, tables }),
                Err(error) => {
                    faults.push(fault(&file, &error));
                    drop_table(root.get_mut(), error.span()?.start)?;
                }
            }
        }
    }

    /// The tables alone.
    pub fn into_tables(self) -> File {
        self.tables
    }

    /// The tables.
    pub fn tables(&self) -> &File {
        &self.tables
    }

    /// The place of the table `name`, or of the one with this index among several.
    pub fn site(&self, name: &'static str, index: usize) -> Site<'_> {
        let value = self.root.get_ref().get(name);
        let table = value.and_then(|v| v.get_ref().as_array().map_or(Some(v), |array| array.get(index)));
        Site { file: &self.file, table }
    }
}

/// Where a table stands.
#[derive(Clone, Copy)]
pub struct Site<'d> {
    file: &'d Arc<SourceFile>,
    table: Option<&'d Spanned<DeValue<'d>>>,
}

impl Site<'_> {
    /// A fault of the table as a whole, at its head.
    pub fn fault(&self, message: impl Into<String>) -> Fault {
        Fault::new(self.file, self.table.map_or(0..0, Spanned::span), message)
    }

    /// A fault of the value of `key`; if that is a list, of its first element written `value`.
    pub fn fault_at(&self, key: &str, value: &str, message: impl Into<String>) -> Fault {
        match self.find(key, value) {
            Some(span) => Fault::new(self.file, span, message),
            None => self.fault(message),
        }
    }

    /// As [`Site::fault_at`], pointing at `part` within that value.
    pub fn fault_in(&self, key: &str, value: &str, part: &str, message: impl Into<String>) -> Fault {
        let Some(span) = self.find(key, value) else { return self.fault(message) };
        let text = self.file.text.get(span.clone()).unwrap_or_default();
        match text.find(part) {
            Some(at) => Fault::new(self.file, span.start + at..span.start + at + part.len(), message),
            None => Fault::new(self.file, span, message),
        }
    }

    /// A fault of the key itself.
    pub fn fault_of_key(&self, key: &str, message: impl Into<String>) -> Fault {
        let table = self.table.and_then(|t| t.get_ref().as_table());
        match table.and_then(|t| t.get_key_value(key)) {
            Some((key, _)) => Fault::new(self.file, key.span(), message),
            None => self.fault(message),
        }
    }

    fn find(&self, key: &str, value: &str) -> Option<Range<usize>> {
        let held = self.table?.get_ref().as_table()?.get(key)?;
        Some(element(held, value).unwrap_or(held).span())
    }
}

/// The element written `value` in a value, which may be a list of lists.
fn element<'d>(held: &'d Spanned<DeValue<'d>>, value: &str) -> Option<&'d Spanned<DeValue<'d>>> {
    match held.get_ref() {
        DeValue::Array(array) => array.iter().find_map(|inner| element(inner, value)),
        DeValue::String(text) => (text == value).then_some(held),
        DeValue::Integer(number) => (number.as_str() == value).then_some(held),
        _ => None,
    }
}

/// Takes out the table that begins last at or before `at`; `None` if there is none.
fn drop_table(root: &mut DeTable<'_>, at: usize) -> Option<()> {
    let mut starts = Vec::new();
    for (key, value) in root.iter() {
        let first = key.span().start.min(value.span().start);
        starts.push((first, key.get_ref().to_string(), None));
        let elements = value.get_ref().as_array().into_iter().flat_map(|array| array.iter().enumerate());
        starts.extend(elements.map(|(i, table)| (table.span().start, key.get_ref().to_string(), Some(i))));
    }
    let (_, key, index) = starts.into_iter().filter(|(start, ..)| *start <= at).max()?;
    match (root.get_mut(key.as_str()).map(Spanned::get_mut), index) {
        (Some(DeValue::Array(array)), Some(index)) if array.len() > 1 => {
            let tables = std::mem::replace(array, DeArray::new()).into_iter().enumerate();
            *array = tables.filter(|(i, _)| *i != index).map(|(_, table)| table).collect();
        }
        _ => drop(root.remove(key.as_str())),
    }
    Some(())
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
