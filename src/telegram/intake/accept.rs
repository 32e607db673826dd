//! Taking updates in: sorted, kept in the inbox, and only then said to be taken.

use std::time::SystemTime;

use serde_json::Value;

use super::{Intake, Unkept};
use crate::event::Input;
use crate::inbox::Letter;
use crate::store::StoreError;
use crate::telegram::incoming::{Act, Arrival, Turn};
use crate::telegram::limits::Limit;
use crate::telegram::update;

/// What became of updates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Accepted {
    /// They are kept, and will be answered in their chat's order.
    pub taken: usize,
    /// They came before.
    pub repeated: usize,
    /// They are dealt with: answered beside all order, or not to be answered.
    pub passed: usize,
}

/// Updates that came together, sorted.
#[derive(Default)]
struct Batch {
    accepted: Accepted,
    /// Turns that are to be queued once their letters are kept.
    ready: Vec<(Box<Turn>, Letter)>,
    /// Turns of those who ask too much.
    away: Vec<(Box<Turn>, Limit)>,
}

impl Intake {
    /// Takes updates in, in their order. When this returns they are kept on disk until they are answered; or are answered
    /// already, or need no answer. To be awaited to its end: what was kept and not queued waits for the next start.
    ///
    /// # Errors
    /// If the store fails, and this intake refuses what cannot be kept: the updates are to be brought again then.
    pub async fn accept(&self, updates: Vec<Value>) -> Result<Accepted, StoreError> {
        let mut batch = Batch::default();
        updates.into_iter().for_each(|update| self.sort(update, &mut batch));
        let turns = self.keep(batch.ready).await?;
        batch.accepted.taken += turns.len();
        if !self.inbox.is_shared() {
            turns.into_iter().for_each(|(turn, id)| self.queue(turn, id));
        }
        batch.away.into_iter().for_each(|(turn, limit)| self.turn_away(&turn, limit == Limit::Notice));
        Ok(batch.accepted)
    }

    /// Sorts an update into the batch, or deals with it at once.
    fn sort(&self, update: Value, batch: &mut Batch) {
        let kind = update::kind(&update);
        self.gauges.updates.of(kind).one();
        let id = update::id(&update).map(u64::from).filter(|id| self.seen().updates.insert(*id));
        let Some(id) = id else {
            self.gauges.repeated.one();
            batch.accepted.repeated += 1;
            return;
        };
        let is_kept = !matches!(kind, "inline_query" | "chosen_inline_result");
        let content = if is_kept { update.to_string().into_bytes() } else { Vec::new() };
        let album = update::album(&update).map(str::to_owned);
        let first_of_album = album.is_none_or(|album| self.seen().albums.insert(album));
        match self.read(update) {
            Some(Arrival::Turn(turn)) if is_wordless(&turn) && !first_of_album => {}
            Some(Arrival::Turn(turn)) => match self.limit_here(&turn) {
                Some(Limit::Within) => {
                    let letter = Letter { id, chat: turn.target.chat.0, content };
                    batch.ready.push((turn, letter));
                    return;
                }
                Some(limit) => {
                    self.gauges.limited.one();
                    batch.away.push((turn, limit));
                }
                None => {}
            },
            Some(Arrival::Stale(query)) => self.apart(|desk| desk.refuse(query)),
            Some(Arrival::Inline(typed)) => self.apart(|desk| async move { desk.inline(*typed).await }),
            Some(Arrival::Chosen(chosen)) => self.desk.chosen(&chosen),
            None => {}
        }
        batch.accepted.passed += 1;
    }

    /// As [`Intake::limit`]; in a shared inbox that is asked by whoever answers.
    fn limit_here(&self, turn: &Turn) -> Option<Limit> {
        if self.inbox.is_shared() { Some(Limit::Within) } else { self.limit(turn) }
    }

    /// Keeps the letters; gives the turns that were not taken before.
    async fn keep(&self, ready: Vec<(Box<Turn>, Letter)>) -> Result<Vec<(Box<Turn>, u64)>, StoreError> {
        if ready.is_empty() {
            return Ok(Vec::new());
        }
        let (turns, letters): (Vec<_>, Vec<_>) =
            ready.into_iter().map(|(turn, letter)| ((turn, letter.id), letter)).unzip();
        match (self.inbox.take_in(letters, SystemTime::now()).await, self.unkept) {
            (Ok(fresh), _) => {
                self.gauges.repeated.add((turns.len() - fresh.len()) as u64);
                let mut fresh = fresh.into_iter().peekable();
                Ok(turns.into_iter().filter(|(_, id)| fresh.next_if_eq(id).is_some()).collect())
            }
            (Err(_), Unkept::Answer) => {
                self.gauges.unkept.one();
                Ok(turns)
            }
            (Err(error), Unkept::Refuse) => {
                self.gauges.unkept.one();
                turns.iter().for_each(|(_, id)| self.seen().updates.remove(id));
                Err(error)
            }
        }
    }
}

fn is_wordless(turn: &Turn) -> bool {
    matches!(&turn.act, Act::Say(event) if event.input == Input::Wordless)
}
