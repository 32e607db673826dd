//! Teaching the running bot, and taking it back.

use visitbot::knowledge::load::{SourceFile, parse};
use visitbot::live::{LONGEST, Live, Refusal, Which, Whose, say};

use super::{Folder, answer, at, told};
use crate::support::shipped;

const ASKED: &str = "做东的是哪一方";

#[test]
fn what_is_taught_is_answered_by_the_next_question_and_can_be_taken_back() {
    let folder = Folder::new();
    let live = folder.live();
    assert!(!answer(&live, ASKED).contains("应俄方的邀请"));
    let line = live.learn("visit.host", "  做东的\n是哪一方？", 77, at(0)).expect("learned");
    assert_eq!((line.ask.as_str(), line.at.as_str()), ("做东的 是哪一方？", "2026-11-23T10:00:00Z"));
    assert!(answer(&live, ASKED).contains("应俄方的邀请"));
    assert!(say::learned(&live.knowledge(), &line).contains("visit.host"));
    let written = folder.read("learned.toml");
    assert!(written.contains("entry = \"visit.host\"") && written.contains("by = 77"), "{written}");
    assert_eq!((live.learned(), live.history(at(1)).len()), (vec![line.clone()], 1));
    assert_eq!(folder.live().version(), live.version(), "a restart knows the same");
    assert_eq!(live.unlearn(Which::Ask("做东的是哪一方"), 78, at(1)).expect("taken back"), line);
    assert!(!answer(&live, ASKED).contains("应俄方的邀请"));
    assert!(matches!(live.unlearn(Which::Last, 77, at(1)), Err(Refusal::NeverLearned)));
}

#[test]
fn the_last_line_is_the_admin_s_own_and_the_rest_of_the_file_stays() {
    let folder = Folder::new();
    folder.write("learned.toml", "# kept by hand\n");
    let live = folder.live();
    live.learn("visit.host", ASKED, 1, at(0)).expect("learned");
    live.learn("gap.weather", "要不要带伞", 2, at(1)).expect("learned");
    live.learn("forum.place", "开会的城市叫\"什么\"名字", 2, at(2)).expect("learned");
    assert!(answer(&live, "要不要带伞").contains("没有说天气"));
    assert_eq!(live.unlearn(Which::Last, 1, at(3)).expect("taken back").ask, ASKED);
    let written = folder.read("learned.toml");
    assert!(written.starts_with("# kept by hand\n") && !written.contains(ASKED), "{written}");
    let left: Vec<String> = live.learned().into_iter().map(|line| line.entry).collect();
    assert_eq!(left, ["gap.weather", "forum.place"]);
    assert_eq!(live.unlearn(Which::Last, 2, at(3)).expect("taken back").entry, "forum.place");
}

#[test]
fn what_cannot_be_a_way_to_ask_is_refused_with_the_reason() {
    let folder = Folder::new();
    let live = folder.live();
    let refused = |entry: &str, ask: &str| live.learn(entry, ask, 1, at(0)).expect_err(ask);
    assert!(matches!(refused("visit.host", "？！ 😀 12"), Refusal::NoLetters));
    assert!(matches!(refused("visit.host", &"请".repeat(LONGEST + 1)), Refusal::TooLong(201)));
    let unknown = refused("visit.hots", ASKED);
    assert!(told(&unknown.lines(&live.knowledge())).contains("visit.host"));
    assert!(matches!(refused("visit.host", "論壇的地點！"), Refusal::Known { owner } if owner == "forum.place"));
    assert!(matches!(refused("visit.host", "是谁请他来的"), Refusal::Known { owner } if owner == "visit.host"));
    assert!(matches!(refused("visit.host", "/help"), Refusal::NotWon { .. }));
    assert!(!folder.path.join("learned.toml").exists());
}

#[test]
fn what_something_else_answers_surely_or_a_year_puts_out_is_refused() {
    let folder = Folder::new();
    let live = folder.live();
    let refused = |entry: &str, ask: &str| live.learn(entry, ask, 1, at(0)).expect_err(ask);
    let answered = refused("forum.place", "谁发出邀请的呢");
    assert!(matches!(&answered, Refusal::Answered { owner, .. } if owner == "visit.host"), "{answered:?}");
    assert!(told(&answered.lines(&live.knowledge())).contains("100%"));
    let contradicted = refused("trade.total.2024", "2021年的总数");
    assert!(matches!(contradicted, Refusal::Contradicted { .. }), "{contradicted:?}");
    assert!(told(&contradicted.lines(&live.knowledge())).contains("2021年"));
}

#[test]
fn what_would_steal_is_refused_and_the_victims_are_named() {
    let folder = Folder::new();
    let item = r#"{"id": "n-1", "register": "near", "turns": ["做东的是哪一家公司"], "expect": "decline"}"#;
    folder.write("questions/near.jsonl", item);
    let live = folder.live();
    let before = live.version();
    let refusal = live.learn("visit.host", "做东的是哪一家公司呢", 1, at(0)).expect_err("refused");
    let Refusal::Steals(losses) = &refusal else { panic!("{refusal:?}") };
    assert!(losses.iter().any(|loss| loss.whose == Whose::Item { set: "near.jsonl".into(), id: "n-1".into() }));
    let lines = told(&refusal.lines(&live.knowledge()));
    assert!(lines.contains("near.jsonl n-1") && lines.contains("visit.host"), "{lines}");
    assert!(!refusal.to_string().contains("做东"), "the log holds no question");
    assert_eq!((live.version(), live.learned().len()), (before, 0));
}

/// A posting of a word in every entry knows its targets but no rows.
#[test]
fn a_word_of_every_entry_stops_no_lesson() {
    let folder = Folder::new();
    let entry = "[[entry]]\nid = \"bus.N\"\ntopic = \"trade\"\nquestion = \"第N站的巴士几点开？\"\nanswer = \"N点。\"\nparagraphs = [4]\n";
    folder.write("more.toml", &(1..=24).map(|at| entry.replace('N', &at.to_string())).collect::<String>());
    let live = folder.live();
    live.learn("visit.host", "巴士这趟做东的是哪一方", 1, at(0)).expect("learned");
    assert!(answer(&live, "巴士这趟做东的是哪一方").contains("应俄方的邀请"));
}

#[test]
fn a_disk_that_refuses_leaves_all_as_it_is() {
    let folder = Folder::new();
    let live = folder.live();
    std::fs::create_dir(folder.path.join(".learned.toml.new")).expect("in the way");
    let refusal = live.learn("visit.host", ASKED, 1, at(0)).expect_err("refused");
    assert!(matches!(&refusal, Refusal::Unwritable { path, .. } if path.ends_with("learned.toml")), "{refusal:?}");
    assert!(told(&refusal.lines(&live.knowledge())).contains("learned.toml"));
    assert!(!answer(&live, ASKED).contains("应俄方的邀请"));
}

#[test]
fn nothing_is_taught_on_top_of_what_the_disk_does_not_hold() {
    let folder = Folder::new();
    let live = folder.live();
    let by_hand = "[[learned]]\nentry = \"forum.place\"\nask = \"办会的城市\"\nby = 1\nat = \"2026-11-23T10:00:00Z\"\n";
    folder.write("learned.toml", by_hand);
    assert!(matches!(live.learn("visit.host", ASKED, 1, at(0)), Err(Refusal::NotOnDisk)));
    live.reload(at(1)).expect("taken");
    live.learn("visit.host", ASKED, 1, at(1)).expect("learned");
    live.rollback(1, at(2)).expect("rolled back");
    assert!(matches!(live.learn("visit.host", "东道主是谁呀", 1, at(3)), Err(Refusal::NotOnDisk)));
    live.reload(at(4)).expect("taken");
    assert_eq!(live.learned().len(), 2);
}

#[test]
fn the_pack_inside_the_program_cannot_be_taught() {
    let live = Live::fixed(shipped::knowledge());
    let refusal = live.learn("visit.host", ASKED, 1, at(0)).expect_err("refused");
    assert!(told(&refusal.lines(&live.knowledge())).contains("--knowledge"));
}

#[test]
fn learned_lines_are_checked_like_the_rest() {
    let line = |entry: &str, ask: &str, at: &str| {
        format!("[[learned]]\nentry = \"{entry}\"\nask = \"{ask}\"\nby = 1\nat = \"{at}\"\n")
    };
    let now = "2026-11-23T10:00:00Z";
    let text = [
        line("visit.hots", "一个问法", now),
        line("visit.host", "论坛的地点？", now),
        line("visit.host", "是谁请他来的", now),
        line("gap.weather", "！", now),
        line("gap.weather", "一个，问法", "yesterday"),
    ]
    .concat();
    let file = |name: &str, text: &str| SourceFile { name: name.to_owned(), text: text.to_owned() };
    let files = [
        file("pack.toml", include_str!("pack.toml")),
        file("wording.toml", include_str!("../../../knowledge/wording.toml")),
        file("learned.toml", &text),
    ];
    let faults = parse(&files).expect_err("faults").to_string();
    let places: Vec<&str> = faults.lines().filter_map(|line| line.split(": ").next()).collect();
    let expected = ["2:9", "8:7", "13:7", "18:7", "23:7", "25:6"].map(|place| format!("learned.toml:{place}"));
    assert_eq!(places, expected, "{faults}");
}
