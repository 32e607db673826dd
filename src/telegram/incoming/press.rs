//! Pressed buttons: a step of the dialogue, or an act of its own.

use teloxide::types::CallbackQuery;

use super::written::place;
use super::{Act, Arrival, By, Cause, Me, Target, Turn, audience, signed};
use crate::app::Asker;
use crate::event::{Event, Input, Locale};
use crate::knowledge::Pack;
use crate::telegram::callback::Button;

/// What a press brings.
pub fn arrival(query: CallbackQuery, me: &Me, pack: &Pack) -> Arrival {
    let button = query.data.as_deref().and_then(|data| Button::parse(data, pack));
    let (Some(button), Some(message)) = (button, &query.message) else { return Arrival::Stale(query.id) };
    let chat = message.chat();
    let Some(audience) = audience(chat) else { return Arrival::Stale(query.id) };
    let locale = Locale::of_tag(query.from.language_code.as_deref());
    let target = match message.regular_message() {
        Some(message) => place(message, me, locale),
        None => Target { message: Some(message.id()), locale, ..Target::chat(chat.id) },
    };
    let act = match step(button) {
        Ok(input) => Act::Say(Event::new(audience, input).read_in(locale)),
        Err(button) => Act::Press(button),
    };
    let asker = Asker { chat: chat.id.to_string(), user: query.from.id.to_string() };
    let by = By { id: signed(query.from.id) };
    Arrival::Turn(Box::new(Turn { asker, act, by, target, cause: Cause::Press(query.id) }))
}

/// What a press means to the dialogue, or the button again if it is not the dialogue's.
fn step(button: Button) -> Result<Input, Button> {
    Ok(match button {
        Button::Entry(id) => Input::Entry(id),
        Button::Topic(id) => Input::Topic(id),
        Button::Source(Some(id)) => Input::SourceOf(id),
        Button::Source(None) => Input::Source,
        other => return Err(other),
    })
}
