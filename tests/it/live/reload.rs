//! Reloads and rollbacks.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use visitbot::knowledge::source;
use visitbot::live::{Change, How, KEPT, Live, Refusal};

use super::{Folder, answer, at, told};
use crate::support::shipped;

const TOTAL: &str = "2024年贸易额是多少";

#[test]
fn a_good_change_is_swapped_in_and_told() {
    let folder = Folder::new();
    let live = folder.live();
    let before = live.version();
    folder.edit("应俄方的邀请", "应普京的邀请，也就是应俄方的邀请");
    folder.edit("[[gap]]\nid = \"gap.weather\"", "[[gap]]\nid = \"gap.rain\"");
    folder.write("more.toml", ENTRY);
    let change = live.reload(at(1)).expect("taken");
    assert_eq!(
        (change.entries.added.as_slice(), change.entries.changed.as_slice()),
        (&strings(&["bus"])[..], &strings(&["visit.host"])[..])
    );
    assert_eq!((change.gaps.added, change.gaps.removed), (strings(&["gap.rain"]), strings(&["gap.weather"])));
    assert_eq!((change.before, change.after), (before, live.version()));
    assert!(!change.rest && change.scores[0].before == 100.0 && change.scores[0].after == 100.0);
    assert!(answer(&live, "巴士几点开").contains("八点"));
    assert!(answer(&live, "访问由谁邀请").contains("普京"));
}

const ENTRY: &str = r#"
[[entry]]
id = "bus"
topic = "trade"
question = "巴士几点开？"
answer = "八点开。"
paragraphs = [4]
"#;

fn strings(list: &[&str]) -> Vec<String> {
    list.iter().map(|&item| item.to_owned()).collect()
}

#[test]
fn nothing_changed_on_disk_is_told_as_such() {
    let folder = Folder::new();
    let live = folder.live();
    folder.write("pack.toml", &folder.read("pack.toml"));
    let change = live.reload(at(1)).expect("taken");
    assert_eq!(change, Change::nothing(&live.version()));
    assert!(told(&change.lines(&live.knowledge())).contains(&live.version()));
    assert_eq!(live.history(at(2)).len(), 1);
}

#[test]
fn a_fault_is_refused_with_its_place_and_the_old_answer_still_comes() {
    let folder = Folder::new();
    let live = folder.live();
    let before = live.version();
    folder.edit("{trade.total.2024}。", "{trade.totl.2024}。");
    folder.write("more.toml", "[[entry]]\nid = \"bus\n");
    let refusal = live.reload(at(1)).expect_err("refused");
    let lines = told(&refusal.lines(&live.knowledge()));
    assert!(lines.contains("more.toml:2:10: "), "{lines}");
    folder.write("more.toml", "");
    let refusal = live.reload(at(1)).expect_err("refused");
    let lines = told(&refusal.lines(&live.knowledge()));
    assert!(matches!(refusal, Refusal::Faults(_)) && lines.contains("pack.toml:58:13: "), "{lines}");
    assert_eq!((live.version(), answer(&live, TOTAL).contains("280亿美元")), (before, true));
}

#[test]
fn a_pack_that_fails_its_own_tests_is_refused() {
    let folder = Folder::new();
    let live = folder.live();
    folder.edit("must_match = [\"谁邀请他来访问\"]", "must_match = [\"论坛在哪里举行？\"]");
    let refusal = live.reload(at(1)).expect_err("refused");
    let lines = told(&refusal.lines(&live.knowledge()));
    assert!(lines.contains("pack.toml:68:") && lines.contains("visit.host must match this"), "{lines}");
}

#[test]
fn a_question_set_with_faults_is_refused() {
    let folder = Folder::new();
    let live = folder.live();
    folder.write("questions/set.jsonl", "no json\n");
    let refusal = live.reload(at(1)).expect_err("refused");
    assert!(told(&refusal.lines(&live.knowledge())).contains("set.jsonl:1: "));
}

#[test]
fn worse_scores_are_told_loudly_and_refuse_nothing() {
    let folder = Folder::new();
    let live = folder.live();
    folder.edit("value = 280", "value = 290");
    let change = live.reload(at(1)).expect("taken");
    assert!(change.is_worse());
    assert_eq!((change.scores[0].before, change.scores[0].after), (100.0, 50.0));
    assert_eq!(change.figures.changed, ["trade.total.2024"]);
    let lines = change.lines(&live.knowledge());
    assert!(lines[1].contains("变差了") && lines[1].contains("100.0% → 50.0%"), "{}", told(&lines));
    assert!(lines[2].contains("s-1") && lines[2].contains("trade.total.2024"), "{}", told(&lines));
    let logged = change.to_string();
    assert!(logged.contains("s-1") && !logged.contains("贸易额"), "{logged}");
    assert!(answer(&live, TOTAL).contains("290亿美元"));
}

#[test]
fn a_long_change_is_told_on_a_screen() {
    let folder = Folder::new();
    let live = folder.live();
    let entries = (0..100).map(|at| ENTRY.replace("bus", &format!("bus.{at}")).replace("巴士", &format!("{at}路巴士")));
    folder.write("more.toml", &entries.collect::<String>());
    let lines = live.reload(at(1)).expect("taken").lines(&live.knowledge());
    assert!(told(&lines).contains("bus.11……另有88个") && lines.len() < 10, "{}", told(&lines));
    folder.write("more.toml", &told(&(0..100).map(|at| format!("[[entry]]\nid = \"{at}\"")).collect::<Vec<_>>()));
    let lines = live.reload(at(1)).expect_err("refused").lines(&live.knowledge());
    assert_eq!(lines.len(), 10, "{}", told(&lines));
}

#[test]
fn the_pack_inside_the_program_says_what_to_do() {
    let live = Live::fixed(shipped::knowledge());
    for refusal in [live.reload(at(1)).unwrap_err(), live.rollback(1, at(1)).unwrap_err()] {
        assert!(told(&refusal.lines(&live.knowledge())).contains("--knowledge"));
    }
    assert_eq!(live.version(), source::version(&source::builtin()));
    assert_eq!(live.history(at(1)).len(), 1);
}

#[test]
fn a_version_is_the_same_wherever_the_files_lie() {
    let (one, other) = (Folder::new(), Folder::new());
    assert_eq!(one.live().version(), other.live().version());
    other.edit("280", "281");
    assert_ne!(one.live().version(), other.live().version());
}

#[test]
fn whoever_asks_during_a_reload_gets_one_version_whole() {
    let folder = Folder::new();
    let live = folder.live();
    let over = AtomicBool::new(false);
    thread::scope(|scope| {
        let ask = || {
            let mut seen = [0, 0];
            while !over.load(Ordering::Relaxed) || seen == [0, 0] {
                let text = answer(&live, TOTAL);
                let (old, new) = (text.contains("一共280亿美元"), text.contains("总共290亿美元"));
                assert!(old != new, "{text}");
                seen[usize::from(new)] += 1;
            }
            seen
        };
        let threads: Vec<_> = (0..8).map(|_| scope.spawn(ask)).collect();
        for turn in 0..6 {
            let (old, new) = [("一共", "总共"), ("总共", "一共")][turn % 2];
            let (from, to) = [("value = 280", "value = 290"), ("value = 290", "value = 280")][turn % 2];
            folder.write("pack.toml", &folder.read("pack.toml").replace(old, new).replace(from, to));
            assert_eq!(live.reload(at(1)).expect("taken").how, How::Reloaded);
        }
        over.store(true, Ordering::Relaxed);
        let seen: Vec<[u32; 2]> = threads.into_iter().map(|thread| thread.join().expect("no panic")).collect();
        assert!(seen.iter().any(|seen| seen[0] > 0) && seen.iter().any(|seen| seen[1] > 0), "{seen:?}");
    });
}

#[test]
fn any_of_the_last_five_packs_can_serve_again() {
    let folder = Folder::new();
    let live = folder.live();
    for value in 281..=286 {
        folder.edit(&format!("value = {}", value - 1), &format!("value = {value}"));
        live.reload(at(value)).expect("taken");
    }
    let history = live.history(at(300));
    assert_eq!((history.len(), history[0].entries, history[5].since), (1 + KEPT, 3, at(281)));
    for steps in 1..=KEPT {
        let version = live.history(at(300))[steps].version.clone();
        let change = live.rollback(steps, at(300)).expect("rolled back");
        assert_eq!((change.how, &change.after, live.version()), (How::RolledBack, &version, version.clone()));
        assert!(told(&change.lines(&live.knowledge())).contains("/reload"));
    }
    assert!(answer(&live, TOTAL).contains("281亿美元"), "the fifth of six, each moved to the front once");
    assert_eq!(live.history(at(300)).len(), 1 + KEPT);
    assert!(folder.read("pack.toml").contains("value = 286"));
    assert_eq!(live.reload(at(301)).expect("taken").how, How::Reloaded);
    assert!(answer(&live, TOTAL).contains("286亿美元"));
    for steps in [0, 6] {
        assert!(matches!(live.rollback(steps, at(1)), Err(Refusal::NoSuchVersion { kept: 5, .. })));
    }
}

#[test]
fn a_folder_that_is_gone_is_one_reason() {
    let folder = Folder::new();
    let live: Arc<Live> = folder.live();
    std::fs::rename(&folder.path, folder.path.with_file_name("away")).expect("renamed");
    let lines = live.reload(at(1)).expect_err("refused").lines(&live.knowledge());
    assert!(lines.len() == 1 && lines[0].contains("/pack"), "{}", told(&lines));
    assert!(answer(&live, TOTAL).contains("280亿美元"));
}
