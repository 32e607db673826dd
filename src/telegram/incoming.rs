//! From Telegram's update to a turn: who does what, and where the answer goes. Decides nothing more.

mod press;
mod written;

use serde_json::Value;
use teloxide::types::{CallbackQueryId, Chat, ChatId, ChatMemberUpdated, MessageId, ThreadId, UserId};

use super::callback::Button;
use super::order::Order;
use super::update::{self, Chosen, Content, Typed};
use crate::app::Asker;
use crate::event::{Audience, Event, Locale};
use crate::knowledge::Pack;

/// The bot itself.
#[derive(Debug, Clone, serde::Deserialize)]
pub struct Me {
    /// Its id.
    pub id: UserId,
    /// Its username, without `@`.
    #[serde(default)]
    pub username: String,
    /// The name that people see.
    #[serde(rename = "first_name")]
    pub name: String,
    /// Whether it sees what is not addressed to it in groups (privacy mode is off).
    #[serde(default, rename = "can_read_all_group_messages")]
    pub sees_all: bool,
}

/// What an update brings to the bot.
#[derive(Debug, Clone, PartialEq)]
pub enum Arrival {
    /// Something to take its turn in its chat.
    Turn(Box<Turn>),
    /// A press on a button that means nothing any more.
    Stale(CallbackQueryId),
    /// Somebody types `@bot …` in some chat.
    Inline(Box<Typed>),
    /// Somebody sent one of the results.
    Chosen(Box<Chosen>),
}

/// One turn to take.
#[derive(Debug, Clone, PartialEq)]
pub struct Turn {
    /// Whose dialogue it belongs to.
    pub asker: Asker,
    /// What is done.
    pub act: Act,
    /// Who does it.
    pub by: By,
    /// Where the answer goes.
    pub target: Target,
    /// What brought it about.
    pub cause: Cause,
}

/// What is done.
#[derive(Debug, Clone, PartialEq)]
pub enum Act {
    /// A step of the dialogue.
    Say(Event),
    /// A button that is not the dialogue's.
    Press(Button),
    /// A command that is not the dialogue's, with what follows its name.
    Order(Order, String),
    /// The bot came into the chat.
    Arrived,
    /// The bot was removed or blocked.
    Removed,
    /// The group has another id now.
    Moved(ChatId),
}

/// Who does it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct By {
    /// The user's id, or the id of the chat in whose name somebody writes.
    pub id: i64,
}

/// Where an answer goes.
#[derive(Debug, Clone, PartialEq)]
pub struct Target {
    /// The chat.
    pub chat: ChatId,
    /// The message to quote, if there is one.
    pub message: Option<MessageId>,
    /// The forum topic in which it stands.
    pub thread: Option<ThreadId>,
    /// The message to which the quoted one replies.
    pub replied: Option<Replied>,
    /// How the bot's own phrases are read there.
    pub locale: Locale,
}

/// A message that was replied to.
#[derive(Debug, Clone, PartialEq)]
pub struct Replied {
    /// Its id.
    pub id: MessageId,
    /// Who wrote it: the id of a user, or of the chat in whose name somebody wrote.
    pub by: Option<i64>,
    /// Its text or caption.
    pub text: Option<String>,
}

/// What brought a turn about.
#[derive(Debug, Clone, PartialEq)]
pub enum Cause {
    /// A new message, sent at this Unix time in seconds.
    Message(i64),
    /// A message that was changed: its answer is changed, too.
    Edit,
    /// A button; the query must be answered.
    Press(CallbackQueryId),
    /// A change of the chat itself.
    Chat,
}

impl Target {
    /// A place in a chat, without a message to quote.
    pub fn chat(chat: ChatId) -> Target {
        Target { chat, message: None, thread: None, replied: None, locale: Locale::default() }
    }

    /// Whether it is a group.
    pub fn is_group(&self) -> bool {
        self.chat.0 < 0
    }
}

impl Turn {
    /// Whether the button pressed stands under an answer to the one who presses it.
    pub fn is_askers(&self) -> bool {
        let asked = self.target.replied.as_ref().and_then(|question| question.by);
        !self.target.is_group() || asked == Some(self.by.id)
    }

    /// Where the question stands under whose answer a button was pressed.
    pub fn question(&self) -> Target {
        let question = self.target.replied.as_ref().map(|question| question.id).or(self.target.message);
        Target { message: question, replied: None, ..self.target.clone() }
    }

    /// Whether the turn does no more when it is taken twice than when it is taken once, but for a second answer. A vote
    /// would be taken back, and a pack rolled back further.
    pub fn is_repeatable(&self) -> bool {
        !matches!(self.act, Act::Press(Button::Vote(..)) | Act::Order(Order::Rollback, _))
    }

    /// Whether somebody waits for an answer: it was not merely overheard, or about the chat.
    pub fn is_awaited(&self) -> bool {
        match &self.act {
            Act::Say(event) => event.audience != Audience::Overheard,
            Act::Press(_) | Act::Order(..) => true,
            Act::Arrived | Act::Removed | Act::Moved(_) => false,
        }
    }
}

/// What `update` brings, or `None` if it does not concern the bot.
pub fn read(update: Value, me: &Me, pack: &Pack) -> Option<Arrival> {
    let turn = |turn| Arrival::Turn(Box::new(turn));
    match update::read(update)? {
        Content::Message(message) => written::turn(&message, written::cause(&message), me, pack).map(turn),
        Content::Edited(message) => written::turn(&message, Cause::Edit, me, pack).map(turn),
        Content::Press(query) => Some(press::arrival(*query, pack)),
        Content::Place(change) => placed(&change).map(turn),
        Content::Inline(query) => Some(Arrival::Inline(query)),
        Content::Chosen(chosen) => Some(Arrival::Chosen(chosen)),
    }
}

/// The bot was let in, thrown out, blocked or unblocked.
fn placed(change: &ChatMemberUpdated) -> Option<Turn> {
    let (before, now) = (change.old_chat_member.kind.is_present(), change.new_chat_member.kind.is_present());
    tracing::info!(chat = %change.chat.id, status = ?change.new_chat_member.status(), "the bot's place changed");
    let act = match (before, now) {
        (false, true) if !change.chat.is_private() && !change.chat.is_channel() => Act::Arrived,
        (true, false) => Act::Removed,
        _ => return None,
    };
    let asker = Asker { chat: change.chat.id.to_string(), user: change.from.id.to_string() };
    let by = By { id: signed(change.from.id) };
    let locale = Locale::of_tag(change.from.language_code.as_deref());
    let target = Target { locale, ..Target::chat(change.chat.id) };
    Some(Turn { asker, act, by, target, cause: Cause::Chat })
}

fn audience(chat: &Chat) -> Option<Audience> {
    match chat {
        chat if chat.is_channel() => None,
        chat if chat.is_private() => Some(Audience::Private),
        _ => Some(Audience::Addressed),
    }
}

fn signed(id: UserId) -> i64 {
    i64::try_from(id.0).unwrap_or(i64::MAX)
}
