//! Where in a file's text each key and value stands.

use std::collections::HashMap;
use std::ops::Range;

use serde_spanned::Spanned;
use toml::de::{DeTable, DeValue};

use super::SourceFile;

/// The keys of each table, by the byte at which it begins.
#[derive(Default)]
pub struct Places(HashMap<usize, HashMap<String, Place>>);

/// Where a key and its value stand.
struct Place {
    key: Range<usize>,
    value: Range<usize>,
    /// The words and numbers in it, be they in lists of lists.
    elements: Vec<(String, Range<usize>)>,
}

impl Places {
    /// The places in a file; none if it is no TOML.
    pub fn of(source: &SourceFile) -> Places {
        let mut places = Places::default();
        if let Ok(root) = DeTable::parse(&source.text) {
            root.get_ref().iter().for_each(|(_, value)| places.note(value));
        }
        places
    }

    fn note(&mut self, value: &Spanned<DeValue<'_>>) {
        match value.get_ref() {
            DeValue::Array(tables) => tables.iter().for_each(|table| self.note(table)),
            DeValue::Table(table) => {
                let place = |key: Range<usize>, value: &Spanned<DeValue<'_>>| {
                    let mut elements = Vec::new();
                    gather(value, &mut elements);
                    Place { key, value: value.span(), elements }
                };
                let keys = table.iter().map(|(key, held)| (key.get_ref().to_string(), place(key.span(), held)));
                self.0.insert(value.span().start, keys.collect());
                table.iter().filter(|(_, held)| held.get_ref().is_table()).for_each(|(_, held)| self.note(held));
            }
            _ => {}
        }
    }

    /// The key of the table that begins at this byte.
    pub fn key(&self, table: usize, key: &str) -> Option<Range<usize>> {
        Some(self.0.get(&table)?.get(key)?.key.clone())
    }

    /// The value of a key; if that is a list, its first element written `value`.
    pub fn value(&self, table: usize, key: &str, value: &str) -> Option<Range<usize>> {
        let place = self.0.get(&table)?.get(key)?;
        let element = place.elements.iter().find(|(text, _)| text == value).map(|(_, span)| span);
        Some(element.unwrap_or(&place.value).clone())
    }
}

fn gather(value: &Spanned<DeValue<'_>>, elements: &mut Vec<(String, Range<usize>)>) {
    match value.get_ref() {
        DeValue::Array(array) => array.iter().for_each(|inner| gather(inner, elements)),
        DeValue::String(text) => elements.push((text.to_string(), value.span())),
        DeValue::Integer(number) => elements.push((number.as_str().to_owned(), value.span())),
        _ => {}
    }
}
