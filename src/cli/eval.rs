//! `eval`: asks each question of the sets through the app, as it is or damaged, judges the replies and tells how good
//! they are.

mod failures;
mod judge;
mod question;
mod record;
mod reliability;
mod stress;
mod table;
mod tally;
mod trial;

use std::io::Write;
use std::path::{Path, PathBuf};

use self::question::Set;
use self::record::Record;
use self::tally::Tally;
use self::trial::Trial;
use super::args::Eval;
use super::failure::Failure;
use super::settings::Settings;
use super::{pack, terminal_app};
use crate::knowledge::load::SourceFile;

/// Scores the sets that are `wanted` and prints what came of each.
///
/// # Errors
/// If a set has faults, a file cannot be read or written, or a set scores less than the minimum.
pub fn run(settings: &Settings, wanted: &Eval, out: &mut impl Write) -> Result<(), Failure> {
    let app = terminal_app(settings)?;
    let sets = sets(settings.knowledge.as_deref(), &wanted.files)?;
    let before = wanted.against.as_deref().map(Record::read).transpose()?;
    let mut record = Record::default();
    let mut below = Vec::new();
    for set in &sets {
        let (asked, heads) = match wanted.stress {
            true => (&stress::damaged(app, set, wanted.seed), table::BY_DAMAGE),
            false => (set, table::BY_REGISTER),
        };
        let name = asked.name.as_str();
        let trials: Vec<Trial> = asked.questions.iter().map(|question| trial::run(app, name, question)).collect();
        table::write(out, name, &heads, &trials)?;
        if wanted.reliability {
            reliability::write(out, &trials)?;
        }
        failures::write(out, &trials, if wanted.all { usize::MAX } else { wanted.failures })?;
        record.add(name, &trials);
        if let Some(before) = &before {
            record::write_change(out, before, &record, name)?;
        }
        let counted = if wanted.stress { Tally::by_register(&trials) } else { vec![("", Tally::of(&trials))] };
        below.extend(wanted.min.into_iter().flat_map(|min| shortfalls(name, &counted, min)));
        out.flush()?;
    }
    wanted.save.as_deref().map_or(Ok(()), |path| record.save(path))?;
    if below.is_empty() { Ok(()) } else { Err(Failure::BelowMinimum(below)) }
}

/// Which of the parts `counted` of the set `name` score less than `min` percent.
fn shortfalls(name: &str, counted: &[(&str, Tally)], min: f64) -> Vec<String> {
    let short = counted.iter().map(|(part, tally)| (part, tally.percent())).filter(|(_, percent)| *percent < min);
    let told = short.map(|(part, percent)| {
        let what = [name, part].join(" ");
        format!("{}: {percent:.1} % right, less than the {min} % asked for with --min", what.trim_end())
    });
    told.collect()
}

/// The sets in `files`, or those of the pack; all their faults at once.
fn sets(knowledge: Option<&Path>, files: &[PathBuf]) -> Result<Vec<Set>, Failure> {
    let files_read = if files.is_empty() {
        pack::questions(knowledge)?
    } else {
        files.iter().map(|file| read(file)).collect::<Result<_, _>>()?
    };
    if files_read.is_empty() {
        return Err(Failure::NoQuestions);
    }
    let mut faults = Vec::new();
    let sets =
        files_read.iter().filter_map(|file| Set::parse(file).map_err(|found| faults.extend(found)).ok()).collect();
    if faults.is_empty() { Ok(sets) } else { Err(Failure::Questions(faults)) }
}

fn read(path: &Path) -> Result<SourceFile, Failure> {
    let bytes = std::fs::read(path).map_err(Failure::unreadable(path))?;
    Ok(SourceFile { name: path.display().to_string(), text: String::from_utf8_lossy(&bytes).into_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_part_has_to_reach_the_minimum() {
        let counted = [("homophone", Tally::default()), ("emoji", Tally::default())];
        assert!(shortfalls("q.jsonl", &counted, 0.0).is_empty());
        let told = shortfalls("q.jsonl", &counted, 90.0);
        assert_eq!(told.len(), 2);
        assert_eq!(told[1], "q.jsonl emoji: 0.0 % right, less than the 90 % asked for with --min");
    }
}
