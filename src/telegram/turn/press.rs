//! Buttons that are not steps of the dialogue: an offer that turns into its answer, votes, a promise to come back.

use std::time::{Instant, SystemTime};

use super::Desk;
use super::say::asked_by;
use crate::dialogue::{self, Session};
use crate::event::{Audience, Event, Input};
use crate::journal::misses::{AskedBy, Why};
use crate::journal::records::Record;
use crate::journal::votes::Vote;
use crate::telegram::callback::{Button, Thumb};
use crate::telegram::incoming::{Cause, Turn};
use crate::telegram::render;

impl Desk {
    /// Carries out a press, after `before`.
    pub(super) async fn press(&self, turn: &Turn, button: Button, before: &Session, now: SystemTime) {
        let Cause::Press(query) = &turn.cause else { return };
        match button {
            Button::Pick(id) => {
                self.courier.acknowledge(query.clone(), None).await;
                self.pick(turn, Input::Entry(id), before, now).await;
            }
            Button::NoneOfThese => {
                self.courier.acknowledge(query.clone(), None).await;
                self.turned_down(turn, now);
                self.pick(turn, Input::NoneOfThese, before, now).await;
            }
            Button::Vote(entry, thumb) => {
                self.toast(query.clone(), turn.target.locale, self.vote(turn, &entry, thumb, now)).await
            }
            Button::TellMe(miss) => {
                let noted = self.app.journal().tell_when_known(&miss, &asked_by_question(turn), now);
                let key = if noted.unwrap_or(false) { "tell-me-yes" } else { "button-outdated" };
                self.toast(query.clone(), turn.target.locale, key).await;
            }
            Button::Gap(miss, choice) if self.admins.contains(&turn.by.id) => {
                self.courier.acknowledge(query.clone(), None).await;
                self.settle(turn, &miss, choice, now).await;
            }
            _ => self.toast(query.clone(), turn.target.locale, "button-outdated").await,
        }
    }

    /// Turns an offer into what was picked from it; if somebody else than the asker picks, the offer stays.
    async fn pick(&self, turn: &Turn, input: Input, before: &Session, now: SystemTime) {
        if self.is_quiet(&turn.target, now) {
            return;
        }
        let begun = Instant::now();
        let audience = if turn.target.is_group() { Audience::Addressed } else { Audience::Private };
        let event = Event::new(audience, input).read_in(turn.target.locale);
        let dialogue::Turn { reply, session } = dialogue::step(&self.app.knowledge(), before, &event, now);
        let record = Record::of(&reply, &self.app.knowledge(), begun.elapsed(), now);
        let messages = render::messages(&reply, &self.captions(reply.language));
        let sent = match turn.target.message.filter(|_| turn.is_askers()) {
            Some(offer) => self.courier.turn_into(&turn.question(), offer, messages).await,
            None if self.passes(&turn.target, &reply, messages.len(), now).await => {
                self.courier.deliver(&turn.target, messages).await
            }
            None => return,
        };
        self.note(&turn.target, &reply, &sent, &record, now);
        self.app.keep(&turn.asker, &session);
    }

    /// A question that none of the offers meant found no answer.
    fn turned_down(&self, turn: &Turn, now: SystemTime) {
        let Some(text) = question(turn).filter(|_| turn.is_askers()) else { return };
        if let Err(error) = self.app.journal().missed(text, &asked_by_question(turn), Why::TurnedDown, now) {
            tracing::error!(%error, "an unanswered question could not be noted");
        }
    }

    /// Counts a vote; tells with which words to thank for it.
    fn vote(&self, turn: &Turn, entry: &str, thumb: Thumb, now: SystemTime) -> &'static str {
        let pressed = match thumb {
            Thumb::Up => Vote::Up,
            Thumb::Down => Vote::Down,
        };
        let asked = asked_by_question(turn);
        let asked = question(turn).filter(|_| turn.is_askers()).map(|text| (text, &asked));
        match self.app.journal().vote(entry, &turn.asker.user, pressed, asked, now) {
            Ok(Some(Vote::Up)) => "vote-up",
            Ok(Some(Vote::Down)) => "vote-down",
            Ok(None) => "vote-back",
            Err(error) => {
                tracing::error!(%error, "a vote could not be counted");
                "telegram-failed"
            }
        }
    }
}

/// The question under whose answer a button was pressed, if Telegram still has it and it is one.
fn question(turn: &Turn) -> Option<&str> {
    let text = turn.target.replied.as_ref()?.text.as_deref()?;
    (!text.starts_with('/')).then_some(text)
}

/// Who asked that question.
fn asked_by_question(turn: &Turn) -> AskedBy {
    let message = turn.question().message.map(|message| i64::from(message.0));
    AskedBy { message, ..asked_by(turn) }
}
