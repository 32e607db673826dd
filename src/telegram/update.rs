//! From an update's JSON to teloxide's types, whatever the Bot API has learnt since.
//!
//! teloxide drops the words of a message in which one part is new to it (an entity of an unknown kind is enough), so a
//! message with words is first cut down to what this bot reads; a caption becomes the text.

use serde::de::DeserializeOwned;
use serde_json::Value;
use teloxide::types::{CallbackQuery, ChatMemberUpdated, InlineQueryId, Message, User};

/// What is kept of a message with words.
const KEPT: [&str; 9] = [
    "message_id",
    "message_thread_id",
    "is_topic_message",
    "is_automatic_forward",
    "from",
    "sender_chat",
    "date",
    "chat",
    "via_bot",
];
/// The entities that matter to who is addressed.
const ENTITIES: [&str; 3] = ["mention", "text_mention", "bot_command"];

/// The id of an update.
pub fn id(update: &Value) -> Option<u32> {
    update.get("update_id")?.as_u64()?.try_into().ok()
}

/// The kind of an update, as the Bot API names it; empty if it has none.
pub fn kind(update: &Value) -> &str {
    let mut fields = update.as_object().into_iter().flatten().map(|(name, _)| name.as_str());
    fields.rfind(|name| *name != "update_id").unwrap_or_default()
}

/// The album that a message belongs to: its parts come as messages of their own.
pub fn album(update: &Value) -> Option<&str> {
    update.get("message")?.get("media_group_id")?.as_str()
}

/// Who wrote or pressed what an update brings: a user's id, or that of the chat in whose name somebody wrote. `None` if it
/// tells of the chat itself.
pub fn writer(update: &Value) -> Option<i64> {
    let message = update.get("message").or_else(|| update.get("edited_message"));
    let message = message.filter(|message| message.get("migrate_to_chat_id").is_none());
    let acted = message.or_else(|| update.get("callback_query"))?;
    let by = acted.get("sender_chat").or_else(|| acted.get("from"))?;
    by.get("id")?.as_i64()
}

/// What an update brings, of the kinds that this bot asks for.
pub enum Content {
    /// A new message.
    Message(Box<Message>),
    /// A message that was changed.
    Edited(Box<Message>),
    /// A pressed button.
    Press(Box<CallbackQuery>),
    /// The bot was let in, thrown out, blocked.
    Place(Box<ChatMemberUpdated>),
    /// Somebody types the bot's name and a question in some chat.
    Inline(Box<Typed>),
    /// Somebody sent one of the results.
    Chosen(Box<Chosen>),
}

/// What somebody typed behind the bot's name, in whatever chat.
#[derive(Debug, Clone, PartialEq, serde::Deserialize)]
pub struct Typed {
    /// To be answered with this id.
    pub id: InlineQueryId,
    /// Who types.
    pub from: User,
    /// The text so far, up to 256 characters.
    pub query: String,
}

/// A result of inline mode that was sent.
#[derive(Debug, Clone, PartialEq, serde::Deserialize)]
pub struct Chosen {
    /// The result's id.
    pub result_id: String,
    /// Who sent it.
    pub from: User,
}

/// Reads an update; `None` if it is of another kind or not as the Bot API has it. (teloxide's `Update` is not used: it
/// reads a JSON value only if its keys are in a certain order.)
pub fn read(mut update: Value) -> Option<Content> {
    let mut take = |kind: &str| update.get_mut(kind).map(Value::take);
    if let Some(message) = take("message") {
        return from(cut_message(message)).map(Content::Message);
    }
    if let Some(message) = take("edited_message") {
        return from(cut_message(message)).map(Content::Edited);
    }
    if let Some(mut query) = take("callback_query") {
        query.get_mut("message").map(strip_pressed);
        return from(query).map(Content::Press);
    }
    if let Some(query) = take("inline_query") {
        return from(query).map(Content::Inline);
    }
    if let Some(chosen) = take("chosen_inline_result") {
        return from(chosen).map(Content::Chosen);
    }
    take("my_chat_member").and_then(from).map(Content::Place)
}

fn from<T: DeserializeOwned>(value: Value) -> Option<Box<T>> {
    let read = serde_json::from_value(value);
    read.inspect_err(|_| tracing::warn!("an update could not be read and is passed over")).ok()
}

fn cut_message(mut message: Value) -> Value {
    let text = take_either(&mut message, "text", "caption");
    let entities = take_either(&mut message, "entities", "caption_entities");
    let Some(text) = text else { return message };
    strip_replied(&mut message);
    message["text"] = text;
    message["entities"] = entities.map_or_else(|| Value::Array(Vec::new()), known);
    message
}

/// Strips a message under whose button somebody pressed. teloxide reads a reply only in a message with content, so it
/// keeps an empty text.
fn strip_pressed(message: &mut Value) {
    strip_replied(message);
    if message.get("date").is_some_and(|date| *date != 0) {
        message["text"] = String::new().into();
        message["entities"] = Value::Array(Vec::new());
    }
}

/// Strips a message and the one to which it replies; of that one the words stay.
fn strip_replied(message: &mut Value) {
    let replied = take_either(message, "reply_to_message", "reply_to_message");
    strip(message);
    if let Some(mut replied) = replied {
        let text = take_either(&mut replied, "text", "caption");
        let entities = take_either(&mut replied, "entities", "caption_entities");
        strip(&mut replied);
        if let Some(text) = text {
            replied["text"] = text;
            replied["entities"] = entities.map_or_else(|| Value::Array(Vec::new()), known);
        }
        message["reply_to_message"] = replied;
    }
}

fn take_either(message: &mut Value, one: &str, other: &str) -> Option<Value> {
    let message = message.as_object_mut()?;
    message.remove(one).or_else(|| message.remove(other))
}

fn strip(message: &mut Value) {
    if let Value::Object(fields) = message {
        fields.retain(|key, _| KEPT.contains(&key.as_str()));
    }
}

fn known(mut entities: Value) -> Value {
    if let Value::Array(list) = &mut entities {
        list.retain(|e| e.get("type").and_then(Value::as_str).is_some_and(|kind| ENTITIES.contains(&kind)));
    }
    entities
}
