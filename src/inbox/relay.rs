//! The inbox of bots that share a store: a stream a shard of chats. Whoever holds a shard's lease answers what comes for
//! its chats, so each chat keeps its order; a bot that dies loses its leases within seconds, and others go on.

mod hand;
mod worker;

use std::sync::atomic::{AtomicU8, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

use self::hand::Hand;
use super::letter::{Handed, Letter};
use crate::fnv::fnv1a;
use crate::store::streams::Entry;
use crate::store::{StoreError, Streams};

/// Shards of chats: more than there are bots, so that each gets its share. Never changed while letters wait.
pub const SHARDS: usize = 8;
/// For how long an id counts as taken in.
const CLAIMED: Duration = Duration::from_secs(24 * 60 * 60);
/// For how long it is noted that a letter was forgotten which somebody is about to answer: longer than that can take.
const FORGOTTEN: Duration = Duration::from_secs(7 * 24 * 60 * 60);
/// How long a lease lasts that is not lengthened: what a dead bot's chats wait.
const LEASE: Duration = Duration::from_secs(4);
/// The lease on fetching updates, beside those on shards.
const FETCHING: &str = "fetching";

/// What the workers do.
const WORKING: u8 = 0;
/// Nothing new.
const WINDING_DOWN: u8 = 1;
/// No more.
const LEAVING: u8 = 2;

/// This bot's part in the shared inbox.
pub struct Relay {
    streams: Streams,
    /// Its name among those who share the inbox, new with each start.
    me: String,
    phase: AtomicU8,
    /// Shards that it holds, or is about to.
    held: AtomicUsize,
    /// Until when each lease is surely held; the last one is that on fetching.
    leases: Mutex<[Option<Instant>; SHARDS + 1]>,
    hand: Hand,
    workers: Mutex<Vec<JoinHandle<()>>>,
}

/// How asking for a lease ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Lease {
    /// It was held all the time.
    Kept,
    /// It is held now, and may have been another's meanwhile.
    Got,
    /// Another one holds it.
    Others,
}

impl Relay {
    /// A part in what `streams` hold.
    pub fn new(streams: Streams) -> Relay {
        Relay {
            streams,
            me: format!("{:016x}", fastrand::Rng::new().u64(..)),
            phase: AtomicU8::new(WORKING),
            held: AtomicUsize::new(0),
            leases: Mutex::default(),
            hand: Hand::default(),
            workers: Mutex::default(),
        }
    }

    /// As [`super::Inbox::take_in`]; blocks.
    pub fn take_in(&self, letters: &[Letter]) -> Result<Vec<u64>, StoreError> {
        let mut fresh = Vec::with_capacity(letters.len());
        for shard in 0..SHARDS {
            let here = letters.iter().filter(|letter| shard_of(letter.chat) == shard);
            let here: Vec<_> = here.map(|letter| (letter.id, letter.chat, &letter.content[..])).collect();
            if !here.is_empty() {
                fresh.extend(self.streams.add(&name(shard), &here, CLAIMED)?);
            }
        }
        Ok(letters.iter().map(|letter| letter.id).filter(|id| fresh.contains(id)).collect())
    }

    /// Begins to work, a thread a shard and one for the lease on fetching; what is to be answered here comes out.
    pub fn take_part(this: &Arc<Relay>) -> UnboundedReceiver<Handed> {
        let (out, letters) = unbounded_channel();
        let shards = (0..SHARDS).map(|shard| {
            let (relay, out) = (Arc::clone(this), out.clone());
            std::thread::spawn(move || worker::Worker::new(relay, shard, out).run())
        });
        let relay = Arc::clone(this);
        let fetching = std::thread::spawn(move || worker::hold_fetching(&relay));
        let workers = shards.chain([fetching]).collect();
        *this.workers.lock().unwrap_or_else(PoisonError::into_inner) = workers;
        letters
    }

    /// Whether this bot may fetch updates now.
    pub fn may_fetch(&self) -> bool {
        self.holds(SHARDS)
    }

    /// As [`super::Inbox::still_ours`]. While Redis fails nothing counts as forgotten.
    pub fn still_ours(&self, id: u64) -> bool {
        let Some(shard) = self.hand.shard(id, |shard| self.holds(shard)) else { return false };
        let forgotten = self.streams.is_forgotten(&name(shard), id).unwrap_or(false);
        if forgotten {
            self.done(id);
        }
        !forgotten
    }

    /// As [`super::Inbox::done`]. If Redis fails it is settled as soon as that is possible.
    pub fn done(&self, id: u64) -> bool {
        let Some((shard, place)) = self.hand.close(id) else { return false };
        let Ok(forgotten) = self.streams.settle(&name(shard), &[(id, place)]) else { return false };
        self.hand.settled([id]);
        forgotten.contains(&id)
    }

    /// As [`super::Inbox::forget`]; blocks.
    pub fn forget(&self, is_gone: impl Fn(&Letter) -> bool) -> Result<usize, StoreError> {
        let mut gone = 0;
        for shard in 0..SHARDS {
            let mut after: Option<String> = None;
            loop {
                let page = self.streams.page(&name(shard), after.as_deref())?;
                after = page.last().map(|entry| entry.place.clone());
                let letters =
                    page.into_iter().map(|Entry { place, id, chat, content }| (Letter { id, chat, content }, place));
                let theirs = letters.filter(|(letter, _)| is_gone(letter));
                let theirs: Vec<_> = theirs.map(|(letter, place)| (letter.id, place)).collect();
                if !theirs.is_empty() {
                    gone += self.streams.forget(&name(shard), &theirs, FORGOTTEN)?;
                }
                if after.is_none() {
                    break;
                }
            }
        }
        Ok(gone)
    }

    /// As [`super::Inbox::waiting`].
    pub fn waiting(&self) -> usize {
        self.hand.open()
    }

    /// As [`super::Inbox::wind_down`].
    pub fn wind_down(&self) {
        self.phase.store(WINDING_DOWN, Ordering::SeqCst);
    }

    /// As [`super::Inbox::leave`]; blocks until the leases are given back.
    pub fn leave(&self) {
        self.abandon();
        let workers = std::mem::take(&mut *self.workers.lock().unwrap_or_else(PoisonError::into_inner));
        workers.into_iter().for_each(|worker| drop(worker.join()));
        let _ = self.streams.sign_off(&self.me);
    }

    /// Lets the workers leave when they next can.
    pub fn abandon(&self) {
        self.phase.store(LEAVING, Ordering::SeqCst);
    }

    /// Letters that wait in all shards.
    pub fn backlog(&self) -> Result<usize, StoreError> {
        (0..SHARDS).map(|shard| self.streams.length(&name(shard))).sum()
    }

    fn phase(&self) -> u8 {
        self.phase.load(Ordering::SeqCst)
    }

    /// Takes or lengthens a lease.
    fn lead(&self, lease: usize) -> Result<Lease, StoreError> {
        let asked = Instant::now();
        let held = self.streams.lead(&name(lease), &self.me, LEASE)?;
        if held && self.holds(lease) {
            self.leases()[lease] = Some(asked + LEASE);
            return Ok(Lease::Kept);
        }
        self.hand.doubt(lease);
        self.leases()[lease] = held.then(|| asked + LEASE);
        Ok(if held { Lease::Got } else { Lease::Others })
    }

    /// Gives a lease back.
    fn give_back(&self, lease: usize) {
        self.leases()[lease] = None;
        if let Err(error) = self.streams.leave(&name(lease), &self.me) {
            tracing::debug!(%error, lease, "a lease could not be given back; it ends by itself");
        }
    }

    fn holds(&self, lease: usize) -> bool {
        self.leases()[lease].is_some_and(|until| Instant::now() < until)
    }

    /// Settles what was answered while Redis could not be reached.
    fn settle_late(&self, shard: usize) -> Result<(), StoreError> {
        let late = self.hand.late_in(shard);
        if !late.is_empty() {
            self.streams.settle(&name(shard), &late)?;
            self.hand.settled(late.into_iter().map(|(id, _)| id));
        }
        Ok(())
    }

    fn leases(&self) -> MutexGuard<'_, [Option<Instant>; SHARDS + 1]> {
        self.leases.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The shard that a chat belongs to, the same on every bot.
fn shard_of(chat: i64) -> usize {
    (fnv1a(chat.to_be_bytes()) % SHARDS as u64) as usize
}

fn name(lease: usize) -> String {
    if lease == SHARDS { FETCHING.to_owned() } else { lease.to_string() }
}
