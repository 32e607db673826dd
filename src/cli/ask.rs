//! `ask`: one answer, or one for each line of standard input, as text or as JSON. Nothing in the input stops the run.

mod line;

use std::io::{self, BufRead, Write};
use std::time::{Instant, SystemTime};

use serde::Serialize;

use self::line::Line;
use super::args::Ask;
use super::failure::Failure;
use super::input::next_line;
use crate::app::App;
use crate::event::{Audience, Event, Input};
use crate::reply::{Choice, Offer, Reply, Verdict};

/// One line of `ask --json`.
#[derive(Debug, Serialize)]
struct Answer<'a> {
    verdict: Verdict,
    entry: Option<&'a str>,
    text: String,
    confidence: f64,
    options: &'a [Choice],
    sources: Vec<u16>,
    micros: u64,
}

/// Answers `wanted.question`, or each line of `input`.
///
/// # Errors
/// If the input cannot be read or the output not be written.
pub fn run(app: &App, wanted: &Ask, mut input: impl BufRead, out: &mut impl Write) -> Result<(), Failure> {
    if !wanted.question.is_empty() {
        return answer(app, &wanted.question.join(" "), wanted.json, out);
    }
    let mut bytes = Vec::new();
    while let Some(line) = next_line(&mut input, &mut bytes)? {
        answer(app, &line, wanted.json, out)?;
        if !wanted.json {
            writeln!(out)?;
        }
        out.flush()?;
    }
    Ok(())
}

fn answer(app: &App, typed: &str, json: bool, out: &mut impl Write) -> Result<(), Failure> {
    let line = if json { Line::parse(typed) } else { Line::plain(typed) };
    let start = Instant::now();
    let reply = decide(app, line);
    let text = shown(&reply);
    if json {
        let micros = u64::try_from(start.elapsed().as_micros()).unwrap_or(u64::MAX);
        serde_json::to_writer(&mut *out, &Answer::new(&reply, text, micros)).map_err(io::Error::from)?;
        writeln!(out)?;
    } else if !text.is_empty() {
        writeln!(out, "{text}")?;
    }
    Ok(())
}

fn decide(app: &App, line: Line) -> Reply {
    let audience = if line.group { Audience::Overheard } else { Audience::Private };
    let event = Event::new(audience, Input::Text(line.text));
    match line.asker {
        Some(asker) => app.turn_or_forget(&asker, &event, SystemTime::now()),
        None => app.once(&event, SystemTime::now()),
    }
}

/// What the user reads: nothing if the bot keeps silent.
fn shown(reply: &Reply) -> String {
    if reply.verdict == Verdict::Silent { String::new() } else { reply.plain() }
}

impl Answer<'_> {
    fn new(reply: &Reply, text: String, micros: u64) -> Answer<'_> {
        Answer {
            verdict: reply.verdict,
            entry: reply.entry.as_deref(),
            text,
            confidence: (f64::from(reply.confidence) * 100.0).round() / 100.0,
            options: if reply.offer == Offer::Topics { &[] } else { &reply.choices },
            sources: reply.paragraphs(),
            micros,
        }
    }
}
