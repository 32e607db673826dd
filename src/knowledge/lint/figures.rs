//! Figures and measures: periods that can be read, one number for a measure in a period; and the pack's own date.

use std::collections::HashMap;

use crate::knowledge::fault::Fault;
use crate::knowledge::load::Tables;
use crate::knowledge::pack::Figure;

pub fn check(tables: &Tables<'_>) -> Vec<Fault> {
    [periods(tables), doubles(tables), differences(tables), dates(tables), charts(tables)].concat()
}

fn periods(tables: &Tables<'_>) -> Vec<Fault> {
    let dated = tables.figures.iter().filter_map(|f| Some((f.site, f.value.period.as_deref()?)));
    let bad = dated.filter(|(_, period)| !is_period(period));
    bad.map(|(site, period)| {
        let fault = site.fault_at("period", period, format!("`{period}` is no period"));
        fault.help("write a year, 2024, or months, 2025-01..2025-08".to_owned())
    })
    .collect()
}

fn doubles(tables: &Tables<'_>) -> Vec<Fault> {
    let mut first = HashMap::new();
    let mut faults = Vec::new();
    for figure in &tables.figures {
        let value = figure.value;
        let owner = *first.entry((&value.measure, &value.period)).or_insert(value.id.as_str());
        if owner != value.id {
            let message = format!("the figure `{owner}` gives `{}` for the same period", value.measure);
            let help = "one number for a measure in a period: take one out, or give it a measure of its own".to_owned();
            faults.push(figure.site.fault_at("measure", &value.measure, message).help(help));
        }
    }
    faults
}

fn differences(tables: &Tables<'_>) -> Vec<Fault> {
    let bad = tables.measures.iter().filter(|m| !matches!(m.value.difference_of.len(), 0 | 2));
    bad.map(|m| m.site.fault_of_key("difference_of", "a difference is between two measures")).collect()
}

fn dates(tables: &Tables<'_>) -> Vec<Fault> {
    let bad = tables.metas.iter().filter(|meta| !is_day(&meta.value.published));
    bad.map(|meta| {
        let published = &meta.value.published;
        let fault = meta.site.fault_at("published", published, format!("`{published}` is no date"));
        fault.help("write it as 2025-11-11".to_owned())
    })
    .collect()
}

/// A chart has one scale, and a place for what belongs to no period only if it is a target.
fn charts(tables: &Tables<'_>) -> Vec<Fault> {
    let figures: HashMap<&str, &Figure> = tables.figures.iter().map(|f| (f.value.id.as_str(), f.value)).collect();
    let target =
        |figure: &Figure| tables.measures.iter().any(|m| m.value.id == figure.measure && m.value.target_of.is_some());
    let mut faults = Vec::new();
    for meta in &tables.metas {
        let drawn = || meta.value.chart.iter().filter_map(|id| figures.get(id.as_str()));
        for figure in drawn() {
            let first = drawn().next().map_or("", |first| first.unit.as_str());
            if figure.unit != first {
                let message = format!("`{}` is in {}, the chart's first figure in {first}", figure.id, figure.unit);
                faults.push(meta.site.fault_at("chart", &figure.id, message).help("a chart has one scale".to_owned()));
            } else if figure.period.is_none() && !target(figure) {
                let message = format!("`{}` has no period and is no target", figure.id);
                faults.push(meta.site.fault_at("chart", &figure.id, message));
            }
        }
    }
    faults
}

fn is_period(period: &str) -> bool {
    match period.split_once("..") {
        Some((from, to)) => is_month(from) && is_month(to) && from <= to,
        None => number(period, 4).is_some(),
    }
}

fn is_month(text: &str) -> bool {
    let parts = text.split_once('-');
    parts.is_some_and(|(year, month)| number(year, 4).is_some() && matches!(number(month, 2), Some(1..=12)))
}

fn is_day(text: &str) -> bool {
    let parts = text.rsplit_once('-');
    parts.is_some_and(|(month, day)| is_month(month) && matches!(number(day, 2), Some(1..=31)))
}

/// A number of exactly `digits` digits.
fn number(text: &str, digits: usize) -> Option<u16> {
    let exact = text.len() == digits && text.bytes().all(|b| b.is_ascii_digit());
    exact.then(|| text.parse().ok()).flatten()
}
