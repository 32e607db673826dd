//! `chat`: a dialogue in the terminal. What the bot says of itself is its own reply to `/start`; only how to leave and
//! how to attach Telegram is added here.

use std::io::{self, BufRead, Write};
use std::time::SystemTime;

use super::failure::Failure;
use super::input::next_line;
use crate::app::{App, Asker};
use crate::event::{Audience, Event, Input};
use crate::reply::{Offer, Reply, Verdict};

const HINT: &str = "\
(/quit or Ctrl-D ends the chat. To attach it to Telegram: TELOXIDE_TOKEN=<token from @BotFather> cargo run --release)";

/// Questions shown where the welcome itself offers none.
const EXAMPLES: usize = 3;

/// Where the lines come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keyboard {
    /// Somebody types: a prompt waits for them.
    Person,
    /// A pipe or a file: each line is shown, so that the output reads as a dialogue.
    Script,
}

/// Talks until the input ends or somebody types `/quit`.
///
/// # Errors
/// If the input cannot be read or the output not be written.
pub fn run(app: &App, mut input: impl BufRead, keyboard: Keyboard, out: &mut impl Write) -> Result<(), Failure> {
    welcome(app, out)?;
    let mut bytes = Vec::new();
    loop {
        if keyboard == Keyboard::Person {
            write!(out, "> ")?;
        }
        out.flush()?;
        let Some(line) = next_line(&mut input, &mut bytes)? else { break };
        let line = line.trim();
        if keyboard == Keyboard::Script && !line.is_empty() {
            writeln!(out, "> {line}")?;
        }
        match line {
            "" => {}
            "/quit" => return Ok(()),
            _ => say(out, &turn(app, line))?,
        }
    }
    if keyboard == Keyboard::Person {
        writeln!(out)?;
    }
    Ok(())
}

fn welcome(app: &App, out: &mut impl Write) -> io::Result<()> {
    let reply = turn(app, "/start");
    say(out, &reply)?;
    if reply.choices.is_empty() || reply.offer == Offer::Topics {
        for question in examples(app) {
            writeln!(out, "  {question}")?;
        }
        writeln!(out)?;
    }
    writeln!(out, "{HINT}\n")
}

fn examples(app: &App) -> Vec<String> {
    let knowledge = app.knowledge();
    let shown = knowledge.pack.meta.showcase.iter().filter_map(|id| knowledge.entry(id));
    shown.take(EXAMPLES).map(|entry| entry.question.clone()).collect()
}

fn turn(app: &App, line: &str) -> Reply {
    let asker = Asker { chat: "terminal".to_owned(), user: "terminal".to_owned() };
    let event = Event { audience: Audience::Private, input: Input::Text(line.to_owned()) };
    app.turn_or_forget(&asker, &event, SystemTime::now())
}

/// Writes a reply with everything that may be picked numbered, so that a digit picks it.
fn say(out: &mut impl Write, reply: &Reply) -> io::Result<()> {
    if reply.verdict == Verdict::Silent {
        return Ok(());
    }
    writeln!(out, "{}", reply.plain())?;
    if reply.offer != Offer::DidYouMean {
        for (number, choice) in (1..).zip(&reply.choices) {
            writeln!(out, "  {number} {}", reply.script.write(&choice.question))?;
        }
    }
    writeln!(out)
}
