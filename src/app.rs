//! One turn of a dialogue, from event to reply: takes one snapshot of the knowledge, loads the session, steps, saves.
//!
//! Every edge (Telegram, terminal, batch) goes through here; the clock is the caller's.

use std::sync::Arc;
use std::time::SystemTime;

use crate::dialogue::{self, Session};
use crate::event::Event;
use crate::journal::Journal;
use crate::knowledge::Knowledge;
use crate::live::Live;
use crate::metrics::Metrics;
use crate::readiness::Readiness;
use crate::reply::Reply;
use crate::store::{Outage, Sessions, Store, StoreError};

/// The person in a chat to whom a session belongs: two people in one group never share a dialogue.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Asker {
    /// The chat, as the edge names it.
    pub chat: String,
    /// The user, as the edge names it.
    pub user: String,
}

/// The knowledge now in force, the sessions and the journal; and what operators see of the bot.
pub struct App {
    live: Arc<Live>,
    sessions: Sessions,
    journal: Journal,
    metrics: Arc<Metrics>,
    readiness: Readiness,
    outage: Outage,
}

impl App {
    /// An app that answers from `knowledge`, which never changes, and keeps its dialogues in `sessions`.
    pub fn new(knowledge: impl Into<Arc<Knowledge>>, sessions: Sessions) -> App {
        App::serving(Arc::new(Live::fixed(knowledge)), sessions)
    }

    /// An app that answers from the knowledge that `live` holds at the time.
    pub fn serving(live: Arc<Live>, sessions: Sessions) -> App {
        let journal = Journal::new(sessions.store().clone());
        let metrics = Arc::new(Metrics::new(SystemTime::now()));
        let (readiness, outage) = (Readiness::default(), Outage::default());
        App { live, sessions, journal, metrics, readiness, outage }
    }

    /// What is counted while the bot runs.
    pub fn metrics(&self) -> &Arc<Metrics> {
        &self.metrics
    }

    /// Whether the bot can answer, as its edge tells.
    pub fn readiness(&self) -> &Readiness {
        &self.readiness
    }

    /// Where dialogues and the journal are kept.
    pub fn store(&self) -> &Store {
        self.sessions.store()
    }

    /// What is remembered beside dialogues, in the same store.
    pub fn journal(&self) -> &Journal {
        &self.journal
    }

    /// The knowledge and how it changes.
    pub fn live(&self) -> &Arc<Live> {
        &self.live
    }

    /// The knowledge now in force; a caller that keeps it sees one version.
    pub fn knowledge(&self) -> Arc<Knowledge> {
        self.live.knowledge()
    }

    /// Decides one turn and remembers where the dialogue stands.
    ///
    /// # Errors
    /// Only if the session could not be saved; the reply stands in the error's place for nobody, so an edge that would
    /// rather answer without memory calls [`App::turn_or_forget`].
    pub fn turn(&self, asker: &Asker, event: &Event, now: SystemTime) -> Result<Reply, StoreError> {
        let knowledge = self.knowledge();
        let session = self.sessions.load(asker, now)?;
        let turn = dialogue::step(&knowledge, &session, event, now);
        self.sessions.save(asker, &turn.session)?;
        Ok(turn.reply)
    }

    /// As [`App::turn`], but a store that fails costs only the memory: the question is answered as if it were the first.
    pub fn turn_or_forget(&self, asker: &Asker, event: &Event, now: SystemTime) -> Reply {
        self.turn(asker, event, now).unwrap_or_else(|error| {
            tracing::error!(%error, "the session store failed; answering without memory");
            self.once(event, now)
        })
    }

    /// A turn that stands alone: nothing is remembered before or after it.
    pub fn once(&self, event: &Event, now: SystemTime) -> Reply {
        dialogue::step(&self.knowledge(), &Session::default(), event, now).reply
    }

    /// Where the dialogue with `asker` stands; at its beginning if the store fails.
    pub fn session(&self, asker: &Asker, now: SystemTime) -> Session {
        self.sessions.load(asker, now).unwrap_or_default()
    }

    /// Remembers where the dialogue with `asker` stands now; a store that fails costs only the memory.
    pub fn keep(&self, asker: &Asker, session: &Session) {
        match self.sessions.save(asker, session) {
            Ok(()) => drop(self.outage.ends()),
            Err(error) if self.outage.begins() => {
                tracing::error!(%error, "the session store failed; dialogues go on without memory");
            }
            Err(_) => {}
        }
    }

    /// Writes what is not yet on disk.
    ///
    /// # Errors
    /// If the disk refuses.
    pub fn flush(&self) -> Result<(), StoreError> {
        self.journal.flush(SystemTime::now())
    }
}
