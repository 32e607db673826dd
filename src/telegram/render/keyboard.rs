//! The buttons under a reply: questions to pick, to go on with, topics, and the source.

use teloxide::types::{InlineKeyboardButton, InlineKeyboardMarkup};

use crate::reply::{Choice, Offer, Reply};
use crate::telegram::callback::Button;
use crate::text::script::Script;

/// Characters of a caption; phones show fewer, Telegram takes no more.
const CAPTION: usize = 64;
/// Two captions of this length fit side by side on a phone.
const NARROW: usize = 12;

/// The keyboard of `reply`, if there is anything to tap.
pub fn of(reply: &Reply, source_caption: &str) -> Option<InlineKeyboardMarkup> {
    let buttons: Vec<_> = reply.choices.iter().enumerate().filter_map(|(i, choice)| choose(reply, i, choice)).collect();
    let mut rows = match reply.offer {
        Offer::DidYouMean => buttons.into_iter().map(|button| vec![button]).collect(),
        Offer::Next => paired(buttons, |button| button.text.chars().count() <= NARROW),
        Offer::Topics => paired(buttons, |_| true),
    };
    if !reply.sources.is_empty() {
        rows.extend(button(reply.script, source_caption, Button::Source(reply.entry.clone())).map(|b| vec![b]));
    }
    (!rows.is_empty()).then(|| InlineKeyboardMarkup::new(rows))
}

fn choose(reply: &Reply, index: usize, choice: &Choice) -> Option<InlineKeyboardButton> {
    let id = choice.entry.clone();
    match reply.offer {
        Offer::DidYouMean => button(reply.script, &format!("{} {}", index + 1, choice.question), Button::Entry(id)),
        Offer::Next => button(reply.script, &choice.question, Button::Entry(id)),
        Offer::Topics => button(reply.script, &choice.question, Button::Topic(id)),
    }
}

fn button(script: Script, caption: &str, meaning: Button) -> Option<InlineKeyboardButton> {
    let caption: String = script.write(caption).split_whitespace().collect::<Vec<_>>().join(" ");
    let caption = match caption.chars().count() > CAPTION {
        true => caption.chars().take(CAPTION - 1).chain(['…']).collect(),
        false => caption,
    };
    (!caption.is_empty()).then(|| InlineKeyboardButton::callback(caption, meaning.encode()))
}

/// Two buttons in a row where both are narrow, in their order.
fn paired(
    buttons: Vec<InlineKeyboardButton>,
    narrow: impl Fn(&InlineKeyboardButton) -> bool,
) -> Vec<Vec<InlineKeyboardButton>> {
    let mut rows: Vec<Vec<InlineKeyboardButton>> = Vec::new();
    for button in buttons {
        match rows.last_mut() {
            Some(row) if row.len() == 1 && narrow(&row[0]) && narrow(&button) => row.push(button),
            _ => rows.push(vec![button]),
        }
    }
    rows
}
