//! Changes and refusals as lines for an admin, at most a screenful, in the pack's wording.

use super::change::{Change, Confusion, Difference, Given, How, Score};
use super::refusal::{Loss, Refusal, Whose};
use super::teach::LONGEST;
use crate::knowledge::Knowledge;
use crate::knowledge::pack::Learned;
use crate::reply::Verdict;

/// Ids told in one line.
const IDS: usize = 12;
/// Faults, losses and questions gone wrong, each of which takes a line.
const LINES: usize = 8;

/// The phrase of a key, filled in: what people wrote last, since it may hold braces.
fn say(knowledge: &Knowledge, key: &str, fills: &[(&str, &str)]) -> String {
    fills.iter().fold(knowledge.say(key).to_owned(), |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
}

/// The first lines of a list, and how many more there are.
fn shortened(knowledge: &Knowledge, mut lines: Vec<String>) -> Vec<String> {
    let more = lines.len().saturating_sub(LINES);
    if more > 0 {
        lines.truncate(LINES);
        lines.push(say(knowledge, "live-more", &[("count", &more.to_string())]));
    }
    lines
}

impl Change {
    /// What an admin is told; what got worse comes before what changed.
    pub fn lines(&self, knowledge: &Knowledge) -> Vec<String> {
        let key = match self.how {
            How::Nothing => "live-nothing",
            How::Reloaded => "live-reloaded",
            How::RolledBack => "live-rolled-back",
        };
        let mut lines = vec![say(knowledge, key, &[("before", &self.before), ("after", &self.after)])];
        lines.extend(self.scores.iter().map(|score| score.line(knowledge)));
        let confused = self.confusions.iter().map(|confusion| confusion.line(knowledge));
        lines.extend(shortened(knowledge, confused.collect()));
        let kinds = [
            ("live-entries", &self.entries),
            ("live-gaps", &self.gaps),
            ("live-figures", &self.figures),
            ("live-terms", &self.terms),
        ];
        lines.extend(kinds.into_iter().flat_map(|(kind, difference)| difference.lines(knowledge, kind)));
        lines.extend(self.rest.then(|| say(knowledge, "live-rest", &[])));
        lines
    }
}

impl Difference {
    fn lines(&self, knowledge: &Knowledge, kind: &str) -> Vec<String> {
        let parts = [("live-added", &self.added), ("live-changed", &self.changed), ("live-removed", &self.removed)];
        let told = parts.into_iter().filter(|(_, ids)| !ids.is_empty()).map(|(key, ids)| {
            let mut shown = ids[..ids.len().min(IDS)].join("、");
            if ids.len() > IDS {
                shown.push_str(&say(knowledge, "live-more", &[("count", &(ids.len() - IDS).to_string())]));
            }
            let kind = say(knowledge, kind, &[]);
            say(knowledge, key, &[("kind", &kind), ("count", &ids.len().to_string()), ("ids", &shown)])
        });
        told.collect()
    }
}

impl Score {
    fn line(&self, knowledge: &Knowledge) -> String {
        let key = if self.after < self.before { "live-worse" } else { "live-score" };
        let (before, after) = (format!("{:.1}", self.before), format!("{:.1}", self.after));
        let fills =
            [("set", &*self.set), ("count", &*self.questions.to_string()), ("before", &before), ("after", &after)];
        say(knowledge, key, &fills)
    }
}

impl Confusion {
    fn line(&self, knowledge: &Knowledge) -> String {
        let given = self.given.told(knowledge);
        let fills = [("set", &*self.set), ("id", &*self.id), ("given", &*given), ("question", &*self.question)];
        say(knowledge, "live-confusion", &fills)
    }
}

impl Given {
    fn told(&self, knowledge: &Knowledge) -> String {
        match (&self.entry, self.verdict) {
            (Some(entry), _) => entry.clone(),
            (None, Verdict::Clarify) => say(knowledge, "live-asked-back", &[]),
            (None, Verdict::Answer) => say(knowledge, "live-other-answer", &[]),
            (None, Verdict::Decline | Verdict::Silent) => say(knowledge, "live-declined", &[]),
        }
    }
}

impl Loss {
    fn line(&self, knowledge: &Knowledge) -> String {
        let (key, owner) = match &self.whose {
            Whose::Way(owner) => ("live-lost-way", owner.clone()),
            Whose::Test(owner) => ("live-lost-test", owner.clone()),
            Whose::Item { set, id } => ("live-lost-item", format!("{set} {id}")),
        };
        let given = self.given.told(knowledge);
        say(knowledge, key, &[("owner", &owner), ("given", &given), ("question", &self.question)])
    }
}

impl Refusal {
    /// What an admin is told: that nothing changed, why, and what to do.
    pub fn lines(&self, knowledge: &Knowledge) -> Vec<String> {
        let one = |key: &str, fills: &[(&str, &str)]| vec![say(knowledge, key, fills)];
        let list = |key: &str, faults: Vec<String>| {
            let head = say(knowledge, key, &[("count", &faults.len().to_string())]);
            std::iter::once(head).chain(shortened(knowledge, faults)).collect()
        };
        match self {
            Refusal::CompiledIn => one("live-compiled-in", &[]),
            Refusal::Source(reason) => one("live-unreadable", &[("reason", &reason.to_string())]),
            Refusal::Faults(faults) => list("live-faults", faults.0.iter().map(ToString::to_string).collect()),
            Refusal::Questions(faults) => list("live-faults", faults.clone()),
            Refusal::Tests(faults) => list("live-tests", faults.clone()),
            Refusal::NoSuchVersion { steps, kept } => {
                one("live-no-version", &[("steps", &steps.to_string()), ("count", &kept.to_string())])
            }
            Refusal::NotOnDisk => one("live-not-on-disk", &[]),
            Refusal::NoLetters => one("live-no-letters", &[]),
            Refusal::TooLong(length) => {
                one("live-too-long", &[("count", &length.to_string()), ("most", &LONGEST.to_string())])
            }
            Refusal::NoTarget { id, near: None } => one("live-no-target", &[("id", id)]),
            Refusal::NoTarget { id, near: Some(near) } => one("live-near-target", &[("near", near), ("id", id)]),
            Refusal::Known { owner } => one("live-known", &[("owner", owner)]),
            Refusal::Answered { owner, belief } => {
                one("live-answered", &[("percent", &format!("{:.0}", belief * 100.0)), ("owner", owner)])
            }
            Refusal::Contradicted { entry, why } => one("live-contradicted", &[("entry", entry), ("why", why)]),
            Refusal::NotWon { entry, given } => {
                one("live-not-won", &[("entry", entry), ("given", &given.told(knowledge))])
            }
            Refusal::Steals(losses) => list("live-steals", losses.iter().map(|loss| loss.line(knowledge)).collect()),
            Refusal::NeverLearned => one("live-never-learned", &[]),
            Refusal::Unwritable { path, reason } => {
                one("live-unwritable", &[("path", path), ("reason", &reason.to_string())])
            }
        }
    }
}

/// What an admin is told who taught this line.
pub fn learned(knowledge: &Knowledge, line: &Learned) -> String {
    taught(knowledge, "live-learned", line)
}

/// What an admin is told who took this line back.
pub fn unlearned(knowledge: &Knowledge, line: &Learned) -> String {
    taught(knowledge, "live-unlearned", line)
}

fn taught(knowledge: &Knowledge, key: &str, line: &Learned) -> String {
    say(knowledge, key, &[("entry", &line.entry), ("ask", &line.ask)])
}
