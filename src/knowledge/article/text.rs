//! Reading the numbered text of an article.

use std::collections::BTreeMap;

use unicode_normalization::UnicodeNormalization;

use super::Finding;

/// An article by its numbers.
#[derive(Debug, Default)]
pub struct Article {
    /// Text of each paragraph, NFKC.
    pub paragraphs: BTreeMap<u16, String>,
    /// First and last paragraph of each section, those without a paragraph left out.
    pub sections: Vec<(u16, u16)>,
}

impl Article {
    /// Reads it, with what could not be read.
    pub fn parse(text: &str) -> (Article, Vec<Finding>) {
        let mut article = Article::default();
        let mut findings = Vec::new();
        let mut opened = false;
        for (at, line) in text.lines().map(str::trim).enumerate() {
            if line.starts_with('§') {
                opened = true;
            } else if let Some((number, text)) = paragraph(line) {
                article.extend_sections(number, std::mem::take(&mut opened));
                if article.paragraphs.insert(number, text.nfkc().collect()).is_some() {
                    findings.push(Finding::Twice(number));
                }
            } else if !line.is_empty() && !line.starts_with('#') {
                findings.push(Finding::Unread(at + 1));
            }
        }
        (article, findings)
    }

    fn extend_sections(&mut self, number: u16, opened: bool) {
        match self.sections.last_mut() {
            _ if opened => self.sections.push((number, number)),
            Some((_, last)) => *last = number,
            None => {}
        }
    }
}

/// The number and text of `[12] text`.
fn paragraph(line: &str) -> Option<(u16, &str)> {
    let (number, text) = line.strip_prefix('[')?.split_once(']')?;
    Some((number.parse().ok()?, text.trim()))
}
