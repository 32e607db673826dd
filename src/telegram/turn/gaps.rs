//! Questions that found no answer: admins look through them and teach the bot, and who waited is told.

use std::time::SystemTime;

use teloxide::types::{ChatId, MessageId, ThreadId};

use super::Desk;
use crate::app::Asker;
use crate::dialogue::suggest::suggestions;
use crate::event::{Audience, Event, Input, Locale};
use crate::journal::misses::Why;
use crate::journal::misses::gaps::{Gap as Missed, Waiting};
use crate::live::{self, Which};
use crate::reply::Verdict;
use crate::store::StoreError;
use crate::telegram::callback::{Button, Gap};
use crate::telegram::incoming::{Cause, Target, Turn};
use crate::telegram::render::{self, Outgoing};

/// Groups of unanswered questions shown at once.
const GAPS: usize = 5;
/// Entries suggested for each.
const SUGGESTED: usize = 3;

impl Desk {
    /// The groups asked most often, each with what can be done about it.
    pub(super) async fn gaps(&self, target: &Target, now: SystemTime) {
        let gaps = match self.blocking(move |app| app.journal().gaps(now, GAPS)).await {
            Some(Ok(gaps)) => gaps,
            Some(Err(error)) => return self.failed(target, &error).await,
            None => return self.tell(target, "telegram-failed").await,
        };
        if gaps.is_empty() {
            return self.tell(target, "gaps-none").await;
        }
        for gap in gaps {
            let message = self.gap(&gap);
            self.courier.deliver(target, vec![message]).await;
        }
    }

    /// One group of unanswered questions, with what can be done about it.
    fn gap(&self, gap: &Missed) -> Outgoing {
        let knowledge = self.app.knowledge();
        let say = |key: &str| knowledge.say(key).to_owned();
        let count = |text: String, name: &str, count: u64| text.replace(&format!("{{{name}}}"), &count.to_string());
        let mut why = count(say("gap-line"), "times", gap.times.into());
        why = count(why, "declined", gap.declined.into());
        why = count(why, "turned", gap.turned_down.into());
        why = count(why, "down", gap.voted_down.into());
        why = count(why, "waiting", gap.waiting as u64);
        let others = (!gap.others.is_empty()).then(|| say("gap-others").replace("{others}", &gap.others.join(" / ")));
        let lines: Vec<String> = [gap.text.clone(), why].into_iter().chain(others).collect();
        let near = suggestions(&knowledge, &gap.text, SUGGESTED);
        let teach = near.into_iter().map(|near| (near.question.clone(), Gap::Teach(near.id.clone())));
        let rest = [("gap-type", Gap::TypeId), ("gap-outside", Gap::Outside), ("gap-later", Gap::Later)];
        let rest = rest.map(|(key, choice)| (say(key), choice));
        let buttons = teach.chain(rest).map(|(caption, choice)| (caption, Button::Gap(gap.id.clone(), choice)));
        render::choices(&lines, buttons)
    }

    /// Carries out what an admin chose for a group of unanswered questions, and says so in its place.
    pub(super) async fn settle(&self, turn: &Turn, miss: &str, choice: Gap, now: SystemTime) {
        let (journal, knowledge) = (self.app.journal(), self.app.knowledge());
        let Some(gap) = self.missed_as(miss, now).await else { return self.tell(&turn.target, "gap-gone").await };
        let lines = match choice {
            Gap::Teach(entry) => return self.teach(turn, &gap, &entry, now).await,
            Gap::TypeId => vec![knowledge.say("gap-type-how").replace("{miss}", miss).replace("{text}", &gap.text)],
            Gap::Outside => match journal.out_of_scope(miss, now) {
                Ok(_) => vec![knowledge.say("gap-outside-done").replace("{text}", &gap.text)],
                Err(error) => return self.failed(&turn.target, &error).await,
            },
            Gap::Later => match journal.later(miss, now) {
                Ok(_) => vec![knowledge.say("gap-later-done").replace("{text}", &gap.text)],
                Err(error) => return self.failed(&turn.target, &error).await,
            },
        };
        self.in_place(turn, &lines).await;
    }

    /// Teaches the text of a gap; then those who wait for it get their answer. A refusal leaves the gap to choose again.
    async fn teach(&self, turn: &Turn, gap: &Missed, entry: &str, now: SystemTime) {
        match self.taught(turn, entry, &gap.text, now).await {
            Ok(lines) => self.in_place(turn, &lines).await,
            Err(lines) => return self.tell_lines(&turn.target, &lines).await,
        }
        let id = gap.id.clone();
        let waiting = self.blocking(move |app| app.journal().learnt(&id, now)).await.unwrap_or(Ok(Vec::new()));
        for late in waiting.unwrap_or_else(|error| self.unnoted(error)) {
            self.answer_late(&late, now).await;
        }
    }

    /// The group of an unanswered question, if it is still to be settled.
    async fn missed_as(&self, miss: &str, now: SystemTime) -> Option<Missed> {
        let miss = miss.to_owned();
        self.blocking(move |app| app.journal().gap(&miss, now)).await?.ok().flatten()
    }

    /// What a failing store leaves of a list: nothing, with a line in the log.
    fn unnoted<T>(&self, error: StoreError) -> Vec<T> {
        tracing::error!(%error, "the journal cannot be read or written");
        Vec::new()
    }

    /// What an admin is told of a line that was taught, or why it was not.
    async fn taught(&self, turn: &Turn, entry: &str, ask: &str, now: SystemTime) -> Result<Vec<String>, Vec<String>> {
        let by = u64::try_from(turn.by.id).unwrap_or_default();
        let (id, text) = (entry.to_owned(), ask.to_owned());
        let outcome = self.blocking(move |app| app.live().learn(&id, &text, by, now)).await;
        let knowledge = self.app.knowledge();
        match outcome {
            Some(Ok(line)) => {
                tracing::info!(entry, by, "a way to ask was taught");
                Ok(vec![live::say::learned(&knowledge, &line)])
            }
            Some(Err(refusal)) => Err(refusal.lines(&knowledge)),
            None => Err(vec![knowledge.say("telegram-failed").to_owned()]),
        }
    }

    /// `/learn MISS ENTRY`, or `/learn ENTRY QUESTION`.
    pub(super) async fn learn(&self, turn: &Turn, argument: &str, now: SystemTime) {
        let Some((first, rest)) = argument.split_once(char::is_whitespace) else {
            return self.tell(&turn.target, "learn-usage").await;
        };
        let rest = rest.trim();
        if let Some(gap) = self.missed_as(first, now).await {
            return self.teach(turn, &gap, rest, now).await;
        }
        let (Ok(lines) | Err(lines)) = self.taught(turn, first, rest, now).await;
        self.tell_lines(&turn.target, &lines).await;
    }

    /// `/unlearn`, or `/unlearn QUESTION`.
    pub(super) async fn unlearn(&self, turn: &Turn, argument: &str, now: SystemTime) {
        let by = u64::try_from(turn.by.id).unwrap_or_default();
        let ask = argument.to_owned();
        let outcome = self.blocking(move |app| {
            let which = if ask.is_empty() { Which::Last } else { Which::Ask(&ask) };
            app.live().unlearn(which, by, now)
        });
        let outcome = outcome.await;
        let knowledge = self.app.knowledge();
        let lines = match outcome {
            Some(Ok(line)) => vec![live::say::unlearned(&knowledge, &line)],
            Some(Err(refusal)) => refusal.lines(&knowledge),
            None => vec![knowledge.say("telegram-failed").to_owned()],
        };
        self.tell_lines(&turn.target, &lines).await;
    }

    /// The answer, at last, to somebody who wanted to be told. Who asked something else after all goes on waiting.
    async fn answer_late(&self, late: &Waiting, now: SystemTime) {
        let by = &late.by;
        let Ok(chat) = by.chat.parse().map(ChatId) else { return };
        let asker = Asker { chat: by.chat.clone(), user: by.user.clone() };
        let locale = self.app.session(&asker, now).reads(now, Locale::default());
        let audience = if chat.0 < 0 { Audience::Addressed } else { Audience::Private };
        let mut reply = self.app.once(&Event::new(audience, Input::Text(late.text.clone())).read_in(locale), now);
        if reply.verdict != Verdict::Answer {
            return self.wait_on(late, now);
        }
        let lead = self.app.knowledge().wording(locale.language).say("tell-me-late").replace("{question}", &late.text);
        reply.body.insert(0, std::mem::replace(&mut reply.lead, lead));
        let target = Target {
            message: by.message.and_then(|id| i32::try_from(id).ok()).map(MessageId),
            thread: by.thread.and_then(|id| i32::try_from(id).ok()).map(|id| ThreadId(MessageId(id))),
            locale,
            ..Target::chat(chat)
        };
        let messages = render::messages(&reply, &self.captions(reply.language));
        if !self.is_quiet(&target, now) && self.passes(&target, &reply, messages.len(), now).await {
            self.courier.deliver(&target, messages).await;
        }
    }

    /// Puts somebody back among those who wait.
    fn wait_on(&self, late: &Waiting, now: SystemTime) {
        let journal = self.app.journal();
        let missed = journal.missed(&late.text, &late.by, Why::Declined, now);
        let waits = missed.and_then(|id| id.map_or(Ok(false), |id| journal.tell_when_known(&id, &late.by, now)));
        if let Err(error) = waits {
            tracing::error!(%error, "somebody who waits for an answer was lost");
        }
    }

    /// Says lines in place of the message whose button was pressed, else as a message.
    async fn in_place(&self, turn: &Turn, lines: &[String]) {
        let messages = render::notice(lines);
        match (&turn.cause, turn.target.message) {
            (Cause::Press(_), Some(message)) => {
                self.courier.turn_into(&Target { message: None, ..turn.target.clone() }, message, messages).await
            }
            _ => self.courier.deliver(&turn.target, messages).await,
        };
    }
}
