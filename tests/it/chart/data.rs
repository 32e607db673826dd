//! What a chart shows: the figures of the pack, in the reader's language, what is computed marked as such.

use std::path::Path;

use visitbot::chart::Role;
use visitbot::knowledge::{Knowledge, source};

use super::{TAGS, drawn, trade};
use crate::support::shipped;

/// Table rows and bars, by figure.
fn shown(words: &str) -> (usize, Vec<String>) {
    let reply = trade(&shipped::knowledge(), words, "zh-hans");
    let rows = reply.table.expect("a table").rows.len();
    let Some(visitbot::chart::Chart::Measures(chart)) = reply.chart else { return (rows, Vec::new()) };
    (rows, chart.panels.into_iter().flat_map(|panel| panel.bars).filter_map(|bar| bar.figure).collect())
}

#[test]
fn the_whole_chart_shows_what_the_pack_lists() {
    let knowledge = shipped::knowledge();
    let (chart, svg) = drawn("", "zh-hans");
    let bars: Vec<_> = chart.panels.iter().flat_map(|panel| &panel.bars).collect();
    let targets = knowledge.pack.meta.chart.len() - bars.len();
    assert_eq!(targets, 1, "one figure is a line");
    for figure in knowledge.pack.meta.chart.iter().filter_map(|id| knowledge.figures.get(id)) {
        let label = visitbot::figures::say::figure(&figure.written);
        assert!(svg.contains(&label), "{label} stands in the drawing");
        assert!(svg.contains(&figure.written.paragraph.to_string()));
    }
    assert!(svg.contains(&knowledge.pack.meta.title) && svg.contains(&knowledge.pack.meta.published));
}

#[test]
fn a_balance_lies_between_its_parts() {
    let (chart, _) = drawn("", "zh-hans");
    let bars = &chart.panels[1].bars;
    let end = |id: &str| bars.iter().find(|bar| bar.figure.as_deref() == Some(id)).unwrap().span.1;
    let balance = bars.iter().find(|bar| bar.role == Role::Balance).unwrap();
    assert_eq!(balance.span, (end("trade.export.2025"), end("trade.import.2025")));
    assert_eq!(balance.span.1 - balance.span.0, 65.0);
}

#[test]
fn the_target_is_held_against_a_whole_year_and_its_gap_is_marked() {
    let (chart, _) = drawn("", "zh-hans");
    let goal = chart.panels[0].goal.as_ref().expect("a goal of the year");
    assert_eq!((goal.value, goal.label.as_str()), (300.0, "目标300亿美元，还差20亿美元（推算）"));
    assert!(chart.panels[1].goal.is_none(), "eight months are no year");
    assert!(chart.notes.iter().any(|note| note.contains("推算")));
}

#[test]
fn a_balance_that_the_pack_does_not_give_is_computed_and_marked() {
    let mut files = source::builtin();
    let figures = files.iter_mut().find(|file| file.text.contains("[[measure]]\nid = \"deficit\"")).unwrap();
    figures.text = figures
        .text
        .replace("measure = \"deficit\"\nperiod = \"2025-01..2025-08\"", "measure = \"deficit\"\nperiod = \"2023\"");
    let knowledge = Knowledge::load(&files).unwrap_or_else(|faults| panic!("{faults}"));
    let reply = trade(&knowledge, "今年", "en");
    let Some(visitbot::chart::Chart::Measures(chart)) = reply.chart else { panic!("a chart of figures") };
    let bar = chart.panels[0].bars.last().unwrap();
    assert_eq!((bar.figure.as_deref(), bar.label.as_str()), (None, "$6.5 billion (computed)"));
}

#[test]
fn words_narrow_table_and_chart() {
    let export = vec!["trade.export.2025".to_owned()];
    for words in ["出口", "chukou", "今年的出口", "出口额"] {
        assert_eq!(shown(words), (1, export.clone()), "{words}");
    }
    let (rows, bars) = shown("2024");
    assert_eq!((rows, bars), (2, vec!["trade.total.2024".to_owned()]));
    assert_eq!(shown("今年前八个月").1.len(), 4);
    assert_eq!(shown("農產品"), (1, Vec::new()), "what the chart does not list is told without one");
}

#[test]
fn words_that_name_nothing_are_said_to_and_all_is_shown() {
    let all = shown("");
    for words in ["2019", "大熊猫", "2023年出口", "<b>&"] {
        let reply = trade(&shipped::knowledge(), words, "zh-hans");
        assert!(reply.lead.contains(words) && reply.lead.contains("没有"), "{}", reply.lead);
        assert_eq!(shown(words), all, "{words}");
    }
    let long = trade(&shipped::knowledge(), &"长".repeat(3000), "zh-hans");
    assert!(long.lead.chars().count() < 100);
}

#[test]
fn each_language_names_measures_and_units_its_own_way() {
    let expected = [
        ("zh-hans", "哈方对俄出口", "53亿美元"),
        ("zh-hant", "哈方對俄出口", "53億美元"),
        ("en", "Exports to Russia", "$5.3 billion"),
        ("ru", "Экспорт в Россию", "5,3 млрд $"),
        ("kk", "Ресейге экспорт", "5,3 млрд $"),
    ];
    for (tag, name, value) in expected {
        assert!(TAGS.contains(&tag));
        let svg = drawn("", tag).1;
        assert!(svg.contains(name) && svg.contains(value), "{tag}");
    }
    assert_eq!(trade(&shipped::knowledge(), "Импорт", "ru").table.unwrap().rows.len(), 1);
}

#[test]
fn a_pack_without_a_chart_shows_its_table() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/packs/library");
    let knowledge = Knowledge::load(&source::from_dir(&folder).unwrap()).unwrap_or_else(|faults| panic!("{faults}"));
    for tag in TAGS {
        let reply = trade(&knowledge, "", tag);
        assert_eq!((reply.chart, reply.lead.is_empty()), (None, false), "{tag}");
    }
}
