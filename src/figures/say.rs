//! Figures in words: a number with its unit and qualifier, placeholders in answers.

use super::Figures;
use crate::knowledge::pack::Figure;

/// How a figure is said: `280亿美元`, `超过480亿美元`.
pub fn figure(figure: &Figure) -> String {
    let number = number(figure.value);
    match &figure.say {
        Some(form) => form.replacen("{}", &number, 1),
        None => format!("{number}{}", figure.unit),
    }
}

/// A number without needless zeros, at most two decimals.
pub fn number(value: f64) -> String {
    let written = format!("{value:.2}");
    written.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// A computed number, with one decimal.
pub fn about(value: f64) -> String {
    // Half is rounded up, as readers do it.
    let written = format!("{:.1}", value + 1e-9);
    written.strip_suffix(".0").unwrap_or(&written).to_owned()
}

/// The ids in the `{…}` of an answer, in order.
pub fn told(answer: &str) -> impl Iterator<Item = &str> {
    answer.split('{').skip(1).filter_map(|tail| tail.split_once('}').map(|(id, _)| id))
}

/// An answer with each `{figure-id}` replaced by the figure in words; one that no figure has stays as it is.
pub fn fill(answer: &str, figures: &Figures) -> String {
    let mut out = String::with_capacity(answer.len());
    let mut rest = answer;
    while let Some((before, tail)) = rest.split_once('{') {
        out.push_str(before);
        let Some((id, after)) = tail.split_once('}') else {
            out.push('{');
            rest = tail;
            continue;
        };
        match figures.get(id) {
            Some(found) => out.push_str(&figure(&found.written)),
            None => out.push_str(&format!("{{{id}}}")),
        }
        rest = after;
    }
    out.push_str(rest);
    out
}
