//! Numbers as they are written: what is measured, and each figure once.

use serde::Deserialize;

/// Something that figures measure.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Measure {
    /// Short ascii id.
    pub id: String,
    /// How the bot names it.
    pub name: String,
    /// Each a set of term ids that, together in a question, mean this measure; the largest set wins.
    pub signs: Vec<Vec<String>>,
    /// Measure id of which this one is the target.
    pub target_of: Option<String>,
    /// Measure id that counts what this one totals, so that an average can be told.
    pub counted_by: Option<String>,
    /// Measure ids whose sum this one is.
    #[serde(default)]
    pub sum_of: Vec<String>,
    /// Measure ids: the first less the second is this one (a negative balance is told as a size).
    #[serde(default)]
    pub difference_of: Vec<String>,
    /// Measure id of the whole of which this is a part.
    pub part_of: Option<String>,
}

/// Where a figure comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs)]
pub enum FigureKind {
    Reported,
    Target,
}

/// A number that the article gives.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Figure {
    /// Dotted ascii id, also the placeholder in answers.
    pub id: String,
    /// Measure id.
    pub measure: String,
    /// `2024`, `2025-01..2025-08`, or nothing if it belongs to no period.
    pub period: Option<String>,
    /// The number, in `unit`.
    pub value: f64,
    /// Unit, as written behind the number: 亿美元, %, 个.
    pub unit: String,
    /// How it is said, `{}` being the number: `超过{}亿美元`; number and unit if left out.
    pub say: Option<String>,
    /// Change against the same period of the year before, in percent.
    pub change: Option<f64>,
    /// Term id of the way a change goes: growth, decline.
    pub trend: Option<String>,
    /// Reported or a target; reported if left out.
    pub kind: Option<FigureKind>,
    /// Paragraph of the article that gives it.
    pub paragraph: u16,
    /// The digits as the article writes them, where that is not the number itself (`XII`, `十`, `第二`).
    pub printed: Option<String>,
    /// Entry id that tells it.
    pub entry: Option<String>,
}
