//! Buttons that are not steps of the dialogue: an offer that turns into its answer, votes, what admins tap.

use std::time::SystemTime;

use super::Desk;
use crate::event::{Audience, Event, Input};
use crate::telegram::callback::Button;
use crate::telegram::incoming::{Cause, Turn};
use crate::telegram::render;

impl Desk {
    /// Carries out a press.
    pub(super) async fn press(&self, turn: &Turn, button: Button) {
        let Cause::Press(query) = &turn.cause else { return };
        match button {
            Button::Pick(id) => {
                self.courier.acknowledge(query.clone(), None).await;
                self.pick(turn, Input::Entry(id)).await;
            }
            Button::NoneOfThese => {
                self.courier.acknowledge(query.clone(), None).await;
                self.pick(turn, Input::NoneOfThese).await;
            }
            _ => self.toast(query.clone(), "button-outdated").await,
        }
    }

    /// Turns an offer into what was picked from it; if somebody else than the asker picks, the offer stays.
    async fn pick(&self, turn: &Turn, input: Input) {
        let audience = if turn.target.is_group() { Audience::Addressed } else { Audience::Private };
        let reply = self.app.turn_or_forget(&turn.asker, &Event { audience, input }, SystemTime::now());
        let messages = render::messages(&reply, &self.captions());
        match turn.target.message.filter(|_| turn.is_askers()) {
            Some(offer) => self.courier.turn_into(&turn.question(), offer, messages).await,
            None => self.courier.deliver(&turn.target, messages).await,
        };
    }
}
