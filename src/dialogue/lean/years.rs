//! The year before or after the one that was spoken of: "and the year before that?".

use crate::knowledge::Knowledge;
use crate::text::language::Language;

/// A text with "the year before" or "the year after" replaced by that year, counted from the year of the question
/// `before`; `None` if it says no such thing, or no year was spoken of.
pub fn with_year(knowledge: &Knowledge, before: &str, text: &str) -> Option<String> {
    let language = Language::chinese();
    let same_period = |end: usize| language.same_period.iter().any(|word| text[end..].starts_with(word.as_str()));
    let found = |finder: &crate::text::finder::Finder| finder.find(text).filter(|&(at, len)| !same_period(at + len));
    let ((at, len), step) =
        found(&language.year_before).map(|f| (f, -1)).or_else(|| found(&language.year_after).map(|f| (f, 1)))?;
    let spoken_of = knowledge.reader.read_clean(before).periods().find(|period| period.year > 0)?;
    let year = spoken_of.year.checked_add_signed(step)?;
    Some(format!("{}{year}年{}", &text[..at], &text[at + len..]))
}
