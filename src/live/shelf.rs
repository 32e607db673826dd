//! The editions that served, to roll back to: as text, since a compiled one takes a hundred times the memory.

use std::collections::VecDeque;
use std::time::SystemTime;

use super::edition::Edition;
use super::refusal::Refusal;
use crate::knowledge::Knowledge;

/// How many packs before the one in force are kept.
pub const KEPT: usize = 5;

/// A pack that served.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Served {
    /// Its version.
    pub version: String,
    /// When it last came into force.
    pub since: SystemTime,
    /// How many entries it has.
    pub entries: usize,
}

impl Served {
    /// The knowledge as it comes into force at `since`.
    pub fn new(knowledge: &Knowledge, since: SystemTime) -> Served {
        Served { version: knowledge.version.clone(), since, entries: knowledge.pack.entries.len() }
    }
}

/// An edition with what is told of it.
pub struct Kept {
    /// Its text.
    pub edition: Edition,
    served: Served,
}

/// Whether the edition in force is the last one that was taken from the disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It is.
    AsOnDisk,
    /// An earlier one was put in its place.
    RolledBack,
}

/// The edition in force and those before it.
pub struct Shelf {
    current: Kept,
    /// The last first, each edition once.
    earlier: VecDeque<Kept>,
    /// Where the edition in force comes from.
    pub standing: Standing,
    /// The mark of what was last read from the disk.
    pub seen: String,
}

impl Shelf {
    /// A shelf with nothing but the edition in force.
    pub fn new(edition: Edition, served: Served) -> Shelf {
        let seen = edition.mark();
        Shelf { current: Kept { edition, served }, earlier: VecDeque::new(), standing: Standing::AsOnDisk, seen }
    }

    /// What is in force.
    pub fn current(&self) -> &Kept {
        &self.current
    }

    /// What is told of each, the last first.
    pub fn history(&self) -> Vec<Served> {
        std::iter::once(&self.current).chain(&self.earlier).map(|kept| kept.served.clone()).collect()
    }

    /// The edition at `steps` of the history.
    ///
    /// # Errors
    /// If there is none, or it is the one in force.
    pub fn earlier(&self, steps: usize) -> Result<&Kept, Refusal> {
        let kept = steps.checked_sub(1).and_then(|at| self.earlier.get(at));
        kept.ok_or(Refusal::NoSuchVersion { steps, kept: self.earlier.len() })
    }

    /// Puts an edition in force; the one before goes to the head of the earlier ones.
    pub fn serve(&mut self, edition: Edition, served: Served, standing: Standing) {
        self.earlier.retain(|kept| kept.edition != edition);
        let before = std::mem::replace(&mut self.current, Kept { edition, served });
        self.earlier.push_front(before);
        self.earlier.truncate(KEPT);
        self.standing = standing;
    }

    /// Puts an edition in force in place of the one that it was made of.
    pub fn amend(&mut self, edition: Edition, served: Served) {
        let was_seen = self.seen == self.current.edition.mark();
        self.current = Kept { edition, served };
        if was_seen {
            self.seen = self.current.edition.mark();
        }
    }
}
