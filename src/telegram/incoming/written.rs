//! Messages: whose they are, what they say to the bot, where they stand.

use teloxide::types::{Message, MessageKind};

use super::{Act, By, Cause, Me, Replied, Target, Turn, audience, signed};
use crate::app::Asker;
use crate::event::{Audience, Command, Event, Input, Locale};
use crate::knowledge::Pack;
use crate::telegram::order::Order;
use crate::telegram::{addressed, deeplink};

/// A new message, with its time.
pub fn cause(message: &Message) -> Cause {
    Cause::Message(message.date.timestamp())
}

/// The turn that a message asks for.
pub fn turn(message: &Message, cause: Cause, me: &Me, pack: &Pack) -> Option<Turn> {
    if let Some(to) = message.migrate_to_chat_id() {
        return Some(moved(message, *to));
    }
    let by = sender(message, me)?;
    let locale = locale(message);
    let (audience, text) = said(message, audience(&message.chat)?, me)?;
    let act = match Order::parse(&text) {
        Some(_) if audience == Audience::Overheard || cause == Cause::Edit => return None,
        Some((order, argument)) => Act::Order(order, argument),
        None if !text.trim().is_empty() => Act::Say(Event::new(audience, typed(text, pack)).read_in(locale)),
        None if audience == Audience::Private && cause != Cause::Edit && has_content(message) => {
            Act::Say(Event::new(audience, Input::Wordless).read_in(locale))
        }
        None => return None,
    };
    let asker = Asker { chat: message.chat.id.to_string(), user: by.id.to_string() };
    Some(Turn { asker, act, by, target: place(message, me, locale), cause })
}

/// To whom the message is said, and what without the bot's name. A mention without a word, in reply to somebody, means
/// what that one said.
fn said(message: &Message, audience: Audience, me: &Me) -> Option<(Audience, String)> {
    let text = message.text().unwrap_or_default();
    if audience == Audience::Private {
        let text = addressed::without_mentions(text, message.entities().unwrap_or_default(), me);
        return Some((audience, text));
    }
    match addressed::question(message, me) {
        Some(question) if question.chars().any(char::is_alphanumeric) => Some((audience, question)),
        Some(question) => Some((audience, addressed::pointed_at(message, me).unwrap_or(question))),
        None if text.starts_with('/') => None,
        None => Some((Audience::Overheard, text.to_owned())),
    }
}

fn moved(message: &Message, to: teloxide::types::ChatId) -> Turn {
    let chat = message.chat.id;
    let asker = Asker { chat: chat.to_string(), user: chat.to_string() };
    let by = By { id: chat.0 };
    Turn { asker, act: Act::Moved(to), by, target: Target::chat(chat), cause: Cause::Chat }
}

/// Who wrote it: a person, or a group or channel in whose name a person writes. `None` for bots, for posts forwarded
/// from the linked channel, and for what this bot itself helped to write.
fn sender(message: &Message, me: &Me) -> Option<By> {
    let own = message.via_bot.as_ref().is_some_and(|bot| bot.id == me.id);
    if own || message.is_automatic_forward() {
        return None;
    }
    match (&message.sender_chat, &message.from) {
        (Some(chat), _) => Some(By { id: chat.id.0 }),
        (None, Some(user)) if !user.is_bot => Some(By { id: signed(user.id) }),
        _ => None,
    }
}

/// What the writer's app is set to.
fn locale(message: &Message) -> Locale {
    Locale::of_tag(message.from.as_ref().and_then(|user| user.language_code.as_deref()))
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

/// Where a message stands.
pub fn place(message: &Message, me: &Me, locale: Locale) -> Target {
    let thread = message.thread_id.filter(|_| message.is_topic_message);
    let replied = message.reply_to_message().filter(|replied| thread.is_none_or(|topic| topic.0 != replied.id));
    Target {
        chat: message.chat.id,
        message: Some(message.id),
        thread,
        replied: replied.map(|replied| known(replied, me)),
        locale,
    }
}

fn known(replied: &Message, me: &Me) -> Replied {
    let chat = replied.sender_chat.as_ref().map(|chat| chat.id.0);
    let by = chat.or(replied.from.as_ref().map(|user| signed(user.id)));
    let words = |text| addressed::without_mentions(text, replied.entities().unwrap_or_default(), me);
    let text = replied.text().map(words).filter(|text| text.chars().any(char::is_alphanumeric));
    Replied { id: replied.id, by, text }
}
