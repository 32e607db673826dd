//! A step of the dialogue: decided by the app, brought to where it was asked, noted in the journal.

use std::time::{Instant, SystemTime};

use super::Desk;
use super::burst::Line;
use crate::chart::{self, Chart};
use crate::dialogue::{self, Session};
use crate::event::{Audience, Event, Input, Language};
use crate::journal::misses::{AskedBy, Why, is_miss};
use crate::journal::records::Record;
use crate::reply::{Reply, Verdict};
use crate::store::seconds;
use crate::telegram::incoming::{Cause, Target, Turn};
use crate::telegram::render::{self, Captions};
use crate::text::script::Script;

/// Hours that a question can wait: a day with Telegram, then a week in the inbox.
const LONGEST_WAIT: u64 = 8 * 24;

/// A reply, and where it goes.
struct Decision {
    reply: Reply,
    target: Target,
    replaces: bool,
    /// Where the dialogue stands then. It is kept once the reply is brought: who has to ask again after a kill finds the
    /// dialogue where it was.
    session: Session,
}

impl Desk {
    /// Answers what was said, or what a button stands for, after `before`.
    pub(super) async fn say(&self, turn: &Turn, event: Event, before: Session, now: SystemTime) {
        if let Cause::Press(query) = &turn.cause {
            self.courier.acknowledge(query.clone(), None).await;
        }
        if self.is_quiet(&turn.target, now)
            || event.audience == Audience::Overheard
                && (age_in_hours(turn, now) > 0 || !self.speaks_up(&turn.target, now))
        {
            return;
        }
        let begun = Instant::now();
        let Decision { reply, target, replaces, session } = self.decided(turn, &event, before, now);
        let took = begun.elapsed();
        self.app.metrics().decided(took);
        tracing::debug!(chat = turn.asker.chat, verdict = ?reply.verdict, entry = reply.entry, "a turn");
        if matches!(event.input, Input::Text(_)) {
            self.app.journal().count(&reply, took, now);
        }
        self.courier.gauges().replies.of(reply.verdict).one();
        if reply.verdict != Verdict::Silent {
            let miss = self.missed(turn, &event, &reply, now);
            let captions = Captions { miss, before: self.age(turn, now), ..self.captions(reply.language) };
            let record = Record::of(&reply, &self.app.knowledge(), took, now);
            self.bring(&target, &reply, replaces, captions, &record).await;
        }
        if event.audience != Audience::Overheard || reply.verdict != Verdict::Silent {
            self.app.keep(&turn.asker, &session);
        }
    }

    /// A line that says how old the question is, if it waited long.
    fn age(&self, turn: &Turn, now: SystemTime) -> Option<String> {
        let (key, number) = match age_in_hours(turn, now) {
            0 => return None,
            hours @ 1..48 => ("asked-hours-ago", hours),
            hours => ("asked-days-ago", hours / 24),
        };
        Some(self.phrase(turn.target.locale, key).replace("{number}", &number.to_string()))
    }

    /// Together with the line just before it, if the two make one question; else alone.
    fn decided(&self, turn: &Turn, event: &Event, before: Session, now: SystemTime) -> Decision {
        if let Some(decision) = self.joined(turn, event, now) {
            return decision;
        }
        let dialogue::Turn { reply, session } = self.alone(turn, event, before, now);
        Decision { reply, target: turn.target.clone(), replaces: turn.cause == Cause::Edit, session }
    }

    /// The reply to the turn alone. A piece of a question that finds no answer is remembered, should the rest follow.
    fn alone(&self, turn: &Turn, event: &Event, before: Session, now: SystemTime) -> dialogue::Turn {
        let step = dialogue::step(&self.app.knowledge(), &before, event, now);
        if let (Cause::Message(sent), Some(message), Some(text)) = (&turn.cause, turn.target.message, piece(event))
            && step.reply.verdict != Verdict::Answer
            && dialogue::is_piece(&self.app.knowledge(), text)
        {
            let line = Line { text: text.to_owned(), message, sent: *sent, before };
            self.bursts.keep(&turn.asker, line);
        }
        step
    }

    /// The reply to this line together with the one just before it, in place of what was answered to that one: if the two
    /// of them make a question that has an answer.
    fn joined(&self, turn: &Turn, event: &Event, now: SystemTime) -> Option<Decision> {
        let (Cause::Message(sent), Some(text)) = (&turn.cause, piece(event)) else { return None };
        let first = self.bursts.take(&turn.asker, *sent)?;
        let both = Event { input: Input::Text(format!("{} {text}", first.text)), ..event.clone() };
        let step = dialogue::step(&self.app.knowledge(), &first.before, &both, now);
        if step.reply.verdict != Verdict::Answer {
            return None;
        }
        let target = Target { message: Some(first.message), ..turn.target.clone() };
        Some(Decision { reply: step.reply, target, replaces: true, session: step.session })
    }

    /// Brings a reply to `target`, in place of what was answered there before if it `replaces` that and that is known.
    async fn bring(&self, target: &Target, reply: &Reply, replaces: bool, captions: Captions, record: &Record) {
        let messages = render::messages(reply, &captions);
        let now = SystemTime::now();
        if replaces && self.courier.answered(target) {
            let sent = self.courier.replace(target, messages).await;
            return self.note(target, reply, &sent, record, now);
        }
        let count = messages.len() + usize::from(reply.chart.is_some());
        if !self.passes(target, reply, count, now).await {
            return;
        }
        let sent = self.courier.deliver(target, messages).await;
        self.note(target, reply, &sent, record, now);
        if let Some(chart) = &reply.chart {
            self.show(target, chart.clone(), reply.script).await;
        }
    }

    /// Sends a chart as a picture.
    pub(super) async fn show(&self, target: &Target, chart: Chart, script: Script) {
        let drawing = chart::draw(&chart, script);
        let key = format!("{}-{:016x}", self.app.knowledge().version, drawing.key());
        let paint = move || drawing.png().inspect_err(|error| tracing::error!(%error, "a chart failed")).ok();
        self.courier.picture(target, &key, "", paint).await;
    }

    /// Notes a question that found no answer; gives the id under which it waits for one.
    fn missed(&self, turn: &Turn, event: &Event, reply: &Reply, now: SystemTime) -> Option<String> {
        let Input::Text(text) = &event.input else { return None };
        if !is_miss(reply) || event.audience == Audience::Overheard {
            return None;
        }
        let noted = self.app.journal().missed(text, &asked_by(turn), Why::Declined, now);
        noted.unwrap_or_else(|error| {
            tracing::error!(%error, "an unanswered question could not be noted");
            None
        })
    }

    /// What stands on the buttons.
    pub(super) fn captions(&self, language: Language) -> Captions {
        let knowledge = self.app.knowledge();
        let say = |key| knowledge.wording(language).say(key).to_owned();
        Captions {
            source: say("button-source"),
            share: say("button-share"),
            none_of_these: say("button-none-of-these"),
            tell_me: say("button-tell-me"),
            username: self.me.username.clone(),
            miss: None,
            before: None,
        }
    }
}

/// Whole hours since a message was sent; 0 for all else, whose time Telegram does not tell, and for what no question can
/// have waited.
fn age_in_hours(turn: &Turn, now: SystemTime) -> u64 {
    let Cause::Message(sent) = turn.cause else { return 0 };
    let hours = seconds(now).saturating_sub(u64::try_from(sent).unwrap_or(u64::MAX)) / 3600;
    if hours > LONGEST_WAIT { 0 } else { hours }
}

/// Who asks, and where.
pub(super) fn asked_by(turn: &Turn) -> AskedBy {
    let message = turn.target.message.map(|message| i64::from(message.0));
    let thread = turn.target.thread.map(|thread| i64::from(thread.0.0));
    AskedBy { chat: turn.asker.chat.clone(), user: turn.asker.user.clone(), message, thread }
}

/// The text of what may be a piece of a question: not a command, and addressed to the bot.
fn piece(event: &Event) -> Option<&str> {
    match &event.input {
        Input::Text(text) if event.audience != Audience::Overheard && !text.starts_with('/') => Some(text),
        _ => None,
    }
}
