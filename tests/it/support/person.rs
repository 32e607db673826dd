//! Somebody who talks to the bot: each act becomes an update, with the entities that Telegram would find in the text.

use std::sync::LazyLock;
use std::time::SystemTime;

use serde_json::{Value, json};
use visitbot::store::seconds;

use super::server::state::{chat_of, me};
use super::server::{Call, Server};

/// When everybody writes whose messages bear no other date: Unix time in seconds.
pub static NOW: LazyLock<u64> = LazyLock::new(|| seconds(SystemTime::now()));

pub struct Person<'a> {
    server: &'a Server,
    chat: i64,
    id: i64,
    extra: Value,
}

impl<'a> Person<'a> {
    pub fn new(server: &'a Server, chat: i64, id: i64) -> Person<'a> {
        Person { server, chat, id, extra: json!({}) }
    }

    /// With these fields in each message.
    pub fn with(mut self, extra: Value) -> Person<'a> {
        merge(&mut self.extra, extra);
        self
    }

    /// In reply to a message of the bot's.
    pub fn replying_to(self, call: &Call) -> Person<'a> {
        let replied = json!({"message_id": call.message, "date": 1, "chat": chat_of(self.chat), "from": me(),
            "text": call.text()});
        self.with(json!({"reply_to_message": replied}))
    }

    /// Writes a text; gives the message's id.
    pub fn says(&self, text: &str) -> i64 {
        self.sends(json!({"text": text, "entities": entities(text)}))
    }

    /// Sends a message with this content.
    pub fn sends(&self, content: Value) -> i64 {
        self.server.with(|telegram| {
            let id = telegram.next_message();
            telegram.chats.insert(self.chat);
            telegram.deliver("message", self.message(id, content));
            id
        })
    }

    /// Changes the text of an earlier message.
    pub fn edits(&self, id: i64, text: &str) {
        let content = json!({"text": text, "entities": entities(text), "edit_date": 2});
        self.server.with(|telegram| telegram.deliver("edited_message", self.message(id, content)));
    }

    /// Presses a button with this data under a message of the bot's.
    pub fn presses(&self, message: i64, data: &str) -> String {
        self.press(
            json!({"message_id": message, "date": 1, "chat": chat_of(self.chat), "from": me(), "text": "x"}),
            data,
        )
    }

    /// Presses a button under the answer to a question of one's own.
    pub fn presses_under(&self, asked: i64, question: &str, answer: &Call, data: &str) -> String {
        let asked = self.message(asked, json!({"text": question}));
        self.press(
            json!({"message_id": answer.message, "date": 1, "chat": chat_of(self.chat), "from": me(), "text": "x",
                "reply_to_message": asked}),
            data,
        )
    }

    fn press(&self, under: Value, data: &str) -> String {
        self.server.with(|telegram| {
            telegram.chats.insert(self.chat);
            let id = format!("query-{}", telegram.last_update);
            telegram.queries.insert(id.clone());
            let press = json!({"id": id, "from": self.user(), "message": under, "chat_instance": "1", "data": data});
            telegram.deliver("callback_query", press);
            id
        })
    }

    /// The message as JSON, for those who deliver it themselves.
    pub fn message(&self, id: i64, content: Value) -> Value {
        let mut message = json!({"message_id": id, "date": *NOW, "chat": chat_of(self.chat), "from": self.user()});
        merge(&mut message, content);
        merge(&mut message, self.extra.clone());
        message
    }

    fn user(&self) -> Value {
        json!({"id": self.id, "is_bot": false, "first_name": "某人"})
    }
}

fn merge(into: &mut Value, from: Value) {
    if let (Value::Object(into), Value::Object(from)) = (into, from) {
        into.extend(from);
    }
}

/// Mentions and commands, at the start of the text or behind a space; offsets in UTF-16.
pub fn entities(text: &str) -> Value {
    let mut found = Vec::new();
    let mut offset = 0;
    for word in text.split_inclusive(char::is_whitespace) {
        let name: usize = word.chars().skip(1).take_while(|c| c.is_ascii_alphanumeric() || "_@".contains(*c)).count();
        let kind = match word.chars().next() {
            Some('@') if name >= 5 => Some("mention"),
            Some('/') if name >= 1 => Some("bot_command"),
            _ => None,
        };
        found.extend(kind.map(|kind| json!({"type": kind, "offset": offset, "length": name + 1})));
        offset += word.encode_utf16().count();
    }
    Value::Array(found)
}
