//! Every update passes here once, wherever it came from: repeated ones are dropped, what is to be answered is put into the
//! inbox and then into its chat's lane. What an earlier run left goes first.

mod accept;
mod forget;
mod seen;

use std::panic::AssertUnwindSafe;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use serde_json::Value;
use tokio::sync::Semaphore;

use self::seen::Seen;
use super::gauges::Gauges;
use super::incoming::{self, Arrival, Cause, Me, Target, Turn};
use super::lanes::{Lanes, Pushed};
use super::limits::{Limit, Limits};
use super::turn::{Desk, Served};
use crate::inbox::{Handed, Inbox};
use crate::store::StoreError;

/// Inline queries answered at a time, and presses that are but acknowledged.
const ASIDE: usize = 64;

/// What to do while nothing can be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unkept {
    /// Answer nevertheless: who polls cannot ask Telegram to keep an update for itself alone.
    Answer,
    /// Refuse: whoever brought the updates brings them again.
    Refuse,
}

/// The way in.
pub struct Intake {
    me: Me,
    desk: Arc<Desk>,
    inbox: Arc<Inbox>,
    lanes: Lanes<Job>,
    seen: Mutex<Seen>,
    limits: Mutex<Limits>,
    aside: Arc<Semaphore>,
    unkept: Unkept,
    gauges: Arc<Gauges>,
}

/// What is done in a lane.
enum Job {
    /// A turn, and the letter that brought it.
    Turn(Box<Turn>, u64),
    /// A word that the chat asks too much.
    Notice(Target),
}

impl Intake {
    /// An intake whose turns are kept in `inbox` and taken at `desk`.
    pub fn new(me: Me, desk: Arc<Desk>, inbox: Arc<Inbox>, unkept: Unkept, gauges: Arc<Gauges>) -> Intake {
        let (worker, letters) = (Arc::clone(&desk), Arc::clone(&inbox));
        let lanes = Lanes::new(move |job| work(Arc::clone(&worker), Arc::clone(&letters), job));
        let aside = Arc::new(Semaphore::new(ASIDE));
        let store = inbox.is_shared().then(|| desk.app.store().clone());
        let limits = Mutex::new(store.map(Limits::shared).unwrap_or_default());
        Intake { me, desk, inbox, lanes, seen: Mutex::default(), limits, aside, unkept, gauges }
    }

    /// Queues what an earlier run left unanswered; tells how much it is.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn resume(&self) -> Result<usize, StoreError> {
        let left = self.inbox.left(SystemTime::now()).await?;
        let count = left.len();
        for letter in left {
            self.seen().updates.insert(letter.id);
            let update = serde_json::from_slice(&letter.content).unwrap_or_default();
            match self.read(update) {
                Some(Arrival::Turn(turn)) => {
                    self.gauges.resumed.one();
                    self.lanes.readmit(turn.target.chat, Job::Turn(turn, letter.id));
                }
                _ => {
                    self.inbox.done(letter.id);
                }
            }
        }
        Ok(count)
    }

    /// Queues what comes for this bot out of a shared inbox, whoever took it in.
    pub fn receive(&self, Handed { letter, again }: Handed) {
        let update = serde_json::from_slice(&letter.content).unwrap_or_default();
        let turn = match self.read(update) {
            Some(Arrival::Turn(turn)) => turn,
            other => {
                if let Some(Arrival::Stale(query)) = other {
                    self.apart(|desk| desk.refuse(query));
                }
                self.inbox.done(letter.id);
                return;
            }
        };
        if again {
            // Its limit was asked when it was handed over first.
            self.gauges.resumed.one();
            return self.lanes.readmit(turn.target.chat, Job::Turn(turn, letter.id));
        }
        match self.limit(&turn) {
            Some(Limit::Within) => return self.queue(turn, letter.id),
            Some(limit) => {
                self.gauges.limited.one();
                self.turn_away(&turn, limit == Limit::Notice);
            }
            None => {}
        }
        self.inbox.done(letter.id);
    }

    /// Whether other bots share the work.
    pub fn is_shared(&self) -> bool {
        self.inbox.is_shared()
    }

    /// Whether updates may be fetched now: of the bots that share an inbox one does at a time.
    pub fn may_fetch(&self) -> bool {
        self.inbox.may_fetch()
    }

    /// Waits for the turns in flight, at most for `limit`, and tells how many were left; those stay in the inbox.
    pub async fn finish(&self, limit: Duration) -> usize {
        self.lanes.finish(limit).await
    }

    /// What an update brings. A panic costs this update alone: it would come again and again if it ended the bot.
    fn read(&self, update: Value) -> Option<Arrival> {
        let knowledge = self.desk.app.knowledge();
        let read = AssertUnwindSafe(|| incoming::read(update, &self.me, &knowledge.pack));
        std::panic::catch_unwind(read).unwrap_or_else(|_| {
            tracing::error!("reading an update panicked; it is passed over");
            self.gauges.panics.one();
            None
        })
    }

    /// Whether whose turn it is may take one more; `None` if nobody wants it taken.
    fn limit(&self, turn: &Turn) -> Option<Limit> {
        if !turn.is_awaited() {
            return self.desk.heeds(turn).then_some(Limit::Within);
        }
        if self.desk.is_admin(turn.by) {
            return Some(Limit::Within);
        }
        Some(self.limits().ask(turn.target.chat, turn.by.id, SystemTime::now()))
    }

    fn queue(&self, turn: Box<Turn>, id: u64) {
        let chat = turn.target.chat;
        if turn.cause == Cause::Chat {
            self.gauges.queued.one();
            return self.lanes.readmit(chat, Job::Turn(turn, id));
        }
        let (job, is_first) = match self.lanes.push(chat, Job::Turn(turn, id)) {
            Pushed::Queued => return self.gauges.queued.one(),
            Pushed::FirstDropped(job) => (job, true),
            Pushed::Dropped(job) => (job, false),
        };
        self.gauges.dropped.one();
        self.inbox.done(id);
        if is_first {
            tracing::warn!(%chat, "this chat asks faster than it can be answered; questions are dropped");
        }
        if let Job::Turn(turn, _) = job
            && turn.is_awaited()
        {
            let told = is_first && self.limits().notice(chat, Instant::now());
            self.turn_away(&turn, told);
        }
    }

    /// Lets a press end without its effect; tells the chat that it asks too much, if it is to be told.
    fn turn_away(&self, turn: &Turn, told: bool) {
        match &turn.cause {
            Cause::Press(query) => {
                let query = query.clone();
                self.apart(|desk| desk.put_off(query));
            }
            _ if told => self.lanes.interject(turn.target.chat, Job::Notice(turn.target.clone())),
            _ => {}
        }
    }

    /// Does what belongs to no chat's order, if not too much of it is being done: who types on asks again anyway.
    fn apart<F>(&self, work: impl FnOnce(Arc<Desk>) -> F)
    where
        F: Future<Output = ()> + Send + 'static,
    {
        let Ok(permit) = Arc::clone(&self.aside).try_acquire_owned() else {
            self.gauges.put_aside.one();
            return;
        };
        let work = work(Arc::clone(&self.desk));
        tokio::spawn(async move {
            work.await;
            drop(permit);
        });
    }

    fn seen(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn limits(&self) -> MutexGuard<'_, Limits> {
        self.limits.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Does a job to its end. A turn leaves the inbox once it was answered; one that must not happen twice, before.
async fn work(desk: Arc<Desk>, inbox: Arc<Inbox>, job: Job) {
    let (turn, id) = match job {
        Job::Turn(turn, id) => (turn, id),
        Job::Notice(target) => return desk.warn_flood(target).await,
    };
    if !inbox.still_ours(id) {
        return;
    }
    if !turn.is_repeatable() {
        inbox.done(id);
    }
    if let Err(error) = forget::letters(&inbox, id, &turn).await {
        desk.failed(&turn.target, &error).await;
        inbox.done(id);
        return;
    }
    let user = turn.asker.user.clone();
    if Arc::clone(&desk).serve(*turn).await == Served::ToItsEnd && inbox.done(id) {
        desk.forget_again(user).await;
    }
}
