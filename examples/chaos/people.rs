//! Who asks what: most chats single questions of the pack's own set, some dialogues whose last answer is right only if
//! the bot remembers what was said before.

use std::time::SystemTime;

use anyhow::Context;
use fastrand::Rng;
use visitbot::dialogue::is_piece;
use visitbot::event::Language;
use visitbot::knowledge::{Knowledge, source};
use visitbot::reply::Verdict;
use visitbot::scoring::judge::{Outcome, judge};
use visitbot::scoring::question::{Expect, Question, Set};
use visitbot::scoring::trial;

use crate::Texts;

/// Each so many-th chat holds dialogues.
const TALKATIVE: usize = 4;
/// Chats have ids from here on.
const FIRST_CHAT: i64 = 1_000;

/// The people, and what they will ask.
pub struct People {
    knowledge: Knowledge,
    singles: Vec<String>,
    dialogues: Vec<Question>,
    /// Of each chat that holds dialogues: which, and how many of its messages are sent.
    talks: Vec<(usize, usize)>,
    /// The last messages of dialogues: their number and the dialogue.
    lasts: Vec<(usize, usize)>,
    dice: Rng,
}

impl People {
    /// People in so many chats.
    ///
    /// # Errors
    /// If the pack that is compiled in has faults.
    pub fn new(chats: usize, seed: u64) -> anyhow::Result<People> {
        let knowledge = Knowledge::load(&source::builtin()).map_err(|faults| anyhow::anyhow!("{faults}"))?;
        let (singles, dialogues): (Vec<_>, Vec<_>) = questions()?.into_iter().partition(|q| q.turns.len() == 1);
        let alone = questions()?.into_iter().filter(|q| q.turns.len() > 1).map(without_context);
        let dialogues: Vec<Question> = dialogues
            .into_iter()
            .zip(alone)
            .filter(|(whole, last)| is_right(&knowledge, whole) && !is_right(&knowledge, last))
            .map(|(whole, _)| whole)
            .collect();
        let singles = singles.into_iter().filter_map(|q| q.turns.into_iter().next());
        let singles: Vec<String> = singles.filter(|text| !is_piece(&knowledge, text)).collect();
        anyhow::ensure!(
            !singles.is_empty() && !dialogues.is_empty(),
            "the pack's question set lacks one of both kinds"
        );
        let mut dice = Rng::with_seed(seed);
        let talks = (0..chats).map(|_| (dice.usize(0..dialogues.len()), 0)).collect();
        Ok(People { knowledge, singles, dialogues, talks, lasts: Vec::new(), dice })
    }

    /// What the bot says in place of an answer.
    pub fn excuses(&self) -> Vec<String> {
        let words = self.knowledge.wording(Language::Chinese);
        ["telegram-busy", "telegram-failed"].iter().map(|key| words.say(key).to_owned()).collect()
    }

    /// The chat and text of the message with this number. The chats take turns, so that nobody is too fast for the bot's
    /// limits, or sends two lines that it would join.
    pub fn next(&mut self, number: usize) -> (i64, String, Texts) {
        let at = number % self.talks.len();
        let chat = FIRST_CHAT + at as i64;
        if !at.is_multiple_of(TALKATIVE) {
            return (chat, self.singles[self.dice.usize(0..self.singles.len())].clone(), Texts::Dropped);
        }
        let (dialogue, sent) = &mut self.talks[at];
        let turns = &self.dialogues[*dialogue].turns;
        let Some(text) = sent.checked_sub(1).map(|turn| turns[turn].clone()) else {
            *sent = 1;
            return (chat, "/reset".to_owned(), Texts::Dropped);
        };
        if *sent < turns.len() {
            *sent += 1;
            return (chat, text, Texts::Dropped);
        }
        self.lasts.push((number, *dialogue));
        (*dialogue, *sent) = ((*dialogue + 1) % self.dialogues.len(), 0);
        (chat, text, Texts::Kept)
    }

    /// The numbers of messages that end a dialogue.
    pub fn lasts(&self) -> impl Iterator<Item = usize> {
        self.lasts.iter().map(|(number, _)| *number)
    }

    /// Those of them whose answer, as `text` has it, is not right.
    pub fn forgotten<'a>(&'a self, text: impl Fn(usize) -> Option<&'a str>) -> Vec<(usize, &'a str)> {
        let is_wrong = |dialogue: usize, said: &str| {
            judge(&self.dialogues[dialogue], Verdict::Answer, said).outcome != Outcome::Right
        };
        let answered = self.lasts.iter().filter_map(|(number, dialogue)| Some((*number, *dialogue, text(*number)?)));
        answered
            .filter(|(_, dialogue, said)| is_wrong(*dialogue, said))
            .map(|(number, _, said)| (number, said))
            .collect()
    }
}

/// The questions that the pack carries, but for talk that is not meant for the bot.
fn questions() -> anyhow::Result<Vec<Question>> {
    let sets = Set::parse_all(&source::builtin_questions()).map_err(|faults| anyhow::anyhow!(faults.join("\n")))?;
    let all: Vec<Question> = sets.into_iter().flat_map(|set| set.questions).collect();
    let meant = |q: &Question| q.register != trial::CHATTER && q.expect != Expect::Silent;
    let dialogue = |q: &Question| q.turns.len() == 1 || q.expect == Expect::Answer;
    Some(all.into_iter().filter(|q| meant(q) && dialogue(q)).collect()).context("no questions")
}

fn without_context(question: Question) -> Question {
    let turns = question.turns.into_iter().next_back().into_iter().collect();
    Question { turns, ..question }
}

fn is_right(knowledge: &Knowledge, question: &Question) -> bool {
    trial::run(knowledge, question, SystemTime::now()).judgement.outcome == Outcome::Right
}
