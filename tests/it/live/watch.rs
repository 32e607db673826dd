//! The watch on the pack's folder. Every wait is for a reload that the watch tells of.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use visitbot::live::watch::{Watch, WatchError};
use visitbot::live::{Change, How, Live, Refusal};

use super::{Folder, answer, at, told};
use crate::support::shipped;

/// Far more than a reload takes.
const PATIENCE: Duration = Duration::from_secs(30);

const TOTAL: &str = "2024年贸易额是多少";

struct Watched {
    folder: Folder,
    live: Arc<Live>,
    told: Receiver<Result<Change, Refusal>>,
    _watch: Watch,
}

impl Watched {
    fn new() -> Watched {
        let folder = Folder::new();
        let live = folder.live();
        let (teller, told) = channel();
        let watch = Watch::start(Arc::clone(&live), move |outcome| drop(teller.send(outcome))).expect("watched");
        Watched { folder, live, told, _watch: watch }
    }

    fn next(&self) -> Result<Change, Refusal> {
        self.told.recv_timeout(PATIENCE).expect("a reload")
    }
}

#[test]
fn a_change_on_disk_is_reloaded_and_nonsense_in_the_middle_is_not() {
    let watched = Watched::new();
    let good = watched.folder.read("pack.toml");
    watched.folder.write("pack.toml", &good[..good.len() / 2]);
    let refusal = watched.next().expect_err("refused");
    let lines = told(&refusal.lines(&watched.live.knowledge()));
    assert!(lines.contains("pack.toml:"), "{lines}");
    assert!(answer(&watched.live, TOTAL).contains("280亿美元"));
    watched.folder.write("pack.toml", &good.replace("value = 280", "value = 290"));
    assert_eq!(watched.next().expect("taken").figures.changed, ["trade.total.2024"]);
    assert!(answer(&watched.live, TOTAL).contains("290亿美元"));
}

#[test]
fn what_is_only_touched_reloads_nothing() {
    let watched = Watched::new();
    watched.folder.write("pack.toml", &watched.folder.read("pack.toml"));
    std::fs::write(watched.folder.path.join("notes.txt"), "no part of the pack").expect("written");
    watched.live.learn("visit.host", "做东的是哪一方", 1, at(0)).expect("learned");
    std::fs::write(watched.folder.path.join("questions/set.jsonl"), include_str!("set.jsonl").replace("s-2", "s-3"))
        .expect("written");
    assert_eq!(watched.next().expect("taken").how, How::Reloaded, "the set is the first that counts");
    assert_eq!(watched.live.learned().len(), 1);
}

#[test]
fn a_folder_that_is_replaced_as_a_whole_is_watched_on() {
    let watched = Watched::new();
    let (path, beside) = (&watched.folder.path, watched.folder.path.with_file_name("next"));
    watched.folder.fill(&beside);
    std::fs::write(beside.join("empty.toml"), "").expect("written");
    std::fs::rename(path, path.with_file_name("before")).expect("renamed");
    std::fs::rename(&beside, path).expect("renamed");
    assert_eq!(watched.next().expect("taken").how, How::Reloaded);
    watched.folder.edit("value = 280", "value = 290");
    assert_eq!(watched.next().expect("taken").figures.changed, ["trade.total.2024"]);
}

#[test]
fn the_pack_inside_the_program_cannot_be_watched() {
    let live = Arc::new(Live::fixed(shipped::knowledge()));
    assert!(matches!(Watch::start(live, drop), Err(WatchError::CompiledIn)));
}
