//! Where a dialogue with one person stands: plain data that a store can keep.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

use super::understand::Understood;
use crate::event::{Language, Locale};
use crate::reply::{Offer, Verdict};
use crate::text::script::Script;

/// Silence after which a dialogue starts anew.
pub const LIFETIME: Duration = Duration::from_secs(30 * 60);

/// Where a dialogue with one person stands.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Session {
    /// Seconds since 1970 of the last turn.
    pub seen: u64,
    /// The script in which the person writes.
    pub script: Script,
    /// The language in which the bot's own phrases are read.
    pub language: Language,
    /// That language, if it was asked for and not just the edge's guess.
    pub chosen: Option<Language>,
    /// What was last answered, if anything.
    pub focus: Option<Focus>,
    /// Entry ids offered by the last reply as "did you mean", in order.
    pub offered: Vec<String>,
}

/// What was last answered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Focus {
    /// The entry that answered, or the one nearest to what could not be answered; empty if none was near.
    pub entry: String,
    /// The question as it was understood, what it leant on included.
    pub question: String,
    /// The person that was spoken of: a term id.
    pub person: Option<String>,
    /// Entries told since the topic came up, for "what else?".
    pub told: Vec<String>,
    /// Whether the question was not answered, and the entry is only the nearest one.
    #[serde(default)]
    pub denied: bool,
}

impl Session {
    /// The session as it is at `now` for somebody whom the edge knows to read `locale`: a fresh one, in the same language
    /// and script, if the last turn is too long ago. The locale's script counts until the person has written.
    pub fn at(&self, now: SystemTime, locale: Locale) -> Session {
        let seconds = now.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
        let kept = if seconds.saturating_sub(self.seen) > LIFETIME.as_secs() { self.fresh() } else { self.clone() };
        let script = if self.seen == 0 { locale.script } else { kept.script };
        Session { seen: seconds, script, language: self.chosen.unwrap_or(locale.language), ..kept }
    }

    /// How this person reads the bot's own phrases at `now`, whom the edge knows to read `locale`.
    pub fn reads(&self, now: SystemTime, locale: Locale) -> Locale {
        let Session { language, script, .. } = self.at(now, locale);
        Locale { language, script }
    }

    /// A new dialogue with the same person: language and script are kept.
    pub fn fresh(&self) -> Session {
        let Session { seen, script, language, chosen, .. } = *self;
        Session { seen, script, language, chosen, ..Session::default() }
    }

    /// The session after a question was understood.
    pub fn after(mut self, understood: &Understood) -> Session {
        let reply = &understood.reply;
        self.offered.clear();
        if reply.verdict == Verdict::Clarify && reply.offer == Offer::DidYouMean {
            self.offered = reply.choices.iter().map(|c| c.entry.clone()).collect();
        }
        if let Some(focus) = &understood.focus {
            self.turn_to(focus.clone());
        }
        self
    }

    /// Turns to another focus, keeping in mind what was told while it stays with one person or entry's kin.
    pub fn turn_to(&mut self, mut focus: Focus) {
        if let Some(before) = &self.focus {
            focus.told = before.told.clone();
        }
        if !focus.entry.is_empty() && !focus.told.contains(&focus.entry) {
            focus.told.push(focus.entry.clone());
        }
        let most = 24;
        let excess = focus.told.len().saturating_sub(most);
        focus.told.drain(..excess);
        self.focus = Some(focus);
    }
}
