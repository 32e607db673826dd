//! Packs with faults, and what is said of each.

mod charts;
mod phrases;

use visitbot::knowledge::fault::{Faults, Paint};
use visitbot::knowledge::load::{SourceFile, parse};
use visitbot::knowledge::wording::KEYS;
use visitbot::knowledge::{Pack, source};

const GOOD: &str = r#"
[pack]
title = "访问"
published = "2025-11-11"
version = "1"
protagonist = "tokayev"
parties = ["kazakhstan"]
showcase = ["trade.total"]
table = ["trade.total.2024"]

[[section]]
title = "贸易"
first = 1
last = 5

[[topic]]
id = "trade"
name = "贸易"

[[idle]]
paragraph = 5
why = "套话"

[[term]]
id = "tokayev"
kind = "person"
name = "托卡耶夫"
aliases = ["老托"]
of = "kazakhstan"

[[term]]
id = "kazakhstan"
kind = "country"
name = "哈萨克斯坦"

[[measure]]
id = "trade"
name = "贸易额"
signs = [["tokayev", "kazakhstan"]]

[[figure]]
id = "trade.total.2024"
measure = "trade"
period = "2024"
value = 280
unit = "亿美元"
paragraph = 1

[[entry]]
id = "trade.total"
topic = "trade"
question = "贸易额是多少？"
ask = ["贸易 总额", "Total trade"]
answer = "{trade.total.2024}。"
paragraphs = [1, 3]

[[gap]]
id = "gap.trade"
topic = "trade"
question = "明年呢？"
answer = "文章没有说。"
near = ["trade.total"]
"#;

fn file(name: &str, text: &str) -> SourceFile {
    SourceFile { name: name.to_owned(), text: text.to_owned() }
}

fn wording() -> SourceFile {
    let phrases: String = KEYS.iter().map(|key| format!("{key:?} = \"…\"\n")).collect();
    file("wording.toml", &format!("[wording]\n{phrases}"))
}

/// The good pack with one more file.
fn with(bad: &str) -> Result<Pack, Faults> {
    parse(&[file("good.toml", GOOD), wording(), file("bad.toml", bad)])
}

/// The good pack with `old` replaced.
fn but(old: &str, new: &str) -> Result<Pack, Faults> {
    assert!(GOOD.contains(old), "{old}");
    parse(&[file("good.toml", &GOOD.replacen(old, new, 1)), wording()])
}

fn faults(result: Result<Pack, Faults>) -> String {
    result.expect_err("the pack has a fault").to_string()
}

#[test]
fn a_good_pack_has_no_fault() {
    let pack = with("").unwrap_or_else(|faults| panic!("{}", faults.report(Paint::Plain)));
    assert_eq!((pack.entries.len(), pack.gaps.len(), pack.meta.title.as_str()), (1, 1, "访问"));
}

const ENTRY: &str =
    "[[entry]]\nid = \"e\"\ntopic = \"trade\"\nquestion = \"谁？\"\nanswer = \"他。\"\nparagraphs = [1]\n";
const FIGURE: &str = "[[figure]]\nid = \"f\"\nmeasure = \"trade\"\nvalue = 1\nunit = \"个\"\nparagraph = 1\n";
const TERM: &str = "[[term]]\nid = \"t\"\nkind = \"place\"\nname = \"莫斯科\"\n";
const GAP: &str = "[[gap]]\nid = \"g\"\ntopic = \"trade\"\nquestion = \"谁？\"\nanswer = \"没有说。\"\n";

/// A table, the line added to it (or put in place of the one with its key), and what is said.
const BAD: &[(&str, &str, &str)] = &[
    (ENTRY, "id = \"trade.total\"", "2:6: another entry or gap has the id `trade.total`"),
    (GAP, "id = \"trade.total\"", "2:6: another entry or gap has the id `trade.total`"),
    (FIGURE, "id = \"trade.total.2024\"", "2:6: another figure has the id `trade.total.2024`"),
    (TERM, "id = \"tokayev\"", "2:6: another term has the id `tokayev`"),
    ("[[topic]]\nname = \"x\"\n", "id = \"trade\"", "3:6: another topic has the id `trade`"),
    ("[[measure]]\nname = \"x\"\nsigns = []\n", "id = \"trade\"", "4:6: another measure has the id `trade`"),
    (ENTRY, "id = \"Trade.x\"", "2:6: `Trade.x` cannot be an id"),
    (ENTRY, "id = \"trade..x\"", "2:6: `trade..x` cannot be an id"),
    (ENTRY, "id = \"贸易\"", "2:6: `贸易` cannot be an id"),
    (ENTRY, "topic = \"tarde\"", "3:9: there is no topic `tarde`"),
    (ENTRY, "speaker = \"putin\"", "7:11: there is no term `putin`"),
    (ENTRY, "fact = [\"tokayev\", \"x\"]", "7:20: there is no term `x`"),
    (ENTRY, "related = [\"trade.total\", \"trade.totl\"]", "7:27: there is no entry `trade.totl`"),
    (ENTRY, "why = [\"gap.trade\"]", "7:8: there is no entry `gap.trade`"),
    (ENTRY, "how = [\"x\"]", "7:8: there is no entry `x`"),
    (ENTRY, "items = [\"e\", \"x\"]", "7:15: there is no entry `x`"),
    (GAP, "near = [\"x\"]", "6:9: there is no entry `x`"),
    (FIGURE, "measure = \"x\"", "3:11: there is no measure `x`"),
    (FIGURE, "entry = \"x\"", "7:9: there is no entry `x`"),
    (TERM, "of = \"x\"", "5:6: there is no term `x`"),
    (TERM, "opposite = \"x\"", "5:12: there is no term `x`"),
    ("[[measure]]\nid = \"m\"\nname = \"x\"\n", "signs = [[\"tokayev\"], [\"x\"]]", "4:24: there is no term `x`"),
    ("[[measure]]\nid = \"m\"\nname = \"x\"\nsigns = []\n", "sum_of = [\"m\", \"x\"]", "5:16: there is no measure `x`"),
    ("[[measure]]\nid = \"m\"\nname = \"x\"\nsigns = []\n", "part_of = \"x\"", "5:11: there is no measure `x`"),
    (
        "[[measure]]\nid = \"m\"\nname = \"x\"\nsigns = []\n",
        "difference_of = [\"m\"]",
        "5:1: a difference is between two measures",
    ),
    (ENTRY, "answer = \"共{trade.2024}。\"", "5:12: there is no figure `trade.2024`"),
    (ENTRY, "answer = \"共{trade.total.2024。\"", "5:12: a brace without its partner"),
    (ENTRY, "answer = \"共}。\"", "5:12: a brace without its partner"),
    (ENTRY, "paragraphs = [3, 33]", "6:18: no section holds paragraph 33"),
    (FIGURE, "paragraph = 0", "6:13: no section holds paragraph 0"),
    ("[[idle]]\nwhy = \"x\"\n", "paragraph = 9", "3:13: no section holds paragraph 9"),
    ("[[section]]\ntitle = \"x\"\nlast = 6\n", "first = 5", "4:1: the section overlaps 〈贸易〉, 1 to 5"),
    (ENTRY, "ask = [\"谁\", \" 贸易，总额!\"]", "7:13: `trade.total` has the same question"),
    (GAP, "ask = [\"TOTAL  TRADE?\"]", "6:8: `trade.total` has the same question"),
    (TERM, "aliases = [\"老毛\", \"老托\"]", "5:18: the term `tokayev` has the same alias `老托`"),
    (FIGURE, "period = \"2024\"", "3:11: the figure `trade.total.2024` gives `trade` for the same period"),
    (FIGURE, "period = \"2024年\"", "7:10: `2024年` is no period"),
    (FIGURE, "period = \"2025-08..2025-01\"", "7:10: `2025-08..2025-01` is no period"),
    (FIGURE, "period = \"2025-1..2025-8\"", "7:10: `2025-1..2025-8` is no period"),
    (ENTRY, "question = \"？\"", "4:12: empty question"),
    (ENTRY, "answer = \"\"", "5:10: empty answer"),
    (ENTRY, "ask = [\"啥\", \" \"]", "7:13: empty ask"),
    (ENTRY, "askk = [\"啥\"]", "7:1: unknown key `askk`"),
    (FIGURE, "value = \"x\"", "4:9: invalid type: string \"x\", expected f64"),
    (
        TERM,
        "kind = \"persn\"",
        "3:8: unknown variant `persn`, expected one of `person`, `country`, `place`, \
     `organisation`, `document`, `event`, `good`, `language`, `word`",
    ),
    ("[[entries]]\n", "id = \"x\"", "1:3: unknown key `entries`"),
    ("[pack]\ntitle = \"x\"\nversion = \"2\"\n", "published = \"2025-11-11\"", "1:1: another file has a [pack] too"),
];

#[test]
fn every_fault_is_told_with_its_place() {
    for (table, line, expected) in BAD {
        let key = line.split_once('=').unwrap().0;
        let mut lines: Vec<&str> = table.lines().collect();
        match lines.iter().position(|l| l.starts_with(key)) {
            Some(at) => lines[at] = line,
            None => lines.push(line),
        }
        assert_eq!(faults(with(&lines.join("\n"))), format!("bad.toml:{expected}"), "{line}");
    }
}

#[test]
fn the_head_of_the_pack_is_checked() {
    let cases = [
        ("protagonist = \"tokayev\"", "protagonist = \"x\"", "6:15: there is no term `x`"),
        ("parties = [\"kazakhstan\"]", "parties = [\"x\"]", "7:12: there is no term `x`"),
        ("showcase = [\"trade.total\"]", "showcase = [\"x\"]", "8:13: there is no entry `x`"),
        ("table = [\"trade.total.2024\"]", "table = [\"x\"]", "9:10: there is no figure `x`"),
        ("2025-11-11", "2025-13-11", "4:13: `2025-13-11` is no date"),
    ];
    for (old, new, expected) in cases {
        assert_eq!(faults(but(old, new)), format!("good.toml:{expected}"));
    }
}

#[test]
fn a_key_that_is_missing_is_told_at_the_head_of_its_table() {
    assert_eq!(faults(with("\n[[entry]]\nid = \"e\"\n")), "bad.toml:2:1: the key `topic` is missing");
}

#[test]
fn what_a_pack_must_hold_is_missed() {
    let text = "[[topic]]\nid = \"x\"\nname = \"x\"\n";
    let expected = "a.toml:1:1: no file has a [pack]\na.toml:1:1: no file has a [wording]\n\
                    a.toml:1:1: no file has an [[entry]]";
    assert_eq!(faults(parse(&[file("a.toml", text)])), expected);
    assert_eq!(faults(parse(&[])), "pack:1:1: there is no file in it");
}

#[test]
fn all_faults_of_all_files_are_told_at_once() {
    let first = format!("[[entry]\n{ENTRY}");
    let second = format!("{ENTRY}x = 1\n{TERM}y = 2\n[[figure]]\nid = \"F\"\n{FIGURE}period = \"x\"\n");
    let said = faults(parse(&[file("a.toml", &first), file("b.toml", &second), file("good.toml", GOOD)]));
    let places: Vec<&str> = said.lines().map(|line| line.split_once(": ").unwrap().0).collect();
    assert_eq!(places, ["a.toml:1:9", "b.toml:7:1", "b.toml:12:1", "b.toml:13:1", "b.toml:21:10"], "{said}");
}

#[test]
fn a_fault_in_each_of_a_thousand_tables_is_told() {
    let faults = with(&"[[topic]]\nid = 1\nname = \"x\"\n".repeat(1000)).expect_err("faults");
    assert_eq!(faults.0.len(), 1000);
}

#[test]
fn a_report_shows_the_line_and_what_to_do() {
    let bad = format!("{ENTRY}related = [\"trade.totl\"]");
    let report = with(&bad).expect_err("a fault").report(Paint::Plain);
    insta::assert_snapshot!(report, @r#"
    × bad.toml:7:12: there is no entry `trade.totl`
     ╭─[bad.toml:7:12]
   7 │ related = ["trade.totl"]
     ·            ────────────
     ╰────
    help: did you mean `trade.total`?
    "#);
}

#[test]
fn a_report_shows_only_the_surroundings_of_a_fault_in_a_long_line() {
    let filling = "很长的一句话，".repeat(30);
    let report = but("{trade.total.2024}。", &format!("{filling}{{x}}{filling}")).expect_err("a fault");
    insta::assert_snapshot!(report.report(Paint::Plain), @r"
    × good.toml:54:221: there is no figure `x`
      ╭─[good.toml:54:221]
   54 │ 句话，很长的一句话，很长的一句话，很长的一句话，{x}很长的一句话，很长的一句话，很长的一句话，很长的一
      ·                                                 ───
      ╰────
    ");
}

#[test]
fn a_folder_is_read_by_name() {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in [("b.toml", "b"), ("a.toml", "a"), ("notes.md", "x")] {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    let files = source::from_dir(folder.path()).unwrap();
    assert_eq!(files.iter().map(|f| f.text.as_str()).collect::<Vec<_>>(), ["a", "b"]);
    assert!(files[0].name.ends_with("/a.toml"), "{}", files[0].name);
    assert!(source::questions_from_dir(folder.path()).unwrap().is_empty());
    std::fs::create_dir(folder.path().join("questions")).unwrap();
    std::fs::write(folder.path().join("questions/q.jsonl"), "{}").unwrap();
    assert_eq!(source::questions_from_dir(folder.path()).unwrap()[0].text, "{}");
}

#[test]
fn a_folder_without_a_pack_is_refused_with_the_reason() {
    let folder = tempfile::tempdir().unwrap();
    let said = |path: &std::path::Path| source::from_dir(path).expect_err("no pack").to_string();
    assert!(said(&folder.path().join("x")).starts_with("there is no folder"));
    assert!(said(folder.path()).contains("holds no .toml file"));
    std::fs::write(folder.path().join("a.toml"), b"x = 1\ny = \"\xff\"").unwrap();
    assert!(said(folder.path()).ends_with("a.toml is not UTF-8 (line 2); save it as UTF-8"));
}

proptest::proptest! {
    #[test]
    fn no_file_panics(bad in r#"(\[\[?(entry|term|x)\]\]?\n)?((id|answer|ask|name) = ("[{}贸a. ]{0,8}"|\[\]|1)\n?){0,3}\PC{0,20}"#) {
        if let Err(faults) = with(&bad) {
            faults.report(Paint::Coloured);
        }
    }
}
