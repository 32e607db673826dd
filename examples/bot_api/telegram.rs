//! What the server knows: messages that wait for a bot, and what was answered to each.

use std::collections::{HashMap, VecDeque};
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use super::weather::{Poll, Weather};

/// The first id of an update; Telegram begins anywhere, too.
const FIRST_UPDATE: i64 = 500_000_000;
/// The bot's own messages have ids from here on, so that they are not those of questions.
const FIRST_ANSWER: usize = 1_000_000_000;
/// Updates that may come again after they were confirmed.
const REPEATABLE: usize = 50;

/// Whether the text of an answer is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Texts {
    Kept,
    Dropped,
}

/// Whether the bot hears that its message was taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grant {
    Heard,
    Unheard,
}

/// A message that waits for the bot.
#[derive(Debug, Clone)]
pub struct Update {
    pub id: i64,
    pub question: usize,
    pub chat: i64,
    pub json: String,
}

/// One message that somebody wrote, and what became of it.
#[derive(Debug)]
pub struct Question {
    pub chat: i64,
    pub asked: Instant,
    /// When it was first handed to the bot.
    pub handed: Option<Instant>,
    pub answers: Vec<Answer>,
    texts: Texts,
}

/// One answer that Telegram took.
#[derive(Debug)]
pub struct Answer {
    pub at: Instant,
    pub grant: Grant,
    /// What it says, as HTML, if it was to be kept.
    pub text: String,
}

/// What the server knows.
#[derive(Default)]
pub struct Telegram {
    pub weather: Weather,
    /// Which poll is the last.
    pub poller: u64,
    pub questions: Vec<Question>,
    /// Questions with an answer.
    pub answered: usize,
    /// Answers that say that the bot has too much to do, or failed.
    pub turned_away: usize,
    /// Messages that answer no question.
    pub stray: usize,
    pub edits: usize,
    /// Phrases by which such an answer is known.
    excuses: Vec<String>,
    taken: usize,
    waiting: VecDeque<Update>,
    confirmed: VecDeque<Update>,
}

impl Telegram {
    /// A Telegram with this weather, which knows by `excuses` what is no answer.
    pub fn new(weather: Weather, excuses: Vec<String>) -> Telegram {
        Telegram { weather, excuses, ..Telegram::default() }
    }

    /// Somebody writes `text` in a private chat. The question's number is its message's id less one.
    pub fn ask(&mut self, chat: i64, text: &str, texts: Texts) -> Update {
        let question = self.questions.len();
        self.questions.push(Question { chat, asked: Instant::now(), handed: None, answers: Vec::new(), texts });
        let (id, message) = (FIRST_UPDATE + question as i64, question + 1);
        let date = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
        let text = serde_json::Value::from(text);
        let json = format!(
            r#"{{"update_id":{id},"message":{{"message_id":{message},"from":{{"id":{chat},"is_bot":false,"first_name":"某人"}},"chat":{{"id":{chat},"first_name":"某人","type":"private"}},"date":{date},"text":{text}}}}}"#
        );
        Update { id, question, chat, json }
    }

    /// As [`Telegram::ask`], for a bot that polls.
    pub fn ask_poller(&mut self, chat: i64, text: &str, texts: Texts) {
        let update = self.ask(chat, text, texts);
        self.waiting.push_back(update);
    }

    /// A poll begins: it confirms what stands before `offset`, and ends the poll before it.
    pub fn poll(&mut self, offset: i64) -> (u64, Poll) {
        self.poller += 1;
        let fate = self.weather.of_a_poll();
        while self.waiting.front().is_some_and(|update| update.id < offset) {
            self.confirmed.extend(self.waiting.pop_front());
        }
        let surplus = self.confirmed.len().saturating_sub(REPEATABLE);
        self.confirmed.drain(..surplus);
        (self.poller, fate)
    }

    /// What waits, at most `limit`, as a JSON array; `None` if nothing does. In foul weather the chats are mixed, and
    /// some updates come again.
    pub fn batch(&mut self, limit: usize) -> Option<String> {
        if self.waiting.is_empty() {
            return None;
        }
        let again = if self.weather.repeats() { self.confirmed.len() } else { 0 };
        let updates: Vec<&Update> = self.confirmed.iter().take(again).chain(self.waiting.iter().take(limit)).collect();
        let updates = match self.weather.dice() {
            Some(dice) => mixed(updates, dice),
            None => updates,
        };
        let (mut json, now) = ("[".to_owned(), Instant::now());
        for update in updates {
            if json.len() > 1 {
                json.push(',');
            }
            json.push_str(&update.json);
            self.questions[update.question].handed.get_or_insert(now);
        }
        json.push(']');
        Some(json)
    }

    /// A message of the bot's is taken; tells its id.
    pub fn take(&mut self, chat: i64, message: Option<usize>, text: &str, grant: Grant) -> usize {
        self.taken += 1;
        let id = FIRST_ANSWER + self.taken;
        if self.excuses.iter().any(|excuse| text.contains(excuse)) {
            self.turned_away += 1;
            return id;
        }
        let question = message.and_then(|id| self.questions.get_mut(id.checked_sub(1)?)).filter(|q| q.chat == chat);
        let Some(question) = question else {
            self.stray += 1;
            return id;
        };
        let text = if question.texts == Texts::Kept { text.to_owned() } else { String::new() };
        question.answers.push(Answer { at: Instant::now(), grant, text });
        self.answered += usize::from(question.answers.len() == 1);
        id
    }
}

/// The same updates, each chat's in their order, chats as the dice fall.
fn mixed<'a>(updates: Vec<&'a Update>, dice: &mut fastrand::Rng) -> Vec<&'a Update> {
    let mut places: Vec<usize> = (0..updates.len()).collect();
    dice.shuffle(&mut places);
    let mut chats: HashMap<i64, VecDeque<&Update>> = HashMap::new();
    updates.iter().for_each(|update| chats.entry(update.chat).or_default().push_back(update));
    places.into_iter().filter_map(|place| chats.get_mut(&updates[place].chat)?.pop_front()).collect()
}
