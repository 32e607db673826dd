//! What the fake Telegram knows: updates to deliver, messages, calls made, rules broken.

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::{Mutex, PoisonError};

use serde_json::{Map, Value, json};
use tokio::sync::Notify;

use super::{BOT_ID, Call, Failure, NAME, USERNAME};
use crate::support::rules;

#[derive(Default)]
pub struct Shared {
    telegram: Mutex<Telegram>,
    changed: Notify,
}

#[derive(Default)]
pub struct Telegram {
    pub updates: VecDeque<Value>,
    pub last_update: u64,
    pub last_message: i64,
    pub polls: usize,
    pub calls: Vec<Call>,
    pub faults: Vec<String>,
    pub failures: Vec<(String, Option<i64>, Failure)>,
    pub chats: HashSet<i64>,
    /// Text and keyboard of what the bot sent.
    pub messages: HashMap<(i64, i64), Value>,
    /// Presses that are not answered yet.
    pub queries: HashSet<String>,
    pub webhook: String,
    /// Admins of groups: the group, the user.
    pub group_admins: HashSet<(i64, i64)>,
}

impl Shared {
    pub fn with<T>(&self, change: impl FnOnce(&mut Telegram) -> T) -> T {
        let result = change(&mut self.telegram.lock().unwrap_or_else(PoisonError::into_inner));
        self.changed.notify_waiters();
        result
    }

    pub async fn wait<T>(&self, found: impl Fn(&Telegram) -> Option<T>) -> T {
        loop {
            let changed = self.changed.notified();
            if let Some(value) = found(&self.telegram.lock().unwrap_or_else(PoisonError::into_inner)) {
                return value;
            }
            changed.await;
        }
    }
}

impl Telegram {
    /// Puts an update into the bot's queue.
    pub fn deliver(&mut self, kind: &str, content: Value) {
        self.last_update += 1;
        self.updates.push_back(json!({"update_id": self.last_update, kind: content}));
    }

    pub fn next_message(&mut self) -> i64 {
        self.last_message += 1;
        self.last_message
    }

    /// A poll arrives; it confirms what stands before `offset`.
    pub fn polled(&mut self, offset: u64) {
        self.polls += 1;
        self.updates.retain(|update| update["update_id"].as_u64().unwrap() >= offset);
    }

    pub fn batch(&self, limit: u64) -> Vec<Value> {
        self.updates.iter().take(limit as usize).cloned().collect()
    }

    /// The failure that is planned for this call.
    pub fn failure(&mut self, method: &str, chat: Option<i64>) -> Option<Failure> {
        let planned =
            |(name, only, _): &(String, Option<i64>, Failure)| name == method && (only.is_none() || *only == chat);
        let at = self.failures.iter().position(planned)?;
        Some(self.failures.remove(at).2)
    }

    pub fn record(&mut self, method: &str, params: Map<String, Value>, message: Option<i64>) {
        self.calls.push(Call { method: method.to_owned(), params, ok: false, message });
    }

    /// Answers a call as Telegram would; what breaks the rules is refused and kept as a fault.
    pub fn answer(&mut self, method: &str, params: Map<String, Value>) -> Result<Value, String> {
        let known = |chat: &Value| chat.as_i64().is_some_and(|id| self.chats.contains(&id));
        let chat = params.get("chat_id").map_or(Ok(()), |c| known(c).then_some(()).ok_or("chat not found".to_owned()));
        if let Err(fault) = rules::check(method, &params).and(chat) {
            self.faults.push(format!("{method}: {fault}: {}", Value::Object(params.clone())));
            self.record(method, params, None);
            return Err(fault);
        }
        let result = self.result(method, &params);
        let message = result.as_ref().ok().and_then(|result| result["message_id"].as_i64());
        self.record(method, params, message);
        if let Some(call) = self.calls.last_mut() {
            call.ok = result.is_ok();
        }
        result
    }

    fn result(&mut self, method: &str, params: &Map<String, Value>) -> Result<Value, String> {
        match method {
            "getMe" => Ok(me()),
            "getWebhookInfo" => {
                Ok(json!({"url": self.webhook, "has_custom_certificate": false, "pending_update_count": 0}))
            }
            "setWebhook" => {
                self.webhook = params["url"].as_str().unwrap_or_default().to_owned();
                Ok(true.into())
            }
            "deleteWebhook" => {
                self.webhook.clear();
                Ok(true.into())
            }
            "sendMessage" | "sendPhoto" | "sendDocument" => {
                let id = self.next_message();
                let mut kept = self.keep(id, params);
                if method == "sendPhoto" {
                    kept["photo"] =
                        json!([{"file_id": format!("photo-{id}"), "file_unique_id": "1", "width": 1, "height": 1}]);
                }
                Ok(kept)
            }
            "editMessageText" => self.edit(params),
            "deleteMessage" => {
                let key = (params["chat_id"].as_i64().unwrap(), params["message_id"].as_i64().unwrap());
                self.messages.remove(&key).map(|_| true.into()).ok_or("message to delete not found".to_owned())
            }
            "answerCallbackQuery" => match self.queries.remove(params["callback_query_id"].as_str().unwrap()) {
                true => Ok(true.into()),
                false => Err("query is too old and response timeout expired or query ID is invalid".to_owned()),
            },
            "getChatMember" => {
                let member = (params["chat_id"].as_i64().unwrap(), params["user_id"].as_i64().unwrap());
                let status = if self.group_admins.contains(&member) { "administrator" } else { "member" };
                Ok(json!({"status": status, "user": {"id": member.1}}))
            }
            _ => Ok(true.into()),
        }
    }

    fn edit(&mut self, params: &Map<String, Value>) -> Result<Value, String> {
        let (chat, id) = (params["chat_id"].as_i64().unwrap(), params["message_id"].as_i64().unwrap());
        match self.messages.get(&(chat, id)) {
            None => Err("message to edit not found".to_owned()),
            Some(now) if *now == content(params) => Err(
                "message is not modified: specified new message content and reply markup are exactly the same as a \
                 current content and reply markup of the message"
                    .to_owned(),
            ),
            Some(_) => Ok(self.keep(id, params)),
        }
    }

    fn keep(&mut self, id: i64, params: &Map<String, Value>) -> Value {
        let chat = params["chat_id"].as_i64().unwrap();
        self.messages.insert((chat, id), content(params));
        json!({"message_id": id, "date": 1, "chat": chat_of(chat), "from": me(), "text": params.get("text")})
    }
}

fn content(params: &Map<String, Value>) -> Value {
    json!([params.get("text"), params.get("reply_markup")])
}

pub fn me() -> Value {
    json!({"id": BOT_ID, "is_bot": true, "first_name": NAME, "username": USERNAME, "can_join_groups": true,
        "can_read_all_group_messages": false, "supports_inline_queries": false})
}

/// Groups have negative ids.
pub fn chat_of(id: i64) -> Value {
    match id < 0 {
        true => json!({"id": id, "type": "supergroup", "title": "群"}),
        false => json!({"id": id, "type": "private", "first_name": "某人"}),
    }
}
