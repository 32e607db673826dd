//! Proof that a pack covers its article: every paragraph is behind an entry or listed as idle, every figure stands in
//! its paragraph, every number of the article is a figure.

mod finding;
mod numbers;
mod text;

use std::fmt;

use super::Pack;
use super::pack::{Entry, Figure};

pub use finding::Finding;
use text::Article;

/// What was found, and how much was proven.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Coverage {
    /// Paragraphs of the article.
    pub paragraphs: usize,
    /// Those behind at least one entry.
    pub covered: usize,
    /// Those listed as idle.
    pub idle: usize,
    /// Figures of the pack.
    pub figures: usize,
    /// Those whose digits stand in their paragraph.
    pub printed: usize,
    /// Numbers of the article, dates left out.
    pub numbers: usize,
    /// What differs: paragraphs first, then figures, then numbers, each in order.
    pub findings: Vec<Finding>,
}

impl fmt::Display for Coverage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.findings.iter().try_for_each(|finding| writeln!(f, "{finding}"))?;
        let Coverage { paragraphs, covered, idle, figures, printed, numbers, findings } = self;
        write!(f, "{paragraphs} paragraphs: {covered} covered, {idle} idle; ")?;
        write!(f, "{figures} figures: {printed} found; {numbers} numbers; {} findings", findings.len())
    }
}

/// Compares a pack with the numbered text of its article: `[12] …` is a paragraph, `§1 …` a section, `# …` a comment.
pub fn check(pack: &Pack, article: &str) -> Coverage {
    let (article, mut findings) = Article::parse(article);
    findings.extend(sections(pack, &article));
    findings.extend(citations(pack, &article));
    findings.extend(article.paragraphs.keys().filter_map(|&number| coverage(pack, number)));
    let lost: Vec<Finding> = pack.figures.iter().filter_map(|figure| not_printed(figure, &article)).collect();
    let printed = pack.figures.len() - lost.len();
    findings.extend(lost);
    findings.extend(article.paragraphs.iter().flat_map(|(&number, text)| no_figure(pack, number, text)));
    findings.retain(|finding| !is_told_twice(finding, &article));
    Coverage {
        paragraphs: article.paragraphs.len(),
        covered: article.paragraphs.keys().filter(|&&number| entry_on(pack, number).is_some()).count(),
        idle: article.paragraphs.keys().filter(|&&number| is_idle(pack, number)).count(),
        figures: pack.figures.len(),
        printed,
        numbers: article.paragraphs.values().map(|text| numbers::find(text).len()).sum(),
        findings,
    }
}

fn entry_on(pack: &Pack, paragraph: u16) -> Option<&Entry> {
    pack.entries.iter().find(|entry| entry.paragraphs.contains(&paragraph))
}

fn is_idle(pack: &Pack, paragraph: u16) -> bool {
    pack.idle.iter().any(|idle| idle.paragraph == paragraph)
}

fn coverage(pack: &Pack, paragraph: u16) -> Option<Finding> {
    match (entry_on(pack, paragraph), is_idle(pack, paragraph)) {
        (None, false) => Some(Finding::Uncovered(paragraph)),
        (Some(entry), true) => Some(Finding::NotIdle { paragraph, entry: entry.id.clone() }),
        _ => None,
    }
}

fn sections(pack: &Pack, article: &Article) -> Option<Finding> {
    let shown = |sections: &[(u16, u16)]| {
        let shown: Vec<String> = sections.iter().map(|(first, last)| format!("{first} to {last}")).collect();
        if shown.is_empty() { "none".to_owned() } else { shown.join(", ") }
    };
    let held: Vec<(u16, u16)> = pack.sections.iter().map(|section| (section.first, section.last)).collect();
    let differ = !article.sections.is_empty() && held != article.sections;
    differ.then(|| Finding::Sections { article: shown(&article.sections), pack: shown(&held) })
}

fn citations(pack: &Pack, article: &Article) -> Vec<Finding> {
    let entries = pack.entries.iter().flat_map(|e| e.paragraphs.iter().map(|&paragraph| (e.id.as_str(), paragraph)));
    let figures = pack.figures.iter().map(|f| (f.id.as_str(), f.paragraph));
    let idle = pack.idle.iter().map(|i| ("idle", i.paragraph));
    let cited = entries.chain(figures).chain(idle);
    let lacking = cited.filter(|(_, paragraph)| !article.paragraphs.contains_key(paragraph));
    lacking.map(|(by, paragraph)| Finding::NoParagraph { by: by.to_owned(), paragraph }).collect()
}

/// How the article may print a figure: its number, and its change if it has one.
fn forms(figure: &Figure) -> Vec<String> {
    let number = figure.printed.clone().unwrap_or_else(|| figure.value.abs().to_string());
    std::iter::once(number).chain(figure.change.map(|change| change.abs().to_string())).collect()
}

fn not_printed(figure: &Figure, article: &Article) -> Option<Finding> {
    let text = article.paragraphs.get(&figure.paragraph).map_or("", String::as_str);
    let lost = forms(figure).into_iter().find(|form| numbers::occurrences(text, form).is_empty())?;
    Some(Finding::NotPrinted { figure: figure.id.clone(), paragraph: figure.paragraph, digits: lost })
}

/// A figure whose paragraph does not exist was told of already.
fn is_told_twice(finding: &Finding, article: &Article) -> bool {
    matches!(finding, Finding::NotPrinted { paragraph, .. } if !article.paragraphs.contains_key(paragraph))
}

fn no_figure(pack: &Pack, paragraph: u16, text: &str) -> Vec<Finding> {
    let figures = pack.figures.iter().filter(|figure| figure.paragraph == paragraph);
    let held: Vec<_> = figures.flat_map(forms).flat_map(|form| numbers::occurrences(text, &form)).collect();
    let free = numbers::find(text)
        .into_iter()
        .filter(|number| !held.iter().any(|h| h.start < number.end && number.start < h.end));
    free.map(|number| Finding::NoFigure { paragraph, number: text[number].to_owned() }).collect()
}
