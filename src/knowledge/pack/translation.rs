//! The bot's own phrases in another language, with what its table and chart are made of.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_spanned::Spanned;

use super::Wording;
use crate::event::Language;

/// The bot's own phrases in another language than Chinese. Answers stay as they are.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Translation {
    /// `en`, `ru` or `kk`.
    pub language: Language,
    /// Title of the article.
    pub title: String,
    /// What stands between the whole and the tenths of a number.
    pub decimal: String,
    /// How a year is written, `{year}` being its number.
    pub year: String,
    /// How months of a year are written: `{months} {year}`.
    pub months_of_year: String,
    /// The names of the twelve months.
    pub months: Vec<String>,
    /// The phrases; the keys are listed in [`crate::knowledge::wording`].
    pub wording: Spanned<Wording>,
    /// Names of measures, by id: of all that the table and the chart show.
    #[serde(default)]
    pub measures: BTreeMap<String, String>,
    /// Units by how figures write them: of all that the table and the chart show, but `%`.
    #[serde(default)]
    pub units: BTreeMap<String, UnitName>,
    /// Names of topics, by id; all or none.
    #[serde(default)]
    pub topics: BTreeMap<String, String>,
    /// Names of the terms that say which way a figure goes, by id.
    #[serde(default)]
    pub trends: BTreeMap<String, String>,
}

/// A unit in another language.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UnitName {
    /// How many of it one of the article's is: 亿 is 0.1 billion.
    pub scale: f64,
    /// A number with it, `{}` being the number: `${} billion`.
    pub say: String,
}
