//! Manners in a group: quiet when asked to be, no answer twice within the hour, not too many messages a minute.

use std::hash::{Hash, Hasher};
use std::time::SystemTime;

use rustc_hash::FxHasher;
use teloxide::types::MessageId;

use super::Desk;
use crate::journal::records::Record;
use crate::journal::sending::Allowance;
use crate::reply::{Reply, Verdict};
use crate::telegram::incoming::Target;
use crate::telegram::render::Outgoing;

/// What a group lets through.
enum Gate {
    /// The reply.
    Open,
    /// A word that this message said it already.
    Said(MessageId),
    /// A notice that the bot pauses.
    Notice,
    /// Nothing.
    Shut,
}

impl Desk {
    /// Whether a group's admins asked for silence.
    pub(super) fn is_quiet(&self, target: &Target, now: SystemTime) -> bool {
        target.is_group() && self.settings_of(target, now).is_quiet(now)
    }

    /// Whether the bot answers unaddressed questions in a group now.
    pub(super) fn speaks_up(&self, target: &Target, now: SystemTime) -> bool {
        target.is_group() && self.settings_of(target, now).speaks_up(now)
    }

    /// Whether a reply of so many messages may be sent into a group; if so they are counted, if not the group is told why
    /// where that helps.
    pub(super) async fn passes(&self, target: &Target, reply: &Reply, messages: usize, now: SystemTime) -> bool {
        match self.gate(target, reply, messages, now) {
            Gate::Open => return true,
            Gate::Said(message) => self.point_to(target, message).await,
            Gate::Notice => self.tell(target, "group-budget").await,
            Gate::Shut => {}
        }
        false
    }

    /// Whether one line of the bot's own may be sent into a group.
    pub(super) async fn passes_line(&self, target: &Target, now: SystemTime) -> bool {
        !self.is_quiet(target, now) && self.passes(target, &Reply::line(Verdict::Decline, ""), 1, now).await
    }

    fn gate(&self, target: &Target, reply: &Reply, messages: usize, now: SystemTime) -> Gate {
        if !target.is_group() {
            return Gate::Open;
        }
        let (journal, chat) = (self.app.journal(), target.chat.to_string());
        let said = fingerprint(reply).and_then(|answer| journal.said(&chat, &answer, now).ok().flatten());
        let messages = if said.is_some() { 1 } else { messages };
        match (journal.allowance(&chat, messages, now), said) {
            (Ok(Allowance::Notice), _) => Gate::Notice,
            (Ok(Allowance::Silence), _) => Gate::Shut,
            (_, Some(said)) => i32::try_from(said.message).map_or(Gate::Open, |id| Gate::Said(MessageId(id))),
            (_, None) => Gate::Open,
        }
    }

    /// Notes what was sent: how it was decided, and that it was said.
    pub(super) fn note(&self, target: &Target, reply: &Reply, sent: &[MessageId], record: &Record, now: SystemTime) {
        let (journal, chat) = (self.app.journal(), target.chat.to_string());
        let Some(first) = sent.first() else { return };
        let ids: Vec<i64> = sent.iter().map(|message| i64::from(message.0)).collect();
        let mut noted = Ok(());
        for id in &ids {
            noted = noted.and(journal.record(&chat, *id, record));
        }
        if target.is_group() {
            noted = noted.and(journal.unsay(&chat, &ids, now));
            if let Some(answer) = fingerprint(reply) {
                noted = noted.and(journal.note_said(&chat, &answer, i64::from(first.0), now));
            }
        }
        match noted {
            Ok(()) => drop(self.outage.ends()),
            Err(error) if self.outage.begins() => tracing::error!(%error, "answers can no longer be noted"),
            Err(_) => {}
        }
    }

    /// One line that leads to the message that said it already: by a link where messages have one, else by quoting it.
    async fn point_to(&self, target: &Target, said: MessageId) {
        let line = self.phrase(target.locale, "same-answer");
        let place = target.chat.0.to_string();
        let (outgoing, target) = match place.strip_prefix("-100") {
            Some(id) => (Outgoing::link(&line, &format!("https://t.me/c/{id}/{}", said.0)), target.clone()),
            None => (Outgoing::line(&line), Target { message: Some(said), ..target.clone() }),
        };
        self.courier.deliver(&target, vec![outgoing]).await;
    }

    fn settings_of(&self, target: &Target, now: SystemTime) -> crate::journal::chats::ChatSettings {
        self.app.journal().chat(&target.chat.to_string(), now).unwrap_or_default()
    }
}

/// What tells an answer from others: its words, not those of the question. `None` for what may well be said twice.
fn fingerprint(reply: &Reply) -> Option<String> {
    let tells = reply.verdict == Verdict::Answer && (reply.entry.is_some() || reply.table.is_some());
    let mut hasher = FxHasher::default();
    (&reply.lead, &reply.body).hash(&mut hasher);
    tells.then(|| format!("{:016x}", hasher.finish()))
}
