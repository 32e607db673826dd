//! From a reply to Telegram messages: HTML that is always valid, never longer than Telegram takes, and the buttons.

mod html;
mod keyboard;

use teloxide::types::{InlineKeyboardMarkup, LinkPreviewOptions};

use self::html::{Line, Style};
use super::callback::Button;
use crate::reply::{Reply, Verdict};

/// UTF-16 units that a message may have once its markup is taken out.
pub const LIMIT: usize = 4096;

/// One message to send.
#[derive(Debug, Clone, PartialEq)]
pub struct Outgoing {
    /// Its text, as Telegram's HTML.
    pub html: String,
    /// The buttons under it.
    pub keyboard: Option<InlineKeyboardMarkup>,
}

impl Outgoing {
    /// A message of plain text, cut if it is too long.
    pub fn line(text: &str) -> Outgoing {
        let html = html::pages(vec![Line::of(Style::Plain, text)]).into_iter().next();
        Outgoing { html: html.unwrap_or_else(|| "…".to_owned()), keyboard: None }
    }

    /// A message of one short text that is a link.
    pub fn link(text: &str, url: &str) -> Outgoing {
        Outgoing { html: format!("<a href=\"{url}\">{}</a>", Outgoing::line(text).html), keyboard: None }
    }
}

/// What stands on the buttons that are not questions, in the reader's words.
#[derive(Debug, Clone, Default)]
pub struct Captions {
    /// Asks for the source.
    pub source: String,
    /// Shares the answer.
    pub share: String,
    /// Turns down all that is offered.
    pub none_of_these: String,
    /// Asks to be told once the answer is known.
    pub tell_me: String,
    /// The bot's username, for links to it.
    pub username: String,
    /// The id under which the question waits for an answer, if it does.
    pub miss: Option<String>,
    /// A line that stands before the reply, if there is one.
    pub before: Option<String>,
}

/// The messages that say `reply`, none if it is silent; the buttons stand under the last one.
pub fn messages(reply: &Reply, captions: &Captions) -> Vec<Outgoing> {
    if reply.verdict == Verdict::Silent {
        return Vec::new();
    }
    let before = captions.before.iter().map(|line| Line::of(Style::Plain, line));
    let pages = html::pages(before.chain(lines(reply)).collect());
    let mut messages: Vec<Outgoing> = pages.into_iter().map(|html| Outgoing { html, keyboard: None }).collect();
    if let Some(last) = messages.last_mut() {
        last.keyboard = keyboard::of(reply, captions);
    }
    messages
}

/// Lines of the bot's own, as pages: the first in bold.
pub fn notice(lines: &[String]) -> Vec<Outgoing> {
    let styled = lines.iter().flat_map(|line| line.split('\n')).enumerate();
    let styled = styled.map(|(at, line)| Line::of(if at == 0 { Style::Bold } else { Style::Plain }, line));
    html::pages(styled.collect()).into_iter().map(|html| Outgoing { html, keyboard: None }).collect()
}

/// Lines with buttons under them, one a row, on one page.
pub fn choices(lines: &[String], buttons: impl Iterator<Item = (String, Button)>) -> Outgoing {
    let first = notice(lines).into_iter().next().unwrap_or_else(|| Outgoing::line("…"));
    Outgoing { keyboard: Some(keyboard::listed(buttons)), ..first }
}

fn lines(reply: &Reply) -> Vec<Line> {
    let script = reply.script;
    let mut lines: Vec<Line> = script.write(&reply.lead).split('\n').map(|text| Line::of(Style::Bold, text)).collect();
    for paragraph in &reply.body {
        lines.extend(script.write(paragraph).split('\n').map(|text| Line::of(Style::Plain, text)));
    }
    for (name, value) in reply.table.iter().flat_map(|table| &table.rows) {
        let name = format!("{}{}", script.write(name).replace('\n', " "), reply.colon());
        lines.push(Line::of(Style::Plain, &name).and(Style::Bold, &script.write(value).replace('\n', " ")));
    }
    if let Some(source) = reply.source_line() {
        lines.push(Line::of(Style::Quote, &script.write(&source).replace('\n', " ")));
    }
    lines
}

/// No page is shown under a message for a link in it.
pub fn no_preview() -> LinkPreviewOptions {
    LinkPreviewOptions {
        is_disabled: true,
        url: None,
        prefer_small_media: false,
        prefer_large_media: false,
        show_above_text: false,
    }
}
