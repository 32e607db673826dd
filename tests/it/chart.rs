//! The charts: what they say and how it is drawn, and one picture as a whole.
//!
//! `VISITBOT_REWRITE=1 cargo test the_picture` draws `docs/trade.png` anew: look at it before you keep it.

mod data;
mod layout;

use std::path::Path;
use std::time::UNIX_EPOCH;

use png::Transformations;
use visitbot::chart::{self, Chart, Day, Days, Measures};
use visitbot::dialogue::{Session, step};
use visitbot::event::{Audience, Event, Input, Locale};
use visitbot::knowledge::Knowledge;
use visitbot::reply::Reply;
use visitbot::text::script::Script;

use crate::support::shipped;

/// Tags of all languages, and of both scripts.
const TAGS: [&str; 5] = ["zh-hans", "zh-hant", "en", "ru", "kk"];

/// What `/trade` says.
fn trade(knowledge: &Knowledge, words: &str, tag: &str) -> Reply {
    let event = Event::new(Audience::Private, Input::Text(format!("/trade {words}")));
    step(knowledge, &Session::default(), &event.read_in(Locale::of_tag(Some(tag))), UNIX_EPOCH).reply
}

/// The chart of `/trade`, drawn.
fn drawn(words: &str, tag: &str) -> (Measures, String) {
    let reply = trade(&shipped::knowledge(), words, tag);
    let chart = reply.chart.expect("a chart");
    let svg = chart::draw(&chart, reply.script).svg;
    match chart {
        Chart::Measures(measures) => (measures, svg),
        Chart::Days(_) => panic!("/trade shows figures"),
    }
}

/// A fortnight with a busy day, an empty one and one that was only listened to.
fn fortnight() -> Chart {
    let counts = |number: u32| match number {
        3 => [0, 0, 0, 0],
        5 => [0, 0, 0, 9],
        9 => [1200, 140, 75, 30],
        _ => [20 + number, number % 4, 3, 7],
    };
    let days = (0..14).map(|number| Day { name: format!("11-{}", 10 + number), counts: counts(number) });
    let kinds = ["答了", "反问", "答不了", "没出声"].map(str::to_owned);
    Chart::Days(Days { title: "每天的提问".to_owned(), kinds, days: days.collect() })
}

/// Width, height, and the red, green and blue of each pixel.
fn pixels(file: &[u8]) -> (u32, u32, Vec<u8>) {
    let mut decoder = png::Decoder::new(std::io::Cursor::new(file));
    decoder.set_transformations(Transformations::EXPAND);
    let mut reader = decoder.read_info().expect("a PNG");
    let mut pixels = vec![0; reader.output_buffer_size().expect("a size")];
    let info = reader.next_frame(&mut pixels).expect("a picture");
    (info.width, info.height, pixels)
}

#[test]
fn the_picture_is_the_one_that_was_looked_at() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/trade.png");
    let reply = trade(&shipped::knowledge(), "", "zh-hans");
    let now = chart::png(&reply.chart.expect("a chart"), Script::Simplified).expect("a picture");
    if std::env::var("VISITBOT_REWRITE").is_ok_and(|value| value == "1") {
        std::fs::write(&path, &now).unwrap();
    }
    let kept = std::fs::read(&path).unwrap();
    assert!(kept.len() <= 60_000, "{} bytes are much for a page", kept.len());
    let ((width, height, now), (w, h, kept)) = (pixels(&now), pixels(&kept));
    assert_eq!((width, height), (w, h), "another size: look at it and keep it with VISITBOT_REWRITE=1");
    let differ = now.chunks(3).zip(kept.chunks(3)).filter(|(a, b)| a.iter().zip(*b).any(|(a, b)| a.abs_diff(*b) > 40));
    let share = differ.count() as f64 / f64::from(width * height);
    assert!(
        share < 0.001,
        "{:.2}% of the pixels differ: look at it and keep it with VISITBOT_REWRITE=1",
        100.0 * share
    );
}

#[test]
fn a_picture_is_opaque_and_has_a_margin_in_one_colour() {
    let png = chart::png(&fortnight(), Script::Traditional).expect("a picture");
    let (width, height, pixels) = pixels(&png);
    assert_eq!(pixels.len(), (width * height * 3) as usize, "no transparency, that a dark theme would shine through");
    let row = &pixels[..3 * width as usize];
    assert!(row.chunks(3).all(|pixel| pixel == &row[..3]), "nothing is drawn up to the edge");
}

#[test]
fn the_same_chart_has_the_same_key_and_another_has_another() {
    let knowledge = shipped::knowledge();
    let key = |words: &str, tag: &str| {
        let reply = trade(&knowledge, words, tag);
        chart::draw(&reply.chart.expect("a chart"), reply.script).key()
    };
    assert_eq!(key("", "zh-hans"), key("", "zh-hans"));
    let mut keys: Vec<u64> = TAGS.iter().map(|tag| key("", tag)).chain([key("出口", "zh-hans")]).collect();
    keys.sort_unstable();
    keys.dedup();
    assert_eq!(keys.len(), TAGS.len() + 1);
}
