//! Results kept in a file, and what a later run gained and lost against them.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::cli::failure::Failure;
use crate::scoring::tally::Tally;
use crate::scoring::trial::Trial;

/// The results of a run, by the file name of each set.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Record {
    sets: BTreeMap<String, Results>,
}

/// The results of one set.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Results {
    percent: f64,
    questions: BTreeMap<String, Kept>,
}

/// What is kept of a question.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Kept {
    score: f64,
    verdict: String,
    entry: Option<String>,
}

impl Record {
    /// The record in a file that `--save` wrote.
    ///
    /// # Errors
    /// If the file cannot be read or holds something else.
    pub fn read(path: &Path) -> Result<Record, Failure> {
        let text = std::fs::read_to_string(path).map_err(Failure::unreadable(path))?;
        serde_json::from_str(&text).map_err(|reason| Failure::NoRecord { path: path.to_owned(), reason })
    }

    /// Writes the record for a later `--against`.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn save(&self, path: &Path) -> Result<(), Failure> {
        let text = serde_json::to_string_pretty(self).map_err(io::Error::from);
        text.and_then(|text| std::fs::write(path, text + "\n")).map_err(Failure::unwritable(path))
    }

    /// Adds the results of the set `name`.
    pub fn add(&mut self, name: &str, trials: &[Trial]) {
        let questions = trials.iter().map(|trial| (trial.question.id.clone(), Kept::of(trial))).collect();
        self.sets.insert(key(name), Results { percent: Tally::of(trials).percent(), questions });
    }
}

impl Kept {
    fn of(trial: &Trial) -> Kept {
        Kept {
            score: Tally::of([trial]).right(),
            verdict: format!("{:?}", trial.reply.verdict).to_lowercase(),
            entry: trial.reply.entry.clone(),
        }
    }

    fn told(&self) -> String {
        format!("{} {}", self.verdict, self.entry.as_deref().unwrap_or("-"))
    }
}

/// Writes which questions of the set `name` score more now than `before`, and which less.
///
/// # Errors
/// If it cannot be written.
pub fn write_change(out: &mut impl Write, before: &Record, now: &Record, name: &str) -> io::Result<()> {
    let name = key(name);
    let (Some(old), Some(new)) = (before.sets.get(&name), now.sets.get(&name)) else {
        return writeln!(out, "  {name} was not in the earlier run\n");
    };
    writeln!(out, "  {:.1} % right before, {:.1} % now", old.percent, new.percent)?;
    for (id, kept) in &new.questions {
        match old.questions.get(id) {
            None => writeln!(out, "    new     {id}")?,
            Some(was) if was.score != kept.score => {
                let change = if kept.score > was.score { "gained" } else { "lost  " };
                writeln!(out, "    {change}  {id}: {}, was {}", kept.told(), was.told())?;
            }
            Some(_) => {}
        }
    }
    for id in old.questions.keys().filter(|id| !new.questions.contains_key(*id)) {
        writeln!(out, "    gone    {id}")?;
    }
    writeln!(out)
}

/// The name of a set without its folder, so that a set may be moved between two runs.
fn key(name: &str) -> String {
    Path::new(name).file_name().map_or_else(|| name.to_owned(), |file| file.to_string_lossy().into_owned())
}
