//! A small pack for tests of an edge; its content does not matter to them.

use visitbot::knowledge::Pack;
use visitbot::knowledge::pack::{File, Wording};

const PACK: &str = r#"
    [pack]
    title = "示例"
    published = "2025-11-11"
    version = "1"
    [[section]]
    title = "一"
    first = 1
    last = 9
    [[topic]]
    id = "trade"
    name = "贸易"
    [[entry]]
    id = "trade.total.2024"
    topic = "trade"
    question = "贸易额是多少？"
    answer = "很多。"
    paragraphs = [1]
    [[entry]]
    id = "an.entry.whose-id.is-so-long-that-neither-a-button-nor-a-deep-link.can-hold-it"
    topic = "trade"
    question = "还有呢？"
    answer = "没有了。"
    paragraphs = [2]
"#;

pub fn small() -> Pack {
    let file: File = toml::from_str(PACK).unwrap();
    let wording = ["group-budget", "telegram-busy", "telegram-failed", "button-outdated", "button-source"];
    Pack {
        meta: file.pack.unwrap().into_inner(),
        wording: Wording(wording.map(|key| (key.to_owned(), format!("〔{key}〕"))).into()),
        translations: Vec::new(),
        fillers: Vec::new(),
        sections: file.section.into_iter().map(|s| s.into_inner()).collect(),
        topics: file.topic.into_iter().map(|s| s.into_inner()).collect(),
        idle: Vec::new(),
        terms: Vec::new(),
        measures: Vec::new(),
        figures: Vec::new(),
        entries: file.entry.into_iter().map(|s| s.into_inner()).collect(),
        gaps: Vec::new(),
        smalltalk: Vec::new(),
    }
}
