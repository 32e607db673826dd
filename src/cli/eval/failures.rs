//! The questions that did not come out right, with all that is needed to see why.

use std::io::{self, Write};

use crate::scoring::judge::Outcome;
use crate::scoring::trial::Trial;

/// Characters of a reply that are shown.
const SHOWN: usize = 160;

/// Writes at most `limit` of the trials that are not right, those answered wrongly first.
///
/// # Errors
/// If they cannot be written.
pub fn write(out: &mut impl Write, trials: &[Trial], limit: usize) -> io::Result<()> {
    let mut failed: Vec<&Trial> = trials.iter().filter(|t| t.judgement.outcome != Outcome::Right).collect();
    failed.sort_by_key(|trial| trial.judgement.outcome != Outcome::Wrong);
    for trial in failed.iter().take(limit) {
        write_one(out, trial)?;
    }
    match failed.len().saturating_sub(limit) {
        0 => Ok(()),
        more => writeln!(out, "  … and {more} more; --all shows them\n"),
    }
}

fn write_one(out: &mut impl Write, trial: &Trial) -> io::Result<()> {
    let (question, reply) = (trial.question, &trial.reply);
    let entry = reply.entry.as_deref().unwrap_or("no entry");
    writeln!(out, "  {} {}: {} ({entry}, {:.2})", question.id, question.register, told(trial), reply.confidence)?;
    for turn in &question.turns {
        writeln!(out, "    > {turn}")?;
    }
    if let Some(undamaged) = &question.undamaged {
        writeln!(out, "      was {}", undamaged.last)?;
    }
    if !trial.text.is_empty() {
        writeln!(out, "    < {}", shortened(&trial.text))?;
    }
    for pattern in &trial.judgement.missing {
        writeln!(out, "    missing    {pattern}")?;
    }
    for pattern in &trial.judgement.forbidden {
        writeln!(out, "    forbidden  {pattern}")?;
    }
    writeln!(out)
}

fn told(trial: &Trial) -> String {
    let verdict = format!("{:?}", trial.reply.verdict).to_lowercase();
    let outcome = match trial.judgement.outcome {
        Outcome::Right => "right",
        Outcome::Wrong => "WRONG",
        Outcome::AskedBack => "asked back",
        Outcome::HalfRight => "half right",
        Outcome::Declined => "declined",
    };
    let expected = format!("{:?}", trial.question.expect).to_lowercase();
    format!("{outcome}, {verdict} for {expected}")
}

fn shortened(text: &str) -> String {
    let line = text.replace('\n', " / ");
    match line.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}
