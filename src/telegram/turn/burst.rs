//! Two lines sent within a second are one question, if the first is but a piece of it.
//!
//! Nobody waits for a second line: the first is answered at once, and its answer changed when the second comes.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard};

use teloxide::types::MessageId;

use crate::app::Asker;
use crate::dialogue::Session;

/// Seconds, as Telegram dates messages, between the lines of one question.
const APART: i64 = 1;
/// Askers whose last line is remembered.
const ASKERS: usize = 4096;

/// The line that somebody sent last.
#[derive(Debug, Clone)]
pub struct Line {
    /// What it says.
    pub text: String,
    /// Its message.
    pub message: MessageId,
    /// When it was sent: Unix time in seconds.
    pub sent: i64,
    /// Where the dialogue stood before it.
    pub before: Session,
}

/// The last lines that were left without an answer.
#[derive(Default)]
pub struct Bursts(Mutex<HashMap<Asker, Line>>);

impl Bursts {
    /// Takes the unanswered line that `asker` sent within a second before `sent`.
    pub fn take(&self, asker: &Asker, sent: i64) -> Option<Line> {
        let line = self.lock().remove(asker)?;
        (sent - line.sent <= APART).then_some(line)
    }

    /// Remembers a line that found no answer.
    pub fn keep(&self, asker: &Asker, line: Line) {
        let mut lines = self.lock();
        if lines.len() >= ASKERS {
            lines.retain(|_, kept| line.sent - kept.sent <= APART);
        }
        if lines.len() < ASKERS {
            lines.insert(asker.clone(), line);
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Asker, Line>> {
        self.0.lock().unwrap_or_else(|e| e.into_inner())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_line_of_the_same_second_is_joined() {
        let bursts = Bursts::default();
        let asker = Asker { chat: "1".to_owned(), user: "2".to_owned() };
        let line = |sent| Line { text: "半句".to_owned(), message: MessageId(1), sent, before: Session::default() };
        bursts.keep(&asker, line(10));
        assert!(bursts.take(&asker, 11).is_some());
        assert!(bursts.take(&asker, 11).is_none());
        bursts.keep(&asker, line(10));
        assert!(bursts.take(&asker, 12).is_none());
    }

    #[test]
    fn the_lines_of_many_do_not_pile_up() {
        let bursts = Bursts::default();
        for user in 0..2 * ASKERS as i64 {
            let asker = Asker { chat: "1".to_owned(), user: user.to_string() };
            let line =
                Line { text: String::new(), message: MessageId(1), sent: user / 100, before: Session::default() };
            bursts.keep(&asker, line);
        }
        assert!(bursts.lock().len() <= ASKERS);
    }
}
