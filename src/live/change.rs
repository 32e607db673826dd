//! What a change of the knowledge brought, as plain data: what was added, changed and removed, and what that did to the
//! question sets.

use std::fmt;
use std::time::SystemTime;

use rustc_hash::FxHashMap;

use crate::knowledge::{Knowledge, Pack};
use crate::reply::{Reply, Verdict};
use crate::scoring::judge::Outcome;
use crate::scoring::question::Set;
use crate::scoring::tally::Tally;
use crate::scoring::trial::{self, Trial};

/// A change of the knowledge in force.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// What brought it.
    pub how: How,
    /// The version before.
    pub before: String,
    /// The version after.
    pub after: String,
    /// Of the answers.
    pub entries: Difference,
    /// Of what is known not to be told.
    pub gaps: Difference,
    /// Of the numbers.
    pub figures: Difference,
    /// Of names and words.
    pub terms: Difference,
    /// Whether anything else changed: wording, topics, sections, measures, small talk.
    pub rest: bool,
    /// Each question set, before and after.
    pub scores: Vec<Score>,
    /// Questions of the sets that were right before and are not now.
    pub confusions: Vec<Confusion>,
}

/// What brought a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// The folder holds what is in force: nothing changed.
    Nothing,
    /// The folder was read.
    Reloaded,
    /// An earlier pack was taken; the folder still holds the later one.
    RolledBack,
}

/// Ids of one kind of table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Difference {
    pub added: Vec<String>,
    pub changed: Vec<String>,
    pub removed: Vec<String>,
}

/// How a question set came out.
#[derive(Debug, Clone, PartialEq)]
pub struct Score {
    /// The set's file name.
    pub set: String,
    /// How many questions it has.
    pub questions: usize,
    /// Right before, in percent.
    pub before: f64,
    /// Right after, in percent.
    pub after: f64,
}

/// A question that was right and is not any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Confusion {
    /// The set's file name.
    pub set: String,
    /// Its id in the set.
    pub id: String,
    /// Its last turn.
    pub question: String,
    /// What it gets now.
    pub given: Given,
}

/// What a question gets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// The kind of reply.
    pub verdict: Verdict,
    /// The entry that it names, if any.
    pub entry: Option<String>,
}

impl Given {
    /// What this reply gives.
    pub fn of(reply: &Reply) -> Given {
        Given { verdict: reply.verdict, entry: reply.entry.clone() }
    }
}

impl Change {
    /// No change: the folder holds the version in force.
    pub fn nothing(version: &str) -> Change {
        let none = Difference::default;
        Change {
            how: How::Nothing,
            before: version.to_owned(),
            after: version.to_owned(),
            entries: none(),
            gaps: none(),
            figures: none(),
            terms: none(),
            rest: false,
            scores: Vec::new(),
            confusions: Vec::new(),
        }
    }

    /// What changes if `after` follows `before`, both asked the same question sets.
    pub fn between(how: How, before: &Knowledge, after: &Knowledge, sets: &[Set], now: SystemTime) -> Change {
        let (old, new) = (&before.pack, &after.pack);
        let mut change = Change {
            how,
            after: after.version.clone(),
            entries: Difference::between(&old.entries, &new.entries, |e| &e.id),
            gaps: Difference::between(&old.gaps, &new.gaps, |g| &g.id),
            figures: Difference::between(&old.figures, &new.figures, |f| &f.id),
            terms: Difference::between(&old.terms, &new.terms, |t| &t.id),
            rest: !same_rest(old, new),
            ..Change::nothing(&before.version)
        };
        for set in sets {
            let (was, is) = std::thread::scope(|scope| {
                let was = scope.spawn(|| trials(before, set, now));
                let is = trials(after, set, now);
                (was.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)), is)
            });
            let (percent_before, percent_after) = (Tally::of(&was).percent(), Tally::of(&is).percent());
            let score =
                Score { set: set.short_name(), questions: is.len(), before: percent_before, after: percent_after };
            change.scores.push(score);
            change.confusions.extend(was.iter().zip(&is).filter_map(|(was, is)| confusion(set, was, is)));
        }
        change
    }

    /// Whether a question set scores less, or a question of one is not right any more.
    pub fn is_worse(&self) -> bool {
        !self.confusions.is_empty() || self.scores.iter().any(|score| score.after < score.before)
    }
}

/// For the log.
impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Change { before, after, .. } = self;
        match self.how {
            How::Nothing => return write!(f, "the pack on disk is the one in force, {after}"),
            How::Reloaded => write!(f, "reloaded the pack, {before} to {after}")?,
            How::RolledBack => write!(f, "rolled the pack back, {before} to {after}")?,
        }
        let parts = [("entries", &self.entries), ("gaps", &self.gaps), ("figures", &self.figures)];
        for (name, d) in parts.into_iter().chain([("terms", &self.terms)]).filter(|(_, d)| **d != Difference::default())
        {
            write!(f, "; {name} +{} ~{} -{}", d.added.len(), d.changed.len(), d.removed.len())?;
        }
        self.scores.iter().try_for_each(|s| write!(f, "; {} {:.1} % right, was {:.1} %", s.set, s.after, s.before))?;
        let lost: Vec<&str> = self.confusions.iter().map(|confusion| confusion.id.as_str()).collect();
        if lost.is_empty() { Ok(()) } else { write!(f, "; not right any more: {}", lost.join(", ")) }
    }
}

impl Difference {
    fn between<T: PartialEq>(before: &[T], after: &[T], id: impl Fn(&T) -> &str) -> Difference {
        let old: FxHashMap<&str, &T> = before.iter().map(|item| (id(item), item)).collect();
        let new: FxHashMap<&str, &T> = after.iter().map(|item| (id(item), item)).collect();
        let changed = |item: &&T| old.get(id(item)).is_some_and(|was| was != item);
        let ids = |items: Vec<&T>| items.into_iter().map(|item| id(item).to_owned()).collect();
        Difference {
            added: ids(after.iter().filter(|item| !old.contains_key(id(item))).collect()),
            changed: ids(after.iter().filter(changed).collect()),
            removed: ids(before.iter().filter(|item| !new.contains_key(id(item))).collect()),
        }
    }
}

fn same_rest(a: &Pack, b: &Pack) -> bool {
    a.meta == b.meta
        && a.wording == b.wording
        && a.fillers == b.fillers
        && (&a.sections, &a.topics, &a.idle) == (&b.sections, &b.topics, &b.idle)
        && (&a.measures, &a.smalltalk) == (&b.measures, &b.smalltalk)
}

fn trials<'q>(knowledge: &Knowledge, set: &'q Set, now: SystemTime) -> Vec<Trial<'q>> {
    set.questions.iter().map(|question| trial::run(knowledge, question, now)).collect()
}

fn confusion(set: &Set, was: &Trial<'_>, is: &Trial<'_>) -> Option<Confusion> {
    let right = |trial: &Trial<'_>| trial.judgement.outcome == Outcome::Right;
    (right(was) && !right(is)).then(|| Confusion {
        set: set.short_name(),
        id: is.question.id.clone(),
        question: is.question.turns.last().cloned().unwrap_or_default(),
        given: Given::of(&is.reply),
    })
}
