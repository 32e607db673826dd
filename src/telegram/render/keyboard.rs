//! The buttons under a reply: questions to pick or to go on with, topics, and a row about the answer itself.

use teloxide::types::{InlineKeyboardButton, InlineKeyboardMarkup};
use url::Url;

use super::Captions;
use crate::reply::{Choice, Offer, Reply, Verdict};
use crate::telegram::callback::{Button, Thumb};
use crate::telegram::deeplink;
use crate::text::script::Script;

/// Characters of a caption; phones show fewer, Telegram takes no more.
const CAPTION: usize = 64;
/// Characters of the answer that go with a shared link.
const SHARED: usize = 120;
/// Two captions of this length fit side by side on a phone.
const NARROW: usize = 12;

/// The keyboard of `reply`, if there is anything to tap.
pub fn of(reply: &Reply, captions: &Captions) -> Option<InlineKeyboardMarkup> {
    let buttons: Vec<_> = reply.choices.iter().enumerate().filter_map(|(i, choice)| choose(reply, i, choice)).collect();
    let offers = reply.offer == Offer::DidYouMean && !buttons.is_empty();
    let mut rows = match reply.offer {
        Offer::DidYouMean => buttons.into_iter().map(|button| vec![button]).collect(),
        Offer::Next => paired(buttons, |button| button.text.chars().count() <= NARROW),
        Offer::Topics => paired(buttons, |_| true),
    };
    if offers {
        rows.extend(button(reply.script, &captions.none_of_these, Button::NoneOfThese).map(|b| vec![b]));
    }
    if let Some(miss) = &captions.miss {
        rows.extend(button(reply.script, &captions.tell_me, Button::TellMe(miss.clone())).map(|b| vec![b]));
    }
    let about = about(reply, captions);
    rows.extend((!about.is_empty()).then_some(about));
    (!rows.is_empty()).then(|| InlineKeyboardMarkup::new(rows))
}

/// Buttons, one a row.
pub fn listed(buttons: impl Iterator<Item = (String, Button)>) -> InlineKeyboardMarkup {
    let rows = buttons.filter_map(|(words, meaning)| button(Script::Simplified, &words, meaning));
    InlineKeyboardMarkup::new(rows.map(|button| vec![button]))
}

/// The row about the answer itself: its source, two thumbs, a link to share.
fn about(reply: &Reply, captions: &Captions) -> Vec<InlineKeyboardButton> {
    let Some(id) = &reply.entry else { return Vec::new() };
    let source = || button(reply.script, &captions.source, Button::Source(Some(id.clone())));
    let mut row: Vec<_> = (!reply.sources.is_empty()).then(source).flatten().into_iter().collect();
    if reply.verdict != Verdict::Answer {
        return row;
    }
    let thumbs = [("👍", Thumb::Up), ("👎", Thumb::Down)];
    row.extend(thumbs.map(|(icon, thumb)| callback(icon, &Button::Vote(id.clone(), thumb))));
    let caption = caption(reply.script, &captions.share);
    row.extend(
        share(id, &reply.script.write(&reply.lead), captions).map(|url| InlineKeyboardButton::url(caption, url)),
    );
    row
}

/// Telegram's page for sharing a link: the one that opens the bot on this answer.
fn share(id: &str, lead: &str, captions: &Captions) -> Option<Url> {
    let link = deeplink::url(&captions.username, id)?;
    let shown: String = lead.chars().take(SHARED).collect();
    Url::parse_with_params("https://t.me/share/url", [("url", &link), ("text", &shown)]).ok()
}

fn choose(reply: &Reply, index: usize, choice: &Choice) -> Option<InlineKeyboardButton> {
    let id = choice.entry.clone();
    match reply.offer {
        Offer::DidYouMean => button(reply.script, &format!("{} {}", index + 1, choice.question), Button::Pick(id)),
        Offer::Next => button(reply.script, &choice.question, Button::Entry(id)),
        Offer::Topics => button(reply.script, &choice.question, Button::Topic(id)),
    }
}

fn button(script: Script, words: &str, meaning: Button) -> Option<InlineKeyboardButton> {
    let caption = caption(script, words);
    (!caption.is_empty()).then(|| callback(&caption, &meaning))
}

fn callback(caption: &str, meaning: &Button) -> InlineKeyboardButton {
    InlineKeyboardButton::callback(caption, meaning.encode())
}

/// Words in one line that fits.
fn caption(script: Script, words: &str) -> String {
    let caption: String = script.write(words).split_whitespace().collect::<Vec<_>>().join(" ");
    match caption.chars().count() > CAPTION {
        true => caption.chars().take(CAPTION - 1).chain(['…']).collect(),
        false => caption,
    }
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
