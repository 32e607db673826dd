//! A table of phrases, of which the longest that starts at a place is found with a few look-ups.

use rustc_hash::FxHashMap;

/// Phrases with a tag each.
#[derive(Debug, Clone)]
pub struct Phrases<T> {
    by_text: FxHashMap<String, T>,
    /// Characters of the longest phrase by its first character.
    longest: FxHashMap<char, usize>,
}

impl<T: Copy> Phrases<T> {
    /// The tag of a whole phrase.
    pub fn get(&self, phrase: &str) -> Option<T> {
        self.by_text.get(phrase).copied()
    }

    /// The longest phrase with which `text` starts: its length in bytes and its tag. A phrase of Latin letters must end
    /// where the word ends.
    pub fn at(&self, text: &str) -> Option<(usize, T)> {
        let most = *self.longest.get(&text.chars().next()?)?;
        let mut ends: [usize; 24] = [0; 24];
        let mut count = 0;
        for (at, c) in text.char_indices().take(most.min(ends.len())) {
            ends[count] = at + c.len_utf8();
            count += 1;
        }
        ends[..count].iter().rev().find_map(|&end| {
            let tag = self.get(&text[..end])?;
            (!splits_word(text, end)).then_some((end, tag))
        })
    }

    /// All the phrases, in no order.
    pub fn phrases(&self) -> impl Iterator<Item = &str> {
        self.by_text.keys().map(String::as_str)
    }

    /// Whether any phrase stands anywhere in `text`.
    pub fn first_in(&self, text: &str) -> Option<(usize, usize, T)> {
        text.char_indices().find_map(|(start, _)| self.at(&text[start..]).map(|(len, tag)| (start, len, tag)))
    }
}

/// Whether a cut at `end` falls between two Latin letters or digits.
fn splits_word(text: &str, end: usize) -> bool {
    let latin = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() && !super::is_han(c));
    latin(text[..end].chars().next_back()) && latin(text[end..].chars().next())
}

impl<T> FromIterator<(String, T)> for Phrases<T> {
    fn from_iter<I: IntoIterator<Item = (String, T)>>(pairs: I) -> Phrases<T> {
        let by_text: FxHashMap<String, T> = pairs.into_iter().filter(|(phrase, _)| !phrase.is_empty()).collect();
        let mut longest: FxHashMap<char, usize> = FxHashMap::default();
        for phrase in by_text.keys() {
            let most = longest.entry(phrase.chars().next().unwrap_or_default()).or_default();
            *most = (*most).max(phrase.chars().count());
        }
        Phrases { by_text, longest }
    }
}
