//! How a chart is drawn: bars in proportion, nothing outside the card, no text over another, no glyph missing.

use resvg::usvg::{Node, Rect, Tree, roxmltree};
use visitbot::chart::{self, Bar, Chart, Goal, Measures, Panel, Role, font, paint};
use visitbot::text::script::Script;

use super::{TAGS, drawn, fortnight};
use crate::support::shipped;

/// Pixels between the edge of a picture and what is drawn on its card.
const MARGIN: f32 = 40.0;

/// Every text with the box of its ink.
fn texts(tree: &Tree) -> Vec<(String, Rect)> {
    let text = |node: &Node| match node {
        Node::Text(text) => {
            let written = text.chunks().iter().map(|chunk| chunk.text().to_owned()).collect();
            Some((written, text.flattened().abs_bounding_box()))
        }
        _ => None,
    };
    tree.root().children().iter().filter_map(text).collect()
}

fn assert_legible(svg: &str, what: &str) {
    let tree = paint::tree(svg).expect("an SVG");
    let (width, height) = (tree.size().width(), tree.size().height());
    let texts = texts(&tree);
    assert!(texts.len() > 3, "{what}");
    for (text, area) in &texts {
        let within = area.left() >= MARGIN && area.right() <= width - MARGIN;
        assert!(within && area.top() >= MARGIN && area.bottom() <= height - MARGIN, "{what}: {text} leaves the card");
        let lacking: String = text.chars().filter(|c| !font::holds(*c)).collect();
        assert_eq!(lacking, "", "{what}: the font lacks these; run assets/fonts/subset.py");
    }
    for (at, (text, area)) in texts.iter().enumerate() {
        let meets = |other: &Rect| {
            area.left() < other.right()
                && other.left() < area.right()
                && area.top() < other.bottom()
                && other.top() < area.bottom()
        };
        let met = texts[at + 1..].iter().find(|(_, other)| meets(other));
        assert!(met.is_none(), "{what}: {text} lies on {:?}", met.map(|(text, _)| text));
    }
}

#[test]
fn charts_are_legible_in_every_language() {
    for tag in TAGS {
        for words in ["", "2024", "进口和出口", "逆差", "2025"] {
            assert_legible(&drawn(words, tag).1, &format!("/trade {words} in {tag}"));
        }
    }
    assert_legible(&chart::draw(&fortnight(), Script::Simplified).svg, "days");
}

#[test]
fn bars_are_as_long_as_their_values() {
    let knowledge = shipped::knowledge();
    let svg = drawn("", "zh-hans").1;
    let document = roxmltree::Document::parse(&svg).expect("an SVG");
    let bars: Vec<(f64, f64)> = document
        .descendants()
        .filter_map(|node| {
            let figure = knowledge.figures.get(node.attribute("data-figure")?)?;
            Some((figure.written.value, node.attribute("width")?.parse().ok()?))
        })
        .collect();
    assert_eq!(bars.len(), 5);
    let scale = bars[0].1 / bars[0].0;
    for (value, width) in bars {
        assert!((width / value - scale).abs() < 0.01 * scale, "{value} is {width} pixels long, at {scale} each");
    }
}

#[test]
fn absurd_data_stays_on_the_card() {
    let bar = |value: f64, name: &str, label: &str| Bar {
        figure: None,
        name: name.to_owned(),
        span: (0.0, value),
        label: label.to_owned(),
        role: Role::Whole,
    };
    let long = "一个长得谁也没有耐心读完的名字&<b>".repeat(3);
    let panel = Panel {
        heading: long.clone(),
        remark: long.clone(),
        bars: vec![bar(0.0, &long, &long), bar(1e15, "", "0"), bar(1e-9, "x", "1")],
        goal: Some(Goal { value: 3.0, label: long.clone() }),
    };
    let chart = Measures { title: long.clone(), panels: vec![panel, Panel::default()], notes: vec![long] };
    for chart in [Chart::Measures(chart), Chart::Measures(Measures::default()), Chart::Days(chart::Days::default())] {
        let drawing = chart::draw(&chart, Script::Traditional);
        let tree = paint::tree(&drawing.svg).expect("an SVG");
        let width = tree.size().width();
        assert!(texts(&tree).iter().all(|(_, area)| area.left() > 0.0 && area.right() < width));
    }
}

#[test]
fn the_font_holds_all_that_a_chart_can_say() {
    let pack = &shipped::knowledge().pack;
    let drawn = |key: &str| key.starts_with("chart-") || key.starts_with("days-") || key == "computed";
    let translated = pack.translations.iter().flat_map(|t| {
        let units = t.units.values().map(|unit| &unit.say);
        t.measures.values().chain(t.trends.values()).chain(units).chain(&t.months).chain([&t.title])
    });
    let wordings = pack.translations.iter().map(|t| &t.wording.get_ref().0).chain([&pack.wording.0]);
    let phrases = wordings.flatten().filter(|(key, _)| drawn(key)).map(|(_, phrase)| phrase);
    let names = pack.measures.iter().map(|m| &m.name).chain(pack.figures.iter().map(|figure| &figure.unit));
    for text in translated.chain(phrases).chain(names).chain([&pack.meta.title]) {
        let both = format!("{text}{}", Script::Traditional.write(text));
        let lacking: String = both.chars().filter(|c| !font::holds(*c)).collect();
        assert_eq!(lacking, "", "of {text}: run assets/fonts/subset.py");
    }
}
