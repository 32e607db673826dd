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
    let mut last = welcome(app, out)?;
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
            _ => {
                last = turn(app, pressed(&last, line).unwrap_or_else(|| Input::Text(line.to_owned())));
                say(out, &last)?;
            }
        }
    }
    if keyboard == Keyboard::Person {
        writeln!(out)?;
    }
    Ok(())
}

fn welcome(app: &App, out: &mut impl Write) -> io::Result<Reply> {
    let reply = turn(app, Input::Text("/start".to_owned()));
    say(out, &reply)?;
    if reply.choices.is_empty() || reply.offer == Offer::Topics {
        for question in examples(app) {
            writeln!(out, "  {question}")?;
        }
        writeln!(out)?;
    }
    writeln!(out, "{HINT}\n")?;
    Ok(reply)
}

fn examples(app: &App) -> Vec<String> {
    let knowledge = app.knowledge();
    let shown = knowledge.pack.meta.showcase.iter().filter_map(|id| knowledge.entry(id));
    shown.take(EXAMPLES).map(|entry| entry.question.clone()).collect()
}

/// The button that a number stands for. Numbers of a "did you mean" are the dialogue's business.
fn pressed(last: &Reply, line: &str) -> Option<Input> {
    let choice = last.choices.get(line.parse::<usize>().ok()?.checked_sub(1)?)?;
    match last.offer {
        Offer::DidYouMean => None,
        Offer::Next => Some(Input::Entry(choice.entry.clone())),
        Offer::Topics => Some(Input::Topic(choice.entry.clone())),
    }
}

fn turn(app: &App, input: Input) -> Reply {
    let asker = Asker { chat: "terminal".to_owned(), user: "terminal".to_owned() };
    app.turn_or_forget(&asker, &Event::new(Audience::Private, input), SystemTime::now())
}

/// Writes a reply with everything that may be picked numbered, so that a number picks it.
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reply::Choice;

    #[test]
    fn a_number_presses_what_stands_beside_it() {
        let mut last = Reply::line(Verdict::Answer, "…");
        last.choices = vec![Choice { entry: "trade".to_owned(), question: "?".to_owned() }];
        assert_eq!(pressed(&last, "1"), Some(Input::Entry("trade".to_owned())));
        assert_eq!((pressed(&last, "0"), pressed(&last, "2"), pressed(&last, "一")), (None, None, None));
        last.offer = Offer::Topics;
        assert_eq!(pressed(&last, "1"), Some(Input::Topic("trade".to_owned())));
        last.offer = Offer::DidYouMean;
        assert_eq!(pressed(&last, "1"), None);
    }
}
