//! From Telegram's update to an event of the dialogue: who asks, what, and where the answer goes. Decides nothing more.

use serde_json::Value;
use teloxide::types::{
    CallbackQuery, CallbackQueryId, Chat, ChatId, Message, MessageId, MessageKind, ThreadId, User, UserId,
};

use super::callback::Button;
use super::update::{self, Content};
use super::{addressed, deeplink};
use crate::app::Asker;
use crate::event::{Audience, Command, Event, Input};
use crate::knowledge::Pack;

/// The bot itself.
#[derive(Debug, Clone)]
pub struct Me {
    /// Its id.
    pub id: UserId,
    /// Its username, without `@`.
    pub username: String,
    /// The name that people see.
    pub name: String,
}

impl From<User> for Me {
    fn from(user: User) -> Me {
        Me { id: user.id, username: user.username.unwrap_or_default(), name: user.first_name }
    }
}

/// What an update brings to the bot.
#[derive(Debug, Clone, PartialEq)]
pub enum Arrival {
    /// A turn of a dialogue.
    Turn(Turn),
    /// A press on a button that means nothing any more.
    Stale(CallbackQueryId),
}

/// One turn to take.
#[derive(Debug, Clone, PartialEq)]
pub struct Turn {
    /// Whose dialogue it belongs to.
    pub asker: Asker,
    /// What was done.
    pub event: Event,
    /// Where the answer goes.
    pub target: Target,
    /// What brought it about.
    pub cause: Cause,
}

/// Where an answer goes.
#[derive(Debug, Clone, PartialEq)]
pub struct Target {
    /// The chat.
    pub chat: ChatId,
    /// The message to quote.
    pub message: MessageId,
    /// The forum topic in which it stands.
    pub thread: Option<ThreadId>,
}

/// What brought a turn about.
#[derive(Debug, Clone, PartialEq)]
pub enum Cause {
    /// A new message.
    Message,
    /// A message that was changed: its answer is changed, too.
    Edit,
    /// A button; the query must be answered.
    Press(CallbackQueryId),
}

/// What `update` brings, or `None` if it does not concern the bot.
pub fn read(update: Value, me: &Me, pack: &Pack) -> Option<Arrival> {
    match update::read(update)? {
        Content::Message(message) => written(&message, Cause::Message, me, pack).map(Arrival::Turn),
        Content::Edited(message) => written(&message, Cause::Edit, me, pack).map(Arrival::Turn),
        Content::Press(query) => Some(pressed(*query, pack)),
        Content::Place(change) => {
            tracing::info!(chat = %change.chat.id, status = ?change.new_chat_member.status(), "the bot's place changed");
            None
        }
    }
}

fn written(message: &Message, cause: Cause, me: &Me, pack: &Pack) -> Option<Turn> {
    let user = sender(message, me)?;
    let audience = audience(&message.chat)?;
    let text = match audience {
        Audience::Private => message
            .text()
            .map(|text| addressed::without_mentions(text, message.entities().unwrap_or_default(), me))
            .unwrap_or_default(),
        _ => addressed::question(message, me)?,
    };
    let input = match text.trim().is_empty() {
        false => typed(text, pack),
        true if audience == Audience::Private && cause == Cause::Message && has_content(message) => Input::Wordless,
        true => return None,
    };
    let asker = Asker { chat: message.chat.id.to_string(), user };
    Some(Turn { asker, event: Event::new(audience, input), target: place(message), cause })
}

fn pressed(query: CallbackQuery, pack: &Pack) -> Arrival {
    let button = query.data.as_deref().and_then(|data| Button::parse(data, pack));
    let (Some(button), Some(message)) = (button, &query.message) else { return Arrival::Stale(query.id) };
    let chat = message.chat();
    let Some(audience) = audience(chat) else { return Arrival::Stale(query.id) };
    let target = match message.regular_message() {
        Some(message) => place(message),
        None => Target { chat: chat.id, message: message.id(), thread: None },
    };
    let asker = Asker { chat: chat.id.to_string(), user: query.from.id.to_string() };
    let event = Event::new(audience, button.input());
    Arrival::Turn(Turn { asker, event, target, cause: Cause::Press(query.id) })
}

fn audience(chat: &Chat) -> Option<Audience> {
    match chat {
        chat if chat.is_channel() => None,
        chat if chat.is_private() => Some(Audience::Private),
        _ => Some(Audience::Addressed),
    }
}

/// Who wrote it: a person, or a group or channel in whose name a person writes. `None` for bots, for posts forwarded
/// from the linked channel, and for what this bot itself helped to write.
fn sender(message: &Message, me: &Me) -> Option<String> {
    let own = message.via_bot.as_ref().is_some_and(|bot| bot.id == me.id);
    if own || message.is_automatic_forward() {
        return None;
    }
    match (&message.sender_chat, &message.from) {
        (Some(chat), _) => Some(chat.id.to_string()),
        (None, Some(user)) => (!user.is_bot).then(|| user.id.to_string()),
        (None, None) => None,
    }
}

fn typed(text: String, pack: &Pack) -> Input {
    match Command::parse(&text) {
        Some(Command::Start(Some(payload))) => match deeplink::entry(&payload, pack) {
            Some(id) => Input::Entry(id),
            None => Input::Text("/start".to_owned()),
        },
        _ => Input::Text(text),
    }
}

/// Not a service message (a pinned message, a new title).
fn has_content(message: &Message) -> bool {
    matches!(message.kind, MessageKind::Common(_) | MessageKind::Dice(_))
}

fn place(message: &Message) -> Target {
    let thread = message.thread_id.filter(|_| message.is_topic_message);
    Target { chat: message.chat.id, message: message.id, thread }
}
