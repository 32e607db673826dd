//! What an admin wants to know of the last days, as data and as lines.

use std::time::{Duration, SystemTime};

use super::Journal;
use super::day::Day;
use super::misses::gaps::Gap;
use super::tallies::Tally;
use crate::knowledge::Knowledge;
use crate::store::StoreError;

/// Entries and gaps that are told.
pub const TOP: usize = 5;

/// The last days.
#[derive(Debug, Clone, PartialEq)]
pub struct Stats {
    /// Each day, the oldest first; days on which nothing happened, too.
    pub days: Vec<(Day, Tally)>,
    /// All of them together.
    pub total: Tally,
    /// The questions without an answer that are asked most, whenever that was.
    pub gaps: Vec<Gap>,
}

impl Journal {
    /// What happened today and on the days before, `days` (1 to 90) in all.
    ///
    /// # Errors
    /// If the store fails.
    pub fn stats(&self, days: u32, now: SystemTime) -> Result<Stats, StoreError> {
        let today = Day::of(now);
        let span = (0..days.clamp(1, 90)).rev().map(|ago| Day(today.0.saturating_sub(ago)));
        let days = span.map(|day| Ok((day, self.tally(day, now)?))).collect::<Result<Vec<_>, StoreError>>()?;
        let mut total = Tally::default();
        days.iter().for_each(|(_, tally)| total.add(tally));
        Ok(Stats { days, total, gaps: self.gaps(now, TOP)? })
    }
}

impl Journal {
    /// The entries that answered most today and on the days before, `days` (1 to 90) in all, most first.
    ///
    /// # Errors
    /// If the store fails.
    pub fn most_answered(&self, days: u32, now: SystemTime) -> Result<Vec<String>, StoreError> {
        let (today, mut total) = (Day::of(now), Tally::default());
        for ago in 0..days.clamp(1, 90) {
            total.add(&self.tally(Day(today.0.saturating_sub(ago)), now)?);
        }
        let stats = Stats { days: Vec::new(), total, gaps: Vec::new() };
        Ok(stats.top_entries().into_iter().map(|(id, _)| id.to_owned()).collect())
    }
}

impl Stats {
    /// The entries that answered most, most first, at most [`TOP`].
    pub fn top_entries(&self) -> Vec<(&str, u64)> {
        let mut entries: Vec<(&str, u64)> =
            self.total.entries.iter().map(|(id, times)| (id.as_str(), *times)).collect();
        entries.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
        entries.truncate(TOP);
        entries
    }

    /// Lines for an admin: the total, the days on which something happened, the top entries, the top gaps, how long
    /// it took.
    pub fn lines(&self, knowledge: &Knowledge) -> Vec<String> {
        let mut lines = vec![knowledge.say("stats-title").replace("{days}", &self.days.len().to_string())];
        lines.push(filled(knowledge.say("stats-total"), &self.total));
        lines.push(filled(knowledge.say("stats-votes"), &self.total));
        let within = |share| self.total.latency.within(share).map(shown);
        if let (Some(half), Some(most)) = (within(0.5), within(0.99)) {
            lines.push(knowledge.say("stats-latency").replace("{p50}", &half).replace("{p99}", &most));
        }
        let busy = self.days.iter().filter(|(_, tally)| tally.questions + tally.silent > 0);
        lines.extend(
            busy.map(|(day, tally)| filled(knowledge.say("stats-day"), tally).replace("{day}", &day.to_string())),
        );
        let entries = self.top_entries();
        lines.extend((!entries.is_empty()).then(|| knowledge.say("stats-entries").to_owned()));
        let question = |id| knowledge.entry(id).map_or(id, |entry| entry.question.as_str());
        lines.extend(entries.into_iter().map(|(id, times)| counted(knowledge, times, question(id))));
        lines.extend((!self.gaps.is_empty()).then(|| knowledge.say("stats-gaps").to_owned()));
        lines.extend(self.gaps.iter().map(|gap| counted(knowledge, u64::from(gap.times), &gap.text)));
        lines
    }
}

fn filled(phrase: &str, tally: &Tally) -> String {
    let numbers = [
        ("{questions}", tally.questions),
        ("{answered}", tally.answered),
        ("{offered}", tally.offered),
        ("{declined}", tally.declined),
        ("{silent}", tally.silent),
        ("{chosen}", tally.chosen),
        ("{up}", tally.up),
        ("{down}", tally.down),
    ];
    numbers.iter().fold(phrase.to_owned(), |text, (name, number)| text.replace(name, &number.to_string()))
}

fn counted(knowledge: &Knowledge, times: u64, what: &str) -> String {
    knowledge.say("stats-times").replace("{times}", &times.to_string()).replace("{what}", what)
}

fn shown(time: Duration) -> String {
    let micros = time.as_micros();
    if micros < 10_000 { format!("{micros} µs") } else { format!("{} ms", micros / 1000) }
}
