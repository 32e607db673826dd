//! The knowledge now in force, and how it changes while the bot answers: reloaded from its folder, rolled back, taught.
//!
//! A turn takes the knowledge with one atomic load and waits for no change. Changes wait for each other, and so do the
//! history and the list of what was learned; they take up to a second, so an async caller runs them where blocking is
//! allowed.

mod change;
mod edition;
mod learned;
mod outcomes;
mod refusal;
pub mod say;
mod shelf;
mod teach;
pub mod watch;

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use arc_swap::ArcSwap;
use chrono::{DateTime, SecondsFormat, Utc};

pub use self::change::{Change, Confusion, Difference, Given, How, Score};
pub use self::edition::Edition;
use self::outcomes::Outcomes;
pub use self::refusal::{Loss, Refusal, Whose};
pub use self::shelf::{KEPT, Served};
use self::shelf::{Shelf, Standing};
pub use self::teach::LONGEST;
use crate::knowledge::Knowledge;
use crate::knowledge::pack::Learned;

/// The knowledge in force.
pub struct Live {
    knowledge: ArcSwap<Knowledge>,
    source: Source,
    reloads: Outcomes,
}

/// Where the knowledge comes from.
enum Source {
    /// The pack inside the program, or one made by it: it never changes.
    Fixed,
    /// A folder.
    Folder { path: PathBuf, shelf: Mutex<Shelf> },
}

/// Which learned line to take back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which<'a> {
    /// The last one that the same admin taught.
    Last,
    /// The one that asks this, whoever taught it; marks and spaces do not matter.
    Ask(&'a str),
}

impl Live {
    /// Knowledge that never changes.
    pub fn fixed(knowledge: impl Into<Arc<Knowledge>>) -> Live {
        Live { knowledge: ArcSwap::new(knowledge.into()), source: Source::Fixed, reloads: Outcomes::default() }
    }

    /// The pack in `path`, which may change on disk later. Its own tests are not run: a start is no time to refuse.
    ///
    /// # Errors
    /// If the folder cannot be read or the pack has faults.
    pub fn open(path: impl Into<PathBuf>, now: SystemTime) -> Result<Live, Refusal> {
        let path = path.into();
        let edition = Edition::read(&path)?;
        let knowledge = Arc::new(edition.compile()?);
        let shelf = Mutex::new(Shelf::new(edition, Served::new(&knowledge, now)));
        let source = Source::Folder { path, shelf };
        Ok(Live { knowledge: ArcSwap::new(knowledge), source, reloads: Outcomes::default() })
    }

    /// The knowledge now in force; a caller that keeps it sees one version.
    pub fn knowledge(&self) -> Arc<Knowledge> {
        self.knowledge.load_full()
    }

    /// The version now in force: a short hash of the pack's files.
    pub fn version(&self) -> String {
        self.knowledge.load().version.clone()
    }

    /// The folder of the pack, if it comes from one.
    pub fn path(&self) -> Option<&Path> {
        match &self.source {
            Source::Fixed => None,
            Source::Folder { path, .. } => Some(path),
        }
    }

    /// Reads the folder and puts its pack in force if that has no fault and passes its own tests. Question sets that it
    /// answers worse do not stop it, but the change tells. Takes about a second for a pack of 12,000 ways to ask.
    ///
    /// # Errors
    /// If the pack is refused; the one in force stays.
    pub fn reload(&self, now: SystemTime) -> Result<Change, Refusal> {
        self.reloads.count(self.folder().and_then(|(path, mut shelf)| {
            let edition = Edition::read(path)?;
            self.take_in(&mut shelf, edition, now)
        }))
    }

    /// Puts a version in force that another bot chose: one that served here before, or what the folder holds now.
    ///
    /// # Errors
    /// If the pack is refused; the one in force stays.
    pub fn follow(&self, version: &str, now: SystemTime) -> Result<Change, Refusal> {
        match self.history(now).iter().position(|served| served.version == version) {
            Some(steps) if steps > 0 => self.rollback(steps, now),
            _ => self.reload(now),
        }
    }

    /// How many reloads there were since the start: those that went well, one that found nothing new too, and those
    /// that were refused.
    pub fn reloads(&self) -> (u64, u64) {
        self.reloads.so_far()
    }

    /// As [`Live::reload`], but only if the folder holds anything else than when it was last read: `None` if not.
    ///
    /// # Errors
    /// As [`Live::reload`].
    pub fn catch_up(&self, now: SystemTime) -> Result<Option<Change>, Refusal> {
        let (path, mut shelf) = self.folder()?;
        let edition = self.reloads.count_refusal(Edition::read(path).map_err(Refusal::from))?;
        if edition.mark() == shelf.seen {
            return Ok(None);
        }
        self.reloads.count(self.take_in(&mut shelf, edition, now)).map(Some)
    }

    fn take_in(&self, shelf: &mut Shelf, edition: Edition, now: SystemTime) -> Result<Change, Refusal> {
        shelf.seen = edition.mark();
        let before = self.knowledge();
        if edition == shelf.current().edition {
            shelf.standing = Standing::AsOnDisk;
            return Ok(Change::nothing(&before.version));
        }
        let after = edition.compile()?;
        edition.pass_own_tests(&after)?;
        let change = Change::between(How::Reloaded, &before, &after, &edition.sets()?, now);
        shelf.serve(edition, Served::new(&after, now), Standing::AsOnDisk);
        self.knowledge.store(Arc::new(after));
        Ok(change)
    }

    /// Puts the pack in force that stands at `steps` of [`Live::history`], 1 to [`KEPT`]. The disk stays as it is, so
    /// the next reload brings its pack back.
    ///
    /// # Errors
    /// If there is none there, or the pack comes from no folder.
    pub fn rollback(&self, steps: usize, now: SystemTime) -> Result<Change, Refusal> {
        let (_, mut shelf) = self.folder()?;
        let edition = shelf.earlier(steps)?.edition.clone();
        let (before, after) = (self.knowledge(), edition.compile()?);
        let sets = shelf.current().edition.sets().unwrap_or_default();
        let change = Change::between(How::RolledBack, &before, &after, &sets, now);
        shelf.serve(edition, Served::new(&after, now), Standing::RolledBack);
        self.knowledge.store(Arc::new(after));
        Ok(change)
    }

    /// The packs that served, each once, the last first: at 0 the one in force, behind it those to roll back to. Lines
    /// that were taught make no pack of their own.
    pub fn history(&self, now: SystemTime) -> Vec<Served> {
        match self.folder() {
            Ok((_, shelf)) => shelf.history(),
            Err(_) => vec![Served::new(&self.knowledge(), now)],
        }
    }

    /// Teaches that `ask` asks for the entry or gap `entry`: written to `learned.toml` and known to the next question.
    /// `by` is the Telegram id of who teaches. Takes about half a second for a pack of 12,000 ways to ask.
    ///
    /// # Errors
    /// If `ask` cannot be a way to ask of `entry`, would change what other questions get, or cannot be written; all
    /// stays as it is.
    pub fn learn(&self, entry: &str, ask: &str, by: u64, now: SystemTime) -> Result<Learned, Refusal> {
        let (path, mut shelf) = self.folder()?;
        let ask = ask.split_whitespace().collect::<Vec<_>>().join(" ");
        let at = DateTime::<Utc>::from(now).to_rfc3339_opts(SecondsFormat::Secs, true);
        let line = Learned { entry: entry.to_owned(), ask, by, at };
        let before = self.knowledge();
        teach::admit(&before, &line, now)?;
        let edition = learnt(&shelf, path)?;
        let edition = edition.with_learned(path, learned::append(edition.learned(path), &line));
        let after = edition.compile()?;
        teach::fits(&before, &after, &line, &edition.sets()?, now)?;
        self.put_down(&mut shelf, path, edition, after, now)?;
        Ok(line)
    }

    /// Takes a learned line back; `by` is the Telegram id of who does.
    ///
    /// # Errors
    /// If there is no such line, a test of the pack rests on it, or the file cannot be written; all stays as it is.
    pub fn unlearn(&self, which: Which<'_>, by: u64, now: SystemTime) -> Result<Learned, Refusal> {
        let (path, mut shelf) = self.folder()?;
        let edition = learnt(&shelf, path)?;
        let (line, text) = learned::without(edition.learned(path), which, by).ok_or(Refusal::NeverLearned)?;
        let edition = edition.with_learned(path, text);
        let after = edition.compile()?;
        teach::leaves_tests(&self.knowledge(), &after)?;
        self.put_down(&mut shelf, path, edition, after, now)?;
        Ok(line)
    }

    /// The lines that were taught to the pack in force, oldest first.
    pub fn learned(&self) -> Vec<Learned> {
        let Ok((path, shelf)) = self.folder() else { return Vec::new() };
        learned::lines(shelf.current().edition.learned(path)).into_iter().map(|line| line.into_inner()).collect()
    }

    /// Writes the learned lines of `edition` and puts it in force, in place of the one that it came from.
    fn put_down(
        &self,
        shelf: &mut Shelf,
        path: &Path,
        edition: Edition,
        after: Knowledge,
        now: SystemTime,
    ) -> Result<(), Refusal> {
        learned::write(&learned::file(path), edition.learned(path))?;
        shelf.amend(edition, Served::new(&after, now));
        self.knowledge.store(Arc::new(after));
        Ok(())
    }

    /// The folder and the shelf, for as long as a change takes.
    fn folder(&self) -> Result<(&Path, MutexGuard<'_, Shelf>), Refusal> {
        match &self.source {
            Source::Fixed => Err(Refusal::CompiledIn),
            Source::Folder { path, shelf } => Ok((path, shelf.lock().unwrap_or_else(PoisonError::into_inner))),
        }
    }
}

/// The edition in force, if what is learned goes on from it: it is the disk's, and so are its learned lines.
fn learnt(shelf: &Shelf, path: &Path) -> Result<Edition, Refusal> {
    let edition = &shelf.current().edition;
    let on_disk = learned::read(&learned::file(path))?;
    let same = shelf.standing == Standing::AsOnDisk && on_disk == edition.learned(path);
    if same { Ok(edition.clone()) } else { Err(Refusal::NotOnDisk) }
}

/// Logs how a change ended that nobody waits for. No line holds a question that somebody asked.
pub fn log(outcome: &Result<Change, Refusal>) {
    match outcome {
        Ok(change) if change.is_worse() => tracing::warn!("{change}"),
        Ok(change) => tracing::info!("{change}"),
        Err(refusal) => tracing::error!("the pack in force stays: {refusal}"),
    }
}
