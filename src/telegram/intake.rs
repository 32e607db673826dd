//! Every update passes here once, wherever it came from: repeated ones are dropped, the rest go to their chat's lane.

use std::collections::{HashSet, VecDeque};
use std::hash::Hash;
use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;

use super::incoming::{self, Arrival, Cause, Me, Turn};
use super::lanes::{Lanes, Pushed};
use super::turn::Desk;
use super::update;
use crate::event::Input;

/// Update ids remembered: some ten full batches.
const UPDATES: usize = 1024;
/// Albums remembered: their parts arrive together.
const ALBUMS: usize = 64;

/// The way in.
pub struct Intake {
    me: Me,
    desk: Arc<Desk>,
    lanes: Lanes<Turn>,
    updates: Recent<u32>,
    albums: Recent<String>,
}

impl Intake {
    /// An intake whose turns are taken at `desk`.
    pub fn new(me: Me, desk: Arc<Desk>) -> Intake {
        let worker = Arc::clone(&desk);
        let lanes = Lanes::new(move |turn| Arc::clone(&worker).serve(turn));
        Intake { me, desk, lanes, updates: Recent::new(UPDATES), albums: Recent::new(ALBUMS) }
    }

    /// Takes an update in; it is then in its chat's lane, or known not to need an answer.
    pub fn take(&mut self, update: Value) {
        if update::id(&update).is_none_or(|id| !self.updates.insert(id)) {
            return;
        }
        let album = update::album(&update).map(str::to_owned);
        let first_of_album = album.is_none_or(|album| self.albums.insert(album));
        match incoming::read(update, &self.me, &self.desk.app.knowledge().pack) {
            Some(Arrival::Turn(turn)) if turn.event.input == Input::Wordless && !first_of_album => {}
            Some(Arrival::Turn(turn)) => self.queue(turn),
            Some(Arrival::Stale(query)) => drop(tokio::spawn(Arc::clone(&self.desk).refuse(query))),
            None => {}
        }
    }

    fn queue(&self, turn: Turn) {
        let (chat, target, cause) = (turn.target.chat, turn.target.clone(), turn.cause.clone());
        let pushed = self.lanes.push(chat, turn);
        if pushed == Pushed::FirstDropped {
            tracing::warn!(%chat, "this chat asks faster than it can be answered; questions are dropped");
        }
        let desk = Arc::clone(&self.desk);
        match (pushed, cause) {
            (Pushed::Queued, _) => {}
            (_, Cause::Press(query)) => drop(tokio::spawn(desk.put_off(query))),
            (Pushed::FirstDropped, _) => drop(tokio::spawn(desk.warn_flood(target))),
            (Pushed::Dropped, _) => tracing::debug!(%chat, "a question is dropped"),
        }
    }

    /// Waits for the turns in flight, at most for `limit`, and tells how many were left.
    pub async fn finish(&self, limit: Duration) -> usize {
        self.lanes.finish(limit).await
    }
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
