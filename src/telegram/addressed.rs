//! Whether a message in a group is meant for this bot, and what it says without the bot's name.

use std::ops::Range;

use teloxide::types::{Message, MessageEntity, MessageEntityKind};

use super::incoming::Me;
use super::order::Order;
use crate::event::Command;

/// What may stand between the bot's name and the question.
const BEHIND_NAME: [char; 12] = [' ', '\u{3000}', '\n', ',', '，', ':', '：', '、', '!', '！', '~', '～'];

/// The question in a group's message that is meant for the bot (a command, a mention, a reply to it, its name in front),
/// else `None`. A command for another bot is never meant for this one, nor is one that it does not have.
pub fn question(message: &Message, me: &Me) -> Option<String> {
    let text = message.text()?;
    if let Some(command) = Command::parse(text) {
        return match text.split_whitespace().next().and_then(|head| head.split_once('@')) {
            Some((_, bot)) => bot.eq_ignore_ascii_case(&me.username).then(|| text.to_owned()),
            None => {
                let ours = !matches!(command, Command::Unknown(_)) || Order::parse(text).is_some();
                ours.then(|| text.to_owned())
            }
        };
    }
    let entities = message.entities().unwrap_or_default();
    let addressed = entities.iter().any(|e| mentions(e, text, me)) || is_reply(message, me);
    let rest = without_mentions(text, entities, me);
    match behind_name(&rest, me) {
        Some(question) => Some(question.to_owned()),
        None => addressed.then_some(rest),
    }
}

/// What the replied-to message says, if it is somebody else's than the bot's and has words.
pub fn pointed_at(message: &Message, me: &Me) -> Option<String> {
    let replied = message.reply_to_message().filter(|_| !is_reply(message, me))?;
    let text = replied.text().filter(|text| text.chars().any(char::is_alphanumeric) && !text.starts_with('/'))?;
    Some(without_mentions(text, replied.entities().unwrap_or_default(), me))
}

/// The text without the mentions of the bot.
pub fn without_mentions(text: &str, entities: &[MessageEntity], me: &Me) -> String {
    let mut ranges: Vec<_> = entities.iter().filter(|e| mentions(e, text, me)).filter_map(|e| range(e, text)).collect();
    ranges.sort_by_key(|r| r.start);
    let mut rest = String::with_capacity(text.len());
    let mut end = 0;
    for range in ranges {
        rest.push_str(text.get(end..range.start).unwrap_or_default());
        end = end.max(range.end);
    }
    rest.push_str(text.get(end..).unwrap_or_default());
    if end == 0 { rest } else { rest.trim_start_matches(BEHIND_NAME).trim_end().to_owned() }
}

fn mentions(entity: &MessageEntity, text: &str, me: &Me) -> bool {
    match &entity.kind {
        MessageEntityKind::TextMention { user } => user.id == me.id,
        MessageEntityKind::Mention => range(entity, text)
            .and_then(|r| text[r].strip_prefix('@'))
            .is_some_and(|name| name.eq_ignore_ascii_case(&me.username)),
        _ => false,
    }
}

/// In a forum every message replies to the one that opened the topic: that is no reply to somebody.
fn is_reply(message: &Message, me: &Me) -> bool {
    let topic = message.thread_id.filter(|_| message.is_topic_message).map(|thread| thread.0);
    message
        .reply_to_message()
        .is_some_and(|replied| Some(replied.id) != topic && replied.from.as_ref().is_some_and(|user| user.id == me.id))
}

/// What follows the bot's name, if the text begins with it and the name ends there.
fn behind_name<'a>(text: &'a str, me: &Me) -> Option<&'a str> {
    [&me.name, &me.username].into_iter().filter(|name| !name.is_empty()).find_map(|name| {
        let (head, rest) = text.trim_start().split_at_checked(name.len())?;
        let ends = rest.chars().next().is_none_or(|c| BEHIND_NAME.contains(&c));
        (head.to_lowercase() == name.to_lowercase() && ends).then(|| rest.trim_start_matches(BEHIND_NAME))
    })
}

/// The bytes that an entity covers; Telegram counts in UTF-16. `None` if it lies outside or splits a character.
fn range(entity: &MessageEntity, text: &str) -> Option<Range<usize>> {
    let start = byte_at(text, entity.offset)?;
    let end = byte_at(text, entity.offset.checked_add(entity.length)?)?;
    (start <= end).then_some(start..end)
}

fn byte_at(text: &str, utf16: usize) -> Option<usize> {
    let mut units = 0;
    for (byte, c) in text.char_indices() {
        if units >= utf16 {
            return (units == utf16).then_some(byte);
        }
        units += c.len_utf16();
    }
    (units == utf16).then_some(text.len())
}
