//! A step of the dialogue: decided by the app, and brought to where it was asked.

use std::time::SystemTime;

use super::Desk;
use super::burst::Line;
use crate::dialogue;
use crate::event::{Audience, Event, Input};
use crate::reply::{Reply, Verdict};
use crate::telegram::incoming::{Cause, Target, Turn};
use crate::telegram::render::{self, Captions};

impl Desk {
    /// Answers what was said, or what a button stands for.
    pub(super) async fn say(&self, turn: &Turn, event: Event) {
        if let Cause::Press(query) = &turn.cause {
            self.courier.acknowledge(query.clone(), None).await;
        }
        let (reply, target) = match self.joined(turn, &event) {
            Some((reply, target)) => (reply, target),
            None => (self.decided(turn, &event), turn.target.clone()),
        };
        tracing::debug!(chat = turn.asker.chat, verdict = ?reply.verdict, entry = reply.entry, "a turn");
        let replaces = turn.cause == Cause::Edit || target.message != turn.target.message;
        self.bring(&target, &reply, replaces).await;
    }

    /// The reply to the turn alone. A piece of a question that finds no answer is remembered, should the rest follow.
    fn decided(&self, turn: &Turn, event: &Event) -> Reply {
        let now = SystemTime::now();
        let before = self.app.session(&turn.asker, now);
        let reply = self.app.turn_or_forget(&turn.asker, event, now);
        if let (Cause::Message(sent), Some(message), Some(text)) = (&turn.cause, turn.target.message, piece(event))
            && reply.verdict != Verdict::Answer
            && dialogue::is_piece(&self.app.knowledge(), text)
        {
            let line = Line { text: text.to_owned(), message, sent: *sent, before };
            self.bursts.keep(&turn.asker, line);
        }
        reply
    }

    /// The reply to this line together with the one just before it, and where that one stands: if the two of them make
    /// a question that has an answer.
    fn joined(&self, turn: &Turn, event: &Event) -> Option<(Reply, Target)> {
        let (Cause::Message(sent), Some(text)) = (&turn.cause, piece(event)) else { return None };
        let first = self.bursts.take(&turn.asker, *sent)?;
        let both = Event { input: Input::Text(format!("{} {text}", first.text)), ..event.clone() };
        let step = dialogue::step(&self.app.knowledge(), &first.before, &both, SystemTime::now());
        if step.reply.verdict != Verdict::Answer {
            return None;
        }
        self.app.keep(&turn.asker, &step.session);
        Some((step.reply, Target { message: Some(first.message), ..turn.target.clone() }))
    }

    /// Brings a reply to `target`, in place of what was answered there before if it `replaces` that.
    pub(super) async fn bring(&self, target: &Target, reply: &Reply, replaces: bool) {
        if reply.verdict == Verdict::Silent {
            return;
        }
        let messages = render::messages(reply, &self.captions());
        match replaces {
            true => self.courier.replace(target, messages).await,
            false => self.courier.deliver(target, messages).await,
        };
    }

    /// What stands on the buttons.
    pub(super) fn captions(&self) -> Captions {
        let knowledge = self.app.knowledge();
        let say = |key| knowledge.say(key).to_owned();
        Captions {
            source: say("button-source"),
            share: say("button-share"),
            none_of_these: say("button-none-of-these"),
            tell_me: say("button-tell-me"),
            username: self.me.username.clone(),
            miss: None,
        }
    }
}

/// The text of what may be a piece of a question: not a command, and addressed to the bot.
fn piece(event: &Event) -> Option<&str> {
    match &event.input {
        Input::Text(text) if event.audience != Audience::Overheard && !text.starts_with('/') => Some(text),
        _ => None,
    }
}
