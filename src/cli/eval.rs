//! `eval`: asks each question of the sets through the app, judges the replies and tells how good they are.

mod failures;
mod judge;
mod question;
mod record;
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
        let trials: Vec<Trial> = set.questions.iter().map(|question| trial::run(&app, &set.name, question)).collect();
        table::write(out, &set.name, &trials)?;
        failures::write(out, &trials, if wanted.all { usize::MAX } else { wanted.failures })?;
        record.add(&set.name, &trials);
        if let Some(before) = &before {
            record::write_change(out, before, &record, &set.name)?;
        }
        below.extend(wanted.min.and_then(|min| shortfall(&set.name, &trials, min)));
        out.flush()?;
    }
    wanted.save.as_deref().map_or(Ok(()), |path| record.save(path))?;
    if below.is_empty() { Ok(()) } else { Err(Failure::BelowMinimum(below)) }
}

fn shortfall(name: &str, trials: &[Trial], min: f64) -> Option<String> {
    let percent = Tally::of(trials).percent();
    (percent < min).then(|| format!("{name}: {percent:.1} % right, less than the {min} % asked for with --min"))
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
