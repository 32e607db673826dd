//! The threads of the shared inbox: each waits for the lease on its shard, takes over what is left there, and hands on
//! what comes, until the lease is lost or more bots are there to share the work.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use tokio::sync::mpsc::UnboundedSender;

use super::{LEAVING, Lease, Relay, SHARDS, WINDING_DOWN, WORKING};
use crate::inbox::letter::Handed;
use crate::store::StoreError;
use crate::store::streams::{Entry, Own, Reader};

/// How long a read waits for an entry, and how often a lease is asked for.
const WAIT: Duration = Duration::from_millis(400);
/// How long a worker waits for others to be done, or for Redis to come back.
const PAUSE: Duration = Duration::from_millis(20);
/// How often a worker looks for what others read after they lost the lease.
const LOOK: Duration = Duration::from_secs(2);
/// How long new letters wait for a shard to be left, and how long it is served before that is tried again.
const STILL: Duration = Duration::from_secs(1);
const LATER: Duration = Duration::from_secs(10);
/// For how long a bot counts as at work that does not say so.
const ALIVE: Duration = Duration::from_secs(4);
/// Letters of a shard that are answered at a time, and those that are fetched at once.
const ROOM: usize = 512;
const FETCHED: usize = 64;
/// Times that a letter is handed over: one that ends the program each time must not do so for ever.
const TIMES: u64 = 10;

/// Who works on one shard.
pub struct Worker {
    relay: Arc<Relay>,
    shard: usize,
    name: String,
    out: UnboundedSender<Handed>,
    reader: Option<Reader>,
    /// Whether this shard counts among those that the bot holds.
    counted: bool,
    /// When it last looked for what others left; `None` since the lease was got.
    looked: Option<Instant>,
    /// Since when it has been about to leave the shard to others.
    leaving: Option<Instant>,
    failing: bool,
}

impl Worker {
    /// Who hands on what comes for `shard` through `out`.
    pub fn new(relay: Arc<Relay>, shard: usize, out: UnboundedSender<Handed>) -> Worker {
        let (name, reader, looked, leaving) = (super::name(shard), None, None, None);
        Worker { relay, shard, name, out, reader, counted: false, looked, leaving, failing: false }
    }

    /// Works until the bot leaves.
    pub fn run(mut self) {
        while self.relay.phase() != LEAVING {
            match self.step() {
                Ok(()) => self.failing = false,
                Err(error) => {
                    if !std::mem::replace(&mut self.failing, true) {
                        tracing::error!(%error, shard = self.shard, "the shared inbox fails; it is tried again until it works");
                    }
                    (self.reader, self.looked) = (None, None);
                    std::thread::sleep(PAUSE);
                }
            }
        }
        let _ = self.give_back();
    }

    fn step(&mut self) -> Result<(), StoreError> {
        self.relay.settle_late(self.shard)?;
        if self.relay.phase() == WINDING_DOWN {
            return self.wind_down();
        }
        let share = SHARDS.div_ceil(self.relay.streams.beat(&self.relay.me, ALIVE)?);
        if !self.counts_within(share) && !self.stays_for_now()? {
            return Ok(());
        }
        if !self.lead()? {
            self.uncount();
            std::thread::sleep(WAIT);
            return Ok(());
        }
        if self.looked.is_none_or(|last| last.elapsed() > LOOK) {
            self.take_over()?;
        }
        self.hand_on()
    }

    /// Takes or lengthens the lease; tells whether it is held then. Got anew, others may have left something meanwhile.
    fn lead(&mut self) -> Result<bool, StoreError> {
        let lease = self.relay.lead(self.shard)?;
        if lease == Lease::Got {
            self.looked = None;
        }
        Ok(lease != Lease::Others)
    }

    /// Takes nothing new; leaves the shard to others once what was handed over is answered.
    fn wind_down(&mut self) -> Result<(), StoreError> {
        match (self.relay.holds(self.shard), self.relay.hand.open_in(self.shard)) {
            (true, 0) => self.give_back()?,
            (true, _) => drop(self.lead()?),
            (false, _) => {}
        }
        std::thread::sleep(PAUSE);
        Ok(())
    }

    /// Whether this shard is among so many that the bot holds; counts it if there is room.
    fn counts_within(&mut self, share: usize) -> bool {
        let order = Ordering::SeqCst;
        let held = &self.relay.held;
        if self.counted {
            let too_many = held.fetch_update(order, order, |held| (held > share).then(|| held - 1)).is_ok();
            self.counted = !too_many;
        } else {
            self.counted = held.fetch_update(order, order, |held| (held < share).then(|| held + 1)).is_ok();
        }
        self.counted
    }

    /// Leaves the shard to others. Each chat keeps its order if nothing of it is being answered then, so new letters wait for
    /// a moment; if that is not enough, because one chat waits long for Telegram, the shard is served on, and left later.
    fn stays_for_now(&mut self) -> Result<bool, StoreError> {
        let holds = self.relay.holds(self.shard);
        if !holds || self.relay.hand.open_in(self.shard) == 0 {
            self.leaving = None;
            if holds {
                self.give_back()?;
            }
            std::thread::sleep(WAIT);
            return Ok(false);
        }
        let tried = self.leaving.get_or_insert_with(Instant::now).elapsed();
        if tried < STILL {
            self.lead()?;
            std::thread::sleep(PAUSE);
        } else if tried > STILL + LATER {
            self.leaving = None;
        }
        Ok(tried >= STILL)
    }

    /// Takes over what others left, or, since the lease was got anew, what this bot may have left itself.
    fn take_over(&mut self) -> Result<(), StoreError> {
        let own = match self.looked {
            Some(_) => Own::Known,
            None => {
                self.relay.streams.make(&self.name)?;
                Own::Wanted
            }
        };
        for (times, entry) in self.relay.streams.take_over(&self.name, &self.relay.me, own)? {
            if times < TIMES || self.relay.hand.has(entry.id) {
                self.hand(entry, true);
            } else {
                tracing::error!("a question that was handed over {TIMES} times without an answer is dropped");
                self.relay.streams.settle(&self.name, &[(entry.id, entry.place)])?;
            }
        }
        self.relay.hand.let_go(self.shard);
        self.looked = Some(Instant::now());
        Ok(())
    }

    /// Hands on what comes within [`WAIT`].
    fn hand_on(&mut self) -> Result<(), StoreError> {
        let room = ROOM.saturating_sub(self.relay.hand.open_in(self.shard)).min(FETCHED);
        if room == 0 || !self.relay.holds(self.shard) {
            std::thread::sleep(PAUSE);
            return Ok(());
        }
        let mut reader = match self.reader.take() {
            Some(reader) => reader,
            None => self.relay.streams.reader(WAIT)?,
        };
        let entries = self.relay.streams.read(&mut reader, &self.name, &self.relay.me, room, WAIT)?;
        self.reader = Some(reader);
        entries.into_iter().for_each(|entry| self.hand(entry, false));
        Ok(())
    }

    fn hand(&self, entry: Entry, again: bool) {
        if let Some(letter) = self.relay.hand.take(self.shard, entry) {
            // If nobody listens any more the lease ends, and others take it over.
            let _ = self.out.send(Handed { letter, again });
        }
    }

    fn give_back(&mut self) -> Result<(), StoreError> {
        self.looked = None;
        let settled = self.relay.settle_late(self.shard);
        self.relay.give_back(self.shard);
        settled
    }

    fn uncount(&mut self) {
        if std::mem::replace(&mut self.counted, false) {
            self.relay.held.fetch_sub(1, Ordering::SeqCst);
        }
    }
}

/// Holds the lease on fetching updates, if nobody else does, until the bot stops taking them.
pub fn hold_fetching(relay: &Relay) {
    while relay.phase() == WORKING {
        let _ = relay.lead(SHARDS);
        std::thread::sleep(WAIT);
    }
    relay.give_back(SHARDS);
}
