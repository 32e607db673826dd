//! The knowledge that changes while the bot answers, on real files.

mod learn;
mod reload;
mod replicas;
mod watch;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use tempfile::TempDir;
use visitbot::app::App;
use visitbot::event::{Audience, Event, Input};
use visitbot::live::Live;
use visitbot::store::Sessions;

/// A folder with a pack of three entries and a gap, and a question set.
struct Folder {
    /// The pack's folder, within one of the test's own.
    path: PathBuf,
    around: TempDir,
}

impl Folder {
    fn new() -> Folder {
        let around = tempfile::tempdir().expect("a folder");
        let path = around.path().join("pack");
        let folder = Folder { path, around };
        folder.fill(&folder.path);
        folder
    }

    fn fill(&self, path: &Path) {
        std::fs::create_dir_all(path.join("questions")).expect("a folder");
        let write = |name: &str, text: &str| std::fs::write(path.join(name), text).expect("written");
        write("pack.toml", include_str!("live/pack.toml"));
        write("wording.toml", include_str!("../../knowledge/wording.toml"));
        write("questions/set.jsonl", include_str!("live/set.jsonl"));
    }

    /// Writes a file of the pack, whole, as an editor does: beside it, then renamed.
    fn write(&self, name: &str, text: &str) {
        let beside = self.around.path().join("beside");
        std::fs::write(&beside, text).expect("written");
        std::fs::rename(beside, self.path.join(name)).expect("renamed");
    }

    /// Replaces words of `pack.toml`.
    fn edit(&self, old: &str, new: &str) {
        let text = self.read("pack.toml");
        assert!(text.contains(old), "{old} is not in the pack");
        self.write("pack.toml", &text.replace(old, new));
    }

    fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path.join(name)).expect("read")
    }

    fn live(&self) -> Arc<Live> {
        Arc::new(Live::open(&self.path, at(0)).expect("a pack without faults"))
    }
}

/// A time, in seconds after 2026-11-23T10:00:00Z.
fn at(seconds: u64) -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(1_795_428_000 + seconds)
}

/// What somebody reads who asks this in private, anew.
fn answer(live: &Arc<Live>, question: &str) -> String {
    let app = App::serving(Arc::clone(live), Sessions::in_memory());
    let event = Event::new(Audience::Private, Input::Text(question.to_owned()));
    app.once(&event, at(0)).plain()
}

/// The lines for an admin, in one text.
fn told(lines: &[String]) -> String {
    lines.join("\n")
}
