//! Every update passes here once, wherever it came from: repeated ones are dropped, the rest go to their chat's lane.

use std::collections::{HashSet, VecDeque};
use std::hash::Hash;
use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;
use tokio::sync::Semaphore;

use super::incoming::{self, Act, Arrival, Cause, Me, Turn};
use super::lanes::{Lanes, Pushed};
use super::turn::Desk;
use super::update::{self, Typed};
use crate::event::Input;

/// Update ids remembered: some ten full batches.
const UPDATES: usize = 1024;
/// Albums remembered: their parts arrive together.
const ALBUMS: usize = 64;
/// Inline queries answered at a time.
const INLINE: usize = 64;

/// The way in.
pub struct Intake {
    me: Me,
    desk: Arc<Desk>,
    lanes: Lanes<Turn>,
    updates: Recent<u32>,
    albums: Recent<String>,
    inline: Arc<Semaphore>,
}

impl Intake {
    /// An intake whose turns are taken at `desk`.
    pub fn new(me: Me, desk: Arc<Desk>) -> Intake {
        let worker = Arc::clone(&desk);
        let lanes = Lanes::new(move |turn| Arc::clone(&worker).serve(turn));
        let (updates, albums) = (Recent::new(UPDATES), Recent::new(ALBUMS));
        Intake { me, desk, lanes, updates, albums, inline: Arc::new(Semaphore::new(INLINE)) }
    }

    /// Takes an update in; it is then in its chat's lane, or known not to need an answer.
    pub fn take(&mut self, update: Value) {
        self.desk.app.metrics().update(update::kind(&update));
        if update::id(&update).is_none_or(|id| !self.updates.insert(id)) {
            self.desk.app.metrics().update_repeated();
            return;
        }
        let album = update::album(&update).map(str::to_owned);
        let first_of_album = album.is_none_or(|album| self.albums.insert(album));
        match incoming::read(update, &self.me, &self.desk.app.knowledge().pack) {
            Some(Arrival::Turn(turn)) if is_wordless(&turn) && !first_of_album => {}
            Some(Arrival::Turn(turn)) if turn.is_awaited() || self.desk.heeds(&turn) => self.queue(*turn),
            Some(Arrival::Turn(_)) => {}
            Some(Arrival::Stale(query)) => drop(tokio::spawn(Arc::clone(&self.desk).refuse(query))),
            Some(Arrival::Inline(typed)) => self.inline(*typed),
            Some(Arrival::Chosen(chosen)) => self.desk.chosen(&chosen),
            None => {}
        }
    }

    /// Answers an inline query, if not too many are being answered: who types on sends another one anyway.
    fn inline(&self, typed: Typed) {
        let Ok(permit) = Arc::clone(&self.inline).try_acquire_owned() else { return };
        let desk = Arc::clone(&self.desk);
        tokio::spawn(async move {
            desk.inline(typed).await;
            drop(permit);
        });
    }

    fn queue(&self, turn: Turn) {
        let (chat, target, cause) = (turn.target.chat, turn.target.clone(), turn.cause.clone());
        let awaited = turn.is_awaited();
        let pushed = self.lanes.push(chat, turn);
        if pushed == Pushed::FirstDropped {
            tracing::warn!(%chat, "this chat asks faster than it can be answered; questions are dropped");
        }
        let (desk, metrics) = (Arc::clone(&self.desk), self.desk.app.metrics());
        if pushed == Pushed::Queued {
            metrics.turn_queued()
        } else {
            metrics.turn_dropped()
        }
        match (pushed, cause) {
            (Pushed::Queued, _) => {}
            (_, Cause::Press(query)) => drop(tokio::spawn(desk.put_off(query))),
            (_, _) if !awaited => {}
            (Pushed::FirstDropped, _) => drop(tokio::spawn(desk.warn_flood(target))),
            (Pushed::Dropped, _) => tracing::debug!(%chat, "a question is dropped"),
        }
    }

    /// Waits for the turns in flight, at most for `limit`, and tells how many were left.
    pub async fn finish(&self, limit: Duration) -> usize {
        self.lanes.finish(limit).await
    }
}

fn is_wordless(turn: &Turn) -> bool {
    matches!(&turn.act, Act::Say(event) if event.input == Input::Wordless)
}

/// A set of the last so many keys.
struct Recent<K> {
    order: VecDeque<K>,
    known: HashSet<K>,
    room: usize,
}

impl<K: Clone + Eq + Hash> Recent<K> {
    fn new(room: usize) -> Recent<K> {
        Recent { order: VecDeque::new(), known: HashSet::new(), room }
    }

    /// Whether the key is new.
    fn insert(&mut self, key: K) -> bool {
        if !self.known.insert(key.clone()) {
            return false;
        }
        self.order.push_back(key);
        if self.order.len() > self.room
            && let Some(oldest) = self.order.pop_front()
        {
            self.known.remove(&oldest);
        }
        true
    }
}
