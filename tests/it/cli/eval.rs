//! `eval`: tables, the minimum, comparison with an earlier run, faults of a set, damage.

use super::{printed, told, visitbot, write};

const SET: &str = r#"{"id": "a", "register": "oos", "turns": ["明天北京天气"], "expect": "decline"}
{"id": "b", "register": "number", "turns": ["?"], "expect": "answer", "must": ["(?<![\\d.])没有这个9"]}
"#;

/// Two questions that the small pack answers, one that it does not, one that it answers after another.
const ASKED: &str = r#"{"id": "a", "register": "number", "turns": ["2024年贸易额是多少？"], "expect": "answer", "must": ["280亿"]}
{"id": "b", "register": "chat", "turns": ["访问由谁邀请"], "expect": "answer", "must": ["俄方"]}
{"id": "c", "register": "number", "turns": ["贸易额"], "expect": "answer", "must": ["没有这个9"]}
{"id": "d", "register": "followup", "turns": ["访问由谁邀请", "2024年贸易额是多少"], "expect": "answer", "must": ["280亿"]}
"#;

/// What eval prints, but the times.
fn eval(arguments: &[&str]) -> String {
    let output = visitbot(&[&["eval"], arguments].concat(), b"");
    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
    let printed = printed(&output);
    printed.lines().filter(|line| !line.contains("a reply takes")).collect::<Vec<_>>().join("\n")
}

#[test]
fn eval_prints_a_table_and_minds_the_minimum() {
    let folder = tempfile::tempdir().expect("a folder");
    let set = write(folder.path(), "set.jsonl", SET);
    let output = visitbot(&["eval", &set], b"");
    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
    let table = printed(&output);
    assert!(table.contains("register  questions  right  % right  wrong  clarify  declined"), "{table}");
    assert!(table.contains("missing    (?<![\\d.])没有这个9"), "{table}");
    let output = visitbot(&["eval", &set, "--min", "100"], b"");
    assert_eq!(output.status.code(), Some(1));
    assert!(told(&output).contains("% right, less than the 100 % asked for with --min"), "{}", told(&output));
    assert_eq!(visitbot(&["eval", &set, "--min", "0"], b"").status.code(), Some(0));
}

#[test]
fn eval_compares_with_a_run_that_was_saved() {
    let folder = tempfile::tempdir().expect("a folder");
    let set = write(folder.path(), "set.jsonl", SET);
    let saved = folder.path().join("before.json").display().to_string();
    assert_eq!(visitbot(&["eval", &set, "--save", &saved], b"").status.code(), Some(0));
    let set = write(folder.path(), "set.jsonl", &SET.replace("没有这个9", ".|^$"));
    let change = printed(&visitbot(&["eval", &set, "--against", &saved], b""));
    assert!(change.contains("gained  b: "), "{change}");
    let output = visitbot(&["eval", &set, "--against", &set], b"");
    assert_eq!(output.status.code(), Some(1));
    assert!(told(&output).contains("is no result of eval --save"), "{}", told(&output));
}

#[test]
fn eval_tells_every_malformed_line_with_its_place() {
    let folder = tempfile::tempdir().expect("a folder");
    let set = write(folder.path(), "set.jsonl", &format!("{SET}nonsense\n{{}}\n"));
    let output = visitbot(&["eval", &set], b"");
    assert_eq!(output.status.code(), Some(1));
    assert!(told(&output).contains(&format!("{set}:3: ")) && told(&output).contains(&format!("{set}:4: ")));
    assert!(printed(&output).is_empty());
}

#[test]
fn stress_reports_every_kind_of_damage_to_what_is_right() {
    let folder = tempfile::tempdir().expect("a folder");
    let set = write(folder.path(), "set.jsonl", ASKED);
    let table = eval(&["--stress", &set, "--failures", "0"]);
    assert!(table.contains("set.jsonl, damaged with seed 1"), "{table}");
    let asked: Vec<(&str, u32)> = table
        .lines()
        .filter_map(|line| line.split_whitespace().collect::<Vec<_>>()[..].first_chunk().copied())
        .filter_map(|[kind, asked, ..]: [&str; 7]| Some((kind, asked.parse().ok()?)))
        .collect();
    let thrice =
        ["homophone", "near-sound", "dropped", "doubled", "swapped", "pinyin-part", "filler", "emoji", "polite"];
    let once = ["traditional", "pinyin-spaced", "pinyin-joined"];
    for (kinds, at_least, at_most) in [(&thrice[..], 3, 9), (&once, 2, 3), (&["full-width"], 2, 2)] {
        for kind in kinds {
            let times = asked.iter().find(|(name, _)| name == kind).map(|(_, times)| *times);
            assert!(times.is_some_and(|times| (at_least..=at_most).contains(&times)), "{kind}: {table}");
        }
    }
    assert_eq!(asked.len(), 14, "thirteen kinds and all: {table}");
}

#[test]
fn stress_is_the_same_for_the_same_seed() {
    let folder = tempfile::tempdir().expect("a folder");
    let set = write(folder.path(), "set.jsonl", ASKED);
    let saved = folder.path().join("saved.json").display().to_string();
    let first = eval(&["--stress", &set, "--all", "--save", &saved]);
    assert_eq!(eval(&["--stress", &set, "--all"]), first);
    let again = eval(&["--stress", &set, "--failures", "0", "--against", &saved]);
    assert!(!["gained", "lost", "new ", "gone"].iter().any(|change| again.contains(change)), "{again}");
    let other = eval(&["--stress", &set, "--all", "--seed", "2"]);
    assert!(other.contains("damaged with seed 2"), "{other}");
}

#[test]
fn stress_does_not_mind_what_else_the_set_holds() {
    let folder = tempfile::tempdir().expect("a folder");
    let all = write(folder.path(), "set.jsonl", ASKED);
    let alone = write(folder.path(), "alone.jsonl", ASKED.lines().nth(1).expect("a line"));
    let saved = |set: &str, name: &str| {
        let path = folder.path().join(name);
        eval(&["--stress", set, "--save", &path.display().to_string()]);
        std::fs::read_to_string(path).expect("saved")
    };
    let (all, alone) = (saved(&all, "all.json"), saved(&alone, "alone.json"));
    let of_it = alone.lines().filter(|line| line.contains("\"b/")).collect::<Vec<_>>();
    assert!(of_it.len() > 10 && of_it.iter().all(|line| all.contains(line)), "{alone}");
}

#[test]
fn a_seed_is_for_stress() {
    assert_eq!(visitbot(&["eval", "--seed", "2"], b"").status.code(), Some(2));
}

#[test]
fn the_bins_of_the_reliability_table_add_up() {
    let folder = tempfile::tempdir().expect("a folder");
    let set = write(folder.path(), "set.jsonl", ASKED);
    let table = eval(&["--reliability", &set, "--failures", "0"]);
    let answers = |row: &str, column: usize| -> u32 {
        let cells: Vec<&str> = row.split_whitespace().collect();
        cells[column].parse().unwrap_or_else(|_| panic!("{row} in {table}"))
    };
    let bins: Vec<u32> = table.lines().filter(|line| line.starts_with("  [")).map(|row| answers(row, 2)).collect();
    let row = table.lines().rfind(|line| line.starts_with("  all ")).expect("a sum");
    assert_eq!((bins.len(), bins.iter().sum::<u32>()), (6, answers(row, 1)), "{table}");
    assert!(bins[5] > 0 && table.contains("expected calibration error 0."), "{table}");
}
